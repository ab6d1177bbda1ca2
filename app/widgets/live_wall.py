"""The live wall: a second wall in a window of its own, beside recordings on the first.

Opened and closed by one key; what it showed and where it stood comes back at the
next start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QScreen

from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.live_wall_screen import LiveWallScreen
from app.widgets.wall_window import WallWindow

if TYPE_CHECKING:
    from app.widgets.wall_screen import WallScreen

KEPT_OPEN = "live_wall/open"
KEPT_WALL = "live_wall/state"
KEPT_SCREEN = "live_wall/screen"
KEPT_GEOMETRY = "live_wall/geometry"
KEEP_MS = 15_000  # should the program be killed, the wall is as it was seconds ago


class LiveWall(QObject):
    """Owns the window; nothing of it exists, and nothing is decoded, while it is closed."""

    def __init__(self, first: WallScreen, context: Context, actions: Actions) -> None:
        super().__init__(first)
        self._first = first
        self._context = context
        self._actions = actions
        self._memory = context.memory
        self._window: WallWindow | None = None
        self.screen: LiveWallScreen | None = None
        self._missed_screen = ""  # pulled out with the wall on it
        self._again = QTimer(self, interval=KEEP_MS)
        self._again.timeout.connect(self._remember)
        self._action = actions.action("wall.live_window")
        self._action.setCheckable(True)
        actions.on("wall.live_window", self.toggle)
        actions.on("tile.to_live_wall", self.show_selected)
        first.tree.live_wanted.connect(self.add)
        first.pages.taken = self._screens_taken
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._screen_added)

    @property
    def window(self) -> WallWindow | None:
        """Its window, while it is open."""
        return self._window

    # -- opening and closing ---------------------------------------------------------

    def toggle(self) -> None:
        """Open it, or close it and its streams."""
        if self._window is None:
            self.open()
        else:
            self.close()

    def open(self) -> LiveWallScreen:
        """Show it, on another monitor where there is one; returns what stands in it."""
        if self.screen is not None:
            return self.screen
        kept = str(self._memory.value(KEPT_WALL, ""))
        screen = self.screen = LiveWallScreen(self._first, self._context, self._actions, kept)
        place = str(self._memory.value(KEPT_SCREEN, ""))
        taken = self._first.pages.screens_taken()
        beside = self._first.window()
        window = self._window = WallWindow(screen, screen.actions_here, beside, place, taken)
        screen.show_title()
        geometry = self._memory.value(KEPT_GEOMETRY)
        if window.screen_name is None and isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        window.closed.connect(self._closed)
        window.screen_gone.connect(self._screen_gone)
        screen.close_wanted.connect(self.close)
        screen.next_screen_wanted.connect(window.to_next_screen)
        screen.full_screen_wanted.connect(window.toggle_full_screen)
        tree = self._first.tree.model.tree
        if tree is not None:
            screen.take_tree(tree)
        self._action.setChecked(True)
        self._again.start()
        self._remember()
        return screen

    def close(self) -> None:
        """Close it and every stream that is open for it alone."""
        if self._window is not None:
            self._window.close()

    def _closed(self) -> None:
        """By its frame, its button or a key: forget it until it is wanted again."""
        self._leave()
        self._memory.setValue(KEPT_OPEN, "false")

    def _leave(self) -> None:
        window, screen = self._window, self.screen
        if window is None or screen is None:
            return
        self._remember()
        self._again.stop()
        self._window = self.screen = None
        self._action.setChecked(False)
        screen.stop()
        window.deleteLater()

    # -- cameras ---------------------------------------------------------------------

    def add(self, camera_ids: list[int]) -> None:
        """Put cameras on it, opening it where it is closed; one that is there is selected."""
        controller = self.open().controller
        missing = [each for each in camera_ids if controller.state.tile_of(each) is None]
        if missing:
            controller.add(missing)
        tile = controller.state.tile_of(camera_ids[0]) if camera_ids else None
        if tile is not None:
            controller.select(tile)

    def show_selected(self) -> None:
        """The camera of the first wall's selected tile, there too."""
        found = self._first.controller.camera(self._first.controller.state.selected)
        if found is not None:
            self.add([found[1].id])
        if self._window is not None:
            self._window.raise_()

    # -- monitors --------------------------------------------------------------------

    def _screens_taken(self) -> tuple[str, ...]:
        name = None if self._window is None else self._window.screen_name
        return () if name is None else (name,)

    def _screen_gone(self, name: str) -> None:
        if self._window is not None:
            self._missed_screen = name
            self._window.come_beside(self._first.window())

    def _screen_added(self, screen: QScreen) -> None:
        """The cable is in again: the wall goes back to where it was."""
        if self._window is not None and screen.name() == self._missed_screen:
            self._missed_screen = ""
            self._window.fill(screen.name())

    # -- the next start --------------------------------------------------------------

    def restore(self) -> None:
        """Open it where it was open at the last end."""
        if str(self._memory.value(KEPT_OPEN, "")) == "true":
            self.open()

    def _remember(self) -> None:
        window, screen = self._window, self.screen
        if window is None or screen is None:
            return
        self._memory.setValue(KEPT_OPEN, "true")
        self._memory.setValue(KEPT_WALL, screen.controller.keep())
        self._memory.setValue(KEPT_SCREEN, window.screen_name or "")
        if window.screen_name is None:
            self._memory.setValue(KEPT_GEOMETRY, window.saveGeometry())

    def stop(self) -> None:
        """The main window closes: what is open now opens again at the next start."""
        window = self._window
        if window is not None:
            window.closed.disconnect(self._closed)
            self._leave()
            window.close()
