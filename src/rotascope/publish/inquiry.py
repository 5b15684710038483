"""Asking on behalf of a section: every answer is kept, and every question without one is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.errors import DataError
from rotascope.measures.wording import listed
from rotascope.publish.parts import Section, Sentence
from rotascope.publish.standing import legs_alone, note_before, standing
from rotascope.questions import Question, answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rotascope.data.panel import Panel
    from rotascope.pairs import Leg, Pair
    from rotascope.publish.parts import Chart, Highlight, Table
    from rotascope.questions import Finding


class Inquiry:
    """The questions of one section, asked of one panel about one pair.

    `named` is the pair that was asked for, `pair` the one that carries it on the day. `told` holds the findings of
    the sections before: a figure is told once and referred to afterwards.
    """

    def __init__(self, panel: Panel, pair: Pair, told: dict[str, Finding]) -> None:
        self.panel = panel
        self.named = pair
        self.pair = standing(panel, pair)
        self._told = told
        self._kept: list[Finding] = []
        self._unanswered: dict[str, list[str]] = {}

    @property
    def legs(self) -> tuple[Leg, Leg]:
        return self.pair.first, self.pair.second

    @property
    def alone(self) -> tuple[Leg, Leg]:
        """The legs that are told by themselves."""
        return legs_alone(self.panel, self.pair)

    def note(self, begin: date | None = None) -> str:
        """In brackets, which indices carry a window from `begin` (of all history where None) before the funds did."""
        return note_before(self.panel, self.pair, begin)

    def remark(self, begin: date | None = None) -> str:
        """The note as a sentence after others, with the pair that it is about."""
        note = self.note(begin)
        return f" {self.pair}: {note.strip(' ()')}." if note else ""

    def ask(
        self, measure: str, of: object = None, *, since: str | None = None, label: str = "", **params: object
    ) -> Finding | None:
        """The answer, or None where the data have none: the section then says so. `label` names it there."""
        question = Question(measure, None if of is None else str(of), since, None, params)
        try:
            finding = answer(question, self.panel)
        except DataError as error:
            self.miss(label or _named(measure, of), str(error))
            return None
        if finding.id not in self._told:
            self._told[finding.id] = finding
            self._kept.append(finding)
        return self._told[finding.id]

    def holds(self, symbols: Iterable[str], label: str) -> bool:
        """Whether the data hold the symbols at all; where not, `label` is noted as not available."""
        absent = [symbol for symbol in symbols if symbol not in self.panel.market.instruments]
        if absent:
            self.miss(label, f"these data hold no {listed(absent)}")
        return not absent

    def miss(self, label: str, reason: str) -> None:
        """Note that something is not available, and why."""
        labels = self._unanswered.setdefault(reason, [])
        if label not in labels:
            labels.append(label)

    @property
    def missing(self) -> tuple[str, ...]:
        """A sentence for each reason why something is not available."""
        return tuple(
            f"Not available as of {self.panel.as_of}: {listed(labels)}, because {_reason(reason)}"
            for reason, labels in self._unanswered.items()
        )

    def section(
        self,
        name: str,
        title: str,
        paragraphs: Sequence[Sequence[Sentence]],
        *,
        tables: Sequence[Table] = (),
        charts: Sequence[Chart] = (),
        highlights: Sequence[Highlight] = (),
        headline: str = "",
    ) -> Section:
        """The section with all that was asked; where nothing was answered it says so."""
        told = tuple(tuple(paragraph) for paragraph in paragraphs if paragraph)
        nothing = Sentence(f"The data hold nothing for this section as of {self.panel.as_of}.")
        return Section(
            name,
            title,
            told or ((nothing,),),
            tuple(self._kept),
            tuple(table for table in tables if table.rows),
            tuple(charts),
            self.missing,
            tuple(highlights),
            headline,
        )


def says(*findings: Finding | None) -> list[Sentence]:
    """The findings' own sentences, those without an answer left out."""
    return [Sentence(finding.text, (finding,)) for finding in findings if finding is not None]


def _named(measure: str, of: object) -> str:
    words = measure.replace("_", " ")
    return words if of is None else f"{words} of {of}"


def _reason(reason: str) -> str:
    """An error's sentence as the end of another: a plain first word (not a symbol) begins small."""
    first = reason.partition(" ")[0]
    plain = len(first) > 1 and first.isalpha() and first.istitle()
    return (reason[:1].lower() + reason[1:] if plain else reason).rstrip(".") + "."
