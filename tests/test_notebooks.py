"""Committed notebooks: run from first to last cell, clean outputs, true README."""

import json
import re
from pathlib import Path

import nbformat
import pytest

from helpers.execute import computed_readme
from helpers.lexicon import ROOT

PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MACHINE = re.compile(r"(/home/|/Users/|/root/|/tmp/|/work/|[A-Z]:\\\\|object at 0x|<Figure size)")


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def test_notebooks_are_there():
    assert [path.stem[:2] for path in PATHS][:6] == ["00", "01", "02", "03", "04", "05"]


def test_cells_are_numbered_as_run(notebook):
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_outputs_are_clean(notebook):
    assert "widgets" not in notebook.metadata
    assert "version" not in notebook.metadata.get("language_info", {})
    for cell in notebook.cells:
        assert "execution" not in cell.metadata
        for output in cell.get("outputs", []):
            assert output.output_type != "error"
            assert output.get("name") != "stderr"
            assert not MACHINE.search(json.dumps(output, ensure_ascii=False))


def test_figures_have_alternative_texts(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                assert len(output.metadata["image/png"]["alt"]) > 30


def test_every_notebook_has_the_same_opening(notebook):
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert code[0] == (
        "from helpers import notebook as nb\n\ncorpus, sentences, mentions, quotes, times, words = nb.read()"
    )


def test_the_pattern_of_an_article_is_kept(notebook):
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert text.startswith("# ")
    for part in ("## In short", "## Limits", "## Your turn"):
        assert part in text


def test_prose_holds_no_typed_counts(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert not re.search(
                r"\d+(\.\d+)? ?(%|per cent|mentions|quotations|words)\b", re.sub(r"1,000 words", "", cell.source)
            )


def test_links_between_notebooks_lead_somewhere(notebook):
    for cell in notebook.cells:
        for target in re.findall(r"\]\((\w+\.ipynb)\)", cell.source):
            assert (ROOT / "notebooks" / target).exists()


def test_readme_says_what_the_notebooks_say():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert computed_readme()
    assert computed_readme() in readme


def test_every_figure_is_listed_with_its_text():
    listed = (ROOT / "figures" / "README.md").read_text(encoding="utf-8")
    figures = sorted(path for path in (ROOT / "figures").iterdir() if path.suffix in {".png", ".svg", ".csv"})
    assert figures
    for path in figures:
        assert path.stem in listed
        assert all((path.parent / f"{path.stem}.{suffix}").exists() for suffix in ("png", "svg", "csv"))


def test_readme_links_lead_somewhere():
    for page in (ROOT / "README.md", ROOT / "data" / "README.md", ROOT / "figures" / "README.md"):
        for target in re.findall(r"\]\((?!http|#|mailto)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{Path(page).name}: {target}"
