"""The brief as JSON: the contract, its size, and nothing in it that JSON does not know."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest

from rotascope.publish.registry import SECTIONS
from rotascope.publish.render_json import render_json
from tests.publish.making import EARLY, THEN, brief_of

if TYPE_CHECKING:
    from collections.abc import Iterator

KIB = 1024


def leaves(value: Any) -> Iterator[Any]:
    """Every plain value of a tree."""
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


@pytest.mark.parametrize("day", [THEN, EARLY])
def test_the_contract(day: str) -> None:
    held = json.loads(render_json(brief_of(day)))
    assert list(held) == ["pair", "as_of", "vintage", "sections"]
    assert (held["pair"], held["as_of"]) == ("small/mega", day)
    assert [section["id"] for section in held["sections"]] == list(SECTIONS)
    for section in held["sections"]:
        assert {"id", "title", "findings", "charts"} <= section.keys()
        assert isinstance(section["title"], str)
    finding = held["sections"][0]["findings"][0]
    assert list(finding) == ["id", "question", "value", "detail", "unit", "text", "sources", "revised"]


def test_the_dictionary_is_the_text() -> None:
    assert json.loads(render_json(brief_of())) == brief_of().to_dict()
    assert json.loads(render_json(brief_of(), specs=True)) == brief_of().to_dict(specs=True)


@pytest.mark.parametrize("day", [THEN, EARLY])
def test_values_are_plain_and_finite(day: str) -> None:
    for value in leaves(brief_of(day).to_dict(specs=True)):
        assert value is None or type(value) in (str, bool, int, float), value
        assert not isinstance(value, float) or math.isfinite(value)


def test_figures_stand_as_numbers() -> None:
    findings = {finding["id"].rpartition("-")[0]: finding for finding in all_findings()}
    assert findings["policy_range"]["value"] == {"lower": 0.035, "upper": 0.0375}
    assert findings["opening_rank-IWM"]["value"] == 3
    assert findings["period_return-IWM-ytd"]["value"] == pytest.approx(0.0692, abs=5e-5)
    assert findings["curve_slope-10y-2y"]["value"] == pytest.approx(0.0065)


def all_findings() -> Iterator[Any]:
    for section in brief_of().to_dict()["sections"]:  # type: ignore[attr-defined]
        yield from section["findings"]


def test_charts_are_named_and_drawn_on_request() -> None:
    plain = [chart for section in brief_of().sections for chart in section.charts]
    assert len(plain) >= 7
    assert all(set(chart.to_dict()) == {"id", "title", "caption", "source"} for chart in plain)
    drawn = [chart for section in brief_of().to_dict(specs=True)["sections"] for chart in section["charts"]]  # type: ignore[attr-defined]
    assert all(chart["spec"]["$schema"].startswith("https://vega.github.io/schema/vega-lite/") for chart in drawn)
    assert "var(" not in json.dumps(drawn)


def test_it_is_small() -> None:
    assert len(render_json(brief_of())) < 640 * KIB
    assert len(render_json(brief_of(), specs=True)) < 1600 * KIB
