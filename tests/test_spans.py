"""Invariants of every span table, on arbitrary text."""

import itertools

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import find_mentions, find_quotes, find_sentences, find_times, find_words, load_corpus
from helpers.lexicon import DATA, fold
from helpers.marks import find_marked

FUNCTIONS = [find_sentences, find_mentions, find_quotes, find_times, find_words]
PIECES = [
    "ông Putin", "Tổng thống Nga", "“", "”", '"', "'", "‘", "’", "«", "»", " ", "\n", ".", ",", ":", "nói", "cho biết", "rằng",
    "Theo", "hôm 18/6", "31/2", "năm 2023", "8h30", "(", ")", "Nguyễn Văn An", "bà An", "- ", "–", "HÀ NỘI", "Bộ Y tế", "mình",
    "\u200b", "\u00a0", "\u0301", "👩‍👧", "\u202e", "\x00", "İ", "Kim Jong-un", "nước này", "TP.", "…", "🙂", "a\u0300",
]  # fmt: skip
NEWS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)


def corpus_of(*texts):
    index = pd.Index([f"a{i}" for i in range(len(texts))], name="article")
    return pd.DataFrame({"text": list(texts), "published": pd.Timestamp("2024-06-18")}, index=index)


def check(table, corpus):
    for article, start, end, text in table[["article", "start", "end", "text"]].itertuples(index=False):
        assert 0 <= start < end <= len(corpus["text"][article])
        assert corpus["text"][article][start:end] == text


@pytest.mark.parametrize("find", FUNCTIONS)
def test_spans_are_evidence_in_the_shipped_corpus(find):
    corpus = load_corpus(DATA)
    table = find(corpus)
    assert len(table)
    check(table, corpus)


@pytest.mark.parametrize("find", FUNCTIONS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=NEWS)
def test_spans_are_evidence_in_any_text(find, text):
    corpus = corpus_of(text, "", "Ông Nam nói.")
    check(find(corpus), corpus)


@pytest.mark.parametrize("find", FUNCTIONS)
def test_tables_keep_their_columns_and_types_without_rows(find):
    full, empty = find(load_corpus(DATA)), find(corpus_of(""))
    assert empty.empty
    pd.testing.assert_series_equal(full.dtypes, empty.dtypes)


@pytest.mark.parametrize("find", FUNCTIONS)
def test_no_article_depends_on_another(find):
    corpus = load_corpus(DATA)
    together = find(corpus)
    apart = pd.concat([find(corpus.loc[[article]]) for article in corpus.index], ignore_index=True)
    pd.testing.assert_frame_equal(together, apart)


@pytest.mark.parametrize("find", FUNCTIONS)
def test_publication_dates_are_not_needed(find):
    corpus = load_corpus(DATA)[["text"]]
    check(find(corpus), corpus)


@given(st.text())
def test_fold_keeps_length(text):
    assert len(fold(text)) == len(text)


@settings(max_examples=200)
@given(text=NEWS)
def test_marked_stretches_lie_in_the_text_and_are_trimmed(text):
    for start, end, _ in find_marked(text):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


@settings(max_examples=60, deadline=None)
@given(text=NEWS)
def test_words_do_not_overlap_and_lose_no_letter(text):
    corpus = corpus_of(text)
    words = find_words(corpus)
    spans = list(zip(words["start"], words["end"], strict=True))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    credits = find_sentences(corpus).query("role == 'credit'")
    left_out = {i for start, end in zip(credits["start"], credits["end"], strict=True) for i in range(start, end)}
    assert all(i in covered or i in left_out for i, letter in enumerate(text) if letter.isalpha())
