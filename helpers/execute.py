"""Run the notebooks: in place on the shipped corpus, into a folder of its own on another one."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from PIL import Image

from helpers.corpus import load_corpus
from helpers.lexicon import ROOT

ONLY_SHIPPED = ("06_accuracy", "07_scaling")
_MARKS = ("<!-- computed: begin -->", "<!-- computed: end -->")


def execute_notebooks(corpus=None, out=None):
    """Execute all notebooks in order and write what they show.

    Parameters
    ----------
    corpus, out : path-like, optional
        Another folder of articles and where its results go: executed notebooks, figures, tables, an HTML version of
        each and a start page. Without them the shipped notebooks and figures are refreshed in place.

    Returns
    -------
    int
        Exit code: 0 if all ran.
    """
    sources = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    os.environ.update(PYTHONHASHSEED="0", MPLBACKEND="agg")
    if corpus is None:
        target = ROOT
    else:
        target = Path(out).resolve()
        try:
            _check(Path(corpus).resolve(), target)
        except (ValueError, OSError) as error:
            print(error, file=sys.stderr)
            return 1
        sources = [path for path in sources if path.stem not in ONLY_SHIPPED]
        os.environ.update(CORPUS=str(Path(corpus).resolve()), FIGURES=str(target / "figures"))
    (target / "notebooks").mkdir(parents=True, exist_ok=True)
    for number, source in enumerate(sources):
        _progress(number, len(sources), source.stem)
        try:
            notebook = execute(source)
        except CellExecutionError as error:
            print(f"\n{source.name} failed:\n{error}", file=sys.stderr)
            return 1
        nbformat.write(notebook, target / "notebooks" / source.name)
        if corpus is not None:
            page, _ = exporter().from_notebook_node(notebook)
            (target / f"{source.stem}.html").write_text(_local_links(page), encoding="utf-8")
    _progress(len(sources), len(sources), "done")
    print(file=sys.stderr)
    _write_figure_list(target / "figures")
    if corpus is None:
        _refresh_readme()
        print("Refreshed notebooks/, figures/ and the computed part of README.md.")
    else:
        _write_start_page(target, sources)
        print(f"Written to {out}: open {Path(out) / 'index.html'}")
    return 0


def execute(source):
    """Execute one notebook from a fresh kernel, and take out what would differ on the next run.

    Parameters
    ----------
    source : pathlib.Path

    Returns
    -------
    nbformat.NotebookNode
    """
    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(
        notebook, timeout=600, kernel_name="python3", record_timing=False,
        resources={"metadata": {"path": str(ROOT / "notebooks")}},
    )  # fmt: skip
    client.execute(stderr=subprocess.DEVNULL)  # the kernel's own log; what cells print is in the notebook
    notebook.metadata.pop("widgets", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return notebook


def exporter():
    """Make an HTML exporter that keeps alternative texts: nbconvert's classic template, the default one drops them."""
    return HTMLExporter(template_name="classic", sanitize_html=True)


def _check(corpus, target):
    load_corpus(corpus)
    if target == corpus or corpus in target.parents:
        raise ValueError("--out lies inside the corpus folder: give another folder for the results.")
    if target == ROOT or (ROOT in target.parents and (ROOT / "tests") not in target.parents):
        raise ValueError("--out lies inside this project: give another folder for the results.")


def _progress(done, total, name):
    width = 24
    filled = width * done // max(total, 1)
    print(f"\r[{'#' * filled}{'.' * (width - filled)}] {done}/{total} {name:24}", end="", file=sys.stderr, flush=True)


def _write_figure_list(folder):
    """Write figures/README.md: each figure with its alternative text, which stands in the PNG itself."""
    lines = ["# Figures", "", "What the notebooks draw: each as PNG and SVG, with the table behind it as CSV.", ""]
    for path in sorted(folder.glob("*.png")):
        with Image.open(path) as image:
            alt = image.text.get("Description", "")
        lines += [
            f"## {path.stem}",
            "",
            f"![{alt}]({path.name})",
            "",
            f"{alt} [SVG]({path.stem}.svg) · [table]({path.stem}.csv)",
            "",
        ]
    if folder.is_dir():
        (folder / "README.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _refresh_readme():
    """Put the findings that notebook 00 has just printed into the marked part of README.md."""
    readme = ROOT / "README.md"
    if not readme.exists():
        return
    before, _, rest = readme.read_text(encoding="utf-8").partition(_MARKS[0])
    _, _, after = rest.partition(_MARKS[1])
    if rest:
        readme.write_text(f"{before}{_MARKS[0]}\n{computed_readme()}\n{_MARKS[1]}{after}", encoding="utf-8")


def computed_readme():
    """Text of the computed part of README.md: the findings as notebook 00 shows them, links made to fit.

    Returns
    -------
    str
    """
    notebook = nbformat.read(ROOT / "notebooks" / "00_start_here.ipynb", as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            text = output.get("data", {}).get("text/markdown", "")
            if "| notebook |" in text:
                return re.sub(r"\]\((\d\d_)", r"](notebooks/\1", text).strip()
    return ""


def _local_links(page):
    return re.sub(r'href="(\d\d_\w+)\.ipynb"', r'href="\1.html"', page)


def _write_start_page(target, sources):
    """Write index.html with links to what was made, and keep the executed notebooks beside it."""
    links = "\n".join(f'<li><a href="{path.stem}.html">{path.stem.replace("_", " ")}</a></li>' for path in sources)
    figures = "\n".join(
        f'<li><a href="figures/{path.name}">{html.escape(path.stem)}</a>'
        f' (<a href="figures/{path.stem}.csv">table</a>)</li>'
        for path in sorted((target / "figures").glob("*.png"))
    )
    page = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Reading room: results</title></head>\n'
        f"<body><h1>Results</h1>\n<h2>Notebooks</h2>\n<ul>{links}</ul>\n<h2>Figures</h2>\n<ul>{figures}</ul>\n</body></html>\n"
    )
    (target / "index.html").write_text(page, encoding="utf-8")
