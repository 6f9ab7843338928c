"""Which articles are there, and how are they built? Loading a folder of texts; sentences and their roles."""

import hashlib
import os
import re
import unicodedata
import warnings
from bisect import bisect_right
from functools import cache
from pathlib import Path

import pandas as pd
from charset_normalizer import from_bytes

from helpers.lexicon import DATA, alternatives, fold, forms
from helpers.marks import find_marked

METADATA = ["label", "published", "published_basis", "title", "outlet", "byline", "event", "source_file", "sha256"]
MAX_BYTES = 20_000_000
_TABLES = ("articles.csv", "sides.csv", "translations.csv")  # what may lie beside the texts
SENTENCES = {"paragraph": "int64", "sentence": "int64", "role": "str"}

_NOT_PLAIN = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]|^[.\-]|^\s|[\s.]$')
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def load_corpus(folder=None):
    """Load the articles of a folder: `*.txt` in it or in its `texts/`, described by `articles.csv` if there is one.

    Texts are decoded (UTF-8, or UTF-16 with a byte order mark), the byte order mark dropped, CRLF and CR made LF, and
    put into NFC; nothing else is changed, so offsets into `text` are evidence. What was found in the files is in
    `cleaning_report`.

    Parameters
    ----------
    folder : str or path-like, optional
        Default: the environment variable ``CORPUS``, else the five articles shipped in `data/`.

    Returns
    -------
    pandas.DataFrame
        Indexed by `article`, one row an article, in order of the ids: `text`, `label`, `published` (datetime, NaT
        where unknown), `published_basis`, `title`, `outlet`, `byline`, `event`, `source_file`, `sha256`, and whatever
        other columns `articles.csv` has.

    Raises
    ------
    ValueError
        Duplicate ids, ids that are no plain file names, links or devices, no articles, a file over 20 MB, a checksum
        or a date that is wrong. The message names the file and the remedy.

    Warns
    -----
    UserWarning
        A text without a row in `articles.csv`, a row without a text, an empty or undecodable file, a file of
        another kind. The first is loaded, the others are left out.
    """
    folder = _corpus_folder(folder)
    files, metadata = _article_files(folder), _read_metadata(folder / "articles.csv")
    texts, hashes = {}, {}
    for article, path in files.items():
        raw = path.read_bytes()
        hashes[article] = hashlib.sha256(raw).hexdigest()
        try:
            texts[article] = _decode(raw)[0]
        except ValueError as error:
            warnings.warn(f"{path.name} is left out: {error}", stacklevel=2)
    if not texts:
        raise ValueError(f"No readable article in {folder.name}/: put one UTF-8 .txt file an article there.")
    _compare(files, texts, metadata, hashes)
    corpus = pd.DataFrame({"text": pd.Series(texts, dtype="str")}).rename_axis("article").sort_index()
    corpus = corpus.join(metadata)
    corpus["sha256"] = corpus.index.map(hashes)
    corpus["source_file"] = corpus["source_file"].where(corpus["source_file"].fillna("") != "", corpus.index + ".txt")
    corpus["label"] = corpus["label"].where(corpus["label"].fillna("") != "", corpus.index.str.slice(0, 40))
    text_columns = corpus.columns.difference(["published"])
    return corpus.fillna(dict.fromkeys(text_columns, ""))


def cleaning_report(folder=None):
    """Count what `load_corpus` met in each file, silently mended or not.

    Parameters
    ----------
    folder : str or path-like, optional
        As in `load_corpus`.

    Returns
    -------
    pandas.DataFrame
        Indexed by `article`: `bytes`, `characters` (code points of `text`), `encoding`, `bom`, `crlf` (line ends),
        `nfd` (characters changed by normalisation), `nbsp` (non-breaking spaces), `zero_width` (characters),
        `paragraphs`, `one_line` (whether the article stands on one line).
    """
    rows = []
    for article, path in _article_files(_corpus_folder(folder)).items():
        raw = path.read_bytes()
        try:
            text, encoding, decoded = _decode(raw)
        except ValueError:
            continue
        paragraphs = sum(bool(line.strip()) for line in text.split("\n"))
        rows.append(
            {
                "article": article,
                "bytes": len(raw),
                "characters": len(text),
                "encoding": encoding,
                "bom": decoded.startswith("\ufeff"),
                "crlf": decoded.count("\r\n"),
                "nfd": len(decoded) - len(unicodedata.normalize("NFC", decoded)),
                "nbsp": sum(text.count(space) for space in "\u00a0\u202f\u2007"),
                "zero_width": len(_ZERO_WIDTH.findall(text)),
                "paragraphs": paragraphs,
                "one_line": paragraphs == 1,
            }
        )
    return pd.DataFrame(rows).set_index("article").sort_index()


def _corpus_folder(folder):
    folder = Path(folder or os.environ.get("CORPUS") or DATA)
    if not folder.is_dir():
        raise ValueError(f"{folder.name} is not a folder: give the folder in which the .txt files are.")
    return folder


def _article_files(folder):
    """Map article ids to the files of the corpus; refuse what is no plain file and say what is left aside."""
    place = folder / "texts" if (folder / "texts").is_dir() else folder
    if place != folder and place.is_symlink():
        raise ValueError("texts is a link: replace it by the folder itself.")
    files, others = {}, []
    for path in sorted(place.iterdir()):
        if path.name.startswith("."):
            continue
        if path.suffix.lower() != ".txt":
            if path.is_file() and path.name not in _TABLES and not path.name.upper().startswith("README"):
                others.append(path.name)
            continue
        if path.is_symlink() or not path.is_file():
            raise ValueError(f"{path.name} is a link, a folder or a device: replace it by the text file itself.")
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(f"{path.name} is over {MAX_BYTES // 1_000_000} MB: split it into one file an article.")
        article = plain_id(path.stem, path.name)
        if article in files:
            raise ValueError(f"Two texts are called {article}: rename {path.name}.")
        files[article] = path
    if others and place == folder:
        warnings.warn(f"Left aside, not .txt: {', '.join(others[:5])}. Save them as plain text (UTF-8).", stacklevel=3)
    if not files:
        hint = f" (it has {', '.join(others[:3])}: save as plain text)" if others else ""
        raise ValueError(f"No .txt file in {folder.name}/{hint}: put one UTF-8 .txt file an article there.")
    return files


def plain_id(name, where):
    """Check that an article's id is a plain file name and nothing else: no slash, no `..`, no control character.

    Parameters
    ----------
    name, where : str
        The id, and where it stands, for the message.

    Returns
    -------
    str
        The id in NFC.

    Raises
    ------
    ValueError
    """
    article = unicodedata.normalize("NFC", name)
    if not article or _NOT_PLAIN.search(article):
        raise ValueError(f"{where}: the id {article!r} is no plain file name; use letters, digits, - and _ only.")
    return article


def _decode(raw):
    """Decode one file; return its text, the encoding and the text before line ends and normalisation were mended."""
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), "utf-8")
    try:
        decoded = raw.decode(encoding)
    except UnicodeDecodeError:
        decoded = "\x00"
    if "\x00" in decoded:
        best = from_bytes(raw[:100_000], threshold=0.5).best()
        likely = f"likely {best.encoding}" if best else "an unknown encoding, perhaps TCVN3 or VNI"
        raise ValueError(f"it is not UTF-8 ({likely}). Open it in an editor and save it as UTF-8.")
    text = unicodedata.normalize("NFC", decoded.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise ValueError("it is empty. Put the article's text into it, or delete it.")
    return text, encoding, decoded if encoding != "utf-16" else "\ufeff" + decoded


def _read_metadata(path):
    """Read articles.csv with or without byte order mark, separated by , or ; — or an empty table if there is none."""
    empty = pd.DataFrame(columns=["article", *METADATA], dtype="str")
    table = empty
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise ValueError("articles.csv is a link or no file: replace it by the table itself.")
    if path.exists():
        raw = path.read_bytes()
        encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        try:
            header = raw.decode(encoding).split("\n", 1)[0]
            separator = max(",;\t", key=header.count)
            table = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding=encoding)
        except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            raise ValueError(f"articles.csv can't be read ({error}): save it as 'CSV UTF-8'.") from None
        table.columns = table.columns.str.strip().str.lower()
        if "article" not in table:
            raise ValueError("articles.csv has no column 'article': name the one with the file names so.")
    table = table.apply(lambda column: column.str.strip())
    table["article"] = [plain_id(name.removesuffix(".txt"), "articles.csv") for name in table["article"]]
    if (twice := table["article"][table["article"].duplicated()]).size:
        raise ValueError(f"articles.csv has {twice.iloc[0]} twice: delete one of its rows.")
    table = table.reindex(columns=list(dict.fromkeys([*empty.columns, *table.columns]))).set_index("article")
    table["published"] = _parse_dates(table["published"])
    return table


def _parse_dates(column):
    """Parse ISO dates (2024-06-18), also the day-first form that spreadsheets make of them (18/06/2024)."""
    column = column.fillna("")
    dates = pd.to_datetime(column.str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
    dates = dates.fillna(pd.to_datetime(column, format="%d/%m/%Y", errors="coerce"))
    wrong = column[(column != "") & dates.isna()]
    if wrong.size:
        raise ValueError(f"articles.csv, {wrong.index[0]}: {wrong.iloc[0]!r} is no date; write it as 2024-06-18.")
    return dates.astype("datetime64[s]")


def _compare(files, texts, metadata, hashes):
    """Compare texts with the table: checksums must agree, the rest is warned of."""
    stated = metadata["sha256"].fillna("").str.lower()
    for article, checksum in stated[stated != ""].items():
        if article in hashes and hashes[article] != checksum:
            raise ValueError(f"{files[article].name} is not the file articles.csv describes (its checksum differs): "
                             "restore the file, or empty the cell sha256 of its row.")  # fmt: skip
    missing = metadata.index.difference(list(files))
    if missing.size:
        warnings.warn(f"articles.csv has rows without a text, left out: {', '.join(missing[:5])}.", stacklevel=3)
    without = [article for article in texts if article not in metadata.index]
    if without and len(metadata):
        warnings.warn(f"Loaded without metadata, not in articles.csv: {', '.join(without[:5])}.", stacklevel=3)


def span_table(rows, columns):
    """Make a span table of tuples ``(article, start, end, text, …)``.

    Parameters
    ----------
    rows : list of tuple
    columns : dict
        Names and dtypes of the columns beside `article`, `start`, `end` and `text`.

    Returns
    -------
    pandas.DataFrame
        In order of article, start, and longest first; dtypes are the same with and without rows.
    """
    dtypes = {"article": "str", "start": "int64", "end": "int64", "text": "str", **columns}
    rows = sorted(rows, key=lambda row: (row[0], row[1], -row[2]))
    table = pd.DataFrame.from_records(rows, columns=list(dtypes))
    return table.astype(dtypes)


def by_article(table):
    """Parts of a span table by article."""
    return dict(iter(table.groupby("article", sort=False)))


def iter_articles(corpus):
    """Yield ``(article, text, published)`` of a corpus; published is a `datetime.date` or None."""
    if not isinstance(corpus, pd.DataFrame) or "text" not in corpus:
        raise TypeError("A corpus is a data frame with a column 'text', indexed by article: see load_corpus.")
    published = corpus["published"] if "published" in corpus else pd.Series(pd.NaT, index=corpus.index)
    for article, text, day in zip(corpus.index, corpus["text"], pd.to_datetime(published), strict=True):
        yield str(article), text, None if pd.isna(day) else day.date()


# --- sentences ---------------------------------------------------------------------------------------------------

# A run of stops is taken whole (possessive, never begun in its middle): thousands of dots stay linear.
_STOP = re.compile(r"(?:\./\.|(?<![.!?…])[.!?…]++)(?:[”\"’'»)\]]| [”»])*(?=\s|$)")
_LAST_WORD = re.compile(r"[\w.]+$")
_LIST_NUMBER = re.compile(r"\s*\(?\w{1,3}$")
_IN_MARKS = re.compile(r"[\"“‘'«„][^\"“”‘’«»„]+[\"”’'»]")
_TERMINAL = re.compile(r"[.!?…:;]\s*[”\"’'»)\]]*\s*$|[.!?…:;]$")
_LONGEST = 4000  # characters of a sentence: what has no end in so many is cut at a blank, so that work stays linear
_OPENER = "“„‟«\"‘'([-–—•*…"


def find_sentences(corpus):
    """Find sentences, the paragraphs they stand in and their roles.

    A sentence ends at `.`, `!`, `?` or `…` before a capital, a digit or an opening mark, and at a line end; not inside
    quotation marks, after an abbreviation of `data/lexicon/abbreviations.csv`, an initial or a list number; what has no
    end within 4,000 characters is cut at a blank. Roles are
    told by form: see `_paragraph_roles`; credits also by `data/lexicon/credits.csv`.

    Parameters
    ----------
    corpus : pandas.DataFrame
        As `load_corpus` returns it; only `text` is needed.

    Returns
    -------
    pandas.DataFrame
        A span table: `article`, `start`, `end`, `text`, `paragraph` and `sentence` (numbered from 1 in the article),
        `role` (title, standfirst, heading, body or credit).
    """
    rows = [row for article, text, _ in iter_articles(corpus) for row in _article_sentences(article, text)]
    return span_table(rows, SENTENCES)


def _article_sentences(article, text):
    inside = [(start, end) for start, end, closed in find_marked(text) if closed]
    starts = [start for start, _ in inside]
    reach, furthest = [], 0  # the furthest end of any marked stretch up to each start: nested ones don't hide it
    for _, end in inside:
        furthest = max(furthest, end)
        reach.append(furthest)
    paragraphs = []
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        paragraphs.append(list(_split(text, match.start(), match.end(), starts, reach)))
    number = 0
    for index, (role, sentences) in enumerate(zip(_paragraph_roles(text, paragraphs), paragraphs, strict=True), 1):
        last_paragraph = index == len(paragraphs)
        for position, (start, end) in enumerate(sentences):
            number += 1
            closing = last_paragraph and position == len(sentences) - 1 and number > 1
            own = "credit" if role != "title" and _is_credit(text[start:end], closing) else role
            yield article, start, end, text[start:end], index, number, own


def _split(text, start, end, starts, reach):
    """Split one paragraph into sentences, as (start, end) without blanks at the edges."""
    begin = start
    for match in _STOP.finditer(text, start, end):
        after = text[match.end() : match.end() + 3].lstrip()[:1]
        if match.end() < end and not (after.isupper() or after.isdigit() or after in _OPENER):
            continue
        found = bisect_right(starts, match.start()) - 1
        if found >= 0 and match.end() < reach[found] + 1 and match.end() < end:
            continue
        if match.end() < end and match.group().startswith(".") and _is_abbreviation(text, begin, match.start()):
            continue
        yield from _stripped(text, begin, match.end())
        begin = match.end()
    yield from _stripped(text, begin, end)


def _is_abbreviation(text, begin, dot):
    """Tell whether the full stop at `dot` belongs to an abbreviation, an initial or a list number."""
    word = _LAST_WORD.search(text, max(begin, dot - 20), dot)
    if not word:
        return False
    if fold(word.group()) + "." in forms("abbreviations", "form"):
        return fold(word.group()) != "v.v"
    before = text[max(begin, word.start() - 40) : word.start()].rstrip()
    if len(word.group()) == 1 and word.group().isupper():  # an initial: George W. Bush, J. K. Rowling
        return not before or before.split()[-1][:1].isupper()
    return not before and bool(_LIST_NUMBER.fullmatch(word.group())) and not word.group().isalpha()


def _stripped(text, start, end):
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield from _stripped(text, start, cut)
        start = cut + (text[cut] == " ")
    if start < end:
        yield start, end


def _paragraph_roles(text, paragraphs):
    """Tell title, standfirst, headings and body apart by length, final punctuation and place.

    The first line is a title if it is short and doesn't end like a sentence; a short paragraph between the title and
    at least two more is the standfirst, as Vietnamese papers print it; a short line inside that doesn't end like a
    sentence is a heading. An article on one line is body.
    """
    lines = [text[sentences[0][0] : sentences[-1][1]] for sentences in paragraphs]
    words = [len(line.split()) for line in lines]
    open_ended = [not _TERMINAL.search(line, max(0, len(line) - 40)) for line in lines]
    roles = ["body"] * len(lines)
    if len(lines) > 1 and words[0] <= 40 and (open_ended[0] or (lines[0].endswith("?") and words[0] <= 25)):
        roles[0] = "title"
        if len(lines) > 3 and words[1] <= 60 and len(paragraphs[1]) <= 2:
            roles[1] = "standfirst"
    for index in range(1, len(lines) - 1):
        marked = words[index] <= 8 and _IN_MARKS.fullmatch(lines[index]) and not lines[index - 1].endswith(":")
        if (
            roles[index] == "body"
            and (open_ended[index] or marked)
            and words[index] <= 20
            and not open_ended[index + 1]
        ):
            roles[index] = "heading"
    return roles


@cache
def _credit_patterns():
    def any_of(name):
        return alternatives(forms("credits", "form", **{"class": name}))

    return [
        re.compile(rf"{any_of('label')}\s*[:/|]\s*\S.*"),  # Ảnh: Reuters
        re.compile(rf"{any_of('source')}(?:\s*[/,-]\s*{any_of('source')})*"),  # Reuters, alone under a picture
        re.compile(rf"{any_of('phrase')}(?!\w).*"),  # Quý vị tham khảo bản gốc từ …
        re.compile(rf"\(?{any_of('bracket')}\s+(?P<names>.+?)\)?"),  # (Theo Reuters), Theo Reuters
        re.compile(rf"(?P<names>.*?)\s*\(\s*{any_of('bracket')}(?:\s[^()]*)?\)"),  # Tên Người (Theo Reuters)
        re.compile(rf"(?P<names>.+?)\s+\(?{any_of('signature')}\)?"),  # Tên Người biên dịch
    ]


def _is_credit(sentence, closing):
    """Tell whether a sentence is a byline, source or translator's line; `closing` if it is the article's last."""
    words = sentence.split()
    if len(words) > 14 or len(sentence) > 160:
        return False
    bare = sentence.rstrip(" .*")
    folded = fold(bare)
    for pattern in _credit_patterns():
        if match := pattern.fullmatch(folded):
            names = match.groupdict().get("names")
            if names is None or _only_names(bare[match.start("names") : match.end("names")]):
                return True
    return closing and len(words) <= 6 and not sentence.endswith((".", "!", "?", '"', "”")) and _only_names(bare)


def _only_names(text):
    """Tell whether every word of `text` is capitalised, as in a line of names."""
    return all(word[:1].isupper() for word in re.findall(r"[^\W\d_][\w.-]*", text))
