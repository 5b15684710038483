"""The sections by name, in reading order. Adding one: its module, one line here, one row in the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.publish.sections.breadth import breadth
from rotascope.publish.sections.concentration import concentration
from rotascope.publish.sections.episodes import episodes
from rotascope.publish.sections.leadership import leadership
from rotascope.publish.sections.macro import macro
from rotascope.publish.sections.method import method
from rotascope.publish.sections.outlook import outlook
from rotascope.publish.sections.persistence import persistence
from rotascope.publish.sections.quotes import quotes
from rotascope.publish.sections.records import records
from rotascope.publish.sections.regime import regime
from rotascope.publish.sections.rotation import rotation
from rotascope.publish.sections.valuation import valuation
from rotascope.publish.sections.winners import winners

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.publish.inquiry import Inquiry
    from rotascope.publish.parts import Section

SECTIONS: dict[str, Callable[[Inquiry], Section]] = {
    "leadership": leadership,
    "records": records,
    "breadth": breadth,
    "concentration": concentration,
    "winners": winners,
    "valuation": valuation,
    "rotation": rotation,
    "regime": regime,
    "episodes": episodes,
    "persistence": persistence,
    "macro": macro,
    "quotes": quotes,
    "outlook": outlook,
    "method": method,
}
