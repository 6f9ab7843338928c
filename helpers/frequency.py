"""How often do words stand in the articles, how evenly, and how varied are they? Each measure with its source."""

from itertools import pairwise

import numpy as np
import pandas as pd

from helpers.measures import counted_words

COUNTED = ("word", "name")


def document_frequency(words):
    """In how many articles each word stands (Spärck Jones 1972), most frequent first.

    Parameters
    ----------
    words : pandas.DataFrame
        As `find_words` returns it; function words, times and numbers are left out.

    Returns
    -------
    pandas.DataFrame
        `word`, `count` (occurrences), `articles`.
    """
    table = counted_words(words).groupby("word")["article"].agg(count="size", articles="nunique").reset_index()
    return table.sort_values(["articles", "count", "word"], ascending=[False, False, True], ignore_index=True)


def dispersion(words, part="article"):
    """How evenly each word is spread over the parts of a corpus: Gries' deviation of proportions.

    ``DP = 0.5 * sum(|observed share - expected share|)`` over the parts (Gries 2008), where the expected share of a
    part is its share of all words: 0 is spread as evenly as can be, near 1 is all in one small part. `dp_norm` divides
    by the largest possible value (Lijffijt & Gries 2012).

    Parameters
    ----------
    words : pandas.DataFrame
        As `find_words` returns it.
    part : str
        Column that tells the parts.

    Returns
    -------
    pandas.DataFrame
        `word`, `count`, `articles` (in how many), `dp`, `dp_norm`, `few` (True where the word is too rare to fall once
        into the smallest part even if spread evenly, so that the value says little); most frequent first.
    """
    sizes = words.groupby(part).size()
    expected = sizes / sizes.sum()
    counts = counted_words(words).groupby(["word", part]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=expected.index, fill_value=0)
    total = counts.sum(axis=1)
    dp = counts.div(total, axis=0).sub(expected, axis=1).abs().sum(axis=1) / 2
    largest = 1 - expected.min()
    table = pd.DataFrame({"count": total, "dp": dp, "dp_norm": dp / largest if largest > 0 else 0.0})
    table["few"] = total * expected.min() < 1
    table = table.join(counted_words(words).groupby("word")["article"].nunique().rename("articles")).reset_index()
    table = table[["word", "count", "articles", "dp", "dp_norm", "few"]]
    return table.sort_values(["count", "word"], ascending=[False, True], ignore_index=True)


def ngrams(corpus, words, n=2, least=2):
    """Sequences of `n` words that stand side by side in one sentence, no mark between them, most frequent first.

    Parameters
    ----------
    corpus, words : pandas.DataFrame
        As `load_corpus` and `find_words` return them; function words are part of a sequence, not its first or last.
    n : int
    least : int
        Sequences that occur less often are left out.

    Returns
    -------
    pandas.DataFrame
        `ngram` (its words with ` | ` between), `count`, `articles`.
    """
    own = words.sort_values(["article", "start"], ignore_index=True)
    after = [corpus.at[article, "text"][end : end + 1] for article, end in zip(own["article"], own["end"], strict=True)]
    own = own.assign(blank=pd.Series(after, index=own.index, dtype="str").str.isspace())
    later = [own.shift(-step) for step in range(n)]
    side_by_side = pd.Series(True, index=own.index)
    for left, right in pairwise(later):
        side_by_side &= (right["article"] == left["article"]) & (right["sentence"] == left["sentence"])
        side_by_side &= (right["start"] == left["end"] + 1) & (left["blank"] == True)  # noqa: E712, shifted: may be NaN
    content = own["kind"].isin(COUNTED) & ~own["stop"]
    ends = later[-1]["kind"].isin(COUNTED) & (later[-1]["stop"] == False)  # noqa: E712, the shifted column holds NaN
    kept = own[side_by_side & content & ends]
    grams = kept["word"].str.cat([part.loc[kept.index, "word"] for part in later[1:]], sep=" | ")
    table = kept.assign(ngram=grams).groupby("ngram")["article"].agg(count="size", articles="nunique").reset_index()
    table = table[table["count"] >= least]
    return table.sort_values(["count", "ngram"], ascending=[False, True], ignore_index=True)


def diversity(words, by="article", window=100):
    """How varied the vocabulary is, by measures that allow for length.

    The share of different words falls with length, so it compares texts of one length only. MATTR is its mean over all
    stretches of `window` words (Covington & McFall 2010); MTLD the mean length of the stretches in which it stays above
    0.72, read forwards and backwards (McCarthy & Jarvis 2010).

    Parameters
    ----------
    words : pandas.DataFrame
        As `find_words` returns it. All words count, function words too; times and numbers do not.
    by : str
        Column that tells the texts.
    window : int

    Returns
    -------
    pandas.DataFrame
        The column, `words`, `different`, `ttr` (their ratio), `mattr` (NaN below `window` words), `mtld`,
        `few` (True below 200 words, where all of them waver).
    """
    rows = []
    for name, part in words[words["kind"].isin(COUNTED)].groupby(by):
        tokens = part.sort_values(["article", "start"])["word"].tolist()
        different = len(set(tokens))
        rows.append((name, len(tokens), different, different / len(tokens), mattr(tokens, window), mtld(tokens)))
    table = pd.DataFrame(rows, columns=[by, "words", "different", "ttr", "mattr", "mtld"])
    return table.assign(few=table["words"] < 200)


def mattr(tokens, window=100):
    """Moving-average type-token ratio (Covington & McFall 2010); NaN if there are fewer tokens than the window."""
    if len(tokens) < window:
        return np.nan
    counts = pd.Series(tokens[:window]).value_counts().to_dict()
    total = different = len(counts)
    for old, new in zip(tokens, tokens[window:], strict=False):
        counts[old] -= 1
        different -= counts[old] == 0
        different += counts.get(new, 0) == 0
        counts[new] = counts.get(new, 0) + 1
        total += different
    return total / window / (len(tokens) - window + 1)


def mtld(tokens, threshold=0.72):
    """Measure of textual lexical diversity (McCarthy & Jarvis 2010), mean of both directions; NaN without tokens."""
    if not tokens:
        return np.nan
    return (_mtld_forwards(tokens, threshold) + _mtld_forwards(tokens[::-1], threshold)) / 2


def _mtld_forwards(tokens, threshold):
    factors, seen, length = 0.0, set(), 0
    for token in tokens:
        seen.add(token)
        length += 1
        if len(seen) / length < threshold:
            factors, seen, length = factors + 1, set(), 0
    if length:  # the rest counts for the part of the way to the threshold it has gone
        factors += (1 - len(seen) / length) / (1 - threshold)
    return len(tokens) / factors if factors else float(len(tokens))
