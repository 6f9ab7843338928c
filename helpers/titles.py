"""Which title stands before a name? Read from right to left, over roles, countries, bodies and common nouns."""

import re
from functools import cache
from typing import NamedTuple

from helpers.lexicon import alternatives, forms
from helpers.organisations import starts_person
from helpers.scan import PERSONAL, TOKEN, Mention, compounds, grammar

MAX_TITLE = 14  # words that a title may have
_TITLE_LINKS = frozenset(("của", "thuộc", "tại", "người", "gốc"))  # tiền đạo người Brazil Wesley Tavares
_LAST_RUN = re.compile(rf"{TOKEN.pattern}(?: {TOKEN.pattern})*$")


def titled(scan, start, end, rule, ends, actor=""):
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
    if scan.text[max(0, start - 2) : start] in ("- ", "– ", "— "):
        return start, roles, of  # – Tôi ký tên chị kế toán – | Hạnh đáp
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
        before = actor_to(scan, edge, ends)
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
        position = title_words(scan, edge, own)
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
    if text[edge] == "." and abbreviated(scan, edge):  # TS.Nguyễn
        return edge
    if text[edge] != " ":
        return None
    if abbreviated(scan, edge - 1):
        return edge - 1
    if text[edge - 1] == ",":
        honorific = begin == position and bool(roles) and roles[-1].kind in PERSONAL
        return edge - 1 if honorific or (position == start and office_of(scan, edge - 1)) else None
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


def title_words(scan, edge, own):
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


def actor_to(scan, edge, ends):
    """The state, organisation or place whose name ends at a position, as (start, what it is)."""
    if edge in ends:
        return ends[edge].start, ends[edge]
    return scan.sure_to.get(edge) or scan.ambiguous_to.get(edge)


def abbreviated(scan, dot):
    """Whether the full stop at `dot` ends an abbreviated title: PGS. TS. Nguyễn …"""
    if dot < 1 or scan.text[dot] != "." or dot not in scan.roles_to:
        return False
    start, role = scan.roles_to[dot]
    return role.kind == "academic" or scan.folded[start : dot + 1] in forms("abbreviations", "form")


def office_of(scan, edge):
    """The office that ends at a position with its country: Ngoại trưởng Malaysia(, Zambry Abdul Kadir,)."""
    sure = scan.sure_to.get(edge)
    role = scan.roles_to.get(sure[0] - 1) if sure else None
    return role[1] if role and role[1].kind == "office" else None
