"""Who gets to speak, in which words? Quotations and reported speech, with speaker and cue.

The scheme is that of PARC 3.0 (Pareti 2016): source, cue, content. Speakers are found by sieves from sure to unsure
(Muzny et al. 2017), each a function of `SIEVES`; the words they know are `data/lexicon/cues.csv` and `sources.csv`.
"""

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import NamedTuple

from helpers.actors import find_mentions
from helpers.corpus import by_article, find_sentences, iter_articles, span_table
from helpers.lexicon import alternatives, fold, forms, matcher, read_lexicon
from helpers.marks import find_marked
from helpers.names import compounds

QUOTES = {
    "kind": "str",
    "speaker": "str",
    "speaker_start": "Int64",
    "speaker_end": "Int64",
    "cue": "str",
    "cue_start": "Int64",
    "cue_end": "Int64",
    "rule": "str",
}
_REACH = 400  # characters that a subject may stand before its cue
_EDGES = " \t\n\u00a0,.;:"


class Cue(NamedTuple):
    """A reporting verb in a text, a row of cues.csv."""

    start: int
    end: int
    stance: str
    frame: str
    rang: bool
    after: bool
    np: bool
    noun: bool  # used as a noun: những cáo buộc của … rằng


class Speaker(NamedTuple):
    """A source: its actors joined by +, `anon` or empty, and the span as written, -1 where there is none."""

    actor: str
    start: int = -1
    end: int = -1


class Quote(NamedTuple):
    """A stretch of speech before it becomes a row."""

    start: int
    end: int
    kind: str
    speaker: Speaker
    cue: Cue | None
    rule: str


def find_quotes(corpus, mentions=None, sentences=None, sieves=None):
    """Find quotations in marks and reported speech, and who speaks.

    Parameters
    ----------
    corpus : pandas.DataFrame
        As `load_corpus` returns it.
    mentions, sentences : pandas.DataFrame, optional
        As `find_mentions` and `find_sentences` return them; computed if not given.
    sieves : sequence of callable, optional
        Which of `SIEVES` to use, in order. Default: all.

    Returns
    -------
    pandas.DataFrame
        A span table: `article`, `start`, `end`, `text` (the content, marks left outside), `kind` (direct, partial,
        scare, indirect), `speaker` (actor, several joined by `+`, `anon`, or empty), `speaker_start`, `speaker_end`
        (the speaker as written, NA where the quotation names none), `cue`, `cue_start`, `cue_end`, `rule` (the sieve).
    """
    sentences = find_sentences(corpus) if sentences is None else sentences
    mentions = find_mentions(corpus, sentences) if mentions is None else mentions
    said = by_article(sentences)
    named = by_article(mentions)
    rows = []
    for article, text, _ in iter_articles(corpus):
        if article not in said:
            continue
        part, names = said[article], named.get(article, mentions.iloc[:0])
        bounds = list(zip(part["start"], part["end"], part["role"], strict=True))
        spans = zip(names["start"], names["end"], names["actor"], names["kind"], strict=True)
        for quote in _article_quotes(_Article(text, bounds, list(spans)), sieves or SIEVES):
            rows.append(_row(article, text, quote))
    return span_table(rows, QUOTES)


def _row(article, text, quote):
    speaker, cue = quote.speaker, quote.cue
    speaker_span = (speaker.start, speaker.end) if speaker.start >= 0 else (None, None)
    cue_span = (text[cue.start : cue.end], cue.start, cue.end) if cue else ("", None, None)
    return (article, quote.start, quote.end, text[quote.start : quote.end], quote.kind, speaker.actor,
            *speaker_span, *cue_span, quote.rule)  # fmt: skip


@cache
def _cue_lexicon():
    table = read_lexicon("cues")
    rows = [
        (row.stance, row.frame, row.rang == "yes", row.after == "yes", row.np == "yes")
        for row in table.itertuples(index=False)
    ]
    return matcher(table["cue"].map(fold)), rows


@cache
def _source_lexicon():
    table = read_lexicon("sources")
    return matcher(table["form"].map(fold)), list(table["class"])


def _grammar(*names):
    return forms("grammar", "form", **{"class": names})


class _Article:
    """One text with its sentences, marked stretches, cues, and the noun phrases that can be speakers."""

    def __init__(self, text, bounds, mentions):
        self.text, self.folded, self.bounds = text, fold(text), bounds
        self.starts = [start for start, *_ in bounds]
        self.marked = find_marked(text)
        self.mark_starts = [start for start, *_ in self.marked]
        self.cues = _find_cues(self)
        self.cue_starts = [cue.start for cue in self.cues]
        self.nominals = _find_nominals(self, mentions)
        self.nominal_starts = [nominal[0] for nominal in self.nominals]
        self.subjects = {}

    def sentence(self, position):
        """Start, end and role of the sentence at a position."""
        return self.bounds[max(0, bisect_right(self.starts, position) - 1)]

    def cues_between(self, low, high):
        return self.cues[bisect_left(self.cue_starts, low) : bisect_left(self.cue_starts, high)]

    def nominals_between(self, low, high):
        return self.nominals[bisect_left(self.nominal_starts, low) : bisect_left(self.nominal_starts, high)]

    def mark_around(self, position):
        """The innermost closed or unclosed marked stretch that holds a position, else None."""
        index = bisect_right(self.mark_starts, position) - 1
        for start, end, _ in reversed(self.marked[max(0, index - 4) : index + 1]):
            if start <= position < end:
                return start, end
        return None


# --- cues --------------------------------------------------------------------------------------------------------

_NOUN_BEFORE = frozenset(
    [
        "các",
        "những",
        "một",
        "lời",
        "sự",
        "bản",
        "cuộc",
        "bài",
        "mọi",
        "nhiều",
        "này",
        "đó",
        "ấy",
        "hai",
        "về",
        "trước",
        "sau",
        "trong",
    ]
)
_RANG = re.compile(r"(?: (?:rằng|là|liệu))(?!\w)")


def _find_cues(article):
    """Reporting verbs, the longest at each place; words that only contain one (theo dõi, lời nói) are none."""
    find, rows = _cue_lexicon()
    _text, folded = article.text, article.folded
    best = {}
    for index, start, end in find(folded):
        if end > best.get(start, (0,))[0]:
            best[start] = (end, index)
    cues, reach = [], 0
    for start in sorted(best):
        end, index = best[start]
        if start < reach:
            continue
        single = " " not in folded[start:end]
        if single and (_joins_next(folded, start, end) or _joins_previous(folded, start, end)):
            continue
        reach = end
        noun = _is_noun(folded, start, end)
        cues.append(Cue(start, end, *rows[index], noun))
    return cues


def _joins_next(folded, start, end):
    following = re.match(r" ([^\W\d_]+)", folded[end : end + 12])
    if not following:
        return False
    pair = f"{folded[start:end]} {following[1]}"
    return (pair in compounds() and pair not in forms("cues", "cue")) or pair in _NOT_CUES


def _joins_previous(folded, start, end):
    previous = re.search(r"([^\W\d_]+) $", folded[max(0, start - 12) : start])
    if not previous:
        return False
    pair = f"{previous[1]} {folded[start:end]}"
    return pair in compounds() and pair not in forms("cues", "cue")


_NOT_CUES = frozenset(
    ("nói chung", "nói riêng", "nói trên", "kể từ", "kể cả", "kể trên", "gọi điện", "theo đó", "theo hướng", "theo dõi",
     "theo đuổi", "theo kịp", "theo chân", "theo học", "xem xét", "xem phim", "dẫn đến", "dẫn tới", "dẫn đầu", "nói chuyện",
     "khai mạc", "khai thác", "khai trương", "hỏi thăm", "kêu gọi đầu")
)  # fmt: skip


def _is_noun(folded, start, end):
    before = re.search(r"([^\W\d_]+) $", folded[max(0, start - 12) : start])
    after = re.match(r" ([^\W\d_]+)", folded[end : end + 12])
    if before and before[1] in _NOUN_BEFORE:
        return True
    return bool(after) and after[1] in ("này", "đó", "trên", "của", "chung")


# --- noun phrases ------------------------------------------------------------------------------------------------

_LEFT = re.compile(
    r"(?:(?:một số|một vài|một nhóm|một|các|những|nhiều|vài|hai|ba|bốn|mọi|đa số|phần lớn|nhóm|vị|nữ|nam|cựu|phía|hàng chục|"
    r"hàng trăm|không ít|số đông|đội ngũ|tập thể|lãnh đạo|giới|tờ|bài|bản|cuộc|hãng) )+$"
)
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
        "trước",
        "sau",
        "cùng",
        "tiếp",
        "mời",
        "trong",
        "tại",
        "ở",
        "lên",
        "vào",
        "đối",
        "như",
        "thân",
        "chống",
        "khỏi",
        "qua",
    ]
)


def _find_nominals(article, mentions):
    """Noun phrases that can speak: outermost actor mentions and unnamed sources, as (start, end, actor, oblique, name)."""
    find, sorts = _source_lexicon()
    folded, found, reach = article.folded, [], 0
    for start, end, actor, kind in sorted(mentions, key=lambda m: (m[0], -m[1])):
        if start >= reach:
            reach = end
            if kind != "place":
                found.append((start, end, actor, kind))
    taken = [(start, end) for start, end, *_ in found]
    starts = [start for start, _ in taken]
    best = {}
    for index, start, end in find(folded):
        if end > best.get(start, (0,))[0]:
            best[start] = (end, sorts[index])
    reach = 0
    anonymous = []
    for start in sorted(best):
        end, sort = best[start]
        inside = bisect_right(starts, start) - 1
        if start < reach or (inside >= 0 and start < taken[inside][1]):
            continue
        reach = end
        left = _LEFT.search(folded, max(0, start - 30), start)
        begin = left.start() if left else start
        named = bisect_left(starts, end)
        link = re.match(
            r"(?: của| từ| thuộc| cấp cao| hàng đầu| nước| chính quyền| chính phủ| bộ)* ", folded[end : end + 30]
        )
        if named < len(taken) and link and taken[named][0] == end + link.end():
            if sort == "state":
                continue  # the government of a country speaks for the country, which is a mention
            anonymous.append((begin, taken[named][1], "anon", "source", named))
            reach = taken[named][1]
        elif sort != "state":
            anonymous.append((begin, end, "anon", "source", None))
    swallowed = {named for *_, named in anonymous if named is not None}
    nominals = [nominal for i, nominal in enumerate(found) if i not in swallowed]
    nominals += [nominal[:4] for nominal in anonymous]
    return sorted((start, end, actor, _is_oblique(folded, start), kind) for start, end, actor, kind in nominals)


def _is_oblique(folded, start):
    before = re.search(r"([^\W\d_]+) $", folded[max(0, start - 12) : start])
    return bool(before) and before[1] in _OBLIQUE


# --- subjects ----------------------------------------------------------------------------------------------------

_CONJOINED = re.compile(r"(?:,| và| cùng| cũng như| hay| hoặc|, và) $")
_CLAUSE_START = re.compile(r"(?<!\w)(?:rằng|mà|nhưng|song|bởi vì|vì|nếu|khi|trong khi|còn) ")


@cache
def _light():
    """What may stand between a subject and its verb: auxiliaries, adverbs, times."""
    words = alternatives(
        _grammar("modal") | forms("stopwords", "word", **{"class": ("adverb", "auxiliary", "particle")})
    )
    return re.compile(rf"(?:\s*{words}(?!\w))*\s*")


def subject_of(article, cue):
    """Find who speaks by a cue: the noun phrase before it, through appositions, or that of the verb it is joined to."""
    if cue.start not in article.subjects:
        article.subjects[cue.start] = Speaker("")  # a cue met again on the way to its own subject has none
        article.subjects[cue.start] = _subject(article, cue)
    return article.subjects[cue.start]


def _clause_begin(article, cue):
    """Where the clause of a cue can begin: its sentence, its quotation, the mark before it, the verb before it."""
    begin = max(article.sentence(cue.start)[0], cue.start - _REACH)
    around = article.mark_around(cue.start)
    if around:
        begin = max(begin, around[0])
    index = bisect_left(article.mark_starts, cue.start) - 1
    for start, end, _ in reversed(article.marked[max(0, index - 3) : index + 1]):
        if end <= cue.start and (around is None or start > around[0]):
            begin = max(begin, end + 1)
            break
    return begin


def _subject(article, cue):
    folded, begin = article.folded, _clause_begin(article, cue)
    if cue.frame == "source" and not folded.startswith(("dẫn", "trích", "viện"), cue.start):
        return _source_after(article, cue)
    previous = [other for other in article.cues_between(begin, cue.start) if not other.noun]
    passive = re.search(r"(?:được|bị) (?:[^\W\d_]+ )?$", folded[max(0, cue.start - 14) : cue.start])
    for low in [*(other.end for other in reversed(previous[-2:])), begin]:
        found = _nearest_subject(article, low, cue.start)
        if found:
            return _conjoined(article, found, low, cue.start)
        if passive:
            return Speaker("anon")
        if _has_words(article, low, cue.start):
            break
    if previous:
        return subject_of(article, previous[-1])
    sentence = article.sentence(cue.start)
    if begin > sentence[0]:
        outside = [n for n in article.nominals_between(sentence[0], begin) if not n[3]]
        if outside and not article.mark_around(cue.start):
            return Speaker(outside[0][2], outside[0][0], outside[0][1])
    return Speaker("")


def _has_words(article, low, high):
    """Whether content words stand between, so that the verb has a subject of its own that is no known source."""
    rest = _light().sub("", article.folded[low:high]).strip(" ,–-")
    return len(rest.split()) > 3


def _nearest_subject(article, low, high):
    """Go leftwards over the comma-separated pieces before a verb; the first noun phrase of a piece is the subject.

    A piece that only describes (`học giả tại …`, a role, a relative clause) is an apposition: go on to the left.
    """
    folded = article.folded
    end = high
    for _ in range(6):
        comma = folded.rfind(",", low, end)
        begin = comma + 1 if comma >= 0 else low
        last = None
        for match in _CLAUSE_START.finditer(folded, begin, end):
            last = match
        start = last.end() if last else begin
        found = [n for n in article.nominals_between(start, end) if not n[3] and n[1] <= end]
        if found and not _is_apposition(article, found[0], start, comma, low):
            return found[0]
        if last or comma < 0:
            return None
        end = comma
    return None


def _is_apposition(article, nominal, start, comma, low):
    """Whether the piece that begins with this noun phrase describes the name before the comma."""
    if comma < 0 or comma <= low:
        return False
    if nominal[4] == "source" or nominal[4] == "description":
        before = [n for n in article.nominals_between(max(low, comma - 80), comma) if n[1] >= comma - 1]
        return bool(before) and before[-1][4] == "name" and not article.folded[start : nominal[0]].strip()
    gap = article.folded[start : nominal[0]].strip()
    return bool(gap) and len(gap.split()) >= 2 and bool(article.nominals_between(low, comma))


def _conjoined(article, nominal, low, high):
    """Join the noun phrases coordinated with a subject: Moscow và Bình Nhưỡng."""
    group = [nominal]
    others = article.nominals_between(low, high)
    index = others.index(nominal) if nominal in others else 0
    for other in others[index + 1 :]:
        if (
            not _CONJOINED.search(article.folded[group[-1][1] : other[0]])
            or len(article.folded[group[-1][1] : other[0]]) > 9
        ):
            break
        if article.folded[group[-1][1] : other[0]].strip() == "," and other[4] in ("description", "source"):
            break
        group.append(other)
    actors = list(dict.fromkeys(n[2] for n in group))
    return Speaker("+".join(actors), group[0][0], group[-1][1])


def _source_after(article, cue):
    """The source after `theo`: a name or an unnamed source right behind it."""
    start = cue.end + 1
    here = [n for n in article.nominals_between(start, start + 40) if n[0] <= start + _lead(article.folded, start)]
    if not here:
        return Speaker("")
    return _conjoined(article, here[0], start, min(article.sentence(cue.start)[1], start + 200))


def _lead(folded, start):
    match = re.match(r"(?:(?:tờ|báo|hãng tin|hãng thông tấn|hãng|kênh|đài|trang|tạp chí|lời|phía|thông tin từ|tin từ|nguồn tin từ|nguồn tin của|đại diện|thống kê của|số liệu của|báo cáo của|dữ liệu của|thông báo của|thông cáo của|cáo trạng của|chính quyền|chính phủ|nhận định của|đánh giá của|phân tích của|ước tính của|kết luận của|quy định của) )+", folded[start : start + 40])  # fmt: skip
    return match.end() if match else 0


# --- sieves: the speaker of a stretch in quotation marks -----------------------------------------------------------


def by_colon(article, start, end, done):
    """`Ông X nói: “…”` and `Ông X: “…”`."""
    lead = article.folded[:start].rstrip(" \n\"'“”‘’«»„")
    if not lead.endswith(":"):
        return None
    colon = len(lead) - 1
    sentence = article.sentence(colon)
    cues = [
        cue
        for cue in article.cues_between(max(sentence[0], colon - _REACH), colon)
        if not article.mark_around(cue.start)
    ]
    for cue in reversed(cues):
        speaker = subject_of(article, cue)
        if speaker.start >= 0 and cue.frame != "attitude":
            return "direct", speaker, cue
    for cue in reversed(cues):
        if cue.frame != "attitude" and subject_of(article, cue).actor:
            return "direct", subject_of(article, cue), cue
    names = [n for n in article.nominals_between(sentence[0], colon) if not n[3]]
    if names and (names[-1][1] >= colon - 1 or cues):
        cue = cues[-1] if cues else None
        return "direct", Speaker(names[0][2], names[0][0], names[0][1]), cue
    return None


_TAIL = re.compile(r"[.,!?…]*[”\"'’»)]*[.,]?\s*(?:[-–—]\s*)?")


def by_following_clause(article, start, end, done):
    """`“…”, ông X nói`, `“…” - bà Y, chuyên gia của Z, nhận định`, `“…”, theo ông X`."""
    text = article.text
    tail = _TAIL.match(text, end)
    begin = tail.end()
    sentence_end = article.sentence(max(start, end - 1))[1]
    limit = max(
        sentence_end, article.sentence(begin)[1] if begin < len(text) and text[begin - 1] != "\n" else sentence_end
    )
    index = bisect_left(article.mark_starts, begin)
    limit = min(limit, article.mark_starts[index] if index < len(article.marked) else limit, begin + _REACH)
    punctuated = (
        text[max(start, end - 1) : end] in tuple(",.!?…")
        or text[end + 1 : end + 2] == ","
        or re.search(r"[-–—]\s*$", tail.group())
    )
    if not punctuated or "\n" in text[end:begin]:
        return None
    named = [n for n in article.nominals_between(begin, limit) if n[0] - begin <= 24]
    for cue in article.cues_between(begin, limit):
        if cue.frame == "source" and cue.start == begin:
            speaker = _source_after(article, cue)
            return ("direct", speaker, cue) if speaker.actor else None
        if not (cue.after or cue.frame == "speech") or cue.noun:
            continue
        if named and named[0][0] < cue.start and not named[0][3]:
            found = _nearest_subject(article, begin, cue.start) or named[0]
            return "direct", _conjoined(article, found, begin, cue.start), cue
        gap = article.folded[begin : cue.start]
        if (
            gap
            and not named
            and len(gap.split()) <= 12
            and text[end + 1 : end + 2] == ","
            and gap[:1].isalpha()
            and not _CLAUSE_START.match(gap)
        ):
            return "direct", Speaker("anon", begin, begin + len(gap.rstrip())), cue
        return None
    return None


def by_split(article, start, end, done):
    """The second part of a quotation interrupted by its reporting clause: “A,” ông nói, “B.”"""
    if not done or done[-1].kind != "direct" or done[-1].end >= start:
        return None
    before = done[-1]
    gap = article.folded[before.end : start]
    if before.cue and before.cue.start > before.end and len(gap) < _REACH and "\n" not in gap:
        if re.search(r"[,.:;]\s*[\"“‘'«„]?$", gap) and article.text[start : start + 1].strip():
            between = article.cues_between(before.end, start)
            if between and all(subject_of(article, cue) == subject_of(article, between[0]) for cue in between):
                kind = "direct" if _is_clause(article, start, end) else "partial"
                return kind, before.speaker, None if "." in gap else before.cue
    return None


def by_content_verb(article, start, end, done):
    """A stretch inside the reporter's sentence, under the nearest reporting verb to its left."""
    sentence = article.sentence(start)
    around = article.mark_around(start - 2) if start > 2 else None
    low = max(sentence[0], around[0] if around else 0, start - 2 * _REACH)
    for cue in reversed(article.cues_between(low, start)):
        held = article.mark_around(cue.start)
        if held != around and not (held and around and held == around):
            continue
        if cue.frame == "source" and not article.folded.startswith(("dẫn", "trích", "viện"), cue.start):
            if article.folded.find(",", cue.end, start) < 0:
                continue
        if cue.frame == "attitude" or (cue.noun and not _RANG.search(article.folded[cue.end : start])):
            continue
        speaker = subject_of(article, cue)
        if speaker.actor:
            return ("direct" if _is_sentence(article, start, end) else "partial"), speaker, cue
    return None


def by_turn(article, start, end, done):
    """A quotation that is a sentence of its own goes on with the speaker of the one before, or of the sentence before."""
    sentence = article.sentence(start)
    if article.text[sentence[0] : start].strip(" \"'“‘«„(") or not _is_clause(article, start, end):
        return _clause_without_verb(article, start, end, done, sentence)
    if done and done[-1].kind == "direct" and start - done[-1].end < 2 * _REACH and done[-1].speaker.actor:
        gap = article.text[done[-1].end : start]
        if gap.count("\n") <= 2:
            return "direct", Speaker(done[-1].speaker.actor), None
    index = bisect_right(article.starts, start) - 2
    if index >= 0:
        low, high, _ = article.bounds[index]
        for cue in reversed(article.cues_between(low, high)):
            if subject_of(article, cue).actor:
                return "direct", Speaker(subject_of(article, cue).actor), None
        names = [
            n for n in article.nominals_between(low, high) if not n[3] and n[4] in ("name", "pronoun", "description")
        ]
        if names:
            return "direct", Speaker(names[0][2]), None
    return None


def _clause_without_verb(article, start, end, done, sentence):
    """A clause in marks that ends a sentence without reporting verb, after a direct quotation: the same speaker."""
    if done and done[-1].kind == "direct" and start - done[-1].end < _REACH and _is_clause(article, start, end):
        if (
            end + 3 >= sentence[1]
            and not article.cues_between(sentence[0], start)
            and len(article.text[start:end].split()) > 7
        ):
            return "direct", Speaker(done[-1].speaker.actor), None
    return None


def by_headline(article, start, end, done):
    """A title or heading in marks is partial where a quotation of the body shares its words."""
    role = article.sentence(start)[2]
    if role not in ("title", "heading", "standfirst"):
        return None
    words = set(re.findall(r"\w+", article.folded[start:end]))
    best = None
    for low, high, _ in article.marked:
        if low == start or article.sentence(low)[2] != "body":
            continue
        common = words & set(re.findall(r"\w+", article.folded[low : min(high, low + 600)]))
        share = len(common) / max(len(words), 1)
        if share >= 0.6 and (best is None or share > best[0]):
            best = (share, low, high)
    return ("partial", best, None) if best else None


SIEVES = (by_colon, by_following_clause, by_split, by_headline, by_content_verb, by_turn)


@cache
def _named_work():
    heads = forms("heads", "form", **{"class": ("work", "event", "award", "law", "product", "vehicle", "media")})
    return re.compile(
        rf"(?<!\w)(?:{alternatives(heads)}|biệt danh|mang tên|có tên|tên gọi|tên là|khẩu hiệu|cụm từ|dòng chữ|chuyên mục|chủ đề|đề tài)(?: mang tên| có tên| là)? ?[\"“‘'«„]?$"
    )


def _is_clause(article, start, end):
    """Whether a stretch is long enough to be a clause rather than a term."""
    return len(article.text[start:end].split()) >= 4


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


# --- one article -------------------------------------------------------------------------------------------------


def _article_quotes(article, sieves):
    done, used = [], set()
    for start, end, _ in article.marked:
        if article.sentence(start)[2] == "credit":
            continue
        quote = _attribute(article, start, end, done, sieves)
        if quote.kind == "direct" and quote.cue:
            used.add(quote.cue.start)
        done.append(quote)
    done = [_resolve_headline(quote, done) for quote in done]
    for quote in _dashes(article):
        used |= {quote.cue.start} if quote.cue else set()
        done.append(quote)
    yield from done
    direct = sorted((quote.start, quote.end) for quote in done if quote.kind == "direct")
    yield from _indirect_quotes(article, used, direct)


def _attribute(article, start, end, done, sieves):
    if _named_work().search(article.folded, max(0, start - 40), start):
        return Quote(start, end, "scare", Speaker(""), None, "named_work")
    for sieve in sieves:
        found = sieve(article, start, end, done)
        if found:
            kind, speaker, cue = found
            return Quote(start, end, kind, speaker, cue, sieve.__name__)
    return Quote(start, end, "scare", Speaker(""), None, "unattributed")


def _resolve_headline(quote, done):
    """Give a headline's quotation the speaker of the quotation in the body that it repeats."""
    if quote.rule != "by_headline":
        return quote
    body = next((other for other in done if (other.start, other.end) == quote.speaker[1:]), None)
    if body is None or not body.speaker.actor:
        return quote._replace(kind="scare", speaker=Speaker(""))
    return quote._replace(speaker=Speaker(body.speaker.actor))


_DASH = re.compile(r"(?:(?<=\n)|^)[ \t]*[-–—] ?(?=\S)")


def _dashes(article):
    """Speech after a dialogue dash, up to its reporting clause: – Tôi không biết, ông nói."""
    for match in _DASH.finditer(article.text):
        start = match.end()
        end = article.text.find("\n", start)
        end = len(article.text) if end < 0 else end
        if end - start > 3 * _REACH or any(
            start <= mark < end for mark in article.mark_starts[bisect_left(article.mark_starts, start) :][:1]
        ):
            continue
        for cue in article.cues_between(start, end):
            begin = max(article.folded.rfind(",", start, cue.start), article.folded.rfind(" -", start, cue.start))
            begin = max(begin, *(article.folded.rfind(mark, start, cue.start) for mark in ".!?"))
            if begin < 0 or cue.noun or cue.frame != "speech":
                continue
            found = [n for n in article.nominals_between(begin, cue.start) if not n[3]]
            if found and found[0][0] - begin <= 4 and len(article.folded[found[0][1] : cue.start].split()) <= 6:
                stop = begin + (article.folded[begin] in ".!?")
                yield Quote(start, stop, "direct", Speaker(found[0][2], found[0][0], found[0][1]), cue, "dialogue_dash")
                break


# --- reported speech outside quotation marks ------------------------------------------------------------------------

_OBJECT = re.compile(
    r" (?:với|cho|trước|trong|tại|trên|ở|hôm|vào|sau|qua|về|ngày|khi|đến|tới) [^,:;.“”\"]{0,120}?(?= rằng |, rằng )"
)
_END = re.compile(r"[.!?…]+[”\"’'»)]*\s*$")
_STOPS = frozenset(("này", "đó", "trên", "lại", "với", "chuyện", "về"))


def _indirect_quotes(article, used, direct):
    """Content clauses of cues outside quotation marks."""
    starts = [start for start, _ in direct]
    for cue in article.cues:
        inside = bisect_right(starts, cue.start) - 1
        if (
            cue.start in used
            or (inside >= 0 and cue.start < direct[inside][1])
            or article.sentence(cue.start)[2] == "credit"
        ):
            continue
        for rule in (_by_source, _by_clause):
            found = rule(article, cue)
            if found:
                start, end, speaker = found
                start, end = _trim(article, start, end)
                if end - start > 1 and not _is_one_mark(article, start, end):
                    yield Quote(start, end, "indirect", speaker, cue, rule.__name__.strip("_"))
                break


def _trim(article, start, end):
    text = article.text
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _is_one_mark(article, start, end):
    """Whether a stretch is nothing but one quotation in its marks."""
    index = bisect_right(article.mark_starts, start + 2) - 1
    if index < 0:
        return False
    low, high, _ = article.marked[index]
    return low - start <= 2 and abs(high - end) <= 2


def _by_source(article, cue):
    """`Theo X, …` and `…, theo X`."""
    if cue.frame != "source" or article.folded.startswith(("dẫn", "trích", "viện"), cue.start):
        return None
    speaker = _source_after(article, cue)
    if not speaker.actor:
        return None
    begin, stop, _ = article.sentence(cue.start)
    before = article.folded[begin : cue.start].strip(' "“,')
    if not before or before in forms("stopwords", "word"):
        comma = article.text.find(",", speaker.end, stop)
        return (comma + 1, _content_end(article, stop), speaker) if comma > 0 else None
    if article.text[: cue.start].rstrip().endswith(","):
        return begin, article.text.rfind(",", begin, cue.start), speaker
    return None


def _content_end(article, stop):
    text = article.text
    while stop and text[stop - 1] in " .!…":
        stop -= 1
    return stop


def _by_clause(article, cue):
    """`X nói rằng …`, `X cáo buộc …`, `X gọi Y là Z`, and a cue noun with rằng: những cáo buộc của X rằng …"""
    folded = article.folded
    if cue.frame in ("attitude", "source") and not folded.startswith(
        ("dẫn lời", "trích lời", "dẫn", "trích"), cue.start
    ):
        return None
    _begin, stop, _ = article.sentence(cue.start)
    held = article.mark_around(cue.start)
    if held:
        return None
    start = _content_start(article, cue, stop)
    if start is None:
        return None
    passive = re.search(r"(?:được|bị) $", folded[max(0, cue.start - 5) : cue.start])
    if passive and not folded.startswith(("mô tả", "miêu tả", "hỏi", "dẫn lời"), cue.start):
        return None
    speaker = _owner(article, cue, start) if cue.noun else subject_of(article, cue)
    if not speaker.actor:
        return None
    end = _clause_end(article, cue, start, stop, speaker)
    return (start, end, speaker) if end > start else None


def _owner(article, cue, start):
    """Whose the words are: những cáo buộc của phương Tây rằng …"""
    owners = [
        n for n in article.nominals_between(cue.end, start) if article.folded[cue.end : n[0]].strip() in ("của", "từ")
    ]
    if owners:
        return Speaker(owners[0][2], owners[0][0], owners[0][1])
    before = re.search(
        r"(?:đưa ra|ra|có|nêu|gửi|phát) (?:[^\W\d_]+ ){0,2}$", article.folded[max(0, cue.start - 30) : cue.start]
    )
    return subject_of(article, cue) if before else Speaker("")


def _content_start(article, cue, stop):
    """Where the content of a cue begins: after rằng, after a comma, or right behind a cue that takes a clause or noun."""
    folded = article.folded
    rest = folded[cue.end : min(stop, cue.end + 160)]
    marker = re.match(r"(?:,? (?:rằng|là)) ", rest)
    if marker and cue.frame != "naming":
        return cue.end + marker.end()
    addressed = _OBJECT.match(rest)
    if addressed:
        return folded.find("rằng", cue.end + addressed.end() - 1) + 5
    further = re.match(r"[^,:;.“”\"]{1,90}? rằng ", rest)
    if further and not any(
        other.start < cue.end + further.end() for other in article.cues_between(cue.end, cue.end + further.end())
    ):
        return cue.end + further.end()
    if cue.noun:
        return None
    if cue.frame == "naming":
        named = re.match(r" [^.;:“”\"]{1,160}? (?:là|như|thành|với) ", rest)
        return (
            cue.end + 1
            if named and not rest.startswith((" là ", " như "))
            else (cue.end + 4 if rest.startswith(" là ") else None)
        )
    following = re.match(r",? ?([^\W\d_]+)", rest)
    if not following or following[1] in _STOPS:
        return None
    if re.match(r" (?:với|cho|trước|trong|tại|hôm|vào|sau|trên|qua|ở) ", rest):
        return None
    if cue.rang and (rest.startswith(", ") or rest.startswith(" ")):
        return cue.end + 1 + rest.startswith(", ")
    return cue.end + 1 if cue.np and rest.startswith(" ") else None


_COORDINATED = re.compile(r"(?:,| và| song| nhưng| đồng thời| trong khi| cũng như)[^,;.“”\"]{0,40}$")


def _clause_end(article, cue, start, stop, speaker):
    """The end of a content clause: its sentence, or where a verb of the same or another source takes over."""
    end = _content_end(article, stop)
    for other in article.cues_between(start, end):
        if other.noun or other.frame == "attitude" or article.mark_around(other.start):
            continue
        gap = article.folded[start : other.start]
        if not _COORDINATED.search(gap):
            continue
        comma = max(
            gap.rfind(","),
            gap.rfind(" và "),
            gap.rfind(" song "),
            gap.rfind(" nhưng "),
            gap.rfind(" đồng thời "),
            gap.rfind(" trong khi "),
        )
        between = [n for n in article.nominals_between(start + comma, other.start) if not n[3]]
        if comma > 0 and not between and other.frame in ("speech", "naming"):
            return start + comma
        if (
            comma > 0
            and between
            and re.search(r"(?:song|nhưng|trong khi|còn) $", article.folded[start + comma : between[0][0]].lstrip(", "))
        ):
            return start + comma
    break_ = re.compile(r"; |, (?:trong khi|song|nhưng|tuy nhiên|đồng thời) ").search(article.folded, start, end)
    return break_.start() if break_ else end
