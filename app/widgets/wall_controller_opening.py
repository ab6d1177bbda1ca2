"""Opening what the tiles should show: finds the media of a camera, says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.faults import Fault, Sentence
from app.operations.camera_media import PasswordNeeded
from app.operations.values import CameraMedia
from app.video.media import LiveStream, Media, RecordingFolder, Span
from app.video.tiles import TileState, TileStateKind
from app.widgets.background import Background
from app.widgets.wall_coverage import Coverage

if TYPE_CHECKING:
    from app.operations.facade import Operations
    from app.video.wall.engine import WallEngine
    from app.video.wall.part import WallPart
    from app.widgets.wall_state import WallState

ONLY_RECORDED = Sentence(
    "No live address. Add one under Stores.", "没有实时流地址，请在“门店”中添加。"
)
NO_LIVE = Sentence(
    "No live address. Switch to Playback, or add one under Stores.",
    "没有实时流地址。请切换到“录像回放”，或在“门店”中添加。",
)
CLICK = Sentence("Password needed. Click to enter it.", "需要密码，点击此处输入。")
NO_SOURCE = Sentence(
    "Neither a live address nor recordings. Add one under Stores.",
    "既没有实时流地址，也没有录像。请在“门店”中添加。",
)


class TileOpening(QObject):
    """Opens and closes tiles as the wall's state asks for."""

    state_changed = Signal(int)  # what ``state_of`` says about a tile

    def __init__(
        self,
        engine: WallEngine | WallPart,
        operations: Operations,
        background: Background,
        state: WallState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.state = state
        self.coverage = Coverage(background, self)
        self._engine = engine
        self._operations = operations
        self._background = background
        self._media: dict[int, CameraMedia] = {}
        self._locked: set[int] = set()  # cameras whose live address waits for a password
        self._asking: dict[int, PasswordNeeded] = {}  # what a camera's password is wanted for
        self._opened: dict[int, Media] = {}
        self._said: dict[int, TileState] = {}
        # The surface takes these over: it knows how large its tiles are.
        self.size_of: Callable[[int], tuple[int, int]] = lambda _tile: (640, 360)
        self.open_tile: Callable[[int, Media], None] = self._open_unseen
        self.close_tile: Callable[[int], None] = engine.close
        # A wall that never plays back need not know where there is footage.
        self.plays_back = True
        self.coverage_known: Callable[[tuple[Span, ...]], None] = lambda _spans: None

    def state_of(self, tile: int) -> TileState | None:
        """What the window knows better than the engine about a tile; None = ask the engine."""
        return self._said.get(tile)

    def recording(self, tile: int) -> RecordingFolder | None:
        """The recordings of a tile's camera, where it has some in a folder."""
        kept = self._media.get(self.state.cameras.get(tile, -1))
        recording = kept.recording if kept is not None else None
        return recording if isinstance(recording, RecordingFolder) else None

    def has_live(self, camera_id: int) -> bool:
        """Whether a camera has a live address, or may have one."""
        kept = self._media.get(camera_id)
        return (
            kept is None
            or kept.main is not None
            or kept.sub is not None
            or (camera_id in self._locked)
        )

    def asking(self, camera_id: int) -> PasswordNeeded | None:
        """Whose password the camera waits for; None = for none, or not yet known."""
        return self._asking.get(camera_id)

    def forget(self, camera_id: int) -> None:
        """Ask anew for a camera's media when it is opened next."""
        self._media.pop(camera_id, None)

    def forget_live(self) -> None:
        """Ask anew for the media of every camera with a live address."""
        for camera_id, kept in list(self._media.items()):
            if kept.main is not None or kept.sub is not None:
                self.forget(camera_id)

    def reopen(self, tile: int) -> None:
        """Open what the tile should show now; does nothing where that is open already."""
        camera_id = self.state.cameras.get(tile)
        if camera_id is None or tile >= self.state.layout:
            self.shut(tile)
            return
        kept, live = self._media.get(camera_id), self.state.is_live(camera_id)
        locked = kept is not None and (camera_id in self._locked if live else kept.recording_locked)
        if kept is not None and not locked:
            self._open(tile, camera_id, kept)
            return
        self._background.run(
            lambda: self._find(camera_id, live=live),
            lambda found: self._media_known(tile, camera_id, *found),
            lambda fault: self._refused(tile, camera_id, fault),
            owner=self,
            lane="media",
        )

    def shut(self, tile: int) -> None:
        """Close a tile and take back what was said about it."""
        if self._opened.pop(tile, None) is not None:
            self.close_tile(tile)
        self._unsay(tile)

    def _find(self, camera_id: int, *, live: bool) -> tuple[CameraMedia, bool]:
        """What can be opened, and whether its live address waits for a password.

        Recordings are played without one: it is asked for when live pictures are wanted.
        """
        stores = self._operations.stores
        try:
            media = stores.media(camera_id)
        except PasswordNeeded:
            recording = None if live else stores.recording(camera_id)
            if recording is None:
                raise
            return CameraMedia(recording, None, None), True
        if media.recording_locked and not live:
            stores.recording(camera_id)  # says whose password it waits for
        return media, False

    def _media_known(self, tile: int, camera_id: int, media: CameraMedia, locked: bool) -> None:
        self._media[camera_id] = media
        self._asking.pop(camera_id, None)
        (self._locked.add if locked else self._locked.discard)(camera_id)
        if self.state.shown().get(tile) == camera_id:
            self._open(tile, camera_id, media)

    def _open(self, tile: int, camera_id: int, kept: CameraMedia) -> None:
        media = self._choose(camera_id, kept)
        if media is None:
            self.shut(tile)
            self._say(tile, self._missing(kept), TileStateKind.LOST)
            return
        self._unsay(tile)
        if kept.recording is not None and self.plays_back:
            self.coverage.want(camera_id, kept.recording, self.coverage_known)
        if self._opened.get(tile) != media:
            self._opened[tile] = media
            self.open_tile(tile, media)

    def _missing(self, kept: CameraMedia) -> Sentence:
        if not self.plays_back:
            return ONLY_RECORDED
        return NO_LIVE if kept.recording else NO_SOURCE

    def _open_unseen(self, tile: int, media: Media) -> None:
        self._engine.open(tile, media, *self.size_of(tile))

    def _choose(self, camera_id: int, kept: CameraMedia) -> Media | None:
        """Which of a camera's two live streams is shown is the engine's choice, by all tiles."""
        stream: LiveStream | None = kept.main or kept.sub
        if self.state.is_live(camera_id):
            return stream
        return kept.recording or stream

    def _refused(self, tile: int, camera_id: int, fault: Fault) -> None:
        if self.state.shown().get(tile) != camera_id:
            return
        self.shut(tile)
        asked = isinstance(fault, PasswordNeeded)
        if isinstance(fault, PasswordNeeded):
            self._asking[camera_id] = fault
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
