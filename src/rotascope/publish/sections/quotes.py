"""Quotes: the widely held names, and the pair's legs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import count, listed
from rotascope.publish.figures import cell, number, record, signed, signed_percent
from rotascope.publish.parts import Sentence, Table

if TYPE_CHECKING:
    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Section
    from rotascope.questions import Finding

WATCHED = ("AMZN", "AAPL", "AMD", "BAC", "GOOG", "META", "MSFT", "NVDA", "ORCL", "TSLA")


def quotes(inquiry: Inquiry) -> Section:
    """A quote of each watched name and of each member of the legs."""
    members = [symbol for leg in inquiry.legs for symbol in leg.symbols]
    symbols = dict.fromkeys((*WATCHED, *members))
    held = [symbol for symbol in symbols if inquiry.holds([symbol], f"quote of {symbol}")]
    found = {symbol: inquiry.ask("quote", symbol) for symbol in held}
    known = {symbol: quote for symbol, quote in found.items() if quote is not None}
    return inquiry.section("quotes", "Quotes", [_sentences(known)], tables=[_table(inquiry, known)])


def _sentences(known: dict[str, Finding]) -> list[Sentence]:
    """How many rose and fell, the furthest each way, and what the prices are."""
    if not known:
        return []
    changes = {symbol: record(quote)["change_fraction"] for symbol, quote in known.items()}
    up = [symbol for symbol, change in changes.items() if round(change, 4) > 0]
    down = [symbol for symbol, change in changes.items() if round(change, 4) < 0]
    rest = len(known) - len(up) - len(down)
    parts = [f"{len(up)} rose", f"{len(down)} fell"] + ([f"{rest} did not move"] if rest else [])
    best, worst = (pick(changes, key=lambda symbol: changes[symbol]) for pick in (max, min))
    ends = (
        f"; {best} ({signed_percent(changes[best], 2)}) did best, {worst} ({signed_percent(changes[worst], 2)}) worst"
    )
    first = Sentence(
        f"Of {count(len(known), 'symbol')}, {listed(parts)} at their last close{ends if len(known) > 1 else ''}.",
        tuple(known.values()),
    )
    return [first, *_adjusted(known), *_stale(known)]


def _adjusted(known: dict[str, Finding]) -> list[Sentence]:
    """Which have no price as printed."""
    adjusted = {symbol: quote for symbol, quote in known.items() if quote.detail["adjusted_only"]}
    if not adjusted:
        return []
    which = "all of them" if len(adjusted) == len(known) else listed(list(adjusted))
    text = (
        f"The data have only adjusted closes for {which}: right in their changes, but not the price that was printed."
    )
    return [Sentence(text, tuple(adjusted.values()))]


def _stale(known: dict[str, Finding]) -> list[Sentence]:
    old = [quote for quote in known.values() if record(quote)["age_days"]]
    if not old:
        return []
    verb = "is" if len(old) == 1 else "are"
    return [Sentence(f"{count(len(old), 'quote')} {verb} older than the as-of, by the days given.", tuple(old))]


def _table(inquiry: Inquiry, known: dict[str, Finding]) -> Table:
    rows = tuple(_row(inquiry, symbol, quote) for symbol, quote in known.items())
    columns = ("Symbol", "Name", "Close", "Change", "Change %", "Age, days", "Basis")
    numeric = frozenset({"Close", "Change", "Change %", "Age, days"})
    return Table("Last closes", columns, rows, numeric, frozenset({"Name"}))


def _row(inquiry: Inquiry, symbol: str, quote: Finding) -> tuple[Cell, ...]:
    values = record(quote)
    digits = 2 if values["price"] >= 1 else 4
    texts = (
        symbol,
        inquiry.panel.instrument(symbol).name,
        number(values["price"], digits),
        signed(values["change"], digits),
        signed_percent(values["change_fraction"], 2),
        str(values["age_days"]),
        "adjusted" if quote.detail["adjusted_only"] else "price",
    )
    return tuple(cell(quote, text) for text in texts)
