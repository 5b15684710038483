"""The studies known by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rotascope.data.catalog import read_catalog
from rotascope.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class NamedStudy:
    """A condition and an outcome in the language of studies, and what they ask in words."""

    name: str
    condition: str
    then: str
    about: str


@cache
def named_studies() -> Mapping[str, NamedStudy]:
    """Every named study of the catalog."""
    return {name: NamedStudy(name, **entry) for name, entry in read_catalog()["studies"].items()}


def named_study(name: str) -> NamedStudy:
    """One named study; `UsageError` with the nearest names."""
    known = named_studies()
    if name not in known:
        raise unknown("Study", name, known, "`rotascope study --list` lists them.")
    return known[name]
