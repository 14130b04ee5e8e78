"""Curves of figures against sizes, as small pictures in SVG: both axes grow by factors.

Knows lines, axes and letters. Written by hand, for a plotting package is much for a handful of
lines; nothing but words, lines and circles is in the file, and the same figures give the same file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 64, 180, 40, 44
COLOURS = ("#1b6ca8", "#c8553d", "#4f772d", "#7b5ea7", "#8a6d3b", "#555555")

Line = Sequence[tuple[float, float]]


def picture(title: str, across: str, up: str, lines: Mapping[str, Line]) -> str:
    """``lines`` by name, each of (size, value) above 0, with words on both axes.

    Raises ValueError where there is nothing to draw, or something is not above 0.
    """
    points = [point for line in lines.values() for point in line]
    if not points or min(min(point) for point in points) <= 0:
        raise ValueError("a curve needs points, and on such axes all are above 0")
    x = _Axis([point[0] for point in points], LEFT, WIDTH - RIGHT)
    y = _Axis([point[1] for point in points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        _words(LEFT, 22, title, size=14),
        _words((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, across, anchor="middle"),
        _words(LEFT - 52, TOP - 8, up),
    ]
    for mark in x.marks():
        parts.append(_rule(x.at(mark), TOP, x.at(mark), HEIGHT - BOTTOM))
        parts.append(_words(x.at(mark), HEIGHT - BOTTOM + 16, f"{mark:,.12g}", anchor="middle"))
    for mark in y.marks():
        parts.append(_rule(LEFT, y.at(mark), WIDTH - RIGHT, y.at(mark)))
        parts.append(_words(LEFT - 6, y.at(mark) + 4, f"{mark:,.12g}", anchor="end"))
    for number, (name, line) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        at = [(x.at(size), y.at(value)) for size, value in sorted(line)]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in at)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in at]
        parts.append(_words(WIDTH - RIGHT + 10, TOP + 10 + 18 * number, name, colour=colour))
    return "\n".join([*parts, "</svg>", ""])


class _Axis:
    """An axis from ``low`` to ``high`` in the picture, over whole powers of ten of ``values``."""

    def __init__(self, values: Sequence[float], low: float, high: float) -> None:
        self._first = floor(log10(min(values)))
        self._last = max(ceil(log10(max(values))), self._first + 1)
        self._low, self._high = low, high

    def marks(self) -> list[float]:
        """The powers of ten, ends included."""
        return [10.0**power for power in range(self._first, self._last + 1)]

    def at(self, value: float) -> float:
        """Where ``value`` lies in the picture."""
        share = (log10(value) - self._first) / (self._last - self._first)
        return self._low + share * (self._high - self._low)


def _words(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    size: int = 12,
    colour: str = "#222222",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
        f'fill="{colour}">{escape(text)}</text>'
    )


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>'
