"""What does a time expression mean? TIMEX3 values (ISO-TimeML, Pustejovsky et al. 2010) of the matches of `times.py`.

A function of `KINDS` for each kind of rule: it gets the named groups of the match and what relative times are relative
to, and gives (type, value, mod), or None where the match is no possible time.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from helpers.time_rules import ANY_DAY, time_forms, time_grammar

_NEAR_FUTURE = timedelta(days=10)
_STORY_GAP = timedelta(days=31)  # a day this soon after the last one named belongs to the same story
_LONG_AGO = timedelta(days=300)
_A_PLAN = timedelta(days=270)  # plans reach less far than a year


class Context(NamedTuple):
    """What relative times are relative to."""

    published: date | None  # the document creation time
    last: date | None = None  # the last day named before
    past: date | None = None  # the last day named before that isn't after publication
    year: int | None = None  # the year the sentence begins with
    future: int = 0  # how surely the clause speaks of the future: 2, or 1 for a deadline


def evaluate(rule, match, context):
    """Give the TIMEX3 (type, value, mod) of a match, or None where it is no possible time."""
    fields = {key.rstrip("23456789"): group for key, group in match.groupdict().items() if group is not None}
    return KINDS[time_grammar()[2][rule]](fields, context)


def _mod(fields):
    return time_forms("edge").get(fields.get("edge", ""), "") or time_forms("approx").get(fields.get("approx", ""), "")


def calendar_day(year, month, day):
    """Make a date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def number(words):
    """Read a Vietnamese number in digits or words: ``"24"``, ``"hai mươi lăm"``, ``"một trăm"``.

    Parameters
    ----------
    words : str

    Returns
    -------
    float or None
        None where it is no number.
    """
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", words):
        return float(words.replace(".", ""))
    if re.fullmatch(r"\d+([.,]\d+)?", words):
        return float(words.replace(",", "."))
    total = current = 0.0
    for word in words.split():
        value = float(time_forms("number").get(word, "nan"))
        if value != value:
            return None
        if value >= 100 or (value == 10 and word != "mười"):
            total, current = (
                (total + max(current, 1) * value, 0) if value < 1000 else ((total + current or 1) * value, 0)
            )
        else:
            current += value
    return total + current


def _month(word):
    return int(word) if word.isdigit() else int(time_forms("month")[word])


def _year_shift(word):
    return int(time_forms("shift").get(word, "0"))


def _nearest(context, candidate):
    """Choose the year of a day or month that names none; `candidate(year)` gives its date or None.

    The nearest one before or on the publication date, unless the clause looks ahead, it lies but days ahead, or it
    goes on with a story of an earlier year.
    """
    base, told = context.published, context.last
    if told and base - told > _LONG_AGO and (found := candidate(told.year)) and told <= found <= told + _STORY_GAP:
        return found
    past = next(
        (found for year in range(base.year, base.year - 9, -1) if (found := candidate(year)) and found <= base), None
    )
    ahead = next(
        (found for year in range(base.year, base.year + 9) if (found := candidate(year)) and found > base), None
    )
    if past is None or ahead is None:
        return past or ahead
    nearer = ahead - base < base - past
    near = (ahead - base <= _NEAR_FUTURE or context.future == 1) and nearer
    just_past = base - past <= _NEAR_FUTURE and ahead - base > _A_PLAN
    near = near or (context.future == 2 and not just_past)
    return ahead if near else past


def _day(fields, context):
    if "late" in fields:
        context = context._replace(future=2 * ("tới" in fields["late"]))
    if "m" not in fields:
        return _day_only(fields, context)
    day, month, year = int(fields["d"]), _month(fields["m"]), fields.get("y")
    if "until" in fields and day > int(fields["until"]):  # từ ngày 29 đến 1/10
        month, year = (month - 1, year) if month > 1 else (12, year and str(int(year) - 1))
    if year is None and "shift" in fields and context.published:
        year = context.published.year + _year_shift(fields["shift"])
    if year is None:
        year = context.year
    if year is not None:
        found = calendar_day(int(year), month, day)
        return ("DATE", found.isoformat(), "") if found else None
    if not calendar_day(2024, month, day):
        return None
    if context.published is None:
        return ("DATE", f"XXXX-{month:02}-{day:02}", "")
    return ("DATE", _nearest(context, lambda year: calendar_day(year, month, day)).isoformat(), "")


def _day_only(fields, context):
    day, base = int(fields["d"]), context.last or context.published
    if base is None:
        return ("DATE", f"XXXX-XX-{day:02}", "")
    if "rel" in fields and context.published:
        base = context.published + relativedelta(months=_year_shift(fields["rel"]), day=1)
        found = calendar_day(base.year, base.month, day)
        return ("DATE", found.isoformat(), "") if found else None
    found = calendar_day(base.year, base.month, day)
    if found and context.published and found > context.published and not context.future:
        earlier = base - relativedelta(months=1)
        found = calendar_day(earlier.year, earlier.month, day) or found
    return ("DATE", found.isoformat(), "") if found else None


def _weekday(fields, context):
    base, weekday = context.published, int(time_forms("weekday")[fields["weekday"]])
    if base is None:
        return ("DATE", f"XXXX-WXX-{weekday}", "")
    monday = base - timedelta(days=base.weekday())
    if "shift" in fields:
        monday += timedelta(weeks=_year_shift(fields["shift"]))
        return ("DATE", (monday + timedelta(days=weekday - 1)).isoformat(), "")
    found = monday + timedelta(days=weekday - 1)
    late = fields.get("late", "").strip()
    if late == "sau":
        found += timedelta(weeks=1)
    elif late == "tới" or (context.future and not late):
        found += timedelta(weeks=1 if found <= base else 0)
    elif found >= base + timedelta(days=late in ("", "này")) and late != "này":
        found -= timedelta(weeks=1)
    return ("DATE", found.isoformat(), "")


def _deictic_day(fields, context):
    shift = int(time_forms("day")[fields["form"]])
    value = "XXXX-XX-XX" if context.published is None else (context.published + timedelta(days=shift)).isoformat()
    return ("DATE", value, "")


def _tomorrow(fields, context):
    return ("DATE", (context.published + timedelta(days=1)).isoformat() if context.published else "XXXX-XX-XX", "")


def _day_apposed(fields, context):
    """A weekday or `hôm nay` beside its date: the date tells."""
    _, readers, _ = time_grammar()
    words = fields["day"].removeprefix("ngày ")
    for rule in ("day_full", "day_words", "day_month_plain"):
        if match := readers[rule].fullmatch(words):
            return evaluate(rule, match, context)
    return None


def _lunar(fields, context):
    """A day of the lunar calendar has a place in the year, but no day of ours without an almanac."""
    return ("DATE", "XXXX-XX-XX", "")


def _set_weekday(fields, context):
    part = time_forms("daypart").get(fields.get("part", ""), "").partition(" ")[0]
    weekday = time_forms("weekday")[fields["weekday"]]
    return ("SET", f"XXXX-WXX-{weekday}" + (f"T{part}" if part else ""), "")


def _story_day(context):
    """Where the story stands: the last one named; of a plan or deadline only where the clause is on the future."""
    return (context.last if context.future else context.past or context.last) or context.published


def _same(fields, context):
    base = _story_day(context)
    formats = {"D": "%Y-%m-%d", "M": "%Y-%m", "Y": "%Y"}
    unit = time_forms("same")[fields["form"]]
    return (
        "DATE",
        base.strftime(formats[unit]) if base else {"D": "XXXX-XX-XX", "M": "XXXX-XX", "Y": "XXXX"}[unit],
        "",
    )


def _next(fields, context):
    step = time_forms("next")[fields["form"]]
    base = _story_day(context)
    return ("DATE", _shifted(base, int(step[1:]), step[0]), "") if base else ("DATE", "XXXX-XX-XX", "")


def _shifted(base, amount, unit):
    """Move a day by an amount of a unit; the value is as fine as the unit."""
    if unit == "D":
        return (base + timedelta(days=amount)).isoformat()
    if unit == "W":
        year, week, _ = (base + timedelta(weeks=amount)).isocalendar()
        return f"{year}-W{week:02}"
    if unit in ("M", "3M"):
        found = base + relativedelta(months=amount * (3 if unit == "3M" else 1))
        return found.strftime("%Y-%m")
    years = {"Y": 1, "10Y": 10, "100Y": 100, "1000Y": 1000}[unit] * amount
    if not 1 <= base.year + years <= 9999:
        return "PAST_REF" if years < 0 else "FUTURE_REF"
    return f"{base.year + years:04}"[: {"Y": 4, "10Y": 3}.get(unit, 2)]


def _part(fields, context):
    part, _, mod = time_forms("daypart")[fields["part"]].partition(" ")
    day = _base_day(fields, context)
    return None if day is None else ("TIME", day if part == "DT" else f"{day}T{part}", mod or _mod(fields))


def _base_day(fields, context):
    """Day of a time of day: named beside it, shifted (`sáng nay`), else the last one named or the publication date."""
    words = fields.get("day")
    if words is None:
        base = context.past or context.published
        return base.isoformat() if base else "XXXX-XX-XX"
    if words in time_forms("part_shift"):
        shift = int(time_forms("part_shift")[words])
        return "XXXX-XX-XX" if context.published is None else (context.published + timedelta(days=shift)).isoformat()
    _, readers, _ = time_grammar()
    words = words.removeprefix("ngày ") if words.removeprefix("ngày ")[0].isdigit() else words
    for rule in (*ANY_DAY, "day_month_plain"):
        if match := readers[rule].fullmatch(words):
            value = evaluate(rule, match, context)
            return value and value[1]
    return None


def _clock(fields, context):
    hour, minute, part = int(fields["h"]), fields.get("minute", "0"), fields.get("part", "")
    if minute.startswith("kém"):
        hour, minute = hour - 1, str(60 - int(minute[4:]))
    part = part or (fields.get("day", "").split() or [""])[0]
    half = time_forms("daypart").get(part, "")[:2]
    if hour < 12 and (half in ("AF", "EV") or (half == "NI" and hour > 5) or (half == "MI" and hour < 4)):
        hour += 12
    if fields.get("day") in ("qua", "mai", "nay") and not part:
        return None
    day = _base_day(fields, context)
    return None if day is None or hour > 24 else ("TIME", f"{day}T{hour:02}:{int(minute):02}", _mod(fields))


def _part_alone(fields, context):
    return _part(fields, context)


def _week(fields, context):
    if context.published is None:
        return ("DATE", "XXXX-WXX", _mod(fields))
    shift = fields.get("shift", "này")
    value = _shifted(context.published, -1 if shift == "qua" else _year_shift(shift), "W")
    return ("DATE", value + ("-WE" if "weekend" in fields else ""), _mod(fields))


def _bare_edge(fields, context):
    base = context.published
    if base is None:
        return ("DATE", {"tuần": "XXXX-WXX", "tháng": "XXXX-XX", "năm": "XXXX"}[fields["unit"]], _mod(fields))
    return ("DATE", _shifted(base, 0, {"tuần": "W", "tháng": "M", "năm": "Y"}[fields["unit"]]), _mod(fields))


def _month_value(fields, context):
    mod, base = _mod(fields), context.published
    if "month_shift" in fields:
        return ("DATE", _shifted(base, _year_shift(fields["month_shift"]), "M") if base else "XXXX-XX", mod)
    month, year = _month(fields["m"]), fields.get("y")
    if year is None and "shift" in fields and base:
        year = base.year + _year_shift(fields["shift"])
    if year is None:
        year = context.year
    if year is None and base is None:
        return ("DATE", f"XXXX-{month:02}", mod)
    if year is None:
        context = context._replace(future=2 if "tới" in fields.get("late", "") else context.future)
        found = _nearest(
            context, lambda year: calendar_day(year, month, min(base.day, 28) if month == base.month else 1)
        )
        year = found.year
    return ("DATE", f"{int(year):04}-{month:02}", mod)


def _year_of(fields, context):
    if "y" in fields:
        return fields["y"]
    if context.published is None:
        return "XXXX"
    return str(context.published.year + _year_shift(fields.get("shift", "nay")))


def _half(fields, context):
    return ("DATE", f"{_year_of(fields, context)}-H{1 if fields['half'] == 'đầu' else 2}", "")


def _first_months(fields, context):
    count = number(fields["num"])
    return count and ("DURATION", f"P{count:g}M", "")


def _quarter(fields, context):
    if "quarter_shift" in fields:
        if context.published is None:
            return ("DATE", "XXXX-QX", _mod(fields))
        shift = context.published + relativedelta(months=3 * _year_shift(fields["quarter_shift"]))
        return ("DATE", f"{shift.year}-Q{(shift.month + 2) // 3}", _mod(fields))
    quarter = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(fields["q"]) or int(fields["q"])
    year, late = _year_of(fields, context), fields.get("late", "")
    if "y" not in fields and "shift" not in fields and context.published:
        current, future = (context.published.month + 2) // 3, late.endswith("tới") or (context.future and not late)
        year = str(context.published.year + (future and quarter < current) - (not future and quarter > current))
    return ("DATE", f"{year}-Q{quarter}", _mod(fields))


def _season(fields, context):
    return ("DATE", f"{_year_of(fields, context)}-{time_forms('season')[fields['season']]}", _mod(fields))


def _decade(fields, context):
    if "shift" in fields:
        if context.published is None:
            return ("DATE", "XXX", _mod(fields))
        return (
            "DATE",
            str(
                context.published.year // 10
                + min(1, _year_shift(fields["shift"]) or (-1 if fields["shift"] == "qua" else 0))
            ),
            _mod(fields),
        )
    decade = fields["decade"]
    if len(decade) == 2:
        century = "20" if decade in ("00", "10", "20") and "century_shift" not in fields else "19"
        decade = century + decade
    return ("DATE", decade[:3], _mod(fields))


_ROMAN = {"xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21, "x": 10, "xi": 11, "xii": 12}
_ROMAN |= {"xiii": 13, "xiv": 14, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}


def _century(fields, context):
    if "shift" in fields:
        current = (context.published.year if context.published else 2000) // 100
        return ("DATE", f"{current + {'này': 0, 'tới': 1}.get(fields['shift'], -1):02}", _mod(fields))
    word = fields["century"]
    count = int(word) if word.isdigit() else _ROMAN.get(word)
    return count and ("DATE", f"{count - 1:02}", _mod(fields))


def _year(fields, context):
    if "next" in fields:
        return ("DATE", str(context.published.year + 1) if context.published else "XXXX", "")
    if "y" in fields:
        return ("DATE", fields["y"], _mod(fields))
    return ("DATE", _year_of(fields, context), _mod(fields))


def _period(count, unit, half=False):
    """ISO 8601 duration of a count (number, or X where vague) and a unit of `times.csv`."""
    step, letter = int(unit[:-1]) if unit[:-1].isdigit() else 1, unit[-1]
    clock = "T" if unit.startswith("T") else ""
    if count == "X":
        return f"P{clock}X{letter}" if step == 1 else f"PX{letter}"
    amount = (float(count) + (0.5 if half else 0)) * step
    if amount % 1 and letter in "YH":
        amount, letter = amount * (12 if letter == "Y" else 60), "M"
    return f"P{clock}{amount:g}{letter}"


def _length(fields):
    count = "X" if "vague" in fields else number(fields["num"])
    return None if count is None else (count, time_forms("unit")[fields["unit"]])


def _ago(fields, context):
    length = _length(fields)
    if length is None:
        return None
    (count, unit), way, mod = length, fields["way"], _mod(fields)
    back = way.startswith("trước") or way in ("đây", "nay", "hôm nay")  # cách đây hai năm
    if count == "X":
        return ("DATE", "PAST_REF" if back else "FUTURE_REF", mod)
    base = (
        context.published
        if way in ("trước", "trước đây", "nữa", "đây", "nay", "hôm nay")
        else context.last or context.published
    )
    if way.startswith("sau") and way != "sau đó" and context.last is None:
        return ("DURATION", _period(count, unit, "half" in fields), mod)
    if base is None:
        return ("DATE", {"Y": "XXXX", "M": "XXXX-XX", "D": "XXXX-XX-XX", "W": "XXXX-WXX"}.get(unit, "PAST_REF"), mod)
    if unit.startswith("T"):
        return ("TIME", "PAST_REF" if back else "FUTURE_REF", mod)
    if count % 1 or "half" in fields:
        months = round((count + 0.5 * ("half" in fields)) * {"Y": 12, "10Y": 120, "M": 1}.get(unit, 12))
        count, unit = months, "M"
    return ("DATE", _shifted(base, int(-count if back else count), unit), mod)


def _recent(fields, context):
    unit, way = time_forms("unit")[fields["unit"]], fields["way"]
    if way == "qua" or way == "vừa qua":
        return ("DURATION", _period("X", unit), "")
    return ("DATE", "PAST_REF" if way in ("gần đây", "trước đó") else "FUTURE_REF", "")


def _set(fields, context):
    if "unit" not in fields:
        return ("SET", "P1Y", "")
    unit = {"đêm": "D"}.get(fields["unit"]) or time_forms("unit")[fields["unit"]]
    return ("SET", _period(number(fields["num"].strip() or "1"), unit), "")


def _duration(fields, context):
    length = _length(fields)
    return length and ("DURATION", _period(*length, "half" in fields), _mod(fields))


def _compound(fields, context):
    counts = number(fields["num"]), number(fields["less"])
    if None in counts:
        return None
    units = time_forms("unit")[fields["unit"]], time_forms("unit")[fields["less_unit"]]
    first, second = (_period(count, unit) for count, unit in zip(counts, units, strict=True))
    joined = first + (second[1:] if not first.startswith("PT") else second.removeprefix("PT"))
    return ("DURATION", joined, _mod(fields))


def _past_unit(fields, context):
    return ("DURATION", _period(1, time_forms("unit")[fields["unit"]]), "")


def _duration_one(fields, context):
    return ("DURATION", _period(1, {"đêm": "D"}.get(fields["unit"]) or time_forms("unit")[fields["unit"]]), "")


def _reference(fields, context):
    return ("DATE", time_forms("reference").get(fields.get("form", "hiện nay")), "")


KINDS = {
    "clock": _clock, "part": _part, "part_alone": _part_alone, "day": _day, "weekday": _weekday,
    "deictic_day": _deictic_day, "tomorrow": _tomorrow, "day_apposed": _day_apposed, "lunar": _lunar,
    "set_weekday": _set_weekday, "compound": _compound,
    "same": _same, "next": _next, "week": _week, "bare_edge": _bare_edge, "month": _month_value, "half": _half,
    "first_months": _first_months, "quarter": _quarter, "season": _season,
    "decade": _decade, "century": _century, "year": _year, "ago": _ago, "recent": _recent, "set": _set,
    "duration": _duration, "past_unit": _past_unit, "duration_one": _duration_one, "reference": _reference,
}  # fmt: skip
