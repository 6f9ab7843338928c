"""What does each notebook find? Its first lines, every number computed; the wording is data/phrases.csv."""

import pandas as pd

from helpers import accuracy
from helpers.actors import find_mentions
from helpers.corpus import load_corpus
from helpers.keyness import keyness
from helpers.lexicon import DATA
from helpers.measures import counted_words, quoted_words, rates, speech_shares
from helpers.notebook import actor_label, gloss, plain, sides, two_labels
from helpers.quotes import add_voice, find_quotes
from helpers.segment import segment
from helpers.speech import cued, talked_about
from helpers.times import find_times
from helpers.utterances import find_same_utterances
from helpers.variants import find_variants, form_counts
from helpers.wording import day, phrase
from helpers.words import find_words


def corpus_findings(corpus, sentences, quotes):
    """First lines of notebook 01."""
    syllables = corpus["text"].str.split().str.len()
    longest = plain(corpus.at[syllables.idxmax(), "label"])
    size = {"articles": len(corpus), "syllables": syllables.sum(), "sentences": len(sentences)}
    yield phrase("corpus_size", longest=longest, most=syllables.max(), **size)
    dates = corpus["published"].dropna()
    if len(dates):
        missing = len(corpus) - len(dates)
        first, last = day(dates.min()), day(dates.max())
        yield phrase("corpus_dates_some" if missing else "corpus_dates", first=first, last=last, missing=missing)
    else:
        yield phrase("corpus_no_dates")
    spoken = 1 - speech_shares(corpus, sentences, quotes)["reporter"]
    least, most = (plain(corpus.at[article, "label"]) for article in (spoken.idxmin(), spoken.idxmax()))
    shares = {"mean": spoken.mean(), "least": spoken.min(), "most": spoken.max()}
    yield phrase("corpus_speech", least_article=least, most_article=most, **shares)


def word_findings(corpus, words):
    """First lines of notebook 02."""
    listed = [
        f"{plain(row.word)}{f' ({plain(gloss(row.word))})' if gloss(row.word) else ''} {row.count}"
        for row in rates(words).head(5).itertuples()
    ]
    yield phrase("words_top", words=len(words), types=words["word"].nunique(), listed=", ".join(listed))
    yield phrase("words_names", names=(words["kind"] == "name").mean(), stops=words["stop"].mean())
    if len(corpus) > 1:
        spread = counted_words(words).groupby("word")["article"].nunique()
        everywhere, once = (spread == len(corpus)).sum(), (spread == 1).sum()
        yield phrase("words_spread", everywhere=everywhere, once=once, articles=len(corpus))


def form_findings(corpus, words, quotes):
    """Further lines of notebook 02: forms of one thing, and what quoted speakers say more than the reporter."""
    forms = form_counts(corpus, find_variants(corpus, words), quotes)
    if len(forms):
        first = forms[forms["concept"] == forms["concept"].iloc[0]]
        listed = [
            f"{plain(row['form'])} {row['all']} in {(row[list(corpus.index)] > 0).sum()}" for _, row in first.iterrows()
        ]
        thing = first["concept"].iloc[0].replace("_", " ")
        yield phrase("words_forms", things=forms["concept"].nunique(), thing=thing, listed=", ".join(listed))
    voices = add_voice(words, quotes)["voice"] == "quoted"
    said = keyness(words, voices).query("z > 0 and count >= 3").head(1)
    if voices.any() and len(said):
        row = said.iloc[0]
        word = f"{plain(row['word'])}{f' ({plain(gloss(row.word))})' if gloss(row.word) else ''}"
        yield phrase("words_quoted", word=word, share=voices.mean(), count=row["count"], rest=row["rest"])


def actor_findings(corpus, mentions):
    """First lines of notebook 03."""
    if mentions.empty:
        yield phrase("actors_none")
        return
    counts = mentions["actor"].value_counts()
    listed = ", ".join(f"{plain(two_labels(actor))} {count}" for actor, count in counts.head(4).items())
    yield phrase("actors_top", mentions=len(mentions), actors=counts.size, listed=listed)
    kinds = mentions["kind"].value_counts(normalize=True)
    references = kinds.get("description", 0) + kinds.get("pronoun", 0)
    yield phrase("actors_kinds", names=kinds.get("name", 0), metonyms=kinds.get("metonym", 0), references=references)
    if len(corpus) > 1:
        spread = mentions.groupby("actor")["article"].nunique()
        everywhere, once = (spread == len(corpus)).sum(), (spread == 1).sum()
        yield phrase("actors_spread", everywhere=everywhere, once=once, articles=len(corpus))


def quote_findings(corpus, quotes, mentions=None):
    """First lines of notebook 04; with `mentions` also who is spoken of and never heard."""
    spoken = quoted_words(quotes)
    if spoken.empty:
        yield phrase("quotes_none")
        return
    kinds = quotes["kind"].value_counts().reindex(["direct", "partial", "indirect", "scare"], fill_value=0)
    yield phrase("quotes_kinds", **kinds)
    by = spoken.groupby("speaker")["syllables"].sum().sort_values(ascending=False)
    named, total = by.drop("anon", errors="ignore"), spoken["part"].sum()
    if len(named):
        first, syllables = plain(actor_label(named.index[0])), named.iloc[0]
        yield phrase("quotes_top", first=first, syllables=syllables, all=round(total), share=syllables / total)
    if len(named) > 1:
        second, share = plain(actor_label(named.index[1])), named.iloc[1] / total
        yield phrase("quotes_second", second=second, share=share, anonymous=by.get("anon", 0) / total)
    if mentions is not None:
        yield from _further_quote_findings(corpus, quotes, mentions, spoken)


def _further_quote_findings(corpus, quotes, mentions, spoken):
    """Sides, who is never heard, stances, utterances in several articles: each only where there is something to say."""
    if coded := sides():
        parts = spoken.groupby(spoken["speaker"].map(coded))["part"].sum()
        parts = (parts / spoken["part"].sum()).sort_values(ascending=False, kind="stable").head(3)
        if len(parts):
            yield phrase(
                "quotes_sides", listed=", ".join(f"{plain(side)} {share:.0%}" for side, share in parts.items())
            )
    silent = talked_about(mentions, quotes, spoken).query("syllables == 0").head(3)
    if len(silent):
        actors = zip(silent["actor"].map(actor_label), silent["spoken_of"], strict=True)
        yield phrase("quotes_silent", listed=", ".join(f"{plain(actor)} ({count})" for actor, count in actors))
    stances = cued(quotes)["stance"].value_counts().drop("", errors="ignore")
    if len(stances):
        coloured = stances.drop("neutral", errors="ignore").head(3)
        listed = ", ".join(f"{stance} {count}" for stance, count in coloured.items())
        yield phrase(
            "quotes_stances", neutral=stances.get("neutral", 0) / stances.sum(), all=stances.sum(), listed=listed
        )
    same = find_same_utterances(quotes)
    if len(same):
        speaker, utterances = plain(actor_label(same["speaker"].iloc[0])), same["utterance"].nunique()
        yield phrase("quotes_same", utterances=utterances, speaker=speaker, similarity=same["similarity"].iloc[0])


def time_findings(corpus, times, told=None):
    """First lines of notebook 05; `told` are its events, for one line more."""
    if times.empty:
        yield phrase("times_none")
        return
    dated = times.dropna(subset=["date_from"])
    yield phrase("times_count", times=len(times), dated=len(dated))
    if dated.empty:
        return
    first, last = (plain(row["value"]) for row in (dated.loc[dated["date_from"].idxmin()], _latest(dated)))
    texts = [plain(row["text"]) for row in (dated.loc[dated["date_from"].idxmin()], _latest(dated))]
    yield phrase("times_reach", first=first, last=last, first_text=texts[0], last_text=texts[1])
    published = dated["article"].map(corpus["published"])
    known = dated[published.notna()]
    if len(known):
        before = (known["date_to"] < published[known.index]).mean()
        after = (known["date_from"] > published[known.index]).mean()
        yield phrase("times_tense", before=before, after=after)
    if told is not None and len(corpus) > 1 and len(told):
        shared = told.groupby("event")["article"].nunique()
        yield phrase("times_events", events=len(shared), shared=(shared > 1).sum())


def _latest(dated):
    """The time that begins last, not the longest: a century reaches far and says little."""
    return dated.loc[dated["date_from"].idxmax()]


def segmentation_errors():
    """Errors of the segmentation on the names of the gold, before and after: raw tokens and `find_words`."""
    shipped = load_corpus(DATA)
    tables = {"underthesea": segment(shipped), "find_words": find_words(shipped)}
    return pd.concat([accuracy.score_words(tokens).assign(tokens=name) for name, tokens in tables.items()])[
        ["tokens", "gold", "right", "recall", "one_token", "begin_fused", "end_fused"]
    ]


def accuracy_line(layer):
    """One line on the measured accuracy of a layer, always of the shipped articles, which were seen in development."""
    shipped = load_corpus(DATA)
    if layer == "mentions":
        score = accuracy.score_mentions(find_mentions(shipped)).loc["all"]
        return phrase("accuracy_mentions", **score[["precision", "recall", "f1"]])
    if layer == "quotes":
        score = accuracy.score_quotes(find_quotes(shipped))
        marked, indirect = score.at["marked spans", "f1"], score.at["indirect", "f1"]
        kind, speaker = score.at["kind", "recall"], score.at["speaker", "recall"]
        return phrase("accuracy_quotes", marked=marked, kind=kind, speaker=speaker, indirect=indirect)
    if layer == "words":
        raw, score = (row for _, row in segmentation_errors().iterrows())
        return phrase("accuracy_words", gold=score["gold"], recall=score["recall"], raw=raw["recall"])
    score = accuracy.score_times(find_times(shipped))["f1"]
    return phrase("accuracy_times", strict=score["strict"], value=score["value"])


def judged_quotes():
    """Quotations of the shipped articles, whatever corpus is read, beside their gold: see `accuracy.judge_quotes`."""
    return accuracy.judge_quotes(find_quotes(load_corpus(DATA)))
