"""Words: names and times whole, tokens aligned to the text, no leak from one article into another."""

import pandas as pd
import pytest

from helpers import find_words


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
    ],
)
def test_names_and_times_are_whole(text, expected):
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
