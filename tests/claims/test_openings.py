"""Short ways past words that begin nothing find what the long way finds."""

from __future__ import annotations

from datetime import date

import pytest

from rotascope.claims.read.items import Reader
from rotascope.claims.read.lexicon import vintage_lexicon
from rotascope.claims.read.tokens import tokens_of
from rotascope.claims.read.windows import FIRSTS, RULES, Calendar
from tests.claims.scoring import passages

TEXTS = [passage["text"] for passage in passages() if passage.get("form", "text") == "text"]
DATED = date(2026, 1, 14)


def test_times_begin_only_with_the_words_that_a_rule_names() -> None:
    calendar = Calendar(DATED)
    for text in TEXTS:
        tokens = tokens_of(text)
        for i, word in enumerate(tokens.words):
            if word in FIRSTS or (len(word) == 4 and word.isdigit()):
                tried = next((found for rule, _ in RULES if (found := rule(calendar, tokens, i))), None)
                short = calendar.at(tokens, i)
                assert (short and short[1].text) == (tried and tried[1].text), (text, word)


@pytest.mark.parametrize("part", range(4))
def test_words_that_nothing_follows_are_what_they_are_alone(part: int) -> None:
    quick, slow = Reader(vintage_lexicon(), Calendar(DATED)), Reader(vintage_lexicon(), Calendar(DATED))
    slow._openings = type("", (), vars(slow._openings) | {"plain": {}, "timeless": {}, "simple": {}})()
    for text in TEXTS[part::4]:
        assert quick.items_of(tokens_of(text)) == slow.items_of(tokens_of(text)), text
