"""Tables computed from span tables: shares, rates, who is heard, what is dated. Plain pandas, each with its source."""

import re

import pandas as pd

from helpers.quotes import add_voice

SPOKEN = ("direct", "partial", "indirect")
SYLLABLE = re.compile(r"\w\S*")  # from its first letter or digit to the next blank; a dash alone is none


def characters(spans):
    """Number of characters that some spans cover, overlaps counted once, by article.

    Parameters
    ----------
    spans : pandas.DataFrame
        A span table.

    Returns
    -------
    pandas.Series
        Indexed by `article`.
    """
    covered = {}
    for article, part in spans.groupby("article"):
        total, reach = 0, 0
        for start, end in part.sort_values("start")[["start", "end"]].itertuples(index=False):
            total += max(0, end - max(start, reach))
            reach = max(reach, end)
        covered[article] = total
    return pd.Series(covered, dtype="int64").rename_axis("article")


def speech_shares(corpus, sentences, quotes):
    """Share of each article's text that is quoted in marks, reported without marks, and the reporter's own.

    Returns
    -------
    pandas.DataFrame
        Indexed by `article`: `direct`, `partial`, `indirect` (what of it is not in marks), `reporter`; rows sum to 1.
        Credit lines are left out.
    """
    own = sentences[sentences["role"] != "credit"]
    total = characters(own).reindex(corpus.index, fill_value=0).clip(lower=1)
    shares, counted = {}, pd.Series(0, index=corpus.index)
    for kinds in (("direct",), ("direct", "partial"), SPOKEN):
        reached = characters(quotes[quotes["kind"].isin(kinds)]).reindex(corpus.index, fill_value=0)
        shares[kinds[-1]] = (reached - counted) / total
        counted = reached
    shares["reporter"] = 1 - counted / total
    return pd.DataFrame(shares)


def counted_words(words):
    """Words that term frequency counts: no function words, times or numbers."""
    return words[~words["stop"] & words["kind"].isin(["word", "name"])]


def rates(words, by=None):
    """Frequency of each word and its rate per 1,000 words of all kinds, overall or by a column.

    Returns
    -------
    pandas.DataFrame
        `word`, `count`, `per_1000` and, if given, the column; most frequent first.
    """
    keys = [by] if by else []
    counts = counted_words(words).groupby([*keys, "word"]).size().rename("count").reset_index()
    total = words.groupby(by).size() if by else len(words)
    counts["per_1000"] = 1000 * counts["count"] / (counts[by].map(total).astype(float) if by else max(total, 1))
    return counts.sort_values([*keys, "count", "word"], ascending=[*[True] * len(keys), False, True], ignore_index=True)


def passages(quotes):
    """Outermost stretches of speech of each speaker: what lies in another of the same speaker is counted with it.

    Parameters
    ----------
    quotes : pandas.DataFrame
        As `find_quotes` returns it.

    Returns
    -------
    pandas.DataFrame
        Rows of `quotes` that have a speaker. A partial quotation, say, lies inside its reported clause.
    """
    spoken = quotes[quotes["kind"].isin(SPOKEN) & (quotes["speaker"] != "")]
    outer = []
    for _, part in spoken.groupby(["article", "speaker"], sort=False):
        reach = -1
        for row in part.sort_values(["start", "end"], ascending=[True, False]).itertuples():
            if row.end > reach:
                outer.append(row.Index)
                reach = row.end
    return spoken.loc[sorted(outer)]


def quoted_words(quotes):
    """`passages` with their length in `syllables`, a row for each of several joined speakers.

    `part` divides the length among joined speakers: it sums to the syllables that the articles quote or report.
    """
    spoken = passages(quotes)
    spoken = spoken.assign(syllables=spoken["text"].str.count(SYLLABLE), speaker=spoken["speaker"].str.split("+"))
    spoken["part"] = spoken["syllables"] / spoken["speaker"].str.len().astype(float)
    return spoken.explode("speaker", ignore_index=True)


def actor_counts(corpus, mentions, words, top=20):
    """Mentions of the most mentioned actors in each article, and their rate per 1,000 words.

    Returns
    -------
    pandas.DataFrame
        `actor`, `article`, `mentions`, `per_1000`; a row for every pair, in order of the actor's total.
    """
    order = mentions["actor"].value_counts().head(top).index
    pairs = pd.MultiIndex.from_product([order, corpus.index], names=["actor", "article"])
    counts = mentions.groupby(["actor", "article"]).size().reindex(pairs, fill_value=0).rename("mentions").reset_index()
    total = words.groupby("article").size().reindex(corpus.index, fill_value=0).clip(lower=1)
    return counts.assign(per_1000=1000 * counts["mentions"] / counts["article"].map(total).astype(float))


def positions(corpus, spans):
    """Where each span begins in its article, from 0 to 1, in the column `position`."""
    length = spans["article"].map(corpus["text"].str.len()).astype(float).clip(lower=1)
    return spans.assign(position=spans["start"] / length)


def heard(corpus, spoken, top=12):
    """Passages and syllables of the speakers who are heard most, by article.

    Parameters
    ----------
    corpus, spoken : pandas.DataFrame
        `spoken` as `quoted_words` returns it.
    top : int
        How many speakers.

    Returns
    -------
    pandas.DataFrame
        `speaker`, `article`, `passages`, `syllables`; in order of the speaker's total.
    """
    order = spoken.groupby("speaker")["syllables"].sum().sort_values(ascending=False).head(top).index
    pairs = pd.MultiIndex.from_product([order, corpus.index], names=["speaker", "article"])
    sums = spoken.groupby(["speaker", "article"])["syllables"].agg(passages="size", syllables="sum")
    return sums.reindex(pairs, fill_value=0).reset_index()


def cue_counts(quotes):
    """How often each reporting verb introduces which kind of speech, most frequent first, with its total."""
    cued = quotes[(quotes["cue"] != "") & (quotes["kind"] != "scare")]
    cued = cued.assign(cue=cued["cue"].str.lower())
    table = cued.groupby(["cue", "kind"]).size().unstack(fill_value=0)
    table["all"] = table.sum(axis=1)
    return table.sort_values(["all"], ascending=False, kind="stable").reset_index().rename_axis(columns=None)


def naming(corpus, mentions, actor, quotes):
    """In which words each article and each voice names one actor.

    Returns
    -------
    pandas.DataFrame
        `form` (the bare name or phrase), `kind`, and a column of counts for each article and for the voices
        `reporter` and `quoted`; most frequent first.
    """
    own = add_voice(mentions[mentions["actor"] == actor], quotes)
    texts = own["article"].map(corpus["text"])
    cores = zip(texts, own["core_start"], own["core_end"], own["kind"], strict=True)
    own = own.assign(
        form=[text[a:b].lower() if kind in ("description", "pronoun") else text[a:b] for text, a, b, kind in cores]
    )
    own["voice"] = own["voice"].replace({"quoted": "in quotation marks", "reporter": "reporter"})
    counts = [own.groupby(["form", "kind", column]).size().unstack(fill_value=0) for column in ("article", "voice")]
    table = pd.concat(counts, axis=1).assign(all=own.groupby(["form", "kind"]).size())
    return table.sort_values("all", ascending=False, kind="stable").reset_index().rename_axis(columns=None)


def co_mentions(mentions, sentences, top=16):
    """How often two actors are mentioned in one sentence, over the actors mentioned most.

    Returns
    -------
    pandas.DataFrame
        `actor`, `other`, `sentences` (count), most frequent first.
    """
    leading = set(mentions["actor"].value_counts().head(top).index)
    found = with_sentence_number(mentions[mentions["actor"].isin(leading)], sentences)
    pairs = {}
    for _, part in found.groupby(["article", "sentence"]):
        actors = sorted(part["actor"].unique())
        for index, actor in enumerate(actors):
            for other in actors[index + 1 :]:
                pairs[actor, other] = pairs.get((actor, other), 0) + 1
    rows = sorted(((a, b, count) for (a, b), count in pairs.items()), key=lambda row: (-row[2], row[0], row[1]))
    return pd.DataFrame(rows, columns=["actor", "other", "sentences"])


def with_sentence_number(spans, sentences):
    """Add the number of the sentence each span begins in, as `sentence`."""
    numbers = pd.Series(0, index=spans.index)
    for article, part in spans.groupby("article"):
        own = sentences[sentences["article"] == article]
        numbers[part.index] = own["sentence"].to_numpy()[
            (own["start"].searchsorted(part["start"], side="right") - 1).clip(0)
        ]
    return spans.assign(sentence=numbers)


def first_mentions(corpus, mentions, top=10):
    """Where each of the most mentioned actors comes in first, from 0 (begin) to 1 (end of the article), by article."""
    leading = mentions["actor"].value_counts().head(top).index
    first = positions(corpus, mentions).groupby(["actor", "article"])["position"].min().unstack()
    return first.reindex(index=leading, columns=corpus.index).rename_axis(columns=None).reset_index()
