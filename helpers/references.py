"""Who is meant by nhà lãnh đạo Nga, vị luật sư này, nước này? Definite descriptions, resolved within the article.

By the roles that the article itself gives to persons, by dated rows of `data/lexicon/offices.csv`, and by salience.
"""

import re
from bisect import bisect_right, insort
from functools import cache

from helpers.lexicon import UPPER, alternatives, fold, forms, read_lexicon
from helpers.pronouns import find_pronouns, most_salient
from helpers.scan import Cover, Mention, compounds, facts, grammar

_LEADERS = ("president", "prime_minister", "chancellor", "supreme_leader", "party_leader", "monarch")
_COUNTERPARTS = ("người đồng cấp", "người đồng nhiệm")
# Which offices a word can mean: Germany's head of government is a chancellor, a body's head is called leader.
_OFFICES = {
    "leader": ("leader", "secretary_general", "director_general", "president"),
    "prime_minister": ("prime_minister", "chancellor"),
    "president": ("president", "supreme_leader"),
}


def find_references(scan, mentions, bounds, people, published):
    """Find definite descriptions and pronouns of one text and resolve them.

    Parameters
    ----------
    scan : helpers.scan.Scan
    mentions : list of Mention
        The names found so far.
    bounds : list of tuple
        ``(start, end, role)`` of each sentence.
    people : helpers.chains.People
    published : datetime.date or None

    Returns
    -------
    list of Mention
        Of kind description or pronoun.
    """
    context = Context(scan, mentions, bounds, people, published)
    found = list(_descriptions(context))
    context.extend(found)
    found += find_pronouns(context)  # which extends the context itself
    return found + list(_persons_in_view(context))


class Context:
    """One article's mentions in order, its sentences, and the roles that the article gives to persons."""

    def __init__(self, scan, mentions, bounds, people, published):
        self.scan, self.text, self.folded = scan, scan.text, scan.folded
        self.bounds, self.entities, self.published = bounds, people.by_actor, published
        self.sentence_starts = [start for start, *_ in bounds]
        self.quoted = scan.quoted
        self.mentions, self.starts, self.learned, self.bearers, self.titled = [], [], {}, {}, set()
        self.extend(mentions)
        for mention in self.mentions:
            if mention.type == "person":
                self.learn(mention.roles, mention.of, mention.start, mention.actor)

    def extend(self, mentions):
        """Add mentions, kept in order."""
        self.mentions = sorted([*self.mentions, *mentions], key=lambda m: (m.start, -m.end))
        self.starts = [mention.start for mention in self.mentions]
        self.in_person = Cover((m.start, m.end) for m in self.mentions if m.type == "person")

    def add(self, mention):
        """Add one mention that lies in no other."""
        insort(self.mentions, mention, key=lambda m: (m.start, -m.end))
        insort(self.starts, mention.start)
        if mention.type == "person":
            self.in_person.add((mention.start, mention.end))

    def sentence(self, position):
        """Number of the sentence at a position, from 0."""
        return max(0, bisect_right(self.sentence_starts, position) - 1)

    def between(self, low, high):
        """Mentions that start in [low, high)."""
        return self.mentions[bisect_right(self.starts, low - 1) : bisect_right(self.starts, high - 1)]

    def learn(self, roles, of, position, actor):
        """Remember that the article gives an actor some roles; a candidate for an office doesn't hold it."""
        if any(role.form in grammar("candidate") for role in roles):
            return
        self.titled.update(actor for role in roles if role.kind not in ("honorific", "kin"))
        for role in roles:
            for key in _role_keys(role, of):
                insort(self.learned.setdefault(key, []), (position, actor), key=lambda known: known[0])
                self.bearers.setdefault(key, set()).add(actor)

    def bearer(self, key, position):
        """Who bears a role in this article: the last one named with it before `position`, else the first after."""
        bearers = self.learned.get(key, ())
        before = bisect_right(bearers, position, key=lambda known: known[0])
        return bearers[max(0, before - 1)][1] if bearers else None


def _role_keys(role, of):
    """Keys under which a role is remembered: its office, or its form, of each actor named with it, and alone."""
    name = role.office or role.form
    yield (name, "")
    for actor in filter(None, of):
        yield (name, actor)
        head = role.unique and not role.office and facts("type").get(actor) == "organisation"
        if role.kind == "leader" or role.office in _LEADERS or head:
            yield ("leader", actor)


@cache
def _offices():
    """Rows of offices.csv by (office, of)."""
    holders = {}
    for actor, office, of, low, high, leader in read_lexicon("offices").itertuples(index=False):
        for name in {office, "leader"} if leader else {office}:
            holders.setdefault((name, of), []).append((actor, low, high))
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
        holders = {actor for actor, _, _ in rows if actor in known}
        return holders.pop() if len(holders) == 1 else None
    iso = day.isoformat()
    holders = [actor for actor, low, high in rows if low and low <= iso and (not high or iso <= high + "~")]
    return holders[-1] if holders else None


def _holder(context, name, of):
    for office in _OFFICES.get(name, (name,)):
        actor = office_holder(office, of, context.published, context.entities)
        if actor:
            return actor
    seat = _seats().get(of)
    return _holder(context, name, seat) if seat else None


@cache
def _seats():
    table = read_lexicon("seats")
    return dict(zip(table["actor"], table["country"], strict=True))


# --- persons described -----------------------------------------------------------------------------------------------


@cache
def _patterns():
    this = alternatives(grammar("demonstrative"))
    undefined = alternatives(
        grammar("plural", "indefinite") | {"cựu", "nguyên", "cố", "tân", "phó", "nữ phó", "các vị"}
    )
    acts = alternatives(grammar("modal") | forms("cues", "cue", frame=("speech", "naming")))
    origin = alternatives(grammar("nationality"))
    following = alternatives(grammar("after_body") | forms("cues", "cue", frame="speech"))
    return {
        "this": re.compile(rf"(?: (?:người|gốc) (?:[^\W_]+ ){{0,3}}[^\W_]+)? (?!trên [^\W\d_]){this}(?!\w)"),
        "trait": re.compile(
            rf"(?: \d{{2}} tuổi)?(?: {origin}(?: [{UPPER}][^\W_]*)+)+(?: \d{{2}} tuổi)?(?!\w)"
            r"|(?: [^\W\d_]+){0,3} (?:\d{2} tuổi|sinh năm \d{4})(?!\w)"
        ),
        "apart": re.compile(r"(?:, | [-–] )$"),
        "inner": re.compile(r"[^,.;:()\n“”\"«»–]*?(?= [-–(]|[,.;:)]|$)"),
        "belongs": re.compile(rf"[{UPPER}\d]| của | cho "),
        "says": re.compile(
            rf"(?<!\w){alternatives(forms('cues', 'cue', frame='speech') | {'đã', 'sẽ', 'đang', 'vẫn'})}(?!\w)"
        ),
        "link": re.compile(r" (?:của |tại |thuộc |ở |nước |phía |cho |chính quyền |chính phủ )?"),
        "age": re.compile(r" \d{2} tuổi"),
        "undefined": re.compile(rf"(?<!\w){undefined} (?:vị |nữ |nam )?$"),
        "definite": re.compile(r"(?<!\w)(?:(?:vị|nữ|nam|nhà|người|cậu|quyền|đương kim) )+$"),
        "acting": re.compile(rf",? {acts}(?!\w)|[,.:”\"]|$"),
        "state": re.compile(rf"(?<!\w){alternatives(grammar('country_word'))}(?!\w)"),
        "bloc": re.compile(rf"(?<!\w){alternatives(grammar('bloc_word'))}(?!\w)"),
        "body": re.compile(rf"(?<!\w){alternatives(grammar('organisation_word'))}(?!\w)"),
        "bare_body": re.compile(
            rf"(?<!\w)({alternatives(forms('bodies', 'form'))}(?: này)?)(?= {following}(?!\w)|[,.;:”\"]|$)"
        ),
        "plural": re.compile(rf"(?<!\w){alternatives(grammar('plural'))} $"),
    }


def _descriptions(context):
    """Definite descriptions: by role and country, by `này`, after a name in apposition, and `nước này`."""
    scan, taken = context.scan, 0
    for start in sorted(scan.roles_at):
        end, role = scan.roles_at[start]
        if start < taken or role.kind == "honorific" or context.in_person(start):
            continue
        for rule in (_apposition,) if role.kind == "kin" else (_apposition, _role_of, _role_alone):
            found = rule(context, start, end, role)
            if found:
                begin, taken, actor, of = found
                if of:
                    context.learn([role], of, start, actor)
                yield _description(begin, taken, actor, rule.__name__.strip("_"), "person")
                break
    yield from _inner_offices(context)
    yield from _countries_of_persons(context)
    for name, types in (("state", ("country",)), ("bloc", ("bloc",)), ("body", ("organisation",))):
        yield from _this_actor(context, name, types)
    yield from _bare_bodies(context)


def _persons_in_view(context):
    """`Nhà ngoại giao này`, `cô gái 23 tuổi`, `nữ luật sư`, once pronouns are known."""
    for start in sorted(context.scan.roles_at):
        end, role = context.scan.roles_at[start]
        if role.kind not in ("honorific", "kin") and not context.in_person(start):
            found = _role_this(context, start, end, role)
            if found:
                yield _description(*found, "role_this", "person")


def _description(start, end, actor, rule, sort):
    return Mention(start, end, start, end, sort, actor, "description", rule)


def _complement(context, end):
    """The states and organisations that a role belongs to, named right after it: where they end, and their actors."""
    stop, actors = end, []
    for _ in range(3):
        link = _patterns()["link"].match(context.folded, stop)
        here = [m for m in context.between(link.end(), link.end() + 1) if m.type != "person"] if link else []
        sure = context.scan.sure_at.get(link.end()) if link else None
        if here:
            stop = here[0].end
            actors += [m.actor for m in here]
        elif actors and sure and link.end() - stop > 1:
            stop = sure[0]
        else:
            break
    age = _patterns()["age"].match(context.folded, stop) if actors else None
    return (age.end() if age else stop), actors


def _followed_by_name(context, end):
    """Whether a name follows that the role is a title of."""
    following = context.folded[end : end + 7]
    if re.match(r",? (?:ông|bà|anh|chị) ", following) and context.in_person(end + (2 if following[0] == "," else 1)):
        return True
    return context.text[end : end + 1] == " " and (
        context.in_person(end + 1) or context.text[end + 1 : end + 2].isupper()
    )


def _is_definite(context, start):
    return not _patterns()["undefined"].search(context.folded, max(0, start - 20), start)


def _apposition(context, start, end, role):
    """`ông X, phát ngôn viên Điện Kremlin,`: a role held by one person, between commas or dashes after the name."""
    patterns = _patterns()
    before = patterns["apart"].search(context.text, max(0, start - 3), start)
    if not (role.unique or role.office or role.kind in ("leader", "kin")) or not before:
        return None
    edge = before.start()
    named = [m for m in context.between(max(0, edge - 80), edge) if m.end == edge and m.type == "person"]
    inner = patterns["inner"].match(context.text, end)
    if not named or not inner or patterns["says"].search(context.folded, end, inner.end()):
        return None
    _, actors = _complement(context, end)
    belongs = patterns["belongs"].search(context.text, end, inner.end())
    if not (actors or belongs) or context.in_person(start) or len(inner.group().split()) > 14:
        return None
    around = [m.end for m in context.between(end, inner.end()) if m.end > inner.end()]
    return start, max([inner.end(), *around]), named[-1].actor, actors


def _inner_offices(context):
    """An office inside a title, with its country: trợ lý [tổng thống Pháp] Jean Dupont."""
    for mention in context.mentions:
        for start in range(mention.start + 1, mention.core_start) if len(mention.roles) > 1 else ():
            end, role = context.scan.roles_at.get(start, (0, None))
            if role is None or not role.office or context.text[start - 1] != " ":
                continue
            stop, actors = _complement(context, end)
            actor = _holder(context, role.office, actors[0]) if actors and stop < mention.core_start else None
            if actor and actor != mention.actor:
                yield _description(start, stop, actor, "inner_office", "person")


def _countries_of_persons(context):
    """`đất nước ông`: the country of the person meant by the pronoun, where the lexicon knows it."""
    for match in re.finditer(r"(?<!\w)(?:đất nước|quê hương) (?:ông|bà)(?: ấy)?(?!\w)", context.folded):
        before = context.between(context.bounds[context.sentence(match.start())][0], match.start())
        persons = [m.actor for m in before if m.type == "person" and facts("country").get(m.actor)]
        if persons and not context.scan.capital_after(match.end()):
            country = facts("country")[persons[0]]
            yield _description(match.start(), match.end(), country, "country_of_person", "country")


def _role_of(context, start, end, role):
    """`Tổng thống Nga`, `người đứng đầu Điện Kremlin`: by the article, else by the dated rows of the lexicon."""
    stop, actors = _complement(context, end)
    if not actors or _followed_by_name(context, stop) or not _is_definite(context, start):
        return None
    leader = role.kind == "leader" or role.form in _COUNTERPARTS
    if not (role.office or role.unique or leader):
        return None
    if leader and context.text[stop : stop + 1] == "," and context.text[stop + 2 : stop + 3].isupper():
        return None
    name = "leader" if leader else role.office or role.form
    for of in actors:
        actor = (
            context.bearer((name, of), start) or context.bearer((role.form, of), start) or _holder(context, name, of)
        )
        if actor:
            marked = _patterns()["definite"].search(context.folded, max(0, start - 14), start)
            return marked.start() if marked else start, stop, actor, [of]
    return None


def _role_this(context, start, end, role):
    """`nhà ngoại giao này`, `vị tổng thống 78 tuổi`, `nữ luật sư`: the person in view whom the role can mean."""
    patterns = _patterns()
    marked = patterns["definite"].search(context.folded, max(0, start - 14), start)
    begin = marked.start() if marked else start
    more = patterns["this"].match(context.folded, end) or patterns["trait"].match(context.text, end)
    bare = marked and not _followed_by_name(context, end) and patterns["acting"].match(context.folded, end)
    if not (more or bare) or not _is_definite(context, begin) or (more and _followed_by_name(context, more.end())):
        return None
    shown = marked.group().split()[-1] if marked else ""
    gender = role.gender or {"nữ": "f", "nam": "m", "cậu": "m"}.get(shown, "")
    near = bool(more) and more.group().endswith(" này")
    actor = _person_meant(context, begin, role, gender, near)
    return (begin, more.end() if more else end, actor) if actor else None


def _person_meant(context, position, role, gender, near):
    """Of the persons of the last sentences one given the role, else the most salient; `near`: that at once."""
    nearest, bearers = None, context.bearers.get((role.office or role.form, ""), set())
    index = context.sentence(position)
    for low, high, _ in reversed(context.bounds[max(0, index - 4) : index + 1]):
        here = [
            m for m in context.between(low, min(high, position)) if m.type == "person" and m.actor in context.entities
        ]
        here = [m for m in here if not gender or context.entities[m.actor]["gender"] in ("", gender)]
        if not context.quoted(position):  # “Chị Trang bảo …”, bị cáo này khai: not one named in the quotation
            here = [m for m in here if not context.quoted(m.start)]
        bearing = [m for m in here if m.actor in bearers or _is_called(context, m, role.form, high)]
        if bearing and not near:
            return most_salient(context, bearing, low)
        if nearest is None and here:
            nearest = most_salient(context, [m for m in here if m.actor not in context.titled] or here, low)
            if near:
                break
    key = (role.office or role.form, "")
    named = [actor for at, actor in context.learned.get(key, ()) if at <= position and actor in context.entities]
    single = len(bearers) == 1 or role.office
    return named[-1] if named and single and not near else nearest


def _is_called(context, mention, form, high):
    """Whether an apposition behind a name gives it a role: X, tài xế taxi, …"""
    return context.folded[mention.core_end : min(high, mention.core_end + 60)].startswith(f", {form}")


def _role_alone(context, start, end, role):
    """`Thủ tướng nhấn mạnh`, `nạn nhân`: a role alone, where the article has said who holds it."""
    if not (role.office or role.unique or role.kind == "generic") or not _is_definite(context, start):
        return None
    marked = _patterns()["definite"].search(context.folded, max(0, start - 14), start)
    if marked or _patterns()["this"].match(context.folded, end) or _patterns()["trait"].match(context.text, end):
        return None
    if context.scan.capital_after(end) or context.scan.heads_at.get(end + 1):
        return None
    key = (role.office or role.form, "")
    actor = context.bearer(key, start)
    single = len(context.bearers.get(key, ())) == 1
    acting = _patterns()["acting"].match(context.folded, end)
    sure = (single and (acting or role.kind == "generic")) or (
        acting and context.text[start].isupper() and role.kind == "office"
    )
    return (start, end, actor, []) if actor and sure else None


# --- states and organisations in view --------------------------------------------------------------------------------


def _this_actor(context, name, types):
    """`nước này`, `công ty này`: the state or organisation in view that its own clause does not name again."""
    for match in _patterns()[name].finditer(context.folded):
        start, end = match.span()
        if _patterns()["plural"].search(context.folded, max(0, start - 14), start):
            continue
        actor = _in_view(context, start, context.sentence(start), types)
        if actor:
            yield _description(start, end, actor, f"this_{name}", types[0])


def _bare_bodies(context):
    """`Ngân hàng`, `tòa`, `công ty này`: the organisation of that kind in view."""
    for match in _patterns()["bare_body"].finditer(context.folded):
        start, end = match.start(), match.end(1)
        undefined = _patterns()["undefined"].search(context.folded, max(0, start - 20), start)
        before = context.scan.word_before(start)
        part = before and (
            f"{before[1].lstrip('“‘«(')} {match[1].split()[0]}" in compounds() or before[1] in ("liên", "đại")
        )
        if undefined or part or start in context.starts or context.in_person(start) or context.scan.in_sure(start):
            continue
        actor = _body_in_view(context, start, _bodies()[" ".join(match[1].removesuffix(" này").split())])
        if actor:
            yield _description(start, end, actor, "bare_body", "organisation")


def _body_in_view(context, position, heads):
    """The last organisation whose name has one of some head nouns, in the sentence or the three before."""
    index = context.sentence(position)
    for mention in reversed(context.between(context.bounds[max(0, index - 3)][0], position)):
        if mention.type in ("organisation", "bloc") and mention.kind == "name" and heads & _heads(mention.actor):
            return mention.actor
    return None


@cache
def _bodies():
    """Head nouns of the names that a bare noun of bodies.csv can stand for."""
    table = read_lexicon("bodies")
    return {fold(form): frozenset(part["head"].map(fold)) for form, part in table.groupby("form")}


@cache
def _heads(actor):
    """Head nouns that the names of an organisation begin with; `*` where it has none (Apple)."""
    names = _names().get(actor, (fold(actor),))
    words = [name.split() for name in names]
    starts = {" ".join(name[:length]) for name in words for length in (1, 2, 3, 4)}
    return (starts & forms("heads", "form")) or frozenset("*")


@cache
def _names():
    table = read_lexicon("aliases")
    return {actor: tuple(part.map(fold)) for actor, part in table["alias"].groupby(table["actor"])}


def _in_view(context, position, sentence, types):
    """The last actor of some types in the sentence before `position`, else the first in the sentence before."""
    low, stop, _ = context.bounds[sentence]
    here = [m for m in context.between(low, position) if m.type in types and m.kind != "place"]
    if here:
        ranked = [m for m in here if not _is_modifier(context, m)] or here
        purpose = max(context.folded.rfind(word, low, position) for word in (" để ", " nhằm "))
        if purpose > ranked[0].end:  # X … để nâng vị thế của nước này: the subject's own
            return ranked[0].actor
        border = re.compile(r"[,;:.]| nhưng | và | mà ").search(context.folded, position, stop)
        named_after = {m.actor for m in context.between(position, border.start() if border else stop)}
        return next((m.actor for m in reversed(ranked) if m.actor not in named_after), ranked[-1].actor)
    for low, high, _ in reversed(context.bounds[max(0, sentence - 2) : sentence]):
        before = [m for m in context.between(low, high) if m.type in types and m.kind != "place"]
        if before:
            return next((m.actor for m in before if not _is_modifier(context, m)), before[0].actor)
    return None


def _is_modifier(context, mention):
    """Whether a state only modifies a noun (`chiến sự Ukraine`, `Tổng thống Nga`) or lies within a person's title."""
    if context.in_person(mention.start):
        return True
    word = context.scan.word_before(mention.start)
    previous = context.scan.word_before(word[0]) if word else None
    noun = f"{previous[1]} {word[1]}" if previous else ""
    return noun in forms("glosses", "word") and noun not in forms("cues", "cue")
