"""Who is meant by nhà lãnh đạo Nga, vị luật sư này, nước này? Definite descriptions, resolved within the article.

By the roles that the article itself gives to persons, by dated rows of `data/lexicon/offices.csv`, and by salience.
"""

import re
from bisect import bisect_right, insort
from functools import cache

from helpers.appositions import appositions
from helpers.bodies import bodies_in_view, by_head
from helpers.lexicon import UPPER, alternatives, fold, forms, read_lexicon
from helpers.pronouns import find_pronouns, most_salient
from helpers.scan import STATES, Cover, Mention, facts, grammar

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
        self.fields, self.new = {}, {}
        self.extend(mentions)
        self.by_head, self.changed = by_head(self.mentions), {}
        for mention in self.mentions:
            if mention.type == "person":
                title = self.folded[mention.start : mention.core_start].split()
                for length in range(2, 6) if title[:1] in (["tân"], ["cựu"]) else ():
                    self.changed.setdefault(" ".join(title[:length]), set()).add(mention.actor)
                self.learn(mention.roles, mention.of, mention.start, mention.actor)
                for role in self._becomes(mention):
                    self.learn([role], (), mention.start, mention.actor)
                    self.new.setdefault(role.form, set()).add(mention.actor)

    def _becomes(self, mention):
        """The role that a person is said to come into: X đắc cử chủ tịch, được bầu làm thủ tướng."""
        link = _becoming().match(self.folded, mention.end)
        role = self.scan.roles_at.get(link.end()) if link else None
        return [role[1]] if role else []

    def extend(self, mentions):
        """Add mentions, kept in order."""
        self.mentions = sorted([*self.mentions, *mentions], key=lambda m: (m.start, -m.end))
        self.starts = [mention.start for mention in self.mentions]
        persons = [m for m in self.mentions if m.type == "person"]
        self.in_person = Cover((m.start, m.end) for m in persons)
        self.in_name = Cover((m.start, m.end) for m in persons if m.kind == "name")

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
            self.fields.setdefault(role.field, set()).add(actor)
            for key in _role_keys(role, of):
                insort(self.learned.setdefault(key, []), (position, actor), key=lambda known: known[0])
                self.bearers.setdefault(key, set()).add(actor)

    def complement(self, end):
        """The states and organisations that a role belongs to, named right after it: where they end, and who."""
        stop, actors = end, []
        for _ in range(3):
            link = _patterns()["link"].match(self.folded, stop)
            here = [m for m in self.between(link.end(), link.end() + 1) if m.type != "person"] if link else []
            sure = self.scan.sure_at.get(link.end()) if link else None
            if here:
                stop = here[0].end
                actors += [m.actor for m in here]
            elif actors and sure and link.end() - stop > 1:
                stop = sure[0]
            else:
                break
        age = _patterns()["age"].match(self.folded, stop) if actors else None
        return (age.end() if age else stop), actors

    def bearer(self, key, position):
        """Who bears a role in this article: the last one named with it before `position`, else the first after."""
        bearers = self.learned.get(key, ())
        before = bisect_right(bearers, position, key=lambda known: known[0])
        return bearers[max(0, before - 1)][1] if bearers else None


@cache
def _becoming():
    return re.compile(rf"(?: [^\W\d_]+){{0,3}}? {alternatives(grammar('becomes'))} (?:chức )?")


def _role_keys(role, of):
    """Keys under which a role is remembered: its office, or its form, of each actor named with it, and alone."""
    name = role.office or role.form
    yield (name, "")
    for actor in filter(None, of):
        yield (name, actor)
        yield (f"*{role.field}", actor)
        head = fold(role.form) in grammar("head_role") and facts("type").get(actor, "") not in STATES
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
    return {
        "this": re.compile(rf"(?: (?:người|gốc) (?:[^\W_]+ ){{0,3}}[^\W_]+)? (?!trên [^\W\d_]){this}(?!\w)"),
        "trait": re.compile(
            rf"(?: \d{{2}} tuổi)?(?: {origin}(?: [{UPPER}][^\W_]*)+)+(?: \d{{2}} tuổi)?(?: này)?(?!\w)"
            r"|(?: [^\W\d_]+){0,3} (?:\d{2} tuổi|sinh năm \d{4})(?: này)?(?!\w)"
        ),
        "link": re.compile(r" (?:của |tại |thuộc |ở |nước |phía |cho |chính quyền |chính phủ )?"),
        "age": re.compile(r" \d{2} tuổi"),
        "undefined": re.compile(rf"(?<!\w){undefined} (?:vị |nữ |nam )?$"),
        "definite": re.compile(
            r"(?<!\w)(?:(?:vị|nữ|nam|nhà|người|cậu|quyền|đương kim|ông|bà|anh|chị|cô|chàng|viên) )+$"
        ),
        "speaks": re.compile(
            rf"(?: {alternatives(grammar('modal'))})* {alternatives(forms('cues', 'cue', frame='speech'))}(?!\w)"
        ),
        "acting": re.compile(rf",? {acts}(?!\w)|[,.:”\"]|$"),
    }


def _descriptions(context):
    """Definite descriptions: by role and country, by `này`, after a name in apposition, and `nước này`."""
    scan, taken, reach, apposed = context.scan, 0, 0, Cover(())
    for start, end, actor, role, of in appositions(context):
        apposed.add((start, end))
        if role is not None and of:
            context.learn([role], of, start, actor)
        yield _description(start, end, actor, "apposition", "person")
    for start in sorted(scan.roles_at):
        end, role = scan.roles_at[start]
        inner, reach = end <= reach, max(reach, end)  # thủ | tướng
        if inner or start < taken or role.kind in ("honorific", "kin") or apposed(start) or context.in_person(start):
            continue
        for rule in (_role_changed, _role_of, _role_alone):
            found = rule(context, start, end, role)
            if found:
                begin, taken, actor, of = found
                if of:
                    context.learn([role], of, start, actor)
                yield _description(begin, taken, actor, rule.__name__.strip("_"), "person")
                break
    yield from _inner_offices(context)
    yield from _heads_of_sectors(context)
    yield from _countries_of_persons(context)
    yield from bodies_in_view(context)


def _persons_in_view(context):
    """`Nhà ngoại giao này`, `cô gái 23 tuổi`, `nữ luật sư`, once pronouns are known."""
    reach = 0
    for start in sorted(context.scan.roles_at):
        end, role = context.scan.roles_at[start]
        inner, reach = end <= reach, max(reach, end)  # thủ | tướng
        if role.kind not in ("honorific", "kin") and not inner and not context.in_person(start):
            found = _role_this(context, start, end, role)
            if found:
                yield _description(*found, "role_this", "person")


def _description(start, end, actor, rule, sort):
    return Mention(start, end, start, end, sort, actor, "description", rule)


def _followed_by_name(context, end):
    """Whether a name follows that the role is a title of."""
    following = context.folded[end : end + 7]
    if re.match(r",? (?:ông|bà|anh|chị) ", following) and context.in_person(end + (2 if following[0] == "," else 1)):
        return True
    return context.text[end : end + 1] == " " and (
        context.in_person(end + 1) or context.text[end + 1 : end + 2].isupper()
    )


def _is_definite(context, start):
    counted = context.folded[start - 2 : start - 1].isdigit()  # 300 cổ đông
    return not counted and not _patterns()["undefined"].search(context.folded, max(0, start - 20), start)


def _inner_offices(context):
    """An office inside a title, with its country: trợ lý [tổng thống Pháp] Jean Dupont."""
    for mention in context.mentions:
        for start in range(mention.start + 1, mention.core_start) if len(mention.roles) > 1 else ():
            end, role = context.scan.roles_at.get(start, (0, None))
            if role is None or not role.office or context.text[start - 1] != " ":
                continue
            stop, actors = context.complement(end)
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
    stop, actors = context.complement(end)
    if not actors or _followed_by_name(context, stop) or not _is_definite(context, start):
        return None
    leader = role.kind == "leader" or role.form in _COUNTERPARTS
    if not (role.office or role.unique or leader):
        return _peer_of(context, start, stop, role, actors)
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


def _peer_of(context, start, stop, role, actors):
    """`Tay vợt Nhật Bản chia sẻ`: who acts under a role that several can have, told by what they belong to.

    By the article's own words, else the last person of that country, as the lexicon has it.
    """
    if not role.field or _follows_name(context, start) or _speaks_of_unnamed(context, start, role):
        return None
    speaks = _patterns()["speaks"].match(context.folded, stop)
    for of in actors:
        actor = context.bearer((role.form, of), start) or context.bearer((f"*{role.field}", of), start)
        if actor and speaks:
            return start, stop, actor, []
    low = context.bounds[max(0, context.sentence(start) - 4)][0]
    for mention in reversed(context.between(low, start)):
        if mention.type == "person" and facts("country").get(mention.actor) in actors:
            return start, stop, mention.actor, []
    return None


def _role_this(context, start, end, role):
    """`nhà ngoại giao này`, `vị tổng thống 78 tuổi`, `nữ luật sư`: the person in view whom the role can mean."""
    patterns = _patterns()
    marked = patterns["definite"].search(context.folded, max(0, start - 14), start)
    if marked and marked.group().endswith("quyền ") and not role.office:
        return None  # quyền | tác giả
    begin = marked.start() if marked else start
    more = patterns["this"].match(context.folded, end) or patterns["trait"].match(context.text, end)
    bare = marked and not _followed_by_name(context, end) and patterns["acting"].match(context.folded, end)
    if not (more or bare) or not _is_definite(context, begin) or (more and _followed_by_name(context, more.end())):
        return None
    shown = marked.group().split()[-1] if marked else ""
    if shown in grammar("address") and not _has_held(context, begin, role):
        return None  # cô điều dưỡng, of somebody's words
    gender = role.gender or next((sex for sex in "mf" if shown in grammar(f"shows_{sex}")), "")
    near = bool(more) and more.group().endswith(" này")
    if _speaks_of_unnamed(context, begin, role) or (more and not near and _follows_name(context, begin)):
        return None
    actor = _person_meant(context, begin, role, gender, near)
    return (begin, more.end() if more else end, actor) if actor else None


def _has_held(context, position, role):
    """Whether somebody named has the role or another of its field; in somebody's words no such phrase is looked at."""
    bearers = context.bearers.get((role.office or role.form, ""), ())
    return not context.quoted(position) and bool(bearers or (role.field and context.fields.get(role.field)))


def _follows_name(context, start):
    """Whether a phrase only describes the name before it: X, giáo viên 34 tuổi, …"""
    return context.text.startswith(", ", start - 2) and any(
        m.end == start - 2 and m.type == "person" for m in context.between(max(0, start - 80), start)
    )


def _speaks_of_unnamed(context, position, role):
    """Whether the last sentences bring in somebody of the role without a name: một nhà ngoại giao …"""
    low = context.bounds[max(0, context.sentence(position) - 3)][0]
    one = re.compile(rf"(?<!\w)một (?:[^\W\d_]+ ){{0,2}}{re.escape(fold(role.form))}(?!\w)")
    last = max((match.end() for match in one.finditer(context.folded, low, position)), default=-1)
    if last < 0 or context.in_person(last - 1) or context.in_person(last + 1):
        return False
    bearers = context.bearers.get((role.office or role.form, ""), ())
    return not any(m.actor in bearers for m in context.between(last, position))


def _person_meant(context, position, role, gender, near):
    """Of the persons of the last sentences one given the role or one of its field, else the most salient.

    `near`: the last of either; else one given this very role goes before one who has another of the field.
    """
    bearers = context.bearers.get((role.office or role.form, ""), set())
    peers = context.fields.get(role.field, set()) if role.field else set()
    peer = nearest = None
    index = context.sentence(position)
    for low, high, _ in reversed(context.bounds[max(0, index - 4) : index + 1]):
        here = [
            m for m in context.between(low, min(high, position)) if m.type == "person" and m.actor in context.entities
        ]
        here = [m for m in here if not gender or context.entities[m.actor]["gender"] in ("", gender)]
        if not context.quoted(position):  # “Chị Trang bảo …”, bị cáo này khai: not one named in the quotation
            here = [m for m in here if not context.quoted(m.start)]
        bearing = [m for m in here if m.actor in bearers or _is_called(context, m, role.form, high)]
        if bearing:
            return peer if peer and near else most_salient(context, bearing, low)
        akin = [m for m in here if m.actor in peers]
        peer = peer or (most_salient(context, akin, low) if akin else None)
        if nearest is None and here:
            nearest = most_salient(context, [m for m in here if m.actor not in context.titled] or here, low)
    key = (role.office or role.form, "")
    named = [actor for at, actor in context.learned.get(key, ()) if at <= position and actor in context.entities]
    single = len(bearers) == 1 or role.office
    return peer or (named[-1] if named and single and not near else nearest)


def _is_called(context, mention, form, high):
    """Whether an apposition behind a name gives it a role: X, tài xế taxi, …"""
    return context.folded[mention.core_end : min(high, mention.core_end + 60)].startswith(f", {form}")


def _role_changed(context, start, end, role):
    """`Tân chủ tịch`, `cựu tổng thống`: the person the article calls so, else the only one with the role."""
    prefix = next((word for word in ("tân", "cựu") if context.folded.endswith(f"{word} ", 0, start)), "")
    begin = start - len(prefix) - 1
    plain = not _patterns()["undefined"].search(context.folded, max(0, begin - 20), begin)
    acts = prefix == "tân" or _patterns()["acting"].match(context.folded, end)
    if not prefix or not plain or not acts or context.scan.capital_after(end):
        return None
    titled = context.changed.get(context.folded[begin:end]) or (context.new.get(role.form) if prefix == "tân" else None)
    bearers = titled or context.bearers.get((role.office or role.form, ""), set())
    return (begin, end, next(iter(bearers)), []) if len(bearers) == 1 else None


def _role_alone(context, start, end, role):
    """`Thủ tướng nhấn mạnh`, `nạn nhân`: a role alone, where the article has said who holds it."""
    known = role.office or role.unique or role.kind == "generic"
    speaks = role.field and _patterns()["speaks"].match(context.folded, end)
    if not (known or speaks) or not _is_definite(context, start) or _speaks_of_unnamed(context, start, role):
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
    word = context.scan.word_before(start)
    asked = role.kind == "office" and context.text[start].isupper() and word and word[1] in forms("cues", "cue")
    sure = (single and (acting or asked or role.kind == "generic")) or (
        acting and context.text[start].isupper() and role.kind == "office"
    )
    return (start, end, actor, []) if actor and sure else None


def _heads_of_sectors(context):
    """`Tư lệnh ngành giao thông`, `người đứng đầu ngành y tế`: the only minister the article names."""
    ministers = {
        actor for form, actors in context.bearers.items() if form[0].startswith("bộ trưởng") for actor in actors
    }
    for match in _sector().finditer(context.folded) if len(ministers) == 1 else ():
        yield _description(*match.span(), *ministers, "head_of_sector", "person")


@cache
def _sector():
    acts = alternatives(grammar("modal") | forms("cues", "cue", frame=("speech", "naming")))
    return re.compile(rf"(?:tư lệnh|người đứng đầu) ngành(?: (?!{acts})[^\W\d_]+){{1,4}}(?=[,.”\"’']| {acts}(?!\w))")
