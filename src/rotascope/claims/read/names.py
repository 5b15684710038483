"""Names in a sentence: what the lexicon holds, where an everyday word is meant as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Entity, Span
from rotascope.claims.read.item import Item, cues
from rotascope.claims.read.lexicon import SUFFIXES
from rotascope.claims.read.number import ONES, TENS
from rotascope.claims.read.slopes import slope_at
from rotascope.data.words import words_of

if TYPE_CHECKING:
    from collections.abc import Container

    from rotascope.claims.read.lexicon import Lexicon, Name
    from rotascope.claims.read.tokens import Tokens

_AFTER_SECTOR = words_of("after_sector")
_FINITE = words_of("finite")
_AFTER_TENOR = words_of("after_tenor")
APART = frozenset({"gap", "spread", "difference", "differential"})


_RETURNED = frozenset({"returned", "delivered", "posted", "produced", "managed", "generated"})
_HAVING = frozenset({"has", "have", "had", "not", "never", "also", "still", "did", "now", "again", "finally", "then"})
_SHORT = frozenset({"YTD", "MTD", "QTD", "WTD", "ETF", "ETFS", "US", "UK", "EPS", "GDP", "CPI"})


class Names:
    """Finds names, with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._names, self._cues = lexicon.phrases, cues()
        self._name_firsts, self._cue_firsts = self._names.firsts, self._cues.firsts
        self._wordlike = lexicon.wordlike

    def at(self, tokens: Tokens, i: int) -> Item | None:
        """The name that begins at token i; None where none is meant."""
        word, raw = tokens.words[i], tokens.raw[i]
        if word == "$" and tokens.adjoins(i + 1) and tokens.raw[i + 1] in self.lexicon.symbols:
            return self._item(tokens, i, i + 2, self.lexicon.symbols[tokens.raw[i + 1]])
        if word in APART and tokens.word(i + 1) == "between" and (slope := slope_at(self.lexicon, tokens, i)):
            return self._item(tokens, i, *slope)
        found = self._names.at(tokens, i) if word in self._name_firsts else None
        if found and self._is_meant(tokens, i, found[0], found[1]):
            return self._item(tokens, i, _with_suffix(tokens, found[0]), found[1])
        if raw in self._wordlike and self._is_spoken_of(tokens, i) and not _is_shouting(tokens, self.lexicon.symbols):
            return self._item(tokens, i, i + 1, self.lexicon.symbols[raw])
        if raw in self.lexicon.alone and not _is_shouting(tokens, self.lexicon.symbols):
            return self._item(tokens, i, i + 1, self.lexicon.symbols[raw])
        return None

    def is_longer(self, tokens: Tokens, i: int, hi: int) -> bool:
        """Whether a name begins at token i that goes past hi: "the yield on the 10-year note" is no pronoun."""
        if (
            tokens.word(i) in APART
            and tokens.word(i + 1) == "between"
            and slope_at(self.lexicon, tokens, i) is not None
        ):
            return True
        found = self._names.at(tokens, i) if tokens.word(i) in self._name_firsts else None
        return found is not None and found[0] > hi

    def _is_spoken_of(self, tokens: Tokens, i: int) -> bool:
        """Whether a verb of motion, or "shares", follows a symbol that is a word too: "COST rose"."""
        after = tokens.word(i + 1)
        cue = self._cues.at(tokens, i + 1) if after in self._cue_firsts else None
        moves = cue is not None and bool(cue[1] & {"up", "down", "beat", "lag", "flat"}) and "noun" not in cue[1]
        return moves or after in ("shares", "stock")

    def _is_meant(self, tokens: Tokens, lo: int, hi: int, name: Name) -> bool:
        """Whether a phrase that could be an everyday word is meant as a name."""
        if name.kind == "rate" and name.word:
            return tokens.word(lo - 1) == "the" and self._stands_as_rate(tokens, hi)
        if name.word and not name.capital:
            return self._is_set_against(tokens, lo, hi)
        if name.capital and tokens.raw[lo].islower():
            return name.kind == "sector" and self._stands_as_name(tokens, hi)
        if name.kind == "house" or not name.capital or hi - lo > 1:
            return True
        if not name.word:
            return True
        return _has_sign(tokens, hi)

    def _stands_as_name(self, tokens: Tokens, hi: int) -> bool:
        """Whether a sector in lower case is no adjective: a verb, a comma or "and" follows, or "funds"."""
        word = tokens.word(hi)
        if word in _AFTER_SECTOR or word in _FINITE or word[:1].isdigit():
            return True
        if word == "for" and any(_counts(tokens.word(at)) for at in range(hi + 1, hi + 4)):
            return True  # "energy for less than 3%", "beat technology for four straight weeks"
        if word in _RETURNED:
            return True
        cue = self._cues.at(tokens, hi) if word in self._cue_firsts else None
        return cue is not None and bool(cue[1] & {"up", "down", "beat", "lag", "lead", "flat", "trail_rank"})

    def _is_set_against(self, tokens: Tokens, lo: int, hi: int) -> bool:
        """Whether a word such as "value" is meant as a style of stocks: it beats, or is beaten by, the other."""
        after = next((at for at in range(hi, hi + 3) if tokens.word(at) not in _HAVING), hi)
        cue = self._cues.at(tokens, after) if tokens.word(after) in self._cue_firsts else None
        if cue is not None and cue[1] & {"beat", "lag"}:
            return True
        before = self._cues.at(tokens, lo - 1) if lo and tokens.word(lo - 1) in self._cue_firsts else None
        return (before is not None and before[0] == lo and bool(before[1] & {"beat", "lag"})) or (
            tokens.word(lo - 1) in ("than", "of") and tokens.word(lo - 2) in ("better", "worse", "ahead", "behind")
        )

    def _stands_as_rate(self, tokens: Tokens, hi: int) -> bool:
        """Whether a bare tenor ("the two-year") is a yield: a verb follows, or the end of its clause."""
        if tokens.word(hi) in _AFTER_TENOR or tokens.word(hi)[:1].isdigit():
            return True
        cue = self._cues.at(tokens, hi) if tokens.word(hi) in self._cue_firsts else None
        return cue is not None and bool(cue[1] & {"up", "down", "hold"}) and "noun" not in cue[1]

    def _item(self, tokens: Tokens, lo: int, hi: int, name: Name) -> Item:
        span = Span(start=tokens.starts[lo], end=tokens.ends[hi - 1])
        entity = Entity(name=name.name, subject=name.subject, kind=name.kind, span=span, ticker=name.ticker)
        return Item("name", lo, hi, tokens.words[lo], entity)


def _counts(word: str) -> bool:
    """Whether a word counts: in digits or spelled out."""
    return word[:1].isdigit() or word in ONES or word in TENS or word in ("straight", "consecutive")


def _is_shouting(tokens: Tokens, symbols: Container[str]) -> bool:
    """Whether most words are capitals, so that a capital says nothing."""
    words = [raw for raw in tokens.raw if len(raw) > 1 and raw.isalpha() and raw not in symbols and raw not in _SHORT]
    return len(words) > 3 and sum(raw.isupper() for raw in words) > 0.6 * len(words)


def _with_suffix(tokens: Tokens, hi: int) -> int:
    """Past "Inc.", "Corp." and the like."""
    while tokens.word(hi) in SUFFIXES and tokens.raw[hi][0].isupper():
        hi += 1
        hi += tokens.word(hi) == "." and tokens.adjoins(hi) and hi + 1 < len(tokens)
    return hi


def _has_sign(tokens: Tokens, hi: int) -> bool:
    """Whether what follows shows that a word is a company."""
    after = tokens.word(hi)
    return after in SUFFIXES or after in ("'s", "shares", "stock", "(") or after in cues().firsts
