"""One store's cameras at the present moment, and back to the wall as it was."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.faults import Sentence
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.notices import Level
from app.widgets.wall_controller import WallController
from app.widgets.wall_state import MOST_TILES, WallState, fitting

NO_CAMERA = Sentence(
    "The selected tile is empty, so it is not clear which store is meant. "
    "Select a tile with a camera, then try again.",
    "选中的格子没有摄像机，无法确定是哪家门店。请先选中一台摄像机再试。",
)
ONLY_SOME = Sentence(
    "{store} has {all} cameras; the wall holds {shown} of them. "
    "The others can be put on the wall from the list of stores.",
    "{store} 共有 {all} 台摄像机，电视墙只能显示其中 {shown} 台。其余可从门店列表中放上墙。",
)


class SameMoment(QObject):
    """Fills the wall with the store of the selected tile; the same key goes back."""

    arranged = Signal()  # there, or back: all of the wall is to be seen

    def __init__(self, context: Context, controller: WallController, actions: Actions) -> None:
        super().__init__(controller)
        self._notices = context.notices
        self._controller = controller
        self._before: WallState | None = None
        self._shown: dict[int, int] = {}  # what it put on the wall
        self._action = actions.action("store.moment")
        self._action.setCheckable(True)
        actions.on("store.moment", self.toggle)
        controller.tile_changed.connect(self._look)
        controller.layout_changed.connect(self._look)

    def toggle(self) -> None:
        """There, or back where the wall still stands as it was put."""
        if self._before is not None and self._shown == self._controller.state.shown():
            self._back(self._before)
        else:
            self._there()
        self._look()

    def _there(self) -> None:
        state = self._controller.state
        found = self._controller.camera(state.selected)
        if found is None:
            self._notices.say(NO_CAMERA, Level.ATTENTION, key="same moment")
            return
        store, camera = found
        ids = [each.id for each in self._controller.cameras_of(store.id)]
        ids.sort(key=lambda each: each != camera.id)  # the selected one leads
        live = set(state.live_cameras)
        self._before = WallState(
            state.layout, dict(state.cameras), state.selected, live_cameras=live
        )
        layout = fitting(len(ids))
        self._controller.arrange(layout, dict(enumerate(ids[:MOST_TILES])), 0)
        self.arranged.emit()
        self._shown = self._controller.state.shown()
        if len(ids) > MOST_TILES:
            values = {"store": store.code, "all": len(ids), "shown": MOST_TILES}
            self._notices.say(ONLY_SOME, Level.INFO, key="same moment", **values)

    def _back(self, before: WallState) -> None:
        self._before = None
        state = self._controller.state
        state.live_cameras |= before.live_cameras - set(state.shown().values())
        self._controller.arrange(before.layout, before.cameras, before.selected)
        self.arranged.emit()

    def _look(self, _tile: int = 0) -> None:
        there = self._before is not None and self._shown == self._controller.state.shown()
        self._action.setChecked(there)
