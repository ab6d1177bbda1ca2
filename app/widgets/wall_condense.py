"""Condense: play only where something goes on, and say how much that leaves."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.faults import Sentence
from app.operations.values import ChangeKind, ChangeSet
from app.video.media import Span
from app.widgets.actions import Actions
from app.widgets.condense_plan import CondensePlan, local_day, make_plan
from app.widgets.context import Context
from app.widgets.local_time import exact_text
from app.widgets.models.words import long_duration_word
from app.widgets.notices import Level
from app.widgets.timeline import Timeline
from app.widgets.wall_controller import WallController

if TYPE_CHECKING:
    from app.operations.activity import Activity

AGAIN_MS = 1500  # after new activity: the plan need not follow every minute of it
LOOK_US = 10_000_000  # one look for each ten seconds of footage, to tell how far it is
MOST_LOOKS = 8640
KEPT_SCOPE = "wall/condense"
MARGIN_KEY = "wall.condense_margin_s"
NO_FOOTAGE = Sentence(
    "There is no footage on the wall that could be condensed. Switch to Playback and put a "
    "camera with recordings on the wall.",
    "电视墙上没有可浓缩播放的录像。请切换到“录像回放”，并放上有录像的摄像机。",
)
ALL_QUIET = Sentence(
    "Nothing moves in what was recorded that day, so everything is played.",
    "当天录像中没有活动，将播放全部录像。",
)
QUIET_LOOP = Sentence(
    "Nothing moves in what was recorded in the loop, so all of it is played.",
    "循环范围内的录像没有活动，将播放整个循环。",
)
NOTHING_RECORDED = Sentence(
    "There is no footage of that day to condense. Go to a day that has some: in the calendar (G) "
    "such days are underlined.",
    "当天没有可浓缩播放的录像。请按 G 前往有录像的日期，日历中有录像的日期带下划线。",
)
DAY_PLAYED = Sentence(
    "Nothing more moves that day in the direction of play, so the wall stands still. Go to another "
    "day (G), turn round (J, L), or play everything (D).",
    "当天该播放方向上已没有更多活动，画面停在此处。可按 G 前往其他日期，按 J 或 L 改变方向，"
    "或按 D 播放全部录像。",
)
SKIPPED = Sentence(
    "Condense skips {time}, so the wall stands still there. Playing goes on where something moves; "
    "D plays everything.",
    "浓缩播放会跳过 {time}，画面停在该处。继续播放会跳到有活动的地方；按 D 播放全部录像。",
)


def _looked_at(activity: Activity, footage: Mapping[int, Sequence[Span]], stretch: Span) -> float:
    """Which share of the footage in a stretch was looked at; 1 where there is none."""
    parts = seen = 0
    for camera_id, spans in footage.items():
        for span in spans:
            inside = span.overlap(stretch)
            if inside is not None:
                bins = min(max(inside.duration_us // LOOK_US, 1), MOST_LOOKS)
                looks = activity.lane(camera_id, inside, bins)
                parts += inside.duration_us
                seen += inside.duration_us * sum(each is not None for each in looks) // bins
    return seen / parts if parts else 1.0


class WallCondense(QObject):
    """Sets the wall's course to the busy spans of a day, or of the loop."""

    changed = Signal()  # on or off, or another plan

    def __init__(
        self, context: Context, controller: WallController, timeline: Timeline, actions: Actions
    ) -> None:
        super().__init__(controller)
        self._context = context
        self._controller = controller
        self._timeline = timeline
        self.on = False
        self.of_selected = str(context.memory.value(KEPT_SCOPE, "")) == "selected"
        self.plan: CondensePlan | None = None
        self._looked = 1.0  # share of what is wanted that was looked at
        self._toggle = actions.action("condense.toggle")
        self._toggle.setCheckable(True)
        actions.on("condense.toggle", self.toggle)
        actions.on("condense.scope", self.switch_scope)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self.make)
        controller.tile_changed.connect(lambda _tile: self._soon())
        controller.selected_changed.connect(lambda _tile: self._selected())
        controller.layout_changed.connect(self._soon)
        controller.mode_changed.connect(self._mode)
        controller.seeking.connect(self._seeking)
        controller.held.connect(self._held)
        controller.course_ended.connect(self._ended)
        controller.coverage.changed.connect(self._soon)
        context.changes.changed.connect(self._heard)

    # -- on, off, of what ------------------------------------------------------------

    def toggle(self) -> None:
        """Skip the quiet, or play all again."""
        if self.on:
            self.off()
            return
        if self._controller.state.live or not any(map(self._covered, self._cameras())):
            self._toggle.setChecked(False)
            self._context.notices.say(NO_FOOTAGE, Level.ATTENTION, key="condense")
            return
        self.on = True
        self._toggle.setChecked(True)
        self.make()

    def off(self) -> None:
        """Play everything."""
        self.on, self.plan = False, None
        self._toggle.setChecked(False)
        self._again.stop()
        self._controller.engine.set_course(None)
        self._timeline.set_course(None)
        self._context.notices.dismiss("condense")
        self.changed.emit()

    def switch_scope(self) -> None:
        """Activity of any tile counts, or that of the selected tile alone."""
        self.set_scope(selected=not self.of_selected)

    def set_scope(self, *, selected: bool) -> None:
        """Whether the activity of the selected tile alone counts."""
        self.of_selected = selected
        self._context.memory.setValue(KEPT_SCOPE, "selected" if selected else "any")
        self.changed.emit()
        if self.on:
            self.make()

    # -- the plan --------------------------------------------------------------------

    def stretch(self) -> Span:
        """What is condensed: the loop where there is one, else the store's day."""
        loop = self._timeline.loop.span
        return loop or local_day(self._controller.now_us(), self._controller.time_zone())

    def _cameras(self) -> list[int]:
        state = self._controller.state
        shown = state.shown()
        if self.of_selected and state.selected in shown:
            return [shown[state.selected]]
        return list(shown.values())

    def _covered(self, camera_id: int) -> tuple[Span, ...]:
        return self._controller.coverage.of(camera_id)

    def _footage(self, stretch: Span) -> dict[int, tuple[Span, ...]]:
        """Where each camera has footage, and where nobody can tell yet that it has none."""
        unread = self._controller.coverage.unread
        found = {
            each: (stretch,) if unread(each) else self._covered(each) for each in self._cameras()
        }
        return {camera_id: spans for camera_id, spans in found.items() if spans}

    def make(self) -> None:
        """Find out anew what is busy."""
        if not self.on:
            return
        stretch = self.stretch()
        cameras, footage = self._cameras(), self._footage(stretch)
        margin_s = self._context.operations.settings.number(MARGIN_KEY)

        def reckon() -> tuple[CondensePlan, float]:
            activity = self._context.operations.activity
            activity.want(cameras, stretch)
            busy = activity.busy(footage, stretch, margin_s)
            plan = make_plan(stretch, busy, itertools.chain(*footage.values()))
            return plan, _looked_at(activity, footage, stretch)

        self._context.background.run(reckon, self._take, owner=self, lane="condense")

    def _take(self, found: tuple[CondensePlan, float]) -> None:
        if not self.on:
            return
        plan, self._looked = found
        if plan.stretch != self.stretch():
            self._again.start(0)  # the wall went elsewhere meanwhile
            return
        self.plan = plan
        if plan.course:
            self._context.notices.dismiss("condense")
        else:
            self._context.notices.say(self._all_quiet(plan), Level.INFO, key="condense")
        self._set_course(plan)
        self.changed.emit()

    def _all_quiet(self, plan: CondensePlan) -> Sentence:
        if self._timeline.loop.span is not None:
            return QUIET_LOOP
        return ALL_QUIET if plan.footage_us else NOTHING_RECORDED

    def _set_course(self, plan: CondensePlan | None) -> None:
        course = None if plan is None else plan.course or None
        self._controller.engine.set_course(course)
        self._timeline.set_course(course)

    def follow(self) -> None:
        """Called as time runs and as the loop changes: another stretch has another plan."""
        if self.on and self.plan is not None and self.stretch() != self.plan.stretch:
            self._leave()

    def _seeking(self, media_time_us: int) -> None:
        """Of a loop only what lies in it is played; else the wall may go to another day."""
        loop, plan = self._timeline.loop.span, self.plan
        if plan is not None and loop is None and not plan.stretch.contains(media_time_us):
            self._leave()

    def _leave(self) -> None:
        """The plan is of another stretch: until there is one for this, all of it is played."""
        self.plan = None
        self._set_course(None)
        self._again.start(0)
        self.changed.emit()

    def _soon(self) -> None:
        if self.on and not self._again.isActive():
            self._again.start(AGAIN_MS)

    def _selected(self) -> None:
        if self.on and self.of_selected:
            self._again.start(0)

    def _mode(self) -> None:
        if self.on and self._controller.state.live:
            self.off()

    def _held(self, media_time_us: int) -> None:
        loop = self._timeline.loop.span
        if self.on and (loop is None or loop.contains(media_time_us)):
            time = exact_text(media_time_us, self._controller.time_zone())
            self._context.notices.say(SKIPPED, Level.INFO, key="condense", time=time)

    def _ended(self) -> None:
        if self.on:
            self._context.notices.say(DAY_PLAYED, Level.INFO, key="condense")

    def _heard(self, change: ChangeSet) -> None:
        if change.kinds & {ChangeKind.ACTIVITY, ChangeKind.SETTINGS}:
            self._soon()

    # -- in words --------------------------------------------------------------------

    def words(self) -> str:
        """How much is left of how much; how far the look at the footage is. Empty while off."""
        if not self.on:
            return ""
        if self.plan is None:
            return QCoreApplication.translate("WallCondense", "Condense: reckoning")
        backwards = self._controller.speed < 0
        left_us = self.plan.left_us(self._controller.now_us(), backwards=backwards)
        text = QCoreApplication.translate("WallCondense", "Condense: {left} of {all} left")
        said = text.format(
            left=long_duration_word(left_us / 1e6),
            all=long_duration_word(self.plan.footage_us / 1e6),
        )
        if self._looked < 1.0:
            more = QCoreApplication.translate(
                "WallCondense", "{share} % looked at, the rest is played in full"
            )
            said = f"{said}  ·  {more.format(share=int(self._looked * 100))}"
        return said
