"""A small furnished chain and a real window over it, driven as hands drive it.

Two stores with an entrance, a counter and a shelf camera each. Every camera has
a minute of recordings in 20 s segments; the first store's counter lacks the
middle one. Every picture carries a number that no other picture has, so a test
can tell which camera and which moment it is looking at.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from app.application import Window, make_app, make_window
from app.faults import Language
from app.operations.facade import Operations, open_operations
from app.operations.values import Camera, CameraDraft, ChecklistVersion, Place, Store
from app.storage.credentials import Credentials
from app.video.media import Span
from app.video.wall.engine import WallEngine
from app.widgets.main_window import MainWindow
from app.widgets.wall_screen import WallScreen
from tests.support.clips import make_clip
from tests.support.walls import shown_number

CHECKLISTS = Path(__file__).resolve().parents[2] / "resources" / "checklists"
ZONE = "Asia/Shanghai"
PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"
START_US = 1_772_416_800_000_000  # 2026-03-02 10:00:00 in Shanghai
US = 1_000_000
RATE = 10
PICTURE_US = US // RATE
KEYFRAME_US = 2 * US
SEGMENT_S = 20
MINUTE_S = 60
SIZE = (320, 180)
STORES = (("S001", "Riverside showroom"), ("S002", "Old town service"))
PLACES = (Place.ENTRANCE, Place.COUNTER, Place.SHELF)
LABELS = tuple(f"{code}/{place.value}" for code, _ in STORES for place in PLACES)
GAP_LABEL = "S001/counter"
GAP = Span(START_US + 20 * US, START_US + 40 * US)
"""Where the camera ``GAP_LABEL`` has no recording."""
ZONE_POLYGON = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.9), (0.2, 0.9))
PERSON = "Lin Wei"
PATIENCE_S = 30.0


def number_at(label: str, media_time_us: int) -> int:
    """The number in the picture that a camera ("S001/entrance") shows at a time."""
    return LABELS.index(label) * MINUTE_S * RATE + (media_time_us - START_US) // PICTURE_US


def draw_footage(root: Path) -> Path:
    """Recordings of every camera below ``root``/STORE/camera; returns ``root``."""
    for label in LABELS:
        for second in range(0, MINUTE_S, SEGMENT_S):
            start_us = START_US + second * US
            if label != GAP_LABEL or not GAP.contains(start_us):
                make_clip(
                    root / label / "2026-03-02" / f"10-00-{second:02}.mp4",
                    pictures=SEGMENT_S * RATE,
                    rate=RATE,
                    keyframe_every=KEYFRAME_US // PICTURE_US,
                    width=SIZE[0],
                    height=SIZE[1],
                    first=number_at(label, start_us),
                )
    return root


@dataclass
class SmallStage:
    """A data folder with stores, cameras, checklists and a person. Nothing is open."""

    home: Path
    footage: Path
    stores: dict[str, Store] = field(default_factory=dict)  # by code
    cameras: dict[str, Camera] = field(default_factory=dict)  # by label, "S001/entrance"
    versions: dict[str, ChecklistVersion] = field(default_factory=dict)  # by key

    def open(self, database_url: str | None = None) -> Operations:
        """The operations over this folder; passwords are kept in memory only."""
        return open_operations(self.home, database_url, credentials=Credentials(lambda: None))

    def furnish(self, language: Language = "en") -> None:
        """Fill the folder through the operations, as a person would."""
        operations = self.open()
        try:
            operations.people.introduce(PERSON, language, ZONE)
            self._add_stores(operations)
            for path in sorted(CHECKLISTS.glob("*.json")):
                version = operations.checklists.import_file(path)
                self.versions[version.key] = version
        finally:
            operations.close()

    def _add_stores(self, operations: Operations) -> None:
        company = operations.stores.add_company("Harbour Motors")
        region = operations.stores.add_region(company.id, "East")
        for code, name in STORES:
            store = self.stores[code] = operations.stores.add_store(region.id, code, name, ZONE)
            for place in PLACES:
                label = f"{code}/{place.value}"
                self.cameras[label] = operations.stores.add_camera(self._draft(store, place))

    def _draft(self, store: Store, place: Place) -> CameraDraft:
        return CameraDraft(
            store.id,
            place.value,
            place.value.title(),
            place,
            recording_root=str(self.footage / store.code),
            recording_pattern=PATTERN,
            zone=ZONE_POLYGON if place is Place.COUNTER else (),
        )


class Hands:
    """A real window, and what eyes and hands do with it."""

    def __init__(self, window: Window) -> None:
        self.window = window

    @property
    def main(self) -> MainWindow:
        return self.window.main

    @property
    def wall(self) -> WallScreen:
        return self.window.main.wall

    @property
    def engine(self) -> WallEngine:
        return self.window.context.engine

    @property
    def operations(self) -> Operations:
        return self.window.context.operations

    # -- hands -----------------------------------------------------------------------

    def keys(self, *keys: str) -> None:
        """Press keys such as ``Ctrl+2`` or ``Space`` one after another, where the focus is."""
        for key in keys:
            QTest.keySequence(self.focus(), key)

    def type(self, text: str) -> None:
        """Type into the widget in focus; Chinese comes from an input method, as it does."""
        if text.isascii():
            QTest.keyClicks(self.focus(), text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus(), event)

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """The left mouse button on a widget, in its middle unless told."""
        where = widget.rect().center() if place is None else place
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where)

    def click_tile(self, tile: int) -> None:
        """The left mouse button on a tile."""
        self.click(self.wall.surface, self.middle_of(tile))

    def double_click_tile(self, tile: int) -> None:
        """A double click on a tile."""
        place, button = self.middle_of(tile), Qt.MouseButton.LeftButton
        QTest.mouseClick(self.wall.surface, button, pos=place)
        QTest.mouseDClick(self.wall.surface, button, pos=place)

    def drag(self, widget: QWidget, start: QPoint, end: QPoint) -> None:
        """Press at one place of a widget, move to another in steps, let go there."""
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        kinds = QEvent.Type
        self._mouse(widget, kinds.MouseButtonPress, start, left, left)
        for part in (1, 2, 3):
            place = start + (end - start) * part / 3
            self._mouse(widget, kinds.MouseMove, place, none, left)
            QTest.qWait(30)
        self._mouse(widget, kinds.MouseButtonRelease, end, left, none)

    @staticmethod
    def _mouse(
        widget: QWidget,
        kind: QEvent.Type,
        place: QPoint,
        button: Qt.MouseButton,
        held: Qt.MouseButton,
    ) -> None:
        # QTest moves the cursor of the screen instead, and offscreen there is none.
        above = QPointF(widget.mapToGlobal(place))
        plain = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, QPointF(place), above, button, held, plain)
        QApplication.sendEvent(widget, event)

    def look_at_wall(self) -> None:
        """Give the keys back to the wall, whatever had them."""
        self.wall.surface.setFocus()

    def fill(self, cameras: Iterable[Camera]) -> None:
        """Put cameras on the wall and wait until each shows its picture."""
        wanted = [camera.id for camera in cameras]
        self.until(lambda: self._in_tree(wanted), "the cameras in the tree")
        self.wall.controller.add(wanted)
        self.until(lambda: set(wanted) <= set(self.wall.controller.state.shown().values()), "tiles")
        self.until(lambda: all(self.shown(self.tile(each)) for each in wanted), "every picture")

    def _in_tree(self, wanted: list[int]) -> bool:
        tree = self.wall.tree.model.tree
        return tree is not None and set(wanted) <= {camera.id for camera in tree.cameras()}

    # -- eyes ------------------------------------------------------------------------

    def focus(self) -> QWidget:
        """The widget that keys go to."""
        return QApplication.focusWidget() or self.main

    def area_of(self, tile: int) -> QRect:
        """Where a tile stands, in the wall's own coordinates."""
        surface, area = self.wall.surface, QRect()
        for x in range(0, surface.width(), 4):
            for y in range(0, surface.height(), 4):
                if surface.tile_at(QPoint(x, y)) == tile:
                    area |= QRect(x, y, 1, 1)
        return area

    def middle_of(self, tile: int) -> QPoint:
        """The middle of a tile, in the wall's own coordinates."""
        return self.area_of(tile).center()

    def tile(self, camera_id: int) -> int:
        """The tile that shows a camera."""
        found = self.wall.controller.state.tile_of(camera_id)
        assert found is not None, f"camera {camera_id} is in no tile"
        return found

    def shown(self, tile: int) -> bool:
        """Whether a tile has a picture, or says that there is no recording."""
        return self.engine.shown_time_us(tile) is not None or self.says(tile) != ""

    def number(self, tile: int) -> int | None:
        """The number in the picture that a tile shows now (see ``number_at``)."""
        picture = self.engine.picture(tile)
        return None if picture is None else shown_number(picture)

    def says(self, tile: int) -> str:
        """The words that stand in a tile instead of a picture."""
        said = self.wall.controller.state_of(tile) or self.engine.state(tile)
        camera = self.wall.controller.camera(tile)
        zone = camera[0].time_zone if camera else "UTC"
        return self.wall.texts.state(said, zone)

    def notices(self) -> str:
        """Everything that the bar of notices says now."""
        language = self.window.context.language
        return "\n".join(each.text(language) for each in self.window.context.notices.open())

    def dialog(self, kind: type[QDialog]) -> QDialog:
        """The open dialog of a kind, once it is there."""
        self.until(lambda: bool(self._open(kind)), kind.__name__)
        return self._open(kind)[0]

    @staticmethod
    def _open(kind: type[QDialog]) -> list[QDialog]:
        return [
            each
            for each in QApplication.topLevelWidgets()
            if isinstance(each, kind) and each.isVisible()
        ]

    # -- time ------------------------------------------------------------------------

    def until(
        self, condition: Callable[[], object], what: str = "", patience_s: float = PATIENCE_S
    ) -> None:
        """Let the window live until something is so; fails after a long while."""
        deadline_s = time.monotonic() + patience_s
        while not condition():
            assert time.monotonic() < deadline_s, f"waited in vain for {what or condition}"
            QTest.qWait(10)

    def settle(self) -> None:
        """Let background work, change sets and queued signals arrive."""
        for _ in range(5):
            assert self.window.context.background.wait(30_000)
            QTest.qWait(1)

    def spin(self, seconds: float) -> None:
        """Let the window live for a while."""
        QTest.qWait(round(seconds * 1000))


@contextmanager
def open_window(stage: SmallStage, workers: int = 2) -> Iterator[Hands]:
    """The program's own composition over a stage, shown offscreen; ended with all it started."""
    app = make_app()
    engine = WallEngine(workers)
    engine.start()
    window = make_window(app, stage.open(), engine, stage.home)
    hands = Hands(window)
    try:
        window.main.begin()
        hands.until(lambda: hands.wall.tree.model.tree is not None, "the stores")
        hands.settle()
        yield hands
    finally:
        _close_dialogs()
        window.close()


def is_open(dialog: QDialog) -> bool:
    """Whether a dialog still stands; many are deleted when they close."""
    return isValid(dialog) and dialog.isVisible()


def _close_dialogs() -> None:
    """Whatever a test left open on top."""
    for top in QApplication.topLevelWidgets():
        if top.isVisible() and top.parent() is not None:
            top.close()
