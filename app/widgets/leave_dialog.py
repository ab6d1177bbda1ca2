"""Asks before the program ends while an export is under way."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from app.operations.clips_values import ClipStatus
from app.widgets.theme import STEP, set_role


class LeaveDialog(QDialog):
    """``given_up``: end the program and the export with it. Else both go on."""

    given_up = Signal()

    def __init__(self, status: ClipStatus, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export under way"))
        words = QLabel(
            self.tr(
                "An export is still under way ({camera}, {number} of {total}). Closing now "
                "cancels it; the clips that are finished stay in their folder."
            ).format(camera=status.camera, number=status.number, total=status.total)
        )
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setMinimumWidth(360)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.give_up = buttons.addButton(self.tr("Cancel export and close"), role.DestructiveRole)
        self.stay = buttons.addButton(self.tr("Go on exporting"), role.RejectRole)
        set_role(self.give_up, "danger")
        set_role(self.stay, "primary")
        self.stay.setDefault(True)
        self.give_up.clicked.connect(self._give_up)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addWidget(words)
        column.addWidget(buttons)

    def _give_up(self) -> None:
        self.accept()
        self.given_up.emit()
