"""`brief`: every format to stdout and to a file, and remembered for `why`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rotascope.cli import briefs
from rotascope.cli.recorded import last_brief
from rotascope.publish.registry import SECTIONS
from tests.cli.running import refused, run

THEN = ("brief", "--as-of", "2026-01-14")
FEW = (*THEN, "--section", "records", "--section", "outlook")
BEGINS = {"txt": "", "html": "<!doctype html", "md": "#", "json": "{"}


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home of the test's own, and a current folder."""
    monkeypatch.setenv("ROTASCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def test_the_terminal_is_the_default() -> None:
    ran = run(*THEN)
    assert ran.code == 0
    assert "small/mega" in ran.out
    assert "2026-01-14" in ran.out


@pytest.mark.parametrize("name", BEGINS)
def test_the_format_is_read_from_the_file_name(name: str) -> None:
    ran = run(*FEW, "--out", f"brief.{name}")
    assert ran.code == 0
    assert ran.out == f"The brief is at {Path(f'brief.{name}').absolute()}\n"
    text = Path(f"brief.{name}").read_text(encoding="utf-8")
    assert text.lower().lstrip().startswith(BEGINS[name])
    assert "small/mega" in text


@pytest.mark.parametrize("name", ["html", "md", "json"])
def test_a_pipe_gets_what_a_file_gets(name: str) -> None:
    run(*FEW, "--out", f"brief.{name}")
    piped = run(*FEW, "--format", name).out
    held = Path(f"brief.{name}").read_text(encoding="utf-8")
    assert (json.loads(piped) == json.loads(held)) if name == "json" else piped == held


def test_the_format_asked_for_goes_before_the_file_name() -> None:
    run(*FEW, "--format", "json", "--out", "brief.txt")
    assert json.loads(Path("brief.txt").read_text(encoding="utf-8"))["pair"] == "small/mega"


def test_json_is_the_contract() -> None:
    brief = run(*THEN, "--format", "json").json
    assert list(brief) == ["pair", "as_of", "vintage", "sections"]
    assert (brief["pair"], brief["as_of"]) == ("small/mega", "2026-01-14")
    assert [section["id"] for section in brief["sections"]] == list(SECTIONS)
    assert {"id", "title", "findings", "charts"} <= brief["sections"][0].keys()
    assert sum(len(section["findings"]) for section in brief["sections"]) >= 40


def test_sections_are_chosen() -> None:
    brief = run(*FEW, "--format", "json").json
    assert [section["id"] for section in brief["sections"]] == ["records", "outlook"]


def test_another_pair() -> None:
    ran = run("brief", "IWM/SPY", "--as-of", "2026-01-14", "--section", "leadership")
    assert ran.code == 0
    assert "IWM/SPY" in ran.out
    assert "QQQ" not in ran.out


@pytest.mark.parametrize("day", ["2026-01-14", "2020-03-23", "2015-08-24"])
def test_why_gives_every_figure_of_a_brief_back(day: str) -> None:
    run("brief", "--as-of", day)
    ran = run("why", "--all")
    assert ran.code == 0
    assert ran.out.rstrip().endswith("gave the same value.")


def test_the_brief_last_made_is_the_one_remembered() -> None:
    run(*FEW)
    finding = json.loads(last_brief().read_text(encoding="utf-8"))["sections"][0]["findings"][0]
    assert run("why", finding["id"]).lines[0] == finding["id"]
    run("brief", "IWM/SPY", "--as-of", "2026-01-09", "--section", "leadership")
    assert json.loads(last_brief().read_text(encoding="utf-8"))["as_of"] == "2026-01-09"
    refused(run("why", finding["id"]), 2, "is not known")


def test_a_home_that_cannot_be_written_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("ROTASCOPE_HOME", str(tmp_path / "file" / "home"))
    ran = run(*FEW)
    assert (ran.code, ran.err) == (0, "")
    refused(run("why", "abc"), 1, "No brief is remembered", "--in")


class Terminal:
    """Stands for a stdout that is a terminal."""

    @staticmethod
    def isatty() -> bool:
        return True


def test_a_page_asked_for_at_a_terminal_goes_to_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", Terminal())
    assert briefs.destination("html", None, False) == ("html", Path("brief.html"))
    assert briefs.destination("json", None, False) == ("json", None)
    assert briefs.destination(None, None, False) == ("terminal", None)


def test_open_shows_the_file_that_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert run(*FEW, "--open").code == 0
    assert opened == [Path("brief.html").absolute().as_uri()]
    assert Path("brief.html").is_file()


def test_open_needs_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda address: pytest.fail(address))
    refused(run(*FEW, "--open", "--format", "json"), 2, "--open needs a file", "--out brief.json")
    refused(run(*FEW, "--open", "--out", "none/brief.html"), 1, "none")
