"""For every test of the data layer: nothing is said on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def quiet(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Polars prints a warning that was made an error where it cannot raise it, so the error filter alone is deaf."""
    yield
    assert capfd.readouterr().err == ""
