"""Python's cyclic garbage is collected on the UI thread alone.

Python collects on whichever thread happens to allocate. Where a cycle holds a Qt object
that nothing in Qt owns, its destructor would then run on that thread while Qt's own
thread uses the same timers and events: the process ends in a segmentation fault (seen as
"Garbage-collecting" on a database thread). So Python's own timing is switched off, and a
timer of the UI thread takes its place.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimer

_EVERY_MS = 1_000


class GarbageTimer(QObject):
    """Collects as often as Python's own thresholds say, looked at once a second."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=_EVERY_MS)
        timer.timeout.connect(self.collect)
        timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, and with it the younger ones."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return


def collect_here(app: QCoreApplication) -> None:
    """From now on garbage is collected on the thread of ``app``; call it there."""
    if app.findChild(GarbageTimer) is None:
        GarbageTimer(app)
