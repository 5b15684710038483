"""Checks of plain arguments that several models share."""

from __future__ import annotations

from math import inf, isfinite
from numbers import Integral, Real
from typing import Any

from rotascope.errors import UsageError


def require_whole(least: int, **values: Any) -> None:
    """`UsageError` for the first of the named values that is no whole number (2.0 is none either), or below `least`."""
    for name, value in values.items():
        if type(value) is bool or not isinstance(value, Integral) or int(value) < least:
            raise UsageError(f"{name} {value!r} must be a whole number, {least} or more.")


def require_numbers(**values: Any) -> None:
    """`UsageError` for the first of the named values that is no finite number."""
    for name, value in values.items():
        if type(value) is bool or not isinstance(value, Real) or not isfinite(value):
            raise UsageError(f"{name} {value!r} must be a number.")


def require_positive(**values: Any) -> None:
    """`UsageError` for the first of the named values that is no finite number above zero."""
    for name, value in values.items():
        if type(value) is bool or not isinstance(value, Real) or not 0 < float(value) < inf:
            raise UsageError(f"{name} {value!r} must be a number above zero.")
