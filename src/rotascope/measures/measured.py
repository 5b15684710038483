"""What a measure returns, before it becomes a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from datetime import date

Value = float | int | None | Mapping[str, float | int | None]
Unit = Literal[
    "fraction",  # a decimal: 0.0692 is 6.92 %
    "points",  # a difference of two fractions: 0.0065 is 65 basis points
    "rank",
    "sessions",
    "periods",  # weeks, months, quarters, years or published days, as the question says
    "level",
    "ratio",
    "deviations",  # standard deviations
    "index",
    "people",
    "dollars",
    "stocks",
    "names",
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

    def __post_init__(self) -> None:
        """Nothing of an answer can be changed afterwards: a panel hands the same one out again."""
        object.__setattr__(self, "value", _frozen(self.value))
        object.__setattr__(self, "detail", _frozen(self.detail))


def _frozen(value: object) -> object:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    return value
