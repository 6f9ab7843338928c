"""Which words does an article use? Segmentation that keeps names, times and numbers whole."""

import re
from bisect import bisect_left, bisect_right

from helpers.corpus import by_article, find_sentences, iter_articles, span_table
from helpers.lexicon import fold, forms, spell
from helpers.segmenter import segment

WORDS = {"word": "str", "sentence": "int64", "stop": "bool", "kind": "str", "role": "str"}
_PIECE = 4000  # characters a call of the segmenter gets: its time grows faster than its input
_NAMED = ("name", "metonym", "place")
_SYLLABLE = re.compile(r"\S+")


def find_words(corpus, mentions=None, times=None, sentences=None):
    """Segment articles into words, names and times kept whole.

    Words are those of underthesea's segmenter (a conditional random field), except that the bare names of
    `find_mentions`, the expressions of `find_times` and numbers are neither cut nor joined with what stands beside
    them. A name inside a longer one (`Bộ Ngoại giao | Hoa Kỳ`) is a word of its own. Punctuation is no word; credit
    lines are left out.

    Parameters
    ----------
    corpus : pandas.DataFrame
        As `load_corpus` returns it.
    mentions, times, sentences : pandas.DataFrame, optional
        As `find_mentions`, `find_times` and `find_sentences` return them; computed if not given.

    Returns
    -------
    pandas.DataFrame
        A span table: `article`, `start`, `end`, `text`, `word` (lower-cased unless a name, tone marks placed alike),
        `sentence` (its number), `stop` (whether it is in `data/lexicon/stopwords.csv`), `kind` (word, name, time or
        number), `role` (of its sentence).
    """
    from helpers.actors import find_mentions
    from helpers.times import find_times

    sentences = find_sentences(corpus) if sentences is None else sentences
    mentions = find_mentions(corpus, sentences) if mentions is None else mentions
    times = find_times(corpus) if times is None else times
    bounds = by_article(sentences)
    whole = _protected(mentions, times)
    rows = []
    for article, text, _ in iter_articles(corpus):
        part = bounds.get(article)
        if part is not None:
            part = list(zip(part["start"], part["end"], part["sentence"], part["role"], part["paragraph"], strict=True))
            rows += _article_words(article, text, part, whole.get(article, []))
    return span_table(rows, WORDS)


def _protected(mentions, times):
    """Spans to keep whole, by article: bare names and times."""
    named = mentions[mentions["kind"].isin(_NAMED)]
    spans = {}
    for table, start, end, kind in ((named, "core_start", "core_end", "name"), (times, "start", "end", "time")):
        for article, low, high in zip(table["article"], table[start], table[end], strict=True):
            spans.setdefault(article, []).append((int(low), int(high), kind))
    return spans


def _article_words(article, text, bounds, whole):
    stops = forms("stopwords", "word")
    starts = [start for start, *_ in bounds]
    for start, end, kind in _keep_whole(text, _segment(text, bounds), sorted(whole)):
        surface = text[start:end]
        if not any(map(str.isalnum, surface)):
            continue
        _, _, sentence, role, _ = bounds[max(0, bisect_right(starts, start) - 1)]
        word = spell(" ".join(surface.split()))
        word = word if kind == "name" else word.lower()
        stop = kind == "word" and fold(word) in stops
        yield article, start, end, surface, word, sentence, stop, kind, role


def _segment(text, bounds):
    """Spans of the segmenter's tokens, aligned to the text; whatever it leaves out or rewrites is kept as it stands."""
    pieces = list(_pieces(bounds))
    for (begin, stop), tokens in zip(pieces, segment([text[a:b] for a, b in pieces]), strict=True):
        position = begin
        for token in tokens:
            start, position = _align(text, token, position, stop)
            if position > start:
                yield start, position
        for rest in _SYLLABLE.finditer(text, position, stop):
            yield rest.span()


def _pieces(bounds):
    """Join the sentences of a paragraph into stretches of bounded length; longer sentences are cut."""
    begin = stop = paragraph = None
    for start, end, _, role, number in bounds:
        if role == "credit":
            continue
        if begin is not None and (number != paragraph or end - begin > _PIECE):
            yield from _cut(begin, stop)
            begin = None
        begin = start if begin is None else begin
        stop, paragraph = end, number
    if begin is not None:
        yield from _cut(begin, stop)


def _cut(begin, stop):
    while stop - begin > _PIECE:
        yield begin, begin + _PIECE
        begin += _PIECE
    yield begin, stop


def _align(text, token, position, stop):
    """Find where a token stands from `position` on: tone marks may be rewritten, blanks differ; its length agrees."""
    start = None
    for syllable in token.split():
        while position < stop and text[position].isspace():
            position += 1
        start = position if start is None else start
        if not text.startswith(syllable, position) and fold(text[position : position + len(syllable)]) != fold(
            syllable
        ):
            found = text.find(syllable, position, min(stop, position + 40 + len(syllable)))
            position = found if found >= 0 else position
        position = min(stop, position + len(syllable))
    return (position if start is None else start), position


def _keep_whole(text, tokens, whole):
    """Cut tokens at the borders of names and times, and join what lies between two borders inside one of them."""
    borders = sorted({edge for low, high, _ in whole for edge in (low, high)})
    covered = _merge(whole)
    cover_starts = [low for low, _, _ in covered]
    for start, end in tokens:
        edges = borders[bisect_right(borders, start) : bisect_left(borders, end)]
        for low, high in zip([start, *edges], [*edges, end], strict=True):
            low, high = _stripped(text, low, high)
            index = bisect_right(cover_starts, low) - 1
            inside = index >= 0 and low < covered[index][1]
            if not inside and low < high:
                yield low, high, ("number" if text[low].isdigit() else "word")
    edges = [0, *borders]
    for low, high, kind in covered:
        inner = borders[bisect_right(borders, low) : bisect_left(borders, high)]
        for begin, stop in zip([low, *inner], [*inner, high], strict=True):
            begin, stop = _stripped(text, begin, stop)
            if begin < stop:
                yield begin, stop, kind


def _merge(whole):
    """Outermost of nested or touching spans, as (start, end, kind); names before times where they cross."""
    merged = []
    for low, high, kind in sorted(whole, key=lambda span: (span[0], -span[1])):
        if merged and low < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]), merged[-1][2])
        else:
            merged.append((low, high, kind))
    return merged


def _stripped(text, start, end):
    """Take blanks and punctuation off the edges of a piece that a border has cut."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in "%)":
        end -= 1
    return start, end
