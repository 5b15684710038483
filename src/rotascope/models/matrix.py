"""What users hand to a model, as arrays: columns of a pandas or Polars frame, or of a numpy array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]


def feature_rows(given: Any, name: str = "X") -> Doubles:
    """(n_dates, n_features), C order, read-only, NaN where missing; one column where a series or 1-d array is given.

    `UsageError` for what holds no numbers, has no rows or columns, or has an infinite value.
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
            columns = [np.asarray(column.to_numpy(), np.float64) for column in held.iter_columns()]
            return np.column_stack(columns) if columns else np.empty((len(held), 0))
        if isinstance(held, nw.Series):
            return np.asarray(held.to_numpy(), np.float64)
        return np.asarray(given, np.float64)
    except (TypeError, ValueError):
        raise UsageError(f"{name} holds something other than numbers; leave dates and texts out.") from None


def _checked(values: Doubles, name: str) -> Doubles:
    if not values.size:
        raise UsageError(f"{name} is empty (shape {values.shape}); give at least one date and one column.")
    if np.isinf(values).any():
        raise UsageError(f"{name} has an infinite value in row {int(np.isinf(values).nonzero()[0][0])}; drop it.")
    held = np.array(values, np.float64, order="C")
    held.flags.writeable = False
    return held
