"""The wall's decode engine, as the window sees it.

Lives in the window's process and decodes nothing there: worker processes write
pictures into shared memory, a supervisor thread talks to them, and everything
here returns at once.
"""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections import deque
from dataclasses import dataclass, replace

from app.faults import Fault, Sentence
from app.video.clock import PlaybackClock
from app.video.media import US_PER_S, LiveStream, Media, Span
from app.video.open import open_source
from app.video.pictures.shape import Crop
from app.video.tiles import (
    EMPTY,
    PLAYING,
    TILES_A_WALL,
    TileFacts,
    TileState,
    TileStateKind,
    wall_of,
)
from app.video.wall.messages import (
    CloseTile,
    CropTile,
    FindStep,
    OpenTile,
    ResizeTile,
    ShowTile,
    StepFound,
)
from app.video.wall.shared_block import BlockSpec, PixelFormat, block_spec, create_block
from app.video.wall.slots import ShownPicture, SlotReader
from app.video.wall.still_desk import ComingStill
from app.video.wall.stream_choice import StreamRule
from app.video.wall.supervisor import Supervisor
from app.video.wall.worker_opening import Opener

__all__ = ["EngineStatistics", "ShownPicture", "WallEngine", "usual_workers"]

_WORKERS_MOST = 16  # each takes about 40 MiB, and no wall has more than 36 tiles
_RATE_WINDOW_NS = 2_000_000_000
_RATE_PATIENCE_NS = 30_000_000_000  # a tile that shows nothing for so long shows nothing
_STEP_WITHOUT_PICTURE_US = US_PER_S // 25
_STEP_PATIENCE_NS = 1_000_000_000

TILE_EMPTY = Sentence(
    "No camera is open in tile {tile}, so no still can be taken. Drag a camera there first.",
    "第 {tile} 格没有打开摄像机，无法截图。请先将摄像机拖到该格。",
)


@dataclass(frozen=True)
class EngineStatistics:
    """What the engine does: shown pictures a second by tile, its processes, its mishaps."""

    pictures_per_s: dict[int, float]
    worker_pids: tuple[int, ...]
    restarts: int
    thinned: bool


def usual_workers() -> int:
    """Decode processes where nobody says how many: one more than cores, 16 at most.

    With one more the system evens out what they need; with as many, the one that
    has a tile more than others decides what all can show (docs/adr/0008).
    """
    return min((os.cpu_count() or 1) + 1, _WORKERS_MOST)


class _TileView:
    """One open tile, seen from the window's thread."""

    def __init__(self, opening: int, media: Media, reader: SlotReader) -> None:
        self.opening = opening
        self.media = media
        self.reader = reader
        self.next_reader: SlotReader | None = None
        self.visible = True
        self.crop: Crop | None = None
        self.serial_base = 0
        self.count = 0
        self._last_serial = 0
        self._shown_ns: deque[int] = deque(maxlen=128)

    def picture(self, epoch: int, line_us: int) -> ShownPicture | None:
        """What is due; moves to the block of the new size once a picture is there."""
        if self.next_reader is not None:
            coming = self.next_reader.picture(epoch, line_us)
            if coming is not None:
                self.serial_base += self._last_serial + 1
                self.reader.release()
                self.reader, self.next_reader = self.next_reader, None
                self._last_serial = 0
        picture = self.reader.picture(epoch, line_us)
        if picture is not None and picture.serial != self._last_serial:
            self._last_serial = picture.serial
            self.count += 1
            self._shown_ns.append(time.monotonic_ns())
        if picture is None or not self.serial_base:
            return picture
        return replace(picture, serial=picture.serial + self.serial_base)

    def resize(self, width: int, height: int, pixel_format: PixelFormat) -> SlotReader | None:
        """A block of the new size and format; None where it has these already."""
        now = self.spec
        if (now.width, now.height, now.pixel_format) == (width, height, pixel_format):
            return None
        if self.next_reader is not None:
            self.next_reader.release()
        self.next_reader = _new_reader(width, height, pixel_format)
        return self.next_reader

    @property
    def spec(self) -> BlockSpec:
        """Of the newest block."""
        return (self.next_reader or self.reader).spec

    @property
    def shown_time_us(self) -> int | None:
        shown = self.reader.shown
        return None if shown is None else shown.media_time_us

    def rate(self, now_ns: int) -> float:
        """Pictures shown a second, lately; where they come seldom, by the last two."""
        shown = self._shown_ns
        times = [at for at in shown if now_ns - at < _RATE_WINDOW_NS]
        if len(times) > 2:
            return (len(times) - 1) * 1e9 / (times[-1] - times[0])
        if len(shown) < 2:
            return 0.0
        quiet_ns, apart_ns = now_ns - shown[-1], shown[-1] - shown[-2]
        return 1e9 / max(quiet_ns, apart_ns) if quiet_ns < _RATE_PATIENCE_NS else 0.0

    def release(self) -> None:
        self.reader.release()
        if self.next_reader is not None:
            self.next_reader.release()


def _new_reader(width: int, height: int, pixel_format: PixelFormat) -> SlotReader:
    spec = block_spec(max(width, 2), max(height, 2), pixel_format)
    return SlotReader(create_block(spec.name, spec.total_bytes), spec)


class WallEngine:
    """Up to 25 and more tiles on one clock. Call it from one thread, the window's.

    Several walls may share it, see ``app.video.wall.part``.
    """

    def __init__(
        self,
        workers: int | None = None,
        opener: Opener = open_source,
        pixel_format: PixelFormat = "bgrx",
    ) -> None:
        """``workers``: decode processes, default ``usual_workers``.

        ``pixel_format``: how pictures come, see ``ShownPicture``.
        """
        self._pixel_format: PixelFormat = pixel_format
        self._pixel_formats: dict[int, PixelFormat] = {}  # by wall, where it has another
        self.clock = PlaybackClock(changed=lambda _state: self._supervisor.clock_changed())
        self._supervisor = Supervisor(
            workers or usual_workers(),
            opener,
            clock_state=lambda: self.clock.state,
            step_found=self._step_found,
        )
        self._tiles: dict[int, _TileView] = {}
        self._openings = itertools.count(1)
        self._step_lock = threading.Lock()  # answers come in the supervisor's thread
        self._step_sent_ns = 0
        self._step_from_us = 0
        self._steps_waiting = 0
        self._stepped: tuple[int, int] | None = None  # which opening, and where to

    def start(self) -> None:
        """Start the workers in the background; tiles may be opened before or after."""
        self._supervisor.start()

    def stop(self) -> None:
        """End every process and thread and free the shared memory; takes up to 2 s."""
        self._supervisor.stop()
        for view in self._tiles.values():
            view.release()
        self._tiles = {}

    def open(self, tile: int, media: Media, width_px: int, height_px: int) -> None:
        """Show ``media`` in ``tile``; the size is that of its picture area in device pixels."""
        self.close(tile)
        reader = _new_reader(width_px, height_px, self._format_of(tile))
        view = _TileView(next(self._openings), media, reader)
        self._tiles[tile] = view
        self._supervisor.put(OpenTile(tile, view.opening, media, view.reader.spec))

    def resize(self, tile: int, width_px: int, height_px: int) -> None:
        """Decode to another size; the present picture stays until one of that size is there."""
        view = self._tiles.get(tile)
        size = max(width_px, 2), max(height_px, 2)
        reader = None if view is None else view.resize(*size, self._format_of(tile))
        if view is not None and reader is not None:
            self._supervisor.put(ResizeTile(tile, view.opening, reader.spec))

    def set_pixel_format(self, pixel_format: PixelFormat, wall: int = 0) -> None:
        """How a wall's pictures come from now on; each tile's old one stays until then."""
        self._pixel_formats[wall] = pixel_format
        for tile, view in self._tiles.items():
            self.resize(tile, view.spec.width, view.spec.height)

    def _format_of(self, tile: int) -> PixelFormat:
        return self._pixel_formats.get(wall_of(tile), self._pixel_format)

    def crop(self, tile: int, crop: Crop | None) -> None:
        """Show that part of the tile's picture at the tile's size; None: the whole.

        Cut out before scaling, so that the detail of the stream is seen. Pictures
        tell which part they hold (``ShownPicture.crop``): for a moment it may still
        be another. Opening the tile anew begins with the whole.
        """
        view = self._tiles.get(tile)
        if view is not None and view.crop != crop:
            view.crop = crop
            self._supervisor.put(CropTile(tile, view.opening, crop))

    def set_visible(self, tile: int, visible: bool) -> None:
        """Whether the tile can be seen; a hidden one is not decoded and costs nothing."""
        view = self._tiles.get(tile)
        if view is not None and view.visible != visible:
            view.visible = visible
            self._supervisor.put(ShowTile(tile, view.opening, visible))

    def close(self, tile: int) -> None:
        """Empty the tile."""
        view = self._tiles.pop(tile, None)
        if view is not None:
            self._supervisor.put(CloseTile(tile, view.opening))
            view.release()

    def close_all(self) -> None:
        """Empty every tile."""
        for tile in list(self._tiles):
            self.close(tile)

    def tiles(self) -> tuple[int, ...]:
        """The tiles that are open."""
        return tuple(self._tiles)

    def media(self, tile: int) -> Media | None:
        """What the tile shows, or None where it is empty."""
        view = self._tiles.get(tile)
        return None if view is None else view.media

    def play(self) -> None:
        """Run the clock."""
        self.clock.play()

    def pause(self) -> None:
        """Stop the clock; every tile then shows its exact picture."""
        self.clock.pause()

    def set_speed(self, speed: float) -> None:
        """One of ``app.video.clock.SPEEDS`` or ``REVERSE_SPEEDS``."""
        self.clock.set_speed(speed)

    def set_course(self, spans: tuple[Span, ...] | None) -> None:
        """Play these spans only and jump over the rest; None: play everything."""
        self.clock.set_course(spans)

    def set_loop(self, span: Span | None) -> None:
        """Play this span again and again; None: no longer."""
        self.clock.set_loop(span)

    def seek(self, media_time_us: int) -> None:
        """Go to a moment; old pictures stay until those of the new moment are there."""
        self.clock.seek(media_time_us)

    def step(self, frames: int, reference_tile: int) -> None:
        """Pause and go ``frames`` pictures on (back, if negative) by the reference tile's pictures.

        Steps asked for while one is on its way are added up.
        """
        self.clock.pause()
        view = self._tiles.get(reference_tile)
        with self._step_lock:
            if self._step_sent_ns and time.monotonic_ns() - self._step_sent_ns < _STEP_PATIENCE_NS:
                self._steps_waiting += frames
            elif view is None or not self._can_step(reference_tile, view):
                self.clock.step_to(self.clock.now_us() + frames * _STEP_WITHOUT_PICTURE_US)
            else:
                self._ask_for_step(reference_tile, view, self._step_begins_at(view), frames)

    def picture(self, tile: int, now_us: int | None = None) -> ShownPicture | None:
        """What is due in the tile, by the clock or at ``now_us`` (one now for a whole paint).

        The data is valid until the next call for this tile. None: nothing yet.
        """
        view = self._tiles.get(tile)
        if view is None:
            return None
        state = self.clock.state
        line_us = state.line_us(time.monotonic_ns())
        if now_us is not None:
            line_us = state.line_of(now_us, line_us)
        return view.picture(state.epoch, line_us)

    def state(self, tile: int) -> TileState:
        """The tile's state, with the pictures a second it shows."""
        view = self._tiles.get(tile)
        if view is None:
            return EMPTY
        state = self._supervisor.state(tile, view.opening)
        if state.span is not None and not state.span.contains(self.clock.now_us()):
            state = PLAYING
        return replace(state, pictures_per_s=self._rate(view))

    def shown(self, tile: int) -> ShownPicture | None:
        """The picture that was last given for painting; for reading, at once."""
        view = self._tiles.get(tile)
        return None if view is None else view.reader.shown

    def facts(self, tile: int) -> TileFacts | None:
        """What is known of the tile's stream, at most a second old; None where nothing is."""
        view = self._tiles.get(tile)
        facts = None if view is None else self._supervisor.facts(tile, view.opening)
        if view is None or facts is None or isinstance(view.media, LiveStream):
            return facts
        return replace(facts, pictures_per_s=self._rate(view))

    def set_places(self, places: int, wall: int = 0) -> None:
        """How many tiles a wall shows now, empty ones too: live streams are chosen by it."""
        self._supervisor.streams.set_places(places, wall)

    def set_stream_rule(self, rule: StreamRule) -> None:
        """Live: the main or the small stream by what a tile needs, or always the same."""
        self._supervisor.streams.set_rule(rule)

    def shown_time_us(self, tile: int) -> int | None:
        """Media time of the picture that the tile shows, or None."""
        view = self._tiles.get(tile)
        return None if view is None else view.shown_time_us

    def still(self, tile: int, media_time_us: int) -> ComingStill:
        """The tile's picture at that time, decoded again at full resolution in a worker.

        The future fails with a Fault where it cannot be taken. A live camera's
        small stream is answered at once; its main stream's picture comes by ``main``.
        """
        view = self._tiles.get(tile)
        if view is None:
            failed = ComingStill()
            failed.give(Fault(TILE_EMPTY, tile=tile % TILES_A_WALL + 1))
            return failed
        return self._supervisor.still(tile, view.media, media_time_us)

    def statistics(self) -> EngineStatistics:
        """What the engine does right now."""
        now_ns = time.monotonic_ns()
        return EngineStatistics(
            pictures_per_s={tile: view.rate(now_ns) for tile, view in self._tiles.items()},
            worker_pids=self._supervisor.pids(),
            restarts=self._supervisor.restarts,
            thinned=self._supervisor.thinned,
        )

    def pictures_shown(self) -> dict[int, int]:
        """How many different pictures each tile has given so far."""
        return {tile: view.count for tile, view in self._tiles.items()}

    def _rate(self, view: _TileView) -> float:
        """Pictures shown a second: a recording shows none while the clock stands."""
        stands = not self.clock.state.playing and not isinstance(view.media, LiveStream)
        return 0.0 if stands else view.rate(time.monotonic_ns())

    def _shown_by_clock(self, view: _TileView) -> int:
        """The picture of now; the clock's moment while a jump's pictures are on their way."""
        state = self.clock.state
        line_us = state.line_us(time.monotonic_ns())
        picture = view.picture(state.epoch, line_us)
        if picture is None or not view.reader.has_due(state.epoch, line_us):
            return self.clock.now_us()
        return picture.media_time_us

    def _can_step(self, tile: int, view: _TileView) -> bool:
        kind = self.state(tile).kind
        # A first picture may be seen before its tile is heard to play.
        begun = kind is TileStateKind.CONNECTING and view.shown_time_us is not None
        playing = kind is TileStateKind.PLAYING or begun
        return playing and not isinstance(view.media, LiveStream)

    def _step_begins_at(self, view: _TileView) -> int:
        """The picture that the last step found, though it may not be shown yet; else the shown."""
        now_us = self.clock.now_us()
        if self._stepped == (view.opening, now_us):
            return now_us
        return self._shown_by_clock(view)

    def _ask_for_step(self, tile: int, view: _TileView, from_us: int, frames: int) -> None:
        self._step_sent_ns, self._step_from_us = time.monotonic_ns(), from_us
        self._steps_waiting = 0
        self._supervisor.put(FindStep(tile, view.opening, from_us, frames))

    def _step_found(self, found: StepFound) -> None:
        """The worker's answer, in the supervisor's thread: move the clock there."""
        with self._step_lock:
            self._step_sent_ns = 0
            at_us = self._step_from_us if found.media_time_us is None else found.media_time_us
            if found.media_time_us is not None:
                self.clock.step_to(at_us)
                self._stepped = (found.opening, at_us)
            frames, self._steps_waiting = self._steps_waiting, 0
            view = self._tiles.get(found.tile)
            if frames and view is not None:
                self._ask_for_step(found.tile, view, at_us, frames)
