"""What happened when? The clauses behind dates, who is in them, and which articles tell the same event."""

import re
from functools import cache

import pandas as pd

from helpers.actors import find_mentions
from helpers.corpus import by_article, find_sentences, span_table
from helpers.lexicon import alternatives, fold
from helpers.quotes import add_voice, find_quotes
from helpers.scan import grammar
from helpers.times import find_times

EVENTS = {
    "time_start": "int64",
    "time_end": "int64",
    "value": "str",
    "date_from": "datetime64[s]",
    "date_to": "datetime64[s]",
    "actors": "str",
    "voice": "str",
    "voice_speaker": "str",
    "when": "str",
}
_LONGEST = pd.Timedelta(days=366)  # a day, a month, a season or a year; decades and centuries are no dates of events
_DAY = r"\d{4}-\d\d-\d\d(?:T.*)?"


def find_events(corpus, times=None, mentions=None, quotes=None, sentences=None):
    """Find the dated events an article speaks of: each time on the calendar with its clause and the actors in it.

    The clause is the part of the sentence around the time, up to a semicolon, colon or dash, or a comma before a
    conjunction of class `clause_break` in `data/lexicon/grammar.csv`. Events of one date are one where at least half of
    their actors together are in both (Jaccard 1912), in whichever articles they stand.

    Parameters
    ----------
    corpus : pandas.DataFrame
    times, mentions, quotes, sentences : pandas.DataFrame, optional
        The tables it builds on, computed when not given.

    Returns
    -------
    pandas.DataFrame
        A span table, a row a time that resolves to a year or less, in order of the text: `article`, `start`, `end`,
        `text` (the clause), `time_start`, `time_end`, `value`, `date_from`, `date_to`, `actors` (ids joined by ``+``,
        in order of appearance), `voice` and `voice_speaker` (as `add_voice` gives them), `when` (before, around or
        after the day of publication, empty without one), `event` (number of the event, by date).
    """
    sentences = find_sentences(corpus) if sentences is None else sentences
    times = find_times(corpus, sentences) if times is None else times
    mentions = find_mentions(corpus, sentences) if mentions is None else mentions
    quotes = find_quotes(corpus, mentions, sentences) if quotes is None else quotes
    dated = times[(times["date_to"] - times["date_from"]) < _LONGEST]
    named, bounds, published = by_article(mentions), by_article(sentences), corpus.get("published", {})
    rows = []
    for article, part in by_article(add_voice(dated, quotes)).items():
        text, actors = corpus.at[article, "text"], named.get(article, mentions.iloc[:0])
        own = bounds[article]
        for row, sentence in zip(part.itertuples(), own["start"].searchsorted(part["start"], "right") - 1, strict=True):
            start, end = clause(text, row.start, row.end, *own.iloc[sentence][["start", "end"]])
            within = actors[(actors["start"] >= start) & (actors["end"] <= end)]
            rows.append(
                (article, start, end, text[start:end], row.start, row.end, row.value, row.date_from, row.date_to,
                 "+".join(dict.fromkeys(within.sort_values("start")["actor"])), row.voice, row.voice_speaker,
                 when(row.date_from, row.date_to, published.get(article))),
            )  # fmt: skip
    events = span_table(rows, EVENTS)
    return events.assign(event=_numbers(events))


def clause(text, start, end, low, high):
    """Bounds of the clause around ``text[start:end]`` in the sentence ``text[low:high]``."""
    cuts = [(match.start() + low, match.end() + low) for match in _clause_breaks().finditer(fold(text[low:high]))]
    cuts = [cut for cut in cuts if "-" not in fold(text[slice(*cut)]) or text[cut[1] : cut[1] + 1].islower()]
    begin = max((after for _, after in cuts if after <= start), default=low)
    stops = [before for before, _ in cuts if before >= end] + [high]
    alone = not any(map(str.isalpha, text[begin:start] + text[end : stops[0]]))
    stop = stops[1] if alone and len(stops) > 1 else stops[0]  # Hôm 19/6, khi … : the time alone is no clause
    while begin < start and text[begin].isspace():
        begin += 1
    while stop > end and text[stop - 1] in " \n,;:":
        stop -= 1
    return begin, stop


@cache
def _clause_breaks():
    return re.compile(rf"[;:]\s|\s-\s|,\s+(?={alternatives(grammar('clause_break'))}(?!\w))|\n+")


def when(first, last, published):
    """Say whether a stretch of days lies wholly before, over or around, or wholly after a day of publication."""
    if published is None or pd.isna(published):
        return ""
    return "before" if last < published else "after" if first > published else "around"


def _numbers(events):
    """Number events by date; of one date those are one that share half of their actors, directly or through others."""
    numbers, last = pd.Series(0, index=events.index), 0
    for _, part in events.sort_values(["date_from", "date_to"]).groupby(["date_from", "date_to"], sort=False):
        groups = []
        for row in part.sort_index().itertuples():
            actors = frozenset(row.actors.split("+")) - {""}
            same = [group for group in groups if any(_alike(actors, other) for _, other in group)]
            groups = [group for group in groups if group not in same] + [sum(same, [(row.Index, actors)])]
        for group in sorted(groups, key=lambda group: min(index for index, _ in group)):
            last += 1
            numbers[[index for index, _ in group]] = last
    return numbers


def _alike(one, other):
    return bool(one & other) and len(one & other) >= 0.5 * len(one | other)


def quote_days(quotes, times, sentences):
    """Find the day on which a quotation was said, where its sentence names one outside the quotation.

    Parameters
    ----------
    quotes, times, sentences : pandas.DataFrame

    Returns
    -------
    pandas.DataFrame
        The direct, partial and indirect rows of `quotes` that have such a day, with `said_on` (datetime64) and
        `said_text` (the words that name it, the nearest to the cue or the quotation).
    """
    days, bounds = by_article(times[times["value"].str.fullmatch(_DAY)]), by_article(sentences)
    rows = []
    for article, part in by_article(quotes[quotes["kind"] != "scare"]).items():
        if article not in days:
            continue
        own, named = bounds[article], days[article]
        for row, sentence in zip(part.itertuples(), own["start"].searchsorted(part["start"], "right") - 1, strict=True):
            low, high = own.iloc[sentence][["start", "end"]]
            if any((part["start"] <= row.start) & (part["end"] > row.end) & (part["speaker"] != row.speaker)):
                continue  # quoted by somebody who is quoted: the day is that of the outer words
            outside = (named["end"] <= row.start) | (named["start"] >= row.end)
            near = named[(named["start"] >= low) & (named["end"] <= max(high, row.end + 1)) & outside]
            if near.empty:
                continue
            anchor = row.cue_start if pd.notna(row.cue_start) else row.start
            day = near.loc[(near["start"] - anchor).abs().idxmin()]
            rows.append((row.Index, day["date_from"], day["text"]))
    found = pd.DataFrame(rows, columns=["row", "said_on", "said_text"]).set_index("row")
    return quotes.join(found, how="inner").sort_values(["said_on", "article", "start"])


def reach(corpus, times):
    """Say of each article how far it looks back and ahead, and how its times divide into past, present and future.

    Returns
    -------
    pandas.DataFrame
        A row an article: `article`, `times` (DATE and TIME expressions that lie somewhere), `past`, `present`,
        `future` (shares of them; PAST_REF, PRESENT_REF and FUTURE_REF count), `earliest`, `latest` (values),
        `years_back`, `years_ahead` (from the day of publication to the
        first and last day of dates of a year or less; NaN without one).
    """
    references = {"PAST_REF": "past", "PRESENT_REF": "present", "FUTURE_REF": "future"}
    sides = {"before": "past", "around": "present", "after": "future", "": None}
    rows = []
    for article, published in corpus.get("published", pd.Series(pd.NaT, index=corpus.index)).items():
        own = times[times["article"] == article]
        dated = own.dropna(subset=["date_from"])
        short = dated[dated["date_to"] - dated["date_from"] < _LONGEST]
        sense = own["value"].map(references).dropna().tolist()
        for first, last in zip(dated["date_from"], dated["date_to"], strict=True):
            sense.append(sides[when(first, last, published)])
        shares = pd.Series(sense, dtype=object).value_counts(normalize=True)
        row = [article, len(sense), *(shares.get(side, 0.0) for side in ("past", "present", "future"))]
        if short.empty:
            rows.append([*row, "", "", None, None])
            continue
        first, last = short.loc[short["date_from"].idxmin()], short.loc[short["date_to"].idxmax()]
        back, ahead = published - first["date_from"], last["date_to"] - published
        rows.append([*row, first["value"], last["value"], back.days / 365.25, max(0, ahead.days) / 365.25])
    columns = ["article", "times", "past", "present", "future", "earliest", "latest", "years_back", "years_ahead"]
    return pd.DataFrame(rows, columns=columns)
