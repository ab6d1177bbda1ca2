"""Who inspects at this workstation, and a way for somebody else to sit down."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.operations.values import ChangeKind, ChangeSet, Person
from app.widgets.context import Context
from app.widgets.theme import STEP, set_role


class PersonField(QWidget):
    """The name that stands on every record from now on."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._label, self.name, self._help = QLabel(self), QLabel(self), QLabel(self)
        self.change_button = QPushButton(self)
        self.change_button.clicked.connect(lambda _checked=False: self._ask())
        set_role(self._help, "quiet")
        self._help.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(3 * STEP)
        row.addWidget(self.name)
        row.addWidget(self.change_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP, 0, 2 * STEP)
        column.setSpacing(STEP)
        column.addWidget(self._label)
        column.addLayout(row)
        column.addWidget(self._help)
        context.changes.changed.connect(self._heard)
        self.retranslate()
        self._read()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._label.setText(self.tr("Who inspects"))
        self.change_button.setText(self.tr("Somebody else…"))
        self._help.setText(self.tr("This name stands on every answer, evidence and task."))

    def _ask(self) -> None:
        from app.widgets.first_start_dialog import FirstStartDialog

        FirstStartDialog(self._context, self.window()).open()

    def _heard(self, change: ChangeSet) -> None:
        if ChangeKind.PEOPLE in change.kinds:
            self._read()

    def _read(self) -> None:
        self._context.background.run(
            self._context.operations.people.current, self._show, owner=self
        )

    def _show(self, person: Person | None) -> None:
        self.name.setText("–" if person is None else person.name)

    def changeEvent(self, event: QEvent) -> None:
        """Another language, other words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
