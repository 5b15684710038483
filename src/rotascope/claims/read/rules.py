"""The rules in their order: what one takes, the next leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.levels import read_levels
from rotascope.claims.read.moves import read_moves
from rotascope.claims.read.rates import read_rates

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.claims.read.line import Line

RULES: tuple[Callable[[Line], None], ...] = (read_rates, read_moves, read_levels)


def apply_rules(line: Line) -> None:
    """Adds the sentence's claims to the line."""
    for rule in RULES:
        rule(line)
