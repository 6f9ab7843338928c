"""Quotations: marks of every kind, kinds, speakers; reported speech; on text that is not of the corpus."""

import pandas as pd
import pytest

from helpers import find_quotes
from helpers.marks import find_marked
from helpers.sieves import SIEVES


def quotes_of(text, **options):
    corpus = pd.DataFrame(
        {"text": [text], "published": [pd.Timestamp("2015-05-01")]}, index=pd.Index(["a"], name="article")
    )
    return find_quotes(corpus, **options)


def found(text):
    table = quotes_of(text)
    return list(zip(table["text"], table["kind"], table["speaker"], strict=True))


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("Ông nói “một”, \"hai\", «ba», ‘bốn’.", ["một", "hai", "ba", "bốn"]),
        ("“Một\" và \"hai” và ”ba“.", ["Một", "hai", "ba"]),
        ("“Ngoài ‘trong’ ngoài”", ["Ngoài ‘trong’ ngoài", "trong"]),
        ("Jane's Defence và O’Neill, màn 6.1\" nhé.", []),
        ("“Không đóng. Câu sau vẫn còn.\nĐoạn khác.", ["Không đóng."]),
        ("“Đoạn một.\n“Đoạn hai.”", ["Đoạn một.", "Đoạn hai."]),
        ("Nói \" có cách \" rồi đi.", ["có cách"]),
        ('Trống "" và “”.', []),
    ],
)  # fmt: skip
def test_marks(text, contents):
    assert [text[start:end] for start, end, _ in find_marked(text)] == contents


def test_an_unclosed_mark_does_not_swallow_the_article():
    text = "Ông nói: “Tôi đi. " + "Trời mưa to. " * 200 + "Bà nói: “Vâng”."
    assert all(len(content) < 40 for content, kind, _ in found(text) if kind != "indirect")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông Trần Minh nói: “Tôi sẽ về nhà ngay.”", ("Tôi sẽ về nhà ngay.", "direct", "Trần Minh")),
        ("“Tôi sẽ về nhà ngay”, ông Trần Minh nói.", ("Tôi sẽ về nhà ngay", "direct", "Trần Minh")),
        ("“Tôi sẽ về nhà ngay”, theo ông Trần Minh.", ("Tôi sẽ về nhà ngay", "direct", "Trần Minh")),
        ("“Tôi đi,” bà Lê Thị Lan nói, “nhưng tôi sẽ về.”", ("nhưng tôi sẽ về.", "direct", "Lê Thị Lan")),
        ("Ông Trần Minh gọi kế hoạch này là “trò đùa”.", ("trò đùa", "partial", "Trần Minh")),
        ("Họ xem bộ phim “Mùa xuân” tối qua.", ("Mùa xuân", "scare", "")),
        ("Một quan chức giấu tên cho biết tình hình “rất xấu”.", ("rất xấu", "partial", "anon")),
        ("Bắc Kinh và Hà Nội phủ nhận “tin đồn” này.", ("tin đồn", "partial", "china+vietnam")),
        ("– Tôi không biết gì cả, ông Trần Minh nói.", ("Tôi không biết gì cả", "direct", "Trần Minh")),
        ("Ông Trần Minh nói rằng giá sẽ tăng.", ("giá sẽ tăng", "indirect", "Trần Minh")),
        ("Theo ông Trần Minh, giá sẽ tăng.", ("giá sẽ tăng", "indirect", "Trần Minh")),
        ("Giá sẽ tăng, theo ông Trần Minh.", ("Giá sẽ tăng", "indirect", "Trần Minh")),
        ("Ông Trần Minh phủ nhận các cáo buộc.", ("các cáo buộc", "indirect", "Trần Minh")),
    ],
)  # fmt: skip
def test_found(text, expected):
    assert expected in found(text)


def test_hearsay_is_nobodys():
    assert found("Ông Trần Minh được cho là đang ở nước ngoài.") == []


def test_sieves_can_be_switched_off():
    text = "Ông Trần Minh nói: “Tôi sẽ về nhà ngay.”"
    only = [sieve for sieve in SIEVES if sieve.__name__ != "by_colon"]
    assert quotes_of(text)["rule"].iloc[0] == "by_colon"
    assert "by_colon" not in set(quotes_of(text, sieves=only)["rule"])


def test_the_speaker_span_is_as_written():
    text = "“Tôi sẽ về nhà ngay”, ông Trần Minh nói."
    row = quotes_of(text).iloc[0]
    assert text[row["speaker_start"] : row["speaker_end"]] == "ông Trần Minh"
    assert text[row["cue_start"] : row["cue_end"]] == row["cue"] == "nói"


def test_a_dialogue_goes_on_in_turn():
    text = (
        "Bị cáo Lê Thị Lan ra tòa. Chủ tọa Trần Minh hỏi:\n- Bị cáo biết không?\n- Dạ, biết - Lan đáp.\n"
        "- Sao còn làm?\n- Tại nghèo quá."
    )
    spoken = [(content, speaker) for content, _, speaker in found(text)]
    assert spoken == [
        ("Bị cáo biết không?", "Trần Minh"), ("Dạ, biết", "Lê Thị Lan"), ("Sao còn làm?", "Trần Minh"), ("Tại nghèo quá.", "Lê Thị Lan"),
    ]  # fmt: skip


def test_words_quoted_by_oneself_are_ones_own():
    text = "“Tôi nói với anh em: ‘Đừng thu thêm tiền của ai’. Rồi tôi về”, bà Lê Thị Lan kể."
    assert {speaker for _, _, speaker in found(text)} == {"Lê Thị Lan"}


def test_a_person_named_in_a_quotation_does_not_say_it():
    text = "Trần Văn Kiên ra tòa. “Chị Trang bảo tôi làm nên tôi tin”, bị cáo này khai. Bị cáo Trần Văn Kiên xin lỗi."
    assert found(text)[0][2] == "Trần Văn Kiên"


def test_a_demand_on_units_is_reported_and_an_application_filed_is_not():
    assert ("các đơn vị khẩn trương khắc phục", "indirect", "Trần Tuấn") in found(
        "Ông Trần Tuấn yêu cầu các đơn vị khẩn trương khắc phục."
    )
    assert found("Bộ Y tế công bố báo cáo tài chính hôm qua.") == []


def test_a_relative_with_a_pronoun_is_no_speaker_beside_the_name():
    assert found("Chị Lan về. Chồng chị, anh Hùng, nói: “Lửa bốc rất cao”.")[0][2] == "Hùng"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the source of a quoting verb, not the agency
        ("“Tôi sẽ về nhà ngay hôm nay”, Reuters dẫn lời ông Trần Minh.", ("Tôi sẽ về nhà ngay hôm nay", "direct", "Trần Minh")),
        # an aside holds no subject and no verb of saying
        ("Ông Trần Minh (bạn bà Lê Thị Lan) nói rằng giá sẽ tăng.", ("giá sẽ tăng", "indirect", "Trần Minh")),
        # what somebody wants another to say is not said
        ("Ông Trần Minh yêu cầu bà Lê Thị Lan làm rõ việc “rút vốn” này.", ("rút vốn", "partial", "Trần Minh")),
        # a relative clause behind, a sentence behind
        ("Đó là một “trò đùa” mà ông Trần Minh gọi tên hôm qua.", ("trò đùa", "partial", "Trần Minh")),
        ("“Làm nghề này phải biết chịu khổ”. Ông Trần Minh từng nói như vậy.", ("Làm nghề này phải biết chịu khổ", "direct", "Trần Minh")),
        # a verb that speaks only where it introduces words
        ("Ông Trần Minh bổ sung: “Chúng tôi chưa nhận được tiền.”", ("Chúng tôi chưa nhận được tiền.", "direct", "Trần Minh")),
        # a document speaks for its author
        ("Bộ Tài chính Nga phản đối. Thông cáo viết rằng mức phí “quá cao”.", ("quá cao", "partial", "Bộ Tài chính Nga")),
        # the clause that names the speaker stands behind
        ("Giá gạo trong nước sẽ còn giảm mạnh, ông Trần Minh nói với phóng viên.", ("Giá gạo trong nước sẽ còn giảm mạnh", "indirect", "Trần Minh")),
        # the main clause of a sentence, and the clause around another
        ("Khi được hỏi liệu có hối tiếc, bà Lê Thị Lan im lặng rồi đáp: “Tôi không hối tiếc gì”.", ("Tôi không hối tiếc gì", "direct", "Lê Thị Lan")),
        ("Ông Trần Minh, khi phóng viên hỏi về giá, chỉ nói: “Để xem đã nhé các anh”.", ("Để xem đã nhé các anh", "direct", "Trần Minh")),
        # an unnamed source: by its form, behind a quoting verb, with another's company
        ("Reuters dẫn lời một nhà hóa sinh nói rằng giá sẽ tăng.", ("giá sẽ tăng", "indirect", "anon")),
        ("Ông Trần Minh im lặng. Phó giám đốc một ngân hàng cho rằng giá sẽ tăng.", ("giá sẽ tăng", "indirect", "anon")),
        # whose words a noun brings
        ("Ông Trần Minh nhận được chỉ thị từ bà Lê Thị Lan rằng: “Các anh cứ bình tĩnh”.", ("Các anh cứ bình tĩnh", "direct", "Lê Thị Lan")),
        # words that are what their subject does
        ("Trong một thông cáo hôm qua, Bộ Tài chính Nga “lấy làm tiếc sâu sắc” về mức phí.", ("lấy làm tiếc sâu sắc", "partial", "Bộ Tài chính Nga")),
        # a medium between the syllables of the verb
        ("Bà Lê Thị Lan cho BBC biết giá sẽ tăng.", ("giá sẽ tăng", "indirect", "Lê Thị Lan")),
        # a dash on either side of the words
        ("– Tôi thương ba mẹ ở nhà lắm - anh Trần Minh kể.", ("Tôi thương ba mẹ ở nhà lắm", "direct", "Trần Minh")),
        # a clause that begins with a number
        ("Ông Trần Minh cho biết 25 chiến sĩ đã ở lại.", ("25 chiến sĩ đã ở lại", "indirect", "Trần Minh")),
        # a verb that no lexicon has
        ("“Tôi sẽ về nhà ngay hôm nay”, ông Trần Minh lẩy Kiều.", ("Tôi sẽ về nhà ngay hôm nay", "direct", "Trần Minh")),
    ],
)  # fmt: skip
def test_speakers_in_clauses(text, expected):
    assert expected in found(text)


@pytest.mark.parametrize("text", [
    "Bộ Y tế bác bỏ cáo buộc này.", "Chúng tôi hỏi ông Trần Minh về giá.", "Ba triệu liều vắc-xin đã về.",
    "Bà Lê Thị Lan đề nghị không nêu tên.", "Kevin Magnus ghi những điểm đầu tiên.",
])  # fmt: skip
def test_nothing_is_said(text):
    assert found(text) == []


def test_what_adds_something_says_nothing():
    assert found("Ông Trần Minh bổ sung ba cầu thủ.") == []


def test_a_headline_takes_the_speaker_of_the_words_it_repeats():
    text = (
        "Thị trường: “Chưa ai dám mở hàng lại”\n\nHôm qua, chợ vắng khách. “Chưa ai dám mở hàng lại vì sợ lỗ”, bà Lê Thị Lan nói.\n\n"
        "Các sạp khác cũng đóng cửa từ sớm."
    )  # fmt: skip
    assert {speaker for _, kind, speaker in found(text) if kind != "indirect"} == {"Lê Thị Lan"}
