"""Which stretches of a text stand in quotation marks? Pairs marks of any kind, mixed, nested or unclosed."""

import re
from bisect import bisect_left

from helpers.lexicon import UPPER

_CANDIDATE = re.compile("[“”„‟«»＂\"‘’‚‛'\n]")
_SENTENCE_END = re.compile(rf"(?<![.!?…])[.!?…]++(?=\s+[{UPPER}]|\s*\n)|$")
_OPENING, _CLOSING, _SINGLE = frozenset("“„‟«‘‚‛"), frozenset("”»’"), frozenset("‘’‚‛'")
_BEFORE = frozenset("([{-–—/:,;.!?…\"'") | _OPENING  # what may stand directly before an opening mark, besides blanks
_AFTER = frozenset('([{“‘«"')  # what a closing mark is not followed by
# A pair may run over this many line ends: a quotation in paragraphs is kept together, a lost mark is not.
_MAX_LINES = 3
# Stretches nested deeper than any writer does, or left open for longer than any sentence, would make the table of
# stretches grow with the square of the text.
_MAX_DEPTH, _MAX_OPEN = 8, 1000


def find_marked(text):
    """Find the stretches of `text` in quotation marks.

    Any mark of a family (double: “ ” „ ‟ « » ", single: ‘ ’ ‚ ‛ ') closes any other of it, since mixtures are usual.
    Apostrophes (`Jane's`), feet and inches (`6.1"`) are no marks. A mark that is never closed ends at the end of its
    sentence, or of its paragraph where the next one opens again, so it never swallows the rest of the article. Marks
    nested deeper than eight are none.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of tuple
        ``(start, end, closed)``: code points of the content, marks left outside, blanks at its edges left out;
        whether it was closed. In order of start. Time grows linearly with the length of `text`.
    """
    pairs, stack, line = [], [], 0
    depth = {True: 0, False: 0}  # open marks of the single and of the double family

    def pop():
        opened, single, _ = stack.pop()
        depth[single] -= 1
        return opened + 1

    for match in _CANDIDATE.finditer(text):
        at, mark = match.start(), match.group()
        if mark == "\n":
            line += 1
            while stack:
                reopened = _reopens(text, at, stack[-1][1])
                if not reopened and line - stack[-1][2] < _MAX_LINES:
                    break
                pairs.append((pop(), at if reopened else None, False))
            continue
        single = mark in _SINGLE
        role = _role(text, at, mark, depth[single] > 0)
        if role == "open":
            while mark == '"' and depth[False]:  # straight marks don't nest: the one before was never closed
                pairs.append((pop(), None, False))
            if len(stack) < _MAX_DEPTH:
                stack.append((at, single, line))
                depth[single] += 1
        elif role == "close" and depth[single]:
            while stack[-1][1] != single:  # a mark of the other family left open inside
                pairs.append((pop(), None, False))
            pairs.append((pop(), at, True))
    while stack:
        pairs.append((pop(), None, False))
    return _finish(text, pairs)


def _role(text, at, mark, is_open):
    """Tell whether the mark at `at` opens, closes, or is none (an apostrophe, a prime, a stray mark)."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if mark in "’'‛" and before.isalnum() and after.isalnum():
        return None
    if mark in "'\"’" and before.isdigit() and not is_open:
        return None
    may_open = before.isspace() or before in _BEFORE
    may_close = not after.isalnum() and after not in _AFTER
    if mark in _OPENING:
        return "close" if is_open and may_close and not may_open else "open"
    if mark in _CLOSING:
        return "open" if mark != "’" and not is_open and may_open and after.isalnum() else "close"
    if is_open:
        return "open" if may_open and not may_close and before not in ".,!?…;:" else "close"
    return "open" if may_open and (mark == '"' or not after.isspace()) else None


def _reopens(text, at, single):
    """Tell whether the line after the line end at `at` begins with an opening mark of the same family."""
    following = text[at + 1 : at + 9].lstrip()[:1]
    return bool(following) and following in ("‘‚" if single else '“„‟«"')


def _finish(text, pairs):
    """Give unclosed stretches (end None) the end of their sentence, trim blanks, drop what is empty, and sort."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)] if any(not closed for *_, closed in pairs) else []
    found = []
    for start, end, closed in pairs:
        if end is None:
            end = min(ends[bisect_left(ends, start)], start + _MAX_OPEN)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end and (closed or any(map(str.isalnum, text[start : min(end, start + 200)]))):
            found.append((start, end, closed))
    return sorted(found)
