"""Phrases looked up word by word: the longest that begins at a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from rotascope.claims.read.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rotascope.claims.read.tokens import Tokens

T = TypeVar("T")
_VALUE = ""  # the key of a phrase's value in its last node; no token is empty


class Phrases(Generic[T]):
    """Values by phrase, as a tree of words: a lookup walks no further than the longest phrase.

    `firsts`: the words that a phrase may begin with.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._root: dict[str, Any] = {}
        for phrase, value in entries:
            node = self._root
            for word in tokens_of(phrase).words:
                node = node.setdefault(word, {})
            if node is not self._root:
                node[_VALUE] = value
        self.firsts = frozenset(self._root)

    def single(self) -> dict[str, T]:
        """The words that are a phrase by themselves and begin no longer one, with their values."""
        return {word: node[_VALUE] for word, node in self._root.items() if len(node) == 1 and _VALUE in node}

    def seconds(self, word: str) -> set[str]:
        """The words that go on a phrase which begins with a word."""
        return set(self._root.get(word, ())) - {_VALUE}

    def alone(self, word: str) -> T | None:
        """The value of a word that is a phrase by itself; None where it is none."""
        return self._root.get(word, {}).get(_VALUE)  # type: ignore[no-any-return]

    def at(self, tokens: Tokens, index: int) -> tuple[int, T] | None:
        """Where the longest phrase at `index` ends, and its value."""
        words, found = tokens.words, None
        node = self._root
        for place in range(index, len(words)):
            if words[place] not in node:
                break
            node = node[words[place]]
            if _VALUE in node:
                found = place + 1, node[_VALUE]
        return found
