"""What a claim is about, as far as the data hold it, and what to say where they do not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rotascope.claims.check.trials import cannot

if TYPE_CHECKING:
    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.verdicts import Judgement, Said
    from rotascope.claims.claim import Claim, Entity

PRICED = ("index", "fund", "stock", "basket", "sector", "market")


def is_held(asker: Asker, *entities: Entity | None) -> bool:
    """Whether the data hold each of them."""
    return all(entity is not None and asker.knows(entity.subject) for entity in entities)


def missing(claim: Claim, entity: Entity | None, needed: str, expected: Said) -> Judgement:
    """The verdict on a claim about something that the data do not hold, with what would be needed."""
    if entity is None:
        return cannot(claim, f"The sentence names nothing that these data hold; its own {needed} would be needed.",
                      expected)  # fmt: skip
    return cannot(claim, f"These data hold nothing for {entity.name}: {needed} of it would be needed.", expected)


def main_subject(asker: Asker) -> str:
    """What the article speaks of most: the subject of most claims about returns, records and streaks."""
    kinds = ("return", "comparison", "record", "streak")
    named = [claim.subject for claim in asker.article.claims if claim.kind in kinds and claim.subject is not None]
    counts = Counter(entity.subject for entity in named if entity.kind in PRICED and asker.knows(entity.subject))
    return counts.most_common(1)[0][0] if counts else ""
