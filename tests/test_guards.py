"""The tests would notice: a copy of the project with one thing falsified must fail them."""

import os
import shutil
import subprocess
import sys

import nbformat
import pytest
from PIL import Image

from helpers.figures import is_reference_platform
from helpers.lexicon import ROOT

SUBSET = ["notebooks/01_corpus.ipynb", "tests/test_notebooks.py"]
PARTS = ["data", "figures", "helpers", "notebooks", "tests", "conftest.py", "pyproject.toml", "LICENSE", "CITATION.cff"]
PARTS += ["README.md", "README.vi.md", "CONTRIBUTING.md"]


@pytest.fixture
def copy(tmp_path):
    for part in PARTS:
        source = ROOT / part
        ignore = shutil.ignore_patterns("__pycache__", ".hypothesis")
        shutil.copytree(source, tmp_path / part, ignore=ignore) if source.is_dir() else shutil.copy(
            source, tmp_path / part
        )
    return tmp_path


def outcome(folder, *tests):
    environment = {**os.environ, "PYTHONPATH": str(folder), "COMPARE_FIGURES": "1"}
    environment.pop("PYTEST_ADDOPTS", None)
    command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout[-3000:]


def edit(folder, name, change):
    path = folder / "notebooks" / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def test_the_copy_itself_passes(copy):
    code, told = outcome(copy, *SUBSET)
    assert code == 0, told


def test_a_changed_digit_in_a_table_is_noticed(copy):
    def change(notebook):
        outputs = [
            o
            for cell in notebook.cells
            for o in cell.get("outputs", [])
            if "<table" in o.get("data", {}).get("text/html", "")
        ]
        page = outputs[-2]["data"]["text/html"]
        digit = next(c for c in page if c.isdigit() and c != "9")
        outputs[-2]["data"]["text/html"] = (
            page.replace(f"{digit}<", "9<", 1) if f"{digit}<" in page else page.replace(digit, "9", 1)
        )
        assert outputs[-2]["data"]["text/html"] != page

    edit(copy, "01_corpus", change)
    assert outcome(copy, "notebooks/01_corpus.ipynb")[0] == 1


@pytest.mark.skipif(not is_reference_platform(), reason="figures are compared byte for byte on the reference platform")
def test_a_changed_bar_of_a_figure_is_noticed(copy):
    path = copy / "figures" / "01_speech_shares.png"
    with Image.open(path) as image:
        painted = image.convert("RGBA")
    painted.paste((200, 0, 0, 255), (320, 70, 420, 95))
    painted.save(path)
    assert outcome(copy, "notebooks/01_corpus.ipynb")[0] == 1


def test_a_changed_figure_in_the_notebook_is_noticed(copy):
    def change(notebook):
        pictures = [o for cell in notebook.cells for o in cell.get("outputs", []) if "image/png" in o.get("data", {})]
        pictures[0]["data"]["image/png"], pictures[1]["data"]["image/png"] = (
            p["data"]["image/png"] for p in pictures[1::-1]
        )

    edit(copy, "01_corpus", change)
    assert outcome(copy, "notebooks/01_corpus.ipynb")[0] == (1 if is_reference_platform() else 0)


def test_a_deleted_row_of_the_lexicon_is_noticed(copy):
    path = copy / "data" / "lexicon" / "cues.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if not row.startswith("cho biết,")]
    assert len(kept) == len(rows) - 1
    path.write_text("".join(kept), encoding="utf-8")
    assert outcome(copy, "notebooks/01_corpus.ipynb")[0] == 1


def test_a_changed_byte_of_a_text_is_noticed(copy):
    path = next((copy / "data" / "texts").glob("*.txt"))
    raw = bytearray(path.read_bytes())
    raw[raw.index(b" ")] = ord("_")
    path.write_bytes(bytes(raw))
    assert outcome(copy, "notebooks/01_corpus.ipynb")[0] == 1


def test_a_misnumbered_cell_is_noticed(copy):
    def change(notebook):
        next(cell for cell in notebook.cells if cell.cell_type == "code")["execution_count"] = 7

    edit(copy, "01_corpus", change)
    assert outcome(copy, "tests/test_notebooks.py")[0] == 1
