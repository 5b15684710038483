"""What an article has said so far: whom a pronoun means, and which window goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from rotascope.claims.claim import Claim, Entity, Window
    from rotascope.claims.read.lexicon import Lexicon

KEPT = 12  # names that a pronoun may reach back to
_FITS = {
    "index": ("index",),
    "fund": ("fund",),
    "stock": ("stock",),
    "sector": ("sector",),
    "basket": ("basket",),
    "rate": ("rate",),
    "group": ("sector", "basket", "index", "market"),
}


@dataclass
class Memory:
    """`subject`: what the last claim, or the last sentence, was about. `named`: names in order, the latest last.

    `window`: that of the last claim, which goes on; `told`: those that were named, which "that month" means.
    `rivals`: the last comparison; `moved`: the last return; `house`: the last that spoke.
    `aim`: the last forecast, which an upside may be measured to.
    """

    lexicon: Lexicon
    dated: date | None = None
    subject: Entity | None = None
    named: list[Entity] = field(default_factory=list)
    window: Window | None = None
    told: list[Window] = field(default_factory=list)
    aim: Claim | None = None
    rivals: Claim | None = None
    moved: Claim | None = None
    house: str = ""
    paragraph: int = -1

    def name(self, entity: Entity) -> None:
        """Takes note of a name."""
        if entity.kind != "house":
            self.named = [*self.named[-KEPT:], entity]

    def fitting(self, kind: str) -> Entity | None:
        """The last name that a pronoun of a kind may mean."""
        if kind == "near":
            return self.named[-1] if self.named else self.subject
        if kind == "any":
            return self.subject or (self.named[-1] if self.named else None)
        if kind in ("former", "latter"):
            return (self.named[-2] if kind == "former" else self.named[-1]) if len(self.named) > 1 else None
        if kind == "slope":
            return self._slope()
        kinds = _FITS.get(kind, ())
        if self.subject is not None and self.subject.kind in kinds:
            return self.subject
        return next((one for one in reversed(self.named) if one.kind in kinds), None)

    def _slope(self) -> Entity | None:
        """The slope that "the spread" means: the last that was named, or that of the last two tenors."""
        rates = [one for one in reversed(self.named) if one.kind == "rate"]
        if rates and "-" in rates[0].subject:
            return rates[0]
        tenors = [one for one in rates if one.subject[:-1].isdigit()]
        other = next((one for one in tenors if one.subject != tenors[0].subject), None)
        if other is None:
            return rates[0] if rates else None
        short, long = sorted((tenors[0], other), key=lambda one: (one.subject[-1] == "y", int(one.subject[:-1])))
        name = f"{long.subject} less {short.subject}"
        return long.model_copy(update={"name": name, "subject": f"{long.subject}-{short.subject}"})

    def turn(self, paragraph: int) -> None:
        """A sentence begins; a new paragraph lets go of the window."""
        if paragraph != self.paragraph:
            self.paragraph, self.window, self.told = paragraph, None, []
            self.aim, self.rivals, self.moved, self.house = None, None, None, ""
