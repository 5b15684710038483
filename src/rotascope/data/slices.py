"""Slices of the universe: who belongs on each day, by what was known that day, and what they returned together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rotascope.data.history import Series, day_number
from rotascope.errors import DataError, UsageError, unknown
from rotascope.kernels.fill import fill_forward

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from rotascope.data.panel import Panel
    from rotascope.data.universe import Universe

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Floats32 = NDArray[np.float32]

Weighting = Literal["cap", "equal"]

SIZES = {"mega": (0, 50), "large": (50, 1000), "small": (1000, 3000), "all": (0, 3000)}
SEVEN = ("AAPL", "AMZN", "GOOGL", "META", "MSFT", "NVDA", "TSLA")
LONGEST_GAP = 5  # sessions that a missing close may be bridged


@dataclass(frozen=True)
class Slice:
    """A part of the market, such as `us:small:Technology`, `sp500`, `sp500:ex-seven`, `us@equal`.

    base: "us" (the 3,000 largest) or "sp500". size: ranks by cap of the day. group: a sector, or "seven", "ex-seven",
    "topK", "ex-topK", or one stock's symbol in capitals ("us:BA"). weighting: by cap of the session before, or equal
    each session.
    """

    base: str
    size: str = "all"
    group: str = ""
    weighting: Weighting = "cap"

    def __str__(self) -> str:
        parts = [self.base, *([self.size] if self.size != "all" else []), *([self.group] if self.group else [])]
        return ":".join(parts) + ("@equal" if self.weighting == "equal" else "")


BASES = ("us", "sp500")
_STOCK = re.compile(r"[A-Z]{1,5}(\.[A-Z])?")  # in capitals: one stock of the slice


def is_slice(text: str) -> bool:
    """Whether a subject's text names a slice and not a symbol."""
    return text.partition("@")[0].partition(":")[0].casefold() in BASES


def parse_slice(text: str) -> Slice:
    """A slice from its text; `UsageError` for one that is none. Sectors are checked when the slice is read."""
    body, _, weighting = text.strip().partition("@")
    if weighting not in ("", "cap", "equal"):
        raise UsageError(f"Weighting {weighting!r} of {text!r} must be cap or equal.")
    base, *parts = [part.strip() for part in body.split(":")]
    size = "all"
    if parts and parts[0].casefold() in SIZES:
        size = parts.pop(0).casefold()
    if base.casefold() not in BASES or not all(parts):
        raise UsageError(f"Slice {text[:60]!r} cannot be read; write us, us:small, sp500 or us:small:Technology.")
    group = _group_name(":".join(parts)) if parts else ""
    return Slice(base.casefold(), size, group, "equal" if weighting == "equal" else "cap")


def _group_name(text: str) -> str:
    """One spelling for each group, so that one slice has one name."""
    folded = text.casefold()
    plain = folded.removeprefix("ex-")
    if plain == "seven" or re.fullmatch(r"top\d+", plain):
        return folded
    return text if _STOCK.fullmatch(text) else text.title()


@dataclass(frozen=True)
class Members:
    """A slice on every day, time-major: `flags` (n_dates, n_assets) says who belongs.

    `cap`: of one line a company, NaN for the others; `returns`: total, since the last close of at most five sessions
    before, NaN without a trade. `absent`: names on an index's list of the last day that the data hold no close of.
    """

    wanted: Slice
    flags: Flags
    universe: Universe
    cap: Floats32
    returns: Floats32
    absent: tuple[str, ...] = ()

    @property
    def days(self) -> NDArray[np.int64]:
        return self.universe.days

    @property
    def now(self) -> Flags:
        """(n_assets,): who belongs on the last day."""
        members: Flags = self.flags[-1]
        return members

    def weights(self, start: int = 0) -> Floats32:
        """(n_dates - start, n_assets): each day's weights before scaling, zero for those who do not belong."""
        size = np.float32(1) if self.wanted.weighting == "equal" else np.nan_to_num(self.cap[start:])
        weights: Floats32 = np.where(self.flags[start:], size, np.float32(0))
        return weights

    @property
    def begin(self) -> int:
        """The first day with a member."""
        return int(self.flags.any(axis=1).argmax())

    def gains(self, start: int = 0) -> Floats:
        """(n_dates - 1 - start,): the slice's return of each session after `start`, by the session before's weights."""
        held, returns = self.held(start)
        totals = held.sum(axis=1, dtype=np.float64)
        if not totals[~self._idle(start)].all():
            raise DataError(f"{self.wanted} has a session without members.")
        gains: Floats = np.einsum("ij,ij->i", held, returns, dtype=np.float64) / np.where(totals, totals, 1)
        return gains

    def _idle(self, start: int) -> Flags:
        """(n_dates - 1 - start,): sessions on which a slice of one stock did not trade: its price stands."""
        if not _STOCK.fullmatch(self.wanted.group):
            return np.zeros(len(self.flags) - 1 - start, bool)
        return np.asarray(self.flags[start:-1].any(axis=1))

    def held(self, start: int = 0) -> tuple[Floats32, Floats32]:
        """(n_dates - 1 - start, n_assets) twice: weights of the session before where traded, and returns."""
        returns = self.returns[start + 1 :]
        traded = ~np.isnan(returns)
        return np.where(traded, self.weights(start)[:-1], 0).astype(np.float32), np.where(traded, returns, 0)

    def parts(self, kind: str) -> tuple[str, ...]:
        """The slice's sectors or industries with members on the last day, as slices of it."""
        held = self.universe
        codes, names = (held.sector, held.sectors) if kind == "sectors" else (held.industry, held.industries)
        present = np.unique(codes[-1, self.now])
        whole = Slice(self.wanted.base, self.wanted.size)
        return tuple(f"{whole}:{_group_name(names[code])}" for code in present if code >= 0)

    def behind(self, first: int | None) -> tuple[NDArray[np.generic], ...]:
        """What a figure from a day on rests on: days, members, their caps and returns."""
        start = 0 if first is None else int(self.days.searchsorted(first))
        flags = self.flags[start:]
        returns = np.where(flags, self.returns[start:], 0)
        return self.days[start:], flags, np.where(flags, self.cap[start:], 0), returns


class Slices:
    """The universe with what every slice of it needs, computed once."""

    def __init__(self, universe: Universe, listed: pl.DataFrame | None) -> None:
        self.universe = universe
        self.listed = listed
        self._sorted: Floats32 | None = None
        # Level and cap are carried over a gap, not the close: its share count may change before the next one.
        level = self._bridged(universe.close * universe.factor)
        self.traded = ~np.isnan(level)
        self.cap = np.where(universe.ranked, self._bridged(universe.close * universe.shares), np.float32(np.nan))
        self.returns = np.full(level.shape, np.nan, np.float32)
        self.returns[1:] = universe.close[1:] * universe.factor[1:] / level[:-1] - 1
        for at, old, new in universe.renames:  # weights of the day before stand under the former symbol
            if at:
                self.returns[at, old] = universe.close[at, new] * universe.factor[at, new] / level[at - 1, old] - 1
                self.returns[at, new] = np.nan

    def _bridged(self, values: Floats32) -> Floats32:
        filled = fill_forward(values, LONGEST_GAP)
        for at, old, _ in self.universe.renames:  # the company trades on under its new symbol; the former has no gap
            bridge = slice(at, at + LONGEST_GAP)
            filled[bridge, old] = values[bridge, old]
        return filled

    def members(self, wanted: Slice) -> Members:
        """Who belongs to the slice on each day, among stocks with a cap that day."""
        flags = self._base(wanted)
        if wanted.group:
            flags = flags & self._group(wanted.group, flags)
        if not flags.any():
            raise DataError(f"{wanted} has no member in these data.")
        absent = self._absent() if wanted.base == "sp500" and not wanted.group else ()
        return Members(wanted, flags, self.universe, self.cap, self.returns, absent)

    def _absent(self) -> tuple[str, ...]:
        """Names on the index's list of the last day that no stock which traded by then stands for."""
        if self.listed is None:
            return ()
        last = int(self.universe.days[-1])
        now = [symbol for symbol, start, end in self.listed.select("symbol", "date", "end").iter_rows()
               if day_number(start) <= last and (end is None or day_number(end) > last)]  # fmt: skip
        renamed = {self.universe.symbols[old] for _, old, _ in self.universe.renames}
        held = {*self.universe.symbols[self.traded[-1]].tolist(), *renamed}
        return tuple(sorted(set(now) - held))

    def _base(self, wanted: Slice) -> Flags:
        if wanted.base == "us":
            return self._ranked(*SIZES[wanted.size])
        if self.listed is None:
            raise DataError("No list of the S&P 500's members is in these data.")
        return self._on_list(self.listed) & self.traded

    def _on_list(self, listed: pl.DataFrame) -> Flags:
        flags = np.zeros(self.cap.shape, bool)
        place = {symbol: column for column, symbol in enumerate(self.universe.symbols.tolist())}
        days = self.universe.days
        for symbol, start, end in listed.select("symbol", "date", "end").iter_rows():
            if symbol in place:
                first = int(days.searchsorted(day_number(start)))
                last = len(days) if end is None else int(days.searchsorted(day_number(end)))
                flags[first:last, place[symbol]] = True
        for at, old, new in self.universe.renames:  # a list that still has the former symbol means the company
            flags[at:, new] |= flags[at:, old]
        return flags

    def _ranked(self, after: int, to: int, among: Flags | None = None) -> Flags:
        """Those whose rank by cap lies in (after, to] on each day; none where there are not so many."""
        held = ~np.isnan(self.cap) if among is None else among
        assets = held.shape[1]
        if after >= assets:
            return np.zeros(held.shape, bool)
        last = min(to, assets)
        caps = np.where(held, self.cap, -np.inf)
        falling = self._falling(caps) if among is None else _falling(caps, {max(after - 1, 0), last - 1})
        flags = held & (caps >= falling[:, last - 1 : last])
        return flags & (caps < falling[:, after - 1 : after]) if after else flags

    def _falling(self, caps: Floats32) -> Floats32:
        """All stocks' caps with those at the bounds of every size in place, made once."""
        if self._sorted is None:
            bounds = {bound - 1 for pair in SIZES.values() for bound in pair if 0 < bound <= caps.shape[1]}
            self._sorted = _falling(caps, bounds | {caps.shape[1] - 1})
        return self._sorted

    def _group(self, group: str, flags: Flags) -> Flags:
        if _STOCK.fullmatch(group):
            return self._alone(group, flags)
        kind = group.casefold()
        inside = self._named(kind.removeprefix("ex-"), flags)
        return ~inside if kind.startswith("ex-") else inside

    def _alone(self, symbol: str, flags: Flags) -> Flags:
        alone = np.equal(self.universe.symbols, symbol)
        if not alone.any():
            raise UsageError(f"{symbol} is no stock of the universe; sectors and industries are written as Technology.")
        return np.broadcast_to(alone, flags.shape)

    def _named(self, kind: str, flags: Flags) -> Flags:
        if kind == "seven":
            return np.broadcast_to(np.isin(self.universe.symbols, SEVEN), flags.shape)
        if kind.startswith("top") and kind[3:].isdigit() and int(kind[3:]):
            return self._ranked(0, int(kind[3:]), flags)
        for names, codes in (
            (self.universe.sectors, self.universe.sector),
            (self.universe.industries, self.universe.industry),
        ):
            for code, name in enumerate(names):
                if name.casefold() == kind:
                    return np.equal(codes, code)
        raise unknown(
            "Sector", kind, self.universe.sectors, "An industry, seven, topK and ex- before any of them work too."
        )


def _falling(caps: Floats32, places: set[int]) -> Floats32:
    """Each row with its largest first, as far as the named places go."""
    falling: Floats32 = -np.partition(-caps, sorted(places), axis=1)
    return falling


def slice_level(panel: Panel, wanted: Slice) -> Series:
    """The slice's total-return level, 1 on the first day with a member: members and weights of the session before."""
    members = panel.slice(wanted)
    level = np.concatenate([[1.0], np.cumprod(1 + members.gains(members.begin))])
    level.flags.writeable = False
    return Series(members.days[members.begin :], level)


def is_stock(text: str) -> bool:
    """Whether a subject's text names one stock of the universe, such as us:BA."""
    return is_slice(text) and bool(_STOCK.fullmatch(text.partition("@")[0].rpartition(":")[2]))


def stock_closes(panel: Panel, wanted: Slice) -> Series:
    """The unadjusted closes of a slice of one stock, the earlier ones on the share count of the last."""
    universe = panel.slice(wanted).universe
    column = int(np.flatnonzero(np.equal(universe.symbols, wanted.group))[0])
    prices = universe.by_today(universe.close * universe.split, 0)[:, column]
    traded = np.flatnonzero(~np.isnan(prices))
    if not len(traded):
        raise DataError(f"{wanted} has no close up to {panel.as_of}.")
    values = np.round(prices[traded].astype(np.float64) / float(universe.split[traded[-1], column]), 4)
    values.flags.writeable = False
    days = universe.days[traded]
    days.flags.writeable = False
    return Series(days, values)
