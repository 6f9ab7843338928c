"""Run the notebooks: in place on the shipped corpus, into a folder of its own on another one."""

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

from helpers.corpus import load_corpus
from helpers.lexicon import ROOT

ONLY_SHIPPED = ("06_accuracy", "07_scaling")
_MARKS = ("<!-- computed: begin -->", "<!-- computed: end -->")


def execute_notebooks(corpus=None, out=None, lang="en"):
    """Execute all notebooks in order and write what they show.

    Parameters
    ----------
    corpus, out : path-like, optional
        Another folder of articles and where its results go: `report.html`, executed notebooks, figures, tables.
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
    os.environ.update(CORPUS=str(corpus), FIGURES=str(target / "figures"), REPORT_LANG=lang)
    if not _run_all([path for path in sources if path.stem not in ONLY_SHIPPED], target):
        return 1
    _write_figure_list(target / "figures")
    _report(corpus, target, notes)
    print(f"Written to {out}: open {Path(out) / 'report.html'}")
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


def refresh_readmes():
    """Put the findings that notebook 00 has printed into README.md, and their Vietnamese into README.vi.md."""
    for path, computed in ((ROOT / "README.md", computed_readme()), (ROOT / "README.vi.md", computed_readme("vi"))):
        if not path.exists():
            continue
        before, _, rest = path.read_text(encoding="utf-8").partition(_MARKS[0])
        _, _, after = rest.partition(_MARKS[1])
        if rest:
            path.write_text(f"{before}{_MARKS[0]}\n{computed}\n{_MARKS[1]}{after}", encoding="utf-8")


def computed_readme(lang="en"):
    """Text of the computed part of a README: the findings as notebook 00 shows them, links made to fit.

    Parameters
    ----------
    lang : str
        ``"en"`` reads them from the committed notebook; ``"vi"`` computes the same ones in Vietnamese.

    Returns
    -------
    str
    """
    if lang == "vi":
        code = "from helpers import notebook as nb; print(nb.start_lines(*nb.read()))"
        command = [sys.executable, "-X", "utf8", "-c", code]
        environment = {key: value for key, value in os.environ.items() if key != "CORPUS"} | {"REPORT_LANG": "vi"}
        text = subprocess.run(
            command, cwd=ROOT, env=environment, check=True, capture_output=True, encoding="utf-8"
        ).stdout
        return _linked(text)
    notebook = nbformat.read(ROOT / "notebooks" / "00_start_here.ipynb", as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            text = output.get("data", {}).get("text/markdown", "")
            if "| notebook |" in text:
                return _linked(text)
    return ""


def _linked(text):
    return re.sub(r"\]\((\d\d_)", r"](notebooks/\1", text).strip()
