"""What would other tools find? Freely available peers on the same text, their output as span tables."""

import re

import pandas as pd

from helpers.accuracy import f1, load_gold, pair_spans, score_quotes
from helpers.corpus import iter_articles, span_table
from helpers.lexicon import fold

# What the labels of the VLSP shared task mean here.
_LABELS = {"PER": ("person",), "LOC": ("country", "bloc"), "ORG": ("organisation",), "MISC": ()}
NAMED = ("name", "metonym", "place")


def ner_entities(sentences):
    """Named entities of `underthesea.ner`, a conditional random field that comes with the package.

    Parameters
    ----------
    sentences : pandas.DataFrame
        As `find_sentences` returns it; one call a sentence, credit lines left out.

    Returns
    -------
    pandas.DataFrame
        A span table with `label` (PER, LOC, ORG or MISC).
    """
    from underthesea import ner

    rows = []
    for sentence in sentences[sentences["role"] != "credit"].itertuples():
        position, entities = 0, []
        for token, _, _, tag in ner(sentence.text):
            found = _locate(sentence.text, token, position)
            if found is None:
                continue
            start, position = found
            if tag.startswith("B-"):
                entities.append([start, position, tag[2:]])
            elif tag.startswith("I-") and entities:
                entities[-1][1] = position
        for start, end, label in entities:
            whole = (sentence.start + start, sentence.start + end)
            rows.append((sentence.article, *whole, sentence.text[start:end], label))
    return span_table(rows, {"label": "str"})


def _locate(text, token, position):
    """Where a token stands in the text from a position on: blanks and tone marks may differ."""
    pattern = r"\s*".join(re.escape(part) for part in fold(token).split())
    match = re.compile(pattern).search(fold(text), position) if pattern else None
    return match.span() if match else None


def dateparser_times(corpus, sentences):
    """Dates that `dateparser.search` finds, relative to the day of publication.

    Parameters
    ----------
    corpus, sentences : pandas.DataFrame
        One call a sentence, credit lines left out.

    Returns
    -------
    pandas.DataFrame
        A span table with `value`: the day found, as ISO date.
    """
    from dateparser.search import search_dates

    published = {article: day for article, _, day in iter_articles(corpus)}
    rows = []
    for sentence in sentences[sentences["role"] != "credit"].itertuples():
        settings = {"RELATIVE_BASE": pd.Timestamp(published[sentence.article] or "2000-01-01").to_pydatetime()}
        position = 0
        for words, when in search_dates(sentence.text, languages=["vi"], settings=settings) or ():
            start = sentence.text.find(words, position)
            if start >= 0:
                position = start + len(words)
                whole = (sentence.start + start, sentence.start + position)
                rows.append((sentence.article, *whole, words, f"{when:%Y-%m-%d}"))
    return span_table(rows, {"value": "str"})


def regex_quotes(corpus, mentions):
    """Stretches between quotation marks by a bare regular expression, said by the person named nearest.

    Parameters
    ----------
    corpus, mentions : pandas.DataFrame
        The names are those of `find_mentions`, which is generous: a bare expression would not know who is who.

    Returns
    -------
    pandas.DataFrame
        With the columns of `find_quotes` that scoring needs; every stretch is `direct`.
    """
    persons = mentions[mentions["type"].eq("person") & mentions["kind"].eq("name")]
    rows = []
    for article, text, _ in iter_articles(corpus):
        own = persons[persons["article"] == article]
        for match in re.finditer(r"[“\"«]([^“”\"«»]+)[”\"»]", text):
            start, end = match.span(1)
            gap = (own["start"] - end).where(own["start"] >= end, start - own["end"])
            gap = gap[(own["end"] <= start) | (own["start"] >= end)]
            name = own.loc[gap.idxmin()] if len(gap) else None
            speaker = ("", None, None) if name is None else (name["actor"], name["start"], name["end"])
            rows.append((article, start, end, text[start:end], "direct", *speaker))
    columns = {"kind": "str", "speaker": "str", "speaker_start": "Int64", "speaker_end": "Int64"}
    return span_table(rows, columns)


def compare_names(mentions, entities):
    """Names found by `find_mentions` and by a named-entity recogniser, against the gold's names.

    A recogniser tells no titles and no actors apart, so what counts is the end of the name and its type (person, state,
    organisation): a title more or less is no error here, and who it is isn't asked. The gold covers only the actors of
    its inventory, so that other entities can't be called wrong: there is recall only.

    Parameters
    ----------
    mentions : pandas.DataFrame
        As `find_mentions` returns it.
    entities : pandas.DataFrame
        As `ner_entities` returns it.

    Returns
    -------
    pandas.DataFrame
        `tool`, `type` (of the gold), `gold`, `same end` (share of the gold), `same end and type`.
    """
    inventory = load_gold("inventory").set_index("actor")["type"]
    gold = load_gold("mentions").query("kind in @NAMED")
    gold = gold.assign(type=gold["actor"].map(inventory).replace({"country": "state", "bloc": "state"}))
    own = mentions[mentions["kind"].isin(NAMED)]
    names = {"country": "state", "bloc": "state"}
    types = {label: names.get(kinds[0], kinds[0]) for label, kinds in _LABELS.items() if kinds}
    sides = {
        "find_mentions": own.assign(type=own["type"].replace(names)),
        "underthesea.ner": entities.assign(type=entities["label"].map(types)),
    }
    rows = []
    for tool, found in sides.items():
        by_end = found.groupby(["article", "end"])["type"].agg(set).to_dict()
        at = [by_end.get(key, set()) for key in zip(gold["article"], gold["end"], strict=True)]
        ends = pd.Series([bool(kinds) for kinds in at], index=gold.index)
        typed = pd.Series([kind in kinds for kind, kinds in zip(gold["type"], at, strict=True)], index=gold.index)
        for kind in ["all", "person", "state", "organisation"]:
            part = gold.index if kind == "all" else gold.index[gold["type"] == kind]
            row = {"tool": tool, "type": kind, "gold": len(part)}
            rows.append(row | {"same end": ends[part].mean(), "same end and type": typed[part].mean()})
    return pd.DataFrame(rows)


def compare_times(times, dates):
    """Times found by `find_times` and by dateparser, against gold.

    dateparser answers with a day even where the text names a month or a year: its day is cut to the precision of the
    gold's value before they are compared, which is generous.

    Parameters
    ----------
    times : pandas.DataFrame
        As `find_times` returns it.
    dates : pandas.DataFrame
        As `dateparser_times` returns it.

    Returns
    -------
    pandas.DataFrame
        `tool`, `measure` (exact span, any overlap, overlap and value), and the columns of `f1`.
    """
    gold, rows = load_gold("times"), []
    for tool, found in {"find_times": times, "dateparser.search": dates}.items():
        touching = pair_spans(gold, found, overlap=0)
        cut = tool != "find_times"
        value = sum(
            found.at[j, "value"][: len(gold.at[i, "value"]) if cut else None] == gold.at[i, "value"]
            for i, j in touching
        )
        counts = {"exact span": len(pair_spans(gold, found)), "any overlap": len(touching), "overlap and value": value}
        rows += [{"tool": tool, "measure": name, **f1(n, len(gold), len(found))} for name, n in counts.items()]
    return pd.DataFrame(rows)


def compare_quotes(quotes, bare):
    """Quotations by `find_quotes` and by a bare regular expression with the nearest name, against gold.

    Returns
    -------
    pandas.DataFrame
        `tool`, `spans` (F1), `kind` and `speaker` (share of the gold that is right).
    """
    rows = []
    for tool, found in {"find_quotes": quotes, "regex, nearest name": bare}.items():
        score = score_quotes(found)
        row = {"spans F1": score.at["marked spans", "f1"]}
        rows.append({"tool": tool, **row, **{name: score.at[name, "recall"] for name in ("kind", "speaker")}})
    return pd.DataFrame(rows)


def side_by_side(names, dates, quoted):
    """The three comparisons as one table for a chart: `task`, `tool`, `score`, our tool first.

    Parameters
    ----------
    names, dates, quoted : pandas.DataFrame
        As `compare_names`, `compare_times` and `compare_quotes` return them.

    Returns
    -------
    pandas.DataFrame
    """
    persons = names[names["type"] == "person"].rename(columns={"same end and type": "score"})
    every = names[names["type"] == "all"].rename(columns={"same end and type": "score"})
    spans = dates[dates["measure"] == "any overlap"].rename(columns={"f1": "score"})
    values = dates[dates["measure"] == "overlap and value"].rename(columns={"f1": "score"})
    speakers, kinds = (quoted.rename(columns={column: "score"}) for column in ("speaker", "kind"))
    tasks = {
        "names: end and type (recall)": every,
        "persons: end and type (recall)": persons,
        "times: any overlap (F1)": spans,
        "times: value (F1)": values,
        "quotations: kind (share of gold)": kinds,
        "quotations: speaker (share of gold)": speakers,
    }
    return pd.concat([table[["tool", "score"]].assign(task=task) for task, table in tasks.items()], ignore_index=True)
