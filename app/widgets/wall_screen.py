"""The wall with everything around it: bar, tree, timeline, inspection."""

from __future__ import annotations

import time

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QMainWindow, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.operations.values import ChangeKind, ChangeSet, Store, StoreTree
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.dock import Dock
from app.widgets.empty_wall import EmptyWall
from app.widgets.evidence_taker import EvidenceTaker
from app.widgets.goto_dialog import GotoDialog
from app.widgets.inspection_panel import InspectionPanel
from app.widgets.local_time import offset_text
from app.widgets.password_dialog import PasswordDialog
from app.widgets.store_tree import StoreTreePanel
from app.widgets.theme import STEP, set_role
from app.widgets.tile_texts import TileTexts
from app.widgets.timeline import Timeline
from app.widgets.timeline_painter import Lane, TimelineMark
from app.widgets.transport_bar import TransportBar
from app.widgets.wall_analysis import WallAnalysis
from app.widgets.wall_controller import WallController
from app.widgets.wall_keys import WallKeys
from app.widgets.wall_marks import WallMarks
from app.widgets.wall_state import WallState, wall_from_json
from app.widgets.wall_surface import WallSurface
from app.widgets.wall_window import WallWindow

CLOCK_MS = 100
LOOK_AGAIN_MS = 60_000  # for what recorders wrote meanwhile
KEPT_WALL = "wall/state"
KEPT_DOCKS = "wall/docks"
KEPT_DETACHED = "wall/detached"
DOCKS_VERSION = 1
NARROW_PX = 1300  # of the wall screen: less leaves tiles too small beside both docks


class WallScreen(QMainWindow):
    """A window inside the window, so that its docks can be moved and floated."""

    stores_wanted = Signal(object)  # Store, Camera or None: show it under Stores

    def __init__(self, context: Context, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self._context = context
        self._actions = actions
        self.controller = WallController(
            context.engine, context.operations, context.background, self._kept_wall(), self
        )
        self.texts = TileTexts(context.language)
        self.surface = WallSurface(context.engine, self.texts)
        self.empty = EmptyWall(context.theme)
        self.bar = TransportBar(actions, context.theme, self.controller)
        self.tree = StoreTreePanel(context)
        self.timeline = Timeline(context.theme)
        self.panel = InspectionPanel(context, actions)
        self.marks = WallMarks(context, self)
        self.evidence = EvidenceTaker(context, self.controller, self)
        self.analysis = WallAnalysis(context, self.controller, self)
        self._window: WallWindow | None = None
        self._folded = False  # the stores, by us and not by hand
        self._lay_out()
        self._connect_tiles()
        self._connect_around()
        self.keys = WallKeys(self, actions)
        context.background.run(
            lambda: context.operations.analysis,
            lambda analysis: self.surface.set_overlay_source(analysis.overlay),
            owner=self,
        )
        self.retranslate()
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._again = QTimer(self)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        self._again.start()
        self._show_layout()

    def _kept_wall(self) -> WallState:
        kept = str(self._context.memory.value(KEPT_WALL, ""))
        state = wall_from_json(kept) if kept else None
        if state is not None and state.cameras:
            return state
        return WallState(layout=int(self._context.operations.settings.number("wall.layout")))

    # -- how it is laid out ----------------------------------------------------------

    def _lay_out(self) -> None:
        self.setMenuWidget(self.bar)
        self._pages = QStackedWidget()
        self._away, self._away_words, self._back = QWidget(), QLabel(), QPushButton()
        set_role(self._away, "ground")
        column = QVBoxLayout(self._away)
        column.setSpacing(3 * STEP)
        column.addStretch(1)
        column.addWidget(self._away_words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for page in (self.surface, self.empty, self._away):
            self._pages.addWidget(page)
        self.setCentralWidget(self._pages)
        theme = self._context.theme
        self.tree_dock = Dock("stores", self.tree, theme, self)
        self.timeline_dock = Dock("timeline", self.timeline, theme, self)
        self.panel_dock = Dock("inspection", self.panel, theme, self)
        self._place_docks()

    def _place_docks(self) -> None:
        area, corner = Qt.DockWidgetArea, Qt.Corner
        self.setCorner(corner.BottomLeftCorner, area.BottomDockWidgetArea)
        self.setCorner(corner.BottomRightCorner, area.RightDockWidgetArea)
        self.addDockWidget(area.LeftDockWidgetArea, self.tree_dock)
        self.addDockWidget(area.BottomDockWidgetArea, self.timeline_dock)
        self.addDockWidget(area.RightDockWidgetArea, self.panel_dock)

    def _usual_sizes(self) -> None:
        """Widths of the docks at the very first start; Qt takes them only once shown."""
        sideways, upright = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        widths = [216, 324] if self.width() < NARROW_PX else [248, 348]
        self.resizeDocks([self.tree_dock, self.panel_dock], widths, sideways)
        self.resizeDocks([self.timeline_dock], [160], upright)

    def retranslate(self) -> None:
        """Set the words."""
        self.texts.language = self._context.language
        fold = self.tr("Fold away")
        self.tree_dock.set_words(self.tr("Stores"), fold)
        self._name_timeline()
        self.panel_dock.set_words(self.tr("Inspection"), fold)
        self._away_words.setText(self.tr("The wall is in its own window."))
        self._back.setText(self.tr("Bring it back"))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # -- who talks to whom -----------------------------------------------------------

    def _connect_tiles(self) -> None:
        controller, surface = self.controller, self.surface
        controller.size_of = surface.picture_size
        controller.open_tile = surface.open_tile
        controller.close_tile = self._close_tile
        controller.layout_changed.connect(self._show_layout)
        controller.tile_changed.connect(self._show_tile)
        controller.state_changed.connect(self._show_state)
        controller.selected_changed.connect(self._show_selected)
        controller.mode_changed.connect(self._show_lanes)
        controller.clock_changed.connect(self._name_timeline)
        controller.coverage.changed.connect(self._show_lanes)
        controller.password_wanted.connect(self._ask_password)
        surface.tile_selected.connect(controller.select)
        surface.tile_double_clicked.connect(lambda _tile: self.toggle_solo())
        surface.media_dropped.connect(controller.drop)
        surface.tile_moved.connect(controller.move)
        surface.password_wanted.connect(controller.ask_password)
        self.empty.fill_wanted.connect(controller.add)
        self.empty.dropped.connect(lambda ids: controller.drop(0, ids))
        self.empty.stores_wanted.connect(lambda: self.stores_wanted.emit(None))

    def _connect_around(self) -> None:
        controller = self.controller
        self.bar.live_chosen.connect(controller.set_live)
        self.bar.layout_chosen.connect(self._choose_layout)
        self.bar.speed_chosen.connect(controller.set_speed)
        self.tree.tree_read.connect(self._take_tree)
        self.tree.cameras_wanted.connect(controller.add)
        self.tree.wall_wanted.connect(self.show_only)
        self.tree.edit_wanted.connect(self.stores_wanted)
        self.tree.inspect_wanted.connect(self._inspect)
        self.timeline.seek_wanted.connect(controller.seek)
        self.timeline.camera_chosen.connect(self._select_camera)
        self.timeline.mark_chosen.connect(self._go_to_mark)
        self.marks.changed.connect(self.timeline.set_marks)
        self.panel.jump_wanted.connect(controller.show_moment)
        self.panel.evidence_wanted.connect(self._take_evidence)
        self.panel.inspection_opened.connect(self._inspection_opened)
        self.evidence.started.connect(self.surface.flash)
        self.evidence.taken.connect(self.panel.evidence_taken)
        self._back.clicked.connect(self.attach_wall)
        self._context.changes.changed.connect(self._heard)

    # -- tiles -----------------------------------------------------------------------

    def _take_tree(self, tree: StoreTree) -> None:
        self.empty.set_tree(tree)
        self.controller.set_tree(tree)
        for tile in self.controller.state.shown():
            self._show_tile(tile)

    def _show_layout(self) -> None:
        self.surface.set_solo(None)
        self.surface.set_layout(self.controller.state.layout)
        for tile in range(self.controller.state.layout):
            self._show_tile(tile)
        self._show_selected(self.controller.state.selected)

    def _choose_layout(self, layout: int) -> None:
        self.controller.set_layout(layout)

    def _show_tile(self, tile: int) -> None:
        self._caption(tile)
        self._show_state(tile)
        self._show_page()
        self._show_lanes()

    def _caption(self, tile: int) -> None:
        found = self.controller.camera(tile)
        if found is None:
            self.surface.set_tile(tile, "", "UTC", None)
        else:
            store, camera = found
            self.surface.set_tile(tile, f"{store.code}  {camera.name}", store.time_zone, camera.id)

    def _close_tile(self, tile: int) -> None:
        """Close the picture; what is called so keeps its caption."""
        self.surface.clear_tile(tile)
        self._caption(tile)

    def _show_state(self, tile: int) -> None:
        self.surface.set_state(tile, self.controller.state_of(tile))

    def _show_selected(self, tile: int) -> None:
        self.surface.select(tile)
        self._show_lanes()

    def _show_page(self) -> None:
        if self._window is not None:
            self._pages.setCurrentWidget(self._away)
        elif self.controller.state.cameras:
            self._pages.setCurrentWidget(self.surface)
        else:
            self._pages.setCurrentWidget(self.empty)

    def _show_lanes(self) -> None:
        state = self.controller.state
        lanes = []
        for tile in sorted(state.shown()):
            found = self.controller.camera(tile)
            if found is not None:
                store, camera = found
                spans = self.controller.coverage.of(camera.id)
                title = f"{store.code}  {camera.name}"
                lanes.append(Lane(camera.id, title, spans, selected=tile == state.selected))
        self.timeline.set_lanes(lanes)
        self.timeline.set_time_zone(self.controller.time_zone())
        self._name_timeline()
        self._show_marks()

    def _name_timeline(self) -> None:
        """The timeline says whose clock it shows."""
        words, fold = self.tr("Timeline"), self.tr("Fold away")
        if self.controller.placed_in_time:
            zone = self.controller.time_zone()
            words = f"{words}  ·  {zone}  {offset_text(self.controller.now_us(), zone)}"
        self.timeline_dock.set_words(words, fold)

    def _show_marks(self) -> None:
        found = [self.controller.camera(tile) for tile in self.controller.state.shown()]
        stores = {pair[0].id: pair[0].time_zone for pair in found if pair is not None}
        self.marks.show(stores, self.panel.inspection_id)

    def _select_camera(self, camera_id: int) -> None:
        tile = self.controller.state.tile_of(camera_id)
        if tile is not None:
            self.controller.select(tile)

    def take_focus(self) -> None:
        """Give the keys to the wall; to the button that fills it while it is empty."""
        empty = self._pages.currentWidget() is self.empty
        (self.empty.fill if empty else self.surface).setFocus()

    def show_only(self, camera_ids: list[int]) -> None:
        """Put these on the wall instead of what is there."""
        self.controller.clear()
        self.controller.add(camera_ids)

    def toggle_solo(self) -> None:
        """Give the selected tile the whole wall, or take it back."""
        tile = self.controller.state.selected
        alone = self.surface.solo is None and tile in self.controller.state.shown()
        self.surface.set_solo(tile if alone else None)
        self.controller.reopen(tile)

    # -- time ------------------------------------------------------------------------

    def _tick(self) -> None:
        if not self.isVisible():
            return
        zone = self.controller.time_zone()
        if self.controller.state.live:
            self.bar.show_time(time.time_ns() // 1000, zone)
            self.timeline.set_playhead(None)
            return
        now_us = self.controller.now_us() if self.controller.placed_in_time else None
        self.bar.show_time(now_us, zone)
        self.timeline.set_playhead(now_us)

    def _look_again(self) -> None:
        self.controller.coverage.refresh(self.controller.state.shown().values())
        # Should the program be killed, the wall is at most a minute old.
        self._context.memory.setValue(KEPT_WALL, self.controller.keep())

    def go_to_time(self) -> None:
        """Ask for a date and time."""
        found = self.controller.camera(self.controller.state.selected)
        spans = self.controller.coverage.of(found[1].id) if found else ()
        zone = self.controller.time_zone()
        dialog = GotoDialog(self._context.theme, self.controller.now_us(), zone, spans, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.controller.seek)
        dialog.open()

    def _go_to_mark(self, mark: TimelineMark) -> None:
        self.controller.show_moment(mark.camera_id, mark.start_us)

    # -- inspection ------------------------------------------------------------------

    def _inspect(self, store_id: int) -> None:
        self.panel.offer_store(store_id)
        self.panel_dock.show()

    def go_to_inspection(self) -> None:
        """Give the keys to the inspection; without one, offer the store of the selected tile."""
        found = self.controller.camera(self.controller.state.selected)
        if found is not None and self.panel.inspection_id is None:
            self.panel.offer_store(found[0].id)
        self.panel_dock.show()
        self.panel.take_keys()

    def _inspection_opened(self, store: Store | None) -> None:
        """An empty wall shows the store that is inspected."""
        tree = self.tree.model.tree
        if store is not None and tree is not None and not self.controller.state.cameras:
            nodes = [node for node in tree.stores() if node.store.id == store.id]
            self.controller.add(camera.id for node in nodes for camera in node.cameras)
        self._make_room(inspecting=store is not None)
        self._show_marks()

    def _make_room(self, *, inspecting: bool) -> None:
        """In a narrow window the stores fold away while an inspection is open."""
        dock = self.tree_dock
        if inspecting and self.width() < NARROW_PX and dock.isVisible() and not dock.isFloating():
            self._folded = True
            dock.hide()
        elif not inspecting and self._folded:
            self._folded = False
            dock.show()

    def _take_evidence(self, item_id: str) -> None:
        self.evidence.take(self.panel.inspection_id, item_id or None)

    def _ask_password(self, _tile: int, camera_id: int) -> None:
        tree = self.tree.model.tree
        found = [each for each in tree.cameras() if each.id == camera_id] if tree else []
        if not found:
            return
        label = self._label(camera_id)
        dialog = PasswordDialog(self._context, found[0], label, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(self.controller.password_given)
        dialog.open()

    def _label(self, camera_id: int) -> str:
        tile = self.controller.state.tile_of(camera_id)
        found = self.controller.camera(tile) if tile is not None else None
        return f"{found[0].code}/{found[1].code}" if found else ""

    def _heard(self, change: ChangeSet) -> None:
        if ChangeKind.INSPECTIONS in change.kinds:
            self._show_marks()

    # -- its own window, and the next start ------------------------------------------

    @property
    def detached(self) -> bool:
        """Whether the wall is in its own window."""
        return self._window is not None

    def toggle_detached(self) -> None:
        """Give the wall its own window, or bring it back."""
        if self._window is None:
            self.detach_wall()
        else:
            self.attach_wall()

    def detach_wall(self) -> None:
        """The wall alone, for a second monitor."""
        if self._window is None:
            self._window = WallWindow(self.surface, self._actions, self)
            self._window.closed.connect(self.attach_wall)
            self._show_page()

    def attach_wall(self) -> None:
        """Bring the wall back into the main window."""
        window, self._window = self._window, None
        if window is not None:
            self._pages.insertWidget(0, self.surface)
            window.close()
            window.deleteLater()
            self._show_page()

    def restore(self) -> None:
        """Arrange the docks as they were at the last end."""
        kept = self._context.memory.value(KEPT_DOCKS)
        if isinstance(kept, QByteArray):
            self.restoreState(kept, DOCKS_VERSION)
        else:
            self._usual_sizes()
        if str(self._context.memory.value(KEPT_DETACHED, "")) == "true":
            self.detach_wall()

    def stop(self) -> None:
        """The window closes: let go of pictures and time."""
        self._clock.stop()
        self._again.stop()
        self.surface.release_pictures()

    def keep(self) -> None:
        """Remember the wall for the next start."""
        memory = self._context.memory
        memory.setValue(KEPT_WALL, self.controller.keep())
        memory.setValue(KEPT_DETACHED, "true" if self.detached else "false")
        self._make_room(inspecting=False)
        memory.setValue(KEPT_DOCKS, self.saveState(DOCKS_VERSION))
        if self._window is not None:
            self.attach_wall()
