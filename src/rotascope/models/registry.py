"""What models can be asked: figures by name, each a function from a panel to one answer, as measures are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.models.persistence import leader_persistence

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.measures.measured import Measured

FIGURES: dict[str, Callable[..., Measured]] = {
    "leader_persistence": leader_persistence,
}
