"""Writing the vintage: Parquet files and the manifest, byte for byte the same from the same rows."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from rotascope.data.digest import digest_frame, digest_texts
from rotascope.data.schemas import SCHEMAS
from tools.vintage.raw import span

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tools.vintage.table import Table

FORMAT = 1
ROW_GROUP = 25_000
# Splitting floats by byte before compression saves a third; dates ascend, so their differences are small.
ENCODINGS = {
    "adjusted_close": "BYTE_STREAM_SPLIT",
    "close": "BYTE_STREAM_SPLIT",
    "factor": "BYTE_STREAM_SPLIT",
    "shares": "BYTE_STREAM_SPLIT",
    "date": "DELTA_BINARY_PACKED",
    "available_from": "DELTA_BINARY_PACKED",
}
# A packed column's whole numbers: their upper bytes are mostly the same.
PACKED = "BYTE_STREAM_SPLIT"


def write_vintage(tables: list[Table], out: Path) -> dict[str, int]:
    """Write each table and the manifest under a temporary name, then rename; returns bytes by file."""
    out.mkdir(parents=True, exist_ok=True)
    sizes = {}
    for table in tables:
        name = f"{table.name}.parquet"
        _replace(out / name, partial(_write_parquet, table))
        sizes[name] = (out / name).stat().st_size
    text = json.dumps(manifest(tables), indent=2, ensure_ascii=False) + "\n"
    _replace(out / "manifest.json", lambda path: path.write_text(text, encoding="utf-8"))
    return sizes


def manifest(tables: list[Table]) -> dict[str, Any]:
    """What the vintage says of itself; `version` changes exactly when some table's content does."""
    entries = {table.name: _entry(table) for table in sorted(tables, key=lambda table: table.name)}
    version = digest_texts(f"{name}:{entry['digest']}" for name, entry in entries.items())[:16]
    return {"format": FORMAT, "version": version, "tables": entries}


def _entry(table: Table) -> dict[str, Any]:
    first, last = span(table.frame[table.clock])
    return {
        "file": f"{table.name}.parquet",
        "rows": table.frame.height,
        "first": str(first),
        "last": str(last),
        "known_to": str(table.known_to),
        "key": list(table.key),
        "release": table.release,
        "source": table.source,
        "licence": table.licence,
        "revised": table.revised,
        "unrevised": list(table.unrevised),
        "provisional": [str(day) for day in table.provisional],
        "digest": digest_frame(table.frame),
    }


def _write_parquet(table: Table, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrow = table.frame.to_arrow()
    strings = [pa.field(f.name, pa.string() if f.type == pa.large_string() else f.type) for f in arrow.schema]
    plain = {name: encoding for name, encoding in ENCODINGS.items() if name in arrow.column_names}
    if packed := SCHEMAS[table.name].packed:
        plain[packed] = PACKED
    pq.write_table(
        arrow.cast(pa.schema(strings)),
        path,
        compression="zstd",
        compression_level=19,
        row_group_size=ROW_GROUP,
        use_dictionary=[name for name in arrow.column_names if name not in plain],
        column_encoding=plain,
        store_schema=False,
    )


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Write beside the file and rename, so that a reader never meets half a file."""
    unfinished = path.with_name(path.name + ".partial")
    try:
        write(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
