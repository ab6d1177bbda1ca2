"""Everything about one camera: where it looks, how it is reached, what it recorded."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.operations.values import Camera, CameraDraft, PasswordKept, Place, RecordingFolder, Store
from app.video.camera_presets import RTSP_PORT, StreamAddresses
from app.video.media import Still
from app.widgets.connection_line import ConnectionLine
from app.widgets.context import Context
from app.widgets.folder_presets import FolderChoice, FolderPresets
from app.widgets.folder_preview import FolderPreview, Found
from app.widgets.form import FIELD_PX, Form
from app.widgets.local_time import local
from app.widgets.maker_dialog import MakerDialog
from app.widgets.recorder_fields import RecorderFields
from app.widgets.theme import STEP, set_role
from app.widgets.zone_editor import ZoneEditor
from app.widgets.zone_field import ZoneField
from app.widgets.zone_picture import picture_of

PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"


class CameraForm(Form):
    """Add or change a camera. The password goes to the keyring, by itself."""

    password_kept = Signal(object)  # PasswordKept

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._store: Store | None = None
        self._camera: Camera | None = None
        self.code, self.name, self.place = QLineEdit(), QLineEdit(), QComboBox()
        self.main, self.sub = QLineEdit(), QLineEdit()
        self.user, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.root, self.pattern = QLineEdit(), QLineEdit()
        self.recording_zone, self.recorder = ZoneField(), RecorderFields(context, self)
        self.choose, self.found, self.keyring = QPushButton(), QLabel(), QLabel()
        self.by_maker = QPushButton()
        self.live_test, self.folder_test = ConnectionLine(context), ConnectionLine(context)
        self.zone = ZoneEditor(context.theme)
        self.take, self.clear = QPushButton(), QPushButton()
        self.preview = FolderPreview(context.background, self)
        self.presets = FolderPresets(context)
        self._headings: list[QLabel] = []
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- layout ----------------------------------------------------------------------

    def _lay_out(self) -> None:
        for place in Place:
            self.place.addItem("", place)
        self.add_field(lambda: self.tr("Code"), self.code)
        self.add_field(lambda: self.tr("Name"), self.name)
        self.add_field(lambda: self.tr("Place"), self.place)
        self._heading()
        self.add_field(lambda: self.tr("Main stream"), self.main)
        self.add_field(lambda: self.tr("Sub stream"), self.sub)
        self.add_field(lambda: self.tr("User"), self.user)
        self.add_field(lambda: self.tr("Password"), self.password)
        self._note(self.keyring)
        self.live_test.put_first(self.by_maker)
        self.fields.addRow("", self.live_test)
        self._heading()
        self.add_field(lambda: self.tr("Folder"), self._folder_row(), wide=False)
        self.add_field(lambda: self.tr("Names of the files"), self.pattern)
        self.fields.addRow("", self.presets)
        self.add_field(lambda: self.tr("Time zone of the names"), self.recording_zone)
        self._note(self.found)
        self.fields.addRow("", self.folder_test)
        self.add_field(lambda: self.tr("Recorder"), self.recorder.choice)
        self.add_field(lambda: self.tr("Channel on it"), self.recorder.channel)
        self.fields.addRow("", self.recorder.line)
        self._heading()
        self.add_field(lambda: self.tr("Zone"), self._zone_column(), wide=False)
        self.column.addStretch(1)

    def _heading(self) -> None:
        label = QLabel()
        label.setContentsMargins(0, 3 * STEP, 0, 0)
        set_role(label, "heading")
        self._headings.append(label)
        self.fields.addRow(label)

    def _note(self, label: QLabel) -> None:
        label.setWordWrap(True)
        label.setFixedWidth(FIELD_PX)
        set_role(label, "quiet")
        self.fields.addRow("", label)

    def _folder_row(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        self.root.setMinimumWidth(FIELD_PX)
        row.addWidget(self.root)
        row.addWidget(self.choose)
        return whole

    def _zone_column(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(self.zone)
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addWidget(self.clear)
        row.addStretch(1)
        column.addLayout(row)
        return whole

    def _connect(self) -> None:
        for field in (self.root, self.pattern, self.code):
            field.textChanged.connect(self._ask_folder)
        self.recording_zone.currentTextChanged.connect(self._ask_folder)
        for field in (self.main, self.sub, self.user, self.password):
            field.textChanged.connect(self.live_test.forget)
        self.live_test.button.clicked.connect(self._test_live)
        self.folder_test.button.clicked.connect(self._test_folder)
        self.by_maker.clicked.connect(self._ask_maker)
        self.choose.clicked.connect(self._choose_folder)
        self.take.clicked.connect(self._take_picture)
        self.clear.clicked.connect(self.zone.clear)
        self.preview.found.connect(self._show_found)
        self.preview.refused.connect(self._show_refusal)
        self.presets.chosen.connect(self._take_names)

    # -- what it shows ---------------------------------------------------------------

    def edit(self, store: Store, camera: Camera) -> None:
        """Change one that is there."""
        self._store, self._camera = store, camera
        self._show(camera.draft())

    def new_camera(self, store: Store) -> None:
        """Enter another camera of a store."""
        self._store, self._camera = store, None
        self._show(CameraDraft(store_id=store.id, code="", name=""))
        self.code.setFocus()

    def _show(self, draft: CameraDraft) -> None:
        texts = {
            self.code: draft.code,
            self.name: draft.name,
            self.main: draft.main_url,
            self.sub: draft.sub_url,
            self.user: draft.user_name,
            self.password: "",
            self.root: draft.recording_root,
            self.pattern: draft.recording_pattern,
        }
        for field, text in texts.items():
            field.setText(text)
        self.place.setCurrentIndex(self.place.findData(draft.place))
        self.recording_zone.set_zone(draft.recording_time_zone)
        self.recorder.show_camera(draft.store_id, draft.recorder_id, draft.recorder_channel)
        self.zone.set_zone(draft.zone)
        self.forget_typed()
        self.zone.set_words(self.tr("Take a picture, then click the corners of the zone on it."))
        self.remove.setVisible(self._camera is not None)
        self.say("")
        self._ask_folder()
        self.context.background.run(
            self.context.operations.stores.keyring_note,
            lambda note: self.keyring.setText(note.fill(self.context.language) if note else ""),
            owner=self,
        )
        self.retranslate()

    def draft(self) -> CameraDraft:
        """What is entered."""
        place = self.place.currentData()
        return CameraDraft(
            store_id=self._store.id if self._store is not None else 0,
            code=self.code.text(),
            name=self.name.text(),
            place=place if isinstance(place, Place) else Place.OTHER,
            main_url=self.main.text(),
            sub_url=self.sub.text(),
            user_name=self.user.text(),
            recording_root=self.root.text(),
            recording_pattern=self.pattern.text(),
            zone=self.zone.zone(),
            recording_time_zone=self.recording_zone.zone(),
            recorder_id=self.recorder.recorder_id(),
            recorder_channel=self.recorder.channel.text(),
        )

    def entered(self) -> object:
        """All that is stored, the corners of the zone too."""
        return self.draft(), self.password.text()

    def store(self) -> None:
        """Add or change; a password that was typed goes its own way."""
        stores, draft = self.context.operations.stores, self.draft()
        before, password = self._camera, self.password.text()

        def work() -> tuple[Camera, PasswordKept | None]:
            stores.check_password(draft, password)
            camera = (
                stores.add_camera(draft)
                if before is None
                else stores.update_camera(before.id, draft)
            )
            return camera, stores.set_password(camera.id, password) if password else None

        self.send(work)

    def _stored(self, thing: object) -> None:
        camera, kept = thing if isinstance(thing, tuple) else (thing, None)
        self.password.clear()
        super()._stored(camera)
        if kept is not None:
            self.password_kept.emit(kept)

    # -- recordings ------------------------------------------------------------------

    def _folder(self) -> RecordingFolder | None:
        root, pattern = self.root.text().strip(), self.pattern.text().strip()
        if not root or not pattern or self._store is None:
            return None
        zone = self.recording_zone.zone() or self._store.time_zone
        return RecordingFolder(root, pattern, self.code.text().strip(), zone)

    def _ask_folder(self) -> None:
        self.folder_test.forget()
        self.folder_test.button.setEnabled(self._folder() is not None)
        if self.root.text().strip() and not self.pattern.text().strip():
            self._tell(
                self.tr("Say how the files are named, such as {example}").format(example=PATTERN)
            )
        else:
            self._tell("")
        self.preview.ask(self._folder())
        root, pattern = self.root.text().strip(), self.pattern.text().strip()
        self.presets.ask(root, self.code.text().strip(), pattern)

    def _take_names(self, choice: FolderChoice) -> None:
        if choice.root:
            self.root.setText(choice.root)
        self.pattern.setText(choice.pattern)
        self.recording_zone.set_zone(choice.time_zone)

    def _tell(self, text: str, role: str = "quiet") -> None:
        self.found.setText(text)
        self.found.setVisible(bool(text))
        set_role(self.found, role)

    def _show_found(self, found: Found) -> None:
        zone = self._store.time_zone if self._store is not None else "UTC"
        text = self.tr("{count} segments, {first} to {last}, {foreign} foreign files").format(
            count=found.segments,
            first=f"{local(found.span.start_us, zone):%Y-%m-%d %H:%M}",
            last=f"{local(found.span.end_us, zone):%Y-%m-%d %H:%M}",
            foreign=found.foreign,
        )
        self._tell(text, "pass")

    def _show_refusal(self, fault: Fault) -> None:
        self._tell(fault.text(self.context.language), "attention")

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Folder of the recordings"), self.root.text()
        )
        if chosen:
            self.root.setText(chosen)
            if not self.pattern.text():
                self.pattern.setText(PATTERN)

    # -- tests -----------------------------------------------------------------------

    def _test_live(self) -> None:
        connections, draft = self.context.operations.connections, self.draft()
        password = self.password.text() or None
        camera_id = self._camera.id if self._camera is not None else None
        self.live_test.ask(lambda: connections.camera(draft, password, camera_id))

    def _test_folder(self) -> None:
        connections, folder = self.context.operations.connections, self._folder()
        if folder is not None:
            self.folder_test.ask(lambda: connections.folder(folder))

    def _ask_maker(self) -> None:
        dialog = MakerDialog(*_host_in(self.main.text().strip()), self)
        dialog.filled.connect(self._fill_addresses)
        dialog.open()

    def _fill_addresses(self, filled: StreamAddresses) -> None:
        self.main.setText(filled.main_url)
        self.sub.setText(filled.sub_url)
        if not self.user.text():
            self.user.setFocus()
        else:
            self.live_test.button.setFocus()

    # -- the zone's picture ----------------------------------------------------------

    def _take_picture(self) -> None:
        folder, camera = self._folder(), self._camera
        stores = self.context.operations.stores

        def work() -> Still:
            if folder is not None:
                return picture_of(folder)
            kept = stores.media(camera.id) if camera is not None else None
            return picture_of((kept.main or kept.sub or kept.recording) if kept else None)

        self.zone.set_words(self.tr("Taking a picture…"))
        self.context.background.run(
            work,
            lambda still: self.zone.set_picture(still.png),
            lambda fault: self.zone.set_words(fault.text(self.context.language)),
            owner=self,
        )

    # -- words -----------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set the words."""
        super().retranslate()
        for number, text in enumerate(self._places()):
            self.place.setItemText(number, text)
        headings = (self.tr("Live"), self.tr("Recordings"), self.tr("Counter"))
        for label, words in zip(self._headings, headings, strict=True):
            label.setText(words)
        self.choose.setText(self.tr("Choose…"))
        self.by_maker.setText(self.tr("Fill in by maker…"))
        self.live_test.button.setText(self.tr("Test connection"))
        self.folder_test.button.setText(self.tr("Test the folder"))
        self.presets.retranslate()
        self.take.setText(self.tr("Take a picture"))
        self.clear.setText(self.tr("Clear the zone"))
        self.main.setPlaceholderText("rtsp://192.168.1.20:554/main")
        self.sub.setPlaceholderText(self.tr("Smaller stream for small tiles; may be empty"))
        kept = self.tr("Empty: as it is kept now")
        self.password.setPlaceholderText(kept if self._camera is not None else "")
        self.pattern.setPlaceholderText(PATTERN)
        self.zone.setToolTip(
            self.tr(
                "Click adds a corner, a drag moves it, a right click takes it away. "
                "Nobody inside for some minutes makes a hint."
            )
        )
        camera, store = self._camera, self._store
        line = self.recording_zone.lineEdit()
        if line is not None:
            line.setPlaceholderText(
                self.tr("As the store: {zone}").format(zone=store.time_zone if store else "")
            )
        new = self.tr("New camera of {store}").format(store=store.code if store else "")
        self.title.setText(new if camera is None else f"{camera.code}  {camera.name}")

    def _places(self) -> tuple[str, ...]:
        """The places in the order of ``Place``."""
        return (
            self.tr("Entrance"),
            self.tr("Floor"),
            self.tr("Counter"),
            self.tr("Shelf"),
            self.tr("Service bay"),
            self.tr("Parking"),
            self.tr("Back door"),
            self.tr("Other"),
        )


def _host_in(address: str) -> tuple[str, int]:
    """Host and port of what is typed by now, be it an address or a host alone; "" where unclear."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        return parts.hostname or "", parts.port or RTSP_PORT
    except ValueError:  # half typed
        return "", RTSP_PORT
