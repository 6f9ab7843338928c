"""Which words set one part of a corpus apart from the rest? Tests, effect sizes, and the counts they rest on."""

import numpy as np
import pandas as pd
from scipy.special import xlogy
from scipy.stats import chi2

from helpers.measures import counted_words


def keyness(words, part, least=3):
    """Compare the words of one part of a corpus with the rest.

    Log-likelihood is Dunning's (1993) G² of the two-by-two table, log ratio Hardie's (2014) binary logarithm of the
    ratio of relative frequencies, half an occurrence in place of none. The weighted log-odds is that of Monroe,
    Colaresi & Quinn (2008), see `log_odds`. A test takes words for independent draws, which words of an article are
    not: it ranks, and proves nothing.

    Parameters
    ----------
    words : pandas.DataFrame
        As `find_words` returns it.
    part : pandas.Series of bool
        Which rows are the part, by the index of `words`.
    least : int
        Words with fewer occurrences in all are left out.

    Returns
    -------
    pandas.DataFrame
        `word`, `count`, `rest` (occurrences in the part and elsewhere), `per_1000`, `per_1000_rest`, `log_likelihood`,
        `log_ratio` (above 0: more frequent in the part), `z` (of the weighted log-odds), `p` (of the log-likelihood,
        not corrected for the number of words), `articles` (of the part that have it), `few` (True where fewer than 5
        occurrences are expected in one of the two, Cochran 1954); highest `z` first.
    """
    counted = counted_words(words)
    inside = part.reindex(counted.index, fill_value=False)
    table = pd.DataFrame(
        {
            "count": counted.loc[inside, "word"].value_counts(),
            "rest": counted.loc[~inside, "word"].value_counts(),
        }
    )
    table = table.fillna(0).astype("int64")
    sizes = int(part.sum()), int((~part).sum())
    table["z"] = log_odds(table["count"], table["rest"], *sizes)
    table = table[table["count"] + table["rest"] >= least]
    a, b = table["count"], table["rest"]
    table["per_1000"], table["per_1000_rest"] = 1000 * a / max(sizes[0], 1), 1000 * b / max(sizes[1], 1)
    table["log_likelihood"] = log_likelihood(a, b, *sizes)
    table["log_ratio"] = log_ratio(a, b, *sizes)
    table["p"] = chi2.sf(table["log_likelihood"], 1)
    table["articles"] = counted[inside].groupby("word")["article"].nunique().reindex(table.index, fill_value=0)
    table["few"] = (a + b) * min(sizes) / max(sum(sizes), 1) < 5
    columns = ["count", "rest", "per_1000", "per_1000_rest", "log_likelihood", "log_ratio", "z", "p", "articles", "few"]
    table = table[columns].rename_axis("word").reset_index()
    return table.sort_values(["z", "word"], ascending=[False, True], ignore_index=True)


def log_likelihood(a, b, size_a, size_b):
    """G² of a word that occurs `a` times among `size_a` words and `b` times among `size_b` (Dunning 1993).

    Parameters
    ----------
    a, b : array_like of int
    size_a, size_b : int

    Returns
    -------
    numpy.ndarray
        0 where the rates are equal; above 3.84 they differ at p < 0.05, if words were independent.
    """
    observed = np.array([a, b, size_a - np.asarray(a), size_b - np.asarray(b)], dtype=float)
    total = size_a + size_b
    share = (observed[0] + observed[1]) / total
    expected = np.array([size_a * share, size_b * share, size_a * (1 - share), size_b * (1 - share)])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(observed > 0, observed / expected, 1.0)
    return 2 * xlogy(observed, ratio).sum(axis=0)


def log_ratio(a, b, size_a, size_b):
    """Binary logarithm of the ratio of two relative frequencies (Hardie 2014); half an occurrence in place of none.

    1 means twice as frequent, 2 four times, −1 half as frequent.
    """
    a, b = (np.where(np.asarray(count) == 0, 0.5, count) for count in (a, b))
    return np.log2((a / max(size_a, 1)) / (b / max(size_b, 1)))


def log_odds(a, b, size_a, size_b, strength=500):
    """Weighted log-odds ratio with an informative Dirichlet prior, as z-score (Monroe, Colaresi & Quinn 2008).

    The prior draws rare words, whose ratio is mostly chance, towards no difference.

    Parameters
    ----------
    a, b : pandas.Series or array_like of int
        Occurrences of each word.
    size_a, size_b : int
        All words of the part and of the rest.
    strength : float
        Size of the prior in words; shared out in proportion to the frequencies in both together.

    Returns
    -------
    numpy.ndarray
        Above 0: more frequent in the part; beyond ±1.96 the interval of the log-odds ratio does not hold 0.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    prior = strength * (a + b) / max(size_a + size_b, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log((a + prior) / (size_a + strength - a - prior))
        delta -= np.log((b + prior) / (size_b + strength - b - prior))
        return delta / np.sqrt(1 / (a + prior) + 1 / (b + prior))
