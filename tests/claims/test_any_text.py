"""Any text at all: nothing raises, spans fit, and the work grows with the length and no faster."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rotascope.claims.read import read
from tests.claims.scoring import passages

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = ("text", "html", "markdown")
PIECES = [
    *sorted({word for passage in passages() for word in passage["text"].split()}),
    "%", "(", ")", "\n", "\n\n", "$", "-", "−", "“", "”", ".", "...", "1,", "|", "<p>", "&amp;", "²", "٣", "Ⅷ", "½",
    "0", "99999999999999999999", "(NYSE:", "from", "to", "between", "and", "respectively", "double-digit",
]  # fmt: skip


def whole(text: str, form: Literal["text", "html", "markdown"]) -> None:
    article = read(text, form=form)
    for claim in article.claims:
        assert article.text[claim.span.start : claim.span.end] == claim.text


@given(st.text(max_size=400), st.sampled_from(FORMS))
def test_random_text(text: str, form: Literal["text", "html", "markdown"]) -> None:
    whole(text, form)


@given(st.binary(max_size=400), st.sampled_from(["latin-1", "utf-8", "utf-16"]), st.sampled_from(FORMS))
def test_random_bytes(data: bytes, encoding: str, form: Literal["text", "html", "markdown"]) -> None:
    whole(data.decode(encoding, "replace"), form)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_words_of_market_reports_in_any_order(words: list[str]) -> None:
    whole(" ".join(words), "text")


@given(st.text(alphabet=st.characters(codec=None, categories=["Cs", "Nd", "Lu"]), max_size=60))
def test_lone_surrogates_and_foreign_digits(text: str) -> None:
    whole(f"{text} rose 5.8% {text}", "text")


HARD: dict[str, tuple[str, Callable[[int], str]]] = {
    "one letter": ("text", lambda n: "a" * n),
    "digits": ("text", lambda n: "7" * n),
    "thousands": ("text", lambda n: "1,234" * n),
    "full stops": ("text", lambda n: "." * n),
    "brackets": ("text", lambda n: "(" * n),
    "quotation marks": ("text", lambda n: '"' * n),
    "spaces": ("text", lambda n: " " * n),
    "line ends": ("text", lambda n: "\n" * n),
    "symbols": ("text", lambda n: "(NYSE: " * n),
    "per cents": ("text", lambda n: "5% " * n),
    "names": ("text", lambda n: "Apple and " * n),
    "dates": ("text", lambda n: "Jan. 14, 2026 " * n),
    "rows": ("text", lambda n: "AAPL 1.00 +1.00 (1%)\n" * n),
    "half rows": ("text", lambda n: "A " * n + "%"),
    "hyphens": ("text", lambda n: "year-to-" * n),
    "deep tags": ("html", lambda n: "<div>" * n + "up 5%"),
    "open tags": ("html", lambda n: "<" * n),
    "tables": ("html", lambda n: "<table><tr><td>" * n),
    "quotes of quotes": ("markdown", lambda n: "> " * n),
    "square brackets": ("markdown", lambda n: "[" * n),
    "emphasis": ("markdown", lambda n: "*a_" * n),
    "back ticks": ("markdown", lambda n: "`" * n),
    "bars": ("markdown", lambda n: "|" * n + "\n" + "|-" * n),
    "lists": ("markdown", lambda n: "- " * n),
}


@pytest.mark.parametrize("name", HARD)
def test_long_and_hostile_text_is_read(name: str) -> None:
    form, make = HARD[name]
    whole(make(6_000), form)  # type: ignore[arg-type]


def calls_for(text: str) -> int:
    """How many Python calls a reading makes: work, not time."""
    count = 0

    def seen(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call" or event == "c_call"

    sys.setprofile(seen)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "make",
    [
        lambda n: " ".join(passage["text"] for passage in passages() if passage.get("form", "text") == "text") * n,
        *(HARD[name][1] for name in ("per cents", "names", "dates", "symbols", "rows", "hyphens")),
    ],
    ids=["passages", "per cents", "names", "dates", "symbols", "rows", "hyphens"],
)
def test_twice_the_text_is_at_most_twice_the_work(make: Callable[[int], str]) -> None:
    read("Stocks rose 1%.")  # the lexicon is made once
    size = 1 if len(make(1)) > 1000 else 2400 // len(make(1)) * 2
    once, twice = calls_for(make(size)), calls_for(make(2 * size))
    assert twice <= 2.3 * once + 2000
