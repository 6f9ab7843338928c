"""The notebooks run on another folder of articles without a change of code, and leave the committed ones alone."""

import os
import subprocess
import sys

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
