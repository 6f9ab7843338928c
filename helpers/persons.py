"""Which persons does a text name? By lexicon, by the form of a name and what stands around it; with their titles."""

import re
from functools import cache

from helpers.lexicon import UPPER, alternatives, forms
from helpers.organisations import starts_person
from helpers.scan import (
    PERSONAL,
    STATES,
    TOKEN,
    Cover,
    compounds,
    grammar,
    is_vietnamese,
    name_parts,
)
from helpers.titles import abbreviated, actor_to, office_of, title_words, titled

_PARTICLE = r"(?:de|da|do|dos|das|van|von|der|den|bin|ibn|al|el|la|le|di|del|e|y|ter|ten|ben|della|du|des|dos|af|zu)"
_LINK = rf"(?: |-|(?<=[{UPPER}])\.|(?<=[\W_][{UPPER}])\. |(?<=r)\. )"
_RUN = re.compile(rf"{TOKEN.pattern}(?:{_LINK}(?:{_PARTICLE}[ -]){{0,2}}{TOKEN.pattern})*")
_AMONG = re.compile(rf" {_PARTICLE} ")  # David de Gea: of no Vietnamese name
_NO_PERSON = frozenset(("place", "facility", "award", "vehicle", "storm"))
MAX_NAME = 6


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
        titled(scan, start, end, "alias", ends, alias.actor)
        for start, (end, alias) in scan.sure_at.items()
        if getattr(alias, "type", "") == "person" and not formed(start) and scan.head_before(start) not in _NO_PERSON
    ]
    return by_form + listed


def _persons_of_run(scan, tokens, taken, ends):
    """Persons among the capitalised words of one run."""
    found, i = [], 0
    if _names_no_single(scan, tokens[0][0], len(tokens)):
        return found
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
            found.append(titled(scan, start, tokens[i + length - 1][1], rule, ends))
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
    text, start = scan.text, tokens[i][0]
    words = [scan.folded[a:b] for a, b in tokens[i : i + MAX_NAME]]
    role = _role_before(scan, start, ends)
    addressed = bool(role) and role.kind == "honorific"
    if _is_no_person(scan, tokens, i, words, role):
        return 0, ""
    length = _name_length(scan, tokens, i, addressed)
    if not role and length > 1 and text[start - 2 : start] == ", " and text[tokens[i + length - 1][1] :][:1] == ",":
        role = office_of(scan, start - 2)
    head = scan.head_before(start)
    listed = getattr(sure and sure[1], "type", "") == "person" and not _goes_on(scan, tokens, i, sure)
    if head == "place" and role and starts_person(scan, start):
        head = ""  # Chủ tịch UBND tỉnh | Trần Văn Hậu
    if not length or listed or (head not in ("", "military") and not (role and role.kind in PERSONAL)):
        return 0, ""
    rule = _rule_of(scan, tokens, i, words, length, role, sure)
    native = all(map(is_vietnamese, words[:length]))
    return (min(length, 5) if native else length, rule) if rule else (0, "")


def _is_eastern(word):
    return word in name_parts("family_ko") or word in name_parts("family_zh")


def _is_no_person(scan, tokens, i, words, role):
    """Whether a run of capitals begins something else: a sentence, a street, a chamber, a company, a title."""
    start, end = tokens[i]
    at, head = scan.roles_at.get(start, (0, None)), scan.heads_at.get(start, (0, ""))
    addressed = bool(role) and role.kind == "honorific"
    surname = _is_eastern(words[0]) and len(words) > 1 and not scan.starts_sentence(start)  # chuyên gia | Song Bing
    return (
        (words[0] in _no_names() and not (at[0] or addressed or surname or _highland(words[0])))
        or (len(words) > 1 and head[0] == tokens[i + 1][1])  # chủ tịch | Hạ Viện
        or "&" in words[0]  # T&A Ogilvy
        or (head[1] in _NO_PERSON and not role)  # Đường Nguyễn Văn Linh
        or not grammar("event_end").isdisjoint(words)  # Asian Cup
        or (scan.text[end : end + 1] == "." and _abbreviated_place(words))
        # Ông Obama, HLV Park: the title is no part of the name
        or (at[0] == end and len(words) > 1 and (at[1].kind in PERSONAL or scan.text[start:end].isupper()))
    )


def _rule_of(scan, tokens, i, words, length, role, sure):
    """The rule by which some capitals are a person's name: its form, its title, what stands around it; else empty."""
    text, (start, end), stop = scan.text, tokens[i], tokens[i + length - 1][1]
    native = all(map(is_vietnamese, words[:length]))
    foreign_last = not is_vietnamese(words[length - 1]) or bool(_AMONG.search(text, start, stop))
    hyphen = "-" in scan.folded[start:stop]
    joined = i > 0 and text[tokens[i - 1][1] : start] == " " and not _opens(scan, tokens[i - 1])  # Tối | Cao Pháp Viện
    tests = (
        ("form_vietnamese", words[0] in name_parts("family_vi") and native and (role or (length > 2 and not joined))),
        ("form_highland", length > 1 and _highland(words[0]) and words[length - 1] in name_parts("family_vi")),
        (
            "form_western",
            words[0] in name_parts("given_west") and length > 1 and (role or not sure) and (foreign_last or role),
        ),
        ("title", role and _role_allows(scan, role, start, words, length, sure)),
        ("form_eastern", _is_eastern(words[0]) and ((length == 3 and not native) or (length > 1 and hyphen))),
        ("form_initial", len(words[0]) == 1 and length > 1 and text[end] == "."),
        (
            "context",
            length in (2, 3, 4)
            and (not native or (length == 2 and " ".join(words[:2]) not in compounds() and not joined))
            and (not sure or isinstance(sure[1], str))
            and _acts_like_person(scan, stop),
        ),
    )
    return next((name for name, holds in tests if holds), "")


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
        if scan.text[edge] == " " and abbreviated(scan, edge - 1):
            edge -= 1
        if edge in scan.roles_to:
            return scan.roles_to[edge][1]
        before = actor_to(scan, edge, ends)
        position = before[0] if before else title_words(scan, edge, False)
        if position is None:
            return None
    return None
