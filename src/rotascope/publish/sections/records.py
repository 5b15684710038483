"""How this year ranks: openings, streaks, highs and lows, drawdowns, with what chance would show beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import count, listed, ordinal, percent
from rotascope.pairs import Pair, catalog
from rotascope.publish.charts.opening import opening_chart
from rotascope.publish.charts.strength import history_chart
from rotascope.publish.figures import cell, detail, plain_percent, scalar, signed_percent
from rotascope.publish.inquiry import says
from rotascope.publish.parts import Highlight, Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rotascope.pairs import Leg
    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Chart, Section
    from rotascope.questions import Finding

Fall = tuple["Leg", "Finding | None", "Finding | None"]

# The size rotation is told of small against mega caps; its streak also on the longer history of small against large.
COMPANIONS = {"small/mega": ("small/large",)}
TOLD_FROM = 5  # sessions
MOST_NAMED = 3  # years


def records(inquiry: Inquiry) -> Section:
    """Every record question about both legs and the pair."""
    subjects = (*inquiry.legs, inquiry.pair)
    ranks = {str(of): inquiry.ask("opening_rank", of, label=f"rank of {of}'s opening") for of in subjects}
    streaks = [inquiry.ask("outperformance_streak", of) for of in (inquiry.pair, *_companions(inquiry))]
    behind = _other_way(inquiry, streaks[0])
    highs, lows = (
        {str(of): inquiry.ask("extreme_since", of, direction=way, label=f"{name}s of {of}") for of in subjects}
        for way, name in (("high", "high"), ("low", "low"))
    )
    falls: list[Fall] = [
        (leg, inquiry.ask("drawdown", leg), inquiry.ask("max_drawdown", leg, label=f"deepest fall of {leg}"))
        for leg in inquiry.legs
    ]
    notable = [finding for finding in (*highs.values(), *lows.values()) if finding is not None and finding.value]
    return inquiry.section(
        "records",
        "Records",
        [
            *_openings(ranks),
            says(*streaks, behind),
            [*_extremes(notable), *says(*(now for _, now, _ in falls))],
        ],
        tables=[_rank_table(ranks), _extreme_table(highs, lows), _fall_table(falls)],
        charts=_charts(inquiry, ranks, highs, lows),
        highlights=_highlights(inquiry, ranks, streaks[0]),
    )


def _companions(inquiry: Inquiry) -> list[object]:
    others = [catalog()[name] for name in COMPANIONS.get(str(inquiry.pair), ())]
    return [pair for pair in others if inquiry.holds(pair.symbols, f"streak of {pair}")]


def _other_way(inquiry: Inquiry, streak: Finding | None) -> Finding | None:
    """The second leg's streak, asked where the first has none."""
    if streak is None or streak.value:
        return None
    return inquiry.ask("outperformance_streak", Pair(inquiry.pair.second, inquiry.pair.first))


def _openings(ranks: Mapping[str, Finding | None]) -> list[list[Sentence]]:
    """Each rank, and whether it is the strongest in over a decade: a paragraph a subject."""
    return [[*says(rank), *_decade(of, rank)] for of, rank in ranks.items() if rank is not None]


def _decade(of: str, rank: Finding) -> list[Sentence]:
    """Whether any of the ten years before opened stronger; nothing of a short history, or far down the table."""
    stronger: Mapping[int, float] = rank.detail["stronger"]  # type: ignore[assignment]
    year = int(str(rank.question.as_of)[:4])
    recent = [str(other) for other in sorted(stronger) if other >= year - 10]
    if rank.detail["strongest_in_over_a_decade"]:
        return [Sentence(f"None of the ten years before opened stronger for {of}.", (rank,))]
    if not 0 < len(recent) <= MOST_NAMED or int(detail(rank, "years")) <= 10:
        return []
    return [Sentence(f"So it is not {of}'s strongest in over a decade: {listed(recent)} opened stronger.", (rank,))]


def _extremes(notable: list[Finding]) -> list[Sentence]:
    """Highs and lows in their own words; those of a few sessions are left to the table."""
    return says(*(found for found in notable if scalar(found) >= TOLD_FROM))


def _rank_table(ranks: Mapping[str, Finding | None]) -> Table:
    rows = tuple(_rank_row(of, rank) for of, rank in ranks.items() if rank is not None)
    columns = ("Opening", "Sessions", "Return", "Rank", "Years", "Since", "Chance")
    note = "Chance: of a rank this good if the years came in any order. A pair is ranked by its active return."
    return Table("Openings", columns, rows, frozenset(columns[1:]), frozenset({"Sessions", "Since"}), note)


def _rank_row(of: str, rank: Finding) -> tuple[Cell, ...]:
    texts = (
        of,
        detail(rank, "sessions"),
        signed_percent(float(detail(rank, "opening"))),
        ordinal(int(scalar(rank))),
        detail(rank, "years"),
        detail(rank, "first_year"),
        percent(float(detail(rank, "chance")), 0),
    )
    return tuple(cell(rank, text) for text in texts)


def _extreme_table(highs: Mapping[str, Finding | None], lows: Mapping[str, Finding | None]) -> Table:
    """A row a subject and direction in which it stands out; a close can hardly do both."""
    both = ((of, word, found[of]) for of in highs for word, found in (("highest", highs), ("lowest", lows)))
    rows = tuple(_extreme_row(of, word, found) for of, word, found in both if found is not None and found.value)
    columns = ("Close", "Is its", "Since", "Sessions", "Chance")
    note = "A pair is judged by its relative strength. Chance: of a driftless walk beyond so many closes before it."
    return Table("Highs and lows", columns, rows, frozenset({"Sessions", "Chance"}), note=note)


def _extreme_row(of: str, word: str, found: Finding) -> tuple[Cell, ...]:
    since = f"on record ({detail(found, 'history_from')})" if found.detail["on_record"] else detail(found, "since")
    texts = (of, word, since, f"{scalar(found):,.0f}", percent(float(detail(found, "chance"))))
    return tuple(cell(found, text) for text in texts)


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
    return Table("Drawdowns", columns, tuple(rows), numeric, frozenset({"High on"}))


def _charts(
    inquiry: Inquiry,
    ranks: Mapping[str, Finding | None],
    highs: Mapping[str, Finding | None],
    lows: Mapping[str, Finding | None],
) -> list[Chart]:
    pair, first = str(inquiry.pair), inquiry.pair.first
    reached = [found[pair] for found in (highs, lows)]
    record = max((found for found in reached if found is not None), key=scalar, default=None)
    caption = f"Rising: {first} leads." if record is None else f"Rising: {first} leads. {record.text}"
    return [
        *history_chart(inquiry, record, caption),
        *opening_chart(inquiry.panel, first, ranks[str(first)], "first"),
        *opening_chart(inquiry.panel, inquiry.pair, ranks[pair], "pair"),
    ]


def _highlights(inquiry: Inquiry, ranks: Mapping[str, Finding | None], streak: Finding | None) -> list[Highlight]:
    first, second = map(str, inquiry.legs)
    rank = ranks[first]
    found = []
    if rank is not None and int(detail(rank, "years")) > 1:
        beside = f"of {detail(rank, 'years')} years since {detail(rank, 'first_year')}"
        found.append(Highlight(f"{first}'s opening of the year", ordinal(int(scalar(rank))), beside, rank))
    if streak is not None:
        length = int(scalar(streak))
        beside = f"in which {first} beat {second}" if length else f"{first} did not beat {second}"
        found.append(Highlight("Streak", count(length, "session") if length else "none", beside, streak))
    return found
