"""docs/reference.md is what the code says, and the tool notices when it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.registry import ASKED
from tests.cli.test_output import COMMANDS
from tools import build_reference

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_reference_is_not_stale() -> None:
    held = build_reference.REFERENCE.read_text(encoding="utf-8")
    assert held == build_reference.reference(), "docs/reference.md is stale; run `make docs`"


def test_it_holds_every_command_and_measure() -> None:
    text = build_reference.reference()
    assert [name for name in COMMANDS if f"\n### rotascope {name}\n" not in text] == []
    assert [name for name in ASKED if f"\n### {name}\n" not in text] == []


def test_a_stale_file_is_noticed_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "reference.md"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(build_reference, "REFERENCE", path)
    assert build_reference.main(["--check"]) == 1
    assert path.read_text(encoding="utf-8") == "old"
    assert build_reference.main([]) == 0
    assert build_reference.main(["--check"]) == 0
