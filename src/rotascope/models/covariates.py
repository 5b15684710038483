"""Named columns that drive a model, from a mapping or a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.errors import DataError, UsageError, unknown
from rotascope.models.matrix import dated_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]


def read_columns(frame: object, names: Sequence[str], length: int) -> Doubles:
    """(length, len(names)): columns of a mapping, or a frame of pandas or Polars, by name, none with a missing value.

    Errors: `UsageError` for a column that is not there, of another length or named twice, `DataError` for a missing
    value.
    """
    if len(set(names)) < len(names):
        raise UsageError(f"covariates {', '.join(names)} name one column twice; its weights could not be told apart.")
    columns = _columns(frame)
    found = []
    for name in names:
        if name not in columns:
            raise unknown("Covariate", name, columns, f"Given are {', '.join(sorted(columns)) or 'none'}.")
        values = dated_values(columns[name], f"covariate {name!r}", length)
        if np.isnan(values).any():
            at = int(np.flatnonzero(np.isnan(values))[0])
            raise DataError(f"Covariate {name!r} is missing at position {at}; every date's moves need it.")
        found.append(values)
    return np.column_stack(found) if found else np.empty((length, 0))


def _columns(frame: object) -> Mapping[str, object]:
    if frame is None:
        return {}
    if isinstance(frame, dict):
        return frame
    import narwhals as nw

    held: Any = nw.from_native(frame, eager_only=True, pass_through=True)
    if not isinstance(held, nw.DataFrame):
        raise UsageError(f"covariates must be a mapping or a frame of columns; got {type(frame).__name__}.")
    return {name: held[name].to_native() for name in held.columns}
