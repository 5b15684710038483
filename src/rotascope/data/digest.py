"""Content digests: what was in a table, whatever file format or library version held it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


def digest_frame(frame: pl.DataFrame) -> str:
    """SHA-256 (64 hex digits) of a table's content: column names, types, values and gaps, in row order."""
    digest = hashlib.sha256()
    for column in frame.iter_columns():
        digest.update(column.name.encode() + b"\0")
        for part in _column_bytes(column):
            digest.update(part)
    return digest.hexdigest()


def digest_arrays(*arrays: NDArray[np.generic]) -> str:
    """First 16 hex digits of the SHA-256 of arrays' bytes: names the exact rows that a figure used."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:16]


def digest_texts(texts: Iterable[str]) -> str:
    """SHA-256 (64 hex digits) of texts, each closed by a zero byte so that joins cannot collide."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()


def _column_bytes(column: pl.Series) -> list[bytes]:
    """The gaps and then the values of one column, as bytes that no library version changes."""
    gaps = column.is_null().to_numpy().tobytes()
    if column.dtype in (pl.String, pl.Categorical, pl.Enum):
        texts = column.cast(pl.String).fill_null("").to_list()
        return [b"text\0", gaps, "\0".join(texts).encode()]
    physical = column.to_physical()
    filled = physical.fill_null(False if physical.dtype == pl.Boolean else 0).to_numpy()
    return [filled.dtype.str.encode() + b"\0", gaps, np.ascontiguousarray(filled).tobytes()]
