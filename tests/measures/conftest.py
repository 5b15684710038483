"""One market for all tests of the measures: the embedded vintage."""

from __future__ import annotations

import pytest

from rotascope import Market


@pytest.fixture(scope="session")
def vintage() -> Market:
    return Market.open()
