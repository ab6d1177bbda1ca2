"""From mark to mark: the next and the previous hint, evidence or bookmark of the wall."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from app.faults import Sentence
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.notices import Level
from app.widgets.timeline import Timeline
from app.widgets.timeline_values import MarkKind, TimelineMark
from app.widgets.wall_controller import WallController

PASSED_US = 1_000_000  # at 1x: what was passed within that is the one we stand at
NO_EVIDENCE = Sentence(
    "No further evidence in that direction on the cameras of the wall. "
    "Evidence is shown for the inspection that is open.",
    "在该方向上，墙上的摄像机没有更多证据。此处显示的是当前巡检的证据。",
)
NO_BOOKMARK = Sentence(
    "No further bookmark in that direction on the cameras of the wall. Press B to set one, "
    "F7 for the list of all.",
    "在该方向上，墙上的摄像机没有更多书签。按 B 添加书签，按 F7 查看全部。",
)
NO_HINT = Sentence(
    "No further hint in that direction on the cameras of the wall. “Look for hints in what the "
    "timeline shows” finds more.",
    "在该方向上，墙上的摄像机没有更多提示。可用“在时间轴所示时段中查找提示”继续查找。",
)
NONE = {"hint": NO_HINT, "evidence": NO_EVIDENCE, "bookmark": NO_BOOKMARK}


class WallJumps(QObject):
    """Goes through what the timeline shows."""

    def __init__(
        self, context: Context, controller: WallController, timeline: Timeline, actions: Actions
    ) -> None:
        super().__init__(controller)
        self._notices = context.notices
        self._controller = controller
        self._timeline = timeline
        self._went: TimelineMark | None = None  # where it went last
        kinds: tuple[MarkKind, ...] = ("evidence", "bookmark")
        for kind in kinds:
            actions.on(f"{kind}.next", partial(self.go, kind, 1))
            actions.on(f"{kind}.previous", partial(self.go, kind, -1))

    def go(self, kind: MarkKind, direction: int) -> None:
        """To the first mark of a kind after (1) or before (-1) the wall's moment."""
        mark = self._found(kind, direction)
        if mark is None:
            self._notices.say(NONE[kind], Level.INFO, key="jumps")
        else:
            self._went = mark
            self._notices.dismiss("jumps")
            self._controller.show_moment(mark.camera_id, mark.start_us)

    def _found(self, kind: MarkKind, direction: int) -> TimelineMark | None:
        """First what lies at the same moment: pictures of every tile do."""
        from_us, marks, went = self._controller.now_us(), self._timeline.marks, self._went
        here = went if went is not None and went.kind == kind and self._is_at(went) else None
        twin = None if here is None else marks.twin(here, direction)
        if twin is not None:
            return twin
        if self._controller.playing and (self._controller.speed > 0) != (direction > 0):
            # Against the direction of play what was just passed would be found for ever.
            passed_us = direction * self._passed_us()
            from_us = from_us + passed_us if here is None else here.start_us
        return marks.after(kind, from_us) if direction > 0 else marks.before(kind, from_us)

    def _is_at(self, mark: TimelineMark) -> bool:
        """Whether the wall stands at a mark, or has just played on from it."""
        passed_us = self._controller.now_us() - mark.start_us
        if not self._controller.playing:
            return passed_us == 0
        passed_us = passed_us if self._controller.speed > 0 else -passed_us
        return 0 <= passed_us <= self._passed_us()

    def _passed_us(self) -> int:
        return round(PASSED_US * max(abs(self._controller.speed), 1.0))
