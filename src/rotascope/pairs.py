"""What rotates against what: legs, pairs, the catalog, and their aligned series."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from rotascope.data.catalog import read_catalog
from rotascope.data.french import is_french, parse_french
from rotascope.data.history import Series, day_of
from rotascope.data.slices import is_slice, parse_slice
from rotascope.errors import DataError, UsageError, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from rotascope.data.market import Market
    from rotascope.data.panel import Panel

_WEIGHT = r"(?:(?P<weight>\d+(?:\.\d+)?|\.\d+)\*)?"
_TERM = re.compile(_WEIGHT + r"(?P<symbol>[A-Za-z0-9^][A-Za-z0-9._^=-]*)")
_PART = re.compile(_WEIGHT + r"(?P<symbol>(us|sp500|french)([:@].+)?)", re.IGNORECASE)


@dataclass(frozen=True)
class Leg:
    """One side of a pair: symbols with weights above zero, of any sum, restored to them every session."""

    members: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        symbols = [symbol for symbol, _ in self.members]
        if len({weight for _, weight in self.members}) == 1:
            return "+".join(symbols)
        return "+".join(f"{np.format_float_positional(weight, trim='-')}*{symbol}" for symbol, weight in self.members)

    @property
    def symbols(self) -> tuple[str, ...]:
        return tuple(symbol for symbol, _ in self.members)


@dataclass(frozen=True)
class Pair:
    """Two legs; the first leads when its return is higher. `before`: legs for the time before both traded."""

    first: Leg
    second: Leg
    name: str = ""
    about: str = ""
    before: Pair | None = None

    def __str__(self) -> str:
        return self.name or f"{self.first}/{self.second}"

    @property
    def symbols(self) -> tuple[str, ...]:
        earlier = self.before.symbols if self.before else ()
        return (*self.first.symbols, *self.second.symbols, *earlier)


@dataclass(frozen=True)
class PairSeries:
    """Both legs on common sessions: `days` (n,) and levels `first`, `second` (n,), each with its own base.

    `joined`: the session at which index levels give way to the funds, where they do. `a_year`: steps to a year.
    """

    days: NDArray[np.int64]
    first: NDArray[np.float64]
    second: NDArray[np.float64]
    joined: date | None = None
    a_year: int = 252


def parse_leg(text: str) -> Leg:
    """A leg from `IWM`, `XLI+XLF+XLB` or `0.6*XLI+0.4*XLB`; `UsageError` for anything else."""
    terms: list[tuple[str, float | None]] = []
    for part in text.split("+"):
        found = _PART.fullmatch(part.strip()) or _TERM.fullmatch(part.strip())
        if not found:
            raise _unreadable(text)
        weight = found["weight"]
        terms.append((_symbol(found["symbol"]), None if weight is None else float(weight)))
    return Leg(_weighted(terms, text))


def _symbol(text: str) -> str:
    """A symbol, a slice or a French portfolio by its one spelling."""
    if is_slice(text):
        return str(parse_slice(text))
    return str(parse_french(text)) if is_french(text) else text.upper()


def _unreadable(text: str) -> UsageError:
    forms = "a symbol (IWM), a basket (XLI+XLF) or a pair (IWM/SPY)"
    return UsageError(f"Subject {text[:60]!r} cannot be read; write {forms}.")


def _weighted(terms: list[tuple[str, float | None]], text: str) -> tuple[tuple[str, float], ...]:
    symbols = [symbol for symbol, _ in terms]
    if len(set(symbols)) != len(symbols):
        raise UsageError(f"Basket {text!r} names a symbol twice; give each once, with a weight if need be.")
    given = [weight for _, weight in terms if weight is not None]
    if given and len(given) != len(terms):
        raise UsageError(f"Basket {text!r} gives weights to some members only; give all of them or none.")
    weights = given or [1.0] * len(terms)
    if min(weights) <= 0:
        raise UsageError(f"Basket {text!r} has a weight of zero; weights are above zero.")
    return tuple(zip(symbols, weights, strict=True))


def parse_subject(text: str, market: Market) -> Leg | Pair:
    """A leg or a pair from its name, every symbol checked: `small/mega`, `IWM/SPY`, `XLI+XLF/XLK`, `BRK.B`."""
    name = text.strip()
    sides = name.split("/")
    if name.casefold() in catalog():
        return catalog()[name.casefold()]
    if "/".join(reversed(sides)).casefold() in catalog():
        return _reversed(catalog()["/".join(reversed(sides)).casefold()])
    if len(sides) > 2 or not all(side.strip() for side in sides):
        raise _unreadable(text)
    legs = [parse_leg(side) for side in sides]
    for symbol in {symbol for leg in legs for symbol in leg.symbols}:
        if not market.has(symbol):
            _refuse(symbol, name, market)
    if len(legs) == 2 and legs[0] == legs[1]:
        raise UsageError(f"Pair {name!r} has the same leg twice; name two different ones.")
    return Pair(legs[0], legs[1]) if len(legs) == 2 else legs[0]


def _reversed(pair: Pair) -> Pair:
    """The same pair seen from the second leg, its history before the funds included: `large/small`."""
    name = "/".join(reversed(pair.name.split("/")))
    before = None if pair.before is None else _reversed(pair.before)
    return Pair(pair.second, pair.first, name, f"{pair.about}, seen from the other side", before)


def _refuse(symbol: str, name: str, market: Market) -> None:
    if "/" in name and any(part.islower() for part in name.split("/")):
        raise unknown("Pair", name, catalog(), "`rotascope pairs` lists them; any two symbols work too (IWM/SPY).")
    market.instrument(symbol)


@cache
def catalog() -> Mapping[str, Pair]:
    """The known pairs by name."""
    return {name: _pair(name, entry) for name, entry in read_catalog()["pairs"].items()}


@cache
def groups() -> Mapping[str, tuple[str, ...]]:
    """The known groups of symbols by name."""
    return {name: tuple(str(member) for member in entry["members"]) for name, entry in read_catalog()["groups"].items()}


def _pair(name: str, entry: Mapping[str, object]) -> Pair:
    before = entry.get("before")
    earlier = _pair("", before) if isinstance(before, dict) else None
    first, second = parse_leg(str(entry["first"])), parse_leg(str(entry["second"]))
    return Pair(first, second, name, str(entry.get("about", "")), earlier)


def leg_series(panel: Panel, leg: Leg, basis: str = "total") -> Series:
    """The leg's level to the as-of: its closes, or for a basket the growth of 1 since its members' first common day."""
    if len(leg.members) == 1:
        return panel.series(leg.symbols[0], basis)
    return panel.cached(("leg", leg, basis), lambda inner: _basket(inner, leg, basis))


def pair_series(panel: Panel, pair: Pair, basis: str = "total") -> PairSeries:
    """Both legs on their common sessions to the as-of, with the earlier legs joined on where the pair has them."""
    return panel.cached(("pair", pair, basis), lambda inner: _pair_series(inner, pair, basis))


def _basket(panel: Panel, leg: Leg, basis: str) -> Series:
    steps = {panel.series(symbol, basis).a_year for symbol in leg.symbols}
    if len(steps) > 1:
        raise DataError(f"The members of {leg} step differently, some by session and some by month.")
    days, closes = panel.matrix(leg.symbols, basis)
    whole = ~np.isnan(closes).any(axis=1)
    days, closes = days[whole], closes[whole]
    if len(days) < 2:
        raise DataError(f"The members of {leg} have fewer than two sessions in common up to {panel.as_of}.")
    weights = np.array([weight for _, weight in leg.members])
    growth = (closes[1:] / closes[:-1]) @ (weights / weights.sum())
    values = np.concatenate([[1.0], np.cumprod(growth)])
    values.flags.writeable = days.flags.writeable = False
    return Series(days, values, steps.pop())


def _pair_series(panel: Panel, pair: Pair, basis: str) -> PairSeries:
    if pair.before is not None and not _have_begun(panel, pair, basis):
        return _pair_series(panel, pair.before, basis)
    first, second = leg_series(panel, pair.first, basis), leg_series(panel, pair.second, basis)
    days, at_first, at_second = np.intersect1d(first.days, second.days, assume_unique=True, return_indices=True)
    if len(days) < 2 and pair.before is None:
        raise DataError(f"{pair.first} and {pair.second} have fewer than two sessions in common up to {panel.as_of}.")
    if first.a_year != second.a_year:
        raise DataError(f"{pair.first} and {pair.second} step differently, one by session and one by month.")
    funds = PairSeries(days, first.values[at_first], second.values[at_second], a_year=first.a_year)
    return _sealed(funds if pair.before is None else _joined(panel, funds, pair.before, basis))


def _have_begun(panel: Panel, pair: Pair, basis: str) -> bool:
    """Whether both legs' funds had traded by the as-of."""
    try:
        return all(len(panel.history(symbol, basis)) for leg in (pair.first, pair.second) for symbol in leg.symbols)
    except DataError:
        return False


def _joined(panel: Panel, funds: PairSeries, before: Pair, basis: str) -> PairSeries:
    """The earlier legs' levels, rescaled to the funds' at the funds' first common session, then the funds'."""
    start = int(funds.days[0])
    early = [panel.history(leg.symbols[0], basis, until=start) for leg in (before.first, before.second)]
    days, at_first, at_second = np.intersect1d(early[0].days, early[1].days, assume_unique=True, return_indices=True)
    stop = len(days) - 1
    if stop < 1 or days[stop] != start:
        return funds
    parts = []
    for levels, after in ((early[0].values[at_first], funds.first), (early[1].values[at_second], funds.second)):
        parts.append(np.concatenate([levels[:stop] * (after[0] / levels[stop]), after]))
    return PairSeries(np.concatenate([days[:stop], funds.days]), parts[0], parts[1], day_of(start))


def _sealed(series: PairSeries) -> PairSeries:
    for array in (series.days, series.first, series.second):
        array.flags.writeable = False
    return series
