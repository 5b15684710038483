"""Tables of returns: names down the side, times along the top, a per cent where they cross; or the other way round."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rotascope.claims.claim import Claim, Span
from rotascope.claims.read.markets import is_market
from rotascope.claims.read.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotascope.claims.claim import Entity, Figure, Window
    from rotascope.claims.read.items import Reader

_LONGEST = 200  # characters of a line that may be a row
_CELL = re.compile(r"[^\s|](?:[^\s|]| (?![ |]))*")  # words with single spaces between them
_APART = re.compile(r"  |\t|\|")
_MARKS = frozenset({"(", ")", "+", "-", "−"})


def read_tables(text: str, reader: Reader) -> Iterator[Claim]:
    """A return for each cell that a name and a time meet in."""
    head: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        cells = _cells(text, start, end)
        if not cells:
            head = head if not line.strip() else []
        elif "%" not in line:
            head = cells
        elif head:
            yield from _row(text, head, cells, reader, Span(start=start, end=end))
        start = end + 1


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cells of a line; none where it is no row of a table."""
    if not 3 <= end - start <= _LONGEST or not _APART.search(text, start, end):
        return []
    return [match.span() for match in _CELL.finditer(text, start, end)]


def _row(
    text: str, head: list[tuple[int, int]], cells: list[tuple[int, int]], reader: Reader, line: Span
) -> Iterator[Claim]:
    entity, window = _name(text, cells[0], reader), _window(text, cells[0], reader)
    if entity is None and window is None:
        return
    shift = len(head) - len(cells)
    for place, cell in enumerate(cells[1:], 1):
        top = place + shift
        figure = _percent(text, cell, reader)
        if figure is None or not 0 <= top < len(head):
            continue
        subject = entity or _name(text, head[top], reader)
        when = window if entity is None else _window(text, head[top], reader)
        if subject is None or when is None:
            continue
        span = Span(start=cells[0][0], end=cell[1])
        yield Claim.of_text(
            text,
            span.start,
            span.end,
            sentence=line,
            kind="return",
            subject=subject,
            figure=figure,
            window=when,
            direction="up" if figure.value > 0 else "down" if figure.value < 0 else "",
        )


def _name(text: str, cell: tuple[int, int], reader: Reader) -> Entity | None:
    """The only name of a cell."""
    items = [item for item in reader.items_of(tokens_of(text, *cell)) if item.word not in _MARKS]
    named = len(items) == 1 and items[0].sort == "name"
    return items[0].entity if named and is_market(items[0].entity) else None


def _window(text: str, cell: tuple[int, int], reader: Reader) -> Window | None:
    """The time that a cell is, as it stands or after "in", "over the past"."""
    words = text[cell[0] : cell[1]]
    for led in ("", "in ", "over the past "):
        tokens = tokens_of(led + words)
        found = reader.calendar.at(tokens, 0)
        if found is not None and found[0] == len(tokens):
            return found[1].model_copy(update={"text": words})
    return None


def _percent(text: str, cell: tuple[int, int], reader: Reader) -> Figure | None:
    """The per cent of a cell, below zero in brackets."""
    tokens = tokens_of(text, *cell)
    items = reader.items_of(tokens)
    numbers = [item for item in items if item.sort == "number" and item.number.unit == "percent"]
    if len(numbers) != 1 or any(item.sort != "number" and item.word not in _MARKS for item in items):
        return None
    return numbers[0].number.figure(tokens, -1 if text[cell[0]] == "(" else 1)
