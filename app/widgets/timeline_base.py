"""The timeline as eyes see it: what it shows, which stretch, and how it is painted."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.video.media import Span
from app.widgets.local_time import exact_text
from app.widgets.theme import Theme
from app.widgets.timeline_front import FrontPainter
from app.widgets.timeline_marks import MarkIndex
from app.widgets.timeline_painter import BackPainter, BackView
from app.widgets.timeline_scale import DAY_S, HOUR_S, US_PER_S, TimelineScale
from app.widgets.timeline_spans import SpanIndex
from app.widgets.timeline_values import (
    ActivityCurve,
    FrontView,
    Lane,
    LoopEnds,
    Places,
    TimelineMark,
)

PAGE = 0.8  # of what is shown, when a key moves the view


class TimelineBase(QWidget):
    """Lanes, marks and a playhead over a stretch of media time."""

    view_changed = Signal()  # another stretch, or another width

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        # Until there is footage: the hour that is just over.
        hour_us = HOUR_S * US_PER_S
        self._scale = TimelineScale(time.time_ns() // 1000 - hour_us, hour_us, 600)
        self._lanes: tuple[Lane, ...] = ()
        self._footage: dict[int, tuple[tuple[Span, ...], SpanIndex]] = {}
        self._marks = MarkIndex()
        self._activity: ActivityCurve | None = None
        self._course: SpanIndex | None = None
        self._loop = LoopEnds()
        self._time_zone = "UTC"
        self._playhead_us: int | None = None
        self._hover_us: int | None = None
        self._pending_us: int | None = None  # where the hand is while it scrubs
        self._held = False  # the view is in somebody's hand: it does not follow
        self._fitted = False
        self._back: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(72)
        theme.changed.connect(self.refresh)

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
        has_activity = self._activity is not None
        return Places(self.width(), self.height(), len(self._lanes), has_activity)

    @property
    def placed(self) -> bool:
        """Whether it shows times at which there was something to see."""
        return self._fitted and bool(self._lanes)

    @property
    def marks(self) -> MarkIndex:
        """Hints, evidence and bookmarks."""
        return self._marks

    @property
    def loop(self) -> LoopEnds:
        """The ends of the loop, as they are shown."""
        return self._loop

    # -- what it shows ---------------------------------------------------------------

    def set_lanes(self, lanes: Sequence[Lane]) -> None:
        """One lane per camera on the wall. The first footage decides the first view."""
        if tuple(lanes) == self._lanes:
            return
        self._lanes = tuple(lanes)
        known = self._footage
        self._footage = {}
        for lane in self._lanes:
            kept = known.get(lane.camera_id)
            fresh = kept is None or kept[0] != lane.spans
            self._footage[lane.camera_id] = (
                (lane.spans, SpanIndex(lane.spans)) if fresh or kept is None else kept
            )
        self._set_scale(self._scale.resized(self.places.lanes_width))
        if not self._fitted and any(lane.spans for lane in self._lanes):
            self._fitted = True
            self.fit()
        self.refresh()

    def set_marks(self, marks: Sequence[TimelineMark]) -> None:
        """Hints, evidence and bookmarks."""
        self._marks = MarkIndex(marks)
        self.refresh()

    def set_activity(self, curve: ActivityCurve | None) -> None:
        """How much moves on each camera; None: nothing is known."""
        self._activity = curve
        self._set_scale(self._scale.resized(self.places.lanes_width))
        self.refresh()

    def set_course(self, spans: Sequence[Span] | None) -> None:
        """What is played while the quiet is skipped: the rest lies in the shade. None: all."""
        self._course = None if spans is None else SpanIndex(spans)
        self.refresh()

    def set_loop(self, loop: LoopEnds) -> None:
        """The ends of the loop."""
        if loop != self._loop:
            self._loop = loop
            self.update()

    def set_time_zone(self, name: str) -> None:
        """The store's zone, in which all labels are."""
        if name != self._time_zone:
            self._time_zone = name
            self.refresh()

    def set_playhead(self, media_time_us: int | None) -> None:
        """Where the wall is; turns the page when that runs out of view."""
        if media_time_us == self._playhead_us or self._pending_us is not None:
            return
        before = self._playhead_us
        self._playhead_us = media_time_us
        if media_time_us is not None and not self._held:
            was_in_view = before is None or self._scale.start_us <= before < self._scale.end_us
            # Who moved the view away wants to look there: only follow what was in view.
            if was_in_view:
                self._set_scale(self._scale.showing(media_time_us))
        self._repaint_if_moved(before, media_time_us)

    def _repaint_if_moved(self, before: int | None, now: int | None) -> None:
        if before is None or now is None:
            self.update()
            return
        moved = round(self._scale.x_of(before)) != round(self._scale.x_of(now))
        if moved or before // US_PER_S != now // US_PER_S:
            self.update()

    # -- which stretch ---------------------------------------------------------------

    def _set_scale(self, scale: TimelineScale) -> None:
        if scale != self._scale:
            self._scale = scale
            self.refresh()
            self.view_changed.emit()

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
        self._set_scale(wide.zoomed(1.0, wide.width_px / 2))

    def shown_span(self) -> Span:
        """The stretch that is shown."""
        return Span(self._scale.start_us, self._scale.end_us)

    def zoom(self, factor: float) -> None:
        """Zoom about the playhead, or the middle where that is out of view."""
        about = self._scale.x_of(self._playhead_us) if self._playhead_us is not None else -1.0
        if not 0 <= about <= self._scale.width_px:
            about = self._scale.width_px / 2
        self._set_scale(self._scale.zoomed(factor, about))

    def turn_page(self, pages: int) -> None:
        """Look earlier (negative) or later by most of what is shown."""
        self._set_scale(self._scale.panned(-pages * PAGE * self._scale.width_px))

    def show_playhead(self) -> None:
        """Bring the moment of the wall into view, in the middle."""
        if self._playhead_us is not None:
            start_us = max(0, self._playhead_us - self._scale.span_us // 2)
            width_px = self._scale.width_px
            self._set_scale(TimelineScale(start_us, self._scale.span_us, width_px))

    def keep(self) -> str:
        """The stretch for the next start, as text; empty before there was footage."""
        return f"{self._scale.start_us} {self._scale.span_us}" if self._fitted else ""

    def restore(self, kept: str) -> None:
        """Show the stretch again that was shown at the last end."""
        numbers = [int(part) for part in kept.split() if part.isdecimal()]
        if len(numbers) != 2 or numbers[1] <= 0:
            return
        self._fitted = True
        kept_scale = TimelineScale(numbers[0], numbers[1], self.places.lanes_width)
        self._set_scale(kept_scale.zoomed(1.0, 0.0))

    # -- painting --------------------------------------------------------------------

    def refresh(self) -> None:
        """Paint everything anew."""
        self._back = None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The back comes from a picture that is kept; the front is a few lines and labels."""
        painter = QPainter(self)
        if not self._lanes:
            self._paint_empty(painter)
        else:
            if self._back is None or self._back.devicePixelRatioF() != self.devicePixelRatioF():
                self._back = self._paint_back()
            painter.drawPixmap(0, 0, self._back)
            FrontPainter(painter, self._theme, self._front_view()).paint()
        painter.end()

    def _paint_empty(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self._theme.colour("panel"))
        painter.setPen(self._theme.colour("quiet"))
        words = self.tr("Here stands where each camera on the wall has footage.")
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_back(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        view = BackView(
            self._scale,
            self.places,
            self._lanes,
            [self._footage[lane.camera_id][1] for lane in self._lanes],
            [SpanIndex(lane.presumed) for lane in self._lanes],
            self._marks,
            self._time_zone,
            self._activity,
            self._course,
        )
        BackPainter(painter, self._theme, view).paint()
        painter.end()
        return picture

    def _front_view(self) -> FrontView:
        shown_us = self._pending_us if self._pending_us is not None else self._playhead_us
        hover_us = None if self._pending_us is not None else self._hover_us
        return FrontView(
            self._scale,
            self.places,
            self._time_zone,
            shown_us,
            hover_us,
            "" if hover_us is None else exact_text(hover_us, self._time_zone),
            "" if shown_us is None else exact_text(shown_us, self._time_zone),
            self._loop,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the stretch, change the scale."""
        super().resizeEvent(event)
        self._back = None
        self._set_scale(self._scale.resized(self.places.lanes_width))

    def changeEvent(self, event: QEvent) -> None:
        """Other words where there are no lanes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
