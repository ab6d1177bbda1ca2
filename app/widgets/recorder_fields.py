"""Which recorder keeps a camera's recordings, and under which channel."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from app.operations.connections import Finding
from app.operations.values import Recorder, RecorderKind
from app.widgets.connection_line import ConnectionLine
from app.widgets.context import Context
from app.widgets.discovery_recordings import RecordingsDialog

KIND_NAMES = {
    RecorderKind.ONVIF: "ONVIF Profile G",
    RecorderKind.HIKVISION: "Hikvision / 海康威视",
    RecorderKind.DAHUA: "Dahua / 大华",
    RecorderKind.UNIVIEW: "Uniview / 宇视",
    RecorderKind.AXIS: "Axis / 安讯士",
}


class RecorderFields(QWidget):
    """The fields ``choice``, ``channel`` and ``line`` are rows of the camera form.

    The widget itself is never shown: it holds them together and gives them words.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()
        self._context = context
        self._wanted: int | None = None
        self._store_id: int | None = None
        self.choice, self.channel = QComboBox(), QLineEdit()
        self.line, self.ask_device = ConnectionLine(context), QPushButton()
        self.line.put_first(self.ask_device)
        self._recorders: dict[int, Recorder] = {}
        self.choice.addItem("", None)
        self.choice.currentIndexChanged.connect(self._chosen)
        self.channel.textChanged.connect(lambda _text: self.line.forget())
        self.line.button.clicked.connect(self._test)
        self.ask_device.clicked.connect(self._find)
        self.retranslate()
        self._chosen()

    def show_camera(self, store_id: int, recorder_id: int | None, channel: str) -> None:
        """Show what a camera has; the recorders of its store are read off the UI thread."""
        self._wanted, self._store_id = recorder_id, store_id
        self.channel.setText(channel)
        self.reload()

    def reload(self) -> None:
        """Read the recorders anew; what is chosen stays."""
        store_id, recorders = self._store_id, self._context.operations.recorders
        self._context.background.run(
            lambda: recorders.list(store_id), self._fill, owner=self, lane="stores"
        )

    def recorder_id(self) -> int | None:
        """The chosen recorder; None = none."""
        return self._wanted

    def _fill(self, recorders: Sequence[Recorder]) -> None:
        wanted = self._wanted
        self._recorders = {recorder.id: recorder for recorder in recorders}
        self.choice.blockSignals(True)
        while self.choice.count() > 1:
            self.choice.removeItem(1)
        for recorder in recorders:
            kind = KIND_NAMES[RecorderKind(recorder.kind)].partition(" ")[0]
            self.choice.addItem(f"{recorder.name}  ({kind})", recorder.id)
        self.choice.setCurrentIndex(max(0, self.choice.findData(wanted)))
        self.choice.blockSignals(False)
        self._allow()

    def _chosen(self) -> None:
        data = self.choice.currentData()
        self._wanted = data if isinstance(data, int) else None
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        self.line.forget()
        self._allow()

    def _allow(self) -> None:
        self.channel.setEnabled(self._wanted is not None)
        self.line.button.setEnabled(self._wanted is not None)
        chosen = self._recorders.get(self._wanted or 0)
        onvif = chosen is not None and chosen.kind == RecorderKind.ONVIF.value
        self.ask_device.setVisible(onvif)

    def _find(self) -> None:
        """Profile G: the recorder tells which recordings it keeps, and where each is played."""
        recorder = self._recorders.get(self._wanted or 0)
        if recorder is None:
            return
        host = urlsplit(recorder.address).hostname or ""
        dialog = RecordingsDialog(self._context, recorder, host, self.choice.window())
        dialog.chosen.connect(lambda found: self.channel.setText(found.replay_url))
        dialog.open()

    def _test(self) -> None:
        recorder_id, channel = self._wanted, self.channel.text().strip()
        if recorder_id is None:
            return
        operations = self._context.operations

        def work() -> tuple[Finding, ...]:
            playback = operations.recorders.playback(recorder_id, channel or "1")
            return operations.connections.recorder(playback)

        self.line.ask(work)

    def retranslate(self) -> None:
        """Set the words."""
        self.choice.setItemText(0, self.tr("No recorder: a folder, or live pictures alone"))
        self.channel.setPlaceholderText(self.tr("1; with ONVIF the recording's address"))
        self.line.button.setText(self.tr("Test the recorder"))
        self.ask_device.setText(self.tr("Find on the recorder…"))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
