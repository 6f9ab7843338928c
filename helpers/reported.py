"""What is reported without quotation marks? Content clauses of reporting verbs: X nói rằng …, theo X, …"""

import re
from functools import cache

from helpers.lexicon import alternatives, forms
from helpers.scan import compounds, fronted, grammar
from helpers.sources import NOBODY, Speaker, before_cue
from helpers.speakers import apposition, source_after, subject_of, takes_subject

_EDGES = " \t\n\u00a0,.;:"
_RANG = re.compile(r"(?: thêm| tiếp)?(?:,? (?:rằng|là)),? ")
_FAR_RANG = re.compile(r"[^;.“”\"]{1,140}? rằng ")
_NAMED = re.compile(r" [^.;:“”\"]{1,160}? (?:là|như|thành|với) | [^.,;:“”\"]{1,60} [“\"«]")
_ADDRESS = re.compile(r" (?:với|cho|trước|trong|tại|hôm|vào|sau|trên|qua|ở|về việc) ")
_ADVERSE = re.compile(r"[,;] (?:nhưng|song|còn|tuy nhiên,?|trong khi,?) $")
_TURNS = re.compile(r", (?:nhưng|song|đồng thời|trong khi|tuy nhiên|khiến|vì|do|dù|mặc dù|bất chấp) ")
_SETTINGS = frozenset(("trong", "tại", "hôm", "vào", "sau", "trên", "qua", "ở", "trước"))
_SETTING = re.compile(r" (?:trong|tại|hôm|vào|sau|trên|qua|ở) ")
_NARRATOR = re.compile(r"(?<!\w)tôi (?:đã |có )?$")
_AGAIN = re.compile(r" (?:[^\W\d_]+ ){1,3}(?:này|đó|trên)(?=[,.;:]| và |$)")  # bác bỏ | chỉ trích này
_STOPS = frozenset(("vừa", "và", "này", "đó", "trên", "lại", "với", "chuyện", "nhau", "ra", "gì", "như", "khi"))


def find_reported(article, used, direct):
    """Find content clauses of cues outside quotation marks.

    Parameters
    ----------
    article : helpers.sources.Article
    used : set of int
        Starts of cues that introduce a direct quotation.
    direct : helpers.scan.Cover
        Direct quotations: reported speech inside them is not reported by the article.

    Yields
    ------
    tuple
        ``(start, end, speaker, cue, rule)``.
    """
    reach = 0  # end of the content of the cue before, in which only clauses with a subject of their own are reported
    yield from _headlines(article)
    for cue in article.cues:
        if direct(cue.start) or article.mark_around(cue.start) or cue.frame == "attitude":
            continue
        if article.folded.startswith("thêm", cue.start) and any(
            c.end + 1 == cue.start for c in article.cues_between(cue.start - 20, cue.start)
        ):
            continue  # nói | thêm
        colon = article.text.find(":", cue.end, article.sentence(cue.start)[1]) if cue.start in used else -1
        if cue.start in used and (
            cue.frame == "source" or len(article.text[cue.end : max(colon, cue.end)].split()) < 3
        ):
            continue
        if article.sentence(cue.start)[2] == "credit":
            continue
        rule = _by_clause if takes_subject(article, cue) else _by_source
        found = rule(article, cue, cue.start < reach)
        if found:
            start, end, speaker = found
            end = min(end, colon) if colon > 0 else end  # X phủ nhận việc hưởng lợi: “…”
            start, end = _trim(article, start, end)
            if end - start > 1 and not _is_one_mark(article, start, end) and not _is_time(article, start, end):
                reach = max(reach, end)
                yield start, end, speaker, cue, rule.__name__.strip("_")


def _headlines(article):
    """`TT Biden: Hoa Kỳ sẽ đáp trả`: a headline of a speaker, a colon and what is said."""
    for start, end, role in article.bounds:
        colon = (
            article.text.find(": ", start, min(end, start + 60)) if role in ("title", "heading", "standfirst") else -1
        )
        names = article.nominals_between(start, colon) if colon > 0 else []
        speaks = names and (names[0].type == "person" or names[0].kind == "metonym")  # not a topic: Thái Lan: …
        if speaks and names[0].start == start and names[0].end == colon and names[0].kind in ("name", "metonym"):
            first, last = _trim(article, colon + 2, end)
            if not _is_one_mark(article, first, last):
                yield first, last, Speaker(names[0].actor, start, colon), None, "by_headline_colon"


def _trim(article, start, end):
    text = article.text
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _is_one_mark(article, start, end):
    """Whether a stretch is nothing but one quotation in its marks."""
    around = article.mark_around(start + 2) or article.mark_around(start)
    return around is not None and around[0] - start <= 2 and abs(around[1] - end) <= 2


def _is_time(article, start, end):
    """Whether a stretch only says when: X cho hay sáng nay."""
    words = article.folded[start : min(end, start + 40)].split()
    return len(words) < 4 and words[0] in grammar("time_start")


def _by_source(article, cue, inside):
    """`Theo X, …` and `…, theo X`."""
    speaker = source_after(article, cue)
    if not speaker.actor:
        return None
    begin, stop, _ = article.sentence(cue.start)
    before = article.folded[begin : cue.start].strip(' "“,(')
    setting = len(before.split()) < 7 and before.split(" ", 1)[0] in _SETTINGS  # Tại tòa, theo ông X, …
    setting = setting and article.folded[: cue.start].endswith(", ")
    if setting or all(word in forms("stopwords", "word") for word in re.findall(r"\w+", before)):
        comma = _past_appositions(article, article.text.find(", ", speaker.end, stop), stop)
        return (comma + 1, _content_end(article, stop), speaker) if comma > 0 else None
    joint = _ADVERSE.search(article.folded, begin, cue.start)
    if joint:  # …, nhưng theo giới phân tích, …
        comma = article.text.find(", ", speaker.end, stop)
        return (comma + 1, _content_end(article, stop), speaker) if comma > 0 else None
    if article.text[max(0, cue.start - 8) : cue.start].rstrip().endswith(","):
        return begin, article.text.rfind(",", begin, cue.start), speaker
    return None


def _past_appositions(article, comma, stop):
    """The comma after what only describes a source: Theo ông X, thủ lĩnh đảng Y, | cuộc bỏ phiếu …"""
    for _ in range(3):
        following = article.text.find(", ", comma + 2, min(stop, comma + 120))
        describes = comma + 2 in article.source_starts or apposition().match(article.folded, comma + 2)
        if comma < 0 or following < 0 or not describes or article.cues_between(comma, following):
            break
        comma = following
    return comma


def _content_end(article, stop):
    while stop and article.text[stop - 1] in " .!…":
        stop -= 1
    return stop


def _by_clause(article, cue, inside):
    """`X nói rằng …`, `X cáo buộc …`, `X gọi Y là Z`, and a cue noun with rằng: những cáo buộc của X rằng …"""
    begin, stop, _ = article.sentence(cue.start)
    start, clause = _content_start(article, cue, stop)
    if start is None and cue.after and not (cue.noun or cue.unreal):
        return _before_clause(article, cue, begin, stop)
    if start is None or (cue.unreal and not (cue.noun and clause)):
        return None
    passive = re.search(r"(?:được|bị) $", article.folded[max(0, cue.start - 5) : cue.start])
    told = ("mô tả", "miêu tả", "hỏi", "dẫn lời", "cáo buộc", "chỉ trích là", "chỉ trích vì", "tố là")
    if passive and not article.folded.startswith(told, cue.start):
        return None
    if _NARRATOR.search(article.folded, max(0, cue.start - 12), cue.start):
        return None  # Chúng tôi hỏi ông X …: the reporter
    speaker = owner_of(article, cue, start) if cue.noun else subject_of(article, cue)
    if not speaker.actor or (inside and not (clause and speaker.start >= begin)):
        return None
    end = _clause_end(article, start, stop) if clause else _object_end(article, start, stop)
    if fronted().match(article.folded, begin):
        end = _main_clause(article, start, end)
    return (start, end, speaker) if end > start else None


def _before_clause(article, cue, begin, stop):
    """`Giá dầu sẽ còn giảm, ông X nói với phóng viên.`: the content stands before the clause that names its speaker."""
    speaker = subject_of(article, cue) if cue.stance != "expressing" else NOBODY
    comma = speaker.start - 2
    if speaker.start <= begin or article.folded[comma : comma + 2] != ", " or not speaker.actor:
        return None
    light = article.folded[speaker.end : cue.start].split()
    rest = article.folded[cue.end : stop].strip(" .")
    said = article.folded[begin:comma]
    if said.split(" ", 1)[0] in forms("stopwords", "word", **{"class": ("preposition", "conjunction")}):
        said = said.partition(",")[2]  # a setting is nothing said: Trong cuộc họp hôm qua, ông X nói.
    if not all(word in _adverbs() for word in light) or (rest and not _ADDRESS.match(f" {rest} ")) or len(rest) > 90:
        return None
    if len(said.split()) < 6:
        return None
    return (begin, comma, speaker) if not article.mark_around(comma) else None


def _main_clause(article, start, end):
    """Where a main clause with its own verb of speaking begins behind a comma, else `end`."""
    for other in article.cues_between(start, end):
        subject = subject_of(article, other)
        comma = article.text.rfind(",", start, subject.start) if subject.start > start else -1
        if comma > 0 and subject.start - comma < 4 and not article.mark_around(comma):
            return comma
    return end


def owner_of(article, cue, start):
    """Whose words a cue noun names: những cáo buộc của ông X rằng …"""
    for nominal in article.nominals_between(cue.end, start):
        if article.folded[cue.end : nominal.start].split()[-1:] in (["của"], ["từ"]):
            return Speaker(nominal.actor, nominal.start, nominal.end)
    among = [
        n for n in article.nominals_between(cue.end, start) if "trong" in article.folded[cue.end : n.start].split()
    ]
    return Speaker(among[0].actor, among[0].start, among[0].end) if among else NOBODY


def _content_start(article, cue, stop):
    """Where the content of a cue begins, and whether it is a clause: after rằng, a comma, or right behind the cue."""
    folded, nothing = article.folded, (None, False)
    rest = folded[cue.end : min(stop, cue.end + 200)]
    marked = _after_marker(article, cue, rest)
    if marked:
        return marked, True
    if before_cue()[0].search(folded, max(0, cue.start - 24), cue.start) and cue.frame == "speech":
        return nothing  # những tuyên bố giận dữ
    following = re.match(r",? ?([^\W_]+|[\"“‘«])", rest)
    if (
        cue.noun
        or not following
        or (following[1] in _STOPS and cue.stance != "denying" and cue.frame != "naming" and rest[0] != ",")
    ):
        return nothing
    if cue.frame == "naming":
        if rest.startswith(" là ") and folded.endswith("được ", 0, cue.start):
            return cue.end + 4, True
        return (cue.end + 1, False) if _NAMED.match(rest) and not rest.startswith((" là ", " như ")) else nothing
    if folded.endswith(" rằng", cue.start, cue.end):
        return cue.end + 1 + rest.startswith(", "), True
    if _says_nothing(article, cue, rest):
        return nothing
    if _ADDRESS.match(rest) and not (cue.np and rest.startswith((" về việc ", " trước "))):
        told = _past_addressee(article, cue, stop)
        if told:
            return told, True
        comma = folded.find(", ", cue.end, min(stop, cue.end + 90))  # cho biết tại cuộc họp, lãnh đạo đã hứa …
        finite = _is_finite(article, cue.end, stop) or (comma > 0 and _is_finite(article, comma + 1, stop))
        sets = cue.rang and _SETTING.match(rest) and finite
        return (cue.end + 1, True) if sets else nothing
    plain = not cue.np and cue.stance not in ("emphasising", "expressing", "answering")
    document = cue.stance != "denying" and _is_document(rest)
    plain = plain and not document
    clause = cue.rang and (plain or rest.startswith(", ") or _is_finite(article, cue.end, stop))
    if clause or (cue.np and rest[0] != "," and not document):
        return cue.end + 1 + rest.startswith(", "), clause
    return nothing


def _past_addressee(article, cue, stop):
    """Where a clause begins behind those spoken to, without rằng: nói với AFP | thế giới không nên quên …; else 0."""
    to = (
        article.nominals_between(cue.end + 1, cue.end + 8)
        if article.folded.startswith((" với ", " cho "), cue.end)
        else []
    )
    end = to[0].end if to and cue.rang else stop
    following = re.match(r" ([^\W_]+)", article.folded[end : end + 14])
    setting = following and following[1] in _SETTINGS | _STOPS | {
        "về",
        "rằng",
        "là",
        "bên",
        "ngay",
        "hồi",
        "khi",
        "và",
        "cũng",
        "ngày",
    }
    return end + 1 if following and not setting and _is_finite(article, end, stop) else 0


def _after_marker(article, cue, rest):
    """Where the content begins behind a colon or rằng, right after a cue or farther on; 0 where there is none."""
    if rest.startswith(": ") and rest[2:3].isalnum() and cue.frame == "speech" and not cue.noun:
        return cue.end + 2
    marker = _RANG.match(rest)
    if marker and cue.frame != "naming":
        return cue.end + marker.end()
    far = _FAR_RANG.match(rest) if cue.rang or cue.noun else None
    return cue.end + far.end() if far and not article.cues_between(cue.end, cue.end + far.end()) else 0


def _says_nothing(article, cue, rest):
    """Whether the clause of a cue ends or another verb takes over right behind it."""
    if _TURNS.match(rest) or (rest.startswith(", ") and cue.end + 2 in article.cue_at):
        return True  # X phản đối, nhưng …
    fronted = not article.nominals_between(article.sentence(cue.start)[0], cue.start)
    if (cue.stance == "asking" or fronted) and rest.startswith(", "):
        return True  # Được hỏi, ông …; Tham gia giải trình, Bộ trưởng …
    if _unnamed().match(rest) or _AGAIN.match(rest):
        return True  # đề nghị không nêu tên; bác bỏ cáo buộc này
    again = article.cues_between(cue.end + 1, cue.end + 2)
    ends = article.folded.startswith("ra ", cue.start) or (again and article.folded.startswith(":", again[0].end))
    return bool(again) and ends  # ra thông cáo nói …; thở dài đáp: …


@cache
def _unnamed():
    return re.compile(rf" (?:được )?{alternatives(grammar('unnamed'))}(?!\w)")


def _is_document(rest):
    """Whether a document or a story follows that is published or told, rather than what it says."""
    found = _document().match(rest)
    following = re.match(r" ([^\W\d_]+)", rest[found.end() :]) if found else None
    word = f"{found.group().split()[-1]} {following[1]}" if following else ""
    return bool(found) and word not in compounds()  # đơn, an application; đơn vị, a unit


@cache
def _document():
    return re.compile(
        rf" (?:{alternatives(grammar('plural', 'indefinite'))} )?{alternatives(grammar('document'))}(?!\w)"
    )


@cache
def _finite():
    return re.compile(rf"[^,;.“”\"]{{1,90}}?(?<!\w){alternatives(grammar('modal') - {'có', 'lại', 'mới'})}(?!\w)")


def _is_finite(article, start, stop):
    """Whether what follows a cue is a clause rather than a noun phrase: it has an auxiliary before its first comma."""
    return bool(_finite().match(article.folded, start, min(stop, start + 110)))


_JOINT = re.compile(r",? (?:và|song|nhưng|đồng thời|trong khi|cũng như|còn|tuy nhiên)(?!\w)|[,;] ")


def _clause_end(article, start, stop):
    """The end of a content clause: its sentence, or where a reporting verb of the same or another source takes over."""
    end = _content_end(article, stop)
    semicolon = article.text.find("; ", start, end)
    if semicolon > 0 and not article.mark_around(semicolon) and article.nominals_between(semicolon, semicolon + 12):
        end = semicolon
    for other in article.cues_between(start, end):
        if other.noun or other.unreal or other.frame == "attitude" or article.mark_around(other.start):
            continue
        if _content_start(article, other, stop)[0] is None and not article.text.startswith(":", other.end):
            continue
        joint = None
        for match in _JOINT.finditer(article.folded, max(start, other.start - 120), other.start):
            joint = joint if article.mark_around(match.start()) else match
        if joint is None:
            continue
        between = [n for n in article.nominals_between(joint.end() - 1, other.start) if not n.oblique]
        gap = article.folded[joint.end() : other.start].split()
        adverse = joint.group().strip(",; ") in ("nhưng", "song", "trong khi", "còn")
        if adverse and not between and subject_of(article, other).start >= joint.end() - 1:
            return joint.start()  # nhưng nhiều công ty cho rằng …
        conjunction = joint.group().strip(",; ")
        adverbs = all(word in _adverbs() for word in gap)
        if (not between and adverbs and other.frame in ("speech", "naming")) or (
            between and conjunction and between[0].start - joint.end() < 12
        ):
            return joint.start()
    break_ = _BREAK.search(article.folded, start, end)
    return break_.start() if break_ and not article.mark_around(break_.start()) else end


# Where the reporter goes on: …, hai ngày sau khi ông bị tuyên án
_BREAK = re.compile(
    r", (?:tuy nhiên|bất chấp|dù|(?:chỉ |ít |vài |[^\W_]+ (?:giờ|ngày|tuần|tháng|năm) )(?:sau|trước) (?:khi|đó)) "
)
_AFTER_OBJECT = re.compile(
    r",? (?:trong khi|nhưng|song|đồng thời)(?!\w)|, (?:vì|do|bởi|bởi vì|khi|sau khi|và|khiến|dẫn đến) "
)


def _object_end(article, start, stop):
    """The end of a noun phrase or infinitive under a cue: before the next clause of the sentence."""
    end = _clause_end(article, start, stop)
    for following in _AFTER_OBJECT.finditer(article.folded, start, end):
        if not article.mark_around(following.start()):
            return following.start()
    return end


@cache
def _adverbs():
    return {word for form in grammar("modal") for word in form.split()} | {
        "đồng",
        "thời",
        "tiếp",
        "thêm",
        "công",
        "khai",
    }
