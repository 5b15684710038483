"""`quote`: price rows as of one day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rotascope.cli.screen import Screen, signed, table
from rotascope.data.market import Market
from rotascope.errors import RotascopeError, StoreError
from rotascope.pairs import Leg, parse_subject
from rotascope.questions import Finding, Question, answer, last_session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_ADJUSTED = "* Only closes adjusted for later distributions are at hand: not the price that was paid."


def ask_quotes(market: Market, symbols: Sequence[str], as_of: str | None) -> tuple[list[Finding], list[RotascopeError]]:
    """A finding for each symbol that has one, and the errors of the others.

    as_of: one day for all, so that ages compare; left out, the last session on which any of them has a price.
    """
    found: list[Finding] = []
    errors: list[RotascopeError] = []
    day: date | str | None = as_of or _latest(market, symbols)
    for symbol in dict.fromkeys(symbols):
        try:
            found.append(answer(Question("quote", symbol, as_of=day), market))
        except StoreError:
            raise
        except RotascopeError as error:
            errors.append(error)
    return found, errors


def _latest(market: Market, symbols: Sequence[str]) -> date | None:
    days = []
    for symbol in symbols:
        try:
            subject = parse_subject(symbol, market)
            days.append(last_session(market, subject, "price" if isinstance(subject, Leg) else "total"))
        except StoreError:
            raise
        except RotascopeError:
            continue
    return max(days, default=None)


def quotes_dict(found: list[Finding]) -> dict[str, object]:
    """The rows as plain data."""
    return {"as_of": found[0].question.as_of, "quotes": [finding.to_dict() for finding in found]}


def show_quotes(screen: Screen, found: list[Finding]) -> None:
    """A row a symbol; a star marks adjusted closes."""
    columns = ["symbol", "price", "change", "change %", "date", "days old"]
    rows = [_row(finding) for finding in found]
    notes = ["", _ADJUSTED] if any(finding.detail["adjusted_only"] for finding in found) else []
    screen.show(
        f"As of {found[0].question.as_of}.",
        "",
        table(columns, rows, right=["price", "change", "change %", "days old"]),
        *notes,
    )


def _row(finding: Finding) -> list[Any]:
    value: Any = finding.value
    mark = "*" if finding.detail["adjusted_only"] else " "
    return [
        str(finding.question.of),
        f"{value['price']:,.2f}{mark}",
        signed(f"{value['change']:+,.2f}", value["change"]),
        signed(f"{value['change_fraction'] * 100:+.2f}", value["change"]),
        str(finding.detail["date"]),
        f"{value['age_days']}",
    ]
