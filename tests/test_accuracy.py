"""Accuracy on the shipped articles may not fall below the committed floors; scoring itself."""

import pandas as pd
import pytest

from helpers import find_mentions, find_quotes, find_times, find_words, load_corpus
from helpers.accuracy import load_gold, pair_spans, score_mentions, score_quotes, score_times, score_words
from helpers.lexicon import DATA, ROOT

FLOORS = pd.read_csv(ROOT / "tests" / "floors.csv")


@pytest.fixture(scope="module")
def scores():
    corpus = load_corpus(DATA)
    mentions = find_mentions(corpus)
    return {
        "mentions": score_mentions(mentions),
        "quotes": score_quotes(find_quotes(corpus, mentions)),
        "times": score_times(find_times(corpus)),
        "words": score_words(find_words(corpus, mentions)),
    }


@pytest.mark.parametrize(
    "floor", FLOORS.to_dict("records"), ids=lambda row: f"{row['layer']} {row['row']} {row['column']}"
)
def test_floor(scores, floor):
    assert scores[floor["layer"]].at[floor["row"], floor["column"]] >= floor["floor"]


def test_gold_scores_itself_perfectly():
    assert score_mentions(load_gold("mentions")).at["all", "f1"] == 1
    assert score_times(load_gold("times"))["f1"].min() == 1
    quotes = score_quotes(load_gold("quotes"))
    assert quotes["f1"].dropna().min() == 1
    assert quotes.at["speaker", "recall"] == 1


def test_a_name_is_whole_only_if_both_its_edges_are():
    name = pd.DataFrame({"article": ["a"], "core_start": [5], "end": [9]})
    assert score_words(spans((0, 4), (5, 9), (10, 12)), name).loc["names", ["right", "one_token"]].tolist() == [1, 1]
    assert score_words(spans((0, 4), (5, 7), (8, 9)), name).loc["names", ["right", "one_token"]].tolist() == [1, 0]
    assert score_words(spans((0, 4), (5, 12)), name).loc["names", ["right", "end_fused"]].tolist() == [0, 1]
    assert score_words(spans((0, 9)), name).loc["names", ["right", "begin_fused"]].tolist() == [0, 1]


@pytest.mark.parametrize("layer", ["mentions", "quotes", "times"])
def test_gold_spans_stand_in_the_texts(layer):
    corpus = load_corpus(DATA)
    for row in load_gold(layer).itertuples():
        assert corpus["text"][row.article][row.start : row.end] == row.text


def spans(*pairs):
    return pd.DataFrame(
        [("a", start, end, "x" * (end - start)) for start, end in pairs], columns=["article", "start", "end", "text"]
    )


def test_pairs_are_one_to_one():
    assert pair_spans(spans((0, 4), (0, 4)), spans((0, 4))) == [(0, 0)]
    assert len(pair_spans(spans((0, 10), (10, 20)), spans((0, 20)), overlap=0)) == 1
    assert pair_spans(spans((0, 10)), spans((6, 16)), overlap=0.5) == []
