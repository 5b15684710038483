"""Forecasts entered into the ledger, scored when due, backfilled, and counted. Nothing entered is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from rotascope.data.history import day_of
from rotascope.errors import DataError, RotascopeError, UsageError
from rotascope.models.forecast import FIT, walks
from rotascope.models.leader import steps
from rotascope.models.outcome import Outcome, due, outcome
from rotascope.models.scores import brier_losses, log_losses, reliability, shared
from rotascope.pairs import Pair, catalog, pair_series, parse_subject
from rotascope.publish.brief import data_version
from rotascope.questions import last_session

if TYPE_CHECKING:
    from rotascope.data.ledger import Entry, Ledger
    from rotascope.data.market import Market
    from rotascope.data.panel import Panel
    from rotascope.models.forecast import Walk
    from rotascope.questions import Finding

Fields = dict[str, object]
Held = dict[str, "tuple[Pair, Panel]"]
GROUPS = ("live", "asked later", "backfilled")
WALKED = "backfilled "  # how the key begins of what a model alone would have said
LATEST = {252: 7, 12: 35}  # days from the as-of by which a forecast is made: later, part of its outcome is at hand


def forecast_entry(finding: Finding, market: Market, made: date) -> Fields:
    """A finding of `leader_persistence` as an entry, with the day on which it is due.

    One as of a day before the last of the data, or made over a week after it (a month where the pair steps by month),
    is marked as backfilled: it could have been chosen for its outcome.
    """
    pair, asked = pair_of(finding), finding.question
    horizon, window, model = (finding.arguments[name] for name in ("horizon", "window", "model"))
    start = _day(finding.detail["from"])
    version = data_version(market)
    a_year = pair_series(finding.panel, pair).a_year
    later = finding.panel.as_of < last_session(market, pair) or (made - finding.panel.as_of).days > LATEST[a_year]
    return {
        "kind": "forecast",
        "made": made,
        "as_of": asked.as_of,
        "vintage": version,
        "due": due(market.sessions, start, horizon, a_year),
        "key": f"{finding.id} {version}",
        **{"pair": str(pair), "leader": finding.detail["leader"], "horizon": horizon, "window": window, "model": model},
        "basis": finding.arguments["basis"],
        "start": start,
        "probability": finding.value,
        "base_rate": finding.detail["base_rate"],
        "model_probability": finding.detail["model_probability"],
        "backfilled": later,
    }


def pair_of(finding: Finding) -> Pair:
    """The pair that the finding is about."""
    if not isinstance(finding.subject, Pair):
        raise DataError(f"{finding.subject} is no pair, so nobody leads.")
    return finding.subject


def score_due(ledger: Ledger, market: Market, made: date) -> list[Entry]:
    """A score for every forecast whose horizon has ended in the data; the new entries."""
    fresh: list[Fields] = []
    held: Held = {}
    for entry in ledger.open_by(market.last_day):
        if entry["kind"] == "forecast" and (found := came_out(entry, market, held)) is not None:
            fresh.append(_score(entry, found, market, made))
    return ledger.extend(fresh) if fresh else []


def came_out(entry: Mapping[str, Any], market: Market, held: Held | None = None) -> Outcome | None:
    """What became of a forecast; None where the data do not reach its end, or no longer hold its pair.

    held: each pair by its name with its panel, filled as they are met, so that a thousand forecasts read them once.
    """
    name, held = str(entry["pair"]), {} if held is None else held
    try:
        if name not in held:
            held[name] = _latest(name, market)
        pair, panel = held[name]
        leads = 1 if entry["leader"] == str(pair.first) else -1
        length = steps(int(entry["horizon"]), pair_series(panel, pair, entry["basis"]).a_year)
        return outcome(panel, pair, _day(entry["start"]), length, leads, entry["basis"])
    except RotascopeError:
        return None


def _latest(name: str, market: Market) -> tuple[Pair, Panel]:
    pair = parse_subject(name, market)
    if not isinstance(pair, Pair):
        raise DataError(f"{name} is no pair, so nobody leads.")
    return pair, market.as_of(last_session(market, pair))


def _score(entry: Mapping[str, Any], found: Outcome, market: Market, made: date) -> Fields:
    return {
        "kind": "score",
        "made": made,
        "as_of": found.end,
        "vintage": data_version(market),
        "key": f"score {entry['hash']}",
        "of": entry["hash"],
        "first": found.first,
        "second": found.second,
        **_losses(float(entry["probability"]), float(entry["base_rate"]), float(found.kept)),
    }


def _losses(probability: float, base: float, kept: float) -> Fields:
    chance, rate, happened = (np.array([value]) for value in (probability, base, kept))
    return {
        "kept": bool(kept),
        "brier": float(brier_losses(chance, happened)[0]),
        "brier_base_rate": float(brier_losses(rate, happened)[0]),
        "log_score": float(log_losses(chance, happened)[0]),
    }


def backfill(ledger: Ledger, market: Market, of: str, horizon: int, model: str, made: date) -> tuple[int, int]:
    """Enter what the model would have said at each month's end, marked `backfilled`, with its scores.

    How many forecasts and scores are new. Each probability rests on the data up to its own day, as the data stand now.
    """
    if horizon < 1:
        raise UsageError(f"horizon {horizon} must be a whole number of sessions from 1 on.")
    pair, panel = _latest(of, market)
    held: Held = {str(pair): (pair, panel)}
    found = walks(panel, pair, horizon=horizon)
    walk, path = found.by_horizon[horizon], found.path
    at = np.flatnonzero(walk.scored)
    before = len(ledger.entries())
    version = data_version(market)
    made_then = [
        {
            "kind": "forecast",
            "made": made,
            "as_of": day_of(path.at[row]),
            "vintage": version,
            "due": due(market.sessions, day_of(path.at[row]), horizon, path.a_year),
            "key": f"{WALKED}{pair} {horizon} {model} {day_of(path.at[row])} {version}",
            **{"pair": str(pair), "horizon": horizon, "window": 126, "model": model, "basis": "total"},
            "leader": str(pair.first if path.leader[path.rows[row]] > 0 else pair.second),
            "start": day_of(path.at[row]),
            "probability": _said(walk, model)[row],
            "base_rate": float(walk.base[row]),
            "backfilled": True,
        }
        for row in at
    ]
    entered = ledger.extend(made_then)
    outcomes = [came_out(entry, market, held) for entry in entered]
    scored = [_score(entry, one, market, made) for entry, one in zip(entered, outcomes, strict=True) if one is not None]
    middle = len(ledger.entries())
    ledger.extend(scored)
    return middle - before, len(ledger.entries()) - middle


def _said(walk: Walk, model: str) -> list[float]:
    chances = walk.chances[FIT.index(model)] if model in FIT else walk.base
    return [float(value) for value in chances]


def tally(ledger: Ledger) -> dict[str, Any]:
    """The ledger in figures: what is open, and how what was scored did, by group.

    What was published is the base rate where no model has skill; what the model alone would have said is `backfilled`.
    """
    entries = ledger.entries()
    scores = {entry["of"]: entry for entry in entries if entry["kind"] == "score"}
    forecasts = [entry for entry in entries if entry["kind"] == "forecast"]
    groups: dict[str, list[Entry]] = {name: [] for name in GROUPS}
    for one in forecasts:
        groups[_group(one)].append(one)
    open_ones = [dict(one) for one in forecasts if one["hash"] not in scores]
    return {
        "entries": len(entries),
        "chain": "verified",
        "head": entries[-1]["hash"] if entries else None,
        "trials": sum(entry["kind"] == "trial" for entry in entries),
        "house_forecasts": sum(entry["kind"] == "house forecast" for entry in entries),
        "open": sorted(open_ones, key=lambda one: (one["due"], one["number"])),
        "came_out": [{**one, "kept": scores[one["hash"]]["kept"]} for one in forecasts if one["hash"] in scores],
        **{name: _counted([(one, scores[one["hash"]]) for one in held if one["hash"] in scores], held)
           for name, held in groups.items()},
    }  # fmt: skip


def _group(entry: Entry) -> str:
    """Live, or entered later: as a published forecast of a past day, or as what a model would have said."""
    if str(entry["key"]).startswith(WALKED):
        return GROUPS[2]
    return GROUPS[1] if entry["backfilled"] else GROUPS[0]


def _counted(scored: list[tuple[Entry, Entry]], held: list[Entry]) -> dict[str, Any]:
    """Hits (the likelier side happened), misses, mean scores, calibration by bins of at least ten effective cases."""
    counts: dict[str, Any] = {"forecasts": len(held), "scored": len(scored)}
    if not scored:
        return counts
    chance = np.array([one["probability"] for one, _ in scored])
    kept = np.array([float(score["kept"]) for _, score in scored])
    hits = int(((chance > 0.5) == (kept > 0.5)).sum())
    means = {name: float(np.mean([score[name] for _, score in scored])) for name in ("brier", "brier_base_rate")}
    effective = _effective(scored)
    return counts | {
        "hits": hits,
        "misses": len(scored) - hits,
        **means,
        "effective_n": effective,
        "calibration": reliability(chance, kept, effective),
    }


def _effective(scored: list[tuple[Entry, Entry]]) -> float:
    """Independent cases among them, series by series (pair, horizon and window): what overlaps counts as `shared`.

    By the dates that stand in the ledger, however often, by how many models and under which of its names one date of
    a pair was forecast.
    """
    series: dict[tuple[frozenset[str], int, int], list[str]] = {}
    for one, _ in scored:
        series.setdefault((_legs(one["pair"]), one["horizon"], one["window"]), []).append(one["start"])
    return sum(_apart(sorted(starts), horizon, window) for (_, horizon, window), starts in series.items())


def _legs(pair: str) -> frozenset[str]:
    """The legs of a pair by any of its names: mega/small, QQQ/IWM."""
    first, _, second = pair.partition("/")
    known = catalog().get(pair) or catalog().get(f"{second}/{first}")
    return frozenset((str(known.first), str(known.second)) if known is not None else pair.split("/"))


def _apart(starts: list[str], horizon: int, window: int) -> float:
    days = np.array(starts, "datetime64[D]").astype(np.int64) * 252 / 365  # in sessions
    days, times = np.unique(days, return_counts=True)
    total = times @ shared(np.abs(days[:, None] - days), horizon, window) @ times
    return float(times.sum() ** 2 / total)


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
