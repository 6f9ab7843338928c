"""Events: clauses around times, their grouping by date and actors, days of quotations, and the axes they are drawn on."""

import itertools

import pandas as pd
import pytest

from helpers import find_events, find_mentions, find_quotes, find_sentences, find_times, notebook
from helpers.events import quote_days, reach
from helpers.timeplots import date_words, rungs_of, segments


def corpus_of(**texts):
    published = pd.Timestamp("2021-05-10")
    return pd.DataFrame(
        {"text": texts.values(), "label": texts.keys(), "published": published}, index=pd.Index(texts, name="article")
    )


ONE = "Ngày 3/5/2021, Thủ tướng Ấn Độ Narendra Modi gặp Tổng thống Pháp Emmanuel Macron; năm 2019 họ đã gặp nhau."
TWO = "Ông Narendra Modi và ông Emmanuel Macron hội đàm hôm 3/5. Ngày 20/5/2021, Úc sẽ bầu cử, nhưng Đức thì chưa."


def test_an_event_is_the_clause_around_a_time_with_its_actors():
    events = find_events(corpus_of(one=ONE, two=TWO))
    first = events.iloc[0]
    assert first["text"].endswith("Emmanuel Macron") and "2019" not in first["text"]
    assert {"india", "france"} <= set(first["actors"].split("+"))
    assert events["when"].tolist() == ["before", "before", "before", "after"]
    assert events["text"].iloc[3] == "Ngày 20/5/2021, Úc sẽ bầu cử"


def test_one_event_in_two_articles_has_one_number():
    events = find_events(corpus_of(one=ONE, two=TWO))
    same = events[events["date_from"] == pd.Timestamp("2021-05-03")]
    assert same["article"].tolist() == ["one", "two"] and len(set(same["event"])) == 1
    assert events["event"].nunique() == 3


def test_other_actors_on_one_day_are_another_event():
    events = find_events(corpus_of(one="Ngày 3/5/2021, Nga thử tên lửa.", two="Ngày 3/5/2021, Brazil bầu cử."))
    assert events["event"].tolist() == [1, 2]


def test_a_time_alone_is_no_clause():
    events = find_events(corpus_of(one="Hôm 3/5, sau khi rời Paris, ông Modi về nước."))
    assert events["text"].iloc[0] == "Hôm 3/5, sau khi rời Paris, ông Modi về nước."


def test_without_publication_date_nothing_is_before_or_after():
    events = find_events(corpus_of(one=ONE).drop(columns="published"))
    assert set(events["when"]) == {""} and len(events) == 2


def test_a_quotation_is_said_on_the_day_its_sentence_names():
    corpus = corpus_of(one="“Chúng tôi sẽ ký năm 2022”, ông Modi nói hôm 3/5. “Rất tốt”, ông Macron nói.")
    quotes, sentences, times = find_quotes(corpus), find_sentences(corpus), find_times(corpus)
    days = quote_days(quotes, times, sentences)
    assert days["said_text"].tolist() == ["hôm 3/5"] and days["said_on"].tolist() == [pd.Timestamp("2021-05-03")]


def test_reach_divides_times_into_past_present_and_future():
    corpus = corpus_of(one="Năm 2011, ông tới. Hiện nay ông ở Huế. Năm 2031, ông sẽ về.", two="Không có gì.")
    table = reach(corpus, find_times(corpus)).set_index("article")
    assert table.loc["one", ["past", "present", "future"]].tolist() == pytest.approx([1 / 3] * 3)
    assert table.loc["one", "years_back"] == pytest.approx(10.4, abs=0.1) and table.loc["two", "times"] == 0


def test_segments_cover_every_day_in_order():
    days = pd.to_datetime(
        ["1950-01-01", *pd.date_range("2020-01-01", periods=12), *pd.date_range("2022-01-01", periods=9)]
    )
    parts = segments(days)
    assert len(parts) > 1 and all(low <= high for low, high in parts)
    assert all(any(low <= day <= high for low, high in parts) for day in days)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(parts))
    assert segments([]) == [] and len(segments(days[:1])) == 1


def test_rungs_hold_every_date_and_every_day_of_publication():
    corpus = corpus_of(one=ONE, two=TWO)
    events = find_events(corpus, mentions=find_mentions(corpus))
    rungs = rungs_of(corpus, events, lambda article, start, end: "")
    assert rungs["date"].tolist() == ["2019", "3 May 2021", "10 May 2021", "20 May 2021"]
    assert rungs["told_by"].str.len().tolist() == [1, 2, 0, 1] and rungs["published_here"].iloc[2] == ["one", "two"]


@pytest.mark.parametrize(
    ("value", "words"),
    [("2023-09-13", "13 Sep 2023"), ("2023-09", "Sep 2023"), ("2023", "2023"), ("2023-SU", "summer 2023"),
     ("2023-Q3", "Q3 2023"), ("2023-W36-WE", "week 36, 2023"), ("2023-09-13TMO", "13 Sep 2023")],
)  # fmt: skip
def test_date_words(value, words):
    assert date_words(value) == words


def test_evidence_keeps_the_order_it_is_given():
    corpus = corpus_of(one="Năm 2010, ông tới. Năm 2018, ông đi.", two="Năm 2014, bà tới.")
    times = find_times(corpus).sort_values("value")
    assert notebook.with_sentence(times, find_sentences(corpus))["value"].tolist() == ["2010", "2014", "2018"]
