"""`scoreboard`: forecasts by house, scored when they are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.cli.options import AsOf, Json, give

if TYPE_CHECKING:
    from rotascope.cli.screen import Cell, Screen
    from rotascope.data.panel import Panel
    from rotascope.publish.scoreboard import Forecast


def scoreboard(as_of: AsOf = None, json: Json = False) -> None:
    """Forecasts by house, scored when due.

    Published targets, and those that `rotascope check` entered in the ledger from the articles it read. One that is
    due is scored by the level on its day against the target; one that is not shows where the level stands.

    \b
    Examples:
      rotascope scoreboard
      rotascope scoreboard --as-of 2026-08-21 --json
    """
    from rotascope.data.ledger import Ledger
    from rotascope.data.market import Market
    from rotascope.publish.scoreboard import score

    market = Market.open()
    panel = market.as_of(as_of or market.store.known_to("prices"))
    rows = score(panel, Ledger.open().entries("house forecast"))
    give(json, lambda: scoreboard_dict(panel, rows), lambda screen: show_scoreboard(screen, panel, rows))


def scoreboard_dict(panel: Panel, rows: list[Forecast]) -> dict[str, object]:
    """The rows as plain data."""
    from rotascope.publish.scoreboard import houses

    return {
        "as_of": panel.as_of.isoformat(),
        "houses": houses(rows),
        "forecasts": [row.to_dict() for row in rows],
    }


def show_scoreboard(screen: Screen, panel: Panel, rows: list[Forecast]) -> None:
    """A row a forecast, and a row a house where any is due."""
    from rotascope.cli.screen import table
    from rotascope.measures.wording import count
    from rotascope.publish.scoreboard import houses

    if not rows:
        screen.show(f"No forecast by a house was known by {panel.as_of}.")
        return
    columns = ["house", "of", "target", "made", "due", "level", "off", "reached"]
    told = f"{count(len(rows), 'forecast')} as of {panel.as_of}, {sum(row.is_due for row in rows)} due by then."
    screen.show(told, "", table(columns, map(_cells, rows), right=["target", "level", "off"]))
    due = [(house, held) for house, held in houses(rows).items() if held["due"]]
    if due:
        names = ["house", "forecasts", "due", "reached", "mean error"]
        screen.show("", table(names, [_house(house, held) for house, held in due], right=names[1:]))


def _cells(row: Forecast) -> list[Cell]:
    from rotascope.cli.screen import signed

    off = "-" if row.error is None else signed(f"{row.error * 100:+.1f}%", row.error)
    level = "-" if row.level is None else f"{row.level:,.2f}"
    reached = str(row.reached or "not yet")
    return [row.house, row.subject, f"{row.target:,.10g}", str(row.made), str(row.due), level, off, reached]


def _house(house: str, held: dict[str, object]) -> list[Cell]:
    error = held["mean_absolute_error"]
    shown = f"{error * 100:.1f}%" if isinstance(error, float) else "-"
    return [house, str(held["forecasts"]), str(held["due"]), str(held["reached"]), shown]
