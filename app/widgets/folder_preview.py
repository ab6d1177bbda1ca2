"""What a recording folder holds, told while its pattern is being typed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from app.faults import Fault
from app.video.media import RecordingFolder, Span
from app.widgets.background import Background

PAUSE_MS = 350  # a person who types is not told about every letter


@dataclass(frozen=True)
class Found:
    """The look into a folder. ``span`` reaches from the first start to the last start."""

    segments: int
    foreign: int
    span: Span


class FolderPreview(QObject):
    """Looks a moment after the last change, off the UI thread; the newest question wins."""

    found = Signal(object)  # Found
    refused = Signal(object)  # Fault

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._wanted: RecordingFolder | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)

    def ask(self, folder: RecordingFolder | None) -> None:
        """What does this folder hold? None: nothing is asked any more."""
        self._wanted = folder
        if folder is None:
            self._pause.stop()
        else:
            self._pause.start()

    def _look(self) -> None:
        folder = self._wanted
        if folder is None:
            return

        def tell(found: Found) -> None:
            if folder == self._wanted:
                self.found.emit(found)

        def refuse(fault: Fault) -> None:
            if folder == self._wanted:
                self.refused.emit(fault)

        self._background.run(lambda: look(folder), tell, refuse, owner=self)


def look(folder: RecordingFolder) -> Found:
    """Read the folder's names. Raises a Fault that says what is wrong with it."""
    from app.video.recordings.index import FolderIndex

    index = FolderIndex(folder)
    segments = index.segments(now=True)
    return Found(
        len(segments), index.foreign, Span(segments[0].start_us, segments[-1].start_us + 1)
    )
