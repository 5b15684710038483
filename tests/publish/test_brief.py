"""Asking for a brief: pair, day, source and sections."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from rotascope import Market, brief
from rotascope.errors import DataError, UsageError
from rotascope.pairs import catalog
from tests.measures.hand import embedded
from tests.publish.making import THEN, brief_of

if TYPE_CHECKING:
    from rotascope.publish.brief import Brief


def test_the_default_is_small_against_mega_as_of_its_last_session() -> None:
    made = brief(source=embedded(), sections=["leadership"])
    assert made.pair == "small/mega"
    assert made.as_of == min(embedded().last_close(symbol) for symbol in ("IWM", "QQQ"))


def test_a_market_is_opened_where_none_is_given() -> None:
    assert brief(as_of=THEN, sections=["leadership"]).to_dict() == brief_part("leadership").to_dict()


def brief_part(name: str) -> Brief:
    return brief("small/mega", embedded(), as_of=THEN, sections=[name])


def test_a_panel_gives_its_own_day() -> None:
    panel = embedded().as_of(THEN)
    assert brief("small/mega", panel, sections=["leadership"]).to_dict() == brief_part("leadership").to_dict()
    earlier = brief("small/mega", panel, as_of=date(2020, 3, 20), sections=["leadership"])
    assert earlier.as_of == date(2020, 3, 20)
    with pytest.raises(DataError, match="2026-01-14"):
        brief("small/mega", panel, as_of="2026-02-02")


def test_a_pair_can_be_handed_in() -> None:
    made = brief(catalog()["value/growth"], embedded(), as_of=THEN, sections=["leadership"])
    assert made.pair == "value/growth"
    assert made.about == catalog()["value/growth"].about


def test_a_day_without_a_session_is_said_once() -> None:
    made = brief("small/mega", embedded(), as_of="2026-01-18", sections=["leadership", "macro"])
    assert made.as_of == date(2026, 1, 16)
    assert made.note == "2026-01-18 is no session; the brief is as of 2026-01-16, the last one before it."
    assert not any("is no session" in finding.text for finding in made.findings)
    assert (
        made.to_dict()
        == brief("small/mega", embedded(), as_of="2026-01-16", sections=["leadership", "macro"]).to_dict()
    )
    assert brief_of().note == ""


def test_what_is_published_on_a_day_without_a_session_counts_from_the_next_one() -> None:
    made = brief("small/mega", embedded(), as_of="2026-04-03", sections=["macro"])
    assert made.as_of == date(2026, 4, 2)
    assert made.note.endswith(" What was published on 2026-04-03 counts from the next session.")
    assert "March 2026" not in " ".join(sentence.text for sentence in made.sections[0].sentences)


def test_sections_come_in_the_order_asked_and_once() -> None:
    made = brief("small/mega", embedded(), as_of=THEN, sections=["macro", "leadership", "macro"])
    assert [section.id for section in made.sections] == ["macro", "leadership"]
    assert made.headline == made.sections[1].headline
    assert brief_part("macro").headline == "small/mega as of 2026-01-14"


@pytest.mark.parametrize(
    ("pair", "day", "sections", "error", "words"),
    [
        ("small/mega", THEN, ["leadersip"], UsageError, "Did you mean leadership"),
        ("small/megga", THEN, None, UsageError, "Did you mean small/mega"),
        ("IWM", THEN, None, UsageError, "takes a pair"),
        ("IWM/ZZZZ", THEN, None, UsageError, "ZZZZ"),
        ("small/mega", "2026-13-01", None, UsageError, "2026-13-01"),
        ("small/mega", "1995-01-03", None, DataError, "IWM"),
        ("small/mega", "1900-01-03", None, DataError, "1900-01-03"),
        ("small/mega", "2040-01-03", None, DataError, "2040-01-03"),
    ],
)
def test_what_cannot_be_asked_or_answered_is_refused(
    pair: str, day: str, sections: list[str] | None, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        brief(pair, embedded(), as_of=day, sections=sections)


def test_the_version_names_every_body() -> None:
    days = [date(2026, 1, 13), date(2026, 1, 14)]
    versions = []
    for last in (2.0, 2.0, 3.0):
        own = pl.DataFrame({"date": days, "AAA": [1.0, last]})
        versions.append(brief("small/mega", embedded().with_prices(own), as_of=THEN, sections=["leadership"]).vintage)
    assert versions[0].startswith(f"{brief_part('leadership').vintage}+yours:")
    assert versions[0] == versions[1] != versions[2]


def test_two_briefs_in_a_row_are_the_same() -> None:
    again = brief("small/mega", Market.open(), as_of=THEN)
    assert again.to_dict(specs=True) == brief_of().to_dict(specs=True)
