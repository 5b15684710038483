"""An article's text from the network: one page, by GET, no larger than a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rotascope import __version__
from rotascope.errors import DataError

if TYPE_CHECKING:
    import httpx

    from rotascope.cli.articles import Form

SECONDS = 20.0
ATTEMPTS = 3


def fetch_text(url: str, largest: int) -> tuple[str, Form]:
    """The text of a page and its form; `DataError` where it cannot be fetched, or is larger than `largest` bytes."""
    import httpx
    import stamina

    @stamina.retry(on=httpx.TransportError, attempts=ATTEMPTS, timeout=SECONDS * ATTEMPTS)
    def fetched() -> tuple[str, Form]:
        with httpx.stream(
            "GET", url, follow_redirects=True, timeout=SECONDS, headers={"User-Agent": f"rotascope/{__version__}"}
        ) as answer:
            answer.raise_for_status()
            return _decoded(answer, largest)

    try:
        return fetched()
    except httpx.HTTPStatusError as error:
        raise DataError(f"{url} answered {error.response.status_code}; the article could not be fetched.") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DataError(f"{url} could not be fetched ({type(error).__name__}).") from error


def _decoded(answer: httpx.Response, largest: int) -> tuple[str, Form]:
    body = b""
    for part in answer.iter_bytes():
        body += part
        if len(body) > largest:
            raise DataError(f"{answer.url} is larger than {largest:,} bytes.")
    kind = answer.headers.get("content-type", "")
    form: Form = "markdown" if "markdown" in kind else "html" if "html" in kind else "text"
    return body.decode(answer.charset_encoding or "utf-8", errors="replace"), form
