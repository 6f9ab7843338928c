"""Which persons does a text name? By lexicon, by the form of a name and what stands around it; with their titles."""

import re
from functools import cache
from typing import NamedTuple

from helpers.lexicon import UPPER, alternatives, forms
from helpers.organisations import starts_person
from helpers.scan import (
    PERSONAL,
    STATES,
    TOKEN,
    Cover,
    Mention,
    compounds,
    grammar,
    is_vietnamese,
    name_parts,
)

_PARTICLE = r"(?:de|da|do|dos|das|van|von|der|den|bin|ibn|al|el|la|le|di|del|e|y|ter|ten|ben|della|du|des|dos|af|zu)"
_LINK = rf"(?: |-|(?<=[{UPPER}])\.|(?<=[\W_][{UPPER}])\. |(?<=r)\. )"
_RUN = re.compile(rf"{TOKEN.pattern}(?:{_LINK}(?:{_PARTICLE}[ -]){{0,2}}{TOKEN.pattern})*")
_AMONG = re.compile(rf" {_PARTICLE} ")  # David de Gea: of no Vietnamese name
_NO_PERSON = frozenset(("place", "facility", "award", "vehicle", "storm"))
MAX_TITLE = 14  # words that a title may have
MAX_NAME = 6
_TITLE_LINKS = frozenset(("của", "thuộc", "tại", "người", "gốc"))  # tiền đạo người Brazil Wesley Tavares


def find_persons(scan, organisations):
    """Find persons named in a text.

    Parameters
    ----------
    scan : helpers.scan.Scan
    organisations : list of Mention
        As `find_organisations` returns them: no persons, but they may stand in a title.

    Returns
    -------
    list of Mention
        `actor` is the lexicon's id, or empty for a name the lexicon lacks; chaining is `helpers.chains`.
    """
    ends = {name.end: name for name in organisations}
    taken = Cover([(m.start, m.end) for m in organisations] + [(a, b) for a, (b, _) in scan.sure_at.items()])
    by_form = []
    for run in _RUN.finditer(scan.text):
        tokens = [token.span() for token in TOKEN.finditer(scan.text, run.start(), run.end())]
        by_form += _persons_of_run(scan, tokens, taken, ends)
    formed = Cover((m.core_start, m.core_end) for m in by_form)
    listed = [
        _titled(scan, start, end, "alias", ends, alias.actor)
        for start, (end, alias) in scan.sure_at.items()
        if getattr(alias, "type", "") == "person" and not formed(start) and scan.head_before(start) not in _NO_PERSON
    ]
    return by_form + listed


def _persons_of_run(scan, tokens, taken, ends):
    """Persons among the capitalised words of one run."""
    found, i = [], 0
    while i < len(tokens):
        start = tokens[i][0]
        role_end = scan.roles_at.get(start, (0,))[0]
        if role_end > tokens[i][1]:  # Bác Sĩ | Phượng
            i += sum(token[1] <= role_end for token in tokens[i:])
            continue
        around, sure = taken.around(start), scan.sure_at.get(start)
        if around and (around[0] < start or not sure):
            i += 1
            continue
        words = sum(token[1] <= sure[0] for token in tokens[i:]) if sure else 0
        if words > 1 and not _goes_on(scan, tokens, i, sure):
            i += words
            continue
        length, rule = _name_at(scan, tokens, i, sure, ends)
        if length:
            found.append(_titled(scan, start, tokens[i + length - 1][1], rule, ends))
        i += length or 1
    return found


def _goes_on(scan, tokens, i, sure):
    """Whether a listed person's name is but the beginning of somebody else's: Juan Carlos | Pinzón."""
    k = i + sum(token[1] <= sure[0] for token in tokens[i:])
    if getattr(sure[1], "type", "") != "person" or k >= len(tokens) or scan.text[sure[0] : tokens[k][0]] != " ":
        return False
    start, end = tokens[k]
    known = start in scan.sure_at or start in scan.roles_at or start in scan.heads_at
    return not (known or is_vietnamese(scan.folded[start:end]) or scan.text[start:end].isupper())


def _name_at(scan, tokens, i, sure, ends):
    """Number of tokens of the person's name that begins at token `i` of a run, and the rule; (0, "") if none does."""
    text, (start, end) = scan.text, tokens[i]
    words = [scan.folded[a:b] for a, b in tokens[i : i + MAX_NAME]]
    at = scan.roles_at.get(start, (0, None))
    role = _role_before(scan, start, ends)
    addressed = bool(role) and role.kind == "honorific"
    eastern = words[0] in name_parts("family_ko") or words[0] in name_parts("family_zh")
    surname = eastern and len(words) > 1 and not scan.starts_sentence(start)  # chuyên gia | Song Zhongping
    if words[0] in _no_names() and not (at[0] or addressed or surname or _highland(words[0])):
        return 0, ""
    if "&" in words[0] or (role and _names_no_single(scan, start, len(words))):
        return 0, ""  # T&A Ogilvy
    if scan.heads_at.get(start, (0, ""))[1] in _NO_PERSON and not role:
        return 0, ""  # Đường Nguyễn Văn Linh
    if not grammar("event_end").isdisjoint(words):
        return 0, ""  # Asian Cup
    if scan.text[end : end + 1] == "." and _abbreviated_place(words):
        return 0, ""
    if at[0] == end and len(words) > 1 and (at[1].kind in PERSONAL or text[start:end].isupper()):
        return 0, ""  # Ông Obama, HLV Park: the title is no part of the name
    length = _name_length(scan, tokens, i, addressed)
    if not role and length > 1 and text[start - 2 : start] == ", " and text[tokens[i + length - 1][1] :][:1] == ",":
        role = _office_of(scan, start - 2)
    head = scan.head_before(start)
    listed = getattr(sure and sure[1], "type", "") == "person" and not _goes_on(scan, tokens, i, sure)
    if head == "place" and role and starts_person(scan, start):
        head = ""  # Chủ tịch UBND tỉnh | Trần Văn Hậu
    if not length or listed or (head not in ("", "military") and not (role and role.kind in PERSONAL)):
        return 0, ""
    native = all(map(is_vietnamese, words[:length]))
    foreign_last = not is_vietnamese(words[length - 1]) or bool(_AMONG.search(text, start, tokens[i + length - 1][1]))
    hyphen = "-" in scan.folded[start : tokens[i + length - 1][1]]
    stop = tokens[i + length - 1][1]
    joined = i > 0 and text[tokens[i - 1][1] : start] == " " and not _opens(scan, tokens[i - 1])  # Tối | Cao Pháp Viện
    tests = (
        ("form_vietnamese", words[0] in name_parts("family_vi") and native and (role or (length > 2 and not joined))),
        ("form_highland", length > 1 and _highland(words[0]) and words[length - 1] in name_parts("family_vi")),
        (
            "form_western",
            words[0] in name_parts("given_west") and length > 1 and (role or not sure) and (foreign_last or role),
        ),
        ("title", role and _role_allows(scan, role, start, words, length, sure)),
        ("form_eastern", eastern and ((length == 3 and not native) or (length > 1 and hyphen))),
        ("form_initial", len(words[0]) == 1 and length > 1 and text[end] == "."),
        (
            "context",
            length in (2, 3, 4)
            and (not native or (length == 2 and " ".join(words[:2]) not in compounds() and not joined))
            and (not sure or isinstance(sure[1], str))
            and _acts_like_person(scan, stop),
        ),
    )
    rule = next((name for name, holds in tests if holds), "")
    return (min(length, 5) if native else length, rule) if rule else (0, "")


def _opens(scan, token):
    """Whether a capitalised word only begins its sentence: Còn | Bùi Tiến Dũng."""
    return scan.folded[token[0] : token[1]] in _no_names() and scan.starts_sentence(token[0])


def _names_no_single(scan, start, length):
    """Whether a role before a capital is of a people or of several: cô gái người | Dao, hai tay đua | Red Bull."""
    word = scan.word_before(start)
    if word and word[1] == "người":
        return length == 1
    role = scan.roles_to.get(start - 1)
    before = scan.word_before(role[0]) if role else None
    several = before and (before[1] in grammar("plural") or before[1] in grammar("number_word") or before[1].isdigit())
    joined = re.match(r"(?: [^\W\d_]+){1,6}?(?: và|,) ", scan.text[start - 1 : start + 60])
    return bool(several) and role[1].kind != "honorific" and not joined


def _highland(word):
    """Whether a word begins names of the Central Highlands: Y Thoan Niê, H'Hen Niê."""
    return word in name_parts("prefix_vi") or word[:2] == "h'"


def _abbreviated_place(words):
    """Q.Gò Vấp is a district, J.K. Rowling a person."""
    return len(words) > 1 and f"{words[0]}." in forms("abbreviations", "form") and is_vietnamese(words[1])


@cache
def _no_names():
    """Capitalised words that begin sentences or name months and days, never a person."""
    times = forms("times", "form", **{"class": ("weekday", "unit", "month")})
    return forms("stopwords", "word") | times


def _role_allows(scan, role, start, words, length, sure):
    """Tell whether a role before a capitalised word makes it a person's name."""
    if role.kind == "honorific":
        return not (sure and isinstance(sure[1], str) and " " in words[0])
    abbreviation = length == 1 and len(words[0]) > 1 and scan.text[start : start + len(words[0])].isupper()
    if (
        sure
        or start in scan.heads_at
        or start in scan.roles_at
        or (role.kind == "member" and length == 1)
        or abbreviation
    ):
        return False
    state = any(alias.ambiguous and alias.type in STATES for _, alias in scan.aliases_at.get(start, ()))
    return not (state and (length == 1 or words[1] in name_parts("given_west") or words[1] in name_parts("family_vi")))


def _name_length(scan, tokens, i, addressed):
    """How many tokens from the i-th on can belong to one name; 0 where they rather begin a phrase of common words.

    `addressed`: an honorific stands before, so that the first token is a name though a word could begin with it.
    """
    length = 0
    for k in range(i, min(len(tokens), i + MAX_NAME)):
        start, end = tokens[k]
        if scan.completes_word(end) and not (addressed and k == i):
            return 0 if length == 1 and scan.text[tokens[i][1] : start] == " " else length
        if k > i and not _continues(scan, tokens, i, k):
            return length
        if k > i and start == tokens[k - 1][1] + 1 and starts_person(scan, start):
            first = scan.folded[tokens[i][0] : tokens[i][1]]
            if not (first in name_parts("family_vi") or first in name_parts("given_west") or addressed):
                return 0  # an organisation or a place before the name
        length += 1
    return length


def _continues(scan, tokens, i, k):
    """Whether the k-th token of a run goes on with the name begun at the i-th."""
    start, end = tokens[k]
    sure = scan.sure_at.get(start)
    if scan.text[tokens[k - 1][1] : start] == "-":
        first = scan.folded[tokens[k - 1][0] : tokens[k - 1][1]]
        if start in scan.sure_at or (k == i + 1 and first not in name_parts("given_west")):
            return False
    if sure and not isinstance(sure[1], str) and sure[1].type != "person":
        if sure[1].words > 1 or not is_vietnamese(scan.folded[start:end]):
            return False
    longer_head = scan.heads_at.get(start, (0,))[0] > end
    return not longer_head and scan.roles_at.get(start, (0,))[0] <= end


_LAST_RUN = re.compile(rf"{TOKEN.pattern}(?: {TOKEN.pattern})*$")
_ONE = re.compile(r"(?:một|cựu|nguyên|nữ) (?:cựu |nữ )?")


@cache
def _after_person():
    verbs = alternatives(grammar("person_act"))
    return re.compile(rf"(?:,? ?\(?\d{{2}} tuổi|(?: (?:đã|cũng|còn|từng|sau đó|vừa))? {verbs}(?!\w))")


def _acts_like_person(scan, end):
    """Whether an age, a verb of persons or an occupation in apposition follows."""
    if _after_person().match(scan.folded, end):
        return True
    apposition = end + 2 if scan.text[end : end + 2] == ", " else end + 3 if scan.text[end : end + 3] == " - " else None
    lead = _ONE.match(scan.folded, apposition) if apposition else None
    role = scan.roles_at.get(lead.end() if lead else apposition) if apposition else None
    return bool(role) and role[1].kind in ("office", "title", "rank", "leader", "generic", "member", "academic")


def _role_before(scan, start, ends):
    """The role that stands before a name, directly or with the country or organisation it belongs to between."""
    position = start
    for _ in range(4):
        if not position or scan.text[position - 1] not in " ." or scan.folded.startswith(" của ", position - 5):
            return None
        edge = position - 1
        if scan.text[edge] == " " and _abbreviated(scan, edge - 1):
            edge -= 1
        if edge in scan.roles_to:
            return scan.roles_to[edge][1]
        before = _actor_to(scan, edge, ends)
        position = before[0] if before else _title_words(scan, edge, False)
        if position is None:
            return None
    return None


def _actor_to(scan, edge, ends):
    """The state, organisation or place whose name ends at a position, as (start, what it is)."""
    if edge in ends:
        return ends[edge].start, ends[edge]
    return scan.sure_to.get(edge) or scan.ambiguous_to.get(edge)


def _office_of(scan, edge):
    """The office that ends at a position with its country: Ngoại trưởng Malaysia(, Zambry Abdul Kadir,)."""
    sure = scan.sure_to.get(edge)
    role = scan.roles_to.get(sure[0] - 1) if sure else None
    return role[1] if role and role[1].kind == "office" else None


def _abbreviated(scan, dot):
    """Whether the full stop at `dot` ends an abbreviated title: PGS. TS. Nguyễn …"""
    if dot < 1 or scan.text[dot] != "." or dot not in scan.roles_to:
        return False
    start, role = scan.roles_to[dot]
    return role.kind == "academic" or scan.folded[start : dot + 1] in forms("abbreviations", "form")


# --- titles --------------------------------------------------------------------------------------------------------


def _titled(scan, start, end, rule, ends, actor=""):
    """Make the mention of a person with the title and honorific before it."""
    title, roles, of = title_before(scan, start, ends)
    gender = next((role.gender for role in roles if role.gender), "")
    return Mention(title, end, start, end, "person", actor, "name", rule, gender, tuple(roles), tuple(of))


def title_before(scan, start, ends):
    """Read the title that ends before a name at `start`, from right to left.

    Goes over roles, countries, organisations, places, capitalised words and the common nouns that go with them; the
    title begins at the leftmost role. A comma is crossed only before an honorific (`…, ông Peskov`) or after an
    office with its country.

    Returns
    -------
    tuple
        Where the title begins; its role rows, from the name leftwards; the actors named in it.
    """
    position, begin, roles, of, pending = start, start, [], [], []
    for _ in range(MAX_TITLE):
        edge = _edge(scan, position, start, begin, roles)
        if edge is None:
            break
        role = scan.roles_to.get(edge)
        if role:
            kin = scan.roles_to.get(role[0] - 1) if role[1].kind in PERSONAL and roles else None
            if kin and kin[1].kind == "kin" and not _makes_pair(scan, kin[0], role[0]):  # chồng chị, anh Hùng
                begin = position = kin[0]
                roles.append(kin[1])
                break
            if _is_anothers(role[1], roles, position == begin):
                break
            begin = position = role[0]
            roles.append(role[1])
            of, pending = of + pending, []
            continue
        before = _actor_to(scan, edge, ends)
        if before is not None:
            if getattr(before[1], "type", "") == "person":
                break
            pending.append(getattr(before[1], "actor", ""))
            position = before[0]
            continue
        made = _made_up().search(scan.folded, max(0, start - 40), start) if position == start else None
        if made:
            begin = position = made.start()
            roles.append(_Occupation())
            continue
        whose = scan.folded.startswith(" của ", position - 5) and position == begin
        if whose and ", " not in scan.text[begin:start]:
            break  # người đại diện của | Moura, đặc phái viên của | Tổng thống X
        own = begin == position and bool(roles) and roles[-1].kind in PERSONAL
        position = _title_words(scan, edge, own)
        if position is None:
            break
    begin, roles = _before_comma(scan, begin, start, roles)
    return _with_modifier(scan, begin, start, roles), roles, of


def _is_anothers(role, roles, beside):
    """Whether a role left of a title belongs to somebody else: a second honorific, con trai | ông X."""
    if role.kind in PERSONAL:
        return bool(roles) or not beside
    return role.kind == "kin" and beside and bool(roles) and roles[-1].kind in PERSONAL


def _makes_pair(scan, start, end):
    """Whether a word is half of a couple: vợ | chồng anh Dũng."""
    before = scan.word_before(start)
    return bool(before) and f"{before[1]} {scan.folded[start : end - 1]}" in compounds()


def _before_comma(scan, begin, start, roles):
    """Whether what stands before a comma belongs to the title: Phát ngôn viên Điện Kremlin, | ông X; Bộ trưởng, | …"""
    comma = scan.text.rfind(", ", begin, start)
    apposed = scan.text[begin - 2 : begin] == ", " and _ends_named(scan, begin - 2)  # bà X, giám đốc Y, | ông Z
    if comma > 0 and (apposed or roles[-1].kind in ("honorific", "generic") or not _begins_clause(scan, begin)):
        kept = [role for role in roles if role.kind in PERSONAL][:1]
        return comma + 2, kept
    while scan.text[begin - 2 : begin] == ", " and scan.text[begin].isupper() and begin < start:
        left = scan.roles_to.get(begin - 2)
        if not left or left[1].form not in grammar("party_post") or not scan.text[left[0]].isupper():
            break
        begin, roles = left[0], [*roles, left[1]]
    return begin, roles


def _begins_clause(scan, start):
    """Whether a phrase begins its clause: after a mark, a conjunction, a preposition; not as predicate (là bị hại)."""
    word = scan.word_before(start)
    return (
        word is None or scan.starts_sentence(start) or not word[1][-1].isalnum() or word[1] in grammar("clause_start")
    )


class _Occupation(NamedTuple):
    """An occupation that `roles.csv` lacks, known by the way it is made."""

    form: str = ""
    kind: str = "title"
    gender: str = ""
    office: str = ""
    gloss: str = ""
    unique: str = ""
    field: str = ""


@cache
def _made_up():
    """Occupations by their form: nhà chính trị học, giao dịch viên, nhạc trưởng."""
    suffix = alternatives(grammar("occupation_end"))
    return re.compile(rf"(?<!\w)(?:nhà(?: [^\W\d_]+){{1,2}} (?:học|gia|viên)|(?:[^\W\d_]+ ){{1,2}}{suffix}) $")


def _edge(scan, position, start, begin, roles):
    """Where the element before a position ends; blanks, some stops and commas skipped; None at a border."""
    text = scan.text
    if position < 2:
        return None
    edge = position - 1
    if text[edge] == "." and _abbreviated(scan, edge):  # TS.Nguyễn
        return edge
    if text[edge] != " ":
        return None
    if _abbreviated(scan, edge - 1):
        return edge - 1
    if text[edge - 1] == ",":
        honorific = begin == position and bool(roles) and roles[-1].kind in PERSONAL
        return edge - 1 if honorific or (position == start and _office_of(scan, edge - 1)) else None
    if text[edge - 1] == ")":  # Thống đốc Ngân hàng Nhân dân (PBoC) Dịch Cương
        bracket = text.rfind(" (", max(0, edge - 16), edge)
        return bracket if bracket > 0 else None
    return edge


def _with_modifier(scan, begin, start, roles):
    """Take tân, nữ, cựu … into a title; leave a plural honorific (hai ông X và Y) outside."""
    before = scan.word_before(begin)
    if begin == start or not before:
        return begin
    if before[1] in grammar("plural") and roles[-1].kind == "honorific":
        return start
    earlier = scan.word_before(before[0])
    part = bool(earlier) and f"{earlier[1]} {before[1]}" in compounds()  # chính quyền | tổng thống
    return before[0] if before[1] in grammar("title_modifier") and not part else begin


@cache
def _not_in_titles():
    stops = forms("stopwords", "word") | forms("cues", "cue") | grammar("modal")
    return stops - _TITLE_LINKS


def _title_words(scan, edge, own):
    """Start of the words before `edge` that a title may have between the role and the name, else None.

    A capitalised word with the syllable that completes it (`Bộ trưởng Công Thương`), a head (`tỉnh`, `tập đoàn`), a
    number, `của`, or a common noun of two syllables (`chuyên gia kinh tế`). `own`: an honorific stands right behind.
    """
    if scan.text[edge] not in " ,":
        return None
    if edge in scan.heads_to and not _makes_pair(scan, scan.heads_to[edge][0], edge + 1):  # not Chính | sách
        return scan.heads_to[edge][0]
    last = scan.word_before(edge + 1)
    if last is None or (own and last[1] in _TITLE_LINKS):
        return None
    start, word = last
    previous = scan.word_before(start)
    if not word[-1].isalnum():
        return start if word in ("-", "–", "&") else None
    if scan.text[start].isupper() or word.isdigit() or word in _TITLE_LINKS:
        return None if word in _not_in_titles() else start
    if word == "này" and previous and previous[1] in ("nước", "đảng"):
        return previous[0]
    if previous and word in grammar("pronoun_m", "pronoun_f") and start - 1 in scan.roles_to:
        return start if scan.roles_to[start - 1][1].kind == "kin" else None  # vợ ông, bà X
    if word == "và" and scan.text[edge + 1].isupper() and previous and _capital_pair(scan, previous):
        return None if _ends_person(scan, start - 1) else start
    pair = f"{previous[1]} {word}" if previous else ""
    earlier = scan.word_before(previous[0]) if previous else None
    for begin, phrase in ((earlier, f"{earlier[1]} {pair}" if earlier else ""), (previous, pair)):
        if phrase in grammar("title_after"):
            return begin[0]
    if pair in compounds() and pair not in _not_in_titles():
        proper = scan.text[previous[0]].isupper() and previous[1] not in _not_in_titles()
        if proper or _occupation_near(scan, previous[0]):
            return previous[0]
    return None


def _ends_named(scan, edge):
    """Whether a name with an honorific or title before it ends at a position."""
    run = _LAST_RUN.search(scan.text, max(0, edge - 60), edge)
    role = scan.roles_to.get(run.start() - 1) if run else None
    return bool(role) and role[1].kind in (*PERSONAL, "title")


def _ends_person(scan, edge):
    """Whether the full name of a person ends at a position: bị cáo Đinh Hải Sơn | và …"""
    run = _LAST_RUN.search(scan.text, max(0, edge - 60), edge)
    return bool(run) and starts_person(scan, run.start())


def _capital_pair(scan, word):
    """Whether a word ends a capitalised common noun: Kế hoạch (và Đầu tư)."""
    previous = scan.word_before(word[0])
    return bool(previous) and scan.text[previous[0]].isupper() and f"{previous[1]} {word[1]}" in compounds()


def _occupation_near(scan, start):
    """Whether an occupation stands at or near the left of a common noun: chuyên gia (phân tích) kinh tế."""
    edge = start - 1
    for _ in range(3):
        if edge in scan.roles_to:
            return scan.roles_to[edge][1].kind in ("title", "generic", "rank", "office", "leader", "academic")
        word = scan.word_before(edge + 1) if edge > 0 and scan.text[edge] == " " else None
        before = scan.word_before(word[0]) if word else None
        if not before or f"{before[1]} {word[1]}" not in compounds():
            return False
        edge = before[0] - 1
    return False
