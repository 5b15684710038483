"""A page from the network, as text, within limits: only where a user asks for it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rotascope.data.texts import as_text
from rotascope.errors import DataError, UsageError

if TYPE_CHECKING:
    import httpx

SECONDS = 20.0
LONGEST = 60.0  # seconds from the first byte of an answer to its last
LARGEST = 10_000_000  # bytes
MOST_TURNS = 5  # redirections


def fetch_page(
    url: str, *, largest: int = LARGEST, seconds: float = SECONDS, longest: float = LONGEST
) -> tuple[str, str]:
    """The text of a page by http or https, and its content type ("text/html").

    At most `largest` bytes are read, each wait is at most `seconds`, the whole answer at most `longest`. Errors:
    `UsageError` for another kind of address; `DataError` where the page cannot be had, is no text or too large.
    """
    import httpx

    _checked(url)
    shown = without_secrets(url)
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=True, max_redirects=MOST_TURNS) as client,
            client.stream("GET", url, headers={"Accept": "text/html, text/plain, text/markdown"}) as response,
        ):
            response.raise_for_status()
            kind = _kind(response, shown)
            return as_text(read_within(response, largest, longest, shown), response.charset_encoding or ""), kind
    except httpx.HTTPStatusError as error:
        raise DataError(f"{shown} answered HTTP {error.response.status_code}.") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:  # a host's name may be none that can be encoded
        raise DataError(f"{shown} cannot be fetched: {type(error).__name__}.") from None


def _checked(url: str) -> None:
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        known = False
    if not known:
        raise UsageError(f"{url[:80]!r} is no address to fetch; it must begin with http:// or https://.")


def without_secrets(url: str) -> str:
    """An address as messages may show it: without the name and password that it may hold."""
    start, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{start}{mark}{host.rpartition('@')[2]}{slash}{path}"


def _kind(response: httpx.Response, shown: str) -> str:
    stated = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    kind = stated or "text/plain"
    if not (kind.startswith("text/") or kind in ("application/xhtml+xml", "application/xml")):
        raise DataError(f"{shown} is {kind}, not text.")
    return kind


def read_within(response: httpx.Response, largest: int, longest: float, shown: str) -> bytes:
    """What an answer holds, uncompressed; `DataError` where it is larger or takes longer than that."""
    parts, size, end = [], 0, time.monotonic() + longest
    for part in response.iter_bytes():
        size += len(part)
        if size > largest:
            raise DataError(f"{shown} has more than {largest:,} bytes.")
        if time.monotonic() > end:
            raise DataError(f"{shown} was still answering after {longest:g} seconds.")
        parts.append(part)
    return b"".join(parts)
