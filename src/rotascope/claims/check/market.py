"""The market from within: contributions, concentration, breadth and flows."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from rotascope.claims.check.fits import best, fit
from rotascope.claims.check.macro import published_on
from rotascope.claims.check.trials import Case, Reading, cannot, decide
from rotascope.claims.check.windows import end_of, is_stated, month_windows, usual_windows, window_of
from rotascope.pairs import groups
from rotascope.questions import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rotascope.claims.check.asking import Asker
    from rotascope.claims.check.fits import Fit
    from rotascope.claims.check.verdicts import Judgement
    from rotascope.claims.claim import Claim, Entity, Figure
    from rotascope.questions import Finding

    Take = Callable[[tuple[Finding, ...]], tuple[float | None, ...]]

SLICES = {"SPX": "sp500", "SPY": "sp500", "IVV": "sp500", "VOO": "sp500", "RUT": "us:small", "IWM": "us:small"}
WHOLE = "sp500"
FRESH = 31  # days that a fund's file may be old
# Sectors by the names that issuers give them.
SECTOR_OF = {
    "XLK": "Information Technology", "XLF": "Financials", "XLV": "Health Care", "XLI": "Industrials",
    "XLY": "Consumer Discretionary", "XLP": "Consumer Staples", "XLE": "Energy", "XLB": "Materials",
    "XLU": "Utilities", "XLRE": "Real Estate", "XLC": "Communication",
}  # fmt: skip
SEVEN = "seven"


def slice_of(entity: Entity | None) -> str:
    """The slice of the universe that an index, a fund or a market stands for; "" where none does."""
    if entity is None:
        return WHOLE
    subject = entity.subject
    if subject in SLICES:
        return SLICES[subject]
    return subject if subject.partition(":")[0].partition("@")[0] in ("us", "sp500") else ""


def check_contribution(asker: Asker, claim: Claim) -> Judgement:
    """What a part gave of the whole's return: its share where per cent is printed, points where points are."""
    figure = claim.figure
    if figure is None:
        return cannot(claim, "The sentence prints no contribution.")
    whole, part = slice_of(claim.other), _part(claim.subject)
    if not whole or not part:
        named = claim.other if not whole else claim.subject
        name = named.name if named is not None else "the part"
        return cannot(claim, f"Weights and returns of {name}'s members would be needed.", figure.value)
    take: Take = _share if figure.unit == "percent" else _points
    window = window_of(asker, claim)
    windows = [window, *([] if is_stated(claim) else month_windows(asker))]
    readings = [Reading("" if at == 0 else span.name, (span.question("contribution", whole, part=part),), take)
                for at, span in enumerate(windows)]  # fmt: skip
    case = Case(claim, lambda values: fit(figure, values[0]), figure.value, window.end)
    return decide(asker, case, readings)


def _part(entity: Entity | None) -> str:
    """A group, a sector or a symbol within a whole."""
    if entity is None:
        return ""
    base, _, group = entity.subject.partition(":")
    if group:
        return group.rpartition(":")[2]
    return SECTORS.get(entity.subject, base)


SECTORS = {
    "XLK": "Technology", "XLE": "Energy", "XLI": "Industrials", "XLB": "Basic Materials", "XLU": "Utilities",
    "XLV": "Health Care", "XLF": "Finance", "XLRE": "Real Estate", "XLY": "Consumer Discretionary",
    "XLP": "Consumer Staples", "XLC": "Telecommunications",
}  # fmt: skip


def _share(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
    share = findings[0].detail["share"]
    return (float(share),) if isinstance(share, int | float) else (None,)


def _points(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
    return (float(findings[0].value),)  # type: ignore[arg-type]


def check_concentration(asker: Asker, claim: Claim) -> Judgement:
    """The weight of the k largest, or of how many equal names an index is as concentrated."""
    figure = claim.figure
    if figure is None:
        return cannot(claim, "The sentence prints no weight.")
    group = claim.subject.subject if claim.subject is not None else ""
    whole = slice_of(claim.other if claim.other is not None else claim.subject) or WHOLE
    whole = whole.partition(":seven")[0].partition(":top")[0]
    day = end_of(asker, claim)
    if "effective" in claim.measure or figure.unit == "count":
        case = Case(claim, lambda values: fit(figure, values[0]), figure.value, day)
        return decide(asker, case, [Reading("", (Question("effective_number", whole),))])
    if (fund := fund_of(claim)) is not None:
        return _by_the_issuer(asker, claim, fund, figure, day)
    # members without a value in these data would make the whole larger: it may hold with them or without
    case = Case(claim, lambda values: best([fit(figure, value) for value in values]), figure.value, day, shown=1)
    readings = _weight_readings(claim, whole, group)
    if not readings:
        return cannot(claim, "The weights of the companies that it counts would be needed.", figure.value)
    return decide(asker, case, readings)


def fund_of(claim: Claim) -> Entity | None:
    """The fund whose portfolio is spoken of: its issuer's file weighs it, and no slice of the market."""
    whole = claim.other if claim.other is not None else claim.subject
    fund = whole is not None and whole.kind == "fund" and SLICES.get(whole.subject) != WHOLE
    return whole if fund else None


def _by_the_issuer(asker: Asker, claim: Claim, fund: Entity, figure: Figure, day: date) -> Judgement:
    """A weight in a fund by a file of its issuer that is no older than a month; else such a file would be needed."""
    members = claim.parts.get("members")
    part = claim.subject if claim.other is not None else None
    name = SECTOR_OF.get(part.subject, part.ticker or part.subject) if part is not None else ""
    asked = f"top{round(members.value)}" if members is not None else name
    question = fund_question(fund, asked)
    if not asked or not taken_lately(asker, question, day):
        return cannot(claim, f"The holdings of {fund.name} on {day}, by its issuer, would be needed.", figure.value)
    case = Case(claim, lambda values: fit(figure, values[0]), figure.value, day)
    return decide(asker, case, [Reading("", (question,))])


def fund_question(fund: Entity, part: str) -> Question:
    return Question("fund_weight", fund.subject, None, None, {"part": part})


def taken_lately(asker: Asker, question: Question, day: date) -> bool:
    """Whether the issuer's file that answers is no older than a month."""
    found = asker.ask(question, day)
    taken = None if found is None else found.detail["date"]
    return isinstance(taken, date) and (day - taken).days <= FRESH


def _weight_readings(claim: Claim, whole: str, group: str) -> list[Reading]:
    """So many of the largest, the Seven (or the seven largest of the day), a sector, or one company."""
    found = re.search(r"top(\d+)", group)
    members = claim.parts.get("members")
    if group.endswith(SEVEN):
        return [_weight(whole, SEVEN), _top(whole, 7, "the seven largest of the day")]
    if members is not None or found:
        return [_top(whole, round(members.value) if members is not None else int(found[1] if found else 0))]
    if claim.subject is None or claim.subject.kind not in ("stock", "sector"):
        return []
    return [_weight(whole, _part(claim.subject) or claim.subject.ticker)]


def _top(whole: str, largest: int, name: str = "") -> Reading:
    return Reading(name, (Question("top_share", whole, None, None, {"k": largest}),), _with_and_without)


def _weight(whole: str, part: str) -> Reading:
    return Reading("", (Question("member_weight", whole, None, None, {"part": part}),), _with_and_without)


def _with_and_without(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
    """The weight among the members whose value is held, and with the others at the median member's size."""
    return float(findings[0].value), float(findings[0].detail["with_them"])  # type: ignore[arg-type]


def check_breadth(asker: Asker, claim: Claim) -> Judgement:
    """A share of members above an average or ahead of the index, or advances against declines."""
    figure = claim.figure
    if figure is not None and _counts_sectors(claim):
        return _check_sectors(asker, claim, figure)
    whole = slice_of(claim.subject) or slice_of(claim.other)
    if figure is None and whole and claim.subject is not None and claim.measure in ("advancing", "declining"):
        return _check_majority(asker, claim, whole)
    if figure is None or not whole:
        return cannot(claim, "The members that it counts, and by what, would be needed.",
                      figure.value if figure else None)  # fmt: skip
    case = Case(claim, lambda values: fit(figure, values[0]), figure.value, end_of(asker, claim))
    return decide(asker, case, _breadth_readings(asker, claim, figure, whole))


def _check_majority(asker: Asker, claim: Claim, whole: str) -> Judgement:
    """Advancers outnumbered decliners, or the other way round."""
    sign = 1 if claim.measure == "advancing" else -1
    case = Case(claim, lambda values: "exact" if sign * values[0] > 0 else "no", claim.measure, end_of(asker, claim))
    return decide(asker, case, [Reading("", (Question("net_advances", whole),))])


def _counts_sectors(claim: Claim) -> bool:
    members = claim.parts.get("members")
    return claim.measure in ("advancing", "declining") and (
        "sector" in claim.text.casefold() or (members is not None and round(members.value) == len(groups()["sectors"]))
    )


def _check_sectors(asker: Asker, claim: Claim, figure: Figure) -> Judgement:
    """How many of the eleven sector funds rose (fell)."""
    sign = 1 if claim.measure == "advancing" else -1

    def take(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
        returns = cast("Mapping[str, float]", findings[0].detail["returns"])
        return (float(sum(sign * value > 0 for value in returns.values())),)

    window = window_of(asker, claim)
    windows = [window] if is_stated(claim) else [window, *usual_windows(asker, window)]
    readings = [Reading("" if at == 0 else span.name, (span.question("rank_within", SECTOR, group="sectors"),), take)
                for at, span in enumerate(windows)]  # fmt: skip

    def judge(values: tuple[float, ...]) -> Fit:
        found = fit(figure, values[0])
        return "no" if found == "near" else found  # of eleven, two are not roughly three

    return decide(asker, Case(claim, judge, figure.value, window.end), readings)


SECTOR = "XLK"  # of the group: any member asks for all


def _breadth_readings(asker: Asker, claim: Claim, figure: Figure, whole: str) -> list[Reading]:
    if claim.measure == "outperforming":
        return [Reading("", (window_of(asker, claim).question("share_outperforming", whole),))]
    if claim.measure in ("advancing", "declining"):
        return [Reading("", (Question("net_advances", whole),), _counted(claim.measure, figure))]
    if claim.measure in ("new highs", "new lows"):
        return [Reading("", (Question("net_new_highs", whole),), _counted(claim.measure, figure))]
    average = claim.parts.get("average")
    lengths = (50, 200) if average is None else (round(average.value),)
    return [
        Reading("" if at == 0 else f"by {length} sessions",
                (Question("share_above_average", whole, None, None, {"window": length}),))
        for at, length in enumerate(lengths)
    ]  # fmt: skip


SIDES = {
    "advancing": ("advances", "declines"),
    "declining": ("declines", "advances"),
    "new highs": ("highs", "lows"),
    "new lows": ("lows", "highs"),
}


def _counted(measure: str, figure: Figure) -> Take:
    """A side's count, its multiple of the other side, or its share of all, as the figure prints it."""
    side, against = SIDES[measure]

    def take(findings: tuple[Finding, ...]) -> tuple[float | None, ...]:
        detail = {key: float(value) for key, value in findings[0].detail.items() if isinstance(value, int | float)}
        if figure.unit == "multiple":
            return (detail[side] / detail[against] if detail[against] else None,)
        if figure.unit != "percent":
            return (detail[side],)
        return (detail[side] / (detail.get("counted") or detail[side] + detail[against] + detail["unchanged"]),)

    return take


def check_flow(asker: Asker, claim: Claim) -> Judgement:
    """Net flows of a fund over whole months, as far as these data hold them."""
    figure, name = claim.figure, claim.subject.name if claim.subject is not None else "the fund"
    of = (claim.subject.subject or claim.subject.ticker) if claim.subject is not None else ""
    months = _whole_months(claim)
    question = Question("net_flow", of, None, None, {"months": months or 1})
    end = end_of(asker, claim)
    day = published_on(asker, question, end) if of and months and ":" not in of else None
    if day is None:
        known = asker.panel.market.store.known_to("flows")
        return cannot(
            claim,
            f"Net flows of {name} up to {end} would be needed; those held here are by month and end on {known}.",
            figure.value if figure is not None else None,
        )
    if figure is None:
        sign = -1 if claim.measure == "outflow" else 1
        case = Case(claim, lambda values: "exact" if sign * values[0] > 0 else "no", claim.measure, day)
    else:
        case = Case(claim, lambda values: fit(figure, values[0]), figure.value, day)
    return decide(asker, case, [Reading("", (question,))])


def _whole_months(claim: Claim) -> int:
    """How many whole months the window spans; 0 where it is another."""
    window = claim.window
    if window is None or window.kind not in ("calendar", "between") or window.start is None or window.end is None:
        return 0
    if window.start.day != 1 or (window.end + timedelta(days=1)).day != 1:
        return 0
    return (window.end.year - window.start.year) * 12 + window.end.month - window.start.month + 1
