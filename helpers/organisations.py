"""Which organisations does a text name that the lexicon lacks? Known by the head noun before the name."""

import re
from functools import cache

from helpers.lexicon import UPPER, alternatives, fold, forms
from helpers.scan import (
    ORGANISATIONS,
    STATES,
    TOKEN,
    Cover,
    Mention,
    compounds,
    grammar,
    is_vietnamese,
    name_parts,
)
from helpers.shortforms import BRACKET, chain_organisations, with_country

_BARE_HEADS = frozenset(("media", "club"))  # left outside the name: tờ New York Times, đội tuyển Việt Nam
_TWIN = re.compile(rf" [-–] (?=[{UPPER}][^\W\d_])")
_DISTRICT = re.compile(rf"(?:H|Q|P|X|TP|TX|TT)\. ?(?:[{UPPER}]\w*(?: [{UPPER}]\w*){{0,3}}|\d+)")  # UBND H.Vị Thủy
_CITY = re.compile(rf"TP\.? ?(?:HCM|[{UPPER}]\w+(?: [{UPPER}]\w+){{1,2}})")
_ZONE = re.compile(r" (?:vùng|khu vực|quận|phường) \d{1,2}(?!\d)")
_NUMBERED = re.compile(r" \d{1,3}(?![\w%]|[.,/-]\d)")
_BRACKETED = re.compile(rf"((?: [^\W\d_]+){{0,8}} [{UPPER}][^\W\d_]*(?: [^\W\d_]+)?) \([{UPPER}]{{3,8}}\)")
_LISTED = re.compile(rf"(?:, [{UPPER}]\w+ [^\W\d_]+)+,? và [{UPPER}]\w+ [^\W\d_]+")
_JOINER = re.compile(r"(?:và|&|-|–|về|vì|trong|cho) ")
_PAIR = re.compile(r"(?:[^\W\d_]+ ){2}")


def find_organisations(scan):
    """Find organisations by their head noun (Viện Nghiên cứu Phát triển), and their short forms further on.

    Parameters
    ----------
    scan : helpers.scan.Scan

    Returns
    -------
    list of Mention
        `actor` is the fullest form of the name in this text, or the lexicon's id where a form that is ambiguous by
        itself fits the countries the text speaks of.
    """
    found, reach = [], 0
    for start in sorted(scan.heads_at):
        head_end, sort = scan.heads_at[start]
        if start < reach or scan.in_sure(start):
            continue
        settled = _left_to_context(scan, start, head_end)
        if settled:
            reach = settled
            continue
        special = _numbered_or_modified(scan, start, head_end, sort)
        if special:
            reach = special[1]
            found.append(_named(*special))
            continue
        before = scan.word_before(start)
        unit = sort == "unit" and (scan.text[start].isupper() or (before and before[1] in ("trưởng", "phó")))
        if not (sort in ORGANISATIONS or unit) or not _complement_follows(scan, head_end):
            continue
        if _ends_word(scan, start) or starts_person(scan, start):
            continue
        end, proper = _name_end(scan, start, head_end)
        several = before and before[1] in grammar("plural") and not proper  # các Hợp tác xã Nông nghiệp
        if end is None or several or re.match(r" (?:này|đó|trên|kia)\b", scan.folded[end : end + 6]):
            continue
        reach = end
        core = start if _keeps_head(scan, start, head_end, end, sort, proper) else head_end + 1
        state = any(stop == end and alias.type in STATES for stop, alias in scan.aliases_at.get(core, ()))
        if (core == start or (proper and scan.heads_at.get(core, (0,))[0] != end)) and not state:  # thương hiệu Việt
            bare = head_end + 1 if proper else -1
            found.append(_named(core, end, of=(bare,)))
    found += _by_suffix(scan, Cover((m.start, m.end) for m in found))
    found += _by_context(scan, Cover((m.start, m.end) for m in found))
    return chain_organisations(scan, found + list(_acronyms(scan, Cover((m.start, m.end) for m in found))))


def _named(start, end, rule="organisation_head", of=(-1,)):
    """Make the mention of an organisation; `of` holds where short forms of its name begin, -1 for none."""
    return Mention(start, end, start, end, "organisation", "", "name", rule, of=of)


def _left_to_context(scan, start, head_end):
    """End of a listed name that is ambiguous by itself and goes on no further, else 0: context settles it."""
    end = scan.ambiguous_at.get(start, (0,))[0]
    if end <= head_end:
        return 0
    place = scan.heads_at.get(end + 1, (0, ""))[1] == "place"
    longer = _DISTRICT.match(scan.text, end + 1) or (place and _complement_follows(scan, end))
    token = TOKEN.match(scan.text, end + 1) if scan.capital_after(end) else None
    longer = longer or (token and scan.completes_word(token.end()))  # Đảng Dân chủ | Xã hội
    state = getattr(scan.sure_at.get(end + 1, (0, ""))[1], "type", "") in STATES
    return 0 if longer or state else end


def _numbered_or_modified(scan, start, head_end, sort):
    """Start, end and rule of names by a number, behind modifiers of their head, or of a body abroad; else None."""
    numbered = _NUMBERED.match(scan.text, head_end) if sort == "military" and scan.text[start].isupper() else None
    if numbered:  # Quân khu 5
        return start, numbered.end(), "organisation_number"
    modified = _modifiers().match(scan.folded, head_end)
    if modified and scan.text[head_end + 1].islower() and (end := _names_after(scan, modified.end())):
        return modified.end() + 1, end  # đảng cầm quyền ZANU-PF, công ty an ninh mạng LạcSec
    body = _body_of(scan, start, head_end)
    return (start, body) if body else None  # Phái bộ Liên Hợp Quốc tại Nam Sudan


def _body_of(scan, start, head_end):
    """End of the name of a body that an umbrella organisation has in a country: Văn phòng Liên Hợp Quốc tại Geneva."""
    parent = scan.sure_at.get(head_end + 1)
    if not parent or not scan.text[start].isupper() or getattr(parent[1], "type", "") not in ("organisation", "bloc"):
        return 0
    at = _AT.match(scan.text, parent[0])
    place = scan.sure_at.get(at.end()) if at else None
    return place[0] if place else 0


_AT = re.compile(r" (?:tại|ở|về) ")


@cache
def _modifiers():
    return re.compile(rf"(?: {alternatives(grammar('head_modifier'))}(?!\w))+")


def _names_after(scan, edge):
    """End of a name that stands behind a head noun and its modifiers, 0 where none of its own does."""
    if not scan.capital_after(edge) or edge + 1 in scan.sure_at or starts_person(scan, edge + 1):
        return 0
    end = edge
    while (token := TOKEN.match(scan.text, end + 1)) and scan.text[end] == " " and not scan.completes_word(token.end()):
        end = _past_hyphens(scan, token.end())
        if scan.text[end : end + 1] == "-" and scan.text[end + 1 : end + 2].isupper():
            end = TOKEN.match(scan.text, end + 1).end()
        if end + 1 in scan.sure_at:
            break
    return end if end > edge else 0


def _acronyms(scan, taken):
    """Abbreviations that act or are cited: AFAD thông báo, theo VBMA; from the second on also alone, by chaining."""
    for match in _ACRONYM.finditer(scan.text):
        start, end = match.span()
        if taken(start) or scan.in_sure(start) or match.group() in _no_organisations() or start in scan.roles_at:
            continue
        before = scan.word_before(start)
        cited = bool(before) and before[1] in grammar("acronym_context")
        if (cited or _acting().match(scan.folded, end)) and not scan.capital_after(end):
            yield _named(start, end, "acronym")


_ACRONYM = re.compile(rf"(?<![\w./-])(?:[{UPPER}]{{3,6}}|(?!Mc|Mac)[{UPPER}][a-z]+[{UPPER}]\w+)(?![\w/-]|\.\w)")


@cache
def _acting():
    return re.compile(rf"(?: (?:đã|cũng|vừa|sẽ|từng))? {alternatives(forms('cues', 'cue', frame='speech'))}(?!\w)")


@cache
def _no_organisations():
    return frozenset(word.upper() for word in grammar("no_organisation"))


def _by_suffix(scan, taken):
    """Organisations known by the last word of their name: Hải Đăng FC, Pinnacle Asia Securities."""
    suffix = alternatives(grammar("organisation_suffix"))
    for match in re.finditer(rf"(?<!\w){suffix}(?!\w)", scan.folded):
        start, end = match.span()
        if not scan.text[start].isupper() or taken(start) or scan.in_sure(start):
            continue
        while (word := scan.word_before(start)) and scan.text[word[0]].isupper() and word[1][-1].isalnum():
            sure = scan.in_sure.around(word[0])
            if (sure and not isinstance(scan.sure_at[sure[0]][1], str)) or word[0] in scan.roles_at or taken(word[0]):
                break
            start = word[0]
        if start != match.start():
            core = scan.folded[start : match.start() - 1]
            foreign = not all(map(is_vietnamese, core.split())) and core not in name_parts("given_west")
            bare = start if end - match.start() < 5 or (foreign and len(core) > 3) else -1
            yield _named(start, end, "organisation_suffix", (-1, bare, match.start() - 1))


def _by_context(scan, taken):
    """Foreign names that what stands around shows to be an organisation's: nhân viên của X; X, công ty giao đồ ăn …"""
    for match in _FOREIGN.finditer(scan.text):
        start, end = match.span()
        while scan.roles_at.get(start, (end,))[0] < end:
            start = scan.roles_at[start][0] + 1  # CEO | Epic Games
        state = next(
            (token.start() for token in TOKEN.finditer(scan.text, start, end) if scan.in_sure(token.start())), 0
        )
        end = state - 1 if state > start else end  # Baemin | Việt Nam
        words = scan.folded[start:end].split()
        known = any(start in at for at in (scan.heads_at, scan.roles_at, scan.sure_at)) or taken(start)
        joined = "&" in scan.text[start:end] and len(words) > 1  # T&A Ogilvy
        if not known and (joined or _is_abbreviated(scan, words, end)):  # Christian Solidarity Worldwide (CSW)
            yield _named(start, end, "organisation_context")
            continue
        person = words[0] in name_parts("given_west") or starts_person(scan, start)
        if known or person or len(words) > 3 or scan.text[start:end].isupper():
            continue
        if all(map(is_vietnamese, words)):
            if _is_represented(scan, start, words):  # đại diện | Di Động Việt
                yield _named(start, end, "organisation_context", (-1, start, end))
            continue
        if shows_organisation(scan, start, end) or (
            scan.text[end : end + 1] in ",.)" and _WORKS_FOR.search(scan.text, max(0, start - 60), start)
        ):
            yield _named(start, with_country(scan, end), "organisation_context", (-1, start, end))


def _is_represented(scan, start, words):
    """Whether words that could be a person's name stand where only an organisation does: đại diện | Di Động Việt."""
    person = words[0] in name_parts("family_vi") or " ".join(words) in compounds()
    return len(words) > 1 and not person and bool(_represented().search(scan.folded, max(0, start - 24), start))


@cache
def _represented():
    return re.compile(rf"(?<!\w){alternatives(grammar('represented'))} $")


def shows_organisation(scan, start, end):
    """Whether what stands around a name shows it to be an organisation's: nhân viên của X; X, công ty giao đồ ăn …"""
    before, after = _around()
    return bool(before.search(scan.folded, max(0, start - 40), start) or after.match(scan.folded, end))


def _is_abbreviated(scan, words, end):
    """Whether the initials of a name follow in brackets."""
    bracket = BRACKET.match(scan.text, end) if len(words) > 1 else None
    return bool(bracket) and fold(bracket[1]) == "".join(word[0] for word in words)


# Tim Sweeney, nhà sáng lập kiêm CEO | Epic Games,: of an apposition to a name
_WORKS_FOR = re.compile(rf"[{UPPER}]\w+, (?:[^\W\d_]+ ){{0,5}}(?:CEO|[Gg]iám đốc|[Cc]hủ tịch|sáng lập|quản lý) $")
_FOREIGN = re.compile(rf"{TOKEN.pattern}(?: (?:& )?{TOKEN.pattern})*")


@cache
def _around():
    of, before = alternatives(grammar("organisation_of")), alternatives(grammar("organisation_before"))
    kinds = alternatives(grammar("organisation_apposition"))
    return (
        re.compile(
            rf"(?<!\w)(?:{of} của|{before}|{kinds}(?: [^\W\d_]+){{0,3}} như(?: [\w.&-]+(?:,| và| hay| hoặc))*) $"
        ),
        re.compile(rf"(?:, | [-–] | \()(?:một )?{kinds} (?!của |này)[^,.;:)]{{4,80}}[,.;:)–-]"),
    )


def _keeps_head(scan, start, head_end, end, sort, proper):
    """Whether the head noun is part of the name: Viện Kennan, đảng Lao động; not tờ Le Monde, trường Harvard."""
    if sort in _BARE_HEADS:  # tờ Le Monde, but Đài Phát thanh Sài Gòn
        words = scan.text[start:head_end].split()
        return sort == "media" and len(words) > 1 and words[0][0].isupper() and words[1][0].isupper()
    if not scan.text[start].isupper():
        return sort == "party" or not proper or scan.folded[start:head_end] in grammar("head_in_name")
    return sort != "company" or any(map(is_vietnamese, scan.folded[head_end + 1 : end].split()))


def _ends_word(scan, start):
    """Whether what begins at `start` is but the second syllable of a word (nội bộ), not Giám đốc | Công ty."""
    word = scan.word_before(start)
    apart = word and scan.text[word[0]].islower() and scan.text[start].isupper()
    return bool(word) and not apart and f"{word[1]} {scan.folded[start : start + 8].split(' ', 1)[0]}" in compounds()


def _name_end(scan, start, head_end):
    """End of the name after a head noun (None if there is none), and whether it has a proper name in it."""
    position, end, proper, common = head_end, None, False, False
    while scan.text[position : position + 1] == " ":
        begin = position + 1
        area = _area(scan, start, head_end, begin, end)
        if area:
            return area, True
        sure = scan.sure_at.get(begin)
        if sure and scan.text[begin].isupper():
            position, goes_on = _past_known(scan, start, end, sure, common)
            if position is None:
                break
            end, proper = sure[0], proper or not _is_state(sure[1])
            if not goes_on:
                break
            continue
        token = TOKEN.match(scan.text, begin)
        inner = scan.heads_at.get(begin, (0, ""))
        if inner[1] in ("place", "facility") and token and scan.capital_after(inner[0]) and inner[0] > token.end():
            position = inner[0]  # Ban Quản lý | Vườn quốc gia | Cát Tiên
            continue
        if token:
            if _ends_before(scan, start, position, end, proper, token):
                break
            completed = scan.completes_word(token.end())
            proper, common = proper or not completed, common or bool(completed)
            position = end = _past_hyphens(scan, completed or token.end())
            continue
        following = _joined(scan, begin, common, proper)
        if following is None:
            break
        position = following - 1
        if following in scan.sure_at or not scan.text[following].isupper():
            end = position
    return (_with_ending(scan, end), proper) if end else (None, False)


def _area(scan, start, head_end, begin, end):
    """End of the city or district that closes a name: Thanh tra | TP.HCM, UBND | H.Vị Thủy; else 0."""
    city = _CITY.match(scan.text, begin) if end or scan.text[start].isupper() else None
    district = _DISTRICT.match(scan.text, begin) if end or scan.text[start:head_end].isupper() else None
    known = begin in scan.sure_at and scan.text[begin].isupper()
    found = city or (None if known else district)
    return found.end() if found else 0


def _is_state(value):
    """Whether what the lexicon has is a state by its name, not a place or a capital."""
    return not isinstance(value, str) and value.kind != "metonym" and value.type in STATES


def _past_known(scan, start, end, sure, common):
    """Where a name goes on behind a place, state or listed name (None if it ends before it), and whether it may."""
    sort, state = scan.heads_at[start][1], _is_state(sure[1])
    place = isinstance(sure[1], str) or sure[1].kind == "metonym"
    if end is None and scan.text[start].islower() and (sure[1] == "region" or (state and sort == "military")):
        return None, False  # các công ty châu Âu, quân đội Nam Sudan
    more = scan.capital_after(sure[0]) and sure[0] + 1 not in scan.sure_at
    company = sort == "company" and not starts_person(scan, sure[0] + 1)
    title_case = scan.text[start].isupper() and not scan.starts_sentence(start)
    if end is None and not place and not (company and more) and not (state and (more or title_case)):
        return None, False  # a head before a country or a known name alone: quân đội Mỹ, công ty Apple
    titled = sort == "media" and end is not None  # tờ New | Straits Times
    if not (place or state or titled) and sort != "company":
        return None, False
    twin = _TWIN.match(scan.text, sure[0]) if title_case else None
    if twin and twin.end() in scan.sure_at:  # Bệnh viện Việt Nam - Thụy Điển
        return twin.end() - 1, True
    return sure[0], bool(more) and not (state and common)


def _ends_before(scan, start, position, end, proper, token):
    """Whether a capitalised word after a head begins something else: another body, a person."""
    begin, sort = token.start(), scan.heads_at[start][1]
    other = end is not None and scan.heads_at.get(begin, (0, ""))[1] in ORGANISATIONS
    coined = sort == "company" and not scan.completes_word(token.end())
    other = other and not (coined and scan.heads_at[begin][0] == token.end() and scan.capital_after(token.end()))
    head = scan.folded[start:position]
    company = sort == "company" and (scan.text[start].isupper() or " cổ phần" in head)
    bare = end is None or (company and not proper) or scan.text[scan.heads_at[start][0] : end].isupper()
    named_after = bare and (company or head in grammar("head_needs_name"))  # Trường THPT DL | …, Công ty | Phú An Gia
    return other or (starts_person(scan, begin) and not named_after) or _office_holder(scan, start, begin, proper)


def _past_hyphens(scan, end):
    """End of a name that goes on behind hyphens: Jaish-e-Mohammad."""
    while scan.text[end : end + 1] == "-" and (token := TOKEN.match(scan.text, end + 1)):
        end = token.end()
    return end


def _complement_follows(scan, end):
    """Whether a capital follows a head, directly or after the class of a place: Công an tỉnh Thanh Hóa."""
    if scan.capital_after(end):
        return True
    place = scan.heads_at.get(end + 1)
    return bool(place) and place[1] == "place" and scan.capital_after(place[0])


def _with_ending(scan, end):
    """Take what ends a name into it: Ủy ban An toàn giao thông quốc gia, … của Quốc hội, … tài sản Việt Nam (VAMC)."""
    long = _BRACKETED.match(scan.text, end)
    words = set(fold(long[1]).split()) if long else set()
    if (
        long
        and not words & (forms("cues", "cue") | {"tại", "ở"})
        and not any(end + word.start() in scan.heads_at for word in re.finditer(r"\S+", long[1]))
    ):
        return long.end(1)
    listed = _LISTED.match(scan.text, end)
    if listed and all(fold(item) in compounds() for item in re.split(r",? và |, ", listed.group())[1:]):
        end = listed.end()  # Sở Văn hóa, Thể thao và Du lịch | Bắc Ninh
        place = scan.sure_at.get(end + 1)
        return place[0] if place and scan.text[end] == " " and isinstance(place[1], str) else end
    parent = _parent().match(scan.folded, end)
    if parent:
        return parent.end()
    for _ in range(4):
        ending = _ending().match(scan.folded, end)
        if not ending or (scan.text[ending.start(1)].isupper() and end + 1 not in scan.heads_at):
            break
        end = ending.end()
    return _with_place(scan, end) if scan.text[end - 1].islower() and end not in scan.sure_to else end


def _with_place(scan, end):
    """Take the place that an authority is of into its name: Chi cục Bảo vệ môi trường | TP.HCM, | tỉnh Thanh Hóa."""
    district = _DISTRICT.match(scan.text, end + 1)
    place = scan.heads_at.get(end + 1, (0, ""))
    numbered = _ZONE.match(scan.folded, end)
    if numbered:
        return numbered.end()
    if scan.text[end : end + 1] != " " or not (district or (place[1] == "place" and scan.capital_after(place[0]))):
        return end
    start = place[0] + 1 if place[1] == "place" else end + 1
    if starts_person(scan, start):
        return end
    if start in scan.sure_at:
        return scan.sure_at[start][0]
    tokens = re.compile(rf"{TOKEN.pattern}(?: {TOKEN.pattern}){{0,2}}").match(scan.text, start)
    return max(district.end() if district else 0, tokens.end() if tokens else 0)


@cache
def _parent():
    return re.compile(rf" {alternatives(grammar('of_parent'))}(?!\w)")


@cache
def _ending():
    return re.compile(rf"(?: -| –)? ({alternatives(grammar('organisation_end'))})(?!\w)")


def _office_holder(scan, start, begin, proper):
    """Whether a foreign name after a common one is rather its head's: Chủ tịch Hạ viện | Nukaga Fukushiro."""
    if proper or not start or start - 1 not in scan.roles_to or begin in scan.heads_at:
        return False
    words = [token.group() for token in TOKEN.finditer(scan.text, begin, begin + 40)][:2]
    adjacent = " ".join(words) == scan.text[begin : begin + len(" ".join(words))]
    return len(words) == 2 and adjacent and not all(is_vietnamese(fold(word)) for word in words)


def _joined(scan, start, common, proper):
    """Start of the word with which a name of common nouns goes on: … Chiến lược và (Quốc tế), … tại (Đà Nẵng)."""
    place = scan.heads_at.get(start)
    before = scan.word_before(start)
    earlier = scan.word_before(before[0]) if before else None
    bare = not proper or (before and scan.text[before[0] : before[0] + len(before[1])].isupper())  # Viện KSND tỉnh X
    bare = bare or (earlier and f"{earlier[1]} {before[1]}" in compounds())  # Sở Công Thương tỉnh X
    if place and place[1] == "place" and scan.capital_after(place[0]) and bare:
        return place[0] + 1
    joiner = _JOINER.match(scan.text, start)
    if joiner and common:
        following = TOKEN.match(scan.text, joiner.end())
        if following and joiner.end() not in scan.heads_at:
            if scan.completes_word(following.end()) or _ending().match(scan.folded, following.end()):
                return joiner.end()
    if not proper and scan.text.startswith("tại ", start) and start + 4 in scan.sure_at:
        return start + 4
    if not common:
        return None
    position = start
    for _ in range(3):  # lower-case words before the capital that ends the name: Viện Khoa học giáo dục Việt Nam
        pair = _PAIR.match(scan.folded, position) if scan.text[position : position + 1].islower() else None
        word = pair.group().strip() if pair else ""
        if word not in compounds() or word in forms("cues", "cue"):
            return None
        position = pair.end()
        joiner = _JOINER.match(scan.text, position)  # … chiến lược và | Phát triển
        position = joiner.end() if joiner and TOKEN.match(scan.text, joiner.end()) else position
        token = TOKEN.match(scan.text, position)
        if token and (position in scan.sure_at or scan.completes_word(token.end())) and position not in scan.heads_at:
            return position
    return None


def starts_person(scan, start):
    """Whether a person's full name begins at `start`: a family name and two more capitals, a foreign first name."""
    tokens, position = [], start
    while len(tokens) < 3 and (token := TOKEN.match(scan.text, position)):
        if tokens and getattr(scan.sure_at.get(position, (0, ""))[1], "type", "") in STATES:
            break  # Hiệp hội Kinh doanh Vàng | Việt Nam
        tokens.append(fold(token.group()))
        position = token.end() + 1
    if len(tokens) == 3 and tokens[0] in name_parts("family_vi") and all(map(is_vietnamese, tokens)):
        return not scan.completes_word(position - 1) and not scan.completes_word(start + len(tokens[0]))
    if len(tokens) > 1 and tokens[0] in name_parts("given_west"):
        return not is_vietnamese(tokens[1])
    return len(tokens) > 1 and "-" in tokens[1] and tokens[0] in name_parts("family_ko")
