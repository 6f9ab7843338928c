"""How is a time written? Compiles the rules of `data/lexicon/time_rules.csv`, with the words of `times.csv`."""

import re
from collections import Counter
from functools import cache

from helpers.lexicon import alternatives, fold, read_lexicon

_PIECES = {
    "D": r"(?:3[01]|[12]\d|0?[1-9])",
    "M": r"(?:1[0-2]|0?[1-9])(?!\d)",
    "Y": r"(?:1[5-9]|20)\d\d(?!\d)",
    "hour": r"(?P<h>[01]?\d|2[0-4]) ?(?:giờ|h|g)(?!\w)",
    "hour_minute": r"(?P<h>[01]?\d|2[0-4]) ?(?:giờ|h|g|:) ?(?P<minute>[0-5]\d|kém \d+)(?: ?phút|')?(?!\w)",
    "day_noun": r"(?:ngày mùng|ngày mồng|hôm ngày|hôm mùng|ngày|hôm|mùng|mồng|bữa)",
    "place_time": r"(?:\((?:giờ|theo giờ)[^()]*\)|giờ địa phương|theo giờ địa phương)",
}
ANY_DAY = (  # rules that name a day, as a time of day can take one
    "day_apposed",
    "day_iso",
    "day_full",
    "day_words",
    "day_month",
    "day_month_plain",
    "weekday",
    "deictic_day",
    "same",
    "next",
)


@cache
def time_forms(name):
    """Forms of a class of `times.csv` with their values."""
    table = read_lexicon("times")
    table = table[table["class"] == name]
    return dict(zip(table["form"].map(fold), table["value"], strict=True))


@cache
def time_grammar():
    """Compile the rules: one pattern that finds candidates, and one a rule that reads their fields."""
    pieces = dict(_PIECES)
    names = {"part": "daypart", "edge": "edge", "approx": "approx", "weekday": "weekday", "day": "day", "same": "same"}
    names |= {"next": "next", "reference": "reference", "season": "season", "set": "set", "vague": "vague"}
    names |= {"unit": "unit", "part_shift": "part_shift", "future": "future"}
    for piece, name in names.items():
        pieces[piece] = alternatives(time_forms(name)) + r"(?!\w)"
    pieces["MW"] = rf"(?:{pieces['M']}|{alternatives(time_forms('month'))}(?!\w))"
    pieces["year_shift"] = r"(?:nay|này|ngoái|trước|vừa qua|tới|sau|kia)(?!\w)"
    pieces["shift_near"] = alternatives(time_forms("shift")) + r"(?!\w)"
    words = alternatives(time_forms("number"))
    pieces["count"] = rf"(?:\d+(?:[.,]\d+)?|{words}(?: {words}){{0,3}})(?!\w)"
    rules = read_lexicon("time_rules")
    rules = rules[rules["pattern"] != ""]
    sources = dict(zip(rules["rule"], rules["pattern"], strict=True))
    sources["day_month_plain"] = r"(?P<d>{D})[/.-](?P<m>{M})(?: năm (?P<shift>{year_shift}))?"
    expand = re.compile(r"\{(\w*[a-zA-Z]\w*)\}")

    def expanded(source):
        while expand.search(source):
            source = expand.sub(lambda m: pieces[m[1]], source)
        return source

    dated = ("day_full", "day_words", "day_month_plain")
    pieces["dated"] = "(?:" + "|".join(f"(?:ngày )?{_nameless(expanded(sources[rule]))}" for rule in dated) + ")"
    pieces["any_day"] = "(?:" + "|".join(_nameless(expanded(sources[rule])) for rule in ANY_DAY) + ")"
    readers, kinds, candidates = {}, dict(zip(rules["rule"], rules["kind"], strict=True)), []
    kinds["day_month_plain"] = "day"
    for rule, source in sources.items():
        pattern = expanded(source)
        readers[rule] = re.compile(rf"(?<!\w)(?:{_unique_names(pattern)})(?!\w)")
        if rule != "day_month_plain":
            end = "" if "range" in rule else r"(?!-\d)"  # 10-13/9 is two days, 10-13 may be a score
            candidates.append(f"(?P<{rule}>{_nameless(pattern)}{end})")
    finder = re.compile(rf"(?<!\w)(?<!\d[.,/])(?:{'|'.join(candidates)})(?!\w|/\d|[.,]\d)")
    return finder, readers, kinds


def _nameless(pattern):
    """Take the names off the groups of a pattern, and its back references with them."""
    return re.sub(r"\(\?P=\w+\)", "[/.-]", re.sub(r"\(\?P<\w+>", "(?:", pattern))


def _unique_names(pattern):
    """Number the groups of a pattern that bear one name in several alternatives: `h`, `h2`, `h3`."""
    seen = Counter()

    def name(match):
        seen[match[1]] += 1
        return f"(?P<{match[1]}{seen[match[1]] if seen[match[1]] > 1 else ''}>"

    return re.sub(r"\(\?P<(\w+?)\d?>", name, pattern)
