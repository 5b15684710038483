"""Several share classes of one company: which of them each carry the whole company's cap, and which one counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl
    from numpy.typing import NDArray

    from tools.vintage.universe_grid import Grid

    Floats = NDArray[np.float64]

# "Alphabet Inc. Class C Capital Stock" is of "alphabet inc".
SECURITY = (
    r"(?i)[\s,.]*(\(|\b(class|series|common|capital stock|ordinary|cl|new|subordinate|non.?voting|voting|shares|when"
    r"|tracking)\b).*$"
)
SAME_COUNT = 1e-6  # log ratio of the share counts, where a name is not known any more (PARA and PARAA)
ALIKE = 2  # letters that the symbols of two classes share ("Z" and "ZG" share what there is)
WHOLE = 0.4  # log ratio of caps up to which two classes each carry the whole company's


def preferences(grid: Grid, names: pl.Series, caps: Floats) -> tuple[NDArray[np.bool_], list[str]]:
    """Per session and line, whether the line stands for its company; and what was found, as sentences.

    Of lines of one issuer that trade at once and whose caps are alike, the one with the larger volume up to the
    first session with both stands for the company as long as it trades. Lines with caps of their own all count.
    """
    out = np.ones(grid.close.shape, dtype=bool)
    stems = names.str.replace(SECURITY, "").str.to_lowercase().str.replace_all(r"[^a-z0-9]", "").to_list()
    notes = []
    for line, other in _candidates(grid):
        met = _first_common(grid, caps, line, other)
        if met is None:
            continue
        one_issuer = stems[line] == stems[other]
        if not stems[line] or not stems[other]:
            one_issuer = abs(np.log(grid.shares[met, line] / grid.shares[met, other])) < SAME_COUNT
        if one_issuer:
            notes.append(_judge(grid, caps, line, other, met, out))
    return out, sorted(notes)


def _candidates(grid: Grid) -> Iterator[tuple[int, int]]:
    """Pairs of lines whose symbols begin alike, as those of classes do: UA and UAA, Z and ZG, BRK.A and BRK.B."""
    symbols = grid.lines["symbol"].to_list()
    for k, line in enumerate(symbols):
        for other in range(k + 1, len(symbols)):
            if symbols[other][:ALIKE] != line[:ALIKE]:
                break
            if symbols[other] != line:
                yield k, other


def _first_common(grid: Grid, caps: Floats, line: int, other: int) -> int | None:
    """The first session on which both lines have a cap, None where they never meet."""
    first, last = (grid.lines[name] for name in ("first", "last"))
    begin, end = max(first[line], first[other]), min(last[line], last[other])
    span = slice(begin, end + 1)
    both = np.flatnonzero(np.isfinite(caps[span, line]) & np.isfinite(caps[span, other] * grid.shares[span, other]
                                                                       * grid.shares[span, line]))  # fmt: skip
    return int(both[0]) + begin if len(both) else None


def _judge(grid: Grid, caps: Floats, line: int, other: int, met: int, out: NDArray[np.bool_]) -> str:
    """Marks the lesser of two lines while both trade, unless their caps are their own; says which."""
    symbols = [grid.lines["symbol"][k] for k in (line, other)]
    if abs(np.log(caps[met, line] / caps[met, other])) > WHOLE:
        return f"{symbols[0]} and {symbols[1]} have caps of their own"
    traded = [np.nansum(grid.volume[: met + 1, k]) for k in (line, other)]
    lesser = other if traded[0] >= traded[1] else line
    out[met : min(grid.lines["last"][line], grid.lines["last"][other]) + 1, lesser] = False
    kept, left = symbols if lesser == other else symbols[::-1]
    return f"{kept} for {left}"
