"""Which of two regimes the pair is in, whether its mean return changed, and what such calls have been worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rotascope.measures.wording import count, percent, points, share_words
from rotascope.publish.charts.regime import regime_chart
from rotascope.publish.figures import cell, plain_percent, signed_percent
from rotascope.publish.inquiry import says
from rotascope.publish.parts import Sentence, Table
from rotascope.publish.sections.detectors import scorecard_table

if TYPE_CHECKING:
    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Section
    from rotascope.questions import Finding


def regime(inquiry: Inquiry) -> Section:
    """The filtered probability and what would turn it, the last change of the mean, and the record of detectors."""
    found = inquiry.ask("regime_probability", inquiry.pair, label="a regime")
    change = inquiry.ask("change_point", inquiry.pair, label="a change of the mean")
    scored = inquiry.ask("scorecard", inquiry.pair, label="the record of detectors")
    told = [] if found is None else [_ahead(found), Sentence(trigger_words(found), (found,)), _null(found)]
    return inquiry.section(
        "regime",
        "Regime",
        [says(found), told, says(change), says(scored)],
        tables=[*([] if found is None else [_table(found)]), *([] if scored is None else [scorecard_table(scored)])],
        charts=[] if found is None else regime_chart(inquiry, found),
    )


def named(found: Finding) -> str:
    """ "the volatile regime" or "the regime that favours IWM"."""
    if found.detail["regime"] == "volatile":
        return "the volatile regime"
    return f"the regime that {found.detail['regime']}"


def step_of(found: Finding) -> str:
    """What the pair steps by: a year has fewer steps than the horizon's sessions only where it is a month."""
    return str(found.detail["step"])


def trigger_words(found: Finding) -> str:
    """What the next step's spread would have to be for the other regime to become the likelier one."""
    detail: Any = found.detail
    first, second = found.subject.first, found.subject.second  # type: ignore[union-attr]
    triggers, word = detail["triggers"], step_of(found)
    if triggers is None:
        return f"No move of the next {word} would carry the probability of the volatile regime to one half or below."
    low, high = (points(abs(float(triggers[side]))) for side in ("lower", "upper"))
    if triggers["upper"] <= 0 or triggers["lower"] >= 0:
        return (
            f"After the next {word} the quiet regime is the likelier one only for a log spread between"
            f" {percent(triggers['lower'])} and {percent(triggers['upper'])}."
        )
    if detail["volatile_probability"] < 0.5:
        return (
            f"The volatile regime becomes the likelier one if {first} beats {second} by more than {high} in the next"
            f" {word}, or trails by more than {low}."
        )
    return (
        f"The quiet regime becomes the likelier one only if, in the next {word}, {first} beats {second} by less than"
        f" {high} or trails by less than {low}."
    )


def _ahead(found: Finding) -> Sentence:
    ahead: Any = found.detail["ahead"]
    share = share_words(float(found.detail["long_run_share"]))  # type: ignore[arg-type]
    span = count(int(ahead["steps"]), step_of(found))
    first, second = found.subject.first, found.subject.second  # type: ignore[union-attr]
    text = (
        f"In {span} the probability of {named(found)} is expected to be"
        f" {share_words(float(ahead['probability']))}, on its way to {share}, its share in the long run."
        f" Until then {first} would move by {points(float(ahead['spread_mean']))} against {second} on average, with a"
        f" standard deviation of {points(float(ahead['spread_deviation']))}: the fitted means, taken as true."
    )
    return Sentence(text, (found,))


def _null(found: Finding) -> Sentence:
    detail: Any = found.detail
    alone, level = (percent(float(detail[key]), 0) for key in ("one_regime_p_value", "equal_means_p_value"))
    text = (
        f"Against chance, by {detail['draws']} drawn series each: two regimes against a single normal one have a"
        f" p-value of {alone}, which says that moves come in waves and no more; two means against one, {level}."
    )
    return Sentence(text, (found,))


def _table(found: Finding) -> Table:
    detail: Any = found.detail
    word = step_of(found)
    columns = ("Regime", f"Mean a {word}", f"Deviation a {word}", "Lasts on average", "Probability now")
    note = (
        f"Log return of the first leg less the second's. Fitted on data to {detail['fitted_to']}, filtered to the day."
        f" Lasts: {word}s."
    )
    volatile = float(detail["volatile_probability"])
    rows = tuple(
        _row(found, name, at, chance) for name, at, chance in (("quiet", 0, 1 - volatile), ("volatile", 1, volatile))
    )
    return Table("The two regimes", columns, rows, frozenset(columns[1:]), frozenset(), note)


def _row(found: Finding, name: str, at: int, chance: float) -> tuple[Cell, ...]:
    detail: Any = found.detail
    return (
        cell(found, name),
        cell(found, signed_percent(detail["means"][at], 3)),
        cell(found, plain_percent(detail["sigma"][at], 2)),
        cell(found, f"{detail['expected_durations'][at]:,.0f}"),
        cell(found, plain_percent(chance)),
    )
