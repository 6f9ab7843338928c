"""Who is in an article? Actor mentions: names with their titles, chained and resolved, descriptions and pronouns.

`find_mentions` puts together what `helpers.names` finds by lexicon and by form and what `helpers.references` resolves.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cache

import pandas as pd

from helpers.corpus import by_article, find_sentences, iter_articles, span_table
from helpers.lexicon import alternatives, fold, forms, read_lexicon
from helpers.names import Name, find_names, is_vietnamese, name_parts
from helpers.references import find_references

MENTIONS = {
    "actor": "str",
    "kind": "str",
    "listed": "bool",
    "core_start": "int64",
    "core_end": "int64",
    "rule": "str",
}
_EASTERN = frozenset(("china", "taiwan", "hong_kong", "north_korea", "south_korea", "singapore"))
_COUNTRY_TYPES = ("country", "bloc")


def find_mentions(corpus, sentences=None):
    """Find who is mentioned in each article, and as which actor.

    Lexicon aliases are matched by leftmost-longest match on word boundaries (Aho & Corasick 1975); names that the
    lexicon lacks are found by form and context; short forms are chained to full ones within the article; definite
    descriptions and pronouns are resolved by role, country, gender and salience, and left out where the evidence is
    weak. Annotation scheme: data/gold/GUIDELINES.md, layer 2.

    Parameters
    ----------
    corpus : pandas.DataFrame
        As `load_corpus` returns it. `published` decides who held an office.
    sentences : pandas.DataFrame, optional
        As `find_sentences` returns it; computed if not given. Credit lines are left out.

    Returns
    -------
    pandas.DataFrame
        A span table: `article`, `start`, `end`, `text`, `actor` (lexicon id, or the fullest form of the name in that
        article), `kind` (name, metonym, place, description, pronoun), `listed` (whether the actor is in the lexicon),
        `core_start`, `core_end` (the bare name, without title; the whole span where there is none), `rule`.
    """
    sentences = find_sentences(corpus) if sentences is None else sentences
    parts = by_article(sentences)
    rows = []
    for article, text, published in iter_articles(corpus):
        part = parts.get(article)
        if part is None:
            continue
        bounds = list(zip(part["start"], part["end"], part["role"], part["paragraph"], strict=True))
        for mention in _article_mentions(text, published, bounds):
            start, end = mention["start"], mention["end"]
            actor, listed = mention["actor"], mention["actor"] in _actor_types()
            core = mention.get("core", (start, end))
            rows.append((article, start, end, text[start:end], actor, mention["kind"], listed, *core, mention["rule"]))
    return span_table(rows, MENTIONS)


def suggest_actors(corpus, mentions=None):
    """List the names found that the lexicon lacks, ready to paste into `data/lexicon/aliases.csv`.

    Parameters
    ----------
    corpus, mentions : pandas.DataFrame
        As `load_corpus` and `find_mentions` return them; mentions are computed if not given.

    Returns
    -------
    pandas.DataFrame
        One row a name: `alias`, `actor` (a proposed id), `kind`, `mentions` (count), `articles` (count), `rule`,
        `example` (the text around the first mention); most frequent first.
    """
    mentions = find_mentions(corpus) if mentions is None else mentions
    unlisted = mentions[~mentions["listed"]]
    rows = []
    for actor, part in unlisted.groupby("actor"):
        first = part.iloc[0]
        text = corpus["text"][first["article"]]
        example = text[max(0, first["start"] - 40) : first["end"] + 60].replace("\n", " ").strip()
        rows.append((actor, _new_id(actor), "name", len(part), part["article"].nunique(), first["rule"], example))
    columns = ["alias", "actor", "kind", "mentions", "articles", "rule", "example"]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["mentions", "alias"], ascending=[False, True], ignore_index=True
    )


def _new_id(name):
    plain = "".join(
        c for c in __import__("unicodedata").normalize("NFD", name.lower().replace("đ", "d")) if c.isascii()
    )
    return re.sub(r"\W+", "_", plain).strip("_")


@cache
def _actor_types():
    table = read_lexicon("actors")
    return dict(zip(table["actor"], table["type"], strict=True))


@cache
def actor_facts(column):
    """Dict of one column of `actors.csv` by actor."""
    table = read_lexicon("actors")
    return dict(zip(table["actor"], table[column], strict=True))


# --- one article -------------------------------------------------------------------------------------------------


def _article_mentions(text, published, bounds):
    """All mentions of one article as dicts, credits left out."""
    persons, organisations, scan = find_names(text)
    mentions, covered = [], []
    people = _People(text)
    for name in persons:
        people.add(name)
    people.settle()
    for name, actor in people.resolved():
        mentions.append(_mention(name, actor, name.rule))
        covered.append((name.core_start, name.core_end))
    mentions += _bare_short_forms(scan, people, covered)
    mentions += [_mention(name, name.actor, name.rule) for name in organisations]
    mentions += _alias_mentions(
        scan, [(m["start"], m["end"], *m["core"]) for m in mentions if m["type"] == "person"], organisations, mentions
    )
    mentions = _without_overlaps(mentions)
    mentions += find_references(scan, mentions, bounds, people, published)
    credits = [(start, end) for start, end, role, _ in bounds if role == "credit"]
    return [m for m in _without_overlaps(mentions) if not any(start <= m["start"] < end for start, end in credits)]


def _mention(name, actor, rule, kind="name"):
    return {
        "start": name.start, "end": name.end, "core": (name.core_start, name.core_end), "actor": actor, "kind": kind,
        "rule": rule, "type": name.type, "roles": name.roles, "of": name.of, "gender": name.gender,
    }  # fmt: skip


def _without_overlaps(mentions):
    """Drop duplicates and mentions that cross another; nested ones stay."""
    kept, seen, stack = [], set(), []
    for mention in sorted(mentions, key=lambda m: (m["start"], -m["end"], m["rule"] != "alias")):
        span = (mention["start"], mention["end"])
        while stack and stack[-1] <= span[0]:
            stack.pop()
        if span in seen or (stack and stack[-1] < span[1]):
            continue
        seen.add(span)
        stack.append(span[1])
        kept.append(mention)
    return kept


def _tokens(text):
    return tuple(re.findall(r"[^\W_]+", fold(text)))


class _People:
    """The persons of one article: full names, the short forms they go by, and what is known of each."""

    def __init__(self, text):
        self.text, self.names, self.entities = text, [], []

    def add(self, name):
        self.names.append(name)

    def settle(self):
        """Chain names: full ones first, then short ones to the person whose name they are a part of."""
        self.names.sort(key=lambda name: (name.core_start, -name.core_end))
        self.links = {}
        full = [n for n in self.names if n.actor or len(_tokens(self.text[n.core_start : n.core_end])) > 1]
        for name in sorted(full, key=lambda n: (not n.actor, -len(_tokens(self.text[n.core_start : n.core_end])))):
            self._place_full(name)
        for name in self.names:
            if name.core_start not in self.links:
                self._place_short(name)
        for entity in self.entities:
            entity["names"].sort(key=lambda n: n.core_start)

    def _place_full(self, name):
        tokens = _tokens(self.text[name.core_start : name.core_end])
        for entity in self.entities:
            same = (name.actor and entity["actor"] == name.actor) or tokens in entity["tokens"]
            part = not name.actor and len(tokens) > 1 and any(_is_part(tokens, longer) for longer in entity["tokens"])
            if same or part:
                return self._join(entity, name, tokens)
        self.entities.append(
            {
                "actor": name.actor,
                "tokens": [],
                "names": [],
                "gender": "",
                "honorifics": set(),
                "first": name.core_start,
            }
        )
        return self._join(self.entities[-1], name, tokens)

    def _join(self, entity, name, tokens):
        if tokens not in entity["tokens"]:
            entity["tokens"].append(tokens)
        entity["names"].append(name)
        entity["gender"] = entity["gender"] or name.gender
        entity["honorifics"] |= {role.form for role in name.roles if role.kind == "honorific"}
        if not entity["gender"]:
            entity["gender"] = _gender_of(tokens)
        self.links[name.core_start] = entity

    def _place_short(self, name):
        tokens = _tokens(self.text[name.core_start : name.core_end])
        entity = self.find_short(tokens, name.core_start, name.gender, bool(name.roles), name.of)
        if entity is None:
            entity = {
                "actor": "",
                "tokens": [],
                "names": [],
                "gender": "",
                "honorifics": set(),
                "first": name.core_start,
            }
            self.entities.append(entity)
        self._join(entity, name, tokens if not entity["tokens"] else entity["tokens"][0])

    def find_short(self, tokens, position, gender="", titled=False, of=()):
        """The person whose short form `tokens` is at `position`: by naming order, gender, country, then recency."""
        best = None
        for entity in self.entities:
            rank = min(
                (_short_rank(tokens, full, self._tradition(entity), titled) for full in entity["tokens"]), default=9
            )
            if rank == 9 or (gender and entity["gender"] and gender != entity["gender"]):
                continue
            starts = [n.core_start for n in entity["names"]]
            before = bisect_right(sorted(starts), position)
            distance = position - sorted(starts)[before - 1] if before else 1_000_000 + starts[0]
            country = actor_facts("country").get(entity["actor"], "")
            foreign = bool(of and country and country not in of)
            key = (foreign, rank, before == 0, distance)
            if best is None or key < best[0]:
                best = (key, entity)
        return best and best[1]

    def _tradition(self, entity):
        country = actor_facts("country").get(entity["actor"], "")
        for name in entity["names"]:
            country = country or next((actor for actor in name.of if actor in _EASTERN or actor == "vietnam"), "")
        if country in _EASTERN:
            return "eastern"
        tokens = entity["tokens"][0] if entity["tokens"] else ()
        if country == "vietnam" or (
            tokens and tokens[0] in name_parts("family_vi") and all(map(is_vietnamese, tokens)) and country == ""
        ):
            return "vietnamese"
        if tokens and tokens[0] in name_parts("family_ko") and len(tokens) == 3:
            return "eastern"
        return "western"

    def resolved(self):
        """Yield each name with its actor: the lexicon id, or the fullest form of the name in this article."""
        for entity in self.entities:
            actor = self.actor_id(entity)
            for name in entity["names"]:
                yield name, actor

    def actor_id(self, entity):
        if not entity["actor"]:
            fullest = max(entity["names"], key=lambda n: (n.core_end - n.core_start, -n.core_start))
            entity["actor"] = self.text[fullest.core_start : fullest.core_end]
        return entity["actor"]


def _is_part(short, full):
    return any(full[i : i + len(short)] == short for i in range(len(full) - len(short) + 1))


def _short_rank(tokens, full, tradition, titled):
    """How usual a short form is for a full name in a naming tradition: 0 usual, 2 possible with a title, 9 none."""
    if tokens == full:
        return 0
    if len(tokens) >= len(full) or not _is_part(tokens, full):
        return 9
    last, first = full[-len(tokens) :] == tokens, full[: len(tokens)] == tokens
    if tradition == "eastern":
        return 0 if first else (1 if last and len(tokens) > 1 else (2 if titled else 9))
    if tradition == "vietnamese":
        return 0 if last else (2 if titled and first and len(full) < 3 else 9)
    return 0 if last else (2 if titled or first else 9)


def _gender_of(tokens):
    """Gender that a full name tells: a Vietnamese middle name, a foreign given name."""
    if len(tokens) > 2 and tokens[0] in name_parts("family_vi"):
        return name_parts("middle_vi").get(tokens[1], "")
    return name_parts("given_west").get(tokens[0], "") if len(tokens) > 1 else ""


_WORD = re.compile(r"[^\W\d_]+")


def _bare_short_forms(scan, people, covered):
    """Short forms without title: `Kimmage nói`, `hội nghị Putin-Kim`, for persons already named in full."""
    text = scan.text
    shorts = defaultdict(list)
    for entity in people.entities:
        tradition = people._tradition(entity)
        for full in entity["tokens"]:
            if tradition == "vietnamese" and len(full) < 3 and full[0] not in name_parts("family_vi"):
                continue  # a stage name: Tuấn Ngọc is not called Ngọc
            pieces = {full[-1:], full[:1]} if tradition != "eastern" else {full[:1]}
            pieces |= {full[-2:]} if len(full) > 2 else set()
            for piece in pieces:
                if len(full) > 1 and _short_rank(piece, full, tradition, False) < 9:
                    shorts[piece[0]].append(piece)
    covered = sorted(covered)
    starts = [start for start, _ in covered]
    found = []
    for match in _WORD.finditer(text):
        if not match.group()[0].isupper():
            continue
        pieces = shorts.get(scan.folded[match.start() : match.end()])
        if not pieces:
            continue
        index = bisect_right(starts, match.start()) - 1
        if (
            (index >= 0 and match.start() < covered[index][1])
            or match.start() in scan.sure_at
            or scan.completes_word(match.end())
        ):
            continue
        piece = max((p for p in pieces if scan.loose.startswith(" ".join(p), match.start())), key=len, default=None)
        if piece is None:
            continue
        end = match.start() + len(" ".join(piece))
        if text[end : end + 1].isalnum() or _next_capital(text, end) or _after_name_part(scan, match.start()):
            continue
        entity = people.find_short(piece, match.start())
        if entity is None or (
            is_vietnamese(piece[0])
            and len(piece) == 1
            and _starts_sentence(text, match.start())
            and entity["honorifics"]
        ):
            continue
        name = Name(match.start(), end, match.start(), end, "person", "", "name", "chain")
        entity["names"].append(name)
        found.append(_mention(name, people.actor_id(entity), "chain"))
    return found


def _next_capital(text, end):
    return text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()


def _previous_capital(text, start):
    word = re.search(r"(\w+)[ ]$", text[max(0, start - 20) : start])
    return bool(word) and word[1][0].isupper() and not _starts_sentence(text, start - len(word[0]))


def _after_name_part(scan, start):
    """Whether the word before is capitalised and no role, so that both are one name: Tuấn Anh."""
    word = re.search(r"(\w+)[ ]$", scan.text[max(0, start - 20) : start])
    return bool(word) and word[1][0].isupper() and start - 1 not in scan.roles_to and start - 1 not in scan.sure_to


def _starts_sentence(text, start):
    return not text[:start].rstrip(" \"'“‘«(–-") or text[:start].rstrip(" \"'“‘«(–-")[-1] in ".!?:…\n”"


# --- aliases: countries, blocs, organisations of the lexicon ------------------------------------------------------


def _alias_mentions(scan, person_spans, organisations, mentions):
    """Countries, blocs and organisations of the lexicon: names, capitals as metonym or place, clipped compounds."""
    cores = sorted((core_start, core_end) for _, _, core_start, core_end in person_spans)
    core_starts = [start for start, _ in cores]

    def in_person(start):
        index = bisect_right(core_starts, start) - 1
        return index >= 0 and start < cores[index][1]

    found, chosen = [], []
    for start, (end, value) in sorted(scan.sure_at.items()):
        if isinstance(value, str):
            chosen.append((start, end, value))
        elif value.type != "person" and not in_person(start) and not _name_syllable(scan, start, end, value):
            start = _with_head(scan, start, value)
            if _outlet_tag(scan, start, end, value):
                continue
            chosen.append((start, end, value))
            found.append(_alias_mention(scan, start, end, value, _kind(scan, start, end, value)))
    wholes = [(start, end, value) for start, end, value in chosen] + [(o.start, o.end, o) for o in organisations]
    wholes.sort(key=lambda whole: (whole[0], -whole[1]))
    whole_starts = [whole[0] for whole in wholes]
    settled = {(m["start"], m["end"]) for m in found}
    evidence = _country_evidence(scan)
    reach = {}
    for start, end, alias in sorted(scan.aliases, key=lambda hit: (hit[0], -hit[1])):
        if (start, end) in settled or in_person(start) or alias.type == "person" or end <= reach.get(alias.actor, 0):
            continue
        reach[alias.actor] = end
        whole = _whole_around(wholes, whole_starts, start, end)
        if whole is not None:
            same = getattr(whole[2], "actor", "") == alias.actor
            if alias.kind == "name" and not same and _nests(alias, whole[2]):
                kind = "place" if isinstance(whole[2], str) else "name"
                found.append(_alias_mention(scan, start, end, alias, kind, "nested"))
                settled.add((start, end))
        elif alias.kind == "metonym" and _other_reading(scan, start, end, alias):
            continue
        elif alias.kind == "short":
            if _in_compound(scan, start, end):
                found.append(_alias_mention(scan, start, end, alias, "name", "compound"))
                settled.add((start, end))
        elif alias.ambiguous and _is_settled(scan, start, end, alias, evidence):
            found.append(_alias_mention(scan, start, end, alias, _kind(scan, start, end, alias), "alias_in_context"))
            settled.add((start, end))
    return found


def _alias_mention(scan, start, end, alias, kind, rule="alias"):
    word = scan.word_before(start) if alias.type in _COUNTRY_TYPES and kind == "name" and rule != "nested" else None
    if word and word[1] == "người" and word[0] - 1 not in scan.roles_to:
        start = word[0]  # nationals are the country: người Nga
    return {"start": start, "end": end, "core": (start, end), "actor": alias.actor, "kind": kind, "rule": rule,
            "type": alias.type, "roles": (), "of": (), "gender": ""}  # fmt: skip


def _other_reading(scan, start, end, alias):
    """A seat shared by a country and a bloc (Brussels) is the country's as a place and the bloc's as a metonym."""
    rivals = {other.type for a, b, other in scan.aliases if (a, b) == (start, end)}
    if len(rivals) < 2:
        return False
    return (alias.type == "bloc") == (_kind(scan, start, end, alias) == "place")


def _name_syllable(scan, start, end, alias):
    """Whether a one-syllable country name is rather a person's name or part of a word: bà Nga, Quỳnh Nga, Áo dài."""
    if alias.type not in _COUNTRY_TYPES or alias.kind != "name" or scan.text.find(" ", start, end) >= 0:
        return False
    if not is_vietnamese(scan.folded[start:end]):
        return False
    role = scan.roles_to.get(start - 1) if start else None
    if role:
        return role[1].kind == "honorific"
    lone = _previous_capital(scan.text, start) and start - 1 not in scan.sure_to and start - 1 not in scan.heads_to
    return lone or (bool(scan.completes_word(end)) and not scan.folded[end + 1 : end + 4].startswith("đã "))


_TAG = re.compile(r"\)? ?[-–—] ")


def _outlet_tag(scan, start, end, alias):
    """Whether an outlet's name only signs the lead: `(Dân trí) - Sau 36 giờ …`, `TTO - …`."""
    begins = not scan.text[:start].rstrip("( ") or scan.text[:start].rstrip("( ")[-1] == "\n"
    return begins and alias.type == "organisation" and bool(_TAG.match(scan.text, end))


def _with_head(scan, start, alias):
    """Take the capitalised head into an organisation's name: Lực lượng Wagner, but tờ New York Times."""
    head = scan.heads_to.get(start - 1) if start and alias.type == "organisation" else None
    keep = head and head[1] in ("organisation", "military", "company", "party") and scan.text[head[0]].isupper()
    return head[0] if keep else start


def _whole_around(wholes, starts, start, end):
    for index in range(bisect_right(starts, start) - 1, max(-1, bisect_right(starts, start) - 6), -1):
        a, b, _ = wholes[index]
        if a <= start and end <= b and (a, b) != (start, end):
            return wholes[index]
    return None


def _nests(alias, whole):
    """Whether an alias inside a longer name is a mention of its own: a country in an organisation's name or a place."""
    if isinstance(whole, str):
        return alias.type in _COUNTRY_TYPES and whole in ("region", "water", "island", "mountain")
    return alias.type in _COUNTRY_TYPES or alias.actor in ("un", "nato", "white_house", "kremlin")


def _in_compound(scan, start, end):
    """A clipped country name counts only beside another one: Nga - Triều, Mỹ-Hàn, Trung - Mỹ."""
    text = scan.text
    joined = re.match(r" ?[-–—] ?(\w+(?: \w+)?)", text[end : end + 24])
    before = re.search(r"(\w+(?: \w+)?) ?[-–—] ?$", text[max(0, start - 24) : start])
    shapes = _clipped()
    for match, pick in ((joined, 0), (before, -1)):
        if match:
            words = match[1].split()
            if fold(match[1]) in shapes or (words[pick][0].isupper() and fold(words[pick]) in shapes):
                return True
    return False


@cache
def _clipped():
    """Folded short and full names of countries and blocs."""
    aliases = read_lexicon("aliases")
    types = actor_facts("type")
    countries = aliases[aliases["actor"].map(types).isin(_COUNTRY_TYPES) & aliases["kind"].isin(["short", "name"])]
    return frozenset(countries["alias"].map(fold))


@cache
def _context_patterns():
    def before(name):
        return re.compile(rf"(?<!\w){alternatives(forms('grammar', 'form', **{'class': name}))} $")

    after = alternatives(
        forms("grammar", "form", **{"class": "modal"}) | forms("cues", "cue", frame=("speech", "naming"))
    )
    return before("locative"), before("political"), re.compile(rf" {after}(?!\w)")


def _kind(scan, start, end, alias):
    """Tell a capital that stands for its state (metonym) from the mere place, a country from a place named after it."""
    if alias.kind != "metonym":
        return _place_or_name(scan, start, end, alias)
    locative, political, acting = _context_patterns()
    low = max(0, start - 24)
    if political.search(scan.folded, low, start):
        return "metonym"
    if locative.search(scan.folded, low, start):
        return "place"
    if acting.match(scan.folded, end):
        return "metonym"
    after = scan.text[end : end + 2]
    if after.startswith((",", "(")) and scan.text[start - 1 : start] == "(":
        return "place"
    if scan.text[start - 1 : start] == "(" and after.startswith(")"):
        return "place"
    return "metonym"


def _place_or_name(scan, start, end, alias):
    if alias.type not in _COUNTRY_TYPES or alias.kind != "name":
        return (
            "place"
            if alias.type == "organisation"
            and _context_patterns()[0].search(scan.folded, max(0, start - 12), start)
            and _is_building(alias)
            else "name"
        )
    head = scan.heads_to.get(start - 1)
    if head and head[1] == "event" and scan.text[head[0]].isupper() and not _starts_sentence(scan.text, head[0]):
        return "place"
    before = scan.sure_to.get(start - 1)
    if before and isinstance(before[1], str) and before[1] == "region":
        return "place"
    return "name"


@cache
def _seats():
    return forms("seats", "actor")


def _is_building(alias):
    return alias.actor in _seats()


def _country_evidence(scan):
    """Ambiguous forms that the article uses as a country's name beyond doubt: nước Anh, Thủ tướng Đức."""
    found = set()
    for start, end, alias in scan.aliases:
        if alias.ambiguous and alias.type in _COUNTRY_TYPES and _country_before(scan, start):
            found.add(scan.folded[start:end])
    return found


def _country_before(scan, start):
    role = scan.roles_to.get(start - 1) if start else None
    if role and role[1].kind in ("office", "leader"):
        return True
    head = scan.heads_to.get(start - 1) if start else None
    if head and (head[1] in ORGANISATION_LIKE):
        return True
    word = scan.word_before(start)
    return bool(word) and word[1] in (
        "nước",
        "người",
        "tiếng",
        "của",
        "với",
        "tại",
        "ở",
        "sang",
        "tới",
        "đến",
        "thăm",
        "và",
        "giữa",
        "tuyển",
        "hàng",
        "khỏi",
        "phía",
        "từ",
        "vào",
        "cùng",
        "cả",
        "khiến",
        "cho",
        "như",
        "thành",
    )


ORGANISATION_LIKE = ("organisation", "party", "military", "club", "place", "media", "company")


def _is_settled(scan, start, end, alias, evidence):
    """Settle an ambiguous form: countries by what stands around them, others where they can be nothing else."""
    text = scan.text
    role = scan.roles_to.get(start - 1) if start else None
    if role and role[1].kind in ("honorific", "rank", "academic"):
        return False
    if alias.kind == "metonym" and alias.words:
        return True
    if alias.type not in _COUNTRY_TYPES:
        return _one_candidate(scan, start, end, alias)
    if _previous_capital(text, start) and not (scan.sure_to.get(start - 1) or role):
        return False
    if _next_capital(text, end) and end + 1 not in scan.sure_at and not name_like(scan, end + 1):
        return False
    if _starts_sentence(text, start):
        return (scan.folded[start:end] in evidence and _listed_with_country(scan, end)) or _coordinated(scan, end)
    return (
        _country_before(scan, start)
        or _coordinated(scan, end)
        or _coordinated_before(scan, start)
        or scan.folded[start:end] in evidence
        or alias.words > 1
    )


def name_like(scan, start):
    """Tell whether a foreign or Vietnamese person's first name begins at `start`."""
    match = _WORD.match(scan.text, start)
    return bool(match) and fold(match.group()) in (name_parts("given_west") | name_parts("family_vi"))


def _listed_with_country(scan, end):
    return bool(
        re.match(r",? (?:và |đã |sẽ |đang |cũng |vẫn |có |là |không |muốn |cần |phải )", scan.folded[end : end + 8])
    )


def _coordinated(scan, end):
    match = re.match(r"(?:,| và| cùng|/| -|-| hay| hoặc) ?", scan.folded[end : end + 8])
    if not match:
        return False
    following = scan.sure_at.get(end + match.end())
    if following and not isinstance(following[1], str) and following[1].type in _COUNTRY_TYPES:
        return True
    word = _WORD.match(scan.text, end + match.end())
    return bool(word) and word.group()[0].isupper() and fold(word.group()) in _clipped() and match.group() != ", "


def _coordinated_before(scan, start):
    match = re.search(r"(?:,| và| cùng|/| -|-| hay| hoặc) ?$", scan.folded[max(0, start - 7) : start])
    if not match:
        return False
    edge = start - len(match.group())
    before = scan.sure_to.get(edge)
    return bool(before) and not isinstance(before[1], str) and before[1].type in _COUNTRY_TYPES


def _one_candidate(scan, start, end, alias):
    """An ambiguous organisation or person: accepted where one reading fits a country the article names most."""
    rivals = {other.actor for a, b, other in scan.aliases if (a, b) == (start, end)}
    if len(rivals) > 1:
        counts = defaultdict(int)
        for _, _, other in scan.aliases:
            if other.type in _COUNTRY_TYPES and not other.ambiguous:
                counts[other.actor] += 1
        ranked = sorted(rivals, key=lambda actor: (-counts.get(actor_facts("country").get(actor, ""), 0), actor))
        return ranked[0] == alias.actor and counts.get(actor_facts("country").get(alias.actor, ""), 0) > 0
    head = scan.heads_to.get(start - 1) if start else None
    return (bool(head) and head[1] == "media") or (not _starts_sentence(scan.text, start) and alias.words > 2)
