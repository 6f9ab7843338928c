"""Who is heard, how literally, by which verbs, and who is only talked about: on composed text."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import find_mentions, find_quotes, notebook, speech
from helpers.accuracy import judge_quotes, load_gold, score_quotes, score_quotes_by
from helpers.measures import passages, quoted_words

TEXT = (
    "Bà Lê Thị Lan cho biết dự án là “niềm tự hào” của cả vùng.\n"
    "“Tôi sẽ xây trường học mới ngay trong năm nay”, bà Lê Thị Lan nói.\n"
    "Một quan chức giấu tên cáo buộc Trung Quốc và Lào chậm trả lời.\n"
    "Trung Quốc nằm ở phía bắc, Lào ở phía tây."
)


def read(*texts):
    ids = pd.Index([f"a{number}" for number in range(len(texts))], name="article")
    corpus = pd.DataFrame({"text": texts, "published": pd.NaT, "label": [f"Article {i}" for i in ids]}, index=ids)
    mentions = find_mentions(corpus)
    return corpus, mentions, find_quotes(corpus, mentions)


@pytest.fixture(scope="module")
def read_text():
    return read(TEXT, "Trời mưa to.")


def test_each_syllable_is_of_the_most_literal_kind(read_text):
    shares = speech.kind_shares(read_text[2])
    own = shares.loc["Lê Thị Lan"]
    assert own["syllables"] == 9 + 10  # dự án là niềm tự hào của cả vùng; Tôi sẽ xây … năm nay
    assert own["partial"] * own["syllables"] == pytest.approx(3)
    assert own["direct"] * own["syllables"] == pytest.approx(10)
    assert shares[["direct", "partial", "indirect"]].sum(axis=1).to_list() == pytest.approx([1] * len(shares))


def test_who_is_spoken_of_and_never_heard(read_text):
    _, mentions, quotes = read_text
    table = speech.talked_about(mentions, quotes, quoted_words(quotes)).set_index("actor")
    assert table.loc[["china", "laos"], "syllables"].to_list() == [0, 0]
    assert table.at["china", "spoken_of"] >= 1
    heard = table.loc["Lê Thị Lan"]
    assert heard["introducing"] == heard["mentions"] == 2
    assert heard["spoken_of"] == 0 < heard["syllables"]
    assert (table["mentions"] == table["introducing"] + table["spoken_of"]).all()


def test_sides_sum_to_the_syllables_of_all(read_text):
    corpus, _, quotes = read_text
    spoken = quoted_words(quotes)
    shares = speech.side_shares(corpus, spoken, {"Lê Thị Lan": "builders"})
    assert list(shares.index) == ["Article a0"]  # the other article quotes nobody
    assert shares["syllables"].iloc[0] == spoken["syllables"].sum()
    assert shares[["builders", ""]].sum(axis=1).iloc[0] == pytest.approx(1)


def test_a_verb_of_a_clause_and_its_fragments_counts_once(read_text):
    verbs = speech.cued(read_text[2])
    told = verbs.set_index("cue")
    assert verbs["cue"].value_counts()["cho biết"] == 1
    assert (told.at["cho biết", "stance"], told.at["cáo buộc", "stance"]) == ("neutral", "accusing")
    table = speech.cue_table(verbs, str)
    assert table["uses"].sum() == len(verbs)
    counts = speech.stance_counts(verbs)
    assert counts.to_numpy().sum() == (verbs["stance"] != "").sum()
    assert counts.at["anon", "accusing"] == 1


def test_unnamed_sources_are_as_written(read_text):
    corpus, _, quotes = read_text
    found = speech.unnamed_sources(corpus, quotes)
    assert all(source.lower().startswith("một quan chức") for source in found["source"])
    shares = speech.unnamed_shares(corpus, found, quoted_words(quotes)).set_index("article")["share"]
    assert 0 < shares["Article a0"] < 1
    assert shares["Article a1"] == 0


NEWS = st.lists(
    st.sampled_from([*TEXT.split("\n"), "“Vâng”, ông nói.", "Lào và Mỹ phủ nhận.", "Theo Reuters, giá tăng."])
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NEWS)
def test_tables_hold_on_any_news(sentences):
    corpus, mentions, quotes = read("\n".join(sentences))
    spoken = quoted_words(quotes)
    assert set(passages(quotes).index) <= set(quotes.index)
    shares = speech.kind_shares(quotes, top=99)
    assert set(shares.index) == set(spoken["speaker"])
    assert shares.drop(columns="syllables").sum(axis=1).to_list() == pytest.approx([1] * len(shares))
    table = speech.talked_about(mentions, quotes, spoken)
    assert table["syllables"].sum() == spoken.loc[spoken["speaker"] != "anon", "syllables"].sum()
    assert table["mentions"].sum() == (mentions["kind"] != "place").sum()
    assert len(speech.unnamed_sources(corpus, quotes)) <= len(passages(quotes))
    assert speech.stance_counts(speech.cued(quotes), top=99).to_numpy().sum() <= len(speech.cued(quotes))


def test_gold_judged_by_itself_is_all_right():
    judged = judge_quotes(load_gold("quotes").assign(rule="gold"))
    assert len(judged) == len(load_gold("quotes"))
    assert judged[["span", "kind_right", "speaker_right"]].all(axis=None)


def test_judging_agrees_with_scoring():
    gold = load_gold("quotes")
    found = gold.drop(gold.index[::7]).assign(rule="some")
    found.loc[found.index[::5], "speaker"] = "nobody"
    found.loc[found.index[::6], "kind"] = found.loc[found.index[::6], "kind"].replace({"direct": "partial"})
    judged, scores = judge_quotes(found), score_quotes(found)
    by_kind = score_quotes_by(judged, "gold_kind")
    marked = ["direct", "partial", "scare"]
    assert by_kind["quotations"].sum() == len(gold)
    assert by_kind.loc[marked, "span"].sum() == scores.at["marked spans", "right"]
    assert by_kind.loc[marked, "kind_right"].sum() == scores.at["kind", "right"]
    assert by_kind.loc[["direct", "partial"], "speaker_right"].sum() == scores.at["speaker", "right"]
    assert by_kind.at["indirect", "speaker_right"] == scores.at["indirect speaker", "right"]
    assert score_quotes_by(judged, "rule")["quotations"].sum() == len(found)


@pytest.fixture
def other_corpus(tmp_path, monkeypatch):
    monkeypatch.setenv("CORPUS", str(tmp_path))
    notebook.sides.cache_clear()
    yield tmp_path
    notebook.sides.cache_clear()


def test_sides_lie_beside_the_articles(other_corpus):
    assert notebook.sides() == {}
    (other_corpus / "sides.csv").write_text("\ufeffactor;side\nlaos;neighbours\n", encoding="utf-8")
    notebook.sides.cache_clear()
    assert notebook.sides() == {"laos": "neighbours"}


def test_a_table_of_sides_without_its_columns_is_named(other_corpus):
    (other_corpus / "sides.csv").write_text("who,side\nlaos,neighbours\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"sides\.csv has no column actor"):
        notebook.sides()
