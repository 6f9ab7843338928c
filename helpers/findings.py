"""What does each notebook find? Its first lines, every number computed; the wording is data/phrases.csv."""

from helpers import accuracy
from helpers.actors import find_mentions
from helpers.corpus import load_corpus
from helpers.lexicon import DATA
from helpers.measures import counted_words, quoted_words, rates, speech_shares
from helpers.notebook import actor_label, gloss, plain, two_labels
from helpers.quotes import find_quotes
from helpers.times import find_times
from helpers.wording import day, phrase


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


def quote_findings(corpus, quotes):
    """First lines of notebook 04."""
    spoken = quoted_words(quotes)
    if spoken.empty:
        yield phrase("quotes_none")
        return
    kinds = quotes["kind"].value_counts().reindex(["direct", "partial", "indirect", "scare"], fill_value=0)
    yield phrase("quotes_kinds", **kinds)
    by = spoken.groupby("speaker")["syllables"].sum().sort_values(ascending=False)
    named = by.drop("anon", errors="ignore")
    if len(named):
        first, syllables = plain(actor_label(named.index[0])), named.iloc[0]
        yield phrase("quotes_top", first=first, syllables=syllables, all=by.sum(), share=syllables / by.sum())
    if len(named) > 1:
        second, share = plain(actor_label(named.index[1])), named.iloc[1] / by.sum()
        yield phrase("quotes_second", second=second, share=share, anonymous=by.get("anon", 0) / by.sum())


def time_findings(corpus, times):
    """First lines of notebook 05."""
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


def _latest(dated):
    """The time that begins last, not the longest: a century reaches far and says little."""
    return dated.loc[dated["date_from"].idxmax()]


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
    score = accuracy.score_times(find_times(shipped))["f1"]
    return phrase("accuracy_times", strict=score["strict"], value=score["value"])
