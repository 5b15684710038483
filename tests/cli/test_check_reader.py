"""`check --reader llm` against a server on this machine, and a house's forecast from its article to its score."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tests.claims.test_read_llm import SECRET, Server
from tests.cli.running import refused, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "The Russell 2000 Index has gained 6.8% year-to-date. The S&P 500 Index has gained 9.0% year-to-date."
DAY = ("--as-of", "2026-01-14")
CLAIMS = [
    {"text": "The Russell 2000 Index has gained 6.8% year-to-date", "kind": "return", "subject": "Russell 2000",
     "figure": "6.8%", "window": "year-to-date", "direction": "up", "verdict": "fails"},
    {"text": "The S&P 500 Index has gained 9.0% year-to-date", "kind": "return", "subject": "S&P 500",
     "figure": "9.0%", "window": "year-to-date", "direction": "up", "verdict": "holds"},
    {"text": "The Nasdaq has gained 30% year-to-date", "kind": "return", "subject": "Nasdaq", "figure": "30%"},
]  # fmt: skip


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server()
    thread = Thread(target=made.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    monkeypatch.setenv("ROTASCOPE_LLM_URL", f"{made.url}/v1")
    monkeypatch.setenv("ROTASCOPE_LLM_MODEL", "small")
    monkeypatch.setenv("ROTASCOPE_KEY_LLM", SECRET)
    yield made
    made.http.shutdown()
    thread.join()
    made.http.server_close()


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ROTASCOPE_HOME", str(tmp_path / "home"))
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_a_model_reads_and_the_data_judge(server: Server, article: str) -> None:
    server.says({"claims": CLAIMS})
    shown = run("check", article, *DAY, "--reader", "llm", "--format", "json")
    # 6.84 and 1.18; the third sentence does not stand in the article
    assert [(claim["text"], claim["verdict"]) for claim in shown.json["claims"]] == [
        (CLAIMS[0]["text"], "holds"),
        (CLAIMS[1]["text"], "fails"),
    ]
    assert shown.json["summary"] == {"holds": 1, "fails": 1}
    assert server.asked[0][0] == "/v1/chat/completions"
    assert server.asked[0][1]["Authorization"] == f"Bearer {SECRET}"
    assert SECRET not in shown.out + shown.err


def test_a_model_s_claims_count_for_strict(server: Server, article: str) -> None:
    server.says({"claims": CLAIMS[:1]})
    assert run("check", article, *DAY, "--reader", "llm", "--strict").code == 0
    server.answers.clear()
    server.says({"claims": CLAIMS})
    assert run("check", article, *DAY, "--reader", "llm", "--strict").code == 3


def test_a_model_that_answers_no_claims_is_refused(server: Server, article: str) -> None:
    server.says("I would rather not.")
    refused(run("check", article, *DAY, "--reader", "llm"), 1, "JSON")
    server.answers[:] = [(401, "text/plain", b"no such key")]
    refused(run("check", article, *DAY, "--reader", "llm"), 1)


def test_a_forecast_is_entered_kept_and_scored_when_due(article: str, tmp_path: Path) -> None:
    path = tmp_path / "column.txt"
    path.write_text(
        "November 21, 2025\n\nStrategists at Morgan Stanley see the S&P 500 at 7,000 by the end of 2025.\n\n"
        "UBS has a target of 6,700 for the S&P 500 by the end of 2025.\n",
        encoding="utf-8",
    )
    checked = run("check", str(path), "--format", "json").json
    assert [claim["verdict"] for claim in checked["claims"]] == ["cannot check", "cannot check"]

    def rows(as_of: str) -> dict[str, dict[str, object]]:
        shown = run("scoreboard", "--as-of", as_of, "--json").json
        return {row["house"]: row for row in shown["forecasts"] if row["house"] != "Jefferies"}

    assert rows("2025-11-20") == {}
    early = rows("2025-11-24")
    assert {house: row["is_due"] for house, row in early.items()} == {"Morgan Stanley": False, "UBS": False}
    due = rows("2026-01-02")
    assert all(row["is_due"] and row["due"] == "2025-12-31" and row["made"] == "2025-11-21" for row in due.values())
    # The index closed at 6,845.50 on December 31, and first at or above 6,700 on November 24 (6,705.12).
    assert due["Morgan Stanley"]["error"] == pytest.approx(6845.50 / 7000 - 1, abs=1e-6)
    assert due["UBS"]["error"] == pytest.approx(6845.50 / 6700 - 1, abs=1e-6)
    assert (due["Morgan Stanley"]["reached"], due["UBS"]["reached"]) == (None, "2025-11-24")
    scored = run("check", str(path), "--as-of", "2026-01-02", "--format", "json").json
    assert [claim["verdict"] for claim in scored["claims"]] == ["fails", "holds"]
    assert rows("2026-01-02") == due
