"""`scorecard`: tables that fit the screen, and the same figures as data."""

from __future__ import annotations

import json

from rotascope.models.detectors import DETECTORS
from rotascope.models.synthetic import EDGES
from tests.cli.running import run

THEN = ("IWM/SPY", "--as-of", "2004-06-30", "--worlds", "1", "--years", "3")


def test_every_detector_has_its_rows() -> None:
    ran = run("scorecard", *THEN)
    assert ran.code == 0
    for name in DETECTORS:
        assert sum(line.startswith(f"{name:14}  ") for line in ran.lines) == 4  # nulls, strong, weak, own history
    assert any(line.strip().startswith("20%") for line in ran.lines)
    assert max(map(len, ran.lines)) <= 80


def test_json_holds_the_finding_and_the_worlds() -> None:
    found = json.loads(run("scorecard", *THEN, "--json").out)
    assert found["question"]["measure"] == "scorecard"
    assert set(found["worlds"]["kinds"]) == set(EDGES)
    assert found["worlds"]["years"] == 3
    rows = found["worlds"]["kinds"]["walk"]["detectors"]
    assert [row["detector"] for row in rows] == list(DETECTORS)
    assert all(row["turns"] == 0 and row["hit_rate"] is None for row in rows)


def test_bad_numbers_and_monthly_pairs_are_refused() -> None:
    assert run("scorecard", *THEN[:4], "0").code == 2
    assert run("scorecard", "small/large_since_1926", "--worlds", "1").code == 1
    assert run("scorecard", "IWM").code == 2
