"""Who is called what right after a name? `ông X, phát ngôn viên Điện Kremlin`: definite appositions of persons."""

import re
from functools import cache

from helpers.lexicon import UPPER, alternatives, forms
from helpers.scan import grammar

_LENGTH = 14  # words that an apposition may have
_APART = re.compile(r"(?: \(\d{2,3} tuổi\))?(?:, | [-–] | \()(?:\d{2,3} tuổi(?:, | - | ))?")
_INNER = re.compile(
    r"(?:[^,.;:()\n“”\"«»–]|(?<=\w)\.(?=\w)|\([A-Z][\w&]+\)(?= [^\W\d_]))*?"
    r"(?= [-–(]|[,;:)]|\.(?!\w)|[ \n]?$|[\n“”\"«»–])"
)


@cache
def _patterns():
    acts = forms("cues", "cue", frame="speech") | {"đã", "sẽ", "đang", "vẫn", "cũng"}
    own = alternatives(grammar("pronoun_m", "pronoun_f") | {"của", "cho", "tôi"})
    return {
        "says": re.compile(rf"(?<!\w){alternatives(acts)}(?!\w)"),
        "belongs": re.compile(rf"[{UPPER}\d]| {own}(?!\w)"),
        "of_body": re.compile(rf"(?: [^\W\d_]+){{0,3}} {alternatives(forms('bodies', 'form') | {'phiên tòa'})}(?!\w)"),
        "somebody": re.compile(
            rf"{alternatives(grammar('apposition_noun'))}(?= (?!gốc |Mỹ|{alternatives(grammar('nationality'))}))"
        ),
        "owned": re.compile(r"(?:^| )(?:của|cho|với|và) $"),
    }


def appositions(context):
    """Find the definite appositions of the persons that one text names.

    Parameters
    ----------
    context : helpers.references.Context

    Yields
    ------
    tuple
        ``(start, end, actor, role, actors)``: the span, whom it describes, the row of roles.csv it begins with or None,
        and the states and organisations the role belongs to.
    """
    for mention in context.mentions:
        apart = _APART.match(context.folded, mention.end) if mention.type == "person" else None
        if apart:
            found = _described(context, mention, apart.end())
            if found:
                yield found


def _described(context, mention, start):
    end, role = context.scan.roles_at.get(start, (0, None))
    if role is not None:
        return _by_role(context, mention, start, end, role)
    somebody = _patterns()["somebody"].match(context.folded, start)
    inner = _INNER.match(context.text, start)
    stop = inner.end()
    closed = context.text[stop : stop + 1] in ",)" or context.text.startswith((" -", " –"), stop)
    if not (somebody and closed) or not 3 <= len(inner.group().split()) <= _LENGTH:
        return None
    return start, _past(context, stop), mention.actor, None, []


def _by_role(context, mention, start, end, role):
    """A role that one person has: unique, an office, a leader's, or a relative's of somebody named."""
    patterns = _patterns()
    if not (role.unique or role.office or role.kind in ("leader", "kin")) or context.in_person(start):
        return None
    inner = _INNER.match(context.text, end)
    if not inner:
        return None
    stop = inner.end()
    says = patterns["says"].search(context.folded, end, stop)
    if says:
        stop = says.start() - 1
        opens = context.bounds[context.sentence(mention.start)][0] == mention.start
        if not opens and context.text[mention.start - 2 : mention.start] != ", ":
            return None  # gặp ông X, Thủ tướng Y nói: a subject of its own
    _, actors = context.complement(end)
    belongs = actors or patterns["belongs"].search(context.text, end, stop)
    belongs = belongs or patterns["of_body"].match(context.folded, end, stop)
    belongs = belongs or (role.unique and not says and len(context.text[end:stop].split()) < 3)  # X, trưởng đoàn,
    if role.kind == "kin" and context.folded.startswith((" một ", " của một "), end):
        return None
    if not belongs or len(context.text[end:stop].split()) > _LENGTH or _names_another(context, end, stop):
        return None
    return start, _past(context, stop), mention.actor, role, actors


def _names_another(context, low, high):
    """Whether a person named in a phrase is its head rather than whom the role belongs to."""
    for mention in context.between(low, high):
        if mention.type == "person" and mention.kind == "name":
            before = context.folded[low : mention.start]
            if before != " " and not _patterns()["owned"].search(before):
                return True
    return False


def _past(context, stop):
    """The end of a span, moved past the mention that it would cut."""
    return max([stop, *(m.end for m in context.between(max(0, stop - 80), stop) if m.end > stop)])
