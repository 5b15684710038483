"""A call of the language as a question to a registered measure, and the measure asked on many days."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from rotascope.data.french import is_french
from rotascope.data.history import day_of
from rotascope.data.slices import Slice, parse_slice
from rotascope.errors import DataError, RotascopeError, UsageError, unknown
from rotascope.explain.studies.tree import Call
from rotascope.explain.studies.windows import Behind, Calendar, Trailing
from rotascope.measures.registry import MEASURES
from rotascope.models.registry import FIGURES
from rotascope.pairs import Leg, Pair, parse_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rotascope.data.market import Market
    from rotascope.data.panel import Panel
    from rotascope.measures.measured import Measured

Subject = Leg | Pair | Slice | str | None


@dataclass(frozen=True)
class Asked:
    """A measure with its subject and parameters. `window` (None: the measure has none) stands apart from them.

    `part`: the figure of a record, or "" where the value is one figure.
    """

    call: Call
    of: Subject
    settings: Mapping[str, Any]
    window: Behind | None

    @property
    def measure(self) -> Callable[..., Measured]:
        return measure_named(self.call)

    def value(self, panel: Panel, since: date | None = None) -> float:
        """The figure as of the panel's day, NaN where it is unknown or cannot be given."""
        try:
            return _figure(self.ask(panel, since), self.call)
        except RotascopeError:
            return float("nan")

    def ask(self, panel: Panel, since: date | None = None) -> Measured:
        """The measure's own answer; since: where the window starts, if the measure cannot say it in words."""
        given = () if self.of is None else (self.of,)
        settings = dict(self.settings)
        if since is not None:
            settings["since"] = since
        elif isinstance(self.window, Trailing):
            settings["window"] = str(self.window.sessions)
        elif isinstance(self.window, Calendar):
            settings["window"] = self.window.word
        return self.measure(panel, *given, **settings)


def measure_named(call: Call) -> Callable[..., Measured]:
    """The registered measure of a call; `UsageError` with the nearest names."""
    found = MEASURES.get(call.measure) or FIGURES.get(call.measure)
    if found is None:
        error = unknown("Measure", call.measure, {**MEASURES, **FIGURES}, "`rotascope measures` lists them.")
        raise UsageError(f"Column {call.column}: {error}")
    return found


def resolve(call: Call, market: Market) -> Asked:
    """The call with its subject and parameters read; `UsageError` names the column."""
    parameters = inspect.signature(measure_named(call)).parameters
    kinds = {name: str(one.annotation) for name, one in parameters.items() if one.kind is one.KEYWORD_ONLY}
    of = parameters.get("of")
    try:
        subject = _subject(call, of, market)
        settings, window = _window(call, kinds, parameters)
        for name, text in call.settings:
            settings[name] = _setting(call, name, text, kinds)
    except UsageError as error:
        text = str(error)
        raise UsageError(text if text.startswith("Column") else f"Column {call.column}: {text}") from None
    return Asked(call, subject, settings, window)


def _subject(call: Call, of: inspect.Parameter | None, market: Market) -> Subject:
    if of is None:
        if call.subject is not None:
            raise UsageError(f"{call.measure} takes no subject; leave out {call.subject}.")
        return None
    kind = str(of.annotation)
    if call.subject is None:
        if of.default is inspect.Parameter.empty:
            raise UsageError(f"{call.measure} needs a subject, such as {'IWM/SPY' if kind == 'Pair' else 'IWM'}.")
        natural: Subject = of.default
        return natural
    if kind == "Slice":
        return parse_slice(call.subject)
    if kind == "str":
        return call.subject.upper() if str(of.default).isupper() else call.subject.lower()
    subject = parse_subject(call.subject, market)
    if type(subject).__name__ not in kind:
        takes, given = ("a pair, such as IWM/SPY", "a leg") if kind == "Pair" else ("a leg, such as IWM", "a pair")
        raise UsageError(f"{call.measure} takes {takes}, and {call.subject} is {given}.")
    return subject


def _window(
    call: Call, kinds: Mapping[str, str], parameters: Mapping[str, inspect.Parameter]
) -> tuple[dict[str, Any], Behind | None]:
    """The window where the measure has one in words; a plain number of sessions stands among the settings."""
    wanted = call.window
    kind = kinds.get("window", "")
    if wanted is None:
        if kind != "Window":
            return {}, None
        word = str(parameters["window"].default)
        return {}, Trailing(int(word)) if word.isdigit() else Calendar(word)
    if not isinstance(wanted, Behind):
        raise UsageError(f"{wanted} lies ahead, so nothing known on the day can have it; it belongs after --then.")
    if not kind:
        raise UsageError(f"{call.measure} takes no window; leave out {wanted}.")
    if kind == "Window":
        return {}, wanted
    if not isinstance(wanted, Trailing):
        raise UsageError(f"{call.measure} takes a number of sessions as its window, and not {wanted}.")
    return {"window": wanted.sessions}, None


def _setting(call: Call, name: str, text: str, kinds: Mapping[str, str]) -> object:
    known = [key for key in kinds if key not in ("since", "window")]
    if name not in known:
        takes = f"it takes {', '.join(known)}" if known else "it takes none"
        raise UsageError(f"{call.measure} has no parameter {name!r}; {takes}.")
    kind = kinds[name]
    choices = _CHOICES.get(kind) or (ast.literal_eval(kind.removeprefix("Literal")) if "Literal" in kind else None)
    if choices and text not in choices:
        raise UsageError(f"{name} {text!r} must be {' or '.join(choices)}.")
    try:
        return int(text) if kind.startswith("int") else float(text) if kind.startswith("float") else text
    except ValueError:
        raise UsageError(f"{name} {text!r} must be a number.") from None


_CHOICES = {"Basis": ("total", "price"), "Direction": ("high", "low")}


def _figure(found: Measured, call: Call) -> float:
    """One number of an answer; `UsageError` where a record needs its part named."""
    value = found.value
    if isinstance(value, int | float):
        if call.part:
            raise UsageError(f"Column {call.column}: {call.measure} is one figure and has no part {call.part!r}.")
        return float(value)
    if value is None:
        return float("nan")
    if call.part not in value:
        parts = ", ".join(f".{name}" for name in value)
        raise UsageError(f"Column {call.column}: {call.measure} is several figures; name one of them: {parts}.")
    part = value[call.part]
    return float("nan") if part is None else float(part)


def check_asked(asked: Asked, panel: Panel, named: bool) -> None:
    """Refuse what the measure itself refuses, and a part that is not there.

    It is asked as of the last day and, where it refuses, of the year's end before: what it refuses on one of them
    alone (ten sessions of a year that has had nine) has days on which it can be asked. named: a word says what the
    answer is to be (`phase ... is leading`), so no part need be named.
    """
    refusal: UsageError | None = None
    for one in (panel, panel.at(date(panel.as_of.year - 1, 12, 31))):
        try:
            found = asked.ask(one)
        except UsageError as error:
            refusal = refusal or error
            continue
        except DataError:
            return  # what the data do not hold on that day may be known on others
        if asked.call.part or not named:
            _figure(found, asked.call)
        return
    if refusal is not None:
        raise refusal


def subject_symbols(of: Subject) -> tuple[str, ...]:
    """The symbols of a leg or pair that trade by session."""
    held = of.symbols if isinstance(of, Leg | Pair) else ()
    return tuple(symbol for symbol in held if not is_french(symbol))


def ask_on(asked: Asked, panel: Panel, days: list[int], since: list[int] | None = None) -> list[float]:
    """The figure as of each of several days."""
    found = []
    for place, day in enumerate(days):
        start = None if since is None else day_of(since[place])
        found.append(asked.value(panel.at(day_of(day)).recording(), start))
    return found
