"""The notebooks run on another folder of articles without a change of code, and leave the committed ones alone."""

import csv
import io
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import nbformat
import pytest
from bs4 import BeautifulSoup

from helpers.lexicon import ROOT

NEWSROOM = ROOT / "tests" / "newsroom"


ONE = """Giá thép giảm tuần thứ tư liên tiếp
THƯỢNG HẢI (Reuters) – Giá thép kỳ hạn giảm 1,3% hôm thứ Tư, xuống mức thấp nhất kể từ tháng 11/2020.
“Nhu cầu vẫn chưa chạm đáy,” bà Lisa Chen, chuyên gia phân tích tại ngân hàng Meridian, cho biết. <b onclick="x()">
Bộ Thương mại Trung Quốc nói sẽ “nghiên cứu các biện pháp hỗ trợ”.
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    out = tmp_path_factory.mktemp("kết quả") / "my results"
    done = run(NEWSROOM, out)
    assert done.returncode == 0, done.stderr
    (out / "terminal.txt").write_text(done.stdout, encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    """Results of one article without a date, as a Windows editor writes it, reported in Vietnamese."""
    folder = tmp_path_factory.mktemp("Bài báo của tôi")
    (folder / "giá thép.txt").write_bytes(ONE.replace("\n", "\r\n").encode("utf-16"))
    out = tmp_path_factory.mktemp("một bài") / "kết quả"
    done = run(folder, out, "vi")
    assert done.returncode == 0, done.stderr
    return out


def run(corpus, out, lang="en"):
    hidden = ("COMPARE_FIGURES", "CORPUS", "FIGURES", "REPORT_LANG")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    command = [sys.executable, "run.py", "figures", "--corpus", str(corpus), "--out", str(out), "--lang", lang]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")


def report(folder):
    return BeautifulSoup((folder / "report.html").read_text(encoding="utf-8"), "html.parser")


def test_all_is_written(results):
    assert len(list((results / "notebooks").glob("*.ipynb"))) >= 6
    figures = sorted((results / "figures").glob("*.png"))
    assert len(figures) >= 6
    assert len(list((results / "tables").glob("*.csv"))) == 7
    page = report(results)
    names = {path.stem for path in (results / "notebooks").glob("*.ipynb")}
    assert {path.stem for path in results.glob("*.html")} == names - {"00_start_here"} | {"index", "gallery", "report"}
    assert [image["alt"] for image in page.find_all("img")].count("") == 0
    assert len(page.find_all("img")) == len(figures)


def test_the_report_is_one_file(results):
    page = report(results)
    for tag in page.find_all(["a", "img", "script", "link", "iframe"]):
        assert (tag.get("href") or tag.get("src") or "").startswith(("#", "data:")), str(tag)[:100]
    for link in page.find("nav").find_all("a"):
        assert page.find(id=link["href"][1:]), link


def test_the_report_says_what_it_assumed_and_what_the_lexicon_lacks(results, single):
    told = report(results).main.get_text(" ")
    assert "1 of 4 articles have no publication date" in told
    assert "names are not in the lexicon" in told
    assert "tran-derby" in told
    terminal = (results / "terminal.txt").read_text(encoding="utf-8")
    assert "names are not in the lexicon" in terminal
    assert "report.html" in terminal
    told = report(single).main.get_text(" ")
    for part in ("Không có ngày đăng", "UTF-16", "xuống dòng kiểu Windows", "Chỉ có một bài", "Lisa Chen"):
        assert part in told


def test_the_vietnamese_report_speaks_vietnamese(single):
    page = report(single)
    assert page.html["lang"] == "vi"
    prose = [tag.get_text(" ") for tag in page.main.find_all(["h1", "h2", "h3", "p", "li", "summary", "em"])]
    english = re.compile(r"\b(the|of|and|is|are|with)\b", re.IGNORECASE)
    assert [line for line in prose if english.search(line)] == []
    assert [image["alt"] for image in page.find_all("img") if english.search(image["alt"])] == []


def test_articles_are_shown_in_full_and_escaped(single):
    view = report(single).find("details", class_="article")
    assert view.summary.get_text() == "giá thép"
    assert '<b onclick="x()">' in view.get_text()
    assert "⟦" in view.get_text()
    assert not view.find("b")


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
