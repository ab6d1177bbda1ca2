"""How late the window's event loop is: what a person feels as sluggishness."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

_INTERVAL_MS = 10


class LagProbe(QObject):
    """A precise timer that notes by how much (ms) each of its calls is late."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lags_ms: list[float] = []
        self._due_s = 0.0
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self._note)

    def start(self) -> None:
        """Begin with an empty list."""
        self.lags_ms = []
        self._due_s = time.perf_counter() + _INTERVAL_MS / 1000
        self._timer.start()

    def stop(self) -> None:
        """Note no more."""
        self._timer.stop()

    def _note(self) -> None:
        now_s = time.perf_counter()
        self.lags_ms.append(max(0.0, (now_s - self._due_s) * 1000))
        self._due_s = now_s + _INTERVAL_MS / 1000


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of all lie; 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
