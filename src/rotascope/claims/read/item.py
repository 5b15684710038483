"""An item: one or more tokens of a sentence that mean one thing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from rotascope.claims.read.phrases import Phrases
from rotascope.data.words import read_words

if TYPE_CHECKING:
    from rotascope.claims.claim import Entity, Window
    from rotascope.claims.read.number import Number

NO_ROLES: frozenset[str] = frozenset()


@dataclass(slots=True)
class Item:
    """Tokens [lo, hi). `sort`: "name", "pronoun", "number", "time", "cue" or "word"; `data` by sort."""

    sort: str
    lo: int
    hi: int
    word: str
    data: Any = None
    roles: frozenset[str] = NO_ROLES

    @property
    def number(self) -> Number:
        number: Number = self.data
        return number

    @property
    def window(self) -> Window:
        window: Window = self.data
        return window

    @property
    def window_kind(self) -> str:
        """The kind of window that a time names; "" for what is no time."""
        return self.data.kind if self.sort == "time" else ""

    @property
    def entity(self) -> Entity:
        entity: Entity = self.data
        return entity


@cache
def cues() -> Phrases[frozenset[str]]:
    """Roles by phrase, from the word lists."""
    roles: dict[str, set[str]] = {}
    for role, phrases in read_words("cues").items():
        for phrase in phrases:
            roles.setdefault(phrase, set()).add(role)
    return Phrases((phrase, frozenset(found)) for phrase, found in roles.items())
