"""Articles: from a file, stdin or a URL; read, checked, and their forecasts entered in the ledger."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from rotascope.data.texts import as_text
from rotascope.errors import DataError, UsageError, WriteError

if TYPE_CHECKING:
    from rotascope.claims.check import Checked
    from rotascope.claims.claim import Article
    from rotascope.data.market import Market

Form = Literal["text", "html", "markdown"]
FORMS: dict[str, Form] = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}
KINDS: dict[str, Form] = {"text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown"}
LARGEST = 20_000_000  # bytes
_MARKUP = re.compile(r"<(!doctype html|html|head|body|article|div|p)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """The text of an article as it came, its form, and a title for the page."""

    text: str
    form: Form
    title: str


def read_source(article: str, fetch: bool) -> Source:
    """The article's text: of a file, of stdin for "-", of a URL where `fetch` allows it."""
    if article.casefold().startswith(("http://", "https://")):
        if not fetch:
            raise UsageError("ARTICLE is a URL; add --fetch to fetch it, or name a file.")
        from rotascope.data.fetch import fetch_page, without_secrets

        page, kind = fetch_page(article)
        return Source(page, KINDS.get(kind) or _form(page), without_secrets(article))
    if fetch:
        raise UsageError(f"--fetch takes a URL, and {article[:80]!r} is none.")
    data = _stdin() if article == "-" else _file(Path(article))
    text = as_text(data)
    form = FORMS.get(Path(article).suffix.lower()) or _form(text)
    return Source(text, form, "" if article == "-" else Path(article).name)


def _stdin() -> bytes:
    return _whole(sys.stdin.buffer, "What comes from stdin")


def _whole(file: IO[bytes], name: str) -> bytes:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise DataError(f"{name} has more than {LARGEST:,} bytes; check it in parts.")
    return data


def _file(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name an article's file.")
        with path.open("rb") as file:
            return _whole(file, str(path))
    except FileNotFoundError:
        raise UsageError(f"There is no file {path}; name an article's file, or - for stdin.") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}).") from error


def _form(text: str) -> Form:
    return "html" if _MARKUP.search(text[:2000]) else "text"


def check_text(source: Source, as_of: str | None, reader: str) -> Checked:
    """The article read and checked; its forecasts are in the ledger afterwards, where that can be written."""
    from rotascope.claims.check import check_article
    from rotascope.data.market import Market, parse_day

    market = Market.open()
    dated = market.last_day if as_of is None else parse_day(as_of, "as_of")
    read = _read(source, reader, market, dated)
    checked = check_article(read, market.as_of(as_of or _default_day(read, market)))
    enter_forecasts(checked)
    return checked


def _read(source: Source, reader: str, market: Market, dated: date) -> Article:
    from rotascope.claims.read import lexicon_of, read

    names = lexicon_of(market)
    if reader == "rules":
        return read(source.text, form=source.form, dated=dated, lexicon=names)
    from rotascope.claims.read_llm import read_llm
    from rotascope.config import model_settings
    from rotascope.data.providers.llm import model_asker
    from rotascope.measures.wording import count

    ask = model_asker(model_settings())
    reading = read_llm(source.text, ask, form=source.form, dated=dated, lexicon=names)
    if reading.refused:
        told = count(len(reading.refused), "proposal")
        print(f"Refused {told} of the model, such as: {reading.refused[0]}", file=sys.stderr)  # noqa: T201
    return reading.article


def _default_day(article: Article, market: Market) -> str:
    """The article's own date, no later than the data; the last day where it states none or an absurd one."""
    last = market.last_day
    first = date(1928, 1, 1)
    stated = article.dated if article.dated is not None and article.dated >= first else last
    return min(stated, last).isoformat()


def enter_forecasts(checked: Checked) -> None:
    """Forecasts by a named house as ledger entries. A home that cannot be written is no error."""
    from rotascope.data.ledger import Ledger
    from rotascope.publish.scoreboard import forecast_entries

    entries = forecast_entries(checked)
    if entries:
        with suppress(WriteError):
            Ledger.open().extend(entries)
