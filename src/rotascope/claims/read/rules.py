"""The rules in their order: what one takes, the next leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.beats import read_beats, read_flatness
from rotascope.claims.read.directions import read_directions
from rotascope.claims.read.levels import read_levels
from rotascope.claims.read.moves import read_moves
from rotascope.claims.read.ranks import read_ranks
from rotascope.claims.read.rates import read_rates
from rotascope.claims.read.records import read_records
from rotascope.claims.read.shares import read_flows, read_shares
from rotascope.claims.read.streaks import read_streaks
from rotascope.claims.read.talk import judge_mood, read_opinions, read_targets
from rotascope.claims.read.valuations import read_valuations

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.claims.read.line import Line

RULES: tuple[Callable[[Line], None], ...] = (
    read_records,
    read_targets,
    read_rates,
    read_streaks,
    read_valuations,
    read_shares,
    read_flows,
    read_beats,
    read_moves,
    read_levels,
    read_flatness,
    read_ranks,
    read_directions,
    judge_mood,
    read_opinions,
)


def apply_rules(line: Line) -> None:
    """Adds the sentence's claims to the line."""
    for rule in RULES:
        rule(line)
