"""Checklists and their versions: preview, import, export, and how to write one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.faults import Sentence
from app.operations.values import ChangeKind, ChecklistVersion
from app.widgets.actions import Actions
from app.widgets.checklists_screen_faults import ImportFaults
from app.widgets.checklists_screen_preview import ChecklistPreview
from app.widgets.context import Context
from app.widgets.empty_page import EmptyPage
from app.widgets.models.checklist_outline import by_checklist
from app.widgets.models.moments import day
from app.widgets.notices import Level
from app.widgets.screen import Screen
from app.widgets.theme import STEP, set_role

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "checklists.md"
EXAMPLES = ROOT / "resources" / "checklists"
SCHEMA = ROOT / "resources" / "checklist.schema.json"
VERSION_ROLE = int(Qt.ItemDataRole.UserRole) + 1

IMPORTED = Sentence(
    "Imported: {title}, version {version}. Running inspections keep the version they began with.",
    "已导入：{title}，版本 {version}。进行中的巡店仍使用其开始时的版本。",
)
KNOWN = Sentence(
    "The file {name} is already here: {title}, version {version}. Nothing changed.",
    "文件 {name} 已存在：{title}，版本 {version}。未作更改。",
)
EXPORTED = Sentence("The checklist is written: {path}", "检查表已导出：{path}")


@dataclass(frozen=True)
class Listed:
    """What the screen shows."""

    versions: tuple[ChecklistVersion, ...]
    time_zone: str  # of the person who reads


class ChecklistsScreen(Screen):
    """The versions at the left, the chosen one printed at the right."""

    watches = frozenset({ChangeKind.CHECKLISTS, ChangeKind.PEOPLE})

    def __init__(self, context: Context, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._actions = actions
        self._listed = Listed((), "UTC")
        self._chosen: int | None = None
        self.title = QLabel(self)
        self.import_button = QPushButton(self)
        self.export_button = QPushButton(self)
        self.guide_button = QPushButton(self)
        self.schema_button = QPushButton(self)
        self.faults = ImportFaults(context, self)
        self.tree = QTreeWidget(self)
        self.preview = ChecklistPreview(context, self)
        self.how = QLabel(self)
        self.empty = EmptyPage(self)
        self._pages = QStackedWidget(self)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        context.theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    # -- reading ---------------------------------------------------------------------

    def refresh(self) -> None:
        """Read all versions anew."""
        operations = self.context.operations

        def work() -> Listed:
            person = operations.people.current()
            zone = person.time_zone if person is not None else "UTC"
            return Listed(operations.checklists.list(), zone)

        self.context.background.run(work, self.show_listed, lane="checklists")

    def show_listed(self, listed: Listed) -> None:
        """Show the versions, keeping the chosen one."""
        self._listed = listed
        self._pages.setCurrentIndex(0 if listed.versions else 1)
        self.export_button.setEnabled(bool(listed.versions))
        self.tree.blockSignals(True)
        self.tree.clear()
        for versions in by_checklist(listed.versions):
            self._add_group(versions)
        self.tree.expandAll()
        self.tree.blockSignals(False)
        self.choose_version(self._chosen)

    def choose_version(self, version_id: int | None) -> None:
        """Show one version; the first where it is not there."""
        first: QTreeWidgetItem | None = None
        for place in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(place)
            for row in range(group.childCount() if group is not None else 0):
                item = group.child(row) if group is not None else None
                first = first or item
                if item is not None and item.data(0, VERSION_ROLE) == version_id:
                    self.tree.setCurrentItem(item)
                    return
        if first is not None:
            self.tree.setCurrentItem(first)
        self._show_chosen()

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.title.setText(self.tr("Checklists"))
        self.import_button.setText(self.tr("Import file…"))
        self.export_button.setText(self.tr("Export file…"))
        self.guide_button.setText(self.tr("How to write one"))
        self.schema_button.setText(self.tr("JSON Schema"))
        self.schema_button.setToolTip(str(SCHEMA))
        self.guide_button.setToolTip(str(GUIDE))
        self.tree.setAccessibleName(self.tr("Checklists and their versions"))
        self.how.setText(
            self.tr(
                "A checklist is a JSON file: sections of items, each with the standard it is held "
                "against. Export one, change it in an editor, import it again: it becomes the "
                "next version. Files can be dropped here."
            )
        )
        self.empty.set_words(
            self.tr("No checklists yet"),
            self.tr(
                "A checklist is a JSON file: sections of items, each with the standard it is held "
                "against. Two come with the program, for a car showroom and a service bay: begin "
                "with them, export one and make it yours."
            ),
            self.tr("Take the two examples"),
        )
        self.show_listed(self._listed)

    # -- import and export -----------------------------------------------------------

    def import_file(self, path: Path) -> None:
        """Import a file; what is wrong with it is listed in full."""
        known = {version.id for version in self._listed.versions}
        checklists = self.context.operations.checklists
        self.context.memory.setValue("checklists/folder", str(path.parent))
        self.context.background.run(
            lambda: checklists.import_file(path),
            lambda version: self._imported(path, version, known=version.id in known),
            lambda fault: self.faults.show_fault(path, fault),
            owner=self,
        )

    def _import_examples(self) -> None:
        for path in sorted(EXAMPLES.glob("*.json")):
            self.import_file(path)

    def export_file(self, version: ChecklistVersion, path: Path) -> None:
        """Write a version to a file."""
        checklists, notices = self.context.operations.checklists, self.context.notices
        self.context.background.run(
            lambda: checklists.export_file(version.id, path),
            lambda _nothing: notices.say(EXPORTED, Level.DONE, path=str(path)),
            owner=self,
        )

    def _imported(self, path: Path, version: ChecklistVersion, *, known: bool) -> None:
        self.faults.put_away()
        self._chosen = version.id
        title = version.title.in_language(self.context.language)
        notices = self.context.notices
        if known:
            notices.say(KNOWN, Level.INFO, name=path.name, title=title, version=version.version)
        else:
            notices.say(IMPORTED, Level.DONE, title=title, version=version.version)
        self.refresh()

    def _ask_import(self) -> None:
        dialog = self._dialog(self.tr("Import a checklist"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.import_file(Path(path)))
        dialog.open()

    def _ask_export(self) -> None:
        version = self._version()
        if version is None:
            return
        dialog = self._dialog(self.tr("Export the checklist"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{version.key}-v{version.version}.json")
        dialog.fileSelected.connect(lambda path: self.export_file(version, Path(path)))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setNameFilter(self.tr("Checklist (*.json)"))
        kept = self.context.memory.value("checklists/folder")
        dialog.setDirectory(str(kept) if kept else str(ROOT / "resources" / "checklists"))
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A JSON file may be dropped anywhere on the screen."""
        if any(url.toLocalFile().endswith(".json") for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what is dropped."""
        for url in event.mimeData().urls():
            if url.toLocalFile().endswith(".json"):
                self.import_file(Path(url.toLocalFile()))

    # -- inside ----------------------------------------------------------------------

    def _add_group(self, versions: tuple[ChecklistVersion, ...]) -> None:
        language = self.context.language
        group = QTreeWidgetItem([versions[0].title.in_language(language)])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.setToolTip(0, versions[0].key)
        self.tree.addTopLevelItem(group)
        for version in versions:
            text = self.tr("version {version} · {date}").format(
                version=version.version, date=day(version.imported_us, self._listed.time_zone)
            )
            item = QTreeWidgetItem([text])
            item.setData(0, VERSION_ROLE, version.id)
            group.addChild(item)

    def _version(self) -> ChecklistVersion | None:
        chosen = self.tree.selectedItems()
        version_id = chosen[0].data(0, VERSION_ROLE) if chosen else None
        return next((one for one in self._listed.versions if one.id == version_id), None)

    def _show_chosen(self) -> None:
        version = self._version()
        self._chosen = version.id if version is not None else self._chosen
        self.preview.show_version(version, self._listed.time_zone)

    def _connect(self) -> None:
        self.tree.itemSelectionChanged.connect(self._show_chosen)
        self.faults.again_wanted.connect(self.import_file)
        self.empty.pressed.connect(self._import_examples)
        self.import_button.clicked.connect(lambda _checked=False: self._ask_import())
        self.export_button.clicked.connect(lambda _checked=False: self._ask_export())
        for button, path in ((self.guide_button, GUIDE), (self.schema_button, SCHEMA)):
            button.clicked.connect(lambda _checked=False, file=path: _open(file))

    def _dress(self) -> None:
        self.import_button.setIcon(self.context.theme.icon("import"))
        self.export_button.setIcon(self.context.theme.icon("export"))

    def _lay_out(self) -> None:
        set_role(self.title, "title")
        set_role(self.how, "caption")
        self.how.setWordWrap(True)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        for button in (self.guide_button, self.schema_button):
            set_role(button, "link")
        head = QHBoxLayout()
        head.setSpacing(2 * STEP)
        head.addWidget(self.title, 1)
        for button in (
            self.guide_button,
            self.schema_button,
            self.export_button,
            self.import_button,
        ):
            head.addWidget(button)
        left = QWidget(self)
        lists = QVBoxLayout(left)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.addWidget(self.tree, 1)
        lists.addWidget(self.how)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.preview)
        split.setSizes([300, 900])
        self._pages.addWidget(split)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addLayout(head)
        column.addWidget(self.faults)
        column.addWidget(self._pages, 1)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
