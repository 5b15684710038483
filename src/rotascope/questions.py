"""Question -> Finding: a figure with its question, its exact data, and an id, so that it can be asked again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from shlex import quote
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from rotascope.data.market import Market, parse_day
from rotascope.data.panel import Panel
from rotascope.data.slices import Slice, parse_slice
from rotascope.data.sources import Source, is_revised, plain, sources_of
from rotascope.errors import DataError, UsageError, unknown
from rotascope.pairs import Leg, Pair, parse_subject
from rotascope.registry import ASKED
from rotascope.signature import Signature, signature

if TYPE_CHECKING:
    from rotascope.measures.measured import Measured, Value

Subject = Leg | Pair | Slice | str | None
LENGTHS = ("window", "months")  # what says how long a window is where since does not


@dataclass(frozen=True)
class Question:
    """What is asked: a measure, its subject `of`, a start `since`, the moment `as_of`, and parameters.

    Dates are ISO text or dates. Left out, `as_of` is the panel's, or the last session of the subject's data.
    """

    measure: str
    of: str | None = None
    since: date | str | None = None
    as_of: date | str | None = None
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    def to_dict(self) -> dict[str, object]:
        """The question as plain data."""
        since, as_of = (None if day is None else str(day) for day in (self.since, self.as_of))
        return {
            "measure": self.measure,
            "of": self.of,
            "since": since,
            "as_of": as_of,
            "params": dict(self.params),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Question:
        """The question of a finding that was written out; `UsageError` where it is not one."""
        try:
            return cls(data["measure"], data["of"], data["since"], data["as_of"], dict(data["params"]))
        except (KeyError, TypeError, ValueError):
            raise UsageError("This is not a question: it needs measure, of, since, as_of and params.") from None

    @property
    def command(self) -> str:
        """The full `rotascope ask` command."""
        parts = ["rotascope", "ask", self.measure]
        parts += ["--of", quote(self.of)] if self.of else []
        parts += ["--since", str(self.since)] if self.since else []
        parts += ["--as-of", str(self.as_of)] if self.as_of else []
        for key, value in self.params.items():
            parts += ["--param", quote(f"{key}={value}")]
        return " ".join(parts)


@dataclass(frozen=True)
class Finding:
    """A question's answer: `value` (a number, a flat record of numbers, or None for unknown), unit, text, detail.

    `question` is the question in full: defaults filled in, the as-of resolved to a session.
    """

    asked: Question
    subject: Subject
    arguments: Mapping[str, Any] = field(repr=False, hash=False)
    measured: Measured = field(repr=False, compare=False)
    panel: Panel = field(repr=False, compare=False)

    @cached_property
    def question(self) -> Question:
        """The question with its subject's own name, every parameter, and the session that the as-of stands for."""
        since = self.arguments.get("since")
        left_out = ("since", *LENGTHS) if since else ("since",)
        params = {key: _tidy(value) for key, value in self.arguments.items() if key not in left_out}
        return Question(
            self.asked.measure,
            None if self.subject is None else str(self.subject),
            None if since is None else since.isoformat(),
            self.panel.as_of.isoformat(),
            {key: value for key, value in params.items() if value is not None},
        )

    @property
    def value(self) -> Value:
        return self.measured.value

    @property
    def unit(self) -> str:
        return self.measured.unit

    @property
    def detail(self) -> Mapping[str, object]:
        return self.measured.detail

    @property
    def text(self) -> str:
        """The sentence; it says so where the day asked for was no session, or its closes were taken early."""
        panel = self.panel
        notes = "" if panel.asked == panel.as_of else f" ({panel.asked} is no session; as of {panel.as_of}.)"
        if self.provisional:
            notes += f" (The closes of {panel.as_of} were taken before the end of that session.)"
        if any(entity.startswith("sp500") for table, entity, _ in panel.uses if table == "universe_prices"):
            known_to = panel.market.store.known_to("sp500_members")
            notes += f" (Members as listed to {known_to}, carried forward.)" if panel.as_of > known_to else ""
        return self.measured.text + notes

    @cached_property
    def provisional(self) -> bool:
        """Whether the last day's closes were taken before the end of the session."""
        market, day = self.panel.market, self.panel.as_of
        return any(
            table == "prices" and market.is_provisional(symbol, column, day)
            for table, symbol, column in self.panel.uses
        )

    @cached_property
    def id(self) -> str:
        """A readable slug and eight hex digits of the question in full."""
        asked = self.question
        parts = [asked.measure, asked.of or "", str(asked.since or asked.params.get("window") or "")]
        slug = "-".join(cleaned for part in parts if (cleaned := re.sub(r"[^A-Za-z0-9._]+", "-", part).strip("-")))
        text = json.dumps(asked.to_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return f"{slug[:80]}-{sha256(text.encode()).hexdigest()[:8]}"

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The exact data used: table, version, keys, first and last date, digest."""
        return sources_of(self.panel, self.measured.first)

    @cached_property
    def revised(self) -> bool:
        """Whether the figure rests on values known only in today's revision."""
        return is_revised(self.panel)

    def to_dict(self) -> dict[str, object]:
        """The finding as plain data: what `ask --json` prints."""
        return {
            "id": self.id,
            "question": self.question.to_dict(),
            "value": plain(self.value),
            "detail": plain(self.detail),
            "unit": self.unit,
            "text": self.text,
            "sources": [source.to_dict() for source in self.sources],
            "revised": self.revised,
        }


def answer(question: Question, source: Market | Panel) -> Finding:
    """Ask a question of a market, or of what was known at a panel's moment.

    Errors: `UsageError` for a question that cannot be asked (unknown name, bad date or parameter), `DataError`
    for one that the data cannot answer.
    """
    asked = _signature(question.measure)
    market = source if isinstance(source, Market) else source.market
    subject = _subject(question, asked, market)
    arguments = _arguments(question, asked)
    panel = _panel(question, source, subject, arguments).recording()
    given = () if asked.subject == "none" else (subject,)
    measured = ASKED[asked.name](panel, *given, **arguments)
    return Finding(question, subject, arguments, measured, panel)


def _signature(name: str) -> Signature:
    if name not in ASKED:
        raise unknown("Measure", name, ASKED, "`rotascope measures` lists them.")
    return signature(name)


_SUBJECTS: WeakKeyDictionary[Market, dict[str, Leg | Pair]] = WeakKeyDictionary()


def _subject(question: Question, asked: Signature, market: Market) -> Subject:
    """The subject, of the kind that the measure takes."""
    text = question.of or asked.natural
    if asked.subject == "none":
        if text:
            raise UsageError(f"{asked.name} takes no subject; leave out of ({text!r}).")
        return None
    if not text:
        raise UsageError(f"{asked.name} needs a subject: a {asked.subject}, such as {_EXAMPLES[asked.subject]}.")
    if asked.subject == "name":
        return text.upper() if (asked.natural or "").isupper() else text.lower()
    if asked.subject == "slice":
        return parse_slice(text)
    known = _SUBJECTS.setdefault(market, {})
    if text not in known:
        known[text] = parse_subject(text, market)
    subject = known[text]
    kind = "pair" if isinstance(subject, Pair) else "leg"
    if kind not in asked.subject:
        raise UsageError(f"{asked.name} takes a {asked.subject} ({_EXAMPLES[asked.subject]}), and {text} is a {kind}.")
    return subject


_EXAMPLES = {
    "leg": "IWM",
    "pair": "IWM/SPY or small/mega",
    "leg or pair": "IWM or IWM/SPY",
    "slice": "us:small or sp500",
    "name": "CPI",
}


def _arguments(question: Question, asked: Signature) -> dict[str, Any]:
    """Every parameter of the measure, read or by default."""
    arguments = dict(asked.defaults)
    for name, value in question.params.items():
        if value != arguments.get(name, _ABSENT):
            arguments[name] = asked.read(name, value)
    if question.since is not None:
        if not asked.takes_since:
            raise UsageError(f"{asked.name} takes no since.")
        if both := [name for name in LENGTHS if name in question.params]:
            raise UsageError(f"Give since ({question.since}) or {both[0]} ({question.params[both[0]]}), not both.")
        arguments["since"] = parse_day(question.since, "since")
    return arguments


_ABSENT = object()


def _panel(question: Question, source: Market | Panel, subject: Subject, arguments: Mapping[str, Any]) -> Panel:
    if isinstance(source, Panel):
        return source if question.as_of is None else source.at(parse_day(question.as_of, "as_of"))
    if question.as_of is not None:
        return source.as_of(question.as_of)
    return source.as_of(last_session(source, subject, arguments.get("basis", _basis_of(question.measure))))


def _basis_of(measure: str) -> str:
    return "price" if measure in ("implied_upside", "quote") else "total"


def last_session(market: Market, subject: Subject, basis: str = "total") -> date:
    """The last session of the subject's data: the default as-of."""
    if isinstance(subject, Slice):
        return market.last_close(str(subject))
    if not isinstance(subject, Leg | Pair):
        return market.store.known_to("macro")
    symbols = subject.symbols if isinstance(subject, Leg) else (*subject.first.symbols, *subject.second.symbols)
    market.load(symbols)
    ends = {symbol: _last_close(market, symbol, basis) for symbol in symbols}
    starts = {symbol: market.first_close(symbol) for symbol in symbols}
    late, early = max(starts, key=lambda symbol: starts[symbol]), min(ends, key=lambda symbol: ends[symbol])
    if starts[late] > ends[early]:
        raise DataError(
            f"{early} and {late} never trade on the same session: {early} ends on {ends[early]}, {late} begins on"
            f" {starts[late]}."
        )
    return ends[early]


def _last_close(market: Market, symbol: str, basis: str) -> date:
    try:
        return market.last_close(symbol, basis)
    except DataError:
        return market.last_close(symbol)


def _tidy(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdigit() else value
