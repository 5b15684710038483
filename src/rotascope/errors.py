"""One exception tree: every refusal names the argument, its value, the rule and the way out."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class RotascopeError(Exception):
    """Base of every error that Rotascope raises on purpose; `exit_code` is what the command line returns."""

    exit_code = 1


class UsageError(RotascopeError):
    """The question itself is wrong: an unknown name, a bad date, a parameter out of its range."""

    exit_code = 2


class DataError(RotascopeError):
    """The question is fine and cannot be answered: no data, or outside what the data cover."""


class StoreError(RotascopeError):
    """The embedded data or the user's store cannot be read."""


class WriteError(RotascopeError):
    """A result could not be written; whatever stood there before still stands."""


def unknown(kind: str, name: str, known: Iterable[str], listing: str) -> UsageError:
    """The error for a name that is not there, with the nearest names and where the full list is."""
    choices = sorted(known)
    folded = {choice.casefold(): choice for choice in reversed(choices)}
    near = [folded[match] for match in get_close_matches(name.casefold(), list(folded), n=3, cutoff=0.6)]
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    return UsageError(f"{kind} {name!r} is not known.{hint} {listing}")
