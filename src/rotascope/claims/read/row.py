"""A sentence as a row: its items, its clauses, and what stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.claim import Span
from rotascope.claims.read.clauses import Clauses
from rotascope.claims.read.layout import quotations, runs

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from rotascope.claims.claim import Claim, Entity, Figure
    from rotascope.claims.read.item import Item
    from rotascope.claims.read.memory import Memory
    from rotascope.claims.read.sentences import Sentence
    from rotascope.claims.read.tokens import Tokens


class Row:
    """A sentence. `found`: claims so far; `used`: indices of items that a claim has taken; `taken`: times that are."""

    def __init__(self, text: str, tokens: Tokens, items: list[Item], sentence: Sentence, memory: Memory) -> None:
        self.text, self.tokens, self.items, self.memory = text, tokens, items, memory
        self.span = Span(start=sentence.start, end=sentence.end)
        self.roles = {role for item in items if item.roles for role in item.roles} | {item.sort for item in items}
        self.used: set[int] = set()
        self.found: list[Claim] = []
        self.taken: set[int] = set()
        self.layout = Clauses(items)
        self.clauses = self.layout.numbers
        self._ranges = runs(self.clauses)
        self._quotes = quotations(tokens)

    def skip(self, index: int, words: Container[str], most: int = 99) -> int:
        """The first item from index on whose word is none of these, after at most so many."""
        stop = min(len(self.items), index + most)
        while index < stop and self.items[index].sort not in ("name", "pronoun") and self.items[index].word in words:
            index += 1
        return index

    def item(self, index: int) -> Item | None:
        """The item, or None outside."""
        return self.items[index] if 0 <= index < len(self.items) else None

    def has(self, index: int, role: str) -> bool:
        """Whether the item there plays a role."""
        return 0 <= index < len(self.items) and role in self.items[index].roles

    def word(self, index: int) -> str:
        """The first word of the item there."""
        return self.items[index].word if 0 <= index < len(self.items) else ""

    def token_before(self, index: int) -> str:
        """The last token of the item before: "close" of "Friday's close"."""
        return self.tokens.word(self.items[index].lo - 1) if 0 <= index < len(self.items) else ""

    def token_after(self, index: int) -> str:
        """The token right after an item."""
        return self.tokens.word(self.items[index].hi) if 0 <= index < len(self.items) else ""

    def clause(self, index: int) -> range:
        """The items of the clause that an item is in."""
        return self._ranges[self.clauses[index]]

    def range_of(self, clause: int) -> range:
        """The items of a clause by its number."""
        return self._ranges.get(clause, range(0))

    def roles_in(self, indices: range, role: str) -> list[int]:
        """The items among these that play a role."""
        return [index for index in indices if self.has(index, role)]

    def any_role(self, indices: Iterable[int], *roles: str) -> bool:
        """Whether an item among these plays one of the roles; outside there is none."""
        wanted, count = set(roles), len(self.items)
        return any(0 <= index < count and self.items[index].roles & wanted for index in indices)

    def entities(self) -> Iterator[Entity]:
        """What the names and pronouns of the sentence stand for."""
        for item in self.items:
            if item.sort == "name":
                yield item.entity
            elif item.sort == "pronoun" and item.data[1] is not None:
                yield item.data[1]

    def entity(self, index: int) -> Entity | None:
        """What a name or a pronoun stands for, houses left aside."""
        item = self.item(index)
        if item is None:
            return None
        if item.sort == "name":
            return item.entity
        if item.sort == "pronoun":
            found: Entity | None = item.data[1]
            return found
        return None

    def is_house(self, index: int) -> bool:
        """Whether a house is named there."""
        entity = self.entity(index)
        return entity is not None and entity.kind == "house"

    def figure(self, index: int, sign: float = 1.0) -> Figure:
        """The figure at an item."""
        return self.items[index].number.figure(self.tokens, sign)
