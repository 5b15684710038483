"""Whether a measured value is what a figure prints: within its own precision, or as its hedge has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.claims.claim import Figure

Fit = Literal["exact", "near", "no"]
SLACK = 1e-9  # of binary fractions: 0.0575 is no exact number
ROUGHLY = 0.05  # of the value: how far "about" and "nearly" reach where the last digit is finer than that
ORDER: tuple[Fit, ...] = ("exact", "near", "no")


def fit(figure: Figure, actual: float) -> Fit:
    """exact: within half a unit of the last printed digit, or as the hedge says; near: within one unit.

    A hedge is read along the figure's own sign: a fall of "more than 5 %" is one of -0.06. A range (`upper`) holds
    what lies inside it.
    """
    if figure.upper is not None:
        return _inside(figure.value, figure.upper, figure.step, actual)
    sign = -1.0 if figure.value < 0 else 1.0
    return _HEDGES[figure.hedge](abs(figure.value), abs(figure.step), sign * actual)


def best(fits: list[Fit]) -> Fit:
    """The strongest of several."""
    return min(fits, key=ORDER.index)


def worst(fits: list[Fit]) -> Fit:
    """The weakest of several."""
    return max(fits, key=ORDER.index)


def _band(low: float, high: float, step: float, actual: float) -> Fit:
    """exact within [low, high], near within one unit of it."""
    slack = SLACK * max(1.0, abs(actual))
    if low - slack <= actual <= high + slack:
        return "exact"
    return "near" if low - step - slack <= actual <= high + step + slack else "no"


def _inside(low: float, high: float, step: float, actual: float) -> Fit:
    return _band(min(low, high) - step / 2, max(low, high) + step / 2, step / 2, actual)


def _plain(value: float, step: float, actual: float) -> Fit:
    return _band(value - step / 2, value + step / 2, step / 2, actual)


def _about(value: float, step: float, actual: float) -> Fit:
    reach = max(step / 2, ROUGHLY * value)
    return _band(value - reach, value + reach, reach, actual)


def _nearly(value: float, step: float, actual: float) -> Fit:
    """Just below: a value at or above the figure is not "nearly" it, and within half a unit only near."""
    if actual >= value - SLACK * max(1.0, value):
        return "near" if actual <= value + step / 2 else "no"
    reach = max(step / 2, ROUGHLY * value)
    return _band(value - reach, value, reach, actual)


def _beyond(*, above: bool, strictly: bool) -> Callable[[float, float, float], Fit]:
    """On one side of the figure; near where it falls short by no more than a unit."""

    def judged(value: float, step: float, actual: float) -> Fit:
        over = (actual - value) if above else (value - actual)
        slack = SLACK * max(1.0, value)
        if over > slack or (not strictly and over >= -slack):
            return "exact"
        return "near" if over >= -step - slack else "no"

    return judged


def _double_digit(value: float, step: float, actual: float) -> Fit:
    """From 10 % to below 100 %; what prints as 10 % is near."""
    if 0.1 - SLACK <= actual < 1:
        return "exact"
    return "near" if 0.095 <= actual < 0.1 else "no"


def _single_digit(value: float, step: float, actual: float) -> Fit:
    """Above zero and below 10 %."""
    return "exact" if 0 < actual < 0.1 - SLACK else "no"


_HEDGES: dict[str, Callable[[float, float, float], Fit]] = {
    "": _plain,
    "flat": _plain,
    "about": _about,
    "nearly": _nearly,
    "more than": _beyond(above=True, strictly=True),
    "at least": _beyond(above=True, strictly=False),
    "less than": _beyond(above=False, strictly=True),
    "at most": _beyond(above=False, strictly=False),
    "double-digit": _double_digit,
    "single-digit": _single_digit,
}
