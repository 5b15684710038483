"""Series handed in by a user: arrays, lists, pandas or polars, as one array of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.errors import DataError, UsageError, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]


def read_series(y: object, name: str = "y") -> Doubles:
    """(n,), NaN where missing. Takes a list, an array, or a series of pandas or polars.

    Errors: `UsageError` for anything that is no series of numbers, `DataError` for infinities.
    """
    held = _native(y)
    try:
        values = np.array(held, dtype=np.float64)
    except (TypeError, ValueError):
        raise UsageError(f"{name} must be a series of numbers; got {type(y).__name__}.") from None
    if values.ndim != 1:
        raise UsageError(f"{name} must have one dimension; it has {values.ndim}. Hand in one column.")
    if np.isinf(values).any():
        at = int(np.flatnonzero(np.isinf(values))[0])
        raise DataError(f"{name} is infinite at position {at}; leave missing values as NaN.")
    return values


def read_columns(frame: object, names: Sequence[str], length: int) -> Doubles:
    """(length, len(names)): columns of a mapping or a frame by name, each without a missing value.

    Errors: `UsageError` for a column that is not there, `DataError` for a wrong length or a missing value.
    """
    columns = _columns(frame)
    found = []
    for name in names:
        if name not in columns:
            raise unknown("Covariate", name, columns, f"Given are {', '.join(sorted(columns)) or 'none'}.")
        values = read_series(columns[name], f"covariate {name!r}")
        if len(values) != length:
            raise DataError(f"Covariate {name!r} has {len(values)} values for {length} dates; give one a date.")
        if np.isnan(values).any():
            at = int(np.flatnonzero(np.isnan(values))[0])
            raise DataError(f"Covariate {name!r} is missing at position {at}; every date's moves need it.")
        found.append(values)
    return np.column_stack(found) if found else np.empty((length, 0))


def _native(y: object) -> object:
    """A pandas or polars series as an array with NaN for what is null."""
    if isinstance(y, np.ndarray | list | tuple):
        return y
    import narwhals as nw

    series: Any = nw.from_native(y, series_only=True, pass_through=True)  # type: ignore[call-overload]
    if not isinstance(series, nw.Series):
        return y
    try:
        return series.cast(nw.Float64()).to_numpy()
    except Exception:  # each backend has errors of its own for what is no number
        return None


def _columns(frame: object) -> Mapping[str, object]:
    if frame is None:
        return {}
    if isinstance(frame, dict):
        return frame
    import narwhals as nw

    held: Any = nw.from_native(frame, eager_only=True, pass_through=True)  # type: ignore[call-overload]
    if not isinstance(held, nw.DataFrame):
        raise UsageError(f"covariates must be a mapping or a frame of columns; got {type(frame).__name__}.")
    return {name: nw.to_native(held[name]) for name in held.columns}
