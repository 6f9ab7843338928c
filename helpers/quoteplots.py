"""Charts of who is heard: shares of sides and kinds, talked about against heard, stances, strips along articles."""

import textwrap

import numpy as np

from helpers.figures import ARTICLE_COLOURS, INK, KIND_COLOURS, PALE, figure, side_colours

QUIET, LOUD = "#777777", "#B03A2E"


def share_bars(axes, shares, colours, names, least=0.05):
    """Horizontal bars of shares that sum to one, a row each, with a key above in the colours of the parts.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    shares : pandas.DataFrame
        Indexed by row label, a column a part; a column `syllables`, the size of each row, is told at its end.
    colours, names : dict
        Colour and words by column.
    least : float
        Smaller parts are drawn without their percentage.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows, parts = np.arange(len(shares))[::-1], [column for column in shares if column != "syllables"]
    left = np.zeros(len(shares))
    for part in parts:
        width = shares[part].to_numpy()
        axes.barh(rows, width, left=left, color=colours[part], height=0.68, edgecolor="white", linewidth=0.6)
        for row, start, size in zip(rows, left, width, strict=True):
            if size >= least:
                place = {"ha": "center", "va": "center", "fontsize": 8.5, "color": _on(colours[part])}
                axes.text(start + size / 2, row, f"{size:.0%}", **place)
        left = left + width
    for row, size in zip(rows, shares["syllables"], strict=True):
        words = f"{size:,} syllables" if row == rows[0] else f"{size:,}"
        axes.text(1.012, row, words, va="center", fontsize=8.5, color=QUIET)
    key(axes, {names[part]: colours[part] for part in parts})
    axes.set_yticks(rows, shares.index)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    axes.set(xlim=(0, 1), ylim=(-0.6, len(shares) - 0.4))
    return _bare(axes)


def key(axes, colours, columns=3):
    """Name colours in lines above the axes, below the title, which is moved up for them."""
    lines = -(-len(colours) // columns)
    for place, (words, colour) in enumerate(colours.items()):
        line = lines - 1 - place // columns
        axes.annotate(
            "■", ((place % columns) / columns, 1), (0, 4 + 14 * line), xycoords="axes fraction",
            textcoords="offset points", color=colour, fontsize=10, va="bottom",
        )  # fmt: skip
        axes.annotate(
            words, ((place % columns) / columns, 1), (12, 5 + 14 * line), xycoords="axes fraction",
            textcoords="offset points", color=INK, fontsize=9, va="bottom",
        )  # fmt: skip
    axes.set_title(axes.get_title(loc="left"), loc="left", pad=14 + 14 * lines)


def talked_and_heard(table, label, colour, title):
    """Paired bars: how often an actor is spoken of to the left, how many syllables it is given to the right.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of `speech.talked_about`.
    label, colour : callable
        Words and colour of an actor.
    title : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    rows, colours = np.arange(len(table))[::-1], [colour(actor) for actor in table["actor"]]
    fig, (left, middle, right) = figure(0.31 * len(table) + 1.4, ncols=3, sharey=True, width_ratios=[1, 0.55, 1.2])
    for axes, column in ((left, "spoken_of"), (right, "syllables")):
        widest = max(table[column].max(), 1)
        axes.barh(rows, table[column], color=colours, height=0.68)
        axes.set_xlim((1.25 * widest, 0) if axes is left else (0, 1.25 * widest))
        for row, size in zip(rows, table[column], strict=True):
            silent = column == "syllables" and not size
            axes.text(
                size + 0.02 * widest, row, "not quoted by name" if silent else f"{size:,}", va="center",
                ha="right" if axes is left else "left", fontsize=8.5, color=QUIET,
            )  # fmt: skip
        axes.set_axis_off()
    for row, actor in zip(rows, table["actor"], strict=True):
        words = textwrap.fill(label(actor), 27)
        middle.text(0.5, row, words, ha="center", va="center", fontsize=9 if "\n" not in words else 7.5)
    middle.set_axis_off()
    middle.set(xlim=(0, 1), ylim=(-0.6, len(table) - 0.4))
    left.set_title("spoken of (mentions)", fontsize=9.5, fontweight="normal", loc="right")
    right.set_title("heard (syllables quoted or reported)", fontsize=9.5, fontweight="normal")
    fig.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
    return fig


def count_grid(axes, counts, label, words):
    """Grid of counts, darker for a larger share of its row; rows and columns as in the table.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    counts : pandas.DataFrame
        Whole numbers, indexed by actor.
    label : callable
        Words for an actor.
    words : str
        What is counted, for the colour scale.

    Returns
    -------
    matplotlib.axes.Axes
    """
    shares = counts.div(counts.sum(axis=1), axis=0).to_numpy(dtype=float)
    image = axes.imshow(shares, aspect="auto", cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts.to_numpy()):
        if count:
            tone = "white" if shares[row, column] > 0.55 else INK
            axes.text(column, row, count, ha="center", va="center", fontsize=9, color=tone)
    axes.set_yticks(range(len(counts)), [label(actor) for actor in counts.index])
    axes.set_xticks(range(counts.shape[1]), counts.columns, rotation=45, ha="left", rotation_mode="anchor")
    axes.set_xticks(np.arange(counts.shape[1] + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(counts) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="#EEEEEE", linewidth=0.8)
    axes.xaxis.tick_top()
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    bar = axes.figure.colorbar(
        image, ax=axes, label=words, shrink=0.6, pad=0.02, format=lambda share, _: f"{share:.0%}"
    )
    bar.outline.set_visible(False)
    return axes


def voice_strips(axes, corpus, spoken, colour, names):
    """One strip an article from first to last character, coloured by who speaks; reported speech is half as high.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    corpus : pandas.DataFrame
    spoken : pandas.DataFrame
        Spans with `kind` and `group`.
    colour, names : dict
        Colour and words of each group.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = dict(zip(corpus.index, range(len(corpus))[::-1], strict=True))
    for article, row in rows.items():
        axes.barh(row, 1, color=PALE, height=0.06)
        length = max(len(corpus.at[article, "text"]), 1)
        for span in spoken[spoken["article"] == article].itertuples():
            height = 0.36 if span.kind == "indirect" else 0.76
            width = max((span.end - span.start) / length, 0.002)
            axes.barh(row, width, left=span.start / length, height=height, align="center", color=colour[span.group])
    key(axes, {names[group]: colour[group] for group in names if group in set(spoken["group"])})
    axes.set_yticks(list(rows.values()), corpus["label"])
    axes.set_xticks([0, 0.5, 1], ["begin", "middle", "end"])
    axes.set(xlim=(0, 1), ylim=(-0.6, len(corpus) - 0.4))
    axes.set_xlabel("position in the article (high: in quotation marks, low: reported)")
    return _bare(axes)


def side_styles(sides):
    """Colours and words of sides, the empty side as ``"no side coded"``.

    Parameters
    ----------
    sides : dict
        Side by actor.

    Returns
    -------
    tuple of dict
        Colour by side, words by side.
    """
    colours = side_colours(sides.values())
    return colours, {side: side or "no side coded" for side in colours}


def _on(colour):
    """Ink that can be read on a colour: white on dark, black on light (relative luminance of WCAG 2.1)."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return "white" if 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] < 0.3 else INK


def _bare(axes):
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    return axes


def actor_colour(sides, colours):
    """Colour of an actor by its side, or one colour for all where no sides are coded."""
    return lambda actor: colours[sides.get(actor, "")] if sides else ARTICLE_COLOURS[0]


KINDS = {"direct": "direct quotation", "partial": "partial quotation", "indirect": "reported speech"}
KIND_STYLES = ({kind: KIND_COLOURS[kind] for kind in KINDS}, KINDS)
