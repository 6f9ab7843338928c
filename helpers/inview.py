"""Whom do họ, vị này, chính quyền mean as speakers? Phrases that name nobody, resolved by what is in view."""

import re
from bisect import bisect_right
from functools import cache

from helpers.lexicon import forms
from helpers.scan import grammar
from helpers.sources import Speaker, is_compound


def state_in_view(article, position):
    """`Chính quyền nói`: of the country last named, if it is in view."""
    index = max(0, bisect_right(article.starts, position) - 4)
    before = article.nominals_between(article.starts[index], position)
    return next((n.actor for n in reversed(before) if n.type == "country"), "anon")


def plural_in_view(article, nominal):
    """`họ`: the subject of the sentence; `cả hai nước`, `hai nhà lãnh đạo`: the two states or persons last named."""
    word = article.folded[nominal.start : nominal.end]
    if word == "cả hai":
        return ""
    if word == "họ" and article.mark_around(nominal.start):
        return "anon"  # whoever the speaker of a quotation means
    if word == "họ":
        index = max(0, bisect_right(article.starts, nominal.start) - 1)
        for low, high, _ in reversed(article.bounds[max(0, index - 2) : index + 1]):
            before = article.nominals_between(low, min(high, nominal.start))
            before = [n for n in before if not n.oblique and n.kind != "plural" and not article.mark_around(n.start)]
            if before:
                return before[0].actor
        return ""
    person = "lãnh đạo" in word or "ông" in word
    types, actors = ("person",) if person else ("country",), []
    index = max(0, bisect_right(article.starts, nominal.start) - 3)
    for other in reversed(article.nominals_between(article.starts[index], nominal.start)):
        if other.type in types and other.actor not in actors:
            actors.append(other.actor)
    return "+".join(reversed(actors[:2])) if len(actors) >= 2 else ""


def person_in_view(article, start, end):
    """Whom a phrase like `người này`, `vị giáo sư gốc Việt`, `ông họ Lưu` means, of those in view before it.

    One whom the article calls by a word of the phrase; else the first person or unnamed source of the nearest sentence.

    Parameters
    ----------
    article : Article
    start, end : int
        The phrase.

    Returns
    -------
    str
        Actor, or `anon`.
    """
    words = [word for word in re.findall(r"\w+", article.folded[start:end]) if word not in _determiners()]
    index = max(0, bisect_right(article.starts, start) - 1)
    gender = _gender(article.folded[start:end])
    nearest, owned = None, " của " in article.folded[start:end]
    for low, high, _ in reversed(article.bounds[max(0, index - 4) : index + 1]):
        here = [n for n in article.nominals_between(low, min(high, start)) if _is_person(article, n)]
        here = [n for n in here if not gender or _gender(article.folded[n.start : n.end]) in ("", gender)]
        for nominal in here:
            after = article.folded[nominal.end : min(high, nominal.end + 60)]
            called = article.folded[nominal.start : nominal.end] + (after if after[:1] in ",(" else "")
            first = words and words[0] not in grammar("address") and f" {words[0]} " in f" {called} "
            if first or (len(words) > 1 and " ".join(words[:2]) in called):
                return nominal.actor
        if nearest is None and here:
            nearest = next((n.actor for n in here if not n.oblique), here[-1].actor)
    return "anon" if owned else nearest or "anon"  # cây bút của tờ X: nobody in view


def _gender(phrase):
    """Gender that a noun phrase shows by an address or a middle name: m, f or empty."""
    words = phrase.split()
    if not words:
        return ""
    if words[0] in ("bà", "chị", "cô", "nữ") or "nữ" in words[:2] or "phụ nữ" in phrase or "thị" in words[1:-1]:
        return "f"
    return "m" if words[0] in ("ông", "anh", "cậu") or "đàn ông" in phrase else ""


def _is_person(article, nominal):
    if article.mark_around(nominal.start):
        return False
    if nominal.kind == "source":  # một người dân, đại diện công ty, but not khán giả
        single = tuple(f"{form} " for form in grammar("single_source") | forms("roles", "form", kind="kin"))
        describes = article.folded[nominal.start - 2 : nominal.start] == ", "  # Ông X, một chủ ghe, …
        describes = describes and any(
            n.end == nominal.start - 2 and n.type == "person"
            for n in article.nominals_between(nominal.start - 80, nominal.start)
        )
        return not nominal.oblique and not describes and article.folded.startswith(single, nominal.start)
    return nominal.type == "person"


@cache
def _determiners():
    return frozenset(word for form in grammar("source_left", "demonstrative") for word in form.split()) | {"người"}


def noun_before(article, cue):
    """An unnamed source: the first word of the clause of a verb that has no known subject: thằng con | chạy lên hét

    Parameters
    ----------
    article : helpers.sources.Article
    cue : helpers.sources.Cue

    Returns
    -------
    Speaker
        Unnamed, with the word as its span.
    """
    around = article.mark_around(cue.start)
    low = max(article.sentence(cue.start)[0], around[0] if around else 0, cue.start - 120)
    clause = article.folded[low : cue.start]
    border = max((match.end() for match in _BORDER.finditer(clause.rstrip(", "))), default=0)
    words = list(re.finditer(r"[^\W\d_]+", clause[border:]))
    words = [word for word in words if word.group() not in _openers()] or words
    if not words:
        return Speaker("anon")
    low += border
    pair = len(words) > 1 and is_compound(article.folded, low + words[1].start(), low + words[1].end())
    return Speaker("anon", low + words[0].start(), low + words[1 if pair else 0].end())


_BORDER = re.compile(r", |[.!?…]+ | (?:mà|thì|nên|nhưng|khi|đến lúc|rằng|gì) |^đến lúc ")


@cache
def _openers():
    classes = ("preposition", "conjunction", "connective", "adverb", "auxiliary", "particle")
    return forms("stopwords", "word", **{"class": classes})
