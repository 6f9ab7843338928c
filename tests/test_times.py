"""Times: the examples beside the rules are the test; values and their intervals."""

from datetime import date

import pandas as pd
import pytest

from helpers import find_times
from helpers.lexicon import read_lexicon
from helpers.times import value_interval
from helpers.timex import number

EXAMPLES = read_lexicon("time_rules").to_dict("records")


def times_of(text, published=None):
    corpus = pd.DataFrame(
        {"text": [text], "published": [pd.Timestamp(published)]}, index=pd.Index(["a"], name="article")
    )
    return find_times(corpus)


@pytest.mark.parametrize("row", EXAMPLES, ids=[f"{row['rule']}: {row['span']}" for row in EXAMPLES])
def test_examples_of_the_grammar(row):
    found = times_of(row["example"], row["published"])
    hit = found[found["text"] == row["span"]]
    assert len(hit), found[["text", "value", "rule"]]
    assert hit.iloc[0][["rule", "type", "value", "mod"]].tolist() == [
        row[key] for key in ("rule", "type", "value", "mod")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Đội nhà thắng 3-1.", "Ông 71 tuổi.", "Hơn 2/3 dân số.", "Nghị định 24/2023/NĐ-CP.", "Ngày 31/2 không có.", "Quốc lộ 1A.",
        "Tiêm kích F-16.", "Giá 1.250 đồng.", "Lần thứ hai.", "Gọi số 0912-345-678.", "Điều 12/5 của luật.",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_time(text):
    assert times_of(text, "2024-06-18").empty


def test_without_publication_date_values_stay_underspecified():
    found = times_of("Hôm 13/9, ông tới. Năm ngoái, bà đi. Hôm qua trời mưa.")
    assert list(found["value"]) == ["XXXX-09-13", "XXXX", "XXXX-XX-XX"]
    assert found["date_from"].isna().all()


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-06-18", "2024-06-18", "2024-06-18"), ("2024-02", "2024-02-01", "2024-02-29"), ("2024", "2024-01-01", "2024-12-31"),
        ("2023-W36", "2023-09-04", "2023-09-10"), ("2023-W36-WE", "2023-09-09", "2023-09-10"), ("2024-Q2", "2024-04-01", "2024-06-30"),
        ("2023-WI", "2023-12-01", "2024-02-29"), ("199", "1990-01-01", "1999-12-31"), ("20", "2000-01-01", "2099-12-31"),
        ("2024-06-19TMO", "2024-06-19", "2024-06-19"), ("2024-H1", "2024-01-01", "2024-06-30"),
    ],
)  # fmt: skip
def test_intervals(value, first, last):
    assert value_interval(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("value", ["P24Y", "PXY", "PAST_REF", "XXXX-09-13", "2024-13-45", ""])
def test_values_without_interval(value):
    assert value_interval(value) == (None, None)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("hai mươi lăm", 25),
        ("mười hai", 12),
        ("một trăm", 100),
        ("24", 24),
        ("1.500", 1500),
        ("2,5", 2.5),
        ("ba chục", 30),
        ("nước", None),
    ],
)
def test_numbers(words, count):
    assert number(words) == count
