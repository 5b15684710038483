"""`forecast` and `ledger` on the screen and as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rotascope.cli.forecast_ledger import GROUPS, came_out, pair_of
from rotascope.cli.screen import Screen, facts, table
from rotascope.measures.wording import count, decimal, percent, signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rotascope.cli.trial_ledger import Judged
    from rotascope.data.ledger import Entry
    from rotascope.data.market import Market
    from rotascope.questions import Finding

MOST_SHOWN = 12


@dataclass(frozen=True)
class Told:
    """A forecast, its entry, and whether to say how it came out."""

    finding: Finding
    entry: Mapping[str, Any]
    market: Market
    with_outcome: bool

    def hindsight(self) -> str:
        """How it came out, from later data than the forecast's; "" where that was not asked for."""
        if not self.with_outcome:
            return ""
        found = came_out(self.entry, self.market)
        if found is None:
            return f"Hindsight: the data do not reach the {self.entry['due']} on which this is due."
        pair = pair_of(self.finding)
        kept = "kept leading" if found.kept else "did not keep leading"
        return (
            f"Hindsight: from {found.start} to {found.end} {pair.first} returned {signed(found.first)} and"
            f" {pair.second} {signed(found.second)}, so {self.entry['leader']} {kept}."
        )


def forecast_dict(told: Told, entered: Entry | None = None, scored: Sequence[Entry] = ()) -> dict[str, object]:
    """The forecast as plain data."""
    found = came_out(told.entry, told.market) if told.with_outcome else None
    return {
        "forecast": told.finding.to_dict(),
        "due": str(told.entry["due"]),
        "entered": entered["number"] if entered else None,
        "scored": [dict(one) for one in scored],
        "outcome": None if found is None else asdict(found) | {"start": str(found.start), "end": str(found.end)},
    }


def show_forecast(screen: Screen, told: Told, entered: Entry | None = None, scored: Sequence[Entry] = ()) -> None:
    """The sentence, both probabilities, the scores, calibration, and what the ledger did."""
    finding, detail = told.finding, told.finding.detail
    rows = [("forecast", f"{percent(float(told.entry['probability']))} ({detail['verdict']})")]
    if detail["model_probability"] is not None:
        rows += [("model", percent(told.entry["model_probability"]))]
    rows += [("base rate", percent(told.entry["base_rate"])), ("as of", str(finding.question.as_of))]
    rows += [("due", str(told.entry["due"])), ("id", finding.id)]
    screen.show(finding.text, "", facts(rows))
    if "reliability" in detail:
        screen.show("", *_calibration(_rows(detail["reliability"])))
    if told.with_outcome:
        screen.show("", told.hindsight())
    if entered is not None:
        mark = ", marked as backfilled: later prices could be known by then" if entered["backfilled"] else ""
        screen.show("", f"Entry {entered['number']} of the ledger, made {entered['made']}{mark}.")
    if scored:
        screen.show(f"{count(len(scored), 'forecast')} came due and {'was' if len(scored) == 1 else 'were'} scored.")


def _rows(columns: object) -> list[dict[str, Any]]:
    held: Mapping[str, Any] = columns  # type: ignore[assignment]
    return [dict(zip(held, values, strict=True)) for values in zip(*held.values(), strict=True)]


def _calibration(bins: Sequence[Mapping[str, Any]]) -> list[Any]:
    rows = [
        (percent(one["forecast"], 0), percent(one["happened"], 0), f"{one['count']:,}", f"{one['effective']:.0f}")
        for one in bins
    ]
    head = ["said", "happened", "forecasts", "effective"]
    return ["When the model said so, how often it happened:", table(head, rows, right=head)]


def show_tally(screen: Screen, counted: Mapping[str, Any], path: Path) -> None:
    """The ledger: what is in it, what is open, hits, misses and calibration."""
    if not counted["entries"]:
        screen.show(f"The ledger at {path} holds nothing yet; `rotascope forecast` makes the first entry.")
        return
    added = counted["added"]
    fresh = f"{count(added['forecasts'], 'forecast')} and {count(added['scores'], 'score')}"
    note = f" {fresh} are new." if any(added.values()) else ""
    number = f"{counted['entries']:,} {'entry' if counted['entries'] == 1 else 'entries'}"
    others = f"{count(counted['trials'], 'trial')}, {count(counted['house_forecasts'], 'house forecast')}"
    screen.show(f"{number}, {others}; every hash agrees.{note}", "")
    screen.show(facts([(name, _scored(counted[name])) for name in GROUPS]))
    for name in GROUPS:
        if bins := counted[name].get("calibration"):
            screen.show("", f"{name.capitalize()} forecasts.", *_calibration(bins))
    if counted["came_out"]:
        screen.show("", "Last to come out:", _listed(counted["came_out"], latest=True))
    if counted["open"]:
        screen.show("", "Open:", _listed(counted["open"]))


def _scored(group: Mapping[str, Any]) -> str:
    if not group["forecasts"]:
        return "none"
    if not group["scored"]:
        return f"{count(group['forecasts'], 'forecast')}, none scored yet"
    misses = f"{group['misses']:,} {'miss' if group['misses'] == 1 else 'misses'}"
    return (
        f"{count(group['forecasts'], 'forecast')}, {group['scored']:,} scored: {count(group['hits'], 'hit')} and"
        f" {misses} (the likelier side happened or not), about {group['effective_n']:,.0f}"
        f" independent; Brier score {decimal(group['brier'], 3)}, of the base rate"
        f" {decimal(group['brier_base_rate'], 3)}"
    )


def _listed(entries: Sequence[Mapping[str, Any]], *, latest: bool = False) -> Any:
    """The next forecasts to be due, or the latest that were, a line each."""
    chosen = sorted(entries, key=lambda one: (one["due"], one["number"]), reverse=latest)[:MOST_SHOWN]
    rows: list[tuple[str, ...]] = [
        (one["as_of"], one["due"], one["pair"], str(one["horizon"]), one["leader"], percent(one["probability"]),
         "open" if "kept" not in one else "kept" if one["kept"] else "lost")
        for one in chosen
    ]  # fmt: skip
    if len(entries) > MOST_SHOWN:
        rows.append((f"... {len(entries) - MOST_SHOWN:,} more", *[""] * 6))
    head = ["as of", "due", "pair", "horizon", "leader", "said", "the lead"]
    return table(head, rows, right=["horizon", "said"])


def trials_dict(judged: Judged) -> dict[str, object]:
    """The trials as plain data, the likeliest first."""
    return {"trials": [asdict(one) for one in judged.trials], "missing": judged.missing, "added": judged.added}


def show_trials(screen: Screen, judged: Judged) -> None:
    """How many stand up once all are counted, and the likeliest."""
    skilful = [one for one in judged.trials if one.low > 0 and one.adjusted_p < 0.05]
    alone = sum(one.low > 0 for one in judged.trials)
    screen.show(
        f"{count(len(judged.trials), 'trial')} (pairs x horizons x models): {alone} would look skilful alone (chance"
        f" gives about {0.025 * len(judged.trials):.0f}), {len(skilful) or 'none'} once all are counted (Romano-Wolf).",
        "",
    )
    rows = [
        (one.pair, str(one.horizon), one.model, f"{one.n:,}", signed(one.skill),
         f"{signed(one.low)} to {signed(one.high)}", f"{one.adjusted_p:.3f}")
        for one in judged.trials[:MOST_SHOWN]
    ]  # fmt: skip
    head = ["pair", "horizon", "model", "months", "skill", "95% interval", "p"]
    screen.show(table(head, rows, right=head[3:]), *(f"{name}: {why}" for name, why in judged.missing.items()))
