"""Every verdict, worked out by hand from the raw files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from rotascope import Market
from rotascope.claims.check import VERDICTS
from rotascope.claims.claim import Kind
from tests.claims.check_cases import CASES
from tests.claims.making import judge

if TYPE_CHECKING:
    from rotascope.data.panel import Panel
    from tests.claims.check_cases import Case

FACTS = Path(__file__).parents[1] / "reference" / "claims_facts.csv"


@pytest.fixture(scope="module")
def panels() -> dict[str, Panel]:
    market = Market.open()
    return {day: market.as_of(day) for day in sorted({case.as_of for case in CASES})}


@pytest.fixture(scope="module")
def facts() -> dict[str, float]:
    with FACTS.open(newline="", encoding="utf-8") as file:
        return {row["fact"]: float(row["value"]) for row in csv.DictReader(file)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.claim.kind}: {case.name}")
def test_verdict(case: Case, panels: dict[str, Panel], facts: dict[str, float]) -> None:
    judged = judge(panels[case.as_of], case.claim)
    assert judged.verdict == case.verdict, judged.why
    assert not case.day or judged.date == date.fromisoformat(case.day)
    assert not case.reading or judged.reading == case.reading
    if case.fact:
        scale = 0.01 if case.fact.startswith("yield") else 1
        assert judged.actual == pytest.approx(facts[case.fact] * scale, abs=2e-6, rel=2e-6)


def test_every_kind_and_every_verdict_has_a_case() -> None:
    assert {case.claim.kind for case in CASES} == set(get_args(Kind))
    assert {case.verdict for case in CASES} == set(VERDICTS)


UNASKED = ("cannot check", "not a checkable claim")
JUDGED = [case for case in CASES if case.verdict not in UNASKED and case.claim.kind != "arithmetic"]


@pytest.mark.parametrize("case", JUDGED, ids=lambda case: f"{case.claim.kind}: {case.name}")
def test_a_judged_claim_has_findings_that_can_be_asked_again(case: Case, panels: dict[str, Panel]) -> None:
    judged = judge(panels[case.as_of], case.claim)
    assert judged.findings
    assert judged.why
    assert len({finding.id for finding in judged.findings}) == len(judged.findings)
    assert judged.date is not None
