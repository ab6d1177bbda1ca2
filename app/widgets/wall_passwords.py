"""Asks for the password that a tile waits for, when a person clicks it or presses a key."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.faults import Sentence
from app.video.tiles import TileStateKind
from app.widgets.context import Context
from app.widgets.notices import Level
from app.widgets.password_dialog import PasswordDialog
from app.widgets.wall_controller import WallController

NOT_ASKED = Sentence(
    "The selected tile waits for no password. Select one that says so.",
    "选中的格子不需要密码。请选择提示需要密码的格子。",
)


class WallPasswords(QObject):
    """One dialog per wish; the wall tries again with what is given."""

    given = Signal(int)  # camera id

    def __init__(self, context: Context, controller: WallController, window: QWidget) -> None:
        """``window``: over which it asks."""
        super().__init__(window)
        self._context = context
        self._controller = controller
        self._window = window
        controller.password_wanted.connect(self._ask)
        self.given.connect(controller.password_given)

    def ask_for_selected(self) -> None:
        """As if the selected tile were clicked; says so where it waits for none."""
        controller = self._controller
        tile = controller.state.selected
        said = controller.state_of(tile) or controller.engine.state(tile)
        if said.kind is TileStateKind.ASK_PASSWORD:
            controller.ask_password(tile)
        else:
            self._context.notices.say(NOT_ASKED, Level.ATTENTION, key="password")

    def _ask(self, tile: int, _camera_id: int) -> None:
        found = self._controller.camera(tile)
        if found is None:
            return
        store, camera = found
        needed = self._controller.opening.asking(camera.id)
        label = f"{store.code}/{camera.code}"
        dialog = PasswordDialog(self._context, camera, label, needed, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(self.given)
        dialog.open()
