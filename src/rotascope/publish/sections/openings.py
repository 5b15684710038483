"""How this year's opening ranks, told from the nearer end: "weakest of 20 years", "3rd of 26"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import count, listed, ordinal, percent
from rotascope.pairs import Pair
from rotascope.publish.figures import cell, detail, scalar, signed, signed_percent
from rotascope.publish.parts import Highlight, Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell
    from rotascope.questions import Finding

MOST_NAMED = 3  # years
FEWEST = 5  # years: among fewer a rank says nothing
DECADE = 10


def years_of(rank: Finding) -> int:
    """Among how many years the opening ranks."""
    return int(detail(rank, "years"))


def from_below(rank: Finding) -> int | None:
    """The place counted from the weakest year, where that end is the nearer one."""
    place = int(detail(rank, "rank_from_bottom"))
    return place if place < scalar(rank) else None


def place_words(rank: Finding) -> str:
    """ "strongest", "3rd", "2nd weakest" or "weakest"."""
    below = from_below(rank)
    if below is not None:
        return "weakest" if below == 1 else f"{ordinal(below)} weakest"
    return "strongest" if rank.value == 1 else ordinal(int(scalar(rank)))


def told(of: str, rank: Finding) -> str:
    """The rank in a sentence; among few years the opening alone."""
    if years_of(rank) >= FEWEST:
        return rank.text
    sessions, known = count(int(detail(rank, "sessions")), "session"), count(years_of(rank), "opening")
    verb = "is" if years_of(rank) == 1 else "are"
    return f"{of}'s first {sessions} brought {_opening(rank, ' points')}; {known} {verb} known, too few for a rank."


def openings(ranks: Mapping[str, Finding | None]) -> list[list[Sentence]]:
    """Each rank, and how it stands among the ten years before: a paragraph a subject."""
    known = {of: rank for of, rank in ranks.items() if rank is not None}
    return [[Sentence(told(of, rank), (rank,)), *_decade(of, rank)] for of, rank in known.items()]


def _decade(of: str, rank: Finding) -> list[Sentence]:
    """Whether none of the ten years before was stronger (weaker), or which few were."""
    if years_of(rank) <= DECADE:
        return []
    weak = from_below(rank) is not None
    recent = _beyond(rank, weak)
    if not recent:
        word = "weaker" if weak else "stronger"
        return [Sentence(f"Not one of the ten years before opened {word} for {of}.", (rank,))]
    if weak or len(recent) > MOST_NAMED:
        return []
    return [Sentence(f"So it is not {of}'s strongest in over a decade: {listed(recent)} opened stronger.", (rank,))]


def _beyond(rank: Finding, weak: bool) -> list[str]:
    """Those of the ten years before that were stronger (weaker)."""
    every: Mapping[int, float] = rank.detail["openings"]  # type: ignore[assignment]
    this = int(str(rank.question.as_of)[:4])
    recent = {year: value for year, value in sorted(every.items()) if this - DECADE <= year < this}
    return [str(year) for year, value in recent.items() if (value < every[this] if weak else value > every[this])]


def rank_table(inquiry: Inquiry, ranks: Mapping[str, Finding | None]) -> Table:
    """A row a subject."""
    known = {of: rank for of, rank in ranks.items() if rank is not None}
    columns = ("Opening", "Sessions", "Return", "Rank", "Years", "Since", "Chance")
    note = (
        "Chance: of a place as near to that end if the years came in any order. Funds and stocks by total return,"
        f" indices by price; a pair by its active return, in points.{_before(inquiry, known.values())}"
    )
    rows = tuple(_row(of, rank) for of, rank in known.items())
    return Table("Openings", columns, rows, frozenset(columns[1:]), frozenset({"Sessions", "Since"}), note)


def _before(inquiry: Inquiry, ranks: Iterable[Finding]) -> str:
    """What carries the pair's early years, where something does."""
    return inquiry.remark() if any(rank.detail["joined"] for rank in ranks) else ""


def _row(of: str, rank: Finding) -> tuple[Cell, ...]:
    few = years_of(rank) < FEWEST
    chance = "chance" if from_below(rank) is None else "chance_low"
    texts = (
        of,
        detail(rank, "sessions"),
        _opening(rank),
        "–" if few else place_words(rank),
        detail(rank, "years"),
        detail(rank, "first_year"),
        "–" if few else percent(float(detail(rank, chance)), 0),
    )
    return tuple(cell(rank, text) for text in texts)


def _opening(rank: Finding, unit: str = "") -> str:
    """A leg's return in per cent; a pair's active return in points, with or without the word."""
    value = float(detail(rank, "opening"))
    return signed(value * 100, unit=unit) if isinstance(rank.subject, Pair) else signed_percent(value)


def rank_tile(of: str, rank: Finding | None) -> list[Highlight]:
    """The opening's place, where there are years enough for one."""
    if rank is None or years_of(rank) < FEWEST:
        return []
    beside = f"of {years_of(rank)} years since {detail(rank, 'first_year')}"
    return [Highlight(f"{of}'s opening of the year", place_words(rank), beside, rank)]
