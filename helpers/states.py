"""Which states and listed organisations does a text name? Capitals as metonym or place, ambiguous and clipped forms."""

import re
from functools import cache

from helpers.lexicon import alternatives, fold, forms, read_lexicon
from helpers.organisations import shows_organisation
from helpers.scan import (
    PERSONAL,
    STATES,
    WORD,
    Cover,
    Mention,
    compounds,
    facts,
    grammar,
    is_vietnamese,
    name_parts,
)

_DISTRICT = re.compile(r"(?<!\w)(?:H|Q|P|X|TP|TX|TT)\. ?$")
_TAG = re.compile(r"\)? ?[-–—] ")
_JOIN = re.compile(r"(?:,| và| cùng|/| -|-| hay| hoặc) ?")
_SPEECH = frozenset('-–—“"‘')
_JOINED = re.compile(r"(?:,| và| cùng|/| -|-| hay| hoặc) ?$")


def find_states(scan, persons, organisations):
    """Find mentions of the states, blocs and organisations of the lexicon.

    Parameters
    ----------
    scan : helpers.scan.Scan
    persons, organisations : list of Mention
        Names found by form: an alias inside a person's name is none, inside an organisation's name a nested one.

    Returns
    -------
    list of Mention
    """
    in_person = Cover((m.core_start, m.core_end) for m in persons)
    in_organisation = Cover((m.start, m.end) for m in organisations)
    wholes, found, settled = [(m.start, m.end, m) for m in organisations], [], set()
    defined = {(m.start, m.end) for m in organisations if m.rule == "organisation_chain"}
    for start, (end, value) in sorted(scan.sure_at.items()):
        if isinstance(value, str):
            wholes.append((start, end, value))
        elif value.kind == "metonym" and in_organisation(start):
            continue
        elif (start, end) in defined:
            continue  # an abbreviation that the article gives another meaning
        elif value.type != "person" and not in_person(start) and not _is_no_state(scan, start, end, value):
            begin = _with_head(scan, start, value)
            wholes.append((begin, end, value))
            found.append(_mention(scan, begin, end, value, _kind(scan, begin, end, value), "alias"))
            settled.add((start, end))
    whole_at = {}
    for start, end, value in wholes:
        for position in range(start, end):
            if end - start > whole_at.get(position, (0, 0, ""))[1] - whole_at.get(position, (0, 0, ""))[0]:
                whole_at[position] = (start, end, value)
    return found + _nested_and_ambiguous(scan, in_person, whole_at, settled)


def _nested_and_ambiguous(scan, in_person, whole_at, settled):
    """Aliases inside longer names, clipped ones in compounds, ambiguous ones settled by context."""
    found, reach, evidence = [], {}, _evidence(scan)
    for start, end, alias in sorted(scan.aliases, key=lambda hit: (hit[0], -hit[1])):
        if (start, end) in settled or in_person(start) or alias.type == "person" or end <= reach.get(alias.actor, 0):
            continue
        reach[alias.actor] = end
        whole = whole_at.get(start)
        rule, kind = "", "name"
        if whole and (whole[0], whole[1]) != (start, end) and end <= whole[1]:
            placed = scan.in_sure.around(start)
            other = (
                placed
                and placed != (start, end)
                and isinstance(scan.sure_at[placed[0]][1], str)
                and placed != whole[:2]
            )
            own = getattr(whole[2], "actor", "") == alias.actor
            single = " " not in scan.text[start:end]
            apart = not (single and _in_proper(scan, start)) and not _in_foreign_name(scan, start)
            if alias.kind == "name" and not own and not other and apart and _nests(alias, whole[2]):
                rule, kind = "nested", "place" if isinstance(whole[2], str) else "name"
        elif alias.kind == "short":
            rule = "compound" if _in_compound(scan, start, end) else ""
        elif alias.ambiguous and not (_other_reading(scan, start, end, alias) or _is_common(scan, start, end)):
            if _is_settled(scan, start, end, alias, evidence):
                rule, kind = "alias_in_context", _kind(scan, start, end, alias)
        if rule:
            settled.add((start, end))
            found.append(_mention(scan, start, end, alias, kind, rule))
    return found


def _in_proper(scan, start):
    """Whether a syllable that can name a state goes on with a proper name: Ngọc | Đức, H. | Đức Trọng."""
    if _DISTRICT.search(scan.text, max(0, start - 4), start):
        return True
    end = WORD.match(scan.folded, start).end()
    if _goes_on(scan, end) and not scan.completes_word(WORD.match(scan.folded, end + 1).end()):
        return True  # Đức | Long Gia Lai
    before = scan.word_before(start)
    if not before or not scan.text[before[0]].isupper() or start - 1 in scan.sure_to or start - 1 in scan.heads_to:
        return False
    earlier = scan.word_before(before[0])
    return not (earlier and f"{earlier[1]} {before[1]}" in compounds())  # Ngân Hàng Trung Ương | Anh


def _mention(scan, start, end, alias, kind, rule):
    word = scan.word_before(start) if alias.type in STATES and kind == "name" and rule != "nested" else None
    if word and word[1] == "người":
        start = word[0]  # nationals are the country: người Nga
    return Mention(start, end, start, end, alias.type, alias.actor, kind, rule)


def _is_no_state(scan, start, end, alias):
    """Whether an unambiguous alias is no mention here: a person's name (bà Nga), an event (AFF Cup), a dateline tag."""
    if alias.type == "organisation":
        following = WORD.match(scan.folded, end + 1)
        event = bool(following) and following.group() in grammar("event_end")
        before = scan.word_before(start)
        platform = scan.folded[start:end] in grammar("platform") and before and before[1] in grammar("platform_before")
        line = scan.text[max(0, start - 12) : start].rstrip("( ")[-1:]
        part = " " not in scan.text[start:end] and _in_foreign_name(scan, start)
        return event or part or bool(platform) or (line in ("", "\n") and bool(_TAG.match(scan.text, end)))
    if alias.kind != "name" or " " in scan.text[start:end] or not is_vietnamese(scan.folded[start:end]):
        return False
    if scan.completes_word(end) and scan.folded[end + 1 : end + 4] != "đã ":
        return True
    if scan.head_before(start) in ("place", "facility") and _goes_on(scan, end):
        return True  # cảng Mỹ Thủy, a port
    if start - 1 in scan.roles_to:
        return scan.roles_to[start - 1][1].kind == "honorific"
    return scan.capital_before(start) and start - 1 not in scan.sure_to and start - 1 not in scan.heads_to


def _in_foreign_name(scan, start):
    """Whether a foreign word that no lexicon knows stands right before: Las | Mercedes."""
    word = scan.word_before(start)
    if not word or not scan.text[word[0]].isupper() or is_vietnamese(word[1]) or not word[1].isalpha():
        return False
    return not any(start - 1 in known for known in (scan.sure_to, scan.heads_to, scan.roles_to))


def _goes_on(scan, end):
    """Whether a capitalised Vietnamese syllable that begins nothing known follows."""
    word = WORD.match(scan.folded, end + 1) if scan.capital_after(end) else None
    known = any(end + 1 in at for at in (scan.sure_at, scan.heads_at, scan.roles_at))
    return bool(word) and is_vietnamese(word.group()) and not known and word.group() not in name_parts("family_vi")


def _with_head(scan, start, alias):
    """Take the capitalised head into an organisation's name: Lực lượng Wagner, but tờ New York Times."""
    head = scan.heads_to.get(start - 1) if start and alias.type == "organisation" else None
    keep = head and head[1] in ("organisation", "military", "party")
    keep = keep and (scan.text[head[0]].isupper() or head[1] == "party")  # đảng Pheu Thai
    return head[0] if keep else start


def _nests(alias, whole):
    """Whether an alias inside a longer name is a mention of its own: a country in an organisation's or place's name."""
    if isinstance(whole, str):
        return alias.type in STATES and whole in ("region", "water", "island", "mountain")
    if getattr(whole, "type", "") in STATES:
        return False  # Nam | Sudan
    return alias.type in STATES or alias.actor in _umbrella()


@cache
def _umbrella():
    """Organisations whose name stands in those of their bodies: Hội đồng Bảo an Liên Hợp Quốc, … Nhà Trắng."""
    return forms("seats", "actor") | {"un", "nato"}


# --- metonym, place or name ------------------------------------------------------------------------------------------


@cache
def _context_patterns():
    def before(name):
        return re.compile(rf"(?<!\w){alternatives(grammar(name))} $")

    acts = alternatives(grammar("modal") | forms("cues", "cue", frame=("speech", "naming")))
    return before("locative"), before("political"), re.compile(rf" {acts}(?!\w)")


def _kind(scan, start, end, alias):
    """Tell a capital that stands for its state (metonym) from the mere place, a state from a place named after it."""
    locative, political, acting = _context_patterns()
    low = max(0, start - 24)
    if alias.kind != "metonym":
        if alias.type not in STATES:
            building = alias.actor in forms("seats", "actor") and locative.search(scan.folded, low, start)
            return "place" if building else "name"
        head = scan.heads_to.get(start - 1)
        event = head and head[1] == "event" and scan.text[head[0]].isupper() and not scan.starts_sentence(head[0])
        return "place" if event or scan.sure_to.get(start - 1, (0, ""))[1] == "region" else "name"
    if political.search(scan.folded, low, start):
        return "metonym"
    if locative.search(scan.folded, low, start):
        return "place"
    if acting.match(scan.folded, end):
        return "metonym"
    bracketed = scan.text[start - 1 : start] == "(" and scan.text[end : end + 1] in ("", ",", ")")
    return "place" if bracketed or scan.head_before(start) in ("organisation", "facility") else "metonym"


def _other_reading(scan, start, end, alias):
    """A seat shared by a country and a bloc (Brussels) is the country's as a place and the bloc's as a metonym."""
    if alias.kind != "metonym" or len({o.type for stop, o in scan.aliases_at[start] if stop == end}) < 2:
        return False
    return (alias.type == "bloc") == (_kind(scan, start, end, alias) == "place")


@cache
def _modifiers():
    return re.compile(rf" {alternatives(grammar('head_modifier'))}(?!\w)")


def _is_common(scan, start, end):
    """Whether a word is but the head of another name: Đảng | Dân chủ, Đảng cầm quyền ZANU-PF."""
    head = " " not in scan.text[start:end] and start in scan.heads_at
    return head and bool(scan.capital_after(end) or _modifiers().match(scan.folded, end))


# --- ambiguous and clipped forms -------------------------------------------------------------------------------------


def _in_compound(scan, start, end):
    """A clipped country name counts only beside another one: Nga - Triều, Mỹ-Hàn, Trung - Mỹ."""
    after = re.match(r" ?[-–—] ?(\w+(?: \w+)?)", scan.text[end : end + 24])
    before = re.search(r"(\w+(?: \w+)?) ?[-–—] ?$", scan.text[max(0, start - 24) : start])
    word = scan.word_before(start)
    if word and word[1] in ("gốc", "người"):
        return True
    for match, side in ((after, 0), (before, -1)):
        word = match[1].split()[side] if match else ""
        if match and (fold(match[1]) in _state_forms() or (word[0].isupper() and fold(word) in _state_forms())):
            return True
    return False


@cache
def _state_forms():
    """Folded short and full names of states and blocs."""
    aliases = read_lexicon("aliases")
    states = aliases[aliases["actor"].map(facts("type")).isin(STATES) & aliases["kind"].isin(["short", "name"])]
    return frozenset(states["alias"].map(fold))


def _evidence(scan):
    """Ambiguous forms that the article uses as a country's name beyond doubt: nước Anh, Thủ tướng Đức."""
    hits = ((start, end) for start, end, alias in scan.aliases if alias.ambiguous and alias.type in STATES)
    return {scan.folded[start:end] for start, end in hits if _state_before(scan, start)}


def _state_before(scan, start):
    """Whether what stands before makes a form a country's name: an office, an organisation's head, a preposition."""
    role = scan.roles_to.get(start - 1) if start else None
    if role and role[1].kind in ("office", "leader"):
        return True
    word = scan.word_before(start)
    return bool(scan.head_before(start)) or (bool(word) and word[1] in grammar("country_context"))


def _is_settled(scan, start, end, alias, evidence):
    """Settle an ambiguous form: states by what stands around them, others by the countries the article speaks of."""
    if alias.kind == "metonym":
        return True
    role = scan.roles_to.get(start - 1) if start else None
    if role and role[1].kind in PERSONAL:
        return False
    if alias.actor in _clubs():
        return scan.of_sport and scan.head_before(start) in ("", "club") and not _in_proper(scan, start)
    if alias.type not in STATES:
        return _is_likeliest(scan, start, end, alias)
    if (scan.capital_before(start) and not (start - 1 in scan.sure_to or role)) or scan.completes_word(end):
        return False
    if scan.capital_after(end) and end + 1 not in scan.sure_at and not _begins_name(scan, end + 1):
        return False
    if scan.starts_sentence(start):
        if scan.text[max(0, start - 12) : start].rstrip(" ")[-1:] in _SPEECH:
            return False  # – Anh ghi bàn: rather an address
        predicate = scan.folded[start:end] in evidence and _context_patterns()[2].match(scan.folded, end)
        return bool(predicate) or _coordinated(scan, start, end)
    titled = bool(role) and end + 1 not in scan.sure_at and scan.capital_after(end) and _begins_name(scan, end + 1)
    return (
        titled
        or _state_before(scan, start)
        or _coordinated(scan, start, end)
        or scan.folded[start:end] in evidence
        or alias.words > 1
    )


@cache
def _clubs():
    """Clubs: their towns' names mean them in news of sport."""
    aliases = read_lexicon("aliases")
    return frozenset(aliases.loc[aliases["alias"].str.startswith("CLB "), "actor"])


def _begins_name(scan, start):
    match = WORD.match(scan.folded, start)
    return bool(match) and (match.group() in name_parts("given_west") or match.group() in name_parts("family_vi"))


def _coordinated(scan, start, end):
    """Whether a state stands beside the form, joined by và, a comma or a dash: Anh, Pháp và Đức."""
    after = _JOIN.match(scan.folded, end)
    following = scan.sure_at.get(after.end()) if after else None
    if following and getattr(following[1], "type", "") in STATES:
        return True
    word = WORD.match(scan.text, after.end()) if after and after.group() != ", " else None
    if word and word.group()[0].isupper() and fold(word.group()) in _state_forms():
        return True
    before = _JOINED.search(scan.folded, max(0, start - 7), start)
    preceding = scan.sure_to.get(before.start()) if before else None
    return bool(preceding) and getattr(preceding[1], "type", "") in STATES


def _is_likeliest(scan, start, end, alias):
    """An ambiguous organisation: the one of the country spoken of most; common words only after their head."""
    if scan.folded[start:end] in grammar("state_body"):
        following = scan.sure_at.get(end + 1, (0, ""))[1]
        state = isinstance(following, str) or following.type in STATES
        if (end + 1 in scan.sure_at and state) or any(o.type in STATES for _, o in scan.aliases_at.get(end + 1, ())):
            return False
        return scan.likeliest({alias.actor, *_rivals(scan, start, end)}) == alias.actor
    if start not in scan.heads_at and not alias.exact and alias.words < 3:  # Tuổi Trẻ, Lao Động: words as well
        word = scan.word_before(start)
        told = bool(word) and word[1] in grammar("media_context")
        sure = scan.head_before(start) == "media" or told
        foreign = not all(map(is_vietnamese, scan.loose[start:end].split()))
        return sure or (foreign and _is_shown(scan, start, end))
    return scan.likeliest(_rivals(scan, start, end)) == alias.actor


def _is_shown(scan, start, end):
    """Whether an article uses a foreign word that means other things too (Amazon) as an organisation's name."""
    form = scan.folded[start:end]
    if scan.capital_before(start) or scan.capital_after(end):
        return False
    here = {s: e for s, e, alias in scan.aliases if alias.type == "organisation" and scan.folded[s:e] == form}
    if any(scan.head_before(s) in ("place", "water", "mountain", "island") for s in here):
        return False
    if any(shows_organisation(scan, s, e) for s, e in here.items()):
        return True
    other = form in forms("places", "form") or form in name_parts("given_west")
    acting = _context_patterns()[2]
    return not other and (len(here) > 2 or any(acting.match(scan.folded, e) for e in here.values()))


def _rivals(scan, start, end):
    return {o.actor for stop, o in scan.aliases_at[start] if stop == end and o.type == "organisation"}
