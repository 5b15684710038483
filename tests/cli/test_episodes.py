"""`episodes`: every episode with the day it could be known, and chance below."""

from __future__ import annotations

import rotascope as rs
from rotascope.data.sources import plain
from tests.cli.running import run

THEN = ("--as-of", "2026-01-14")


def test_every_episode_has_a_row_and_chance_stands_below() -> None:
    ran = run("episodes", "small/mega", *THEN)
    assert (ran.code, ran.err) == (0, "")
    head = next(at for at, line in enumerate(ran.lines) if line.startswith("leader"))
    assert ran.lines[head].split() == ["leader", "from", "to", "known", "change", "sessions"]
    rows = [line.split() for line in ran.lines[head + 1 : ran.lines.index("", head)]]
    assert len(rows) == 25
    assert rows[-1] == ["IWM", "2025-08-08", "running", "2026-01-08", "+11.2%", "109"]
    assert {row[0] for row in rows} == {"IWM", "QQQ"}
    below = " ".join(ran.lines[-5:])
    assert "shuffled" in below
    assert "finished episodes" in below


def test_json_is_the_finding_of_the_same_question() -> None:
    ran = run("episodes", "small/mega", *THEN, "--min-phase", "126", "--min-cycle", "315", "--json")
    asked = rs.Question("episode", "small/mega", None, "2026-01-14", {"min_phase": 126, "min_cycle": 315})
    assert ran.json == plain(rs.answer(asked, rs.Market.open()).to_dict())


def test_lines_fit_a_narrow_terminal() -> None:
    assert max(map(len, run("episodes", "small/large_since_1926", *THEN).lines)) <= 80


def test_bad_lengths_and_pairs_are_refused() -> None:
    assert run("episodes", "small/mega", "--min-phase", "100", "--min-cycle", "50").code == 2
    assert run("episodes", "IWM").code == 2
    ran = run("episodes", "small/mega", "--as-of", "2000-07-03")
    assert ran.code == 1
    assert "0 confirmed turning points" in ran.err
