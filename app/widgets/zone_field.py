"""Chooses a time zone by typing a part of its name."""

from __future__ import annotations

import zoneinfo
from functools import cache

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from app.widgets.inspection_picker import show_beginning

COMMON = ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Singapore", "Europe/Berlin", "UTC")


@cache
def zone_names() -> tuple[str, ...]:
    """All IANA names this machine knows, the common ones first."""
    known = zoneinfo.available_timezones()
    rest = sorted(name for name in known if "/" in name and name not in COMMON)
    return (*(name for name in COMMON if name in known), *rest)


class ZoneField(QComboBox):
    """An editable list that finds ``shang`` in ``Asia/Shanghai``."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(zone_names())
        finder = QCompleter(self.model(), self)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(finder)
        self.setMaxVisibleItems(12)
        self.activated.connect(lambda _place: self.chosen.emit(self.zone()))
        line = self.lineEdit()
        if line is not None:
            line.editingFinished.connect(lambda: self.chosen.emit(self.zone()))
            show_beginning(self, line)

    def zone(self) -> str:
        """What is chosen or typed."""
        return self.currentText().strip()

    def set_zone(self, name: str) -> None:
        """Show a zone without telling."""
        self.setCurrentText(name)
