"""Pronouns, and noun phrases that stand for a name: "it", "the index", "the latter"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope.claims.read.item import Item
from rotascope.claims.read.phrases import Phrases

if TYPE_CHECKING:
    from rotascope.claims.read.tokens import Tokens

PRONOUNS = {
    "it": "any",
    "its": "any",
    "they": "any",
    "their": "any",
    "which": "near",
    "who": "near",
    "that": "near",
    "itself": "any",
}

_NOUN_PHRASES: list[tuple[str, str]] = [
    *(
        (f"{the} {noun}", kind)
        for the in ("the", "this", "that")
        for noun, kind in (
            ("index", "index"),
            ("benchmark", "index"),
            ("gauge", "index"),
            ("average", "index"),
            ("fund", "fund"),
            ("etf", "fund"),
            ("stock", "stock"),
            ("shares", "stock"),
            ("company", "stock"),
            ("group", "group"),
            ("sector", "sector"),
            ("basket", "basket"),
            ("tech heavy index", "index"),
            ("chipmaker", "stock"),
            ("stocks", "group"),
            ("iphone maker", "stock"),
            ("chip maker", "stock"),
            ("lender", "stock"),
            ("bank", "stock"),
            ("insurer", "stock"),
            ("automaker", "stock"),
            ("carmaker", "stock"),
            ("drugmaker", "stock"),
            ("airline", "stock"),
            ("retailer", "stock"),
            ("software giant", "stock"),
            ("yield", "rate"),
            ("rate", "rate"),
            ("spread", "slope"),
            ("gap", "slope"),
        )
    ),
    ("the former", "former"),
    ("the latter", "latter"),
]

PRONOUN_PHRASES = Phrases(_NOUN_PHRASES)


def pronoun_at(tokens: Tokens, i: int, word: str) -> Item | None:
    """The pronoun, or the phrase that stands for a name, that begins at token i."""
    if found := (PRONOUN_PHRASES.at(tokens, i) if word in PRONOUN_PHRASES.firsts else None):
        return Item("pronoun", i, found[0], word, found[1])
    return Item("pronoun", i, i + 1, word, PRONOUNS[word]) if word in PRONOUNS else None
