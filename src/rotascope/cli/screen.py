"""The terminal: sentences, labelled facts and tables that fit the width, in ASCII where need be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from rotascope.cli.streams import write_text, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Cell = str | Text


class Screen:
    """Prints to stdout: colours on a terminal only, lines no wider than it (80 columns elsewhere)."""

    def __init__(self) -> None:
        self.console = Console(highlight=False, markup=False, emoji=False)

    def show(self, *parts: RenderableType) -> None:
        """Each part from a line of its own; long lines break between words."""
        group = Group(*(Text(part) if isinstance(part, str) else part for part in parts))
        self.draw(lambda console: console.print(group))

    def draw(self, paint: Callable[[Console], None]) -> None:
        """What a function prints on the console, without the blanks that pad its lines."""
        with writing(), self.console.capture() as painted:  # Rich flushes stdout as a capture ends
            paint(self.console)
        write_text("\n".join(line.rstrip() for line in painted.get().splitlines()))

    def command(self, command: str) -> Text:
        """A shell command, continued over lines before an option where it is wider than the screen."""
        return Text(continued(command, self.console.width - 14), overflow="fold")


def continued(command: str, width: int) -> str:
    """The command broken before options with a backslash, so that it can still be copied; `width` in characters."""
    lines = [""]
    for piece in re.split(r" (?=--)", command):
        joined = f"{lines[-1]} {piece}" if lines[-1] else piece
        if len(joined) + 2 > width and lines[-1]:
            lines.append(f"  {piece}")
        else:
            lines[-1] = joined
    return " \\\n".join(lines)


def heading(text: str) -> Text:
    return Text(text, style="bold")


def signed(text: str, value: float | None) -> Text:
    """A figure, green above zero and red below it."""
    return Text(text, style="" if not value else "green" if value > 0 else "red")


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], right: Iterable[str] = ()) -> Table:
    """A table without lines; columns named in `right` hold figures. Long cells break, none is cut."""
    made = Table(box=None, pad_edge=False, padding=(0, 1), header_style="bold")
    on_the_right = set(right)
    for column in columns:
        made.add_column(column, justify="right" if column in on_the_right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
    return made


def facts(rows: Iterable[tuple[str, RenderableType]]) -> Table:
    """Labels and what they label, in two columns."""
    made = Table.grid(padding=(0, 2))
    made.add_column(style="dim", min_width=9, no_wrap=True)
    made.add_column(overflow="fold")
    for label, content in rows:
        made.add_row(label, Text(content) if isinstance(content, str) else content)
    return made
