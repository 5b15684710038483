"""Rotascope: an instrument for stock-market leadership whose every number can be asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rotascope.data.market import Market as Market
    from rotascope.publish.brief import brief as brief
    from rotascope.questions import Finding as Finding
    from rotascope.questions import Question as Question
    from rotascope.questions import answer as answer

__version__ = "0.1.0"

_HOMES = {
    "Market": "rotascope.data.market",
    "Question": "rotascope.questions",
    "Finding": "rotascope.questions",
    "answer": "rotascope.questions",
    "brief": "rotascope.publish.brief",
}

__all__ = ["Finding", "Market", "Question", "__version__", "answer", "brief"]


def __getattr__(name: str) -> Any:
    """Exports load their module on first use, so that `import rotascope` costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'rotascope' has no attribute {name!r}; it has {', '.join(__all__)}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
