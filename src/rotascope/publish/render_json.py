"""The brief as JSON: pair, as_of, vintage and sections with findings and charts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rotascope.data.sources import plain
from rotascope.publish.palette import LIGHT

if TYPE_CHECKING:
    from rotascope.publish.parts import Chart, Document, Section


def render_json(brief: Document, *, specs: bool = False, indent: int | None = 1) -> str:
    """The brief as JSON text; specs: with each chart's Vega-Lite spec; indent: None writes it on one line, faster."""
    return json.dumps(as_dict(brief, specs=specs), ensure_ascii=False, allow_nan=False, indent=indent) + "\n"


def as_dict(brief: Document, *, specs: bool = False) -> dict[str, object]:
    """The brief as plain data."""
    return {
        "pair": brief.pair,
        "as_of": brief.as_of.isoformat(),
        "vintage": brief.vintage,
        "sections": [_section(section, specs) for section in brief.sections],
    }


def _section(section: Section, specs: bool) -> dict[str, object]:
    return {
        "id": section.id,
        "title": section.title,
        "sentences": [sentence.text for sentence in section.sentences],
        "missing": list(section.missing),
        "findings": [plain(finding.to_dict()) for finding in section.findings],
        "charts": [_chart(chart, specs) for chart in section.charts],
    }


def _chart(chart: Chart, specs: bool) -> dict[str, object]:
    return chart.to_dict() | ({"spec": chart.build(LIGHT)} if specs else {})
