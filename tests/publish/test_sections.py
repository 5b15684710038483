"""The contract of every section: something to say, and every figure answers again to the same value."""

from __future__ import annotations

import pytest

from rotascope import answer, brief
from rotascope.data.slices import is_slice
from rotascope.pairs import catalog
from rotascope.publish.registry import SECTIONS
from rotascope.questions import Question
from tests.measures.hand import embedded
from tests.publish.making import EARLY, THEN, brief_of, section_of

# Least number of figures on the day of the first brief.
LEAST = {
    "leadership": 15,
    "records": 13,
    "breadth": 20,
    "concentration": 10,
    "winners": 8,
    "valuation": 3,
    "rotation": 12,
    "regime": 3,
    "episodes": 3,
    "persistence": 4,
    "macro": 20,
    "quotes": 12,
    "outlook": 3,
    "method": 2,
}
DAYS = (THEN, EARLY, "2008-10-10", "2020-03-20")


def test_every_section_has_its_row() -> None:
    assert list(SECTIONS) == list(LEAST)


@pytest.mark.parametrize("name", LEAST)
def test_a_section_has_something_to_say(name: str) -> None:
    section = section_of(brief_of(), name)
    assert len(section.findings) >= LEAST[name]
    assert section.sentences
    assert section.missing == ()
    assert all(table.rows for table in section.tables)


@pytest.mark.parametrize("name", LEAST)
@pytest.mark.parametrize("day", DAYS)
def test_what_a_section_shows_is_among_its_figures(name: str, day: str) -> None:
    made = brief_of(day)
    section = section_of(made, name)
    shown = [finding for sentence in section.sentences for finding in sentence.findings]
    shown += [cell.finding for table in section.tables for row in table.rows for cell in row if cell.finding]
    assert {finding.id for finding in shown} <= set(made.numbers)
    assert all(len(row) == len(table.columns) for table in section.tables for row in table.rows)
    assert all(table.numeric | table.wide <= set(table.columns) for table in section.tables)


@pytest.mark.parametrize("name", LEAST)
@pytest.mark.parametrize("day", DAYS)
def test_sentences_end_and_say_no_nan(name: str, day: str) -> None:
    section = section_of(brief_of(day), name)
    for text in [*(sentence.text for sentence in section.sentences), *section.missing]:
        assert text.endswith("."), text
        assert not {"nan", "None", "inf", "True", "False"} & set(text.replace(".", " ").split()), text
        assert "  " not in text
        assert ".." not in text


@pytest.mark.parametrize("name", LEAST)
def test_a_section_stands_alone(name: str) -> None:
    alone = brief("small/mega", embedded(), as_of=THEN, sections=[name])
    (section,) = alone.sections
    assert section.id == name
    shown = {finding.id for sentence in section.sentences for finding in sentence.findings}
    assert shown <= set(alone.numbers)


@pytest.mark.parametrize("day", DAYS)
def test_every_figure_answers_again_to_the_same_value(day: str) -> None:
    for finding in brief_of(day).findings:
        again = answer(Question.from_dict(finding.question.to_dict()), embedded())
        assert (again.id, again.value, again.text) == (finding.id, finding.value, finding.text)
        assert again.sources == finding.sources


@pytest.mark.parametrize("day", DAYS)
def test_every_figure_has_one_id_and_an_explicit_day(day: str) -> None:
    findings = brief_of(day).findings
    assert len({finding.id for finding in findings}) == len(findings)
    assert {str(finding.question.as_of) for finding in findings} == {day}
    assert all(f"--as-of {day}" in finding.question.command for finding in findings)


def test_there_are_forty_figures() -> None:
    assert len(brief_of().findings) >= 40


def test_an_early_day_says_what_is_missing_and_why() -> None:
    made = brief_of(EARLY)
    missing = [text for section in made.sections for text in section.missing]
    assert all(text.startswith(f"Not available as of {EARLY}: ") and ", because " in text for text in missing)
    said = " ".join(missing)
    for words in ("quote of GOOG", "policy range", "phase of small/mega", "KRE has no"):
        assert words in said
    assert "No published index target was known as of 2001-03-01." in [
        sentence.text for sentence in section_of(made, "outlook").sentences
    ]


@pytest.mark.parametrize("name", catalog())
def test_every_pair_of_the_catalog_has_a_full_brief(name: str) -> None:
    made = brief_of(THEN, name)
    assert made.pair == name
    assert len(made.findings) >= 40
    if any(leg.startswith("french:") for leg in (*catalog()[name].first.symbols, *catalog()[name].second.symbols)):
        assert all(section.sentences for section in made.sections)  # months late: no opening of the year yet
    else:
        missing = {section.id: section.missing for section in made.sections if section.missing}
        assert not missing or is_slice(catalog()[name].second.symbols[0])  # three years of history
        assert missing.keys() <= {"episodes", "persistence"}
        short = ("ask for a shorter one", "was known to have ended", "confirmed turning points")
        assert all(any(part in text for part in short) for texts in missing.values() for text in texts)


@pytest.mark.parametrize("pair", ["IWM/SPY", "RUT/SPX", "0.6*XLI+0.4*XLB/XLK", "NVDA/BRK.B"])
def test_any_two_legs_have_a_brief(pair: str) -> None:
    made = brief_of(THEN, pair)
    assert made.pair == pair
    assert all(section.sentences for section in made.sections)
    assert len(made.findings) >= 40
