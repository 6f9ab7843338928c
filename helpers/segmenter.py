"""Where are the borders of words? underthesea's segmenter, its answers remembered on disk by content."""

import os
import warnings
from functools import cache
from importlib.metadata import version
from pathlib import Path

from joblib import Memory

from helpers.lexicon import ROOT

_PACKAGES = ("underthesea", "underthesea-core")  # the model ships inside the first, the second runs it


def segment(pieces):
    """Segment pieces of text into words.

    Answers are kept by `joblib.Memory` under a hash of the pieces and of the versions of underthesea, whose wheel holds
    the model: nothing else goes into an answer, so a kept one is never out of date. Names, times and every lexicon are
    applied later, to the answer.

    Parameters
    ----------
    pieces : sequence of str
        Bounded pieces: the segmenter's time grows faster than its input.

    Returns
    -------
    list of list of str
        The tokens of each piece, as `underthesea.word_tokenize` gives them.

    Notes
    -----
    Kept in `.cache/segments` of the project, or in the folder that the environment variable ``SEGMENT_CACHE`` names;
    ``SEGMENT_CACHE=off`` keeps nothing. To clear it, delete the folder. Where it can't be written, nothing is kept.
    """
    folder = os.environ.get("SEGMENT_CACHE") or str(ROOT / ".cache" / "segments")
    remembered = None if folder == "off" else _remembered(folder)
    if remembered is None:
        return _segment(list(pieces), versions())
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="joblib")  # a slow or full disk: the answer is the same
        return remembered(list(pieces), versions())


@cache
def versions():
    """Versions of what segments, as text: part of the key of every kept answer."""
    return " ".join(f"{name} {version(name)}" for name in _PACKAGES)


@cache
def _remembered(folder):
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return Memory(folder, verbose=0).cache(_segment)


def _segment(pieces, versions):
    return [_tokenizer()(piece) for piece in pieces]


@cache
def _tokenizer():
    from underthesea import word_tokenize

    return word_tokenize
