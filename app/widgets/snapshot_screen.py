"""Pictures that belong to no inspection: looked at, marked, copied, exported, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault, Sentence
from app.operations.evidence import EvidenceCheck
from app.operations.values import ChangeKind, EvidenceRecord, Store
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.empty_page import EmptyPage
from app.widgets.evidence_check import told_check
from app.widgets.evidence_marker import EvidenceDialog
from app.widgets.evidence_strip_pictures import Thumbnails
from app.widgets.local_time import local
from app.widgets.models.evidence_model import shown_sha
from app.widgets.notices import Level
from app.widgets.screen import Screen
from app.widgets.snapshot_model import SnapshotModel
from app.widgets.snapshot_taker import FOLDER, write_picture
from app.widgets.theme import STEP, set_role

CELL = QSize(224, 126)
MOST = 2000  # pictures listed; older ones are found by choosing a store
EXPORTED = Sentence("{count} pictures are in {folder}.", "已导出 {count} 张图片到 {folder}。")


@dataclass(frozen=True)
class Listed:
    """What the screen shows."""

    records: tuple[EvidenceRecord, ...]
    stores: tuple[Store, ...]


class SnapshotScreen(Screen):
    """A grid; the buttons speak of what is chosen in it."""

    watches = frozenset({ChangeKind.EVIDENCE, ChangeKind.STORES})

    def __init__(self, context: Context, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._actions = actions
        self._title = QLabel()
        set_role(self._title, "title")
        self.store = QComboBox()
        self.store.setMinimumWidth(220)
        self._thumbnails = Thumbnails(context, CELL, self)
        self.model = SnapshotModel(self._thumbnails.picture, CELL, self)
        self._thumbnails.ready.connect(lambda _sha: self.model.refresh_pictures())
        self.grid = QListView()
        self.look, self.copy, self.export, self.remove = (QPushButton() for _ in range(4))
        self.check = QPushButton()
        self.sure, self.sure_words = QWidget(), QLabel()
        self.really, self.keep = QPushButton(), QPushButton()
        self.empty = EmptyPage()
        self._pages = QStackedWidget()
        self._set_up_grid()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._chosen_changed()

    def _set_up_grid(self) -> None:
        grid = self.grid
        grid.setModel(self.model)
        grid.setViewMode(QListView.ViewMode.IconMode)
        grid.setResizeMode(QListView.ResizeMode.Adjust)
        grid.setMovement(QListView.Movement.Static)
        grid.setIconSize(CELL)
        grid.setGridSize(QSize(CELL.width() + 4 * STEP, CELL.height() + 14 * STEP))
        grid.setUniformItemSizes(True)
        grid.setWordWrap(True)
        grid.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        set_role(grid, "plain")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.check)
        head.addWidget(self.store)
        for button in (self.look, self.copy, self.export, self.remove):
            head.addWidget(button)
        set_role(self.remove, "danger")
        set_role(self.really, "danger")
        row = QHBoxLayout(self.sure)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.sure_words, 1)
        row.addWidget(self.keep)
        row.addWidget(self.really)
        self.sure.hide()
        self._pages.addWidget(self.grid)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * STEP, 4 * STEP, 6 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addLayout(head)
        column.addWidget(self.sure)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._chosen_changed())
        self.grid.activated.connect(self._open)
        self.store.activated.connect(lambda _place: self.refresh())
        self.look.clicked.connect(lambda: self._open(self.grid.currentIndex()))
        self.copy.clicked.connect(self._copy)
        self.export.clicked.connect(self._ask_folder)
        self.remove.clicked.connect(self._ask_removal)
        self.check.clicked.connect(self.check_files)
        self.really.clicked.connect(self.remove_chosen)
        self.keep.clicked.connect(self.sure.hide)
        self.empty.pressed.connect(lambda: self._actions.trigger("screen.wall"))
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.grid)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._ask_removal)

    def retranslate(self) -> None:
        """Set the words."""
        self._title.setText(self.tr("Pictures"))
        self.check.setText(self.tr("Check files"))
        self.check.setToolTip(
            self.tr("Holds every evidence picture of this workstation against its record")
        )
        self.look.setText(self.tr("Open"))
        self.copy.setText(self.tr("Copy"))
        self.export.setText(self.tr("Export…"))
        self.remove.setText(self.tr("Delete…"))
        self.really.setText(self.tr("Delete"))
        self.keep.setText(self.tr("Keep"))
        if self.store.count():
            self.store.setItemText(0, self.tr("All stores"))
        self.empty.set_words(
            self.tr("No pictures yet"),
            self.tr(
                "Pictures that you take on the wall without an inspection are kept here: "
                "of the selected tile, or of every tile at once."
            ),
            self.tr("To the wall"),
        )

    # -- what is there ---------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list anew."""
        operations, store_id = self.context.operations, self.store.currentData()

        def read() -> Listed:
            stores = tuple(node.store for node in operations.stores.tree().stores())
            return Listed(operations.evidence.list_loose(store_id, MOST), stores)

        self.context.background.run(read, self._show, owner=self)

    def _show(self, listed: Listed) -> None:
        chosen = self.store.currentData()
        self.store.clear()
        self.store.addItem(self.tr("All stores"), None)
        for store in listed.stores:
            self.store.addItem(f"{store.code}  {store.name}", store.id)
        self.store.setCurrentIndex(max(0, self.store.findData(chosen)))
        self.model.show(listed.records, {store.id: store.time_zone for store in listed.stores})
        empty = not listed.records and chosen is None
        self._pages.setCurrentWidget(self.empty if empty else self.grid)
        self._chosen_changed()

    def chosen(self) -> list[EvidenceRecord]:
        """The pictures that are chosen, in the order shown."""
        rows = sorted(index.row() for index in self.grid.selectionModel().selectedIndexes())
        return [record for row in rows if (record := self.model.record(row)) is not None]

    def _chosen_changed(self) -> None:
        count = len(self.chosen())
        self.look.setEnabled(count == 1)
        self.copy.setEnabled(count == 1)
        self.export.setEnabled(count > 0)
        self.remove.setEnabled(count > 0)
        self.sure.hide()

    # -- what is done ----------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        record = self.model.record(index.row())
        if record is not None:
            EvidenceDialog(self.context, record, self.model.zone(record), self).open()

    def _copy(self) -> None:
        path = self.context.operations.evidence.path(shown_sha(self.chosen()[0]))
        self.context.background.run(
            lambda: QImage(str(path)), QGuiApplication.clipboard().setImage, owner=self
        )

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder for the pictures"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(self.context.memory.value(FOLDER, str(Path.home()))))
        dialog.fileSelected.connect(lambda folder: self.export_to(Path(folder)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, folder: Path) -> None:
        """Copy the chosen pictures, checked against their SHA-256, into a folder."""
        self.context.memory.setValue(FOLDER, str(folder))
        records, evidence = self.chosen(), self.context.operations.evidence
        names = [self._file_name(record) for record in records]

        def write() -> int:
            for record, name in zip(records, names, strict=True):
                sha256 = shown_sha(record)
                evidence.verify(sha256)
                write_picture(_free(folder / name), evidence.path(sha256).read_bytes())
            return len(records)

        self.context.background.run(
            write, lambda count: self._exported(count, folder), owner=self, lane="evidence"
        )

    def _exported(self, count: int, folder: Path) -> None:
        self.context.notices.say(EXPORTED, Level.DONE, key="pictures", count=count, folder=folder)

    def _file_name(self, record: EvidenceRecord) -> str:
        moment = local(record.media_time_us, self.model.zone(record))
        label = "".join(each if each.isalnum() or each in "-." else "_" for each in
                        record.camera_label)  # fmt: skip
        return f"{label}_{moment:%Y-%m-%d_%H-%M-%S}.png"

    def check_files(self) -> None:
        """Hold all evidence against its files; what was found is told as a message."""
        self.check.setEnabled(False)  # reading a large folder takes minutes
        evidence, notices = self.context.operations.evidence, self.context.notices

        def tell(found: EvidenceCheck) -> None:
            self.check.setEnabled(True)
            told_check(notices, found)

        def failed(fault: Fault) -> None:
            self.check.setEnabled(True)
            notices.fault(fault)

        self.context.background.run(evidence.check, tell, failed, owner=self)

    def _ask_removal(self) -> None:
        count = len(self.chosen())
        if count:
            text = self.tr("Delete {count} pictures for good?").format(count=count)
            self.sure_words.setText(text if count > 1 else self.tr("Delete this picture for good?"))
            self.sure.show()
            self.keep.setFocus()

    def remove_chosen(self) -> None:
        """Delete the chosen pictures; those of others are refused with a sentence."""
        self.sure.hide()
        evidence = self.context.operations.evidence
        for record in self.chosen():
            self.context.background.run(
                partial(evidence.remove_loose, record.id), owner=self, lane="evidence"
            )


def _free(path: Path) -> Path:
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}_{number}{path.suffix}")
    return free
