"""`check` and `scoreboard`: an article from anywhere, in every format, remembered, and its forecasts kept."""

from __future__ import annotations

import io
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rotascope.claims.check import VERDICTS
from tests.cli.running import refused, run

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = (
    "The Russell 2000 Index has gained 6.8% year-to-date. The S&P 500 Index has gained 9.0% year-to-date.\n\n"
    "A strategist at Jefferies raised the year-end target for the Russell 2000 Index to 2,825.\n"
)
DAY = ("--as-of", "2026-01-14")


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROTASCOPE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def address() -> Iterator[str]:
    """A page on this machine that serves the article."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/article"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<html><body><p>{TEXT}</p></body></html>".encode() if found else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_json_of_a_file(article: str) -> None:
    data = run("check", article, *DAY, "--format", "json").json
    assert list(data) == ["as_of", "summary", "claims"]
    assert data["as_of"] == "2026-01-14"
    assert set(data["summary"]) <= set(VERDICTS)
    verdicts = {one["text"]: one["verdict"] for one in data["claims"] if one["kind"] == "return"}
    assert sorted(verdicts.values()) == ["fails", "holds"]
    assert all(one["text"] == TEXT[slice(*one["span"])] for one in data["claims"])


def test_json_may_be_asked_for_as_elsewhere(article: str) -> None:
    assert run("check", article, *DAY, "--json").json == run("check", article, *DAY, "--format", "json").json


def test_strict_exits_with_three_where_a_claim_fails(article: str, tmp_path: Path) -> None:
    assert run("check", article, *DAY).code == 0
    assert run("check", article, *DAY, "--strict").code == 3
    fine = tmp_path / "fine.txt"
    fine.write_text("The Russell 2000 Index has gained 6.8% year-to-date.", encoding="utf-8")
    assert run("check", str(fine), *DAY, "--strict").code == 0


@pytest.mark.parametrize("suffix", ["html", "md", "json", "txt"])
def test_a_file_is_written_in_the_format_of_its_name(article: str, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out.{suffix}"
    ran = run("check", article, *DAY, "--out", str(out))
    assert ran.code == 0
    assert ran.out == f"The check is at {out}\n"
    assert "fails" in out.read_text(encoding="utf-8")


def test_why_finds_what_a_check_found(article: str, home: Path, tmp_path: Path) -> None:
    data = run("check", article, *DAY, "--format", "json").json
    finding = data["claims"][0]["findings"][0]["id"]
    assert "the same value came back" in run("why", finding).out
    assert run("why", "--all").code == 0
    kept = tmp_path / "check.json"
    kept.write_text(json.dumps(data), encoding="utf-8")
    assert run("why", finding, "--in", str(kept)).code == 0
    assert (home / "last-check.json").is_file()


def test_why_looks_in_the_brief_and_in_the_check(article: str, home: Path) -> None:
    run("brief", *DAY, "--section", "quotes", "--format", "json")
    brief = json.loads((home / "last-brief.json").read_text(encoding="utf-8"))["sections"][0]["findings"][0]["id"]
    check = run("check", article, *DAY, "--format", "json").json["claims"][0]["findings"][0]["id"]
    assert run("why", brief).code == 0
    assert run("why", check).code == 0
    assert brief not in run("why", "--all", "--json").out


def test_stdin_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert run("check", "-", *DAY, "--format", "json").json["summary"]["fails"] == 1


def test_a_page_is_fetched_only_where_that_is_asked(address: str) -> None:
    refused(run("check", f"{address}/article", *DAY), 2, "--fetch")
    fetched = run("check", f"{address}/article", "--fetch", *DAY, "--format", "json")
    assert fetched.json["summary"]["fails"] == 1
    refused(run("check", f"{address}/nothing", "--fetch", *DAY), 1, "404")
    shouted = address.replace("http://", "HTTP://")
    refused(run("check", f"{shouted}/article", *DAY), 2, "--fetch")
    assert run("check", f"{shouted}/article", "--fetch", *DAY, "--json").json == fetched.json


@pytest.mark.parametrize(
    "arguments",
    [("no-such-file.txt",), (".",), ("article.txt", "--fetch"), ("-", "--reader", "guess"), ("-", "--format", "pdf")],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(arguments: tuple[str, ...]) -> None:
    refused(run("check", *arguments), 2)


def test_the_article_s_own_date_is_the_as_of(tmp_path: Path) -> None:
    path = tmp_path / "dated.txt"
    path.write_text(f"January 9, 2026\n\n{TEXT}", encoding="utf-8")
    assert run("check", str(path), "--format", "json").json["as_of"] == "2026-01-09"
    path.write_text(f"January 9, 2090\n\n{TEXT}", encoding="utf-8")
    assert run("check", str(path), "--format", "json").json["as_of"] < "2090"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00\x01", b"\n" * 1000, b"<html>", "−5.8 % ".encode() * 50])
def test_any_bytes_are_an_article(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(data)
    assert run("check", str(path), *DAY, "--format", "json").code == 0


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32"])
def test_a_mark_says_the_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert run("check", str(path), *DAY, "--json").json["claims"][0]["text"] in TEXT


def test_an_article_is_never_read_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rotascope.cli.articles.LARGEST", len(TEXT) - 1)
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    refused(run("check", str(path), *DAY), 1, "check it in parts")


def test_a_house_s_forecast_is_on_the_scoreboard_once(article: str, home: Path) -> None:
    run("check", article, *DAY)
    run("check", article, *DAY)
    early = run("scoreboard", *DAY, "--json").json
    rows = [row for row in early["forecasts"] if row["house"] == "Jefferies"]
    assert len(rows) == 1
    assert rows[0]["is_due"] is False
    assert rows[0]["due"] == "2026-12-31"
    # 2,651.64 / 2,825 - 1
    assert rows[0]["error"] == pytest.approx(-0.06137, abs=5e-6)
    assert "Jefferies" in run("scoreboard", *DAY).out
    assert run("scoreboard", "--as-of", "2020-01-02", "--json").json["forecasts"] == []


def test_a_language_model_needs_its_settings(article: str) -> None:
    refused(run("check", article, *DAY, "--reader", "llm"), 2, "ROTASCOPE_LLM_URL")
