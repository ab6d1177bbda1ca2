"""Find cameras in the network: search, ask a device, choose its streams, add them to a store."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.operations.discovery import ChosenChannel, Sighted
from app.operations.values import Camera, Recorder, StoreTree
from app.video.onvif.values import DeviceSeen, OnvifChannel
from app.widgets.context import Context
from app.widgets.theme import STEP, set_role

SIZE_PX = (900, 660)
LEAST_STORE_PX = 220


class DiscoveryDialog(QDialog):
    """The search and every question run off the UI thread; the newest answer counts."""

    def __init__(
        self, context: Context, store_id: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._wanted_store = store_id
        self._asked = 0
        self.seen: DeviceSeen | None = None
        self.search, self.ask = QPushButton(), QPushButton()
        self.devices, self.streams = QTableWidget(0, 4), QTableWidget(0, 3)
        self.address, self.user, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.store = QComboBox()
        self.add, self.add_recorder, self.shut = QPushButton(), QPushButton(), QPushButton()
        self.intro, self.about, self.message = QLabel(), QLabel(), QLabel()
        self._names = [QLabel() for _ in range(4)]
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_seen(None)
        self.resize(*SIZE_PX)
        self.search.setFocus()
        context.background.run(context.operations.stores.tree, self._fill_stores, owner=self)

    # -- layout ----------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        for label in (self.intro, self.about, self.message):
            label.setWordWrap(True)
            set_role(label, "quiet")
        column.addWidget(self.intro)
        row = QHBoxLayout()
        row.addWidget(self.search)
        row.addStretch(1)
        column.addLayout(row)
        self._set_up(self.devices, stretched=3, widths=(170, 190, 210))
        column.addWidget(self.devices, 3)
        column.addLayout(self._asking())
        column.addWidget(self.about)
        self._set_up(self.streams, stretched=2, widths=(230, 170))
        column.addWidget(self.streams, 2)
        column.addWidget(self.message)
        column.addLayout(self._ending())

    def _set_up(self, table: QTableWidget, stretched: int, widths: Sequence[int]) -> None:
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.verticalHeader().setVisible(False)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        for number, width in enumerate(widths):
            table.setColumnWidth(number, width)

    def _asking(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        fields = (self.address, self.user, self.password)
        for name, field, stretch in zip(self._names, fields, (2, 1, 1), strict=False):
            name.setBuddy(field)
            row.addWidget(name)
            row.addWidget(field, stretch)
        row.addWidget(self.ask)
        return row

    def _ending(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        self._names[3].setBuddy(self.store)
        form = QFormLayout()
        form.addRow(self._names[3], self.store)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        # All the room beside the buttons; a still longer name is told by the tool tip.
        self.store.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.store.setMinimumWidth(LEAST_STORE_PX)
        row.addLayout(form, 1)
        row.addWidget(self.shut)
        row.addWidget(self.add_recorder)
        row.addWidget(self.add)
        set_role(self.add, "primary")
        return row

    def _connect(self) -> None:
        self.devices.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.search.clicked.connect(self.search_network)
        self.ask.clicked.connect(self._look)
        self.address.textEdited.connect(self._forget_seen)
        self.address.returnPressed.connect(self._look)
        self.password.returnPressed.connect(self._look)
        self.devices.currentItemChanged.connect(lambda now, _old: self._chosen(now))
        self.streams.itemChanged.connect(lambda _item: self._enable())
        self.add.clicked.connect(self._add_cameras)
        self.add_recorder.clicked.connect(self._add_recorder)
        self.shut.clicked.connect(self.reject)
        self.store.currentTextChanged.connect(self.store.setToolTip)
        for button in (self.search, self.ask, self.add, self.add_recorder, self.shut):
            button.setAutoDefault(False)

    def _fill_stores(self, tree: StoreTree) -> None:
        self.store.clear()
        for node in tree.stores():
            name = f"{node.store.code}  {node.store.name}"
            self.store.addItem(name, node.store.id)
            self.store.setItemData(self.store.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        self.store.setCurrentIndex(max(0, self.store.findData(self._wanted_store)))
        if not tree.stores():
            self._say(self.tr("Add a store first: cameras belong to one."), "attention")

    # -- searching -------------------------------------------------------------------

    def search_network(self) -> None:
        """Search the local network; takes about four seconds."""
        self.search.setEnabled(False)
        self._say(self.tr("Searching for four seconds…"))
        self._context.background.run(
            self._context.operations.discovery.find, self._found, self._refused, owner=self
        )

    def _found(self, sighted: Sequence[Sighted]) -> None:
        self.search.setEnabled(True)
        self._say("" if sighted else self._nothing(), "attention")
        self.devices.setRowCount(len(sighted))
        for row, each in enumerate(sighted):
            device = each.device
            kind = self.tr("plays recordings") if device.recorder else ""
            made = " ".join(text for text in (device.maker, device.model) if text)
            told = (device.name or device.host, made, device.host, ", ".join(each.known) or kind)
            for place, text in enumerate(told):
                item = QTableWidgetItem(text)
                item.setToolTip(device.address if place == 2 else text)
                item.setData(Qt.ItemDataRole.UserRole, each)
                self.devices.setItem(row, place, item)
        if sighted:
            self.devices.setCurrentCell(0, 0)
            self.devices.setFocus()
        else:
            self.address.setFocus()  # the button lost the keys while it was searching

    def _nothing(self) -> str:
        return self.tr(
            "No device answered. A search reaches the local network alone, and ONVIF must be "
            "switched on in the device. Enter the address of a device below to ask it directly."
        )

    def _chosen(self, item: QTableWidgetItem | None) -> None:
        sighted = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(sighted, Sighted):
            self.address.setText(sighted.device.address)
            self.address.setCursorPosition(0)
            self._forget_seen()

    def _forget_seen(self) -> None:
        """Another device is meant: what is on its way from the last one is not shown for it."""
        self._asked += 1
        self._say("")
        self._show_seen(None)

    # -- asking one device -----------------------------------------------------------

    def _look(self) -> None:
        self._asked += 1
        asked, discovery = self._asked, self._context.operations.discovery
        address, user, password = self._entered()
        store_id = self._store_id()
        self.ask.setEnabled(False)
        self._show_seen(None)
        self._say(self.tr("Asking {address}…").format(address=address))

        def work() -> tuple[DeviceSeen, tuple[str, ...]]:
            seen = discovery.look(address, user, password)
            return seen, discovery.suggested(store_id or 0, seen)

        def done(found: tuple[DeviceSeen, tuple[str, ...]]) -> None:
            if asked == self._asked:
                self._say("")
                self._show_seen(*found)

        def failed(fault: Fault) -> None:
            if asked == self._asked:
                self._refused(fault)

        self._context.background.run(work, done, failed, owner=self)

    def _entered(self) -> tuple[str, str, str]:
        return self.address.text().strip(), self.user.text().strip(), self.password.text()

    def _show_seen(self, seen: DeviceSeen | None, codes: Sequence[str] = ()) -> None:
        self.ask.setEnabled(True)
        self.seen = seen
        channels = seen.channels if seen is not None else ()
        self.about.setVisible(seen is not None)
        self.streams.blockSignals(True)
        self.streams.setRowCount(len(channels))
        for row, (channel, code) in enumerate(zip(channels, codes, strict=True)):
            self._show_channel(row, channel, code)
        self.streams.blockSignals(False)
        if seen is not None:
            self.about.setText(self._described(seen))
        self._enable()

    def _show_channel(self, row: int, channel: OnvifChannel, code: str) -> None:
        chosen = QTableWidgetItem(channel.main.text)
        chosen.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
        chosen.setCheckState(Qt.CheckState.Checked)
        chosen.setData(Qt.ItemDataRole.UserRole, channel)
        named = QTableWidgetItem(code)
        none = self.tr("no smaller stream")
        small = QTableWidgetItem(channel.sub.text if channel.sub is not None else none)
        small.setFlags(Qt.ItemFlag.ItemIsEnabled)
        for place, item in enumerate((chosen, named, small)):
            self.streams.setItem(row, place, item)

    def _described(self, seen: DeviceSeen) -> str:
        told = self.tr("{maker} {model}, firmware {firmware}.").format(
            maker=seen.maker, model=seen.model, firmware=seen.firmware
        )
        if seen.clock_offset_s:
            way = self.tr("slow") if seen.clock_offset_s > 0 else self.tr("fast")
            told += " " + self.tr("Its clock is {offset} s {way}: set it by NTP.").format(
                offset=f"{abs(seen.clock_offset_s):.0f}", way=way
            )
        return told

    # -- adding ----------------------------------------------------------------------

    def _store_id(self) -> int | None:
        found = self.store.currentData()
        return found if isinstance(found, int) else None

    def chosen(self) -> list[ChosenChannel]:
        """The checked streams with their codes."""
        found = []
        for row in range(self.streams.rowCount()):
            first, second = self.streams.item(row, 0), self.streams.item(row, 1)
            if first is None or second is None:
                continue
            channel = first.data(Qt.ItemDataRole.UserRole)
            if first.checkState() == Qt.CheckState.Checked and isinstance(channel, OnvifChannel):
                found.append(ChosenChannel(channel, second.text().strip(), ""))
        return found

    def _enable(self) -> None:
        store = self._store_id() is not None
        self.add.setEnabled(store and bool(self.chosen()))
        self.add_recorder.setEnabled(self.seen is not None)

    def _add_cameras(self) -> None:
        store_id, chosen = self._store_id(), self.chosen()
        if store_id is None:
            return
        discovery, (_, user, password) = self._context.operations.discovery, self._entered()
        self.add.setEnabled(False)
        self._context.background.run(
            lambda: discovery.add_cameras(store_id, chosen, user, password),
            self._added, self._refused, owner=self, lane="stores",
        )  # fmt: skip

    def _added(self, cameras: Sequence[Camera]) -> None:
        codes = ", ".join(camera.code for camera in cameras)
        self._say(self.tr("Added: {codes}.").format(codes=codes), "pass")
        self._show_seen(None)

    def _add_recorder(self) -> None:
        seen, store_id = self.seen, self._store_id()
        if seen is None:
            return
        discovery, (_, user, password) = self._context.operations.discovery, self._entered()
        self.add_recorder.setEnabled(False)
        self._context.background.run(
            lambda: discovery.add_recorder(store_id, "", seen, user, password),
            self._recorder_added, self._refused, owner=self, lane="stores",
        )  # fmt: skip

    def _recorder_added(self, recorder: Recorder) -> None:
        self._say(
            self.tr("The recorder {name} is added; it is under Recorders.").format(
                name=recorder.name
            ),
            "pass",
        )
        self._enable()

    def _refused(self, fault: Fault) -> None:
        self.search.setEnabled(True)
        self.ask.setEnabled(True)
        self._enable()
        self._say(fault.text(self._context.language), "fail")

    def _say(self, text: str, role: str = "quiet") -> None:
        self.message.setText(text)
        set_role(self.message, role)

    # -- words -----------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set the words."""
        self.setWindowTitle(self.tr("Find cameras in the network"))
        self.intro.setText(
            self.tr(
                "Searches the local network for cameras and recorders that speak ONVIF. A device "
                "elsewhere is asked by its address."
            )
        )
        self.search.setText(self.tr("Search the network"))
        self.devices.setHorizontalHeaderLabels(
            [self.tr("Name"), self.tr("Maker and model"), self.tr("Host"), self.tr("Known as")]
        )
        self.streams.setHorizontalHeaderLabels(
            [self.tr("Stream"), self.tr("Camera code"), self.tr("Sub stream")]
        )
        self.devices.setAccessibleName(self.tr("Devices"))
        self.streams.setAccessibleName(self.tr("Streams"))
        words = (self.tr("Address"), self.tr("User"), self.tr("Password"), self.tr("Store"))
        for name, text in zip(self._names, words, strict=True):
            name.setText(text)
        self.address.setPlaceholderText("192.168.1.64")
        self.ask.setText(self.tr("Read its streams"))
        self.add.setText(self.tr("Add the cameras"))
        self.add_recorder.setText(self.tr("Add as a recorder"))
        self.shut.setText(self.tr("Close"))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
