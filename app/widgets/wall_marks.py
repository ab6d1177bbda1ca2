"""Hints, evidence and bookmarks of what is on the wall, as marks for the timeline."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from app.operations.values import Bookmark, ChangeKind, ChangeSet, EvidenceRecord, Hint
from app.widgets.context import Context
from app.widgets.local_time import exact_text
from app.widgets.timeline_values import TimelineMark


class WallMarks(QObject):
    """Reads them off the UI thread whenever they may be new."""

    changed = Signal(list)  # TimelineMark

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stores: dict[int, str] = {}
        self._cameras: dict[int, str] = {}
        self._inspection_id: int | None = None
        context.changes.changed.connect(self._heard)

    def show(
        self, stores: dict[int, str], cameras: dict[int, str], inspection_id: int | None
    ) -> None:
        """Which stores (id -> zone), cameras (id -> label) and inspection the wall is about."""
        wanted = (stores, cameras, inspection_id)
        if wanted != (self._stores, self._cameras, self._inspection_id):
            self._stores, self._cameras = dict(stores), dict(cameras)
            self._inspection_id = inspection_id
            self._read()

    def _heard(self, change: ChangeSet) -> None:
        if change.kinds & {ChangeKind.HINTS, ChangeKind.EVIDENCE, ChangeKind.BOOKMARKS}:
            self._read()

    def _read(self) -> None:
        stores, inspection_id = dict(self._stores), self._inspection_id
        cameras = dict(self._cameras)
        operations = self._context.operations

        def read() -> list[TimelineMark]:
            marks = [
                hint_mark(hint, zone)
                for store_id, zone in stores.items()
                for hint in operations.hints.list(store_id)
                if hint.decision != "dismissed"
            ]
            if inspection_id is not None:
                marks += evidence_marks(operations.evidence.list(inspection_id), stores)
            for store_id in stores:
                marks += evidence_marks(operations.evidence.list_loose(store_id), stores)
            bookmarks = operations.bookmarks.list(tuple(cameras)) if cameras else ()
            marks += [
                bookmark_mark(each, cameras, stores.get(each.store_id, "UTC")) for each in bookmarks
            ]
            return marks

        self._context.background.run(read, self.changed.emit, owner=self, lane="marks")


def hint_mark(hint: Hint, zone: str) -> TimelineMark:
    """One hint; its tooltip says where and when."""
    text = f"{hint.camera_label}\n{exact_text(hint.start_us, zone)}"
    return TimelineMark("hint", hint.camera_id, hint.start_us, hint.end_us, text, hint.id)


def evidence_marks(records: Iterable[EvidenceRecord], zones: dict[int, str]) -> list[TimelineMark]:
    """The evidence of an inspection."""
    return [
        TimelineMark(
            "evidence",
            record.camera_id,
            record.media_time_us,
            record.media_time_us,
            f"{record.camera_label}\n"
            f"{exact_text(record.media_time_us, zones.get(record.store_id, 'UTC'))}",
            record.id,
        )
        for record in records
    ]


def bookmark_mark(bookmark: Bookmark, cameras: dict[int, str], zone: str) -> TimelineMark:
    """One bookmark; one of a whole store stands for its first camera on the wall."""
    camera_id = bookmark.camera_id
    if camera_id is None:
        camera_id = next(iter(cameras), 0)
    at_us = bookmark.media_time_us
    lines = (bookmark.text, cameras.get(camera_id, ""), exact_text(at_us, zone))
    text = "\n".join(line for line in lines if line)
    return TimelineMark("bookmark", camera_id, at_us, at_us, text, bookmark.id)
