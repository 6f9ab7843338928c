"""What leaves the project comes back: CSV, Parquet, brat stand-off; formulas are neutralised."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import find_mentions, find_quotes, find_sentences, find_times, find_words, load_corpus
from helpers.accuracy import load_gold, score_mentions, score_quotes, score_times
from helpers.export import csv_bytes, read_table, write_tables
from helpers.lexicon import DATA
from helpers.standoff import read_brat, write_brat

FORMULAS = ["=1+1", "+84", "-3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "＝1", "''@"]


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(DATA)


@pytest.fixture(scope="module")
def tables(corpus):
    sentences = find_sentences(corpus)
    mentions, times = find_mentions(corpus, sentences), find_times(corpus)
    quotes = find_quotes(corpus, mentions, sentences)
    words = find_words(corpus, mentions, times, sentences)
    return {"sentences": sentences, "mentions": mentions, "quotes": quotes, "times": times, "words": words}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_tables_come_back_as_they_were(tmp_path, tables, kind):
    write_tables(tmp_path, **tables)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(read_table(tmp_path / f"{name}.{kind}"), table)


@pytest.mark.parametrize("cell", FORMULAS)
def test_formulas_are_neutralised_and_come_back(tmp_path, cell):
    table = pd.DataFrame(
        {
            "article": ["a"],
            "start": [0],
            "end": [len(cell)],
            "text": [cell],
            "paragraph": [1],
            "sentence": [1],
            "role": ["body"],
        }
    )
    assert csv_bytes(table).decode("utf-8-sig").split("\n")[1].split(",")[3].lstrip('"').startswith("'")
    write_tables(tmp_path, sentences=table)
    assert read_table(tmp_path / "sentences.csv")["text"][0] == cell


def test_formulas_in_column_names_are_neutralised():
    assert csv_bytes(pd.DataFrame({"=x": [1]})).decode("utf-8-sig").startswith("'=x")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_no_cell_begins_a_formula(cells):
    written = csv_bytes(pd.DataFrame({"a": cells})).decode("utf-8-sig")
    assert not any(line.lstrip('"').startswith(("=", "+", "@")) for line in written.split("\n")[1:2])


def test_a_table_of_another_name_or_shape_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text("a\n1\n")
    with pytest.raises(ValueError, match=r"x\.csv is no span table"):
        read_table(tmp_path / "x.csv")
    (tmp_path / "times.csv").write_text("article;start\na;1\n")
    with pytest.raises(ValueError, match=r"times\.csv lacks the column end"):
        read_table(tmp_path / "times.csv")


def test_gold_comes_back_from_brat(tmp_path, corpus):
    gold = {layer: load_gold(layer) for layer in ("mentions", "quotes", "times")}
    write_brat(tmp_path, corpus, **gold)
    back = read_brat(tmp_path)
    assert score_mentions(back["mentions"]).at["all", "f1"] == 1
    assert score_quotes(back["quotes"])["f1"].dropna().min() == 1
    assert score_times(back["times"])["f1"].min() == 1
    for layer, table in gold.items():
        columns = list(table.columns.intersection(back[layer].columns))
        order = ["article", "start", "end", "kind" if "kind" in columns else "type"]
        left, right = (t[columns].sort_values(order, ignore_index=True) for t in (table, back[layer]))
        pd.testing.assert_frame_equal(left, right, check_dtype=False)


def test_found_spans_come_back_from_brat(tmp_path, corpus, tables):
    write_brat(tmp_path, corpus, **{layer: tables[layer] for layer in ("mentions", "quotes", "times")})
    for layer, back in read_brat(tmp_path).items():
        pd.testing.assert_frame_equal(back, tables[layer][back.columns])


def test_a_correction_changes_the_score(tmp_path, corpus, tables):
    write_brat(tmp_path, corpus, times=tables["times"])
    assert score_times(tables["times"], gold=read_brat(tmp_path)["times"]).at["value", "f1"] == 1
    path = next(path for path in tmp_path.glob("*.ann") if path.stat().st_size)
    first, rest = path.read_text(encoding="utf-8").split("\n", 2)[1:]
    corrected = path.read_text(encoding="utf-8").replace(first, first.split("\t{")[0] + '\t{"value": "1066"}')
    path.write_text(corrected, encoding="utf-8")
    assert rest and score_times(tables["times"], gold=read_brat(tmp_path)["times"]).at["value", "f1"] < 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("T1\ttimes_DATE 0 99\tHôm", "not in the text"),
        ("T1\ttimes_DATE 0 3\tHim", "not 'Him'"),
        ("T1\ttimes_DATE x y\tHôm", "line 1"),
        ("T1", "line 1"),
        ("T1\ttimes_DATE 0 3\tHôm\n#1\tAnnotatorNotes T1\t{value", "line 2"),
    ],
)
def test_broken_brat_files_are_named(tmp_path, line, words):
    (tmp_path / "a.txt").write_text("Hôm nay.", encoding="utf-8")
    (tmp_path / "a.ann").write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match=words):
        read_brat(tmp_path)


@pytest.mark.parametrize("article", ["../a", "a/b", "..", "a\\b", "c:d", "a\nb", ""])
def test_ids_that_leave_the_folder_are_refused(tmp_path, article):
    corpus = pd.DataFrame({"text": ["Hôm nay."]}, index=pd.Index([article], name="article"))
    with pytest.raises(ValueError, match="no plain file name"):
        write_brat(tmp_path / "out", corpus)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


TEXTS = st.text(
    st.sampled_from("aÔ \n\u0301\u202e\u2028\x85\x0b🙂\"'{}") | st.characters(exclude_categories=["Cs"]), max_size=40
)


@given(TEXTS, st.data())
def test_any_span_of_any_text_comes_back_from_brat(tmp_path_factory, text, data):
    solid = [i for i, letter in enumerate(text) if letter != "\n"]
    if not solid:
        return
    start = data.draw(st.sampled_from(solid))
    end = data.draw(st.sampled_from([i for i in solid if i >= start])) + 1
    row = {
        "article": "a",
        "start": start,
        "end": end,
        "text": text[start:end],
        "type": "DATE",
        "value": text,
        "mod": "",
    }
    folder = tmp_path_factory.mktemp("brat")
    write_brat(folder, pd.DataFrame({"text": [text]}, index=pd.Index(["a"], name="article")), times=pd.DataFrame([row]))
    back = read_brat(folder)["times"].iloc[0].to_dict()
    assert back == row
