"""The menu of a tile: what can be done with it, from the window's own actions."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from app.widgets.actions import Actions
from app.widgets.wall_controller import WallController
from app.widgets.wall_surface import WallSurface

TILE_MENU: tuple[tuple[str, ...], ...] = (
    ("tile.password",),
    ("tile.solo", "tile.live", "tile.to_live_wall", "store.moment"),
    ("wall.live_window", "wall.detach", "wall.full_screen"),
    ("bookmark.set", "evidence.take", "snapshot.take", "snapshot.copy", "snapshot.save"),
    ("clip.export", "sound.toggle"),
    ("tile.zoom_in", "tile.zoom_out", "tile.zoom_reset", "tile.facts"),
    ("loop.start", "loop.end", "loop.clear"),
    ("goto.time", "wall.live", "wall.playback"),
    ("tile.clear",),
)
"""Action ids in groups; each is done to the tile that was pressed, which is selected first."""


class TileMenu(QObject):
    """Opens where a tile is pressed with the right button; by the menu key, of the selected one."""

    def __init__(self, surface: WallSurface, controller: WallController, actions: Actions) -> None:
        super().__init__(surface)
        self._surface = surface
        self._controller = controller
        self._actions = actions
        surface.menu_wanted.connect(self._open)

    def _open(self, tile: int, place: QPoint) -> None:
        self._controller.select(tile)
        menu = self.menu(tile)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._surface.mapToGlobal(place))

    def menu(self, tile: int) -> QMenu:
        """What can be done now; on an empty tile only what needs no camera."""
        filled = self._controller.camera(tile) is not None
        resting = set() if self._controller.asks_password(tile) else {"tile.password"}
        menu = QMenu(self._surface)
        for group in TILE_MENU:
            for action_id in group:
                action = self._actions.action(action_id)
                if action_id in resting:
                    continue
                if action.isEnabled() and (filled or action_id.startswith("wall.")):
                    menu.addAction(action)
            menu.addSeparator()
        return menu
