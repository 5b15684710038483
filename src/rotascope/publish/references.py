"""How the text refers to figures: by number, runs drawn together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rotascope.questions import Finding


def number_runs(findings: Iterable[Finding], numbers: Mapping[str, int]) -> list[tuple[int, int]]:
    """The findings' numbers as (first, last) of each run of neighbours, ascending."""
    runs: list[tuple[int, int]] = []
    for number in sorted({numbers[finding.id] for finding in findings}):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def number_text(findings: Iterable[Finding], numbers: Mapping[str, int]) -> str:
    """ " [3, 5-8]", or nothing where there is no finding."""
    parts = [str(first) if first == last else f"{first}-{last}" for first, last in number_runs(findings, numbers)]
    return f" [{', '.join(parts)}]" if parts else ""
