"""Rendered pages: nothing is lost where a host sanitises, links lead somewhere, no serious fault for a screen reader."""

import re
import subprocess
import sys
import urllib.parse

import nbformat
import nh3
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import chromium
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter

from helpers.lexicon import ROOT
from helpers.pages import sanitised, write_site

PATHS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
NEWSROOM = ROOT / "tests" / "newsroom"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return write_site(tmp_path_factory.mktemp("trang web") / "site").parent


def parse(page):
    return BeautifulSoup(page, "html.parser")


def words(text):
    return re.sub(r"\s+", " ", text).strip()


def hosted(notebook):
    """Render a notebook as a code-hosting page does: no styles, classes, ids or scripts (nh3's own list of tags)."""
    exporter = HTMLExporter(template_name="classic", exclude_anchor_links=True)
    body, _ = exporter.from_notebook_node(notebook)
    main = str(parse(body).main)
    return parse(nh3.clean(main, url_schemes=nh3.ALLOWED_URL_SCHEMES | {"data"}))


def table_cells(table):
    return [words(cell.get_text(" ")) for cell in table.find_all(["td", "th"])]


def outputs(notebook, kind):
    return [output for cell in notebook.cells for output in cell.get("outputs", []) if kind in output.get("data", {})]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_host_that_strips_styles_loses_nothing(path):
    notebook = nbformat.read(path, as_version=4)
    page = hosted(notebook)
    figures = [image for image in page.find_all("img") if image["src"].startswith("data:image/png")]
    assert [image["alt"] for image in figures] == [
        output.metadata["image/png"]["alt"] for output in outputs(notebook, "image/png")
    ]
    text = words(page.get_text(" "))
    tables = [table_cells(table) for table in page.find_all("table")]
    for output in outputs(notebook, "text/html"):
        raw = parse(output.data["text/html"])
        assert all(table_cells(table) in tables for table in raw.find_all("table"))
        assert words(raw.get_text(" ")) in text
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for heading in re.findall(r"^#+ (.+)$", cell.source, re.M):
                assert re.sub(r"[*`]", "", heading) in text


def test_what_is_marked_by_colour_is_marked_by_signs():
    views = [
        output
        for path in PATHS
        for output in outputs(nbformat.read(path, as_version=4), "text/html")
        if "background-color" in output.data["text/html"]
    ]
    assert views
    for output in views:
        bare = parse(output.data["text/html"]).get_text()
        coloured = [span.get_text() for span in parse(output.data["text/html"]).find_all("span")]
        assert coloured
        for before, after in ("⟦⟧", "‹›", "{}"):
            assert bare.count(before) == bare.count(after) > 0
        assert re.sub(r"\s", "", bare) == re.sub(r"\s", "", output.data["text/plain"])  # both say the same


def test_harm_is_taken_out():
    page = sanitised('<p onclick="a()">x<script>b()</script><a href="javascript:c()">y</a><img src=x onerror=d()></p>')
    assert not re.search("onclick|script|onerror", page)
    assert "x" in page


def test_every_notebook_has_its_page_with_figures_and_tables_to_download(site):
    for path in PATHS:
        page = parse((site / ("index.html" if path.stem == PATHS[0].stem else f"{path.stem}.html")).read_text("utf-8"))
        drawn = outputs(nbformat.read(path, as_version=4), "image/png")
        figures = page.find_all("figure")
        assert [figure.img["alt"] for figure in figures] == [out.metadata["image/png"]["alt"] for out in drawn]
        for figure in figures:
            assert {link["href"][-3:] for link in figure.find_all("a")} == {"csv", "svg", "png"}
        assert page.find("nav").find_all("a")
        assert page.html["lang"] == "en"
        assert len(page.find_all("h1")) == 1


def test_links_lead_somewhere_and_nothing_is_fetched_from_elsewhere(site):
    pages = sorted(site.glob("*.html"))
    assert len(pages) == len(PATHS) + 1
    for path in pages:
        page = parse(path.read_text(encoding="utf-8"))
        assert not page.find_all(["script", "link", "iframe"])
        for tag in page.find_all(["a", "img"]):
            target = tag.get("href") or tag.get("src")
            if tag.name == "a" and target.startswith("https://"):
                continue
            name, _, anchor = target.partition("#")
            assert not name or (site / urllib.parse.unquote(name)).is_file(), f"{path.name}: {target}"
            if anchor and not name:
                assert page.find(id=anchor), f"{path.name}: {target}"


def test_a_folder_with_other_files_is_not_written_over(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ValueError, match="other files"):
        write_site(tmp_path)
    done = subprocess.run(
        [sys.executable, "run.py", "site", "--out", tmp_path], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_pages_are_accessible_and_fit_a_phone(site):
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        for path in sorted(site.glob("*.html")):
            page.goto(path.as_uri())
            found = Axe().run(page).response["violations"]
            serious = [(v["id"], v["nodes"][0]["html"][:120]) for v in found if v["impact"] in ("serious", "critical")]
            assert serious == [], path.name
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path.name
            assert page.evaluate("[...document.images].every(image => image.naturalWidth > 300)"), path.name
        assert all(url.startswith(("file:", "data:")) for url in asked)
