"""Who says it? The subject of a reporting verb: through appositions, coordination, passives; pronouns and plurals."""

import re
from bisect import bisect_left, bisect_right
from functools import cache
from itertools import pairwise

from helpers.inview import person_in_view, plural_in_view, state_in_view
from helpers.lexicon import UPPER, alternatives, fold, forms, read_lexicon
from helpers.scan import compounds, fronted, grammar
from helpers.sources import NOBODY, Speaker

REACH = 400  # characters that a subject may stand before its verb
_QUOTING = ("dẫn", "trích", "viện")  # verbs of quoting that take a subject: X dẫn lời Y

_CONJOINED = (" và ", " cùng ", ", ", " cũng như ", " hay ", " hoặc ", ", và ")
# HÒA LAN (NV) – Tòa …; (Dân trí) - Công an …; TTO - Ba bị cáo …
_DATELINE = re.compile(rf"(?:[{UPPER} ,.]{{2,40}}|[{UPPER}][^\n(,.]{{1,30}}(?=\())?(?:\([^()\n]{{2,30}}\))? ?[-–—] ")
_INNER = re.compile(rf"(?<=[^\W\d_]{{3}}[.!?…] )(?=[{UPPER}])")  # sentences in a quotation
_AGENT = re.compile(r"(?<!\w)(?:được|bị)(?: [^\W\d_]+)? ?$")
_AGE = re.compile(r"(?:,? \d\d tuổi| \([^()]*\))?")
_CLAUSE = re.compile(r"(?<!\w)(?:rằng|mà|nhưng|song|bởi vì|vì|nếu|khi|trong khi|còn|là|sau khi|dù|mặc dù) ")


@cache
def _light():
    """What may stand between a subject and its verb: auxiliaries, adverbs, times."""
    adverbs = forms("stopwords", "word", **{"class": ("adverb", "auxiliary", "particle", "connective")})
    joints = {"và", "đồng thời", "song", "nhưng", "cũng như", "rồi", "hoặc", "trong khi"}
    return re.compile(rf"(?:\s*(?<!\w){alternatives((grammar('modal') | adverbs) - joints)}(?!\w))*\s*$")


@cache
def _coordinator():
    return re.compile(r"(?:(?<!\w)(?:và|đồng thời|song|nhưng|cũng như|rồi|hoặc|trong khi)|,) *$")


def subject_of(article, cue):
    """Find who speaks by a cue: the noun phrase before it, through appositions, or that of the verb it is joined to.

    Parameters
    ----------
    article : Article
    cue : Cue

    Returns
    -------
    Speaker
        `NOBODY` where nobody can be told.
    """
    if cue.start not in article.subjects:
        article.subjects[cue.start] = NOBODY  # a cue met again on the way to its own subject has none
        article.subjects[cue.start] = _subject(article, cue)
    return article.subjects[cue.start]


def takes_subject(article, cue):
    """Whether a cue has its source before it; `theo` has it behind."""
    return cue.frame != "source" or article.folded.startswith(_QUOTING, cue.start)


def _clause_begin(article, cue):
    """Where the clause of a cue can begin: its sentence, its quotation, the quotation before it."""
    begin = max(article.sentence(cue.start)[0], cue.start - REACH)
    around = article.mark_around(cue.start)
    if around:
        inner = max((m.start() for m in _INNER.finditer(article.text, max(begin, around[0]), cue.start)), default=0)
        begin = max(begin, around[0], inner)
    dateline = _DATELINE.match(article.text, begin, cue.start)
    if article.text[begin : begin + 1] in ("-", "–", "—"):  # – Tôi không biết - anh X nói
        begin = max(begin, *(article.folded.rfind(dash, begin + 1, cue.start) + 2 for dash in (" - ", " – ", " — ")))
    elif dateline:
        begin = dateline.end()
    colon = article.folded.rfind(": ", begin, cue.start)
    if colon > 0 and _free(article, colon, cue.start, around):
        begin = colon + 2  # Đài Loan: Washington tố cáo …
    index = bisect_left(article.mark_starts, cue.start) - 1
    near = article.marked[max(0, index - 3) : index + 1]
    before = [(end, start) for start, end, _ in near if end <= cue.start and (around is None or start > around[0])]
    if before:
        end, start = max(before, key=lambda mark: (mark[0], -mark[1]))
        if article.text[start:end].count(" ") > 5 and not _runs_in(article, begin, start):
            return max(begin, end + 1)
    return begin


def _runs_in(article, begin, start):
    """Whether the clause that began before a quotation runs on through it: X ví Y như “…” và yêu cầu …"""
    before = article.text[max(begin, start - 4) : start].rstrip(" \"'“‘«„")
    return bool(before) and before[-1].isalnum()


def _subject(article, cue):
    if not takes_subject(article, cue):
        return source_after(article, cue)
    folded, begin = article.folded, _main_begin(article, _clause_begin(article, cue), cue.start)
    stop = _light().search(folded, max(begin, cue.start - 60), cue.start).start()
    inside = article.in_nominal.around(stop)  # a name may end like an adverb: Phạm Minh Chính
    stop = inside[1] if inside and inside[1] <= cue.start else stop
    passive = _AGENT.search(folded, max(begin, cue.start - 14), cue.start)
    if passive and not article.in_nominal(passive.start()):  # not bị cáo khai
        return _passive(article, cue, passive.start())
    agent = _agent(article, max(begin, cue.start - 60), stop)
    if agent:
        return _speaker(article, agent, agent.start, stop)
    stop = _inserted(article, begin, stop) or stop
    quoting = [c for c in article.cues_between(begin, stop) if c.frame == "source" and takes_subject(article, c)]
    quoted = source_after(article, quoting[-1]) if quoting else NOBODY
    if quoted.actor and "," not in folded[quoted.end : stop]:  # Reuters dẫn lời | một quan chức | nói
        return quoted
    previous = [
        other for other in article.cues_between(begin, stop) if not other.noun and takes_subject(article, other)
    ]
    joined = _joined(article, previous, stop)
    if joined is not None:
        return joined
    if previous and _coordinator().search(folded, previous[-1].end, stop):
        previous = []  # X « lấy làm tiếc » và tố cáo …
    return _own_subject(article, cue, previous, begin, stop)


def _joined(article, previous, stop):
    """The subject of a verb that a conjunction or comma joins to the verbs before it; None for one of its own."""
    joint = _coordinator().search(article.folded, previous[-1].end, stop) if previous else None
    if not joint:
        return None
    listed = joint.group().startswith(",")
    own = _nearest(article, previous[-1].end, stop) if listed else None
    apart = own and article.folded[own.end : own.end + 1] == ","
    if apart and (own.kind != "source" or article.folded.endswith(", ", 0, own.start)):  # not 47 ý kiến, yêu cầu
        return _speaker(article, own, previous[-1].end, stop)
    joined = [other for other in previous if not other.unreal] or previous
    subjects = (subject_of(article, other) for other in (reversed(joined) if listed else joined))
    shared = next((speaker for speaker in subjects if speaker.actor), NOBODY)
    quoted = any(article.mark_around(other.start) for other in previous)
    return None if quoted and not (own or shared.actor) else shared


def _own_subject(article, cue, previous, begin, stop):
    """The subject of a verb of its own clause: the nearest noun phrase, else that of the verb before."""
    folded, low = article.folded, begin
    if previous and any(not n.oblique for n in article.nominals_between(previous[-1].end, cue.start)):
        low = previous[-1].end
    if low > begin and folded[begin:stop].rstrip().endswith(","):  # X, vốn từng nói …, kêu gọi …
        piece = article.comma_before(begin, previous[-1].start)
        low = begin if piece >= 0 and apposition().match(folded, piece + 1) else low
    found = _nearest(article, low, stop)
    if found:
        return _speaker(article, found, low, stop)
    turns = previous and folded.startswith(" thì ", previous[-1].end)  # tôi hỏi thì | cô chủ nhiệm bảo
    if previous and not turns and low == begin and subject_of(article, previous[-1]).actor:
        return subject_of(article, previous[-1])
    begin = previous[-1].end + 4 * bool(turns) if previous else begin
    unknown = _unknown_subject(article, begin, stop) if cue.frame in ("speech", "naming") else None
    if unknown:
        return unknown
    sentence = article.sentence(cue.start)[0]
    outside = [n for n in article.nominals_between(sentence, begin) if not n.oblique]
    return _speaker(article, outside[0], sentence, begin) if outside and not article.mark_around(cue.start) else NOBODY


@cache
def _person_nouns():
    """First syllables of the nouns for one person."""
    kinds = ("title", "office", "generic", "leader", "member", "rank", "honorific")
    roles = forms("roles", "form", kind=kinds)
    return {form.split()[0] for form in roles}


def _main_begin(article, begin, position):
    """Where the main clause begins whose verb stands at a position: Khi được hỏi liệu …, | bà X đáp"""
    while begin < position and not article.text[begin].isalnum():
        begin += 1
    if not fronted().match(article.folded, begin, position):
        return begin
    for comma in _COMMA.finditer(article.folded, begin, position):
        own = article.nominals_between(comma.end(), min(comma.end() + 3, position))
        if own and not article.mark_around(comma.start()) and not article.in_nominal(comma.start()):
            return comma.end()
    return begin


_COMMA = re.compile(", ")


def _inserted(article, begin, stop):
    """Where a clause begins that is put between subject and verb: X, | khi phóng viên hỏi, | chỉ nói; else 0."""
    end = begin + len(article.folded[begin:stop].rstrip(" "))
    if article.folded[end - 1 : end] != ",":
        return 0
    comma = article.comma_before(begin, end - 1)
    inside = comma > 0 and fronted().match(article.folded, comma + 2, end)
    return comma + 1 if inside and article.nominals_between(begin, comma) else 0


def _agent(article, low, stop):
    """Who does what is done to the subject: bị | báo chí nước này | mô tả."""
    for nominal in reversed(article.nominals_between(low, stop)):
        if article.folded.endswith((" bị ", " được "), low, nominal.start):
            return nominal if "," not in article.folded[nominal.end : stop] else None
    return None


def _unknown_subject(article, begin, stop):
    """A noun phrase before a verb whose noun no lexicon knows: một phòng thí nghiệm ở Kyoto, cơ quan quản lý."""
    comma = article.comma_before(begin, stop)
    begin = comma + 1 if comma >= 0 else begin
    for border in _CLAUSE.finditer(article.folded, begin, stop):
        begin = border.end()
    while begin < stop and not article.text[begin].isalnum():
        begin += 1
    words = article.folded[begin:stop].split()
    noun = " ".join(words[:2]) in compounds() or (words and words[0] not in _no_subjects())  # thân chủ, a client
    if noun and len(words) <= 10 and not article.cues_between(begin, stop):
        follows = article.folded[max(0, begin - 4) : begin].rstrip(" ,-–").endswith(("”", '"', "’", "'", "»"))
        known = (
            follows
            and article.mark_around(begin) is None
            and words[0] in _person_nouns()
            and not " ".join(words).endswith(tuple(grammar("unnamed")))
        )
        return Speaker(person_in_view(article, begin, stop) if known else "anon", begin, stop)
    return None


@cache
def _no_subjects():
    classes = ("preposition", "conjunction", "connective", "copula", "adverb", "auxiliary", "particle", "demonstrative")
    return forms("stopwords", "word", **{"class": classes}) | grammar("locative", "oblique", "no_subject")


def _passive(article, cue, start):
    """Of a passive, the agent between được and the verb or after bởi; else it is nobody's in particular."""
    agents = article.nominals_between(start, cue.start)
    after = re.compile(r" bởi ").match(article.folded, cue.end)
    agents = agents or (article.nominals_between(after.end(), after.end() + 2) if after else [])
    return Speaker(agents[0].actor, agents[0].start, agents[0].end) if agents else Speaker("anon")


def _nearest(article, low, high):
    """Go leftwards over the comma-separated pieces before a verb; the first noun phrase of a piece is the subject.

    A piece that only describes (`học giả tại …`, a role) is an apposition of the name before it: a comma that closes
    it right before the verb says so, or its own beginning with a role and no name.
    """
    folded = article.folded
    end = low + len(folded[low:high].rstrip(" ,"))
    closed = "," in folded[end:high]
    for nth in range(6):
        comma = article.comma_before(low, end)
        begin = comma + 1 if comma >= 0 else low
        relative = comma >= 0 and apposition().match(folded, begin)
        found, border = _piece(article, begin, end, nth > 0)
        if found and not (border and relative):
            own = _head(article, found)
            described = border is None and _describes(article, own, begin, closed) and _described(article, low, comma)
            return described if described and _can_be(own, described) else own
        inner = border is not None and folded[begin:border].strip() and not relative
        if comma < 0 or (not closed and (inner or not _may_describe(article, border or begin, end))):
            return None
        closed, end = True, comma
    return None


def _can_be(own, described):
    """Whether what a phrase describes can be the name before it: a person no organisation, an expert no country."""
    if own.type == "person":
        return described.type == "person"
    return own.kind not in ("source", "anaphor") or described.type not in ("country", "bloc")


def _piece(article, begin, end, main):
    """The noun phrases of a piece, after its last conjunction or (`main`) before it, and where that conjunction is."""
    borders = [
        border
        for border in _CLAUSE.finditer(article.folded, begin, end)
        if border.group() != "còn "
        or not article.in_nominal(border.start() - 2)  # ông ta | còn nói
        or article.nominals_between(border.end(), end)
    ]
    start = borders[-1].end() if borders else begin
    around = article.mark_around(end - 1)
    found = [n for n in _free(article, start, end, around) if n.end <= end]
    if borders and main:  # of a clause before the verb's own the main part has the subject
        found = _free(article, begin, borders[-1].start(), around) or found
    return found, borders[-1].start() if borders else None


def _free(article, low, high, around):
    """Noun phrases that no preposition governs and that stand in no aside or other quotation."""
    here = [n for n in article.nominals_between(low, high) if not n.oblique and not article.in_bracket(n.start)]
    marks = [article.mark_around(n.start) for n in here]
    alone = [  # dẫn lời “các quan chức Đức và Pháp”
        mark is not None and mark[0] == n.start and mark[1] < n.end + 20 for n, mark in zip(here, marks, strict=True)
    ]
    return [n for n, mark, own in zip(here, marks, alone, strict=True) if own or mark == around]


def _describes(article, nominal, begin, closed):
    """Whether the piece of a noun phrase can be an apposition: closed by a comma, or a bare role at its beginning."""
    words = article.folded[begin : nominal.start].split()
    if closed:
        return bool(words) or nominal.kind not in ("pronoun", "plural")
    if nominal.kind in ("source", "document", "description", "anaphor"):
        return not words
    return bool(words) and bool(apposition().match(article.folded, begin))


def _is_of(article, nominal, comma):
    """Whether a person's name is followed by no more than where they belong: X thuộc đại học Y."""
    rest = article.folded[nominal.end : comma].split()
    return (
        nominal.type == "person" and len(rest) < 10 and rest[:1] in (["thuộc"], ["của"], ["tại"], ["ở"], ["từ"], ["-"])
    )


@cache
def apposition():
    """Match the beginning of what only describes a name before it: vốn, người, con gái, có trụ sở."""
    return re.compile(rf"\s*{alternatives(grammar('apposition_start'))}(?!\w)")


def _described(article, low, comma):
    """The name that the piece after a comma describes: it ends at the comma and begins its own piece."""
    for _ in range(4):
        if comma <= low:
            return None
        before = article.comma_before(low, comma)
        begin = before + 1 if before >= 0 else low
        found = [n for n in article.nominals_between(begin, comma) if n.kind in ("name", "pronoun", "metonym")]
        named = [
            n
            for n in found
            if not n.oblique and (_AGE.fullmatch(article.folded, n.end, comma) or _is_of(article, n, comma))
        ]
        first = article.folded.find(" ", begin + 1, comma)  # Song bà X, …: it only begins the sentence
        if (
            named
            and not _CLAUSE.search(article.folded, max(first, begin), named[0].start)
            and named[0].start == found[0].start
        ):
            lead = article.folded[begin : named[0].start].strip(" \n\"'")
            bare = (
                not lead or lead in forms("heads", "form") or lead in _no_subjects()
            )  # not Chủ tịch … Liên Hiệp Châu Phi, ông X,
            if named[0].type == "person" or bare:
                return named[0]
        comma = before
    return None


def _head(article, found):
    """Of noun phrases side by side the last is the head: Hãng thông tấn nhà nước Iran | IRNA.

    So is a person right behind another noun phrase: giáo sư ngành … ở đại học Oxford | John Bell.
    """
    head = found[0]
    for before, following in pairwise(found):
        named = (n for n in article.nominals_between(before.end, following.start) if n.type)
        beside = following.type == "person" and any(n.end == following.start - 1 for n in named)  # … Oxford | John Bell
        gap = article.folded[before.end : following.start]
        titled = following.type == "person" and gap.strip() in compounds() - forms("cues", "cue")
        if gap != " " and not beside and not titled:
            continue
        if following.kind != "plural" and (before is head or following.type == "person"):
            head = following
    return head


def _may_describe(article, start, end):
    """Whether a piece without a speaker can be an apposition or an adverbial rather than a subject."""
    words = article.folded[start:end].split()
    return not words or words[0] not in grammar("no_subject")


def _speaker(article, nominal, low, high):
    """Make a speaker of a noun phrase and those coordinated with it (Paris và Berlin); plurals are resolved."""
    if nominal.kind == "plural":
        return Speaker(plural_in_view(article, nominal), nominal.start, nominal.end)
    if nominal.kind == "state":
        return Speaker(state_in_view(article, nominal.start), nominal.start, nominal.end)
    if nominal.kind == "document":
        return Speaker(_author_in_view(article, nominal), nominal.start, nominal.end)
    if nominal.kind == "anaphor":
        return Speaker(person_in_view(article, nominal.start, nominal.end), nominal.start, nominal.end)
    group, others = [nominal], article.nominals_between(nominal.end, high)
    for other in others:
        gap = article.folded[group[-1].end : other.start]
        listed = gap == ", " and not any(article.folded[other.end :].startswith(join) for join in (" và ", ", "))
        if (
            gap not in _CONJOINED
            or other.kind in ("description", "plural")
            or (gap == ", " and (listed or other.kind in ("source", "document")))
        ):
            break
        group.append(other)
    joined = len(group) == 1 or article.folded[group[-2].end : group[-1].start] != ", "
    group = group if joined else group[:1]  # X, con gái bà, nói: an apposition, no list
    while len(group) > 1:  # Trung Quốc, | Nga và EU
        left = [n for n in article.nominals_between(max(0, group[0].start - 80), group[0].start) if not n.oblique]
        if not left or article.folded[left[-1].end : group[0].start] != ", " or left[-1].type != group[0].type:
            break
        group.insert(0, left[-1])
    actors = dict.fromkeys(n.actor for n in group)
    return Speaker("+".join(actors), group[0].start, group[-1].end)


def _author_in_view(article, nominal):
    """Whose a document is (văn bản này viết): of whoever spoke last in its sentence or the two before."""
    bodies = _bodies().get(article.folded[nominal.start : nominal.end])
    if bodies:  # bản án nêu rõ: the court's
        named = article.organisations(bodies)
        index = bisect_left(named, (nominal.start,))
        return named[max(0, index - 1)][1] if named else "anon"
    index = max(0, bisect_right(article.starts, nominal.start) - 3)
    if len(_COMPLEMENT.match(article.folded, nominal.end).group().split()) > 3:
        return "anon"  # đơn kiến nghị có chữ ký của 118 người
    for cue in reversed(article.cues_between(article.starts[index], nominal.start)):
        actor = "" if cue.noun or article.mark_around(cue.start) else subject_of(article, cue).actor
        if actor not in ("", "anon"):
            return actor
    return "anon"


@cache
def _bodies():
    """Head nouns of the bodies that a document comes from."""
    table = read_lexicon("documents")
    return {fold(form): tuple(part["head"].map(fold)) for form, part in table.groupby("form")}


_COMPLEMENT = re.compile(r"(?: (?!này|trên|cũng|còn|đã|vừa|nêu|viết|ghi|nói|cho)[^\W\d_]+)*")


@cache
def _lead():
    return re.compile(rf"(?:{alternatives(grammar('lead_to_source'))} )*")


def source_after(article, cue):
    """Find the source behind `theo`: a name or an unnamed source right after it.

    Returns
    -------
    Speaker
    """
    start = cue.end + 1
    lead = _lead().match(article.folded, start, start + 60).end()
    here = [n for n in article.nominals_between(start, lead + 1) if n.start in (start, lead)]
    if not here:
        word = re.match(r"[^\W\d_]+(?: [^\W\d_]+){0,2}", article.folded[start : start + 40])
        unnamed = word and word.group().split()[0] in grammar("source_indefinite")
        return Speaker("anon", start, start + word.end()) if unnamed else NOBODY  # dẫn lời | một phụ nữ 60 tuổi
    stop = article.sentence(cue.start)[1]
    comma = article.text.find(", ", here[0].end, stop)
    return _speaker(
        article, _head(article, article.nominals_between(here[0].start, stop)[:3]), start, comma if comma > 0 else stop
    )
