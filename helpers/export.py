"""How do tables leave the project? As CSV that a spreadsheet reads as it is meant, and as Parquet; and back."""

import csv
import re
from pathlib import Path

import pandas as pd

from helpers.actors import MENTIONS
from helpers.corpus import SENTENCES
from helpers.quotes import QUOTES
from helpers.times import TIMES
from helpers.words import WORDS

SPAN_TABLES = {"sentences": SENTENCES, "mentions": MENTIONS, "quotes": QUOTES, "times": TIMES, "words": WORDS}
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), full-width forms too.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def csv_bytes(table):
    """CSV of a table, in UTF-8 with a byte order mark (Excel shows Vietnamese only then), lines ended by LF.

    Cells that a spreadsheet would run as a formula get an apostrophe before them (OWASP, CSV injection).

    Parameters
    ----------
    table : pandas.DataFrame
        Written without its index: reset it if it matters.

    Returns
    -------
    bytes
    """
    safe = table.map(_harmless).rename(columns=_harmless)
    bare = safe.map(lambda cell: isinstance(cell, str) and "\r" in cell).to_numpy().any()
    quoting = csv.QUOTE_ALL if bare else csv.QUOTE_MINIMAL  # which leaves a lone CR unquoted: the row would break
    text = safe.to_csv(index=False, lineterminator="\n", float_format="%.6g", quoting=quoting)
    return text.encode("utf-8-sig", errors="replace")  # half a surrogate pair can't be written


def _harmless(cell):
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def write_tables(folder, **tables):
    """Write span tables as `<name>.csv` and `<name>.parquet`.

    Parameters
    ----------
    folder : str or path-like
        Made if it is missing.
    **tables : pandas.DataFrame
        By name: ``mentions=mentions, quotes=quotes``.

    Raises
    ------
    ImportError
        Without pyarrow, which is part of the extra `scale`.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        (folder / f"{name}.csv").write_bytes(csv_bytes(table))
        table.to_parquet(folder / f"{name}.parquet", index=False)


def read_table(path):
    """Read a span table that `write_tables` wrote, or that was saved again by a spreadsheet.

    Parameters
    ----------
    path : str or path-like
        `<name>.csv` (with `,` or `;`) or `<name>.parquet`; the name says which table it is.

    Returns
    -------
    pandas.DataFrame
        With the columns and types that the `find_*` function gives; apostrophes before formulas taken off.

    Raises
    ------
    ValueError
        The name is no table's, or a column is missing; the message names the file.
    """
    path = Path(path)
    if path.stem not in SPAN_TABLES:
        raise ValueError(f"{path.name} is no span table: call it one of {', '.join(SPAN_TABLES)}.")
    if path.suffix == ".parquet":
        table = pd.read_parquet(path)
    else:
        table = pd.read_csv(path, sep=_separator(path), dtype=str, keep_default_na=False, encoding="utf-8-sig")
        table = table.map(lambda cell: cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell)
    return typed(table, path.stem, path.name)


def typed(table, name, where):
    """Give the columns of a span table their order and types.

    Parameters
    ----------
    table : pandas.DataFrame
    name : str
        Of `SPAN_TABLES`.
    where : str
        The file, for messages.

    Returns
    -------
    pandas.DataFrame
    """
    types = {"article": "str", "start": "int64", "end": "int64", "text": "str", **SPAN_TABLES[name]}
    missing = [column for column in types if column not in table]
    if missing:
        raise ValueError(f"{where} lacks the column {missing[0]}: write it again with write_tables.")
    return pd.DataFrame({column: _column(table[column], kind) for column, kind in types.items()})


def _column(cells, kind):
    if kind == "str":
        return cells.fillna("").astype("str")
    if kind == "bool":
        return cells.map(lambda cell: str(cell).lower() == "true").astype("bool")
    if kind.startswith("datetime"):
        return pd.to_datetime(cells).astype(kind)
    return pd.to_numeric(cells.replace("", None)).astype(kind)


def _separator(path):
    with path.open(encoding="utf-8-sig") as file:
        header = file.readline()
    return max(",;\t", key=header.count)
