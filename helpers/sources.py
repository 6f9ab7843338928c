"""Who can be speaking? The reporting verbs of a text and the noun phrases that can be their subjects.

Reporting verbs are `data/lexicon/cues.csv`, unnamed sources `data/lexicon/sources.csv`.
"""

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import NamedTuple

from helpers.lexicon import alternatives, fold, forms, matcher, read_lexicon
from helpers.marks import find_marked
from helpers.scan import STATES, Cover, compounds, grammar


class Cue(NamedTuple):
    """A reporting verb in a text, a row of cues.csv."""

    start: int
    end: int
    stance: str
    frame: str
    rang: bool
    after: bool
    np: bool
    noun: bool  # used as a noun: những cáo buộc của … rằng
    unreal: bool  # not said: có thể yêu cầu, để xác nhận, không bình luận


class Nominal(NamedTuple):
    """A noun phrase that can speak."""

    start: int
    end: int
    actor: str
    oblique: bool  # after a preposition
    kind: str  # kind of the mention, or source, plural, anaphor
    type: str = ""  # person, country, bloc, organisation


class Speaker(NamedTuple):
    """A source: its actors joined by +, `anon` or empty, and the span as written, -1 where there is none."""

    actor: str
    start: int = -1
    end: int = -1


NOBODY = Speaker("")


@cache
def _patterns():
    """One automaton for cues, sources and roles: a cue inside a longer role or source is none (nhà phân tích)."""
    entries = {}
    for row in read_lexicon("cues").itertuples(index=False):
        flags = (row.rang == "yes", row.after == "yes", row.np == "yes")
        entries.setdefault(fold(row.cue), {})["cue"] = (row.stance, row.frame, *flags)
    for form, sort in read_lexicon("sources")[["form", "class"]].itertuples(index=False):
        entries.setdefault(fold(form), {})["source"] = sort
    for form, kind in read_lexicon("roles")[["form", "kind"]].itertuples(index=False):
        if kind in ("title", "generic", "office", "member", "leader", "kin", "rank"):
            entries.setdefault(fold(form), {}).setdefault("source", "role")
    for form in grammar("plural_pronoun"):
        entries.setdefault(form, {})["source"] = "plural"
    for form in grammar("person_anaphor", "pronoun_m", "pronoun_f"):
        entries.setdefault(form, {})["source"] = "anaphor"
    return matcher(list(entries)), list(entries.values())


class Article:
    """One text with its sentences, marked stretches, reporting verbs, and the noun phrases that can be speakers.

    Parameters
    ----------
    text : str
    bounds : list of tuple
        ``(start, end, role)`` of each sentence.
    mentions : list of tuple
        ``(start, end, actor, kind, type)`` of each mention.
    """

    def __init__(self, text, bounds, mentions):
        self.text, self.folded, self.bounds = text, fold(text), bounds
        self.starts = [start for start, *_ in bounds]
        self.bound_starts = set(self.starts)
        self.marked = find_marked(text)
        self.mark_starts = [start for start, *_ in self.marked]
        self.in_bracket = Cover(match.span() for match in _BRACKET.finditer(text))
        cues, sources = self._longest(Cover((start, end) for start, end, *_ in mentions))
        cues = sorted({*cues, *self._told(mentions)})
        self.cues = _find_cues(self, cues)
        self.cue_starts = [cue.start for cue in self.cues]
        self.cue_at = set(self.cue_starts)
        self.source_starts = {start for start, *_ in sources}
        self.nominals = _find_nominals(self, mentions, sources)
        self.nominal_starts = [nominal.start for nominal in self.nominals]
        self.in_nominal = Cover((nominal.start, nominal.end) for nominal in self.nominals)
        self.subjects, self.bodies = {}, {}

    def _longest(self, named):
        """The longest lexicon match at each place, outside mentions: cues and sources as (start, end, value)."""
        find, entries = _patterns()
        best = {}
        for index, start, end in find(self.folded):
            if end > best.get(start, (0,))[0]:
                best[start] = (end, index)
        cues, sources, reach = [], [], 0
        for start in sorted(best):
            end, index = best[start]
            if start < reach or named(start) or self._cut_short(best, start, end):
                continue
            reach = end
            if "cue" in entries[index]:
                cues.append((start, end, entries[index]["cue"]))
            if "source" in entries[index]:
                sources.append((start, end, entries[index]["source"]))
        known = Cover((start, end) for start, end, _ in sources)
        made = [span for span in _made_up(self.folded) if not (named(span[0]) or known(span[0]))]
        return self._without_documents(cues, sorted(sources + made))

    def _told(self, mentions):
        """Verbs of speaking with whom they address in their middle: cho | đài Á Châu Tự Do | biết."""
        find, entries = _patterns()
        row = next(entry["cue"] for index, *_ in find("cho biết") if "cue" in (entry := entries[index]))
        for start, end, *_ in mentions:
            if self.folded.startswith(" biết", end) and self.folded.endswith(" cho ", 0, start):
                yield end + 1, end + 5, row

    def _without_documents(self, cues, sources):
        """A verb that begins its clause right before another is a document: “…”, tuyên bố viết."""
        kept, found = [], list(sources)
        starts = {start for start, *_ in cues}
        for start, end, row in cues:
            begins = not self.folded[max(0, start - 3) : start].strip(" ”\"’'»,")
            if end + 1 in starts and begins and self.folded[start:end] in grammar("said_document"):
                found.append((start, end, "document"))
            else:
                kept.append((start, end, row))
        return kept, sorted(found)

    @staticmethod
    def _cut_short(best, start, end):
        """Whether a match only shares syllables with a longer one that begins within it: bị cáo | buộc."""
        return any(best[inner][0] > end for inner in range(start + 1, end) if inner in best)

    def sentence(self, position):
        """Start, end and role of the sentence at a position."""
        return self.bounds[max(0, bisect_right(self.starts, position) - 1)]

    def cues_between(self, low, high):
        """Cues that start in [low, high)."""
        return self.cues[bisect_left(self.cue_starts, low) : bisect_left(self.cue_starts, high)]

    def nominals_between(self, low, high):
        """Noun phrases that start in [low, high)."""
        return self.nominals[bisect_left(self.nominal_starts, low) : bisect_left(self.nominal_starts, high)]

    def organisations(self, heads):
        """Start and actor of the organisations whose names begin with some nouns, in order."""
        if heads not in self.bodies:
            named = (n for n in self.nominals if n.type == "organisation" and self.folded.startswith(heads, n.start))
            self.bodies[heads] = [(nominal.start, nominal.actor) for nominal in named]
        return self.bodies[heads]

    def mark_around(self, position):
        """The innermost marked stretch that holds a position, else None."""
        index = bisect_right(self.mark_starts, position) - 1
        for start, end, _ in reversed(self.marked[max(0, index - 4) : index + 1]):
            if start <= position < end:
                return start, end
        return None

    def comma_before(self, low, position):
        """The last comma in [low, position) that lies in no noun phrase and no aside, else -1."""
        comma = self.folded.rfind(",", low, position)
        while comma >= 0 and (around := self.in_nominal.around(comma) or self.in_bracket.around(comma)):
            comma = self.folded.rfind(",", low, max(low, around[0]))
        return comma


def _made_up(folded):
    """Occupations that no lexicon has, by their form: một | thương nhân, một | nhà hóa sinh, nữ | khoa học gia."""
    for match in _occupation().finditer(folded):
        noun = match["noun"].split()
        if (" ".join(noun[:2]) in compounds()) is (noun[0] != "nhà"):  # not nhà máy
            yield match.start("noun"), match.end("noun"), "role"


@cache
def _occupation():
    end = alternatives(grammar("person_end"))
    return re.compile(
        r"(?<!\w)(?:một|nữ|nam|vị) (?:nữ |nam |cựu )?"
        rf"(?P<noun>nhà [^\W\d_]+ [^\W\d_]+|(?:[^\W\d_]+ ){{1,2}}{end})(?!\w)"
    )


# --- reporting verbs ------------------------------------------------------------------------------------------------

_BRACKET = re.compile(r"\([^()\n“”\"«»]{1,120}\)")  # an aside: (34 tuổi, ngụ …), (đề nghị không nêu tên)
_OF_SPEAKER = re.compile(r" (?:tôi|tui|em|mình|chúng tôi)(?!\w)")
_INTRODUCES = re.compile(r"(?: thêm| tiếp)?(?:,? rằng | ?: ?[\"“‘'«„\n]| [\"“‘'«„]|: )")
_FOLLOWS = re.compile(r"(?:[”\"’'»],?| [-–—]) ?(?:[-–—] ?)?(?:[^\W\d_]+,? ){1,12}$")
_ONLY_VERBS = ("cho ", "nói ", "kể ", "hỏi ", "bảo ", "nêu ", "lên tiếng", "phát biểu")
_ABOVE = re.compile(r" trên(?: (?:là|được|đã|của|cho|có)(?!\w)|[,.])")
_NEXT = re.compile(r" ([^\W\d_]+)")
_LAST = re.compile(r"([^\W\d_]+) $")
_COUNTED = re.compile(r"([^\W\d_]+) (?:\d+ )?$")


@cache
def before_cue():
    """Match what stands before a cue that is a noun, that is not said, or that a light verb has as its object."""
    return (
        re.compile(rf"(?<!\w){alternatives(grammar('determiner'))} $"),
        re.compile(rf"(?<!\w){alternatives(grammar('unreal'))} (?:lại |cũng |còn |được |đưa ra |thể )?$"),
        re.compile(rf"(?<!\w){alternatives(grammar('verb_noun'))} (?:[^\W\d_]+ ){{0,2}}$"),
    )


def _find_cues(article, found):
    """Reporting verbs with how they are used; words that only contain one (theo dõi, lời nói) are none."""
    folded, cues = article.folded, []
    determiner, unreal, light_verb = before_cue()
    for start, end, row in found:
        single = " " not in folded[start:end]
        if "-" in (folded[start - 1 : start], folded[end : end + 1]):
            continue  # vắc-xin
        proper = article.text[end + 1 : end + 2].isupper() and article.text[start].islower()  # nói | Bộ sẽ lắng nghe
        if (single and _is_part(folded, start, end, proper)) or article.in_bracket(start):
            continue
        if row[1] == "marked":  # speech only where it introduces words or follows them
            introduces = bool(_INTRODUCES.match(folded, end))
            passive = folded.endswith((" được ", " bị "), max(0, start - 6), start)
            if passive or not (introduces or _FOLLOWS.search(folded, max(0, start - 60), start)):
                continue
            row = (row[0], "speech", introduces, True, False)
        low = max(0, start - 24)
        noun = folded.startswith(" của ", end) and not single
        if not single and not folded.startswith(_ONLY_VERBS, start):
            after = _NEXT.match(folded, end, end + 12)
            before = determiner.search(folded, low, start)
            before = None if before and is_compound(folded, before.start(), before.end() - 1) else before
            noun = bool(before) and not (
                article.text[before.start()].isupper() and before.start() not in article.bound_starts
            )
            noun = noun or (bool(after) and after[1] in ("này", "của", "chung")) or bool(_ABOVE.match(folded, end))
            noun = noun or bool(cues and cues[-1].end == start - 1 and _governs(folded, cues[-1]))
            noun = noun and not light_verb.search(folded, max(0, start - 30), start)
        cues.append(Cue(start, end, *row, noun, bool(unreal.search(folded, low, start))))
    return cues


def _governs(folded, cue):
    """Whether a verb right behind a cue is its object rather than a verb of its own: not ra thông cáo | nói …"""
    return cue.frame != "source" and not folded.startswith("ra ", cue.start)


def is_compound(folded, start, end):
    """Whether a word makes a dictionary word with the one before it: dân | sự."""
    previous = _LAST.search(folded, max(0, start - 12), start)
    return bool(previous) and f"{previous[1]} {folded[start:end]}" in compounds()


def _is_part(folded, start, end, proper):
    """Whether a one-syllable cue is but part of a longer word: theo dõi, tiếng nói; gọi là and the like are none.

    `proper`: a capital follows, so that nothing does which could be of the same word.
    """
    following, previous = _NEXT.match(folded, end, end + 12), _LAST.search(folded, max(0, start - 12), start)
    adverb = following and folded.startswith((" rằng", " là", ":"), following.end())  # nói nhỏ rằng
    pairs = (
        [f"{folded[start:end]} {following[1]}"]
        if following and not adverb and not proper and following[1] not in grammar("after_cue") | {"là", "rằng"}
        else []
    )
    told = following and following[1] == "từ" and _FOLLOWS.search(folded, max(0, start - 60), start)
    if told and not _since().match(folded, following.end()):
        pairs = []  # “…”, ông X kể từ giường bệnh; but kể từ năm 2015
    pairs += [f"{previous[1]} {folded[start:end]}"] if previous else []
    return any(
        (pair in compounds() and pair not in forms("cues", "cue")) or pair in grammar("not_cue") for pair in pairs
    )


@cache
def _since():
    return re.compile(rf" (?:\d|{alternatives(grammar('time_start', 'since_time'))}(?!\w))")


# --- noun phrases ---------------------------------------------------------------------------------------------------


@cache
def _source_patterns():
    left = re.compile(rf"(?<!\w)(?:{alternatives(grammar('source_left'))} )+$")
    link = re.compile(rf"(?: {alternatives(grammar('source_link'))}(?!\w))* ")
    after = alternatives(
        grammar("title_after") | {"giấu tên", "xin giấu tên", "đề nghị giấu tên", "ẩn danh", "này", "nói trên"}
    )
    tail = re.compile(rf"(?: \d{{2}} tuổi| {after}(?!\w))+")
    return left, link, tail


def _find_nominals(article, mentions, sources):
    """Noun phrases that can speak: outermost actor mentions and unnamed sources."""
    named, reach = [], 0
    for start, end, actor, kind, sort in sorted(mentions, key=lambda m: (m[0], -m[1])):
        if start >= reach:
            reach = end
            if kind != "place":
                named.append((start, end, actor, kind, sort))
    starts, swallowed, found, reach = [m[0] for m in named], set(), [], 0
    for start, end, sort in sources:
        if start < reach:
            continue
        nominal, taken = _source(article, start, end, sort, named, starts)
        if nominal:
            found.append(nominal)
            reach = nominal.end
            swallowed |= taken
    own = (m for index, m in enumerate(named) if index not in swallowed)
    found += [Nominal(a, b, actor, _is_oblique(article.folded, a), *kind) for a, b, actor, *kind in own]
    return sorted(found)


def _source(article, start, end, sort, named, starts):
    """An unnamed source as noun phrase, and which named mentions belong to it: các quan chức [Đức]."""
    left, _, tail = _source_patterns()
    before = left.search(article.folded, max(0, start - 40), start)
    begin = before.start() if before else start
    words = before.group() if before else ""
    oblique = _is_oblique(article.folded, begin)
    if sort in ("plural", "anaphor"):
        return _anaphor(article, begin, start, end, sort, words), set()
    relative = _of_somebody(article, end, start, named, starts) if sort == "role" else None
    if relative:  # mẹ tôi; mẹ của Lệ
        return Nominal(begin, relative[0], "anon", oblique, "source"), relative[1]
    stop, taken = _belongings(article, end, named, starts)
    if sort == "state":  # the government of a country speaks for the country, which is a mention
        return None if taken else Nominal(begin, end, "state", oblique, "state"), set()
    if sort == "document" and not taken:
        stop, taken = _owned(article, end, named, starts)
    press = article.folded[start:end] in grammar("press")
    if sort == "document" and taken and not (press and named[min(taken)][4] in STATES):  # báo chí Mỹ
        actor = named[min(taken)][2]  # the report of an organisation speaks for it
        return Nominal(begin, stop, actor, oblique, "name"), taken
    more = tail.match(article.folded, stop)
    stop = more.end() if more else stop
    if sort == "role" and not (words or more or taken or article.text[begin].isupper()):
        return None, set()
    indefinite = _is_indefinite(article, begin, end, sort, words)
    if sort == "document" and not indefinite and not press:
        return Nominal(begin, stop, "anon", oblique, "document"), taken
    definite = not indefinite and (sort == "role" or (sort == "people" and (words or more) and not taken))
    kind = "anaphor" if definite and _is_singular(words) else "source"
    return Nominal(begin, stop, "anon", oblique, kind), taken


def _anaphor(article, begin, start, end, sort, words):
    """A pronoun or a plural that stands alone: ông, họ; các anh is somebody unnamed."""
    if sort == "anaphor" and (article.text[end + 1 : end + 2].isupper() or not _is_lone(article, start, end)):
        return None
    if sort == "anaphor" and not _is_singular(words):
        return Nominal(begin, end, "anon", _is_oblique(article.folded, begin), "source")
    return Nominal(start, end, sort, _is_oblique(article.folded, start), sort)


def _is_indefinite(article, begin, end, sort, words):
    """Whether a source is new to the reader: một quan chức, 300 người, giám đốc một ngân hàng."""
    counted = re.search(r"\d $", article.folded[max(0, begin - 4) : begin])
    of_one = sort == "role" and article.folded.startswith(" một ", end)
    return bool(counted or of_one or (words and words.split()[0] in grammar("source_indefinite")))


def _belongings(article, end, named, starts):
    """Where the states and organisations end that stand right behind a source, and which mentions they are."""
    link = _source_patterns()[1]
    linked = link.match(article.folded, end, end + 60)
    index, stop, taken = bisect_left(starts, end), end, set()
    near = linked and index < len(named) and named[index][0] <= linked.end() and named[index][4] != "person"
    if not near or not link.fullmatch(article.folded, end, named[index][0]):
        return stop, taken
    while not taken or (
        index < len(named) and named[index][4] != "person" and article.folded[stop : named[index][0]] in (" và ", ", ")
    ):
        taken.add(index)
        stop = named[index][1]
        index += 1
    return stop, taken


def _owned(article, end, named, starts):
    """Where the owner of a document ends, and which mention it is: báo cáo hôm qua của | Bộ X; đơn mà | hội Y gửi."""
    index = bisect_left(starts, end)
    owner = index < len(named) and _owner().fullmatch(article.folded[end : min(named[index][0], end + 60)])
    rest = article.folded[named[index][1] + 1 : named[index][1] + 20] if owner else ""
    if not owner or rest.startswith(tuple(grammar("obtains"))):  # not đơn … mà phóng viên có được
        return end, set()
    return named[index][1], {index}


def _of_somebody(article, end, start, named, starts):
    """Where a relative ends who has no name, and whose mention belongs to it: mẹ | tôi, mẹ của | Lệ; else None."""
    own = _OF_SPEAKER.match(article.folded, end)
    if own:
        return own.end(), set()
    index = _relative(article, start, end, named, starts)
    return None if index is None else (named[index][1], {index})


def _relative(article, start, end, named, starts):
    """Index of the person whose relative a noun means that no name follows: mẹ của | Lệ; else None."""
    if article.folded[start:end] not in forms("roles", "form", kind="kin"):
        return None
    index = bisect_left(starts, end)
    near = (
        index < len(named) and article.folded[end : named[index][0]] in (" ", " của ") and named[index][4] == "person"
    )
    if not near or article.folded.startswith(", ", named[index][1]):
        return None
    return index


@cache
def _owner():
    media = alternatives(forms("heads", "form", **{"class": "media"}))
    return re.compile(rf"(?: [^\s,.;:]+){{0,7}} (?:của|mà) (?:{media} )?")


def _is_lone(article, start, end):
    """Whether a pronoun stands alone before a verb, not in a word (ông chủ) or an address."""
    following = _NEXT.match(article.folded, end, end + 12)
    return bool(following) and (following[1] in _light_words() or end + 1 in article.cue_at)


@cache
def _light_words():
    return {word for form in grammar("modal") for word in form.split()}


def _is_singular(words):
    return not any(word in grammar("plural") for word in words.split()) and "giới" not in words


def _is_oblique(folded, start):
    before = _COUNTED.search(folded, max(0, start - 16), start)
    return bool(before) and before[1] in grammar("oblique") - {"và"}
