"""Claims as a person finds them in passages of our own wording: precision and recall, and every span exact."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from rotascope.claims.claim import Kind
from rotascope.claims.read import read
from tests.claims.scoring import passages, score

PASSAGES = passages()


def test_precision_and_recall() -> None:
    total = score(PASSAGES)
    assert total.precision >= 0.95 and total.recall >= 0.90, "\n".join(total.slips)


def test_the_passages_cover_every_kind_and_their_names_differ() -> None:
    kinds = {claim["kind"] for passage in PASSAGES for claim in passage.get("claims", [])}
    assert kinds == set(get_args(Kind))
    assert len({passage["id"] for passage in PASSAGES}) == len(PASSAGES) >= 45


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["id"])
def test_spans_are_exact(passage: dict[str, str]) -> None:
    article = read(passage["text"], form=passage.get("form", "text"), dated=passage.get("dated"))  # type: ignore[arg-type]
    for claim in article.claims:
        assert article.text[claim.span.start : claim.span.end] == claim.text
        assert claim.sentence.start <= claim.span.start <= claim.span.end <= claim.sentence.end
        for figure in (claim.figure, claim.other_figure):
            if figure is not None:
                assert any(sign.isdigit() for sign in f"{figure.value:g}")
                assert 0 <= figure.span.start < figure.span.end <= len(article.text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("NEW YORK, Jan. 14, 2026 - Stocks rose.", date(2026, 1, 14)),
        (
            "By Jane Doe | January 9, 2026\n\nIn March 2020 the market fell. It had peaked on Feb. 19, 2020.",
            date(2026, 1, 9),
        ),
        ("Stocks rose. As of the close on January 13, 2026, the index stood higher.", date(2026, 1, 13)),
        ("Published: 2026-01-12\nStocks rose.", date(2026, 1, 12)),
        ("Stocks rose 3% on the day.", None),
        ("It matures on February 30, 2026.", None),
    ],
)
def test_the_article_says_its_own_day(text: str, day: date | None) -> None:
    assert read(text).dated == day
