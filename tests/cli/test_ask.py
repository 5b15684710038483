"""`ask`: the sentence, the figure and its origin; and as JSON exactly the finding."""

from __future__ import annotations

import pytest

import rotascope as rs
from rotascope.data.sources import plain
from tests.cli.running import run

THEN = ("--as-of", "2026-01-14")
IWM = ("ask", "period_return", "--of", "IWM", "--since", "2025-12-31", *THEN)


def test_the_answer_names_value_unit_id_sources_and_day() -> None:
    ran = run(*IWM)
    assert ran.code == 0
    assert ran.err == ""
    facts = dict(line.split(maxsplit=1) for line in ran.lines[2:] if line and line[0] != " ")
    assert ran.lines[0] == "IWM rose 6.9% from 2025-12-31 to 2026-01-14 (total return)."
    assert facts["value"] == "0.0692"
    assert facts["unit"] == "fraction"
    assert facts["id"].startswith("period_return-IWM-2025-12-31-")
    assert facts["source"].startswith("prices IWM adjusted_close, 2025-12-31 to 2026-01-14")
    assert "as of      2026-01-14" in ran.lines


def test_json_is_exactly_the_finding() -> None:
    ran = run(*IWM, "--json")
    finding = rs.answer(rs.Question("period_return", "IWM", "2025-12-31", "2026-01-14"), rs.Market.open())
    assert ran.json == plain(finding.to_dict())
    assert list(ran.json) == ["id", "question", "value", "detail", "unit", "text", "sources", "revised"]


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (("period_return", "--of", "QQQ", "--since", "2025-12-31", *THEN), 0.0085),
        (("period_return", "--of", "IWM", "--since", "2025-12-31", "--as-of", "2026-01-09"), 0.0572),
        (("outperformance_streak", "--of", "IWM/SPY", "--as-of", "2026-01-22"), 14),
        (("curve_slope", "--as-of", "2026-01-15"), 0.0064),
        (("implied_upside", "--of", "RUT", "--param", "target=2825", *THEN), 0.0654),
    ],
    ids=["QQQ", "IWM to the 9th", "streak", "slope", "upside"],
)
def test_published_figures(arguments: tuple[str, ...], value: float) -> None:
    assert round(run("ask", *arguments, "--json").json["value"], 4) == value


def test_a_parameter_is_read() -> None:
    ran = run("ask", "period_return", "--of", "IWM", "--param", "window=21", "--param", "basis=total", *THEN, "--json")
    assert ran.json["question"]["params"] == {"window": 21, "basis": "total"}


def test_a_long_series_is_shown_short_and_given_whole_as_json() -> None:
    shown = run("ask", "relative_strength", "--of", "IWM/SPY", *THEN)
    whole = run("ask", "relative_strength", "--of", "IWM/SPY", *THEN, "--json")
    days = whole.json["detail"]["series"]["date"]
    assert len(days) > 6000
    assert len(shown.lines) < 30
    assert f"... {len(days) - 8:,} more" in shown.out
    assert shown.lines[-1].startswith(days[-1])


def test_a_record_and_revised_data_are_said() -> None:
    ran = run("ask", "policy_range", *THEN)
    assert "value      lower 0.0350, upper 0.0375" in ran.lines
    assert "today's revision" not in ran.out
    assert "today's revision" in run("ask", "unemployment_rate", *THEN).out


def test_a_day_without_a_session_is_said() -> None:
    ran = run("ask", "period_return", "--of", "IWM", "--as-of", "2026-01-17")
    assert "2026-01-17 is no session; as of 2026-01-16." in " ".join(ran.lines)
