"""Qt timers and threads that are still running when their test is over."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from typing import Any, ClassVar

from tests.noise.leaks import wait_until_empty


class QtWatch:
    """Knows every QTimer and QThread started from Python, and the line that did it."""

    started: ClassVar[list[tuple[Any, str]]] = []

    @classmethod
    def install(cls) -> None:
        """Note every start from now on; once per test run."""
        from PySide6.QtCore import QThread, QTimer

        for kind in (QTimer, QThread):
            kind.start = cls._noting(kind.start)

    @classmethod
    def _noting(cls, start: Callable[..., None]) -> Callable[..., None]:
        def noted(instance: Any, *args: object) -> None:
            caller = traceback.extract_stack(limit=2)[0]
            cls.started.append((instance, f"{caller.filename}:{caller.lineno}"))
            start(instance, *args)

        return noted

    def start(self) -> None:
        self.started.clear()

    def problems(self) -> list[str]:
        if "PySide6.QtCore" not in sys.modules:
            return []
        left = wait_until_empty(self._left, grace_s=1.0) if self.started else []
        self.started.clear()
        return left

    def _left(self) -> list[str]:
        self._deliver_deletions()
        return [
            f"{type(instance).__name__} left running, started at {line}"
            for instance, line in self.started
            if self._running(instance)
        ]

    @staticmethod
    def _deliver_deletions() -> None:
        from PySide6.QtCore import QCoreApplication, QEvent

        if QCoreApplication.instance() is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QCoreApplication.processEvents()

    @staticmethod
    def _running(instance: Any) -> bool:
        import shiboken6
        from PySide6.QtCore import QTimer

        if not shiboken6.isValid(instance):
            return False
        if isinstance(instance, QTimer):
            # A single shot of nothing is Qt's way to say "soon"; it has just been delivered.
            return instance.isActive()
        return instance.isRunning()
