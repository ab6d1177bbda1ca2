"""The wall with everything around it: bar, tree, timeline, inspection.

It puts the parts together, one line each; what a part does stands in its module.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from app.operations.values import Store, StoreTree
from app.widgets.actions import Actions
from app.widgets.bookmark_panel import BookmarkPanel
from app.widgets.clip_actions import ClipActions
from app.widgets.context import Context
from app.widgets.empty_wall import EmptyWall
from app.widgets.evidence_taker import EvidenceTaker
from app.widgets.fetch_actions import FetchActions
from app.widgets.goto_dialog import GotoDialog
from app.widgets.inspection_panel import InspectionPanel
from app.widgets.live_wall import LiveWall
from app.widgets.snapshot_taker import SnapshotTaker
from app.widgets.store_tree import StoreTreePanel
from app.widgets.tile_texts import TileTexts
from app.widgets.timeline import Timeline
from app.widgets.timeline_thumbnail import TimelineThumbnails
from app.widgets.transport_bar import TransportBar
from app.widgets.wall_activity import WallActivity
from app.widgets.wall_analysis import WallAnalysis
from app.widgets.wall_bookmarks import WallBookmarks
from app.widgets.wall_condense import WallCondense
from app.widgets.wall_condense_menu import CondenseMenu
from app.widgets.wall_controller import WallController
from app.widgets.wall_jumps import WallJumps
from app.widgets.wall_keys import WallKeys
from app.widgets.wall_loop import WallLoop
from app.widgets.wall_passwords import WallPasswords
from app.widgets.wall_same_moment import SameMoment
from app.widgets.wall_screen_docks import WallDocks
from app.widgets.wall_screen_lanes import KEPT_WALL, WallLanes
from app.widgets.wall_screen_menu import TileMenu
from app.widgets.wall_screen_pages import WallPages
from app.widgets.wall_screen_tiles import WallTiles
from app.widgets.wall_sound import WallSound
from app.widgets.wall_state import WallState, fitting, wall_from_json
from app.widgets.wall_streams import WallStreams
from app.widgets.wall_surface import WallSurface
from app.widgets.wall_surface_keys import SurfaceKeys
from app.widgets.wall_surface_painting import WallPainting
from app.widgets.wall_tile_live import TileLive
from app.widgets.wall_transport import WallTransport


class WallScreen(QMainWindow):
    """A window inside the window, so that its docks can be moved and floated."""

    stores_wanted = Signal(object)  # Store, Camera or None: show it under Stores

    def __init__(self, context: Context, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self._context = context
        self._make(context, actions)
        self._connect()
        self.keys = WallKeys(self, actions)
        self.surface_keys = SurfaceKeys(self.surface, actions, self)
        self.painting = WallPainting(context, self.surface, self)
        context.background.run(
            lambda: context.operations.analysis,
            lambda analysis: self.surface.set_overlay_source(analysis.overlay),
            owner=self,
        )
        self.retranslate()
        self.tiles.show_layout()

    def _make(self, context: Context, actions: Actions) -> None:
        """The parts, each in its own module."""
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
        self.bookmark_panel = BookmarkPanel(actions)
        self.setMenuWidget(self.bar)
        self.pages = WallPages(context, actions, self.controller, self.surface, self.empty)
        self.setCentralWidget(self.pages)
        self.docks = WallDocks(
            context, self, self.tree, self.timeline, self.panel, self.bookmark_panel
        )
        self.tiles = WallTiles(self.controller, self.surface, self)
        self.lanes = WallLanes(
            context, self.controller, self.timeline, self.docks.timeline, self.bar
        )
        self.loop = WallLoop(context, self.controller, self.timeline, actions)
        self.condense = WallCondense(context, self.controller, self.timeline, actions)
        self.lanes.condense = self.condense
        self.loop.changed.connect(self.condense.follow)
        self.bar.set_menu("condense.toggle", CondenseMenu(context, self.condense, self))
        self.jumps = WallJumps(context, self.controller, self.timeline, actions)
        self.same_moment = SameMoment(context, self.controller, actions)
        self.bookmarks = WallBookmarks(
            context, self.controller, self.surface, self.bookmark_panel, actions
        )
        self.activity = WallActivity(context, self.controller, self.timeline)
        self.thumbnails = TimelineThumbnails(context, self.controller, self.timeline)
        self.menu = TileMenu(self.surface, self.controller, actions)
        self.lanes.scrubber.expects = self._expects
        self.evidence = EvidenceTaker(context, self.controller, self)
        self.analysis = WallAnalysis(context, self.controller, self)
        self.clips = ClipActions(self, context, actions)
        self.fetch = FetchActions(self, context, actions)
        self.snapshots = SnapshotTaker(self, context, actions)
        self.sound = WallSound(self, context, actions)
        self.streams = WallStreams(context, self)
        self.transport = WallTransport(context, self.controller, self)
        self.passwords = WallPasswords(context, self.controller, self, actions)
        self.tile_live = TileLive(context, self.controller, actions)
        self.live_wall = LiveWall(self, context, actions)

    def _kept_wall(self) -> WallState:
        kept = str(self._context.memory.value(KEPT_WALL, ""))
        state = wall_from_json(kept) if kept else None
        if state is not None and state.cameras:
            return state
        return WallState(layout=int(self._context.operations.settings.number("wall.layout")))

    def _connect(self) -> None:
        controller = self.controller
        self.empty.fill_wanted.connect(controller.add)
        self.same_moment.arranged.connect(self.tiles.leave_solo)
        self.empty.dropped.connect(lambda ids: controller.drop(0, ids))
        self.empty.stores_wanted.connect(lambda: self.stores_wanted.emit(None))
        self.bar.live_chosen.connect(controller.set_live)
        self.bar.layout_chosen.connect(controller.set_layout)
        self.bar.speed_chosen.connect(controller.set_speed)
        self.tree.tree_read.connect(self._take_tree)
        self.tree.cameras_wanted.connect(controller.add)
        self.tree.wall_wanted.connect(self.show_only)
        self.tree.edit_wanted.connect(self.stores_wanted)
        self.tree.inspect_wanted.connect(self._inspect)
        self.panel.jump_wanted.connect(controller.show_moment)
        self.panel.hints.wall_wanted.connect(lambda step: self.jumps.go("hint", step))
        self.panel.evidence_wanted.connect(self._take_evidence)
        self.panel.inspection_opened.connect(self._inspection_opened)
        self.evidence.started.connect(self.surface.flash)
        self.evidence.taken.connect(self.panel.evidence_taken)

    def retranslate(self) -> None:
        """Set the words."""
        self.texts.language = self._context.language
        self.docks.retranslate()
        self.pages.retranslate()
        self.lanes.name_timeline()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # -- what is on the wall ---------------------------------------------------------

    def _take_tree(self, tree: StoreTree) -> None:
        self.empty.set_tree(tree)
        self.controller.set_tree(tree)
        self.tiles.show_all()
        self.lanes.show_lanes()
        self.pages.show_page()

    def _expects(self, tile: int, media_time_us: int) -> bool:
        """Whether a tile can be seen and has footage at a moment."""
        found = self.controller.camera(tile)
        if found is None or self.surface.solo not in (None, tile):
            return False
        if self.controller.is_live(tile):
            return False
        return self.controller.coverage.covers(found[1].id, media_time_us)

    def take_focus(self) -> None:
        """Give the keys to the wall; to the button that fills it while it is empty."""
        (self.empty.fill if self.pages.shows_empty else self.surface).setFocus()

    def show_only(self, camera_ids: list[int]) -> None:
        """Put these on the wall instead of what is there, in the layout that just holds them."""
        self.controller.clear()
        self.controller.set_layout(fitting(len(camera_ids)))
        self.controller.add(camera_ids)

    def go_to_time(self) -> None:
        """Ask for a date and time."""
        found = self.controller.camera(self.controller.state.selected)
        spans = self.controller.coverage.of(found[1].id) if found else ()
        zone = self.controller.time_zone()
        theme, language = self._context.theme, self._context.language
        placed, clock_us = self.controller.placed_in_time, time.time_ns() // 1000
        now_us = self.controller.now_us() if placed else clock_us
        dialog = GotoDialog(theme, now_us, zone, spans, self, language)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.controller.go_to)
        dialog.open()

    # -- inspection ------------------------------------------------------------------

    def _inspect(self, store_id: int) -> None:
        self.panel.offer_store(store_id)
        self.docks.panel.show()

    def go_to_inspection(self) -> None:
        """Give the keys to the inspection; without one, offer the store of the selected tile."""
        found = self.controller.camera(self.controller.state.selected)
        if found is not None and self.panel.inspection_id is None:
            self.panel.offer_store(found[0].id)
        self.docks.panel.show()
        self.panel.take_keys()

    def _inspection_opened(self, store: Store | None) -> None:
        """An empty wall shows the store that is inspected."""
        tree = self.tree.model.tree
        if store is not None and tree is not None and not self.controller.state.cameras:
            self.controller.add(camera.id for camera in self.controller.cameras_of(store.id))
        self.docks.make_room(inspecting=store is not None)
        self.lanes.show_inspection(self.panel.inspection_id)

    def _take_evidence(self, item_id: str) -> None:
        self.evidence.take(self.panel.inspection_id, item_id or None)

    # -- the next start --------------------------------------------------------------

    def restore(self) -> None:
        """Arrange docks and windows as they were at the last end."""
        self.docks.restore()
        self.pages.restore()
        self.live_wall.restore()

    def stop(self) -> None:
        """The window closes: let go of pictures and time."""
        self.live_wall.stop()
        self.lanes.stop()
        self.activity.stop()
        self.thumbnails.stop()
        self.clips.stop()
        self.sound.close()
        self.surface.release_pictures()

    def keep(self) -> None:
        """Remember the wall for the next start."""
        self.lanes.keep()
        self.docks.keep()
        self.pages.keep()
