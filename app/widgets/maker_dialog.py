"""Fills in the addresses of a camera by its maker, host and channel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.video.camera_presets import RTSP_PORT, Maker, addresses, host_and_port, maker_name
from app.widgets.theme import STEP, indent, set_role

_WIDTH_PX = 420


class MakerDialog(QDialog):
    """Knows where four makers offer their streams; the person need not."""

    filled = Signal(object)  # StreamAddresses

    def __init__(
        self, host: str = "", port: int = RTSP_PORT, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.maker, self.host = QComboBox(), QLineEdit(host)
        self.port, self.channel = QSpinBox(), QSpinBox()
        self.note, self.message = QLabel(), QLabel()
        self._names = [QLabel() for _ in range(4)]
        for maker in Maker:
            self.maker.addItem(maker_name(maker), maker)
        self.port.setRange(1, 65_535)
        self.port.setValue(port)
        self.channel.setRange(1, 512)
        self._lay_out()
        self.retranslate()
        (self.maker if host else self.host).setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields = (self.maker, self.host, self.port, self.channel)
        for name, field in zip(self._names, fields, strict=True):
            name.setBuddy(field)
            form.addRow(name, field)
        indent(self.port)
        indent(self.channel)
        column.addLayout(form)
        for label, role in ((self.note, "quiet"), (self.message, "fail")):
            label.setWordWrap(True)
            label.setFixedWidth(_WIDTH_PX)
            set_role(label, role)
            column.addWidget(label)
        self.message.setVisible(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.use = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        set_role(self.use, "primary")
        buttons.accepted.connect(self._fill)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def retranslate(self) -> None:
        """Set the words."""
        self.setWindowTitle(self.tr("Addresses by maker"))
        words = (self.tr("Maker"), self.tr("Host"), self.tr("Port"), self.tr("Channel"))
        for name, text in zip(self._names, words, strict=True):
            name.setText(text)
        self.host.setPlaceholderText("192.168.1.64")
        self.note.setText(
            self.tr("A camera by itself has channel 1. On a recorder every camera has its own.")
        )
        self.use.setText(self.tr("Fill in the addresses"))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _fill(self) -> None:
        text = self.host.text().strip()
        found = host_and_port(text)
        if found is None:
            self.message.setText(
                self.tr("Enter the host alone: an address such as 192.168.1.64, or a name.")
            )
            self.message.setVisible(True)
            self.adjustSize()
            return
        host, port = found
        if text == host:  # else the port stands behind the host
            port = self.port.value()
        maker = Maker(self.maker.currentData())
        self.filled.emit(addresses(maker, host, port, self.channel.value()))
        self.accept()
