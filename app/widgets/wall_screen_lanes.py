"""What the timeline shows: a lane for each camera on the wall, marks, the time."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.operations.values import ChangeKind, ChangeSet
from app.widgets.context import Context
from app.widgets.dock import Dock
from app.widgets.local_time import offset_text
from app.widgets.timeline import Timeline
from app.widgets.timeline_values import Lane, TimelineMark
from app.widgets.transport_bar import TransportBar
from app.widgets.wall_condense import WallCondense
from app.widgets.wall_controller import WallController
from app.widgets.wall_controller_scrub import Scrubber
from app.widgets.wall_marks import WallMarks
from app.widgets.wall_screen_docks import fold_words

CLOCK_MS = 100
LOOK_AGAIN_MS = 15_000  # for what recorders wrote meanwhile
KEPT_WALL = "wall/state"
KEPT_VIEW = "wall/timeline"


class WallLanes(QObject):
    """Keeps timeline, its title and the bar's time in step with the wall."""

    def __init__(
        self,
        context: Context,
        controller: WallController,
        timeline: Timeline,
        dock: Dock,
        bar: TransportBar,
    ) -> None:
        super().__init__(timeline)
        self._memory = context.memory
        self._controller = controller
        self._timeline, self._dock, self._bar = timeline, dock, bar
        self._inspection_id: int | None = None
        self._offset = ""  # that the timeline's name tells
        self.condense: WallCondense | None = None  # joins later: it needs the timeline too
        self.marks = WallMarks(context, self)
        self.marks.changed.connect(timeline.set_marks)
        for changed in (controller.tile_changed, controller.selected_changed):
            changed.connect(self.show_lanes)
        controller.layout_changed.connect(self.show_lanes)
        controller.mode_changed.connect(self.show_lanes)
        controller.coverage.changed.connect(self.show_lanes)
        controller.clock_changed.connect(self.name_timeline)
        self.scrubber = Scrubber(controller)
        timeline.scrubbed.connect(self._scrub)
        timeline.seek_wanted.connect(self.scrubber.end)
        timeline.camera_chosen.connect(self._select_camera)
        timeline.mark_chosen.connect(self._go_to_mark)
        context.changes.changed.connect(self._heard)
        timeline.restore(str(self._memory.value(KEPT_VIEW, "")))
        self._clock = QTimer(self, interval=CLOCK_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._again = QTimer(self, interval=LOOK_AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        self._again.start()

    def show_lanes(self) -> None:
        """Another camera, another selection, another mode, more footage."""
        state = self._controller.state
        lanes = []
        for tile in sorted(state.shown()):
            found = self._controller.camera(tile)
            if found is not None:
                store, camera = found
                coverage = self._controller.coverage
                lanes.append(
                    Lane(
                        camera.id,
                        f"{store.code}  {camera.name}",
                        coverage.of(camera.id),
                        selected=tile == state.selected,
                        presumed=coverage.presumed(camera.id),
                    )
                )
        self._timeline.set_lanes(lanes)
        self._timeline.set_time_zone(self._controller.time_zone())
        self.name_timeline()
        self._show_marks()

    def name_timeline(self) -> None:
        """The timeline says whose clock it shows."""
        words = QCoreApplication.translate("WallLanes", "Timeline")
        at_us = self._told_us()
        if at_us is not None:
            zone = self._controller.time_zone()
            self._offset = offset_text(at_us, zone)
            words = f"{words}  ·  {zone}  {self._offset}"
        if self.condense is not None and self.condense.on:
            words = f"{words}  ·  {self.condense.words()}"
        self._dock.set_words(words, fold_words())

    def _told_us(self) -> int | None:
        """The moment whose zone is named: in Live it is now, before any recording is read."""
        if self._controller.placed_in_time:
            return self._controller.now_us()
        live = self._controller.state.live and self._controller.store_of_selected() is not None
        return time.time_ns() // 1000 if live else None

    def show_inspection(self, inspection_id: int | None) -> None:
        """Show the evidence of an inspection among the marks."""
        self._inspection_id = inspection_id
        self._show_marks()

    def _show_marks(self) -> None:
        found = [self._controller.camera(tile) for tile in self._controller.state.shown()]
        stores = {pair[0].id: pair[0].time_zone for pair in found if pair is not None}
        cameras = {
            pair[1].id: f"{pair[0].code}  {pair[1].name}" for pair in found if pair is not None
        }
        self.marks.show(stores, cameras, self._inspection_id)

    def _scrub(self, media_time_us: int) -> None:
        """A hand on the timeline wants recordings, whatever was shown before."""
        self._controller.set_live(False)
        self.scrubber.move(media_time_us)

    def _select_camera(self, camera_id: int) -> None:
        tile = self._controller.state.tile_of(camera_id)
        if tile is not None:
            self._controller.select(tile)

    def _go_to_mark(self, mark: TimelineMark) -> None:
        self._controller.show_moment(mark.camera_id, mark.start_us)

    def _heard(self, change: ChangeSet) -> None:
        if ChangeKind.INSPECTIONS in change.kinds:
            self._show_marks()

    def _tick(self) -> None:
        if not self._bar.isVisible():
            return
        zone = self._controller.time_zone()
        if self._controller.state.live:
            self._bar.show_time(time.time_ns() // 1000, zone)
            self._timeline.set_playhead(None)
            return
        self._controller.look_for_end()
        now_us = self._controller.now_us() if self._controller.placed_in_time else None
        self._bar.show_time(now_us, zone)
        self._timeline.set_playhead(now_us)
        if self.condense is not None and self.condense.on:
            self.condense.follow()
            self.name_timeline()
        elif now_us is not None and offset_text(now_us, zone) != self._offset:
            self.name_timeline()  # the store's clocks were put forward or back

    def _look_again(self) -> None:
        self._controller.coverage.refresh(self._controller.state.shown().values())
        self.keep()  # should the program be killed, the wall is as it was seconds ago

    def keep(self) -> None:
        """Remember the wall for the next start."""
        self._memory.setValue(KEPT_WALL, self._controller.keep())
        self._memory.setValue(KEPT_VIEW, self._timeline.keep())

    def stop(self) -> None:
        """The window closes."""
        self._clock.stop()
        self._again.stop()
