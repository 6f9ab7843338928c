"""By which short forms is an organisation named further on? Abbreviations in brackets, bare names, tickers."""

import re

from helpers.lexicon import UPPER, alternatives, fold, forms
from helpers.scan import TOKEN, Cover, Mention, compounds, is_vietnamese

BRACKET = re.compile(
    r" ?\((?:(?:gọi tắt|viết tắt|tên viết tắt|sau đây gọi) là )?"
    r"([^\W\d_][\w&.-]{1,12}|[^\W\d_]\w+(?: [^\W\d_]\w+){0,3})\)"
)


_TICKER = re.compile(r" \((?:mã(?: CK| chứng khoán| cổ phiếu)?|[A-Za-z]{3,6}):? ?:? ([A-Z]{3,5})\)")


_CALLED = re.compile(rf", (?:viết|gọi) tắt là ([{UPPER}]\w*[{UPPER}]\w*)(?=[),.;:])")


_DASHED = re.compile(rf" [-–] ([{UPPER}]\w*[{UPPER}]\w*)(?=[),.;:])")


def chain_organisations(scan, names):
    """Give organisations their actor, and add the short forms by which they are named further on.

    Parameters
    ----------
    scan : helpers.scan.Scan
    names : list of Mention
        Organisations found by form; the first item of `of` is where the bare name begins, -1 for none.

    Returns
    -------
    list of Mention
        The names with `actor` (the lexicon's id, or the fullest form in this text), and their short forms.
    """
    entities, known = [], {}
    for name in names:
        keys = {scan.folded[name.start : name.end], *_short_forms(scan, name)}
        entity = known.get(scan.folded[name.start : name.end])
        if entity is None:
            entity = {"keys": set(), "names": []}
            entities.append(entity)
        entity["names"].append(name)
        entity["keys"] |= keys
        for key in keys:
            known.setdefault(key, entity)
    actors = {}
    for entity in sorted(entities, key=lambda e: -max(len(key) for key in e["keys"])):
        longest = max(entity["names"], key=lambda n: n.end - n.start)
        for key in entity["keys"]:
            actors.setdefault(key, _listed(scan, longest) or scan.text[longest.start : longest.end])
    actors.update({key: actor for key, actor in _abbreviations(scan).items() if key not in actors})
    chained = [name._replace(actor=actors[scan.folded[name.start : name.end]]) for name in names]
    taken = Cover((name.start, name.end) for name in chained)
    tickers = {fold(m[1]) for name in names if (m := _TICKER.match(scan.text, name.end))}
    for match in re.finditer(rf"(?<!\w){alternatives(actors)}(?!\w)", scan.folded) if actors else []:
        start, end = match.span()
        word = " " in match.group() and match.group() in compounds() and scan.text[start + match.group().index(" ") + 1]
        if (
            scan.text[start].isupper()
            and not (word and (word.islower() or scan.capital_before(start)))
            and not taken(start)
            and (not scan.in_sure(start) or (match.group() in tickers and scan.in_sure.around(start) == (start, end)))
            and scan.text[end : end + 1] != "-"
        ):
            end = end if all(map(is_vietnamese, match.group().split())) else with_country(scan, end)
            short = Mention(start, end, start, end, "organisation", actors[match.group()], "name", "organisation_chain")
            chained.append(short)
    return chained


def with_country(scan, end):
    """Take the country of a subsidiary into its name: Baemin | Việt Nam."""
    state = scan.sure_at.get(end + 1) if scan.text[end : end + 1] == " " else None
    own = state and getattr(state[1], "type", "") == "country" and state[1].kind == "name"
    return state[0] if own else end


def _abbreviations(scan):
    """Abbreviations that the article gives to organisations of the lexicon: Ngân hàng Nhân dân Trung Quốc (PBoC)."""
    found = {}
    for end, (_, value) in scan.sure_to.items():
        bracket = BRACKET.match(scan.text, end) if getattr(value, "type", "") == "organisation" else None
        if bracket and sum(map(str.isupper, bracket[1])) > 1 and " " not in bracket[1]:
            found.setdefault(fold(bracket[1]), value.actor)
    return found


def _listed(scan, name):
    """Id of the lexicon's actor that a form means which is ambiguous by itself, by the countries spoken of."""
    actors = {alias.actor for end, alias in scan.aliases_at.get(name.start, ()) if end == name.end}
    return scan.likeliest(actors) if actors else ""


def _short_forms(scan, name):
    """Folded short forms by which an organisation can be named further on."""
    ticker = _TICKER.match(scan.text, name.end)
    if ticker:
        yield fold(ticker[1])
    bracket = next((m for form in (BRACKET, _DASHED, _CALLED) if (m := form.match(scan.text, name.end))), None)
    if bracket and bracket[1][0].isupper():
        yield fold(bracket[1])
    first = TOKEN.match(scan.text, name.start)
    if name.rule == "organisation_context" and first.end() < name.end and len(first.group()) > 3:
        yield scan.folded[name.start : first.end()]  # Epic | Games
    if len(name.of) > 2 and name.of[1] >= 0:
        yield scan.folded[name.of[1] : name.of[2]]
    bare_start = name.of[0]
    if bare_start > 0 and bare_start not in scan.sure_at:
        bare = scan.folded[bare_start : name.end]
        if " " in bare or (len(bare) > 2 and not is_vietnamese(bare)):
            yield bare
        words = bare.split()
        proper = words
        while len(proper) > 3 and f"{proper[0]} {proper[1]}" in compounds():
            proper = proper[2:]  # Công ty Địa ốc | An Phú Gia
        if (
            len(proper) == 3
            and proper[0] not in forms("heads", "form")
            and all(map(is_vietnamese, proper))
            and len(words) > 3
        ):
            yield " ".join(proper)
        common = " ".join(words[-2:]) in forms("places", "form")
        if len(words) >= 3 and not common and all(map(is_vietnamese, words)):
            yield " ".join(words[-2:])
