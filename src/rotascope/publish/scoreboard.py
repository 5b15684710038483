"""Forecasts by house: entered when an article says them, scored by the level on the day they are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from rotascope.claims.check.asking import Asker
from rotascope.claims.check.targets import BY_INDEX, due_of
from rotascope.claims.claim import Article
from rotascope.questions import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rotascope.claims.check import Checked
    from rotascope.data.panel import Panel
    from rotascope.questions import Finding

NOTHING = Article(text="", dated=None, claims=())


@dataclass(frozen=True)
class Forecast:
    """A house's target for a level. `level`: on the day it was due, or of the as-of where that is still ahead.

    error: the level over the target, minus 1. reached: the first close at or beyond the target from the day it was
    made on.
    """

    house: str
    subject: str
    target: float
    made: date
    due: date
    is_due: bool
    level: float | None
    error: float | None
    reached: date | None
    findings: tuple[Finding, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The row as plain data."""
        days = {name: getattr(self, name) for name in ("made", "due", "reached")}
        return {
            "house": self.house,
            "subject": self.subject,
            "target": self.target,
            **{name: None if day is None else day.isoformat() for name, day in days.items()},
            "is_due": self.is_due,
            "level": self.level,
            "error": self.error,
            "findings": [finding.id for finding in self.findings],
        }


def forecast_entries(checked: Checked) -> list[dict[str, Any]]:
    """What the ledger is told of an article's forecasts: those of a named house, with a level and a day."""
    entries = []
    for judgement in checked.judgements:
        claim = judgement.claim
        figure = claim.parts.get("target") or claim.figure
        due = due_of(checked.article, checked.as_of, claim) if claim.kind == "forecast" else None
        if due is None or not claim.house or figure is None or claim.subject is None or not claim.subject.subject:
            continue
        made = min(checked.article.dated or checked.as_of, checked.as_of)
        entries.append(
            {
                "kind": "house forecast", "key": f"{claim.house}|{claim.subject.subject}|{figure.value:.10g}|{due}",
                "made": made, "as_of": checked.as_of, "vintage": checked.vintage, "due": due, "house": claim.house,
                "subject": claim.subject.subject, "value": figure.value, "unit": figure.unit,
            }
        )  # fmt: skip
    return entries


def score(panel: Panel, entries: Iterable[Mapping[str, Any]]) -> list[Forecast]:
    """Every published target and every ledger entry that was known, scored as of the panel, by house and day."""
    known = [*_published(panel), *(_entered(entry) for entry in entries if entry.get("unit") in ("level", "dollars"))]
    rows = {(house.casefold(), subject, target, due): (house, subject, target, made, due)
            for house, subject, target, made, due in reversed(known) if made <= panel.as_of}  # fmt: skip
    asker = Asker(panel, NOTHING)
    return sorted((_scored(asker, *row) for row in rows.values()), key=lambda one: (one.house, one.due, one.subject))


Row = tuple[str, str, float, date, date]


def _published(panel: Panel) -> list[Row]:
    frame = panel.market.store.scan("targets", panel.as_of).collect()
    columns = frame.select("house", "symbol", "level", "made", "horizon")
    return [(house, symbol, float(level), made, due) for house, symbol, level, made, due in columns.iter_rows()]


def _entered(entry: Mapping[str, Any]) -> Row:
    made, due = (date.fromisoformat(str(entry[name])[:10]) for name in ("made", "due"))
    subject = BY_INDEX.get(entry["subject"], entry["subject"])
    return str(entry["house"]), subject, float(entry["value"]), made, due


def _scored(asker: Asker, house: str, subject: str, target: float, made: date, due: date) -> Forecast:
    day = min(due, asker.as_of)
    question = Question("implied_upside", subject, made, None, {"target": target})
    found, now = asker.ask(question, day), asker.ask(Question("level", subject), day)
    level = float(now.value) if now is not None and isinstance(now.value, int | float) else None
    reached = found.detail["reached"] if found is not None else None
    return Forecast(
        house, subject, target, made, due, due <= asker.as_of, level, None if level is None else level / target - 1,
        reached if isinstance(reached, date) else None, tuple(one for one in (found, now) if one is not None),
    )  # fmt: skip


def houses(rows: Iterable[Forecast]) -> dict[str, dict[str, object]]:
    """By house: forecasts, how many were due, how many were reached by then, and their mean absolute error."""
    by: dict[str, list[Forecast]] = {}
    for row in rows:
        by.setdefault(row.house, []).append(row)
    return {house: _house(held) for house, held in by.items()}


def _house(rows: list[Forecast]) -> dict[str, object]:
    due = [row for row in rows if row.is_due and row.error is not None]
    errors = [abs(row.error) for row in due if row.error is not None]
    return {
        "forecasts": len(rows),
        "due": len(due),
        "reached": sum(row.reached is not None for row in due),
        "mean_absolute_error": sum(errors) / len(errors) if errors else None,
    }
