"""How a sentence is laid out: its quotations, and the items of each clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotascope.claims.read.tokens import Tokens


_MARKS = frozenset({"“", "”", '"'})


def quotations(tokens: Tokens) -> list[tuple[int, int]]:
    """Token ranges between quotation marks that hold a clause, not a nickname."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    if _MARKS.isdisjoint(tokens.words):
        return found
    for index, word in enumerate(tokens.words):
        if word == "“" or (word == '"' and opened is None):
            opened = index
        elif word in ("”", '"') and opened is not None:
            if index - opened > 5:
                found.append((opened, index))
            opened = None
    if opened is not None and len(tokens) - opened > 5:
        found.append((opened, len(tokens)))
    return found


def runs(clauses: list[int]) -> dict[int, range]:
    """The items of each clause."""
    found: dict[int, range] = {}
    start, count = 0, len(clauses)
    for index in range(1, count + 1):
        if index == count or clauses[index] != clauses[start]:
            found[clauses[start]] = range(start, index)
            start = index
    return found
