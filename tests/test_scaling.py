"""Over partitions as in memory: the same tables, no partition lost for one bad article."""

import pandas as pd
import pytest

from helpers import find_mentions, find_quotes, find_sentences, find_times, find_words, load_corpus
from helpers.export import SPAN_TABLES
from helpers.lexicon import DATA
from helpers.scaling import cluster, compare, find_over, partitioned, read_spans, write_spans

FUNCTIONS = {
    "sentences": find_sentences, "mentions": find_mentions, "quotes": find_quotes, "times": find_times, "words": find_words,
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(DATA)


@pytest.fixture(scope="module")
def client():
    with cluster(workers=2) as client:
        yield client


def test_every_table_is_identical(tmp_path, corpus, client):
    report, failed = write_spans(partitioned(corpus, 3), tmp_path / "out")
    assert failed.empty
    assert report["articles"].sum() == len(corpus)
    assert report["partition"].tolist() == list(range(len(report)))
    for name, find in FUNCTIONS.items():
        pd.testing.assert_frame_equal(read_spans(tmp_path / "out", name), find(corpus))


@pytest.mark.parametrize("name", ["mentions", "times"])
def test_lazy_tables_are_identical(corpus, client, name):
    found = find_over(partitioned(corpus, 5), FUNCTIONS[name])
    assert list(found.columns) == list(FUNCTIONS[name](corpus).columns)
    pd.testing.assert_frame_equal(found.compute().reset_index(drop=True), FUNCTIONS[name](corpus))


def test_a_corpus_kept_as_parquet_is_as_good(tmp_path, corpus, client):
    import dask.dataframe as dd

    partitioned(corpus, 2).to_parquet(tmp_path / "in")
    write_spans(dd.read_parquet(tmp_path / "in"), tmp_path / "out")
    pd.testing.assert_frame_equal(read_spans(tmp_path / "out", "mentions"), find_mentions(corpus))


def test_one_bad_article_is_reported_and_loses_nothing_else(tmp_path, corpus, client):
    texts = corpus[["text", "published"]].astype({"text": object})
    bad = pd.DataFrame(
        {"text": [None, 7], "published": pd.NaT}, index=pd.Index(["2023-bad", "2024-bad"], name="article")
    )
    both = pd.concat([texts, bad.astype({"published": texts["published"].dtype})]).sort_index()
    report, failed = write_spans(partitioned(both, 2), tmp_path / "out")
    assert failed["article"].tolist() == ["2023-bad", "2024-bad"]
    assert failed["error"].str.contains("Error").all()
    assert report["failed"].sum() == 2
    for name in SPAN_TABLES:
        pd.testing.assert_frame_equal(read_spans(tmp_path / "out", name), FUNCTIONS[name](corpus))


def test_a_worker_is_warm_before_its_work(client):
    from helpers.scan import compounds

    cached = client.run(lambda: compounds.cache_info().currsize)
    assert len(cached) == 2
    assert set(cached.values()) == {1}


def test_older_parts_are_never_mixed_with_new_ones(tmp_path, corpus):
    (tmp_path / "old.parquet").touch()
    with pytest.raises(ValueError, match="is not empty"):
        write_spans(partitioned(corpus, 2), tmp_path)


def test_a_changed_table_is_not_called_identical(corpus):
    times = find_times(corpus)
    other = times.assign(value=times["value"].where(times.index > 0, "1066"))
    assert compare({"times": times}, {"times": times})["identical"].tolist() == ["yes"]
    assert compare({"times": times}, {"times": other})["identical"].tolist() == ["no"]


def test_a_folder_without_parts_is_named(tmp_path):
    (tmp_path / "times").mkdir()
    with pytest.raises(ValueError, match="No part"):
        read_spans(tmp_path, "times")
