"""An examination: passages by people who had not seen the code, with the claims they hold and the verdict on each.

The files `passages/exam*.toml` are passage files as `scoring` says, with two further keys. Of a claim: `verdict`, one
of the seven, worked out by hand from the raw files (tests/reference/make_exam*.py and the facts beside them). Of a
passage: `as_of`, the day whose knowledge the verdicts rest on; `dated` where it is left out. A claim that is not read
counts against recall; the verdict is asked of those that are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rotascope import Market
from rotascope.claims.check import VERDICTS, check_article
from rotascope.claims.read import read
from tests.claims.scoring import matches, passages, score, told

if TYPE_CHECKING:
    from rotascope.data.panel import Panel

EXAM = passages("exam*.toml")


@pytest.fixture(scope="module")
def panels() -> dict[str, Panel]:
    market = Market.open()
    return {day: market.as_of(day) for day in sorted({day_of(passage) for passage in EXAM})}


def day_of(passage: dict[str, Any]) -> str:
    """The day that a passage is checked as of."""
    return str(passage.get("as_of", passage.get("dated")))


def test_precision() -> None:
    total = score(EXAM)
    assert total.precision >= 0.95, "\n".join([f"{total.right} of {total.found}", *total.slips])


def test_recall() -> None:
    total = score(EXAM)
    assert total.recall >= 0.90, "\n".join([f"{total.right} of {total.expected}", *total.slips])


@pytest.mark.parametrize("passage", EXAM, ids=lambda passage: passage["id"])
def test_verdicts(passage: dict[str, Any], panels: dict[str, Panel]) -> None:
    assert not (wrong := misjudged(passage, panels[day_of(passage)])[1]), "\n".join(wrong)


def misjudged(passage: dict[str, Any], panel: Panel) -> tuple[int, list[str]]:
    """How many of a passage's claims were judged, and a line for each on which the verdict is not the one expected."""
    article = read(passage["text"], form=passage.get("form", "text"), dated=passage.get("dated"))
    left, wrong, count = list(passage.get("claims", [])), [], 0
    for judged in check_article(article, panel).judgements:
        wanted = next((one for one in left if matches(judged.claim, one)), None)
        if wanted is not None:
            left.remove(wanted)
            count += 1
            if judged.verdict != wanted["verdict"]:
                wrong.append(f"{judged.verdict}, not {wanted['verdict']}: {told(judged.claim)}; {judged.why}")
    return count, wrong


def test_every_claim_of_the_examination_has_a_verdict_and_every_passage_a_day() -> None:
    assert all(claim.get("verdict") in VERDICTS for passage in EXAM for claim in passage.get("claims", []))
    assert all(day_of(passage) != "None" for passage in EXAM)
    assert len({passage["id"] for passage in EXAM}) == len(EXAM)
