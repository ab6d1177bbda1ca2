"""The live wall with what belongs to it: bar, tiles, keys, menu, evidence, pictures.

It puts the parts together; each is the first wall's, over tiles of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.values import StoreTree
from app.video.wall.part import LIVE_WALL, WallPart
from app.widgets.command_palette import CommandPalette
from app.widgets.context import Context
from app.widgets.evidence_taker import EvidenceTaker
from app.widgets.key_help import KeyHelp
from app.widgets.live_wall_actions import LiveWallActions
from app.widgets.live_wall_bar import LiveWallBar
from app.widgets.live_wall_controller import LiveWallController
from app.widgets.live_wall_notices import LiveWallNotices
from app.widgets.snapshot_taker import SnapshotTaker
from app.widgets.tile_texts import TileTexts
from app.widgets.wall_passwords import WallPasswords
from app.widgets.wall_screen_menu import TileMenu
from app.widgets.wall_screen_tiles import WallTiles
from app.widgets.wall_state import LAYOUTS
from app.widgets.wall_surface import WallSurface
from app.widgets.wall_surface_keys import SurfaceKeys
from app.widgets.wall_surface_painting import WallPainting
from app.widgets.wall_transport import WallTransport

if TYPE_CHECKING:
    from app.widgets.actions import Actions
    from app.widgets.wall_screen import WallScreen


class LiveWallScreen(QWidget):
    """Lives in a ``WallWindow``; ``stop`` before it is thrown away."""

    close_wanted = Signal()
    next_screen_wanted = Signal()
    full_screen_wanted = Signal()

    def __init__(self, first: WallScreen, context: Context, actions: Actions, kept: str) -> None:
        """``first``: the wall that it stands beside; ``actions``: the main window's."""
        super().__init__()
        self._first = first
        self._context = context
        self._part = WallPart(context.engine, LIVE_WALL)
        self.controller = LiveWallController(
            self._part, context.operations, context.background, first.controller, kept, self
        )
        self.actions_here = LiveWallActions(actions, context.theme, first.window(), self)
        self.texts = TileTexts(context.language)
        self.surface = WallSurface(self._part, self.texts)
        self.bar = LiveWallBar(self.actions_here, context.theme, self.controller)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.surface, 1)
        self.setFocusProxy(self.surface)
        self._make()
        self._register()
        first.sound.shown.connect(self._show_sound)
        context.theme.changed.connect(self._show_sound)
        self._show_sound()
        self.tiles.show_layout()

    def _make(self) -> None:
        context, actions, panel = self._context, self.actions_here, self._first.panel
        self.tiles = WallTiles(self.controller, self.surface, self)
        self.menu = TileMenu(self.surface, self.controller, actions)
        self.surface_keys = SurfaceKeys(self.surface, actions, self)
        self.painting = WallPainting(context, self.surface, self)
        self.transport = WallTransport(context, self.controller, self)
        self.snapshots = SnapshotTaker(self, context, actions)
        self.passwords = WallPasswords(context, self.controller, self, actions)
        self.notices = LiveWallNotices(context, self)
        self.evidence = EvidenceTaker(context, self.controller, self)
        self.evidence.started.connect(self.surface.flash)
        self.evidence.taken.connect(panel.evidence_taken)
        first = self._first
        first.tree.tree_read.connect(self.take_tree)
        first.passwords.given.connect(self.controller.password_known)
        self.passwords.given.connect(first.controller.password_known)

    def take_tree(self, tree: StoreTree) -> None:
        """Take the stores as they are now."""
        self.controller.set_tree(tree)
        self.tiles.show_all()

    def _register(self) -> None:
        for name, handler in self._handlers().items():
            self.actions_here.on(name, handler)
        for layout in LAYOUTS:
            self.actions_here.on(f"layout.{layout}", partial(self.controller.set_layout, layout))

    def _handlers(self) -> dict[str, Callable[[], object]]:
        controller = self.controller
        return {
            "tile.solo": self.tiles.toggle_solo,
            "tile.left": lambda: controller.move_selection(-1, 0),
            "tile.right": lambda: controller.move_selection(1, 0),
            "tile.up": lambda: controller.move_selection(0, -1),
            "tile.down": lambda: controller.move_selection(0, 1),
            "tile.move_left": lambda: controller.move_selected(-1, 0),
            "tile.move_right": lambda: controller.move_selected(1, 0),
            "tile.move_up": lambda: controller.move_selected(0, -1),
            "tile.move_down": lambda: controller.move_selected(0, 1),
            "tile.clear": lambda: controller.remove(controller.state.selected),
            "wall.clear": controller.clear,
            "wall.live_window": self.close_wanted.emit,
            "wall.next_screen": self.next_screen_wanted.emit,
            "wall.full_screen": self.full_screen_wanted.emit,
            "evidence.take": self._take_evidence,
            "bookmark.set": self._set_bookmark,
            "sound.toggle": lambda: self._first.sound.toggle_of(controller),
            "focus.wall": self._focus,
            "palette.show": self._show_palette,
            "help.keys": lambda: KeyHelp(self.actions_here, self.window()).open(),
        }

    def _take_evidence(self) -> None:
        """For the item that is open in the main window, like the first wall's."""
        panel = self._first.panel
        panel.desk.after_write(
            lambda: self.evidence.take(panel.inspection_id, panel.item_id or None)
        )

    def _set_bookmark(self) -> None:
        tile = self.controller.state.selected
        if self._first.bookmarks.set_of(self.controller):
            self.surface.flash(tile)

    def _show_sound(self) -> None:
        icon = self._first.sound.icon_of(self.controller)
        self.actions_here.action("sound.toggle").setIcon(icon)

    def _focus(self) -> None:
        """Escape: first out of the solo tile, then the keys back to the wall."""
        if self.surface.hasFocus() and self.surface.solo is not None:
            self.tiles.toggle_solo()
        self.surface.setFocus()

    def _show_palette(self) -> None:
        palette = CommandPalette(self.actions_here, self._context.theme, self.window())
        palette.show()
        palette.typed.setFocus()

    def show_title(self) -> None:
        """Name the window."""
        self.window().setWindowTitle(self.tr("Live wall - Floorwalk"))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.texts.language = self._context.language
            self.actions_here.retranslate()
            self.show_title()
        super().changeEvent(event)

    def stop(self) -> None:
        """The window closes: no stream stays open for it."""
        self._first.sound.leave(self.controller)
        self.controller.stop()
        self.notices.stop()
        self.surface.release_pictures()
        self._part.leave()
