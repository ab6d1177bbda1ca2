"""One of several walls on one engine: its own tile numbers, everything else shared.

The walls' tiles are decoded by the same workers, so that work is saved and live
streams are chosen over all of them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.video.media import Media, Span
from app.video.pictures.shape import Crop
from app.video.tiles import TILES_A_WALL, TileFacts, TileState, wall_of
from app.video.wall.shared_block import PixelFormat
from app.video.wall.slots import ShownPicture
from app.video.wall.still_desk import ComingStill

if TYPE_CHECKING:
    from app.video.clock import PlaybackClock
    from app.video.wall.engine import WallEngine

LIVE_WALL = 1
"""The wall beside the first one, which is 0."""


class WallPart:
    """Looks like a ``WallEngine`` whose tiles are those of one wall, numbered from 0.

    Time belongs to all walls: whoever moves the clock here moves it everywhere.
    """

    def __init__(self, engine: WallEngine, wall: int) -> None:
        self._engine = engine
        self._wall = wall
        self._first = wall * TILES_A_WALL

    @property
    def clock(self) -> PlaybackClock:
        """The one clock of all walls."""
        return self._engine.clock

    def open(self, tile: int, media: Media, width_px: int, height_px: int) -> None:
        """As ``WallEngine.open``."""
        self._engine.open(self._first + tile, media, width_px, height_px)

    def resize(self, tile: int, width_px: int, height_px: int) -> None:
        """As ``WallEngine.resize``."""
        self._engine.resize(self._first + tile, width_px, height_px)

    def set_pixel_format(self, pixel_format: PixelFormat) -> None:
        """How the pictures of this wall come from now on."""
        self._engine.set_pixel_format(pixel_format, self._wall)

    def crop(self, tile: int, crop: Crop | None) -> None:
        """As ``WallEngine.crop``."""
        self._engine.crop(self._first + tile, crop)

    def set_visible(self, tile: int, visible: bool) -> None:
        """As ``WallEngine.set_visible``."""
        self._engine.set_visible(self._first + tile, visible)

    def close(self, tile: int) -> None:
        """Empty the tile."""
        self._engine.close(self._first + tile)

    def leave(self) -> None:
        """The wall is gone: its tiles close, its places count no more."""
        for tile in self.tiles():
            self.close(tile)
        self._engine.set_places(0, self._wall)

    def tiles(self) -> tuple[int, ...]:
        """The tiles of this wall that are open."""
        return tuple(self._own(tile) for tile in self._engine.tiles() if self._is_own(tile))

    def media(self, tile: int) -> Media | None:
        """What the tile shows, or None where it is empty."""
        return self._engine.media(self._first + tile)

    def play(self) -> None:
        """Run the clock."""
        self._engine.play()

    def pause(self) -> None:
        """Stop the clock."""
        self._engine.pause()

    def set_speed(self, speed: float) -> None:
        """As ``WallEngine.set_speed``."""
        self._engine.set_speed(speed)

    def set_course(self, spans: tuple[Span, ...] | None) -> None:
        """As ``WallEngine.set_course``."""
        self._engine.set_course(spans)

    def set_loop(self, span: Span | None) -> None:
        """As ``WallEngine.set_loop``."""
        self._engine.set_loop(span)

    def seek(self, media_time_us: int) -> None:
        """Go to a moment."""
        self._engine.seek(media_time_us)

    def step(self, frames: int, reference_tile: int) -> None:
        """As ``WallEngine.step``."""
        self._engine.step(frames, self._first + reference_tile)

    def picture(self, tile: int, now_us: int | None = None) -> ShownPicture | None:
        """As ``WallEngine.picture``."""
        return self._engine.picture(self._first + tile, now_us)

    def shown(self, tile: int) -> ShownPicture | None:
        """The picture that was last given for painting."""
        return self._engine.shown(self._first + tile)

    def shown_time_us(self, tile: int) -> int | None:
        """Media time of the picture that the tile shows, or None."""
        return self._engine.shown_time_us(self._first + tile)

    def state(self, tile: int) -> TileState:
        """The tile's state."""
        return self._engine.state(self._first + tile)

    def facts(self, tile: int) -> TileFacts | None:
        """What is known of the tile's stream."""
        return self._engine.facts(self._first + tile)

    def set_places(self, places: int) -> None:
        """How many tiles this wall shows now, empty ones too."""
        self._engine.set_places(places, self._wall)

    def still(self, tile: int, media_time_us: int) -> ComingStill:
        """As ``WallEngine.still``."""
        return self._engine.still(self._first + tile, media_time_us)

    def pictures_shown(self) -> dict[int, int]:
        """How many different pictures each tile of this wall has given so far."""
        counts = self._engine.pictures_shown()
        return {self._own(tile): count for tile, count in counts.items() if self._is_own(tile)}

    def _own(self, tile: int) -> int:
        return tile - self._first

    def _is_own(self, tile: int) -> bool:
        return wall_of(tile) == self._wall
