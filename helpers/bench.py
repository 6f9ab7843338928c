"""How fast is it, how does it grow, what memory does it need? Measured in one run, written to data/bench.csv.

Seconds are processor time, so that what else the machine does at the time doesn't count; those of imports and of
workers, which are processes of their own, are by the clock.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

import helpers.lexicon
from helpers import find_mentions, find_quotes, find_sentences, find_times, find_words, load_corpus
from helpers.findings import phrase
from helpers.hostile import hostile_texts
from helpers.lexicon import DATA

COLUMNS = ["section", "function", "input", "size", "unit", "seconds", "characters_per_second", "ratio", "peak_mb"]
SECTIONS = {
    "speed": "On the five articles, tables a function builds on given; ratio: its time over that of word_tokenize",
    "import": "Import in a fresh process",
    "lexicon": "find_mentions on the five articles, aliases in the lexicon; ratio: over the shipped lexicon",
    "articles": "Our functions on the five articles repeated under new ids; peak memory of the process",
    "growth": "One article, doubled; ratio: over half its size (about 2 is linear)",
    "workers": "write_spans on two workers; peak memory of the worker that had most",
}
_LAYERS = ("find_mentions", "find_quotes", "find_times")
_GROWN = {
    "news on one line": 10_000_000,
    "quotation marks": 1_000_000,
    "marks never closed": 250_000,
    "sentence without end": 3_500_000,  # a million words
    "one name again and again": 250_000,
    "new names": 250_000,
    "quotations": 250_000,
    "reported speech": 125_000,
    "dots without a blank": 1_000_000,
}


def main():
    """Measure everything, print it as a table and write `data/bench.csv`.

    Returns
    -------
    int
        Exit code 0.
    """
    rows = [{"section": "machine", "input": machine()}]
    with tempfile.TemporaryDirectory() as cache:
        os.environ["SEGMENT_CACHE"] = "off"
        for measure in (speed, imports, lexicon_growth, article_growth, text_growth):
            print(f"measuring {measure.__name__.replace('_', ' ')} …", file=sys.stderr, flush=True)
            rows += measure()
        os.environ["SEGMENT_CACHE"] = cache
        print("measuring workers …", file=sys.stderr, flush=True)
        rows += workers()
    table = pd.DataFrame(rows, columns=COLUMNS)
    table.to_csv(DATA / "bench.csv", index=False, float_format="%.4g", lineterminator="\n", encoding="utf-8")
    print(f"\n{rows[0]['input']}")
    for section, told in SECTIONS.items():
        part = table[table["section"] == section].drop(columns="section").dropna(axis=1, how="all")
        print(f"\n{told}\n{part.to_string(index=False, na_rep='', float_format=lambda number: f'{number:,.3g}')}")
    return 0


def read_bench():
    """Read what was measured last.

    Returns
    -------
    pandas.DataFrame
        The columns of `COLUMNS`; the row of section `machine` describes the machine in `input`.
    """
    return pd.read_csv(DATA / "bench.csv")


def bench_findings(bench):
    """First lines of notebook 07."""
    speeds = bench[bench["section"] == "speed"].set_index("function")
    together = speeds.loc["mentions, quotes and times together"]
    ner, dates = (speeds.at[name, "ratio"] for name in ("underthesea.ner", "dateparser.search"))
    yield phrase("bench_speed", rate=together["characters_per_second"], ratio=together["ratio"], ner=ner, dates=dates)
    grown = bench[(bench["section"] == "articles") & (bench["function"] == "all of these")].sort_values("size")
    first, last = grown.iloc[0], grown.iloc[-1]
    yield phrase(
        "bench_articles", few=first["size"], many=last["size"], peak_few=first["peak_mb"], peak=last["peak_mb"]
    )
    workers = bench[bench["section"] == "workers"].sort_values("size")
    few, many = workers.iloc[0], workers.iloc[-1]
    yield phrase("bench_workers", few=few["size"], many=many["size"], peak_few=few["peak_mb"], peak=many["peak_mb"])
    growth = bench[(bench["section"] == "growth") & (bench["function"] == "all of these")].dropna(subset=["ratio"])
    worst = growth.loc[growth["ratio"].idxmax()]
    yield phrase("bench_growth", kinds=growth["input"].nunique(), ratio=worst["ratio"], kind=worst["input"])


def machine():
    """The machine in a line, without its name: processor, cores, memory, system, Python, underthesea."""
    from importlib.metadata import version

    import psutil

    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    processor = named[0] if named else platform.processor() or platform.machine()
    memory = psutil.virtual_memory().total / 2**30
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{processor}, {os.cpu_count()} cores, {memory:.0f} GB, {system}, underthesea {version('underthesea')}"


def speed(repeats=5):
    """Time each function and its peers on the five articles: the best of some repeats."""
    from dateparser.search import search_dates
    from underthesea import ner, word_tokenize

    corpus = load_corpus(DATA)
    characters = int(corpus["text"].str.len().sum())
    sentences, times = find_sentences(corpus), find_times(corpus)
    mentions = find_mentions(corpus, sentences)
    jobs = {
        "underthesea.word_tokenize": lambda: [word_tokenize(text) for text in corpus["text"]],
        "find_sentences": lambda: find_sentences(corpus),
        "find_mentions": lambda: find_mentions(corpus, sentences),
        "find_quotes": lambda: find_quotes(corpus, mentions, sentences),
        "find_times": lambda: find_times(corpus),
        "find_words": lambda: find_words(corpus, mentions, times, sentences),
        "underthesea.ner": lambda: [ner(text) for text in sentences["text"]],
        "dateparser.search": lambda: [search_dates(text, languages=["vi"]) for text in sentences["text"]],
    }
    for job in jobs.values():
        job()  # models and lexicons are loaded once
    seconds = {name: min(_clock(job) for _ in range(repeats)) for name, job in jobs.items()}
    seconds["mentions, quotes and times together"] = sum(seconds[name] for name in _LAYERS)
    unit = seconds["underthesea.word_tokenize"]
    return [
        _row("speed", name, "five articles", len(corpus), "articles", spent, characters, spent / unit)
        for name, spent in seconds.items()
    ]


def imports():
    """Time the import of the package and of underthesea, each in a fresh process, the best of three."""
    rows = []
    for name in ("helpers", "underthesea"):
        command = [
            sys.executable,
            "-c",
            f"import time; t = time.perf_counter(); import {name}; print(time.perf_counter() - t)",
        ]
        spent = min(float(subprocess.check_output(command, text=True)) for _ in range(3))
        rows.append({"section": "import", "function": f"import {name}", "seconds": spent})
    return rows


def lexicon_growth(factors=(1, 2, 4)):
    """Time `find_mentions` with the lexicon as it is and grown by made-up names that begin like real ones."""
    rows = []
    for factor in factors:
        found = _in_new_process("lexicon", factor)
        ratio = found["seconds"] / rows[0]["seconds"] if rows else 1.0
        rows.append(
            _row(
                "lexicon", "find_mentions", "five articles", found["aliases"], "aliases", found["seconds"], None, ratio
            )
        )
    return rows


def _lexicon(factor):
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(DATA / "lexicon", Path(folder) / "lexicon")
        for name in ("aliases", "actors"):
            path = Path(folder) / "lexicon" / f"{name}.csv"
            table = pd.read_csv(path, dtype=str, keep_default_na=False)
            grown = [table]
            for copy in range(1, factor):
                more = table.assign(actor=table["actor"] + f"_{copy}")
                grown.append(more.assign(alias=more["alias"] + f" Qx{copy}") if name == "aliases" else more)
            pd.concat(grown).to_csv(path, index=False)
        helpers.lexicon.DATA = Path(folder)  # nothing is cached yet in this process
        corpus = load_corpus(DATA)
        sentences = find_sentences(corpus)
        find_mentions(corpus, sentences)
        spent = min(_clock(lambda: find_mentions(corpus, sentences)) for _ in range(5))
        return {"aliases": len(helpers.lexicon.read_lexicon("aliases")), "seconds": spent}


def article_growth(sizes=(5, 50, 500, 5000), most_words=500):
    """Time our functions and take the peak memory of a fresh process, on more and more articles.

    The segmenter's own time grows with the text and is in `speed`, so `find_words` is left out above `most_words`.
    """
    rows = []
    for size in sizes:
        print(f"  {size} articles", file=sys.stderr, flush=True)
        found = _in_new_process("articles", size, int(size <= most_words))
        rows += [
            _row("articles", name, "five articles repeated", size, "articles", spent, found["characters"], None)
            for name, spent in found["seconds"].items()
        ]
        rows[-1]["peak_mb"] = found["peak_mb"]
    return rows


def repeated(size):
    """The five articles again and again under new ids, as a corpus of `size` articles."""
    shipped = load_corpus(DATA)
    corpus = pd.concat([shipped] * (size // len(shipped) + 1)).head(size)
    return corpus.set_index(pd.Index([f"{i:06}" for i in range(size)], name="article"))


def _articles(size, with_words):
    corpus = repeated(size)
    warm = repeated(1)
    find_quotes(warm), find_times(warm)
    seconds = {}

    def timed(name, job):
        start = time.process_time()
        table = job()
        seconds[name] = time.process_time() - start
        return table

    sentences = timed("find_sentences", lambda: find_sentences(corpus))
    mentions = timed("find_mentions", lambda: find_mentions(corpus, sentences))
    timed("find_quotes", lambda: find_quotes(corpus, mentions, sentences))
    times = timed("find_times", lambda: find_times(corpus))
    if with_words:
        find_words(warm)
        timed("find_words", lambda: find_words(corpus, mentions, times, sentences))
    seconds["all of these"] = sum(seconds.values())
    return {"characters": int(corpus["text"].str.len().sum()), "seconds": seconds, "peak_mb": _peak()}


def _peak():
    """Peak memory of this process in MB; None where the system doesn't tell it so (Windows)."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage tells on Linux may be the parent's, from before this process began
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 2**10
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def text_growth():
    """Time our functions on one article and one of twice its size, news and texts made to break them."""
    rows = []
    news = " ".join(load_corpus(DATA)["text"]).replace("\n", " ")
    find_quotes(repeated(1)), find_times(repeated(1))
    for kind, largest in _GROWN.items():
        print(f"  {kind}", file=sys.stderr, flush=True)
        before = {}
        for size in (largest // 2, largest):
            text = (news * (size // len(news) + 1))[:size] if kind.startswith("news") else hostile_texts(size)[kind]
            corpus = repeated(1).assign(text=text)
            sentences = find_sentences(corpus)
            mentions = find_mentions(corpus, sentences)
            jobs = {
                "find_sentences": lambda corpus=corpus: find_sentences(corpus),
                "find_mentions": lambda corpus=corpus, sentences=sentences: find_mentions(corpus, sentences),
                "find_quotes": lambda c=corpus, m=mentions, s=sentences: find_quotes(c, m, s),
                "find_times": lambda corpus=corpus: find_times(corpus),
            }
            spent = {name: _clock(job) for name, job in jobs.items()}
            spent["all of these"] = sum(spent.values())
            rows += [
                _row("growth", name, kind, size, "characters", now, size, now / before[name] if before else None)
                for name, now in spent.items()
            ]
            before = spent
    return rows


def workers(sizes=(50, 200, 800), share=25):
    """Take the peak memory of two workers that write the tables of more and more articles, `share` a partition."""
    from helpers.scaling import cluster, partitioned, write_spans

    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, cluster(workers=2) as client:
            frame = partitioned(repeated(size), size // share)
            start = time.perf_counter()
            write_spans(frame, Path(folder) / "out")
            spent = time.perf_counter() - start
            peaks = [peak for peak in client.run(_peak).values() if peak]
        rows.append(_row("workers", "write_spans", "five articles repeated", size, "articles", spent, None, None))
        rows[-1]["peak_mb"] = max(peaks, default=None)
    return rows


def _row(section, function, source, size, unit, seconds, characters, ratio):
    rate = characters / seconds if characters else None
    return dict(zip(COLUMNS, (section, function, source, size, unit, seconds, rate, ratio), strict=False))


def _clock(job):
    """Processor time of a job: what else the machine does at the time doesn't count."""
    start = time.process_time()
    job()
    return time.process_time() - start


def _in_new_process(task, *numbers):
    command = [sys.executable, "-m", "helpers.bench", task, *map(str, numbers)]
    return json.loads(subprocess.check_output(command, text=True))


if __name__ == "__main__":
    print(json.dumps({"articles": _articles, "lexicon": _lexicon}[sys.argv[1]](*map(int, sys.argv[2:]))))
