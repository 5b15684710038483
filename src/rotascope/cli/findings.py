"""A finding on the screen: its sentence, the figure, what stands beside it, and the data behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rotascope.cli.screen import Screen, facts, table
from rotascope.measures.wording import count

if TYPE_CHECKING:
    from rich.console import RenderableType

    from rotascope.questions import Finding

_HEAD, _TAIL = 3, 5
REVISED = "today's revision of the data; what was first published may have differed"


def show_finding(screen: Screen, finding: Finding) -> None:
    """The answer to `ask`."""
    record = finding.to_dict()
    rows = [*value_rows(record["value"], finding.unit), ("as of", str(finding.question.as_of))]
    rows += [("revised", REVISED)] if finding.revised else []
    rows += [("id", finding.id), *source_rows(record)]
    screen.show(finding.text, "", facts(rows), *_beside(record["detail"]))


def _beside(detail: Any) -> list[RenderableType]:
    """What stands beside the figure: plain facts, then each table."""
    plain = {key: item for key, item in detail.items() if not isinstance(item, Mapping | list)}
    known = [(key.replace("_", " "), shown(item)) for key, item in plain.items() if item is not None]
    parts: list[RenderableType] = ["", facts(known)] if known else []
    for key, item in detail.items():
        if key not in plain and item:
            parts += ["", _table(key, item)]
    return parts


def value_rows(value: object, unit: str) -> list[tuple[str, RenderableType]]:
    """The figure, or each figure of a record."""
    figures = value if isinstance(value, Mapping) else {"": value}
    words = [f"{name} {figure(item)}".strip() for name, item in figures.items()]
    return [("value", ", ".join(words)), ("unit", unit)]


def source_rows(record: Mapping[str, Any]) -> list[tuple[str, RenderableType]]:
    """The exact data: one row a source."""
    return [
        (
            "source" if position == 0 else "",
            f"{source['table']} {' '.join(source['keys'])} {source['column']}, {_span(source)}"
            f"{count(source['rows'], 'row')}, digest {source['digest']} ({source['version']})",
        )
        for position, source in enumerate(record["sources"])
    ]


def _span(source: Mapping[str, Any]) -> str:
    return f"{source['first']} to {source['last']}, " if source["rows"] else ""


def figure(value: object) -> str:
    """A value to four decimals (a decimal of 0.0692, a slope of 0.0065), or to two digits where it is tiny."""
    if not isinstance(value, float) or abs(value) >= 1e4:
        return shown(value)
    return f"{value:.4f}" if value == 0 or abs(value) >= 5e-4 else f"{value:.2g}"


def shown(value: object) -> str:
    """A figure to six significant digits; "unknown" for none."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _table(name: str, item: object) -> RenderableType:
    """Columns of equal length as such; a mapping as two columns; a list as one. Long ones are cut in the middle."""
    if isinstance(item, Mapping) and _is_columns(item):
        columns, rows = [str(key) for key in item], [list(row) for row in zip(*item.values(), strict=True)]
    elif isinstance(item, Mapping):
        columns, rows = [name.replace("_", " "), "value"], [[key, value] for key, value in item.items()]
    else:
        columns, rows = [name.replace("_", " ")], [[value] for value in item]  # type: ignore[attr-defined]
    left_out = len(rows) - _HEAD - _TAIL
    texts = [[shown(cell) for cell in row] for row in rows]
    if left_out > 1:
        note = [f"... {left_out:,} more", *[""] * (len(columns) - 1)]
        texts = [*texts[:_HEAD], note, *texts[-_TAIL:]]
    return table(columns, texts, right=columns[1:])


def _is_columns(item: Mapping[str, object]) -> bool:
    lengths = {len(column) if isinstance(column, list) else -1 for column in item.values()}
    return len(lengths) == 1 and lengths != {-1}
