"""A study's document: its chart's points are the outcomes', and no figure stands without its place."""

from __future__ import annotations

from typing import Any

import pytest

from rotascope import Market
from rotascope.explain.studies import Study, named_study, study
from rotascope.publish.charts.frame import MOST_POINTS
from rotascope.publish.palette import LIGHT
from rotascope.publish.render_html import render_html
from rotascope.publish.study import study_document


def asked(condition: str, then: str) -> Study:
    return study(condition, then, Market.open().as_of("2026-01-14"), draws=100)


def spec_of(found: Study) -> dict[str, Any]:
    (chart,) = study_document(found, "vintage").sections[0].charts
    return chart.build(LIGHT)


def test_each_path_ends_at_its_outcome() -> None:
    found = asked(named_study("strong-start").condition, named_study("strong-start").then)
    ends = {row["began"]: row["value"] for row in spec_of(found)["datasets"]["study_paths"]}
    assert list(ends.values()) == pytest.approx([100 * value for value in found.outcomes], abs=0.006)
    assert list(ends) == ["2004-01-15", "2019-01-15", "2021-01-15", "2023-01-17"]


def test_many_occurrences_stay_within_bounds() -> None:
    found = asked("period_return(SPY, 21) > 0 every 1", "period_return(SPY, next 252)")
    spec = spec_of(found)
    assert all(len(rows) <= MOST_POINTS for rows in spec["datasets"].values())
    assert "the latest 24" in study_document(found, "vintage").sections[0].charts[0].caption
    (table,) = study_document(found, "vintage").sections[0].tables
    assert len(table.rows) == 60


def test_the_page_calls_itself_a_study() -> None:
    page = render_html(study_document(asked("month is May", "period_return(SPY, next 21) > 0"), "vintage"))
    assert "study on month is May" in page
    assert "Small numbers lead" not in page
    assert ">yes<" in page


def test_what_is_revised_is_said() -> None:
    found = asked("book_yield_spread(rolled) > 1.5 and month is June", "active_return(small/large, next 252)")
    assert found.revised
    assert any("today's revision" in sentence.text for sentence in study_document(found, "v").sections[0].sentences)
