"""Read Vietnamese news: sentences, words, actors, quotations and times as tables of spans over the text."""

from helpers.actors import find_mentions, suggest_actors
from helpers.corpus import cleaning_report, find_sentences, load_corpus
from helpers.events import find_events
from helpers.quotes import add_voice, find_quotes
from helpers.times import find_times
from helpers.words import find_words

__all__ = [
    "add_voice",
    "cleaning_report",
    "find_events",
    "find_mentions",
    "find_quotes",
    "find_sentences",
    "find_times",
    "find_words",
    "load_corpus",
    "suggest_actors",
]
