"""What a study asks, as values: quantities, windows, conditions. `str()` of each reads back as the same."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from typing import TypeAlias

from rotascope.explain.studies.windows import CALENDAR, MONTHS, Period, Window


def number_text(value: float) -> str:
    """A number without an exponent: 0.025, 10, -0.1."""
    from numpy import format_float_positional

    return format_float_positional(value, trim="-")


@dataclass(frozen=True)
class Call:
    """A measure asked of a subject, over a window, with parameters; `part`: one figure of a record.

    `column`: where it stands in the text, from 1.
    """

    measure: str
    subject: str | None = None
    window: Window | None = None
    settings: tuple[tuple[str, str], ...] = ()
    part: str = ""
    column: int = field(default=1, compare=False)

    def __str__(self) -> str:
        parts = [] if self.subject is None else [_quoted(self.subject)]
        parts += [] if self.window is None else [str(self.window)]
        parts += [f"{name}={_quoted(value)}" for name, value in self.settings]
        return f"{self.measure}({', '.join(parts)}){'.' + self.part if self.part else ''}"


@dataclass(frozen=True)
class Percentile:
    """Share of the values before (the last so many, or all so far) that were strictly lower."""

    of: Quantity
    values: int | None

    def __str__(self) -> str:
        return f"percentile({self.of}{'' if self.values is None else f', {self.values}'})"


@dataclass(frozen=True)
class Rank:
    """Place of a value among all so far, 1 the highest; ties share the better place."""

    of: Quantity

    def __str__(self) -> str:
        return f"rank({self.of})"


@dataclass(frozen=True)
class Change:
    """A value less the one so many values before."""

    of: Quantity
    values: int

    def __str__(self) -> str:
        return f"change({self.of}, {self.values})"


@dataclass(frozen=True)
class Streak:
    """Sessions in a row, up to a day, on which a condition held."""

    of: Condition

    def __str__(self) -> str:
        return f"streak({self.of})"


Quantity: TypeAlias = Call | Percentile | Rank | Change | Streak


@dataclass(frozen=True)
class Comparison:
    left: Quantity
    sign: str
    right: Quantity | float

    def __str__(self) -> str:
        return f"{self.left} {self.sign} {_operand(self.right)}"


@dataclass(frozen=True)
class Crossing:
    left: Quantity
    side: str
    right: Quantity | float

    def __str__(self) -> str:
        return f"{self.left} crosses {self.side} {_operand(self.right)}"


@dataclass(frozen=True)
class Extreme:
    """No value among the last so many before (or all so far) was higher (lower)."""

    of: Quantity
    end: str
    values: int | None

    def __str__(self) -> str:
        return f"{self.of} is at {self.end}{'' if self.values is None else f' of {self.values} sessions'}"


@dataclass(frozen=True)
class Named:
    of: Quantity
    word: str

    def __str__(self) -> str:
        return f"{self.of} is {self.word}"


@dataclass(frozen=True)
class MonthIs:
    month: int

    def __str__(self) -> str:
        return f"month is {MONTHS[self.month - 1]}"


@dataclass(frozen=True)
class YearIs:
    sign: str
    year: int

    def __str__(self) -> str:
        return f"year {self.sign} {self.year}"


@dataclass(frozen=True)
class SessionOf:
    """kind: "first" (among the first `number`), "last", or "number" (the one of that number)."""

    kind: str
    number: int
    period: Period

    def __str__(self) -> str:
        words = {"first": f"first {self.number} sessions", "last": "last session", "number": f"session {self.number}"}
        return f"{words[self.kind]} of {self.period}"


@dataclass(frozen=True)
class Not:
    of: Condition

    def __str__(self) -> str:
        return f"not ({self.of})" if isinstance(self.of, Joined) else f"not {self.of}"


@dataclass(frozen=True)
class Joined:
    """Conditions joined by "and" or by "or"."""

    word: str
    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return f" {self.word} ".join(f"({part})" if isinstance(part, Joined) else str(part) for part in self.parts)


Condition: TypeAlias = Comparison | Crossing | Extreme | Named | MonthIs | YearIs | SessionOf | Not | Joined


@dataclass(frozen=True)
class Occasion:
    """A condition, and how far apart its occurrences stand: `every` so many sessions, or by outcome where None."""

    condition: Condition
    every: int | None = None

    def __str__(self) -> str:
        return f"{self.condition}{'' if self.every is None else f' every {self.every} sessions'}"


@dataclass(frozen=True)
class Outcome:
    """What is looked at afterwards: a figure, or with a comparison whether it came true."""

    of: Quantity
    sign: str = ""
    right: Quantity | float = 0.0

    def __str__(self) -> str:
        return f"{self.of} {self.sign} {_operand(self.right)}" if self.sign else str(self.of)


def calls_of(part: object) -> tuple[Call, ...]:
    """Every measure asked anywhere in an occasion, a condition, a quantity or an outcome."""
    if isinstance(part, Call):
        return (part,)
    if isinstance(part, tuple):
        return tuple(call for one in part for call in calls_of(one))
    if not is_dataclass(part):
        return ()
    return tuple(call for one in fields(part) for call in calls_of(getattr(part, one.name)))


def tests_of(condition: Condition) -> tuple[Condition, ...]:
    """What a condition asks once "and", "or" and "not" are taken apart."""
    if isinstance(condition, Joined):
        return tuple(test for part in condition.parts for test in tests_of(part))
    return tests_of(condition.of) if isinstance(condition, Not) else (condition,)


def _operand(value: Quantity | float) -> str:
    return number_text(value) if isinstance(value, float) else str(value)


def _quoted(text: str) -> str:
    """A name as it stands, or in quotation marks where the grammar would not take it for a word."""
    import re

    plain = re.fullmatch(r"(\d+[A-Za-z^]|[A-Za-z^])[\w^.+*:@/-]*", text) and text.casefold() not in _TAKEN
    return text if plain or re.fullmatch(r"\d+(\.\d+)?", text) else f'"{text}"'


_TAKEN = {*CALENDAR, *(name.casefold() for name in MONTHS), "window", "first", "next", "rest", "to"}
