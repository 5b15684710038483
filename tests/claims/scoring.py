"""How well claims are read: passages with the claims that a person finds in them, and the share that is found.

A passage file holds `[[passages]]` with `id`, `dated`, `form` (text where it is left out), `text` and
`[[passages.claims]]`. A claim's keys: `kind`, `subject` (as a question takes it; a name where the data hold nothing for
it; "" where the claim has none), `figure`, `other`, `other_figure`, `window` (its kind; left out where the sentence
states none), and, where they matter, `start`, `end`, `count`, `months`, `extreme`, `direction`, `measure`, `since`,
`years`, `house`, `hedge`, `unit`, `upper`, `quoted`, `negated`, `rules_out`, `parts` (values by role), `text`.
Further keys (`verdict` and the like) are for other readers of these files.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rotascope.claims.read import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rotascope.claims.claim import Claim, Entity, Figure

FOLDER = Path(__file__).parent / "passages"
_WINDOW = ("start", "end", "count", "months", "extreme")
_PLAIN = ("direction", "measure", "house", "quoted", "negated", "text")


@dataclass
class Score:
    """Claims expected, found and right; `slips`: one line each."""

    expected: int = 0
    found: int = 0
    right: int = 0
    slips: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0


def passages(pattern: str = "*.toml") -> list[dict[str, Any]]:
    """Every passage of the files of a pattern, in order of file and place."""
    found: list[dict[str, Any]] = []
    for file in sorted(FOLDER.glob(pattern)):
        found += tomllib.loads(file.read_text(encoding="utf-8"))["passages"]
    return found


def score(chosen: Sequence[dict[str, Any]]) -> Score:
    """Precision and recall over passages; a surplus claim counts as wrong."""
    total = Score()
    for passage in chosen:
        claims = list(read(passage["text"], form=passage.get("form", "text"), dated=passage.get("dated")).claims)
        wanted = passage.get("claims", [])
        left = list(wanted)
        total.expected += len(wanted)
        total.found += len(claims)
        for claim in claims:
            same = next((one for one in left if matches(claim, one)), None)
            if same is None:
                total.slips.append(f"{passage['id']}: surplus {told(claim)}")
            else:
                left.remove(same)
                total.right += 1
        total.slips += [f"{passage['id']}: missed {one}" for one in left]
    return total


def matches(claim: Claim, wanted: dict[str, Any]) -> bool:
    """Whether a claim is the one wanted: kind, sides, figures and window, and every further key that is given."""
    if claim.kind != wanted["kind"] or not _same_window(claim, wanted):
        return False
    sides = wanted.get("subject", "") in _names(claim.subject) and wanted.get("other", "") in _names(claim.other)
    figures = _near(claim.figure, wanted.get("figure")) and _near(claim.other_figure, wanted.get("other_figure"))
    return sides and figures and _same_rest(claim, wanted)


def _name(entity: Entity | None) -> str:
    return "" if entity is None else entity.subject or entity.name


def _names(entity: Entity | None) -> tuple[str, ...]:
    """What an entity may be called: also by its ticker where the vintage holds no series of it."""
    return (_name(entity),) if entity is None or entity.subject else (_name(entity), entity.ticker)


def _near(figure: Figure | None, value: float | None) -> bool:
    if figure is None or value is None:
        return figure is None and value is None
    return abs(figure.value - value) <= 1e-9 * max(1.0, abs(value))


def _same_window(claim: Claim, wanted: dict[str, Any]) -> bool:
    window = claim.window
    if "window" not in wanted:
        return window is None or window.kind == "unstated"
    if window is None or window.kind != wanted["window"]:
        return False
    return all(getattr(window, key) == wanted[key] for key in _WINDOW if key in wanted)


def _same_rest(claim: Claim, wanted: dict[str, Any]) -> bool:
    said = {
        "since": claim.record_since,
        "years": claim.record_years,
        "hedge": claim.figure and claim.figure.hedge,
        "unit": claim.figure and claim.figure.unit,
        "upper": claim.figure and claim.figure.upper,
        "rules_out": list(claim.rules_out),
        **{key: getattr(claim, key) for key in _PLAIN},
    }
    if any(said[key] != wanted[key] for key in said if key in wanted):
        return False
    parts = wanted.get("parts", {})
    return all(_near(claim.parts.get(role), value) for role, value in parts.items())


def told(claim: Claim) -> str:
    """A claim in one line."""
    figure = None if claim.figure is None else claim.figure.value
    other = None if claim.other_figure is None else claim.other_figure.value
    window = "" if claim.window is None else f"{claim.window.kind} {claim.window.start} {claim.window.end}"
    return (
        f"{claim.kind} of {_name(claim.subject)} {figure} / {_name(claim.other)} {other} [{window}]"
        f" {claim.measure} {claim.direction}: {claim.text!r}"
    )
