"""`ledger --trials`: every pair, horizon and model judged together, each trial entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rotascope.models.trials import forecast_trials
from rotascope.publish.brief import data_version
from rotascope.questions import last_session

if TYPE_CHECKING:
    from datetime import date

    from rotascope.data.ledger import Ledger
    from rotascope.data.market import Market
    from rotascope.models.trials import Trial


class Judged(NamedTuple):
    """The trials, the likeliest first, why some pairs have none, and how many entries are new."""

    trials: list[Trial]
    missing: dict[str, str]
    added: int


def enter_trials(ledger: Ledger, market: Market, made: date) -> Judged:
    """Every trial of the catalog to the last session of each pair's data, entered once a vintage."""
    trials, missing = forecast_trials(lambda pair: market.as_of(last_session(market, pair)))
    before, version = len(ledger.entries()), data_version(market)
    ledger.extend(
        {
            "kind": "trial",
            "made": made,
            "as_of": market.last_day,
            "vintage": version,
            "key": f"leader_persistence {one.pair} {one.horizon} {one.model} {version}",
            **{"what": "leader_persistence", "pair": one.pair, "horizon": one.horizon, "model": one.model, "n": one.n},
            **{"skill": one.skill, "low": one.low, "high": one.high, "adjusted_p_value": one.adjusted_p},
        }
        for one in trials
    )
    return Judged(trials, missing, len(ledger.entries()) - before)
