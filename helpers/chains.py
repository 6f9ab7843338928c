"""Which names are one person? Full names and the short forms they go by, chained within an article."""

import re
from bisect import bisect_right, insort
from collections import defaultdict

from helpers.lexicon import fold, forms
from helpers.scan import WORD, Cover, Mention, facts, grammar, is_vietnamese, name_parts

_EASTERN = frozenset(("china", "taiwan", "hong_kong", "north_korea", "south_korea"))
_NONE = 9  # rank of what is no short form


class People:
    """The persons of one article: their names, in full and short, and what is known of each.

    An entity is a dict: `actor` (lexicon id, or the fullest form of the name), `tokens` (folded forms of the full
    name), `names` (mentions), `starts` (of their cores, in order), `of` (actors in their titles), `gender`,
    `honorifics` (by which the article addresses the person), `tradition`.
    """

    def __init__(self, scan, names):
        self.scan, self.text, self.entities, self.links, self.listed = scan, scan.text, [], {}, {}
        self.by_token, self.by_part = defaultdict(list), defaultdict(list)
        names = sorted(names, key=lambda name: (name.core_start, -name.core_end))
        full = [name for name in names if name.actor or len(self._tokens(name)) > 1]
        for name in sorted(full, key=lambda n: (not n.actor, -len(self._tokens(n)))):
            self._place_full(name)
        for name in names:
            if name.core_start not in self.links:
                self._place_short(name)
        for entity in self.entities:
            entity["names"].sort(key=lambda name: name.core_start)
            entity["actor"] = entity["actor"] or self._fullest(entity)
        self.by_actor = {entity["actor"]: entity for entity in self.entities}

    def _tokens(self, name):
        return tuple(re.findall(r"[^\W_]+", fold(self.text[name.core_start : name.core_end])))

    def _fullest(self, entity):
        name = max(entity["names"], key=lambda n: (n.core_end - n.core_start, -n.core_start))
        return self.text[name.core_start : name.core_end]

    def _new(self):
        self.entities.append(
            {
                "actor": "", "tokens": [], "names": [], "starts": [], "of": set(), "gender": "", "honorifics": set(),
                "tradition": "",
            }
        )  # fmt: skip
        return self.entities[-1]

    def _place_full(self, name):
        tokens = self._tokens(name)
        known = self.listed.get(name.actor) if name.actor else None
        same = (e for e in self.by_part[tokens] if not name.actor or tokens in e["tokens"])
        return self._join(known or next(same, None) or self._new(), name, tokens)

    def _join(self, entity, name, tokens):
        if tokens not in entity["tokens"]:
            earlier = {token for full in entity["tokens"] for token in full}
            entity["tokens"].append(tokens)
            for token in dict.fromkeys(tokens):
                if token not in earlier:
                    self.by_token[token].append(entity)
            for part in {tokens[i:j] for i in range(len(tokens)) for j in range(i + 1, len(tokens) + 1)}:
                self.by_part[part].append(entity)
        self.add(entity, name)
        entity["actor"] = entity["actor"] or name.actor
        self.listed.setdefault(entity["actor"], entity)
        known = facts("gender").get(entity["actor"], "")
        entity["gender"] = entity["gender"] or known or name.gender or _gender_of(tokens)
        if not self.scan.quoted(name.start):  # within quotation marks they are the speaker's
            entity["honorifics"] |= {role.form for role in name.roles if role.kind == "honorific"}
        entity["tradition"] = self._tradition(entity)
        self.links[name.core_start] = entity

    @staticmethod
    def add(entity, name):
        """Add a name to those of a person."""
        entity["names"].append(name)
        insort(entity["starts"], name.core_start)
        entity["of"].update(name.of)

    def _place_short(self, name):
        tokens = self._tokens(name)
        entity = self.find_short(tokens, name.core_start, name.gender, bool(name.roles), name.of)
        self._join(entity or self._new(), name, entity["tokens"][0] if entity else tokens)

    def find_short(self, tokens, position, gender="", titled=False, of=()):
        """The person whose short form `tokens` is at `position`: by naming order, gender, country, then recency."""
        best = None
        for entity in self.by_token[tokens[0]]:
            rank = min(
                (_short_rank(tokens, full, entity["tradition"], titled) for full in entity["tokens"]), default=_NONE
            )
            if rank == _NONE or (gender and entity["gender"] and gender != entity["gender"]):
                continue
            starts = entity["starts"]
            before = bisect_right(starts, position)
            distance = position - starts[before - 1] if before else starts[0]
            country = facts("country").get(entity["actor"], "")
            key = (bool(of and country and country not in of), rank, before == 0, distance)
            if best is None or key < best[0]:
                best = (key, entity)
        return best and best[1]

    @staticmethod
    def _tradition(entity):
        """Which part of a name is short for it: the first in China and Korea, the last in Vietnam and the West."""
        country = facts("country").get(entity["actor"], "")
        if country in _EASTERN or not _EASTERN.isdisjoint(entity["of"]):
            return "eastern"
        tokens = entity["tokens"][0] if entity["tokens"] else ()
        if (
            not country
            and len(tokens) == 3
            and tokens[0] in name_parts("family_ko")
            and not all(map(is_vietnamese, tokens))
        ):
            return "eastern"
        native = bool(tokens) and tokens[0] in name_parts("family_vi") and all(map(is_vietnamese, tokens))
        return "vietnamese" if country == "vietnam" or (native and not country) else "western"


def _is_part(short, full):
    return any(full[i : i + len(short)] == short for i in range(len(full) - len(short) + 1))


def _short_rank(tokens, full, tradition, titled):
    """How usual a short form is for a full name in a naming tradition: 0 usual, 2 possible with a title, 9 none."""
    if tokens == full:
        return 0
    if len(tokens) >= len(full) or not _is_part(tokens, full):
        return _NONE
    last, first = full[-len(tokens) :] == tokens, full[: len(tokens)] == tokens
    if tradition == "eastern":
        return 0 if first else 1 if last and len(tokens) > 1 else 2 if titled else _NONE
    if tradition == "vietnamese":
        return 0 if last else 2 if titled and first and len(full) < 3 else _NONE
    return 0 if last else 2 if titled or first else _NONE


def _gender_of(tokens):
    """Gender that a full name tells: a Vietnamese middle name, a foreign given name."""
    if len(tokens) > 2 and tokens[0] in name_parts("family_vi"):
        return name_parts("middle_vi").get(tokens[1], "")
    return name_parts("given_west").get(tokens[0], "") if len(tokens) > 1 else ""


def bare_short_forms(scan, people, covered):
    """Find short forms without title of persons named in full elsewhere: `Whitfield nói`, `hội nghị Merkel-Macron`.

    Parameters
    ----------
    scan : helpers.scan.Scan
    people : People
    covered : list of tuple
        Spans of what has been found.

    Returns
    -------
    list of Mention
    """
    shorts, taken, found = _bare_shorts(people), Cover(covered), []
    reach = 0
    for match in WORD.finditer(scan.text) if shorts else ():
        start = match.start()
        if start < reach:
            continue  # Đức | Chinh
        pieces = shorts.get(scan.folded[start : match.end()]) if match.group()[0].isupper() else None
        if not pieces or taken(start) or start in scan.sure_at or _completes(scan, match.end()):
            continue
        piece = max((p for p in pieces if scan.loose.startswith(" ".join(p), start)), key=len, default=None)
        if piece is None or _is_longer(scan, start, start + len(" ".join(piece)), shorts):
            continue
        entity = people.find_short(piece, start)
        common = len(piece) == 1 and is_vietnamese(piece[0]) and scan.starts_sentence(start)
        if common and piece[0] in grammar("pronoun_m", "pronoun_f"):
            continue  # Anh hết cơ hội rồi
        end = start + len(" ".join(piece))
        acts = common and scan.folded[end + 1 :].startswith(tuple(f"{cue} " for cue in grammar("tells")))
        if entity and (acts or not (common and entity["honorifics"])):
            name = Mention(start, end, start, end, "person", entity["actor"], "name", "chain")
            people.add(entity, name)
            found.append(name)
            reach = end
    return found


def _completes(scan, end):
    """Whether a lower-case syllable that is no verb of saying makes a word with a name: not Phúc | đáp."""
    completed = scan.completes_word(end)
    return completed and scan.folded[end + 1 : completed] not in forms("cues", "cue")


def _bare_shorts(people):
    """By their first token, the short forms that may stand without a title."""
    shorts = defaultdict(set)
    for entity in people.entities:
        tradition = entity["tradition"]
        for full in entity["tokens"]:
            stage_name = tradition == "vietnamese" and len(full) < 3 and full[0] not in name_parts("family_vi")
            if len(full) < 2 or stage_name:  # Tuấn Ngọc is not called Ngọc
                continue
            pieces = {full[:1]} if tradition == "eastern" else {full[-1:], full[:1]}
            pieces |= {full, full[-2:]}
            for piece in pieces:
                if _short_rank(piece, full, tradition, False) < _NONE:
                    shorts[piece[0]].add(piece)
    return shorts


def _is_longer(scan, start, end, shorts):
    """Whether a capitalised word beside a short form makes it part of another name: Tuấn Anh, Anh Quốc."""
    if scan.text[end : end + 1].isalnum() or scan.capital_after(end) or scan.text[start - 1 : start] == ".":
        return True
    if scan.text[start - 1 : start] == "-" or scan.text[end : end + 1] == "-":
        return not (
            start - 1 in scan.sure_to
            or end + 1 in scan.sure_at
            or scan.loose[end + 1 : end + 12].split(" ")[0] in shorts
            or scan.loose[max(0, start - 12) : start - 1].split(" ")[-1] in shorts
        )
    before = scan.word_before(start)
    if not before or not scan.text[before[0]].isupper() or not before[1][-1].isalnum():
        return False
    if scan.starts_sentence(before[0]) and before[1] in forms("stopwords", "word"):
        return False  # Ngoài Tuấn Anh: a preposition that begins the sentence
    return start - 1 not in scan.roles_to and start - 1 not in scan.sure_to
