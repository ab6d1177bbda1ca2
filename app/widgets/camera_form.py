"""Everything about one camera: where it looks, how it is reached, what it recorded."""

from __future__ import annotations

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
from app.video.media import Still
from app.widgets.context import Context
from app.widgets.folder_preview import FolderPreview, Found
from app.widgets.form import FIELD_PX, Form
from app.widgets.local_time import local
from app.widgets.theme import STEP, set_role
from app.widgets.zone_editor import ZoneEditor
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
        self.choose, self.found, self.keyring = QPushButton(), QLabel(), QLabel()
        self.zone = ZoneEditor(context.theme)
        self.take, self.clear = QPushButton(), QPushButton()
        self.preview = FolderPreview(context.background, self)
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
        self._heading()
        self.add_field(lambda: self.tr("Folder"), self._folder_row(), wide=False)
        self.add_field(lambda: self.tr("Names of the files"), self.pattern)
        self._note(self.found)
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
        self.choose.clicked.connect(self._choose_folder)
        self.take.clicked.connect(self._take_picture)
        self.clear.clicked.connect(self.zone.clear)
        self.preview.found.connect(self._show_found)
        self.preview.refused.connect(self._show_refusal)

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
        self.zone.set_zone(draft.zone)
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
        zone = self._camera.recording_time_zone if self._camera is not None else ""
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
            recording_time_zone=zone,
        )

    def store(self) -> None:
        """Add or change; a password that was typed goes its own way."""
        stores, draft = self.context.operations.stores, self.draft()
        before, password = self._camera, self.password.text()

        def work() -> tuple[Camera, PasswordKept | None]:
            camera = (
                stores.add_camera(draft)
                if before is None
                else stores.update_camera(before.id, draft)
            )
            return camera, stores.set_password(camera.id, password) if password else None

        self.send(work)

    def _stored(self, thing: object) -> None:
        camera, kept = thing if isinstance(thing, tuple) else (thing, None)
        super()._stored(camera)
        self.password.clear()
        if kept is not None:
            self.password_kept.emit(kept)

    # -- recordings ------------------------------------------------------------------

    def _folder(self) -> RecordingFolder | None:
        root, pattern = self.root.text().strip(), self.pattern.text().strip()
        if not root or not pattern or self._store is None:
            return None
        own = self._camera.recording_time_zone if self._camera is not None else ""
        zone = own or self._store.time_zone
        return RecordingFolder(root, pattern, self.code.text().strip(), zone)

    def _ask_folder(self) -> None:
        if self.root.text().strip() and not self.pattern.text().strip():
            self._tell(
                self.tr("Say how the files are named, such as {example}").format(example=PATTERN)
            )
        else:
            self._tell("")
        self.preview.ask(self._folder())

    def _tell(self, text: str, role: str = "quiet") -> None:
        self.found.setText(text)
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

    # -- the zone's picture ----------------------------------------------------------

    def _take_picture(self) -> None:
        folder, camera = self._folder(), self._camera
        stores = self.context.operations.stores

        def work() -> Still:
            if folder is not None:
                return picture_of(folder)
            kept = stores.media(camera.id) if camera is not None else None
            return picture_of((kept.main or kept.sub) if kept is not None else None)

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
        self.take.setText(self.tr("Take a picture"))
        self.clear.setText(self.tr("Clear the zone"))
        self.main.setPlaceholderText("rtsp://192.168.1.20:554/main")
        self.sub.setPlaceholderText(self.tr("Smaller stream for small tiles; may be empty"))
        self.password.setPlaceholderText(self.tr("Empty: as it is kept now"))
        self.pattern.setPlaceholderText(PATTERN)
        self.zone.setToolTip(
            self.tr(
                "Click adds a corner, a drag moves it, a right click takes it away. "
                "Nobody inside for some minutes makes a hint."
            )
        )
        camera, store = self._camera, self._store
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
