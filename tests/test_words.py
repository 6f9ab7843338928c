"""Words: names and times whole, tokens aligned to the text, no leak from one article into another."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import find_mentions, find_sentences, find_times, find_words, load_corpus
from helpers.lexicon import DATA, fold
from helpers.segment import segment


def words_of(text):
    corpus = pd.DataFrame(
        {"text": [text], "published": [pd.Timestamp("2024-06-18")]}, index=pd.Index(["a"], name="article")
    )
    return find_words(corpus)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tổng thống Nga Vladimir Putin đến.", ["Nga", "Vladimir Putin"]),
        ("Quan hệ với phương Tây xấu đi.", ["phương Tây"]),
        ("Bộ Ngoại giao Hoa Kỳ lên tiếng.", ["Bộ Ngoại giao", "Hoa Kỳ"]),
        ("Họ họp hôm 19/6 tại Huế.", ["hôm 19/6"]),
        ("Cuộc gặp Putin-Kim Jong Un.", ["Putin", "Kim Jong Un"]),
        ("Chuyện đó ông Kim nói rồi.", ["Kim", "nói"]),
        ("Lãnh đạo Triều Tiên Kim Jong-un phát biểu.", ["Triều Tiên", "Kim Jong Un"]),
        ("Chiếc MiG-21 rơi ở Kashmir, cách biên giới 3,5 km.", ["MiG-21", "Kashmir", "3,5"]),
        ("Lãi suất tăng 13% lên 1.500 tỷ đồng", ["13%", "1.500", "tỷ", "đồng"]),
        ("Phát triển kinh tế-xã hội.", ["kinh tế", "xã hội"]),
        ("Đàm phán giữa CDU/CSU và SPD", ["SPD"]),
        ("“Chúng tôi muốn hòa bình”—bà nói", ["hòa bình", "bà", "nói"]),
    ],
)
def test_names_times_and_numbers_are_whole(text, expected):
    words = list(words_of(text)["word"])
    assert all(word in words for word in expected), words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Họ trao trả viên phi công và mua phi đạn đạn đạo.", ["trao trả", "viên", "phi công", "phi đạn", "đạn đạo"]),
        ("Tổng Thống lên tiếng, tổng thống nói.", ["tổng thống", "tổng thống"]),
        ("Xe đến Lạng Sơn chiều qua.", ["Lạng Sơn"]),
        ("NGƯỜI DÂN PHẢN ĐỐI\nNgười dân phản đối.", ["người dân", "phản đối", "người dân", "phản đối"]),
    ],
)
def test_a_term_is_cut_and_written_alike(text, expected):
    words = list(words_of(text)["word"])
    assert all(word in words for word in expected), words


def test_tone_marks_are_placed_alike_and_spans_are_not():
    table = words_of("Cuộc hoà đàm và hòa đàm, hoàn toàn quý giá.")
    assert "hoà" in "".join(table["text"])
    assert not table["word"].str.contains("hoà(?!n)").any()
    assert {"hoàn toàn", "quý giá"} <= set(table["word"])


def test_function_words_are_marked():
    table = words_of("Ông nói với các phóng viên.")
    stops = set(table.loc[table["stop"], "word"])
    assert "với" in stops
    assert "nói" not in stops


def test_credits_are_not_counted():
    assert "biên dịch" not in set(words_of("Trời mưa.\nGió lớn.\nMinh Anh biên dịch")["word"])


def whole(spans, words, start="start"):
    edges = (
        {(row.article, row.start) for row in words.itertuples()},
        {(row.article, row.end) for row in words.itertuples()},
    )
    return all(
        (row["article"], row[start]) in edges[0]
        and (row["article"], row["core_end" if start != "start" else "end"]) in edges[1]
        for row in spans.to_dict("records")
    )


PIECES = ["ông Putin", "Triều Tiên", "Kim Jong-un", "nói", "“", "”", "–", "-", "/", ", ", ". ", " ", "\n", "hôm 18/6", "năm 2023", "3,5%",
          "vũ khí hạt nhân", "phương Tây", "Bộ Ngoại giao Mỹ", "hoà", "F-16"]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_found_names_and_times_are_whole_in_any_text(text):
    corpus = pd.DataFrame({"text": [text]}, index=pd.Index(["a"], name="article"))
    mentions, times = find_mentions(corpus), find_times(corpus)
    words = find_words(corpus, mentions, times)
    if (find_sentences(corpus)["role"] == "credit").any():  # credit lines have no words
        return
    names = mentions[mentions["kind"].isin(["name", "metonym", "place"])]
    assert whole(names, words, "core_start")
    assert whole(times, words)


def test_an_article_on_one_line_has_the_same_words():
    corpus = load_corpus(DATA).iloc[[4]]
    line = corpus.assign(text=[" ".join(corpus["text"].iloc[0].split())])
    one, other = find_words(line)["word"].value_counts(), find_words(corpus)["word"].value_counts()
    assert (one - other).abs().sum() < 0.03 * other.sum()


def test_no_word_reaches_over_the_end_of_a_sentence():
    text = "Họ dẫn lời ông"  # a heading and a body on one line, as its sentences tell
    corpus = pd.DataFrame({"text": [text]}, index=pd.Index(["a"], name="article"))
    one = find_sentences(corpus)
    middle = text.index("lời")
    two = pd.concat([one.assign(end=middle - 1), one.assign(start=middle, sentence=2)], ignore_index=True)
    assert "dẫn lời" in set(find_words(corpus, sentences=one)["word"])
    words = find_words(corpus, sentences=two)
    assert ((words["end"] < middle) | (words["start"] >= middle)).all()


def test_the_segmenter_is_fed_in_pieces_cut_between_words():
    text = " ".join(["Nga cung cấp vũ khí hạt nhân cho đồng minh"] * 400)
    words = find_words(pd.DataFrame({"text": [text]}, index=pd.Index(["a"], name="article")))
    assert set(words["word"]) <= {"Nga", "cung cấp", "vũ khí", "hạt nhân", "cho", "đồng minh", "nga"}
    assert (words["word"] == "vũ khí").sum() == 400


def test_raw_tokens_are_aligned_to_the_text():
    corpus = load_corpus(DATA)
    for article, start, end, text in segment(corpus).itertuples(index=False):
        assert corpus.at[article, "text"][start:end] == text
        assert text == text.strip()
    odd = pd.DataFrame({"text": ["Cuộc hoà đàm…   ở Huế\u00a0– “quý”"]}, index=pd.Index(["a"], name="article"))
    assert fold("hoà đàm") in set(segment(odd)["text"].map(fold))
