"""The scorecard of detectors as a table of the brief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rotascope.models.detectors import WORDS
from rotascope.publish.figures import ABSENT, cell, number, plain_percent
from rotascope.publish.parts import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rotascope.publish.parts import Cell
    from rotascope.questions import Finding


def scorecard_table(found: Finding) -> Table:
    """Each detector in real time on the pair's own history, beside the turns confirmed later and beside chance."""
    detail: Any = found.detail
    columns = ("Detector", "Turns seen", "Lag", "False a year", "Called", "Right", "By chance", "p-value")
    note = (
        f"In real time over {detail['sessions']:,} sessions from {detail['history_from']}, against turns dated with"
        f" hindsight. Lag: sessions from a turn to its signal, the median. Called: share of"
        f" {detail['judged_sessions']:,} sessions on which it named a leg; right: rightly, sessions without a call"
        f" counted one half. By chance: the same returns in random order, of detectors that need"
        " no fit; trends that are chance have turns as well. The turning points are those turns, each from the"
        " day it was confirmed. On worlds with known turns: rotascope scorecard."
    )
    rows = tuple(_row(found, row) for row in detail["detectors"])
    return Table("What detectors have been worth", columns, rows, frozenset(columns[1:]), frozenset({"p-value"}), note)


def _row(found: Finding, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    name = WORDS[row["detector"]]
    return (
        cell(found, name[:1].upper() + name[1:]),
        cell(found, f"{row['hits']} of {row['turns']}"),
        _known(found, row["median_lag"], number, 0),
        cell(found, number(row["false_alarms_a_year"], 1)),
        _known(found, row["called"], plain_percent, 0),
        _known(found, row["agreement"], plain_percent, 0),
        _known(found, row["chance"], plain_percent, 0),
        _known(found, row["p_value"], number, 2),
    )


def _known(found: Finding, value: float | None, written: Callable[[float, int], str], digits: int) -> Cell:
    return ABSENT if value is None else cell(found, written(value, digits))
