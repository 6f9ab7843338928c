"""Which state or organisation is meant by nước này, công ty, tòa? Definite descriptions, by what is in view."""

import re
from functools import cache

from helpers.lexicon import alternatives, fold, forms, read_lexicon
from helpers.scan import ORGANISATIONS, Mention, compounds, grammar


def bodies_in_view(context):
    """Find the descriptions of states, blocs and organisations in one text and resolve them.

    Parameters
    ----------
    context : helpers.references.Context

    Yields
    ------
    Mention
        Of kind description.
    """
    for name, types in (("state", ("country",)), ("bloc", ("bloc",)), ("body", ("organisation",))):
        yield from _this_actor(context, name, types)
    yield from _bare_bodies(context)


def _description(start, end, actor, rule, sort):
    return Mention(start, end, start, end, sort, actor, "description", rule)


@cache
def _patterns():
    following = alternatives(grammar("after_body") | forms("cues", "cue", frame="speech"))
    undefined = alternatives(grammar("plural", "indefinite") | {"cựu", "nguyên", "cố", "tân", "phó"})
    says = rf"(?: {alternatives(grammar('modal'))})* {alternatives(forms('cues', 'cue', frame='speech'))}(?!\w)"
    return {
        "state": _this_kind(grammar("country_word"), whole=grammar("that_state")),
        "bloc": _this_kind(grammar("bloc_word")),
        "body": _this_kind(
            grammar("organisation_word")
            | forms("bodies", "form")
            | forms("heads", "form", **{"class": tuple(ORGANISATIONS - {"military"})})
        ),
        "bare_body": re.compile(
            rf"(?<!\w)({alternatives(forms('bodies', 'form'))}(?: này)?)(?= {following}(?!\w)|[,.;:”\"]|$)"
        ),
        "plural": re.compile(rf"(?<!\w){alternatives(grammar('plural'))} $"),
        "undefined": re.compile(rf"(?<!\w){undefined} $"),
        "says": re.compile(says),
    }


def _this_kind(heads, whole=()):
    """Match a head noun with `này`, and modifiers between: tổ chức phi chính phủ này; or a form as a `whole`."""
    modifiers = alternatives(grammar("head_modifier"))
    region = r"(?:đông|tây|nam|bắc|trung|châu)(?: [^\W\d_]+){1,2}?|láng giềng|hồi giáo"
    noun = rf"(?P<head>{alternatives(heads)})(?: (?:{modifiers}|{region})){{0,2}} (?:này|nói trên)"
    return re.compile(rf"(?<!\w)(?:{noun}|{alternatives(whole)})(?!\w)" if whole else rf"(?<!\w){noun}(?!\w)")


def _this_actor(context, name, types):
    """`nước này`, `công ty chứng khoán này`: the state or organisation in view that its own clause names not again."""
    for match in _patterns()[name].finditer(context.folded):
        start, end = match.span()
        plural = _patterns()["plural"].search(context.folded, max(0, start - 14), start)
        word = context.scan.word_before(start)
        part = word and f"{word[1]} {match.group().split()[0]}" in compounds()  # họp | báo này
        if plural or part or context.in_name(start):
            continue
        heads = _bodies().get(match["head"]) if match["head"] else None
        actor = _in_view(context, start, context.sentence(start), types, heads)
        if actor:
            yield _description(start, end, actor, f"this_{name}", types[0])


def _bare_bodies(context):
    """`Ngân hàng`, `tòa`, `công ty này`: the organisation of that kind in view."""
    for match in _patterns()["bare_body"].finditer(context.folded):
        start, end = match.start(), match.end(1)
        undefined = _patterns()["undefined"].search(context.folded, max(0, start - 20), start)
        before = context.scan.word_before(start)
        part = before and (
            f"{before[1].lstrip('“‘«(')} {match[1].split()[0]}" in compounds() or before[1] in ("liên", "đại")
        )
        if undefined or part or start in context.starts or context.in_person(start) or context.scan.in_sure(start):
            continue
        heads = _bodies()[" ".join(match[1].removesuffix(" này").split())]
        actor = _body_in_view(context, start, heads) or _only_body(context, start, end, heads)
        if actor:
            yield _description(start, end, actor, "bare_body", "organisation")


def _body_in_view(context, position, heads):
    """The last organisation whose name has one of some head nouns, in the sentence or the three before."""
    index = context.sentence(position)
    for mention in reversed(context.between(context.bounds[max(0, index - 3)][0], position)):
        if mention.type in ("organisation", "bloc") and mention.kind == "name" and heads & _heads(mention.actor):
            return mention.actor
    return None


def _only_body(context, start, end, heads):
    """The only organisation of some head nouns that the article names, where a bare noun that begins a clause acts."""
    if not context.text[start].isupper() or not _patterns()["says"].match(context.folded, end):
        return None
    found = set().union(*(context.by_head.get(head, ()) for head in heads - {"*"}))
    return found.pop() if len(found) == 1 else None


def by_head(mentions):
    """The organisations named in a text, by the head nouns of their names.

    Parameters
    ----------
    mentions : list of Mention

    Returns
    -------
    dict of set of str
    """
    found = {}
    for actor in {m.actor for m in mentions if m.type == "organisation" and m.kind == "name"}:
        for head in _heads(actor):
            found.setdefault(head, set()).add(actor)
    return found


@cache
def _bodies():
    """Head nouns of the names that a bare noun of bodies.csv can stand for."""
    table = read_lexicon("bodies")
    return {fold(form): frozenset(part["head"].map(fold)) for form, part in table.groupby("form")}


@cache
def _heads(actor):
    """Head nouns that the names of an organisation begin with; `*` where it has none (Apple)."""
    names = _names().get(actor, (fold(actor),))
    words = [name.split() for name in names]
    starts = {" ".join(name[:length]) for name in words for length in (1, 2, 3, 4)}
    return (starts & forms("heads", "form")) or frozenset("*")


@cache
def _names():
    table = read_lexicon("aliases")
    return {actor: tuple(part.map(fold)) for actor, part in table["alias"].groupby(table["actor"])}


def _in_view(context, position, sentence, types, heads=None):
    """The last actor of some types in the sentence before `position`, else the first in the sentence before.

    `heads`: the head nouns that the names of an organisation can have for the noun it is meant by.
    """
    low, stop, _ = context.bounds[sentence]

    def candidates(begin, end):
        here = [m for m in context.between(begin, end) if m.type in types and m.kind != "place"]
        here = [m for m in here if heads is None or heads & _heads(m.actor)]
        return [m for m in here if not _addressed(context, m)] or here

    here = candidates(low, position)
    if here:
        ranked = [m for m in here if not _is_modifier(context, m)] or here
        purpose = max(context.folded.rfind(word, low, position) for word in (" để ", " nhằm "))
        if purpose > ranked[0].end:  # X … để nâng vị thế của nước này: the subject's own
            return ranked[0].actor
        border = re.compile(r"[,;:.]| nhưng | và | mà ").search(context.folded, position, stop)
        named_after = {m.actor for m in context.between(position, border.start() if border else stop)}
        return next((m.actor for m in reversed(ranked) if m.actor not in named_after), ranked[-1].actor)
    for begin, end, _ in reversed(context.bounds[max(0, sentence - 3) : sentence]):
        before = candidates(begin, end)
        if before:
            return next((m.actor for m in before if not _is_modifier(context, m)), before[0].actor)
    return None


def _addressed(context, mention):
    """Whether somebody speaks to an organisation, or it is cited: trả lời VnExpress, theo Reuters."""
    return mention.type == "organisation" and bool(
        _ADDRESSED.search(context.folded, max(0, mention.start - 16), mention.start)
    )


_ADDRESSED = re.compile(
    r"(?<!\w)(?:với|theo|trả lời|nói với|cho|gửi|trên)(?: (?:báo|tờ|đài|hãng tin|hãng|kênh|trang))? $"
)


def _is_modifier(context, mention):
    """Whether a state only modifies a noun (`chiến sự Ukraine`, `Tổng thống Nga`) or lies within a person's title."""
    if context.in_person(mention.start):
        return True
    word = context.scan.word_before(mention.start)
    previous = context.scan.word_before(word[0]) if word else None
    noun = f"{previous[1]} {word[1]}" if previous else ""
    return noun in forms("glosses", "word") and noun not in forms("cues", "cue")
