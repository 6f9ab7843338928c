"""How do figures look, and where do they go? One style, one palette, and `save`."""

import base64
import io
import os
import platform
import sys
import textwrap
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import display
from PIL import Image

from helpers.export import csv_bytes
from helpers.lexicon import ROOT

mpl.use("agg")

# Okabe & Ito (2008): told apart with any colour vision. Articles take them in order.
ARTICLE_COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#7F7F7F"]
# Sides: Paul Tol's muted scheme, so that a side is never taken for an article.
SIDE_COLOURS = ["#882255", "#332288", "#117733", "#999933", "#88CCEE", "#AA4499", "#661100"]
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
    told = ", ".join(f"{name} {number:.3g}{unit}" for name, number in zip(largest[label], largest[value], strict=True))
    return f"{what}. Largest: {told}." if told else f"{what}. Nothing to show."


def stacked_bars(axes, shares, labels):
    """Horizontal bars of shares that sum to one, a row each, labelled directly.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    shares : pandas.DataFrame
        Indexed by row label.
    labels : dict
        Column to the words that name it, in order.

    Returns
    -------
    matplotlib.axes.Axes
    """
    left = np.zeros(len(shares))
    rows = np.arange(len(shares))[::-1]
    for column, _words in labels.items():
        width = shares[column].to_numpy()
        axes.barh(rows, width, left=left, color=KIND_COLOURS[column], height=0.62)
        dark = column == "direct"
        for row, start, size in zip(rows, left, width, strict=True):
            if size >= 0.045:
                axes.text(
                    start + size / 2,
                    row,
                    f"{size:.0%}",
                    ha="center",
                    va="center",
                    fontsize=9,
                    color="white" if dark else INK,
                )
        left = left + width
    _heads(axes, shares.iloc[0], labels, rows[0] + 0.42)
    axes.set_yticks(rows, shares.index)
    axes.xaxis.set_major_formatter(mpl.ticker.PercentFormatter(1.0))
    axes.set(xlim=(0, 1))
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    return axes


def _heads(axes, first, labels, height):
    """Name the parts of the first bar above it, each where it lies, instead of a legend."""
    edge, reach = 0.0, -1.0
    for column, words in labels.items():
        start = max(edge, reach)
        axes.text(
            start,
            height,
            words,
            ha="left",
            va="bottom",
            fontsize=8.5,
            color=KIND_COLOURS[column] if column not in ("reporter", "indirect") else "#555555",
        )
        reach = start + 0.0155 * len(words)
        edge += first[column]


def strips(axes, corpus, quotes):
    """One strip an article from first to last character, coloured where somebody speaks."""
    rows = np.arange(len(corpus))[::-1]
    for row, (article, text) in zip(rows, corpus["text"].items(), strict=True):
        axes.barh(row, 1, color=KIND_COLOURS["reporter"], height=0.6)
        for kind in ("indirect", "partial", "direct"):
            part = quotes[(quotes["article"] == article) & (quotes["kind"] == kind)]
            spans = [
                (start / len(text), (end - start) / len(text))
                for start, end in zip(part["start"], part["end"], strict=True)
            ]
            axes.broken_barh(spans, (row - 0.3, 0.6), color=KIND_COLOURS[kind])
    for place, (kind, words) in enumerate(
        {"direct": "direct", "partial": "partial", "indirect": "reported", "reporter": "reporter"}.items()
    ):
        axes.text(
            0.13 * place,
            rows[0] + 0.45,
            f"■ {words}",
            color=KIND_COLOURS[kind] if kind != "reporter" else "#999999",
            fontsize=9,
            va="bottom",
        )
    axes.set_yticks(rows, corpus["label"])
    axes.set_xticks([0, 0.5, 1], ["begin", "middle", "end"])
    axes.set(xlim=(0, 1), ylim=(-0.6, len(corpus) - 0.1))
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    return axes


def ranked_bars(axes, table, labels, marked, value="per_1000", colour=ARTICLE_COLOURS[0]):
    """Horizontal bars in the order of the table, the count at the end of each; `marked` rows in colour, others grey."""
    rows = np.arange(len(table))[::-1]
    axes.barh(rows, table[value], color=[colour if flag else "#AAAAAA" for flag in marked], height=0.7)
    for row, size, count in zip(rows, table[value], table["count"], strict=True):
        axes.text(size, row, f" {count}", va="center", fontsize=8, color="#555555")
    axes.set_yticks(rows, labels)
    axes.set_ylim(-0.7, len(table) - 0.3)
    axes.tick_params(length=0)
    axes.spines[["left"]].set_visible(False)
    return axes


def small_multiples(corpus, table, label, columns=2):
    """One panel an article with its words by rate, all on one scale."""
    colours, rows = article_colours(corpus), -(-len(corpus) // columns)
    most = table.groupby("article").size().max() if len(table) else 1
    fig, grid = figure(rows * (0.24 * most + 0.75), ncols=columns, nrows=rows, sharex=True, squeeze=False)
    for axes, article in zip(grid.flat, corpus.index, strict=False):
        part = table[table["article"] == article]
        ranked_bars(axes, part, part["word"].map(label), [True] * len(part), colour=colours[article])
        axes.set_title(textwrap.shorten(corpus.at[article, "label"], 38), fontsize=9.5, color=colours[article], x=-0.3)
    for axes in list(grid.flat)[len(corpus) :]:
        axes.set_visible(False)
    fig.supxlabel("per 1,000 words (count at the bar)", fontsize=9)
    return fig


def word_clouds(corpus, table, columns=2):
    """One cloud an article (Mueller's wordcloud), the same size for the same rate in all of them."""
    from wordcloud import WordCloud

    colours, rows = article_colours(corpus), -(-len(corpus) // columns)
    font = str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
    fig, grid = figure(rows * 3.1, ncols=columns, nrows=rows, squeeze=False)
    largest = table["per_1000"].max() if len(table) else 1
    for axes in grid.flat:
        axes.axis("off")
    for axes, article in zip(grid.flat, corpus.index, strict=False):
        part = table[table["article"] == article]
        axes.set_title(corpus.at[article, "label"], fontsize=10, color=colours[article])
        if part.empty:
            continue
        names = set(part.loc[part["name"], "word"])
        cloud = WordCloud(
            width=900, height=560, background_color="white", font_path=font, random_state=1, prefer_horizontal=1.0,
            relative_scaling=1, max_font_size=int(40 + 90 * part["per_1000"].max() / largest), min_font_size=11,
            color_func=lambda word, *_, own=names, hue=colours[article], **__: hue if word in own else "#666666",
        )  # fmt: skip
        cloud.generate_from_frequencies(dict(zip(part["word"], part["per_1000"], strict=True)))
        axes.imshow(cloud.to_array(), interpolation="bilinear")
    return fig


def heat_map(axes, corpus, counts, label):
    """Actors by articles: colour is the rate per 1,000 words, the number the count."""
    actors = list(dict.fromkeys(counts["actor"]))
    grid = counts.pivot(index="actor", columns="article", values="per_1000").loc[actors, list(corpus.index)]
    numbers = counts.pivot(index="actor", columns="article", values="mentions").loc[actors, list(corpus.index)]
    image = axes.imshow(grid, aspect="auto", cmap="Blues", vmin=0)
    limit = grid.to_numpy().max() * 0.55 if grid.size else 1
    for (row, column), count in np.ndenumerate(numbers.to_numpy()):
        if count:
            axes.text(
                column,
                row,
                count,
                ha="center",
                va="center",
                fontsize=8.5,
                color="white" if grid.iat[row, column] > limit else INK,
            )
    axes.set_yticks(range(len(actors)), [label(actor) for actor in actors])
    axes.set_xticks(range(len(corpus)), [textwrap.fill(name, 13) for name in corpus["label"]], fontsize=8)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.figure.colorbar(image, ax=axes, label="mentions per 1,000 words", shrink=0.6, pad=0.02).outline.set_visible(
        False
    )
    return axes


def position_ticks(corpus, table, actors, label):
    """One panel an actor, one line an article, one tick a mention at its place in the article."""
    colours = article_colours(corpus)
    fig, grid = figure(
        len(actors) * (0.17 * len(corpus) + 0.5) + 0.4, nrows=max(len(actors), 1), sharex=True, squeeze=False
    )
    rows = dict(zip(corpus.index, range(len(corpus))[::-1], strict=True))
    for axes, actor in zip(grid.flat, actors, strict=False):
        part = table[table["actor"] == actor]
        for article, row in rows.items():
            here = part.loc[part["article"] == article, "position"]
            axes.vlines(here, row - 0.36, row + 0.36, color=colours[article], linewidth=1.4)
            axes.text(
                1.01,
                row,
                f"{len(here)}",
                transform=axes.get_yaxis_transform(),
                va="center",
                fontsize=7.5,
                color="#555555",
            )
        axes.set_title(label(actor), fontsize=10, pad=3)
        axes.set_yticks(list(rows.values()), corpus["label"], fontsize=7.5)
        axes.set(xlim=(0, 1), ylim=(-0.6, len(corpus) - 0.4))
        axes.tick_params(length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
        for row in rows.values():
            axes.axhline(row, color="#F0F0F0", linewidth=0.8, zorder=0)
    grid.flat[-1].set_xticks([0, 0.5, 1], ["begin", "middle", "end of the article"])
    return fig


def heard_bars(axes, corpus, table, label):
    """Syllables of each speaker, stacked by article in the articles' colours, with the number of passages."""
    colours = article_colours(corpus)
    speakers = list(dict.fromkeys(table["speaker"]))
    rows = dict(zip(speakers, range(len(speakers))[::-1], strict=True))
    left = dict.fromkeys(speakers, 0)
    for article in corpus.index:
        for row in table[table["article"] == article].itertuples():
            axes.barh(rows[row.speaker], row.syllables, left=left[row.speaker], color=colours[article], height=0.68)
            left[row.speaker] += row.syllables
    passages = table.groupby("speaker")["passages"].sum()
    for speaker, row in rows.items():
        axes.text(
            left[speaker],
            row,
            f" {passages[speaker]} passages" if row == len(rows) - 1 else f" {passages[speaker]}",
            va="center",
            fontsize=8,
            color="#555555",
        )
    axes.set_yticks(list(rows.values()), [label(speaker) for speaker in rows])
    for place, (article, name) in enumerate(corpus["label"].items()):
        axes.text(
            0.99,
            0.04 + 0.055 * (len(corpus) - 1 - place),
            f"■ {name}",
            color=colours[article],
            transform=axes.transAxes,
            ha="right",
            fontsize=8.5,
        )
    axes.tick_params(length=0)
    axes.spines[["left"]].set_visible(False)
    return axes


def timeline(corpus, table, longest=11):
    """Dated times by article: all years on the left, the months around publication on the right.

    A dot is a time of a month or less, a bar one of up to `longest` years; longer ones (centuries) are left out.
    """
    colours = article_colours(corpus)
    rows = dict(zip(corpus.index, range(len(corpus))[::-1], strict=True))
    fig, (whole, near) = figure(0.62 * len(corpus) + 1.3, ncols=2, sharey=True, width_ratios=[1, 1.4])
    published = corpus["published"].dropna()
    low, high = published.min() - np.timedelta64(420, "D"), published.max() + np.timedelta64(200, "D")
    table = table[(table["date_to"] - table["date_from"]).dt.days < 366 * longest]
    for axes in (whole, near):
        for article, row in rows.items():
            part = table[table["article"] == article]
            axes.axhline(row, color="#EEEEEE", zorder=0)
            axes.hlines(
                [row] * len(part), part["date_from"], part["date_to"], color=colours[article], linewidth=5, alpha=0.35
            )
            short = part[(part["date_to"] - part["date_from"]).dt.days < 32]
            axes.plot(
                short["middle"],
                [row] * len(short),
                "o",
                color=colours[article],
                markersize=5,
                alpha=0.8,
                markeredgewidth=0,
            )
            if article in published.index:
                axes.plot([published[article]], [row], "D", color=INK, markersize=6)
        axes.tick_params(length=0)
        axes.spines[["left"]].set_visible(False)
        axes.set_ylim(-0.6, len(corpus) - 0.3)
        axes.xaxis.set_major_locator(mpl.dates.AutoDateLocator(minticks=3, maxticks=6))
        axes.xaxis.set_major_formatter(mpl.dates.ConciseDateFormatter(axes.xaxis.get_major_locator()))
    near.set_xlim(low, high)
    whole.axvspan(low, high, color="#F4F4F4", zorder=0)
    whole.set_yticks(list(rows.values()), corpus["label"])
    whole.set_title("All years", fontsize=10)
    near.set_title("Around publication (◆ day of publication)", fontsize=10)
    return fig
