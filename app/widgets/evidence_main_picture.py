"""The main stream's picture joins evidence of a small stream when it comes.

What was seen is stored before; nothing here can delay or lose it.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from app.faults import Fault, Sentence
from app.operations.evidence import EvidenceKept
from app.operations.values import EvidenceRecord, Still
from app.widgets.context import Context
from app.widgets.notices import Level

ONLY_SEEN = Sentence(
    "{camera}: the picture that was seen is kept, but none of the main stream. {reason}",
    "{camera}：已保存所见画面，但未能取得主码流画面。{reason}",
)
KEPT_LOOSE = Sentence(
    "{camera}: the inspection took nothing more when the main stream's picture came. The picture "
    "is kept without an inspection, on the screen Pictures.",
    "{camera}：主码流画面到达时，该巡检已不能再添加图片。该画面已单独保存，可在“图片”页面查看。",
)


@dataclass
class Taking:
    """One press of the key: where its pictures belong, and what became of the one seen."""

    inspection_id: int | None
    item_id: str | None
    camera_id: int
    label: str
    kept: bool = False  # on the disk, be it in the database or waiting for it
    waits: bool = False  # for the database, and the person knows


class MainPicture(QObject):
    """Waits without a thread; lives until its answer, even when its wall is closed before."""

    _came = Signal(object)  # Future

    def __init__(self, context: Context, taking: Taking, coming: Future[Still | None]) -> None:
        super().__init__(context.background)
        self._context = context
        self._taking = taking
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        coming.add_done_callback(self._came.emit)

    def _take(self, coming: Future[Still | None]) -> None:
        """In the lane of evidence: the picture that was seen is always stored first."""
        if coming.exception() is None and coming.result() is None:
            self.deleteLater()
            return
        self._context.background.run(
            lambda: self._store(coming), self._stored, self._failed, owner=self, lane="evidence"
        )

    def _store(self, coming: Future[Still | None]) -> EvidenceRecord | None:
        taking = self._taking
        if not taking.kept:
            return None
        still = coming.result()
        if still is None:
            return None
        evidence = self._context.operations.evidence
        try:
            return evidence.add_main(taking.inspection_id, taking.item_id, taking.camera_id, still)
        except EvidenceKept:
            if taking.waits:
                return None  # it was said of the first, and is true of both
            raise

    def _stored(self, record: EvidenceRecord | None) -> None:
        self.deleteLater()
        if record is not None and record.inspection_id != self._taking.inspection_id:
            self._context.notices.say(KEPT_LOOSE, camera=self._taking.label)

    def _failed(self, fault: Fault) -> None:
        self.deleteLater()
        if isinstance(fault, EvidenceKept):
            self._context.background.fault_met.emit(fault)
            return
        reason = fault.text(self._context.language)
        camera = self._taking.label
        self._context.notices.say(ONLY_SEEN, Level.INFO, camera=camera, reason=reason)


def keep_seen(context: Context, taking: Taking, still: Still) -> EvidenceRecord:
    """Store the picture that was seen, and note that it is. Raises what ``store`` raises."""
    evidence = context.operations.evidence
    try:
        record = evidence.store(taking.inspection_id, taking.item_id, taking.camera_id, still)
    except EvidenceKept:
        taking.kept = taking.waits = True
        raise
    taking.kept = True
    return record
