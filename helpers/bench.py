"""How fast is it? Speed of each `find_*` against underthesea's segmenter, on the same text in the same run."""

import time

import pandas as pd

from helpers import find_mentions, find_quotes, find_sentences, find_times, find_words, load_corpus
from helpers.lexicon import DATA


def main():
    """Print characters per second of each function and their ratio to `underthesea.word_tokenize`.

    Returns
    -------
    int
        Exit code 0.
    """
    print(measure().to_string(index=False, float_format=lambda number: f"{number:,.2f}"))
    return 0


def measure(repeats=5):
    """Time each function on the shipped articles: the best of some repeats, tables it builds on given.

    Returns
    -------
    pandas.DataFrame
        `function`, `seconds`, `characters_per_second`, `times_word_tokenize` (its cost in units of the segmenter's).
    """
    from underthesea import word_tokenize

    corpus = load_corpus(DATA)
    characters = corpus["text"].str.len().sum()
    sentences, times = find_sentences(corpus), find_times(corpus)
    mentions = find_mentions(corpus, sentences)
    jobs = {
        "underthesea.word_tokenize": lambda: [word_tokenize(text) for text in corpus["text"]],
        "find_sentences": lambda: find_sentences(corpus),
        "find_mentions": lambda: find_mentions(corpus, sentences),
        "find_quotes": lambda: find_quotes(corpus, mentions, sentences),
        "find_times": lambda: find_times(corpus),
        "find_words": lambda: find_words(corpus, mentions, times, sentences),
    }
    seconds = {name: min(_clock(job) for _ in range(repeats)) for name, job in jobs.items()}
    table = pd.DataFrame({"function": list(seconds), "seconds": list(seconds.values())})
    table["characters_per_second"] = characters / table["seconds"]
    table["times_word_tokenize"] = table["seconds"] / seconds["underthesea.word_tokenize"]
    return table


def _clock(job):
    start = time.perf_counter()
    job()
    return time.perf_counter() - start
