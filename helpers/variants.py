"""In which words is one thing spoken of, by which article and in whose voice? Forms of `data/lexicon/variants.csv`."""

from functools import cache

import pandas as pd

from helpers.corpus import by_article, iter_articles, span_table
from helpers.lexicon import fold, matcher, read_lexicon
from helpers.quotes import add_voice

VARIANTS = {"concept": "str", "form": "str", "gloss": "str", "inside": "str"}


def find_variants(corpus, words):
    """Find the forms of concepts that have several: `Triều Tiên` and `Bắc Hàn`, `tên lửa` and `phi đạn`.

    Forms are matched as whole words, capitals of names respected; of the nested forms of one concept the longest
    counts. What a form stands for is not looked at: `xung đột` is a conflict of any kind. Forms are reported; who
    writes them, or for whom, does not follow from them.

    Parameters
    ----------
    corpus, words : pandas.DataFrame
        As `load_corpus` and `find_words` return them.

    Returns
    -------
    pandas.DataFrame
        A span table with `concept`, `form` (as the lexicon spells it), `gloss` and `inside` (a longer form of another
        concept that it is a part of: `Triều Tiên` in `bán đảo Triều Tiên`; else empty).
    """
    find, forms, parts = *_patterns(), by_article(words)
    rows = []
    for article, text, _ in iter_articles(corpus):
        if article not in parts:
            continue
        starts, ends = set(parts[article]["start"]), set(parts[article]["end"])
        found = [
            (start, end, *entry)
            for index, start, end in find(fold(text))
            for entry in forms[index]
            if start in starts and end in ends and (text[start].isupper() or not entry[1][0].isupper())
        ]
        rows += [(article, start, end, text[start:end], *entry) for start, end, *entry in _longest(found)]
    return span_table(rows, VARIANTS)


@cache
def _patterns():
    entries = {}
    for concept, form, gloss in read_lexicon("variants")[["concept", "form", "gloss"]].itertuples(index=False):
        entries.setdefault(fold(form), []).append((concept, form, gloss))
    return matcher(list(entries)), list(entries.values())


def _longest(found):
    """Drop what lies in a longer form of its concept; add the longest form of another concept around each."""
    reach = []  # forms that still cover the current place, longest first
    for start, end, concept, form, gloss in sorted(found, key=lambda row: (row[0], -row[1])):
        reach = [row for row in reach if row[1] > start]
        around = [row for row in reach if row[1] >= end and (row[0], row[1]) != (start, end)]
        if not any(row[2] == concept for row in reach):
            yield start, end, concept, form, gloss, (around[0][3] if around else "")
        reach.append((start, end, concept, form))


def form_counts(corpus, found, quotes, concepts=None):
    """Count forms by article and by voice, for the concepts that stand in the corpus in more than one form.

    Parameters
    ----------
    corpus, found, quotes : pandas.DataFrame
        `found` as `find_variants` returns it.
    concepts : int, optional
        How many concepts at most, those of the most occurrences outside their most frequent form.

    Returns
    -------
    pandas.DataFrame
        `concept`, `form`, `gloss`, a column of counts for each article, `reporter`, `quoted` (in quotation marks,
        direct or partial), `all`, and `within`: how many of them are part of a longer form of another concept (`Triều
        Tiên` in `bán đảo Triều Tiên`).
    """
    own = add_voice(found, quotes)
    keys = ["concept", "form", "gloss"]
    articles = own.groupby([*keys, "article"]).size().unstack(fill_value=0).reindex(columns=corpus.index, fill_value=0)
    voices = own.groupby([*keys, "voice"]).size().unstack(fill_value=0)
    voices = voices.reindex(columns=["reporter", "quoted"], fill_value=0)
    table = (
        pd.concat([articles, voices], axis=1)
        .assign(all=articles.sum(axis=1), within=own.assign(within=own["inside"] != "").groupby(keys)["within"].sum())
        .rename_axis(columns=None)
        .reset_index()
    )
    by_concept = table.groupby("concept")["all"]
    contrast = by_concept.sum() - by_concept.max()
    chosen = contrast[by_concept.size() > 1].sort_values(ascending=False, kind="stable").index[:concepts]
    table = table[table["concept"].isin(chosen)]
    rank = table["concept"].map({concept: place for place, concept in enumerate(chosen)})
    order = table.assign(rank=rank).sort_values(["rank", "all", "form"], ascending=[True, False, True]).index
    return table.loc[order].reset_index(drop=True)
