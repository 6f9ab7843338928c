"""Who gets to speak, in which words? Quotations and reported speech, with speaker and cue.

The scheme is that of PARC 3.0 (Pareti 2016): source, cue, content. Speakers are found by sieves from sure to unsure
(Muzny et al. 2017), each a function of `helpers.sieves`; reported speech without marks is `helpers.reported`.
"""

import pandas as pd

from helpers.actors import find_mentions
from helpers.corpus import by_article, find_sentences, iter_articles, span_table
from helpers.dialogue import Quote, find_dashed, find_turns, own_words
from helpers.reported import find_reported
from helpers.scan import Cover
from helpers.sieves import OPENING, SIEVES, by_colon, names_a_work
from helpers.sources import NOBODY, Article

QUOTES = {
    "kind": "str",
    "speaker": "str",
    "speaker_start": "Int64",
    "speaker_end": "Int64",
    "cue": "str",
    "cue_start": "Int64",
    "cue_end": "Int64",
    "rule": "str",
}


def find_quotes(corpus, mentions=None, sentences=None, sieves=None):
    """Find quotations in marks and reported speech, and who speaks.

    Parameters
    ----------
    corpus : pandas.DataFrame
        As `load_corpus` returns it.
    mentions, sentences : pandas.DataFrame, optional
        As `find_mentions` and `find_sentences` return them; computed if not given.
    sieves : sequence of callable, optional
        Which of `SIEVES` to use, in order. Default: all.

    Returns
    -------
    pandas.DataFrame
        A span table: `article`, `start`, `end`, `text` (the content, marks left outside), `kind` (direct, partial,
        scare, indirect), `speaker` (actor, several joined by `+`, `anon`, or empty), `speaker_start`, `speaker_end`
        (the speaker as written, NA where the quotation names none), `cue`, `cue_start`, `cue_end`, `rule` (the sieve).
    """
    sentences = find_sentences(corpus) if sentences is None else sentences
    mentions = find_mentions(corpus, sentences) if mentions is None else mentions
    said, named = by_article(sentences), by_article(mentions)
    rows = []
    for article, text, _ in iter_articles(corpus):
        if article not in said:
            continue
        part, names = said[article], named.get(article, mentions.iloc[:0])
        bounds = list(zip(part["start"], part["end"], part["role"], strict=True))
        spans = list(zip(names["start"], names["end"], names["actor"], names["kind"], names["type"], strict=True))
        for quote in _article_quotes(Article(text, bounds, spans), sieves or SIEVES):
            rows.append(_row(article, text, quote))
    return span_table(rows, QUOTES)


def _row(article, text, quote):
    speaker, cue = quote.speaker, quote.cue
    speaker_span = (speaker.start, speaker.end) if speaker.start >= 0 else (None, None)
    cue_span = (text[cue.start : cue.end], cue.start, cue.end) if cue else ("", None, None)
    content = text[quote.start : quote.end]
    return (article, quote.start, quote.end, content, quote.kind, speaker.actor, *speaker_span, *cue_span, quote.rule)


def add_voice(table, quotes):
    """Say of every row of a span table whose words it stands in: the reporter's, or a quoted speaker's.

    Parameters
    ----------
    table : pandas.DataFrame
        Any span table.
    quotes : pandas.DataFrame
        As `find_quotes` returns it. Direct and partial quotations count; reported speech is in the reporter's words.

    Returns
    -------
    pandas.DataFrame
        The table with `voice` (``"reporter"`` or ``"quoted"``) and `voice_speaker` (who is quoted, in the innermost
        quotation that holds the whole span; empty for the reporter).
    """
    marked = by_article(quotes[quotes["kind"].isin(["direct", "partial"])])
    voices = pd.DataFrame({"voice": "reporter", "voice_speaker": ""}, index=table.index)
    for article, part in table.groupby("article"):
        own = marked.get(article, quotes.iloc[:0]).sort_values(["start", "end"], ascending=[True, False])
        for row in own.itertuples():  # inner quotations come later and win
            inside = part.index[(part["start"] >= row.start) & (part["end"] <= row.end)]
            voices.loc[inside, :] = ["quoted", row.speaker]
    return table.assign(voice=voices["voice"], voice_speaker=voices["voice_speaker"])


# --- one article ----------------------------------------------------------------------------------------------------


def _article_quotes(article, sieves):
    done = []
    roles = [(article.sentence(start)[2], start, end) for start, end, _ in article.marked]
    for headlines in (False, True):  # a headline repeats the body
        for role, start, end in roles:
            if role != "credit" and (role in ("title", "heading") or start < OPENING) is headlines:
                done.append(_attribute(article, start, end, done, sieves))
    turns = list(find_turns(article))
    done += [*turns, *find_dashed(article, {quote.start for quote in turns}, by_colon)]
    done = own_words(article, done, turns)
    used = {quote.cue.start for quote in done if quote.kind == "direct" and quote.cue}
    direct = Cover((quote.start, quote.end) for quote in done if quote.kind == "direct")
    reported = [Quote(start, end, "indirect", *rest) for start, end, *rest in find_reported(article, used, direct)]
    return _within_reported(done, reported) + reported


def _within_reported(done, reported):
    """Words in marks that no sieve gave to anybody, in what somebody is reported to say, are that speaker's."""
    inside = {(clause.start, clause.end): clause for clause in reported}
    cover = Cover(inside)
    found = []
    for quote in done:
        clause = inside.get(cover.around(quote.start)) if quote.rule == "unattributed" else None
        if clause and quote.end <= clause.end:
            quote = Quote(quote.start, quote.end, "partial", clause.speaker, clause.cue, "within_reported")
        found.append(quote)
    return found


def _attribute(article, start, end, done, sieves):
    if names_a_work(article, start, end):
        return Quote(start, end, "scare", NOBODY, None, "named_work")
    for sieve in sieves:
        found = sieve(article, start, end, done)
        if found:
            kind, speaker, cue = found
            return Quote(start, end, kind, speaker, cue, sieve.__name__)
    return Quote(start, end, "scare", NOBODY, None, "unattributed")
