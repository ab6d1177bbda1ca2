"""Asks before what was typed into a form and not saved is gone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from app.widgets.form import Form
from app.widgets.question import lay_out_question
from app.widgets.theme import set_role


def ask_unsaved(
    form: Form, parent: QWidget, go: Callable[[], object], stay: Callable[[], None] | None = None
) -> bool:
    """Ask when leaving a form would lose what is typed; False: nothing would be lost.

    ``go`` is called when a person gives it up, ``stay`` when the form stays where it is.
    """
    if not form.typed:
        return False
    if parent.findChild(UnsavedDialog) is None:
        dialog = UnsavedDialog(form.title.text(), parent)
        dialog.discarded.connect(form.forget_typed)
        dialog.discarded.connect(go)
        if stay is not None:
            dialog.rejected.connect(stay)
            dialog.wanted.connect(stay)
        dialog.wanted.connect(form.store)
        dialog.open()
    return True


class UnsavedDialog(QDialog):
    """``discarded``: go on without it; ``wanted``: store it. Else the form stays as it is."""

    discarded = Signal()
    wanted = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Not saved"))
        text = self.tr("“{name}” has entries that are not saved.").format(name=name)
        buttons = lay_out_question(self, text)
        role = QDialogButtonBox.ButtonRole
        self.save = buttons.addButton(self.tr("Save"), role.AcceptRole)
        self.discard = buttons.addButton(self.tr("Discard"), role.DestructiveRole)
        self.stay = buttons.addButton(self.tr("Go on editing"), role.RejectRole)
        set_role(self.save, "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        self.discard.clicked.connect(self._discard)

    def _save(self) -> None:
        self.accept()
        self.wanted.emit()

    def _discard(self) -> None:
        self.accept()
        self.discarded.emit()
