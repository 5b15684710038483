"""The brief in a terminal: fits 80 columns, and plain ASCII where the console knows no more."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rich.columns import Columns
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from rotascope.publish.references import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, JustifyMethod

    from rotascope.publish.parts import Cell, Document, Section, Sentence, Table

WIDEST = 100
UNBOUNDED = 10_000
_ASCII = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "×": "x", "·": "|", "…": "...", "\u2019": "'", "\u201c": '"', "\u201d": '"'}
)
_STYLES = {"first": "cyan", "second": "yellow", "quiet": "dim", "": ""}


def print_brief(brief: Document, console: Console) -> None:
    """Print the brief; `[n]` refers to the figures listed under each section, by id."""
    page = _Page(brief, console)
    page.head()
    for section in brief.sections:
        page.section(section)


class _Page:
    """One printing: the console, its width and what it can show."""

    def __init__(self, brief: Document, console: Console) -> None:
        self.brief = brief
        self.console = console
        self.width = min(console.width, WIDEST)
        self.numbers = brief.numbers

    def head(self) -> None:
        brief = self.brief
        self.line(brief.headline, "bold")
        self.line(brief.about)
        figures = f" · {len(brief.findings)} figures" if brief.findings else ""
        self.line(f"{brief.pair} as of {brief.as_of}{figures} · data {brief.vintage}", "dim")
        if brief.note:
            self.line(brief.note)
        self.console.print()
        if brief.highlights:
            self.console.print(self._highlights())

    def section(self, section: Section) -> None:
        self.console.print()
        self.console.rule(self.text(section.title, "bold"), align="left", style="dim", characters=self.sign("─", "-"))
        for paragraph in section.paragraphs:
            self.console.print(self._paragraph(paragraph), width=self.width)
        for missing in section.missing:
            self.line(missing, "italic")
        for table in section.tables:
            self.console.print(Padding(self._grid(table), (1, 0, 0, 0)))
            self.line(table.note, "dim")
        for chart in section.charts:
            self.line(f"On the page: {chart.title}.", "dim")
        self._figures(section)

    def line(self, text: str, style: str = "") -> None:
        if text:
            self.console.print(self.text(text, style), width=self.width)

    def text(self, text: str, style: str = "") -> Text:
        """Text as it is, no markup read and no control character passed on."""
        return Text(printable(text, self.console.encoding), style=style)

    def sign(self, sign: str, plain: str) -> str:
        return sign if _is_utf(self.console.encoding) else plain

    def _paragraph(self, paragraph: tuple[Sentence, ...]) -> Grid:
        told = Text()
        for sentence in paragraph:
            told.append_text(self.text(sentence.text))
            told.append(f"{number_text(sentence.findings, self.numbers)} ", style="dim")
        told.rstrip()
        hung = Grid.grid(padding=(0, 1, 0, 0))
        hung.add_column()
        hung.add_column(overflow="fold")
        hung.add_row(self.sign("•", "*"), told)
        return hung

    def _highlights(self) -> Grid:
        grid = Grid.grid(padding=(0, 2))
        for _ in range(3):
            grid.add_column(overflow="fold")
        for mark in self.brief.highlights:
            reference = number_text([mark.finding], self.numbers)
            grid.add_row(
                self.text(mark.label, "dim"), self.text(mark.figure, "bold"), self.text(mark.beside + reference)
            )
        return grid

    def _grid(self, table: Table) -> Grid:
        """The table whole, or without its wide columns where it would not fit."""
        whole = self._columns(table, table.columns)
        needed = Measurement.get(self.console, self.console.options.update(max_width=UNBOUNDED), whole).maximum
        if needed <= self.console.width:
            return whole
        return self._columns(table, [name for name in table.columns if name not in table.wide])

    def _columns(self, table: Table, names: Sequence[str]) -> Grid:
        shown = [at for at, name in enumerate(table.columns) if name in names]
        grid = Grid(title=self.text(table.title, "bold"), title_justify="left", box=None, header_style="dim")
        for at in shown:
            name = table.columns[at]
            side: JustifyMethod = "right" if name in table.numeric else "left"
            grid.add_column(self.text(name), justify=side, vertical="bottom", overflow="fold")
        for row in table.rows:
            grid.add_row(*(self._cell(row[at]) for at in shown))
        return grid

    def _cell(self, cell: Cell) -> Text:
        return self.text(cell.text, _STYLES[cell.tone])

    def _figures(self, section: Section) -> None:
        """The ids by which to ask again."""
        if not section.findings:
            return
        self.console.print()
        self.line("Figures (rotascope why ID):", "dim")
        names = [self.text(f"[{self.numbers[finding.id]}] {finding.id}", "dim") for finding in section.findings]
        self.console.print(Columns(names, padding=(0, 2)), width=self.width)


def printable(text: str, encoding: str) -> str:
    """The text without control characters, and in ASCII where the encoding is not a Unicode one."""
    clean = "".join(" " if unicodedata.category(sign) in ("Cc", "Cf", "Cs") else sign for sign in text)
    return clean if _is_utf(encoding) else clean.translate(_ASCII).encode("ascii", "replace").decode()


def _is_utf(encoding: str) -> bool:
    return encoding.lower().replace("-", "").startswith("utf")
