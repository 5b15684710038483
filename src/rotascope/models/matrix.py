"""What users hand to a model, as arrays: columns of a pandas or Polars frame, or of a numpy array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

HUGE = 1e40  # beyond this sums of squares reach what stands for the loss to an empty regime, and then overflow


def feature_rows(given: Any, name: str = "X") -> Doubles:
    """(n_dates, n_features), C order, read-only, NaN where missing; one column where a series or 1-d array is given.

    `UsageError` for what holds no real numbers, has no rows or columns, or has an infinite or astronomic value.
    """
    values = _array(given, name)
    if values.ndim == 1:
        values = values[:, None]
    if values.ndim != 2:
        raise UsageError(f"{name} has {values.ndim} dimensions; give dates by features.")
    return _checked(values, name)


def dated_values(given: Any, name: str, length: int | None = None) -> Doubles:
    """(n_dates,), read-only, NaN where missing; `length`: the number of dates that it must have."""
    values = _array(given, name)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim != 1:
        raise UsageError(f"{name} has the shape {values.shape}; give one value a date.")
    if length is not None and len(values) != length:
        raise UsageError(f"{name} has {len(values)} values for {length} dates; give one a date.")
    return _checked(values, name)


def _array(given: Any, name: str) -> Doubles:
    """Frames and series by Narwhals, dates in a pandas index left aside; other things as numpy takes them."""
    import narwhals as nw

    held = nw.from_native(given, eager_only=True, allow_series=True, pass_through=True)
    try:
        if isinstance(held, nw.DataFrame):
            columns = [_numbers(column.to_numpy()) for column in held.iter_columns()]
            return np.column_stack(columns) if columns else np.empty((len(held), 0))
        if isinstance(held, nw.Series):
            return _numbers(held.to_numpy())
        return _numbers(given)
    except (TypeError, ValueError):
        raise UsageError(f"{name} holds something other than real numbers; leave dates and texts out.") from None


def _numbers(given: Any) -> Doubles:
    """`TypeError` for dates and complex numbers, which numpy would turn into numbers of its own."""
    array = np.asarray(given)
    if array.dtype.kind in "mMc":
        raise TypeError(array.dtype)
    return np.asarray(array, np.float64)


def _checked(values: Doubles, name: str) -> Doubles:
    if not values.size:
        raise UsageError(f"{name} is empty (shape {values.shape}); give at least one date and one column.")
    if np.isinf(values).any():
        raise UsageError(f"{name} has an infinite value in row {int(np.isinf(values).nonzero()[0][0])}; drop it.")
    if (np.abs(values) > HUGE).any():
        raise UsageError(f"{name} has a value beyond {HUGE:g} in size; give it in a larger unit.")
    held = np.array(values, np.float64, order="C")
    held.flags.writeable = False
    return held
