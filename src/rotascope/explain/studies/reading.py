"""Text to tree. Whatever cannot be read is a `UsageError` that names the column and what was expected there."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from rotascope.errors import UsageError
from rotascope.explain.studies import tree, windows
from rotascope.explain.studies.grammar import parser

if TYPE_CHECKING:
    from collections.abc import Callable

    from lark import Token, Tree
    from lark.exceptions import UnexpectedInput

LONGEST = 1000  # signs
MOST = 100_000  # sessions


@cache
def read_condition(text: str) -> tree.Occasion:
    """A condition with its spacing; `UsageError` for anything else."""
    return cast("tree.Occasion", _read(text, "occasion", "condition"))


@cache
def read_outcome(text: str) -> tree.Outcome:
    """An outcome; `UsageError` for anything else."""
    return cast("tree.Outcome", _read(text, "outcome", "outcome"))


def _read(text: str, start: str, what: str) -> object:
    from lark.exceptions import UnexpectedInput

    if len(text) > LONGEST:
        raise UsageError(f"The {what} has {len(text):,} signs; {LONGEST:,} at most can be read.")
    try:
        return _build(parser().parse(text, start=start))
    except UnexpectedInput as error:
        raise UsageError(_sentence(error, text, what)) from None


def _sentence(error: UnexpectedInput, text: str, what: str) -> str:
    """Where the text stops making sense, and what could stand there."""
    token = getattr(error, "token", None)
    ended = token is not None and token.type == "$END"
    place = len(text) if ended else cast("int", error.pos_in_stream)
    rest = text[place:]
    column, found = place + 1, "where it ends" if ended else f"{(rest.split() or [rest])[0][:30]!r}"
    names: set[object] = set()
    for attribute in ("allowed", "expected", "accepts"):  # the last that is there is the narrowest
        names = getattr(error, attribute, None) or names
    wanted = _wanted({str(name) for name in names})
    near = _near(rest, wanted)
    return (
        f"The {what} cannot be read at column {column}, {found}: expected {_listed(wanted)}{near}. See docs/studies.md."
    )


_NAMES = {
    "COMPARISON": "a comparison (>, >=, <, <=, =, !=)", "NUMBER": "a number", "WORD": "a name",
    "STRING": "a name in quotation marks", "SIDE": "above or below", "END": "high or low",
    "PERIOD": "year, quarter or month", "FIELD": "the name of a part (.sessions)", "LPAR": "(", "RPAR": ")",
    "COMMA": "a comma", "EQUAL": "=", "$END": "its end",
}  # fmt: skip


def _wanted(names: set[str]) -> list[str]:
    ordered = [label for name, label in _NAMES.items() if name in names]
    return ordered + sorted(name.lower() for name in names - set(_NAMES) if name.isalpha())


def _listed(wanted: list[str]) -> str:
    few = wanted[:6]
    return f"{', '.join(few[:-1])} or {few[-1]}" if len(few) > 1 else (few or ["something else"])[0]


def _near(rest: str, wanted: list[str]) -> str:
    word = rest.split()[0].casefold() if rest.split() else ""
    choices = [part for label in wanted for part in label.replace(",", "").split() if part.isalpha()]
    found = get_close_matches(word, choices, n=1, cutoff=0.7)
    return f" (did you mean {found[0]}?)" if found else ""


def _build(node: Any) -> Any:
    """A parse tree's node as a value; tokens stay as they are."""
    if not hasattr(node, "children"):
        return node
    return _BUILDERS[str(node.data)](node)


def _parts(node: Tree[Token]) -> list[Any]:
    return [_build(child) for child in node.children]


def _count(token: Token, least: int = 1) -> int:
    """A whole number of sessions or values."""
    text = str(token)
    if not text.isdecimal() or not least <= int(text) <= MOST:
        raise UsageError(f"Column {token.column}: {text!r} must be a whole number from {least} to {MOST}.")
    return int(text)


def _number(token: Token) -> float:
    text = str(token)
    value = float(text.removesuffix("%"))
    return value / 100 if text.endswith("%") else value


def _period(token: Token) -> windows.Period:
    return cast("windows.Period", str(token).casefold())


def _month(token: Token) -> int:
    names = [name.casefold() for name in windows.MONTHS]
    word = str(token).casefold()
    if word not in names:
        near = get_close_matches(word, names, n=1, cutoff=0.6)
        hint = f"; did you mean {near[0].title()}?" if near else "."
        raise UsageError(f"Column {token.column}: {str(token)[:30]!r} is not a month{hint}")
    return names.index(word) + 1


def _joined(word: str) -> Callable[[Tree[Token]], tree.Joined]:
    return lambda node: tree.Joined(word, tuple(_parts(node)))


def _occasion(node: Tree[Token]) -> tree.Occasion:
    condition, every = _parts(node)
    return tree.Occasion(condition, None if every is None else _count(every))


def _outcome(node: Tree[Token]) -> tree.Outcome:
    of, sign, right = _parts(node)
    return tree.Outcome(of) if sign is None else tree.Outcome(of, str(sign), right)


def _optional(token: Token | None) -> int | None:
    return None if token is None else _count(token)


def _call(node: Tree[Token]) -> tree.Call:
    name, *arguments, field = _parts(node)
    subjects: list[str] = []
    given: list[windows.Window] = []
    settings: dict[str, str] = {}
    for found in (argument for argument in arguments if argument is not None):
        if isinstance(found, str):
            subjects.append(found)
        elif isinstance(found, tuple):
            if found[0] in settings:
                raise UsageError(f"Column {name.column}: {name} is given {found[0]} twice; give it once.")
            settings[found[0]] = found[1]
        else:
            given.append(found)
    measure = str(name).casefold()
    if len(given) > 1 or len(subjects) > 2:
        many = f"windows ({given[0]} and {given[1]})" if len(given) > 1 else f"subjects ({', '.join(subjects)})"
        raise UsageError(f"Column {name.column}: {measure} is given too many {many}.")
    ordered = tuple(sorted(settings.items()))
    subject = "/".join(subjects) or None
    part = "" if field is None else str(field)[1:].casefold()
    return tree.Call(measure, subject, given[0] if given else None, ordered, part, name.column or 1)


def _word(token: Token) -> str | windows.Window:
    """A subject, or a window that is a word of its own."""
    word = str(token).casefold()
    if word in windows.CALENDAR:
        return windows.Calendar(word)
    if word.title() in windows.MONTHS:
        return windows.Months(_month(token), _month(token))
    return str(token)


def _whole(make: Callable[..., object]) -> Callable[[Tree[Token]], object]:
    """A builder that hands its parts on, built."""
    return lambda node: make(*_parts(node))


def _first(make: Callable[..., object]) -> Callable[[Tree[Token]], object]:
    """A builder of tokens that hands them on as they are."""
    return lambda node: make(*node.children)


_BUILDERS: dict[str, Callable[[Any], Any]] = {
    "occasion": _occasion,
    "outcome": _outcome,
    "either": _joined("or"),
    "both": _joined("and"),
    "negation": _whole(tree.Not),
    "comparison": _whole(lambda left, sign, right: tree.Comparison(left, str(sign), right)),
    "crossing": _whole(lambda left, side, right: tree.Crossing(left, side.casefold(), right)),
    "extreme": _whole(lambda of, end, values: tree.Extreme(of, end.casefold(), _optional(values))),
    "named": _whole(lambda of, word: tree.Named(of, word.casefold())),
    "month_is": _first(lambda month: tree.MonthIs(_month(month))),
    "year_is": _first(lambda sign, year: tree.YearIs(str(sign), _count(year))),
    "first_sessions": _first(lambda number, period: tree.SessionOf("first", _count(number), _period(period))),
    "first_session": _first(lambda period: tree.SessionOf("number", 1, _period(period))),
    "last_session": _first(lambda period: tree.SessionOf("last", 1, _period(period))),
    "session_number": _first(lambda number, period: tree.SessionOf("number", _count(number), _period(period))),
    "number": _first(_number),
    "percentile": _whole(lambda of, values: tree.Percentile(of, _optional(values))),
    "rank": _whole(tree.Rank),
    "change": _whole(lambda of, values: tree.Change(of, _count(values))),
    "streak": _whole(tree.Streak),
    "call": _call,
    "quoted": _first(lambda text: str(text)[1:-1]),
    "word": _first(_word),
    "months": _first(lambda first, last: windows.Months(_month(first), _month(last))),
    "trailing": _first(lambda number: windows.Trailing(_count(number))),
    "opening": _first(lambda number, period: windows.Opening(_count(number), _period(period))),
    "ahead": _first(lambda number: windows.Ahead(_count(number))),
    "next_period": _first(lambda period: windows.NextPeriod(_period(period))),
    "rest": _first(lambda period: windows.RestOf(_period(period))),
    "setting": _first(lambda name, value: (str(name).casefold(), str(value).strip("\"'"))),
}
