"""The section on turns: what stands beside every pattern, and what it does without the long history."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from rotascope import brief
from rotascope.publish.palette import LIGHT
from tests.contract.worlds import present
from tests.publish.making import THEN, brief_of, section_of, text_of


def test_the_section_dates_the_turn_and_states_chance() -> None:
    text = text_of(brief_of(), "episodes")
    assert "IWM has led QQQ since 2025-08-08" in text
    assert "could be known on 2026-01-08" in text
    assert text.count("same steps in random order") == 3
    assert "By month since 1926 (small/large_since_1926)" in text
    assert "public two months after it ends" in text


def test_the_strip_of_a_century_names_its_null_and_its_hindsight() -> None:
    strip = next(chart for chart in section_of(brief_of(), "episodes").charts if chart.id == "episode-strip")
    assert strip.title == "Who led, small/large_since_1926, since 1926"
    assert "cannot be told from chance" in strip.caption
    assert "hindsight" in strip.source
    bands = strip.build(LIGHT)["datasets"]["episode_bands"]  # type: ignore[index]
    assert bands[-1]["to"] == "2025-10-31"
    assert all(one["to"] == other["from"] for one, other in pairwise(bands))


def test_the_survival_chart_has_the_days_age() -> None:
    chart = section_of(brief_of(), "episodes").charts[-1]
    made = chart.build(LIGHT)["datasets"]
    assert made["survival_now"] == [{"age": 4, "date": THEN}]  # type: ignore[index]
    assert {"survival", "chance_low", "chance_high"} <= made["survival"][0].keys()  # type: ignore[index]


def test_the_table_ends_with_the_running_episode() -> None:
    table = section_of(brief_of(), "episodes").tables[0]
    assert [cell.text for cell in table.rows[-1]] == ["IWM", "2025-08-08", "running", "2026-01-08", "+11.2%", "109"]


@pytest.mark.parametrize("pair", ["banks/small", "mega/small"])
def test_a_pair_without_a_long_history_shows_its_own_strip(pair: str) -> None:
    section = section_of(brief(pair, as_of=THEN, sections=["episodes"]), "episodes")
    assert section.charts[0].title == f"Who led, {pair}, since {2006 if pair == 'banks/small' else 2000}"
    assert section.missing == ()


def test_data_without_the_portfolios_say_so() -> None:
    made = brief("small/mega", present(), as_of=date(2026, 1, 14), sections=["episodes"])
    assert "episodes of small/large_since_1926" in " ".join(section_of(made, "episodes").missing)


def test_before_any_turn_was_known_the_section_says_so() -> None:
    text = text_of(brief_of("2000-09-01"), "episodes")
    assert "turning points of small/mega" in text
