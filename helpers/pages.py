"""How do executed notebooks become web pages? One template for site and report; nothing is fetched from elsewhere."""

import base64
import re
import shutil
from pathlib import Path

import nbformat
import nh3
from nbconvert import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook

from helpers.lexicon import ROOT
from helpers.wording import language, localised

TEMPLATES = Path(__file__).resolve().parent / "templates"
MEDIA = {"png": "image/png", "svg": "image/svg+xml", "csv": "text/csv;charset=utf-8"}
START = "00_start_here"
# What articles and notebooks may bring into a page: the tags of a code-hosting page, and the reading view's styles.
_ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "span": {"class", "style"}, "div": {"class"}, "details": {"class"}}
_STYLES = {"color", "background-color", "font-weight", "text-decoration"}


def write_site(out):
    """Build a static site of the committed notebooks: a page each, figures, the tables behind them, a gallery.

    Parameters
    ----------
    out : path-like
        A folder that is new, empty, or a site built before.

    Returns
    -------
    pathlib.Path
        Its start page.

    Raises
    ------
    ValueError
        The folder holds something else.
    """
    out = Path(out).resolve()
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / ".nojekyll").exists())):
        raise ValueError(f"{out.name} holds other files: give a new or an empty folder for the site.")
    for folder in ("figures", "notebooks"):
        shutil.rmtree(out / folder, ignore_errors=True)
        ignore = shutil.ignore_patterns(".ipynb_checkpoints")
        shutil.copytree(ROOT / folder, out / folder, ignore=ignore)
    (out / ".nojekyll").touch()  # tells a host to serve the files as they are; and us that the folder is ours
    return write_pages(out)


def write_pages(folder):
    """Write a page for each notebook in `folder`/notebooks, with navigation, start page and a gallery, beside it.

    Parameters
    ----------
    folder : pathlib.Path
        Holds `notebooks` and `figures` with its README.md, as `run.py figures` leaves them.

    Returns
    -------
    pathlib.Path
        The start page.
    """
    sources = sorted((folder / "notebooks").glob("[0-9]*.ipynb"))
    notebooks = {path.stem: nbformat.read(path, as_version=4) for path in sources}
    notebooks["gallery"] = _gallery(folder / "figures" / "README.md")
    files = figure_files(folder / "figures", embed=False)
    for name, notebook in notebooks.items():
        links = [(_page(other), _short(other), other == name) for other in notebooks]
        page = render(notebook, title(notebook), links, files)
        (folder / _page(name)).write_text(_between_pages(page), encoding="utf-8")
    return folder / "index.html"


def render(notebook, heading, links, figures, code=True, report=False):
    """Render a notebook with `helpers/templates/page`, sanitised.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    heading : str
        Title of the page.
    links : list of tuple
        Target, words, and whether it is this page, for the navigation.
    figures : dict
        As `figure_files` returns it.
    code : bool
        Whether the code cells are shown.
    report : bool
        Whether this is the report on somebody's own articles.

    Returns
    -------
    str
        HTML.
    """
    exporter = HTMLExporter(
        template_name="page", extra_template_basedirs=[str(TEMPLATES)], sanitize_html=True, exclude_input=not code,
        exclude_anchor_links=True, exclude_input_prompt=True, exclude_output_prompt=True,
    )  # fmt: skip
    exporter.register_filter("clean_html", sanitised)  # bleach, which nbconvert uses, would take out headings
    words = {
        "skip": localised("Skip to the text"),
        "nav": localised("Contents"),
        "code": localised("Code"),
        "table": localised("Table"),
        "figure": localised("Figure"),
        "described": localised("The figure in words"),
    }
    files = {"csv": "Table (CSV)", "svg": "Drawing (SVG)", "png": "Image (PNG)"}
    if report:  # one file to be sent around: the drawings would make it many times as large
        files = {"csv": files["csv"]}
    words["files"] = [(kind, localised(label)) for kind, label in files.items()]
    page = {
        "lang": language(),
        "title": heading,
        "style": (TEMPLATES / "page" / "style.css").read_text(encoding="utf-8"),
        "links": links,
        "words": words,
        "figures": figures,
        "foot": localised("Counted by rules, which err: read the evidence before you rely on a number."),
    }
    body, _ = exporter.from_notebook_node(notebook, resources={"page": page})
    return body.replace('<main id="content">', '<main id="content" class="report">') if report else body


def sanitised(page):
    """Keep of some HTML what can do no harm: no scripts, handlers, forms or addresses that run something.

    Parameters
    ----------
    page : str

    Returns
    -------
    str
    """
    return nh3.clean(page, attributes=_ATTRIBUTES, filter_style_properties=_STYLES, link_rel=None)


def figure_files(folder, embed):
    """Addresses of the PNG, SVG and CSV of each figure: relative ones, or PNG and CSV themselves as data.

    Returns
    -------
    dict
        Of dicts, by name and kind of file.
    """
    kinds = {kind: media for kind, media in MEDIA.items() if not (embed and kind == "svg")}
    return {
        path.stem: {kind: _address(path.with_suffix(f".{kind}"), media, embed) for kind, media in kinds.items()}
        for path in sorted(Path(folder).glob("*.png"))
    }


def _address(path, media, embed):
    if not embed:
        return f"figures/{path.name}"
    return f"data:{media};base64,{base64.b64encode(path.read_bytes()).decode()}"


def title(notebook):
    """The notebook's first heading."""
    return re.match(r"# (.+)", notebook.cells[0].source)[1]


def _short(name):
    """What the navigation calls a page: its number and the words of its file name."""
    return name.replace("_", " ", 1).replace("_", " ").capitalize() if name[:2].isdigit() else "Figures"


def _page(name):
    return "index.html" if name == START else f"{name}.html"


def _between_pages(page):
    """Lead links between notebooks to their pages."""
    return re.sub(r'href="(\d\d_\w+)\.ipynb"', lambda match: f'href="{_page(match[1])}"', page)


def _gallery(listed):
    """figures/README.md as a page: its images and files lie in figures/ there."""
    text = listed.read_text(encoding="utf-8")
    text = re.sub(r"\]\((\d\d_[\w.]+)\)", r"](figures/\1)", text).replace("# Figures\n", "# All figures\n", 1)
    return new_notebook(cells=[new_markdown_cell(text)])
