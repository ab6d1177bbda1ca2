"""One tile of the wall as it is now, while the others play back: "now" beside "then"."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.faults import Sentence
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.notices import Level
from app.widgets.wall_controller import WallController

EMPTY_TILE = Sentence(
    "The selected tile is empty, so there is nothing to show live. Select one with a camera.",
    "选中的格子为空，无法切换到实时预览。请选择有摄像机的格子。",
)
NO_ADDRESS = Sentence(
    "{camera} has no live address, so its recording stays. Add one under Stores.",
    "{camera} 没有实时流地址，仍显示录像。请在“门店”中添加。",
)


class TileLive(QObject):
    """The action that switches the selected tile in place; its check mark follows."""

    def __init__(self, context: Context, controller: WallController, actions: Actions) -> None:
        super().__init__(controller)
        self._notices = context.notices
        self._controller = controller
        self._action = actions.action("tile.live")
        self._action.setCheckable(True)
        actions.on("tile.live", self.toggle)
        for changed in (controller.selected_changed, controller.tile_changed):
            changed.connect(self._look)
        controller.mode_changed.connect(self._look)

    def toggle(self) -> None:
        """Live, or back to the recording at the wall's moment."""
        controller, tile = self._controller, self._controller.state.selected
        found = controller.camera(tile)
        if found is None:
            self._notices.say(EMPTY_TILE, Level.ATTENTION, key="tile live")
        elif not controller.is_live(tile) and not controller.opening.has_live(found[1].id):
            camera = f"{found[0].code}/{found[1].code}"
            self._notices.say(NO_ADDRESS, Level.ATTENTION, key="tile live", camera=camera)
        else:
            controller.set_tile_live(tile, not controller.is_live(tile))
        self._look()

    def _look(self, _tile: int = 0) -> None:
        controller = self._controller
        in_place = not controller.state.live and controller.is_live(controller.state.selected)
        self._action.setChecked(in_place)
