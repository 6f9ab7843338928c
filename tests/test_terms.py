"""Measures of words: against values computed by hand, by scipy, or published; counts always with them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from helpers import find_quotes, find_words, load_corpus
from helpers.contexts import collocates, concordance, log_dice, mutual_information, occurrences, recount
from helpers.frequency import dispersion, diversity, document_frequency, mattr, mtld, ngrams
from helpers.keyness import keyness, log_likelihood, log_odds, log_ratio
from helpers.lexicon import DATA
from helpers.variants import find_variants, form_counts


def corpus_of(*texts):
    index = pd.Index([f"a{i}" for i in range(len(texts))], name="article")
    return pd.DataFrame({"text": list(texts), "published": pd.Timestamp("2024-06-18")}, index=index)


def counted(**articles):
    """A table of words from strings of letters, each letter a word, in one sentence an article."""
    rows = [
        (article, 2 * place, 2 * place + 1, letter, letter, 1, False, "word", "body")
        for article, letters in articles.items()
        for place, letter in enumerate(letters)
    ]
    columns = ["article", "start", "end", "text", "word", "sentence", "stop", "kind", "role"]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture(scope="module")
def shipped():
    corpus = load_corpus(DATA)
    return corpus, find_words(corpus)


# --- frequency -----------------------------------------------------------------------------------------------------


def test_dispersion_by_hand():
    # Parts of 5, 5 and 10 words. x stands twice in the first only: 0.5 * (|1-.25| + |0-.25| + |0-.5|) = 0.75.
    # y once, once, twice: exactly as expected.
    table = dispersion(counted(a="xxyqq", b="yqqqq", c="yyqqqqqqqq")).set_index("word")
    assert table.at["x", "dp"] == pytest.approx(0.75)
    assert table.at["x", "dp_norm"] == pytest.approx(1.0)
    assert table.at["y", "dp"] == pytest.approx(0)
    assert table.at["x", "few"]
    assert not table.at["y", "few"]
    assert table.at["x", "count"] == 2


def test_document_frequency_has_counts():
    table = document_frequency(counted(a="xxy", b="yz")).set_index("word")
    assert table.loc["y"].tolist() == [2, 2]
    assert table.loc["x"].tolist() == [2, 1]


def test_mtld_by_hand():
    # a a: after the second token the ratio is 0.5 < 0.72, one factor each two tokens: four tokens, two factors.
    assert mtld(list("aaaa")) == pytest.approx(2)
    # a b a c: the third gives 2/3 < 0.72, one factor; the rest has ratio 1, adds none. Backwards c a b a: 4 tokens
    # at 0.75, a partial factor of 0.25/0.28.
    assert mtld(list("abac")) == pytest.approx((4 / 1 + 4 / (0.25 / 0.28)) / 2)
    assert np.isnan(mtld([]))


@given(st.lists(st.sampled_from("abcd"), min_size=3, max_size=40))
def test_mattr_is_the_mean_over_windows(tokens):
    windows = [len(set(tokens[i : i + 3])) / 3 for i in range(len(tokens) - 2)]
    assert mattr(tokens, 3) == pytest.approx(sum(windows) / len(windows))


def test_diversity_does_not_fall_with_length():
    text = "abcdefgh"
    table = diversity(counted(a=text * 10, b=text * 40), window=20).set_index("article")
    assert table.at["b", "ttr"] < table.at["a", "ttr"]
    assert table.at["a", "mattr"] == pytest.approx(table.at["b", "mattr"])
    assert table["few"].tolist() == [True, False]


def test_ngrams_stop_at_marks_and_sentences():
    corpus = corpus_of("Họ mua vũ khí hạt nhân. Họ bán vũ khí hạt nhân. Đây là vũ khí, hạt nhân. Hạt nhân.")
    table = ngrams(corpus, find_words(corpus)).set_index("ngram")
    assert table.at["vũ khí | hạt nhân", "count"] == 2
    assert not table.index.str.startswith("hạt nhân").any()


# --- keyness -------------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(50, 3000), st.integers(50, 3000))
def test_log_likelihood_is_that_of_scipy(a, b, size_a, size_b):
    if a + b == 0:
        return
    table = [[a, b], [size_a - a, size_b - b]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert log_likelihood(a, b, size_a, size_b) == pytest.approx(expected, abs=1e-6)


def test_log_ratio_by_hand():
    assert log_ratio(8, 2, 1000, 1000) == pytest.approx(2)
    assert log_ratio(2, 4, 1000, 1000) == pytest.approx(-1)
    assert log_ratio(2, 0, 1000, 1000) == pytest.approx(2)  # half an occurrence in place of none


def test_log_odds_by_hand():
    # 30 and 10 of 1,000 each; prior 500 * 40 / 2000 = 10: log(40/1460) - log(20/1480), variance 1/40 + 1/20.
    expected = (np.log(40 / 1460) - np.log(20 / 1480)) / np.sqrt(1 / 40 + 1 / 20)
    assert log_odds(30, 10, 1000, 1000) == pytest.approx(expected)
    assert log_odds(10, 10, 1000, 1000) == pytest.approx(0)
    assert abs(log_odds(2, 0, 1000, 1000)) < abs(log_odds(40, 0, 1000, 1000))


def test_keyness_tells_counts_and_marks_few():
    words = counted(a="x" * 20 + "y" * 30, b="y" * 50 + "z" * 5)
    table = keyness(words, words["article"] == "a").set_index("word")
    assert table.loc["x", ["count", "rest"]].tolist() == [20, 0]
    assert table.index[0] == "x"
    assert table.at["z", "few"]
    assert not table.at["y", "few"]
    assert table.at["x", "log_ratio"] > 0 > table.at["y", "log_ratio"]


def test_keyness_is_antisymmetric(shipped):
    _, words = shipped
    part = words["article"] == words["article"].iloc[0]
    one, other = (keyness(words, side).set_index("word") for side in (part, ~part))
    np.testing.assert_allclose(one["z"], -other["z"].reindex(one.index), atol=1e-9)
    np.testing.assert_allclose(one["log_likelihood"], other["log_likelihood"].reindex(one.index), atol=1e-6)


# --- contexts ------------------------------------------------------------------------------------------------------


def test_association_by_hand():
    assert log_dice(10, 10, 10) == pytest.approx(14)
    assert log_dice(5, 10, 10) == pytest.approx(13)
    assert mutual_information(4, 8, 16, 1024) == pytest.approx(5)
    assert mutual_information(4, 8, 16, 1024, span=4) == pytest.approx(3)


def test_collocates_stay_in_the_sentence_and_the_window():
    words = counted(a="xnyqqqqz", b="nyqqqq")
    corpus = pd.DataFrame(
        {"text": [" ".join("xnyqqqqz"), " ".join("nyqqqq")]}, index=pd.Index(["a", "b"], name="article")
    )
    table = collocates(corpus, words, "n", window=2, least=1).set_index("word")
    assert table.loc["y", ["near", "count", "node"]].tolist() == [2, 2, 2]
    assert table.at["y", "log_dice"] == pytest.approx(14)
    assert table.at["x", "left"] == 1
    assert "z" not in table.index
    assert table["few"].all()


def test_occurrences_are_whole_words_and_may_be_several():
    corpus = corpus_of("Vũ khí hạt nhân và vũ khí. Một nước Mỹ đẹp.")
    words = find_words(corpus)
    assert len(occurrences(corpus, words, "vũ khí")) == 2
    assert len(occurrences(corpus, words, "vũ khí hạt nhân")) == 1
    assert occurrences(corpus, words, "khí").empty
    assert occurrences(corpus, words, "").empty


def test_concordance_is_sorted_on_either_side():
    corpus = corpus_of("Anh mua gạo ngon. Chị bán gạo cũ. Em ăn gạo mới.")
    words = find_words(corpus)
    assert [row.split()[0] for row in concordance(corpus, words, "gạo")["right"]] == ["cũ.", "mới.", "ngon."]
    assert [row.split()[-1] for row in concordance(corpus, words, "gạo", sort="left")["left"]] == ["bán", "mua", "ăn"]
    with pytest.raises(ValueError, match="say 'right'"):
        concordance(corpus, words, "gạo", sort="up")


def test_recount_adds_up(shipped):
    corpus, words = shipped
    table = recount(corpus, words, words["word"].value_counts().index[:60])
    total = table["counted"] + table["in a longer word"] + table["in a credit line"] - table["written otherwise"]
    assert (total == table["string"]).all()
    for term, string in zip(table["word"], table["string"], strict=True):
        assert string == sum(text.count(term) for text in corpus["text"])


# --- variants ------------------------------------------------------------------------------------------------------


def test_forms_are_whole_words_and_the_longest_of_a_concept():
    corpus = corpus_of("Cuộc chiến tranh kéo dài. Bộ Ngoại giao Mỹ nói về bán đảo Triều Tiên. Hội đồng Bảo an LHQ họp.")
    found = find_variants(corpus, find_words(corpus))
    forms = dict(zip(found["form"], found["concept"], strict=True))
    assert "cuộc chiến" not in forms
    assert {"chiến tranh", "Mỹ"} <= set(forms)
    assert "Hội đồng Bảo an" not in forms
    assert found.set_index("form").at["Triều Tiên", "inside"] == "bán đảo Triều Tiên"


def test_form_counts_add_up(shipped):
    corpus, words = shipped
    found = find_variants(corpus, words)
    table = form_counts(corpus, found, find_quotes(corpus))
    assert (table[list(corpus.index)].sum(axis=1) == table["all"]).all()
    assert (table["reporter"] + table["quoted"] == table["all"]).all()
    assert (table.groupby("concept").size() > 1).all()
    assert table["all"].sum() <= len(found)
