"""What models can be asked: figures by name, each a function from a panel to one answer, as measures are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.models.breaks import change_point
from rotascope.models.endurance import episode_survival
from rotascope.models.episodes import episode
from rotascope.models.jump_regime import jump_regime
from rotascope.models.persistence import leader_persistence
from rotascope.models.recent import run_length
from rotascope.models.regime_probability import regime_probability
from rotascope.models.track_record import scorecard

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.measures.measured import Measured

FIGURES: dict[str, Callable[..., Measured]] = {
    "episode": episode,
    "episode_survival": episode_survival,
    "jump_regime": jump_regime,
    "leader_persistence": leader_persistence,
    "change_point": change_point,
    "run_length": run_length,
    "regime_probability": regime_probability,
    "scorecard": scorecard,
}
