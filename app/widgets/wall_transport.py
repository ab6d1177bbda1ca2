"""TCP or UDP for live pictures: a change of the setting is on the wall at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.operations.values import ChangeKind, ChangeSet

if TYPE_CHECKING:
    from app.widgets.context import Context
    from app.widgets.wall_controller import WallController

SETTING = "wall.transport"


class WallTransport(QObject):
    """Has one wall open its live cameras anew, by the other way."""

    def __init__(
        self, context: Context, controller: WallController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = context.operations.settings
        self._controller = controller
        self._transport = self._settings.text(SETTING)
        context.changes.changed.connect(self._changed)

    def _changed(self, change: ChangeSet) -> None:
        if ChangeKind.SETTINGS not in change.kinds:
            return
        transport = self._settings.text(SETTING)
        if transport != self._transport:
            self._transport = transport
            self._controller.transport_changed()
