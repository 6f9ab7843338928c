"""Whatever the text is: no crash, no span outside it, nothing of it silently lost, nothing of it run."""

import inspect
import unicodedata

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import helpers
from helpers import (
    accuracy,
    add_voice,
    cleaning_report,
    events,
    export,
    findings,
    judge,
    lexicon,
    load_corpus,
    marks,
    measures,
    notebook,
    peers,
    scaling,
    segmenter,
    standoff,
    suggest_actors,
    timeplots,
    utterances,
)
from helpers.hostile import hostile_texts
from helpers.lexicon import DATA

HOSTILE = hostile_texts(3000)
LETTERS = st.sampled_from(
    "“”‘’«»\"'„‟ \n\t.,:;!?…-–—()<>&*_`$|#=+@\\/ôĐàA1\u0301\u202e\u200f\u2066\u200b\ufeff\x00\x1b\u2028🙂👩\u200d"
)
WORDS = st.sampled_from(
    ["Ông Nam", "Putin", " nói ", " rằng ", "Tổng thống Nga", "hôm 18/6", "năm 2023", "Bộ Y tế", "mình", "Theo "]
)
TEXTS = st.lists(LETTERS | WORDS | st.text(max_size=4), max_size=60).map("".join)


def corpus_of(*texts):
    index = pd.Index([f"a{i}" for i in range(len(texts))], name="article")
    columns = {"text": list(texts), "published": pd.Timestamp("2024-06-18"), "label": list(index)}
    return pd.DataFrame(columns, index=index)


def tables_of(corpus):
    sentences, times = helpers.find_sentences(corpus), helpers.find_times(corpus)
    mentions = helpers.find_mentions(corpus, sentences)
    quotes = helpers.find_quotes(corpus, mentions, sentences)
    words = helpers.find_words(corpus, mentions, times, sentences)
    return {"sentences": sentences, "mentions": mentions, "quotes": quotes, "times": times, "words": words}


def check(tables, corpus):
    for name, table in tables.items():
        for article, start, end, text in table[["article", "start", "end", "text"]].itertuples(index=False):
            assert 0 <= start < end <= len(corpus["text"][article]), name
            assert corpus["text"][article][start:end] == text, name
    for article, text in corpus["text"].items():  # noqa: B007, pandas reads it in the query
        seen = tables["sentences"].query("article == @article")
        inside = set().union(*(range(a, b) for a, b in zip(seen["start"], seen["end"], strict=True)), ())
        assert all(i in inside or letter.isspace() for i, letter in enumerate(text)), "a character is in no sentence"


@pytest.mark.parametrize("kind", HOSTILE)
def test_texts_made_to_break(kind):
    corpus = corpus_of(HOSTILE[kind], "Ông Nam nói hôm nay.")
    tables = tables_of(corpus)
    check(tables, corpus)
    for table in tables.values():
        assert "a1" in set(table["article"]) or table["article"].nunique() == 0 or table is tables["quotes"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "\ufeff", "\u0301", "🙂", "\x00", "."])
def test_articles_of_nearly_nothing(text):
    corpus = corpus_of(text)
    check(tables_of(corpus), corpus)


def test_ten_megabytes_on_one_line_are_read_whole(tmp_path):
    news = " ".join(load_corpus(DATA)["text"]).replace("\n", " ") + " "
    (tmp_path / "a.txt").write_text(news * (10_000_000 // len(news.encode())), encoding="utf-8")
    corpus = load_corpus(tmp_path)
    sentences = helpers.find_sentences(corpus)
    covered = sentences["end"].sub(sentences["start"]).sum()
    blanks = sum(map(str.isspace, corpus["text"].iloc[0]))
    assert len(corpus["text"].iloc[0]) - blanks <= covered <= len(corpus["text"].iloc[0])
    assert sentences["text"].str.len().max() <= 4000
    assert cleaning_report(tmp_path)["one_line"].all()


# --- a fuzz run over the public functions ---------------------------------------------------------------------------


def spans_in(corpus, tables):
    """Every public function that takes tables, on whatever the find_* functions made of a text."""
    sentences, mentions, quotes, times, words = tables.values()
    for table in tables.values():
        voiced = add_voice(table, quotes)
        assert len(voiced) == len(table)
        assert len(notebook.with_sentence(table, sentences)) == len(table)
        measures.characters(table), measures.positions(corpus, table), measures.with_sentence_number(table, sentences)
        export.csv_bytes(table)
    suggest_actors(corpus, mentions)
    assert measures.speech_shares(corpus, sentences, quotes).sum(axis=1).sub(1).abs().lt(1e-9).all()
    (
        measures.counted_words(words),
        measures.rates(words),
        measures.rates(words, by="article"),
        measures.cue_counts(quotes),
    )
    measures.passages(quotes), measures.heard(corpus, measures.quoted_words(quotes))
    measures.actor_counts(corpus, mentions, words)
    measures.co_mentions(mentions, sentences), measures.first_mentions(corpus, mentions)
    measures.naming(corpus, mentions, "russia", quotes)
    told = helpers.find_events(corpus, times, mentions, quotes, sentences)
    assert all(corpus["text"][row.article][row.start : row.end] == row.text for row in told.itertuples())
    events.reach(corpus, times), events.quote_days(quotes, times, sentences)
    timeplots.rungs_of(corpus, told, lambda article, start, end: "")
    utterances.find_same_utterances(quotes)
    lines = [*findings.corpus_findings(corpus, sentences, quotes), *findings.word_findings(corpus, words)]
    lines += [*findings.actor_findings(corpus, mentions), *findings.quote_findings(corpus, quotes)]
    lines += findings.time_findings(corpus, times, told)
    assert not any("<script" in line or "](javascript" in line for line in lines)
    accuracy.score_mentions(mentions), accuracy.score_quotes(quotes), accuracy.score_times(times)
    peers.compare_quotes(quotes, peers.regex_quotes(corpus, mentions))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(TEXTS, min_size=1, max_size=3))
def test_every_function_takes_any_text(texts):
    corpus = corpus_of(*texts)
    tables = tables_of(corpus)
    check(tables, corpus)
    spans_in(corpus, tables)


@pytest.mark.parametrize("kind", ["HTML", "Markdown", "formulas", "nested marks", "right-to-left marks", "emoji"])
def test_every_function_takes_texts_made_to_break(kind):
    corpus = corpus_of(HOSTILE[kind], "", "  ")
    spans_in(corpus, tables_of(corpus))


@given(TEXTS)
def test_text_is_escaped_where_it_is_shown(text):
    shown = notebook.plain(text)
    assert "<" not in shown and ">" not in shown
    assert all(shown[i - 1] == "\\" for i, letter in enumerate(shown) if letter in "`*_[]|#~$")
    page = notebook._Plain(pd.DataFrame({"a": [text]}))._repr_html_()
    assert page.count("<td>") == page.count("</td>") == 1
    assert page.split("<td>")[1].split("</td>")[0].count("<") == 0


@given(TEXTS)
def test_the_small_functions_take_any_text(text):
    assert len(lexicon.fold(text)) == len(text)
    lexicon.spell(text), notebook.word_label(text), notebook.actor_label(text), notebook.cue_gloss(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in marks.find_marked(text))
    normal = unicodedata.normalize("NFC", text)
    assert lexicon.alternatives([normal or "a"])


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_segmentation_takes_any_text_and_remembers_it_truly(text):
    assert segmenter.segment([text]) == segmenter._segment([text], "")


def test_a_kept_segmentation_is_bound_to_the_version(tmp_path, monkeypatch):
    monkeypatch.setenv("SEGMENT_CACHE", str(tmp_path / "kept"))
    calls = []
    monkeypatch.setattr(segmenter, "_tokenizer", lambda: lambda piece: calls.append(piece) or [piece])
    segmenter.segment(["một hai"])
    segmenter.segment(["một hai"])
    assert calls == ["một hai"]
    monkeypatch.setattr(segmenter, "versions", lambda: "underthesea 99")
    segmenter.segment(["một hai"])
    segmenter.segment(["một ba"])
    assert calls == ["một hai", "một hai", "một ba"]


def test_segmentation_goes_without_a_place_to_keep_it(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("SEGMENT_CACHE", str(tmp_path / "file" / "kept"))
    assert segmenter.segment(["Ông Nam nói."])
    monkeypatch.setenv("SEGMENT_CACHE", "off")
    assert segmenter.segment(["Ông Nam nói."])


def test_no_public_function_is_forgotten():
    """A function added to these modules is either called above or named here with the test that calls it."""
    elsewhere = {
        "export": {"write_tables", "read_table", "typed"},  # test_export
        "standoff": {"write_brat", "read_brat"},  # test_export
        "scaling": {"cluster", "partitioned", "find_over", "write_spans", "read_spans", "compare"},  # test_scaling
        "judge": {  # test_judge
            "judge", "judge_all", "accuracy_findings", "scores", "all_scores", "headlines", "bootstrap", "by_kind", "by_rule",
            "confusion", "errors", "explained", "cause_counts", "gold_worth",
        },
        "peers": {"ner_entities", "dateparser_times", "compare_names", "compare_times", "side_by_side"},  # test_judge
        "accuracy": {"load_gold", "pair_spans", "f1", "gold_actor", "same_speaker", "agreement", "judge_quotes",
                     "score_quotes_by", "score_words"},  # test_accuracy, test_speech, test_words
    }  # fmt: skip
    source = inspect.getsource(inspect.getmodule(test_no_public_function_is_forgotten))
    for module in (accuracy, export, judge, measures, peers, scaling, segmenter, standoff):
        name = module.__name__.split(".")[1]
        for function, _ in inspect.getmembers(module, inspect.isfunction):
            own = getattr(module, function).__module__ == module.__name__
            if own and not function.startswith("_"):
                assert f"{name}.{function}(" in source or function in elsewhere.get(name, ()), f"{name}.{function}"
    assert all(f"{function}(" in source for function in helpers.__all__)
