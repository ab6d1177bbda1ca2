"""Everything that is wrong with a checklist file, as a list to work through."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.inspection.checklist import ChecklistFault
from app.widgets.context import Context
from app.widgets.theme import STEP, set_role


class ImportFaults(QFrame):
    """Stays until the file is mended and imported again, or put away."""

    again_wanted = Signal(object)  # Path

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self._context = context
        self._path: Path | None = None
        self._fault: Fault | None = None
        self.head = QLabel(self)
        self.where = QLabel(self)
        self.problems = QListWidget(self)
        self.again_button = QPushButton(self)
        self.copy_button = QPushButton(self)
        self.close_button = QPushButton(self)
        self._lay_out()
        self.retranslate()
        self.hide()

    def show_fault(self, path: Path, fault: Fault) -> None:
        """List what is wrong with a file."""
        self._path, self._fault = path, fault
        lines = fault.text(self._context.language).splitlines()
        self.head.setText(lines[0])
        self.where.setText(str(path))
        self.problems.clear()
        self.problems.addItems(lines[1:])
        listed = isinstance(fault, ChecklistFault)
        self.problems.setVisible(listed)
        self.copy_button.setVisible(listed)
        self.show()

    def put_away(self) -> None:
        """Nothing is wrong any more."""
        self._fault = None
        self.hide()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.again_button.setText(self.tr("Import this file again"))
        self.copy_button.setText(self.tr("Copy the list"))
        self.close_button.setText(self.tr("Put away"))
        self.problems.setAccessibleName(self.tr("What to correct in the file"))
        if self._path is not None and self._fault is not None:
            self.show_fault(self._path, self._fault)

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _copy(self) -> None:
        if self._fault is not None:
            QGuiApplication.clipboard().setText(self._fault.text(self._context.language))

    def _again(self) -> None:
        if self._path is not None:
            self.again_wanted.emit(self._path)

    def _lay_out(self) -> None:
        set_role(self.head, "fail")
        set_role(self.where, "caption")
        self.head.setWordWrap(True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problems.setWordWrap(True)
        self.problems.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.again_button.clicked.connect(lambda _checked=False: self._again())
        self.copy_button.clicked.connect(lambda _checked=False: self._copy())
        self.close_button.clicked.connect(lambda _checked=False: self.put_away())
        buttons = QHBoxLayout()
        for button in (self.again_button, self.copy_button, self.close_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(2 * STEP)
        column.addWidget(self.head)
        column.addWidget(self.where)
        column.addWidget(self.problems)
        column.addLayout(buttons)
