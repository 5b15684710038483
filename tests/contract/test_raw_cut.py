"""As of a day, a vintage built from raw files cut at that day answers as the whole one does."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rotascope import Question, answer
from rotascope.data.bodies import VintageBody
from rotascope.data.market import Market
from rotascope.data.store import Store
from rotascope.errors import RotascopeError
from rotascope.registry import ASKED
from rotascope.signature import signature
from tools.build_vintage import build_tables
from tools.cut_fixtures import cut_raw
from tools.vintage.write import write_vintage

if TYPE_CHECKING:
    from collections.abc import Iterator

RAW = Path(__file__).parent.parent / "fixtures" / "raw"
DAY, BEFORE = date(2026, 1, 14), date(2026, 1, 13)
SUBJECTS = {
    "leg": ("IWM", "AAPL", "RUT", "0.4*IWM+0.6*KRE"),
    "pair": ("IWM/QQQ", "RUT/SPX", "KRE/IWM", "AAPL/NVDA"),
    "leg or pair": ("IWM", "RUT", "IWM/SPY"),
    "none": (None,),
    "name": (None,),
    "slice": ("us", "us@equal", "us:top3", "us:Technology", "sp500"),
}
# What a measure needs besides a subject, in a market of eight symbols that begins in 2024.
PARAMS: dict[str, dict[str, object]] = {"rank_within": {"group": "IWM+QQQ+KRE"}, "beta": {"window": 126}}
# The fixtures hold too few months for a percentile of ten years, and no cross-section was taken by then; both are
# compared over the whole vintage by the truncation contract.
TOO_SHORT = {"book_yield_spread", "earnings_yield", "company_ratio"}
# Closes of stocks stand in the next day's listing, so a cut folder lacks the last one.
ONE_DAY_LATE = {"level", "quote"}  # so are all of the universe's, whose measures are asked as of the session before


@pytest.fixture(scope="module")
def markets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Market, Market]:
    folder = tmp_path_factory.mktemp("vintages")
    cut_raw(RAW, folder / "raw", DAY)
    return _market(RAW, folder / "whole"), _market(folder / "raw", folder / "cut")


def _market(raw: Path, out: Path) -> Market:
    write_vintage(build_tables(raw), out)
    return Market(Store([VintageBody(out)]))


def _questions(measure: str) -> Iterator[Question]:
    for subject in SUBJECTS[signature(measure).subject]:
        if not (measure in ONE_DAY_LATE | {"implied_upside"} and subject != "RUT"):
            day = BEFORE if signature(measure).subject == "slice" else DAY
            yield Question(measure, of=subject, as_of=day, params=PARAMS.get(measure, {}))


def _outcome(question: Question, market: Market) -> object:
    try:
        finding = answer(question, market)
    except RotascopeError as refusal:
        return type(refusal)
    sources = [{**source.to_dict(), "version": ""} for source in finding.sources]
    return {**finding.to_dict(), "sources": sources}


@pytest.mark.parametrize("measure", ASKED)
def test_a_vintage_from_cut_raw_files_answers_the_same(measure: str, markets: tuple[Market, Market]) -> None:
    whole, cut = markets
    outcomes = [(_outcome(question, whole), _outcome(question, cut)) for question in _questions(measure)]
    assert [held for held, _ in outcomes] == [held for _, held in outcomes]
    answered = any(isinstance(held, dict) for held, _ in outcomes)
    assert answered != (measure in TOO_SHORT), "nothing was answered, so nothing was compared"
