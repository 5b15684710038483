"""Colours by the part they play, so that a chart is drawn once and is legible on light and dark grounds."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Palette:
    """One colour a role. Legs and phases differ in lightness as well as in hue."""

    paper: str
    ink: str
    quiet: str
    line: str
    grid: str
    first: str
    second: str
    mark: str
    leading: str
    weakening: str
    lagging: str
    improving: str


LIGHT = Palette(
    paper="#ffffff",
    ink="#1b2430",
    quiet="#5b6675",
    line="#c9d0d8",
    grid="#e6eaee",
    first="#0b6a6f",
    second="#a8500f",
    mark="#a61e4d",
    leading="#0b6a6f",
    weakening="#8a6508",
    lagging="#a3342c",
    improving="#2b58a6",
)
DARK = Palette(
    paper="#171c22",
    ink="#e8ecf0",
    quiet="#a3adb8",
    line="#4a5561",
    grid="#2b333c",
    first="#4cc3c4",
    second="#f0a35e",
    mark="#f783ac",
    leading="#4cc3c4",
    weakening="#e3c04e",
    lagging="#f28b82",
    improving="#8ab4f8",
)


def variables(palette: Palette) -> dict[str, str]:
    """The palette as CSS variables by name."""
    return {f"--{role.name}": str(getattr(palette, role.name)) for role in fields(palette)}


# A page's charts name the variables and leave the colours to its style sheet.
PAGE = Palette(**{role.name: f"var(--{role.name})" for role in fields(Palette)})
