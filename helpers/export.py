"""Writing tables so that a spreadsheet reads them as they are meant."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    safe = table.map(_harmless)
    return safe.to_csv(index=False, lineterminator="\n", float_format="%.6g").encode("utf-8-sig")


def _harmless(cell):
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
