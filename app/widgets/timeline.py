"""The timeline under the wall: where footage is, what is worth a look, where we are."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QHideEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.widgets.theme import Theme
from app.widgets.timeline_base import TimelineBase
from app.widgets.timeline_front import handle_box
from app.widgets.timeline_values import MARKS_PX, RULER_PX, LoopEnds, TimelineMark

ZOOM_PER_NOTCH = 0.8
NOTCH = 120  # Qt's units of one wheel step
TOLD_MARKS = 4  # a tooltip names so many of those that stand in one place

Hold = Literal["time", "view", "A", "B"]


class Timeline(TimelineBase):
    """Wheel zooms about the pointer, a drag scrubs, a drag on the ruler moves the view."""

    scrubbed = Signal(object)  # media time, us: the hand is there and still holds
    seek_wanted = Signal(object)  # media time, us: where the hand let go
    camera_chosen = Signal(int)
    mark_chosen = Signal(object)  # TimelineMark
    loop_moved = Signal(object)  # LoopEnds: a handle was dragged
    pointed = Signal(object, object)  # camera id or None, media time (us) or None

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._hold: Hold | None = None
        self._button = Qt.MouseButton.NoButton  # that took hold
        self._drag = QPointF()
        self.setMouseTracking(True)

    def _us_at(self, place: QPointF) -> int:
        return max(0, self._scale.us_of(place.x() - self.places.lanes_left))

    # -- what lies under the pointer -------------------------------------------------

    def marks_at(self, place: QPointF) -> list[TimelineMark]:
        """The marks under a place; those painted on top."""
        if not RULER_PX - 2 <= place.y() <= RULER_PX + MARKS_PX - 2:
            return []
        return self._marks.near(self._scale, place.x() - self.places.lanes_left)

    def _handle_at(self, place: QPointF) -> Hold | None:
        ends: tuple[tuple[Hold, int | None], ...]
        ends = (("A", self._loop.start_us), ("B", self._loop.end_us))
        for letter, at_us in ends:
            if at_us is not None:
                x = self.places.lanes_left + self._scale.x_of(at_us)
                if handle_box(letter, x).adjusted(-1, -1, 1, 1).contains(place):
                    return letter
        return None

    def camera_at(self, place: QPointF) -> int | None:
        """The camera whose lane lies under a place; elsewhere that of the selected tile."""
        lane = self.places.lane_at(place.y())
        if lane is not None:
            return self._lanes[lane].camera_id
        return next((each.camera_id for each in self._lanes if each.selected), None)

    # -- hands -----------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up and down zoom about the pointer; sideways moves."""
        turn = event.angleDelta()
        if abs(turn.x()) > abs(turn.y()):
            self._set_scale(self._scale.panned(turn.x()))
        else:
            factor = ZOOM_PER_NOTCH ** (turn.y() / NOTCH)
            about = event.position().x() - self.places.lanes_left
            self._set_scale(self._scale.zoomed(factor, about))
        self._point_at(event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold: of a loop's end, of the view (ruler, middle button), of time.

        Another button while one holds something is a slip of the hand.
        """
        if self._hold is not None:
            return
        self._button = event.button()
        place, left = event.position(), event.button() == Qt.MouseButton.LeftButton
        handle, marks = self._handle_at(place), self.marks_at(place)
        if left and handle is not None:
            self._take(handle, place)
        elif left and marks:
            self.mark_chosen.emit(marks[0])
        elif event.button() == Qt.MouseButton.MiddleButton or (left and place.y() < RULER_PX):
            self._take("view", place)
        elif left:
            self._press_lane(place)

    def _take(self, hold: Hold, place: QPointF) -> None:
        self._hold, self._drag = hold, place
        self._held = True

    def _press_lane(self, place: QPointF) -> None:
        lane = self.places.lane_at(place.y())
        if place.x() < self.places.lanes_left:
            if lane is not None:
                self.camera_chosen.emit(self._lanes[lane].camera_id)
            return
        if not self.placed:
            return
        self._take("time", place)
        self._scrub_to(place)

    def _scrub_to(self, place: QPointF) -> None:
        self._pending_us = self._us_at(place)
        self.scrubbed.emit(self._pending_us)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub, move the view or a loop's end, or show the time under the pointer."""
        place = event.position()
        match self._hold:
            case "time":
                self._scrub_to(place)
            case "view":
                self._set_scale(self._scale.panned(place.x() - self._drag.x()))
                self._drag = place
            case "A" | "B":
                self._move_end(self._hold, place)
        self._point_at(place)

    def _move_end(self, letter: Hold, place: QPointF) -> None:
        at_us = self._us_at(place)
        ends = replace(self._loop, **{"start_us" if letter == "A" else "end_us": at_us})
        self.set_loop(ends)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; the last place is where the wall goes."""
        if event.button() == self._button:
            self._let_go(self._us_at(event.position()))

    def _let_go(self, at_us: int) -> None:
        hold, self._hold, self._held = self._hold, None, False
        if hold == "time":
            self._playhead_us, self._pending_us = at_us, None
            self._set_scale(self._scale.showing(at_us))  # the hand may be beyond the edge
            self.seek_wanted.emit(at_us)
        elif hold in ("A", "B"):
            self.loop_moved.emit(_in_order(self._loop))
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Folded away under a hand that holds something: nobody will tell that it let go."""
        super().hideEvent(event)
        if self._hold is not None:
            self._let_go(self._pending_us or 0)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the ruler: all footage. Elsewhere the second press is one like the first."""
        if event.position().y() < RULER_PX:
            self.fit()
        else:
            self.mousePressEvent(event)

    def _point_at(self, place: QPointF) -> None:
        over = place.x() >= self.places.lanes_left and self.rect().contains(place.toPoint())
        over = over and self.placed
        self._hover_us = self._us_at(place) if over else None
        wanted = over and self._hold in (None, "time")
        camera_id = self.camera_at(place) if wanted else None
        self.pointed.emit(camera_id, self._hover_us if wanted else None)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        super().leaveEvent(event)
        self._hover_us = None
        self.pointed.emit(None, None)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tooltips: what marks say, which camera a thin lane is (a thumbnail says that too)."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = QPointF(event.pos())
            marks, lane = self.marks_at(place), self.places.lane_at(place.y())
            named = lane is not None and self._hover_us is None
            text = self._told(marks) or (self._lanes[lane or 0].title if named else "")
            text = text or self._told_presumed(place)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _told_presumed(self, place: QPointF) -> str:
        """What hatched footage means, where the pointer is over some."""
        lane, at_us = self.places.lane_at(place.y()), self._us_at(place)
        spans = self._lanes[lane].presumed if lane is not None else ()
        if place.x() < self.places.lanes_left or not any(each.contains(at_us) for each in spans):
            return ""
        return self.tr(
            "On the recorder, as far as is known: gaps, and what it has overwritten, show only "
            "in playing. What was fetched is painted whole."
        )

    def _told(self, marks: list[TimelineMark]) -> str:
        texts = [mark.text for mark in marks[:TOLD_MARKS]]
        if len(marks) > TOLD_MARKS:
            texts.append(self.tr("and {count} more").format(count=len(marks) - TOLD_MARKS))
        return "\n".join(texts)


def _in_order(ends: LoopEnds) -> LoopEnds:
    """A handle that was dragged past the other swaps with it."""
    span = ends.span
    return ends if span is None else LoopEnds(span.start_us, span.end_us)
