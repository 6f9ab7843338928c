"""Who is heard, and who is only talked about? Tables over quotations, mentions and the lexicon of reporting verbs."""

import pandas as pd

from helpers.lexicon import fold, read_lexicon
from helpers.measures import SPOKEN, SYLLABLE, passages


def side_shares(corpus, spoken, sides):
    """Share of each side in what is quoted or reported, by article and over all of them.

    Parameters
    ----------
    corpus : pandas.DataFrame
    spoken : pandas.DataFrame
        As `quoted_words` returns it.
    sides : dict
        Side by actor; who has none counts under the empty string.

    Returns
    -------
    pandas.DataFrame
        A row an article that quotes somebody, by label, and `all articles` if there are several; a column a side,
        largest first, rows sum to 1 (what several said together is divided among them); the last column,
        `syllables`, is what the shares are of.
    """
    sums = (
        spoken.groupby(["article", spoken["speaker"].map(lambda actor: sides.get(actor, ""))])["part"]
        .sum()
        .unstack(fill_value=0)
    )
    sums = sums.reindex([article for article in corpus.index if article in sums.index])
    sums = sums[sums.sum().sort_values(ascending=False, kind="stable").index]
    sums.index = corpus.loc[sums.index, "label"]
    if len(sums) > 1:
        sums.loc["all articles"] = sums.sum()
    total = sums.sum(axis=1)
    return (
        sums.div(total, axis=0).assign(syllables=total.round().astype(int)).rename_axis(index="article", columns=None)
    )


def kind_shares(quotes, top=12):
    """Share of each speaker's syllables that is quoted directly, in part, or reported.

    A syllable counts once, as the most literal of the kinds it stands in: quoted fragments of a reported clause are
    partial, the rest of the clause is indirect.

    Parameters
    ----------
    quotes : pandas.DataFrame
        As `find_quotes` returns it.
    top : int
        How many speakers, by number of syllables.

    Returns
    -------
    pandas.DataFrame
        Indexed by `speaker`: `direct`, `partial`, `indirect` (sum to 1), `syllables`.
    """
    spoken = quotes[quotes["kind"].isin(SPOKEN) & (quotes["speaker"] != "")]
    starts = zip(spoken["start"], spoken["text"], strict=True)
    places = [[start + syllable.start() for syllable in SYLLABLE.finditer(text)] for start, text in starts]
    rows = spoken.assign(place=places, speaker=spoken["speaker"].str.split("+"))
    rows = rows[["article", "speaker", "kind", "place"]].explode("speaker").explode("place").dropna()
    rows = rows.sort_values("kind", key=lambda kinds: kinds.map(SPOKEN.index), kind="stable")
    rows = rows.drop_duplicates(["article", "speaker", "place"])
    counts = rows.groupby(["speaker", "kind"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=SPOKEN, fill_value=0).astype("int64").rename_axis(columns=None)
    total = counts.sum(axis=1).sort_values(ascending=False, kind="stable").head(top)
    return counts.loc[total.index].div(total, axis=0).assign(syllables=total)


def talked_about(mentions, quotes, spoken):
    """How often each actor is spoken of, and how much it is heard.

    Parameters
    ----------
    mentions, quotes, spoken : pandas.DataFrame
        As `find_mentions`, `find_quotes` and `quoted_words` return them.

    Returns
    -------
    pandas.DataFrame
        A row an actor, most spoken of first: `actor`, `mentions` (all but mere places), `introducing` (those of them
        that only name the actor as speaker of a quotation), `spoken_of` (the rest), `passages`, `syllables` (quoted
        or reported; 0 for who is never heard).
    """
    counted = mentions[mentions["kind"] != "place"].reset_index(names="mention")
    sources = quotes.dropna(subset=["speaker_start"])[["article", "speaker", "speaker_start", "speaker_end"]]
    pairs = counted.merge(sources.drop_duplicates(), on="article")
    inside = pairs[(pairs["start"] >= pairs["speaker_start"]) & (pairs["end"] <= pairs["speaker_end"])]
    own = [actor in speaker.split("+") for actor, speaker in zip(inside["actor"], inside["speaker"], strict=True)]
    introducing = counted["mention"].isin(inside.loc[own, "mention"])
    table = (
        counted.assign(introducing=introducing).groupby("actor")["introducing"].agg(mentions="size", introducing="sum")
    )
    table["spoken_of"] = table["mentions"] - table["introducing"]
    words = spoken[spoken["speaker"] != "anon"].groupby("speaker")["syllables"].agg(passages="size", syllables="sum")
    table = table.join(words.rename_axis("actor"), how="outer").fillna(0).astype("int64").reset_index()
    return table.sort_values(["spoken_of", "syllables"], ascending=False, kind="stable", ignore_index=True)


def cued(quotes):
    """Occurrences of reporting verbs with their gloss and stance, a row for each of several joined speakers.

    A verb that introduces a reported clause and the fragments quoted in it counts once.

    Returns
    -------
    pandas.DataFrame
        `article`, `speaker`, `cue` (lower case), `gloss`, `stance` (empty for a form that `cues.csv` lacks).
    """
    found = quotes[(quotes["cue"] != "") & quotes["kind"].isin(SPOKEN) & (quotes["speaker"] != "")]
    found = found.drop_duplicates(["article", "cue_start", "speaker"])
    lexicon = (
        read_lexicon("cues").assign(cue=lambda table: table["cue"].map(fold)).set_index("cue")[["gloss", "stance"]]
    )
    found = found.assign(cue=found["cue"].str.lower(), speaker=found["speaker"].str.split("+")).explode("speaker")
    known = lexicon.reindex(found["cue"].map(fold)).fillna("").to_numpy()
    found[["gloss", "stance"]] = known
    return found[["article", "speaker", "cue", "gloss", "stance"]].reset_index(drop=True)


def cue_table(verbs, label):
    """Each reporting verb with English, stance, its number of uses and who it is used of most.

    Parameters
    ----------
    verbs : pandas.DataFrame
        As `cued` returns it.
    label : callable
        Words for an actor.

    Returns
    -------
    pandas.DataFrame
        `cue`, `gloss`, `stance`, `uses`, `speakers` (up to three, with counts); most frequent first.
    """

    def leading(speakers):
        counts = speakers.value_counts()
        told = [f"{label(actor)} {count}" for actor, count in counts.head(3).items()]
        return ", ".join(told + [f"{len(counts) - 3} more"] * (len(counts) > 3))

    table = verbs.groupby(["cue", "gloss", "stance"])["speaker"].agg(uses="size", speakers=leading).reset_index()
    return table.sort_values(["uses", "cue"], ascending=[False, True], ignore_index=True)


def stance_counts(verbs, top=12):
    """How often the reporter's verbs take which stance, by speaker.

    Parameters
    ----------
    verbs : pandas.DataFrame
        As `cued` returns it.
    top : int
        How many speakers, by number of verbs.

    Returns
    -------
    pandas.DataFrame
        Indexed by `speaker`, a column a stance, most frequent first.
    """
    counts = verbs[verbs["stance"] != ""].groupby(["speaker", "stance"]).size().unstack(fill_value=0)
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").head(top).index]
    order = counts.sum().sort_values(ascending=False, kind="stable")
    return counts[order[order > 0].index].rename_axis(columns=None)


def unnamed_sources(corpus, quotes):
    """Passages that come from an unnamed source, with the source as the article writes it.

    Returns
    -------
    pandas.DataFrame
        Rows of `passages` with `source` (empty where the article names none at all) and `syllables`.
    """
    found = passages(quotes)
    found = found[found["speaker"].str.split("+").map(lambda ids: "anon" in ids).astype(bool)]
    source = [
        "" if pd.isna(start) else corpus.at[article, "text"][start:end]
        for article, start, end in zip(found["article"], found["speaker_start"], found["speaker_end"], strict=True)
    ]
    return found.assign(source=source, syllables=found["text"].str.count(SYLLABLE))


def unnamed_shares(corpus, unnamed, spoken):
    """How much of the speech of each article comes from unnamed sources.

    Parameters
    ----------
    corpus, unnamed, spoken : pandas.DataFrame
        `unnamed` as `unnamed_sources`, `spoken` as `quoted_words` returns it.

    Returns
    -------
    pandas.DataFrame
        `article` (label), `passages`, `syllables`, `all` (syllables of all speakers), `share`.
    """
    table = (
        unnamed.groupby("article")["syllables"]
        .agg(passages="size", syllables="sum")
        .reindex(corpus.index, fill_value=0)
    )
    table["all"] = spoken.groupby("article")["syllables"].sum().reindex(corpus.index, fill_value=0)
    table["share"] = table["syllables"] / table["all"].clip(lower=1)
    return table.set_axis(corpus["label"]).rename_axis("article").reset_index()
