"""What is said rather than measured: targets, forecasts, upside, opinions and causes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rotascope.claims.claim import Figure, Window
from rotascope.claims.read.moves import MARKETS

if TYPE_CHECKING:
    from rotascope.claims.claim import Claim
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
_IMPLY = frozenset({"implying", "implies", "implied", "imply", "suggesting", "suggests", "representing", "translates"})


def read_targets(line: Line) -> None:
    """Targets and the upside that they leave."""
    target = None
    for at, item in enumerate(line.items):
        if item.sort == "number" and at not in line.used and (_is_target(line, at) or _is_next_target(line, at)):
            target = at if target is None else target
            _target(line, at)
    for index, item in enumerate(line.items):
        if (
            item.sort == "number"
            and item.number.unit == "percent"
            and index not in line.used
            and _is_upside(line, index)
        ):
            _upside(line, index, target)


def house_of(line: Line, near: int | None = None) -> str:
    """Who is said to say it: the first house that the clause names, else that the sentence names."""
    clause = line.clause(near) if near is not None else range(0)
    for item in (*(line.items[at] for at in clause), *line.items):
        if item.sort == "name" and item.entity.kind == "house" and item.entity.subject != "DFEDTARU":
            return item.entity.name
    return ""


def _is_target(line: Line, index: int) -> bool:
    number = line.items[index].number
    if (
        number.unit not in ("level", "dollars")
        or number.ordinal
        or number.scaled
        or number.value < 10
        or number.in_words
    ):
        return False
    grouped = "," in line.tokens.raw[line.items[index].lo] or number.unit == "dollars"
    if not grouped and (number.step == 1 and (1900 <= number.value <= 2100 or number.value < 100)):
        return False
    if line.word(index - 1) == "from":
        return False
    before = [at for at in range(line.clause(index).start, index) if "target" in line.items[at].roles]
    after = any(line.has(at, "target") for at in range(index + 1, index + 6))
    return bool(before) or after


def _is_next_target(line: Line, index: int) -> bool:
    """and Wedbush put Nvidia's at $250: a target too, where the clause before it told one and a house speaks here."""
    last = line.found[-1] if line.found else None
    number = line.items[index].number
    told = last is not None and last.kind == "forecast" and last.figure is not None and last.figure.unit == number.unit
    clause = line.clause(index)
    return told and line.word(index - 1) in ("at", "to", "a", "is", "of") and any(line.is_house(at) for at in clause)


def _target(line: Line, index: int) -> None:
    names = [at for at in line.clause(index) if (entity := line.entity(at)) is not None and entity.kind in MARKETS]
    if not names:
        names = [at for at in range(len(line.items)) if (one := line.entity(at)) is not None and one.kind in MARKETS]
    before = [at for at in names if at < index]
    place = next(
        (at for at in names if line.word(_before(line, at)) in ("for", "on")),
        before[-1] if before else names[0] if names else None,
    )
    entity = line.entity(place) if place is not None else line.memory.subject
    if entity is None:
        return
    number = line.items[index].number
    cue = next((at for at in range(len(line.items)) if "target" in line.items[at].roles), index)
    line.add(
        "forecast",
        [cue, place, index],
        subject=entity,
        house=house_of(line, index),
        measure="target",
        figure=number.figure(line.tokens, 1, "dollars" if number.unit == "dollars" else "level"),
        window=_horizon(line, index),
    )
    for at, item in enumerate(line.items):
        if (
            item.sort == "number"
            and at not in line.used
            and at > index
            and line.word(at - 1) == "from"
            and item.number.unit == number.unit
        ):
            claim = line.found[-1]
            line.found[-1] = claim.model_copy(update={"parts": {"before": line.figure(at)}})
            line.used.add(at)


def _before(line: Line, at: int) -> int:
    at -= 1
    while line.word(at) in ("the", "a", "its"):
        at -= 1
    return at


def _horizon(line: Line, index: int) -> Window | None:
    """The day that a forecast is for: a time the sentence states, "year-end" of a "year-end target"."""
    _, window = line.own_window(index)
    if window is not None and window.kind in ("at", "calendar", "between") and window.text.lower() != "today":
        return window
    words = line.tokens.words
    for at in range(len(words) - 1):
        if words[at] in ("finish", "end", "close", "finishing", "ending", "closing") and words[at + 1 : at + 3] == [
            "the",
            "year",
        ]:
            return line.year_end("")
        if words[at] in ("finish", "end", "close", "finishing", "ending", "closing") and words[at + 1][:2] == "20":
            return line.year_end(words[at + 1])
        if words[at] == "year" and words[at + 1] == "end":
            return line.year_end(words[at + 2] if at + 2 < len(words) else "")
    return window


def _is_upside(line: Line, index: int) -> bool:
    near = range(max(line.clause(index).start, index - 4), min(index + 4, len(line.items)))
    if line.any_role(near, "upside", "downside"):
        return True
    implied = any(line.word(at) in _IMPLY for at in range(max(0, index - 7), index))
    after = range(index + 1, min(index + 8, len(line.items)))
    if _beside_target(line, index):
        return True
    if line.word(index + 1) in ("higher", "lower", "above", "below") and line.any_role(
        range(index + 1, min(index + 4, len(line.items))), "current"
    ):
        return True
    if (
        line.word(index + 1) in ("above", "below")
        and index + 2 < len(line.items)
        and (line.items[index + 2].sort == "time" or line.any_role(range(index + 1, index + 4), "current"))
    ):
        return line.any_role(range(index), "target", "forecast") or implied
    if line.any_role(after, "current") and any(line.has(at, "target") for at in range(index)):
        return True
    return implied and (line.any_role(after, "current") or any(line.has(at, "target") for at in range(index)))


def _beside_target(line: Line, index: int) -> bool:
    """a target of 7,700, a gain of 12.5%: in apposition to the target."""
    at, nouns = index - 1, 0
    while at > 0 and (
        line.word(at) in ("of", "a", "an", "about", "roughly", "or", "potential") or line.has(at, "noun")
    ):
        nouns += line.has(at, "noun")
        at -= 1
    names = [place for place in range(max(0, at - 5), at) if line.items[place].sort == "number"]
    return nouns == 1 and line.word(at) == "," and any(place in line.used for place in names) and bool(line.found)


def _upside(line: Line, index: int, target: int | None) -> None:
    near = range(max(line.clause(index).start, index - 4), min(index + 5, len(line.items)))
    down = line.any_role(near, "downside", "down") and not line.any_role(near, "upside")
    cue = next((at for at in near if line.items[at].roles & {"upside", "downside", "up", "down"}), None)
    down = down or line.word(index + 1) == "below"
    claim = next((claim for claim in line.found if claim.kind == "forecast"), None)
    place = line.name_after(cue or index, ("for", "in", "to"))
    entity = line.entity(place) if place is not None else claim.subject if claim else None
    if entity is None:
        before = line.subject_before(index)
        entity = line.entity(before) if before is not None else line.memory.subject
    if entity is None or entity.kind not in MARKETS:
        return
    base = next(
        (at for at in range(index + 1, min(index + 8, len(line.items))) if "current" in line.items[at].roles), None
    )
    named = line.word(index + 1) in ("above", "below")
    horizon = None if named else _horizon(line, index)
    parts: dict[str, Figure] = {}
    if claim is not None and claim.figure is not None and claim.measure == "target":
        parts["target"] = claim.figure
    line.add(
        "upside",
        [cue, index, base],
        subject=entity,
        figure=line.figure(index, -1 if down else 1),
        parts=parts,
        direction="down" if down else "up",
        house=house_of(line),
        window=horizon if claim is None else claim.window,
        rules_out=("base", "date") if base is not None or named else (),
    )


def judge_mood(line: Line) -> None:
    """What is expected, possible or conditional is no claim about what was: with a figure a forecast, else nothing."""
    kept: list[Claim] = []
    for claim in line.found:
        mood = _mood(line, claim) if claim.kind in _FORECASTABLE else ""
        if not mood:
            kept.append(claim)
        elif mood == "forecast" and claim.figure is not None and claim.kind != "arithmetic":
            kept.append(
                claim.model_copy(
                    update={
                        "kind": "forecast",
                        "house": house_of(line, _place_of(line, claim)),
                        "window": _ahead(line, _claimed_horizon(claim) or _horizon(line, _place_of(line, claim))),
                        "measure": claim.measure,
                    }
                )
            )
    line.found = kept
    line.found = [_on_target(line, claim) for claim in kept]


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
    return claim.window if claim.window is not None and (claim.window.text or claim.window.kind == "at") else None


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
    if claim.kind == "valuation":
        return "forecast" if line.any_role(before, "modal") else ""
    if line.any_role(range(index), "condition") and not line.any_role(before, "says", "modal"):
        return "condition"
    expected = [at for at in before if line.items[at].roles & {"modal", "forecast"} and line.items[at].sort == "cue"]
    real = [at for at in expected if not _is_past(line, at, index)]
    if real:
        return "forecast"
    after = range(index + 1, min(index + 8, clause.stop))
    said = [
        at
        for at in after
        if line.word(at) in ("expected", "forecast", "projected", "predicted", "anticipated")
        and not any(line.word(place) in ("than", "as") for place in range(max(index, at - 4), at))
    ]
    if not said or any(line.items[at].sort == "number" for at in range(index + 1, said[0])):
        return ""
    return "condition" if claim.kind == "rate" else "forecast"  # what economists had expected of a past month


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


def read_opinions(line: Line) -> None:
    """A sentence of no other claim that judges or expects; and causes that a sentence gives."""
    if line.roles.isdisjoint(("cause", "opinion")):
        return
    cause = next((at for at, item in enumerate(line.items) if "cause" in item.roles and at not in line.used), None)
    if cause is not None and _is_about_market(line) and cause + 1 < len(line.items):
        _whole(line, "cause", cause)
    elif not line.found and len(line.items) > 5:
        cue = next((at for at in range(len(line.items)) if _judges(line, at)), None)
        if cue is not None and _is_about_market(line):
            _whole(line, "opinion", cue)


def _judges(line: Line, index: int) -> bool:
    """Whether a word judges; "look for", "appear in" do not."""
    if "opinion" not in line.items[index].roles:
        return False
    if line.word(index) == "should" and line.word(index - 1) in (",", ""):
        return False  # "should earnings recover": a condition
    bare = line.word(index) in ("look", "looks", "appear", "appears", "seem", "seems")
    return not (
        bare and line.word(index + 1) in ("for", "at", "in", "on", "into", "back", "ahead", "over", "set", "to")
    )


def _is_about_market(line: Line) -> bool:
    if not line.roles.isdisjoint(("noun", "rank_noun", "members")):
        return True
    return any(
        (entity := line.entity(at)) is not None and entity.kind in (*MARKETS, "rate", "series")
        for at in range(len(line.items))
    )


def _whole(line: Line, kind: Any, cue: int) -> None:
    """The clause from the cue to its end; of an opinion, the sentence."""
    first, last = (0, len(line.items) - 1) if kind == "opinion" else (cue, line.clause(cue).stop - 1)
    while last > first and line.word(last) in (".", "!", "?", ",", "”", '"'):
        last -= 1
    line.add(kind, [first, last], house=house_of(line))
