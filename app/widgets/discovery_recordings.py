"""Which recordings an ONVIF recorder keeps (Profile G): choose the one of a camera."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.operations.values import Recorder
from app.video.onvif.values import RecordingFound
from app.widgets.context import Context
from app.widgets.local_time import local
from app.widgets.theme import STEP, set_role

_SIZE_PX = (620, 420)


class RecordingsDialog(QDialog):
    """Asks the recorder with its kept password, off the UI thread."""

    chosen = Signal(object)  # RecordingFound

    def __init__(
        self, context: Context, recorder: Recorder, host: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._recorder = context, recorder
        self.setWindowTitle(self.tr("Recordings of {name}").format(name=recorder.name))
        self.address, self.ask = QLineEdit(host), QPushButton(self.tr("Ask"))
        self.list, self.message = QListWidget(), QLabel()
        self._lay_out()
        self.ask.clicked.connect(self.look)
        self.address.returnPressed.connect(self.look)
        self.list.itemActivated.connect(lambda _item: self._use())
        self.list.currentItemChanged.connect(lambda now, _old: self.use.setEnabled(now is not None))
        self.resize(*_SIZE_PX)
        self.look()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        row = QHBoxLayout()
        name = QLabel(self.tr("ONVIF address"))
        name.setBuddy(self.address)
        row.addWidget(name)
        row.addWidget(self.address, 1)
        row.addWidget(self.ask)
        column.addLayout(row)
        self.list.setAccessibleName(self.tr("Recordings"))
        column.addWidget(self.list, 1)
        self.message.setWordWrap(True)
        column.addWidget(self.message)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.use = buttons.addButton(
            self.tr("Use this recording"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        set_role(self.use, "primary")
        self.use.setEnabled(False)
        for button in (self.ask, self.use):
            button.setAutoDefault(False)
        buttons.accepted.connect(self._use)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def look(self) -> None:
        """Ask for the recordings; takes some seconds."""
        discovery, address = self._context.operations.discovery, self.address.text().strip()
        recorder_id = self._recorder.id
        self.ask.setEnabled(False)
        self._say(self.tr("Asking the recorder…"))
        self._context.background.run(
            lambda: discovery.recordings_of(recorder_id, address),
            self._found, self._refused, owner=self,
        )  # fmt: skip

    def _found(self, recordings: Sequence[RecordingFound]) -> None:
        self.ask.setEnabled(True)
        self._say("" if recordings else self.tr("The recorder keeps no recordings."))
        self.list.clear()
        for recording in recordings:
            item = QListWidgetItem(self._words(recording))
            item.setData(Qt.ItemDataRole.UserRole, recording)
            item.setToolTip(recording.replay_url)
            self.list.addItem(item)
        if recordings:
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def _words(self, recording: RecordingFound) -> str:
        parts = [text for text in (recording.source, recording.name) if text]
        if recording.earliest_us is not None and recording.latest_us is not None:
            zone = self._context.operations.settings.text("general.time_zone") or "UTC"
            first, last = local(recording.earliest_us, zone), local(recording.latest_us, zone)
            parts.append(f"{first:%Y-%m-%d %H:%M} - {last:%Y-%m-%d %H:%M}")
        return "  ·  ".join(dict.fromkeys(parts))

    def _refused(self, fault: Fault) -> None:
        self.ask.setEnabled(True)
        self._say(fault.text(self._context.language), "fail")

    def _say(self, text: str, role: str = "quiet") -> None:
        self.message.setText(text)
        set_role(self.message, role)

    def _use(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
            self.accept()
