"""A study in sentences: first what so few cases could show at all, last whether chance alone would do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rotascope.data.history import day_of
from rotascope.measures.wording import count, decimal, percent, points

if TYPE_CHECKING:
    from rotascope.explain.studies.result import Study, Summary

LEVEL = 0.05
FEW = 10  # windows apart
LEAST = 5


def amount(value: float, unit: str, signed: bool = True) -> str:
    """A figure in the outcome's unit: "+1.2 points", "-0.4%", "1.03", "62%"."""
    if math.isnan(value):
        return "unknown"
    if unit == "share":
        return percent(value, 0)
    text = decimal(value, 3) if unit == "ratio" else points(value) if unit == "points" else percent(value)
    return f"+{text}" if signed and unit != "ratio" and value > 0 and not text.startswith("0.0") else text


def size(value: float, unit: str) -> str:
    """A difference between two figures, without a sign."""
    return (
        points(abs(value), 0)
        if unit == "share"
        else amount(abs(value), "points" if unit == "fraction" else unit, False)
    )


def sentences_of(study: Study) -> tuple[str, ...]:
    """The study told in order; where nothing happened, that alone."""
    if not study.found.count:
        return (_cases(study), study.verdict)
    return (_detectable(study), _cases(study), _followed(study), _base(study), _chance(study), study.verdict)


def _detectable(study: Study) -> str:
    return (
        f"Smallest effect that {count(study.found.apart, 'case')} could show against the base rate"
        f" (power 80%, level 5%): {size(study.detectable, study.unit)}."
    )


def _cases(study: Study) -> str:
    running = f" {count(len(study.pending), 'more occurrence')} had no complete outcome yet." if study.pending else ""
    if not study.found.count:
        since = f" since {study.since}" if study.since else ""
        return f"{study.condition}: no occurrence with a complete outcome{since} by {study.as_of}.{running}"
    first, last = day_of(study.days[0]), day_of(study.days[-1])
    found = study.found
    apart = "" if found.apart == found.count else f", {found.apart} of them apart"
    span = f"on {first}" if found.count == 1 else f"from {first} to {last}"
    return f"{study.condition}: {count(found.count, 'occurrence')} {span}{apart} ({study.spacing}).{running}"


def _followed(study: Study) -> str:
    return f"Then {study.then}: {_figures(study.found, study.unit)}."


def _base(study: Study) -> str:
    return (
        f"Base rate, over all {study.base.count:,} such windows since {study.since} ({study.base.apart:,} apart):"
        f" {_figures(study.base, study.unit)}."
    )


def _figures(found: Summary, unit: str) -> str:
    if unit == "share":
        return f"true in {percent(found.hits, 0)}"
    hits = "" if unit == "ratio" else f", above zero in {percent(found.hits, 0)}"
    return f"mean {amount(found.mean, unit)}, median {amount(found.median, unit)}{hits}"


def _chance(study: Study) -> str:
    chance = study.chance
    if math.isnan(chance.p_value):
        return "Too few windows to say what chance would show."
    low, high = chance.gap_interval
    gap = amount(study.gap, "points") if study.unit in ("share", "fraction") else amount(study.gap, study.unit)
    unit = "points" if study.unit in ("share", "fraction") else study.unit
    span = (
        " (too few cases for an interval)"
        if math.isnan(low)
        else f" (95% by blocks: {amount(low, unit)} to {amount(high, unit)})"
    )
    how = "with the years exchanged and the season kept" if chance.scheme == "years" else "with the season shifted"
    draws = f"all {chance.draws:,} orders" if chance.exact else f"{chance.draws:,} draws"
    p_value = "p < 0.001" if chance.p_value < 0.0005 else f"p = {chance.p_value:.3f}"
    odds = f"chance gives one as large with {p_value} ({draws})"
    return f"Gap to the base rate: {gap}{span}; {how}, {odds}."


def verdict_of(study: Study) -> str:
    """Few cases, not to be told from chance, or unlikely to be chance alone."""
    if not study.found.count:
        return "Nothing can be said."
    limit = size(study.detectable, study.unit)
    few = f" Few cases: effects under {limit} cannot be seen." if study.found.apart < FEW else ""
    if math.isnan(study.chance.p_value):
        return f"It cannot be tested.{few}"
    if study.chance.p_value >= LEVEL:
        return f"It cannot be told from chance.{few}"
    if study.found.apart < LEAST:
        return f"Too few cases to lean on, though chance alone would rarely give it.{few}"
    if abs(study.gap) < study.detectable:
        cases = count(study.found.apart, "case")
        few = f" The gap is smaller than the {limit} that {cases} can show reliably, so its size is likely overstated."
    return f"Chance alone would rarely give it, if this were the only thing tried.{few}"


def family(p_value: float, studies: int) -> str:
    """What a p-value is worth after so many studies."""
    if studies < 2 or math.isnan(p_value):
        return "It is the first study in the ledger." if studies == 1 else ""
    any_so_small = 1 - (1 - p_value) ** studies
    verdict = ""
    if p_value < LEVEL:
        verdict = " Its p-value does not survive that." if any_so_small >= LEVEL else " Its p-value survives that."
    return (
        f"It is one of {studies:,} studies in the ledger: of as many independent ones without any effect, one or more"
        f" would look this good with a chance of {percent(any_so_small, 0)}.{verdict}"
    )
