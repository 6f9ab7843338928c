"""Which utterances stand in several articles? Passages of speech compared by their character n-grams."""

from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import MultiLabelBinarizer

from helpers.lexicon import fold
from helpers.measures import passages
from helpers.scan import facts

_ROWS = 512  # passages compared with all others at a time, which bounds memory
_LEVELS = 1000  # steps in which scores of unrelated passages are counted
_SHARED = 2  # pairs of neighbouring syllables, most words being of two
_VERBATIM = 0.999  # cosine of the same words, up to rounding


def find_same_utterances(quotes, expected=1.0):
    """Find passages of speech that render the same utterance in different articles.

    Passages are vectors of character 3- to 5-grams within words, weighted by tf-idf and compared by cosine: what two
    translations share is names and parts of words rather than whole phrases. Candidates are pairs of passages from
    different articles whose speakers are related: an actor in common, actors of one country (a state and its
    spokesman), names outside the lexicon that end alike (one article may give less of a name), or both unnamed.

    How high a score must be is not fixed but read off the corpus: pairs of *unrelated* named speakers are different
    utterances, so their scores show what shared topic and vocabulary alone bring about. A pair counts if, at its
    score, at most `expected` candidates are expected by chance (the E-value of sequence search, Karlin & Altschul
    1990, with an empirical tail), if each passage is the other's best match in that article and closer to it than to
    anything an unrelated speaker says, and if they share two pairs of neighbouring syllables, about two words: with
    few passages chance is known badly. The same words by related speakers always count.

    Parameters
    ----------
    quotes : pandas.DataFrame
        As `find_quotes` returns it, of several articles.
    expected : float
        How many chance pairs to accept among all that are found.

    Returns
    -------
    pandas.DataFrame
        A span table: `article`, `start`, `end`, `text`, `utterance` (number, the most similar first), `speaker`,
        `kind`, `cue`, `similarity` (cosine with the closest rendering, 0 to 1), `expected` (chance pairs at least as
        similar). An utterance has at least two rows, from two articles. Time grows with the square of the passages.
    """
    spoken = passages(quotes).reset_index(drop=True)
    pairs = _pairs(spoken, expected) if len(set(spoken["article"])) > 1 else pd.DataFrame(columns=_PAIR)
    links = pd.concat([pairs, pairs.rename(columns={"left": "right", "right": "left"})])
    best = links.groupby("left").agg(similarity=("score", "max"), expected=("expected", "min"))
    graph = coo_array((np.ones(len(pairs)), (pairs["left"].astype(int), pairs["right"].astype(int))), [len(spoken)] * 2)
    group = connected_components(graph, directed=False)[1] if len(spoken) else []
    found = spoken.assign(utterance=group).join(best.astype(float), how="inner")
    closest = found.groupby("utterance")["similarity"].transform("max")
    found = found.assign(closest=closest).sort_values(
        ["closest", "utterance", "article", "start"], ascending=[False, True, True, True], ignore_index=True
    )
    found["utterance"] = found["utterance"].factorize()[0] + 1
    return found[[*quotes.columns[:4], "utterance", "speaker", "kind", "cue", "similarity", "expected"]]


_PAIR = ["left", "right", "score", "expected"]


def _pairs(spoken, expected):
    """Pairs of row numbers that count as one utterance, with score and expected number of chance pairs."""
    vectors, words = _vectors(spoken["text"])
    keys = _speaker_keys(spoken["speaker"])
    articles = spoken["article"].factorize()[0]
    unnamed = spoken["speaker"].str.contains(r"\banon\b").to_numpy()
    candidates, unrelated, nearest = 0, np.zeros(_LEVELS + 1, dtype=int), np.zeros(len(spoken))
    for first, scores, later in _blocks(vectors):
        block = slice(first, first + len(scores))
        related = (keys[block] @ keys.T).toarray() > 0
        candidates += (later & related & (articles[block, None] != articles)).sum()
        chance = later & ~related & ~unnamed[block, None] & ~unnamed
        unrelated += np.bincount(_level(scores[chance]), minlength=_LEVELS + 1)
        nearest[block] = np.maximum(nearest[block], (scores * chance).max(axis=1))
        nearest = np.maximum(nearest, (scores * chance).max(axis=0))
    tail = unrelated[::-1].cumsum()[::-1]
    by_chance = candidates * (1 + tail) / (1 + tail[0])
    found = []
    for first, scores, later in _blocks(vectors):
        block = slice(first, first + len(scores))
        related = (keys[block] @ keys.T).toarray() > 0
        alike = (by_chance[_level(scores)] <= expected) & (scores > np.maximum(nearest[block, None], nearest))
        alike = (alike & ((words[block] @ words.T).toarray() >= _SHARED)) | (scores >= _VERBATIM)
        left, right = np.nonzero(later & related & alike & (articles[block, None] != articles))
        score = scores[left, right]
        found.append(pd.DataFrame({"left": left + first, "right": right, "score": score}))
    found = pd.concat(found).assign(expected=lambda table: by_chance[_level(table["score"].to_numpy())])
    return _mutual_best(found, articles)


def _vectors(texts):
    """Tf-idf of character n-grams, and indicators of pairs of neighbouring syllables; rows are texts."""
    texts = ["".join(c if c.isalnum() else " " for c in fold(text)) for text in texts]
    syllables = [text.split() or ["—"] for text in texts]  # never an empty vocabulary
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    pairs = [[*pairwise(text)] for text in syllables]
    return letters.fit_transform(map(" ".join, syllables)), MultiLabelBinarizer(sparse_output=True).fit_transform(pairs)


def _speaker_keys(speakers):
    """Indicator matrix of what makes speakers related: actors, their countries, last words of names not listed."""
    country = facts("country")

    def keys(actor):
        wider = country[actor] if actor in country else f"…{fold(actor.split()[-1])}" if actor != "anon" else ""
        return {actor, wider} - {""}

    labels = [set().union(*map(keys, actors)) for actors in speakers.str.split("+")]
    return MultiLabelBinarizer(sparse_output=True).fit_transform(labels)


def _blocks(vectors):
    """Scores of some passages with all, and which of these pairs come later in the table, block by block."""
    columns = np.arange(vectors.shape[0])
    for first in range(0, len(columns), _ROWS):
        scores = (vectors[first : first + _ROWS] @ vectors.T).toarray()
        yield first, scores, columns > np.arange(first, first + len(scores))[:, None]


def _level(scores):
    return np.clip((scores * _LEVELS).astype(int), 0, _LEVELS)


def _mutual_best(pairs, articles):
    """Keep pairs of which each passage is the other's best match in the other's article."""
    pairs = pairs.sort_values(["score", "left", "right"], ascending=[False, True, True], ignore_index=True)
    sides = [pairs["left"].to_numpy(), pairs["right"].to_numpy()]
    first = [~pd.DataFrame({"own": own, "other": articles[other]}).duplicated() for own, other in (sides, sides[::-1])]
    return pairs[first[0] & first[1]]
