"""In which language does the report speak? Wording of what is computed and drawn, English or Vietnamese."""

import os
import re
import string
from functools import cache
from numbers import Number

import pandas as pd

from helpers.lexicon import DATA

_DECIMAL = str.maketrans(",.", ".,")  # 6,820 and 0.97 are written 6.820 and 0,97 in Vietnamese


def language():
    """Language of findings, figures and tables: the environment variable ``REPORT_LANG``, ``"en"`` or ``"vi"``."""
    return os.environ.get("REPORT_LANG", "en")


def phrase(key, **values):
    """Fill in a sentence of `data/phrases.csv`, in the language of the report.

    Parameters
    ----------
    key : str
    **values
        For its placeholders; numbers are written as the language writes them.

    Returns
    -------
    str
        Markdown.
    """
    return _Formatter().format(_phrases().at[key, language()], **values)


class _Formatter(string.Formatter):
    def format_field(self, value, spec):
        text = super().format_field(value, spec)
        return text.translate(_DECIMAL) if language() == "vi" and isinstance(value, Number) else text


def day(date):
    """Write a day as the language of the report does: 18 June 2024, 18/6/2024."""
    return f"{date.day}/{date.month}/{date.year}" if language() == "vi" else f"{date:%d %B %Y}".lstrip("0")


def localised(text):
    """Give the Vietnamese of a short English text (`data/wording_vi.csv`) where the report is Vietnamese.

    A `{}` in the table stands for anything and is taken over, itself localised. What the table lacks stays as it is.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    if language() != "vi" or not isinstance(text, str):
        return text
    exact, patterns = _wording()
    if text in exact:
        return exact[text]
    for pattern, vietnamese in patterns:
        if match := pattern.fullmatch(text):
            return vietnamese.format(*map(localised, match.groups()))
    return text


@cache
def _phrases():
    return pd.read_csv(DATA / "phrases.csv", keep_default_na=False).set_index("key")


@cache
def _wording():
    table = pd.read_csv(DATA / "wording_vi.csv", keep_default_na=False)
    exact = dict(zip(table["english"], table["vietnamese"], strict=True))
    patterns = [
        (re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.DOTALL), vietnamese)
        for english, vietnamese in exact.items()
        if "{}" in english
    ]
    return exact, sorted(patterns, key=lambda pair: -len(pair[0].pattern))  # the most specific first


@cache
def sections():
    """Vietnamese of the notebooks' sections, `data/sections_vi.csv`: ``(title, prose)`` by notebook and heading."""
    table = pd.read_csv(DATA / "sections_vi.csv", keep_default_na=False, dtype=str)
    return {(row.notebook, row.heading): (row.title, row.prose) for row in table.itertuples(index=False)}
