"""`forecast` and `ledger`: a probability that is entered when it is made, and scored when it is due."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from rotascope.cli.options import AsOf, Json, complete_pairs, give
from rotascope.errors import UsageError


def forecast(
    pair: Annotated[
        str,
        typer.Argument(metavar="PAIR", help="Known to `rotascope pairs`, or IWM/SPY.", autocompletion=complete_pairs),
    ] = "small/mega",
    horizon: Annotated[int, typer.Option("--horizon", metavar="SESSIONS", help="Over how many sessions.")] = 63,
    window: Annotated[int, typer.Option("--window", metavar="SESSIONS", help="Over how many the leader led.")] = 126,
    model: Annotated[
        str,
        typer.Option("--model", metavar="MODEL", help="logistic, one input of it, or base; see `measures`."),
    ] = "logistic",
    as_of: AsOf = None,
    outcome: Annotated[bool, typer.Option("--outcome", help="Then say how it came out: hindsight.")] = False,
    no_ledger: Annotated[bool, typer.Option("--no-ledger", help="Enter nothing, score nothing.")] = False,
    json: Json = False,
) -> None:
    """How likely today's leader still leads over a horizon.

    The model's probability where its past forecasts beat the base rate, else the base rate, which is how often leaders
    kept leading. Beside it both scores so far and what skill there is. The forecast is entered into the ledger in your
    home folder, once, and those that are due are scored. As of a day in the past it is marked as backfilled.

    \b
    Examples:
      rotascope forecast small/mega
      rotascope forecast small/mega --horizon 126 --as-of 2026-01-14 --outcome
      rotascope forecast IWM/SPY --model momentum --no-ledger
    """
    from rotascope.cli.forecast_ledger import forecast_entry, score_due
    from rotascope.cli.forecasts_shown import Told, forecast_dict, show_forecast
    from rotascope.data.ledger import Ledger
    from rotascope.data.market import Market
    from rotascope.questions import Question, answer

    market = Market.open()
    params = {"horizon": horizon, "window": window, "model": model}
    finding = answer(Question("leader_persistence", pair, None, as_of, params), market)
    entry = forecast_entry(finding, market, date.today())
    told = Told(finding, entry, market, outcome)
    if no_ledger:
        give(json, lambda: forecast_dict(told), lambda screen: show_forecast(screen, told))
        return
    ledger = Ledger.open()
    entered, scored = ledger.append(entry), score_due(ledger, market, date.today())
    give(
        json,
        lambda: forecast_dict(told, entered, scored),
        lambda screen: show_forecast(screen, told, entered, scored),
    )


def ledger(
    backfill: Annotated[
        str | None,
        typer.Option("--backfill", metavar="PAIR", help="Enter what the model would have said each month, marked so."),
    ] = None,
    horizon: Annotated[int, typer.Option("--horizon", metavar="SESSIONS", help="Of the backfill.")] = 63,
    model: Annotated[str, typer.Option("--model", metavar="MODEL", help="Of the backfill.")] = "logistic",
    trials: Annotated[bool, typer.Option("--trials", help="Judge every pair, horizon and model together.")] = False,
    json: Json = False,
) -> None:
    """What was forecast, and how it came out.

    Every line is checked against the hash of the one before it; a line that was changed is an error. Forecasts that
    are due are scored first. Forecasts made live, asked later as of a past day, and backfilled for a model are counted
    apart.

    \b
    Examples:
      rotascope ledger
      rotascope ledger --backfill small/mega
      rotascope ledger --trials
      rotascope ledger --json
    """
    from rotascope.cli import forecast_ledger as entering
    from rotascope.cli.forecasts_shown import show_tally, show_trials, trials_dict
    from rotascope.cli.trial_ledger import enter_trials
    from rotascope.data.ledger import Ledger
    from rotascope.data.market import Market
    from rotascope.models.inputs import MODELS

    if backfill is not None and trials:
        raise UsageError("Give --backfill or --trials, not both.")
    if model not in MODELS:
        raise UsageError(f"model {model!r} must be one of {', '.join(MODELS)}.")
    market, held = Market.open(), Ledger.open()
    if trials:
        judged = enter_trials(held, market, date.today())
        give(json, lambda: trials_dict(judged), lambda screen: show_trials(screen, judged))
        return
    added = entering.backfill(held, market, backfill, horizon, model, date.today()) if backfill else (0, 0)
    scored = entering.score_due(held, market, date.today()) if held.path.exists() else []
    counted = entering.tally(held) | {"added": {"forecasts": added[0], "scores": added[1] + len(scored)}}
    give(json, lambda: counted, lambda screen: show_tally(screen, counted, held.path))
