"""The ledger: what was forecast, tried and scored, line by line, each line sealed by a hash over those before it."""

from __future__ import annotations

import json
import os
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rotascope.config import home_folder
from rotascope.data.locks import locked
from rotascope.errors import StoreError, UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Entry = MappingProxyType[str, Any]
KINDS = ("forecast", "house forecast", "trial", "score")
DATED = ("forecast", "house forecast")
NEEDED = ("kind", "made", "as_of", "vintage")
SEALS = ("number", "previous", "hash")
START = "0" * 64


class Ledger:
    """`<home>/ledger/`: `ledger.jsonl`, one JSON object a line, oldest first, and `head.json`, how far it went.

    A line is never changed. Each carries the hash of the line before it, so that one rewritten, removed or moved is
    found out when the ledger is next read; `head.json` tells lines cut off the end. This shows what was changed by
    accident or in passing; an owner who writes the whole file again can't be caught by the file itself.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "ledger.jsonl"

    @classmethod
    def open(cls, home: Path | None = None) -> Ledger:
        """The ledger of a home folder (`ROTASCOPE_HOME` where None). Nothing is made before the first entry."""
        return cls((home or home_folder()) / "ledger")

    def append(self, entry: Mapping[str, object]) -> Entry:
        """Enter one fact for good; the entry as it stands in the ledger.

        entry: `kind` (one of `KINDS`), `made` (the day of the entry), `as_of`, `vintage`; `due` for forecasts; anything
        else that JSON can hold, dates as dates or ISO text. `key`: where an entry with the same kind and key stands
        already, that one is returned and nothing is written. The line is on the disk when this returns.
        Errors: `UsageError` for an entry that breaks these rules, `StoreError` where the ledger was tampered with,
        `WriteError` where it cannot be written.
        """
        return self.extend([entry])[0]

    def extend(self, entries: Iterable[Mapping[str, object]]) -> list[Entry]:
        """Enter several facts with one wait for the disk; each as `append` says."""
        wanted = [_checked(entry) for entry in entries]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with locked(self.folder / "lock"):
                return self._extend(wanted)
        except OSError as error:
            raise WriteError(
                f"The ledger at {self.folder} could not be written ({error.strerror}); what it held still stands. Set"
                " ROTASCOPE_HOME to a folder that can be written."
            ) from error

    def entries(self, kind: str | None = None) -> tuple[Entry, ...]:
        """Every entry, or those of one kind, in the order in which they were made.

        A last line that was cut off in writing was never confirmed to anyone, and does not count. Errors:
        `StoreError` naming the first line whose hash does not agree, and where lines are missing at the end.
        """
        if kind is not None and kind not in KINDS:
            raise UsageError(f"kind {kind!r} must be {', '.join(KINDS[:-1])} or {KINDS[-1]}.")
        return tuple(entry for entry in self._read()[0] if kind is None or entry["kind"] == kind)

    def open_by(self, day: date) -> tuple[Entry, ...]:
        """The forecasts that were due by a day and have no score."""
        scored = {entry["of"] for entry in self.entries("score")}
        return tuple(
            entry
            for entry in self.entries()
            if entry["kind"] in DATED and entry["due"] <= day.isoformat() and entry["hash"] not in scored
        )

    def _extend(self, wanted: list[dict[str, Any]]) -> list[Entry]:
        held, whole = self._read()
        by_key = {(entry["kind"], entry["key"]): entry for entry in held if "key" in entry}
        last = held[-1] if held else None
        found, lines = [], []
        for fields in wanted:
            name = (fields["kind"], fields.get("key"))
            entry = by_key.get(name)
            if entry is None:
                entry = last = _sealed(fields, last)
                lines.append(_text(entry))
                if "key" in entry:
                    by_key[name] = entry
            found.append(entry)
        if lines and last is not None:
            if not held:
                self._mark({"number": 0, "hash": START})  # from the first line on, a ledger without a head lost it
            self._write(whole, "".join(f"{line}\n" for line in lines))
            self._mark(last)
        return found

    def _write(self, whole: int, text: str) -> None:
        """The lines after the last whole one: half a line that an interruption left behind gives way."""
        with self.path.open("ab") as file:
            if file.tell() > whole:
                file.truncate(whole)
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())

    def _mark(self, last: Mapping[str, Any]) -> None:
        partial = self.folder / "head.part"
        partial.write_text(json.dumps({"number": last["number"], "hash": last["hash"]}), encoding="utf-8")
        partial.replace(self.folder / "head.json")

    def _read(self) -> tuple[list[Entry], int]:
        """Every whole entry, the chain checked, and how many bytes they take."""
        head = self._head()  # before the lines: a writer adds lines first
        try:
            body = self.path.read_bytes()
        except FileNotFoundError:
            body = b""
        except OSError as error:
            raise StoreError(f"The ledger at {self.path} cannot be read ({error.strerror}).") from error
        whole = body.rfind(b"\n") + 1
        entries: list[Entry] = []
        for line in body[:whole].splitlines():
            entries.append(self._entry(line, entries[-1] if entries else None))
        if head is None:
            if entries:
                raise self._broken("head.json is missing, without which lines cut off the end would not be seen")
            return entries, whole
        if len(entries) < head["number"] or (head["number"] and entries[head["number"] - 1]["hash"] != head["hash"]):
            raise self._broken(f"its end is missing: it had {head['number']} entries and shows {len(entries)}")
        return entries, whole

    def _entry(self, line: bytes, before: Entry | None) -> Entry:
        number = 1 if before is None else before["number"] + 1
        try:
            held = json.loads(line)
            fields = {key: value for key, value in held.items() if key not in SEALS}
            if _text(_sealed(fields, before)) == _text(held):
                return MappingProxyType(held)
        except (ValueError, AttributeError):
            pass
        raise self._broken(f"line {number} is not what was entered there")

    def _head(self) -> dict[str, Any] | None:
        try:
            held: dict[str, Any] = json.loads((self.folder / "head.json").read_text(encoding="utf-8"))
            return {"number": int(held["number"]), "hash": str(held["hash"])}
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"The ledger at {self.folder} cannot be read ({error.strerror}).") from error
        except (ValueError, KeyError, TypeError):
            raise self._broken("head.json cannot be read") from None

    def _broken(self, reason: str) -> StoreError:
        return StoreError(
            f"The ledger at {self.path} was changed after it was written: {reason}. Restore it from a copy, or move"
            " it away to begin a new one."
        )


def _checked(entry: Mapping[str, object]) -> dict[str, Any]:
    """The entry as plain JSON data; `UsageError` names what is missing or wrong."""
    needed = (*NEEDED, "due") if entry.get("kind") in DATED else NEEDED
    if missing := [name for name in needed if not entry.get(name)]:
        raise UsageError(f"A ledger entry needs {missing[0]}; it has {', '.join(entry) or 'nothing'}.")
    if entry["kind"] not in KINDS:
        raise UsageError(f"kind {entry['kind']!r} must be {', '.join(KINDS[:-1])} or {KINDS[-1]}.")
    if sealed := [name for name in SEALS if name in entry]:
        raise UsageError(f"A ledger entry cannot set {sealed[0]}: the ledger does.")
    try:
        fields: dict[str, Any] = json.loads(json.dumps(dict(entry), default=_iso, allow_nan=False))
        for name in ("made", "as_of", "due"):
            date.fromisoformat(fields.get(name, "2000-01-01")[:10])
    except (TypeError, ValueError) as error:
        raise UsageError(f"A ledger entry holds what cannot be entered ({error}).") from None
    return fields


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not plain data")


def _sealed(fields: Mapping[str, Any], before: Entry | None) -> Entry:
    """The entry with its number, the hash before it, and its own over all of that."""
    number, previous = (1, START) if before is None else (before["number"] + 1, before["hash"])
    body = {**fields, "number": number, "previous": previous}
    return MappingProxyType({**body, "hash": sha256(_text(body).encode()).hexdigest()})


def _text(entry: Mapping[str, Any]) -> str:
    return json.dumps(dict(entry), sort_keys=True, separators=(",", ":"))
