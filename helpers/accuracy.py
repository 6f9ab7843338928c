"""How far are the span tables right? Scoring against gold after data/gold/GUIDELINES.md, section Scoring.

Nothing else in `helpers` reads gold.
"""

import re
from functools import cache

import pandas as pd

from helpers.lexicon import DATA, fold, read_lexicon

_EDGES = " \t\n\u00a0.,;:!?…\"'“”‘’«»„‟()[]–—-"
_MARKED = ("direct", "partial", "scare")


@cache
def load_gold(layer):
    """Read the gold of a layer: ``"quotes"``, ``"mentions"``, ``"times"`` or the ``"inventory"`` of actors.

    Returns
    -------
    pandas.DataFrame
        As the files in `data/gold/` have it; empty cells are empty strings, absent offsets NaN.
    """
    table = pd.read_csv(DATA / "gold" / f"{layer}.csv", dtype={"value": str}, keep_default_na=False)
    for column in table.columns.intersection(["start", "end", "speaker_start", "speaker_end", "cue_start", "cue_end"]):
        table[column] = pd.to_numeric(table[column])
    return table


def agreement():
    """Agreement of the two annotation passes behind the gold, as F1 by layer.

    Returns
    -------
    pandas.Series
        Indexed by `layer`.
    """
    return pd.read_csv(DATA / "gold" / "agreement.csv").set_index("layer")["f1"]


def pair_spans(gold, found, overlap=None, trim=False):
    """Pair gold and found spans within articles, one to one.

    Parameters
    ----------
    gold, found : pandas.DataFrame
        Span tables.
    overlap : float, optional
        None: same start and end. Else the least intersection over union; 0 stands for any overlap. The pairs of the
        largest intersection over union are made first.
    trim : bool
        Whether punctuation and blanks at the edges are ignored.

    Returns
    -------
    list of tuple
        ``(gold_index, found_index)``.
    """
    pairs = []
    for article, part in gold.groupby("article"):
        left, right = list(_spans(part, trim)), list(_spans(found[found["article"] == article], trim))
        if overlap is None:
            ends = {}
            for index, start, end in right:
                ends.setdefault((start, end), []).append(index)
            pairs += [(i, ends[start, end].pop(0)) for i, start, end in left if ends.get((start, end))]
            continue
        scored = sorted(
            (-_iou(a, b), i, j)
            for i, *a in left
            for j, *b in right
            if a[0] < b[1] and b[0] < a[1] and _iou(a, b) >= overlap
        )
        used_gold, used_found = set(), set()
        for _, i, j in scored:
            if i not in used_gold and j not in used_found:
                used_gold.add(i)
                used_found.add(j)
                pairs.append((i, j))
    return pairs


def _spans(table, trim):
    for index, start, end, text in zip(table.index, table["start"], table["end"], table["text"], strict=True):
        if trim:
            start += len(text) - len(text.lstrip(_EDGES))
            end -= len(text) - len(text.rstrip(_EDGES))
        yield index, int(start), int(end)


def _iou(a, b):
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common / (max(a[1], b[1]) - min(a[0], b[0]))


def f1(right, gold, found):
    """Precision, recall and F1 of `right` among `gold` and `found` spans, with these counts, as a dict."""
    precision, recall = (right / n if n else float(gold == found) for n in (found, gold))
    score = 2 * right / (gold + found) if gold + found else 1.0
    return {"gold": gold, "found": found, "right": right, "precision": precision, "recall": recall, "f1": score}


def gold_actor(actors):
    """Name actors by their ids in the gold inventory: those the lexicon lacks are known by their name there.

    Parameters
    ----------
    actors : pandas.Series of str
        Actor ids, several joined by `+`.

    Returns
    -------
    pandas.Series of str
    """
    inventory = load_gold("inventory")
    ids = {}
    for actor, names in zip(inventory["actor"], inventory["names"], strict=True):
        ids.update({fold(name.strip()): actor for part in names.split(",") for name in part.split("/")})

    for label in ("label", "label_vi"):  # an actor that the lexicon knows by another id
        for actor, name in zip(*(read_lexicon("actors")[key] for key in ("actor", label)), strict=True):
            if actor not in ids.values() and fold(name) in ids:
                ids[fold(actor)] = ids[fold(name)]

    def one(actor):
        return "+".join(sorted(ids.get(fold(part), part) for part in actor.split("+")))

    return actors.fillna("").map({actor: one(actor) for actor in actors.fillna("").unique()})


def score_mentions(mentions, gold=None):
    """Score actor mentions: exact span and same actor, over the actors of the gold inventory.

    Parameters
    ----------
    mentions : pandas.DataFrame
        As `find_mentions` returns it.
    gold : pandas.DataFrame, optional
        Default: the shipped gold.

    Returns
    -------
    pandas.DataFrame
        A row for all mentions and one for each kind of the gold: `gold`, `found`, `right`, `precision`, `recall`,
        `f1`. Kinds are the gold's, so by kind only recall is meaningful; precision is of all.
    """
    gold = load_gold("mentions") if gold is None else gold
    found = mentions.assign(actor=gold_actor(mentions["actor"]))
    found = found[found["actor"].isin(set(load_gold("inventory")["actor"]) | set(gold["actor"]))]
    pairs = pair_spans(gold.set_index(gold.index), found)
    right = [i for i, j in pairs if gold.at[i, "actor"] == found.at[j, "actor"]]
    rows = {"all": f1(len(right), len(gold), len(found))}
    for kind, part in gold.groupby("kind"):
        hits = part.index.isin(right).sum()
        rows[kind] = {"gold": len(part), "right": hits, "recall": hits / len(part)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("kind")


def same_speaker(gold, found):
    """Same actors; where the gold is anonymous, a speaker span that overlaps the gold one, or none as there."""
    if gold["speaker"] != "anon":
        return gold["speaker"] == found["speaker"]
    if found["speaker"] != "anon":
        return False
    if pd.isna(gold["speaker_start"]) or pd.isna(found["speaker_start"]):
        return bool(pd.isna(gold["speaker_start"]) and pd.isna(found["speaker_start"]))
    return bool(found["speaker_start"] < gold["speaker_end"] and gold["speaker_start"] < found["speaker_end"])


def score_quotes(quotes, gold=None):
    """Score quotations: spans in marks, their kind and speaker; indirect speech and its speaker.

    Parameters
    ----------
    quotes : pandas.DataFrame
        As `find_quotes` returns it.
    gold : pandas.DataFrame, optional
        Default: the shipped gold.

    Returns
    -------
    pandas.DataFrame
        Rows `marked spans` (exact, punctuation at the edges ignored), `kind` and `speaker` (accuracy over the gold,
        missed spans wrong), `indirect` (intersection over union at least 0.5), `indirect speaker`; columns as `f1`.
    """
    gold = load_gold("quotes") if gold is None else gold
    gold = gold.assign(speaker=gold_actor(gold["speaker"]))
    found = quotes.assign(speaker=gold_actor(quotes["speaker"]))
    marked, marked_found = gold[gold["kind"].isin(_MARKED)], found[found["kind"].isin(_MARKED)]
    pairs = pair_spans(marked, marked_found, trim=True)
    kinds = sum(gold.at[i, "kind"] == found.at[j, "kind"] for i, j in pairs)
    spoken = marked["kind"] != "scare"
    speakers = sum(spoken[i] and same_speaker(gold.loc[i], found.loc[j]) for i, j in pairs)
    rows = {
        "marked spans": f1(len(pairs), len(marked), len(marked_found)),
        "kind": {"gold": len(marked), "right": kinds, "recall": kinds / max(len(marked), 1)},
        "speaker": {"gold": spoken.sum(), "right": speakers, "recall": speakers / max(spoken.sum(), 1)},
    }
    indirect, indirect_found = gold[gold["kind"] == "indirect"], found[found["kind"] == "indirect"]
    pairs = pair_spans(indirect, indirect_found, overlap=0.5)
    speakers = sum(same_speaker(gold.loc[i], found.loc[j]) for i, j in pairs)
    rows["indirect"] = f1(len(pairs), len(indirect), len(indirect_found))
    rows["indirect speaker"] = f1(speakers, len(indirect), len(indirect_found))
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("measure")


def score_times(times, gold=None):
    """Score time expressions: strict (same span), relaxed (any overlap), value (any overlap and the same value).

    Parameters
    ----------
    times : pandas.DataFrame
        As `find_times` returns it.
    gold : pandas.DataFrame, optional
        Default: the shipped gold.

    Returns
    -------
    pandas.DataFrame
        Rows `strict`, `relaxed`, `value`; columns as `f1`.
    """
    gold = load_gold("times") if gold is None else gold
    strict, relaxed = pair_spans(gold, times), pair_spans(gold, times, overlap=0)
    value = sum(gold.at[i, "value"] == times.at[j, "value"] for i, j in relaxed)
    counts = {"strict": len(strict), "relaxed": len(relaxed), "value": value}
    rows = {name: f1(right, len(gold), len(times)) for name, right in counts.items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("measure")


def judge_quotes(quotes, gold=None):
    """Set every gold quotation beside the one found for it, and say what is right of each.

    Parameters
    ----------
    quotes : pandas.DataFrame
        As `find_quotes` returns it.
    gold : pandas.DataFrame, optional
        Default: the shipped gold.

    Returns
    -------
    pandas.DataFrame
        A row a gold or found quotation: `article`, `start`, `end`, `text` (the gold's, or of a spurious one the found
        one's), `gold_kind`, `kind`, `gold_speaker`, `speaker`, `rule` (empty where gold or found is missing), and
        whether `span`, `kind_right` and `speaker_right` hold. Spans in marks are exact but for punctuation at the
        edges, reported speech overlaps by half or more, both paired as in `score_quotes`.
    """
    gold = load_gold("quotes") if gold is None else gold
    gold = gold.assign(speaker=gold_actor(gold["speaker"]))
    found = quotes.assign(speaker=gold_actor(quotes["speaker"]))
    pairs = []
    for kinds, how in ((_MARKED, {"trim": True}), (("indirect",), {"overlap": 0.5})):
        pairs += pair_spans(gold[gold["kind"].isin(kinds)], found[found["kind"].isin(kinds)], **how)
    missed = [(i, None) for i in gold.index.difference([i for i, _ in pairs])]
    spurious = [(None, j) for j in found.index.difference([j for _, j in pairs])]
    rows = []
    for i, j in [*pairs, *missed, *spurious]:
        true, own = None if i is None else gold.loc[i], None if j is None else found.loc[j]
        span = i is not None and j is not None
        rows.append({
            **(own if i is None else true)[["article", "start", "end", "text"]],
            "gold_kind": "" if i is None else true["kind"], "kind": "" if j is None else own["kind"],
            "gold_speaker": "" if i is None else true["speaker"], "speaker": "" if j is None else own["speaker"],
            "rule": "" if j is None else own["rule"],
            "span": span, "kind_right": span and true["kind"] == own["kind"],
            "speaker_right": span and bool(same_speaker(true, own)),
        })  # fmt: skip
    return pd.DataFrame(rows).sort_values(["article", "start", "end"], ignore_index=True)


def score_quotes_by(judged, column):
    """Count what is right of quotations by their kind in the gold or by the rule that found them.

    Parameters
    ----------
    judged : pandas.DataFrame
        As `judge_quotes` returns it.
    column : str
        ``"gold_kind"``: what is right of the gold, so recall. ``"rule"``: what is right of the found, so precision.

    Returns
    -------
    pandas.DataFrame
        Indexed by `column`: the number of `quotations`, and of these with the right `span`, `kind_right` and
        `speaker_right` (for what quotes nobody: that nobody was found).
    """
    counted = judged[judged[column] != ""]
    table = counted.groupby(column)[["span", "kind_right", "speaker_right"]].sum()
    table.insert(0, "quotations", counted.groupby(column).size())
    return table.sort_values("quotations", ascending=False, kind="stable")


def score_words(tokens, gold=None):
    """Score a segmentation on names: how many of the gold's bare names are made of whole tokens.

    Parameters
    ----------
    tokens : pandas.DataFrame
        A span table of tokens: as `find_words` or `segment` returns it.
    gold : pandas.DataFrame, optional
        Mentions with the bare name in `core_start` and `end`; default: the shipped gold, where a person's bare name is
        the longest end of the mention whose syllables are in the inventory, another's the whole mention.

    Returns
    -------
    pandas.DataFrame
        One row, `names`: `gold`, `right` (both edges are edges of tokens), `recall`, `one_token` (names that are one
        token), `begin_fused` and `end_fused` (names that share a token with what stands before or after them).
    """
    gold = _bare_names() if gold is None else gold
    spans = {article: set(zip(part["start"], part["end"], strict=True)) for article, part in tokens.groupby("article")}
    starts, ends = (
        {article: set(part[edge]) for article, part in tokens.groupby("article")} for edge in ("start", "end")
    )
    begins, stops, one = [], [], []
    for article, start, end in zip(gold["article"], gold["core_start"], gold["end"], strict=True):
        begins.append(start in starts.get(article, ()))
        stops.append(end in ends.get(article, ()))
        one.append((start, end) in spans.get(article, ()))
    table = pd.DataFrame({"begins": begins, "stops": stops, "one": one})
    right = int((table["begins"] & table["stops"]).sum())
    row = {
        "gold": len(gold),
        "right": right,
        "recall": right / max(len(gold), 1),
        "one_token": int(table["one"].sum()),
        "begin_fused": int((~table["begins"]).sum()),
        "end_fused": int((~table["stops"]).sum()),
    }
    return pd.DataFrame.from_dict({"names": row}, orient="index").rename_axis("measure")


def _bare_names():
    """Mentions of the gold that hold a name, with the begin of the name without title in `core_start`."""
    inventory = load_gold("inventory").set_index("actor")
    gold = load_gold("mentions")
    gold = gold[gold["kind"].isin(["name", "metonym", "place"])]
    starts = []
    for actor, text, start in zip(gold["actor"], gold["text"], gold["start"], strict=True):
        known = set(fold(inventory.at[actor, "names"]).replace("-", " ").replace(",", " ").split())
        begin = len(text)
        for match in reversed(list(re.finditer(r"\S+", text))):
            if not set(fold(match.group()).split("-")) <= known:
                break
            begin = match.start()
        person = inventory.at[actor, "type"] == "person" and begin < len(text)
        starts.append(start + (begin if person else 0))
    return gold.assign(core_start=starts)
