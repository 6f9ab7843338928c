"""What does an article look like with all that was found in it? A reading view whose marks survive without styles."""

import html
from itertools import groupby
from operator import itemgetter

import pandas as pd
from IPython.display import display

from helpers.actors import find_mentions
from helpers.corpus import find_sentences
from helpers.notebook import actor_label
from helpers.quotes import find_quotes
from helpers.times import find_times
from helpers.wording import localised

# Sign before and after each kind of span; the style only repeats what the sign says.
SIGNS = {"quote": ("⟦", "⟧"), "actor": ("‹", "›"), "time": ("{", "}")}
STYLES = {
    "quote": "background-color: #e3eef8",
    "actor": "color: #882255; font-weight: bold",
    "time": "color: #117733; text-decoration: underline",
}
KEY = "⟦ quoted or reported ⟧ (speaker) · ‹ mention → actor, said once a name › · { time → value }"


def show_article(corpus, article, sentences=None, mentions=None, quotes=None, times=None):
    """Show an article with its quotations, actors and times marked by signs and colours, as HTML and plain text.

    Parameters
    ----------
    corpus : pandas.DataFrame
        As `load_corpus` returns it.
    article : str
        Its id.
    sentences, mentions, quotes, times : pandas.DataFrame, optional
        As the `find_*` functions return them; computed if not given.

    Raises
    ------
    KeyError
        There is no such article; the message names those there are.
    """
    page, text = reading_view(corpus, article, sentences, mentions, quotes, times)
    display({"text/html": page, "text/plain": text}, raw=True)


def reading_view(corpus, article, sentences=None, mentions=None, quotes=None, times=None):
    """Write an article as in `show_article`.

    Returns
    -------
    tuple of str
        HTML, everything of the article escaped, and plain text: the article with the signs of `KEY`.
    """
    if article not in corpus.index:
        raise KeyError(f"No article {article!r}: there are {', '.join(corpus.index[:10])}.")
    own = corpus.loc[[article]]
    sentences = find_sentences(own) if sentences is None else sentences
    mentions = find_mentions(own, sentences) if mentions is None else mentions
    quotes = find_quotes(own, mentions, sentences) if quotes is None else quotes
    times = find_times(own) if times is None else times
    marks = _marks(*(table[table["article"] == article] for table in (quotes, mentions, times)))
    cut = groupby(_pieces(corpus.at[article, "text"], marks), key=itemgetter(1))
    pieces = [("".join(piece for piece, _ in group), kinds) for kinds, group in cut]
    label = corpus.at[article, "label"]
    plain = f"{label}\n{localised(KEY)}\n\n" + "".join(piece for piece, _ in pieces)
    coloured = "".join(
        f'<span style="{"; ".join(STYLES[kind] for kind in kinds)}">{html.escape(piece)}</span>'
        if kinds
        else html.escape(piece)
        for piece, kinds in pieces
    )
    lines = "".join(f"<p>{line}</p>\n" for line in _by_line(coloured) if line.strip())
    return f"<p><strong>{html.escape(label)}</strong><br>{html.escape(localised(KEY))}</p>\n{lines}", plain


def _marks(quotes, mentions, times):
    """All spans to mark and the words to write behind each; whom a name means is said once, of a pronoun each time."""
    parts = [
        quotes[quotes["kind"] != "scare"].assign(mark="quote", note=quotes["speaker"].map(_speaker)),
        mentions.assign(mark="actor", note=mentions["actor"].map(actor_label)),
        times.assign(mark="time", kind="time", note=times["value"]),
    ]
    columns = ["start", "end", "text", "kind", "mark", "note"]
    table = pd.concat([part[columns] for part in parts], ignore_index=True)
    same = table["note"].str.casefold() == table["text"].str.casefold()
    told = table["kind"].isin(["name", "metonym", "place"]) & table.sort_values("start").duplicated(["text", "note"])
    table.loc[(same | told) & (table["mark"] == "actor"), "note"] = ""
    return table


def _speaker(actor):
    return actor_label(actor) if actor else ""


def _pieces(text, marks):
    """Cut a text where a mark begins or ends and put the signs in: pairs of text and the kinds of mark it stands in."""
    rank = {"quote": 0, "actor": 1, "time": 2}
    opening, closing = {}, {}
    for mark in marks.sort_values(["start", "end"], ascending=[True, False], kind="stable").itertuples():
        opening.setdefault(mark.start, []).append(mark)
        closing.setdefault(mark.end, []).insert(0, mark)  # the inner one closes first
    active, last = dict.fromkeys(SIGNS, 0), 0
    for place in sorted({*opening, *closing, len(text)}):
        kinds = tuple(kind for kind, count in active.items() if count)
        if place > last:
            yield text[last:place], kinds
        for mark in sorted(closing.get(place, []), key=lambda mark: -rank[mark.mark]):
            yield _behind(mark), kinds
            active[mark.mark] -= 1
            kinds = tuple(kind for kind, count in active.items() if count)
        for mark in sorted(opening.get(place, []), key=lambda mark: rank[mark.mark]):
            active[mark.mark] += 1
            yield SIGNS[mark.mark][0], tuple(kind for kind, count in active.items() if count)
        last = place


def _behind(mark):
    """What closes a mark: the sign, and to whom or what it was resolved."""
    sign = SIGNS[mark.mark][1]
    if not mark.note:
        return sign
    return f"{sign} ({mark.note})" if mark.mark == "quote" else f" → {mark.note}{sign}"


def _by_line(page):
    """Split at line ends, closing and opening again a span that runs over one."""
    style, lines = "", []
    for line in page.split("\n"):
        full = style + line
        last_open, last_close = full.rfind("<span"), full.rfind("</span>")
        style = full[last_open : full.index(">", last_open) + 1] if last_open > last_close else ""
        lines.append(full + ("</span>" if style else ""))
    return lines
