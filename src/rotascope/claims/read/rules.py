"""The rules in their order: what one takes, the next leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.beats import read_beats
from rotascope.claims.read.degrees import read_degrees
from rotascope.claims.read.directions import read_directions
from rotascope.claims.read.flatness import read_flatness
from rotascope.claims.read.flows import read_flows
from rotascope.claims.read.levels import read_levels
from rotascope.claims.read.moods import judge_mood
from rotascope.claims.read.moves import read_moves
from rotascope.claims.read.quotes import read_quotes
from rotascope.claims.read.ranks import read_ranks
from rotascope.claims.read.rates import read_rates
from rotascope.claims.read.records import read_records
from rotascope.claims.read.shares import read_shares
from rotascope.claims.read.streaks import read_streaks
from rotascope.claims.read.sums import read_sums
from rotascope.claims.read.talk import read_opinions
from rotascope.claims.read.targets import read_targets
from rotascope.claims.read.valuations import read_valuations

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.claims.read.line import Line

# Each rule with the roles and sorts of items of which a sentence needs one for the rule to find anything.
RULES: tuple[tuple[Callable[[Line], None], frozenset[str]], ...] = (
    (read_quotes, frozenset({"number"})),
    (read_records, frozenset({"super_up", "super_down", "record", "high", "low", "time"})),
    (read_targets, frozenset({"target", "upside", "downside", "current", "above", "below", "forecast"})),
    (read_rates, frozenset({"number"})),
    (read_streaks, frozenset({"streak", "step"})),
    (read_valuations, frozenset({"valuation", "discount", "premium", "valuation_gap", "number"})),
    (
        read_shares,
        frozenset({"number", "contribution", "weight", "members", "average_word", "new_high", "new_low", "outnumber"}),
    ),
    (read_flows, frozenset({"inflow", "outflow", "number"})),
    (read_beats, frozenset({"beat", "lag", "lead_noun"})),
    (read_degrees, frozenset({"up", "down"})),
    (read_moves, frozenset({"number", "double", "triple"})),
    (read_levels, frozenset({"number"})),
    (read_sums, frozenset({"number"})),
    (read_flatness, frozenset({"flat"})),
    (
        read_ranks,
        frozenset({"place", "lead", "trail_rank", "largest", "led_by", "super_up", "super_down", "beat", "lag"}),
    ),
    (read_directions, frozenset({"up", "down", "steeper", "flatter", "wider", "narrower", "inverted"})),
)


def apply_rules(line: Line) -> None:
    """Adds the sentence's claims to the line."""
    for rule, needed in RULES:
        if not needed.isdisjoint(line.roles):
            rule(line)
    if line.found:
        judge_mood(line)
    read_opinions(line)
