"""The catalog file: named pairs, groups and studies, as plain dictionaries."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def read_catalog() -> dict[str, dict[str, dict[str, Any]]]:
    """`pairs`, `groups` and `studies` by name, as `catalog.toml` writes them."""
    text = (Path(__file__).parent.parent / "catalog.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
