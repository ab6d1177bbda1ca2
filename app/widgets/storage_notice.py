"""Tells on the bar that the database is away, and takes it back when it answers again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.faults import Fault, Sentence
from app.operations.values import ChangeKind, ChangeSet, DatabaseAway
from app.widgets.context import Context
from app.widgets.notices import Level

if TYPE_CHECKING:
    from app.operations.facade import StorageState

EVERY_MS = 1000
AWAY, KEPT, REFUSED = "storage.away", "storage.kept", "storage.refused"
MEANWHILE = Sentence(
    " Answers and pictures are kept on this workstation until then: {count} waiting.",
    "在此期间，判定和图片保存在本工作站：{count} 项等待写入。",
)
REFUSED_ENTRIES = Sentence(
    "The database refused {count} entries that had waited for it, most likely because their "
    "inspection was submitted meanwhile. Their files are kept in {folder}: read them, then "
    "delete them.",
    "数据库拒绝了 {count} 条等待写入的记录，通常是因为相应巡检已提交。"
    "文件保存在 {folder}，请查看后删除。",
)


class StorageNotice(QObject):
    """Looks once a second, and at once when answers changed, off the UI thread.

    A notice that a person put away stays away until the database was back.
    """

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._reading = False
        self._told: tuple[str, int] | None = None
        self._refused = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        context.changes.changed.connect(self._heard)
        self.look()

    def stop(self) -> None:
        """The window closes: look no more."""
        self._timer.stop()

    def met(self, fault: Fault) -> None:
        """A fault nobody handled: those of an absent database stand and fall with it."""
        notices = self._context.notices
        if type(fault) is DatabaseAway:
            self.look()
        elif isinstance(fault, DatabaseAway):
            notices.say(fault.sentence, Level.INFO, KEPT, **fault.values)
        else:
            notices.fault(fault)

    def look(self) -> None:
        """Ask anew; the answer shows when it is there."""
        if self._reading:
            return
        self._reading = True
        state = self._context.operations.storage_state
        self._context.background.run(state, self._show, self._failed, owner=self)

    def _heard(self, change: ChangeSet) -> None:
        if change.kinds & {ChangeKind.INSPECTIONS, ChangeKind.EVIDENCE}:
            self.look()

    def _failed(self, _fault: Fault) -> None:
        self._reading = False

    def _show(self, state: StorageState) -> None:
        self._reading = False
        self._show_refused(state)
        if state.away is None:
            self._told = None
            self._context.notices.dismiss(AWAY)
            self._context.notices.dismiss(KEPT)
            return
        telling = (state.away.text(), state.waiting)
        if telling == self._told or (self._told is not None and not self._stands()):
            return
        self._told = telling
        away = state.away.sentence
        said = Sentence(away.en + MEANWHILE.en, away.zh + MEANWHILE.zh)
        values = {**state.away.values, "count": state.waiting}
        self._context.notices.say(said, Level.ATTENTION, AWAY, **values)

    def _stands(self) -> bool:
        return any(notice.key == AWAY for notice in self._context.notices.open())

    def _show_refused(self, state: StorageState) -> None:
        before, self._refused = self._refused, state.refused
        notices = self._context.notices
        if state.refused > before:
            folder = str(state.refused_folder)
            notices.say(
                REFUSED_ENTRIES, Level.ATTENTION, REFUSED, count=state.refused, folder=folder
            )
        elif state.refused == 0:
            notices.dismiss(REFUSED)
