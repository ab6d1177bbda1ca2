"""Asks for the password that a tile waits for, when a person clicks it or asks by name."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.faults import Sentence
from app.operations.camera_media import PasswordNeeded
from app.operations.values import Camera, RecorderPlayback, Store
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.password_dialog import PasswordDialog
from app.widgets.wall_controller import WallController

NOT_ASKED = Sentence(
    "The selected tile asks for no password. Passwords are changed under Stores.",
    "选中的格子不需要密码。密码可在“门店”中修改。",
)


class WallPasswords(QObject):
    """One dialog per wish; the wall tries again with what is given."""

    given = Signal(int)  # camera id

    def __init__(
        self, context: Context, controller: WallController, window: QWidget, actions: Actions
    ) -> None:
        """``window``: over which it asks."""
        super().__init__(window)
        self._context = context
        self._controller = controller
        self._window = window
        controller.password_wanted.connect(self._ask)
        self.given.connect(controller.password_given)
        actions.on("tile.password", self.ask_for_selected)

    def ask_for_selected(self) -> None:
        """By the keys: what a click into the selected tile does."""
        tile = self._controller.state.selected
        if self._controller.asks_password(tile):
            self._controller.ask_password(tile)
        else:
            self._context.notices.say(NOT_ASKED, key="password")

    def _ask(self, tile: int, _camera_id: int) -> None:
        found = self._controller.camera(tile)
        if found is None:
            return
        store, camera = found
        needed = self._controller.opening.asking(camera.id)
        recorder_id = camera.recorder_id
        refused = isinstance(self._controller.engine.media(tile), RecorderPlayback)
        if needed is not None or recorder_id is None or not refused:
            self._open(store, camera, needed)
            return
        # It was given one that the recorder refused: that is the one to be entered anew.
        recorders = self._context.operations.recorders
        self._context.background.run(
            lambda: PasswordNeeded.of_recorder(recorders.get(recorder_id), camera.id),
            lambda wanted: self._open(store, camera, wanted),
            owner=self,
        )

    def _open(self, store: Store, camera: Camera, needed: PasswordNeeded | None) -> None:
        label = f"{store.code}/{camera.code}"
        dialog = PasswordDialog(self._context, camera, label, needed, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(self.given)
        dialog.open()
