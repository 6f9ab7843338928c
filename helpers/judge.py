"""Which spans are right, which are wrong, and why? Gold and found spans side by side, a row each; scores from these.

`helpers.accuracy` gives the layers' headline scores; here is what stands behind them, for notebook 06.
"""

import numpy as np
import pandas as pd

from helpers.accuracy import agreement, f1, gold_actor, load_gold, pair_spans, same_speaker
from helpers.findings import phrase
from helpers.measures import with_sentence_number
from helpers.notebook import actor_label

MARKED = ("direct", "partial", "scare")
LAYERS = ("mentions", "quotes", "reported", "times")
# What counts as right in each layer: name of the measure, the columns of a judged row that must all be true.
MEASURES = {
    "mentions": {
        "exact span and actor": ["exact", "same_actor"],
        "exact span": ["exact"],
        "overlap and actor": ["overlap", "same_actor"],
        "overlap": ["overlap"],
    },
    "quotes": {
        "exact span": ["exact"],
        "overlap": ["overlap"],
        "exact span and kind": ["exact", "same_kind"],
        "exact span and speaker": ["exact", "same_speaker"],
    },
    "reported": {
        "overlap": ["overlap"],
        "exact span": ["exact"],
        "overlap and speaker": ["overlap", "same_speaker"],
    },
    "times": {
        "exact span": ["exact"],
        "any overlap": ["touches"],
        "overlap and value": ["touches", "same_value"],
        "overlap and type": ["touches", "same_type"],
    },
}
HEADLINE = {
    "mentions": "exact span and actor",
    "quotes": "exact span and speaker",
    "reported": "overlap and speaker",
    "times": "overlap and value",
}
# Which column tells the kinds of a layer, and which measure its table by kind is of.
KINDS = (
    ("mentions", "kind", "exact span and actor"),
    ("quotes", "kind", "exact span and kind"),
    ("times", "type", "overlap and value"),
)
# The first that holds is the cause of an error: name, and the column of a judged pair that is false.
_CAUSES = {
    "mentions": (
        ("boundary and actor", ("exact", "same_actor")),
        ("wrong actor", ("same_actor",)),
        ("boundary", ("exact",)),
    ),
    "quotes": (("boundary", ("exact",)), ("wrong speaker", ("same_speaker",)), ("wrong kind", ("same_kind",))),
    "reported": (("boundary", ("overlap",)), ("wrong speaker", ("same_speaker",))),
    "times": (("wrong value", ("same_value",)), ("wrong type", ("same_type",)), ("boundary", ("exact",))),
}  # fmt: skip


def judge(layer, found, sentences, gold=None):
    """Set the found spans of a layer against gold, a row for each pair, each missed and each spurious span.

    Pairs are those of the guidelines' scoring: one to one within an article, the largest intersection over union
    first. Of mentions only those of actors in the gold's inventory are judged, as there.

    Parameters
    ----------
    layer : {"mentions", "quotes", "reported", "times"}
        `quotes` are stretches in quotation marks, `reported` is speech reported without them.
    found : pandas.DataFrame
        As `find_mentions`, `find_quotes` or `find_times` returns it.
    sentences : pandas.DataFrame
        As `find_sentences` returns it.
    gold : pandas.DataFrame, optional
        Default: the shipped gold.

    Returns
    -------
    pandas.DataFrame
        `article`, `sentence` (number), `start`, `end`, `text` (of the gold span, of the found one if spurious),
        `in_gold`, `is_found` (bool); the columns of both sides as `gold_*` and `found_*`; `rule`; `touches` (any
        overlap), `overlap` (intersection over union at least 0.5), `exact`, `same_*` (bool); `cause` of an error,
        empty where all is right.
    """
    gold, found = _comparable(
        layer, load_gold(layer if layer != "reported" else "quotes") if gold is None else gold, found
    )
    marked = layer == "quotes"
    pairs = pair_spans(gold, found, overlap=0, trim=marked)
    pairs = [(i, j) for i, j in pairs if layer == "times" or _iou(gold.loc[i], found.loc[j]) >= 0.5]
    exact = set(pair_spans(gold, found, trim=marked))
    rows = [_row(layer, gold.loc[i], found.loc[j], (i, j) in exact) for i, j in pairs]
    paired_gold, paired_found = {i for i, _ in pairs}, {j for _, j in pairs}
    rows += [_row(layer, gold.loc[i], None, False) for i in gold.index if i not in paired_gold]
    rows += [_row(layer, None, found.loc[j], False) for j in found.index if j not in paired_found]
    table = pd.DataFrame(rows).sort_values(["article", "start", "end"], ignore_index=True)
    return with_sentence_number(table, sentences)


def judge_all(mentions, quotes, times, sentences):
    """`judge` each layer; a dict by layer."""
    found = {"mentions": mentions, "quotes": quotes, "reported": quotes, "times": times}
    return {layer: judge(layer, table, sentences) for layer, table in found.items()}


def accuracy_findings(judged):
    """First lines of notebook 06.

    Parameters
    ----------
    judged : dict of pandas.DataFrame
        As `judge_all` returns it.

    Yields
    ------
    str
    """
    headline = headlines(judged).set_index("layer")["f1"]
    actors, spans, reported, values = (headline[layer] for layer in LAYERS)
    yield phrase("accuracy_headline", actors=actors, spans=spans, reported=reported, values=values)
    kinds = by_kind("mentions", judged["mentions"], "kind")
    worst = kinds.loc[kinds["recall"].idxmin()]
    spurious, found = (judged["reported"]["cause"] == "spurious").sum(), judged["reported"]["is_found"].sum()
    named = {"kind": worst["kind"], "recalled": worst["recalled"], "gold": worst["gold"]}
    yield phrase("accuracy_worst", **named, spurious=spurious, found=found)
    yield phrase("accuracy_gold", least=agreement().min(), most=agreement().max())


def _comparable(layer, gold, found):
    """Both sides with the same ids of actors, the found ones within what the gold covers."""
    if layer == "times":
        return gold, found
    column = "actor" if layer == "mentions" else "speaker"
    gold, found = (table.assign(**{column: gold_actor(table[column])}) for table in (gold, found))
    if layer == "mentions":
        return gold, found[found["actor"].isin(set(load_gold("inventory")["actor"]) | set(gold["actor"]))]
    kinds = MARKED if layer == "quotes" else ("indirect",)
    return gold[gold["kind"].isin(kinds)], found[found["kind"].isin(kinds)]


def _iou(a, b):
    common = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return common / (max(a["end"], b["end"]) - min(a["start"], b["start"]))


_COMPARED = {
    "mentions": ("actor", "kind"),
    "quotes": ("kind", "speaker"),
    "reported": ("speaker",),
    "times": ("type", "value"),
}


def _row(layer, gold, found, exact):
    side = found if gold is None else gold
    row = {key: side[key] for key in ("article", "start", "end", "text")}
    row |= {"in_gold": gold is not None, "is_found": found is not None}
    row["rule"] = found["rule"] if found is not None and "rule" in found else ""
    both = gold is not None and found is not None
    row |= {"touches": both, "overlap": exact or (both and _iou(gold, found) >= 0.5), "exact": exact}
    for name, own in (("gold", gold), ("found", found)):
        row[f"{name}_text"] = "" if own is None else own["text"]
        row |= {f"{name}_{column}": "" if own is None else own[column] for column in _COMPARED[layer]}
    for column in _COMPARED[layer]:
        row[f"same_{column}"] = both and bool(gold[column] == found[column])
    if layer in ("quotes", "reported"):
        scare = both and gold["kind"] == "scare"
        row["same_speaker"] = both and (scare or same_speaker(gold, found))
    row["cause"] = _cause(layer, row)
    return row


def _cause(layer, row):
    if not row["is_found"]:
        return "missed"
    if not row["in_gold"]:
        return "spurious"
    return next((name for name, columns in _CAUSES[layer] if not any(row[column] for column in columns)), "")


def scores(layer, judged, by=None, samples=0):
    """Precision, recall and F1 of a layer by each of its measures.

    Parameters
    ----------
    layer : str
    judged : pandas.DataFrame
        As `judge` returns it.
    by : str, optional
        A column to group by, such as ``"article"``.
    samples : int
        Bootstrap samples for a 95 % interval of F1, over sentences, stratified by article; 0 for none.

    Returns
    -------
    pandas.DataFrame
        `measure` (and `by`), `gold`, `found`, `right`, `precision`, `recall`, `f1`, and with samples `low`, `high`.
    """
    rows = []
    for value, part in judged.groupby(by, sort=False) if by else [("", judged)]:
        for measure, columns in MEASURES[layer].items():
            right = part[columns].all(axis=1)
            row = {by: value} if by else {}
            row |= {"measure": measure, **f1(int(right.sum()), int(part["in_gold"].sum()), int(part["is_found"].sum()))}
            if samples:
                row["low"], row["high"] = bootstrap(part, right, samples)
            rows.append(row)
    return pd.DataFrame(rows)


def all_scores(judged, by=None, samples=0):
    """`scores` of all layers in one table, with the column `layer` first."""
    tables = [scores(layer, part, by, samples).assign(layer=layer) for layer, part in judged.items()]
    table = pd.concat(tables, ignore_index=True)
    return table[["layer", *table.columns.drop("layer")]]


def headlines(judged, by=None):
    """The headline measure of each layer, as `all_scores` has it."""
    table = all_scores(judged, by)
    return table[table["measure"] == table["layer"].map(HEADLINE)].reset_index(drop=True)


def cause_counts(judged):
    """Errors of each layer by cause: `layer`, `cause`, `spans`."""
    counts = [part.loc[part["cause"] != "", "cause"].value_counts().rename("spans") for part in judged.values()]
    tables = [count.reset_index().assign(layer=layer) for layer, count in zip(judged, counts, strict=True)]
    return pd.concat(tables, ignore_index=True)[["layer", "cause", "spans"]]


def gold_worth(judged):
    """How many spans the gold of each layer has, how well its two passes agree, and our F1 of spans beside it.

    Returns
    -------
    pandas.DataFrame
        `layer`, `gold spans`, `smallest kind` (with its count), `agreement of passes` (F1), `our F1` (exact span).
    """
    rows = []
    for layer, part in judged.items():
        column = {"times": "gold_type"}.get(layer, "gold_kind")
        kinds = part.loc[part["in_gold"], column].value_counts() if column in part else pd.Series(dtype=int)
        smallest = f"{kinds.index[-1]} {kinds.iloc[-1]}" if len(kinds) else ""
        ours = scores(layer, part).set_index("measure").at["exact span", "f1"]
        passes = agreement()["quotes" if layer == "reported" else layer]
        rows.append((layer, int(part["in_gold"].sum()), smallest, f"{passes:.3f}", f"{ours:.3f}"))
    return pd.DataFrame(rows, columns=["layer", "gold spans", "smallest kind", "agreement of passes", "our F1"])


def bootstrap(judged, right, samples=2000, seed=0):
    """95 % percentile interval of F1: sentences drawn with replacement within each article (Efron 1979).

    Spans of one sentence stand and fall together, so sentences are drawn, not spans; articles are kept as they are.
    Sentences without any span change nothing and are left out.

    Returns
    -------
    tuple of float
    """
    counts = pd.DataFrame({"gold": judged["in_gold"], "found": judged["is_found"], "right": right}).astype(int)
    counts = counts.groupby([judged["article"], judged["sentence"]]).sum()
    generator, totals = np.random.default_rng(seed), np.zeros((samples, 3))
    for _, part in counts.groupby(level=0):
        drawn = generator.multinomial(len(part), np.full(len(part), 1 / len(part)), size=samples)
        totals += drawn @ part.to_numpy()
    scored = 2 * totals[:, 2] / np.maximum(totals[:, 0] + totals[:, 1], 1)
    low, high = np.percentile(scored, [2.5, 97.5])
    return float(low), float(high)


def by_kind(layer, judged, column, measure=None):
    """Recall by the gold's kind and precision by the found one, for a measure of the layer (default: its headline).

    Parameters
    ----------
    layer : str
    judged : pandas.DataFrame
    column : str
        ``"kind"`` or ``"type"``.
    measure : str, optional

    Returns
    -------
    pandas.DataFrame
        `column`, `gold`, `recalled`, `recall`, `found`, `right`, `precision`.
    """
    right = judged[MEASURES[layer][measure or HEADLINE[layer]]].all(axis=1)
    asked = right.groupby(judged[f"gold_{column}"]).agg(["size", "sum"]).set_axis(["gold", "recalled"], axis=1)
    given = right.groupby(judged[f"found_{column}"]).agg(["size", "sum"]).set_axis(["found", "right"], axis=1)
    table = asked.join(given, how="outer").fillna(0).astype(int).drop(index="", errors="ignore")
    table["recall"] = table["recalled"] / table["gold"].where(table["gold"] > 0)
    table["precision"] = table["right"] / table["found"].where(table["found"] > 0)
    order = ["gold", "recalled", "recall", "found", "right", "precision"]
    return table.sort_values("gold", ascending=False, kind="stable")[order].rename_axis(column).reset_index()


def by_rule(layer, judged):
    """Precision of each rule, for the layer's headline measure: `rule`, `found`, `right`, `precision`."""
    given = judged[judged["is_found"]]
    right = given[MEASURES[layer][HEADLINE[layer]]].all(axis=1)
    table = right.groupby(given["rule"]).agg(["size", "sum"]).set_axis(["found", "right"], axis=1)
    table["precision"] = table["right"] / table["found"]
    return table.sort_values("found", ascending=False, kind="stable").reset_index()


def confusion(judged, column, only_wrong=False):
    """Confusion table of a column: the gold's values in rows, the found ones in columns, `–` for no such span.

    Parameters
    ----------
    judged : pandas.DataFrame
    column : str
        ``"kind"``, ``"type"``, ``"actor"``, ``"speaker"`` or ``"value"``.
    only_wrong : bool
        List the confused pairs with their counts instead, for columns of many values.

    Returns
    -------
    pandas.DataFrame
    """
    pairs = judged[[f"gold_{column}", f"found_{column}"]].set_axis(["gold", "found"], axis=1).replace("", "–")
    if only_wrong:
        pairs = pairs[(pairs["gold"] != pairs["found"]) & judged["touches"]]
        return pairs.value_counts().rename("spans").reset_index()
    table = pd.crosstab(pairs["gold"], pairs["found"])
    names = [*sorted({*table.index, *table.columns} - {"–"}), "–"]
    table = table.reindex(
        index=[n for n in names if n in table.index], columns=[n for n in names if n in table.columns]
    )
    return table.rename_axis(columns=None).rename_axis("gold ↓ found →").reset_index()


def errors(judged):
    """The wrong rows, in order of cause (most frequent first), article and place."""
    wrong = judged[judged["cause"] != ""]
    order = wrong["cause"].value_counts()
    return wrong.assign(count=wrong["cause"].map(order)).sort_values(
        ["count", "cause", "article", "start"], ascending=[False, True, True, True], ignore_index=True
    )


def explained(layer, judged):
    """The errors of a layer with what they should be and what was found, in words.

    Parameters
    ----------
    layer : str
    judged : pandas.DataFrame
        As `judge` returns it.

    Returns
    -------
    pandas.DataFrame
        The rows of `errors` with `should be` and `found`: the span and its values, or `–`.
    """
    wrong = errors(judged)

    def told(row, side):
        if not row["in_gold" if side == "gold" else "is_found"]:
            return "–"
        values = {column: row[f"{side}_{column}"] for column in _COMPARED[layer]}
        values |= {key: actor_label(values[key]) for key in ("actor", "speaker") if key in values}
        return f"{row[f'{side}_text']} ({', '.join(filter(None, values.values()))})"

    columns = {"should be": "gold", "found": "found"}
    rows = wrong.to_dict("records")
    return wrong.assign(**{name: [told(row, side) for row in rows] for name, side in columns.items()})
