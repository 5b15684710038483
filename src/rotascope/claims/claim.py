"""A claim as data: what a sentence says, typed, with the exact characters that say it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from typing import Self

Kind = Literal[
    "return",
    "comparison",
    "flatness",
    "level",
    "quote row",
    "record",
    "streak",
    "rank",
    "direction",
    "valuation",
    "rate",
    "rate moves",
    "upside",
    "contribution",
    "concentration",
    "breadth",
    "flow",
    "arithmetic",
    "forecast",
    "opinion",
    "cause",
]
Unit = Literal["percent", "points", "basis points", "level", "dollars", "multiple", "sessions", "count", "rank"]
Hedge = Literal[
    "",
    "about",
    "nearly",
    "more than",
    "at least",
    "less than",
    "at most",
    "double-digit",
    "single-digit",
    "flat",
]
EntityKind = Literal["index", "fund", "stock", "basket", "sector", "market", "rate", "series", "house"]
Direction = Literal["", "up", "down", "ahead", "behind", "steeper", "flatter", "wider", "narrower"]
WindowKind = Literal["year to date", "sessions", "calendar", "since", "between", "at", "unstated"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(_Frozen):
    """Characters [start, end) of the text that was read."""

    start: int
    end: int


class Entity(_Frozen):
    """What a claim is about. `subject`: as a question takes it (IWM, RUT, us:small, sp500:seven, 10y, 10y-2y, CPI,
    DFEDTARU, UNRATE); "" where it is recognised but these data hold nothing for it. `ticker`: the symbol as printed
    or listed, where one is known. `span`: where the text names it last before the claim, a pronoun's own place not
    counted."""

    name: str
    subject: str
    kind: EntityKind
    span: Span
    ticker: str = ""


class Figure(_Frozen):
    """A printed number. `value` in plain decimals (5.8 % is 0.058, 65 bp is 0.0065), signed as the words say.

    `step`: one unit of the last printed digit, in the same decimals. `upper`: the other end of a printed range.
    """

    value: float
    step: float
    unit: Unit
    hedge: Hedge = ""
    upper: float | None = None
    span: Span


class Window(_Frozen):
    """The time that a claim speaks of. `count`: of sessions, where given; `start` and `end`: days, where known.

    "calendar" is a whole week, month, quarter or year; `start` is then its first day and `end` its last, also where
    the article's own day lies within it. "between": `start` is the first day that counts, so a return is measured
    from the close before it. "since": the day named, the first of a month or year that is named. "sessions": `count`
    sessions that end on `end`, or that begin with `start` where that is given. "at": one day's state; a move "on
    Friday" is one session that ends on that day. `months`: of a trailing window ("over the past year": 12), with
    days where the article states its own. `extreme`: the window begins at the low or high of start..end ("from its
    April low"); `end` is then the last day on which that may lie. `text` is "" where the window is carried over from
    an earlier claim of the paragraph.
    """

    kind: WindowKind
    text: str = ""
    count: int | None = None
    start: date | None = None
    end: date | None = None
    months: int | None = None
    extreme: Literal["", "low", "high"] = ""


class Claim(_Frozen):
    """One claim. `text` is exactly the characters of `span`; `sentence` is where it stands.

    `other`, `other_figure`: what it is measured against. `record_since`: what "since" or "in over a decade" names.
    `quoted`: it stands in a quotation; `house`: who is said to say it; `negated`: the sentence denies it. `rules_out`:
    readings that the sentence itself excludes ("base", "date", "instrument", "basis"), such as another base and date
    where it says "from current levels".

    `measure` narrows the kind. record: "opening", "high", "low", "close", "level", "flow", "streak", "outperformance",
    "valuation gap", or "day", "week", "month", "quarter", "year" or "" (a gain or loss over that period, by
    `direction`; "" is the claim's window). rank: "best", "worst", "largest" or "smallest" (`figure`: the place, where
    not the first; `other`: among what). rate: "policy range", "yield", "slope", "inflation", "unemployment",
    "payrolls", "claims". rate moves: "policy" or "yield". valuation: "forward P/E", "trailing P/E", "P/E", "P/B",
    "P/S", "EV/EBITDA", "yield", "discount" (below zero; a premium above), "gap". breadth: "above average",
    "outperforming", "advancing", "declining", "new highs", "new lows". flow: "inflow" or "outflow". streak: "gains",
    "losses", "outperformance", "underperformance".

    `parts`, further figures by role: "price", "change", "percent" (quote row, arithmetic; the last two signed),
    "count" (how many cuts), "target" (upside), "before" ("up from", "down from"), "average" (breadth: sessions of the
    moving average), "members" (breadth, concentration: how many), "period" (streak: sessions to one step, 5 for weeks).
    """

    text: str
    span: Span
    sentence: Span
    kind: Kind
    subject: Entity | None = None
    other: Entity | None = None
    figure: Figure | None = None
    other_figure: Figure | None = None
    direction: Direction = ""
    window: Window | None = None
    record_since: date | None = None
    record_years: int | None = None
    measure: str = ""
    quoted: bool = False
    house: str = ""
    negated: bool = False
    rules_out: tuple[str, ...] = ()
    parts: dict[str, Figure] = {}

    @classmethod
    def of_text(cls, text: str, start: int, end: int, **fields: object) -> Self:
        """A claim over text[start:end]."""
        return cls(text=text[start:end], span=Span(start=start, end=end), **fields)  # type: ignore[arg-type]


class Article(_Frozen):
    """What was read: the plain text that spans point into, the article's own date where it states one, the claims."""

    text: str
    dated: date | None
    claims: tuple[Claim, ...]
