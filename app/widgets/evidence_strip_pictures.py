"""Small pictures of evidence, read and scaled off the UI thread, kept while in use."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from app.faults import Fault
from app.widgets.context import Context

KEPT = 400


class Thumbnails(QObject):
    """``picture`` answers at once; ``ready`` says when a missing one has arrived."""

    ready = Signal(str)  # sha256

    def __init__(self, context: Context, size: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._size = size
        self._kept: dict[str, QPixmap] = {}
        self._asked: set[str] = set()

    def picture(self, sha256: str) -> QPixmap | None:
        """The small picture, or None while it is being read."""
        kept = self._kept.get(sha256)
        if kept is None and sha256 not in self._asked:
            self._asked.add(sha256)
            self._ask(sha256)
        return kept

    def _ask(self, sha256: str) -> None:
        evidence, size = self._context.operations.evidence, self._size
        self._context.background.run(
            lambda: load_scaled(evidence.path(sha256), size),
            lambda image: self._arrived(sha256, image),
            self._missing,
            owner=self,
        )

    def _arrived(self, sha256: str, image: QImage) -> None:
        if len(self._kept) >= KEPT:
            oldest = next(iter(self._kept))
            del self._kept[oldest]
            self._asked.discard(oldest)
        self._kept[sha256] = QPixmap.fromImage(image)
        self.ready.emit(sha256)

    def _missing(self, fault: Fault) -> None:
        self._context.notices.fault(fault)


def load_scaled(path: Path, size: QSize) -> QImage:
    """The picture of a file, cut to fill ``size``; black where it cannot be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        blank = QImage(size, QImage.Format.Format_RGB32)
        blank.fill(Qt.GlobalColor.black)
        return blank
    filled = image.scaled(
        size,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left = (filled.width() - size.width()) // 2
    top = (filled.height() - size.height()) // 2
    return filled.copy(left, top, size.width(), size.height())
