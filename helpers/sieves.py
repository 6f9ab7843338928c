"""Who speaks the words in these marks? The sieves, from sure to unsure (Muzny et al. 2017), each a function.

Each gets the article, a stretch in quotation marks and the quotations before it, and gives ``(kind, speaker, cue)`` or
None where it cannot tell.
"""

import re
from bisect import bisect_left, bisect_right
from functools import cache

from helpers.inview import noun_before, person_in_view
from helpers.lexicon import alternatives, forms
from helpers.reported import owner_of
from helpers.scan import grammar
from helpers.sources import NOBODY, Nominal, Speaker, is_compound
from helpers.speakers import REACH, source_after, subject_of, takes_subject


def by_colon(article, start, end, done):
    """`Ông X nói: “…”` and `Ông X: “…”`."""
    low = max(0, start - 80)
    lead = article.folded[low:start].rstrip(" \n\"'-“‘")
    if not lead.endswith(":"):
        return None
    colon = low + len(lead) - 1
    begin, _, role = article.sentence(colon)
    again = _repeated(article, start, end, done) if role in ("title", "heading") else None
    if again and again.speaker.actor != "anon" and _count(article, start, end) > 3:
        named = article.nominals_between(begin, begin + 1) or begin in article.source_starts
        says = any(cue.end == colon and cue.frame == "speech" for cue in article.cues_between(begin, colon))
        return "direct" if says or (named and role == "title") else "partial", Speaker(again.speaker.actor), None
    around = article.mark_around(start - 2)
    begin = max(begin, colon - REACH, around[0] if around else 0)
    cues = [
        c
        for c in article.cues_between(begin, colon)
        if c.frame != "attitude" and article.mark_around(c.start) == around
    ]
    verbs = [c for c in cues if not c.noun or _giver(article, c, colon)] or cues  # nhấn mạnh trong một thông cáo: “…”
    speakers = [(cue, _giver(article, cue, colon) or subject_of(article, cue)) for cue in reversed(verbs)]
    found = next(((c, s) for c, s in speakers if s.start >= 0), None) or next(
        ((c, s) for c, s in speakers if s.actor), None
    )
    if found:
        return "direct", found[1], found[0]
    names = [n for n in article.nominals_between(begin, colon) if not n.oblique and n.kind != "plural"]
    if role in ("title", "heading"):
        if again and not (names and names[0].type == "person"):  # Cựu chủ tịch An Phú: “…”
            spoken = begin in article.source_starts or (names and names[0].start == begin)
            return "direct" if spoken else "partial", Speaker(again.speaker.actor), None
        if not (names and names[0].start == begin and names[0].end == colon):
            return None  # a topic before the colon rather than a speaker
    return _without_verb(article, start, end, (begin, colon), names, cues)


def _without_verb(article, start, end, lead, names, cues):
    """Who speaks behind a colon where no verb has a subject: the person right before it, else whose notebook it is."""
    begin, colon = lead
    if names and (names[-1].end >= colon - 1 or cues or _is_clause(article, start, end)):
        whole = _count(article, start, end) > 3
        persons = [n for n in names if n.type == "person"]
        near = [n for n in persons if colon - n.end < 30]  # …, trong bao lâu thì ông X chỉ úp mở: “…”
        speaker = (near[-1:] or persons or names)[0]
        return "direct" if whole else "partial", Speaker(speaker.actor, speaker.start, speaker.end), None
    if cues and colon - cues[-1].end < 20:  # trong sổ tay của ông, viết: “…”; con cháu hỏi: ‘…’
        owners = [n for n in article.nominals_between(begin, colon) if n.type == "person"]
        speaker = Speaker(owners[-1].actor) if owners else noun_before(article, cues[-1])
        return "direct", speaker, cues[-1]
    return None


def _giver(article, cue, colon):
    """Who stands behind a verb of quoting, or a noun of speaking: AFP dẫn lời | ông X; nhận được chỉ thị | từ ông X."""
    if cue.frame == "source":
        return source_after(article, cue) if source_after(article, cue).actor else None
    from_whom = cue.frame == "speech" and article.folded.startswith((" từ ", " của "), cue.end)
    giver = owner_of(article, cue, colon) if from_whom else NOBODY
    return giver if giver.actor else None


_TAIL = re.compile(r"[.,!?…]*\s?[”\"’'»)]*[.,]?\s*(?:[-–—]\s*)?")


def by_following_clause(article, start, end, done):
    """`“…”, ông X nói`, `“…” - bà Y, chuyên gia của Z, nhận định`, `“…”, theo ông X`."""
    text = article.text
    tail = _TAIL.match(text, end)
    begin = tail.end()
    if "\n" in tail.group() or begin >= len(text) or not _stands_alone(article, start) or _is_over(text, end, tail):
        return None
    limit = min(article.sentence(begin)[1], begin + REACH)
    following = bisect_left(article.mark_starts, begin)
    limit = min(limit, article.mark_starts[following] if following < len(article.marked) else limit)
    first = re.match(r"[^\W\d_]*", article.folded[begin:]).group()
    for cue in article.cues_between(begin, limit):
        if not takes_subject(article, cue):
            speaker = source_after(article, cue) if cue.start == begin else NOBODY
            return ("direct", speaker, cue) if speaker.actor else None
        who = article.nominals_between(begin, begin + 1)
        if cue.frame == "source" and who and article.folded.startswith(" được ", who[0].end):
            return "direct", Speaker(who[0].actor, who[0].start, who[0].end), cue  # …, một quan chức được AFP dẫn lời
        if cue.frame == "source" and source_after(article, cue).actor:  # “…”, Reuters dẫn lời ông X
            return "direct", source_after(article, cue), cue
        if cue.noun or (cue.frame == "attitude" and not cue.after):
            continue
        after = [n for n in article.nominals_between(cue.end, cue.end + 8) if n.kind == "name" and not n.oblique]
        if cue.start == begin and after:  # “…”, viết bà X
            return "direct", Speaker(after[0].actor, after[0].start, after[0].end), cue
        if cue.start == begin:  # ông X, “…”, khẳng định: the speaker stands before
            before = [n for n in article.nominals_between(article.sentence(start)[0], start) if not n.oblique]
            before = [n for n in before if start - n.end <= 4] or before
            return ("direct", Speaker(before[0].actor, before[0].start, before[0].end), cue) if before else None
        if first in _joining_words():
            return None
        speaker = subject_of(article, cue)
        if speaker.start >= begin:
            return "direct", _same_as_before(article, speaker, cue, first, done), cue
        gap = article.folded[begin : cue.start]
        if first and len(gap.split()) <= 14:
            stop = begin + len(gap.rstrip())
            return "direct", Speaker(_unknown_speaker(article, begin, stop, done), begin, stop), cue
        return None
    return _by_unknown_verb(article, begin, limit)


def _by_unknown_verb(article, begin, limit):
    """`“…”, ông X ví von`: who stands right behind a quotation, before a verb that no lexicon has."""
    who = article.nominals_between(begin, begin + 1)
    speaks = who and (who[0].type == "person" or who[0].kind in ("source", "anaphor", "description"))
    if speaks and limit - begin < 80:
        return "direct", Speaker(who[0].actor, who[0].start, who[0].end), None
    return None


def _same_as_before(article, speaker, cue, first, done):
    """`“…”, đại biểu nói thêm`: who adds something has spoken before."""
    more = speaker.actor == "anon" and done and article.folded.startswith((" thêm", " tiếp"), cue.end)
    this = article.folded[speaker.start : speaker.end].endswith(tuple(grammar("demonstrative")))
    if not more or this or first in grammar("source_indefinite"):
        return speaker
    return speaker._replace(actor=done[-1].speaker.actor or "anon")


def _is_over(text, end, tail):
    """Whether what follows a quotation is no clause of it: a full stop, and the next sentence speaks for itself."""
    marks = text[end - 1 : end] + tail.group()
    return not re.search(r"[,–—-]", marks) and (not re.search(r"[.!?…]", marks) or text[tail.end()].isupper())


def _stands_alone(article, start):
    """Whether nothing of the reporter's clause runs into a quotation: it begins a line, sentence or clause."""
    before = article.folded[max(0, start - 8) : start].rstrip(" \"'“‘«„(")
    own = article.text[start].isupper() and len(article.text[start : start + 120].split()) > 6
    named = before.endswith(" là") and any(c.frame == "naming" for c in article.cues_between(start - 40, start))
    return not before or before[-1] in "\n.!?…:;,-" or (before.endswith((" rằng", " là")) and not named) or own


@cache
def _joining_words():
    """First words of a clause that goes on after a quotation instead of saying who speaks."""
    classes = ("preposition", "conjunction", "connective", "copula")
    return forms("stopwords", "word", **{"class": classes}) | {"mà", "đồng"}


def _unknown_speaker(article, begin, stop, done):
    """Speaker of a phrase that is no known name: unnamed if it is indefinite or a new name, else the person in view."""
    word = article.folded[begin:stop].split()[0]
    if article.text[begin].isupper() or word in grammar("source_indefinite"):
        return "anon"
    if word in grammar("pronoun_m", "pronoun_f"):
        return next((quote.speaker.actor for quote in reversed(done[-3:]) if quote.speaker.actor), "anon")
    return person_in_view(article, begin, stop)


def by_split(article, start, end, done):
    """The second part of a quotation interrupted by its reporting clause: “A,” ông nói, “B.”"""
    before = done[-1] if done else None
    if not before or before.kind != "direct" or before.end >= start or not before.cue or before.cue.start < before.end:
        return None
    gap = article.folded[before.end : start]
    if len(gap) > REACH or "\n" in gap or not re.search(r"[,.:;]\s*[\"“‘'«„]?\s?$", gap):
        return None
    between = [cue for cue in article.cues_between(before.end, start) if not cue.noun]
    if between and all(subject_of(article, cue) in (before.speaker, NOBODY) for cue in between):
        kind = "direct" if _is_clause(article, start, end) else "partial"
        return kind, Speaker(before.speaker.actor) if "." in gap else before.speaker, None if "." in gap else before.cue
    return None


def by_headline(article, start, end, done):
    """A title or heading in marks has the speaker of the body's quotation that it repeats; else the one it names."""
    low, _, role = article.sentence(start)
    if role not in ("title", "heading") and start >= OPENING:
        return None
    lead = article.folded[low:start].rstrip(" \"'“‘«„")
    again = _repeated(article, start, end, done)
    if role not in ("title", "heading") and not again:
        return None
    first = next(iter(article.nominals_between(low, low + 1)), None)
    if first and article.folded.startswith(":", first.end) and first.type != "country":
        return "partial", Speaker(first.actor, first.start, first.end), None
    if lead.endswith(":") and low in article.source_starts:
        return "direct", Speaker(again.speaker.actor if again else "anon", low, low + len(lead) - 1), None
    whole = not lead or lead.endswith(":")
    own = _own_speaker(article, low, start)
    if own:  # Barca “…”; Caracas tố “…”
        return ("partial", Speaker(own.actor, own.start, own.end), None) if isinstance(own, Nominal) else None
    introduced = any(cue.frame == "speech" for cue in article.cues_between(start - 15, start))
    if again and (whole or introduced or _count(article, start, end) > 3 or _verbatim(article, start, end, again)):
        return "partial", Speaker(again.speaker.actor), None
    if whole:
        said = _count(article, start, end) > 4  # a whole sentence of somebody
        return ("partial", Speaker("anon"), None) if said else ("scare", NOBODY, None)
    return None


def _own_speaker(article, low, start):
    """The name right before a stretch in marks in a headline, or the speaker of a verb there; else None."""
    comma = article.folded.rfind(", ", low, start)
    begin = comma + 2 if comma >= 0 else low
    cues = [cue for cue in article.cues_between(begin, start) if cue.frame != "attitude"]
    if cues:
        speaker = subject_of(article, cues[-1])
        return speaker if speaker.start >= begin else None
    names = [n for n in article.nominals_between(begin, start) if not n.oblique]
    return names[0] if names and names[0].start == begin and start - names[0].end < 4 else None


def _repeated(article, start, end, done):
    """The quotation of the body that shares most of the words of a headline, else None."""
    words = set(re.findall(r"\w+", article.folded[start : min(end, start + 600)])) - forms("stopwords", "word")
    best, found = 0.4, None
    for quote in done[:_HEARD]:
        if quote.kind in ("direct", "partial") and quote.speaker.actor:
            shared = words & set(re.findall(r"\w+", article.folded[quote.start : min(quote.end, quote.start + 600)]))
            if len(shared) / max(len(words), 1) > best:
                best, found = len(shared) / len(words), quote
    return found


def _verbatim(article, start, end, quote):
    """Whether the words of a headline stand in a quotation just so."""
    return article.folded[start:end] in article.folded[quote.start : quote.end]


def by_next_sentence(article, start, end, done):
    """`“…”. Ông X từng nói như vậy`, `“…”, đó là lời của bà Y`: the sentence behind says whose words these were."""
    low, _, _ = article.sentence(start)
    if article.text[low:start].strip(" \"'“‘«„-–"):
        return None
    tail = _TAIL.match(article.text, end)
    owner = _owner().match(article.folded, tail.end())
    if owner:
        who = [
            n
            for n in article.nominals_between(tail.end(), owner.end() + 60)
            if n.start <= article.sentence(owner.end())[1]
        ]
        who = [n for n in who if not n.oblique or n.start == owner.end()]
        return (
            ("direct", Speaker(who[0].actor, who[0].start, who[0].end), None)
            if who
            else ("direct", Speaker("anon"), None)
        )
    begin, stop, _ = article.sentence(tail.end())
    if begin < end:
        return None
    for cue in article.cues_between(begin, min(stop, begin + REACH)):
        if _SO.match(article.folded, cue.end) and subject_of(article, cue).actor:
            return "direct", subject_of(article, cue), cue
    return None


@cache
def _owner():
    """Match what says behind a quotation that it was words: đó là lời của, là thông điệp trong, trích đoạn của."""
    words = alternatives(grammar("words_of"))
    return re.compile(
        r"\s*(?:trích(?: đoạn| lời)?(?: trong| từ)? [^.;\n]{2,60}? của "
        r"|(?:đó|đây) (?:là|cũng là|chính là) (?:những )?[^.,;\n]{2,40}? của "
        rf"|là {words}(?: [^.,;\n]{{2,40}}? của |(?!\w) ?))"
    )


_SO = re.compile(r" (?:như )?(?:vậy|thế)(?!\w)")


def by_relative(article, start, end, done):
    """`“…” mà ông X gọi`, `“…” như lời bà Y`: the speaker stands in a clause that depends on the quotation."""
    link = _RELATIVE.match(article.folded, end)
    who = article.nominals_between(link.end(), link.end() + 1) if link else []
    if not who:
        return None
    if link[1] in ("mà", "như"):
        cue = next(iter(article.cues_between(who[0].end, who[0].end + 25)), None)
        if cue is None or cue.frame == "attitude":
            return None
        return "partial", Speaker(who[0].actor, who[0].start, who[0].end), cue
    return "partial", Speaker(who[0].actor, who[0].start, who[0].end), None


_RELATIVE = re.compile(r"[”\"’'»]? (mà|như lời|theo lời|theo cách gọi của|như cách nói của|như) ")


def by_content_verb(article, start, end, done):
    """A stretch inside the reporter's sentence, under the nearest reporting verb to its left."""
    sentence = article.sentence(start)
    around = article.mark_around(start - 2) if start > 2 else None
    around = None if around and around == (start, end) else around
    low = max(sentence[0], around[0] if around else 0, start - 2 * REACH)
    for cue in reversed(article.cues_between(low, start)):
        gap = article.folded[cue.end : start]
        aside = article.in_bracket(start) and not article.in_bracket(cue.start)
        if (
            aside
            or article.mark_around(cue.start) != around
            or cue.frame == "attitude"
            or (cue.noun and " rằng " not in gap)
        ):
            continue
        if not takes_subject(article, cue) and "," not in gap:
            continue
        if cue.unreal and (cue.frame == "naming" or not re.search(r"(?:rằng|là)(?!\w)", gap)):
            continue
        speaker = owner_of(article, cue, start) if cue.noun else subject_of(article, cue)
        told = cue.frame == "speech" and cue.stance not in ("answering", "asking")
        if told and speaker == Speaker("anon") and _is_passive(article, cue) and article.cues_between(low, cue.start):
            continue  # những tin nhắn bị công bố “…”
        adjacent = not gap.strip(" \"'“‘«")
        if around and adjacent and speaker == NOBODY and cue.frame == "speech" and not cue.noun:
            speaker = noun_before(article, cue)  # within somebody's words: đến lúc chồng hỏi ‘chuyển cho ai’
        if cue.frame == "naming" and speaker == Speaker("anon") and article.folded.endswith("được ", 0, cue.start):
            return "scare", NOBODY, None  # được gọi là “…”: by people in general
        if speaker.actor and not _is_wished(article, cue, speaker, gap):
            said = (
                not gap.strip(" ,\"'“‘«") and not cue.np and cue.frame == "speech" and _count(article, start, end) > 3
            )
            said = said or (
                _count(article, start, end) > 5 and article.folded[speaker.end : start].strip(" \"'“‘«") == ","
            )
            said = said or (gap.strip(" \"'“‘«") == "rằng" and _fills(article, start, end))
            said = said and not re.match(r"[\"”’'»] (?:và |với |của )|[\"”’'»], [\"“‘'«]", article.text[end : end + 6])
            return ("direct" if said or _is_sentence(article, start, end) else "partial"), speaker, cue
    return None


def by_predicate(article, start, end, done):
    """`Bộ X “lấy làm tiếc sâu sắc” về …`: the stretch is what its subject does, and begins with a verb of speaking."""
    before = [n for n in article.nominals_between(max(0, start - 120), start) if n.end >= start - 3 and not n.oblique]
    opening = article.folded[article.sentence(start)[0] : start]
    says = any(c.frame != "source" and not c.noun for c in article.cues_between(start, start + 1))
    if not before or not (says or _in_document().match(opening)):
        return None
    return "partial", Speaker(before[-1].actor, before[-1].start, before[-1].end), None


@cache
def _in_document():
    documents = alternatives(forms("sources", "form", **{"class": "document"}) | grammar("said_document"))
    return re.compile(rf"trong (?:một )?(?:bản |bức )?{documents}(?!\w)")


def _is_passive(article, cue):
    return article.folded.endswith((" bị ", " được "), 0, cue.start)


def _fills(article, start, end):
    """Whether a stretch is a clause that goes on to the end of its sentence."""
    return _count(article, start, end) > 5 and article.sentence(start)[1] - end <= 3


def _is_wished(article, cue, speaker, gap):
    """Whether a verb is but what another speaker wants, blames or claims: X muốn Y giải thích …, X nói Y coi Z là …"""
    if not gap.strip(" \"'“‘«") or " rằng " in gap:
        return False
    if article.folded.startswith("việc ", speaker.start - 5):
        return True  # X nói việc Y khước từ … là “…”
    for outer in article.cues_between(max(article.sentence(cue.start)[0], speaker.start - REACH), speaker.start):
        held = outer.np or (cue.frame == "naming" and not cue.after)  # coi, xem
        if held and outer.end + 1 == speaker.start and outer.frame != "source" and not outer.noun:
            return True
    return False


def by_turn(article, start, end, done):
    """A quotation that is a sentence of its own has the speaker of the one before, or of the sentence before."""
    low, stop, role = article.sentence(start)
    alone = start - low < _EDGE and not article.text[low:start].strip(" \"'“‘«„(")
    alone = alone and stop - end < _EDGE and not article.text[end:stop].strip(" .,!?…\"'”’»)")
    closing = end + 3 >= stop and not article.cues_between(low, start) and _count(article, start, end) > 7
    if role not in ("body", "standfirst") or not _is_clause(article, start, end) or not (alone or closing):
        return None
    before = next((quote for quote in reversed(done) if quote.end < start), None)
    if before and before.kind == "direct" and before.speaker.actor and start - before.end < 2 * REACH:
        if article.text[before.end : start].count("\n") <= 2:
            return "direct", Speaker(before.speaker.actor), None
    index = bisect_right(article.starts, start) - 2
    if not alone or index < 0:
        return None
    low, high, _ = article.bounds[index]
    for cue in reversed(article.cues_between(low, high)):
        if subject_of(article, cue).actor:
            return "direct", Speaker(subject_of(article, cue).actor), None
    names = [
        n for n in article.nominals_between(low, high) if not n.oblique and n.kind in ("name", "pronoun", "description")
    ]
    return ("direct", Speaker(names[0].actor), None) if names else None


OPENING = 3  # a stretch in marks that begins before can be the headline of a text on one line
SIEVES = (
    by_colon,
    by_following_clause,
    by_split,
    by_headline,
    by_next_sentence,
    by_relative,
    by_content_verb,
    by_predicate,
    by_turn,
)


# Nested marks and endless sentences would be read again for each quotation in them: looking stops at these limits.
_EDGE = 40  # characters between a quotation that stands alone and the edges of its sentence
_LOOK = 200  # characters in which words are counted
_HEARD = 200  # quotations of the body that a headline is compared with


def _count(article, start, end):
    """Number of words at the beginning of a stretch, enough to tell a term from a clause."""
    return len(article.text[start : min(end, start + _LOOK)].split())


def _is_clause(article, start, end):
    """Whether a stretch is long enough to be a clause rather than a term."""
    return _count(article, start, end) >= 4 or article.text[end - 1] in ".!?"


def _is_sentence(article, start, end):
    """Whether a stretch in a sentence is a whole sentence: a capital after a comma or rằng, up to the full stop."""
    before = article.folded[max(0, start - 8) : start].rstrip(" \"'“‘«„")
    closes = article.sentence(start)[1] - end <= 3
    return (
        article.text[start].isupper()
        and closes
        and _is_clause(article, start, end)
        and before.endswith((",", "rằng", "là", ":"))
    )


@cache
def _named_work():
    """Words after which a stretch in marks is a name: of a work always, of an event or law if it has a capital."""
    works = alternatives(grammar("naming_phrase"))
    classes = ("work", "media", "award", "event", "law", "product", "vehicle", "company", "club")
    others = alternatives(forms("heads", "form", **{"class": classes}))
    ending = r"(?: mang tên| có tên| tên là)? ?[\"“‘'«„]? ?$"
    return re.compile(rf"(?<!\w){works}{ending}"), re.compile(rf"(?<!\w){others}{ending}")


def names_a_work(article, start, end):
    """Whether a stretch in marks is a name rather than words of somebody: of a work, an event, a person called so."""
    works, others = _named_work()
    low = max(0, start - 40)
    named = works.search(article.folded, low, start)
    first = re.match(r"\w+", article.folded[named.start() :]) if named else None
    if named and _COUNTED_WORDS.search(article.folded, low, start):
        named = None  # nhắn đúng hai chữ “…”
    if named and is_compound(article.folded, named.start(), named.start() + first.end()):
        named = None  # đối | tượng
    if named and any(
        c.frame == "naming" and c.end >= start - 2 and not c.unreal
        for c in article.cues_between(named.start() - 8, named.start() + 1)
    ):
        named = None  # dùng từ “…”
    if named and not (article.text[named.start()].isupper() and article.in_nominal(named.start())):
        return True
    if not any(map(str.isalpha, article.text[start : min(end, start + _LOOK)])):
        return True  # cơ chế “2+2”
    if not article.text[start].isupper():
        return False
    nickname = _count(article, start, end) <= 3 and _NICKNAME.search(article.folded, low, start)
    return bool(nickname) or bool(others.search(article.folded, low, start))


_COUNTED_WORDS = re.compile(r"(?<!\w)(?:hai|ba|bốn|năm|mấy|vài|\d+) (?:chữ|từ|tiếng) [\"“‘'«„]? ?$")
_NICKNAME = re.compile(
    r"(?<!\w)(?:tức|biệt danh|biệt hiệu|gọi là|tên thường gọi|hay) (?:là )?(?:[^\W\d_]+ )?[\"“‘'«„] ?$"
)
