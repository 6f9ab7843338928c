"""Which times does an article speak of? A rule-based TIMEX3 tagger for Vietnamese news.

The grammar is `data/lexicon/time_rules.csv`, a regular expression a rule beside examples that are also its tests;
the words it is made of are `data/lexicon/times.csv`. Here is what each match
is relative to; `timex.py` gives its value.
"""

import re
from bisect import bisect_right
from datetime import date, timedelta
from functools import cache

import pandas as pd
from dateutil.relativedelta import relativedelta

from helpers.corpus import by_article, find_sentences, iter_articles, span_table
from helpers.lexicon import UPPER, alternatives, fold, forms
from helpers.marks import find_marked
from helpers.scan import Cover, compounds
from helpers.time_rules import time_forms, time_grammar
from helpers.timex import Context, calendar_day, evaluate

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
_BREAK = re.compile(rf"(?<![.!?…])[.!?…]++(?: ?[”\"’'»)\]])*\s+(?=[“\"‘«(–-]?\s?[{UPPER}])|\n+")
# Relative to the day of the utterance inside a quotation.
_OF_UTTERANCE = (
    "deictic_day",
    "tomorrow",
    "part_of_day",
    "weekday",
    "day_only",
)
_RECENT = timedelta(days=2)


def find_times(corpus, sentences=None):
    """Find time expressions and their TIMEX3 values (ISO-TimeML, Pustejovsky et al. 2010).

    Parameters
    ----------
    corpus : pandas.DataFrame
        As `load_corpus` returns it. Relative times are resolved against `published`, the last day named before, and
        inside quotation marks against a day named in the same sentence outside them. Without `published` they stay
        underspecified (``XXXX-09-13``).
    sentences : pandas.DataFrame, optional
        The table of `find_sentences`, computed when not given: credit lines are left out.

    Returns
    -------
    pandas.DataFrame
        A span table: `article`, `start`, `end`, `text`, `type` (DATE, TIME, DURATION or SET), `value`, `mod`,
        `date_from` and `date_to` (the calendar days of the value, inclusive; NaT when unknown), `rule` (the name of
        the row in `data/lexicon/time_rules.csv`).
    """
    sentences = find_sentences(corpus) if sentences is None else sentences
    credits = {
        article: list(zip(part["start"], part["end"], strict=True))
        for article, part in by_article(sentences[sentences["role"] == "credit"]).items()
    }
    rows = [
        (article, start, end, text[start:end], kind, value, mod, *map(pd.Timestamp, value_interval(value)), rule)
        for article, text, published in iter_articles(corpus)
        for start, end, kind, value, mod, rule in _article_times(text, published, Cover(credits.get(article, ())))
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


def _article_times(text, published, in_credit):
    finder, readers, _ = time_grammar()
    folded = fold(text)
    breaks = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    marked = find_marked(text)
    starts = [start for start, *_ in marked]
    last, past, sentence, year = None, None, -1, None
    found = []
    for match in finder.finditer(folded):
        rule, (start, end) = match.lastgroup, match.span()
        if in_credit(start) or not _is_time(rule, text, folded, start, end):
            continue
        if folded.startswith("đầu ", start) and folded.endswith("lần ", 0, start):
            start += 4  # lần đầu năm 1963: the first time, in 1963
        if rule == "duration" and folded[start:end].endswith(" tới") and text[end + 1 : end + 2].isupper():
            end -= 4  # chuyến thăm một ngày tới Paris: tới is "to"
        index = bisect_right(breaks, start) - 1
        if index != sentence:
            sentence, year = index, None
        base = published
        if rule in _OF_UTTERANCE:
            quote = bisect_right(starts, start) - 1
            if quote >= 0 and start < marked[quote][1]:
                base = _utterance_day(folded, readers, marked[quote], breaks, published) or base
                recent = past and base == published and base - past <= _RECENT
                base = past if recent else base
        future = _looks_ahead(folded, start, end, breaks[index], breaks[index + 1])
        value = evaluate(rule, readers[rule].match(folded, start, end + 40), Context(base, last, past, year, future))
        if value is None:
            continue
        kind, value, mod = value
        if found and rule.startswith("day_") and kind == "DATE" and text[found[-1][1] : start] == " (":
            found[-1] = _dated_by(found[-1], value)
        found.append((start, end, kind, value, mod, rule))
        if re.match(r"\d{4}-\d\d-\d\d", value):
            last = date.fromisoformat(value[:10])
            past = last if published is None or last <= published else past
        if rule == "year" and start - breaks[index] <= 12 and value.isdigit() and not mod:
            year = int(value)
    return found


def _dated_by(weekday, day):
    """Give a weekday the date that stands in brackets behind it: sáng thứ Hai (15/4)."""
    start, end, kind, value, mod, rule = weekday
    same = rule in ("weekday", "part_of_day") and re.match(r"\d{4}-\d\d-\d\d", value)
    return (start, end, kind, day + value[10:], mod, rule) if same else weekday


def _looks_ahead(folded, start, end, low, high):
    """How surely a time lies ahead: 2 with a marker of the future in its clause, 1 as deadline (`trước ngày`), or 0."""
    hom = folded.startswith(("hôm ", "vào hôm "), start)
    if _future_before().search(folded, max(low, start - 100), start):
        return 2
    if not hom and _future_after().match(folded, end, min(high, end + 80)):
        return 2
    before = folded[max(low, start - 100) : start].split()
    deadline = before[-1:] == ["trước"] and len(before) > 1 and not time_forms("not_deadline").keys() & set(before)
    return int(deadline)


@cache
def _future_before():
    return re.compile(
        rf"(?<!\w){alternatives(time_forms('future'))}(?!\w)(?: {_other_act()})?{_same_clause()}(?:,{_same_clause()})?$"
    )


@cache
def _future_after():
    return re.compile(rf",?{_same_clause()}(?<!\w){alternatives(time_forms('future'))}(?!\w)")


@cache
def _same_clause():
    """What stands between a time and what tells its tense: no mark, no cue of speech, no `rằng` or `sau khi`."""
    return rf"(?:(?!(?<!\w){_other_act()}(?!\w))[^,;:\n])*"


@cache
def _other_act():
    cues = {cue for cue in forms("cues", "cue", frame="speech") if " " in cue}  # phán is also in đàm phán, negotiate
    return alternatives(cues | time_forms("not_future").keys())


@cache
def _blockers():
    before = re.compile(rf"(?<!\w){alternatives(time_forms('not_after'))}(?: số)? $")
    after = re.compile(rf"\s*{alternatives(time_forms('not_before'))}(?!\w)")
    return before, after


def _is_time(rule, text, folded, start, end):
    """Refuse what only looks like a time: laws, scores, fractions, ages, ordinals, roads, names, other words."""
    words = text[start:end]
    if not any(map(str.isalpha, words)):
        before, after = _blockers()
        if before.search(folded, max(0, start - 16), start) or after.match(folded, end, end + 14):
            return False
        return not (start and folded[start - 1] in "$€£#+")
    lead = folded[max(0, start - 14) : start].split()[-1:] or [""]
    if rule == "weekday":
        return _is_weekday(folded, words, lead[0], start, end)
    if rule == "tomorrow":
        return words.islower() or folded[start - 1 : start] == '"'
    if rule in ("reference", "now", "weekend", "bare_edge"):
        named = not words.isupper() and any(word[0].isupper() for word in words.split()[1:])
        if named or (words.startswith("hiện") and lead[0] in time_forms("not_now")):
            return False  # Tuổi Trẻ Cuối Tuần; thể hiện nay
        if folded[start:end] in ("vừa qua", "vừa rồi"):
            return words[0].isupper()  # after a noun it only says which one: đợt xét tuyển vừa qua
        if folded[start:end] == "nay" and rule == "reference":
            context = folded[max(0, start - 14) : start]
            return bool(_UNTIL_NOW.search(context)) and not re.search(r"trước (?:đến|tới) $", context)
    if rule in ("set", "set_weekday") and f"{lead[0]} {folded[start:end].split()[0]}" in compounds():
        return False  # ngân hàng thứ tư
    if rule in ("duration", "ago"):
        unit = words.split()[-1]
        if unit[0].isupper() and unit[1:].islower() and words[0].islower():
            return False  # Công ty đầu tư | Năm Bảy Bảy
        following = folded[end : end + 9].split()[:1]
        if following and f"{folded[start:end].split()[-1]} {following[0].strip(',.')}" in time_forms("no_length"):
            return False
        if five := re.match(r"năm (\w+)", folded[start:end]):  # năm is five, and year
            counted = lead[0] in time_forms("number") or lead[0] in time_forms("not_five") or lead[0].isdigit()
            return not counted and five[1] != "tháng"
        return not re.match(r"(?:phút|ngày|tháng)\s", folded[start:end])
    return True


def _is_weekday(folded, words, lead, start, end):
    """Tell `thứ hai` the weekday from the second: by its capital, the words around it, or a bracket after it."""
    day = re.search(r"(?:thứ|chủ|chúa)\s+(\w)", words, re.IGNORECASE)
    named = day and (day[1].isupper() or "nhật" in words.lower())
    bracket = folded[end : end + 3].strip()[:1] == "("
    return bool(named or lead in time_forms("before_weekday") or words.lower().startswith("hôm ") or bracket) or (
        "tuần" in folded[start:end]
    )


def _utterance_day(folded, readers, quote, breaks, published):
    """Day named in the sentence of a quotation, outside its marks: the day it was said."""
    begin = breaks[bisect_right(breaks, quote[0]) - 1]
    stop = breaks[min(bisect_right(breaks, quote[1] + 2), len(breaks) - 1)]
    for low, high in ((quote[1], min(stop, quote[1] + 120)), (max(begin, quote[0] - 120), quote[0])):
        for rule in ("day_full", "day_words", "day_month"):
            if match := readers[rule].search(folded, low, high):
                value = evaluate(rule, match, Context(published))
                if value and re.fullmatch(r"\d{4}-\d\d-\d\d", value[1]):
                    return date.fromisoformat(value[1])
    return None
