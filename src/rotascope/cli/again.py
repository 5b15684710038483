"""`why`: a recorded finding explained, asked again, and compared with what was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rotascope.cli.findings import REVISED, shown, source_rows, value_rows
from rotascope.cli.screen import Screen, facts, heading
from rotascope.errors import RotascopeError, StoreError
from rotascope.measures.wording import count
from rotascope.questions import Finding, Question, answer
from rotascope.registry import ASKED
from rotascope.signature import signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from rotascope.cli.recorded import Recorded
    from rotascope.data.market import Market


@dataclass(frozen=True)
class Again:
    """A recorded finding and today's answer to its question, or the sentence that says why there is none."""

    recorded: Recorded
    question: Question
    now: dict[str, Any] | None
    error: str = ""

    @property
    def same(self) -> bool:
        return self.now is not None and self.now["value"] == self.recorded["value"]

    @property
    def changes(self) -> list[str]:
        """How today's sources differ from the recorded ones, a sentence each."""
        if self.now is None:
            return []
        before, after = _by_rows(self.recorded["sources"]), _by_rows(self.now["sources"])
        gone = [f"{name} is no longer a source" for name in before.keys() - after.keys()]
        new = [f"{name} is a new source" for name in after.keys() - before.keys()]
        both = [
            f"{name}: {key} {before[name].get(key)} -> {after[name][key]}"
            for name in before
            if name in after
            for key in ("version", "digest")
            if before[name].get(key) != after[name][key]
        ]
        return sorted(gone) + sorted(new) + both

    def to_dict(self) -> dict[str, object]:
        return {
            "id": self.recorded["id"],
            "command": self.question.command,
            "formula": formula(self.question.measure),
            "recorded": self.recorded,
            "now": self.now,
            "same": self.same,
            "changes": self.changes,
            "error": self.error or None,
        }


def ask_again(recorded: Recorded, market: Market) -> Again:
    """The recorded question, asked of the market. A store that cannot be read stops everything; it is raised."""
    question = Question.from_dict(recorded["question"])
    try:
        finding: Finding = answer(question, market)
    except StoreError:
        raise
    except RotascopeError as error:
        return Again(recorded, question, None, str(error))
    return Again(recorded, question, finding.to_dict())


def formula(measure: str) -> str:
    """The measure's own words on what it computes."""
    return signature(measure).formula if measure in ASKED else ""


def show_again(screen: Screen, again: Again) -> None:
    """Everything about one finding."""
    recorded, question = again.recorded, again.question
    given = [("of", question.of), ("since", question.since), ("as of", question.as_of), *question.params.items()]
    words = [f"{name} {value}" for name, value in given if value is not None]
    rows: list[tuple[str, RenderableType]] = [
        ("question", ", ".join([question.measure, *words])),
        ("command", screen.command(question.command)),
        *_labelled("formula", _paragraphs(question.measure)),
        *source_rows(recorded),
        *([("revised", REVISED)] if recorded.get("revised") else []),
        *value_rows(recorded["value"], str(recorded.get("unit", ""))),
        ("again", _verdict(again)),
    ]
    rows += _labelled("changed", again.changes)
    screen.show(heading(str(recorded["id"])), str(recorded.get("text", "")), "", facts(rows))


def tally_dict(asked: Sequence[Again]) -> dict[str, object]:
    """All of them as plain data, counted."""
    same = sum(again.same for again in asked)
    return {"asked": len(asked), "same": same, "findings": [again.to_dict() for again in asked]}


def show_tally(screen: Screen, asked: Sequence[Again]) -> None:
    """A line for each finding that differs, and one for all."""
    wrong = [again for again in asked if not again.same]
    for again in wrong:
        screen.show(f"{again.recorded['id']}: {_verdict(again)}", *(f"  {change}" for change in again.changes))
    rest = f", {len(wrong)} did not." if wrong else "."
    screen.show(f"Asked again: {count(len(asked), 'finding')}; {len(asked) - len(wrong)} gave the same value{rest}")


def _verdict(again: Again) -> str:
    if again.now is None:
        return f"cannot be answered now. {again.error}"
    if again.same:
        return "the same value came back."
    cause = "" if again.changes else " The data are the same, so the measure itself has changed."
    return f"{_in_full(again.now['value'])} came back, not {_in_full(again.recorded['value'])}.{cause}"


def _in_full(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_in_full(item)}" for key, item in value.items())
    return repr(value) if isinstance(value, float) else shown(value)


def _paragraphs(measure: str) -> list[str]:
    return [" ".join(part.split()) for part in formula(measure).split("\n\n")]


def _labelled(label: str, texts: Iterable[str]) -> list[tuple[str, RenderableType]]:
    """A row a text, the first one labelled."""
    return [(label if position == 0 else "", text) for position, text in enumerate(texts)]


def _by_rows(sources: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {f"{source['table']} {' '.join(source['keys'])} {source['column']}": source for source in sources}
