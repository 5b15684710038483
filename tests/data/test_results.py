"""Results that are kept: the same to the last bit, for the same inputs only, and never in the way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rotascope.data import results
from rotascope.data.results import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROTASCOPE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


class Work:
    """Cumulated inputs, and how often they were computed."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, values: NDArray[np.float64], name: str = "sums", **params: object) -> Mapping[str, object]:
        def compute() -> dict[str, NDArray[np.float64]]:
            self.runs += 1
            return {"sums": values.cumsum(), "none": np.array([np.nan])}

        return remembered(name, [values], params, compute)


VALUES = np.random.default_rng(7).standard_normal(50)


def test_the_second_time_is_a_read_and_equal(home: Path) -> None:
    work = Work()
    first, second = work(VALUES), work(VALUES)
    assert work.runs == 1
    np.testing.assert_array_equal(np.asarray(first["sums"]), np.asarray(second["sums"]))
    assert not np.asarray(second["sums"]).flags.writeable


def test_other_inputs_parameters_or_work_are_computed(home: Path) -> None:
    work = Work()
    work(VALUES), work(VALUES[1:]), work(VALUES, window=2), work(VALUES, window=3), work(VALUES, "other")
    assert work.runs == 5


def test_a_spoilt_file_is_made_again(home: Path) -> None:
    work = Work()
    work(VALUES)
    (file,) = (home / "results").glob("*.npz")
    file.write_bytes(file.read_bytes()[:40])
    work(VALUES)
    work(VALUES)
    assert work.runs == 2


def test_a_home_that_cannot_be_written_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("ROTASCOPE_HOME", str(tmp_path / "file"))
    work = Work()
    assert len(np.asarray(work(VALUES)["sums"])) == 50
    assert work.runs == 1


def test_an_interrupt_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Work()(VALUES)
    assert list((home / "results").iterdir()) == []


def test_those_not_asked_for_longest_go(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST_FILES", 3)
    work = Work()
    for number in range(3):
        work(VALUES[:3], number=number)
    for age, file in enumerate(sorted((home / "results").glob("*.npz"), key=lambda file: file.stat().st_mtime_ns)):
        os.utime(file, (1000 + age, 1000 + age))
    work(VALUES[:3], number=0)  # asked again, it is the youngest
    work(VALUES[:3], number=3)
    assert len(list((home / "results").glob("*.npz"))) == 3
    runs = work.runs
    work(VALUES[:3], number=0)
    assert work.runs == runs
    work(VALUES[:3], number=1)
    assert work.runs == runs + 1
