"""A checked article shown: cut where claims begin and end, safe against what it holds, complete in every format."""

from __future__ import annotations

import html
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from rotascope.claims.check import VERDICTS, Checked, Judgement, check_article
from rotascope.claims.claim import Article, Claim, Span
from rotascope.publish import article
from rotascope.publish.article import SIGNS, Note, contradictions, paragraphs, summary_line
from rotascope.publish.render_article_html import render_article_html
from rotascope.publish.render_article_markdown import render_article_markdown
from rotascope.publish.render_article_terminal import print_checked
from tests.claims.making import YEAR, claim, figure
from tests.measures.hand import embedded
from tests.publish.test_page import HOSTILE, Page

DAY = date(2026, 1, 14)


def placed(text: str, start: int, end: int, one: Claim) -> Claim:
    return one.model_copy(update={"text": text[start:end], "span": Span(start=start, end=end)})


def checked(text: str, *claims: Claim) -> Checked:
    return check_article(Article(text=text, dated=DAY, claims=claims), embedded().as_of("2026-01-14"))


def marked(text: str, *spans: tuple[int, int]) -> Checked:
    """An article whose opinions stand at these places."""
    claims = [placed(text, start, end, claim("opinion")) for start, end in spans]
    told = tuple(Judgement(one, "fails", "why") for one in claims)
    return Checked(Article(text=text, dated=DAY, claims=tuple(claims)), DAY, "v", told)


@pytest.fixture(scope="module")
def hostile() -> Checked:
    """Text, names and readings that would break a page."""
    text = f"{HOSTILE} The fund rose 6.9% this year.\n\nIt is up 9.0% {HOSTILE}"
    first, second = text.index("The fund"), text.index("It is")
    return checked(
        text,
        placed(text, first, first + 31, claim("return", "IWM", figure="6.9", window=YEAR)),
        placed(text, second, len(text), claim("return", "IWM", figure="9.0", window=YEAR)),
        placed(text, 0, 5, claim("level", "AAPL", figure=figure("1.00", "dollars"), house=HOSTILE)),
    )


@given(st.text(alphabet="ab \n", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_paragraphs_hold_every_word_once_and_mark_what_the_spans_say(text: str, spans: list[tuple[int, int]]) -> None:
    made = paragraphs(marked(text, *spans))
    assert "".join("".join(part.text for part in made).split()) == "".join(text.split())
    inside = sorted(set(spans))
    good = [(start, end) for start, end in inside if 0 <= start < end <= len(text)]
    covered = "".join(piece.text for part in made for piece in part.pieces if piece.notes)
    at = sorted({place for start, end in good for place in range(start, end)})
    assert covered == "".join(text[place] for place in at) or not "".join(text[place] for place in at).strip()


def test_a_line_break_ends_a_paragraph_but_not_within_a_claim() -> None:
    text = "one\n\ntwo\nthree"
    assert [part.text for part in paragraphs(marked(text))] == ["one", "two", "three"]
    assert [part.text for part in paragraphs(marked(text, (5, 14)))] == ["one", "two\nthree"]


def test_words_of_two_claims_show_the_graver_verdict() -> None:
    text = "up this year"
    claims = [placed(text, 0, 12, claim("opinion")), placed(text, 3, 7, claim("opinion"))]
    told = (Judgement(claims[0], "holds", ""), Judgement(claims[1], "fails", ""))
    whole = Checked(Article(text=text, dated=None, claims=tuple(claims)), DAY, "v", told)
    assert [(piece.text, piece.verdict) for piece in paragraphs(whole)[0].pieces] == [
        ("up ", "holds"), ("this", "fails"), (" year", "holds"),
    ]  # fmt: skip


def test_the_summary_counts_each_verdict() -> None:
    every = [Judgement(claim("opinion"), verdict, "") for verdict in VERDICTS for _ in range(2)]
    whole = Checked(Article(text="", dated=None, claims=()), DAY, "v", tuple(every))
    assert summary_line(whole) == (
        "12 claims: 2 hold, 2 hold approximately, 2 hold on another date, 2 hold under another reading, 2 fail and"
        " 2 cannot be checked; 2 sentences say an opinion or a cause."
    )
    assert summary_line(marked("nothing")) == "No checkable claim was found."
    assert set(SIGNS) == set(VERDICTS)


def test_contradictions_are_told_on_both_claims() -> None:
    text = "The fund rose 6.9%. Later: the fund rose 9.0%."
    whole = checked(
        text,
        placed(text, 0, 18, claim("return", "IWM", figure="6.9", window=YEAR)),
        placed(text, 27, 45, claim("return", "IWM", figure="9.0", window=YEAR)),
    )
    assert len(contradictions(whole)) == 1
    assert "elsewhere it says 9.0%" in whole.judgements[0].why
    assert "elsewhere it says 6.9%" in whole.judgements[1].why


def test_contradictions_said_again_are_told_once_and_very_many_are_cut() -> None:
    def saying(*figures: str) -> Checked:
        claims = [claim("return", "IWM", figure=one, window=YEAR) for one in figures]
        told = tuple(Judgement(one.model_copy(update={"text": f"rose {said}"}), "fails", "")
                     for one, said in zip(claims, figures, strict=True))  # fmt: skip
        return Checked(Article(text="", dated=DAY, claims=()), DAY, "v", told)

    assert len(contradictions(saying("6.9", "9.0", "6.9", "9.0", "9.0"))) == 1
    assert len(contradictions(saying("6.9", "9.0", "8.0"))) == 3
    assert len(contradictions(saying(*(f"{number}.0" for number in range(1000))))) == 40


def test_work_grows_with_the_number_of_claims_and_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: how often a claim's place is looked at, in one paragraph and in many."""
    looked: list[int] = []

    def place(note: Note) -> int:
        looked.append(1)
        return note.judgement.claim.span.start

    monkeypatch.setattr(article, "_start", place)
    for text in ("ab " * 1000, "ab\n" * 1000):
        counts = []
        for number in (100, 1000):
            looked.clear()
            paragraphs(marked(text[: 3 * number], *((3 * at, 3 * at + 2) for at in range(number))))
            counts.append(len(looked))
        assert counts[1] < 11 * counts[0]


def test_findings_are_numbered_once_and_not_once_a_finding(monkeypatch: pytest.MonkeyPatch, hostile: Checked) -> None:
    asked: list[Checked] = []
    real = Checked.numbers.fget  # type: ignore[attr-defined]

    def numbers(whole: Checked) -> dict[str, int]:
        asked.append(whole)
        found: dict[str, int] = real(whole)
        return found

    monkeypatch.setattr(Checked, "numbers", property(numbers))
    for render in (render_article_markdown, render_article_html):
        asked.clear()
        render(hostile)
        assert len(asked) == 1


def test_the_page_is_whole_and_loads_nothing(hostile: Checked) -> None:
    page = Page()
    text = render_article_html(hostile, HOSTILE)
    page.feed(text)
    assert page.open == []
    assert page.scripts == []
    assert not [tag for tag, attrs in page.tags if tag == "img" or "onerror" in attrs or "style" in attrs]
    assert all(str(attrs["href"]).startswith("#") for tag, attrs in page.tags if tag == "a")
    assert html.escape(HOSTILE, quote=False).split('"')[0] in text
    assert "default-src 'none'; script-src 'none'" in html.unescape(text)


def test_every_link_of_the_page_leads_somewhere(hostile: Checked) -> None:
    page = Page()
    page.feed(render_article_html(hostile))
    named = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    assert [attrs["href"] for tag, attrs in page.tags if tag == "a" and str(attrs["href"])[1:] not in named] == []


def test_the_page_names_each_verdict_and_figure(hostile: Checked) -> None:
    text = render_article_html(hostile)
    assert all(finding.id in text for finding in hostile.findings)
    for verdict in hostile.summary:
        assert f"</span> {verdict}</span>" in text


def test_markdown_takes_the_article_s_signs_as_themselves(hostile: Checked) -> None:
    text = render_article_markdown(hostile, HOSTILE)
    assert "<img" not in text.replace("\\<img", "")
    assert "**holds**" in text
    assert "**fails**" in text


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_terminal_shows_a_row_a_claim(hostile: Checked, encoding: str) -> None:
    console = Console(file=io.TextIOWrapper(io.BytesIO(), encoding=encoding), width=80, color_system=None)
    with console.capture() as painted:
        print_checked(hostile, console)
    lines = painted.get().splitlines()
    assert max(map(len, lines)) <= 80
    assert encoding == "utf-8" or painted.get().isascii()
    assert lines[0] == "3 claims: 1 holds and 2 fail."


def test_the_json_is_the_contract_s(hostile: Checked) -> None:
    data = json.loads(json.dumps(hostile.to_dict(), allow_nan=False))
    assert list(data) == ["as_of", "summary", "claims"]
    assert data["summary"] == {"holds": 1, "fails": 2}
    keys = ["text", "span", "kind", "verdict", "reading", "date", "expected", "actual", "why", "findings"]
    assert all(list(one) == keys for one in data["claims"])
    assert data["claims"][0]["expected"] == 0.069
    assert data["claims"][0]["findings"][0]["id"].startswith("period_return-IWM-ytd-")
