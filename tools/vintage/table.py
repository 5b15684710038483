"""What a builder hands over: a table's rows and everything that the manifest says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import polars as pl


class RawDataError(Exception):
    """A raw file is missing, or holds what the build cannot explain. The text is one sentence."""


@dataclass(frozen=True)
class Table:
    """One table of the vintage, sorted by its key.

    `known_to` is the last day the raw files reach: no row can be known later from them.
    `unrevised` are entities of a revised table whose values never change.
    `provisional` are days whose rows were taken before the close.
    `findings` are the sentences of the data report: gaps, disagreements, rows left out.
    """

    name: str
    frame: pl.DataFrame
    key: tuple[str, ...]
    known_to: date
    release: str
    source: str
    licence: str
    revised: bool = False
    unrevised: tuple[str, ...] = ()
    provisional: tuple[date, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def clock(self) -> str:
        """The column that dates the table's rows."""
        return "date" if "date" in self.frame.columns else "available_from"
