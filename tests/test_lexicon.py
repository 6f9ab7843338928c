"""Lexicons: every row is well formed, and what refers to an actor refers to one that exists."""

import re
import unicodedata

import pandas as pd
import pytest

from helpers.lexicon import DATA, read_lexicon

NAMES = sorted(path.stem for path in (DATA / "lexicon").glob("*.csv"))
KEYS = {
    "actors": ["actor"], "aliases": ["alias", "actor"], "offices": ["actor", "office", "of", "from"], "roles": ["form"],
    "heads": ["form"], "cues": ["cue"], "variants": ["concept", "form"], "stopwords": ["word"], "compounds": ["word"], "glosses": ["word"],
    "times": ["form", "class"], "grammar": ["form", "class"], "credits": ["form", "class"], "sources": ["form"],
    "abbreviations": ["form"], "time_rules": ["rule", "example", "span"], "names": ["name", "kind"], "places": ["form", "country"], "seats": ["actor"],
}  # fmt: skip
COLUMNS = {
    "gender": {"", "m", "f"},
    "context": {"", "ambiguous"},
    "leader": {"", "yes"},
    "frame": {"speech", "attitude", "naming", "source", "marked"},
}


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_unique_and_composed(name):
    table = read_lexicon(name)
    assert len(table)
    if name in KEYS:
        twice = table[table.duplicated(KEYS[name])]
        assert twice.empty, twice.head()
    for column in table.columns:
        assert all(unicodedata.is_normalized("NFC", cell) for cell in table[column])
        if column in COLUMNS:
            assert set(table[column]) <= COLUMNS[column]


def test_ids_are_plain_and_known():
    actors = read_lexicon("actors")
    assert set(actors["type"]) == {"person", "country", "bloc", "organisation"}
    known = set(actors["actor"])
    assert all(re.fullmatch(r"[a-z0-9_]+", actor) for actor in known)
    assert set(read_lexicon("aliases")["actor"]) <= known
    assert set(actors["country"]) - {""} <= known
    offices = read_lexicon("offices")
    assert set(offices["actor"]) | set(offices["of"]) <= known
    assert set(read_lexicon("seats")["actor"]) | set(read_lexicon("seats")["country"]) <= known


def test_an_unambiguous_form_means_one_actor():
    aliases = read_lexicon("aliases")
    plain = aliases[(aliases["context"] == "") & (aliases["kind"] != "short")]
    several = plain.groupby(plain["alias"].str.lower())["actor"].nunique()
    assert (several == 1).all(), several[several > 1].head()


def test_terms_of_office_are_in_order():
    offices = read_lexicon("offices")
    for column in ("from", "to"):
        assert offices[column].str.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?").all()
    both = offices[(offices["from"] != "") & (offices["to"] != "")]
    assert (both["from"] <= both["to"] + "~").all()


def test_cues_have_a_gloss_and_there_are_enough():
    cues = read_lexicon("cues")
    assert len(cues) >= 150
    assert (cues["gloss"] != "").all()


def test_variants_compare_forms():
    variants = read_lexicon("variants")
    assert variants["concept"].nunique() >= 60
    assert (variants.groupby("concept").size() >= 2).all()


def test_compounds_have_several_syllables_and_a_gloss():
    compounds = read_lexicon("compounds")
    assert compounds["word"].str.contains(" ").all()
    assert (compounds["gloss"] != "").all()


def test_stop_words_have_a_class_and_leave_content_in():
    stops = read_lexicon("stopwords")
    assert (stops["class"] != "").all()
    assert not set(stops["word"]) & {"nói", "người", "nước", "chiến tranh", "quan hệ", "tuyên bố"}


def test_translations_cover_every_sentence_of_the_corpus_and_stretches_within_one():
    from helpers import find_sentences, load_corpus

    keys = {
        tuple(row)
        for row in pd.read_csv(DATA / "translations.csv")[["article", "start", "end"]].itertuples(index=False)
    }
    sentences = find_sentences(load_corpus(DATA))
    known = {tuple(row) for row in sentences[["article", "start", "end"]].itertuples(index=False)}
    assert known <= keys
    for article, start, end in keys - known:  # clauses that a figure shows
        assert any(a == article and low <= start < end <= high for a, low, high in known)
