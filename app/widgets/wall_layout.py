"""Where each tile of the wall lies, in device pixels. Plain numbers, no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass

LAYOUTS = (1, 4, 9, 16, 25, 36)
GAP_PX = 2
CAPTION_PX = 20
_USUAL_HEIGHT_PX, _MOST_LARGER = 1200, 1.8


@dataclass(frozen=True)
class Area:
    """A rectangle in device pixels."""

    x: int
    y: int
    width: int
    height: int

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True)
class WallLayout:
    """The visible tiles and the gaps between them."""

    areas: dict[int, Area]
    gaps: tuple[Area, ...]

    def tile_at(self, x: float, y: float) -> int | None:
        """The tile under a point, or None on a gap."""
        return next((tile for tile, area in self.areas.items() if area.contains(x, y)), None)


def _cuts(length: int, parts: int, gap: int) -> list[tuple[int, int]]:
    """``length`` cut into ``parts`` of (start, size) that differ by at most one pixel."""
    room = max(length - gap * (parts - 1), parts)
    edges = [round(room * i / parts) for i in range(parts + 1)]
    return [(edges[i] + i * gap, edges[i + 1] - edges[i]) for i in range(parts)]


def wall_layout(
    tiles: int, solo: int | None, width: int, height: int, gap: int = GAP_PX
) -> WallLayout:
    """A square grid of ``tiles`` (one of ``LAYOUTS``), or the one ``solo`` tile alone."""
    if solo is not None:
        return WallLayout({solo: Area(0, 0, max(width, 1), max(height, 1))}, ())
    side = math.isqrt(tiles)
    columns, rows = _cuts(width, side, gap), _cuts(height, side, gap)
    areas = {
        row * side + column: Area(x, y, w, h)
        for row, (y, h) in enumerate(rows)
        for column, (x, w) in enumerate(columns)
    }
    upright = (Area(x - gap, 0, gap, height) for x, _ in columns[1:])
    level = (Area(0, y - gap, width, gap) for y, _ in rows[1:])
    return WallLayout(areas, (*upright, *level))


def neighbour(tile: int, columns: int, rows: int, tiles: int) -> int:
    """The tile ``columns`` to the right and ``rows`` down, staying on the wall."""
    side = math.isqrt(tiles)
    row, column = divmod(tile, side)
    column = min(max(column + columns, 0), side - 1)
    row = min(max(row + rows, 0), side - 1)
    return row * side + column


def told_larger(height: float) -> float:
    """How much larger captions and frames are on a wall that fills a large screen.

    ``height``: of the wall in logical pixels. A large screen that is not scaled by
    the desktop is looked at from farther away.
    """
    return min(max(height / _USUAL_HEIGHT_PX, 1.0), _MOST_LARGER)
