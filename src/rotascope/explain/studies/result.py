"""A study's answer: what followed, beside the base rate and what chance would show."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.digest import digest_texts
from rotascope.data.history import day_of
from rotascope.explain.studies.wording import sentences_of, verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Summary:
    """Outcomes in figures. `apart`: how many of the `count` windows do not overlap: the effective number.

    `hits`: the share above zero, or of what came true. NaN where there are none.
    """

    count: int
    apart: int
    mean: float
    median: float
    hits: float
    deviation: float


@dataclass(frozen=True)
class Chance:
    """What chance alone would show. Intervals are 95 %, by block bootstrap; the p-value is two-sided.

    scheme: "years" (years exchanged, season kept) or "season" (the season shifted within each year). `exact`: every
    order of the years was counted. `block`: candidates in a block. NaN where there is nothing to resample.
    """

    p_value: float
    scheme: str
    exact: bool
    draws: int
    seed: int
    block: int
    mean_interval: tuple[float, float]
    gap_interval: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Study:
    """A condition, an outcome, and what the data as of a day say about them.

    `detectable`: the smallest gap to the base rate that so few cases would show (power 80 %, level 5 %), in the
    outcome's unit ("fraction", "points", "ratio"; "share" for what came true or not). `days` (n,), `ends` (n,) and
    `outcomes` (n,): the occurrences whose outcome is complete; `pending`: days of those still running. `drawn` gives
    `steps`, `paths` and `base_path`, for a chart, when one is asked for. `is_of_pair`: they are active returns; `step`:
    what they step by.
    """

    condition: str
    then: str
    as_of: date
    unit: str
    spacing: str
    since: date | None
    detectable: float
    found: Summary
    base: Summary
    chance: Chance
    days: Ints = field(repr=False)
    ends: Ints = field(repr=False)
    outcomes: Floats = field(repr=False)
    pending: tuple[date, ...]
    drawn: Callable[[], tuple[Ints, Floats, Floats]] = field(repr=False)
    is_of_pair: bool
    step: str
    revised: bool = False

    def __post_init__(self) -> None:
        for array in (self.days, self.ends, self.outcomes):
            array.flags.writeable = False

    @cached_property
    def _paths(self) -> tuple[Ints, Floats, Floats]:
        found = self.drawn()
        for array in found:
            array.flags.writeable = False
        return found

    @property
    def steps(self) -> Ints:
        """Steps (k,) at which the paths are given."""
        return self._paths[0]

    @property
    def paths(self) -> Floats:
        """The return so far of each occurrence, (n, k), NaN beyond its end."""
        return self._paths[1]

    @property
    def base_path(self) -> Floats:
        """The mean return so far of all windows, (k,), NaN where half of them or fewer run so long."""
        return self._paths[2]

    @property
    def gap(self) -> float:
        """Mean of the outcomes less that of the base."""
        return self.found.mean - self.base.mean

    @property
    def verdict(self) -> str:
        """In plain words whether chance alone would do."""
        return verdict_of(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The study told, smallest detectable effect first."""
        return sentences_of(self)

    @property
    def text(self) -> str:
        return " ".join(self.sentences)

    @property
    def key(self) -> str:
        """Names the hypothesis: the same condition and outcome, asked again later, are the same trial."""
        return f"study-{digest_texts([self.condition, self.then])[:16]}"

    def trial(self) -> dict[str, object]:
        """What the ledger keeps of it: one trial, whatever it showed."""
        return {
            "kind": "trial",
            "key": self.key,
            "as_of": self.as_of,
            "what": "study",
            "condition": self.condition,
            "then": self.then,
            "occurrences": self.found.count,
            "p_value": _plain(self.chance.p_value),
        }

    def to_dict(self) -> dict[str, object]:
        """The study as plain data; what cannot be told is None."""
        chance = self.chance
        return {
            "condition": self.condition,
            "then": self.then,
            "as_of": self.as_of.isoformat(),
            "since": None if self.since is None else self.since.isoformat(),
            "unit": self.unit,
            "spacing": self.spacing,
            "smallest_detectable": _plain(self.detectable),
            "occurrences": [self._row(at) for at in range(len(self.days))],
            "pending": [day.isoformat() for day in self.pending],
            "found": _summary(self.found),
            "base": _summary(self.base),
            "gap": _plain(self.gap),
            "interval": [_plain(edge) for edge in chance.mean_interval],
            "gap_interval": [_plain(edge) for edge in chance.gap_interval],
            "p_value": _plain(chance.p_value),
            "null": {"scheme": chance.scheme, "exact": chance.exact, "draws": chance.draws, "seed": chance.seed,
                     "block": chance.block},
            "revised": self.revised,
            "verdict": self.verdict,
            "text": self.text,
        }  # fmt: skip

    def _row(self, at: int) -> dict[str, object]:
        days = {"day": day_of(self.days[at]).isoformat(), "end": day_of(self.ends[at]).isoformat()}
        return days | {"outcome": float(self.outcomes[at])}


def _summary(found: Summary) -> dict[str, object]:
    return {
        "count": found.count,
        "apart": found.apart,
        "mean": _plain(found.mean),
        "median": _plain(found.median),
        "hits": _plain(found.hits),
        "deviation": _plain(found.deviation),
    }


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
