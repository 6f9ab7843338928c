"""How does the collection grow past one machine? The same functions over the partitions of a Dask data frame."""

import contextlib
import logging
from pathlib import Path

import pandas as pd

from helpers.actors import find_mentions
from helpers.corpus import find_sentences
from helpers.export import SPAN_TABLES, typed
from helpers.quotes import find_quotes
from helpers.segmenter import segment
from helpers.times import find_times
from helpers.words import find_words

FAILED = {"article": "str", "error": "str"}
REPORT = {"partition": "int64", "articles": "int64", **dict.fromkeys(SPAN_TABLES, "int64"), "failed": "int64"}


@contextlib.contextmanager
def cluster(address=None, workers=2):
    """Connect to a scheduler, or start workers on this machine; each worker loads the segmenter once, before its work.

    Parameters
    ----------
    address : str, optional
        Of a running scheduler: ``"tcp://…:8786"``. Its workers need this package. Default: a local cluster.
    workers : int
        Processes of the local cluster, one thread each.

    Yields
    ------
    distributed.Client
    """
    from distributed import Client, LocalCluster

    with contextlib.ExitStack() as stack:
        stack.enter_context(_quiet())
        if address is None:
            options = {"threads_per_worker": 1, "dashboard_address": ":0"}
            address = stack.enter_context(LocalCluster(n_workers=workers, **options))
        client = stack.enter_context(Client(address))
        client.register_plugin(_warm_up(), name="segmenter")
        yield client


@contextlib.contextmanager
def _quiet():
    """Let Dask's own log say errors only: addresses and ports are no part of a notebook."""
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _warm_up():
    from distributed import WorkerPlugin

    class Segmenter(WorkerPlugin):
        """Loads models and lexicons when a worker starts, so that no partition waits for them."""

        def setup(self, worker):
            _tables(pd.DataFrame({"text": ["Ông Nam nói hôm nay."]}, index=pd.Index(["warm"], name="article")))
            segment(["ấm"])

    return Segmenter()


def partitioned(corpus, partitions=2):
    """Put a corpus into the partitions of a Dask data frame.

    A corpus too large for one machine is kept as Parquet (`partitioned(part).to_parquet(folder)`) and read by
    `dask.dataframe.read_parquet(folder)`: the result is as good here.

    Parameters
    ----------
    corpus : pandas.DataFrame
        As `load_corpus` returns it.
    partitions : int

    Returns
    -------
    dask.dataframe.DataFrame
    """
    import dask
    import dask.dataframe as dd

    with dask.config.set({"dataframe.convert-string": False}):  # pandas' own str is what the functions get
        return dd.from_pandas(corpus, npartitions=partitions, sort=False)


def find_over(frame, find):
    """Apply one `find_*` function to every partition, lazily.

    Parameters
    ----------
    frame : dask.dataframe.DataFrame
        A corpus: see `partitioned`.
    find : callable
        ``find_mentions`` or another.

    Returns
    -------
    dask.dataframe.DataFrame
        The span table of the function, a partition for each of the corpus. Articles that fail are left out: see
        `write_spans`, which reports them.
    """
    return frame.map_partitions(_found, find, meta=find(_no_article()))


def _found(part, find):
    return _by_need(part, lambda some: {"spans": find(some)})[0]["spans"]


def write_spans(frame, folder):
    """Find everything in every partition and write the span tables as Parquet, a file a partition.

    Each partition is read, worked on and written by one worker, which keeps nothing of it. An article that fails
    (no text, a text of another kind) is left out of the tables and reported; the rest of its partition is not lost.

    Parameters
    ----------
    frame : dask.dataframe.DataFrame
        A corpus: see `partitioned`.
    folder : str or path-like
        Gets `<table>/part-00000.parquet` …; shared by all workers. Must be empty or missing.

    Returns
    -------
    report : pandas.DataFrame
        A row a partition: `partition`, `articles`, the rows of each table, `failed` (articles).
    failed : pandas.DataFrame
        `article`, `error`.

    Raises
    ------
    ValueError
        The folder holds something already: older parts would be read together with the new ones.
    """
    folder = Path(folder).absolute()
    if folder.exists() and any(folder.iterdir()):
        raise ValueError(f"{folder.name} is not empty: give a new folder for the tables.")
    for name in (*SPAN_TABLES, "failed"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    meta = pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in REPORT.items()})
    report = frame.map_partitions(_write_part, str(folder), meta=meta).compute()
    return report.sort_values("partition", ignore_index=True), _read(folder / "failed").astype(FAILED)


def _write_part(part, folder, partition_info=None):
    number = partition_info["number"] if partition_info else 0
    tables, failed = _by_need(part, _tables)
    tables["failed"] = pd.DataFrame(failed, columns=list(FAILED)).astype(FAILED)
    for name, table in tables.items():
        table.to_parquet(Path(folder) / name / f"part-{number:05}.parquet", index=False)
    counts = {name: len(table) for name, table in tables.items()}
    return pd.DataFrame([{"partition": number, "articles": len(part), **counts}]).astype(REPORT)


def _tables(corpus):
    sentences, times = find_sentences(corpus), find_times(corpus)
    mentions = find_mentions(corpus, sentences)
    quotes = find_quotes(corpus, mentions, sentences)
    words = find_words(corpus, mentions, times, sentences)
    return {"sentences": sentences, "mentions": mentions, "quotes": quotes, "times": times, "words": words}


def _by_need(part, find):
    """Tables of a partition: at once, or article by article where one fails; and the articles that failed."""
    try:
        return find(part), []
    except Exception:  # whatever is wrong with one article must not take the others with it
        empty, found, failed = find(_no_article()), [], []
    for article in part.index.unique():
        try:
            found.append(find(part.loc[[article]]))
        except Exception as error:
            failed.append((str(article), f"{type(error).__name__}: {error}"))
    tables = {name: [each[name] for each in found] for name in empty}
    return {name: pd.concat(own, ignore_index=True) if own else empty[name] for name, own in tables.items()}, failed


def _no_article():
    index = pd.Index([], name="article", dtype="str")
    return pd.DataFrame({"text": pd.Series(dtype="str"), "published": pd.Series(dtype="datetime64[s]")}).set_index(
        index
    )


def read_spans(folder, name):
    """Read a span table that `write_spans` wrote, whole.

    Parameters
    ----------
    folder : str or path-like
    name : str
        ``"sentences"``, ``"mentions"``, ``"quotes"``, ``"times"`` or ``"words"``.

    Returns
    -------
    pandas.DataFrame
        Equal to what the function gives in memory: same columns, types and order.
    """
    table = typed(_read(Path(folder) / name), name, f"{Path(folder).name}/{name}")
    longest = table.assign(_length=table["start"] - table["end"])
    order = longest.sort_values(["article", "start", "_length"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def compare(tables, others):
    """Say of each table whether it equals another, value by value, column types and order included.

    Parameters
    ----------
    tables, others : dict of pandas.DataFrame

    Returns
    -------
    pandas.DataFrame
        `table`, `rows`, `identical`.
    """
    rows = [(name, len(table), "yes" if table.equals(others[name]) else "no") for name, table in tables.items()]
    return pd.DataFrame(rows, columns=["table", "rows", "identical"])


def _read(folder):
    parts = sorted(folder.glob("part-*.parquet"))
    if not parts:
        raise ValueError(f"No part-*.parquet in {folder.name}/: run write_spans into this folder first.")
    return pd.concat([pd.read_parquet(part) for part in parts], ignore_index=True)
