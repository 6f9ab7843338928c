"""Where does the segmenter cut the text? underthesea's tokens, aligned to the characters they stand for."""

import re

from helpers.corpus import by_article, find_sentences, iter_articles, span_table
from helpers.lexicon import fold
from helpers.segmenter import segment as tokenize

_PIECE = 4000  # characters a call of the segmenter gets: its time grows faster than its input
_SYLLABLE = re.compile(r"\S+")


def segment(corpus, sentences=None):
    """Segment articles with underthesea (a conditional random field) and align its tokens to the text.

    The segmenter unifies tone marks and blanks, so its tokens can't be searched for: each is put where it came from.
    `find_words` builds on these tokens and mends them; this table is the baseline it is compared with.

    Parameters
    ----------
    corpus : pandas.DataFrame
        As `load_corpus` returns it.
    sentences : pandas.DataFrame, optional
        As `find_sentences` returns it. Credit lines are left out.

    Returns
    -------
    pandas.DataFrame
        A span table: `article`, `start`, `end`, `text`; punctuation included.
    """
    bounds = by_article(find_sentences(corpus) if sentences is None else sentences)
    rows = [
        (article, start, end, text[start:end])
        for article, text, _ in iter_articles(corpus)
        if article in bounds
        for start, end in token_spans(text, bounds[article])
    ]
    return span_table(rows, {})


def token_spans(text, sentences):
    """Yield start and end of each token of one article; what the segmenter drops or rewrites is kept as it stands."""
    pieces = list(_pieces(text, sentences[sentences["role"] != "credit"]))
    for (begin, stop), tokens in zip(pieces, tokenize([text[begin:stop] for begin, stop in pieces]), strict=True):
        position = begin
        for token in tokens:
            start, position = _align(text, token, position, stop)
            if position > start:
                yield start, position
        for rest in _SYLLABLE.finditer(text, position, stop):
            yield rest.span()


def _pieces(text, sentences):
    """Join the sentences of a paragraph into stretches of bounded length, cut between words where need be."""
    begin = stop = paragraph = None
    for start, end, number in zip(sentences["start"], sentences["end"], sentences["paragraph"], strict=True):
        if begin is not None and (number != paragraph or end - begin > _PIECE):
            yield from _cut(text, begin, stop)
            begin = None
        begin = start if begin is None else begin
        stop, paragraph = end, number
    if begin is not None:
        yield from _cut(text, begin, stop)


def _cut(text, begin, stop):
    while stop - begin > _PIECE:
        blank = max(text.rfind(mark, begin + _PIECE // 2, begin + _PIECE) for mark in " \n\u00a0")
        middle = blank if blank > begin else begin + _PIECE
        yield begin, middle
        begin = middle
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
