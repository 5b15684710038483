"""What a measure returns, before it becomes a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

Value = float | int | None | Mapping[str, float | int | None]
Unit = Literal[
    "fraction",  # a decimal: 0.0692 is 6.92 %
    "points",  # a difference of two fractions: 0.0065 is 65 basis points
    "rank",
    "sessions",
    "level",
    "ratio",
    "deviations",  # standard deviations
    "index",
    "people",
    "record",  # several figures, each with its own unit in the measure's docstring
]


@dataclass(frozen=True)
class Measured:
    """One measure's answer. `value`: a number, a flat record of numbers, or None for "unknown".

    `text` is the sentence that a reader sees. `detail` holds what stands beside the figure: dates, counts, what
    chance would show, tables and series (lists). `first`: the first day whose data the figure used; None: all.
    """

    value: Value
    unit: Unit
    text: str
    detail: Mapping[str, object] = field(default_factory=dict)
    first: date | None = None
