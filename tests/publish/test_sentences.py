"""What the sections say of prices that rise, fall, stand still or are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rotascope import Market, brief
from rotascope.errors import DataError
from tests.publish.making import COUNT, brief_of, hand_market, path, section_of, text_of

if TYPE_CHECKING:
    from rotascope.publish.brief import Brief

UP, DOWN, STILL = (0.004, -0.002), (-0.004, 0.002), (0.002, -0.002)


def made_of(market: Market, *sections: str) -> Brief:
    return brief("AAA/BBB", market, sections=sections or ("leadership", "records", "rotation", "quotes"))


@pytest.fixture(scope="module")
def rising() -> Market:
    return hand_market(path(*UP), path(*DOWN))


@pytest.fixture(scope="module")
def falling() -> Market:
    return hand_market(path(*DOWN), path(*UP))


@pytest.fixture(scope="module")
def level() -> Market:
    return hand_market(path(*STILL), path(*STILL, start=40.0))


def tile(made: Brief, label: str) -> tuple[str, str] | None:
    """The figure and what stands beside it, of the tile whose label ends so."""
    found = [(mark.figure, mark.beside) for mark in made.highlights if mark.label.endswith(label)]
    return found[0] if found else None


def test_the_first_leg_leads(rising: Market) -> None:
    made = made_of(rising)
    assert made.headline.startswith("AAA leads BBB by ")
    assert "over the 126 sessions since " in made.headline
    assert text_of(made, "leadership").startswith(made.headline + ": AAA ")
    assert "BBB was ahead" not in text_of(made, "leadership")
    assert "AAA (total return) closed on" in text_of(made, "records")


def test_the_second_leg_leads(falling: Market) -> None:
    made = made_of(falling)
    assert made.headline.startswith("BBB leads AAA by ")
    assert "BBB was ahead over" in text_of(made, "leadership")
    assert "AAA was ahead" not in text_of(made, "leadership")


def test_level_is_said_as_level(level: Market) -> None:
    made = made_of(level, "leadership")
    assert made.headline.startswith("AAA and BBB are level over the 126 sessions since ")
    text = text_of(made, "leadership")
    assert "The two were level over 1, 5, 21, 63, 126 and 252 sessions" in text
    assert "AAA and BBB swung alike" in text
    assert " was ahead" not in text


def test_a_small_gap_counts_as_flat() -> None:
    swings = ([0.01] * 130 + [-0.01] * 130) * 2 + [0.0002] * 140  # beside such windows the last 126 are nothing
    market = hand_market(path(*swings, count=660), path(0.0, count=660), "2023-06-01")
    made = made_of(market, "leadership")
    assert made.headline.startswith("AAA is 2.6 points ahead of BBB over ")
    assert made.headline.endswith(", which counts as flat")
    assert "within the half that counts as flat" in text_of(made, "leadership")


def test_the_streak_is_told_from_the_side_that_has_one() -> None:
    first, second = path(0.01, -0.01), path(0.0)
    assert first[-1] > first[-2]
    assert "AAA beat BBB in 1 session" in text_of(made_of(hand_market(first, second), "records"), "records")
    turned = made_of(hand_market(first[:-1], second[:-1]), "records")
    other = text_of(turned, "records")
    assert "AAA did not beat BBB" not in other
    assert "BBB beat AAA in 1 session" in other
    assert tile(turned, "Streak") == ("1 session", "in which BBB beat AAA")


def test_the_table_says_who_is_ahead(falling: Market) -> None:
    table = section_of(made_of(falling), "leadership").tables[0]
    ahead = table.columns.index("Ahead")
    assert {row[ahead].text for row in table.rows if row[0].text.endswith("sessions")} == {"BBB"}
    assert {row[ahead].tone for row in table.rows if row[0].text.endswith("sessions")} == {"second"}


def test_quotes_count_rises_and_falls(rising: Market) -> None:
    made = made_of(rising, "quotes")
    assert text_of(made, "quotes").startswith("Of 12 symbols, ")
    table = section_of(made, "quotes").tables[0]
    assert [row[0].text for row in table.rows][-2:] == ["AAA", "BBB"]


def test_legs_swing_alike_below_a_tenth() -> None:
    calm = path(0.01, -0.01)
    for size, words in (
        (0.0105, "AAA and BBB swung alike"),
        (0.02, "AAA swung more than BBB"),
        (0.005, "BBB swung more"),
    ):
        assert words in text_of(made_of(hand_market(path(size, -size), calm), "leadership"), "leadership")


def test_a_quote_over_several_sessions_says_since_when() -> None:
    first: list[float | None] = [*path(0.0, count=40)]
    first[-1], first[-2] = 200.0, None
    market = hand_market(first, path(0.0, count=40), "2025-12-01")
    made = brief("AAA/BBB", market, sections=["quotes"])
    before = market.as_of(made.as_of).sessions.view("datetime64[D]")[-3]
    table = section_of(made, "quotes").tables[0]
    rows = {row[0].text: [cell.text for cell in row] for row in table.rows}
    assert rows["AAA"][-1] == f"price, since {before}"
    assert rows["BBB"][-1] == "price"
    text = text_of(made, "quotes")
    assert f"The change spans more than a session for AAA (since {before})." in text
    assert "AAA (+100.00%) did best" not in text
    assert " did best, " in text


def test_adjusted_closes_show_no_price() -> None:
    made = brief_of("2020-03-16")
    table = section_of(made, "quotes").tables[0]
    (row,) = (row for row in table.rows if row[0].text == "NVDA")
    close, change, fraction, _, basis = (cell.text for cell in row[2:])
    assert (close, change, basis) == ("–", "–", "adjusted only")
    assert fraction.endswith("%")
    assert "right in their changes" not in text_of(made, "quotes")


def test_a_short_history_says_so() -> None:
    made = made_of(hand_market(path(*UP, count=40), path(*DOWN, count=40)))
    assert made.headline == "AAA and BBB have too short a history to say which leads"
    missing = " ".join(section_of(made, "leadership").missing)
    assert "active return over 126 sessions" in missing
    assert "because " in missing
    assert "phase of AAA/BBB" in text_of(made, "rotation")
    assert "the two were level" not in text_of(made, "leadership")


def test_two_sessions_are_enough_for_a_brief() -> None:
    made = brief("AAA/BBB", hand_market([1.0, 2.0], [2.0, 1.0]))
    assert all(section.sentences for section in made.sections)
    assert section_of(made, "leadership").missing


def test_a_leg_without_a_close_on_the_day_is_refused() -> None:
    first: list[float | None] = [*path(*UP, count=60)]
    market = hand_market(first, [*path(*DOWN, count=59), None])
    day = market.last_close("AAA").isoformat()
    with pytest.raises(DataError, match="BBB has no close on"):
        brief("AAA/BBB", market, as_of=day)
    assert brief("AAA/BBB", market).as_of.isoformat() < day


def test_a_constant_leg_has_no_scale_and_no_beta() -> None:
    made = made_of(hand_market(path(*UP), [10.0] * COUNT))
    assert "beta" in " ".join(section_of(made, "leadership").missing)
    both = made_of(hand_market([5.0] * COUNT, [10.0] * COUNT))
    assert "are level" in both.headline
    assert "Neither AAA nor BBB beat the other on " in text_of(both, "records")
    assert tile(both, "Streak") is None
