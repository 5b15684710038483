"""Writing a result: whole or not at all, and an old file stays."""

from __future__ import annotations

import errno
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from rotascope.errors import WriteError
from rotascope.publish.render_files import write_text
from tests.publish.making import brief_of

if TYPE_CHECKING:
    from pathlib import Path


def test_text_is_written_and_replaced(tmp_path: Path) -> None:
    target = tmp_path / "brief.md"
    assert write_text(target, "één\n") == target
    write_text(str(target), "two\n")
    assert target.read_bytes() == b"two\n"
    assert [path.name for path in tmp_path.iterdir()] == ["brief.md"]


def test_a_new_file_has_the_usual_permissions_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    assert write_text(tmp_path / "new", "x").stat().st_mode == plain.stat().st_mode
    plain.chmod(0o640)
    assert write_text(plain, "x").stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    write_text(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "no permission"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "error"),
    ],
)
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    target = tmp_path / "brief.html"
    target.write_text("old")

    def fail(_handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(WriteError, match=words) as caught:
        write_text(target, "new")
    assert str(target) in str(caught.value)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["brief.html"]


def test_a_full_device_is_said_as_such() -> None:
    with pytest.raises(WriteError, match="the disk is full"):
        write_text("/dev/full", "text")


def test_a_missing_folder_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="there is no folder"):
        write_text(tmp_path / "none" / "brief.html", "x")
    with pytest.raises(WriteError, match="it is a folder"):
        write_text(tmp_path, "x")
    (tmp_path / "file").touch()
    with pytest.raises(WriteError):
        write_text(tmp_path / "file" / "brief.html", "x")
    with pytest.raises(WriteError, match="too long"):
        write_text(tmp_path / ("x" * 300), "x")


def test_an_interruption_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "brief.html"
    target.write_text("old")

    def stop(*_given: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_text(target, "new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("brief.html", "old")]


def test_the_brief_writes_itself(tmp_path: Path) -> None:
    made = brief_of()
    assert made.to_html(tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert made.to_markdown(tmp_path / "a.md").read_text(encoding="utf-8").startswith("# ")
    assert json.loads(made.to_json(tmp_path / "a.json").read_text(encoding="utf-8"))["pair"] == "small/mega"
