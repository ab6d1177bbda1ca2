"""One setting as a line of the settings screen, made from its declaration."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault, Language, Sentence
from app.operations.settings import Setting, Value
from app.widgets.theme import STEP, indent, set_role
from app.widgets.zone_field import ZoneField

EDITOR_PX = 280
RESTART = Sentence("Takes effect at the next start.", "下次启动时生效。")
Stored = Callable[[Setting, object], None]


class SettingField(QWidget):
    """Label, editor, help; says its own fault and keeps what was typed."""

    def __init__(
        self, setting: Setting, stored: Stored, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setting = setting
        self._stored = stored
        self._label, self._help, self._unit = QLabel(), QLabel(), QLabel()
        self._message = QLabel()
        self.editor = self._make_editor()
        self.editor.setFixedWidth(EDITOR_PX)
        self._wheel = WheelGuard(self)
        self.editor.installEventFilter(self._wheel)
        for label, role in ((self._help, "quiet"), (self._unit, "quiet"), (self._message, "fail")):
            set_role(label, role)
            label.setWordWrap(label is not self._unit)
        self._message.setVisible(False)
        self._lay_out()
        self.retranslate(language)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP, 0, 2 * STEP)
        column.setSpacing(STEP)
        column.addWidget(self._label)
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        row.addWidget(self.editor)
        row.addWidget(self._unit)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._help)
        column.addWidget(self._message)

    # -- editors by kind -------------------------------------------------------------

    def _make_editor(self) -> QWidget:
        makers: dict[str, Callable[[], QWidget]] = {
            "choice": self._choice,
            "model": self._choice,
            "zone": self._zone,
            "whole": self._whole,
            "number": self._number,
        }
        return makers.get(self.setting.kind, self._line)()

    def _choice(self) -> QComboBox:
        box = QComboBox()
        for choice in self.setting.choices:
            box.addItem("", choice.value)
        box.activated.connect(lambda place: self._store(box.itemData(place)))
        return box

    def _zone(self) -> ZoneField:
        field = ZoneField()
        field.chosen.connect(self._store)
        return field

    def _whole(self) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(int(self.setting.minimum or 0), int(self.setting.maximum or 0))
        spin.editingFinished.connect(lambda: self._store(spin.value()))
        indent(spin)
        return spin

    def _number(self) -> QDoubleSpinBox:
        spin = QDoubleSpinBox()
        spin.setRange(float(self.setting.minimum or 0), float(self.setting.maximum or 0))
        spin.setSingleStep(0.05 if spin.maximum() <= 1 else 0.5)
        spin.editingFinished.connect(lambda: self._store(spin.value()))
        indent(spin)
        return spin

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.editingFinished.connect(lambda: self._store(line.text()))
        return line

    def offer(self, choices: Sequence[tuple[Value, str]]) -> None:
        """Set what can be chosen where that is known only at run time."""
        box = self.editor
        if isinstance(box, QComboBox):
            chosen = box.currentData()
            box.clear()
            for value, text in choices:
                box.addItem(text, value)
            box.setCurrentIndex(max(0, box.findData(chosen)))

    # -- what it shows ---------------------------------------------------------------

    def show_value(self, value: Value) -> None:
        """Show what is set, unless a person is typing here."""
        editor = self.editor
        if isinstance(editor, QComboBox) and not isinstance(editor, ZoneField):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif editor.hasFocus():
            return
        elif isinstance(editor, ZoneField):
            editor.set_zone(str(value))
        elif isinstance(editor, QSpinBox):
            editor.setValue(int(value))
        elif isinstance(editor, QDoubleSpinBox):
            editor.setValue(float(value))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(value))

    def retranslate(self, language: Language) -> None:
        """Set the words from the declaration."""
        setting = self.setting
        self._label.setText(setting.label.fill(language))
        self.editor.setAccessibleName(self._label.text())
        words = setting.help.fill(language)
        if setting.restart and setting.key != "general.language":
            words = f"{words} {RESTART.fill(language)}"
        self._help.setText(words)
        self._unit.setText(setting.unit.fill(language) if setting.unit else "")
        if isinstance(self.editor, QComboBox) and setting.kind == "choice":
            for place, choice in enumerate(setting.choices):
                self.editor.setItemText(place, choice.label.fill(language))

    def _store(self, value: object) -> None:
        self._stored(self.setting, value)

    def show_fault(self, fault: Fault | None, language: Language) -> None:
        """Say why a value was refused; None when it was stored."""
        self._message.setText("" if fault is None else fault.text(language))
        self._message.setVisible(fault is not None)
        set_role(self.editor, "" if fault is None else "wrong")


class WheelGuard(QObject):
    """Scrolling the page must not change what lies under the pointer."""

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Let the wheel pass to the page unless the editor has the focus."""
        from PySide6.QtGui import QWheelEvent

        if isinstance(event, QWheelEvent) and isinstance(watched, QWidget):
            watched.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            if not watched.hasFocus():
                event.ignore()
                return True
        return False
