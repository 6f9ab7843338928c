"""Who is meant by ông, bà ấy, mình? Third-person forms for a single person, resolved by salience.

Salience follows centering (Grosz, Joshi & Weinstein 1995) in its simplest form: the subject of the last sentence
before its other persons, the nearer sentence before the farther one; gender and form of address must agree.
"""

import re
from functools import cache

from helpers.lexicon import alternatives, fold, forms
from helpers.scan import Mention, compounds, fronted, grammar

_REACH = 3  # sentences that a pronoun may look back
_YOUNG = frozenset(("anh", "chị", "cô", "cậu", "em", "bé", "cháu", "hắn", "chàng", "nàng"))
_BORDER = re.compile(r"[,;:.“”\"]| (?:khi|vì|rằng|là|mà|nhưng|do|nếu|để|và|sau|trước|cho biết|nói|tin|nghĩ) ")


def find_pronouns(context):
    """Find the bare third-person forms of one text that stand for a person who can be told.

    Parameters
    ----------
    context : helpers.references.Context
        Names and descriptions; what is found is added to it.

    Yields
    ------
    Mention
        Of kind pronoun.
    """
    for match in _pattern().finditer(context.folded):
        (start, end), word = match.span(), match.group()
        relative = _relative().search(context.folded, max(0, start - 14), start)  # con gái ông, bà X
        if (context.in_name(start) and not relative) or not _is_pronoun(context, start, end, word):
            continue
        if word in grammar("reflexive"):
            actor, rule = _reflexive(context, start), "pronoun_reflexive"
        else:
            gender = next((sex for sex in "mf" if word in grammar(f"pronoun_{sex}")), "")
            find = _in_quotation if context.quoted(start) and " " not in word else _antecedent
            actor, rule = find(context, start, gender, word), "pronoun_salience"
        if actor:
            found = Mention(start, end, start, end, "person", actor, "pronoun", rule)
            context.add(found)
            yield found


@cache
def _pattern():
    return re.compile(rf"(?<!\w){alternatives(grammar('pronoun_m', 'pronoun_f', 'pronoun_any', 'reflexive'))}(?!\w)")


@cache
def _relative():
    return re.compile(rf"(?<!\w){alternatives(forms('roles', 'form', kind='kin'))} $")


@cache
def _unnamed():
    """Somebody without a name as subject of a clause: a relative of somebody, một cụ bà."""
    kin, single = alternatives(forms("roles", "form", kind="kin")), alternatives(grammar("unnamed_person"))
    return re.compile(rf"(?:^|(?<=, )|(?<=[.\n] )|(?<=\n))(?:{kin} của|một {single})(?!\w)")


@cache
def _speech():
    return re.compile(rf"(?<!\w){alternatives(forms('cues', 'cue', frame='speech'))}(?!\w)")


@cache
def _not_after():
    return re.compile(rf"(?<!\w){alternatives(grammar('not_pronoun_before'))} $")


def _is_pronoun(context, start, end, word):
    """Whether a form stands alone: not before a name or a role, not part of a word (ông chủ), not plural."""
    if _not_after().search(context.folded, max(0, start - 14), start):
        return False
    following = re.match(r" ([^\W\d_]+)( [^\W\d_]+)?", context.text[end : end + 24])
    if not following:
        return True
    verb = fold(following.group()).strip() in compounds() and end + 1 not in context.scan.heads_at  # ông | lập luận
    part = " " not in word and fold(following[1]) in grammar("not_pronoun_after") and not verb
    if following[1][0].isupper() or part:
        return False
    role = context.scan.roles_at.get(end + 1)
    return role is None or word == "mình" or fold(following[1]) in forms("cues", "cue")


def _agrees(context, actor, gender, word):
    """Whether a person can be called so: by gender, and by how the article addresses them."""
    entity = context.entities.get(actor)
    if entity is None or (gender and entity["gender"] and entity["gender"] != gender):
        return False
    head, used = word.split()[0], entity["honorifics"]
    if not gender:
        return word in used  # cụ, đồng chí
    return not used or head in used or (head not in _YOUNG and bool(used - _YOUNG))


def _persons(context, low, high, gender, word):
    here = (m for m in context.between(low, high) if m.type == "person")
    return [m for m in here if _agrees(context, m.actor, gender, word)]


def most_salient(context, persons, begin):
    """The subject of a sentence, else the last person named in it; outside quotation marks first."""
    persons = [m for m in persons if not context.quoted(m.start)] or persons
    main = [m for m in persons if m.start >= _main_clause(context, begin)]
    subjects = (m.actor for group in (main, persons) for m in group if is_subject(context, m, begin))
    return next(subjects, persons[-1].actor)


def _main_clause(context, begin):
    """Where the main clause of a sentence begins: behind the comma of `Khi ông X hỏi, …`."""
    if not fronted().match(context.folded, begin):
        return begin
    comma = context.folded.find(", ", begin, begin + 200)
    while comma > 0 and (context.in_name(comma) or context.quoted(comma)):
        comma = context.folded.find(", ", comma + 1, begin + 200)
    return comma + 2 if comma > 0 else begin


def is_subject(context, mention, begin):
    """Whether no preposition or governing verb stands before a mention."""
    word = context.scan.word_before(mention.start)
    return not word or word[1] not in grammar("oblique") or mention.start == begin


def _antecedent(context, position, gender, word):
    """The person in the same sentence who is no co-argument, else the most salient of the sentences before."""
    index = context.sentence(position)
    begin, stop, _ = context.bounds[index]
    here = _persons(context, begin, position, gender, word)
    if context.quoted(position):
        found = _not_speaker(context, index, position, gender, word)
        if found:
            return found
    else:  # “…”, ông nói: not one named in the quotation
        here = [m for m in here if not context.quoted(m.start)]
    if here and _tells(context, begin, position, here[-1]):
        return here[-1].actor
    if here:
        clash = _clause_subject(context, begin, position, here)
        rest = [m for m in here if m.actor != clash]
        if rest:
            return most_salient(context, rest, begin)
        return _look_back(context, index, gender, word, exclude=clash)
    found = _look_back(context, index, gender, word)
    if found is None and position - begin < 60:
        ahead = {m.actor for m in _persons(context, position + 1, min(stop, position + 120), gender, word)}
        found = ahead.pop() if len(ahead) == 1 else None
    return found


def _not_speaker(context, index, position, gender, word):
    """Within a quotation, somebody else than who speaks it: named in it before, else in the sentences before."""
    begin, stop, _ = context.bounds[index]
    inside = context.quoted.around(position)
    own = _persons(context, inside[0], position, gender, word)
    if own:
        return own[-1].actor
    around = [*context.between(begin, inside[0]), *context.between(inside[1], stop)]
    around = [m for m in around if m.type == "person" and not context.quoted(m.start)]
    if any(is_subject(context, m, begin) for m in around):
        ahead = [m for m in around if m.start < inside[0]]
        speakers = {most_salient(context, ahead, begin) if ahead else around[0].actor}
        others = [m for m in ahead if m.actor not in speakers and _agrees(context, m.actor, gender, word)]
        if others:
            return others[-1].actor
    elif index and (around or inside[0] - begin <= 2):  # who spoke in the sentence before goes on
        low, high, _ = context.bounds[index - 1]
        before = [m for m in context.between(low, high) if m.type == "person" and not context.quoted(m.start)]
        speakers = {most_salient(context, before, low)} if before else set()
    else:
        return None
    for low, high, _ in reversed(context.bounds[max(0, index - _REACH - 1) : index]):
        persons = [m for m in _persons(context, low, high, gender, word) if m.actor not in speakers]
        if persons:
            return most_salient(context, persons, low)
    return None


def _tells(context, begin, position, person):
    """Whether a person is subject of the verb of speaking right before a pronoun: ông X thừa nhận | ông …"""
    gap = context.folded[person.end : position]
    return len(gap.split()) < 7 and bool(_speech().search(gap)) and is_subject(context, person, begin)


def _clause_subject(context, begin, position, here):
    """The person who is subject of the pronoun's own clause, so that a bare `ông` as its object is somebody else."""
    last = here[-1]
    gap = context.folded[last.end : position]
    if _BORDER.search(gap + " ") or not gap.strip() or len(gap.split()) > 6:
        return None
    return last.actor if is_subject(context, last, begin) else None


def _look_back(context, index, gender, word, exclude=None):
    before, left = None, _REACH
    for begin, stop, _ in reversed(context.bounds[max(0, index - 2 * _REACH) : index]):
        persons = [m for m in _persons(context, begin, stop, gender, word) if m.actor != exclude]
        told = [m for m in persons if not context.quoted(m.start)]
        unnamed = _unnamed().search(context.folded, begin, stop)  # mẹ của Lệ ngồi bệt … bà nói
        if unnamed and left == _REACH and all(unnamed.start() <= m.start < unnamed.end() + 20 for m in told):
            return None
        if told:
            return most_salient(context, told, begin)
        before = before or (persons[-1].actor if persons and left else None)
        around = context.quoted.around(begin + 1)
        words = (around and around[1] >= stop - 2) or context.text[context.text.rfind("\n", 0, begin + 1) + 1] in "-–—"
        left -= not words  # a sentence that is but somebody's words is passed over
        if not left:
            break
    return before


def _in_quotation(context, position, gender, word):
    """A bare `ông` within quotation marks is mostly an address; third person only after a name in the same marks."""
    persons = _persons(context, context.quoted.around(position)[0], position, gender, word)
    return persons[-1].actor if persons else None


def _reflexive(context, position):
    """`mình` for the subject of its clause, if that is a person."""
    begin, stop, _ = context.bounds[context.sentence(position)]
    here = [m for m in context.between(begin, position) if m.kind != "place"]
    outer = [m for m in here if not any(o is not m and o.start <= m.start and m.end <= o.end for o in here)]
    subjects = [m for m in outer if is_subject(context, m, begin)]
    if subjects:
        return subjects[-1].actor if subjects[-1].type == "person" else None
    ahead = [m for m in context.between(position, min(stop, position + 60)) if m.type == "person"]
    return ahead[0].actor if ahead and not outer else None
