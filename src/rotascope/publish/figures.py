"""How figures are set in tables and headlines: signs always shown, and the minus sign a true one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rotascope.publish.parts import Cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rotascope.publish.parts import Tone
    from rotascope.questions import Finding

MINUS = "−"
ABSENT = Cell("–", None, "quiet")


def signed(value: float, digits: int = 1, unit: str = "") -> str:
    """A number with its sign: "+6.1", "−4.3"; one that rounds to zero carries none."""
    text = f"{abs(value):,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        return text + unit
    return f"{'+' if value > 0 else MINUS}{text}{unit}"


def signed_percent(value: float, digits: int = 1) -> str:
    """0.0692 -> "+6.9%"."""
    return signed(value * 100, digits, "%")


def plain_percent(value: float, digits: int = 1) -> str:
    """0.0692 -> "6.9%", below zero with a true minus."""
    return signed_percent(value, digits).removeprefix("+")


def number(value: float, digits: int = 2) -> str:
    """A number without a plus sign, thousands apart."""
    return signed(value, digits).removeprefix("+")


def in_words(day: object) -> str:
    """A date as a reader says it: "16 July 2025"; anything else as it is."""
    return f"{day.day} {day:%B %Y}" if isinstance(day, date) else str(day)


def tone(value: float, digits: int = 3) -> Tone:
    """Which leg is ahead, judged at the precision printed (a tenth of a point)."""
    return "" if round(value, digits) == 0 else "first" if value > 0 else "second"


def scalar(finding: Finding) -> float:
    """The value of a finding whose measure is a single figure that is known."""
    return float(finding.value)  # type: ignore[arg-type]


def record(finding: Finding) -> Mapping[str, float]:
    """The value of a finding whose measure is several figures."""
    return finding.value  # type: ignore[return-value]


def detail(finding: Finding, key: str) -> str:
    """A part of the finding's detail as text."""
    return str(finding.detail[key])


def began(finding: Finding) -> date:
    """The first day of the finding's window."""
    return finding.detail["from"]  # type: ignore[return-value]


def cell(finding: Finding | None, text: str = "", shade: Tone = "") -> Cell:
    """A cell that refers to its finding; a dash where there is none."""
    return ABSENT if finding is None else Cell(text, finding, shade)
