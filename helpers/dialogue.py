"""Who speaks in turns? Interviews, dialogue dashes, and words quoted by the speaker of other words."""

import re
from functools import cache
from typing import NamedTuple

from helpers.lexicon import UPPER, alternatives, forms
from helpers.scan import Cover, grammar
from helpers.sources import Cue, Speaker
from helpers.speakers import REACH, subject_of


class Quote(NamedTuple):
    """A stretch of speech before it becomes a row."""

    start: int
    end: int
    kind: str
    speaker: Speaker
    cue: Cue | None
    rule: str


_TURN = re.compile(r"(?:(?<=\n)|^)(?=[^\W\d_])")
_QUESTION = re.compile(
    r"(?:(?<=\n)|^)(?:[*•►▪] ?|(?:PV|Phóng viên|Hỏi)[^\n:]{0,30}: ?)[^\n]*\n+[-–—] ?(?=\S)|\?\n+[-–—] ?(?=\S)"
)


def find_turns(article):
    """Find answers of an interview printed as turns, where there are at least two of them.

    `Ông X: Giá dầu giảm …`, or a question (`* Vì sao?`, `PV: …`) and an answer after a dash, by the person interviewed:
    the one named most before the first question.
    """
    turns = []
    for match in _TURN.finditer(article.text):
        start = match.start()
        names = article.nominals_between(start, start + 1)
        if names and article.text.startswith(": ", names[0].end) and article.text[names[0].end + 2] not in "\"“‘'«":
            answer = names[0].end + 2
            speaker = Speaker(names[0].actor, start, names[0].end)
            turns.append(Quote(answer, _line_end(article, answer), "direct", speaker, None, "interview_turn"))
    asked = [
        (article.text.rfind("\n", 0, match.start()) + 1, match.end()) for match in _QUESTION.finditer(article.text)
    ]
    answers = [answer for line, answer in asked if article.text[line] not in "-–—"]  # both with dashes: a dialogue
    if len(answers) > 1:
        named = [n.actor for n in article.nominals_between(0, answers[0]) if n.type == "person"]
        speaker = Speaker(max(named, key=named.count, default="anon"))
        turns += [Quote(a, _line_end(article, a), "direct", speaker, None, "interview_turn") for a in answers]
    yield from turns if len(turns) > 1 else ()


def _line_end(article, start):
    """Where the line of a position ends, without a note in brackets: … (Cười)"""
    end = article.text.find("\n", start)
    line = article.text[start : end if end >= 0 else len(article.text)]
    return start + len(re.sub(r"\s*\([^()]{0,30}\)\s*$", "", line).rstrip())


_DASH = re.compile(r"(?:(?<=\n)|^)[ \t]*[-–—] ?(?=\S)")
_AGAIN = re.compile(rf"(?:[.:] ?[-–—] (?=\S)| [-–—] (?=[{UPPER}]))")


def find_dashed(article, turns, introduce):
    """Find speech after a dialogue dash, up to its reporting clause, and after it: – Tôi không biết, ông nói. – Hỏi họ.

    Lines without a clause go on with the speakers of the two before, in turn.

    Parameters
    ----------
    article : helpers.sources.Article
    turns : set of int
        Where turns of an interview begin.
    introduce : callable
        The sieve for a line that a colon introduces.

    Yields
    ------
    Quote
    """
    block, reach = [], -1  # speakers of the lines of this dialogue; where its last line ends
    for match in _DASH.finditer(article.text):
        start, end = match.end(), _line_end(article, match.end())
        if start in turns or end - start > 3 * REACH:
            continue
        block = block if article.text[reach : match.start()].strip() == "" else []
        reach = end
        led = article.text[max(0, match.start() - 40) : match.start()].rstrip().endswith(":")
        introduced = introduce(article, start, end, []) if led else None
        found = None if introduced else _dash_clause(article, start, end)
        if found:
            stop, speaker, cue = found
            block.append(speaker.actor)
            yield Quote(start, stop, "direct", speaker, cue, "dialogue_dash")
            again = _AGAIN.search(article.text, cue.end, end)
            if again:
                yield Quote(again.end(), end, "direct", Speaker(speaker.actor), None, "dialogue_dash")
        elif introduced:
            block = [introduced[1].actor]
            yield Quote(start, end, *introduced, "dialogue_dash")
        elif len(block) > 1:
            block.append(block[-2])
            yield Quote(start, end, "direct", Speaker(block[-1]), None, "dialogue_dash")


def _dash_clause(article, start, end):
    """Where the speech after a dash ends in a reporting clause, whose speaker, and the cue."""
    for cue in article.cues_between(start, end):
        if (
            not (cue.frame == "speech" or (cue.frame == "attitude" and cue.after))
            or cue.noun
            or article.mark_around(cue.start)
        ):
            continue
        speaker = subject_of(article, cue)
        marks = (",", " -", " –", " —", ".", "!", "?")
        border = max(article.folded.rfind(mark, start, max(start, speaker.start)) for mark in marks)
        if border > 0 and border < speaker.start <= border + 4 and cue.start - speaker.end < 90:
            return border + (article.folded[border] in ".!?"), speaker, cue
    return None


def own_words(article, done, turns):
    """Give words quoted after `tôi nói …` within somebody's words to that speaker.

    Parameters
    ----------
    article : helpers.sources.Article
    done : list of Quote
    turns : list of Quote
        Those of them that have no marks.

    Returns
    -------
    list of Quote
    """
    starts, in_turn = {quote.start: quote for quote in done}, Cover((turn.start, turn.end) for turn in turns)
    found = []
    for quote in done:
        lead = None
        if quote.kind != "scare" and quote.speaker.actor in ("", "anon"):
            lead = _own_words().search(article.folded, max(0, quote.start - 80), quote.start)
            alone = lead and len(article.cues_between(lead.start(), quote.start)) == 1  # not tôi hỏi, họ đáp: ‘…’
            lead = lead if alone and not _is_relative(article.folded, lead.start()) else None
        around = lead and (article.mark_around(lead.start()) or in_turn.around(lead.start()))
        outer = starts.get(around[0]) if around and around[1] >= quote.end else None
        if outer and outer.speaker.actor:
            cue = next(iter(article.cues_between(lead.start(), quote.start)), quote.cue)
            quote = quote._replace(kind="direct", speaker=outer.speaker, cue=cue, rule="by_first_person")
        found.append(quote)
    return found


def _is_relative(folded, start):
    """Whether a person of the speaker's stands before a first-person form: mẹ | tôi."""
    words = re.findall(r"\w+", folded[max(0, start - 16) : start])[-2:]
    if words and folded[start - 1 : start] == " " and folded[start - 2 : start - 1].isalpha():
        if words[-1] in grammar("before_object"):
            return True  # nắm tay tôi bảo: somebody else does
    people = (
        forms("roles", "form", kind="kin") | forms("roles", "form", kind="generic") | grammar("pronoun_m", "pronoun_f")
    )
    return bool(words) and (words[-1] in people or " ".join(words) in people)


@cache
def _own_words():
    cues = alternatives(forms("cues", "cue", frame="speech"))
    return re.compile(rf"(?<!\w){alternatives(grammar('first_person'))} (?:[^.!?\n\"]{{0,20}} )?{cues}(?!\w)[^.!?\n]*$")
