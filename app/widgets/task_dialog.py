"""Raising a rectification task: what, where, who, until when, with which evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.operations.values import (
    PRIORITY_WORDS,
    EvidenceRecord,
    Priority,
    RectificationTask,
    Store,
    TaskDraft,
)
from app.widgets.context import Context
from app.widgets.evidence_strip import EvidenceStrip
from app.widgets.inspection_picker import make_searchable
from app.widgets.models.moments import end_of_day_us, in_days, today
from app.widgets.models.words import PRIORITY_LOOKS
from app.widgets.month_calendar import MonthCalendar
from app.widgets.theme import STEP, set_role

DUE_IN_DAYS = 3


@dataclass(frozen=True)
class TaskStart:
    """What is known before the dialog opens."""

    store: Store
    inspection_id: int | None
    item_id: str | None
    title: str
    detail: str
    evidence: tuple[EvidenceRecord, ...]


class TaskDialog(QDialog):
    """Stays open, with everything typed, until the task is on disk."""

    raised = Signal(object)  # RectificationTask

    def __init__(self, context: Context, start: TaskStart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._start = start
        self._zone = start.store.time_zone
        self.title = QLineEdit(start.title, self)
        self.where = QLabel(f"{start.store.code} · {start.store.name}", self)
        self.detail = QPlainTextEdit(start.detail, self)
        self.owner = QComboBox(self)
        self._owner_line = QLineEdit(self)
        self.due = QDateEdit(self)
        self.priority = QComboBox(self)
        self.strip = EvidenceStrip(context, checkable=True, parent=self)
        self.no_evidence = QLabel(self)
        self.fault = QLabel(self)
        self.raise_button = QPushButton(self)
        self.cancel_button = QPushButton(self)
        self._form = QFormLayout()
        self._names = [QLabel(self) for _ in range(7)]
        self._lay_out()
        self._fill()
        self.retranslate()
        self.resize(520, 560)
        self.owner.setFocus()

    def draft(self) -> TaskDraft:
        """The task as it is entered now."""
        due = self.due.date()
        start = self._start
        return TaskDraft(
            inspection_id=start.inspection_id,
            item_id=start.item_id,
            store_id=start.store.id,
            title=self.title.text().strip(),
            detail=self.detail.toPlainText().strip(),
            owner=self.owner.currentText().strip(),
            due_us=end_of_day_us(date(due.year(), due.month(), due.day()), self._zone),
            priority=self.priority.currentData(),
            evidence_ids=self.strip.evidence.checked_ids(),
        )

    def raise_task(self) -> None:
        """Store the task; the dialog closes when it is on disk."""
        self.raise_button.setEnabled(False)
        self.fault.hide()
        tasks, draft = self._context.operations.tasks, self.draft()
        self._context.background.run(
            lambda: tasks.raise_task(draft), self._raised, self._refused, lane="inspection"
        )

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.setWindowTitle(self.tr("Rectification task"))
        words = (
            self.tr("What"),
            self.tr("Where"),
            self.tr("Detail"),
            self.tr("Owner"),
            self.tr("Due"),
            self.tr("Priority"),
            self.tr("Evidence"),
        )
        for label, word in zip(self._names, words, strict=True):
            label.setText(word)
        self._owner_line.setPlaceholderText(self.tr("Who puts it right"))
        self.detail.setPlaceholderText(self.tr("What is wrong, and how it should be"))
        self.due.setToolTip(self.tr("Until the end of this day at the store ({zone})").format(
            zone=self._zone))  # fmt: skip
        self.no_evidence.setText(self.tr("No evidence taken for this item"))
        self.raise_button.setText(self.tr("Raise task"))
        self.raise_button.setToolTip(self.tr("Ctrl+Enter"))
        self.cancel_button.setText(self.tr("Cancel"))
        for place, priority in enumerate(Priority):
            word = PRIORITY_WORDS[priority].fill(self._context.language)
            self.priority.setItemText(place, word)

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _raised(self, task: RectificationTask) -> None:
        self.raised.emit(task)
        self.accept()

    def _refused(self, fault: Fault) -> None:
        self.raise_button.setEnabled(True)
        self.fault.setText(fault.text(self._context.language))
        self.fault.show()

    def _fill(self) -> None:
        self.due.setMinimumDate(_qdate(today(self._zone)))
        self.due.setDate(_qdate(in_days(DUE_IN_DAYS, self._zone)))
        theme = self._context.theme
        for priority in Priority:
            look = PRIORITY_LOOKS[priority]
            word = PRIORITY_WORDS[priority].fill(self._context.language)
            self.priority.addItem(theme.icon(look.icon, look.colour), word, priority)
        self.priority.setCurrentIndex(list(Priority).index(Priority.MEDIUM))
        evidence = self._start.evidence
        self.strip.show_records(evidence, self._zone)
        self.strip.evidence.check_all()
        self.strip.setVisible(bool(evidence))
        self.no_evidence.setVisible(not evidence)
        self._context.background.run(self._context.operations.tasks.owners, self._offer_owners)

    def _offer_owners(self, owners: Sequence[str]) -> None:
        typed = self.owner.currentText()
        self.owner.addItems(list(owners))
        self.owner.setCurrentText(typed)

    def _lay_out(self) -> None:
        make_searchable(self.owner, self._owner_line)
        self.due.setCalendarPopup(True)
        self.due.setCalendarWidget(MonthCalendar(self._context.theme))
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.detail.setTabChangesFocus(True)
        self.detail.setMinimumHeight(90)
        self.fault.setWordWrap(True)
        self.fault.hide()
        set_role(self.fault, "fail")
        set_role(self.no_evidence, "quiet")
        set_role(self.raise_button, "primary")
        self._form.setVerticalSpacing(2 * STEP)
        self._form.setHorizontalSpacing(4 * STEP)
        evidence = QWidget(self)
        pictures = QVBoxLayout(evidence)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.addWidget(self.strip)
        pictures.addWidget(self.no_evidence)
        fields = (
            self.title,
            self.where,
            self.detail,
            self.owner,
            self.due,
            self.priority,
            evidence,
        )
        for name, field in zip(self._names, fields, strict=True):
            set_role(name, "quiet")
            self._form.addRow(name, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addLayout(self._form)
        column.addStretch(1)
        column.addWidget(self.fault)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.raise_button)
        self.raise_button.setDefault(True)
        self.raise_button.clicked.connect(lambda _checked=False: self.raise_task())
        self.cancel_button.clicked.connect(lambda _checked=False: self.reject())
        QShortcut(QKeySequence("Ctrl+Return"), self, self.raise_task)
        return buttons


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
