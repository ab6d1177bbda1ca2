"""What the wall does: cameras into tiles, live or recorded, one time for all.

No widget in here: it drives the engine and tells by signals what changed, so it
is tested without a window. All slow work goes through ``Background``. Time is
moved by ``WallTime``, tiles are opened by ``TileOpening``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.operations.camera_media import needs_password
from app.operations.values import Camera, Store, StoreTree
from app.video.media import RecordingFolder
from app.video.tiles import TileState, TileStateKind
from app.widgets.background import Background
from app.widgets.wall_controller_opening import TileOpening
from app.widgets.wall_controller_time import WallTime
from app.widgets.wall_state import LAYOUTS, WallState

if TYPE_CHECKING:
    from app.operations.facade import Operations
    from app.video.wall.engine import WallEngine
    from app.video.wall.part import WallPart


class WallController(WallTime):
    """The wall of one window."""

    layout_changed = Signal()
    tile_changed = Signal(int)  # its camera is another, or none; or is shown live now, or not
    state_changed = Signal(int)  # what ``state_of`` says about a tile
    selected_changed = Signal(int)
    mode_changed = Signal()  # live or playback
    password_wanted = Signal(int, int)  # tile, camera id; only when a person asked

    def __init__(
        self,
        engine: WallEngine | WallPart,
        operations: Operations,
        background: Background,
        state: WallState | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(engine, state or WallState(), parent)
        self.opening = TileOpening(engine, operations, background, self.state, self)
        self.opening.coverage_known = self.place_in_time
        self.opening.state_changed.connect(self.state_changed)
        self.coverage = self.opening.coverage
        self._cameras: dict[int, tuple[Store, Camera]] = {}

    # -- what there is ---------------------------------------------------------------

    def set_tree(self, tree: StoreTree) -> None:
        """Take the stores as they are now; open anew what changed, a password too."""
        before = self._cameras
        self._cameras = {
            camera.id: (node.store, camera) for node in tree.stores() for camera in node.cameras
        }
        for tile in self.state.forget(frozenset(self._cameras)):
            self.opening.shut(tile)
            self.tile_changed.emit(tile)
        # Nobody is told passwords: whether one is another is seen by asking anew. What
        # turns out to be as it was plays on undisturbed.
        asked = {
            camera_id
            for camera_id, found in self._cameras.items()
            if before.get(camera_id) != found or _has_password(found[1])
        }
        for camera_id in asked:
            self.opening.forget(camera_id)
        for tile, camera_id in self.state.shown().items():
            if camera_id in asked:
                self.opening.reopen(tile)

    def camera(self, tile: int) -> tuple[Store, Camera] | None:
        """The store and camera of a tile, or None."""
        return self._cameras.get(self.state.cameras.get(tile, -1))

    def known_camera(self, camera_id: int | None) -> tuple[Store, Camera] | None:
        """A camera and its store, on the wall or not; None where it is gone."""
        return None if camera_id is None else self._cameras.get(camera_id)

    def known_store(self, store_id: int) -> Store | None:
        """A store that has cameras; None where it is gone."""
        return next((store for store, _ in self._cameras.values() if store.id == store_id), None)

    def cameras_of(self, store_id: int) -> list[Camera]:
        """All cameras of a store, in the order of the tree."""
        return [camera for store, camera in self._cameras.values() if store.id == store_id]

    def state_of(self, tile: int) -> TileState | None:
        """What the window knows better than the engine about a tile; None = ask the engine."""
        return self.opening.state_of(tile)

    def picture_us(self, tile: int) -> int | None:
        """When the picture was taken that a tile shows; None where it says why it shows none.

        The engine keeps the last picture of a camera that is lost, or in a gap.
        """
        said = self.state_of(tile) or self.engine.state(tile)
        # A first picture may be seen before its tile is heard to play.
        shows = said.kind in (TileStateKind.PLAYING, TileStateKind.CONNECTING)
        return self.engine.shown_time_us(tile) if shows else None

    def recording(self, tile: int) -> RecordingFolder | None:
        """The recording of a tile's camera, where it has one."""
        return self.opening.recording(tile)

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

    def move_selected(self, across: int, down: int) -> None:
        """Swap the selected tile with its neighbour, and go with it."""
        to = self.state.neighbour(across, down)
        if to != self.state.selected:
            self.move(self.state.selected, to)

    def _known(self, camera_ids: Iterable[int]) -> list[int]:
        return [camera for camera in camera_ids if camera in self._cameras]

    def _arrange(self, change: Callable[[], list[int]]) -> None:
        layout, before = self.state.layout, set(self.state.shown())
        changed = set(change())
        if self.state.layout != layout:
            self.layout_changed.emit()
            changed |= set(self.state.shown()) - before
        self.state.forget_live()
        for tile in sorted(changed):
            self.tile_changed.emit(tile)
            self.opening.reopen(tile)

    def set_layout(self, layout: int) -> None:
        """Show 1, 4, 9, 16, 25 or 36 tiles. ValueError for another number."""
        if layout not in LAYOUTS:
            raise ValueError(f"a layout has one of {LAYOUTS} tiles, not {layout}")
        before = set(self.state.shown())
        self.state.layout = layout
        self.state.selected = min(self.state.selected, layout - 1)
        self.layout_changed.emit()
        shown = set(self.state.shown())
        for tile in before - shown:
            self.opening.shut(tile)
        for tile in sorted(shown - before):
            self.tile_changed.emit(tile)
            self.opening.reopen(tile)
        self.selected_changed.emit(self.state.selected)

    def arrange(self, layout: int, cameras: Mapping[int, int], selected: int) -> None:
        """Another wall at once: which camera in which tile, and which is selected."""
        before, larger = self.state.shown(), layout != self.state.layout
        self.state.layout = layout
        self.state.cameras = {tile: each for tile, each in cameras.items() if each in self._cameras}
        self.state.selected = min(selected, layout - 1)
        self.state.forget_live()
        if larger:
            self.layout_changed.emit()
        after = self.state.shown()
        for tile in sorted(before.keys() | after.keys()):
            if before.get(tile) != after.get(tile):
                self.tile_changed.emit(tile)
                self.opening.reopen(tile)
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
            self.opening.shut(tile)
            self.tile_changed.emit(tile)

    def clear(self) -> None:
        """Take every camera off the wall."""
        for tile in list(self.state.cameras):
            self.remove(tile)

    # -- opening ---------------------------------------------------------------------

    def reopen(self, tile: int) -> None:
        """Open what the tile should show now; does nothing where that is open already."""
        self.opening.reopen(tile)

    def asks_password(self, tile: int) -> bool:
        """Whether a tile waits for a password."""
        said = self.state_of(tile) or self.engine.state(tile)
        return said.kind is TileStateKind.ASK_PASSWORD

    def ask_password(self, tile: int) -> None:
        """A person clicked a tile that waits for its password."""
        found = self.camera(tile)
        if found is not None:
            self.password_wanted.emit(tile, found[1].id)

    def password_given(self, camera_id: int) -> None:
        """Try again wherever the camera is shown."""
        self.opening.forget(camera_id)
        for tile, shown in self.state.shown().items():
            if shown == camera_id:
                self.opening.shut(tile)
                self.opening.reopen(tile)

    def password_known(self, camera_id: int) -> None:
        """Another wall was given it: try again where it is missed here."""
        for tile, shown in self.state.shown().items():
            if shown == camera_id and self.asks_password(tile):
                self.password_given(camera_id)
                return
        self.opening.forget(camera_id)

    def transport_changed(self) -> None:
        """Live pictures come by another way from now on; recordings play on undisturbed."""
        self.opening.forget_live()
        for tile in self.state.shown():
            self.opening.reopen(tile)

    # -- live or playback, and moments -----------------------------------------------

    def set_live(self, live: bool) -> None:
        """Show live pictures, or recordings."""
        if live == self.state.live:
            return
        self.state.live = live
        self.state.live_cameras.clear()
        self.mode_changed.emit()
        for tile in self.state.shown():
            self.opening.reopen(tile)

    def is_live(self, tile: int) -> bool:
        """Whether a tile shows its camera as it is now, or is to."""
        camera_id = self.state.cameras.get(tile)
        return camera_id is not None and self.state.is_live(camera_id)

    def step(self, frames: int) -> None:
        """Frames of the selected tile's camera; of another where that one is live."""
        selected = self.state.selected
        recorded = [tile for tile in sorted(self.state.shown()) if not self.is_live(tile)]
        reference = recorded[0] if recorded and selected not in recorded else selected
        self.engine.step(frames, reference)
        self.clock_changed.emit()

    def set_tile_live(self, tile: int, live: bool) -> None:
        """One camera as it is now while the others play back, or back to its recording."""
        camera_id = self.state.cameras.get(tile)
        if camera_id is None or self.state.live or live == self.is_live(tile):
            return
        (self.state.live_cameras.add if live else self.state.live_cameras.discard)(camera_id)
        self.opening.reopen(tile)
        self.tile_changed.emit(tile)

    def show_moment(self, camera_id: int, media_time_us: int) -> None:
        """Jump to a hint or an evidence: its camera selected, its moment on the wall."""
        self.set_live(False)
        self._play_back(camera_id)
        if self.state.tile_of(camera_id) is None and camera_id in self._cameras:
            if self.state.next_free() is None:
                self.drop(self.state.selected, [camera_id])
            else:
                self.add([camera_id])
        tile = self.state.tile_of(camera_id)
        if tile is not None:
            self.select(tile)
        self.go_to(media_time_us)

    def _play_back(self, camera_id: int) -> None:
        tile = self.state.tile_of(camera_id)
        if tile is not None:
            self.set_tile_live(tile, False)
        self.state.live_cameras.discard(camera_id)

    def keep(self) -> str:
        """The wall for the next start, as text."""
        if self._placed_in_time:
            self.state.media_time_us = self.now_us()
        return self.state.to_json()


def _has_password(camera: Camera) -> bool:
    """Whether its live address or its recorder may want one."""
    return needs_password(camera) or camera.recorder_id is not None
