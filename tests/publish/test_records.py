"""Records told from the nearer end, beside the share of history, and never of too few years or sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rotascope import brief
from tests.measures.hand import embedded
from tests.publish.making import EARLY, THEN, brief_of, section_of, text_of

if TYPE_CHECKING:
    from rotascope.publish.brief import Brief
    from rotascope.publish.parts import Table

CRASH = "2020-03-16"


def table_of(made: Brief, title: str) -> Table:
    return next(table for table in section_of(made, "records").tables if table.title == title)


def rows_of(made: Brief, title: str) -> dict[str, dict[str, str]]:
    """The table's rows as texts by column, by their first column."""
    table = table_of(made, title)
    return {row[0].text: {name: cell.text for name, cell in zip(table.columns, row, strict=True)} for row in table.rows}


def tiles(made: Brief) -> dict[str, tuple[str, str]]:
    return {mark.label: (mark.figure, mark.beside) for mark in made.highlights}


def test_the_weakest_opening_is_told_as_such() -> None:
    made = brief_of(CRASH)
    assert tiles(made)["IWM's opening of the year"] == ("weakest", "of 20 years since 2001")
    rows = rows_of(made, "Openings")
    assert (rows["IWM"]["Rank"], rows["IWM"]["Chance"]) == ("weakest", "5%")
    assert (rows["QQQ"]["Rank"], rows["QQQ"]["Chance"]) == ("2nd weakest", "10%")
    text = text_of(made, "records")
    assert "the weakest of them" in text
    assert "Not one of the ten years before opened weaker for IWM." in text
    assert "chance of 100%" not in text


def test_a_strong_opening_keeps_its_rank() -> None:
    made = brief_of(THEN)
    figure, beside = tiles(made)["IWM's opening of the year"]
    rank = next(finding for finding in made.findings if finding.id.startswith("opening_rank-IWM"))
    assert figure == "3rd"
    assert rank.value == 3
    assert beside == "of 26 years since 2001"


def test_a_rank_among_few_years_is_neither_tile_nor_strength() -> None:
    made = brief_of(EARLY)
    assert not any("opening" in label for label in tiles(made))
    text = text_of(made, "records")
    assert "1 opening is known, too few for a rank." in text
    assert " rank 1 of " not in text
    assert rows_of(made, "Openings")["IWM"]["Rank"] == "–"
    captions = [chart.caption for chart in section_of(made, "records").charts]
    assert not any(" rank 1 of " in caption for caption in captions)


@pytest.mark.parametrize("day", [THEN, CRASH, "2008-10-10", "2025-11-03"])
def test_highs_and_lows_of_few_sessions_are_no_records(day: str) -> None:
    made = brief_of(day)
    tables = [table for table in section_of(made, "records").tables if table.title == "Highs and lows"]
    counts = [int(row[3].text.replace(",", "")) for table in tables for row in table.rows]
    assert all(count >= 5 for count in counts)
    told = [one for one in section_of(made, "records").sentences if one.findings[0].question.measure == "extreme_since"]
    assert sorted(counts) == sorted(int(str(one.findings[0].value)) for one in told)


def test_highs_and_lows_stand_beside_their_share_of_history() -> None:
    made = brief_of(CRASH)
    table = table_of(made, "Highs and lows")
    assert table.columns[-1] == "Share of sessions"
    assert "Highs and lows are both looked at" in table.note
    shares = {row[0].text: row[-1] for row in table.rows}
    finding = shares["QQQ"].finding
    assert finding is not None
    assert shares["QQQ"].text == f"{100 * float(str(finding.detail['share_of_history'])):.1f}%"
    assert shares["small/mega"].text == "<0.1%"


@pytest.mark.parametrize("title", ["Openings", "Highs and lows", "Drawdowns"])
def test_the_tables_say_what_return_they_are_of(title: str) -> None:
    note = table_of(brief_of(CRASH), title).note
    assert "Funds and stocks by total return" in note
    if title != "Openings":
        assert "an index can be below its own high" in note


@pytest.mark.parametrize("pair", ["small/mega", "small/large", "IWM/QQQ", "cyclicals/tech"])
@pytest.mark.parametrize("day", ["2025-11-03", CRASH])
def test_the_streak_that_runs_is_told(pair: str, day: str) -> None:
    made = brief(pair, embedded(), as_of=day, sections=["records"])
    streaks = [finding for finding in made.findings if finding.question.measure == "outperformance_streak"]
    running = next(finding for finding in streaks if finding.value)
    assert tiles(made)["Streak"][0].startswith(f"{running.value} session")
    text = text_of(made, "records")
    assert running.text in text
    assert "no streak" not in text


def test_the_second_legs_streak_has_the_joined_history() -> None:
    made = brief("small/large", embedded(), as_of=CRASH, sections=["records"])
    (running,) = (finding for finding in made.findings if finding.question.of == "large/small")
    assert tiles(made)["Streak"] == ("7 sessions", "in which SPY beat IWM")
    assert str(running.detail["history_from"]) == "1987-09-10"
