"""Charts know no more than the as-of, hold no more points than they may, and say what their axes are."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotascope import brief
from rotascope.publish.charts.frame import MOST_POINTS
from rotascope.publish.charts.labels import spread
from rotascope.publish.palette import DARK, LIGHT, PAGE, Palette, variables
from tests.contract.worlds import deleted, poisoned, present
from tests.measures.hand import embedded
from tests.publish.making import EARLY, THEN, brief_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotascope import Market
    from rotascope.publish.brief import Brief

LATEST = "2026-07-31"
CUT = date(2026, 1, 14)
# The worlds hold the symbols of the pairs only; a section on others would have nothing to compare.
SECTIONS = (
    *("leadership", "records", "breadth", "winners", "valuation"),
    *("rotation", "regime", "episodes", "persistence", "macro", "quotes", "outlook", "method"),
)


def specs(made: Brief, palette: Palette = LIGHT) -> dict[str, Any]:
    return {chart.id: chart.build(palette) for section in made.sections for chart in section.charts}


def rows(spec: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, held in spec["datasets"].items():
        for row in held:
            yield name, row


def texts(held: Any) -> Iterator[str]:
    """Every title of an axis and every field with one, anywhere in a spec."""
    if isinstance(held, dict):
        for channel in ("x", "y"):
            if isinstance(held.get(channel), dict) and "field" in held[channel]:
                yield f"{channel}:{held[channel].get('title', '?')}"
        for item in held.values():
            yield from texts(item)
    elif isinstance(held, list):
        for item in held:
            yield from texts(item)


def test_all_charts_are_there() -> None:
    assert list(specs(brief_of())) == [
        "relative-strength-recent",
        "relative-strength",
        "opening-first",
        "opening-pair",
        "breadth",
        "breadth-sectors",
        "concentration-top",
        "concentration-effective",
        "size-deciles",
        "contribution-sectors",
        "sector-returns",
        "contribution-stocks",
        "fund-returns",
        "valuation-gap",
        "rotation-map",
        "regime",
        "episode-strip",
        "episode-survival",
        "reliability",
        "curve",
        "policy-range",
    ]


@pytest.mark.parametrize("day", [THEN, LATEST, EARLY])
def test_no_day_lies_past_the_as_of(day: str) -> None:
    for spec in specs(brief_of(day)).values():
        days = [row[key] for _, row in rows(spec) for key in ("date", "day", "from") if key in row]
        years = [row["year"] for _, row in rows(spec) if "year" in row]
        assert days or years
        assert all(found <= day for found in days)
        assert all(year <= int(day[:4]) for year in years)


@pytest.mark.parametrize("world", [deleted, poisoned])
def test_what_comes_later_changes_nothing(world: Any) -> None:
    def told(market: Market) -> dict[str, Any]:
        made = brief("small/mega", market, as_of=CUT, sections=SECTIONS).to_dict(specs=True)
        return {key: value for key, value in made.items() if key != "vintage"}  # names the body of rows

    assert told(world(CUT)) == told(present())


@pytest.mark.parametrize(("day", "pair"), [(THEN, "small/mega"), (LATEST, "small/large"), (LATEST, "NVDA/BRK.B")])
def test_no_series_is_longer_than_it_may_be(day: str, pair: str) -> None:
    for spec in specs(brief_of(day, pair)).values():
        counts: dict[tuple[str, Any], int] = {}
        for name, row in rows(spec):
            series = (name, row.get("year", row.get("pair", row.get("day"))))
            counts[series] = counts.get(series, 0) + 1
        assert max(counts.values()) <= MOST_POINTS
        assert sum(counts.values()) <= 2 * MOST_POINTS


@pytest.mark.parametrize(("pair", "apart"), [("META/GOOG", 7), ("small/mega", 14)])  # 26 years of weeks are too many
def test_relative_strength_is_daily_for_two_years_and_thinner_before(pair: str, apart: int) -> None:
    (chart,) = (c for s in brief_of(THEN, pair).sections for c in s.charts if c.id == "relative-strength")
    drawn: Any = chart.build(LIGHT)["datasets"]
    days = np.array([row["date"] for row in drawn["relative_strength"]], "M8[D]")
    steps, recent = np.diff(days).astype(int), days[1:] > np.datetime64("2024-01-14")
    assert steps[recent][1:].max() <= 5
    assert np.median(steps[~recent]) == apart
    assert str(days[-1]) == THEN
    assert ("weekly before" if apart == 7 else "every 2nd week before") in chart.source


def test_the_two_strength_charts_share_their_data() -> None:
    both = specs(brief_of())
    assert (
        both["relative-strength"]["datasets"]["relative_strength"]
        == both["relative-strength-recent"]["datasets"]["relative_strength"]
    )


def test_the_record_line_reaches_back_to_the_day_that_the_finding_names() -> None:
    extreme = next(f for f in brief_of().findings if f.id.startswith("extreme_since-small-mega") and f.value)
    (reach,) = specs(brief_of())["relative-strength"]["datasets"]["reach"]
    assert (reach["from"], reach["date"]) == (str(extreme.detail["since"]), THEN)


def test_openings_hold_every_year_and_end_where_the_finding_ends() -> None:
    rank = next(f for f in brief_of().findings if f.id.startswith("opening_rank-IWM"))
    ends = {row["year"]: row["value"] for name, row in rows(specs(brief_of())["opening-first"])
            if name == "openings_IWM" and row["session"] == rank.detail["sessions"]}  # fmt: skip
    openings: dict[int, float] = rank.detail["openings"]  # type: ignore[assignment]
    assert ends == {year: pytest.approx(100 * value, abs=0.006) for year, value in openings.items()}


def test_the_map_ends_where_the_findings_stand() -> None:
    heads = {row["pair"]: row for row in specs(brief_of())["rotation-map"]["datasets"]["heads"]}
    phases = [f for f in brief_of().findings if f.question.measure == "phase"]
    assert set(heads) == {str(f.question.of) for f in phases}
    for finding in phases:
        head = heads[str(finding.question.of)]
        assert head["phase"] == finding.detail["phase"]
        assert head["level"] == pytest.approx(finding.value["strength_level"], abs=6e-4)  # type: ignore[index]
    assert {row["own"] for row in heads.values() if row["pair"] == "small/mega"} == {True}


@pytest.mark.parametrize("day", [THEN, EARLY])
def test_every_axis_has_a_title_or_shows_days(day: str) -> None:
    for name, spec in specs(brief_of(day)).items():
        titles = set(texts(spec))
        assert not any(title.endswith("?") for title in titles if title.startswith("x")), name
        assert any(title.startswith("y:") and len(title) > 6 for title in titles), name


@pytest.mark.parametrize("day", [THEN, EARLY])
def test_captions_and_sources_say_something(day: str) -> None:
    for section in brief_of(day).sections:
        for chart in section.charts:
            assert len(chart.caption) > 30
            assert "to 20" in chart.source


def test_the_page_names_colours_that_both_schemes_have() -> None:
    used = set(json.dumps(specs(brief_of(), PAGE)).split("var(")[1:])
    names = {text.partition(")")[0] for text in used}
    assert names <= set(variables(LIGHT)) == set(variables(DARK))


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    "role", ["ink", "quiet", "first", "second", "mark", "leading", "weakening", "lagging", "improving"]
)
def test_text_stands_out_from_the_ground(palette: Palette, role: str) -> None:
    shades = sorted((luminance(getattr(palette, role)), luminance(palette.paper)))
    assert (shades[1] + 0.05) / (shades[0] + 0.05) >= 4.5  # WCAG 2.2, level AA


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=12), st.floats(0.1, 10))
def test_labels_stand_apart_in_their_order(wanted: list[float], gap: float) -> None:
    places = spread(wanted, gap)
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    apart = np.diff([places[at] for at in order])
    assert (apart >= gap - 1e-6).all()
    assert sum(places) == pytest.approx(sum(wanted), abs=1e-6)


def test_a_year_of_fewer_sessions_is_drawn_to_its_end() -> None:
    made = brief("small/mega", embedded(), as_of="2025-12-31", sections=["records"])
    rank = next(finding for finding in made.findings if finding.id.startswith("opening_rank-IWM"))
    spec = specs(made)["opening-first"]
    ends = {row["year"]: row for row in spec["datasets"]["openings_IWM"]}
    assert 2001 in rank.detail["shorter"]  # type: ignore[operator]
    assert ends[2001]["session"] < rank.detail["sessions"] == ends[2025]["session"]
    openings: Any = rank.detail["openings"]
    assert {year: row["value"] for year, row in ends.items()} == {y: round(100 * v, 2) for y, v in openings.items()}


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread([5.0, 0.0, 9.0], 2.0) == [5.0, 0.0, 9.0]
    assert spread([1.0, 1.0], 2.0) == [0.0, 2.0]
    assert spread([], 1.0) == []


def test_a_young_pair_has_the_charts_that_its_history_allows() -> None:
    made = brief("META/GOOG", embedded(), as_of="2012-06-01")
    assert "rotation-map" in specs(made)
    assert "relative-strength" not in specs(made)
    assert all(json.dumps(spec, allow_nan=False) for spec in specs(made).values())
