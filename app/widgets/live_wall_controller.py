"""What the live wall does: always live, with the first wall's cameras or its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.operations.values import StoreTree
from app.widgets.background import Background
from app.widgets.wall_controller import WallController
from app.widgets.wall_state import wall_from_json

if TYPE_CHECKING:
    from app.operations.facade import Operations
    from app.video.wall.part import WallPart


class LiveWallController(WallController):
    """Follows the first wall until a person arranges it; shows nothing but live pictures."""

    follows_changed = Signal()

    def __init__(
        self,
        engine: WallPart,
        operations: Operations,
        background: Background,
        first: WallController,
        kept: str = "",
        parent: QObject | None = None,
    ) -> None:
        """``kept``: what ``keep`` gave at the last end."""
        state, self.follows, self._own_layout = _from_json(kept)
        super().__init__(engine, operations, background, wall_from_json(state), parent)
        self.state.live = True
        self.opening.plays_back = False
        self._first = first
        # Many tiles of the first wall may change at once.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._take_over)
        first.tile_changed.connect(self._first_changed)
        first.layout_changed.connect(self._first_changed)

    def set_tree(self, tree: StoreTree) -> None:
        """Take the stores as they are now."""
        super().set_tree(tree)
        self._take_over()

    def follow(self) -> None:
        """Show what the first wall shows, in its layout, from now on."""
        self.follows, self._own_layout = True, False
        self.follows_changed.emit()
        self._take_over()

    def set_layout(self, layout: int) -> None:
        """As many tiles as a person wants here; which cameras may still be the first wall's."""
        self._own_layout = True
        super().set_layout(layout)

    def set_live(self, live: bool) -> None:
        """It is live, whatever is asked for."""

    def remove(self, tile: int) -> None:
        """Take a camera off this wall alone."""
        self._stand_alone()
        super().remove(tile)

    def _arrange(self, change: Callable[[], list[int]]) -> None:
        self._stand_alone()
        super()._arrange(change)

    def _stand_alone(self) -> None:
        if self.follows:
            self.follows = False
            self.follows_changed.emit()

    def _first_changed(self, _tile: int = 0) -> None:
        self._soon.start()

    def _take_over(self) -> None:
        first = self._first.state
        if not self.follows:
            return
        layout = self.state.layout if self._own_layout else first.layout
        if layout != self.state.layout or first.cameras != self.state.cameras:
            self.arrange(layout, first.cameras, self.state.selected)

    def stop(self) -> None:
        """The wall goes: nothing that is still on its way is opened any more."""
        self.follows = False
        self._soon.stop()
        self.state.cameras = {}

    def keep(self) -> str:
        """The live wall for the next start, as text."""
        return json.dumps(
            {
                "wall": self.state.to_json(),
                "follows": self.follows,
                "own_layout": self._own_layout,
            }
        )


def _from_json(kept: str) -> tuple[str, bool, bool]:
    """The wall, whether it follows, whether the layout is its own; the usual from other text."""
    try:
        read = json.loads(kept)
        return str(read["wall"]), bool(read["follows"]), bool(read["own_layout"])
    except (ValueError, KeyError, TypeError):
        return "{}", True, False
