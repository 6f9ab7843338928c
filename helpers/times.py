"""Which times does an article speak of? A rule-based TIMEX3 tagger for Vietnamese news.

The grammar is `data/lexicon/time_rules.csv`, a regular expression a rule beside examples that are also its tests;
the words it is made of are `data/lexicon/times.csv`. Here is how matches become values.
"""

import re
from bisect import bisect_right
from datetime import date, timedelta
from functools import cache

import pandas as pd
from dateutil.relativedelta import relativedelta

from helpers.corpus import iter_articles, span_table
from helpers.lexicon import alternatives, fold
from helpers.marks import find_marked
from helpers.timex import Context, calendar_day, evaluate, time_forms, time_grammar

TIMES = {
    "type": "str",
    "value": "str",
    "mod": "str",
    "date_from": "datetime64[s]",
    "date_to": "datetime64[s]",
    "rule": "str",
}
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_UNTIL_NOW = re.compile(r"(?:đến|tới|xưa|lâu) $")
_SENTENCE_BREAK = re.compile(r"(?<![.!?…])[.!?…]++[”\"’'»)\]]*\s+(?=[^\W\d_a-zà-ỹ])|\n+")


def find_times(corpus):
    """Find time expressions and their TIMEX3 values (ISO-TimeML, Pustejovsky et al. 2010).

    Parameters
    ----------
    corpus : pandas.DataFrame
        As `load_corpus` returns it. Relative times are resolved against `published`, the last day named before, and
        inside quotation marks against a day named in the same sentence outside them. Without `published` they stay
        underspecified (``XXXX-09-13``).

    Returns
    -------
    pandas.DataFrame
        A span table: `article`, `start`, `end`, `text`, `type` (DATE, TIME, DURATION or SET), `value`, `mod`,
        `date_from` and `date_to` (the calendar days of the value, inclusive; NaT when unknown), `rule` (the name of
        the row in `data/lexicon/time_rules.csv`).
    """
    rows = [
        (article, start, end, text[start:end], kind, value, mod, *map(pd.Timestamp, value_interval(value)), rule)
        for article, text, published in iter_articles(corpus)
        for start, end, kind, value, mod, rule in _article_times(text, published)
    ]
    return span_table(rows, TIMES)


def value_interval(value):
    """Calendar days that a TIMEX3 value covers.

    Parameters
    ----------
    value : str

    Returns
    -------
    tuple of (datetime.date or None)
        First and last day, inclusive; ``(None, None)`` for durations, references and underspecified values.
    """
    unknown = (None, None)
    if "X" in value or not value[:2].isdigit():
        return unknown
    day = re.match(r"(\d{4})-(\d\d)-(\d\d)", value)
    if day:
        found = calendar_day(*map(int, day.groups()))
        return (found, found)
    if week := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return (monday + timedelta(days=5 if week[3] else 0), monday + timedelta(days=6))
    if part := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI|Q\d|H\d|\d\d)", value):
        year, unit = int(part[1]), part[2]
        if unit in _SEASON_MONTHS:
            first, last = _SEASON_MONTHS[unit]
        elif unit[0] in "QH":
            length = 3 if unit[0] == "Q" else 6
            first, last = (int(unit[1]) - 1) * length + 1, int(unit[1]) * length
        else:
            first = last = int(unit)
        return (date(year, first, 1), date(year + (last < first), last, 1) + relativedelta(months=1, days=-1))
    if re.fullmatch(r"\d{2,4}", value) and value.strip("0"):
        first, last = int(value.ljust(4, "0")), int(value.ljust(4, "9"))
        return (date(first, 1, 1), date(last, 12, 31)) if first else unknown
    return unknown


def _article_times(text, published):
    finder, readers, _ = time_grammar()
    folded = fold(text)
    breaks = [0, *(match.end() for match in _SENTENCE_BREAK.finditer(text))]
    marked = find_marked(text)
    starts = [start for start, *_ in marked]
    last, sentence, year = None, -1, None
    found = []
    for match in finder.finditer(folded):
        rule, (start, end) = match.lastgroup, match.span()
        if not _is_time(rule, text, folded, start, end):
            continue
        index = bisect_right(breaks, start) - 1
        if index != sentence:
            sentence, year = index, None
        stop = breaks[index + 1] if index + 1 < len(breaks) else len(text)
        future = bool(_future().search(folded, max(breaks[index], start - 120), min(stop, end + 80)))
        base = published
        if rule in ("deictic_day", "part_of_day", "weekday"):
            quote = bisect_right(starts, start) - 1
            if quote >= 0 and start < marked[quote][1]:
                base = _utterance_day(folded, readers, marked[quote], breaks[index], stop, published) or published
        fields = readers[rule].match(folded, start, end + 40)
        value = evaluate(rule, fields, Context(base, last, year, future))
        if value is None:
            continue
        kind, value, mod = value
        found.append((start, end, kind, value, mod, rule))
        day = re.match(r"\d{4}-\d\d-\d\d", value)
        last = date.fromisoformat(day.group()) if day else last
        if rule == "year" and start - breaks[index] <= 12 and value.isdigit() and not mod:
            year = int(value)
    return found


@cache
def _future():
    return re.compile(rf"(?<!\w){alternatives(time_forms('future'))}(?!\w)")


@cache
def _blockers():
    before = re.compile(rf"(?<!\w){alternatives(time_forms('not_after'))}(?: số)? $")
    after = re.compile(rf"\s*{alternatives(time_forms('not_before'))}(?!\w)")
    return before, after


def _is_time(rule, text, folded, start, end):
    """Refuse what only looks like a time: laws, scores, fractions, ages, ordinals, roads."""
    before, after = _blockers()
    if not any(map(str.isalpha, text[start:end])):
        if before.search(folded, max(0, start - 16), start) or after.match(folded, end, end + 14):
            return False
        if start and folded[start - 1] in "$€£#+":
            return False
    if rule == "weekday":
        word = text[start:end]
        day = re.search(r"(?:thứ|Thứ|chủ|Chủ|chúa|Chúa)\s+(\w)", word)
        lead = folded[max(0, start - 9) : start].split()[-1:]
        context = lead and lead[0] in ("vào", "sáng", "chiều", "tối", "đêm", "trưa", "từ", "mỗi", "hằng", "hàng")
        named = day and (day[1].isupper() or "nhật" in folded[start:end])
        long = len(word.split()) > 2 and word.split()[0].lower() in ("hôm", "ngày") and word.split()[0].lower() == "hôm"
        return bool(named or context or long or "tuần" in folded[start:end] or folded[end : end + 3].strip()[:1] == "(")
    if rule == "reference" and folded[start:end] == "nay":
        before = folded[max(0, start - 14) : start]
        return bool(_UNTIL_NOW.search(before)) and not re.search(r"trước (?:đến|tới) $", before)
    return not (rule == "duration" and re.match(r"(?:phút|năm|ngày|tháng)\s", folded[start:end]))


def _utterance_day(folded, readers, quote, begin, stop, published):
    """Day named in the sentence of a quotation, outside its marks: the day it was said."""
    for low, high in (
        (quote[1], max(stop, min(len(folded), quote[1] + 120))),
        (max(0, min(begin, quote[0] - 120)), quote[0]),
    ):
        for rule in ("day_full", "day_words", "day_month"):
            if match := readers[rule].search(folded, low, high):
                value = evaluate(rule, match, Context(published, None, None, False))
                if value and re.fullmatch(r"\d{4}-\d\d-\d\d", value[1]):
                    return date.fromisoformat(value[1])
    return None
