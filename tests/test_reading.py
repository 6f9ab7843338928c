"""The reading view and the wording: everything found is marked, everything is escaped, both languages are whole."""

import re
import string

import pandas as pd
import pytest

from helpers import find_mentions, find_quotes, find_times, load_corpus
from helpers.lexicon import DATA, ROOT
from helpers.reading import reading_view
from helpers.wording import localised, phrase


def corpus_of(text, published="2015-05-01"):
    rows = {"text": [text], "label": ["<Bài>"], "published": [pd.Timestamp(published)]}
    return pd.DataFrame(rows, index=pd.Index(["a"], name="article"))


@pytest.mark.filterwarnings("ignore:Loaded without metadata")
def test_everything_found_is_marked():
    for folder in (DATA, ROOT / "tests" / "newsroom"):
        corpus = load_corpus(folder)
        for article in corpus.index:
            own = corpus.loc[[article]]
            _, text = reading_view(corpus, article)
            body = text.split("\n\n", 1)[1]
            marked = {
                "⟦": (find_quotes(own)["kind"] != "scare").sum(),
                "‹": len(find_mentions(own)),
                "{": len(find_times(own)),
            }
            for (before, count), after in zip(marked.items(), "⟧›}", strict=True):
                own_text = corpus.at[article, "text"]  # which may hold the same signs
                assert body.count(before) - own_text.count(before) == count
                assert body.count(after) - own_text.count(after) == count


def test_marks_close_in_order_and_name_what_they_mean():
    page, text = reading_view(corpus_of("Hôm qua, bà Lê Thị Lan nói: “Tôi sẽ về Nga.” Bà Lan vui."), "a")
    assert "{Hôm qua → 2015-04-30}" in text
    assert "‹bà Lê Thị Lan → Lê Thị Lan›" in text
    assert "“⟦Tôi sẽ về ‹Nga → Russia›.⟧ (Lê Thị Lan)”" in text
    assert "‹Bà Lan → Lê Thị Lan›" in text
    assert page.count("<span") == page.count("</span>") > 4


def test_articles_are_escaped():
    hostile = 'Ông Trần Minh nói: “<script>alert("x")</script> & <img src=x>”.\nDòng hai.'
    page, text = reading_view(corpus_of(hostile), "a")
    assert not re.search(r"<(script|img|Bài)", page)
    assert "&lt;script&gt;" in page
    assert re.sub(r"⟦|⟧ \(.*?\)|‹|( → [^›]*)?›", "", text.split("\n\n", 1)[1]) == hostile
    assert all(line.count("<span") == line.count("</span>") for line in page.splitlines())


def test_an_unknown_article_is_named_with_those_there_are():
    with pytest.raises(KeyError, match=r"No article 'b': there are a"):
        reading_view(corpus_of("Trời mưa."), "b")


def test_numbers_are_written_as_the_language_writes_them(monkeypatch):
    values = {"articles": 5, "syllables": 6820, "sentences": 215, "longest": "x, 1.5", "most": 1705}
    assert "6,820" in phrase("corpus_size", **values)
    monkeypatch.setenv("REPORT_LANG", "vi")
    told = phrase("corpus_size", **values)
    assert "6.820 âm tiết" in told
    assert "x, 1.5" in told
    assert localised("3 passages") == "3 đoạn"
    assert localised("no such words") == "no such words"


@pytest.mark.parametrize("row", pd.read_csv(DATA / "phrases.csv").to_dict("records"), ids=lambda row: row["key"])
def test_both_languages_fill_in_the_same_values(row):
    fields = [{name for _, name, _, _ in string.Formatter().parse(row[lang]) if name} for lang in ("en", "vi")]
    assert fields[0] == fields[1]


def test_what_is_drawn_can_be_said_in_vietnamese(monkeypatch):
    """Titles, axes and texts of the figures as the committed notebooks have them."""
    monkeypatch.setenv("REPORT_LANG", "vi")
    listed = (ROOT / "figures" / "README.md").read_text(encoding="utf-8")
    texts = re.findall(r"^!\[(.*)\]\(", listed, re.M)
    assert texts
    missing = [text for text in texts if re.search(r"\b(the|of|and|each|by)\b", localised(text).split(":")[0])]
    assert missing == []
