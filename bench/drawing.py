"""Charts as SVG: ratios beside their goals, and curves over the number of documents; all axes logarithmic.

In: figures. Out: SVG text, the same for the same figures; no fonts, scripts or addresses of others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from bench.harness import Figure

_WIDTH = 860
_LEFT = 300
_RIGHT = 90
_ROW = 26
_TOP = 46
_REACHED, _MISSED, _GOAL, _GRID, _INK = "#2f7d5b", "#c0563b", "#1f2933", "#d9dee3", "#1f2933"
_COLOURS = ("#2f6fb0", "#7a4fa3", "#c0563b", "#2f7d5b")


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of points (x, y), all above zero."""

    name: str
    points: Sequence[tuple[float, float]]


def bars(figures: Iterable[Figure]) -> str:
    """A bar for each ratio, and a mark where its goal lies."""
    rows = [figure for figure in figures if figure.least is not None]
    values = [v for f in rows for v in (f.ratio, f.least or f.ratio)] or [1.0]
    scale = _Scale(min(0.1, *values), max(10.0, *values), _LEFT, _WIDTH - _RIGHT)
    height = _TOP + _ROW * len(rows) + 34
    parts = [_text(_LEFT, 20, "times as quick as the other; the dark mark is the goal", size=13)]
    for tick in scale.ticks():
        x = scale(tick)
        parts.append(f'<line x1="{x:.1f}" y1="{_TOP - 10}" x2="{x:.1f}" y2="{height - 26}" stroke="{_GRID}"/>')
        parts.append(_text(x, height - 10, f"{tick:,g}", anchor="middle"))
    for number, figure in enumerate(rows):
        y = _TOP + _ROW * number
        begin, end = sorted((scale(1.0), scale(figure.ratio)))
        colour = _REACHED if figure.met else _MISSED
        parts.append(_text(_LEFT - 10, y + 12, _short(figure), anchor="end"))
        parts.append(f'<rect x="{begin:.1f}" y="{y}" width="{max(end - begin, 1.5):.1f}" height="16" fill="{colour}"/>')
        parts.append(
            _text(
                max(end, scale(1.0)) + 8,
                y + 12,
                f"{figure.ratio:,.3g}" if figure.ratio < 100 else f"{figure.ratio:,.0f}",
            )
        )
        goal = scale(figure.least or 1.0)
        parts.append(
            f'<line x1="{goal:.1f}" y1="{y - 3}" x2="{goal:.1f}" y2="{y + 19}" stroke="{_GOAL}" stroke-width="2.5"/>'
        )
    return _svg(height, parts)


def curves(lines: Sequence[Curve], *, across: str) -> str:
    """Lines over a common axis, each with its name at its end; a dashed line grows in proportion."""
    points = [point for line in lines for point in line.points]
    if not points:
        return _svg(60, [_text(20, 30, "not measured yet")])
    height, bottom = 420, 372
    right = _scale_of([x for x, _ in points], 70, _WIDTH - 190)
    up = _scale_of([y for _, y in points], bottom, 30)
    parts = []
    for tick in right.ticks():
        parts.append(f'<line x1="{right(tick):.1f}" y1="30" x2="{right(tick):.1f}" y2="{bottom}" stroke="{_GRID}"/>')
        parts.append(_text(right(tick), bottom + 18, f"{tick:,g}", anchor="middle"))
    for tick in up.ticks():
        parts.append(f'<line x1="70" y1="{up(tick):.1f}" x2="{_WIDTH - 190}" y2="{up(tick):.1f}" stroke="{_GRID}"/>')
        parts.append(_text(62, up(tick) + 4, f"{tick:,g}", anchor="end"))
    parts.append(_text((70 + _WIDTH - 190) / 2, height - 10, across, anchor="middle", size=13))
    for line, colour in zip(lines, _COLOURS, strict=False):
        shown = " ".join(f"{right(x):.1f},{up(y):.1f}" for x, y in line.points)
        parts.append(f'<polyline points="{shown}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{right(x):.1f}" cy="{up(y):.1f}" r="4" fill="{colour}"/>' for x, y in line.points]
        (first, begin), (last, end) = line.points[0], line.points[-1]
        in_proportion = begin * last / first
        if up.holds(in_proportion):
            ends = f'x2="{right(last):.1f}" y2="{up(in_proportion):.1f}"'
            parts.append(
                f'<line x1="{right(first):.1f}" y1="{up(begin):.1f}" {ends} stroke="{colour}" stroke-dasharray="3 5"/>'
            )
        parts.append(_text(right(last) + 12, up(end) + 4, line.name, colour=colour))
    return _svg(height, parts)


class _Scale:
    """A logarithmic axis from `low` to `high`, whole powers of ten, between two places of the drawing."""

    def __init__(self, low: float, high: float, begin: float, end: float) -> None:
        self._low, self._high = math.floor(math.log10(low)), math.ceil(math.log10(high))
        self._high = max(self._high, self._low + 1)
        self._begin, self._end = begin, end

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self._low) / (self._high - self._low)
        return self._begin + share * (self._end - self._begin)

    def holds(self, value: float) -> bool:
        """Whether the value lies on the axis."""
        return value > 0 and self._low <= math.log10(value) <= self._high

    def ticks(self) -> list[float]:
        """The powers of ten."""
        return [10.0**power for power in range(self._low, self._high + 1)]


def _scale_of(values: Sequence[float], begin: float, end: float) -> _Scale:
    return _Scale(min(values), max(values), begin, end)


def _short(figure: Figure) -> str:
    words = f"{figure.key.replace('-', ' ')}, {figure.against}"
    return words if len(words) < 42 else words[:40] + "…"


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, colour: str = _INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
    )


def _svg(height: int, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif">'
    return "\n".join([head, f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>', *parts, "</svg>"]) + "\n"
