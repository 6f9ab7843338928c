"""Judged rows, intervals, confusion, causes and peers behind notebook 06; what was measured for notebook 07."""

import pandas as pd
import pytest

from helpers import bench, find_mentions, find_quotes, find_sentences, find_times, judge, load_corpus, peers
from helpers.accuracy import agreement, load_gold, score_mentions, score_quotes, score_times
from helpers.lexicon import DATA


@pytest.fixture(scope="module")
def found():
    corpus = load_corpus(DATA)
    sentences = find_sentences(corpus)
    mentions = find_mentions(corpus, sentences)
    return corpus, sentences, mentions, find_quotes(corpus, mentions, sentences), find_times(corpus)


@pytest.fixture(scope="module")
def judged(found):
    _, sentences, mentions, quotes, times = found
    return judge.judge_all(mentions, quotes, times, sentences)


def test_judged_rows_give_the_scores_of_the_scorer(found, judged):
    _, _, mentions, quotes, times = found
    ours = judge.all_scores(judged).set_index(["layer", "measure"])[["gold", "found", "right", "f1"]]
    counts = ["gold", "found", "right", "f1"]
    assert ours.loc["mentions", "exact span and actor"].equals(score_mentions(mentions).loc["all", counts])
    quoted, timed = score_quotes(quotes), score_times(times)
    pairs = [("quotes", "exact span", "marked spans"), ("reported", "overlap", "indirect")]
    pairs += [("reported", "overlap and speaker", "indirect speaker")]
    for layer, measure, row in pairs:
        assert ours.loc[(layer, measure)].tolist() == pytest.approx(quoted.loc[row, counts].tolist())
    assert ours.loc[("quotes", "exact span and kind"), "right"] == quoted.at["kind", "right"]
    for measure, row in (("exact span", "strict"), ("any overlap", "relaxed"), ("overlap and value", "value")):
        assert ours.loc[("times", measure)].tolist() == pytest.approx(timed.loc[row, counts].tolist())


@pytest.mark.parametrize("layer", judge.LAYERS)
def test_gold_against_itself_has_no_errors(found, layer):
    gold = load_gold("quotes" if layer == "reported" else layer)
    table = judge.judge(layer, gold, found[1])
    assert (table["cause"] == "").all()
    assert judge.scores(layer, table)["f1"].eq(1).all()
    assert judge.bootstrap(table, table["exact"], samples=50) == (1, 1)


@pytest.mark.parametrize("layer", judge.LAYERS)
def test_every_span_is_judged_once(found, judged, layer):
    times, table = found[4], judged[layer]
    assert not table.duplicated(["article", "start", "end", "in_gold", "is_found"]).any()
    wrong = table[table["cause"] != ""]
    assert len(judge.errors(table)) == len(judge.explained(layer, table)) == len(wrong)
    if layer == "times":
        assert table["is_found"].sum() == len(times)
    assert table["in_gold"].sum() == judge.scores(layer, table)["gold"].iloc[0]


def change(table, row, **values):
    return pd.concat([table.drop(index=row), table.loc[[row]].assign(**values)], ignore_index=True)


def test_findings_and_counts_agree_with_the_rows(judged):
    assert len(list(judge.accuracy_findings(judged))) == 3
    assert judge.headlines(judged)["layer"].tolist() == list(judge.LAYERS)
    assert judge.cause_counts(judged)["spans"].sum() == sum((part["cause"] != "").sum() for part in judged.values())


def test_causes_are_told_apart(found):
    sentences, gold = found[1], load_gold("times")
    dated = gold.index[gold["type"] == "DATE"]
    wrong = change(gold, dated[0], value="1066")
    assert judge.errors(judge.judge("times", wrong, sentences))["cause"].tolist() == ["wrong value"]
    moved = change(gold, dated[0], end=gold.at[dated[0], "end"] + 1)
    assert judge.errors(judge.judge("times", moved, sentences))["cause"].tolist() == ["boundary"]
    assert judge.errors(judge.judge("times", gold.drop(index=dated[0]), sentences))["cause"].tolist() == ["missed"]
    more = pd.concat([gold, gold.loc[[dated[0]]].assign(start=1, end=2)], ignore_index=True)
    assert judge.errors(judge.judge("times", more, sentences))["cause"].tolist() == ["spurious"]
    actors = load_gold("mentions")
    wrong = change(actors, 0, actor="japan")
    table = judge.judge("mentions", wrong, sentences)
    assert judge.errors(table)["cause"].tolist() == ["wrong actor"]
    assert judge.confusion(table, "actor", only_wrong=True)["spans"].tolist() == [1]
    assert judge.by_kind("mentions", table, "kind")["recalled"].sum() == len(actors) - 1


def test_intervals_hold_the_score_and_repeat(judged):
    table = judge.all_scores(judged, samples=300)
    assert ((table["low"] <= table["f1"] + 1e-9) & (table["f1"] <= table["high"] + 1e-9)).all()
    pd.testing.assert_frame_equal(table, judge.all_scores(judged, samples=300))
    few = judged["times"].head(12).assign(is_found=[True, False] * 6)
    low, high = judge.bootstrap(few, few["is_found"], samples=300)
    assert high - low > 0.1


def test_rules_and_kinds_add_up(judged):
    for layer in judge.LAYERS:
        rules = judge.by_rule(layer, judged[layer])
        assert rules["found"].sum() == judged[layer]["is_found"].sum()
        assert (rules["right"] <= rules["found"]).all()
    assert judge.confusion(judged["mentions"], "kind").set_index("gold ↓ found →").to_numpy().sum() == len(
        judged["mentions"]
    )
    assert set(judge.gold_worth(judged)["layer"]) == set(judge.LAYERS)
    assert agreement().between(0.9, 1).all()


def test_peers_are_measured_on_the_same_text(found):
    corpus, sentences, mentions, quotes, times = found
    some = sentences.head(8)
    entities = peers.ner_entities(some)
    dates = peers.dateparser_times(corpus, some)
    bare = peers.regex_quotes(corpus, mentions)
    for table in (entities, dates, bare):
        assert len(table)
        for row in table.itertuples():
            assert corpus["text"][row.article][row.start : row.end] == row.text
    names = peers.compare_names(mentions, entities)
    assert names.groupby("tool")["gold"].nunique().gt(1).all()
    assert names["same end"].ge(names["same end and type"]).all()
    chart = peers.side_by_side(names, peers.compare_times(times, dates), peers.compare_quotes(quotes, bare))
    assert chart["score"].between(0, 1).all()
    assert chart.groupby("task")["tool"].nunique().eq(2).all()


# --- what was measured ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def measured():
    return bench.read_bench()


def test_everything_was_measured(measured):
    assert list(measured.columns) == bench.COLUMNS
    assert set(measured["section"]) == {"machine", *bench.SECTIONS}
    speeds = set(measured.loc[measured["section"] == "speed", "function"])
    assert {"underthesea.word_tokenize", "underthesea.ner", "dateparser.search"} < speeds
    assert {f"find_{name}" for name in ("sentences", "words", "mentions", "quotes", "times")} < speeds
    sizes = measured.loc[measured["section"] == "articles", "size"]
    assert (sizes.min(), sizes.max()) == (5, 5000)
    assert len(list(bench.bench_findings(measured))) == 4


def test_the_three_layers_cost_less_than_segmentation(measured):
    speeds = measured[measured["section"] == "speed"].set_index("function")["ratio"]
    assert speeds["mentions, quotes and times together"] <= 1


def test_nothing_grows_with_the_square(measured):
    growth = measured[(measured["section"] == "growth") & (measured["seconds"] > 0.5)].dropna(subset=["ratio"])
    assert len(growth) > 8
    assert growth["ratio"].max() < 3.2, growth.loc[growth["ratio"].idxmax()]


def test_time_does_not_depend_on_the_size_of_the_lexicon(measured):
    lexicon = measured[measured["section"] == "lexicon"]
    assert lexicon["size"].max() > 3 * lexicon["size"].min()
    assert lexicon["ratio"].max() < 1.4


def test_memory_of_a_worker_is_flat(measured):
    peaks = measured[measured["section"] == "workers"].set_index("size")["peak_mb"]
    assert peaks.index.max() >= 16 * peaks.index.min()
    assert peaks.max() < 1.15 * peaks[peaks.index.min()]


def test_the_machine_is_described_without_its_name(measured):
    told = measured.loc[measured["section"] == "machine", "input"].iloc[0]
    assert "cores" in told and "Python" in told
    assert "/" not in told
