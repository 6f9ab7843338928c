"""Committed notebooks: run from first to last cell, clean outputs, true README."""

import json
import re
from functools import cache
from pathlib import Path

import nbformat
import pytest

from helpers.execute import READMES, readme_parts
from helpers.lexicon import ROOT

PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MACHINE = re.compile(r"(/(?:home|Users|root|tmp|work|mnt|opt)/|[A-Z]:\\\\|object at 0x|<Figure size)")


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


computed = cache(readme_parts)  # the Vietnamese ones take a process of their own


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_readme_says_what_the_notebooks_say(path):
    readme = path.read_text(encoding="utf-8")
    parts = computed(READMES[path])
    assert parts["computed"].count("\n") >= 6
    for name, text in parts.items():
        assert f"<!-- {name}: begin -->\n{text}\n<!-- {name}: end -->" in readme


def test_both_languages_tell_the_same_numbers():
    english, vietnamese = (computed(lang)["computed"] for lang in ("en", "vi"))
    numbers = [sorted(re.findall(r"\d+(?:[.,]\d+)*%?", text.replace(",", "."))) for text in (english, vietnamese)]
    shared = set(numbers[0]) & set(numbers[1])
    assert len(shared) >= 20
    assert {number for number in numbers[0] if number.endswith("%")} <= shared


def test_every_section_can_be_said_in_vietnamese():
    from helpers.execute import ONLY_SHIPPED
    from helpers.wording import sections

    for path in PATHS[1:]:
        text = "\n".join(c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown")
        for heading in re.findall(r"^#{1,3} (.+)$", text, re.M):
            if path.stem not in ONLY_SHIPPED and heading != "Your turn":
                assert (path.stem, heading) in sections(), f"data/sections_vi.csv lacks {path.stem}: {heading}"


def test_every_figure_is_listed_with_its_text():
    listed = (ROOT / "figures" / "README.md").read_text(encoding="utf-8")
    figures = sorted(path for path in (ROOT / "figures").iterdir() if path.suffix in {".png", ".svg", ".csv"})
    assert figures
    for path in figures:
        assert path.stem in listed
        assert all((path.parent / f"{path.stem}.{suffix}").exists() for suffix in ("png", "svg", "csv"))


def test_readme_links_lead_somewhere():
    for page in [*ROOT.glob("*.md"), ROOT / "data" / "README.md", ROOT / "figures" / "README.md"]:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r'(?:\]\(|href="|src=")(?!http|#|mailto)([^)"#\s]+)', text):
            assert (page.parent / target).exists(), f"{Path(page).name}: {target}"
