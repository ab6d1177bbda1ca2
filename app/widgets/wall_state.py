"""Which camera stands in which tile: plain state, no Qt.

A smaller layout shows the first tiles and forgets nothing: the other cameras
come back with the larger layout.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field

LAYOUTS = (1, 4, 9, 16, 25, 36)
MOST_TILES = LAYOUTS[-1]


def columns(layout: int) -> int:
    """Tiles side by side in a layout: 1, 2, 3, 4, 5 or 6."""
    return math.isqrt(layout)


def fitting(cameras: int) -> int:
    """The smallest layout that holds so many cameras; the largest where none does."""
    return next((each for each in LAYOUTS if each >= cameras), MOST_TILES)


@dataclass
class WallState:
    """The wall as a person arranged it."""

    layout: int = 9
    cameras: dict[int, int] = field(default_factory=dict)  # tile -> camera id
    selected: int = 0
    live: bool = False
    media_time_us: int | None = None  # where playback stood
    live_cameras: set[int] = field(default_factory=set)  # live although the wall plays back

    def shown(self) -> dict[int, int]:
        """Tile -> camera id, only the tiles that the layout shows."""
        return {tile: camera for tile, camera in self.cameras.items() if tile < self.layout}

    def is_live(self, camera_id: int) -> bool:
        """Whether a camera is to be shown as it is now."""
        return self.live or camera_id in self.live_cameras

    def tile_of(self, camera_id: int) -> int | None:
        """The shown tile that has a camera, or None."""
        return next((tile for tile, has in self.shown().items() if has == camera_id), None)

    def next_free(self) -> int | None:
        """The first shown tile without a camera, or None."""
        return next((tile for tile in range(self.layout) if tile not in self.cameras), None)

    def drop(self, tile: int, camera_ids: Iterable[int]) -> list[int]:
        """Put cameras on the wall: the first into ``tile``, the rest into free tiles.

        A camera that already stands in a shown tile moves there (one) or stays
        (several). The layout grows when the free tiles do not suffice. Returns the
        tiles whose camera changed.
        """
        wanted = list(dict.fromkeys(camera_ids))
        if len(wanted) == 1:
            return self._move(tile, wanted[0])
        return self._fill(tile, wanted)

    def add(self, camera_ids: Iterable[int]) -> list[int]:
        """Put cameras into the next free tiles; growing as ``drop`` does."""
        return self._fill(0, list(dict.fromkeys(camera_ids)))

    def _fill(self, tile: int, wanted: list[int]) -> list[int]:
        self._grow_for(sum(self.tile_of(camera) is None for camera in wanted))
        # Growing may have brought some of them back into sight.
        missing = [camera for camera in wanted if self.tile_of(camera) is None]
        filled = dict(zip(self._free_from(tile), missing, strict=False))
        self._forget_hidden(filled.values())
        self.cameras.update(filled)
        return list(filled)

    def _forget_hidden(self, cameras: Iterable[int]) -> None:
        """A camera that comes into sight leaves the tile it had in a larger layout."""
        coming = set(cameras)
        for tile in [tile for tile in self.cameras if tile >= self.layout]:
            if self.cameras[tile] in coming:
                del self.cameras[tile]

    def _move(self, tile: int, camera: int) -> list[int]:
        before = self.tile_of(camera)
        if before == tile:
            return []
        changed = [tile]
        if before is not None:
            changed.append(before)
            there = self.cameras.pop(tile, None)
            del self.cameras[before]
            if there is not None:
                self.cameras[before] = there
        self._forget_hidden([camera])
        self.cameras[tile] = camera
        return changed

    def _grow_for(self, count: int) -> None:
        free = self.layout - len(self.shown())
        while free < count and self.layout < MOST_TILES:
            self.layout = LAYOUTS[LAYOUTS.index(self.layout) + 1]
            free = self.layout - len(self.shown())

    def _free_from(self, tile: int) -> list[int]:
        """Free shown tiles, those from ``tile`` on first."""
        free = [each for each in range(self.layout) if each not in self.cameras]
        return [each for each in free if each >= tile] + [each for each in free if each < tile]

    def remove(self, tile: int) -> bool:
        """Take a tile's camera off; False where there was none."""
        removed = self.cameras.pop(tile, None) is not None
        self.forget_live()
        return removed

    def forget(self, known: frozenset[int]) -> list[int]:
        """Take cameras off that no longer exist; returns their tiles."""
        gone = [tile for tile, camera in self.cameras.items() if camera not in known]
        for tile in gone:
            del self.cameras[tile]
        self.forget_live()
        return gone

    def forget_live(self) -> None:
        """A camera that left the wall plays back when it comes again."""
        self.live_cameras &= set(self.cameras.values())

    def neighbour(self, across: int, down: int) -> int:
        """The tile beside the selected one; the same at the wall's edge."""
        wide = columns(self.layout)
        column = min(max(self.selected % wide + across, 0), wide - 1)
        row = min(max(self.selected // wide + down, 0), wide - 1)
        return row * wide + column

    def to_json(self) -> str:
        """The wall for the next start."""
        return json.dumps(
            {
                "layout": self.layout,
                "cameras": {str(tile): camera for tile, camera in self.cameras.items()},
                "selected": self.selected,
                "live": self.live,
                "media_time_us": self.media_time_us,
                "live_cameras": sorted(self.live_cameras),
            }
        )


def wall_from_json(text: str) -> WallState:
    """The wall that was kept; an empty wall where the text says nothing usable."""
    try:
        kept = json.loads(text)
        cameras = {int(tile): int(camera) for tile, camera in kept["cameras"].items()}
        layout, selected = int(kept["layout"]), int(kept["selected"])
        moment = kept.get("media_time_us")
        live_cameras = {int(camera) for camera in kept.get("live_cameras", ())}
    except (ValueError, KeyError, TypeError, AttributeError):
        return WallState()
    if layout not in LAYOUTS:
        return WallState()
    return WallState(
        layout,
        {tile: camera for tile, camera in cameras.items() if 0 <= tile < MOST_TILES},
        selected if 0 <= selected < layout else 0,
        bool(kept.get("live")),
        int(moment) if isinstance(moment, int) else None,
        live_cameras,
    )
