"""The first start: who is inspecting, in which language, in which time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast
from zoneinfo import available_timezones

from PySide6.QtCore import QEvent, QTimeZone, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault, Language
from app.operations.values import Person
from app.widgets.context import Context
from app.widgets.inspection_picker import make_searchable
from app.widgets.local_time import offset_text, to_us
from app.widgets.theme import STEP, set_role

LANGUAGES: tuple[tuple[Language, str], ...] = (("en", "English"), ("zh_CN", "简体中文"))
LANGUAGE_SETTING = "general.language"
ZONE_SETTING = "general.time_zone"


class FirstStartDialog(QDialog):
    """Choosing a language speaks it at once; the name becomes the *who* of every record."""

    introduced = Signal(object)  # Person

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.title = QLabel(self)
        self.lead = QLabel(self)
        self.name = QLineEdit(self)
        self.language = QComboBox(self)
        self.zone = QComboBox(self)
        self._zone_line = QLineEdit(self)
        self._names = [QLabel(self) for _ in range(3)]
        self.fault = QLabel(self)
        self.start_button = QPushButton(self)
        self._fill()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.name.setFocus()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.setWindowTitle(self.tr("Welcome"))
        self.title.setText(self.tr("Who is inspecting?"))
        self.lead.setText(
            self.tr(
                "Your name stands on every answer, every piece of evidence and every task. "
                "All of this can be changed under Settings."
            )
        )
        words = (self.tr("Name"), self.tr("Language"), self.tr("Time zone"))
        for label, word in zip(self._names, words, strict=True):
            label.setText(word)
        self.name.setPlaceholderText(self.tr("As it should read on a scorecard"))
        self._zone_line.setPlaceholderText(self.tr("Type to search, such as Shanghai"))
        self.start_button.setText(self.tr("Start"))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def introduce(self) -> None:
        """Store who sits here; the dialog stays, with what is typed, where that is refused."""
        self.start_button.setEnabled(False)
        self.fault.hide()
        people, name, language = self._context.operations.people, self.name.text(), self._chosen()
        zone = self._zone()
        self._context.background.run(
            lambda: people.introduce(name, language, zone), self._introduced, self._refused
        )

    def _introduced(self, person: Person) -> None:
        self.introduced.emit(person)
        self.accept()

    def _refused(self, fault: Fault) -> None:
        self.start_button.setEnabled(bool(self.name.text().strip()))
        self.fault.setText(fault.text(self._context.language))
        self.fault.show()

    def _chosen(self) -> Language:
        return cast("Language", self.language.currentData())

    def _zone(self) -> str:
        typed = self.zone.currentText()
        row = self.zone.findText(typed)
        return str(self.zone.itemData(row)) if row >= 0 else typed.strip()

    def _speak(self) -> None:
        # The window follows the setting, and every widget follows the window.
        settings, language = self._context.operations.settings, self._chosen()
        self._context.background.run(
            lambda: settings.set(LANGUAGE_SETTING, language), failed=self._refused, owner=self
        )

    def _fill(self) -> None:
        for code, word in LANGUAGES:
            self.language.addItem(word, code)
        self.language.setCurrentIndex(self.language.findData(self._context.language))
        make_searchable(self.zone, self._zone_line)
        now_us = to_us(datetime.now(UTC))
        for name in zone_names():
            offset = "" if name == "UTC" else f"   {offset_text(now_us, name)}"
            self.zone.addItem(name + offset, name)
        self.zone.setCurrentIndex(self.zone.findData(self._likely_zone()))

    def _likely_zone(self) -> str:
        set_already = self._context.operations.settings.text(ZONE_SETTING)
        known = set_already != "UTC" and self.zone.findData(set_already) >= 0
        return set_already if known else system_zone()

    def _connect(self) -> None:
        self.language.activated.connect(lambda _place: self._speak())
        self.name.textChanged.connect(lambda text: self.start_button.setEnabled(bool(text.strip())))
        self.start_button.clicked.connect(lambda _checked=False: self.introduce())

    def _lay_out(self) -> None:
        set_role(self.title, "title")
        set_role(self.lead, "quiet")
        set_role(self.fault, "fail")
        set_role(self.start_button, "primary")
        self.lead.setWordWrap(True)
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.start_button.setEnabled(False)
        self.start_button.setDefault(True)
        form = QFormLayout()
        form.setVerticalSpacing(2 * STEP)
        form.setHorizontalSpacing(4 * STEP)
        for label, field in zip(self._names, (self.name, self.language, self.zone), strict=True):
            set_role(label, "quiet")
            form.addRow(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * STEP, 6 * STEP, 6 * STEP, 6 * STEP)
        column.setSpacing(3 * STEP)
        column.addWidget(self.title)
        column.addWidget(self.lead)
        column.addLayout(form)
        column.addWidget(self.fault)
        column.addWidget(self.start_button)
        self.setMinimumWidth(440)


def zone_names() -> tuple[str, ...]:
    """Every place with a time zone, and UTC; without the historical short names."""
    return ("UTC", *sorted(name for name in available_timezones() if _is_place(name)))


def system_zone() -> str:
    """The workstation's time zone; UTC where it is not one of the list."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return name if name in zone_names() else "UTC"


def _is_place(name: str) -> bool:
    return "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
