"""The actions of the surface itself, tied to the selected tile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from app.widgets.actions import Actions
from app.widgets.wall_surface import WallSurface

_PAN = 0.25  # of what is seen


class SurfaceKeys(QObject):
    """Registers digital zoom and the facts of the pictures."""

    def __init__(
        self, surface: WallSurface, actions: Actions, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._surface = surface
        for name, handler in self._handlers().items():
            actions.on(name, handler)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        surface = self._surface
        return {
            "tile.zoom_in": lambda: surface.zoom_in(surface.selected),
            "tile.zoom_out": lambda: surface.zoom_out(surface.selected),
            "tile.zoom_reset": lambda: surface.reset_zoom(surface.selected),
            "tile.facts": lambda: surface.set_facts_visible(not surface.facts_visible),
            "tile.pan_left": partial(self._pan, -_PAN, 0.0),
            "tile.pan_right": partial(self._pan, _PAN, 0.0),
            "tile.pan_up": partial(self._pan, 0.0, -_PAN),
            "tile.pan_down": partial(self._pan, 0.0, _PAN),
        }

    def _pan(self, across: float, down: float) -> None:
        self._surface.pan(self._surface.selected, across, down)
