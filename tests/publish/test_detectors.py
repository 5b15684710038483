"""The record of detectors and the last change of the mean, as the section on regimes tells them."""

from __future__ import annotations

from rotascope.models.detectors import DETECTORS, WORDS
from tests.publish.making import THEN, brief_of, section_of, text_of


def test_the_last_change_is_told_with_its_power() -> None:
    text = text_of(brief_of(), "regime")
    assert "small/mega: no change in mean active return in 6,446 sessions from 2000-05-30 to 2026-01-14" in text
    assert "A shift of 20% a year needs about 16 years on each side to be found four times in five" in text


def test_a_change_is_told_with_its_interval() -> None:
    """Value stopped beating growth in 2006: the one change of the catalog's pairs."""
    text = text_of(brief_of(THEN, "value/growth"), "regime")
    assert "value/growth: the mean active return last changed on 2006-08-09 (90% interval 2006-0" in text


def test_every_detector_has_a_row_beside_chance() -> None:
    assert WORDS.keys() == DETECTORS.keys()
    table = section_of(brief_of(), "regime").tables[1]
    assert [row[0].text.lower() for row in table.rows] == [words.lower() for words in WORDS.values()]
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}
    assert all(row[0].endswith(" of 25") for row in rows.values())
    # The chronology itself, each turn from its confirmation on: nothing false, the running phase not yet judged.
    assert rows["Confirmed turning points"][2] == "0.0"
    assert rows["The jump model"][5:] == ["–", "–"]
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_pairs_by_month_say_why_they_have_none() -> None:
    section = section_of(brief_of("2026-04-30", "small/large_since_1926"), "regime")
    assert any("record of detectors" in text and "steps by month" in text for text in section.missing)
