"""Threads, and the folder of compiled kernels."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rotascope import config
from rotascope.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_threads_are_those_of_the_setting_or_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= config.thread_count() <= (os.cpu_count() or 1)
    monkeypatch.setenv("ROTASCOPE_THREADS", " 3 ")
    assert config.thread_count() == 3


@pytest.mark.parametrize("named", ["0", "-1", "two", "1.5"])
def test_another_number_of_threads_is_refused(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("ROTASCOPE_THREADS", named)
    with pytest.raises(UsageError, match="must be a whole number above 0"):
        config.thread_count()


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """No folder chosen yet, and none named."""
    config.keep_compiled.cache_clear()
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    yield monkeypatch
    config.keep_compiled.cache_clear()


def _closed(*folders: Path) -> object:
    return lambda folder: not any(folder.is_relative_to(one) for one in folders)


def test_compiled_kernels_stay_beside_their_source(fresh: pytest.MonkeyPatch) -> None:
    fresh.setattr(config, "_can_write", _closed())
    config.keep_compiled()
    assert os.environ["NUMBA_CACHE_DIR"] == ""


def test_in_a_closed_package_they_go_to_the_home_folder(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fresh.setenv("ROTASCOPE_HOME", str(tmp_path))
    fresh.setattr(config, "_can_write", _closed(Path(config.__file__).parent))
    config.keep_compiled()
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path / "compiled")


def test_with_no_folder_at_all_they_go_with_the_process(fresh: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    fresh.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "named"))
    fresh.setenv("ROTASCOPE_HOME", str(tmp_path / "file" / "home"))
    code = (
        "import os, numpy as np; from rotascope.kernels import breadth; breadth.SMALL = -1;"
        "breadth.trailing_average(np.ones((3, 2), np.float32), 2); print(os.environ['NUMBA_CACHE_DIR'])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert not Path(done.stdout.strip()).exists()
    assert Path(done.stdout.strip()).name.startswith("rotascope-")
