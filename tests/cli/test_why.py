"""`why`: looked up, explained, asked again; and what it says when another value comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rotascope.cli.recorded import last_brief
from tests.cli.running import Ran, refused, run

IWM = ("ask", "period_return", "--of", "IWM", "--since", "2025-12-31", "--as-of", "2026-01-14", "--json")


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of findings."""
    path = tmp_path_factory.mktemp("recorded") / "board.json"
    path.write_text(run("board", "--as-of", "2026-01-14", "--json").out, encoding="utf-8")
    return path


@pytest.fixture
def finding(tmp_path: Path) -> Path:
    """A file of one finding."""
    path = tmp_path / "finding.json"
    path.write_text(run(*IWM).out, encoding="utf-8")
    return path


def ids(path: Path) -> list[str]:
    pairs = json.loads(path.read_text(encoding="utf-8"))["pairs"]
    return [finding["id"] for pair in pairs for finding in pair["findings"]]


def altered(path: Path, **changes: Any) -> Ran:
    """`why` of the finding after its record is changed."""
    record = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(record), encoding="utf-8")
    return run("why", record["id"], "--in", str(path))


def test_everything_about_one_finding(finding: Path) -> None:
    record = json.loads(finding.read_text(encoding="utf-8"))
    ran = run("why", record["id"], "--in", str(finding))
    words = " ".join(ran.out.replace("\\\n", "").split())
    assert ran.code == 0
    assert ran.lines[0] == record["id"]
    assert ran.lines[1] == record["text"]
    assert "question period_return, of IWM, since 2025-12-31, as of 2026-01-14, basis total" in words
    assert "rotascope ask period_return --of IWM --since 2025-12-31 --as-of 2026-01-14 --param basis=total" in words
    assert "last close / first close - 1" in words
    assert record["sources"][0]["digest"] in words
    assert "the same value came back." in ran.out


def test_json_holds_both_findings(finding: Path) -> None:
    record = json.loads(finding.read_text(encoding="utf-8"))
    told = run("why", record["id"], "--in", str(finding), "--json").json
    assert told["same"] is True
    assert told["recorded"] == told["now"] == record
    assert told["changes"] == []
    assert told["command"].startswith("rotascope ask period_return ")


def test_the_printed_command_answers_with_the_same_id(finding: Path) -> None:
    record = json.loads(finding.read_text(encoding="utf-8"))
    command = run("why", record["id"], "--in", str(finding), "--json").json["command"].split()
    assert run(*command[1:], "--json").json == record


def test_every_finding_of_a_board_gives_the_same_value(board: Path) -> None:
    ran = run("why", "--all", "--in", str(board))
    count = len(ids(board))
    assert ran.code == 0
    assert count == 65
    assert ran.out == f"Asked again: {count} findings; {count} gave the same value.\n"
    assert run("why", "--all", "--in", str(board), "--json").json["same"] == count


def test_the_last_digits_or_a_beginning_suffice(board: Path) -> None:
    name = ids(board)[0]
    assert run("why", name[-8:], "--in", str(board)).lines[0] == name
    assert run("why", name[:-4], "--in", str(board)).lines[0] == name


def test_a_beginning_that_fits_several_is_refused(board: Path) -> None:
    refused(run("why", "active_return-small-mega", "--in", str(board)), 2, "fits 3 findings", "write more of the id")


def test_an_unknown_id_names_the_nearest(board: Path) -> None:
    name = ids(board)[0]
    refused(run("why", f"{name[:-1]}x", "--in", str(board)), 2, "is not known.", f"Did you mean {name}")


def test_another_value_shows_both(finding: Path) -> None:
    value = json.loads(finding.read_text(encoding="utf-8"))["value"]
    ran = altered(finding, value=0.5)
    assert ran.code == 1
    assert f"{value!r} came back, not 0.5." in ran.out
    assert "the measure itself has changed" in " ".join(ran.out.split())


def test_other_data_are_named(finding: Path) -> None:
    (source,) = json.loads(finding.read_text(encoding="utf-8"))["sources"]
    changed = source | {"digest": "0123456789abcdef", "version": "vintage:0000000000000000"}
    ran = altered(finding, value=0.5, sources=[changed])
    words = " ".join(ran.out.split())
    assert ran.code == 1
    assert f"prices IWM adjusted_close: digest 0123456789abcdef -> {source['digest']}" in words
    assert f"version vintage:0000000000000000 -> {source['version']}" in words


def test_a_source_that_is_gone_or_new_is_named(finding: Path) -> None:
    (source,) = json.loads(finding.read_text(encoding="utf-8"))["sources"]
    ran = altered(finding, sources=[source | {"keys": ["IJR"]}])
    words = " ".join(ran.out.split())
    assert ran.code == 0
    assert "prices IJR adjusted_close is no longer a source" in words
    assert "prices IWM adjusted_close is a new source" in words


def test_a_question_that_can_no_longer_be_answered(finding: Path) -> None:
    record = json.loads(finding.read_text(encoding="utf-8"))
    ran = altered(finding, question=record["question"] | {"as_of": "2099-01-01"})
    assert ran.code == 1
    assert "cannot be answered now. as_of 2099-01-01 lies past the data" in " ".join(ran.out.split())


def test_a_tally_names_what_differs(board: Path, tmp_path: Path) -> None:
    data = json.loads(board.read_text(encoding="utf-8"))
    data["pairs"][0]["findings"][0]["value"] = 0.5
    path = tmp_path / "altered.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    ran = run("why", "--all", "--in", str(path))
    assert ran.code == 1
    assert ran.lines[0].startswith(f"{ids(board)[0]}: ")
    assert "64 gave the same value, 1 did not." in ran.lines[-1]


def test_one_or_all() -> None:
    refused(run("why"), 2, "Name one finding, or ask for --all")
    refused(run("why", "abc", "--all"), 2, "Name one finding, or ask for --all")


def test_no_brief_yet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ROTASCOPE_HOME", str(tmp_path / "none"))
    refused(run("why", "abc"), 1, "No brief is remembered", str(last_brief()), "--in")


@pytest.mark.parametrize(
    ("text", "words"), [("{", "is not JSON"), ('{"a": [1]}', "holds no finding"), (None, "There is no file")]
)
def test_files_without_findings(tmp_path: Path, text: str | None, words: str) -> None:
    path = tmp_path / "brief.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    refused(run("why", "abc", "--in", str(path)), 2, words, str(path))


def test_a_record_that_was_tampered_with(finding: Path) -> None:
    refused(altered(finding, question={"measure": "period_return"}), 2, "not a question")
