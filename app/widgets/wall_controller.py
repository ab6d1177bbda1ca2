"""What the wall does: cameras into tiles, live or recorded, one time for all.

No widget in here: it drives the engine and tells by signals what changed, so it
is tested without a window. All slow work goes through ``Background``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.faults import Fault, Sentence
from app.operations.camera_media import PasswordNeeded
from app.operations.values import Camera, CameraMedia, Store, StoreTree
from app.video.clock import SPEEDS
from app.video.media import LiveStream, Media, RecordingFolder, Span
from app.video.tiles import TileState, TileStateKind
from app.widgets.background import Background
from app.widgets.wall_coverage import Coverage
from app.widgets.wall_state import LAYOUTS, WallState

if TYPE_CHECKING:
    from app.operations.facade import Operations
    from app.video.engine import WallEngine

SMALL_TILE_PX = 540  # up to this picture height the sub stream is sharp enough
NO_LIVE = Sentence(
    "No live address. Switch to Playback, or add one under Stores.",
    "没有实时流地址。请切换到“录像回放”，或在“门店”中添加。",
)
CLICK = Sentence("Password needed. Click to enter it.", "需要密码，点击此处输入。")
NO_SOURCE = Sentence(
    "Neither a live address nor recordings. Add one under Stores.",
    "既没有实时流地址，也没有录像。请在“门店”中添加。",
)


class WallController(QObject):
    """The wall of one window."""

    layout_changed = Signal()
    tile_changed = Signal(int)  # its camera is another, or none
    state_changed = Signal(int)  # what ``state_of`` says about a tile
    selected_changed = Signal(int)
    mode_changed = Signal()  # live or playback
    clock_changed = Signal()  # playing, speed, or a jump
    password_wanted = Signal(int, int)  # tile, camera id; only when a person asked

    def __init__(
        self,
        engine: WallEngine,
        operations: Operations,
        background: Background,
        state: WallState | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.engine = engine
        self.state = state or WallState()
        self.coverage = Coverage(background, self)
        self._operations = operations
        self._background = background
        self._cameras: dict[int, tuple[Store, Camera]] = {}
        self._media: dict[int, CameraMedia] = {}
        self._locked: set[int] = set()  # cameras whose live address waits for a password
        self._opened: dict[int, Media] = {}
        self._said: dict[int, TileState] = {}
        self._placed_in_time = False
        # The surface takes these over: it knows how large its tiles are.
        self.size_of: Callable[[int], tuple[int, int]] = lambda _tile: (640, 360)
        self.open_tile: Callable[[int, Media], None] = self._open_unseen
        self.close_tile: Callable[[int], None] = engine.close

    # -- what there is ---------------------------------------------------------------

    def set_tree(self, tree: StoreTree) -> None:
        """Take the stores as they are now; open anew what changed."""
        before = self._cameras
        self._cameras = {
            camera.id: (node.store, camera) for node in tree.stores() for camera in node.cameras
        }
        for tile in self.state.forget(frozenset(self._cameras)):
            self._shut(tile)
            self.tile_changed.emit(tile)
        for tile, camera_id in self.state.shown().items():
            if before.get(camera_id) != self._cameras[camera_id]:
                self._media.pop(camera_id, None)
                self.reopen(tile)

    def camera(self, tile: int) -> tuple[Store, Camera] | None:
        """The store and camera of a tile, or None."""
        return self._cameras.get(self.state.cameras.get(tile, -1))

    def state_of(self, tile: int) -> TileState | None:
        """What the window knows better than the engine about a tile; None = ask the engine."""
        return self._said.get(tile)

    def recording(self, tile: int) -> RecordingFolder | None:
        """The recording of a tile's camera, where it has one."""
        kept = self._media.get(self.state.cameras.get(tile, -1))
        return kept.recording if kept is not None else None

    def store_of_selected(self) -> Store | None:
        """The store in the selected tile; where that is empty, of the first camera."""
        shown = self.state.shown()
        tile = self.state.selected if self.state.selected in shown else min(shown, default=-1)
        found = self.camera(tile)
        return found[0] if found else None

    def time_zone(self) -> str:
        """The zone in which the wall's one time is shown."""
        store = self.store_of_selected()
        return store.time_zone if store is not None else "UTC"

    # -- arranging -------------------------------------------------------------------

    def drop(self, tile: int, camera_ids: Iterable[int]) -> None:
        """Put dragged cameras into a tile and the free ones after it."""
        self._arrange(lambda: self.state.drop(tile, self._known(camera_ids)))

    def add(self, camera_ids: Iterable[int]) -> None:
        """Put cameras into the next free tiles; one that is shown is selected instead."""
        known = self._known(camera_ids)
        self._arrange(lambda: self.state.add(known))
        if len(known) == 1:
            tile = self.state.tile_of(known[0])
            if tile is not None:
                self.select(tile)

    def move(self, tile: int, to: int) -> None:
        """Swap what stands in two tiles: a tile was dragged to another place."""
        camera_id = self.state.cameras.get(tile)
        if camera_id is not None:
            self._arrange(lambda: self.state.drop(to, [camera_id]))
            self.select(to)

    def _known(self, camera_ids: Iterable[int]) -> list[int]:
        return [camera for camera in camera_ids if camera in self._cameras]

    def _arrange(self, change: Callable[[], list[int]]) -> None:
        layout, before = self.state.layout, set(self.state.shown())
        changed = set(change())
        if self.state.layout != layout:
            self.layout_changed.emit()
            changed |= set(self.state.shown()) - before
        for tile in sorted(changed):
            self.tile_changed.emit(tile)
            self.reopen(tile)

    def set_layout(self, layout: int) -> None:
        """Show 1, 4, 9, 16 or 25 tiles. ValueError for another number."""
        if layout not in LAYOUTS:
            raise ValueError(f"a layout has one of {LAYOUTS} tiles, not {layout}")
        before = set(self.state.shown())
        self.state.layout = layout
        self.state.selected = min(self.state.selected, layout - 1)
        self.layout_changed.emit()
        shown = set(self.state.shown())
        for tile in before - shown:
            self._shut(tile)
        for tile in sorted(shown - before):
            self.tile_changed.emit(tile)
            self.reopen(tile)
        self.selected_changed.emit(self.state.selected)

    def select(self, tile: int) -> None:
        """Make a tile the one that keys speak to."""
        if 0 <= tile < self.state.layout and tile != self.state.selected:
            self.state.selected = tile
            self.selected_changed.emit(tile)

    def move_selection(self, across: int, down: int) -> None:
        """Select the neighbour."""
        self.select(self.state.neighbour(across, down))

    def remove(self, tile: int) -> None:
        """Take a tile's camera off the wall."""
        if self.state.remove(tile):
            self._shut(tile)
            self.tile_changed.emit(tile)

    def clear(self) -> None:
        """Take every camera off the wall."""
        for tile in list(self.state.cameras):
            self.remove(tile)

    # -- opening ---------------------------------------------------------------------

    def open_all(self) -> None:
        """Open every shown tile: at the start of the window."""
        for tile in self.state.shown():
            self.tile_changed.emit(tile)
            self.reopen(tile)

    def reopen(self, tile: int) -> None:
        """Open what the tile should show now; does nothing where that is open already."""
        camera_id = self.state.cameras.get(tile)
        if camera_id is None or tile >= self.state.layout:
            self._shut(tile)
            return
        kept, live = self._media.get(camera_id), self.state.live
        if kept is not None and not (live and camera_id in self._locked):
            self._open(tile, camera_id, kept)
            return
        self._background.run(
            lambda: self._find(camera_id, live=live),
            lambda found: self._media_known(tile, camera_id, *found),
            lambda fault: self._refused(tile, camera_id, fault),
            owner=self,
            lane="media",
        )

    def _find(self, camera_id: int, *, live: bool) -> tuple[CameraMedia, bool]:
        """What can be opened, and whether its live address waits for a password.

        Recordings are played without one: it is asked for when live pictures are wanted.
        """
        stores = self._operations.stores
        try:
            return stores.media(camera_id), False
        except PasswordNeeded:
            recording = None if live else stores.recording(camera_id)
            if recording is None:
                raise
            return CameraMedia(recording, None, None), True

    def _media_known(self, tile: int, camera_id: int, media: CameraMedia, locked: bool) -> None:
        self._media[camera_id] = media
        (self._locked.add if locked else self._locked.discard)(camera_id)
        if self.state.shown().get(tile) == camera_id:
            self._open(tile, camera_id, media)

    def _open(self, tile: int, camera_id: int, kept: CameraMedia) -> None:
        media = self._choose(kept, tile)
        if media is None:
            self._shut(tile)
            self._say(tile, NO_LIVE if kept.recording else NO_SOURCE, TileStateKind.LOST)
            return
        self._unsay(tile)
        if kept.recording is not None:
            self.coverage.want(camera_id, kept.recording, self._coverage_known)
        if self._opened.get(tile) != media:
            self._opened[tile] = media
            self.open_tile(tile, media)

    def _open_unseen(self, tile: int, media: Media) -> None:
        self.engine.open(tile, media, *self.size_of(tile))

    def _choose(self, kept: CameraMedia, tile: int) -> Media | None:
        small = self.size_of(tile)[1] <= SMALL_TILE_PX
        first, second = (kept.sub, kept.main) if small else (kept.main, kept.sub)
        stream: LiveStream | None = first or second
        if self.state.live:
            return stream
        return kept.recording or stream

    def _refused(self, tile: int, camera_id: int, fault: Fault) -> None:
        if self.state.shown().get(tile) != camera_id:
            return
        self._shut(tile)
        asked = isinstance(fault, PasswordNeeded)
        kind = TileStateKind.ASK_PASSWORD if asked else TileStateKind.LOST
        # A small tile has room for few words; the whole sentence is for other faults.
        said = TileState(kind, CLICK) if asked else TileState(kind, fault.sentence, fault.values)
        self._said[tile] = said
        self.state_changed.emit(tile)

    def _say(self, tile: int, sentence: Sentence, kind: TileStateKind) -> None:
        self._said[tile] = TileState(kind, sentence)
        self.state_changed.emit(tile)

    def _unsay(self, tile: int) -> None:
        if self._said.pop(tile, None) is not None:
            self.state_changed.emit(tile)

    def _shut(self, tile: int) -> None:
        if self._opened.pop(tile, None) is not None:
            self.close_tile(tile)
        self._unsay(tile)

    def ask_password(self, tile: int) -> None:
        """A person clicked a tile that waits for its password."""
        found = self.camera(tile)
        if found is not None:
            self.password_wanted.emit(tile, found[1].id)

    def password_given(self, camera_id: int) -> None:
        """Try again wherever the camera is shown."""
        self._media.pop(camera_id, None)
        for tile, shown in self.state.shown().items():
            if shown == camera_id:
                self._shut(tile)
                self.reopen(tile)

    # -- live or playback, and time --------------------------------------------------

    def set_live(self, live: bool) -> None:
        """Show live pictures, or recordings."""
        if live == self.state.live:
            return
        self.state.live = live
        self.mode_changed.emit()
        for tile in self.state.shown():
            self.reopen(tile)

    def _coverage_known(self, spans: tuple[Span, ...]) -> None:
        """The first camera with footage decides where the wall stands in time."""
        if self._placed_in_time or not spans:
            return
        self._placed_in_time = True
        kept_us = self.state.media_time_us
        known = kept_us is not None and spans[0].start_us <= kept_us < spans[-1].end_us
        self.seek(kept_us if known and kept_us is not None else spans[-1].start_us)

    @property
    def playing(self) -> bool:
        """Whether the wall's time runs."""
        return self.engine.clock.state.playing

    @property
    def speed(self) -> float:
        """Media seconds per second."""
        return self.engine.clock.state.speed

    def now_us(self) -> int:
        """The wall's media time."""
        return self.engine.clock.now_us()

    @property
    def placed_in_time(self) -> bool:
        """Whether the wall stands at a moment yet; before, there is nothing to tell."""
        return self._placed_in_time

    def toggle(self) -> None:
        """Play when paused, pause when playing."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Let time run."""
        self.engine.play()
        self.clock_changed.emit()

    def pause(self) -> None:
        """Hold time."""
        self.engine.pause()
        self.clock_changed.emit()

    def forward(self) -> None:
        """Play; when it plays already, the next speed."""
        if self.playing:
            self.change_speed(1)
        else:
            self.play()

    def set_speed(self, speed: float) -> None:
        """One of 0.25, 0.5, 1, 2, 4, 8, 16."""
        self.engine.set_speed(speed)
        self.clock_changed.emit()

    def change_speed(self, by: int) -> None:
        """The next higher (1) or lower (-1) speed, stopping at the ends."""
        place = min(max(SPEEDS.index(self.speed) + by, 0), len(SPEEDS) - 1)
        self.set_speed(SPEEDS[place])

    def seek(self, media_time_us: int) -> None:
        """Bring every tile to one instant."""
        self._placed_in_time = True
        self.engine.seek(max(0, media_time_us))
        self.clock_changed.emit()

    def jump(self, seconds: float) -> None:
        """Back (negative) or on by seconds of media time."""
        self.seek(self.now_us() + round(seconds * 1_000_000))

    def step(self, frames: int) -> None:
        """Frames of the selected tile's camera on (or back), standing still."""
        self.engine.step(frames, self.state.selected)
        self.clock_changed.emit()

    def show_moment(self, camera_id: int, media_time_us: int) -> None:
        """Jump to a hint or an evidence: its camera selected, its moment on the wall."""
        self.set_live(False)
        if self.state.tile_of(camera_id) is None and camera_id in self._cameras:
            if self.state.next_free() is None:
                self.drop(self.state.selected, [camera_id])
            else:
                self.add([camera_id])
        tile = self.state.tile_of(camera_id)
        if tile is not None:
            self.select(tile)
        self.seek(media_time_us)

    def keep(self) -> str:
        """The wall for the next start, as text."""
        if self._placed_in_time:
            self.state.media_time_us = self.now_us()
        return self.state.to_json()
