"""`episodes`: which leg led from when to when, since when that could be known, and what chance alone would show."""

from __future__ import annotations

from math import expm1
from typing import TYPE_CHECKING, Annotated

import typer

from rotascope.cli.options import AsOf, Json, complete_pairs, give

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rotascope.cli.screen import Cell, Screen
    from rotascope.questions import Finding

NAMES = {
    "episodes": "finished episodes",
    "median_duration": "median length",
    "mean_duration": "mean length",
    "median_amplitude": "median size, log points",
}


def episodes(
    pair: Annotated[
        str,
        typer.Argument(metavar="PAIR", help="Known to `rotascope pairs`, or IWM/SPY.", autocompletion=complete_pairs),
    ] = "small/mega",
    as_of: AsOf = None,
    min_phase: Annotated[
        int | None,
        typer.Option(
            "--min-phase",
            metavar="SESSIONS",
            help="Least length of a phase, unless one move undoes the whole of the one before; 63 (6 months).",
        ),
    ] = None,
    min_cycle: Annotated[
        int | None, typer.Option("--min-cycle", metavar="SESSIONS", help="Least length of a cycle; 189 (15 months).")
    ] = None,
    json: Json = False,
) -> None:
    """When the lead turned, and since when that was known.

    Turning points of relative strength, each with the day on which it could be known; nothing later takes one back.
    Below stand the same figures of histories made of the same steps in random order. Portfolios of the French library
    step by month and are public two months late.

    \b
    Examples:
      rotascope episodes small/mega
      rotascope episodes small/large_since_1926 --as-of 2026-01-14
      rotascope episodes IWM/SPY --min-phase 126 --min-cycle 315 --json
    """
    from rotascope.data.market import Market
    from rotascope.questions import Question, answer

    given = {"min_phase": min_phase, "min_cycle": min_cycle}
    params = {name: value for name, value in given.items() if value is not None}
    finding = answer(Question("episode", pair, None, as_of, params), Market.open())
    give(json, finding.to_dict, lambda screen: show_episodes(screen, finding))


def show_episodes(screen: Screen, finding: Finding) -> None:
    """The sentence, a row an episode, and the statistics beside chance."""
    from rotascope.cli.screen import signed, table

    told: Mapping[str, Sequence[object]] = finding.detail["episodes"]  # type: ignore[assignment]
    keys = ("leader", "start", "end", "known_on", "amplitude", "duration", "confirmed")
    rows: list[list[Cell]] = []
    for leader, start, end, known, amplitude, duration, confirmed in zip(*(told[key] for key in keys), strict=True):
        change = 100 * expm1(float(str(amplitude)))
        shown = signed(f"{change:+.1f}%", change)
        rows.append([str(leader), str(start), str(end) if confirmed else "running", str(known), shown, f"{duration:,}"])
    columns = ("leader", "from", "to", "known", "change", f"{finding.detail['step']}s")
    head = ("beside chance (5 to 95%)", "seen", "shuffled", "blocks")
    beside = table(head, _beside(finding), head[1:])
    screen.show(finding.text, "", table(columns, rows, columns[4:]), "", beside)


def _beside(finding: Finding) -> list[list[str]]:
    """A row a statistic: as seen, and the band of each kind of chance."""
    null: Mapping[str, Sequence[float | None]] = finding.detail["null"]  # type: ignore[assignment]
    rows = []
    for at, name in enumerate(null["statistic"]):
        bands = [
            f"{_figure(null[f'{way}_low'][at])} to {_figure(null[f'{way}_high'][at])}" for way in ("shuffled", "blocks")
        ]
        rows.append([NAMES[str(name)], _figure(null["seen"][at]), *bands])
    return rows


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:,.2f}" if abs(value) < 10 and value % 1 else f"{value:,.0f}"
