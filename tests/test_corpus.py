"""Loading: what is mended silently, what is warned of, what is refused; sentences and roles."""

import codecs
import hashlib
import os
import shutil
import subprocess
import unicodedata
import warnings

import pandas as pd
import pytest

from helpers import cleaning_report, find_sentences, load_corpus
from helpers.lexicon import DATA, ROOT

TEXT = "Hà Nội hôm nay có mưa. Ông Nam nói: “Trời lạnh.”\nĐoạn hai.\n"


def put(folder, **files):
    for name, content in files.items():
        (folder / f"{name}.txt").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def sentences_of(text):
    return list(find_sentences(pd.DataFrame({"text": [text]}, index=["a"]))["text"])


def test_shipped_texts_are_the_files_as_they_are():
    corpus = load_corpus(DATA)
    assert len(corpus) == 5
    for article, row in corpus.iterrows():
        raw = (DATA / "texts" / f"{article}.txt").read_bytes()
        assert row["text"] == raw.decode("utf-8")
        assert row["sha256"] == hashlib.sha256(raw).hexdigest()
        assert row["published"] == pd.Timestamp(article[:10])


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("bom", codecs.BOM_UTF8 + TEXT.encode()),
        ("utf16", TEXT.encode("utf-16")),
        ("crlf", TEXT.replace("\n", "\r\n").encode()),
        ("nfd", unicodedata.normalize("NFD", TEXT).encode()),
    ],
)
def test_mended_silently_and_counted(tmp_path, name, raw):
    folder = put(tmp_path, **{name: raw})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        corpus = load_corpus(folder)
    assert corpus.at[name, "text"] == TEXT
    report = cleaning_report(folder).loc[name]
    expected = {
        "bom": report["bom"],
        "utf16": report["encoding"] == "utf-16",
        "crlf": report["crlf"],
        "nfd": report["nfd"],
    }
    assert expected[name]


def test_kept_and_counted(tmp_path):
    text = "Một\u00a0dòng\u200b thôi"
    report = cleaning_report(put(tmp_path, a=text)).loc["a"]
    assert load_corpus(tmp_path).at["a", "text"] == text
    assert (report["nbsp"], report["zero_width"], report["one_line"]) == (1, 1, True)


def test_without_metadata_dates_stay_unknown(tmp_path):
    corpus = load_corpus(put(tmp_path, bai=TEXT))
    assert corpus.loc["bai", ["label", "title", "source_file"]].tolist() == ["bai", "", "bai.txt"]
    assert corpus["published"].isna().all()


def test_metadata_may_be_separated_by_semicolons_and_have_a_bom(tmp_path):
    put(tmp_path, bai=TEXT)
    (tmp_path / "articles.csv").write_text("article;published;note\nbai;18/06/2024;x, y\n", encoding="utf-8-sig")
    corpus = load_corpus(tmp_path)
    assert corpus.at["bai", "published"] == pd.Timestamp("2024-06-18")
    assert corpus.at["bai", "note"] == "x, y"


@pytest.mark.parametrize(
    ("files", "table", "words"),
    [
        ({"a": TEXT, "b": TEXT}, "article\na\n", "without metadata, not in articles.csv: b"),
        ({"a": TEXT}, "article\na\nc\n", "rows without a text, left out: c"),
        ({"a": TEXT, "b": "  \n"}, None, "b.txt is left out: it is empty"),
        (
            {"a": TEXT, "b": "Hà Nội có mưa to".encode("cp1258", "ignore") + b"\xff\xc0"},
            None,
            "b.txt is left out: it is not UTF-8",
        ),
        ({"a": TEXT, "b": TEXT.encode("utf-16-le")}, None, "save it as UTF-8"),
    ],
)
def test_warned_of(tmp_path, files, table, words):
    put(tmp_path, **files)
    if table:
        (tmp_path / "articles.csv").write_text(table)
    with pytest.warns(UserWarning, match=words):
        corpus = load_corpus(tmp_path)
    assert "a" in corpus.index


def test_other_files_are_named(tmp_path):
    put(tmp_path, a=TEXT)
    (tmp_path / "bai.docx").write_bytes(b"x")
    with pytest.warns(UserWarning, match=r"bai\.docx"):
        load_corpus(tmp_path)


@pytest.mark.parametrize(
    ("files", "table", "words"),
    [
        ({}, None, "No .txt file"),
        ({"a": " "}, None, "No readable article"),
        ({"a": TEXT}, "article\na\na\n", "has a twice"),
        ({"a": TEXT}, "article\n../a\n", "no plain file name"),
        ({"a": TEXT}, "article\nx/y\n", "no plain file name"),
        ({"a": TEXT}, "article,sha256\na,00\n", "checksum"),
        ({"a": TEXT}, "article,published\na,hôm qua\n", "no date"),
        ({"a": TEXT}, "id\na\n", "no column 'article'"),
    ],
)
def test_refused(tmp_path, files, table, words):
    put(tmp_path, **files)
    if table:
        (tmp_path / "articles.csv").write_text(table, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(ValueError, match=words):
            load_corpus(tmp_path)


def test_too_large_is_refused(tmp_path):
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(ValueError, match=r"a\.txt is over 20 MB"):
        load_corpus(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes")
def test_links_and_devices_are_refused(tmp_path):
    put(tmp_path, a=TEXT)
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(ValueError, match=r"b\.txt is a link"):
        load_corpus(tmp_path)
    (tmp_path / "b.txt").unlink()
    os.mkfifo(tmp_path / "c.txt")
    with pytest.raises(ValueError, match=r"c\.txt is a link"):
        load_corpus(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_linked_folder_of_texts_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    put(tmp_path / "elsewhere", a=TEXT)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "texts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ValueError, match="texts is a link"):
        load_corpus(tmp_path / "corpus")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(ValueError, match="khong-co is not a folder"):
        load_corpus(tmp_path / "khong-co")


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_line_end_conversion_leaves_the_texts_alone(tmp_path):
    for part in ("data/texts", "data/articles.csv", ".gitattributes"):
        source, target = ROOT / part, tmp_path / "origin" / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target) if not target.parent.mkdir(
            parents=True, exist_ok=True
        ) else None
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    origin, clone = str(tmp_path / "origin"), str(tmp_path / "clone")
    for command in (["init", "-q", origin], ["-C", origin, "add", "-A"], ["-C", origin, "commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True)
    subprocess.run([*git, "clone", "-q", "-c", "core.autocrlf=true", origin, clone], check=True)
    assert len(load_corpus(tmp_path / "clone" / "data")) == 5


# --- sentences -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ông đến TP. Hồ Chí Minh hôm qua. Bà ở lại.", 2),
        ("Gạo, ngô, v.v. đều tăng giá. Dầu giảm.", 2),
        ("Tính đến 3.2012, giá là 1.250 đồng. Nay khác.", 2),
        ("Hội nghị kết thúc./.", 1),
        ("Ông nói: “Tôi đi. Tôi sẽ về.” Rồi ông đi.", 2),
        ("“Tôi đi. Anh ở lại nhé!” ông nói.", 1),
        ("PGS. TS. Nguyễn Văn A phát biểu. J. K. Rowling viết.", 2),
        ("Tựa đề của bài\nCâu đầu tiên. Câu thứ hai.", 3),
        ("Ông hỏi: “Ai đó?”. Không ai đáp…", 2),
        ("1. Điều thứ nhất. 2. Điều thứ hai.", 2),
        ("George W. Bush đến. Ông về.", 2),
        ("Anh nói « được. » Chị cười.", 2),
    ],
)
def test_where_sentences_end(text, count):
    found = sentences_of(text)
    assert len(found) == count, found


def test_every_visible_character_is_in_a_sentence():
    text = "A\n\n  B. C?! D…\n“E. F” g.\n"
    assert "".join("".join(sentences_of(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Minh Anh (Theo Reuters)", "credit"),
        ("Lê Vy biên dịch", "credit"),
        ("Ảnh: AFP", "credit"),
        ("Nguồn: BBC", "credit"),
        ("Theo Guardian", "credit"),
        ("Thu Hà - Minh Đức", "credit"),
        ("Ảnh hưởng của bão rất lớn.", "body"),
        ("Theo ông, mọi việc đã xong.", "body"),
    ],
)
def test_credits(line, role):
    text = f"Một câu dài của bài viết này.\nMột câu khác nữa của bài.\n{line}"
    roles = find_sentences(pd.DataFrame({"text": [text]}, index=["a"]))["role"]
    assert roles.iloc[-1] == role


def test_roles_of_a_built_article():
    text = (
        "Giá gạo tăng mạnh\nNông dân vui, người mua lo.\nHôm qua giá gạo tăng 5%. Đây là mức cao nhất.\n"
        "Vì sao giá tăng\nCác chuyên gia nêu ba lý do.\nHọ nói thêm về mùa sau.\nNgọc Lan"
    )
    table = find_sentences(pd.DataFrame({"text": [text]}, index=["a"]))
    assert list(table["role"]) == ["title", "standfirst", "body", "body", "heading", "body", "body", "credit"]


def test_an_article_on_one_line_has_body_and_credit():
    text = "Giá gạo tăng mạnh hôm qua. Nông dân vui. Mai Lan (Theo AFP)"
    table = find_sentences(pd.DataFrame({"text": [text]}, index=["a"]))
    assert list(table["role"]) == ["body", "body", "credit"]
