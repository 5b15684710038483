"""How likely the leader still leads in one, three, six and twelve months, and what such forecasts have been worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.wording import count, listed, percent
from rotascope.models.forecast import HORIZONS
from rotascope.publish.charts.reliability import reliability_chart
from rotascope.publish.figures import cell, plain_percent, scalar, signed
from rotascope.publish.inquiry import says
from rotascope.publish.parts import Sentence, Table

if TYPE_CHECKING:
    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Cell, Section
    from rotascope.questions import Finding

MIDDLE = 63  # sessions: the horizon of the question that was fixed beforehand


def persistence(inquiry: Inquiry) -> Section:
    """Published probability, base rate and skill by horizon; the reliability of the question fixed beforehand."""
    asked = {
        horizon: inquiry.ask(
            "leader_persistence", inquiry.pair, horizon=horizon, label=f"a forecast over {count(horizon, 'session')}"
        )
        for horizon in HORIZONS
    }
    known = {horizon: found for horizon, found in asked.items() if found is not None}
    middle = known.get(MIDDLE, next(iter(known.values()), None))
    return inquiry.section(
        "persistence",
        "Odds that the lead lasts",
        [says(middle), _worth(list(known.values()))],
        tables=[_table(known)],
        charts=[] if middle is None else reliability_chart(middle, inquiry.panel.as_of),
    )


def _worth(found: list[Finding]) -> list[Sentence]:
    """What the models were worth at all horizons, in plain words."""
    judged = [one for one in found if one.detail["verdict"] != "not scored"]
    if not judged:
        return []
    skilful = [one for one in judged if one.detail["verdict"] == "skill"]
    rates = listed([percent(scalar(one)) for one in found])
    spans = _spans(found)
    if not skilful:
        text = (
            f"{_unbeaten(len(judged), len(found))}, so the base"
            f" {'rate is the forecast' if len(found) == 1 else 'rates are the forecasts'}: {rates} over {spans}."
        )
        return [Sentence(text, tuple(found))]
    elsewhere = "" if len(skilful) == len(found) else "; elsewhere the base rate is the forecast"
    text = f"The model has beaten the base rate over {_spans(skilful)}{elsewhere}."
    return [Sentence(text, tuple(skilful))]


def _spans(found: list[Finding]) -> str:
    *first, last = (int(str(one.detail["horizon"])) for one in found)
    return listed([*map(str, first), count(last, _step(found[-1]))])


def _unbeaten(judged: int, told: int) -> str:
    if judged == 1:
        return "At the one horizon judged so far the model has not beaten the base rate"
    which = "" if judged == told else " judged so far"
    return f"At none of the {judged} horizons{which} has the model beaten the base rate"


def _step(found: Finding) -> str:
    return "month" if found.detail["horizon"] != found.arguments["horizon"] else "session"


def _table(known: dict[int, Finding]) -> Table:
    columns = ("Horizon", "Leader", "Forecast", "Base rate", "Model", "Skill", "95% interval", "Cases", "Independent")
    note = (
        "Forecast: the model's probability where its record beats the base rate's, else the base rate. Skill: 1 less"
        " the model's Brier score over the base rate's, by monthly forecasts made from what was known; its interval by"
        " blocks of 1.5 horizons. Cases overlap; the last column says as how many independent ones they count."
    )
    return Table(
        "By horizon",
        columns,
        tuple(_row(found) for found in known.values()),
        frozenset(columns[2:]),
        frozenset({"Cases", "95% interval"}),
        note,
    )


def _row(found: Finding) -> tuple[Cell, ...]:
    detail = found.detail
    chance, skill = detail["model_probability"], detail.get("skill")
    between = "–"
    if skill is not None:
        between = " to ".join(signed(float(str(detail[key])) * 100, 1, "%") for key in ("skill_low", "skill_high"))
    return (
        cell(found, count(int(str(detail["horizon"])), _step(found))),
        cell(found, str(detail["leader"])),
        cell(found, plain_percent(scalar(found))),
        cell(found, plain_percent(float(str(detail["base_rate"])))),
        cell(found, "–" if chance is None else plain_percent(float(str(chance)))),
        cell(found, "–" if skill is None else signed(float(str(skill)) * 100, 1, "%")),
        cell(found, between),
        cell(found, f"{detail['base_rate_cases']:,}"),
        cell(found, f"{detail['base_rate_effective_n']:,.0f}"),
    )
