"""Which charts are drawn? Each takes axes or a corpus and a table; style and saving are `helpers.figures`."""

import textwrap

import matplotlib as mpl
import numpy as np

from helpers.figures import (
    ARTICLE_COLOURS,
    INK,
    KIND_COLOURS,
    alt,
    article_colours,
    figure,
    save,
    side_colours,
)
from helpers.wording import localised

__all__ = [
    "alt",
    "article_colours",
    "figure",
    "save",
    "side_colours",
]  # so that notebooks find the whole of a figure here


def stacked_bars(axes, shares, labels):
    """Horizontal bars of shares that sum to one, a row each, with a line above them that names the parts.

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
    for column in labels:
        width = shares[column].to_numpy()
        axes.barh(rows, width, left=left, color=KIND_COLOURS[column], height=0.62)
        ink = "white" if column == "direct" else INK
        for row, start, size in zip(rows, left, width, strict=True):
            if size >= 0.045:
                middle = start + size / 2
                axes.text(middle, row, f"{size:.0%}", ha="center", va="center", fontsize=9, color=ink)
        left = left + width
    key(axes, {words: KIND_COLOURS[column] for column, words in labels.items()})
    axes.set_yticks(rows, shares.index)
    axes.xaxis.set_major_formatter(mpl.ticker.PercentFormatter(1.0))
    axes.set(xlim=(0, 1), ylim=(-0.5, len(shares) - 0.5))
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    return axes


def key(axes, colours):
    """One line above the axes that names colours, the words in ink: pale ones can't be read as letters.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    colours : dict
        Words to colours.
    """
    patches = [mpl.patches.Patch(color=colour, label=words) for words, colour in colours.items()]
    place = {"loc": "lower left", "bbox_to_anchor": (0, 1.0), "borderaxespad": 0.2, "borderpad": 0}
    shape = {
        "ncols": len(patches),
        "handlelength": 0.9,
        "handleheight": 0.9,
        "handletextpad": 0.4,
        "columnspacing": 1.6,
    }
    axes.legend(handles=patches, fontsize=9, **place, **shape)


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
    words = {
        "direct quotation": "direct",
        "partial quotation": "partial",
        "reported speech": "indirect",
        "reporter's own text": "reporter",
    }
    key(axes, {name: KIND_COLOURS[kind] for name, kind in words.items()})
    axes.set_yticks(rows, corpus["label"])
    axes.set_xticks([0, 0.5, 1], [localised(place) for place in ("begin", "middle", "end")])
    axes.set(xlim=(0, 1), ylim=(-0.5, len(corpus) - 0.5))
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
    axes.set_yticks(range(len(actors)), [_two_lines(label(actor)) for actor in actors])
    axes.set_xticks(range(len(corpus)), [textwrap.fill(name, 12) for name in corpus["label"]], fontsize=8)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    bar = axes.figure.colorbar(image, ax=axes, label="mentions per 1,000 words", shrink=0.6, pad=0.02)
    bar.outline.set_visible(False)
    return axes


def _two_lines(label, width=30):
    """Put the bracket of a long label into a line of its own."""
    return label if len(label) <= width else label.replace(" (", "\n(", 1)


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
    grid.flat[-1].set_xticks([0, 0.5, 1], [localised(place) for place in ("begin", "middle", "end")])
    grid.flat[-1].set_xlabel("position in the article (number of mentions on the right)")
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


def network(axes, pairs, sizes, label, colour, least=2):
    """Actors on a circle, joined where they share sentences; neighbours on the circle share a colour.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    pairs : pandas.DataFrame
        `actor`, `other`, `sentences`.
    sizes : pandas.Series
        Mentions by actor.
    label, colour : callable
        Of an actor.
    least : int
        Pairs that share fewer sentences are left out.

    Returns
    -------
    matplotlib.axes.Axes
    """
    kept = pairs[pairs["sentences"] >= least]
    actors = sorted({*kept["actor"], *kept["other"]}, key=lambda actor: (colour(actor), -sizes[actor], actor))
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(actors)) / max(len(actors), 1)
    places = dict(zip(actors, zip(np.cos(angles), np.sin(angles), strict=True), strict=True))
    most = kept["sentences"].max() if len(kept) else 1
    for actor, other, count in kept[::-1].itertuples(index=False):
        (x1, y1), (x2, y2) = places[actor], places[other]
        share = count / most
        tone = str(0.88 - 0.62 * share)
        axes.plot([x1, x2], [y1, y2], color=tone, linewidth=0.6 + 6 * share, zorder=1 + share, solid_capstyle="round")
        if share > 0.45:
            axes.text((x1 + x2) / 2, (y1 + y2) / 2, count, fontsize=8, ha="center", va="center", zorder=4,
                      bbox={"boxstyle": "round,pad=0.15", "color": "white", "alpha": 0.85})  # fmt: skip
    for actor, (x, y) in places.items():
        axes.scatter(x, y, s=30 + 5 * sizes[actor], color=colour(actor), edgecolor="white", zorder=5)
        reach = 1.06 + 0.0035 * np.sqrt(30 + 5 * sizes[actor])
        side = "left" if x > 0.05 else "right" if x < -0.05 else "center"
        axes.text(
            x * reach,
            y * reach,
            label(actor),
            ha=side,
            va="center" if abs(y) < 0.95 else ("bottom" if y > 0 else "top"),
            fontsize=9,
        )
    axes.set(aspect="equal", xlim=(-1.9, 1.9), ylim=(-1.2, 1.25))
    axes.axis("off")
    return axes


def side_key(axes, colours, present):
    """Name the sides that are present, each in its colour, below a figure."""
    sides = [side for side in colours if side in set(present)]
    if sides == [""]:
        return
    for place, side in enumerate(sides):
        x, y = (place % 4) * 0.26, -0.02 - 0.04 * (place // 4)
        axes.text(x, y, "●", color=colours[side], transform=axes.transAxes, fontsize=9, va="top")
        axes.text(x + 0.018, y, side or "no side coded", transform=axes.transAxes, fontsize=9, va="top")
