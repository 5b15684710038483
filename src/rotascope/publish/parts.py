"""What a brief is made of: sentences, tables, charts, sections. Frozen values; renderers only lay them out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from rotascope.publish.palette import Palette
    from rotascope.questions import Finding

Tone = Literal["", "first", "second", "quiet"]
Spec = dict[str, object]


@dataclass(frozen=True)
class Sentence:
    """A sentence for the reader, and the findings that its figures come from."""

    text: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One entry of a table. `tone`: "first" or "second" where that leg is ahead, "quiet" for what is absent."""

    text: str
    finding: Finding | None = None
    tone: Tone = ""


@dataclass(frozen=True)
class Table:
    """Rows under columns. `numeric`: the columns set flush right; `wide`: those that a narrow place leaves out.

    `stacked`: on a narrow page each row becomes a block, and no column is left out.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    note: str = ""
    stacked: bool = False


@dataclass(frozen=True)
class Highlight:
    """A figure set large at the top of the page: what it is, the figure, and a few words beside it."""

    label: str
    figure: str
    beside: str
    finding: Finding


@dataclass(frozen=True)
class Chart:
    """A chart that is drawn only when a renderer asks: `build(palette)` gives a Vega-Lite spec with its datasets.

    `caption` says what is seen; `source` where the data come from and up to when.
    """

    id: str
    title: str
    caption: str
    source: str
    build: Callable[[Palette], Spec] = field(repr=False, compare=False)

    def to_dict(self) -> dict[str, object]:
        """The chart in words, without its spec."""
        return {"id": self.id, "title": self.title, "caption": self.caption, "source": self.source}


@dataclass(frozen=True)
class Section:
    """One part of a brief. `missing`: what could not be answered as of the date, and why, in sentences."""

    id: str
    title: str
    paragraphs: tuple[tuple[Sentence, ...], ...]
    findings: tuple[Finding, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    missing: tuple[str, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    headline: str = ""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, in reading order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)


@dataclass(frozen=True)
class Document:
    """A whole brief as renderers take it. `vintage`: the version of the data; `note`: what to know of the as-of.

    `kind`: what it calls itself, a "brief" or a "study", on `pair`.
    """

    pair: str
    as_of: date
    vintage: str
    sections: tuple[Section, ...]
    about: str = ""
    note: str = ""
    kind: str = "brief"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, once, in reading order."""
        return tuple(finding for section in self.sections for finding in section.findings)

    @property
    def headline(self) -> str:
        """The verdict: the first section's headline that there is."""
        found = [section.headline for section in self.sections if section.headline]
        return found[0] if found else f"{self.pair} as of {self.as_of}"

    @property
    def highlights(self) -> tuple[Highlight, ...]:
        return tuple(highlight for section in self.sections for highlight in section.highlights)

    @property
    def numbers(self) -> Mapping[str, int]:
        """The number by which the text refers to each finding, by its id."""
        return {finding.id: number for number, finding in enumerate(self.findings, start=1)}
