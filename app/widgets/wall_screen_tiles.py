"""Between the wall's controller and the surface: what stands in which tile."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.widgets.wall_controller import WallController
from app.widgets.wall_surface import WallSurface


class WallTiles(QObject):
    """Shows on the surface what the controller says, and tells it what hands do there."""

    def __init__(
        self, controller: WallController, surface: WallSurface, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._surface = surface
        opening = controller.opening
        opening.size_of = surface.picture_size
        opening.open_tile = surface.open_tile
        opening.close_tile = self._close_tile
        controller.layout_changed.connect(self.show_layout)
        controller.mode_changed.connect(self._show_mode)
        self._show_mode()
        controller.tile_changed.connect(self._show_tile)
        controller.state_changed.connect(self._show_state)
        controller.selected_changed.connect(self._select)
        surface.tile_selected.connect(controller.select)
        surface.tile_double_clicked.connect(lambda _tile: self.toggle_solo())
        surface.media_dropped.connect(controller.drop)
        surface.tile_moved.connect(controller.move)
        surface.password_wanted.connect(controller.ask_password)

    def _show_mode(self) -> None:
        self._surface.tell_live(not self._controller.state.live)

    def show_layout(self) -> None:
        """Show another number of tiles."""
        self._surface.set_solo(None)
        self._surface.set_layout(self._controller.state.layout)
        for tile in range(self._controller.state.layout):
            self._show_tile(tile)
        self._surface.select(self._controller.state.selected)

    def show_all(self) -> None:
        """The names of stores or cameras may have changed."""
        for tile in self._controller.state.shown():
            self._show_tile(tile)

    def _select(self, tile: int) -> None:
        """What is selected can be seen: a tile alone on the wall gives its place to it."""
        if self._surface.solo not in (None, tile):
            filled = tile in self._controller.state.shown()
            self._surface.set_solo(tile if filled else None)
        self._surface.select(tile)

    def leave_solo(self) -> None:
        """Show the whole wall."""
        if self._surface.solo is not None:
            self._surface.set_solo(None)

    def _show_tile(self, tile: int) -> None:
        if tile == self._surface.solo and self._controller.camera(tile) is None:
            self.leave_solo()  # nobody wants an empty tile alone
        self._caption(tile)
        self._show_state(tile)

    def _caption(self, tile: int) -> None:
        found = self._controller.camera(tile)
        if found is None:
            self._surface.set_tile(tile, "", "UTC", None)
        else:
            store, camera = found
            title = f"{store.code}  {camera.name}"
            self._surface.set_tile(tile, title, store.time_zone, camera.id)

    def _close_tile(self, tile: int) -> None:
        """Close the picture; what is called so keeps its caption."""
        self._surface.clear_tile(tile)
        self._caption(tile)

    def _show_state(self, tile: int) -> None:
        self._surface.set_state(tile, self._controller.state_of(tile))

    def toggle_solo(self) -> None:
        """Give the selected tile the whole wall, or take it back."""
        tile = self._controller.state.selected
        alone = self._surface.solo is None and tile in self._controller.state.shown()
        self._surface.set_solo(tile if alone else None)
        self._controller.reopen(tile)
