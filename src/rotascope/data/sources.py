"""The exact data behind a finding, and values as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.history import day_number, day_of

if TYPE_CHECKING:
    from rotascope.data.panel import Panel, Use


@dataclass(frozen=True)
class Source:
    """Rows that a figure used: of one table and version, one key's `column` from `first` to `last`.

    `digest`: of the days and values themselves; the same digest means the same data.
    """

    table: str
    version: str
    keys: tuple[str, ...]
    column: str
    first: str
    last: str
    rows: int
    digest: str

    def to_dict(self) -> dict[str, object]:
        return asdict(self) | {"keys": list(self.keys)}


def sources_of(panel: Panel, first: date | None) -> tuple[Source, ...]:
    """A source for each read of the panel, from the first day that the figure used."""
    found = (_source(panel, use, first) for use in panel.uses.values())
    return tuple(source for source in found if source.rows)


def is_revised(panel: Panel) -> bool:
    """Whether any table read holds today's revision only."""
    store = panel.market.store
    return any(
        facts.revised and entity not in facts.unrevised
        for table, entity, _ in panel.uses
        for facts in store.facts(table)
    )


def _source(panel: Panel, use: Use, first: date | None) -> Source:
    start = None if first is None or use.whole else day_number(first)
    series = use.series if start is None else use.series.since(start)
    begin, end = (day_of(series.days[at]).isoformat() if len(series) else "" for at in (0, -1))
    return Source(
        use.table,
        panel.market.store.version(use.table),
        (use.entity,),
        use.column,
        begin,
        end,
        len(series),
        use.digest(start),
    )


def plain(value: object) -> object:
    """A value as JSON knows it: dates as text, arrays as lists, NaN as null, whole trees."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return np.datetime_as_string(value).tolist() if value.dtype.kind == "M" else plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and value != value else value
