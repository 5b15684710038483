"""Method and sources: what the words mean, where the data come from, what chance is, and how to ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import percent
from rotascope.publish.figures import cell, detail, scalar
from rotascope.publish.parts import Cell, Sentence, Table

if TYPE_CHECKING:
    from rotascope.data.bodies import TableFacts
    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Section

PROMISE = (
    "Every figure here answers a question, and carries the command that asks it again: with the same as-of and the same"
    " data the same figure comes back. No price and no publication after the as-of is used, not even to scale or to"
    " standardise. One thing is hindsight: macro values are as revised since, which each such figure says."
)
WORDS = (
    "Return: total return for funds and stocks, price return for indices; a window of n sessions runs from the close n"
    " sessions before to the as-of's close, the year to date from the prior year's last close. Active return: the"
    " first leg's return minus the second's, over common sessions. Leader: the leg with the higher return over the"
    " trailing 126 sessions. Flat: within half a standard deviation of all windows of that length.",
    "Relative strength: the ratio of the two legs' levels. Its level and momentum are standardised over trailing"
    " windows only; above zero on both is leading, on neither lagging, on the level alone weakening, on momentum alone"
    " improving.",
)
NULLS = (
    "What chance alone would show stands beside the figures. Openings: years in any order. Streaks: independent"
    " sessions at even odds (Feller). Highs and lows: the share of all sessions by then that closed at a high or low of"
    " as many sessions, for a pair also a driftless random walk (Sparre Andersen). Phases and changes of the curve: the"
    " share of all the history known by then, whose windows overlap and so count for fewer than they seem. Returns,"
    " volatility, drawdowns, macro values and targets have no null here: they describe, and claim no pattern."
)
TABLES = ("prices", "macro", "splits", "sessions", "instruments", "targets")


def method(inquiry: Inquiry) -> Section:
    """Definitions, nulls, the legs' coverage, the tables of the data, and the commands."""
    return inquiry.section(
        "method",
        "Method and sources",
        [[Sentence(text)] for text in (PROMISE, *WORDS, NULLS, *_again(inquiry), *_join(inquiry))],
        tables=[_coverage(inquiry), _tables(inquiry)],
    )


def _again(inquiry: Inquiry) -> list[str]:
    pair, day = inquiry.named, inquiry.panel.as_of
    return [
        f"To ask again: `rotascope brief {pair} --as-of {day}` makes this brief, `rotascope why ID` shows a figure's"
        " question, formula and sources and asks it again, `rotascope ask MEASURE` asks anything else."
    ]


def _join(inquiry: Inquiry) -> list[str]:
    before = inquiry.named.before
    if before is None:
        return []
    return [
        f"Before the funds traded, {before.first} and {before.second} (price levels) carry {inquiry.named}'s history;"
        " they are joined at the funds' first common session, so dividends count only from there on."
    ]


def _coverage(inquiry: Inquiry) -> Table:
    """How far back each leg goes, with what it returned over all that time."""
    rows = []
    for leg in inquiry.legs:
        whole = inquiry.ask("annualised_return", leg, window="all", label=f"history of {leg}")
        if whole is not None:
            texts = (
                str(leg),
                _names(inquiry, leg.symbols),
                detail(whole, "from"),
                f"{int(detail(whole, 'sessions')):,}",
                percent(scalar(whole)),
            )
            rows.append(tuple(cell(whole, text) for text in texts))
    columns = ("Leg", "Instrument", "Since", "Sessions", "Return a year")
    return Table("The legs' history", columns, tuple(rows), frozenset(columns[3:]), frozenset({"Instrument"}))


def _names(inquiry: Inquiry, symbols: tuple[str, ...]) -> str:
    return ", ".join(inquiry.panel.instrument(symbol).name for symbol in symbols)


def _tables(inquiry: Inquiry) -> Table:
    store = inquiry.panel.market.store
    facts = [facts for table in TABLES if table in store.tables() for facts in store.facts(table)]
    columns = ("Table", "Version", "From", "To", "Known to", "Source", "Licence")
    note = "The licence of the code does not cover the data; each table has its own."
    wide = frozenset({"From", "To", "Source", "Licence"})
    return Table("Data", columns, tuple(_facts_row(fact) for fact in facts), wide=wide, note=note, stacked=True)


def _facts_row(facts: TableFacts) -> tuple[Cell, ...]:
    name = f"{facts.table}{' (revised)' if facts.revised else ''}"
    version = f"{facts.body}:{facts.version}"
    texts = (name, version, facts.first, facts.last, str(facts.known_to), facts.source, facts.licence)
    return tuple(Cell(text) for text in texts)
