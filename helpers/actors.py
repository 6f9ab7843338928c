"""Who is in an article? Actor mentions: names with their titles, chained and resolved, descriptions and pronouns."""

import re
import unicodedata

import pandas as pd

from helpers.chains import People, bare_short_forms
from helpers.corpus import by_article, find_sentences, iter_articles, span_table
from helpers.organisations import find_organisations
from helpers.persons import find_persons
from helpers.references import find_references
from helpers.scan import Cover, Scan, facts
from helpers.states import find_states

MENTIONS = {
    "actor": "str",
    "type": "str",
    "kind": "str",
    "listed": "bool",
    "core_start": "int64",
    "core_end": "int64",
    "rule": "str",
}


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
        article), `type` (person, country, bloc, organisation), `kind` (name, metonym, place, description, pronoun),
        `listed` (whether the actor is in the lexicon),
        `core_start`, `core_end` (the bare name, without title; the whole span where there is none), `rule`.
    """
    sentences = find_sentences(corpus) if sentences is None else sentences
    parts, listed, rows = by_article(sentences), facts("type"), []
    for article, text, published in iter_articles(corpus):
        if article not in parts:
            continue
        part = parts[article]
        bounds = list(zip(part["start"], part["end"], part["role"], strict=True))
        for m in _article_mentions(text, published, bounds):
            surface = text[m.start : m.end]
            known = m.actor in listed
            rows.append(
                (article, m.start, m.end, surface, m.actor, m.type, m.kind, known, m.core_start, m.core_end, m.rule)
            )
    return span_table(rows, MENTIONS)


def _article_mentions(text, published, bounds):
    """All mentions of one article, credits left out."""
    scan = Scan(text)
    organisations = find_organisations(scan)
    persons = find_persons(scan, organisations)
    people = People(scan, persons)
    mentions = [name._replace(actor=entity["actor"]) for entity in people.entities for name in entity["names"]]
    mentions += bare_short_forms(scan, people, [(m.core_start, m.core_end) for m in mentions + organisations])
    mentions += find_states(scan, mentions, organisations)
    mentions = _compatible(mentions + organisations)
    mentions = _compatible(mentions + find_references(scan, mentions, bounds, people, published))
    in_credit = Cover((start, end) for start, end, role in bounds if role == "credit")
    return [m for m in mentions if not in_credit(m.start)]


def _compatible(mentions):
    """Drop duplicates and mentions that cross another; nested ones stay."""
    kept, seen, open_ends = [], set(), []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end, m.rule != "alias")):
        while open_ends and open_ends[-1] <= mention.start:
            open_ends.pop()
        if (mention.start, mention.end) in seen or (open_ends and open_ends[-1] < mention.end):
            continue
        seen.add((mention.start, mention.end))
        open_ends.append(mention.end)
        kept.append(mention)
    return kept


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
    rows = []
    for actor, part in mentions[~mentions["listed"]].groupby("actor"):
        first = part.iloc[0]
        text = corpus["text"][first["article"]]
        example = text[max(0, first["start"] - 40) : first["end"] + 60].replace("\n", " ").strip()
        rows.append((actor, _new_id(actor), "name", len(part), part["article"].nunique(), first["rule"], example))
    columns = ["alias", "actor", "kind", "mentions", "articles", "rule", "example"]
    order = {"by": ["mentions", "alias"], "ascending": [False, True], "ignore_index": True}
    return pd.DataFrame(rows, columns=columns).sort_values(**order)


def _new_id(name):
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return re.sub(r"\W+", "_", plain).strip("_")
