"""Which charts show words? Clouds, keyness, dispersion, collocates and forms; style and saving: `helpers.figures`."""

import re
import textwrap
from pathlib import Path

import matplotlib as mpl
import numpy as np

from helpers.figures import INK, KIND_COLOURS, LINE, article_colours, figure

_LARGEST = 105  # font size of the highest rate of all, in pixels of a cloud
_GREY = "#666666"
_DARK, _LIGHT = KIND_COLOURS["direct"], "#8A8A8A"  # no colour of an article: these charts show parts and words


def word_clouds(corpus, table, columns=2):
    """One cloud an article (Mueller's wordcloud), on one scale: height goes with the square root of the rate.

    So the area of a word goes with its rate, the same in all clouds. A word that finds no room at its size is left out
    rather than shrunk.

    Parameters
    ----------
    corpus : pandas.DataFrame
    table : pandas.DataFrame
        `article`, `word`, `per_1000`, `name` (bool: in the article's colour, other words in grey).
    columns : int

    Returns
    -------
    matplotlib.figure.Figure
    """
    colours, rows = article_colours(corpus), -(-len(corpus) // columns)
    fig, grid = figure(rows * 3.0, ncols=columns, nrows=rows, squeeze=False)
    most = table["per_1000"].max() if len(table) else 1
    for axes in grid.flat:
        axes.axis("off")
    for axes, article in zip(grid.flat, corpus.index, strict=False):
        part = table[table["article"] == article]
        axes.set_title(textwrap.shorten(corpus.at[article, "label"], 40), fontsize=10, color=colours[article])
        if len(part):
            axes.imshow(_cloud(part, colours[article], most), interpolation="bilinear")
    return fig


def _cloud(part, colour, most):
    from wordcloud import WordCloud

    names = set(part.loc[part["name"], "word"])
    sizes = dict(zip(part["word"], np.sqrt(part["per_1000"] / most), strict=True))
    cloud = WordCloud(
        width=900, height=560, background_color="white", random_state=1, prefer_horizontal=1.0, relative_scaling=1,
        font_path=str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"), margin=8,
        max_font_size=round(_LARGEST * max(sizes.values())), min_font_size=10,
        color_func=lambda word, *_, **__: colour if word in names else _GREY,
    )  # fmt: skip
    cloud.generate_from_frequencies(sizes)
    # What was shrunk to fit would be read as rarer than it is.
    cloud.layout_ = [row for row in cloud.layout_ if row[1] >= _LARGEST * sizes[row[0][0]] - 2]
    return cloud.to_array()


def keyness_bars(axes, table, label, sides, colours=(_DARK, _LIGHT), most=12):
    """Words that set a part apart, and those of the rest below them, by weighted log-odds; counts at the bars.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    table : pandas.DataFrame
        As `keyness.keyness` returns it.
    label : callable
        Of a word.
    sides : tuple of str
        Names of the part and of the rest.
    colours : tuple of str
    most : int
        Words of each side.

    Returns
    -------
    pandas.DataFrame
        The rows shown, in order.
    """
    high = table[table["z"] > 0].head(most)
    low = table[table["z"] < 0].tail(most)
    shown = table.loc[[*high.index, *low.index]]
    rows = np.arange(len(shown))[::-1] + np.where(shown["z"] > 0, 0.6, 0)
    tones = np.where(shown["z"] > 0, *colours)
    axes.barh(rows, shown["z"], color=tones, height=0.7, alpha=0.9)
    for row, z, a, b in zip(rows, shown["z"], shown["count"], shown["rest"], strict=True):
        axes.text(z, row, f" {a} : {b} ", va="center", ha="left" if z > 0 else "right", fontsize=8, color="#555555")
    names = [label(word) + (" *" if few else "") for word, few in zip(shown["word"], shown["few"], strict=True)]
    axes.set_yticks(rows, names)
    for limit in (-1.96, 1.96):
        axes.axvline(limit, color=LINE, linewidth=0.8, linestyle=":", zorder=0)
    axes.axvline(0, color=INK, linewidth=0.8)
    reach = max(shown["z"].abs().max() * 1.3, 2.4) if len(shown) else 1
    axes.set(xlim=(-reach, reach), ylim=(-0.8, (rows.max() if len(shown) else 0) + 1.6))
    axes.text(reach, axes.get_ylim()[1], f"{sides[0]} →", color=colours[0], ha="right", va="top", weight="bold")
    axes.text(-reach, axes.get_ylim()[1], f"← {sides[1]}", color=colours[1], ha="left", va="top", weight="bold")
    axes.tick_params(length=0)
    axes.spines[["left"]].set_visible(False)
    return shown


def dispersion_dots(axes, table, label, articles):
    """How evenly words are spread: a dot a word from 0 (even) to 1 (all in one small part), counts beside it.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    table : pandas.DataFrame
        Rows of `frequency.dispersion`, in the order shown.
    label : callable
        Of a word.
    articles : int
        Articles of the corpus.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = np.arange(len(table))[::-1]
    axes.hlines(rows, 0, table["dp_norm"], color="#DDDDDD", linewidth=1.5)
    axes.plot(table["dp_norm"], rows, "o", color=_DARK, markersize=7)
    for row, dp, count, spread in zip(rows, table["dp_norm"], table["count"], table["articles"], strict=True):
        axes.text(dp + 0.02, row, f"{count} in {spread} of {articles}", va="center", fontsize=8, color="#555555")
    axes.set_yticks(rows, table["word"].map(label))
    axes.set(xlim=(-0.02, 1.15), ylim=(-0.7, len(table) - 0.3))
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0\neven", "0.25", "0.5", "0.75", "1\nall in one"])
    axes.tick_params(length=0)
    axes.spines[["left"]].set_visible(False)
    return axes


def collocate_dots(axes, table, label):
    """Collocates by logDice, a dot each, as large as they are frequent near the node; hollow where few.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    table : pandas.DataFrame
        Rows of `contexts.collocates`, in the order shown.
    label : callable
        Of a word.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = np.arange(len(table))[::-1]
    low = np.floor(table["log_dice"].min()) - 0.5 if len(table) else 0
    axes.hlines(rows, low, table["log_dice"], color="#DDDDDD", linewidth=1.2)
    axes.scatter(
        table["log_dice"], rows, s=22 + 9 * table["near"], zorder=3, edgecolor=_DARK, linewidth=1.3,
        facecolor=["white" if few else _DARK for few in table["few"]],
    )  # fmt: skip
    for row, x, near, count in zip(rows, table["log_dice"], table["near"], table["count"], strict=True):
        axes.text(x + 0.11, row, f"{near} of {count}", va="center", fontsize=8, color="#555555")
    axes.set_yticks(rows, table["word"].map(label))
    axes.set(xlim=(low, 14), ylim=(-0.7, len(table) - 0.3), xlabel="logDice (14 at most; one more is twice as strong)")
    axes.tick_params(length=0)
    axes.spines[["left"]].set_visible(False)
    return axes


def form_matrix(axes, corpus, table):
    """Forms of one thing by article and voice: numbers are counts, shading is the share among the thing's forms.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    corpus : pandas.DataFrame
    table : pandas.DataFrame
        As `variants.form_counts` returns it.

    Returns
    -------
    matplotlib.axes.Axes
    """
    columns = [*corpus.index, "reporter", "quoted"]
    gap = 0.35  # between things, and between articles and voices
    places = np.arange(len(columns)) + np.where(np.arange(len(columns)) >= len(corpus), gap, 0)
    new = (table["concept"] != table["concept"].shift()).cumsum().to_numpy() - 1
    rows = -(np.arange(len(table)) + 0.6 * new)
    sums = table.groupby("concept")[columns].transform("sum").clip(lower=1)
    shares = (table[columns] / sums).to_numpy()
    shade = mpl.colormaps["Blues"]
    for (index, column), count in np.ndenumerate(table[columns].to_numpy()):
        share = shares[index, column]
        box = mpl.patches.Rectangle((places[column] - 0.48, rows[index] - 0.46), 0.96, 0.92,
                                    color=shade(0.85 * share) if count else "#FAFAFA")  # fmt: skip
        axes.add_patch(box)
        if count:
            axes.text(places[column], rows[index], count, ha="center", va="center", fontsize=8.5,
                      color="white" if share > 0.6 else INK)  # fmt: skip
    labels = [_with_gloss(form, gloss) for form, gloss in zip(table["form"], table["gloss"], strict=True)]
    axes.set_yticks(rows, labels, fontsize=8, linespacing=1.0)
    heads = [textwrap.fill(name, 11) for name in [*corpus["label"], "reporter's voice", "in quotation marks"]]
    axes.set_xticks(places, heads, fontsize=7)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set(xlim=(-0.6, places[-1] + 0.6), ylim=(rows.min() - 0.6 if len(rows) else -1, 0.6))
    return axes


def _with_gloss(form, gloss, width=50):
    """A form with its English, on two lines if need be; what explains the form in brackets goes where room lacks."""
    if len(form) + len(gloss) > width - 4:
        gloss = re.sub(r"\s*\([^)]*\)", "", gloss).split(";")[0].strip()
    return textwrap.fill(f"{form}  ({gloss})", width)
