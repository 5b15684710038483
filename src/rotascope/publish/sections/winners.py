"""Winners and losers: which sectors, industries and companies made the year's return, and whether banks led."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rotascope.measures.wording import listed, ordinal, points
from rotascope.pairs import groups
from rotascope.publish.charts.winners import contribution_chart, fund_chart, return_chart, stock_chart
from rotascope.publish.figures import cell, detail, plain_percent, scalar, signed, signed_percent
from rotascope.publish.market import NAMES, capital, has_stocks, heading, subject
from rotascope.publish.parts import Sentence, Table

if TYPE_CHECKING:
    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Chart, Section
    from rotascope.questions import Finding

    Asked = Mapping[str, Mapping[str, Finding | None]]

PARTS = ("us:small", "sp500")
KINDS = ("sector", "industry", "stock")
BANKS, MARKET = "KRE", "IWM"
NAMED = 3
ENDS = 5
STOCKS = 10
FEWEST = 5  # members of a sector whose own return is told
UNKNOWN = "unknown"


def winners(inquiry: Inquiry) -> Section:
    """Contributions by sector, industry and stock in small companies and in the S&P 500; sector funds; banks."""
    known = has_stocks(inquiry)
    asked = {of: {by: _contribution(inquiry, of, by) if known else None for by in KINDS} for of in PARTS}
    held = inquiry.holds(groups()["sectors"], "the sector funds")
    banks = inquiry.ask("rank_within", BANKS, label="regional banks among the sector funds") if held else None
    against = inquiry.ask("active_return", f"{BANKS}/{MARKET}", window="ytd", label="regional banks against IWM")
    funds = banks or (inquiry.ask("rank_within", "XLF", label="the sector funds") if held else None)
    return inquiry.section(
        "winners",
        "Winners and losers",
        [
            *([*_parts(of, found["sector"]), *_industries(found["industry"])] for of, found in asked.items()),
            [*_banks(banks, against), *_funds(funds)],
        ],
        tables=[
            *(_sector_table(of, found["sector"]) for of, found in asked.items()),
            *(_industry_table(of, found["industry"]) for of, found in asked.items()),
            *(_stock_table(of, found["stock"]) for of, found in asked.items()),
        ],
        charts=_charts(inquiry, asked, funds),
    )


def _contribution(inquiry: Inquiry, of: str, by: str) -> Finding | None:
    return inquiry.ask("contribution", of, by=by, label=f"contributions to {NAMES[of]}")


def shares(found: Finding) -> dict[str, float]:
    """Contributions by name, largest first."""
    return dict(found.detail["contributions"])  # type: ignore[call-overload, no-any-return]


def returns(found: Finding) -> dict[str, float]:
    """Returns by name, highest first; of sectors only those with members enough to speak of, and a name."""
    held: Mapping[str, float] = found.detail["returns"]  # type: ignore[assignment]
    sizes = found.detail["members"]
    if isinstance(sizes, Mapping):
        held = {name: value for name, value in held.items() if sizes[name] >= FEWEST and name != UNKNOWN}
    return dict(sorted(held.items(), key=lambda item: -item[1]))


def _parts(of: str, found: Finding | None) -> list[Sentence]:
    """The return, the sectors that gave and took most, and the sectors that returned most and least."""
    if found is None:
        return []
    told = {name: value for name, value in shares(found).items() if name != UNKNOWN and round(abs(value), 3)}
    given = [f"{name} ({points(value)})" for name, value in told.items() if value > 0][:NAMED]
    taken = [f"{name} ({points(-value)})" for name, value in reversed(told.items()) if value < 0][:NAMED]
    ends = [f"most came from {listed(given)}"] if given else []
    ends += [f"most was lost in {listed(taken)}"] if taken else []
    gain = (
        f"{capital(NAMES[of])} returned {plain_percent(float(detail(found, 'return')))} since {detail(found, 'from')}"
    )
    return [Sentence(f"{'; '.join([gain, *ends])}.", (found,)), *_led(found)]


def _led(found: Finding) -> list[Sentence]:
    """The best and the worst sector by its own return, which its weight does not move."""
    ordered = list(returns(found).items())
    if len(ordered) < 2:
        return []
    (best, most), (worst, least) = ordered[0], ordered[-1]
    text = f"By their own returns {best} led ({plain_percent(most)}) and {worst} came last ({plain_percent(least)})."
    return [Sentence(text, (found,))]


def _industries(found: Finding | None) -> list[Sentence]:
    if found is None:
        return []
    told = [(name, value) for name, value in shares(found).items() if name != UNKNOWN and value > 0]
    given = [f"{name} ({points(value)})" for name, value in told[:NAMED]]
    return [Sentence(f"The industries that gave most: {listed(given)}.", (found,))] if given else []


def _banks(banks: Finding | None, against: Finding | None) -> list[Sentence]:
    """Whether regional banks led: their rank among the sector funds, and against small companies."""
    if banks is None:
        return []
    rank, members = int(scalar(banks)), detail(banks, "members")
    own: Mapping[str, float] = banks.detail["returns"]  # type: ignore[assignment]
    verdict = "Regional banks led" if rank == 1 else "Regional banks did not lead"
    place = f"{BANKS} returned {plain_percent(own[BANKS])}, {ordinal(rank)} of {members} with the sector funds"
    return [Sentence(f"{verdict}: {place}.", (banks,)), *_against(against)]


def _against(against: Finding | None) -> list[Sentence]:
    if against is None:
        return []
    value = scalar(against)
    way = "level with" if round(value, 3) == 0 else f"{points(abs(value))} {'ahead of' if value > 0 else 'behind'}"
    small = plain_percent(float(detail(against, "second")))
    return [Sentence(f"They were {way} small companies as a whole ({MARKET} {small}).", (against,))]


def _funds(funds: Finding | None) -> list[Sentence]:
    if funds is None:
        return []
    ordered = [(name, value) for name, value in returns(funds).items() if name != BANKS]
    if len(ordered) < 2:
        return []
    (best, most), (worst, least) = ordered[0], ordered[-1]
    both = f"{best} led with {plain_percent(most)} and {worst} came last with {plain_percent(least)}"
    return [Sentence(f"Of the S&P 500's sector funds, {both}.", (funds,))]


def _sector_table(of: str, found: Finding | None) -> Table:
    columns = ("Sector", "Return", "Points", "Share")
    words = "Points: the sector's part of the return. Sectors as the listings name them, not by GICS."
    note = f"Since {detail(found, 'from')}. {words}" if found else ""
    rows = () if found is None else tuple(_sector_row(found, name, value) for name, value in shares(found).items())
    return Table(f"{heading(of)}: sectors", columns, rows, frozenset(columns[1:]), frozenset({"Share"}), note)


def _sector_row(found: Finding, name: str, value: float) -> tuple[Cell, ...]:
    whole, own = float(detail(found, "return")), returns(found).get(name)
    share = plain_percent(value / whole, 0) if whole > 0.01 else "–"
    return (
        cell(found, name),
        cell(found, "–" if own is None else signed_percent(own)),
        cell(found, signed(value * 100, 2)),
        cell(found, share),
    )


def _industry_table(of: str, found: Finding | None) -> Table:
    """The industries that gave most and those that took most."""
    rows = [] if found is None else list(shares(found).items())
    ends = rows if len(rows) <= 2 * ENDS else [*rows[:ENDS], *rows[-ENDS:]]
    title = f"{heading(of)}: industries, first and last"
    return Table(title, ("Industry", "Points"), tuple(_points_row(found, *row) for row in ends), frozenset({"Points"}))


def _stock_table(of: str, found: Finding | None) -> Table:
    rows = [] if found is None else list(shares(found).items())[:STOCKS]
    columns = ("Company", "Points")
    made = tuple(_points_row(found, *row) for row in rows)
    return Table(f"{heading(of)}: largest contributors", columns, made, frozenset({"Points"}))


def _points_row(found: Finding | None, name: str, value: float) -> tuple[Cell, ...]:
    return cell(found, name), cell(found, signed(value * 100, 2))


def _charts(inquiry: Inquiry, asked: Asked, funds: Finding | None) -> list[Chart]:
    small = asked["us:small"]["sector"]
    stocks = asked["sp500"]["stock"]
    charts = []
    if small is not None:
        charts += contribution_chart(inquiry.panel, subject("us:small"), small)
        charts += return_chart(inquiry.panel, subject("us:small"), small, returns(small))
    if stocks is not None:
        charts += stock_chart(inquiry.panel, heading("sp500"), stocks, shares(stocks))
    return charts if funds is None else [*charts, *fund_chart(inquiry.panel, funds, returns(funds))]
