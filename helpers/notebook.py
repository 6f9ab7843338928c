"""What the notebooks share: reading a corpus, saying findings, showing tables and the evidence behind them."""

import html
import os
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from IPython.display import Markdown, display

from helpers.actors import find_mentions
from helpers.corpus import find_sentences, load_corpus
from helpers.lexicon import DATA, read_lexicon
from helpers.quotes import find_quotes
from helpers.scan import facts
from helpers.times import find_times
from helpers.wording import language, localised, phrase
from helpers.words import find_words

pd.set_option("display.max_colwidth", None, "display.max_rows", 200, "display.precision", 2)


def read(folder=None):
    """Load a corpus and find everything in it.

    Returns
    -------
    tuple of pandas.DataFrame
        ``(corpus, sentences, mentions, quotes, times, words)``.
    """
    with warnings.catch_warnings(record=True) as notes:
        warnings.simplefilter("always", UserWarning)
        corpus = load_corpus(folder)
    for note in notes:
        display(Markdown(f"*{localised('Note')}: {plain(localised(str(note.message)))}*"))
    return find_all(corpus)


def find_all(corpus):
    """Find everything in a corpus, each thing once; the tables as `read` returns them."""
    sentences = find_sentences(corpus)
    mentions = find_mentions(corpus, sentences)
    quotes = find_quotes(corpus, mentions, sentences)
    times = find_times(corpus, sentences)
    return corpus, sentences, mentions, quotes, times, find_words(corpus, mentions, times, sentences)


def leading(corpus, most=12):
    """Articles that fit into one figure, the longest `most` of them, and a line that says so where some don't."""
    if len(corpus) <= most:
        return corpus
    longest = corpus["text"].str.len().nlargest(most).index
    display(Markdown(f"*{phrase('longest_shown', most=most, articles=len(corpus))}*"))
    return corpus[corpus.index.isin(longest)]


def say(lines):
    """Show computed findings as a list; text of the corpus in them must have gone through `plain`."""
    display(Markdown("\n".join(f"- {localised(line)}" for line in lines)))


def leave_out(reason):
    """Say in one line why a section has nothing to show on this corpus."""
    display(Markdown(f"*{localised(f'Left out here: {reason}')}*"))


def plain(text):
    """Escape text of the corpus for Markdown and HTML, so that it is shown and never run."""
    escaped = html.escape(str(text), quote=False).replace("\n", " ")
    return "".join(f"\\{c}" if c in "\\`*_[]|#~$" else c for c in escaped)


def table(frame, **names):
    """Show a data frame without its index, columns renamed by `names`; every cell is escaped."""
    shown = frame.rename(columns=names).rename_axis(columns=None)
    if language() != "en":
        shown = shown.rename(columns=localised).map(
            lambda cell: localised(str(cell) if isinstance(cell, bool) else cell)
        )
    display(_Plain(shown))


class _Plain:
    """A data frame shown as a bare HTML table and as text: no style, no index, the same on every run."""

    def __init__(self, frame):
        self.frame = frame

    def _repr_html_(self):
        return self.frame.to_html(index=False, border=0, na_rep="", justify="left")

    def __repr__(self):
        return self.frame.to_string(index=False, na_rep="", max_colwidth=60)


def actor_label(actor, vietnamese=False):
    """English (or Vietnamese) label of an actor; a name outside the lexicon is its own label."""
    vietnamese = vietnamese or language() == "vi"
    unnamed = {"": localised("nobody named"), "anon": localised("unnamed sources")}
    labels = facts("label_vi" if vietnamese else "label") | unnamed
    return " + ".join(labels.get(part) or part for part in actor.split("+"))


def actor_type(actor):
    """Type of an actor after the lexicon: person, country, bloc or organisation; empty where it is not listed."""
    return facts("type").get(actor, "")


def two_labels(actor):
    """English label, and the Vietnamese one in brackets where it is another."""
    english, vietnamese = actor_label(actor), actor_label(actor, vietnamese=True)
    return english if english == vietnamese else f"{english} ({vietnamese})"


@cache
def gloss(word):
    """English gloss of a Vietnamese word, empty where `data/lexicon/glosses.csv` has none or none is needed."""
    if language() == "vi":
        return ""
    return _glosses().get(word, _glosses().get(word.lower(), ""))


@cache
def _glosses():
    known = read_lexicon("glosses")
    names = read_lexicon("aliases").query("kind == 'name'")  # a capital's actor is its state, not its English
    english = read_lexicon("actors").set_index("actor")["label"]
    table = dict(zip(names["alias"], names["actor"].map(english), strict=True))
    return table | dict(zip(known["word"], known["gloss"], strict=True))


def _optional(name, columns):
    """A table that codes the corpus at hand by hand: it lies beside its articles, and may be missing."""
    path = Path(os.environ.get("CORPUS") or DATA) / f"{name}.csv"
    if not path.exists():
        return pd.DataFrame(columns=columns)
    header = path.read_text(encoding="utf-8-sig").partition("\n")[0]
    separator = max(",;\t", key=header.count)
    table = pd.read_csv(path, sep=separator, keep_default_na=False, dtype=str, encoding="utf-8-sig")
    if missing := set(columns) - set(table.columns):
        raise ValueError(
            f"{name}.csv has no column {sorted(missing)[0]}: save it with the columns {', '.join(columns)}."
        )
    return table


@cache
def sides():
    """Side of each actor, as `sides.csv` beside the articles codes it; empty where there is none."""
    coded = _optional("sides", ["actor", "side"])
    return dict(zip(coded["actor"], coded["side"], strict=True))


@cache
def _translations():
    english = _optional("translations", ["article", "start", "end", "english"])
    return {(row.article, int(row.start), int(row.end)): row.english for row in english.itertuples(index=False)}


def english(article, start, end):
    """English of a stretch of an article, as `data/translations.csv` has it; empty where it has none."""
    return _translations().get((article, int(start), int(end)), "")


def with_sentence(spans, sentences):
    """Add to a span table the sentence each span stands in.

    Returns
    -------
    pandas.DataFrame
        With `sentence_start`, `sentence_end`, `sentence_text`, `english` (from `data/translations.csv`, empty for
        another corpus) and `position` (where in the article the span begins, from 0 to 1).
    """
    parts, places = [], []
    for article, rows in spans.groupby("article", sort=False).indices.items():
        part = spans.iloc[rows]
        places.append(rows)
        own = sentences[sentences["article"] == article].sort_values("start")
        rows = own["start"].searchsorted(part["start"], side="right") - 1
        found = own.iloc[rows.clip(0)]
        english = [
            _translations().get((article, start, end), "")
            for start, end in zip(found["start"], found["end"], strict=True)
        ]
        parts.append(
            part.assign(
                sentence_start=found["start"].to_numpy(),
                sentence_end=found["end"].to_numpy(),
                sentence_text=found["text"].to_numpy(),
                english=english,
                position=(part["start"] / max(own["end"].max(), 1)).to_numpy(),
            )
        )
    extra = ["sentence_start", "sentence_end", "sentence_text", "english", "position"]
    if not parts:
        return spans.reindex(columns=[*spans.columns, *extra])
    return pd.concat(parts).iloc[np.concatenate(places).argsort()]  # in the order they came in


def evidence(spans, sentences, corpus, columns=()):
    """Show the sentences behind some spans, the span between ⟦ ⟧, with English where there is one.

    Parameters
    ----------
    spans, sentences, corpus : pandas.DataFrame
    columns : sequence of str
        Columns of `spans` to show before the sentence.
    """
    found = with_sentence(spans, sentences)
    marked = [
        f"{text[: start - low]}⟦{text[start - low : end - low]}⟧{text[end - low :]}"
        for text, low, start, end in zip(
            found["sentence_text"], found["sentence_start"], found["start"], found["end"], strict=True
        )
    ]
    shown = pd.DataFrame({"article": found["article"].map(corpus["label"]).to_numpy()})
    for column in columns:
        shown[column] = found[column].to_numpy()
    shown["sentence"] = [text.replace("\n", " ") for text in marked]
    if found["english"].astype(bool).any():
        shown["English (machine-made)"] = found["english"].to_numpy()
    table(shown)


def start_page(corpus, sentences, mentions, quotes, times, words):
    """Show what each notebook asks and finds, as a table with links."""
    display(Markdown(start_lines(corpus, sentences, mentions, quotes, times, words)))


def start_lines(corpus, sentences, mentions, quotes, times, words):
    """What each notebook asks and finds, as a Markdown table with links."""
    from helpers import bench, findings, judge

    rows = [
        ("01_corpus", "What are these articles?", findings.corpus_findings(corpus, sentences, quotes)),
        ("02_term_frequency", "Which words carry them?", findings.word_findings(corpus, words)),
        ("03_actor_mentions", "Who is in them?", findings.actor_findings(corpus, mentions)),
        ("04_quote_attribution", "Who gets to speak?", findings.quote_findings(corpus, quotes)),
        ("05_timeline", "Which times do they speak of?", findings.time_findings(corpus, times)),
    ]
    if not os.environ.get("CORPUS"):  # 06 and 07 are about the shipped articles
        judged = judge.judge_all(mentions, quotes, times, sentences)
        rows += [
            ("06_accuracy", "How far can it be trusted?", judge.accuracy_findings(judged)),
            ("07_scaling", "How fast is it, and how far does it grow?", bench.bench_findings(bench.read_bench())),
        ]
    head = [localised(name) for name in ("notebook", "question", "what it finds")]
    lines = [f"| {' | '.join(head)} |", "| --- | --- | --- |"]
    for name, question, found in rows:
        first = " ".join(line for line, _ in zip(found, range(2), strict=False))
        lines.append(f"| [{name[:2]}]({name}.ipynb) | {localised(question)} | {first} |")
    return "\n".join(lines)


def first_rows(**tables):
    """The first row of each span table, side by side as text."""
    rows = []
    for name, frame in tables.items():
        for row in frame.head(1).itertuples(index=False):
            cells = row._asdict()
            rest = ", ".join(
                f"{key} = {value}" for key, value in cells.items() if key not in ("article", "start", "end", "text")
            )
            rows.append(
                {
                    "table": name,
                    **{key: cells[key] for key in ("article", "start", "end")},
                    "text": cells["text"][:60],
                    "further columns": rest[:160],
                }
            )
    return pd.DataFrame(rows)


def word_label(word):
    """A word with its English gloss in brackets, if there is one that differs."""
    english = gloss(word).split(",")[0].split(";")[0]
    return f"{word} ({english})" if english and english.lower() != word.lower() else word


@cache
def _stop_classes():
    stops = read_lexicon("stopwords")
    return dict(zip(stops["word"], stops["class"], strict=True))


def stop_class(word):
    """Class of a function word after `data/lexicon/stopwords.csv`; empty for any other word."""
    return _stop_classes().get(word, "")


@cache
def _cue_glosses():
    cues = read_lexicon("cues")
    return dict(zip(cues["cue"], cues["gloss"], strict=True))


def cue_gloss(cue):
    """English gloss of a reporting verb, empty where none is needed."""
    if language() == "vi":
        return ""
    return _cue_glosses().get(cue.lower(), "")
