"""Actors: names by lexicon and by form, chains, descriptions, pronouns; on text that is not of the corpus."""

import pandas as pd
import pytest

from helpers import find_mentions, suggest_actors
from helpers.lexicon import read_lexicon


def mentions_of(text, published="2015-05-01"):
    corpus = pd.DataFrame(
        {"text": [text], "published": [pd.Timestamp(published)]}, index=pd.Index(["a"], name="article")
    )
    return find_mentions(corpus)


def pairs(text, published="2015-05-01"):
    found = mentions_of(text, published)
    return list(zip(found["text"], found["actor"], found["kind"], strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tổng thống Mỹ Barack Obama phát biểu.", ("Tổng thống Mỹ Barack Obama", "obama", "name")),
        ("Tổng thống Mỹ Barack Obama phát biểu.", ("Mỹ", "usa", "name")),
        ("Hôm qua, Bắc Kinh phản đối.", ("Bắc Kinh", "china", "metonym")),
        ("Ông tới thăm Bắc Kinh.", ("Bắc Kinh", "china", "place")),
        ("Chiến sự trên bán đảo Triều Tiên.", ("Triều Tiên", "north_korea", "place")),
        ("Quan hệ Trung - Mỹ xấu đi.", ("Trung", "china", "name")),
        ("Hội đồng Bảo an Liên Hiệp Quốc họp.", ("Liên Hiệp Quốc", "un", "name")),
        ("Bà Nguyễn Thị Hương đến. Bà Hương nói.", ("Bà Hương", "Nguyễn Thị Hương", "name")),
        ("Ông Thomas Whitfield đến. Whitfield nói.", ("Whitfield", "Thomas Whitfield", "name")),
        ("PGS.TS Lê Văn Cường đến. Ông Cường nói.", ("Ông Cường", "Lê Văn Cường", "name")),
        (
            "Cơ quan Khí tượng Quốc gia Mỹ (NXA) báo bão. NXA nói bão lớn.",
            ("NXA", "Cơ quan Khí tượng Quốc gia Mỹ", "name"),
        ),
        ("Thủ tướng Anh David Cameron từ chức.", ("Anh", "uk", "name")),
        ("Tổng thống Mỹ phát biểu hôm qua.", ("Tổng thống Mỹ", "obama", "description")),
        ("Ông Trần Minh đến. Ông nói sẽ ở lại.", ("Ông", "Trần Minh", "pronoun")),
        ("Nga rút quân sau khi nước này ký thỏa thuận.", ("nước này", "russia", "description")),
        ("Nhiều người Pháp xuống đường.", ("người Pháp", "france", "name")),
    ],
)
def test_found(text, expected):
    assert expected in pairs(text)


@pytest.mark.parametrize(
    ("text", "not_found"),
    [
        ("Anh nói sẽ về. Chị Anh cười.", "uk"), ("Bà Nga bán phở.", "russia"), ("Ông Đức mua xe.", "germany"), ("Áo dài rất đẹp.", "austria"),
        ("Mỹ thuật Việt.", "usa"), ("Đường Nguyễn Huệ đông người.", "Nguyễn Huệ"), ("Tháng Ba trời lạnh.", "Ba"),
    ],
)  # fmt: skip
def test_not_found(text, not_found):
    assert not_found not in [actor for _, actor, _ in pairs(text)]


def test_office_holders_depend_on_the_date():
    text = "Tổng thống Mỹ phát biểu."
    assert [pairs(text, day)[0][1] for day in ("2007-05-01", "2010-05-01", "2018-05-01", "2022-05-01")] == [
        "george_w_bush" if "george_w_bush" in set(read_lexicon("actors")["actor"]) else "bush", "obama", "trump", "biden",
    ]  # fmt: skip


def test_titles_are_in_the_span_and_cores_are_bare():
    row = mentions_of("Ngoại trưởng Đức, ông Hans Mustermann nói.").query("actor == 'Hans Mustermann'").iloc[0]
    assert row["text"] == "Ngoại trưởng Đức, ông Hans Mustermann"
    assert row["core_end"] - row["core_start"] == len("Hans Mustermann")


def test_credits_are_no_mentions():
    assert pairs("Trời mưa to ở miền Bắc.\nNgập lụt ở nhiều nơi.\nNguyễn Văn An (Theo Reuters)") == []


def test_unlisted_names_are_suggested():
    corpus = pd.DataFrame(
        {"text": ["Ông Phan Quốc Trí đến. Ông Trí nói. Nga rút quân."]}, index=pd.Index(["a"], name="article")
    )
    table = suggest_actors(corpus)
    assert table.loc[0, ["alias", "actor", "mentions"]].tolist() == ["Phan Quốc Trí", "phan_quoc_tri", 2]


def test_names_of_bodies_and_persons_by_form():
    text = (
        "UBND H.Vị Thủy họp. Viện KSND tỉnh Hậu Giang kháng nghị. Quân khu 5 điều quân. Đảng cầm quyền ZANU-PF thắng. "
        "Y Thoan Niê ghi bàn, Y Thoan nói. Bác Sĩ Huỳnh Kim Phượng tới, rồi Bác Sĩ Phượng về."
    )
    found = mentions_of(text)
    names = found.loc[found["kind"] == "name", "text"].tolist()
    for name in ("UBND H.Vị Thủy", "Viện KSND tỉnh Hậu Giang", "Quân khu 5", "ZANU-PF", "Y Thoan Niê", "Bác Sĩ Phượng"):
        assert name in names
    assert found.loc[found["text"] == "Bác Sĩ Phượng", "actor"].item() == "Huỳnh Kim Phượng"


def test_an_office_of_a_province_is_a_title_and_a_street_is_no_person():
    text = "Chủ tịch UBND tỉnh Đặng Thị Thu Thủy nói. Chính quyền tổng thống Joe Biden im lặng. Đường Nguyễn Văn Linh ngập."
    found = mentions_of(text)
    assert found["actor"].tolist() == ["Đặng Thị Thu Thủy", "biden"]
    assert found["text"].tolist() == ["Chủ tịch UBND tỉnh Đặng Thị Thu Thủy", "tổng thống Joe Biden"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # unlisted organisations, by what stands around them
        ("Qualtro, công ty giao đồ ăn của Đức, rút lui. Hôm qua Qualtro báo lỗ.", ("Qualtro", "Qualtro", "name")),
        ("Nhân viên của Qualtro Foods đình công.", ("Qualtro Foods", "Qualtro Foods", "name")),
        ("Hôm qua, tổ chức Silver Lantern Alliance (SLA) phản đối. SLA kêu gọi đối thoại.", ("SLA", "Silver Lantern Alliance", "name")),
        # names to their end
        ("Giám đốc Công ty May Sông Trăng từ chức.", ("Công ty May Sông Trăng", "Công ty May Sông Trăng", "name")),
        ("Chi cục Bảo vệ môi trường TP.HCM vào cuộc.", ("Chi cục Bảo vệ môi trường TP.HCM", "Chi cục Bảo vệ môi trường TP.HCM", "name")),
        ("Phòng GD&ĐT huyện Đông Giang họp.", ("Phòng GD&ĐT huyện Đông Giang", "Phòng GD&ĐT huyện Đông Giang", "name")),
        ("Công ty CP Thép Minh Hà (mã MHX) báo lãi. MHX tăng trần.", ("MHX", "Công ty CP Thép Minh Hà", "name")),
        # a listed name may be but the beginning of another
        ("Bộ trưởng Juan Carlos Quintero đến.", ("Bộ trưởng Juan Carlos Quintero", "Juan Carlos Quintero", "name")),
        # an appositive is a description of its own
        ("Ông Trần Minh, tổ trưởng tổ dân phố 12, đến.", ("tổ trưởng tổ dân phố 12", "Trần Minh", "description")),
        ("Ông Trần Minh, trưởng đoàn, đến.", ("trưởng đoàn", "Trần Minh", "description")),
        ("Bà Lê Thị Lan, con gái ông, đến.", ("con gái ông", "Lê Thị Lan", "description")),
        # names right behind the first word of a sentence, to a lower-case end, over a list; with an ampersand
        ("Còn Trần Văn Minh thì im lặng.", ("Trần Văn Minh", "Trần Văn Minh", "name")),
        ("Chuyên gia Song Zhongming lo ngại.", ("Chuyên gia Song Zhongming", "Song Zhongming", "name")),
        ("Viện Bảo tồn di tích họp.", ("Viện Bảo tồn di tích", "Viện Bảo tồn di tích", "name")),
        ("Sở Văn hóa, Thể thao và Du lịch Lào Cai họp.", ("Sở Văn hóa, Thể thao và Du lịch Lào Cai", "Sở Văn hóa, Thể thao và Du lịch Lào Cai", "name")),
        ("Giám đốc điều hành T&Q Holger từ chức.", ("T&Q Holger", "T&Q Holger", "name")),
        # who is meant by a role: of its field, by its country, new in it; the head of a sector
        ("Giáo sư Trần Minh gặp ông Lê Hoàng Nam. Chuyên gia này lo ngại.", ("Chuyên gia này", "Trần Minh", "description")),
        ("Tay vợt Nhật Bản Aiko Morita thua. Tay vợt Nhật Bản chia sẻ: “Tôi buồn.”", ("Tay vợt Nhật Bản", "Aiko Morita", "description")),
        ("Ông Trần Minh đắc cử chủ tịch. Bà Lê Thị Lan chúc mừng tân chủ tịch.", ("tân chủ tịch", "Trần Minh", "description")),
        ("Bộ trưởng Trần Minh trả lời. Tư lệnh ngành y tế nhận lỗi.", ("Tư lệnh ngành y tế", "Trần Minh", "description")),
        # a body is meant by a noun that fits its name
        ("Trong văn bản gửi UBND tỉnh Lào Cai, Công ty Gỗ Sông Trăng phản đối. Công ty chế biến này kháng cáo. Công ty này đóng cửa.", ("Công ty này", "Công ty Gỗ Sông Trăng", "description")),
        # clubs named by their town, in news of sport
        ("HLV Trần Minh cho biết tiền đạo mới ghi bàn ở vòng đấu trước. Liverpool thua trận.", ("Liverpool", "liverpool_fc", "name")),
    ],
)  # fmt: skip
def test_found_by_context(text, expected):
    assert expected in pairs(text)


def test_a_pronoun_in_a_quotation_that_goes_on_is_not_its_speaker():
    text = "“Tôi nghĩ ông Trần Minh biết rõ”, ông Lê Hoàng Nam nói. Với cuộc gặp ông Phan Đức, “ông ấy rất tự tin”."
    assert ("ông ấy", "Trần Minh", "pronoun") in pairs(text)


def test_one_of_several_or_of_a_people_is_no_name():
    assert pairs("Hai tay đua Qualtro Red bỏ cuộc. Một cô gái người Dao khóc.") == []


def test_nobody_is_meant_who_has_come_in_without_a_name():
    text = "Ông Trần Minh đến. Một nhà ngoại giao lo ngại. Nhà ngoại giao này từ chối nêu tên."
    assert [actor for _, actor, kind in pairs(text) if kind == "description"] == []


def test_a_pronoun_behind_a_verb_of_speaking_is_its_subject():
    assert ("ông", "Trần Minh", "pronoun") in pairs(
        "Bà Lê Thị Lan im lặng. Ông Trần Minh thừa nhận ông theo dõi vụ này."
    )
    assert ("ông", "Trần Minh", "pronoun") in pairs("Khi ông Lê Nam hỏi, ông Trần Minh lắc đầu. Sau đó ông bỏ đi.")


def test_a_country_is_not_part_of_a_proper_name():
    text = "Hội Mỹ thuật họp. Đường xuống cảng Mỹ Thủy ngập. Tập đoàn Đức Long Vân xin lỗi. Giao tranh ở Nam Sudan."
    assert {actor for _, actor, _ in pairs(text)} & {"usa", "germany", "sudan"} == set()


def test_a_pronoun_in_a_quotation_is_not_who_speaks():
    text = "Cầu thủ Trần Minh ra sân. Huấn luyện viên Lê Hoàng Nam rất vui. “Cậu ấy chơi hay”, ông Nam nói."
    assert ("Cậu ấy", "Trần Minh", "pronoun") in pairs(text)
