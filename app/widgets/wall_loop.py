"""The loop from A to B: set at the wall's moment, dragged on the timeline, taken back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.faults import Sentence
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.local_time import exact_text
from app.widgets.notices import Level
from app.widgets.timeline import Timeline
from app.widgets.timeline_values import LoopEnds
from app.widgets.wall_controller import WallController

LEAST_US = 100_000  # two presses in one moment are no loop
NO_MOMENT = Sentence(
    "No camera on the wall has a recording, so there is no moment to loop from. Put one there "
    "first.",
    "电视墙上的摄像机都没有录像，无法设置循环。请先放入有录像的摄像机。",
)
OUTSIDE = Sentence(
    "{time} lies outside the loop, so the wall stands still there. Playing goes on in the loop; "
    "“No loop” takes it back.",
    "{time} 不在循环范围内，画面停在该处。继续播放会回到循环内；可用“取消循环”取消。",
)


class WallLoop(QObject):
    """Keeps the two ends; with both set the wall plays between them again and again."""

    changed = Signal()

    def __init__(
        self, context: Context, controller: WallController, timeline: Timeline, actions: Actions
    ) -> None:
        super().__init__(controller)
        self._notices = context.notices
        self._controller = controller
        self._timeline = timeline
        self._cycle = actions.action("loop.cycle")
        self._cycle.setCheckable(True)
        self.ends = LoopEnds()
        timeline.loop_moved.connect(self.take)
        controller.held.connect(self._held)
        actions.on("loop.cycle", self.cycle)
        actions.on("loop.start", self.begin_here)
        actions.on("loop.end", self.end_here)
        actions.on("loop.clear", self.clear)

    def cycle(self) -> None:
        """One key: from here; to here; no longer."""
        if self.ends.span is not None:
            self.clear()
        elif self.ends.start_us is None:
            self.begin_here()
        else:
            self.end_here()

    def begin_here(self) -> None:
        """The loop begins at the wall's moment; an end before it is dropped."""
        if not self._has_moment():
            return
        now_us, end_us = self._controller.now_us(), self.ends.end_us
        self.take(LoopEnds(now_us, end_us if end_us is not None and end_us > now_us else None))

    def end_here(self) -> None:
        """The loop ends at the wall's moment; a start after it becomes the end."""
        if not self._has_moment():
            return
        now_us, start_us = self._controller.now_us(), self.ends.start_us
        if start_us is not None and start_us > now_us:
            self.take(LoopEnds(now_us, start_us))
        else:
            self.take(LoopEnds(start_us, now_us))

    def _has_moment(self) -> bool:
        """Whether the wall stands anywhere in time; says so where it does not."""
        if not self._controller.placed_in_time:
            self._cycle.setChecked(self.ends != LoopEnds())
            self._notices.say(NO_MOMENT, Level.ATTENTION, key="loop")
        return self._controller.placed_in_time

    def clear(self) -> None:
        """Play on without a loop."""
        self.take(LoopEnds())

    def _held(self, media_time_us: int) -> None:
        span = self.ends.span
        if span is not None and not span.contains(media_time_us):
            time = exact_text(media_time_us, self._controller.time_zone())
            self._notices.say(OUTSIDE, Level.INFO, key="loop", time=time)

    def take(self, ends: LoopEnds) -> None:
        """Set both ends."""
        span = ends.span
        if span is not None and span.duration_us < LEAST_US:
            ends = LoopEnds(ends.start_us)
        self.ends = ends
        self._notices.dismiss("loop")
        self._controller.engine.set_loop(ends.span)
        self._timeline.set_loop(ends)
        self._cycle.setChecked(ends != LoopEnds())
        self.changed.emit()
        self._controller.clock_changed.emit()
