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
Hedge = Literal["", "about", "nearly", "more than", "at least", "less than", "at most", "double-digit", "flat"]
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
    """What a claim is about. `subject`: as a question takes it (IWM, RUT, us:small, sp500:seven, 10y-2y); "" where
    it is recognised but these data hold nothing for it."""

    name: str
    subject: str
    kind: EntityKind
    span: Span


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
    """The time that a claim speaks of. `count`: of sessions, where given; `start` and `end`: days, where stated.

    "calendar" is a whole month, quarter or year; `start` is then its first day and `end` its last.
    """

    kind: WindowKind
    text: str = ""
    count: int | None = None
    start: date | None = None
    end: date | None = None


class Claim(_Frozen):
    """One claim. `text` is exactly the characters of `span`; `sentence` is where it stands.

    `other`, `other_figure`: what it is measured against. `record_since`: what "since" or "in over a decade" names.
    `quoted`: it stands in a quotation; `house`: who is said to say it. `rules_out`: readings that the sentence itself
    excludes, such as another base where it says "from current levels". `parts`: further figures, by role.
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
