"""The small picture over the pointer on the timeline, with its time."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from app.widgets.context import Context
from app.widgets.local_time import exact_text
from app.widgets.theme import SMALL_PX, STEP, set_role, ui_font
from app.widgets.timeline import Timeline
from app.widgets.wall_controller import WallController

if TYPE_CHECKING:
    from app.operations.thumbnails import Thumbnail, Thumbnails

HEIGHT_PX = 96
WIDTH_PX = 170
WARM_MS = 5000
ASK_MS = 25  # a moving pointer asks no more often
LIFT_PX = 8  # over the timeline's upper edge


class ThumbnailTip(QFrame):
    """Floats over the timeline and lets every press through."""

    def __init__(self, timeline: Timeline) -> None:
        flags = Qt.WindowType.ToolTip | Qt.WindowType.WindowTransparentForInput
        super().__init__(timeline, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        set_role(self, "raised")
        self._timeline = timeline
        self.picture, self.title, self.words = QLabel(), QLabel(), QLabel()
        self.picture.setFixedSize(WIDTH_PX, HEIGHT_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP, STEP, STEP, STEP)
        column.setSpacing(0)
        for label in (self.picture, self.title, self.words):
            label.setFont(ui_font(SMALL_PX))
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        self.title.setMaximumWidth(WIDTH_PX)

    def stand(self, x_px: float) -> None:
        """Stand over a place of the timeline; below it where there is no room over it."""
        self.adjustSize()
        room = self._timeline.width() - self.width()
        left = min(max(round(x_px) - self.width() // 2, 0), max(room, 0))
        corner = self._timeline.mapToGlobal(QPoint(left, -self.height() - LIFT_PX))
        if corner.y() < self._timeline.screen().availableGeometry().top():
            corner = self._timeline.mapToGlobal(QPoint(left, self._timeline.height() + LIFT_PX))
        self.move(corner)
        self.show()


class TimelineThumbnails(QObject):
    """Asks for what the pointer is over.

    While the pointer moves on, the picture that came last stays, under its own time.
    """

    _came = Signal(object, object)  # Thumbnail or None, what was asked: (camera id, us)

    def __init__(self, context: Context, controller: WallController, timeline: Timeline) -> None:
        super().__init__(timeline)
        self._context = context
        self._controller = controller
        self._timeline = timeline
        self._thumbnails: Thumbnails | None = None
        self._fetching = False
        self._wanted: tuple[int, int] | None = None
        self._asked: tuple[int, int] | None = None
        self._shown: Thumbnail | None = None
        self.tip = ThumbnailTip(timeline)
        self._ask_soon = QTimer(self, singleShot=True, interval=ASK_MS)
        self._ask_soon.timeout.connect(self._ask)
        self._came.connect(self._show)
        self._warm = QTimer(self, singleShot=True, interval=WARM_MS)
        self._warm.timeout.connect(self._fetch)
        controller.coverage.changed.connect(self._warm_soon)
        timeline.pointed.connect(self._pointed)

    def _pointed(self, camera_id: int | None, media_time_us: int | None) -> None:
        if (
            camera_id is None
            or media_time_us is None
            or not self._controller.coverage.covers(camera_id, media_time_us)
        ):
            self._wanted = None
            self.tip.hide()
            return
        if self._wanted is None or self._wanted[0] != camera_id:
            self._clear()
            self._asked = None
        self._wanted = (camera_id, media_time_us)
        self._name()
        self.tip.stand(self._timeline.places.lanes_left + self._timeline.scale.x_of(media_time_us))
        if not self._ask_soon.isActive():
            self._ask_soon.start()

    def _name(self) -> None:
        """The pointer's time where the picture, if there is one, is of that; else its own."""
        if self._wanted is None:
            return
        camera_id, told_us = self._wanted
        found = self._controller.known_camera(camera_id)
        if found is None:
            return
        store, camera = found
        shown = self._shown
        if shown is not None and not shown.media_time_us <= told_us < shown.until_us:
            told_us = shown.media_time_us
        self.tip.title.setText(f"{store.code}  {camera.name}")
        self.tip.words.setText(exact_text(told_us, store.time_zone))

    def _clear(self) -> None:
        self._shown = None
        self.tip.picture.clear()

    def _ask(self) -> None:
        if self._wanted is None or self._wanted == self._asked:
            return
        if self._thumbnails is None:
            self._fetch()
            return
        self._asked = asked = self._wanted
        height = round(HEIGHT_PX * self.tip.devicePixelRatioF())
        future = self._thumbnails.at(*asked, height)

        def came(answered: Future[Thumbnail | None]) -> None:
            self._came.emit(answered.result(), asked)

        future.add_done_callback(came)

    def _warm_soon(self) -> None:
        """Once the wall has footage and has come to rest, a first thumbnail need not wait."""
        if not self._fetching and not self._controller.state.live:
            self._warm.start()

    def _fetch(self) -> None:
        """What makes them is loaded off the UI thread, once."""
        if self._fetching:
            return
        self._fetching = True
        operations = self._context.operations

        def fetch() -> Thumbnails:
            operations.thumbnails.warm()
            return operations.thumbnails

        self._context.background.run(fetch, self._fetched, owner=self, lane="thumbnails")

    def stop(self) -> None:
        """The window closes."""
        self._warm.stop()
        self._ask_soon.stop()
        self.tip.hide()

    def _fetched(self, thumbnails: Thumbnails) -> None:
        self._thumbnails = thumbnails
        self._ask()

    def _show(self, found: Thumbnail | None, asked: tuple[int, int]) -> None:
        if self._wanted is None or self._wanted[0] != asked[0]:
            return
        if found is None:
            if self._wanted == asked:  # else it was given up for a newer one
                self._clear()
        else:
            self._shown = found
            form = QImage.Format.Format_RGB32
            image = QImage(found.data, found.width, found.height, found.width * 4, form)
            picture = QPixmap.fromImage(image)
            ratio = self.tip.devicePixelRatioF()
            box = self.tip.picture.size() * ratio
            smooth = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaled(box, Qt.AspectRatioMode.KeepAspectRatio, smooth)
            picture.setDevicePixelRatio(ratio)
            self.tip.picture.setPixmap(picture)
        self._name()
        if self._wanted != asked:
            self._ask_soon.start()
