"""Asks for a camera's or a recorder's password: once per wish of a person, never in a loop.

A camera's user name may be entered with it: it may be what is wrong, or never told.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault, Sentence
from app.operations.camera_media import PasswordNeeded, needs_password
from app.operations.values import Camera, PasswordKept
from app.widgets.context import Context
from app.widgets.notices import Level
from app.widgets.theme import STEP, set_role

KEPT_FOR_SESSION = Sentence(
    "The password of {camera} is kept until the program ends: this machine has no keyring.",
    "{camera} 的密码仅保留到程序退出：本机没有系统密钥环。",
)

WIDTH_PX = 380


class PasswordDialog(QDialog):
    """Password of one camera, or of the recorder that keeps its recordings.

    It goes to the keyring, never to a file.
    """

    given = Signal(int)  # camera id: the password is kept now

    def __init__(
        self,
        context: Context,
        camera: Camera,
        label: str,
        needed: PasswordNeeded | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._camera = camera
        self._recorder_id = needed.recorder_id if needed is not None else None
        user = needed.user if needed is not None else camera.user_name
        if needed is not None and needed.recorder_id is not None:
            label = str(needed.values["recorder"])
        self._label = label
        self.setWindowTitle(self.tr("Password of {camera}").format(camera=label))
        self.user = QLineEdit(user)
        self.user.setReadOnly(self._recorder_id is not None)  # entered under Recorders
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMinimumWidth(280)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setFixedWidth(WIDTH_PX)
        self.message.setVisible(False)
        set_role(self.message, "fail")
        self._lay_out()
        (self.password if user or self.user.isReadOnly() else self.user).setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        form = QFormLayout()
        form.addRow(self.tr("User"), self.user)
        form.addRow(self.tr("Password"), self.password)
        column.addLayout(form)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setFixedWidth(WIDTH_PX)
        self.note.setVisible(False)
        stores = self._context.operations.stores
        self._context.background.run(stores.keyring_note, self._show_note, owner=self)
        set_role(self.note, "quiet")
        column.addWidget(self.note)
        column.addWidget(self.message)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.use = buttons.addButton(
            self.tr("Use the password"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        set_role(self.use, "primary")
        buttons.accepted.connect(self._use)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _show_note(self, note: Sentence | None) -> None:
        """Where the password will go, when there is no keyring for it."""
        if note is not None:
            self.note.setText(note.fill(self._context.language))
            self.note.setVisible(True)
            self.adjustSize()

    def _use(self) -> None:
        user, password = self.user.text().strip(), self.password.text()
        if not password:
            self._refused_text(self.tr("Type the password first."))
            return
        if not user and not needs_password(self._camera):
            self._refused_text(self.tr("Type the user name first."))
            self.user.setFocus()
            return
        self.use.setEnabled(False)
        self._context.background.run(
            lambda: self._keep(user, password),
            lambda kept: self._kept(*kept),
            self._refused,
            owner=self,
        )

    def _keep(self, user: str, password: str) -> tuple[PasswordKept, tuple[int, ...]]:
        """Where it is kept, and every camera that it opens."""
        operations, recorder_id = self._context.operations, self._recorder_id
        if recorder_id is None:
            draft = operations.stores.camera(self._camera.id).draft()
            if user != draft.user_name:
                named = replace(draft, user_name=user)
                operations.stores.update_camera(self._camera.id, named)
            kept = operations.stores.set_password(self._camera.id, password)
            return kept, (self._camera.id,)
        kept = operations.recorders.set_password(recorder_id, password)
        cameras = operations.stores.tree().cameras()
        return kept, tuple(found.id for found in cameras if found.recorder_id == recorder_id)

    def _kept(self, kept: PasswordKept, camera_ids: tuple[int, ...]) -> None:
        if kept is PasswordKept.SESSION_ONLY:
            self._context.notices.say(
                KEPT_FOR_SESSION, Level.INFO, key="keyring", camera=self._label
            )
        for camera_id in camera_ids:
            self.given.emit(camera_id)
        self.accept()

    def _refused(self, fault: Fault) -> None:
        self.use.setEnabled(True)
        self._refused_text(fault.text(self._context.language))

    def _refused_text(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(True)
        self.adjustSize()
