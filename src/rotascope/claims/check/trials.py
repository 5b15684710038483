"""Readings of a claim, tried in the order of the verdicts: as printed, on other dates, under other readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rotascope.claims.check.saying import apart, measured, printed
from rotascope.claims.check.verdicts import Judgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.verdicts import Said
    from rotascope.claims.claim import Claim
    from rotascope.questions import Finding, Question

    Values = tuple[float, ...]


def scalars(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
    """The value of each finding whose measure is a single figure."""
    return tuple(float(one.value) if isinstance(one.value, int | float) else None for one in findings)


@dataclass(frozen=True)
class Reading:
    """One way to read a claim. name: in words, "" as printed. take: the values that are judged."""

    name: str
    questions: tuple[Question, ...]
    take: Callable[[tuple[Finding, ...]], tuple[float | None, ...]] = scalars


@dataclass(frozen=True)
class Trial:
    """A reading asked as of one session."""

    reading: Reading
    day: date
    findings: tuple[Finding, ...]
    values: Values
    fit: Fit

    @property
    def told(self) -> str:
        return " ".join(dict.fromkeys(finding.text for finding in self.findings))


@dataclass(frozen=True)
class Case:
    """A claim on trial: how values are judged, the day, and the earlier days that it may have been taken on.

    shown: how many of the judged values are what was measured, the rest being there to judge by; all where None, and
    where 0 the first finding's own value.
    """

    claim: Claim
    judge: Callable[[Values], Fit]
    expected: Said
    day: date
    others: Sequence[date] = ()
    shown: int | None = None

    def actual(self, trial: Trial) -> Said:
        """What was measured."""
        if self.shown == 0:
            return scalars(trial.findings[:1])[0]
        values = trial.values[: self.shown]
        return values[0] if len(values) == 1 else values


def try_reading(asker: Asker, case: Case, reading: Reading, day: date) -> Trial | None:
    """The reading as of a day, or None where a question has no answer or an unknown value."""
    findings = [asker.ask(question, day) for question in reading.questions]
    if not findings or any(finding is None for finding in findings):
        return None
    whole = tuple(finding for finding in findings if finding is not None)
    values = [value for value in reading.take(whole) if value is not None]
    if len(values) < len(reading.take(whole)):
        asker.refused = whole[-1].text
        return None
    return Trial(reading, whole[0].panel.as_of, whole, tuple(values), case.judge(tuple(values)))


def decide(asker: Asker, case: Case, readings: Sequence[Reading]) -> Judgement:
    """The verdict, its first reading being the claim as printed."""
    own, *others = readings
    first = try_reading(asker, case, own, case.day)
    refused = asker.refused
    if first is not None and first.fit != "no":
        return _held(asker, case, readings, first, first)
    moved = _on_another_day(asker, case, own) if first is not None else None
    if moved is not None:
        return _held(asker, case, readings, moved, first)
    tried = [trial for reading in others if (trial := try_reading(asker, case, reading, case.day))]
    found = next((trial for trial in tried if trial.fit == "exact"), None)
    if found is not None:
        return _held(asker, case, readings, found, first)
    if first is None:
        return cannot(case.claim, refused, case.expected)
    return _failed(case, first, tried)


def _on_another_day(asker: Asker, case: Case, own: Reading) -> Trial | None:
    """The latest earlier session on which the claim as printed is exact, else that on which it is nearest."""
    days = (try_reading(asker, case, own, day) for day in case.others)
    trials = [trial for trial in days if trial is not None and trial.fit != "no"]
    exact = [trial for trial in trials if trial.fit == "exact"]
    return next(iter(exact or sorted(trials, key=lambda trial: _distance(case.claim, trial))), None)


def _distance(claim: Claim, trial: Trial) -> float:
    figures = [figure for figure in (claim.figure, claim.other_figure) if figure is not None]
    return max((abs(value - fig.value) for value, fig in zip(trial.values, figures, strict=False)), default=0.0)


def _held(asker: Asker, case: Case, readings: Sequence[Reading], trial: Trial, first: Trial | None) -> Judgement:
    tried = [
        trial if reading is trial.reading else try_reading(asker, case, reading, trial.day) for reading in readings
    ]
    known = [one for one in tried if one is not None]
    beside = [] if first is None or first is trial else [_as_printed(first, trial)]
    why = [trial.told, *_distances(case.claim, trial), *beside, *_curve(known, trial.day)]
    return Judgement(
        case.claim,
        "holds on another date"
        if trial.reading is readings[0] and trial.day != (first or trial).day
        else "holds under another reading"
        if trial.reading is not readings[0]
        else "holds"
        if trial.fit == "exact"
        else "holds approximately",
        " ".join(why),
        trial.reading.name,
        trial.day,
        case.expected,
        case.actual(trial),
        every_finding([trial, *([first] if first else []), *known]),
    )


def _as_printed(first: Trial, trial: Trial) -> str:
    """What the claim's own reading gave, where another day or reading holds."""
    return f"As of {first.day}: {first.told}" if first.day != trial.day else f"Read as printed: {first.told}"


def _failed(case: Case, first: Trial, tried: list[Trial]) -> Judgement:
    why = [first.told, *_both(case, first)]
    why += _curve([first, *tried], first.day)
    return Judgement(
        case.claim, "fails", " ".join(why), "", first.day, case.expected, case.actual(first),
        every_finding([first, *tried]),
    )  # fmt: skip


def _both(case: Case, first: Trial) -> list[str]:
    """What was printed beside what was measured, where they are as many."""
    figures = [figure for figure in (case.claim.figure, case.claim.other_figure) if figure is not None]
    values = first.values[: case.shown]
    if not figures or len(values) != len(figures):
        return []
    said = " and ".join(printed(figure) for figure in figures)
    found = " and ".join(measured(value, figure) for value, figure in zip(values, figures, strict=True))
    return [f"Printed: {said}; measured: {found}."]


def cannot(claim: Claim, reason: str, expected: Said = None) -> Judgement:
    """The data have no answer, and why."""
    return Judgement(claim, "cannot check", reason, expected=expected)


def every_finding(trials: Iterable[Trial]) -> tuple[Finding, ...]:
    """The findings of several trials, each once."""
    return tuple({finding.id: finding for trial in trials for finding in trial.findings}.values())


def _distances(claim: Claim, trial: Trial) -> list[str]:
    """Where the fit is not exact: how far the measured value lies from the printed one."""
    figures = [figure for figure in (claim.figure, claim.other_figure) if figure is not None]
    if trial.fit != "near" or not figures:
        return []
    pairs = zip(figures, trial.values, strict=False)
    words = [f"{printed(fig)} printed, {measured(value, fig)} measured, {apart(value, fig)} apart"
             for fig, value in pairs]  # fmt: skip
    return [f"Approximately: {'; '.join(words)}."]


def _curve(trials: list[Trial], day: date) -> list[str]:
    """How many readings of the day agree: the specification curve."""
    if len(trials) < 2:
        return []
    agree = sum(trial.fit != "no" for trial in trials)
    return [f"{agree} of {len(trials)} readings hold on {day}."]
