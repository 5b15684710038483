"""The word lists that articles are read with, as plain dictionaries."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

CLAIMS = Path(__file__).parent.parent / "claims"


@cache
def read_words(name: str) -> dict[str, Any]:
    """`lexicon` (what a text names) or `cues` (what it says of it), as their files write them."""
    return tomllib.loads((CLAIMS / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words_of(group: str) -> frozenset[str]:
    """A closed list of the grammar as a set."""
    return frozenset(read_words("grammar")[group])


def list_of(group: str) -> tuple[str, ...]:
    """A closed list of the grammar in its order."""
    return tuple(read_words("grammar")[group])
