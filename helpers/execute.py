"""Run the notebooks: in place on the shipped corpus, into a folder of its own on another one."""

import html
import json
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from PIL import Image

from helpers import pages
from helpers.corpus import load_corpus
from helpers.lexicon import ROOT
from helpers.wording import localised

ONLY_SHIPPED = ("06_accuracy", "07_scaling")
READMES = {ROOT / "README.md": "en", ROOT / "README.vi.md": "vi"}


def execute_notebooks(corpus=None, out=None, lang="en"):
    """Execute all notebooks in order and write what they show.

    Parameters
    ----------
    corpus, out : path-like, optional
        Another folder of articles and where its results go: `report.html`, executed notebooks and a page of each,
        figures, tables.
        Without them the shipped notebooks and figures are refreshed in place.
    lang : str
        Language of the report and figures on another folder, ``"en"`` or ``"vi"``.

    Returns
    -------
    int
        Exit code: 0 if all ran.
    """
    os.environ.update(PYTHONHASHSEED="0", MPLBACKEND="agg")
    sources = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    if corpus is None:
        if not _run_all(sources, ROOT):
            return 1
        _write_figure_list(ROOT / "figures")
        refresh_readmes()
        print("Refreshed notebooks/, figures/ and the computed parts of README.md and README.vi.md.")
        return 0
    corpus, target = Path(corpus).resolve(), Path(out).resolve()
    try:
        notes = _check(corpus, target)
        (target / "figures").mkdir(parents=True, exist_ok=True)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    earlier = ("figures/[0-9]*_*", "notebooks/[0-9]*.ipynb", "[0-9][0-9]_*.html")
    for old in [path for pattern in earlier for path in target.glob(pattern)]:
        old.unlink()  # of an earlier run: a figure that is now left out must not stay
    os.environ.update(CORPUS=str(corpus), FIGURES=str(target / "figures"), REPORT_LANG=lang)
    if not _run_all([path for path in sources if path.stem not in ONLY_SHIPPED], target):
        return 1
    _write_figure_list(target / "figures")
    _report(corpus, target, notes)
    pages.write_pages(target)
    print(
        f"Written to {out}: open {Path(out) / 'report.html'}, or {Path(out) / 'index.html'} for the notebooks as pages"
    )
    return 0


def _run_all(sources, target):
    """Execute notebooks into `target`/notebooks, with a line of progress; tell whether all ran."""
    (target / "notebooks").mkdir(parents=True, exist_ok=True)
    for number, source in enumerate(sources):
        _progress(number, len(sources), source.stem)
        try:
            notebook = execute(source)
        except CellExecutionError as error:
            print(f"\n{source.name} failed: {error.ename}: {error.evalue}\n{_failing(error)}", file=sys.stderr)
            return False
        nbformat.write(notebook, target / "notebooks" / source.name)
    _progress(len(sources), len(sources), "done")
    print(file=sys.stderr)
    return True


def _failing(error):
    """The traceback of a failed cell without the terminal's colours."""
    return re.sub(r"\x1b\[[\d;]*m", "", error.traceback)


def _report(corpus, target, notes):
    """Write the report, and say on the terminal what it assumed."""
    from helpers import report
    from helpers.notebook import find_all

    tables = find_all(load_quietly(corpus)[0])
    notebooks = report.read_notebooks(target / "notebooks")
    assumed = report.write_report(target, tables, notebooks, notes + report.mended(corpus), corpus.name)
    print("\n".join(f"- {_bare(line)}" for line in assumed))


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


def load_quietly(folder):
    """Load a corpus; give it and what was noted about it.

    Returns
    -------
    tuple
        The corpus and a list of str.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        corpus = load_corpus(folder)
    return corpus, [str(note.message) for note in caught]


def _check(corpus, target):
    """Refuse what can't be worked on; give what was noted about the corpus."""
    _, notes = load_quietly(corpus)
    if target == corpus or corpus in target.parents:
        raise ValueError("--out lies inside the corpus folder: give another folder for the results.")
    if target == ROOT or (ROOT in target.parents and (ROOT / "tests") not in target.parents):
        raise ValueError("--out lies inside this project: give another folder for the results.")
    return notes


def _bare(line):
    """Markdown as a terminal shows it best: without stars and escapes."""
    return re.sub(r"\\([\\`*_\[\]|#~$])", r"\1", line.replace("**", "")).replace("&amp;", "&")


def _progress(done, total, name):
    width = 24
    filled = width * done // max(total, 1)
    print(f"\r[{'#' * filled}{'.' * (width - filled)}] {done}/{total} {name:24}", end="", file=sys.stderr, flush=True)


def _write_figure_list(folder):
    """Write figures/README.md: each figure with its alternative text, which stands in the PNG itself."""
    lines = ["# Figures", "", "What the notebooks draw: each as PNG and SVG, with the table behind it as CSV.", ""]
    for path in sorted(folder.glob("*.png")):
        alt = _alt(path)
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


def refresh_readmes():
    """Put what is computed into README.md and README.vi.md: see `readme_parts`."""
    for path, lang in READMES.items():
        text = path.read_text(encoding="utf-8")
        for name, part in readme_parts(lang).items():
            begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
            before, _, rest = text.partition(begin)
            text = f"{before}{begin}\n{part}\n{end}{rest.partition(end)[2]}" if rest else text
        path.write_text(text, encoding="utf-8")


def readme_parts(lang="en"):
    """Parts of a README that are computed: the findings, as notebook 00 shows them, and the figures.

    Parameters
    ----------
    lang : str
        ``"en"`` reads them from the committed notebook; ``"vi"`` computes the same ones in Vietnamese.

    Returns
    -------
    dict of str
        Markdown of the parts `computed` and `gallery`.
    """
    if lang == "en":
        return {"computed": _linked(_committed_findings()), "gallery": gallery()}
    code = (
        "import json; from helpers import execute, notebook; "
        "print(json.dumps([notebook.start_lines(*notebook.read()), execute.gallery()]))"
    )
    environment = {key: value for key, value in os.environ.items() if key != "CORPUS"} | {"REPORT_LANG": lang}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    found, figures = json.loads(done.stdout)
    return {"computed": _linked(found), "gallery": figures}


def gallery():
    """All figures, small, each with its text and a link to its table: HTML that Markdown takes in."""
    lines = []
    for path in sorted((ROOT / "figures").glob("*.png")):
        text = html.escape(localised(_alt(path)))
        lines.append(f'<a href="figures/{path.name}"><img src="figures/{path.name}" width="270" alt="{text}"></a>')
    return "\n".join(lines)


def _alt(path):
    """Alternative text of a figure, which stands in the PNG itself."""
    with Image.open(path) as image:
        return image.text.get("Description", "")


def _committed_findings():
    notebook = nbformat.read(ROOT / "notebooks" / "00_start_here.ipynb", as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            text = output.get("data", {}).get("text/markdown", "")
            if "| notebook |" in text:
                return text
    return ""


def _linked(text):
    return re.sub(r"\]\((\d\d_)", r"](notebooks/\1", text).strip()
