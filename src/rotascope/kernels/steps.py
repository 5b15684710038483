"""Step functions spread over all sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

T = TypeVar("T", bound=np.generic)


def spread_steps(
    asset: NDArray[np.int64], start: NDArray[np.int64], values: NDArray[T], shape: tuple[int, int], missing: T
) -> NDArray[T]:
    """Each value from its start until the asset's next one: (k,) to (n_dates, n_assets), `missing` before the first.

    Steps are sorted by asset, then start; starts lie in [0, n_dates]; of equal starts the last stands.
    """
    dates, assets = shape
    heads = np.arange(assets) * dates  # every asset begins as missing
    places = np.concatenate([heads, asset * dates + np.minimum(start, dates - 1)])
    held = np.concatenate([np.full(assets, missing, values.dtype), values])
    late = np.concatenate([np.zeros(assets, bool), start >= dates])
    order = np.argsort(places[~late], kind="stable")
    places, held = places[~late][order], held[~late][order]
    flat = np.repeat(held, np.diff(places, append=dates * assets))
    return np.ascontiguousarray(flat.reshape(assets, dates).T)
