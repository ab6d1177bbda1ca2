"""Asks before the program ends while an export is under way."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from app.operations.clips_values import ClipStatus
from app.widgets.question import lay_out_question
from app.widgets.theme import set_role


class LeaveDialog(QDialog):
    """``given_up``: end the program and the export with it. Else both go on."""

    given_up = Signal()

    def __init__(self, status: ClipStatus, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export under way"))
        text = self.tr(
            "An export is still under way ({camera}, {number} of {total}). Closing now "
            "cancels it; the clips that are finished stay in their folder."
        ).format(camera=status.camera, number=status.number, total=status.total)
        buttons = lay_out_question(self, text)
        role = QDialogButtonBox.ButtonRole
        self.give_up = buttons.addButton(self.tr("Cancel export and close"), role.DestructiveRole)
        self.stay = buttons.addButton(self.tr("Go on exporting"), role.RejectRole)
        set_role(self.give_up, "danger")
        set_role(self.stay, "primary")
        self.stay.setDefault(True)
        self.give_up.clicked.connect(self._give_up)

    def _give_up(self) -> None:
        self.accept()
        self.given_up.emit()
