"""Mood: what is expected, possible or conditional is no claim about what was."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rotascope.claims.read.targets import horizon_of, house_of, is_base
from rotascope.claims.read.timing import first_comma

if TYPE_CHECKING:
    from rotascope.claims.claim import Claim, Window
    from rotascope.claims.read.line import Line


_FORECASTABLE = frozenset(
    {
        "return",
        "level",
        "rate",
        "rate moves",
        "comparison",
        "valuation",
        "direction",
        "flatness",
        "rank",
        "flow",
        "breadth",
        "streak",
        "record",
        "arithmetic",
    }
)


def judge_mood(line: Line) -> None:
    """What is expected, possible or conditional is no claim about what was: with a figure a forecast, else nothing."""
    kept: list[Claim] = []
    for claim in line.found:
        mood = _mood(line, claim) if claim.kind in _FORECASTABLE else ""
        if not mood:
            kept.append(claim)
        elif mood == "forecast" and (target := _target_beside(line, claim)) is not None:
            kept.append(_to_target(line, claim, target))
        elif mood == "forecast" and claim.figure is not None and claim.kind != "arithmetic":
            kept.append(
                claim.model_copy(
                    update={
                        "kind": "forecast",
                        "house": house_of(line, _place_of(line, claim)) or _house_meant(line),
                        "window": _ahead(line, _claimed_horizon(claim) or horizon_of(line, _place_of(line, claim))),
                        "measure": claim.measure,
                    }
                )
            )
    line.found = kept
    line.found = [_on_target(line, claim) for claim in kept]


def _target_beside(line: Line, claim: Claim) -> Claim | None:
    """The level that a gain in apposition leads to: "will end 2026 at 8,100, a gain of 17%"."""
    if claim.kind != "return" or claim.figure is None:
        return None
    at = _place_of(line, claim)
    words = line.tokens.words[max(0, line.items[at].lo - 6) : line.items[at].lo]
    apposed = "," in words and not {"a", "an"}.isdisjoint(words) and line.any_role(range(max(0, at - 4), at), "noun")
    aims = (one for one in line.found if one.kind in ("level", "forecast") and _is_aim(one, claim))
    return next(aims, None) if apposed else None


def _to_target(line: Line, claim: Claim, target: Claim) -> Claim:
    """The upside that a gain beside a forecast level is."""
    place = _place_of(line, target)
    window = _ahead(line, _claimed_horizon(target) or horizon_of(line, place))
    parts = {} if target.figure is None else {"target": target.figure}
    told = {"kind": "upside", "parts": parts, "house": house_of(line, place), "window": window}
    return claim.model_copy(update=told)


def _house_meant(line: Line) -> str:
    """The house that "it" means: "It puts the 10-year yield at 4.25% by then"."""
    return line.memory.house if line.word(0) in ("it", "they") else ""


def _on_target(line: Line, claim: Claim) -> Claim:
    """An upside with the target that it is measured to, told in the sentence or in the one before."""
    if claim.kind != "upside" or "target" in claim.parts:
        return claim
    own = next((one for one in line.found if one.kind in ("forecast", "level") and _is_aim(one, claim)), None)
    told = own or (line.memory.aim if line.memory.aim is not None and _is_aim(line.memory.aim, claim) else None)
    if told is None or told.figure is None:
        return claim
    window = told.window if own is not None else claim.window
    return claim.model_copy(update={"parts": claim.parts | {"target": told.figure}, "window": window})


def _is_aim(one: Claim, upside: Claim) -> bool:
    return one.subject == upside.subject and one.figure is not None and one.figure.unit in ("level", "dollars")


def _ahead(line: Line, window: Window | None) -> Window | None:
    """A day that a forecast is for lies ahead: "by December 31" of an article of January."""
    dated = line.memory.dated
    if window is None or window.kind != "at" or window.end is None or dated is None or window.end >= dated:
        return window
    year = dated.year if (window.end.month, window.end.day) >= (dated.month, dated.day) else dated.year + 1
    return window.model_copy(
        update={
            "end": date(
                year,
                window.end.month,
                min(window.end.day, 28 if year % 4 else 29) if window.end.month == 2 else window.end.day,
            )
        }
    )


def _claimed_horizon(claim: Claim) -> Window | None:
    window = claim.window
    told = window is not None and not is_base(window) and (window.text or window.kind == "at")
    return window if told else None


def _place_of(line: Line, claim: Claim) -> int:
    """The item that prints a claim's figure, or its last."""
    point = claim.figure.span.start if claim.figure is not None else claim.span.end - 1
    return next(
        (at for at, item in enumerate(line.items) if line.tokens.ends[item.hi - 1] > point), len(line.items) - 1
    )


def _mood(line: Line, claim: Claim) -> str:
    """ "forecast" or "condition" where a word before the claim's figure or verb, in its clause, says so."""
    index = _place_of(line, claim)
    clause = line.clause(index)
    before = range(clause.start, index)
    if (
        claim.kind == "level"
        and line.word(index - 1) in ("of", "at")
        and line.token_before(index - 1) in ("close", "finish")
    ):
        return ""  # "above Friday's close of 6,940.01"
    if _lies_ahead(line, claim):
        return "forecast"
    if claim.kind == "valuation":
        return "forecast" if line.any_role(before, "modal") else ""
    if _is_conditional(line, index, before):
        return "condition"
    expected = [at for at in before if line.items[at].roles & {"modal", "forecast"} and line.items[at].sort == "cue"]
    real = [at for at in expected if not _is_past(line, at, index)]
    if real:
        return "forecast"
    after = range(index + 1, min(index + 8, clause.stop))
    if claim.kind == "return" and _is_supposed(line, after):
        return "condition"
    said = [
        at
        for at in after
        if line.word(at) in ("expected", "forecast", "projected", "predicted", "anticipated")
        and not any(line.word(place) in ("than", "as") for place in range(max(index, at - 4), at))
    ]
    if not said or any(line.items[at].sort == "number" for at in range(index + 1, said[0])):
        return ""
    return "condition" if claim.kind == "rate" else "forecast"  # what economists had expected of a past month


def _is_conditional(line: Line, index: int, before: range) -> bool:
    """Whether a condition governs the figure: "if it dropped 10%", "were the Fed to cut"; not what stands in brackets.

    before: the items of its clause before the figure; one who says or expects after the condition lifts it.
    """
    if line.word(0) == "were" and index < first_comma(line) and any(line.word(at) == "to" for at in range(1, 6)):
        return True
    conditions = [at for at in range(index) if line.has(at, "condition")]
    if not conditions:
        return False
    marks = [line.word(at) for at in range(conditions[-1], index)]
    if "(" in marks and ")" not in marks[marks.index("(") :]:
        return False  # "unless you owned utilities (XLU +1.2%)"
    return not any(line.items[at].roles & {"says", "modal"} for at in before if at > conditions[-1])


def _lies_ahead(line: Line, claim: Claim) -> bool:
    """Whether a level is given for a day that is still to come: "puts the yield at 4.25% by the end of 2026"."""
    window, dated = claim.window, line.memory.dated
    if claim.kind not in ("level", "rate") or window is None or window.kind != "at" or window.end is None:
        return False
    return dated is not None and (window.end - dated).days > 0


def _is_supposed(line: Line, after: range) -> bool:
    """Whether a move is only supposed: "a 10% decline in the Nasdaq-100 would not surprise us"."""
    modal = next((at for at in after if line.has(at, "modal")), None)
    if modal is None:
        return False
    between = range(after.start, modal)
    return line.any_role(between, "noun") and not any(
        line.items[at].sort == "number" or line.word(at) in (",", "and", "which", "that") for at in between
    )


def _is_past(line: Line, at: int, index: int) -> bool:
    """Whether a word of expectation only sets the scene: "than expected", "beat expectations", "expected earnings"."""
    if line.word(at - 1) in (
        "than",
        "as",
        "beating",
        "beat",
        "with",
        "topped",
        "of",
        "the",
        "missed",
        "despite",
    ) and line.word(at) in (
        "expected",
        "forecast",
        "forecasts",
        "expectations",
        "consensus",
        "estimates",
        "bets",
        "projected",
        "bet",
        "projections",
        "outlook",
    ):
        return True
    if line.word(at - 1) in ("'s", "its", "their", "the") and line.any_role(
        range(at + 1, min(at + 2, len(line.items))), "up", "down", "hike", "beat", "lag"
    ):
        return True  # "the company's forecast lifted its rivals": a noun, whose verb follows
    return line.has(at + 1, "valuation") or line.word(at) in ("can",)
