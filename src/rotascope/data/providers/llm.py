"""A language model behind an OpenAI-compatible address: one question, one answer, as text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rotascope.data.fetch import read_within, without_secrets
from rotascope.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rotascope.config import ModelSettings

SECONDS = 60.0
LONGEST = 300.0  # seconds that one answer may take
TRIES = 3
LARGEST = 2_000_000  # bytes of an answer


def model_asker(settings: ModelSettings, *, wait: float = 0.5) -> Callable[[str, str], str]:
    """A function from instructions and text to the model's answer.

    It tries three times, `wait` seconds apart and growing, where the service is busy or the connection fails, and
    raises `DataError` after that, on a refusal, and on an answer that is not one. No message names the key.
    """

    def ask(instructions: str, text: str) -> str:
        return _answer(settings, _messages(settings, instructions, text), wait)

    return ask


def _messages(settings: ModelSettings, instructions: str, text: str) -> dict[str, Any]:
    roles = [{"role": "system", "content": instructions}, {"role": "user", "content": text}]
    return {"model": settings.model, "messages": roles, "temperature": 0, "stream": False}


def _answer(settings: ModelSettings, body: dict[str, Any], wait: float) -> str:
    import httpx
    import stamina

    headers = {"Authorization": f"Bearer {settings.key}"} if settings.key else {}
    whose = f"The language model at {without_secrets(settings.url)}"
    try:
        with httpx.Client(timeout=SECONDS, headers=headers) as client:
            for attempt in stamina.retry_context(on=_is_passing, attempts=TRIES, wait_initial=wait, wait_jitter=0):
                with attempt, client.stream("POST", f"{settings.url}/chat/completions", json=body) as response:
                    response.raise_for_status()
                    answer = read_within(response, LARGEST, LONGEST, whose)
            return _content(answer)
    except httpx.HTTPStatusError as error:
        raise DataError(f"{whose} refused: HTTP {error.response.status_code}.") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:  # an address or key that no header can hold
        raise DataError(f"{whose} cannot be reached: {type(error).__name__}.") from None


def _is_passing(error: Exception) -> bool:
    """Whether a further try may succeed."""
    import httpx

    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in (408, 429, 500, 502, 503, 504)
    return isinstance(error, httpx.TransportError)


def _content(answer: bytes) -> str:
    try:
        content = json.loads(answer)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise DataError("The language model's answer is not in the form of a chat completion.") from None
    if not isinstance(content, str):
        raise DataError("The language model's answer holds no text.")
    return content
