"""Bytes as text, whoever wrote them: by the mark they begin with, what is stated of them, or what they turn out as."""

from __future__ import annotations

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WHERE_STATED = 2048  # bytes: a page states its encoding near its beginning
_STATED = re.compile(rb"<meta[^<>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_ALIEN = re.compile(r"[^\x00-\x7f\ufffd]")
WESTERN = "cp1252"


def as_text(data: bytes, charset: str = "") -> str:
    """The text of any bytes: what no encoding explains is replaced, and nothing raises.

    charset: what whoever sent them says. Else what a page says of itself, else UTF-8; where not one character beyond
    ASCII is valid UTF-8, Windows' western encoding.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    found = _STATED.search(data[:WHERE_STATED])
    stated = _known(charset) or _known(found[1].decode("ascii") if found else "")
    if stated:
        return data.decode(stated, "replace")
    text = data.decode("utf-8", "replace")
    return text if "\ufffd" not in text or _ALIEN.search(text) else data.decode(WESTERN, "replace")


def _known(name: str) -> str:
    """The name of an encoding that can take any bytes; "" for any other."""
    try:
        b"\xff\xfe\x80 a".decode(name, "replace") if name else ""
    except (LookupError, ValueError):  # not an encoding, not one of text, or one that cannot replace
        return ""
    return name
