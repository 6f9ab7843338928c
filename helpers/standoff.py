"""How does a person correct what was found? As brat stand-off (Stenetorp et al. 2012): `.txt` and `.ann`; and back.

A span is a text-bound annotation (`T`), whose type is its layer and kind; the rest of its row is a note on it, as JSON,
to be edited in brat or any editor. Speaker and cue of a quotation are spans of their own, joined to it by relations.
"""

import json
import re
from itertools import count
from pathlib import Path

import pandas as pd

from helpers.corpus import plain_id, span_table

# Layer: the column that its types are made of, and the columns that go into the note.
LAYERS = {
    "mentions": ("kind", ("actor", "type")),
    "quotes": ("kind", ("speaker",)),
    "times": ("type", ("value", "mod")),
}
_PARTS = {"speaker": "SaidBy", "cue": "ReportedBy"}
_COLUMNS = {
    "mentions": {"actor": "str", "type": "str", "kind": "str"},
    "quotes": {
        "kind": "str", "speaker": "str", "speaker_start": "Int64", "speaker_end": "Int64", "cue": "str",
        "cue_start": "Int64", "cue_end": "Int64",
    },
    "times": {"type": "str", "value": "str", "mod": "str"},
}  # fmt: skip


def write_brat(folder, corpus, **tables):
    """Write a corpus and its span tables as brat stand-off.

    Parameters
    ----------
    folder : str or path-like
        Made if it is missing; gets `<article>.txt`, `<article>.ann` and brat's `annotation.conf`.
    corpus : pandas.DataFrame
        As `load_corpus` returns it.
    **tables : pandas.DataFrame
        `mentions`, `quotes`, `times`, as found or as the gold has them.

    Raises
    ------
    ValueError
        An article's id is no plain file name, or its text can't be written as UTF-8.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    types = {"mentions": set(), "quotes": set(), "times": set()}
    for article, text in corpus["text"].items():
        plain_id(str(article), "write_brat")
        lines, ids = [], (count(1), count(1), count(1))
        for layer, table in tables.items():
            for row in table[table["article"] == article].to_dict("records"):
                label = f"{layer}_{row[LAYERS[layer][0]]}"
                types[layer].add(label)
                lines += _row_lines(row, layer, label, text, ids)
        try:
            (folder / f"{article}.txt").write_bytes(text.encode("utf-8"))
        except UnicodeEncodeError:
            raise ValueError(f"{article} has half a surrogate pair, no UTF-8: repair its text.") from None
        (folder / f"{article}.ann").write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8"))
    (folder / "annotation.conf").write_text(_configuration(types), encoding="utf-8")


def _row_lines(row, layer, label, text, ids):
    spans, notes, relations = ids
    own = next(spans)
    yield _bound(own, label, row["start"], row["end"], text)
    values = {key: row[key] for key in LAYERS[layer][1] if isinstance(row.get(key), str)}
    yield f"#{next(notes)}\tAnnotatorNotes T{own}\t{json.dumps(values, ensure_ascii=False)}"
    for part, relation in _PARTS.items() if layer == "quotes" else ():
        if pd.notna(row[f"{part}_start"]):
            other = next(spans)
            yield _bound(other, part, row[f"{part}_start"], row[f"{part}_end"], text)
            yield f"R{next(relations)}\t{relation} Arg1:T{own} Arg2:T{other}"


def _bound(number, label, start, end, text):
    """A text-bound annotation; over line ends it has a fragment a line, as brat wants it."""
    start, end = int(start), int(end)
    pieces = [(m.start(), m.end()) for m in re.compile(r"[^\n]+").finditer(text, start, end)]
    where = ";".join(f"{low} {high}" for low, high in pieces)
    return f"T{number}\t{label} {where}\t{_shown(text, pieces)}"


def _shown(text, pieces):
    """The text of an annotation on one line of the file."""
    return re.sub(r"[\t\r]", " ", " ".join(text[low:high] for low, high in pieces))


def _configuration(types):
    entities = [f"!{layer}\n" + "".join(f"\t{label}\n" for label in sorted(labels)) for layer, labels in types.items()]
    quotes = "|".join(sorted(types["quotes"])) or "quotes"
    return (
        f"[entities]\n{''.join(entities)}speaker\ncue\n\n[relations]\n"
        f"SaidBy\tArg1:{quotes}, Arg2:speaker\nReportedBy\tArg1:{quotes}, Arg2:cue\n\n[events]\n\n[attributes]\n"
    )


def read_brat(folder):
    """Read brat stand-off that `write_brat` wrote and a person has corrected.

    Parameters
    ----------
    folder : str or path-like

    Returns
    -------
    dict of pandas.DataFrame
        `mentions`, `quotes`, `times`: span tables with what the gold has, ready for `score_*(found, gold=…)`.

    Raises
    ------
    ValueError
        A line that is no annotation, stands outside the text, or whose text is not that of its offsets. The message
        names file and line.
    """
    rows = {layer: [] for layer in LAYERS}
    paths = sorted(Path(folder).glob("*.ann"))
    if not paths:
        raise ValueError(f"No .ann file in {Path(folder).name}: give the folder that write_brat wrote.")
    for path in paths:
        source = path.with_suffix(".txt")
        if not source.is_file():
            raise ValueError(f"{source.name} is missing beside {path.name}: put it back.")
        text = source.read_bytes().decode("utf-8")
        for layer, row in _read_file(path, text):
            rows[layer].append((plain_id(path.stem, path.name), *row))
    return {layer: span_table(rows[layer], _COLUMNS[layer]) for layer in LAYERS}


def _read_file(path, text):
    """Yield (layer, row without article) of one `.ann`."""
    bound, notes, relations = {}, {}, {}
    for number, line in enumerate(path.read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n"), 1):
        fields = line.split("\t")
        try:
            if line.startswith("T"):
                bound[fields[0]] = _read_bound(fields, text)
            elif line.startswith("#") and fields[1].startswith("AnnotatorNotes "):
                notes[fields[1].split()[1]] = json.loads(fields[2])
            elif line.startswith("R"):
                kind, first, second = fields[1].split()
                relations[first.removeprefix("Arg1:"), kind] = second.removeprefix("Arg2:")
        except (ValueError, IndexError) as error:
            raise ValueError(f"{path.name}, line {number}: {error or 'no brat annotation'}; mend the line.") from None
    for key, (label, start, end) in bound.items():
        layer, _, kind = label.partition("_")
        if layer in LAYERS:
            values = {LAYERS[layer][0]: kind, **dict.fromkeys(LAYERS[layer][1], ""), **notes.get(key, {})}
            values[LAYERS[layer][0]] = kind
            for part, relation in _PARTS.items():
                other = bound.get(relations.get((key, relation)), (None, None, None))
                values[f"{part}_start"], values[f"{part}_end"] = other[1:]
                if part == "cue":
                    values["cue"] = text[other[1] : other[2]] if other[0] else ""
            yield layer, (start, end, text[start:end], *(values[column] for column in _COLUMNS[layer]))


def _read_bound(fields, text):
    label, *_ = fields[1].split(" ", 1)
    offsets = [int(part) for part in re.split("[ ;]", fields[1][len(label) + 1 :])]
    if len(offsets) % 2 or not 0 <= offsets[0] < offsets[-1] <= len(text):
        raise ValueError("the span is not in the text")
    shown = _shown(text, list(zip(offsets[::2], offsets[1::2], strict=True)))
    if shown != fields[2]:
        raise ValueError(f"the text is {shown!r}, not {fields[2]!r}")
    return label, offsets[0], offsets[-1]
