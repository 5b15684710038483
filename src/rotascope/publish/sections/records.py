"""How this year ranks: openings, streaks, highs and lows, drawdowns, with what chance would show beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import percent
from rotascope.pairs import catalog
from rotascope.publish.charts.opening import opening_chart
from rotascope.publish.charts.strength import history_chart
from rotascope.publish.figures import cell, detail, plain_percent, scalar
from rotascope.publish.inquiry import says
from rotascope.publish.parts import Table
from rotascope.publish.sections.openings import openings, rank_table, rank_tile, told
from rotascope.publish.sections.running import streak_of
from rotascope.publish.standing import standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rotascope.pairs import Leg, Pair
    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Chart, Section
    from rotascope.questions import Finding

Fall = tuple["Leg", "Finding | None", "Finding | None"]

# The size rotation is told of small against mega caps; its streak also on the longer history of small against large.
COMPANIONS = {"small/mega": ("small/large",)}
TOLD_FROM = 5  # sessions: a high or low of fewer is no record
BASIS = "Funds and stocks by total return, indices by price, so that an index can be below its own high meanwhile."


def records(inquiry: Inquiry) -> Section:
    """Every record question about both legs and the pair."""
    subjects = (*inquiry.alone, inquiry.pair)
    ranks = {str(of): inquiry.ask("opening_rank", of, label=f"rank of {of}'s opening") for of in subjects}
    streaks = [streak_of(inquiry, pair) for pair in (inquiry.pair, *_companions(inquiry))]
    highs, lows = (
        {str(of): inquiry.ask("extreme_since", of, direction=way, label=f"{way}s of {of}") for of in subjects}
        for way in ("high", "low")
    )
    falls: list[Fall] = [
        (leg, inquiry.ask("drawdown", leg), inquiry.ask("max_drawdown", leg, label=f"deepest fall of {leg}"))
        for leg in inquiry.alone
    ]
    notable = [found for found in (*highs.values(), *lows.values()) if _is_record(found)]
    return inquiry.section(
        "records",
        "Records",
        [
            *openings(ranks),
            [sentence for streak in streaks for sentence in streak.sentences],
            [*says(*notable), *says(*(now for _, now, _ in falls))],
        ],
        tables=[rank_table(inquiry, ranks), _extreme_table(inquiry, highs, lows), _fall_table(falls)],
        charts=_charts(inquiry, ranks, highs, lows),
        highlights=[*rank_tile(*next(iter(ranks.items()))), *streaks[0].tile],
    )


def _companions(inquiry: Inquiry) -> list[Pair]:
    others = [catalog()[name] for name in COMPANIONS.get(str(inquiry.named), ())]
    held = [pair for pair in others if inquiry.holds(pair.symbols, f"streak of {pair}")]
    return [standing(inquiry.panel, pair) for pair in held]


def _is_record(found: Finding | None) -> bool:
    """Whether a high or low reaches far enough back to be told as one."""
    return found is not None and scalar(found) >= TOLD_FROM


def _extreme_table(inquiry: Inquiry, highs: Mapping[str, Finding | None], lows: Mapping[str, Finding | None]) -> Table:
    """A row a subject and direction in which it stands out; a close can hardly do both."""
    both = ((of, word, found[of]) for of in highs for word, found in (("highest", highs), ("lowest", lows)))
    rows = tuple(_extreme_row(of, word, found) for of, word, found in both if found is not None and _is_record(found))
    columns = ("Close", "Is its", "Since", "Sessions", "Share of sessions")
    note = (
        f"Of {TOLD_FROM} sessions or more. Share of sessions: how many, by then, closed at a high (low) of as many or"
        " more. Highs and lows are both looked at, so one of the two in so many sessions is common. A pair is judged"
        f" by its relative strength. {BASIS}{inquiry.remark()}"
    )
    return Table("Highs and lows", columns, rows, frozenset({"Sessions", "Share of sessions"}), note=note)


def _extreme_row(of: str, word: str, found: Finding) -> tuple[Cell, ...]:
    since = f"on record ({detail(found, 'history_from')})" if found.detail["on_record"] else detail(found, "since")
    texts = (of, word, since, f"{scalar(found):,.0f}", _share(found))
    return tuple(cell(found, text) for text in texts)


def _share(found: Finding) -> str:
    """The share of sessions; today's is one of them, so it is never none."""
    share = percent(float(detail(found, "share_of_history")))
    return "<0.1%" if share == "0.0%" else share


def _fall_table(falls: list[Fall]) -> Table:
    columns = ("Leg", "Below high", "High on", "Deepest fall", "From", "To")
    rows = []
    for leg, now, deepest in falls:
        if now is None or deepest is None:
            continue
        row = [cell(now, str(leg)), cell(now, plain_percent(scalar(now))), cell(now, detail(now, "peak"))]
        row += [cell(deepest, plain_percent(scalar(deepest)))]
        rows.append((*row, cell(deepest, detail(deepest, "peak")), cell(deepest, detail(deepest, "trough"))))
    numeric = frozenset({"Below high", "Deepest fall"})
    return Table("Drawdowns", columns, tuple(rows), numeric, frozenset({"High on"}), BASIS)


def _charts(
    inquiry: Inquiry,
    ranks: Mapping[str, Finding | None],
    highs: Mapping[str, Finding | None],
    lows: Mapping[str, Finding | None],
) -> list[Chart]:
    pair, first = inquiry.pair, inquiry.alone[0]
    reached = [found for found in (highs[str(pair)], lows[str(pair)]) if found is not None and _is_record(found)]
    record = max(reached, key=scalar, default=None)
    reach = "It stood at no high or low to speak of." if record is None else record.text
    caption = f"Rising: {pair.first} leads. {reach}"
    charts = history_chart(inquiry, record, caption)
    for of, name in ((first, "first"), (pair, "pair")):
        rank = ranks[str(of)]
        charts += [] if rank is None else opening_chart(inquiry.panel, of, rank, name, told(str(of), rank))
    return charts
