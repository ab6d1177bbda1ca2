"""What lies fetched on this workstation, by camera, and removing it after asking."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.operations.fetch_values import FetchedFootage
from app.widgets.confirm_dialog import ConfirmDialog
from app.widgets.theme import STEP, set_role

_HEIGHT_PX = 110
_MB = 1_000_000
_GB = 1_000_000_000
_MANY = 10 * _MB


def size_text(size: int) -> str:
    """Bytes as a person reads them."""
    if size >= _GB:
        return f"{size / _GB:.2f} GB"
    return f"{size / _MB:.{0 if size >= _MANY else 1}f} MB"


class FootageRow(QWidget):
    """One camera's footage."""

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.footage = FetchedFootage("", "", 0)
        self.name, self.words, self.remove = QLabel(), QLabel(), QPushButton()
        set_role(self.words, "quiet")
        self.words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 2 * STEP, 0)
        row.setSpacing(2 * STEP)
        row.addWidget(self.name)
        row.addWidget(self.words, 1)
        row.addWidget(self.remove)
        self.remove.clicked.connect(lambda _checked=False: self.asked.emit())
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words."""
        self.remove.setText(self.tr("Remove footage…"))
        self.show_footage(self.footage)

    def show_footage(self, footage: FetchedFootage) -> None:
        """Whose it is and how much."""
        self.footage = footage
        self.name.setText(footage.label)
        self.remove.setAccessibleName(
            self.tr("Remove the footage of {camera}").format(camera=footage.label)
        )
        text = size_text(footage.size)
        if footage.unused:
            text = self.tr(
                "{size}, of which {unused} came from another recorder, channel or clock and "
                "is not played"
            ).format(size=text, unused=size_text(footage.unused))
        self.words.setText(text)


class FetchedFootageList(QScrollArea):
    """All cameras of which something is here; ``removed`` comes after it was confirmed."""

    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, FootageRow] = {}
        self.dialog: ConfirmDialog | None = None
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_HEIGHT_PX)

    def retranslate(self) -> None:
        """Set the words."""
        for row in self.rows.values():
            row.retranslate()

    def show_footage(self, all_footage: tuple[FetchedFootage, ...]) -> None:
        """Bring the rows up to date."""
        for uid in set(self.rows) - {each.uid for each in all_footage}:
            row = self.rows.pop(uid)
            self._column.removeWidget(row)
            row.deleteLater()
        for place, footage in enumerate(all_footage):
            if footage.uid not in self.rows:
                self.rows[footage.uid] = self._made(footage.uid, place)
            self.rows[footage.uid].show_footage(footage)

    def _made(self, uid: str, place: int) -> FootageRow:
        row = FootageRow()
        row.asked.connect(lambda: self._ask(uid))
        self._column.insertWidget(place, row)
        return row

    def _ask(self, uid: str) -> None:
        """The recorder overwrites: this may be the last copy."""
        footage = self.rows[uid].footage
        dialog = self.dialog = ConfirmDialog(
            self.tr("Remove the footage of {camera}").format(camera=footage.label),
            self.tr(
                "{size} of recordings of {camera} that were fetched are deleted from this "
                "workstation, and their fetches leave the list. The recorder may have overwritten "
                "these recordings since; then this is the last copy."
            ).format(size=size_text(footage.size), camera=footage.label),
            footage.label,
            self,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(lambda: self.removed.emit(uid))
        dialog.open()
