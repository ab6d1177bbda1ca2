"""Change sets from any thread, as one Qt signal on the UI thread."""

from __future__ import annotations

import dataclasses
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from app.operations.changes import Changes
    from app.operations.values import ChangeSet


class ChangeBridge(QObject):
    """``changed(ChangeSet)`` tells every screen what kinds of things are new.

    Change sets that arrive before the UI thread turns are merged into one, so a
    thousand writes refresh a list once.
    """

    changed = Signal(object)  # ChangeSet
    _arrived = Signal()

    def __init__(self, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._pending: list[ChangeSet] = []
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = changes.subscribe(self._take)

    def _take(self, change: ChangeSet) -> None:
        with self._lock:
            self._pending.append(change)
            first = len(self._pending) == 1
        if first:
            self._arrived.emit()

    def _deliver(self) -> None:
        with self._lock:
            pending, self._pending = self._pending, []
        if pending:
            kinds = pending[0].kinds.union(*(change.kinds for change in pending))
            self.changed.emit(dataclasses.replace(pending[0], kinds=kinds))

    def stop(self) -> None:
        """Hear nothing more."""
        self._unsubscribe()
