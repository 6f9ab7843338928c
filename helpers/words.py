"""Which words does an article use? Segmentation that keeps names, times and numbers whole."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cache, lru_cache

from helpers.corpus import by_article, find_sentences, iter_articles, span_table
from helpers.lexicon import fold, forms, read_lexicon, spell
from helpers.scan import is_vietnamese
from helpers.segment import token_spans

WORDS = {"word": "str", "sentence": "int64", "stop": "bool", "kind": "str", "role": "str"}
_NAMED = ("name", "metonym", "place")
_LONGEST = 6  # syllables of the longest word that is joined
_NUMBER = re.compile(r"(?<![\w.,/:-])\d+(?:[.,:/-]\d+)*(?:\s?%)?(?![\w/-])")
_CODE = re.compile(r"(?<![\w-])[^\W\d_]+-?\d+(?:[.-]?\w+)*")  # F-16, Covid-19, G7
_NEWS = (("glosses", "word"), ("variants", "form"), ("cues", "cue"), ("sources", "form"))
_SYLLABLE, _PIECE = re.compile(r"\S+"), re.compile(r"[^\s/–—-]+")
_OPENING = "“”\"'‘«»„(:–—-•…"


def find_words(corpus, mentions=None, times=None, sentences=None):
    """Segment articles into words; names, times and numbers are kept whole.

    Words are those of underthesea's segmenter (a conditional random field), mended in four ways. The bare names of
    `find_mentions`, the expressions of `find_times`, numbers and codes (`F-16`) are neither cut nor joined with what
    stands beside them; a name inside a longer one (`Bộ Ngoại giao | Hoa Kỳ`) is a word of its own. A word of three or
    more syllables stays one if a word list has it (the one that comes with the segmenter, or
    `data/lexicon/compounds.csv`) and is otherwise cut into words of the list, from its end on (backward maximum
    matching; Wong & Chan 1996). Neighbours are joined where the list and the lexicons of newswriting agree that they
    are one word, so that a term is cut alike in every article. A small letter and a following capital, and names with
    a slash or hyphen between them, are parted. Punctuation is no word; credit lines are left out.

    Parameters
    ----------
    corpus : pandas.DataFrame
        As `load_corpus` returns it.
    mentions, times, sentences : pandas.DataFrame, optional
        As `find_mentions`, `find_times` and `find_sentences` return them; computed if not given.

    Returns
    -------
    pandas.DataFrame
        A span table: `article`, `start`, `end`, `text`, `word` (see `_spelled`: a name as the lexicon spells it, other
        words lower-cased unless a place or a foreign name, tone marks placed alike), `sentence` (its number), `stop`
        (whether it is in `data/lexicon/stopwords.csv`), `kind` (word, name, time or number), `role` (of its sentence).
    """
    from helpers.actors import find_mentions
    from helpers.times import find_times

    sentences = find_sentences(corpus) if sentences is None else sentences
    mentions = find_mentions(corpus, sentences) if mentions is None else mentions
    times = find_times(corpus) if times is None else times
    bounds = by_article(sentences)
    whole = _protected(mentions, times)
    rows = []
    for article, text, _ in iter_articles(corpus):
        if article in bounds:
            rows += _article_words(article, text, bounds[article], whole.get(article, []))
    return span_table(rows, WORDS)


def _protected(mentions, times):
    """Spans to keep whole, by article: bare names and times."""
    named = mentions[mentions["kind"].isin(_NAMED)]
    spans = {}
    for table, start, end, kind in ((named, "core_start", "core_end", "name"), (times, "start", "end", "time")):
        for article, low, high in zip(table["article"], table[start], table[end], strict=True):
            spans.setdefault(article, []).append((int(low), int(high), kind))
    return spans


def _article_words(article, text, sentences, whole):
    folded = fold(text)
    starts = sentences["start"].tolist()
    numbers, roles = sentences["sentence"].tolist(), sentences["role"].tolist()
    spans = _keep_whole(text, folded, token_spans(text, sentences), _with_numbers(text, whole), starts)
    spans = list(_joined(folded, sorted(spans), set(starts)))
    places = [max(0, bisect_right(starts, start) - 1) for start, _, _ in spans]
    stops = _stops()
    shouted = {place for place, sentence in enumerate(sentences["text"]) if sentence.isupper()}
    for (start, end, kind), place, word in zip(spans, places, _spelled(text, spans, places, shouted), strict=True):
        if roles[place] != "credit":
            stop = kind == "word" and folded[start:end] in stops
            yield article, start, end, text[start:end], word, numbers[place], stop, kind, roles[place]


@cache
def _stops():
    return frozenset(form.rstrip(".") for form in forms("stopwords", "word"))


# --- names, times and numbers whole --------------------------------------------------------------------------------


def _with_numbers(text, whole):
    """Add numbers and codes to the spans to keep whole, where no name or time holds them; in order, nothing nested.

    Nested names are kept apart by their edges: `(outermost spans, all edges)`.
    """
    outer = _outermost(whole)
    lows = [low for low, _, _ in outer]
    found = []
    for pattern, kind in ((_NUMBER, "number"), (_CODE, "word")):
        for match in pattern.finditer(text):
            index = bisect_left(lows, match.end()) - 1
            if index < 0 or outer[index][1] <= match.start():
                found.append((*match.span(), kind))
    edges = sorted({edge for low, high, _ in (*whole, *found) for edge in (low, high)})
    return _outermost([*outer, *found]), edges


def _outermost(spans):
    """Outermost of nested or crossing spans, as (start, end, kind): the kind of the one that begins first."""
    merged = []
    for low, high, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if merged and low < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]), merged[-1][2])
        else:
            merged.append((low, high, kind))
    return merged


def _keep_whole(text, folded, tokens, whole, starts):
    """Cut tokens at the edges of names, times, numbers and sentences; inside them the edges alone count."""
    outer, edges = whole
    borders = sorted({*edges, *starts})
    lows = [low for low, _, _ in outer]
    for start, end in tokens:
        first, last = bisect_right(borders, start), bisect_left(borders, end)
        inner = borders[first:last] if first < last else ()
        for low, high in zip([start, *inner], [*inner, end], strict=True) if inner else ((start, end),):
            index = bisect_right(lows, low) - 1
            if index < 0 or low >= outer[index][1]:
                low, high = _stripped(text, low, high)
                if low < high:
                    yield from _recut(text, folded, low, high)
    for low, high, kind in outer:
        inner = edges[bisect_right(edges, low) : bisect_left(edges, high)]
        for begin, stop in zip([low, *inner], [*inner, high], strict=True):
            # The outer edges stand as found; a joint such as the hyphen of two nested names is no part of them.
            begin = begin if begin == low else _stripped(text, begin, stop)[0]
            stop = stop if stop == high else _stripped(text, begin, stop)[1]
            if begin < stop and any(map(str.isalnum, text[begin:stop])):
                yield begin, stop, kind


def _stripped(text, start, end):
    """Take blanks and punctuation off the edges of a piece."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


# --- the same term cut alike ---------------------------------------------------------------------------------------


@cache
def _known():
    """Words of two or more syllables: the segmenter's word list, compounds, function words."""
    from underthesea.corpus import viet_dict_74K  # a word list that comes with the segmenter

    listed = {fold(word) for word in viet_dict_74K.words if word.islower()}
    listed |= forms("compounds", "word") | forms("stopwords", "word")
    return frozenset(word for word in listed if " " in word)


@cache
def _one_word():
    """Words to join where the segmenter cuts them, and the beginnings of such words.

    Of the word list: two syllables that a lexicon of newswriting has too, or more than two that are not words of the
    list put side by side (`vũ khí | hạt nhân`).
    """
    news = frozenset().union(*(forms(name, column) for name, column in _NEWS))
    always = forms("compounds", "word") | forms("stopwords", "word")
    terms = {word for word in _known() if word in always or (word in news if word.count(" ") == 1 else _stays(word))}
    heads = {word[:place] for word in terms for place in range(len(word)) if word[place] == " "}
    return frozenset(terms), frozenset(heads)


@lru_cache(maxsize=100_000)
def _stays(word):
    """Whether a word stays one: it is on the list, or a name, and not two or more words of the list side by side."""
    if word in _named():
        return True
    return word in _known() and not (
        word.count(" ") > 2 and all(" " in part for part in _matched(word.split(), but=word))
    )


def _matched(syllables, but=""):
    """Backward maximum matching: the longest words of the list, from the last syllable on; else single syllables."""
    words, end = [], len(syllables)
    while end:
        for begin in range(max(0, end - _LONGEST), end):
            word = " ".join(syllables[begin:end])
            if begin == end - 1 or (word in _known() and word != but):
                break
        words.insert(0, word)
        end = begin
    return words


def _joined(folded, spans, starts):
    """Join neighbouring words that are one word, the longest first, from left to right, within a sentence."""
    terms, heads = _one_word()
    index = 0
    while index < len(spans):
        start, end, kind = spans[index]
        last = index
        if kind == "word" and folded[start:end] in heads:
            for later in range(index + 1, min(index + _LONGEST, len(spans))):
                low, high, other = spans[later]
                if other != "word" or folded[spans[later - 1][1] : low] != " " or low in starts:
                    break
                if folded[start:high] in terms:
                    last = later
        yield start, spans[last][1], kind
        index = last + 1


def _recut(text, folded, low, high):
    """Cut a token that is no known word: at joints, where small letters meet capitals, into words of the list."""
    key = " ".join(folded[low:high].split())
    if key.isalnum() or _stays(key):
        yield low, high, ("number" if text[low].isdigit() else "word")
        return
    chunk = []
    for syllable in _syllables(text, folded, low, high):
        if chunk and _parted(text, folded, chunk, syllable):
            yield from _chunk_words(text, folded, chunk)
            chunk = []
        chunk.append(syllable)
    if chunk:
        yield from _chunk_words(text, folded, chunk)


def _syllables(text, folded, low, high):
    """Syllables of a token as (start, end), parted at a slash or hyphen that joins two words."""
    several = " " in text[low:high]
    for blank in _SYLLABLE.finditer(text, low, high):
        pieces = [match.span() for match in _PIECE.finditer(text, *blank.span())]
        begin, stop = pieces[0] if pieces else blank.span()
        for piece in pieces[1:]:
            if _two_words(text, folded, (begin, stop), piece, several):
                yield begin, stop
                begin = piece[0]
            stop = piece[1]
        yield begin, stop


def _two_words(text, folded, left, right, several):
    """Whether the mark between two pieces joins words (`Mỹ-Hàn`, `CDU/CSU`), or parts of one (`Mát-xcơ-va`)."""
    pair = [folded[begin:end] for begin, end in (left, right)]
    if text[left[1] : right[0]] != "-":
        return all(len(piece) > 1 and piece.isalpha() for piece in pair)
    if all(piece in _named() for piece in pair):
        return True
    capitals = [text[begin].isupper() for begin, _ in (left, right)]
    vietnamese = [is_vietnamese(piece) for piece in pair]
    return (all(capitals) and any(vietnamese)) or (several and all(vietnamese) and not any(capitals))


def _parted(text, folded, chunk, syllable):
    """Whether a word ends before a syllable: at a joint, before a capital, or after a name or foreign word."""
    (begin, end), (low, high) = chunk[-1], syllable
    if not text[end:low].isspace():
        return True
    if text[chunk[0][0] : high].isupper():
        return False
    capital, before = text[low].isupper(), text[begin].isupper()
    if capital:
        return not before
    foreign = is_vietnamese(folded[begin:end]) != is_vietnamese(folded[low:high])
    return foreign or (before and len(chunk) > 1)


def _chunk_words(text, folded, chunk):
    """Words of a chunk of syllables: names stay whole, long unknown words are cut into words of the list."""
    low, high = chunk[0][0], chunk[-1][1]
    syllables = [folded[begin:end] for begin, end in chunk]
    named = all(text[begin].isupper() for begin, _ in chunk) and not text[low:high].isupper()
    if len(chunk) < 3 or named or _stays(" ".join(syllables)):
        yield low, high, ("number" if text[low].isdigit() else "word")
        return
    index = 0
    for word in _matched(syllables):
        last = index + word.count(" ")
        yield chunk[index][0], chunk[last][1], "word"
        index = last + 1


# --- how a word is written -----------------------------------------------------------------------------------------


@cache
def _named():
    """Names as the lexicon spells them, by their folded form without hyphens: labels before aliases before places."""
    actors, aliases = read_lexicon("actors"), read_lexicon("aliases").query("kind != 'short'")
    names = [*actors["label_vi"], *actors["label"], *aliases["alias"], *read_lexicon("places")["form"]]
    return {fold(name).replace("-", " "): spell(name) for name in names[::-1] if not name.islower()}


@cache
def _spellings():
    return frozenset(_named().values())


def _spelled(text, spans, places, shouted):
    """How the words of an article are written, so that what is one word counts as one.

    A name is spelled as in the lexicon, else as the article mostly does. Another word keeps its capitals if it is a
    place of the lexicon, has a foreign syllable, several capitals or a digit, or is all capitals at the head of
    its syllables and no known word; not in a headline in capitals, and at the head of a sentence only if it has
    several syllables or stands so inside a sentence too. Everything else is lower-cased.
    """
    plain = [_plain(text[start:end]) for start, end, _ in spans]
    kinds = [kind for _, _, kind in spans]
    usual = _usual(
        word for word, kind, place in zip(plain, kinds, places, strict=True) if kind == "name" and place not in shouted
    )
    first = [
        index == 0 or place != places[index - 1] or _opens(text, spans[index][0]) for index, place in enumerate(places)
    ]
    kept = [
        kind == "word" and place not in shouted and _keeps_capitals(word)
        for word, kind, place in zip(plain, kinds, places, strict=True)
    ]
    inside = {word for word, keep, head in zip(plain, kept, first, strict=True) if keep and not head}
    words = []
    for word, kind, keep, head in zip(plain, kinds, kept, first, strict=True):
        if kind == "name":
            words.append(_name(word, usual))
        elif keep and (not head or word in inside or " " in word or not is_vietnamese(fold(word))):
            words.append(_named().get(fold(word).replace("-", " "), word))
        else:
            words.append(word.lower())
    return words


def _name(word, usual):
    """Spelling of a name in the lexicon, else in the article; an abbreviation (NAM) spells none that is not (Nam)."""
    key = fold(word).replace("-", " ")
    listed = _named().get(key, "")
    return listed if listed and (word.isupper() or not listed.isupper()) else usual.get(key, word)


@lru_cache(maxsize=100_000)
def _plain(surface):
    return spell(" ".join(surface.split()))


def _usual(names):
    """Spelling that is most frequent among names that differ in case and hyphens alone."""
    counts = Counter(names)
    return {
        fold(name).replace("-", " "): name for name, _ in sorted(counts.items(), key=lambda pair: (pair[1], pair[0]))
    }


def _opens(text, start):
    before = text[max(0, start - 3) : start].rstrip()
    return before[-1:] in _OPENING and before != ""


@lru_cache(maxsize=100_000)
def _keeps_capitals(word):
    if word.islower():
        return False
    key, syllables = fold(word), word.split()
    if key.replace("-", " ") in _named():
        return all(syllable[0].isupper() for syllable in syllables) or word in _spellings()
    odd = [any(map(str.isdigit, s)) or sum(map(str.isupper, s)) > 1 or not is_vietnamese(fold(s)) for s in syllables]
    if any(odd) and any(s != s.lower() for s in syllables):
        return True
    return len(syllables) > 1 and all(s[0].isupper() for s in syllables) and key not in _known()
