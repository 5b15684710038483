"""What a measure takes, read from its own signature: the subject's kind, the parameters, their defaults."""

from __future__ import annotations

import ast
import inspect
import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from rotascope.data.market import parse_day
from rotascope.errors import UsageError
from rotascope.registry import ASKED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SubjectKind = Literal["none", "leg", "pair", "leg or pair", "slice", "name"]

_SUBJECTS: dict[str, SubjectKind] = {
    "Leg": "leg",
    "Pair": "pair",
    "Leg | Pair": "leg or pair",
    "Slice": "slice",
    "str": "name",
}
_WINDOW = re.compile(r"[1-9]\d{0,5}")
_CALENDAR = ("mtd", "qtd", "ytd", "all")


@dataclass(frozen=True)
class Signature:
    """`subject`: what `of` must be; `natural`: the subject taken where none is given; `defaults` by parameter."""

    name: str
    subject: SubjectKind
    natural: str | None
    defaults: Mapping[str, object]
    kinds: Mapping[str, str]
    summary: str
    formula: str

    @property
    def takes_since(self) -> bool:
        return "since" in self.defaults

    def read(self, name: str, value: object) -> object:
        """A parameter's value from text or Python; `UsageError` names the parameter and the rule."""
        if name not in self.defaults or name == "since":
            known = [key for key in self.defaults if key != "since"]
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise UsageError(f"{self.name} has no parameter {name!r}; {takes}.")
        return _parser(self.kinds[name])(name, str(value).strip())


@cache
def signature(name: str) -> Signature:
    """The signature of a registered measure."""
    function = ASKED[name]
    parameters = inspect.signature(function).parameters
    of = parameters.get("of")
    rest = {key: value for key, value in parameters.items() if value.kind is inspect.Parameter.KEYWORD_ONLY}
    text = inspect.getdoc(function) or ""
    return Signature(
        name,
        "none" if of is None else _SUBJECTS[str(of.annotation)],
        str(of.default) if of is not None and of.default is not inspect.Parameter.empty else None,
        {key: value.default for key, value in rest.items()},
        {key: str(value.annotation) for key, value in rest.items()},
        text.split("\n\n")[0].replace("\n", " "),
        text,
    )


def _whole(name: str, text: str) -> int:
    if not _WINDOW.fullmatch(text):
        raise UsageError(f"{name} {text[:40]!r} must be a whole number from 1 to 999999.")
    return int(text)


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value <= 0:
        raise UsageError(f"{name} {text[:40]!r} must be a number above zero.")
    return value


def _window(name: str, text: str) -> str:
    if text not in _CALENDAR and not _WINDOW.fullmatch(text):
        raise UsageError(f"{name} {text[:40]!r} must be a number of sessions or one of {', '.join(_CALENDAR)}.")
    return text


def _one_of(*choices: str) -> Callable[[str, str], str]:
    def parse(name: str, text: str) -> str:
        if text not in choices:
            raise UsageError(f"{name} {text[:40]!r} must be {' or '.join(choices)}.")
        return text

    return parse


def _parser(kind: str) -> Callable[[str, str], Any]:
    """What reads a parameter of an annotated kind; `Literal["a", "b"]` takes one of its words."""
    if kind.startswith("Literal["):
        words = ast.literal_eval(kind.removeprefix("Literal"))
        return _one_of(*words)
    return _PARSERS[kind]


_PARSERS: dict[str, Callable[[str, str], Any]] = {
    "int": _whole,
    "int | None": _whole,
    "float": _number,
    "float | None": _number,
    "str": lambda name, text: text,
    "Window": _window,
    "Basis": _one_of("total", "price"),
    "Direction": _one_of("high", "low"),
    "date | None": lambda name, text: parse_day(text, name),
}
