"""Activity of the cameras on the wall: asked for, drawn into the timeline, held while busy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.operations.values import ChangeKind, ChangeSet
from app.widgets.context import Context
from app.widgets.timeline import Timeline
from app.widgets.timeline_values import ActivityCurve
from app.widgets.wall_controller import WallController

DRAW_MS = 250  # after the view has come to rest
WANT_MS = 4000  # who passes by a stretch does not want it looked at
LOOK_MS = 2000  # whether the wall needs the machine
HURRIES = 8.0  # from this speed on the wall gets the whole machine
BIN_PX = 2
MOST_BINS = 1200


class WallActivity(QObject):
    """Reads curves off the UI thread; the look itself goes on in its own process."""

    def __init__(self, context: Context, controller: WallController, timeline: Timeline) -> None:
        super().__init__(controller)
        self._context = context
        self._controller = controller
        self._timeline = timeline
        self._wanted = False
        self._draw = self._timer(DRAW_MS, self._read)
        self._want = self._timer(WANT_MS, self._ask)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._hold)
        timeline.view_changed.connect(self._moved)
        controller.tile_changed.connect(lambda _tile: self._moved())
        controller.coverage.changed.connect(self._moved)
        controller.mode_changed.connect(self._moved)
        context.changes.changed.connect(self._heard)

    def _timer(self, interval_ms: int, done: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=interval_ms)
        timer.timeout.connect(done)
        return timer

    def _moved(self) -> None:
        if self._controller.state.live or not self._recorded():
            return
        self._want.start()
        if self._wanted:
            self._draw.start()

    def _recorded(self) -> list[int]:
        coverage = self._controller.coverage
        return [each for each in self._controller.state.shown().values() if coverage.of(each)]

    def _ask(self) -> None:
        """Have what the timeline shows looked at."""
        cameras, span = self._recorded(), self._timeline.shown_span()
        if not cameras or self._controller.state.live:
            return
        self._wanted = True
        self._look.start()
        self._draw.start()
        operations = self._context.operations
        self._context.background.run(
            lambda: operations.activity.want(cameras, span), owner=self, lane="activity"
        )

    def _read(self) -> None:
        cameras, span = self._recorded(), self._timeline.shown_span()
        bins = min(max(self._timeline.places.lanes_width // BIN_PX, 1), MOST_BINS)
        operations = self._context.operations

        def read() -> ActivityCurve | None:
            lanes = {each: operations.activity.lane(each, span, bins) for each in cameras}
            known = {each: lane for each, lane in lanes.items() if any(v is not None for v in lane)}
            return ActivityCurve(span, known) if known else None

        self._context.background.run(read, self._show, owner=self, lane="activity")

    def _show(self, curve: ActivityCurve | None) -> None:
        self._timeline.set_activity(curve)

    def _hold(self) -> None:
        """The wall goes first: where it has to leave out pictures, the look waits."""
        engine, operations = self._context.engine, self._context.operations
        state = engine.clock.state
        hurries = state.playing and abs(state.speed) >= HURRIES
        waits = hurries or engine.statistics().thinned
        self._context.background.run(
            lambda: operations.activity.pause(waits), owner=self, lane="activity"
        )

    def _heard(self, change: ChangeSet) -> None:
        if ChangeKind.ACTIVITY in change.kinds and not self._draw.isActive():
            self._draw.start()

    def stop(self) -> None:
        """The window closes."""
        for timer in (self._draw, self._want, self._look):
            timer.stop()
