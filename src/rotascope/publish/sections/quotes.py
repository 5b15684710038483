"""Quotes: the widely held names, and the pair's legs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.data.market import is_composed
from rotascope.measures.wording import count, listed
from rotascope.publish.figures import ABSENT, cell, detail, number, record, signed, signed_percent
from rotascope.publish.parts import Sentence, Table

if TYPE_CHECKING:
    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Section
    from rotascope.questions import Finding

WATCHED = ("AMZN", "AAPL", "AMD", "BAC", "GOOG", "META", "MSFT", "NVDA", "ORCL", "TSLA")


def quotes(inquiry: Inquiry) -> Section:
    """A quote of each watched name and of each member of the legs that is quoted; slices are not."""
    members = [symbol for leg in (inquiry.named.first, inquiry.named.second) for symbol in leg.symbols]
    symbols = dict.fromkeys((*WATCHED, *(symbol for symbol in members if not is_composed(symbol))))
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
    first = Sentence(
        f"Of {count(len(known), 'symbol')}, {listed(parts)} at their last close{_ends(known)}.",
        tuple(known.values()),
    )
    return [first, *_adjusted(known), *_longer(known), *_stale(known)]


def _ends(known: dict[str, Finding]) -> str:
    """The day's best and worst, among those with a close on the day and the session before."""
    today = {symbol: quote for symbol, quote in known.items() if not (_spans(quote) or record(quote)["age_days"])}
    changes = {symbol: record(quote)["change_fraction"] for symbol, quote in today.items()}
    if len(changes) < 2:
        return ""
    best, worst = (pick(changes, key=lambda symbol: changes[symbol]) for pick in (max, min))
    good, poor = (signed_percent(changes[symbol], 2) for symbol in (best, worst))
    return f"; {best} ({good}) did best, {worst} ({poor}) worst"


def _spans(quote: Finding) -> bool:
    """Whether sessions without a close lie between the two that the change is of."""
    return int(detail(quote, "sessions_between")) > 1


def _longer(known: dict[str, Finding]) -> list[Sentence]:
    """Whose change is of more than a session."""
    long = {symbol: quote for symbol, quote in known.items() if _spans(quote)}
    if not long:
        return []
    named = listed([f"{symbol} (since {detail(quote, 'before')})" for symbol, quote in long.items()])
    return [Sentence(f"The change spans more than a session for {named}.", tuple(long.values()))]


def _adjusted(known: dict[str, Finding]) -> list[Sentence]:
    """Which have no price as printed."""
    adjusted = {symbol: quote for symbol, quote in known.items() if quote.detail["adjusted_only"]}
    if not adjusted:
        return []
    which = "all of them" if len(adjusted) == len(known) else listed(list(adjusted))
    text = (
        f"The data have only adjusted closes for {which}: their change includes dividends, and no price stands here,"
        " because every later dividend moves it."
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
    texts = (
        symbol,
        inquiry.panel.instrument(symbol).name,
        *_price(quote),
        signed_percent(values["change_fraction"], 2),
        str(values["age_days"]),
        _basis(quote),
    )
    return tuple(cell(quote, text) for text in texts)


def _price(quote: Finding) -> tuple[str, str]:
    """Close and change as printed; dashes where only adjusted closes are known."""
    if quote.detail["adjusted_only"]:
        return ABSENT.text, ABSENT.text
    values = record(quote)
    digits = 2 if values["price"] >= 1 else 4
    return number(values["price"], digits), signed(values["change"], digits)


def _basis(quote: Finding) -> str:
    basis = "adjusted only" if quote.detail["adjusted_only"] else "price"
    return f"{basis}, since {detail(quote, 'before')}" if _spans(quote) else basis
