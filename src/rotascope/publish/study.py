"""A study as a document: its sentences, its occurrences, the paths of what followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.data.history import day_of
from rotascope.explain.studies.wording import amount
from rotascope.measures.wording import count
from rotascope.publish.charts.paths import MOST_PATHS, Paths
from rotascope.publish.parts import Cell, Chart, Document, Section, Sentence, Table

if TYPE_CHECKING:
    from rotascope.explain.studies.result import Study

MOST_ROWS = 60  # the latest occurrences
REVISED = "Some of what it rests on is known in today's revision only."


def study_document(study: Study, vintage: str, about: str = "", remark: str = "") -> Document:
    """The study as renderers take it. remark: what the ledger says of trials."""
    told = [*study.sentences, *([remark] if remark else []), *([REVISED] if study.revised else [])]
    section = Section(
        "study",
        "What followed",
        tuple((Sentence(text),) for text in told),
        tables=(_occurrences(study),) if study.found.count else (),
        charts=(_chart(study),) if study.found.count else (),
        headline=study.verdict.partition(". ")[0].rstrip("."),
    )
    return Document(study.condition, study.as_of, vintage, (section,), about or f"Then: {study.then}", kind="study")


def _occurrences(study: Study) -> Table:
    """A row an occurrence, the latest last."""
    latest = range(max(len(study.days) - MOST_ROWS, 0), len(study.days))
    rows = tuple(
        (Cell(str(day_of(study.days[at]))), Cell(str(day_of(study.ends[at]))), Cell(_outcome(study, at)))
        for at in latest
    )
    note = f"The latest {MOST_ROWS} of {len(study.days)}." if len(study.days) > MOST_ROWS else ""
    note += f" Still running: {', '.join(map(str, study.pending))}." if study.pending else ""
    return Table("Occurrences", ("Day", "Outcome by", "Outcome"), rows, frozenset({"Outcome"}), note=note.strip())


def _outcome(study: Study, at: int) -> str:
    value = float(study.outcomes[at])
    return ("yes" if value else "no") if study.unit == "share" else amount(value, study.unit)


def _chart(study: Study) -> Chart:
    """Paths of returns, whatever figure the outcome makes of them."""
    pair = "points" if study.is_of_pair else "%"
    lines = count(min(len(study.days), MOST_PATHS), "path")
    shown = "" if len(study.days) <= MOST_PATHS else f" (the latest {MOST_PATHS} of {len(study.days)})"
    return Chart(
        "study-paths",
        "What followed, path by path",
        f"{lines}{shown}; strong: their mean, and the mean of all {study.base.count:,} windows. {study.verdict}",
        f"{study.then}, complete by {study.as_of}; windows since {study.since}.",
        lambda palette: Paths(pair, study.step, study.days, study.steps, study.paths, study.base_path).spec(palette),
    )
