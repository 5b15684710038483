"""`board`: every pair of the catalog, one line each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from rotascope.cli.screen import Screen, signed, table
from rotascope.data.market import is_composed
from rotascope.errors import DataError
from rotascope.pairs import Pair, catalog
from rotascope.questions import Finding, Question, answer, last_session

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.market import Market
    from rotascope.data.panel import Panel

WINDOWS = ("1", "21", "ytd")
# The head of what stands beside a pair's name: figures of 6, 6, 6, 6 and 8 places, the phase, the streak.
_HEAD = "     1    21   ytd level momentum  phase        streak"
LEGEND = (
    "1, 21, ytd: the first leg's return less the second's, in points, over sessions.",
    "level, momentum: relative strength and its change, in standard deviations.",
    "phase: with its age in sessions. streak: sessions in a row won by the first leg.",
    "Portfolios of the French library step by month: for them, read months.",
)
_PHASE_STYLES = {"leading": "green", "weakening": "yellow", "lagging": "red", "improving": "cyan"}


@dataclass(frozen=True)
class Row:
    """One pair: its findings by column, and why the others are missing."""

    pair: Pair
    findings: dict[str, Finding]
    errors: dict[str, str]


def latest(market: Market) -> date:
    """The last session on which some pair of funds of the catalog has data; slices and portfolios end elsewhere."""
    days = []
    for pair in catalog().values():
        if any(is_composed(symbol) for symbol in pair.symbols):
            continue
        try:
            days.append(last_session(market, pair))
        except DataError:
            continue
    return max(days, default=market.last_day)


def build_board(panel: Panel) -> list[Row]:
    """Every pair's row as known to the panel."""
    return [_row(panel, pair) for pair in catalog().values()]


def _row(panel: Panel, pair: Pair) -> Row:
    questions = {window: Question("active_return", str(pair), params={"window": window}) for window in WINDOWS}
    questions |= {name: Question(name, str(pair)) for name in ("phase", "outperformance_streak")}
    findings, errors = {}, {}
    for column, question in questions.items():
        try:
            findings[column] = answer(question, panel)
        except DataError as error:
            errors[column] = str(error)
    return Row(pair, findings, errors)


def board_dict(panel: Panel, rows: list[Row]) -> dict[str, object]:
    """The board as plain data."""
    return {
        "as_of": panel.as_of.isoformat(),
        "pairs": [
            {
                "pair": str(row.pair),
                "about": row.pair.about,
                "findings": [finding.to_dict() for finding in row.findings.values()],
                "errors": list(dict.fromkeys(row.errors.values())),
            }
            for row in rows
        ],
    }


def show_board(screen: Screen, panel: Panel, rows: list[Row]) -> None:
    """The rows; a pair that cannot be answered says why beside its name."""
    asked = "" if panel.asked == panel.as_of else f" ({panel.asked} is no session)"
    lines = [(str(row.pair), _line(row)) for row in rows]
    screen.show(f"Who leads, as of {panel.as_of}{asked}.", "", table(["pair", _HEAD], lines), "", *LEGEND)


def _line(row: Row) -> Text:
    """The figures at fixed places, then why any are missing."""
    reasons = list(dict.fromkeys(row.errors.values()))
    if not row.findings:
        return Text(reasons[0])
    cells = [_active(row.findings.get(window)) for window in WINDOWS]
    cells += [*_phase(row.findings.get("phase")), _streak(row.findings.get("outperformance_streak"))]
    return Text("\n").join([Text().join(cells), *(Text(reason) for reason in reasons)])


def _active(finding: Finding | None) -> Text:
    value = _number(finding)
    return Text("-".rjust(6)) if value is None else signed(f"{value * 100:+6.1f}", round(value, 3))


def _phase(finding: Finding | None) -> list[Text]:
    """Level, momentum, and the phase with its age."""
    if finding is None or not isinstance(finding.value, Mapping):
        return [Text("-".rjust(6)), Text("-".rjust(8)), Text("  -".ljust(15))]
    record, name = finding.value, str(finding.detail["phase"])
    figures = [f"{record['strength_level']:+6.2f}", f"{record['strength_momentum']:+8.2f}"]
    return [*map(Text, figures), Text(f"  {name} {record['sessions']}".ljust(15), style=_PHASE_STYLES[name])]


def _streak(finding: Finding | None) -> Text:
    value = _number(finding)
    return Text("-".rjust(6) if value is None else f"{value:6.0f}")


def _number(finding: Finding | None) -> float | None:
    return finding.value if finding and isinstance(finding.value, int | float) else None
