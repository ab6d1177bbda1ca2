"""Digital zoom of the wall's tiles: which part each shows, by wheel, hand and key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.video.pictures.shape import Crop
from app.video.wall.engine import WallEngine
from app.video.wall.part import WallPart
from app.widgets.tile_zoom import panned, zoomed

_CALM_MS = 40  # the engine is told no more often; in between the old part is stretched
_MIDDLE = (0.5, 0.5)


class WallZoom(QObject):
    """The part that each tile shows; a tile that is not in here shows the whole."""

    changed = Signal(int, object)  # tile, Crop or None

    def __init__(
        self,
        engine: WallEngine | WallPart,
        has_picture: Callable[[int], bool],
        parent: QObject | None = None,
    ) -> None:
        """``has_picture``: whether the tile shows a picture that can be looked at closely."""
        super().__init__(parent)
        self._engine = engine
        self._has_picture = has_picture
        self._parts: dict[int, Crop] = {}
        self._untold: set[int] = set()
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._tell)

    def of(self, tile: int) -> Crop | None:
        """The part that the tile shows; None: the whole picture."""
        return self._parts.get(tile)

    def zoom(self, tile: int, factor: float, at: tuple[float, float] = _MIDDLE) -> None:
        """``factor`` times closer around a place, given in fractions of what is seen."""
        if self._has_picture(tile):
            self._show(tile, zoomed(self._parts.get(tile), factor, at))

    def pan(self, tile: int, across: float, down: float) -> None:
        """Move by fractions of what is seen; nothing where the whole is seen."""
        part = self._parts.get(tile)
        if part is not None:
            self._show(tile, panned(part, across, down))

    def reset(self, tile: int) -> None:
        """Back to the whole picture."""
        self._show(tile, None)

    def opened(self, tile: int) -> None:
        """The engine has opened the tile anew and shows the whole: say again what is wanted."""
        part = self._parts.get(tile)
        if part is not None:
            self._engine.crop(tile, part)

    def _show(self, tile: int, part: Crop | None) -> None:
        if part == self._parts.get(tile):
            return
        if part is None:
            del self._parts[tile]
        else:
            self._parts[tile] = part
        self._untold.add(tile)
        if not self._calm.isActive():
            self._tell()
            self._calm.start()
        self.changed.emit(tile, part)

    def _tell(self) -> None:
        untold, self._untold = self._untold, set()
        for tile in untold:
            self._engine.crop(tile, self._parts.get(tile))
        if untold:
            self._calm.start()
