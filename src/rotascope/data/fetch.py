"""A page from the network, as text, within limits: only where a user asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rotascope.errors import DataError, UsageError

if TYPE_CHECKING:
    import httpx

SECONDS = 20.0
LARGEST = 10_000_000  # bytes
MOST_TURNS = 5  # redirections


def fetch_text(url: str, *, largest: int = LARGEST, seconds: float = SECONDS) -> str:
    """The text of a page by http or https, at most `largest` bytes, each wait at most `seconds`.

    Errors: `UsageError` for another kind of address; `DataError` where the page cannot be had, is no text or too large.
    """
    import httpx

    _checked(url)
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=True, max_redirects=MOST_TURNS) as client,
            client.stream("GET", url, headers={"Accept": "text/html, text/plain, text/markdown"}) as response,
        ):
            response.raise_for_status()
            return _text(response, largest)
    except httpx.HTTPStatusError as error:
        raise DataError(f"{url} answered HTTP {error.response.status_code}.") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DataError(f"{url} cannot be fetched: {type(error).__name__}.") from None


def _checked(url: str) -> None:
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        known = False
    if not known:
        raise UsageError(f"{url[:80]!r} is no address to fetch; it must begin with http:// or https://.")


def _text(response: httpx.Response, largest: int) -> str:
    kind = response.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()
    if not (kind.startswith("text/") or kind in ("application/xhtml+xml", "application/xml")):
        raise DataError(f"{response.url} is {kind}, not text.")
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > largest:
            raise DataError(f"{response.url} has more than {largest:,} bytes.")
        parts.append(part)
    return b"".join(parts).decode(response.charset_encoding or "utf-8", "replace")
