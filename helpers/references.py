"""Who is meant by ông, nhà lãnh đạo Nga, nước này? Descriptions and pronouns, resolved to the actors of the article.

Salience follows centering (Grosz, Joshi & Weinstein 1995) in its simplest form: the subject of the last sentence
before its other persons, the nearer sentence before the farther one; gender and form of address must agree.
"""

import re
from bisect import bisect_right
from functools import cache

from helpers.lexicon import alternatives, fold, forms, read_lexicon
from helpers.marks import find_marked

_REACH = 3  # sentences that a pronoun may look back
_LEADERS = ("president", "prime_minister", "chancellor", "supreme_leader", "party_leader", "monarch")


def find_references(scan, mentions, bounds, people, published):
    """Find definite descriptions and pronouns of one text and resolve them.

    Parameters
    ----------
    scan : helpers.names.Scan
    mentions : list of dict
        The names found so far.
    bounds : list of tuple
        ``(start, end, role, paragraph)`` of each sentence.
    people : helpers.actors._People
        Who is known by name.
    published : datetime.date or None

    Returns
    -------
    list of dict
        Mentions of kind description and pronoun.
    """
    context = _Context(scan, mentions, bounds, people, published)
    descriptions = list(_descriptions(context))
    context.extend(descriptions)
    return descriptions + list(_pronouns(context))


class _Context:
    """One article's mentions in order, its sentences, and the roles that the article gives to persons."""

    def __init__(self, scan, mentions, bounds, people, published):
        self.scan, self.text, self.folded = scan, scan.text, scan.folded
        self.bounds, self.people, self.published = bounds, people, published
        self.sentence_starts = [start for start, *_ in bounds]
        self.entities = {people.actor_id(entity): entity for entity in people.entities if entity["names"]}
        self.mentions = []
        self.extend(mentions)
        self.quoted = _Cover([(start, end) for start, end, _ in find_marked(self.text)])
        self.learned = {}
        for mention in self.mentions:
            if mention["type"] == "person":
                for role in mention["roles"]:
                    for key in _role_keys(role, mention["of"]):
                        self.learned.setdefault(key, []).append((mention["start"], mention["actor"]))

    def extend(self, mentions):
        self.mentions = sorted([*self.mentions, *mentions], key=lambda m: (m["start"], -m["end"]))
        self.starts = [mention["start"] for mention in self.mentions]
        self.inside = _Cover([(m["start"], m["end"]) for m in self.mentions if m["type"] == "person"])

    def sentence(self, position):
        return max(0, bisect_right(self.sentence_starts, position) - 1)

    def between(self, low, high):
        """Mentions that start in [low, high)."""
        return self.mentions[bisect_right(self.starts, low - 1) : bisect_right(self.starts, high - 1)]

    def learn(self, roles, of, position, actor):
        for role in roles:
            for key in _role_keys(role, of):
                self.learned.setdefault(key, []).append((position, actor))

    def bearer(self, key, position):
        """Who bears a role in this article: the last one named with it before `position`, else the first after."""
        bearers = self.learned.get(key)
        if not bearers:
            return None
        before = [actor for start, actor in bearers if start <= position]
        return before[-1] if before else bearers[0][1]


class _Cover:
    """Whether a position lies in one of some spans."""

    def __init__(self, spans):
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]

    def __call__(self, position):
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.spans[index][1]


def _role_keys(role, of):
    """Keys under which a role is remembered: its office, or its form, of an actor named with it, and alone."""
    name = role.office or role.form
    yield (name, "")
    for actor in of:
        if actor:
            yield (name, actor)
    if role.kind == "leader" or role.office in _LEADERS:
        for actor in of:
            if actor:
                yield ("leader", actor)


@cache
def _offices():
    """Rows of offices.csv by (office, of)."""
    table, holders = read_lexicon("offices"), {}
    for row in table.itertuples(index=False):
        entry = (row.actor, row[3], row.to, row.leader)
        for name in {row.office} | ({"leader"} if row.leader else set()):
            holders.setdefault((name, row.of), []).append(entry)
    return holders


def office_holder(office, of, day, known=()):
    """Who held an office on a day, after `data/lexicon/offices.csv`.

    Parameters
    ----------
    office, of : str
        Office id (or ``"leader"``) and the country or organisation.
    day : datetime.date or None
        Where it is unknown, the only one of `known` who ever held the office.
    known : collection of str
        Actors of the article.

    Returns
    -------
    str or None
    """
    rows = _offices().get((office, of), ())
    if day is None:
        holders = {actor for actor, *_ in rows if actor in known}
        return holders.pop() if len(holders) == 1 else None
    iso = day.isoformat()
    holders = [actor for actor, low, high, _ in rows if low and low <= iso and (not high or iso <= high + "~")]
    return holders[-1] if holders else None


# --- definite descriptions ---------------------------------------------------------------------------------------


@cache
def _grammar(name):
    return forms("grammar", "form", **{"class": name})


@cache
def _patterns():
    demonstrative = alternatives(_grammar("demonstrative"))
    return {
        "this": re.compile(rf" (?:người (?:[^\W_]+ ){{1,3}})?{demonstrative}(?!\w)"),
        "link": re.compile(r" (?:của |tại |thuộc |ở |nước |phía |cho |chính quyền |chính phủ )?"),
        "age": re.compile(r" \d{2} tuổi"),
        "not_before": re.compile(
            rf"(?<!\w)(?:{alternatives(_grammar('plural') | _grammar('indefinite'))}|cựu|nguyên|cố|tân|phó|nữ phó|các vị) (?:vị |nữ |nam )?$"
        ),
        "acting": re.compile(
            rf",? {alternatives(_grammar('modal') | forms('cues', 'cue', frame=('speech', 'naming')))}(?!\w)|[,.:”\"]|$"
        ),
    }


def _descriptions(context):
    """Definite descriptions: by role and country, by `này`, after a name in apposition, and `nước này`."""
    scan, taken = context.scan, 0
    for start in sorted(scan.roles_at):
        end, role = scan.roles_at[start]
        if start < taken or role.kind in ("honorific", "kin", "academic") or context.inside(start):
            continue
        for rule in (_apposition, _role_of, _role_this, _role_alone):
            found = rule(context, start, end, role)
            if found:
                stop, actor, roles_of = found
                taken = stop
                if rule in (_apposition, _role_of):
                    context.learn([role], roles_of, start, actor)
                yield _reference(start, stop, actor, "description", rule.__name__.strip("_"), "person")
                break
    yield from _this_country(context)


def _reference(start, end, actor, kind, rule, sort):
    return {"start": start, "end": end, "core": (start, end), "actor": actor, "kind": kind, "rule": rule, "type": sort,
            "roles": (), "of": (), "gender": ""}  # fmt: skip


def _complement(context, end):
    """The country or organisation that a role belongs to, named right after it: its end and its actors."""
    scan, stop, actors = context.scan, end, []
    for _ in range(3):
        link = _patterns()["link"].match(context.folded, stop)
        if not link:
            break
        here = context.between(link.end(), link.end() + 1)
        here = [m for m in here if m["start"] == link.end() and m["type"] != "person"]
        if here:
            stop = here[0]["end"]
            actors += [m["actor"] for m in here]
            continue
        sure = scan.sure_at.get(link.end())
        if actors and sure and link.end() - stop > 1:
            stop = sure[0]
            continue
        break
    age = _patterns()["age"].match(context.folded, stop) if actors else None
    return (age.end() if age else stop), actors


def _followed_by_name(context, end):
    """Whether a name follows that the role is a title of."""
    following = context.folded[end : end + 7]
    if re.match(r",? (?:ông|bà|anh|chị) ", following) and context.inside(end + (2 if following[0] == "," else 1)):
        return True
    return context.text[end : end + 1] == " " and (context.inside(end + 1) or context.text[end + 1 : end + 2].isupper())


def _definite(context, start):
    return not _patterns()["not_before"].search(context.folded, max(0, start - 20), start)


def _apposition(context, start, end, role):
    """`ông X, phát ngôn viên Điện Kremlin,`: a role held by one person, between commas after the name."""
    if not (role.unique or role.office) or context.text[start - 2 : start] != ", ":
        return None
    previous = [
        m for m in context.between(max(0, start - 80), start - 1) if m["end"] == start - 2 and m["type"] == "person"
    ]
    stop, actors = _complement(context, end)
    if not previous or not actors or _followed_by_name(context, stop):
        return None
    if context.text[stop : stop + 1] not in ",.)–-:;" and context.text[stop : stop + 2] != " (":
        return None
    return stop, previous[-1]["actor"], actors


def _role_of(context, start, end, role):
    """`Tổng thống Nga`, `người đứng đầu Điện Kremlin`: by the article, else by the dated rows of the lexicon."""
    stop, actors = _complement(context, end)
    if not actors or _followed_by_name(context, stop) or not _definite(context, start):
        return None
    if not (role.office or role.unique or role.kind == "leader" or role.form in _COUNTERPARTS):
        return None
    if role.kind == "leader" and context.text[stop : stop + 1] == "," and context.text[stop + 2 : stop + 3].isupper():
        return None
    name = "leader" if role.kind == "leader" or role.form in _COUNTERPARTS else (role.office or role.form)
    for of in actors:
        actor = context.bearer((name, of), start) or context.bearer((role.form, of), start)
        actor = actor or _holder(context, name, of)
        if actor:
            return stop, actor, [of]
    return None


_COUNTERPARTS = frozenset(("người đồng cấp", "người đồng nhiệm"))


def _holder(context, name, of):
    offices = {"leader": ("leader", "secretary_general", "director_general", "president")}.get(name, (name,))
    if name == "prime_minister":
        offices = ("prime_minister", "chancellor")
    if name == "president":
        offices = ("president", "supreme_leader")
    for office in offices:
        actor = office_holder(office, of, context.published, context.entities)
        if actor:
            return actor
    seat = _seats().get(of)
    return _holder(context, name, seat) if seat else None


@cache
def _seats():
    table = read_lexicon("seats")
    return dict(zip(table["actor"], table["country"], strict=True))


def _role_this(context, start, end, role):
    """`nhà ngoại giao này`, `vị luật sư này`: the person last in view whom the role can mean."""
    this = _patterns()["this"].match(context.folded, end)
    if not this or not _definite(context, start):
        return None
    begin = context.sentence(start)
    for mention in reversed(context.between(context.bounds[max(0, begin - 2)][0], start)):
        entity = context.entities.get(mention["actor"])
        if (
            mention["type"] == "person"
            and entity
            and not (role.gender and entity["gender"] and role.gender != entity["gender"])
        ):
            return this.end(), mention["actor"], []
    return None


def _role_alone(context, start, end, role):
    """`Thủ tướng nhấn mạnh`: an office alone, where the article has named its holder."""
    if not ((role.office or role.unique) and role.kind in ("office", "title")) or not _definite(context, start):
        return None
    if context.text[end : end + 1] == " " and (
        context.text[end + 1 : end + 2].isupper() or context.scan.heads_at.get(end + 1)
    ):
        return None
    if not _patterns()["acting"].match(context.folded, end):
        return None
    actor = context.bearer((role.office or role.form, ""), start)
    bearers = {actor for _, actor in context.learned.get((role.office or role.form, ""), ())}
    return (end, actor, []) if actor and (len(bearers) == 1 or context.text[start].isupper()) else None


# --- countries in view -------------------------------------------------------------------------------------------


@cache
def _country_words():
    return re.compile(rf"(?<!\w){alternatives(_grammar('country_word'))}(?!\w)")


def _this_country(context):
    """`nước này`: the country in view that is not named again beside it in its own clause."""
    for match in _country_words().finditer(context.folded):
        start, end = match.span()
        if re.search(rf"(?<!\w){alternatives(_grammar('plural'))} $", context.folded[max(0, start - 14) : start]):
            continue
        sentence = context.sentence(start)
        actor = _country_in_view(context, start, sentence)
        if actor:
            yield _reference(start, end, actor, "description", "this_country", "country")


def _country_in_view(context, position, sentence):
    """The last country in the sentence before `position`, else the subject country of the sentence before."""
    begin = context.bounds[sentence][0]
    stop = context.bounds[sentence][1]
    here = [m for m in context.between(begin, position) if m["type"] in ("country", "bloc") and m["kind"] != "place"]
    if here:
        ranked = [m for m in here if not _is_modifier(context, m)] or here
        named_after = {m["actor"] for m in context.between(position, _clause_end(context, position, stop))}
        for mention in reversed(ranked):
            if mention["actor"] not in named_after:
                return mention["actor"]
        return ranked[-1]["actor"]
    for index in range(sentence - 1, max(-1, sentence - 3), -1):
        low, high, _, _paragraph = context.bounds[index]
        before = [m for m in context.between(low, high) if m["type"] in ("country", "bloc") and m["kind"] != "place"]
        before = [m for m in before if not _is_modifier(context, m)] or before
        if before:
            return before[0]["actor"]
    return None


def _clause_end(context, position, stop):
    match = re.compile(r"[,;:.]| nhưng | và | mà ").search(context.folded, position, stop)
    return match.start() if match else stop


def _is_modifier(context, mention):
    """Whether a country only modifies another word (`chiến sự Ukraine`, `Tổng thống Nga`) or lies within a name."""
    if context.inside(mention["start"]):
        return True
    word = context.scan.word_before(mention["start"])
    return bool(word) and word[1] in (
        "tổng",
        "thống",
        "chiến",
        "sự",
        "trường",
        "vũ",
        "khí",
        "đột",
        "lệnh",
        "đồng",
        "thủ",
    )


# --- pronouns ----------------------------------------------------------------------------------------------------


@cache
def _pronoun_pattern():
    words = _grammar("pronoun_m") | _grammar("pronoun_f") | _grammar("reflexive")
    return re.compile(rf"(?<!\w){alternatives(words)}(?!\w)")


@cache
def _not_pronoun_before():
    return re.compile(rf"(?<!\w){alternatives(_grammar('not_pronoun_before'))} $")


def _pronouns(context):
    """Bare third-person forms for a single person, resolved by salience, gender and form of address."""
    quoted = context.quoted
    for match in _pronoun_pattern().finditer(context.folded):
        start, end = match.span()
        word = match.group()
        if context.inside(start) or not _is_pronoun(context, start, end, word):
            continue
        gender = "f" if word in _grammar("pronoun_f") else ("m" if word in _grammar("pronoun_m") else "")
        if word in _grammar("reflexive"):
            actor, rule = _reflexive(context, start), "pronoun_reflexive"
        else:
            if quoted(start) and " " not in word and word in ("ông", "bà", "anh", "chị", "cô", "cậu"):
                actor = _in_quote(context, quoted, start, gender, word)
            else:
                actor = _antecedent(context, start, gender, word)
            rule = "pronoun_salience"
        if actor:
            yield _reference(start, end, actor, "pronoun", rule, "person")
            context.extend([_reference(start, end, actor, "pronoun", rule, "person")])


def _is_pronoun(context, start, end, word):
    if _not_pronoun_before().search(context.folded, max(0, start - 14), start):
        return False
    following = re.match(r" ([^\W\d_]+)", context.text[end : end + 14])
    if not following:
        return True
    if following[1][0].isupper():
        return False
    if " " not in word and fold(following[1]) in _grammar("not_pronoun_after"):
        return False
    return end + 1 not in context.scan.roles_at or word == "mình" or fold(following[1]) in forms("cues", "cue")


def _agrees(context, actor, gender, word):
    entity = context.entities.get(actor)
    if entity is None:
        return False
    head = word.split()[0]
    if gender and entity["gender"] and entity["gender"] != gender:
        return False
    if head in ("anh", "chị", "cô", "cậu", "hắn", "chàng", "nàng"):
        return head in entity["honorifics"] or not entity["honorifics"]
    return (
        not entity["honorifics"]
        or head in entity["honorifics"]
        or bool(entity["honorifics"] - {"anh", "chị", "cô", "em", "bé", "cháu", "cậu"})
    )


def _persons(context, low, high, gender, word):
    found = []
    for mention in context.between(low, high):
        if mention["type"] == "person" and _agrees(context, mention["actor"], gender, word):
            found.append(mention)
    return found


def _subject_first(context, persons, begin):
    """The person who is the subject of a sentence, else the last one named in it; outside quotation marks first."""
    persons = [m for m in persons if not context.quoted(m["start"])] or persons
    for mention in persons:
        if _is_subject(context, mention, begin):
            return mention["actor"]
    return persons[-1]["actor"]


_OBLIQUE = frozenset(
    [
        "của",
        "với",
        "cho",
        "tới",
        "đến",
        "từ",
        "bởi",
        "về",
        "gặp",
        "thăm",
        "để",
        "do",
        "bằng",
        "giữa",
        "và",
        "theo",
        "trước",
        "sau",
        "cùng",
        "tiếp",
        "mời",
        "gọi",
    ]
)


def _is_subject(context, mention, begin):
    word = context.scan.word_before(mention["start"])
    return not word or word[1] not in _OBLIQUE or mention["start"] == begin


def _antecedent(context, position, gender, word):
    index = context.sentence(position)
    begin = context.bounds[index][0]
    here = _persons(context, begin, position, gender, word)
    if here:
        actors = list(dict.fromkeys(m["actor"] for m in here))
        clash = _clause_subject(context, begin, position, here)
        rest = [m for m in here if m["actor"] != clash]
        if len(actors) == 1 and clash is None:
            return actors[0]
        if rest:
            return _subject_first(context, rest, begin)
        if clash is not None and len(actors) == 1:
            earlier = _look_back(context, index, gender, word, exclude=clash)
            return earlier
        return actors[0]
    ahead = _persons(context, position + 1, min(context.bounds[index][1], position + 120), gender, word)
    found = _look_back(context, index, gender, word)
    if found is None and ahead and position - begin < 60 and len({m["actor"] for m in ahead}) == 1:
        return ahead[0]["actor"]
    return found


def _clause_subject(context, begin, position, here):
    """The person who is subject of the pronoun's own clause, so that a bare `ông` as its object is somebody else."""
    last = here[-1]
    gap = context.folded[last["end"] : position]
    if re.search(r"[,;:.“”\"]| (?:khi|vì|rằng|là|mà|nhưng|do|nếu|để|và|sau|trước|cho biết|nói|tin|nghĩ) ", gap + " "):
        return None
    return last["actor"] if _is_subject(context, last, begin) and gap.strip() and len(gap.split()) <= 6 else None


def _look_back(context, index, gender, word, exclude=None):
    for back in range(index - 1, max(-1, index - 1 - _REACH), -1):
        begin, stop, *_ = context.bounds[back]
        persons = [m for m in _persons(context, begin, stop, gender, word) if m["actor"] != exclude]
        if persons:
            return _subject_first(context, persons, begin)
    return None


def _in_quote(context, quoted, position, gender, word):
    """A bare `ông` within quotation marks is mostly an address; it is third person after a name in the same marks."""
    index = bisect_right(quoted.starts, position) - 1
    persons = _persons(context, quoted.spans[index][0], position, gender, word)
    return persons[-1]["actor"] if persons else None


def _reflexive(context, position):
    """`mình` for the subject of its clause, if that is a person."""
    index = context.sentence(position)
    begin = context.bounds[index][0]
    here = [
        m
        for m in context.between(begin, position)
        if m["type"] in ("person", "country", "bloc", "organisation") and m["kind"] != "place"
    ]
    outer = [m for m in here if not any(o is not m and o["start"] <= m["start"] and m["end"] <= o["end"] for o in here)]
    subjects = [m for m in outer if _is_subject(context, m, begin)]
    if subjects:
        nearest = subjects[-1]
        return nearest["actor"] if nearest["type"] == "person" else None
    ahead = [
        m for m in context.between(position, min(context.bounds[index][1], position + 60)) if m["type"] == "person"
    ]
    return ahead[0]["actor"] if ahead and not outer else None
