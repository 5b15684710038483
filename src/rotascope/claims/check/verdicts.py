"""What a check says: one judgement a claim, in seven words, with the findings behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from rotascope.data.sources import plain

if TYPE_CHECKING:
    from datetime import date

    from rotascope.claims.claim import Article, Claim
    from rotascope.questions import Finding

Verdict = Literal[
    "holds",
    "holds approximately",
    "holds on another date",
    "holds under another reading",
    "fails",
    "cannot check",
    "not a checkable claim",
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
Said: TypeAlias = "float | str | tuple[float, ...] | None"


@dataclass(frozen=True)
class Judgement:
    """The verdict on one claim.

    reading: how it was read, "" as printed. date: the session that the verdict is of. expected, actual: what the
    sentence prints and what the data gave, plain decimals, or words where it prints none. why: sentences.
    """

    claim: Claim
    verdict: Verdict
    why: str
    reading: str = ""
    date: date | None = None
    expected: Said = None
    actual: Said = None
    findings: tuple[Finding, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The judgement as plain data."""
        return {
            "text": self.claim.text,
            "span": [self.claim.span.start, self.claim.span.end],
            "kind": self.claim.kind,
            "verdict": self.verdict,
            "reading": self.reading,
            "date": None if self.date is None else self.date.isoformat(),
            "expected": _listed(self.expected),
            "actual": _listed(self.actual),
            "why": self.why,
            "findings": [plain(finding.to_dict()) for finding in self.findings],
        }


@dataclass(frozen=True)
class Checked:
    """An article with a judgement for each of its claims, in reading order, as of one session."""

    article: Article
    as_of: date
    vintage: str
    judgements: tuple[Judgement, ...]

    @property
    def summary(self) -> dict[Verdict, int]:
        """How many claims got each verdict; verdicts that none got are left out."""
        given = [judgement.verdict for judgement in self.judgements]
        return {verdict: given.count(verdict) for verdict in VERDICTS if verdict in given}

    @property
    def fails(self) -> bool:
        """Whether a claim fails."""
        return "fails" in self.summary

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, once, in reading order."""
        found = {finding.id: finding for judgement in self.judgements for finding in judgement.findings}
        return tuple(found.values())

    @property
    def numbers(self) -> dict[str, int]:
        """The number by which a page refers to each finding, by its id."""
        return {finding.id: number for number, finding in enumerate(self.findings, start=1)}

    def to_dict(self) -> dict[str, object]:
        """The check as plain data: what `check --format json` prints."""
        return {
            "as_of": self.as_of.isoformat(),
            "summary": self.summary,
            "claims": [judgement.to_dict() for judgement in self.judgements],
        }


def _listed(said: Said) -> object:
    """Plain data, binary dust after the twelfth decimal left out."""
    if isinstance(said, tuple):
        return [_listed(part) for part in said]
    return round(said, 12) if isinstance(said, float) else said
