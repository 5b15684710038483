"""A glance at a sentence before it is read: most sentences of ordinary prose hold nothing a claim could rest on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rotascope.claims.read.number import ONES, TENS
from rotascope.data.words import read_words, words_of

if TYPE_CHECKING:
    from rotascope.claims.read.lexicon import Lexicon

_SHOWN = re.compile(r"[0-9%$]|[^.!?\s]\s+[\"'“\u2018(]?[A-Z]")  # a figure, or a capital inside the sentence
_WORD = re.compile(r"[a-z]+(?:['\u2019&][a-z]+)?")
# Roles of which a claim needs one where it prints no figure and names nothing with a capital.
_TELLING = (
    *("up", "down", "flat", "beat", "lag", "lead", "trail_rank", "record", "streak", "opinion", "double", "triple"),
    *("super_up", "super_down", "steeper", "flatter", "inverted", "inflow", "outflow", "upside", "downside", "target"),
    *("new_high", "new_low", "advancers", "decliners", "valuation_gap"),
)
_PLAIN = words_of("plain_words")
COMMON = frozenset({"the", "this", "that", "an", "first", "american", "general", "great", "old", "he", "she", "you"})
_TIMELY = frozenset({"today", "yesterday", "week", "month", "quarter", "ytd", "weeks", "months"})
_PAIRED = frozenset({"up", "down", "off", "ahead", "behind", "it", "they", "best", "top", "better", "worse"})


class Glance:
    """Whether a sentence may hold a claim, by its words alone."""

    def __init__(self, lexicon: Lexicon) -> None:
        cues = read_words("cues")
        telling = {phrase.split()[0] for role in _TELLING for phrase in cues[role]} - _PLAIN
        named = {phrase.split()[0].lower() for phrase, name in lexicon.entries if not name.capital} - _PLAIN
        companies = {phrase.split()[0].lower() for phrase, name in lexicon.entries if name.capital} - _PLAIN
        self._firsts = frozenset(piece for word in companies for piece in _WORD.findall(word)[:1]) - _PLAIN - COMMON
        counts = (ONES.keys() | TENS.keys() | {"half", "dozen", "double", "single", "triple"}) - _PLAIN
        self._words = frozenset(
            piece for word in (*telling, *named, *counts, *_TIMELY) for piece in _WORD.findall(word)[:1]
        )

    def is_worth_reading(self, text: str, start: int, end: int) -> bool:
        """False only where neither a figure, a name nor a telling word stands in text[start:end]."""
        if _SHOWN.search(text, start, end):
            return True
        words = _WORD.findall(text[start:end].lower())
        if not self._words.isdisjoint(words) or (words and words[0] in self._firsts):
            return True
        return len(_PAIRED.intersection(words)) > 1


@lru_cache(maxsize=4)
def glance_of(lexicon: Lexicon) -> Glance:
    """The glance of a lexicon, made once."""
    return Glance(lexicon)
