"""Small against large before its funds traded: the indices stand under their own names, or a note says so."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rotascope.pairs import catalog, pair_series
from rotascope.publish.render_html import render_html
from rotascope.publish.standing import legs_alone, note_before, standing, turned
from tests.measures.hand import embedded
from tests.publish.making import THEN, brief_of, section_of, text_of

BEFORE, WITHIN, AFTER = "2000-05-24", "2000-07-03", "2001-06-01"
NOTE = "(RUT and SPX by price return before 2000-05-26)"
PAIR = catalog()["small/large"]


def test_the_indices_stand_under_their_own_names() -> None:
    made = brief_of(BEFORE, "small/large")
    assert made.pair == "small/large"
    assert made.note == "IWM and SPY had not both traded by 2000-05-24: RUT and SPX stand for them, by price return."
    assert made.headline.startswith("RUT is 2.0 points ahead of SPX ")
    for name in ("leadership", "records", "rotation"):
        section = section_of(made, name)
        shown = " ".join([*(one.text for one in section.sentences), *(chart.title for chart in section.charts)])
        shown += " ".join(cell.text for table in section.tables for row in table.rows for cell in row)
        assert not re.search(r"\b(IWM|SPY)\b", shown), name
    assert "rotascope brief small/large --as-of 2000-05-24" in text_of(made, "method")
    assert render_html(made)


def test_one_name_has_one_return_of_the_year() -> None:
    for day in (BEFORE, WITHIN):
        windows, legs = section_of(brief_of(day, "small/large"), "leadership").tables
        of_pair = next(row for row in windows.rows if row[0].text == "Year to date")
        years = {name: cell.text for name, cell in zip(windows.columns, of_pair, strict=True)}
        assert [row[0].text for row in legs.rows] == ["RUT", "SPX"]
        assert all(years.get(row[0].text, row[1].text) == row[1].text for row in legs.rows)


@pytest.mark.parametrize("day", [WITHIN, AFTER])
def test_windows_that_reach_back_carry_the_note(day: str) -> None:
    made = brief_of(day, "small/large")
    section = section_of(made, "leadership")
    assert section.tables[0].note.endswith(f"small/large: {NOTE.strip('()')}.")
    for finding in (found for found in section.findings if found.question.of == "small/large"):
        early = str(finding.detail.get("from", finding.detail.get("base", "1987"))) < "2000-05-26"
        assert (NOTE in finding.text) is early, finding.text
    half_year = next(finding for finding in section.findings if "small-large-126-" in finding.id)
    assert (NOTE in made.headline) is (str(half_year.detail["from"]) < "2000-05-26")
    assert made.note == ""


def test_the_note_is_gone_once_no_window_reaches_back() -> None:
    made = brief_of(THEN, "small/large")
    assert NOTE not in made.headline
    assert NOTE.strip("()") not in section_of(made, "leadership").tables[0].note
    assert all(NOTE not in mark.beside for mark in made.highlights)
    notes = [table.note for name in ("records", "rotation") for table in section_of(made, name).tables]
    assert sum(NOTE.strip("()") in note for note in notes) == 3  # openings, highs and lows, phases: of all history


def test_the_recent_chart_says_where_its_line_comes_from() -> None:
    within, then = (section_of(brief_of(day, "small/large"), "leadership").charts[0] for day in (WITHIN, THEN))
    assert "index levels before 2000-05-26" in within.source
    assert "index levels" not in then.source


def test_which_legs_stand() -> None:
    for day, names in ((BEFORE, ("RUT", "SPX")), (WITHIN, ("IWM", "SPY")), (THEN, ("IWM", "SPY"))):
        panel = embedded().as_of(day)
        stands = standing(panel, PAIR)
        assert (str(stands.first), str(stands.second)) == names
        assert pair_series(panel, stands).days[-1] == panel.day
    assert [str(leg) for leg in legs_alone(embedded().as_of(WITHIN), PAIR)] == ["RUT", "SPX"]
    assert [str(leg) for leg in legs_alone(embedded().as_of(AFTER), PAIR)] == ["IWM", "SPY"]


def test_notes_and_names() -> None:
    panel = embedded().as_of(AFTER)
    assert note_before(panel, PAIR, date(2000, 5, 25)) == f" {NOTE}"
    assert note_before(panel, PAIR) == f" {NOTE}"
    assert note_before(panel, PAIR, date(2000, 5, 26)) == ""
    assert note_before(panel, catalog()["small/mega"]) == ""
    assert str(turned(PAIR)) == "large/small"
    assert str(turned(standing(embedded().as_of(BEFORE), PAIR))) == "SPX/RUT"
    old = embedded().as_of("1980-01-02")
    assert standing(old, PAIR) == PAIR
