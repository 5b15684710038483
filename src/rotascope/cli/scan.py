"""`scan`: every stock of a slice against the market, by the regime that its active return is in."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from rotascope.cli.options import AsOf, Json, give
from rotascope.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rotascope.cli.screen import Screen
    from rotascope.data.market import Market
    from rotascope.models.scan import Scan

A_YEAR = 252


def scan(
    slice_: Annotated[
        str, typer.Argument(metavar="SLICE", help="Such as us, us:small, sp500 or us:mega:Technology.")
    ] = "us",
    model: Annotated[str, typer.Option("--model", metavar="MODEL", help="markov or jump.")] = "markov",
    engine: Annotated[
        str | None, typer.Option("--engine", metavar="ENGINE", help="local, dask or ray; else ROTASCOPE_ENGINE.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", help="Processes to use; else all there are.")
    ] = None,
    top: Annotated[int, typer.Option("--top", metavar="N", help="How many stocks to show.")] = 20,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Stocks of a slice by the regime of their active return.

    Two regimes of each stock's daily active return, by data to the day alone. They differ in volatility; that a stock
    is in one says nothing of whether it will lead. With dask or ray the work goes to the cluster that ROTASCOPE_CLUSTER
    names, with the same results. A scan is kept: asked again, it costs a read. Ctrl-C stops it.

    \b
    Examples:
      rotascope scan us:mega
      rotascope scan sp500 --model jump --top 10
      ROTASCOPE_CLUSTER=tcp://10.0.0.5:8786 rotascope scan us --engine dask
      rotascope scan us:small:Technology --as-of 2025-06-30 --json
    """
    from rotascope.data.market import Market
    from rotascope.data.slices import parse_slice
    from rotascope.models.scan import scan as scan_slice

    if top < 1:
        raise UsageError(f"--top {top} must be 1 or more.")
    market = Market.open()
    panel = market.as_of(as_of or last_day(market))
    with progress_bar() as tell:
        found = scan_slice(
            panel,
            parse_slice(slice_),
            model=model,  # type: ignore[arg-type]  # it refuses others by name
            engine=engine,
            workers=workers,
            progress=tell,
        )
    give(json, lambda: scan_dict(found, top), lambda screen: show_scan(screen, found, top))


def last_day(market: Market) -> str:
    """The last day on which the universe has closes."""
    from rotascope.data.history import day_of

    return day_of(int(market.universe().days[-1])).isoformat()


@contextmanager
def progress_bar(what: str = "stocks") -> Iterator[Callable[[int, int], None]]:
    """On a terminal a bar on stderr, from the first ones done on; elsewhere silence."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def rows(found: Scan, top: int) -> list[dict[str, object]]:
    """The stocks at the head, volatilities and means annualised."""
    return [
        {
            "symbol": str(found.symbols[at]),
            "turbulent_probability": float(found.turbulent[at]),
            "sessions": sessions(found, int(at)),
            "annualised_volatility": [float(value) for value in (found.variances[at] * A_YEAR) ** 0.5],
            "annualised_mean": [float(value) for value in found.means[at] * A_YEAR],
        }
        for at in found.ranked[:top]
    ]


def sessions(found: Scan, at: int) -> int:
    """For how many sessions the stock has been on its side of one half."""
    above = found.filtered_probabilities[:, at] > 0.5
    other = (above != above[-1]).nonzero()[0]
    return len(above) - 1 - int(other[-1]) if len(other) else len(above)


def scan_dict(found: Scan, top: int) -> dict[str, object]:
    return {
        "as_of": found.as_of.isoformat(),
        "slice": str(found.wanted),
        "model": found.model,
        **tally(found),
        "stocks": rows(found, top),
    }


def tally(found: Scan) -> dict[str, int]:
    held = found.ranked
    return {
        "scanned": len(held),
        "turbulent": int((found.turbulent[held] > 0.5).sum()),
        "skipped": found.skipped + len(found.symbols) - len(held),
    }


def show_scan(screen: Screen, found: Scan, top: int) -> None:
    from rotascope.cli.screen import table

    counts = tally(found)
    left = f" {counts['skipped']} have too few returns." if counts["skipped"] else ""
    lines = [
        (
            str(row["symbol"]),
            f"{row['turbulent_probability']:.2f}",
            str(row["sessions"]),
            *(f"{100 * value:.0f}" for value in row["annualised_volatility"]),  # type: ignore[attr-defined]
        )
        for row in rows(found, top)
    ]
    columns = ("stock", "turbulent", "sessions", "quiet", "loud")
    screen.show(
        f"{found.wanted} against the market, as of {found.as_of}: {counts['turbulent']} of {counts['scanned']} stocks"
        f" in their turbulent regime ({found.model}).{left}",
        "",
        table(columns, lines, columns[1:]),
        "",
        "turbulent: probability by data to the day. sessions: on this side of one half.",
        "quiet, loud: annualised volatility of the active return in the two regimes, in percent.",
        "The regimes differ in volatility; they do not say who will lead.",
    )
