"""Windows, as values: behind a day, where a figure looks back, and ahead of it, where an outcome does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Period = Literal["year", "quarter", "month"]
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
CALENDAR = ("ytd", "qtd", "mtd", "all")


@dataclass(frozen=True)
class Trailing:
    """So many sessions up to a day."""

    sessions: int

    def __str__(self) -> str:
        return f"{self.sessions} sessions"


@dataclass(frozen=True)
class Calendar:
    """ytd, qtd, mtd, or all of history up to a day."""

    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True)
class Opening:
    """The first sessions of a period: known, and so defined, on the last of them alone."""

    sessions: int
    period: Period

    def __str__(self) -> str:
        return f"first {self.sessions} sessions of {self.period}"


@dataclass(frozen=True)
class Months:
    """Calendar months from one to another (1 to 12). Behind a day: defined on their last session; ahead: the next."""

    first: int
    last: int

    def __str__(self) -> str:
        first, last = MONTHS[self.first - 1], MONTHS[self.last - 1]
        return first if self.first == self.last else f"{first} to {last}"


@dataclass(frozen=True)
class Ahead:
    """The next so many sessions."""

    sessions: int

    def __str__(self) -> str:
        return f"next {self.sessions} sessions"


@dataclass(frozen=True)
class NextPeriod:
    """The whole period after this one, begun on its eve: the last session of this one."""

    period: Period

    def __str__(self) -> str:
        return f"next {self.period}"


@dataclass(frozen=True)
class RestOf:
    """From a day to the last session of its period."""

    period: Period

    def __str__(self) -> str:
        return f"rest of {self.period}"


Behind: TypeAlias = Trailing | Calendar | Opening | Months
Forward: TypeAlias = Ahead | NextPeriod | RestOf | Months
Window: TypeAlias = Trailing | Calendar | Opening | Months | Ahead | NextPeriod | RestOf
