"""Tells whoever shows something that it changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from app.operations.values import ChangeKind, ChangeSet

_LOG = logging.getLogger(__name__)
Listener = Callable[[ChangeSet], None]


class Changes:
    """Threads may share it; a callback comes on whichever thread made the change."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[int, Listener] = {}
        self._next = 0

    def subscribe(self, callback: Listener) -> Callable[[], None]:
        """Hear of every change from now on; calling what is returned ends it."""
        with self._lock:
            number = self._next
            self._next += 1
            self._listeners[number] = callback

        def end() -> None:
            with self._lock:
                self._listeners.pop(number, None)

        return end

    def publish(self, *kinds: ChangeKind) -> None:
        """Tell everybody. The change is on the disk already, so no listener can undo it."""
        change = ChangeSet(frozenset(kinds))
        with self._lock:
            listeners = list(self._listeners.values())
        for listener in listeners:
            try:
                listener(change)
            except Exception:  # noqa: BLE001 - one broken view must not make a stored change fail
                _LOG.exception("a listener failed on %s", change)
