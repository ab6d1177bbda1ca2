"""The actions of the wall, tied to what does them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.widgets.actions import Actions
from app.widgets.dock import Dock
from app.widgets.wall_state import LAYOUTS

if TYPE_CHECKING:
    from app.widgets.wall_screen import WallScreen


class WallKeys(QObject):
    """Registers playback, wall and dock actions."""

    def __init__(self, screen: WallScreen, actions: Actions) -> None:
        super().__init__(screen)
        self._screen = screen
        self._overlays = True
        for name, handler in self._handlers().items():
            actions.on(name, handler)
        for layout in LAYOUTS:
            actions.on(f"layout.{layout}", partial(screen.controller.set_layout, layout))
        screen.bar.show_mode()  # time's actions are off while live

    def _handlers(self) -> dict[str, Callable[[], object]]:
        screen, controller = self._screen, self._screen.controller
        return {
            "play.toggle": controller.toggle,
            "play.pause": controller.pause,
            "play.forward": controller.forward,
            "play.reverse": controller.reverse,
            "step.back": lambda: controller.step(-1),
            "step.on": lambda: controller.step(1),
            "jump.back5": lambda: controller.jump(-5),
            "jump.on5": lambda: controller.jump(5),
            "jump.back60": lambda: controller.jump(-60),
            "jump.on60": lambda: controller.jump(60),
            "speed.down": lambda: controller.change_speed(-1),
            "speed.up": lambda: controller.change_speed(1),
            "goto.time": screen.go_to_time,
            "wall.live": lambda: controller.set_live(True),
            "wall.playback": lambda: controller.set_live(False),
            "tile.solo": screen.tiles.toggle_solo,
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
            "wall.detach": screen.pages.toggle_detached,
            "wall.next_screen": screen.pages.to_next_screen,
            "wall.full_screen": screen.pages.toggle_full_screen,
            "overlays.toggle": self._toggle_overlays,
            "analysis.start": lambda: screen.analysis.start(screen.timeline.shown_span()),
            "analysis.stop": screen.analysis.stop,
            "dock.stores": lambda: self._fold(screen.docks.tree),
            "dock.timeline": lambda: self._fold(screen.docks.timeline),
            "dock.bookmarks": lambda: self._fold(screen.docks.bookmarks),
            "dock.inspection": lambda: self._fold(screen.docks.panel),
            "timeline.fit": screen.timeline.fit,
            "timeline.earlier": lambda: screen.timeline.turn_page(-1),
            "timeline.later": lambda: screen.timeline.turn_page(1),
            "timeline.here": screen.timeline.show_playhead,
            "timeline.in": lambda: screen.timeline.zoom(0.5),
            "timeline.out": lambda: screen.timeline.zoom(2.0),
            "stores.search": self._search,
            "focus.wall": self._focus_wall,
            "focus.inspection": screen.go_to_inspection,
        }

    def _toggle_overlays(self) -> None:
        self._overlays = not self._overlays
        self._screen.surface.set_overlays_visible(self._overlays)

    def _fold(self, dock: Dock) -> None:
        dock.setVisible(not dock.isVisible())

    def _search(self) -> None:
        self._screen.docks.tree.show()
        self._screen.tree.search.setFocus()
        self._screen.tree.search.selectAll()

    def _focus_wall(self) -> None:
        """Escape: first out of the solo tile, then the keys back to the wall."""
        surface = self._screen.surface
        if surface.hasFocus() and surface.solo is not None:
            self._screen.tiles.toggle_solo()
        surface.setFocus()
