"""Language knowledge as tables: reading `data/lexicon/*.csv`, folding text, matching many patterns at once."""

import re
from functools import cache
from pathlib import Path

import pandas as pd
from ahocorasick_rs import AhoCorasick, MatchKind

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"

# Capitals for character classes: a range like à-ỹ has both cases.
UPPER = "".join(c for c in map(chr, range(0x41, 0x1F00)) if c.isupper())
_FOLDS = dict.fromkeys(map(ord, "“”„‟«»＂"), '"') | dict.fromkeys(map(ord, "‘’‚‛`´ʼ"), "'")
_FOLDS |= dict.fromkeys(map(ord, "‐‑‒–—―−"), "-") | dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\t"), " ")
# Old-style tone marks (hòa, khỏe, thủy) become new-style ones (hoà, khoẻ, thuỷ): the same word in two spellings.
_TONES = {
    f"{old}{second}": f"{first}{new}"
    for first, second, olds, news in (
        ("o", "a", "òóỏõọ", "àáảãạ"),
        ("o", "e", "òóỏõọ", "èéẻẽẹ"),
        ("u", "y", "ùúủũụ", "ỳýỷỹỵ"),
    )
    for old, new in zip(olds, news, strict=True)
}
_TONE = re.compile("|".join(_TONES))
_NEW_TONE = re.compile(rf"(?<![qQ])(?:{'|'.join(_TONES.values())})(?!\w)", re.IGNORECASE)
_OLD_TONES = {new: old for old, new in _TONES.items()}


def fold(text):
    """Lower-case `text` and unify quotation marks, dashes, spaces and tone-mark placement, length preserved.

    Offsets into the result are offsets into `text`, so a match in the one is evidence in the other.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Of the same length as `text`.
    """
    low = text.lower()
    if len(low) != len(text):  # a few letters (İ) grow when lowered: leave those as they are
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _TONE.sub(lambda m: _TONES[m.group()], low.translate(_FOLDS))


def spell(word):
    """Spell a word with its tone marks where most newspapers put them (hòa, not hoà), so that both count as one."""
    return _NEW_TONE.sub(lambda m: _OLD_TONES.get(m.group(), m.group()), word)


@cache
def read_lexicon(name):
    """Read `data/lexicon/<name>.csv`; every cell is a string, an empty cell the empty string.

    Parameters
    ----------
    name : str
        File name without suffix: ``"cues"``, ``"actors"``, …

    Returns
    -------
    pandas.DataFrame
        Cached: copy it before changing it.
    """
    table = pd.read_csv(DATA / "lexicon" / f"{name}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return table.apply(lambda column: column.str.strip())


@cache
def forms(name, column, **where):
    """Frozen set of the folded cells of one `column` of a lexicon, for rows whose other columns equal `where`."""
    table = read_lexicon(name)
    for key, value in where.items():
        table = table[table[key].isin([value] if isinstance(value, str) else value)]
    return frozenset(table[column].map(fold))


def alternatives(words):
    """Regular expression matching any of `words` (folded), longest first, spaces matching any run of blanks."""
    ordered = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def matcher(patterns):
    """Compile `patterns` (folded strings) into one automaton (Aho & Corasick 1975).

    Matching time depends on the text and the number of matches, not on the number of patterns.

    Parameters
    ----------
    patterns : sequence of str

    Returns
    -------
    callable
        ``find(folded_text)`` returns a list of ``(pattern_index, start, end)`` on word boundaries, overlapping
        matches included, in order of their end.
    """
    automaton = AhoCorasick(list(patterns), matchkind=MatchKind.Standard)

    def find(text):
        size = len(text)
        return [
            (index, start, end)
            for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True)
            if not (start and text[start - 1].isalnum()) and not (end < size and text[end].isalnum())
        ]

    return find
