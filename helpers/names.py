"""Which proper names stand in a text? Lexicon aliases, and persons and organisations known by their form alone.

Works on one article at a time; `helpers.actors` chains what is found here and adds descriptions and pronouns.
"""

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from helpers.lexicon import alternatives, fold, forms, matcher, read_lexicon

_UPPER = "".join(c for c in map(chr, range(0x41, 0x1F00)) if c.isupper())
_TOKEN = re.compile(rf"[{_UPPER}][^\W_]*(?:[’'][^\W_]+)*(?:-[^\W\d_{_UPPER}][^\W_]*)*")
_PARTICLE = r"(?:de|da|do|dos|das|van|von|der|den|bin|ibn|al|el|la|le|di|del|e|y|ter|ben)"
_RUN = re.compile(
    rf"{_TOKEN.pattern}(?:(?: |-|(?<=[{_UPPER}])\.|(?<=[\W_][{_UPPER}])\. |(?<=r)\. )(?:{_PARTICLE}[ -]){{0,2}}{_TOKEN.pattern})*"
)
_VIETNAMESE = re.compile(
    r"(?:ngh?|[ckgpt]h|gi|nh|qu|tr|[bcdđghklmnprstvx])?[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]+"
    r"(?:ch|ng|nh|[cmnpt])?"
)
# Heads whose capitalised complement is an organisation; with the others (places, works, ships …) it is no actor.
ORGANISATION_HEADS = frozenset(("organisation", "party", "military", "media", "company", "club"))
_BARE_HEADS = frozenset(("media", "club"))  # left outside the name: tờ New York Times, đội tuyển Việt Nam
_PERSONAL = frozenset(("honorific", "rank", "academic"))
MAX_TITLE = 14  # words that a title may have


class Alias(NamedTuple):
    """A row of `aliases.csv` with what its actor is."""

    actor: str
    kind: str  # name, metonym or short
    ambiguous: bool
    type: str  # person, country, bloc or organisation
    capital: int  # offset of the first capital letter
    exact: str  # the form, where it must be matched in its very capitals (abbreviations), else empty
    words: int


class Name(NamedTuple):
    """A proper name found in a text."""

    start: int  # with title and honorific
    end: int
    core_start: int  # without them
    core_end: int
    type: str
    actor: str  # lexicon id, or empty
    kind: str
    rule: str
    gender: str = ""
    roles: tuple = ()  # the role rows of its title
    of: tuple = ()  # the actors named in its title


@cache
def lexicon():
    """Compile aliases, places, heads and roles into one automaton.

    Returns
    -------
    tuple
        ``find(folded)``, see `lexicon.matcher`, and for each pattern its entries ``(sort, value)``.
    """
    types = dict(zip(*(read_lexicon("actors")[column] for column in ("actor", "type")), strict=True))
    patterns = {}

    def add(form, sort, value):
        patterns.setdefault(fold(form).replace("-", " "), []).append((sort, value))

    for form, actor, kind, context in read_lexicon("aliases").itertuples(index=False):
        capital = next((i for i, letter in enumerate(form) if letter.isupper()), 0)
        exact = form if form.isupper() and len(form) <= 6 else ""
        alias = Alias(actor, kind, bool(context), types[actor], capital, exact, len(re.findall(r"[\w'’]+", form)))
        add(form, "alias", alias)
    for form, sort in read_lexicon("places")[["form", "class"]].drop_duplicates("form").itertuples(index=False):
        add(form, "place", (sort, next((i for i, letter in enumerate(form) if letter.isupper()), 0)))
    for form, sort, _ in read_lexicon("heads").itertuples(index=False):
        add(form, "head", sort)
    for role in read_lexicon("roles").itertuples(index=False):
        add(role.form, "role", role)
    return matcher(list(patterns)), list(patterns.values())


@cache
def name_parts(kind):
    """Folded family or given names of a kind of `names.csv`, with their gender where telling."""
    table = read_lexicon("names")
    table = table[table["kind"] == kind]
    return dict(zip(table["name"].map(fold), table["gender"], strict=True))


@cache
def compounds():
    """Two-syllable words of Vietnamese, to tell `Bộ Y tế` (ministry of health) from a name."""
    from underthesea.corpus import viet_dict_74K  # a word list that comes with the segmenter

    return frozenset(fold(word) for word in viet_dict_74K.words if word.count(" ") == 1 and word.islower())


class Scan:
    """What the lexicons say of one text: the matches of each sort by their start and by their end."""

    def __init__(self, text):
        self.text, self.folded = text, fold(text)
        self.loose = self.folded.replace("-", " ")
        find, entries = lexicon()
        self.aliases, self.places = [], []
        self.roles_at, self.roles_to, self.heads_at, self.heads_to = {}, {}, {}, {}
        for index, start, end in find(self.loose):
            for sort, value in entries[index]:
                if sort == "alias":
                    if text[start + value.capital].isupper() and (not value.exact or text[start:end] == value.exact):
                        self.aliases.append((start, end, value))
                elif sort == "place":
                    if text[start + value[1]].isupper():
                        self.places.append((start, end, value[0]))
                else:
                    at, to = (self.roles_at, self.roles_to) if sort == "role" else (self.heads_at, self.heads_to)
                    if end > at.get(start, (0,))[0]:
                        at[start] = (end, value)
                    if start < to.get(end, (len(text),))[0]:
                        to[end] = (start, value)
        self.sure_at, self.sure_to = self._select()

    def _select(self):
        """Leftmost-longest matches among the places and the aliases that need no context."""
        found = [
            (start, -end, 0, value)
            for start, end, value in self.aliases
            if not value.ambiguous and value.kind != "short"
        ]
        found += [(start, -end, 1, value) for start, end, value in self.places]
        sure_at, sure_to, reach = {}, {}, 0
        for start, end, _, value in sorted(found, key=lambda hit: hit[:3]):
            if start >= reach:
                sure_at[start], reach = (-end, value), -end
                sure_to[-end] = (start, value)
        return sure_at, sure_to

    def word_before(self, position):
        """Start and folded text of the word that ends right before the blank at `position` - 1, else None."""
        if not position or self.folded[position - 1] != " ":
            return None
        end = position - 1
        start = max(self.folded.rfind(" ", max(0, end - 24), end), self.folded.rfind("\n", max(0, end - 24), end)) + 1
        return (start, self.folded[start:end]) if start < end else None

    def completes_word(self, end):
        """End of the lower-case syllable after `end` that makes a dictionary word with the one before it, else None."""
        if self.folded[end : end + 1] != " ":
            return None
        match = _SYLLABLE.match(self.text, end + 1)
        if not match or not match.group()[0].islower():
            return None
        start = max(self.loose.rfind(" ", max(0, end - 12), end), self.loose.rfind("\n", max(0, end - 12), end)) + 1
        pair = self.folded[start : match.end()].lstrip("\"'([“‘-")
        if pair not in compounds():
            return None
        following = _SYLLABLE.match(self.text, match.end() + 1)
        word = f"{self.folded[end + 1 : match.end()]} {following.group()}" if following else ""
        return None if word in forms("cues", "cue") else match.end()  # … Minh phủ nhận: the name, then the verb


_SYLLABLE = re.compile(r"[^\W\d_]+")


def find_names(text):
    """Find the proper names of one text.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple
        The list of `Name`, and the `Scan` they were found in.
    """
    scan = Scan(text)
    organisations = _chain_organisations(scan, list(_find_organisations(scan)))
    persons = []
    taken = sorted([(name.start, name.end) for name in organisations] + [(a, b) for a, (b, v) in scan.sure_at.items()])
    taken = _outermost(taken)
    titled = {name.end: name for name in organisations}
    starts = [start for start, _ in taken]
    persons += [_titled(scan, start, end, "alias", titled, value.actor) for start, (end, value) in scan.sure_at.items()
                if getattr(value, "type", "") == "person" and not _names_a_place(scan, start)]  # fmt: skip
    for match in _RUN.finditer(text):
        tokens = [token.span() for token in _TOKEN.finditer(text, match.start(), match.end())]
        persons += _run_persons(scan, tokens, starts, taken, titled)
    return persons, organisations, scan


def _names_a_place(scan, start):
    """Whether the head before a person's name makes it a place's, a work's or a prize's: Quảng trường Lê Lợi."""
    head = scan.heads_to.get(start - 1) if start else None
    return bool(head) and head[1] in ("place", "facility", "award", "work", "vehicle", "law", "event", "storm")


def _outermost(spans):
    """Of sorted spans those that no earlier one holds."""
    kept = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def is_vietnamese(word):
    """Tell whether a folded word has the form of one Vietnamese syllable."""
    return _VIETNAMESE.fullmatch(word) is not None


# --- organisations -----------------------------------------------------------------------------------------------


def _find_organisations(scan):
    """Organisations that the lexicon lacks, by the head noun before their name: Viện Nghiên cứu Phát triển."""
    text, reach = scan.text, 0
    for start in sorted(scan.heads_at):
        head_end, sort = scan.heads_at[start]
        if start in scan.sure_at:
            reach = max(reach, scan.sure_at[start][0])
        if sort not in ORGANISATION_HEADS or start < reach or text[head_end : head_end + 1] != " ":
            continue
        if not text[head_end + 1 : head_end + 2].isupper() or _ends_word(scan, start):
            continue
        end, proper = _organisation_end(scan, head_end)
        if end is None:
            continue
        reach = end
        core = start if _keeps_head(scan, start, head_end, end, sort, proper) else head_end + 1
        if core != start and (not proper or (core in scan.heads_at and scan.heads_at[core][0] == end)):
            continue
        yield Name(
            core, end, core, end, "organisation", "", "name", "organisation_head", of=(head_end + 1 if proper else -1,)
        )


def _keeps_head(scan, start, head_end, end, sort, proper):
    """Whether the head noun is part of the name: Viện Kennan, đảng Lao động; not tờ Le Monde, trường Harvard, hãng Sony."""
    if sort in _BARE_HEADS:
        return False
    if not scan.text[start].isupper():
        return sort == "party" or not proper
    return sort != "company" or any(map(is_vietnamese, scan.folded[head_end + 1 : end].split()))


def _ends_word(scan, start):
    """Whether what begins at `start` is but the second syllable of a word: nội bộ, toàn bộ."""
    word = scan.word_before(start)
    return bool(word) and f"{word[1]} {scan.folded[start:].split(' ', 1)[0][:8]}" in compounds()


def _organisation_end(scan, position):
    """End of the name after a head noun, and whether it has a proper name beside common words; None if none."""
    text, end, proper, common = scan.text, None, False, False
    while True:
        start = position + 1
        if text[position : position + 1] != " " or start >= len(text):
            break
        sure = scan.sure_at.get(start)
        if sure and text[start].isupper():
            if (
                not isinstance(sure[1], str)
                and sure[1].type not in ("country", "bloc")
                and (end or sure[1].type == "person")
            ):
                break
            place = isinstance(sure[1], str) or sure[1].kind == "metonym"
            if end is None and not place:
                return None, False  # a head before a country or a known name alone: quân đội Mỹ, công ty Apple
            position, end, proper = sure[0], sure[0], proper or place
            if place and text[end : end + 2][1:].isupper() and end + 1 not in scan.sure_at:
                continue
            break
        token = _TOKEN.match(text, start)
        if token:
            if start in scan.heads_at and end is not None and scan.heads_at[start][1] in ORGANISATION_HEADS:
                break
            if _starts_person(scan, start):
                break
            completed = scan.completes_word(token.end())
            proper, common = proper or not completed, common or bool(completed)
            position = end = completed or token.end()
            continue
        following = _joined(scan, start, common, proper) if end else None
        if following is None:
            break
        position = following - 1
        end = end if scan.text[following].isupper() and following not in scan.sure_at else position
    return (end, proper) if end else (None, False)


_JOINER = re.compile(r"(?:và|&|-|–|về|vì|trong|cho) ")
_WORDS = re.compile(r"(?:[^\W\d_]+ ){2}")


def _joined(scan, start, common, proper):
    """Start of the capital with which a name of common nouns goes on: … Chiến lược và (Quốc tế), … tại (Đà Nẵng)."""
    joiner = _JOINER.match(scan.text, start)
    if joiner and common:
        following = _TOKEN.match(scan.text, joiner.end())
        if following and joiner.end() not in scan.heads_at and scan.completes_word(following.end()):
            return joiner.end()
    if not proper and scan.text.startswith("tại ", start) and start + 4 in scan.sure_at:
        return start + 4
    position = start
    for _ in range(
        3
    ):  # lower-case words before the country or place that ends the name: Viện Khoa học giáo dục Việt Nam
        pair = _WORDS.match(scan.text, position)
        if not pair or pair.group().strip() not in compounds():
            return None
        position = pair.end()
        token = _TOKEN.match(scan.text, position)
        if token and (position in scan.sure_at or scan.completes_word(token.end())) and position not in scan.heads_at:
            return position
    return None


def _starts_person(scan, start):
    """Tell whether a person's full name begins at `start`: a family name and two more capitals, a foreign first name."""
    tokens = []
    position = start
    while len(tokens) < 3 and (token := _TOKEN.match(scan.text, position)):
        tokens.append(fold(token.group()))
        position = token.end() + 1
    if len(tokens) == 3 and tokens[0] in name_parts("family_vi") and all(map(is_vietnamese, tokens)):
        return not scan.completes_word(position - 1) and not scan.completes_word(start + len(tokens[0]))
    return len(tokens) > 1 and tokens[0] in name_parts("given_west") and not is_vietnamese(tokens[1])


_BRACKET = re.compile(
    r" ?\((?:gọi tắt là |viết tắt là |tên viết tắt là |sau đây gọi là )?([^\W\d_][\w&.-]{1,12}|[^\W\d_]\w+(?: [^\W\d_]\w+){0,3})\)"
)


def _chain_organisations(scan, names):
    """Give organisations the fullest form they have in the article as actor, and add their short forms.

    A short form is the abbreviation in brackets after the name, or the name without its head.
    """
    text, entities = scan.text, []
    for name in names:
        key = scan.folded[name.start : name.end]
        entity = next((e for e in entities if key in e["keys"]), None)
        if entity is None:
            entity = {"keys": set(), "names": []}
            entities.append(entity)
        entity["names"].append(name)
        entity["keys"] |= {key, *_short_organisation(scan, name)}
    actors = {}
    for entity in sorted(entities, key=lambda e: -max(len(key) for key in e["keys"])):
        longest = max(entity["names"], key=lambda n: n.end - n.start)
        for key in entity["keys"]:
            actors.setdefault(key, text[longest.start : longest.end])
    chained = [name._replace(actor=actors[scan.folded[name.start : name.end]]) for name in names]
    taken = [(name.start, name.end) for name in chained]
    for match in re.finditer(rf"(?<!\w){alternatives(actors)}(?!\w)", scan.folded) if actors else ():
        start, end = match.span()
        inside = any(a <= start < b for a, b in taken)
        if text[start].isupper() and not inside and start not in scan.sure_at and text[end : end + 1] != "-":
            actor = actors[match.group()]
            chained.append(Name(start, end, start, end, "organisation", actor, "name", "organisation_chain"))
    return chained


def _short_organisation(scan, name):
    """Folded short forms by which an organisation can be named further on."""
    bracket = _BRACKET.match(scan.text, name.end)
    if bracket and bracket[1][0].isupper():
        yield fold(bracket[1])
    if name.of[0] > 0:
        bare = scan.folded[name.of[0] : name.end]
        if " " in bare or (len(bare) > 2 and not is_vietnamese(bare)):
            yield bare
        words = bare.split()
        if len(words) == 3 and f"{words[1]} {words[2]}" not in compounds() and all(map(is_vietnamese, words)):
            yield " ".join(words[1:])


# --- persons -----------------------------------------------------------------------------------------------------


def _run_persons(scan, tokens, starts, taken, titled):
    """Persons among the capitalised words of one run."""
    found, i = [], 0
    while i < len(tokens):
        start = tokens[i][0]
        inside = bisect_right(starts, start) - 1
        if inside >= 0 and taken[inside][0] < start < taken[inside][1]:
            i += 1
            continue
        if inside >= 0 and start == taken[inside][0] and start not in scan.sure_at:
            i += 1  # an organisation found by its head
            continue
        sure = scan.sure_at.get(start)
        words = sum(1 for token in tokens[i:] if sure and token[1] <= sure[0])
        if sure and (words > 1 or (scan.text[tokens[i][1] : sure[0]].strip() and not isinstance(sure[1], str))):
            i += max(words, 1)
            continue
        length, rule = _person_at(scan, tokens, i, sure, titled)
        if length:
            end = tokens[i + length - 1][1]
            found.append(_titled(scan, start, end, rule, titled))
            i += length
        else:
            i += 1
    return found


def _person_at(scan, tokens, i, sure, titled):
    """Number of tokens of the person's name that begins at token `i` of a run, and the rule; (0, "") if there is none."""
    text, start = scan.text, tokens[i][0]
    head = scan.heads_to.get(start - 1) if start else None
    words = [scan.folded[a:b] for a, b in tokens[i : i + 6]]
    if words[0] in _no_names() and start not in scan.roles_at:
        return 0, ""
    if (
        len(tokens) > i + 1
        and scan.roles_at.get(start, (0, None))[0] == tokens[i][1]
        and scan.roles_at[start][1].kind in _PERSONAL
    ):
        return 0, ""  # Ông Trump: the honorific is no family name
    role = _role_before(scan, start, titled)
    length = _name_length(scan, tokens, i)
    if not length:
        return 0, ""
    if (
        not role
        and length > 1
        and scan.text[start - 2 : start] == ", "
        and scan.text[tokens[i + length - 1][1] :][:1] == ","
    ):
        role = scan.roles_to[scan.sure_to[start - 2][0] - 1][1] if _office_of(scan, start - 2) else None
    if head and head[1] not in ("military",) and not (role and role.kind in _PERSONAL):
        return 0, ""
    if sure and not isinstance(sure[1], str) and sure[1].type == "person":
        return 0, ""
    native = all(map(is_vietnamese, words[:length]))
    if words[0] in name_parts("family_vi") and native and length > 1:
        length = min(length, 5)
        if length > 2 or role:
            return length, "form_vietnamese"
    if words[0] in name_parts("given_west") and length > 1 and not (sure and not role):
        return length, "form_western"
    if role and _role_allows(scan, role, start, words, length, sure, tokens[i][1]):
        return length, "title"
    if 2 <= length <= 3 and (words[0] in name_parts("family_ko") or words[0] in name_parts("family_zh")):
        if (length == 3 and not native) or "-" in scan.folded[tokens[i][0] : tokens[i + length - 1][1]]:
            return length, "form_eastern"
    abbreviated = length > 1 and text[tokens[i][1]] == "." and f"{words[0]}." in forms("abbreviations", "form")
    if (
        len(words[0]) == 1
        and length > 1
        and text[tokens[i][1]] == "."
        and not (abbreviated and is_vietnamese(words[1]))
    ):
        return length, "form_initial"
    if length in (2, 3) and not native and not sure and _acts_like_person(scan, tokens[i + length - 1][1]):
        return length, "context"
    return 0, ""


def _role_allows(scan, role, start, words, length, sure, end):
    """Tell whether a role before a capitalised word makes it a person's name."""
    if role.kind == "member" and length == 1:
        return False
    if role.kind == "honorific":
        return not (sure and isinstance(sure[1], str) and " " in words[0])
    if sure or start in scan.heads_at or start in scan.roles_at:
        return False
    country = any(a == start for a, _, alias in scan.aliases if alias.ambiguous and alias.type in ("country", "bloc"))
    return not (
        country and (length == 1 or words[1] in name_parts("given_west") or words[1] in name_parts("family_vi"))
    )


@cache
def _no_names():
    """Capitalised words that begin sentences or name months and days, never a person."""
    return (
        forms("stopwords", "word")
        | forms("times", "form", **{"class": ("weekday", "unit", "month")})
        | {"tháng", "ngày", "năm"}
    )


def _name_length(scan, tokens, i):
    """How many tokens from the i-th on can belong to one name."""
    length = 0
    for k in range(i, min(len(tokens), i + 6)):
        start, end = tokens[k]
        if scan.completes_word(end) and not (k > i and _speaks(scan, end)):
            break
        if k > i and tokens[k][0] == tokens[k - 1][1] + 1 and _starts_person(scan, start):
            return 0
        if k > i:
            gap = scan.text[tokens[k - 1][1] : start]
            if gap == "-" and start in scan.sure_at:
                break
            if (
                gap == "-"
                and k == i + 1
                and scan.folded[tokens[k - 1][0] : tokens[k - 1][1]] not in name_parts("given_west")
            ):
                break
            sure = scan.sure_at.get(start)
            if (
                sure
                and not isinstance(sure[1], str)
                and sure[1].type != "person"
                and (sure[1].words > 1 or not is_vietnamese(scan.folded[start:end]))
            ):
                break
            if start in scan.heads_at and scan.heads_at[start][0] > end:
                break
            if start in scan.roles_at and scan.roles_at[start][0] > end:
                break
        length += 1
    return length


def _speaks(scan, end):
    """Tell whether a reporting verb follows at `end`."""
    match = _SYLLABLE.match(scan.text, end + 1)
    return bool(match) and (
        match.group() in forms("cues", "cue")
        or scan.folded[end + 1 : end + 14].startswith(("cho biết", "cho hay", "cho rằng", "bày tỏ", "khẳng định"))
    )


_AFTER_PERSON = re.compile(
    r"(?:,? ?\(?\d{2} tuổi|(?: (?:đã|cũng|còn|từng|sau đó))? (?:nói|kể|cho biết|cho hay|chia sẻ|thừa nhận|bày tỏ|nhận định|nhận xét|tâm sự|trả lời|viết trên|bình luận)(?!\w))"
)


def _acts_like_person(scan, end):
    return bool(_AFTER_PERSON.match(scan.folded, end))


def _role_before(scan, start, titled):
    """The role that stands before a name, directly or with the country or organisation it belongs to between."""
    position = start
    for _ in range(4):
        if not position or scan.text[position - 1] not in " .":
            return None
        edge = position - 1
        if scan.text[edge] == " " and _abbreviated(scan, edge - 1):
            edge -= 1
        role = scan.roles_to.get(edge)
        if role:
            return role[1]
        previous = scan.sure_to.get(edge) or (titled.get(edge) and (titled[edge].start, titled[edge]))
        if not previous and edge:
            previous = next(((s, a) for s, e, a in _ambiguous_to(scan).get(edge, ())), None)
        if not previous or (position != start and scan.text[edge] != " "):
            return None
        position = previous[0]
    return None


def _ambiguous_to(scan):
    if not hasattr(scan, "_ambiguous"):
        scan._ambiguous = {}
        for start, end, alias in scan.aliases:
            if alias.ambiguous and alias.type in ("country", "bloc", "organisation") and alias.kind != "short":
                scan._ambiguous.setdefault(end, []).append((start, end, alias))
    return scan._ambiguous


def _titled(scan, start, end, rule, titled, actor=""):
    """Make the `Name` of a person with the title and honorific before it."""
    title, roles, of = title_before(scan, start, titled)
    gender = next((role.gender for role in roles if role.gender), "")
    return Name(title, end, start, end, "person", actor, "name", rule, gender, tuple(roles), tuple(of))


def _office_of(scan, edge):
    """Whether an office with its country ends at `edge`: Ngoại trưởng Malaysia(, Zambry Abdul Kadir,)."""
    sure = scan.sure_to.get(edge)
    role = scan.roles_to.get(sure[0] - 1) if sure else None
    return bool(role) and role[1].kind == "office"


def _abbreviated(scan, dot):
    """Whether the full stop at `dot` ends an abbreviated title: PGS. TS. Nguyễn …"""
    if dot < 1 or scan.text[dot] != "." or dot not in scan.roles_to:
        return False
    start, role = scan.roles_to[dot]
    return role.kind == "academic" or scan.folded[start : dot + 1] in forms("abbreviations", "form")


def title_before(scan, start, titled):
    """Start of the title that ends before a name at `start`, its role rows (from the name leftwards) and actors named.

    Reads leftwards over roles, countries, organisations, places, capitalised words and the common nouns that go with
    them; the title begins at the leftmost role. A comma is crossed only before an honorific: `…, ông Peskov`.
    """
    text, _folded = scan.text, scan.folded
    position, begin, roles, of, pending, words = start, start, [], [], [], 0
    while position and words < MAX_TITLE:
        edge = position - 1
        if text[edge] == "." and _abbreviated(scan, edge):  # TS.Nguyễn
            position += 1
            edge = position - 1
        if text[edge] == " " and _abbreviated(scan, edge - 1):
            edge -= 1
        elif text[edge] == " " and edge and text[edge - 1] == ",":
            personal = begin == position and roles and roles[-1].kind in _PERSONAL
            if not personal and not (position == start and _office_of(scan, edge - 1)):
                break
            edge -= 1
        elif text[edge] not in " .":
            break
        role = scan.roles_to.get(edge)
        if role:
            if role[1].kind in _PERSONAL and position != begin:
                break  # an honorific further left is somebody else's
            begin = position = role[0]
            roles.append(role[1])
            of += pending
            pending = []
            words += 1
            continue
        sure = scan.sure_to.get(edge)
        if sure is None and edge in titled:
            sure = (titled[edge].start, titled[edge])
        if sure is None:
            sure = next(((s, a) for s, _, a in _ambiguous_to(scan).get(edge, ())), None)
        if sure is not None:
            if getattr(sure[1], "type", "") == "person":
                break
            pending.append(getattr(sure[1], "actor", ""))
            position = sure[0]
            words += 1
            continue
        taken = _title_words(scan, edge)
        if taken is None:
            break
        position, words = taken, words + 1
    before = scan.word_before(begin)
    if (
        begin != start
        and before
        and before[1] in forms("grammar", "form", **{"class": "plural"})
        and roles[-1].kind == "honorific"
    ):
        return start, roles, of
    return begin, roles, of


@cache
def _not_in_titles():
    stops = forms("stopwords", "word") | forms("cues", "cue") | forms("grammar", "form", **{"class": "modal"})
    return stops - {"của", "thuộc", "tại"}


def _title_words(scan, edge):
    """Start of the words before `edge` that a title may have between the role and the name, else None.

    A capitalised word with the syllable that completes it (`Bộ trưởng Công Thương`), a head (`tỉnh`, `tập đoàn`),
    a number, `của`, or a common noun of two syllables (`chuyên gia kinh tế`).
    """
    if scan.text[edge] != " ":
        return None
    if edge in scan.heads_to:
        return scan.heads_to[edge][0]
    last = scan.word_before(edge + 1)
    if last is None:
        return None
    start, word = last
    previous = scan.word_before(start)
    if not word[-1].isalnum():
        return start if word in ("-", "–", "&") else None
    if scan.text[start].isupper() or word.isdigit() or word in ("của", "thuộc", "tại"):
        return None if word in _not_in_titles() else start
    if word == "này" and previous and previous[1] == "nước":
        return previous[0]
    if word == "và" and scan.text[edge + 1].isupper() and previous and _capital_pair(scan, previous):
        return start
    pair = f"{previous[1]} {word}" if previous else ""
    if pair in compounds() and pair not in _not_in_titles() and previous[1] not in _not_in_titles():
        if scan.text[previous[0]].isupper() or _title_role_before(scan, previous[0]):
            return previous[0]
    return None


def _capital_pair(scan, word):
    """Whether a word ends a capitalised common noun: Kế hoạch (và Đầu tư)."""
    previous = scan.word_before(word[0])
    return bool(previous) and scan.text[previous[0]].isupper() and f"{previous[1]} {word[1]}" in compounds()


def _title_role_before(scan, start):
    """Whether an occupation stands at or near the left of a common noun: chuyên gia (phân tích) kinh tế."""
    edge = start - 1
    for _ in range(2):
        role = scan.roles_to.get(edge)
        if role:
            return role[1].kind in ("title", "generic")
        words = scan.word_before(edge + 1) if edge > 0 and scan.text[edge] == " " else None
        before = scan.word_before(words[0]) if words else None
        if not before or f"{before[1]} {words[1]}" not in compounds():
            return False
        edge = before[0] - 1
    return False
