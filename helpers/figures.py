"""How do figures look, and where do they go? One style, one palette, and `save`; charts are `helpers.plots`."""

import base64
import io
import os
import platform
import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
from PIL import Image

from helpers.export import csv_bytes
from helpers.lexicon import ROOT
from helpers.wording import localised

mpl.use("agg")

# Okabe & Ito (2008): told apart with any colour vision. Articles take them in order.
ARTICLE_COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#7F7F7F"]
# Sides: Paul Tol's muted scheme, so that a side is never taken for an article.
SIDE_COLOURS = ["#882255", "#332288", "#117733", "#999933", "#88CCEE", "#AA4499", "#DDCC77", "#44AA99"]
INK, PALE, LINE = "#222222", "#DDDDDD", "#BBBBBB"
KIND_COLOURS = {
    "direct": "#1B4F72",
    "partial": "#5DADE2",
    "indirect": "#AED6F1",
    "scare": "#B7950B",
    "reporter": "#E5E7E9",
}
WIDTH = 9.0  # inches; wide enough for labels, narrow enough for a page
DPI = 130
# Elsewhere than on the reference platform, glyph edges may differ by a little: mean difference of the grey values.
TOLERANCE = 12.0

STYLE = {
    "figure.dpi": DPI,
    "font.family": "DejaVu Sans",  # has every Vietnamese letter; its Mono Bold lacks many
    "font.size": 10,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": LINE,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "axes.grid": False,
    "text.parse_math": False,  # a price in dollars in a label is no formula
    "grid.color": "#EEEEEE",
    "legend.frameon": False,
    "svg.hashsalt": "reading room",
    "svg.fonttype": "path",
    "savefig.facecolor": "white",
    "figure.facecolor": "white",
}
mpl.rcParams.update(STYLE)


def article_colours(corpus):
    """One colour an article, in order of the corpus; from the eighth article on sampled from cividis.

    Returns
    -------
    dict
        Colours by article id.
    """
    extra = [mpl.colors.to_hex(c) for c in plt.get_cmap("cividis")(np.linspace(0.1, 0.9, max(len(corpus), 2)))]
    palette = ARTICLE_COLOURS if len(corpus) <= len(ARTICLE_COLOURS) else extra
    return dict(zip(corpus.index, palette, strict=False))


def side_colours(sides):
    """One colour a side, in order of first appearance; grey for none."""
    known = [side for side in dict.fromkeys(sides) if side]
    return {side: SIDE_COLOURS[i % len(SIDE_COLOURS)] for i, side in enumerate(known)} | {"": "#999999"}


def figure(height, width=WIDTH, **options):
    """Make a figure of the house style, sizes in inches; options as for `matplotlib.pyplot.subplots`."""
    return plt.subplots(figsize=(width, height), layout="constrained", **options)


def save(fig, name, table, alt):
    """Show a figure and write it: PNG, SVG and the table behind it as CSV, byte for byte the same on every run.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Closed afterwards.
    name : str
        ``"NN_name"``, the notebook's number first.
    table : pandas.DataFrame
        What the figure shows.
    alt : str
        What a reader who can't see the figure needs to know; kept in both files and in the notebook.

    Raises
    ------
    AssertionError
        While tests run (environment variable ``COMPARE_FIGURES``), instead of writing: where a file differs.
    """
    for text in fig.findobj(mpl.text.Text):
        text.set_text(localised(text.get_text()))
    for axis in (axis for axes in fig.axes for axis in (axes.xaxis, axes.yaxis)):
        if isinstance(axis.get_major_formatter(), mpl.ticker.FixedFormatter):  # which would write its own words again
            axis.set_major_formatter(mpl.ticker.FixedFormatter([localised(s) for s in axis.get_major_formatter().seq]))
    alt = localised(alt)
    png, svg = io.BytesIO(), io.BytesIO()
    fig.savefig(png, format="png", dpi=DPI, metadata={"Software": None, "Description": alt})
    fig.savefig(svg, format="svg", metadata={"Date": None, "Creator": None, "Description": alt})
    plt.close(fig)
    files = {"png": png.getvalue(), "svg": svg.getvalue(), "csv": csv_bytes(table)}
    folder = Path(os.environ.get("FIGURES") or ROOT / "figures")
    for suffix, content in files.items():
        path = folder / f"{name}.{suffix}"
        if os.environ.get("COMPARE_FIGURES"):
            _compare(path, content)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    bundle = {"image/png": base64.b64encode(files["png"]).decode(), "text/plain": f"Figure {name}: {alt}"}
    display(bundle, raw=True, metadata={"image/png": {"alt": alt}})


def is_reference_platform():
    """Whether figures are compared byte for byte: Linux on x86-64, Python 3.11."""
    return sys.platform == "linux" and platform.machine() == "x86_64" and sys.version_info[:2] == (3, 11)


def _compare(path, content):
    assert path.exists(), f"{path.name} is missing: run `python3 run.py figures`"
    if is_reference_platform() or path.suffix == ".csv":
        assert path.read_bytes() == content, f"{path.name} has changed: run `python3 run.py figures` and look at it"
    elif path.suffix == ".png":
        pair = [np.asarray(Image.open(source).convert("L"), dtype=float) for source in (path, io.BytesIO(content))]
        assert pair[0].shape == pair[1].shape, f"{path.name} has another size"
        assert np.abs(pair[0] - pair[1]).mean() <= TOLERANCE, f"{path.name} differs beyond the tolerance"


def alt(what, table, label, value, count=5, unit=""):
    """Alternative text of a figure: what it shows and its largest values, computed from the table behind it.

    Parameters
    ----------
    what : str
        Kind of figure and subject: ``"Bar chart of …"``.
    table : pandas.DataFrame
    label, value : str
        Its columns to name.
    count : int
        How many rows to tell.
    unit : str

    Returns
    -------
    str
    """
    largest = table.sort_values(value, ascending=False, kind="stable").head(count)
    told = ", ".join(
        f"{localised(name)} {number:.3g}{unit}" for name, number in zip(largest[label], largest[value], strict=True)
    )
    return f"{what}. Largest: {told}." if told else f"{what}. Nothing to show."
