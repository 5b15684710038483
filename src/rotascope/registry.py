"""Everything that can be asked, by name: the measures and the models' figures, joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.measures.registry import MEASURES
from rotascope.models.registry import FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.measures.measured import Measured

ASKED: dict[str, Callable[..., Measured]] = {**MEASURES, **FIGURES}
