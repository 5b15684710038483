"""Real time: parameters fitted on data to a day, states filtered from data to each day, day after day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from rotascope.errors import DataError
from rotascope.models.arguments import require_whole
from rotascope.models.matrix import dated_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]


class Walkable(Protocol):
    """A model that can be walked: `refit(y, previous)` gives a fit, whose `filter(y)` has `filtered_probabilities`.

    A fit also says its regimes' `means`, `variances` (K,) and `transition_matrix` (K, K), rows sum to one.
    previous: the fit before, or None; a model may start from it, and must not depend on it for anything else.
    """

    @property
    def n_regimes(self) -> int: ...

    def refit(self, y: Doubles, previous: Any) -> Any: ...


@dataclass(frozen=True)
class RealTime:
    """`probabilities` (n, K): of each regime given data to the date, parameters included; NaN before the first fit.

    `refits` (r,): how many dates each fit has seen; its parameters rule from its last date to the one before the next
    fit's. `fits`: what `refit` gave, one each. `restated` (r, K): what each fit says of the date before its last one,
    on which the fit before it ruled: where the two differ, the model has changed and not the series.
    """

    probabilities: Doubles = field(repr=False)
    refits: NDArray[np.int64] = field(repr=False)
    fits: tuple[Any, ...] = field(repr=False)
    restated: Doubles = field(repr=False)


def walk_forward(y: object, spec: Walkable, *, first: int, every: int = 21, window: int | None = None) -> RealTime:
    """Refit on the first `first` dates, then every `every` dates; filter each date by the fit that ruled on it.

    y (n,): NaN where missing. window: fit and filter on the last so many dates only; None: on all to date. Nothing at a
    date depends on later ones, so the walk of a longer series begins with the walk of a shorter.
    Errors: `UsageError` for a schedule that cannot be, `DataError` for a series shorter than `first`.
    """
    values = dated_values(y, "y")
    _check(len(values), first, every, window)
    ends = np.arange(first, len(values) + 1, every)
    probabilities = np.full((len(values), spec.n_regimes), np.nan)
    fits: list[Any] = []
    restated = np.full((len(ends), spec.n_regimes), np.nan)
    for number, end in enumerate(ends.tolist()):
        begin = 0 if window is None else max(end - window, 0)
        fits.append(spec.refit(values[begin:end], fits[-1] if fits else None))
        stop = min(end + every - 1, len(values))
        ruled = fits[-1].filter(values[begin:stop]).filtered_probabilities
        probabilities[end - 1 : stop] = ruled[end - 1 - begin :]
        if end - 2 >= begin:
            restated[number] = ruled[end - 2 - begin]
    for array in (probabilities, ends, restated):
        array.flags.writeable = False
    return RealTime(probabilities, ends, tuple(fits), restated)


def _check(length: int, first: int, every: int, window: int | None) -> None:
    require_whole(1, first=first, every=every)
    if window is not None:
        require_whole(1, window=window)
    if first > length:
        raise DataError(f"y has {length} dates; the first fit needs {first}.")
