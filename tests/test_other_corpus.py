"""The notebooks run on another folder of articles without a change of code, and leave the committed ones alone."""

import csv
import io
import os
import subprocess
import sys
from html.parser import HTMLParser

import nbformat
import pytest

from helpers.lexicon import ROOT

NEWSROOM = ROOT / "tests" / "newsroom"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    out = tmp_path_factory.mktemp("kết quả") / "my results"
    done = run(NEWSROOM, out)
    assert done.returncode == 0, done.stderr
    return out


def run(corpus, out):
    environment = {
        key: value for key, value in os.environ.items() if key not in ("COMPARE_FIGURES", "CORPUS", "FIGURES")
    }
    code = f"import sys; from helpers.execute import execute_notebooks; sys.exit(execute_notebooks({str(corpus)!r}, {str(out)!r}))"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_all_is_written(results):
    assert (results / "index.html").exists()
    notebooks = sorted((results / "notebooks").glob("*.ipynb"))
    assert len(notebooks) >= 6
    for path in notebooks:
        assert (results / f"{path.stem}.html").stat().st_size > 10_000
    assert len(list((results / "figures").glob("*.csv"))) >= 6


def test_nothing_failed_and_the_texts_are_the_readers_own(results):
    text = ""
    for path in sorted((results / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                assert output.output_type != "error"
                assert output.get("name") != "stderr", output.get("text")
                text += str(output.get("data", ""))
    assert "Lê Quang Vinh" in text
    assert "tran-derby" in text


class Tags(HTMLParser):
    """Collect what a browser would run of a page: handlers, scripts of the articles, links that are scripts."""

    def __init__(self):
        super().__init__()
        self.script, self.run = False, []

    def handle_starttag(self, tag, attributes):
        self.script = tag == "script"
        self.run += [(tag, key) for key, value in attributes if key.startswith("on") and "alert" in (value or "")]
        self.run += [(tag, key) for key, value in attributes if (value or "").strip().lower().startswith("javascript:")]

    def handle_data(self, text):
        if self.script and "alert(1)" in text:
            self.run.append(("script", text[:80]))
        self.script = False


def test_the_check_for_scripts_sees_them():
    tags = Tags()
    tags.feed("<script>alert(1)</script><img onerror=alert(1)><a href=' JavaScript:x'>a</a>")
    assert len(tags.run) == 3


def test_markup_in_articles_is_shown_and_never_run(results):
    pages = list(results.rglob("*.html"))
    assert pages
    for path in pages:
        tags = Tags()
        tags.feed(path.read_text(encoding="utf-8"))
        assert not tags.run, path.name
    shown = "".join(path.read_text(encoding="utf-8") for path in pages)
    assert "&lt;script&gt;alert(1)" in shown


def test_markdown_in_articles_is_shown_as_it_stands(results):
    for path in sorted((results / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                text = output.get("data", {}).get("text/markdown", "")
                assert "[a](javascript" not in text
                assert "<script" not in text


def test_formulas_in_articles_are_neutralised_in_every_table(results):
    for path in (results / "figures").glob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
            assert not any(cell.startswith(("=", "+", "@")) for cell in row), path.name


@pytest.mark.parametrize("kind", ["empty", "inside", "missing"])
def test_bad_folders_are_refused_in_words(tmp_path, kind):
    corpus = tmp_path / "bài"
    if kind != "missing":
        corpus.mkdir()
    if kind == "inside":
        (corpus / "a.txt").write_text("Ông Nam nói.", encoding="utf-8")
    done = run(corpus, corpus / "out" if kind == "inside" else tmp_path / "out")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert {"empty": "No .txt file", "inside": "--out lies inside", "missing": "is not a folder"}[kind] in done.stderr
