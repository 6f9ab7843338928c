"""The same utterance in several articles, on composed text."""

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import find_quotes
from helpers.utterances import find_same_utterances

ONE = (
    "Ông Trần Minh nói: “Chúng tôi sẽ xây thêm ba trường học ở vùng núi trước mùa khai giảng.” "
    "Bà Lê Thị Lan cho biết giá gạo tăng mạnh vì mất mùa ở đồng bằng. "
    "Ông Vũ Quốc Hùng khẳng định đội tuyển đã tập luyện suốt mùa đông."
)
OTHER = (
    "“Ngân sách năm nay đã cạn”, bà Đỗ Thị Mai than thở. "
    "Theo ông Minh, tỉnh sẽ xây ba trường học mới ở vùng núi trước ngày khai giảng. "
    "Ông Hồ Văn Sáu phủ nhận tin đồn về vụ cháy nhà máy."
)


def quotes_of(*texts):
    ids = pd.Index([f"a{number}" for number in range(len(texts))], name="article")
    return find_quotes(pd.DataFrame({"text": texts, "published": pd.NaT}, index=ids))


def test_one_sentence_in_two_wordings_is_found():
    same = find_same_utterances(quotes_of(ONE, OTHER))
    assert list(same["article"]) == ["a0", "a1"]
    assert set(same["utterance"]) == {1}
    assert all("trường học" in text for text in same["text"])
    assert same["similarity"].between(0, 1).all()


def test_other_words_of_the_same_speaker_are_not():
    other = OTHER.replace("tỉnh sẽ xây ba trường học mới ở vùng núi trước ngày khai giảng", "chợ đêm khá vắng khách")
    assert find_same_utterances(quotes_of(ONE, other)).empty


def test_the_same_words_of_unrelated_speakers_are_two_utterances():
    texts = [f"Ông {name} nói: “Chúng tôi sẽ làm hết sức mình vì đội.”" for name in ("Trần Minh", "Vũ Quốc Hùng")]
    assert find_same_utterances(quotes_of(*texts)).empty


def test_a_state_and_its_minister_may_say_the_same():
    texts = (
        "Pháp phủ nhận cáo buộc can thiệp vào cuộc bầu cử ở nước láng giềng.",
        "Tổng thống Pháp Emmanuel Macron phủ nhận cáo buộc can thiệp vào cuộc bầu cử ở nước láng giềng.",
    )
    assert len(find_same_utterances(quotes_of(*texts))) == 2


def test_three_articles_share_one_utterance():
    same = find_same_utterances(quotes_of(ONE, OTHER, ONE))
    schools = same[same["text"].str.contains("trường học")]
    assert set(schools["article"]) == {"a0", "a1", "a2"}
    assert len(set(schools["utterance"])) == 1


def test_one_article_or_none_has_nothing_to_share():
    assert find_same_utterances(quotes_of(ONE)).empty
    assert find_same_utterances(quotes_of("Trời mưa.", "Trời nắng.")).empty
    assert list(find_same_utterances(quotes_of(ONE))) == list(find_same_utterances(quotes_of(ONE, OTHER)))


NAMES = st.sampled_from(["Trần Minh", "Lê Thị Lan", "Vũ Quốc Hùng", "Đỗ Thị Mai"])
SYLLABLES = ["giá", "gạo", "tăng", "mạnh", "vì", "mất", "mùa", "trường", "học", "mới", "ở", "vùng", "núi", "xa"]
WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=4, max_size=9)
ARTICLE = st.lists(st.tuples(NAMES, WORDS), min_size=1, max_size=4)


def article(sentences):
    return " ".join(f"Người dân {name} nói: “Tôi {' '.join(words)}.”" for name, words in sentences)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ARTICLE, min_size=2, max_size=3))
def test_what_is_found_is_evidence_in_several_articles(articles):
    quotes = quotes_of(*map(article, articles))
    same = find_same_utterances(quotes)
    known = set(quotes[["article", "start", "end"]].itertuples(index=False, name=None))
    assert set(same[["article", "start", "end"]].itertuples(index=False, name=None)) <= known
    assert (same.groupby("utterance")["article"].nunique() >= 2).all()
    shuffled = find_same_utterances(quotes.sample(frac=1, random_state=1))
    assert set(shuffled["start"]) == set(same["start"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ARTICLE)
def test_a_copy_of_an_article_shares_all_its_speech(sentences):
    quotes = quotes_of(article(sentences), article(sentences))
    assert set(find_same_utterances(quotes)["text"]) == set(quotes.loc[quotes["speaker"] != "", "text"])
