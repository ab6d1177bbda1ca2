"""Which stream of live cameras the wall shows: by what a tile needs, or always one, as set."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from app.operations.values import ChangeKind, ChangeSet
from app.video.wall.stream_choice import StreamRule

if TYPE_CHECKING:
    from app.widgets.context import Context

SETTING = "wall.stream"


class WallStreams(QObject):
    """Tells the engine what the settings say, now and whenever they change."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        context.changes.changed.connect(self._changed)
        self._apply()

    def _changed(self, change: ChangeSet) -> None:
        if ChangeKind.SETTINGS in change.kinds:
            self._apply()

    def _apply(self) -> None:
        rule = self._context.operations.settings.text(SETTING)
        self._context.engine.set_stream_rule(cast("StreamRule", rule))
