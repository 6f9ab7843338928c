"""How are times drawn? A ladder of dated events, each article's reach over a broken axis, shares of the tenses."""

import itertools
import textwrap

import matplotlib as mpl
import numpy as np
import pandas as pd

from helpers.figures import INK, LINE, article_colours, figure

_GREY = "#666666"
_YEAR = pd.Timedelta(days=366)


def ladder(corpus, rungs, most=40):
    """Dates in order, a rung each: when, which articles speak of it, and what one of them says, with its English.

    Rungs stand at equal steps, so that the figure is legible however the dates crowd; a gap of more than two
    years is said between them.

    Parameters
    ----------
    corpus : pandas.DataFrame
    rungs : pandas.DataFrame
        As `rungs_of` returns it; of more than `most` rows those told by most articles are drawn.

    Returns
    -------
    matplotlib.figure.Figure
    """
    order = rungs.assign(articles=rungs["told_by"].str.len()).sort_values("articles", ascending=False, kind="stable")
    drawn = rungs.loc[sorted(order.index[:most])]
    colours, columns = article_colours(corpus), {article: i for i, article in enumerate(corpus.index)}
    heights, height, last = [], 0.0, None
    for row in drawn.itertuples():
        gap = last is not None and row.date_from - last > 2 * _YEAR
        height += 1.6 if gap else 1.0
        heights.append((height, int((row.date_from - last).days // 365.25) if gap else 0))
        last = row.date_to if last is None else max(last, row.date_to)
    fig, axes = figure(0.42 * (height + 1) + 0.14 * len(corpus) + 0.3)
    step = min(0.022, 0.14 / len(corpus))
    text = 0.17 + step * len(corpus) + 0.012
    axes.set(xlim=(0, 1), ylim=(height + 0.7, -0.14 * len(corpus) / 0.42 - 0.1))
    axes.axis("off")
    for article, column in columns.items():
        x, y = 0.17 + step * column, -0.34 * (len(columns) - 1 - column) + 0.15
        axes.plot([x, x], [y, height + 0.4], color=colours[article], linewidth=0.7, alpha=0.35, zorder=0)
        axes.text(x + 0.008, y, corpus.at[article, "label"], color=colours[article], fontsize=8, va="center")
    for (y, gap), row in zip(heights, drawn.itertuples(), strict=True):
        if gap:
            axes.text(0.155, y - 0.8, f"⋮ {gap} years", ha="right", va="center", fontsize=7.5, color=_GREY)
        day = row.published_here
        axes.text(0.155, y, row.date, ha="right", va="center", fontsize=9, fontweight="bold" if day else "normal")
        for article in row.told_by:
            axes.plot([0.17 + step * columns[article]], [y], "o", color=colours[article], markersize=6)
        for article in day:
            axes.plot(
                [0.17 + step * columns[article]], [y], "D", color=colours[article], markersize=10, fillstyle="none"
            )
        axes.text(text, y - 0.17, _fit(row.clause, 92), va="center", fontsize=8.5, color=INK)
        english = row.english or ("" if row.clause else "day of publication")
        axes.text(text, y + 0.2, _fit(english, 100), va="center", fontsize=7.8, color=_GREY, style="italic")
    return fig


def _fit(words, width):
    return textwrap.shorten(words.replace("$", r"\$"), width, placeholder=" …")


def rungs_of(corpus, events, english):
    """Gather events by date: a row a date, with what the figure of it shows.

    Parameters
    ----------
    corpus, events : pandas.DataFrame
    english : callable
        From article, start and end of a clause to its English, empty where there is none.

    Returns
    -------
    pandas.DataFrame
        `date` (as written in figures), `date_from`, `date_to`, `told_by` (articles, in order of the corpus),
        `published_here` (articles of that day), `clause` (of the event told by most articles, shortened to what
        stands around its time), `english`, `events` (how many at this date); in order of time.
    """
    rows = []
    published = corpus.get("published", pd.Series(dtype="datetime64[s]")).dropna()
    for (first, last), part in events.groupby(["date_from", "date_to"]):
        widest = part.groupby("event")["article"].nunique().sort_values(ascending=False, kind="stable").index[0]
        chosen = part[part["event"] == widest].iloc[0]
        here = [article for article, day in published.items() if first == last == day]
        told = [article for article in corpus.index if article in set(part["article"])]
        start = _excerpt(chosen)
        words = ("… " if start > chosen["start"] else "") + " ".join(chosen["text"][start - chosen["start"] :].split())
        in_english = english(chosen["article"], start, chosen["end"]) or english(*chosen[["article", "start", "end"]])
        rows.append((date_words(chosen["value"]), first, last, told, here, words, in_english, part["event"].nunique()))
    days = {row[1] for row in rows if row[1] == row[2]}
    for day in sorted(set(published) - days):
        here = list(published.index[published == day])
        rows.append((date_words(f"{day:%Y-%m-%d}"), day, day, [], here, "", "", 0))
    columns = ["date", "date_from", "date_to", "told_by", "published_here", "clause", "english", "events"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["date_from", "date_to"], kind="stable").reset_index(drop=True)


def _excerpt(event, width=90):
    """Where to begin a clause so that its time is seen: at its start, or at the last comma before the time."""
    text, before, at = event["text"], event["time_start"] - event["start"], event["time_end"] - event["start"]
    if at <= width:
        return event["start"]
    comma = text.rfind(", ", 0, max(1, before - 8)) + 2
    return event["start"] + (comma if comma > 1 and at - comma <= width else text.find(" ", at - width) + 1)


def date_words(value):
    """Write a TIMEX3 value of a year or less for a figure: ``2023-09-13`` as 13 Sep 2023, ``2023-SU`` summer 2023."""
    year, _, rest = value.partition("T")[0].partition("-")
    seasons = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
    if rest[:1] == "W":
        return f"week {rest[1:3]}, {year}"
    if rest in seasons or rest[:1] in ("Q", "H"):
        return f"{seasons.get(rest, rest)} {year}"
    names = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    month, _, day = rest.partition("-")
    return " ".join(filter(None, (day.lstrip("0"), names[int(month)] if month else "", year)))


def segments(days, most=4, share=0.2):
    """Cut a range of days into stretches, so that each can be drawn as close as its days lie.

    The stretch with most days is cut at its widest gap that leaves at least `share` of them on both sides, until there
    are `most` stretches or none of them has ten days.

    Parameters
    ----------
    days : sequence of datetime-like
    most : int
    share : float

    Returns
    -------
    list of (pandas.Timestamp, pandas.Timestamp)
        First and last day of each stretch, in order.
    """
    parts = [pd.DatetimeIndex(days).unique().sort_values()]
    while len(parts) < most and max(map(len, parts)) >= 10:
        index = max(range(len(parts)), key=lambda i: len(parts[i]))
        part, margin = parts[index], max(2, int(share * len(parts[index])))
        cut = int(np.diff(part.asi8)[margin - 1 : len(part) - margin].argmax()) + margin
        parts[index : index + 1] = [part[:cut], part[cut:]]
    return [(part[0], part[-1]) for part in parts if len(part)]


def reach_axes(corpus, table):
    """Each article's dates (dots for months or less, bars for years) and its day of publication over a broken axis.

    Parameters
    ----------
    corpus : pandas.DataFrame
    table : pandas.DataFrame
        Times with `article`, `date_from`, `date_to`, of a year or less.

    Returns
    -------
    matplotlib.figure.Figure
    """
    colours, published = article_colours(corpus), corpus["published"].dropna()
    rows = dict(zip(corpus.index, range(len(corpus))[::-1], strict=True))
    stretches = segments([*table["date_from"], *table["date_to"], *published])
    inside = [sum((table["date_from"] >= low) & (table["date_to"] <= high)) for low, high in stretches]
    widths = [max(1.0, count**0.5) for count in inside]
    fig, grid = figure(0.5 * len(corpus) + 1.1, ncols=len(stretches), sharey=True, width_ratios=widths, squeeze=False)
    gaps = [right[0] - left[1] for left, right in itertools.pairwise(stretches)]
    for index, (axes, (low, high)) in enumerate(zip(grid.flat, stretches, strict=True)):
        pad = max((high - low) * 0.06, pd.Timedelta(days=3))
        pad = min([pad, *(gap * 0.4 for gap in gaps[max(0, index - 1) : index + 1])])
        for article, row in rows.items():
            part = table[table["article"] == article]
            axes.axhline(row, color="#EEEEEE", zorder=0)
            long = part["date_to"] - part["date_from"] > pd.Timedelta(days=32)
            bars = part[long]
            axes.hlines([row] * len(bars), bars["date_from"], bars["date_to"], color=colours[article], lw=5, alpha=0.35)
            dots = part.loc[~long, "date_from"] + (part.loc[~long, "date_to"] - part.loc[~long, "date_from"]) / 2
            axes.plot(dots, [row] * len(dots), "o", color=colours[article], markersize=6, alpha=0.85, markeredgewidth=0)
            if article in published:
                axes.plot(
                    [published[article]], [row], "D", color=INK, markersize=8, fillstyle="none", markeredgewidth=1.4
                )
        axes.set_xlim(low - pad, high + pad)
        ticks = _ticks(low, high, most=max(1, round(9 * widths[index] / sum(widths))))
        axes.set_xticks(ticks, [f"{tick:%Y}" if high - low > 3 * _YEAR else f"{tick:%b\n%Y}" for tick in ticks])
        axes.tick_params(length=0, labelsize=8)
        axes.spines[["left"]].set_visible(False)
    for left, right in zip(grid.flat, grid.flat[1:], strict=False):  # the break: two strokes between the panels
        strokes = {"marker": [(-0.5, -1), (0.5, 1)], "markersize": 9, "ls": "none", "color": LINE, "clip_on": False}
        left.plot([1], [0], transform=left.transAxes, **strokes)
        right.plot([0], [0], transform=right.transAxes, **strokes)
    grid.flat[0].set_yticks(list(rows.values()), corpus["label"])
    grid.flat[0].set_ylim(-0.6, len(corpus) - 0.4)
    return fig


def _ticks(low, high, most):
    """Beginnings of years or months in a stretch, evenly thinned to `most`."""
    for rule in ("YS", "MS"):
        found = pd.date_range(low.normalize(), high, freq=rule)
        if len(found) >= (3 if rule == "YS" else 1):
            break
    found = found if len(found) else pd.DatetimeIndex([low])
    steps = np.unique(np.linspace(0, len(found) - 1, min(most, len(found))).round().astype(int))
    return found[steps]


def tense_bars(axes, corpus, shares):
    """Shares of past, present and future times of each article, the number of times at the end."""
    colours = {"past": "#8C6D31", "present": "#BDBDBD", "future": "#3182BD"}
    known = shares[shares["times"] > 0]
    rows = np.arange(len(known))[::-1]
    left = np.zeros(len(known))
    for tense, colour in colours.items():
        axes.barh(rows, known[tense], left=left, color=colour, height=0.6)
        for row, start, size in zip(rows, left, known[tense], strict=True):
            if size >= 0.05:
                dark = "white" if tense != "present" else INK
                axes.text(start + size / 2, row, f"{size:.0%}", ha="center", va="center", fontsize=9, color=dark)
        left = left + known[tense].to_numpy()
    for row, count in zip(rows, known["times"], strict=True):
        axes.text(1.01, row, f"{count} times", va="center", fontsize=8, color=_GREY)
    for place, (tense, colour) in enumerate(colours.items()):
        axes.text(0.16 * place, len(known) - 0.45, f"■ {tense}", color=colour, fontsize=9, va="bottom")
    axes.set_yticks(rows, known["article"].map(corpus["label"]))
    axes.set(xlim=(0, 1), ylim=(-0.6, len(known) + 0.1))
    axes.xaxis.set_major_formatter(mpl.ticker.PercentFormatter(1.0))
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    return axes
