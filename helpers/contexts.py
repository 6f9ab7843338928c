"""In what company does a word stand? Occurrences, concordance, collocates, and a recount by plain string search."""

import re
from bisect import bisect_left
from collections import Counter

import numpy as np
import pandas as pd

from helpers.corpus import by_article, span_table
from helpers.lexicon import fold


def occurrences(corpus, words, node):
    """Where a word or a sequence of words stands, capitals and tone-mark placement aside, only as whole words.

    Parameters
    ----------
    corpus, words : pandas.DataFrame
        As `load_corpus` and `find_words` return them.
    node : str
        One word or several with blanks between: ``"vũ khí hạt nhân"``.

    Returns
    -------
    pandas.DataFrame
        A span table with `sentence` and `first`, `last`: which of the article's words it reaches from and to.
    """
    pattern = re.compile(r"[\s-]+".join(map(re.escape, fold(node).replace("-", " ").split())) or r"(?!)")
    rows = []
    for article, part in by_article(words).items():
        starts, ends, numbers = (part[column].tolist() for column in ("start", "end", "sentence"))
        text = corpus.at[article, "text"]
        for match in pattern.finditer(fold(text)):
            first, last = bisect_left(starts, match.start()), bisect_left(ends, match.end())
            whole = first < len(starts) and last < len(ends)
            if whole and starts[first] == match.start() and ends[last] == match.end():
                rows.append((article, *match.span(), text[match.start() : match.end()], numbers[first], first, last))
    return span_table(rows, {"sentence": "int64", "first": "int64", "last": "int64"})


def concordance(corpus, words, node, sort="right", width=45):
    """Keyword in context: each occurrence of a word with what stands left and right of it (KWIC; Luhn 1960).

    Parameters
    ----------
    corpus, words : pandas.DataFrame
    node : str
        As for `occurrences`.
    sort : {"right", "left", "position"}
        By the words after it, by the words before it from the nearest on, or as they come.
    width : int
        Characters on either side.

    Returns
    -------
    pandas.DataFrame
        A span table with `left` and `right`.
    """
    if sort not in ("right", "left", "position"):
        raise ValueError(f"sort={sort!r}: say 'right', 'left' or 'position'.")
    found = occurrences(corpus, words, node)
    texts = found["article"].map(corpus["text"])
    found["left"] = [
        re.sub(r"\s+", " ", text[max(0, start - width) : start])
        for text, start in zip(texts, found["start"], strict=True)
    ]
    found["right"] = [
        re.sub(r"\s+", " ", text[end : end + width]) for text, end in zip(texts, found["end"], strict=True)
    ]
    if sort == "position":
        return found
    keys = [re.findall(r"\w+", fold(context)) for context in found[sort]]
    keys = [tuple(key[::-1] if sort == "left" else key) for key in keys]
    order = sorted(range(len(found)), key=lambda row: keys[row])
    return found.iloc[order].reset_index(drop=True)


def collocates(corpus, words, node, window=5, least=2):
    """Words that stand near a node word: logDice and mutual information, with the counts they rest on.

    ``logDice = 14 + log2(2 f(x, y) / (f(x) + f(y)))`` (Rychlý 2008) does not depend on the size of the corpus: one
    more is twice as strong. ``MI = log2(f(x, y) / expected)``, where f(x) f(y) span / N are expected (Church & Hanks
    1990; span after Evert 2008), favours rare words: read it with the count.

    Parameters
    ----------
    corpus, words : pandas.DataFrame
    node : str
        As for `occurrences`.
    window : int
        Words to either side within the sentence, function words counted.
    least : int
        Collocates nearer less often are left out.

    Returns
    -------
    pandas.DataFrame
        `word`, `near` (its occurrences in the window of a node), `count` (all of them), `node` (occurrences of the
        node), `log_dice`, `mi`, `left` (share of `near` that stands before the node), `articles`, `few` (True below 5
        in `near`); highest logDice first.
    """
    nodes = occurrences(corpus, words, node)
    parts = by_article(words)
    sentences = {article: part["sentence"].tolist() for article, part in parts.items()}
    near = {}
    for article, first, last, sentence in nodes[["article", "first", "last", "sentence"]].itertuples(index=False):
        part, numbers = parts[article].index, sentences[article]
        for place in (*range(max(0, first - window), first), *range(last + 1, min(len(part), last + 1 + window))):
            if numbers[place] == sentence:
                near.setdefault(part[place], place < first)
    own = words.loc[list(near)]
    own = own.assign(before=list(near.values()))
    own = own[~own["stop"] & own["kind"].isin(["word", "name"])]
    table = own.groupby("word").agg(near=("word", "size"), left=("before", "mean"), articles=("article", "nunique"))
    table = table[table["near"] >= least].reset_index()
    table["count"] = table["word"].map(words["word"].value_counts()).astype("int64")
    table["node"] = len(nodes)
    table["log_dice"] = log_dice(table["near"], table["node"], table["count"])
    table["mi"] = mutual_information(table["near"], table["node"], table["count"], len(words), 2 * window)
    table["few"] = table["near"] < 5
    columns = ["word", "near", "count", "node", "log_dice", "mi", "left", "articles", "few"]
    return table[columns].sort_values(["log_dice", "word"], ascending=[False, True], ignore_index=True)


def log_dice(both, x, y):
    """Rychlý's (2008) logDice of two frequencies and their joint one."""
    return 14 + np.log2(2 * both / (x + y))


def mutual_information(both, x, y, size, span=1):
    """Pointwise mutual information in bits (Church & Hanks 1990) of words within a window of `span` places."""
    return np.log2(both * size / (x * y * span))


def recount(corpus, words, terms):
    """Count terms a second time, by plain string search, and say what makes the difference.

    Parameters
    ----------
    corpus, words : pandas.DataFrame
    terms : sequence of str
        Words as the column `word` has them.

    Returns
    -------
    pandas.DataFrame
        `word`, `counted` (rows of `words`), `string` (times the same characters stand in the texts), and what tells
        them apart: `in a longer word`, `in a credit line`, `written otherwise` (counted, but in other characters:
        capitals, hyphens, tone marks). Always
        ``string = counted + in a longer word + in a credit line - written otherwise``. `which`: the longer words and
        other writings, the most frequent first.
    """
    rows = []
    for term in terms:
        own = words[words["word"] == term]
        exact = {(row.article, row.start) for row in own[own["text"] == term].itertuples()}
        credit = string = 0
        others = Counter(own.loc[own["text"] != term, "text"])
        longer = Counter()
        for article, text in corpus["text"].items():
            part = words[words["article"] == article]
            starts, ends = part["start"].to_numpy(), part["end"].to_numpy()
            for match in re.finditer(re.escape(term), text):
                string += 1
                if (article, match.start()) not in exact:
                    around = part.loc[(starts < match.end()) & (ends > match.start()), "text"].head(1)
                    longer.update(around)
                    credit += around.empty
        which = ", ".join(form for form, _ in (longer + others).most_common(5))
        rows.append((term, len(own), string, longer.total(), credit, others.total(), which))
    columns = ["word", "counted", "string", "in a longer word", "in a credit line", "written otherwise", "which"]
    return pd.DataFrame(rows, columns=columns)
