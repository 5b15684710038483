"""The commands. Each reads its options, asks the library one thing, and shows the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rotascope.cli.check import check
from rotascope.cli.episodes import episodes
from rotascope.cli.forecasts import forecast, ledger
from rotascope.cli.options import AsOf, Json, complete_measures, complete_pairs, complete_tables, give
from rotascope.cli.scan import scan
from rotascope.cli.scoreboard import scoreboard
from rotascope.cli.scorecard import scorecard
from rotascope.cli.study import study
from rotascope.cli.turns import regime
from rotascope.errors import DataError, UsageError

# Plain help: it fits 80 columns, needs no Unicode, and reads the same in docs/reference.md.
app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)


@app.callback()
def overview() -> None:
    """Market leadership, measured: every figure names its question, and can be asked again.

    Works offline on the data that come with it; your own tables, in the folder that ROTASCOPE_HOME names
    (~/.rotascope where it names none), stand over them.

    \b
    Exit codes:
      0  answered
      1  cannot answer: no data, outside the data, or a file could not be written
      2  bad usage: an unknown name, a bad date or parameter
      3  check --strict, and a claim fails
    """


@app.command()
def brief(
    pair: Annotated[
        str,
        typer.Argument(metavar="PAIR", help="Known to `rotascope pairs`, or IWM/SPY.", autocompletion=complete_pairs),
    ] = "small/mega",
    as_of: AsOf = None,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="terminal, html, md or json; else by the end of FILE."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to this file.")] = None,
    section: Annotated[
        list[str] | None, typer.Option("--section", metavar="NAME", help="Only this section; may be given again.")
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Then show the file in the browser.")] = False,
) -> None:
    """The brief on a pair, in the terminal, as a page or as data.

    It says who leads, names records, and shows the rotation map, macro, quotes, outlook, method and sources.
    Without a file, html goes to brief.html in the current folder (to stdout where that is piped), the other
    formats to stdout. The brief is remembered, so that `rotascope why` can ask its figures again.

    \b
    Examples:
      rotascope brief
      rotascope brief small/large --as-of 2026-01-14
      rotascope brief --out brief.html --open
      rotascope brief IWM/SPY --section records --section quotes
      rotascope brief --format json | jq .sections[0].findings[0]
    """
    from rotascope.cli.briefs import deliver, destination, open_page
    from rotascope.cli.recorded import remember
    from rotascope.cli.screen import Screen
    from rotascope.publish.brief import brief as build

    chosen, file = destination(format, out, open_it)
    made = build(pair, as_of=as_of, sections=section or None)
    remember(made)
    deliver(made, chosen, file, Screen())
    if open_it and file is not None:
        open_page(file)


@app.command()
def board(as_of: AsOf = None, json: Json = False) -> None:
    """Every pair of the catalog, one line each.

    Who led over one session, 21, and the year; how strongly; in which phase of the rotation, and for how long.

    \b
    Examples:
      rotascope board
      rotascope board --as-of 2026-01-14
      rotascope board --json
    """
    from rotascope.cli.board import board_dict, build_board, latest, show_board
    from rotascope.data.market import Market

    market = Market.open()
    panel = market.as_of(as_of or latest(market))
    rows = build_board(panel)
    give(json, lambda: board_dict(panel, rows), lambda screen: show_board(screen, panel, rows))
    if not any(row.findings for row in rows):
        raise DataError(f"No pair of the catalog can be answered as of {panel.as_of}.")


@app.command()
def ask(
    measure: Annotated[
        str, typer.Argument(metavar="MEASURE", help="Known to `rotascope measures`.", autocompletion=complete_measures)
    ],
    of: Annotated[
        str | None, typer.Option("--of", metavar="SUBJECT", help="IWM, XLI+XLF, small/mega, IWM/SPY, 10y-2y.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="Where the window starts.")] = None,
    as_of: AsOf = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="NAME=VALUE", help="A parameter; may be given again.")
    ] = None,
    json: Json = False,
) -> None:
    """The answer to one question, with the data behind it.

    A sentence, the figure, its unit, its id, and the exact rows that it rests on.

    \b
    Examples:
      rotascope ask period_return --of IWM --since 2025-12-31 --as-of 2026-01-14
      rotascope ask period_return --of QQQ --param window=21
      rotascope ask outperformance_streak --of IWM/SPY --as-of 2026-01-22
      rotascope ask curve_slope --json
      rotascope ask implied_upside --of RUT --param target=2825 --as-of 2026-01-14
    """
    from rotascope.cli.findings import show_finding
    from rotascope.data.market import Market
    from rotascope.questions import Question, answer

    question = Question(measure, of, since, as_of, _parameters(param or []))
    finding = answer(question, Market.open())
    give(json, finding.to_dict, lambda screen: show_finding(screen, finding))


def _parameters(given: list[str]) -> dict[str, object]:
    """NAME=VALUE texts as a dictionary; `UsageError` for anything else, and for a name given twice."""
    found: dict[str, object] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not (sign and name.strip() and value.strip()):
            raise UsageError(f"--param {text[:40]!r} cannot be read; write it as window=21.")
        if name.strip() in found:
            raise UsageError(f"--param {name.strip()} is given twice; give it once.")
        found[name.strip()] = value.strip()
    return found


@app.command()
def why(
    finding_id: Annotated[
        str | None, typer.Argument(metavar="FINDING_ID", help="An id, its beginning, or its eight last digits.")
    ] = None,
    in_file: Annotated[
        Path | None,
        typer.Option("--in", metavar="FILE", help="A JSON file with findings; else the brief or check last made."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Ask every finding again and count those that differ.")] = False,
    json: Json = False,
) -> int:
    """A finding explained, asked again, and compared.

    Its question, command, formula and sources. Findings are looked up in the brief and the check last made, or in a
    file; --all asks those of whichever was made last.
    Exit code 0: the same value came back; 1: another one, or none.

    \b
    Examples:
      rotascope why period_return-IWM-ytd-3f9a1c07
      rotascope why 3f9a1c07
      rotascope why 3f9a1c07 --in brief.json
      rotascope why --all
    """
    from rotascope.cli.again import ask_again, show_again, show_tally, tally_dict
    from rotascope.cli.recorded import pick, read_last, read_recorded
    from rotascope.data.market import Market

    if every == (finding_id is not None):
        raise UsageError("Name one finding, or ask for --all of them.")
    found = read_last(every) if in_file is None else read_recorded(in_file)
    recorded = list(found.values()) if finding_id is None else [pick(finding_id, found)]
    market = Market.open()
    asked = [ask_again(one, market) for one in recorded]
    if every:
        give(json, lambda: tally_dict(asked), lambda screen: show_tally(screen, asked))
    else:
        give(json, asked[0].to_dict, lambda screen: show_again(screen, asked[0]))
    return 0 if all(one.same for one in asked) else 1


@app.command()
def quote(
    symbols: Annotated[list[str], typer.Argument(metavar="SYMBOL", help="Known to `rotascope data --symbols`.")],
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Price, change and age of each symbol.

    A star marks closes adjusted for distributions, where the data have no others. Ages are counted at the as-of, by
    default the last day on which any of the symbols has a price. A symbol that is not known, or has no price by
    then, is named on stderr after the others are shown, and the exit code is 2 or 1.

    \b
    Examples:
      rotascope quote IWM QQQ RUT
      rotascope quote AAPL BRK.B --as-of 2026-01-14
    """
    from rotascope.cli.quotes import ask_quotes, quotes_dict, show_quotes
    from rotascope.data.market import Market

    found, errors = ask_quotes(Market.open(), symbols, as_of)
    if found:
        give(json, lambda: quotes_dict(found), lambda screen: show_quotes(screen, found))
    if errors:
        kind = UsageError if any(isinstance(error, UsageError) for error in errors) else DataError
        raise kind("\n".join(dict.fromkeys(map(str, errors))))


@app.command()
def pairs(json: Json = False) -> None:
    """Pairs known by name, and groups to rank members within.

    \b
    Examples:
      rotascope pairs
      rotascope pairs --json
    """
    from rotascope.cli.listings import pairs_dict, show_pairs

    give(json, pairs_dict, show_pairs)


@app.command()
def measures(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Show this one in full.", autocompletion=complete_measures)
    ] = None,
    json: Json = False,
) -> None:
    """All that can be asked; or one measure in full.

    What it computes, of what, its parameters with their defaults, and an example.

    \b
    Examples:
      rotascope measures
      rotascope measures opening_rank
      rotascope measures period_return --json
    """
    from rotascope.cli.listings import measure_dict, measures_dict, show_measure, show_measures

    if name is None:
        give(json, measures_dict, show_measures)
    else:
        give(json, lambda: measure_dict(name), lambda screen: show_measure(screen, name))


@app.command()
def data(
    table: Annotated[
        str | None, typer.Argument(metavar="TABLE", help="Show this one only.", autocompletion=complete_tables)
    ] = None,
    symbols: Annotated[bool, typer.Option("--symbols", help="List the symbols instead.")] = False,
    json: Json = False,
) -> None:
    """The tables held, their rules and sources; or the symbols.

    Rows, span, the day on which a row counts as public, source, licence, and the version that findings name.

    \b
    Examples:
      rotascope data
      rotascope data prices
      rotascope data --symbols
    """
    from rotascope.cli.holdings import data_dict, show_data, show_symbols, symbols_dict
    from rotascope.data.market import Market

    if symbols and table is not None:
        raise UsageError("Give a table or --symbols, not both.")
    market = Market.open()
    if symbols:
        give(json, lambda: symbols_dict(market), lambda screen: show_symbols(screen, market))
    else:
        give(json, lambda: data_dict(market, table), lambda screen: show_data(screen, market, table))


@app.command()
def version(json: Json = False) -> None:
    """What is installed, and which data it holds.

    \b
    Examples:
      rotascope version
      rotascope version --json
    """
    from rotascope.cli.holdings import show_version, version_dict

    give(json, version_dict, show_version)


app.command()(regime)
app.command()(episodes)
app.command()(forecast)
app.command()(ledger)
app.command()(study)
app.command()(scan)
app.command()(scorecard)
app.command()(check)
app.command()(scoreboard)
