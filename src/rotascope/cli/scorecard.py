"""`scorecard`: every detector's lag and false alarms, on worlds with known turns and on a pair's own history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rotascope.cli.options import AsOf, Json, complete_pairs, give

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rotascope.cli.screen import Screen
    from rotascope.models.scorecard import Score
    from rotascope.models.synthetic import Kind
    from rotascope.questions import Finding

    Scores = Mapping[Kind, Mapping[str, Score]]


def scorecard(
    pair: Annotated[
        str,
        typer.Argument(metavar="PAIR", help="Known to `rotascope pairs`, or IWM/SPY.", autocompletion=complete_pairs),
    ] = "small/mega",
    as_of: AsOf = None,
    worlds: Annotated[int, typer.Option("--worlds", metavar="N", help="Synthetic worlds of each kind; 1 to 50.")] = 10,
    years: Annotated[int, typer.Option("--years", metavar="N", help="Years of each world; 2 to 100.")] = 20,
    json: Json = False,
) -> None:
    """Detectors of turns: lags, hits and false alarms.

    On synthetic worlds whose turns are known (random walks, switches of volatility alone, weak and strong leaders), and
    in real time on the pair's history, against the turns confirmed later. Below stands how long a shift must last
    before any test can find it. Ten worlds take about a minute; results are kept.

    \b
    Examples:
      rotascope scorecard
      rotascope scorecard value/growth --as-of 2026-01-14
      rotascope scorecard IWM/SPY --worlds 3 --json
    """
    from rotascope.cli.scan import progress_bar
    from rotascope.data.market import Market
    from rotascope.models.scorecard import world_scores
    from rotascope.questions import Question, answer

    finding = answer(Question("scorecard", pair, None, as_of), Market.open())
    with progress_bar("worlds") as tell:
        found = world_scores(worlds, years, tell)
    give(
        json,
        lambda: {**finding.to_dict(), "worlds": worlds_dict(found, worlds, years)},
        lambda screen: show_scorecard(screen, finding, found, worlds),
    )


def worlds_dict(found: Scores, worlds: int, years: int) -> dict[str, object]:
    """The scores on synthetic worlds as plain data."""
    from rotascope.models.synthetic import ABOUT
    from rotascope.models.track_record import score_row

    kinds = {
        kind: {"about": ABOUT[kind], "detectors": [score_row(name, score) for name, score in scores.items()]}
        for kind, scores in found.items()
    }
    return {"of_each_kind": worlds, "years": years, "seeds": [0, worlds - 1], "kinds": kinds}


def show_scorecard(screen: Screen, finding: Finding, found: Scores, worlds: int) -> None:
    """False alarms where nothing turns, hits and lags where something does, the pair's own history, and power."""
    from rotascope.cli.screen import heading, table
    from rotascope.models.synthetic import ABOUT

    detail: Any = finding.detail
    nulls: tuple[Kind, ...] = ("walk", "volatility")
    turning: tuple[Kind, ...] = ("strong", "weak")
    alarms = [(name, *(_number(found[kind][name].false_alarms_a_year) for kind in nulls)) for name in found["walk"]]
    screen.show(heading(f"False alarms a year where no leader turns ({worlds} worlds each)"))
    screen.show(table(("detector", *nulls), alarms, nulls), "")
    columns = ("seen", "lag", "false a year", "called", "right")
    for kind in turning:
        screen.show(heading(f"{kind}: {ABOUT[kind]}"))
        screen.show(table(("detector", *columns), [_row(n, s) for n, s in found[kind].items()], columns), "")
    screen.show(finding.text, "")
    own = [(*_cells(row), _share(row["chance"])) for row in detail["detectors"]]
    beside = (*columns, "by chance")
    screen.show(table(("detector", *beside), own, beside), "")
    screen.show("called: share of sessions with a call; right: rightly called, without a call one half.", "")
    screen.show(*_power(detail["power"]))


def _row(name: str, score: Score) -> tuple[str, ...]:
    from rotascope.models.track_record import score_row

    return _cells(score_row(name, score))


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    seen = f"{row['hits']} of {row['turns']}"
    lag = _number(row["median_lag"], 0)
    shares = (_share(row[key]) for key in ("called", "agreement"))
    return row["detector"], seen, lag, _number(row["false_alarms_a_year"]), *shares


def _power(rows: Sequence[Mapping[str, float]]) -> list[Any]:
    from rotascope.cli.screen import heading, table

    columns = ("shift a year", "years needed", "chance here")
    lines = [(_share(row["shift"]), _years(row["years_needed"]), _share(row["power"])) for row in rows]
    about = f"What a change point needs on each side, in years, and its chance at the middle of {rows[0]['years']:.0f}"
    return [heading(about), table(columns, lines, columns)]


def _years(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _number(value: float | None, digits: int = 1) -> str:
    return "-" if value is None else f"{value:,.{digits}f}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.0f}%"
