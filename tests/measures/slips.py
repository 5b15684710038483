"""What no sentence may hold."""

from __future__ import annotations

import re

# A signed zero, a number that is none, two spaces, one of many.
FAULTS = re.compile(
    r"-0\.0+(?!\d)|\bnan\b|\binf\b|None|  |\b1 (days|sessions|years|weeks|months|decisions|cuts|rises)\b"
)
# Zero that rose, one move that were, from a day to the same, months that was.
GRAMMAR = re.compile(
    r"\b(fell|rose) (by )?0(\.0+)?(%| |$)|moves were 1 |\bfrom (\d{4}-\d\d-\d\d) to \4\b|, \w+ \d{4} was not"
)
