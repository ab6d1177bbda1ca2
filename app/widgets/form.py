"""What the forms under Stores have in common: fields, a message, save and remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.widgets.context import Context
from app.widgets.theme import STEP, set_role

T = TypeVar("T")
FIELD_PX = 380


class Form(QWidget):
    """A titled form; what is typed stays when storing is refused."""

    saved = Signal(object)  # the thing as it is stored now
    remove_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.title, self.message = QLabel(), QLabel()
        self.message.setWordWrap(True)
        self.message.setVisible(False)
        self.save, self.remove = QPushButton(), QPushButton()
        self.save.clicked.connect(self.store)
        self.remove.clicked.connect(self.remove_wanted)
        for button in (self.save, self.remove):
            button.setAutoDefault(True)  # Enter presses the one in focus
        set_role(self.title, "title")
        set_role(self.save, "primary")
        set_role(self.remove, "danger")
        self.fields = QFormLayout()
        self.fields.setHorizontalSpacing(4 * STEP)
        self.fields.setVerticalSpacing(2 * STEP)
        self.fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self._labels: list[tuple[QLabel, Callable[[], str]]] = []
        self._fields: list[QWidget] = []
        self._known: object = None  # what stood in the fields when they were filled or stored
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(6 * STEP, 4 * STEP, 6 * STEP, 4 * STEP)
        self.column.setSpacing(4 * STEP)
        self.column.addWidget(self.title)
        self.column.addLayout(self.fields)
        self.footer = self._make_footer()

    def _make_footer(self) -> QWidget:
        """Message and buttons: they stay in sight while a long form scrolls."""
        footer = QFrame()
        set_role(footer, "footer")
        column = QVBoxLayout(footer)
        column.setContentsMargins(6 * STEP, 2 * STEP, 6 * STEP, 2 * STEP)
        column.setSpacing(2 * STEP)
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        row.addWidget(self.remove)
        column.addLayout(row)
        return footer

    def add_field(self, label: Callable[[], str], field: QWidget, *, wide: bool = True) -> None:
        """One line; ``label`` gives its words in the language in force."""
        words = QLabel(label())
        if wide:
            field.setMinimumWidth(FIELD_PX)
        words.setBuddy(field)
        if isinstance(field, QLineEdit):
            field.returnPressed.connect(self._entered)
        self._labels.append((words, label))
        self._fields.append(field)
        self.fields.addRow(words, field)

    def _entered(self) -> None:
        """Enter stores, once."""
        if self.save.isEnabled():
            self.store()

    def store(self) -> None:
        """Store what is entered; subclasses call ``send``."""

    def send(self, work: Callable[[], T]) -> None:
        """Store off the UI thread; a refusal shows under the fields."""
        self.save.setEnabled(False)
        self.say("")
        self.context.background.run(work, self._stored, self._refused, owner=self, lane="stores")

    def leave_out(self, field: QWidget) -> None:
        """A field that is not stored, so that nothing is lost with what stands in it."""
        self._fields.remove(field)

    def entered(self) -> object:
        """What stands in the fields now."""
        return tuple(_entry(field) for field in self._fields)

    @property
    def typed(self) -> bool:
        """Whether something typed, chosen or filled in was not stored since."""
        return self._known is not None and self.entered() != self._known

    def forget_typed(self) -> None:
        """What stands in the fields is stored, or given up."""
        self._known = self.entered()

    def _stored(self, thing: object) -> None:
        self.save.setEnabled(True)
        self.forget_typed()
        self.saved.emit(thing)

    def _refused(self, fault: Fault) -> None:
        self.save.setEnabled(True)
        self.say(fault.text(self.context.language), role="fail")

    def say(self, text: str, role: str = "quiet") -> None:
        """Show a sentence under the fields; empty takes it away."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        set_role(self.message, role)

    def retranslate(self) -> None:
        """Set the words all forms share; subclasses add theirs."""
        self.save.setText(self.tr("Save"))
        self.remove.setText(self.tr("Remove…"))
        for label, words in self._labels:
            label.setText(words())

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _entry(field: QWidget) -> object:
    """What a field holds; a list by what is meant, since its words change with the language."""
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QComboBox):
        return field.currentText() if field.isEditable() else field.currentData()
    return field.value() if isinstance(field, QSpinBox | QDoubleSpinBox) else None
