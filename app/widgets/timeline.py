"""The timeline under the wall: where footage is, what is worth a look, where we are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.video.media import Span
from app.widgets.local_time import clock_text
from app.widgets.theme import Theme
from app.widgets.timeline_painter import (
    RULER_PX,
    Lane,
    Places,
    TimelineMark,
    TimelinePainter,
    TimelineView,
    mark_box,
)
from app.widgets.timeline_scale import DAY_S, HOUR_S, US_PER_S, TimelineScale

SCRUB_MS = 80  # a drag seeks at most this often; the last place always wins
ZOOM_PER_NOTCH = 0.8
NOTCH = 120  # Qt's units of one wheel step


class Timeline(QWidget):
    """Wheel zooms about the pointer, a drag scrubs, a drag on the ruler moves the view."""

    seek_wanted = Signal(object)  # media time, us
    camera_chosen = Signal(int)
    mark_chosen = Signal(object)  # TimelineMark

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = TimelineScale(0, HOUR_S * US_PER_S, 600)
        self._lanes: tuple[Lane, ...] = ()
        self._marks: tuple[TimelineMark, ...] = ()
        self._time_zone = "UTC"
        self._playhead_us: int | None = None
        self._hover_us: int | None = None
        self._pending_us: int | None = None
        self._drag: QPointF | None = None
        self._scrubbing = False
        self._fitted = False
        self._scrub = QTimer(self)
        self._scrub.setInterval(SCRUB_MS)
        self._scrub.timeout.connect(self._send)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(72)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Room for a handful of lanes."""
        return QSize(640, 132)

    @property
    def scale(self) -> TimelineScale:
        """What is shown now."""
        return self._scale

    @property
    def places(self) -> Places:
        """Where the parts stand now."""
        return Places(self.width(), self.height(), len(self._lanes))

    # -- what it shows ---------------------------------------------------------------

    def set_lanes(self, lanes: Sequence[Lane]) -> None:
        """One lane per camera on the wall. The first footage decides the first view."""
        self._lanes = tuple(lanes)
        self._scale = self._scale.resized(self.places.lanes_width)
        if not self._fitted and any(lane.spans for lane in self._lanes):
            self._fitted = True
            self.fit()
        self.update()

    def set_marks(self, marks: Sequence[TimelineMark]) -> None:
        """Hints and evidence."""
        self._marks = tuple(marks)
        self.update()

    def set_time_zone(self, name: str) -> None:
        """The store's zone, in which all labels are."""
        if name != self._time_zone:
            self._time_zone = name
            self.update()

    def set_playhead(self, media_time_us: int | None) -> None:
        """Where the wall is; turns the page when that runs out of view."""
        if media_time_us == self._playhead_us or self._scrubbing:
            return
        before = self._playhead_us
        self._playhead_us = media_time_us
        if media_time_us is not None and self._drag is None:
            was_in_view = before is None or self._scale.start_us <= before < self._scale.end_us
            # Who moved the view away wants to look there: only follow what was in view.
            if was_in_view:
                self._scale = self._scale.showing(media_time_us)
        self._repaint_if_moved(before, media_time_us)

    def _repaint_if_moved(self, before: int | None, now: int | None) -> None:
        if before is None or now is None:
            self.update()
            return
        moved = round(self._scale.x_of(before)) != round(self._scale.x_of(now))
        if moved or before // US_PER_S != now // US_PER_S:
            self.update()

    def fit(self) -> None:
        """Show all footage of the last day that has any."""
        spans = [span for lane in self._lanes for span in lane.spans]
        if not spans:
            return
        end_us = max(span.end_us for span in spans)
        start_us = max(min(span.start_us for span in spans), end_us - DAY_S * US_PER_S)
        self.show_span(Span(start_us, end_us))

    def show_span(self, span: Span) -> None:
        """Show a stretch with a little air around it."""
        air_us = max(span.duration_us // 40, US_PER_S)
        wide = TimelineScale(
            max(0, span.start_us - air_us), span.duration_us + 2 * air_us, self.places.lanes_width
        )
        self._scale = wide.zoomed(1.0, wide.width_px / 2)
        self.update()

    def shown_span(self) -> Span:
        """The stretch that is shown."""
        return Span(self._scale.start_us, self._scale.end_us)

    def zoom(self, factor: float) -> None:
        """Zoom about the playhead, or the middle where that is out of view."""
        about = self._scale.x_of(self._playhead_us) if self._playhead_us is not None else -1.0
        if not 0 <= about <= self._scale.width_px:
            about = self._scale.width_px / 2
        self._scale = self._scale.zoomed(factor, about)
        self.update()

    # -- painting --------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint everything; it is a few hundred rectangles at most."""
        painter = QPainter(self)
        if not self._lanes:
            painter.fillRect(self.rect(), self._theme.colour("panel"))
            painter.setPen(self._theme.colour("quiet"))
            words = self.tr("Here stands where each camera on the wall has footage.")
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), words)
            painter.end()
            return
        shown_us = self._pending_us if self._pending_us is not None else self._playhead_us
        view = TimelineView(
            self._scale,
            self.places,
            self._lanes,
            self._marks,
            self._time_zone,
            shown_us,
            None if self._scrubbing else self._hover_us,
            "" if self._hover_us is None else clock_text(self._hover_us, self._time_zone),
            "" if shown_us is None else clock_text(shown_us, self._time_zone),
        )
        TimelinePainter(painter, self._theme, view).paint()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the stretch, change the scale."""
        super().resizeEvent(event)
        self._scale = self._scale.resized(self.places.lanes_width)

    # -- hands -----------------------------------------------------------------------

    def _us_at(self, place: QPointF) -> int:
        return max(0, self._scale.us_of(place.x() - self.places.lanes_left))

    def mark_at(self, place: QPointF) -> TimelineMark | None:
        """The mark under a place; the last painted wins."""
        for mark in reversed(self._marks):
            box = mark_box(self._scale, self.places, mark)
            if box is not None and box.adjusted(-2, -2, 2, 2).contains(place):
                return mark
        return None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up and down zoom about the pointer; sideways moves."""
        turn = event.angleDelta()
        if abs(turn.x()) > abs(turn.y()):
            self._scale = self._scale.panned(turn.x())
        else:
            factor = ZOOM_PER_NOTCH ** (turn.y() / NOTCH)
            self._scale = self._scale.zoomed(factor, event.position().x() - self.places.lanes_left)
        self._hover_us = self._us_at(event.position())
        self.update()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold: of the view on the ruler or with the middle button, else of time."""
        place = event.position()
        mark = self.mark_at(place)
        if event.button() == Qt.MouseButton.LeftButton and mark is not None:
            self.mark_chosen.emit(mark)
            return
        middle = event.button() == Qt.MouseButton.MiddleButton
        if middle or (event.button() == Qt.MouseButton.LeftButton and place.y() < RULER_PX):
            self._drag = place
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self._press_lane(place)

    def _press_lane(self, place: QPointF) -> None:
        lane = self.places.lane_at(place.y())
        if place.x() < self.places.lanes_left:
            if lane is not None:
                self.camera_chosen.emit(self._lanes[lane].camera_id)
            return
        self._scrubbing = True
        self._pending_us = self._us_at(place)
        self._send()
        self._scrub.start()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub, move the view, or show the time under the pointer."""
        place = event.position()
        self._hover_us = self._us_at(place) if place.x() >= self.places.lanes_left else None
        if self._scrubbing:
            self._pending_us = self._us_at(place)
        elif self._drag is not None:
            self._scale = self._scale.panned(place.x() - self._drag.x())
            self._drag = place
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; the last place is where the wall goes."""
        self._drag = None
        if self._scrubbing:
            self._pending_us = self._us_at(event.position())
            self._scrub.stop()
            self._send()
            self._playhead_us = self._pending_us
            self._pending_us = None
            self._scrubbing = False
        self.update()

    def _send(self) -> None:
        if self._pending_us is not None and self._pending_us != self._playhead_us:
            self._playhead_us = self._pending_us
            self.seek_wanted.emit(self._pending_us)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        super().leaveEvent(event)
        self._hover_us = None
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tooltips: what a mark says, which camera a thin lane is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = QPointF(event.pos())
            mark, lane = self.mark_at(place), self.places.lane_at(place.y())
            text = mark.text if mark else self._lanes[lane].title if lane is not None else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
