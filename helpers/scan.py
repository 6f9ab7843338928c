"""What do the lexicons say of a text? One pass over it: aliases, places, heads of names, roles."""

import re
from bisect import bisect_right
from functools import cache, cached_property
from typing import NamedTuple

from helpers.lexicon import UPPER, alternatives, fold, forms, matcher, read_lexicon
from helpers.marks import find_marked

WORD = re.compile(r"[^\W\d_]+")
TOKEN = re.compile(rf"[{UPPER}][^\W_]*(?:[’'][^\W_]+)*(?:-[^\W\d_{UPPER}][^\W_]*)*(?:&[{UPPER}][^\W_]*)*")
_VIETNAMESE = re.compile(
    r"(?:ngh?|[ckgpt]h|gi|nh|qu|tr|[bcdđghklmnprstvx])?"
    r"[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]+(?:ch|ng|nh|[cmnpt])?"
)
STATES = ("country", "bloc")
# Heads whose capitalised complement is an organisation; with the others (places, works, ships …) it is no actor.
ORGANISATIONS = frozenset(("organisation", "party", "military", "media", "company", "club"))
PERSONAL = frozenset(("honorific", "rank", "academic"))


class Alias(NamedTuple):
    """A row of `aliases.csv` with what its actor is."""

    actor: str
    kind: str  # name, metonym or short
    ambiguous: bool
    type: str  # person, country, bloc or organisation
    capital: int  # offset of the first capital letter, -1 for none
    exact: str  # the form, where it must be matched in its very capitals (abbreviations), else empty
    words: int


class Mention(NamedTuple):
    """A mention of an actor in one text."""

    start: int  # with title and honorific
    end: int
    core_start: int  # without them
    core_end: int
    type: str  # person, country, bloc or organisation
    actor: str  # lexicon id or name; empty until it is known
    kind: str  # name, metonym, place, description or pronoun
    rule: str
    gender: str = ""
    roles: tuple = ()  # the role rows of its title
    of: tuple = ()  # the actors named in its title


class Cover:
    """Whether a position lies in one of some spans, in logarithmic time."""

    def __init__(self, spans):
        self.spans = []
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            if not self.spans or start >= self.spans[-1][1]:
                self.spans.append((start, end))
        self.starts = [start for start, _ in self.spans]

    def add(self, span):
        """Add a span that crosses none of the others; one inside another changes nothing."""
        if not self(span[0]):
            index = bisect_right(self.starts, span[0])
            self.spans.insert(index, span)
            self.starts.insert(index, span[0])

    def around(self, position):
        """The outermost span that holds a position, else None."""
        index = bisect_right(self.starts, position) - 1
        return self.spans[index] if index >= 0 and position < self.spans[index][1] else None

    def __call__(self, position):
        return self.around(position) is not None


@cache
def _patterns():
    """Compile aliases, places, heads and roles into one automaton; for each pattern its entries (sort, value)."""
    types, patterns = facts("type"), {}

    def add(form, sort, value):
        patterns.setdefault(fold(form).replace("-", " "), []).append((sort, value))

    for form, actor, kind, context in read_lexicon("aliases").itertuples(index=False):
        exact = form if form.isupper() and len(form) <= 6 else ""
        add(form, "alias", Alias(actor, kind, bool(context), types[actor], _capital(form), exact, len(form.split())))
    for form, country, sort in read_lexicon("places").drop_duplicates("form").itertuples(index=False):
        add(form, "place", (sort, _capital(form), country))
    for form, sort, _ in read_lexicon("heads").itertuples(index=False):
        add(form, "head", sort)
    for role in read_lexicon("roles").itertuples(index=False):
        add(role.form, "role", role)
    return matcher(list(patterns)), list(patterns.values())


def _capital(form):
    """Offset of the capital a form must have, -1 for none: not that of a head noun that may be small (điện Kremlin)."""
    capitals = [i for i, letter in enumerate(form) if letter.isupper()]
    small = fold(form.split()[0]) in grammar("small_head") and len(capitals) > 1 and " " in form
    return capitals[1] if small else (capitals or [-1])[0]


@cache
def facts(column):
    """Dict of one column of `actors.csv` by actor."""
    table = read_lexicon("actors")
    return dict(zip(table["actor"], table[column], strict=True))


@cache
def name_parts(kind):
    """Folded names of a kind of `names.csv`, with their gender where telling."""
    table = read_lexicon("names")
    table = table[table["kind"] == kind]
    return dict(zip(table["name"].map(fold), table["gender"], strict=True))


@cache
def grammar(*classes):
    """Forms of some classes of `grammar.csv`."""
    return forms("grammar", "form", **{"class": classes})


@cache
def fronted():
    """Match the beginning of a sentence whose main clause follows a comma: Khi được hỏi …, bà đáp."""
    return re.compile(rf"{alternatives(grammar('subordinator'))}(?!\w)")


@cache
def _sport():
    return re.compile(rf"(?<!\w){alternatives(grammar('sport'))}(?!\w)")


@cache
def compounds():
    """Two-syllable words of Vietnamese, to tell `Bộ Y tế` (ministry of health) from a name."""
    from underthesea.corpus import viet_dict_74K  # a word list that comes with the segmenter

    return frozenset(fold(word) for word in viet_dict_74K.words if word.count(" ") == 1 and word.islower())


def is_vietnamese(word):
    """Tell whether a folded word has the form of one Vietnamese syllable."""
    return _VIETNAMESE.fullmatch(word) is not None


class Scan:
    """The lexicon matches of one text, by their start and by their end.

    `sure_at` and `sure_to` hold the leftmost-longest matches among places and unambiguous aliases: an `Alias`, or the
    class of a place as a string.
    """

    def __init__(self, text):
        self.text, self.folded = text, fold(text)
        self.loose = self.folded.replace("-", " ")
        self.aliases, self.places = [], []
        self.roles_at, self.roles_to, self.heads_at, self.heads_to = {}, {}, {}, {}
        find, entries = _patterns()
        for index, start, end in find(self.loose):
            for sort, value in entries[index]:
                if sort == "alias":
                    small = value.capital < 0  # khối euro
                    if value.words == 1 and value.type == "country" and self._begins_word(start, end):
                        continue  # Mỹ | thuật
                    if value.capital > 0 and text[start].islower() and (before := self.word_before(start)):
                        if f"{before[1]} {self.folded[start:end].split(' ', 1)[0]}" in compounds():
                            continue  # cán | bộ Công an
                    if (small or text[start + value.capital].isupper()) and value.exact in ("", text[start:end]):
                        self.aliases.append((start, end, value))
                elif sort == "place":
                    word = self.folded[start:end] in compounds() and text[start + text[start:end].rfind(" ") + 1]
                    if text[start + value[1]].isupper() and not (word and word.islower()):  # Hòa bình, peace
                        self.places.append((start, end, value))
                else:
                    self._keep_longest(sort, start, end, value)
        self._select()

    def _begins_word(self, start, end):
        """Whether a country's name is but the first syllable of a word: Mỹ thuật; not Mỹ viện trợ."""
        following = re.match(r" ([^\W\d_]+)(?: ([^\W\d_]+))?", self.folded[end : end + 20])
        if not following or f"{self.folded[start:end]} {following[1]}" not in compounds():
            return False
        return self.text[end + 1].islower() and f"{following[1]} {following[2]}" not in compounds()

    def _keep_longest(self, sort, start, end, value):
        if sort == "role" and self.folded.startswith("quyền ", start) and (word := self.word_before(start)):
            if f"{word[1]} quyền" in compounds():
                return  # chính quyền | tổng thống, not the acting president
        at, to = (self.roles_at, self.roles_to) if sort == "role" else (self.heads_at, self.heads_to)
        if end > at.get(start, (0,))[0]:
            at[start] = (end, value)
        if start < to.get(end, (len(self.text),))[0]:
            to[end] = (start, value)

    def _select(self):
        sure = [(s, -e, 0, alias) for s, e, alias in self.aliases if not alias.ambiguous and alias.kind != "short"]
        sure += [(s, -e, 1, sort) for s, e, (sort, _, _) in self.places]
        self.sure_at, self.sure_to, reach = {}, {}, 0
        for start, end, _, value in sorted(sure, key=lambda hit: hit[:3]):
            if start >= reach:
                reach = -end
                self.sure_at[start], self.sure_to[reach] = (reach, value), (start, value)
        self.in_sure = Cover((start, end) for start, (end, _) in self.sure_at.items())

    @cached_property
    def quoted(self):
        """Whether a position stands in quotation marks."""
        return Cover((start, end) for start, end, _ in find_marked(self.text))

    @cached_property
    def aliases_at(self):
        """All aliases by their start, as (end, alias)."""
        found = {}
        for start, end, alias in self.aliases:
            found.setdefault(start, []).append((end, alias))
        return found

    @cached_property
    def ambiguous_to(self):
        """Ambiguous aliases of states and organisations by their end, as (start, alias)."""
        found = {}
        for start, end, alias in self.aliases:
            if alias.ambiguous and alias.type != "person" and alias.kind != "short":
                found.setdefault(end, (start, alias))
        return found

    @cached_property
    def ambiguous_at(self):
        """Longest ambiguous alias of an organisation by its start, as (end, alias)."""
        found = {}
        for start, end, alias in self.aliases:
            if alias.ambiguous and alias.type == "organisation" and end > found.get(start, (0,))[0]:
                found[start] = (end, alias)
        return found

    @cached_property
    def of_sport(self):
        """Whether the text is news of sport: it has several of its words."""
        return len({match.group() for match in _sport().finditer(self.folded)}) >= 4

    @cached_property
    def weights(self):
        """How much each country is spoken of, by its names and places; the language itself speaks for one a little."""
        weights = {"vietnam": 1.5}
        for _, _, alias in self.aliases:
            if alias.type == "country" and not alias.ambiguous:
                weights[alias.actor] = weights.get(alias.actor, 0) + 1
        for _, _, (_, _, country) in self.places:
            weights[country] = weights.get(country, 0) + 0.5
        return weights

    def likeliest(self, actors):
        """Of several actors with one name, the one whose country the article speaks of most."""
        return min(actors, key=lambda actor: (-self.weights.get(facts("country").get(actor, ""), 0), actor))

    def word_before(self, position):
        """Start and folded text of the word that ends right before the blank at `position` - 1, else None."""
        if not position or self.folded[position - 1] != " ":
            return None
        end = position - 1
        low = max(0, end - 24)
        start = max(self.folded.rfind(" ", low, end), self.folded.rfind("\n", low, end)) + 1
        return (start, self.folded[start:end]) if start < end else None

    def completes_word(self, end):
        """End of the lower-case syllable after `end` that makes a dictionary word with the one before it, else None."""
        match = WORD.match(self.text, end + 1) if self.folded[end : end + 1] == " " else None
        if not match or not match.group()[0].islower():
            return None
        low = max(0, end - 12)
        start = max(self.loose.rfind(" ", low, end), self.loose.rfind("\n", low, end)) + 1
        if self.folded[start : match.end()].lstrip("\"'([“‘-") not in compounds():
            return None
        following = WORD.match(self.text, match.end() + 1)
        verb = f"{self.folded[end + 1 : match.end()]} {following.group()}" if following else ""
        return None if verb in forms("cues", "cue") else match.end()  # … Minh phủ nhận: a name, then its verb

    def head_before(self, start):
        """Class of the head noun right before a position, else empty; a role may end in one (chủ tịch nước)."""
        if not start or start - 1 not in self.heads_to:
            return ""
        head, sort = self.heads_to[start - 1]
        return "" if self.roles_to.get(start - 1, (head,))[0] < head else sort

    def starts_sentence(self, start):
        """Whether a position is at the beginning of a sentence, a line or a quotation."""
        before = self.text[max(0, start - 12) : start].rstrip(" \"'“‘«(–-")
        return not before or before[-1] in ".!?:…\n”"

    def capital_before(self, start):
        """The capitalised word right before a position, if it is not just the first of its sentence."""
        word = self.word_before(start)
        capital = bool(word) and self.text[word[0]].isupper() and word[1][-1].isalnum()
        return capital and not self.starts_sentence(word[0])

    def capital_after(self, end):
        """Whether a capitalised word follows a position."""
        return self.text[end : end + 1] == " " and self.text[end + 1 : end + 2].isupper()
