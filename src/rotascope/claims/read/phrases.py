"""Phrases looked up word by word: the longest that begins at a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from rotascope.claims.read.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rotascope.claims.read.tokens import Tokens

T = TypeVar("T")


class Phrases(Generic[T]):
    """Values by phrase. A place is matched in time that depends on the phrases with its first word alone."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            words = tokens_of(phrase).words
            if words:
                self._by_first.setdefault(words[0], []).append((tuple(words[1:]), value))
        for rests in self._by_first.values():
            rests.sort(key=lambda rest: -len(rest[0]))

    @property
    def firsts(self) -> set[str]:
        """The words that a phrase may begin with."""
        return set(self._by_first)

    def at(self, tokens: Tokens, index: int) -> tuple[int, T] | None:
        """Where the longest phrase at `index` ends, and its value."""
        words = tokens.words
        for rest, value in self._by_first.get(words[index], ()):
            stop = index + 1 + len(rest)
            if not rest or tuple(words[index + 1 : stop]) == rest:
                return stop, value
        return None
