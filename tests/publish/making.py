"""Briefs for the tests: the real one as of a day, and hand-made prices that rise, fall, stand still or are missing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from rotascope import Market, brief
from tests.measures.hand import embedded, sessions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rotascope.publish.brief import Brief
    from rotascope.publish.parts import Section

THEN = "2026-01-14"
EARLY = "2001-03-01"
COUNT = 300  # sessions: enough for windows of 252 and for the rotation map


@cache
def brief_of(day: str = THEN, pair: str = "small/mega") -> Brief:
    """The brief of the embedded data."""
    return brief(pair, embedded(), as_of=day)


def section_of(made: Brief, name: str) -> Section:
    return next(section for section in made.sections if section.id == name)


def text_of(made: Brief, name: str) -> str:
    """Everything that a section says in sentences."""
    section = section_of(made, name)
    return " ".join([*(sentence.text for sentence in section.sentences), *section.missing])


def path(*steps: float, start: float = 100.0, count: int = COUNT) -> list[float]:
    """Prices that repeat the daily returns given, over and over."""
    prices = [start]
    for at in range(count - 1):
        prices.append(prices[-1] * (1 + steps[at % len(steps)]))
    return prices


def hand_market(first: Sequence[float | None], second: Sequence[float | None], start: str = "2024-11-01") -> Market:
    """A market that also knows AAA and BBB; None is a session without a close."""
    days = sessions(len(first), start)
    return embedded().with_prices(pl.DataFrame({"date": days, "AAA": list(first), "BBB": list(second)}))
