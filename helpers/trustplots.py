"""Charts of notebooks 06 and 07: how right, how fast, how large. Style and saving are `helpers.figures`."""

import matplotlib as mpl
import numpy as np

from helpers.figures import ARTICLE_COLOURS, INK, LINE, PALE

# One colour a function or tool, in this order everywhere in the two notebooks; peers are grey.
_OURS = {
    "find_mentions": "#0072B2",
    "find_quotes": "#D55E00",
    "find_times": "#009E73",
    "find_words": "#CC79A7",
    "find_sentences": "#56B4E9",
}
_PEER = "#8A8A8A"


def intervals(axes, table):
    """F1 of each measure as a dot with its interval, a row each, under the name of its layer.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    table : pandas.DataFrame
        `layer`, `measure`, `f1`, `low`, `high`, in order.

    Returns
    -------
    matplotlib.axes.Axes
    """
    place, ticks, names = 0.0, [], []
    for layer, part in table.groupby("layer", sort=False):
        axes.text(0.0, place, layer, transform=axes.get_yaxis_transform(), fontweight="bold", va="center", fontsize=9.5)
        place -= 1
        for row in part.itertuples():
            axes.plot([row.low, row.high], [place, place], color=ARTICLE_COLOURS[0], linewidth=2.5, alpha=0.45)
            axes.plot(row.f1, place, "o", color=ARTICLE_COLOURS[0], markersize=6)
            axes.text(1.012, place, f"{row.f1:.3f}", transform=axes.get_yaxis_transform(), va="center", fontsize=9)
            ticks.append(place)
            names.append(row.measure)
            place -= 1
        place -= 0.3
    axes.set_yticks(ticks, names)
    axes.set(ylim=(place + 0.6, 0.8))
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return axes


def article_dots(axes, table, colours, labels):
    """F1 of each layer in each article, a dot each.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    table : pandas.DataFrame
        `layer`, `article`, `f1`.
    colours, labels : dict
        By article.

    Returns
    -------
    matplotlib.axes.Axes
    """
    layers = list(dict.fromkeys(table["layer"]))
    articles = list(dict.fromkeys(table["article"]))
    for row, layer in enumerate(reversed(layers)):
        part = table[table["layer"] == layer].set_index("article")["f1"]
        for nth, article in enumerate(articles):
            height = row + 0.3 - 0.15 * nth
            axes.plot(part[article], height, "o", color=colours[article], markersize=6)
            axes.text(1.004, height, labels[article], color=colours[article], fontsize=8, va="center", clip_on=False)
    axes.set_yticks(range(len(layers)), reversed(layers))
    axes.set(ylim=(-0.6, len(layers) - 0.4))
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return axes


def pairs(axes, table):
    """Bars of this collection and of a peer, side by side for each task.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    table : pandas.DataFrame
        `task`, `tool`, `score`; the first tool of a task is ours.

    Returns
    -------
    matplotlib.axes.Axes
    """
    place, ticks, names = 0.0, [], []
    for task, part in table.groupby("task", sort=False):
        for nth, row in enumerate(part.itertuples()):
            axes.barh(place, row.score, color=ARTICLE_COLOURS[0] if nth == 0 else _PEER, height=0.8)
            axes.text(row.score + 0.01, place, f"{row.score:.2f}  {row.tool}", va="center", fontsize=8.5)
            place -= 0.9
        ticks.append(place + 0.9 * (len(part) + 1) / 2)
        names.append(task)
        place -= 0.7
    axes.set_yticks(ticks, names)
    axes.set(xlim=(0, 1.32), ylim=(place + 1.0, 0.7))
    axes.set_xticks(np.arange(0, 1.01, 0.2))
    axes.tick_params(axis="y", length=0)
    axes.spines[["left"]].set_visible(False)
    return axes


def cause_bars(axes, table):
    """Errors by cause, a bar each, under the name of the layer.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    table : pandas.DataFrame
        `layer`, `cause`, `spans`, in order.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = np.arange(len(table))[::-1]
    axes.barh(rows, table["spans"], color=ARTICLE_COLOURS[4], height=0.66)
    for row, spans in zip(rows, table["spans"], strict=True):
        axes.text(spans + 0.1, row, str(spans), va="center", fontsize=9)
    axes.set_yticks(rows, [f"{layer}: {cause}" for layer, cause in zip(table["layer"], table["cause"], strict=True)])
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
    axes.tick_params(axis="y", length=0)
    axes.spines[["left"]].set_visible(False)
    return axes


def speeds(axes, table):
    """Characters a second of each function and peer, a dot each, with the cost in units of word segmentation.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    table : pandas.DataFrame
        `function`, `characters_per_second`, `ratio`.

    Returns
    -------
    matplotlib.axes.Axes
    """
    table = table.sort_values("characters_per_second")
    rows = np.arange(len(table))
    ours = ~table["function"].str.contains(".", regex=False)
    axes.scatter(table["characters_per_second"], rows, color=np.where(ours, ARTICLE_COLOURS[0], _PEER), s=55, zorder=3)
    axes.hlines(rows, 1, table["characters_per_second"], color=PALE, linewidth=1)  # no bars: a logarithm has no zero
    for row, rate, ratio in zip(rows, table["characters_per_second"], table["ratio"], strict=True):
        axes.text(rate * 1.15, row, f"{_short(rate)} · {ratio:.2g}×", va="center", fontsize=8.5)
    axes.set_yticks(rows, table["function"])
    _logarithmic(axes.xaxis, axes)
    axes.set_xlim(table["characters_per_second"].min() / 2, table["characters_per_second"].max() * 6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return axes


def growth_lines(axes, table):
    """Seconds of each function over the number of articles, on logarithmic axes, named at the end of its line.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    table : pandas.DataFrame
        `function`, `size`, `seconds`.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ends = []
    for function, part in table.groupby("function", sort=False):
        colour = _OURS.get(function, INK)
        axes.plot(part["size"], part["seconds"], "-o", color=colour, markersize=4, linewidth=1.6)
        ends.append(
            [np.log10(part["seconds"].iloc[-1]), part["size"].iloc[-1], part["seconds"].iloc[-1], function, colour]
        )
    largest = max(size for _, size, *_ in ends)
    below = -np.inf
    for height, size, seconds, function, colour in sorted(ends):
        if size == largest:
            below = max(height, below + 0.17)
            axes.text(size * 1.12, 10**below, function, color=colour, fontsize=8.5, va="center")
        else:  # a line that ends earlier has its name above it
            axes.text(size, seconds * 1.5, function, color=colour, fontsize=8.5, ha="right", va="bottom")
    _logarithmic(axes.xaxis, axes)
    _logarithmic(axes.yaxis, axes)
    axes.set_xlim(table["size"].min() * 0.8, table["size"].max() * 4)
    axes.grid(True)
    return axes


def ratios(axes, table):
    """How many times longer twice the text takes, a dot for each function, a row for each kind of text.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    table : pandas.DataFrame
        `input`, `function`, `ratio`.

    Returns
    -------
    matplotlib.axes.Axes
    """
    inputs = list(dict.fromkeys(table["input"]))[::-1]
    axes.axvline(2, color=LINE, linewidth=1.2, zorder=0)
    axes.axvline(4, color=PALE, linewidth=1.2, zorder=0)
    for function, part in table.groupby("function", sort=False):
        rows = [inputs.index(name) for name in part["input"]]
        axes.plot(part["ratio"], rows, "o", color=_OURS.get(function, INK), markersize=5.5, alpha=0.85)
    for nth, function in enumerate(dict.fromkeys(table["function"])):
        axes.text(
            0.24 * nth, 1.02, f"● {function}", transform=axes.transAxes, color=_OURS.get(function, INK), fontsize=8.5
        )
    axes.text(2, -0.75, "linear", ha="center", fontsize=8.5, color="#666666")
    axes.text(4, -0.75, "quadratic", ha="center", fontsize=8.5, color="#666666")
    axes.set_yticks(range(len(inputs)), inputs)
    axes.set(xlim=(0, max(4.6, table["ratio"].max() + 0.4)), ylim=(-1.1, len(inputs) - 0.5))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return axes


def memory_lines(axes, table):
    """Peak memory over the number of articles, a line for one process and one for a worker of two.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    table : pandas.DataFrame
        `section` (articles, workers), `size`, `peak_mb`.

    Returns
    -------
    matplotlib.axes.Axes
    """
    names = {"articles": "one process, all in memory", "workers": "the larger of two workers, by partitions"}
    for nth, (section, part) in enumerate(table.groupby("section", sort=False)):
        axes.plot(part["size"], part["peak_mb"], "-o", color=ARTICLE_COLOURS[nth * 4], markersize=4.5)
        for size, peak in zip(part["size"], part["peak_mb"], strict=True):
            side = 9 if section == "workers" else -13
            axes.annotate(
                f"{peak:,.0f}", (size, peak), xytext=(0, side), textcoords="offset points", ha="center", fontsize=8
            )
        axes.text(
            0.02,
            0.94 - 0.08 * nth,
            names[section],
            transform=axes.transAxes,
            color=ARTICLE_COLOURS[nth * 4],
            fontsize=9,
        )
    _logarithmic(axes.xaxis, axes)
    axes.set(ylim=(0, table["peak_mb"].max() * 1.35))
    return axes


def _short(number):
    """A number as a tick label: 0.01, 5, 500, 5k, 2M."""
    for limit, unit in ((1e6, "M"), (1e3, "k")):
        if number >= limit:
            return f"{number / limit:.3g}{unit}"
    return f"{number:.3g}"


def _logarithmic(axis, axes):
    """A logarithmic axis with plain numbers: its usual powers of ten are formulas, which labels never are here."""
    (axes.set_xscale if axis is axes.xaxis else axes.set_yscale)("log")
    axis.set_major_formatter(mpl.ticker.FuncFormatter(lambda number, _: _short(number)))
    axis.set_minor_formatter(mpl.ticker.NullFormatter())
