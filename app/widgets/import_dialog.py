"""Cameras from a spreadsheet: choose a file, see what is wrong with it, import what is right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.faults import Fault
from app.operations.camera_import import ImportResult
from app.operations.camera_import_check import ImportPlan
from app.operations.values import StoreTree
from app.widgets.context import Context
from app.widgets.theme import STEP, set_role

SIZE_PX = (860, 600)
_READ = "*.xlsx *.xlsm *.csv"


class ImportDialog(QDialog):
    """Nothing is stored before the button below says so."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self.plan: ImportPlan | None = None
        self._new_stores: tuple[str, ...] = ()
        self.intro, self.summary, self.message = QLabel(), QLabel(), QLabel()
        self.choose, self.template = QPushButton(), QPushButton()
        self.table, self.existing = QTableWidget(0, 4), QComboBox()
        self.take, self.shut = QPushButton(), QPushButton()
        self._existing_words = QLabel()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_plan()
        self.resize(*SIZE_PX)
        self.choose.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        for label, role in ((self.intro, "quiet"), (self.summary, ""), (self.message, "quiet")):
            label.setWordWrap(True)
            set_role(label, role)
        column.addWidget(self.intro)
        files = QHBoxLayout()
        files.addWidget(self.choose)
        files.addWidget(self.template)
        files.addStretch(1)
        column.addLayout(files)
        column.addWidget(self.summary)
        self._set_up_table()
        column.addWidget(self.table, 1)
        self._existing_words.setBuddy(self.existing)
        self.existing.addItem("", False)
        self.existing.addItem("", True)
        choice = QHBoxLayout()
        choice.addWidget(self._existing_words)
        choice.addWidget(self.existing)
        choice.addStretch(1)
        column.addLayout(choice)
        column.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.shut)
        buttons.addWidget(self.take)
        set_role(self.take, "primary")
        column.addLayout(buttons)

    def _set_up_table(self) -> None:
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().setVisible(False)
        self.table.setWordWrap(True)
        self.table.setTabKeyNavigation(False)
        policy = self.table.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing jumps when a file was read
        self.table.setSizePolicy(policy)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for number, width in enumerate((56, 150, 150)):
            self.table.setColumnWidth(number, width)

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose)
        self.template.clicked.connect(self._save_template)
        self.take.clicked.connect(self._import)
        self.shut.clicked.connect(self.reject)

    # -- the file --------------------------------------------------------------------

    def _choose(self) -> None:
        kinds = self.tr("Spreadsheets ({kinds})").format(kinds=_READ)
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Cameras"), "", kinds)
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Look at a file off the UI thread, and show what could be imported."""
        self.plan = None
        self._show_plan()
        self._say(self.tr("Reading {name}…").format(name=path.name))
        operations = self._context.operations

        def work() -> tuple[ImportPlan, StoreTree]:
            return operations.camera_import.read(path), operations.stores.tree()

        self._context.background.run(work, self._taken, self._refused, owner=self)

    def _taken(self, found: tuple[ImportPlan, StoreTree]) -> None:
        self.plan, tree = found
        self._new_stores = self.plan.new_stores(tree)
        self._say("")
        self._show_plan()
        (self.take if self.take.isEnabled() else self.choose).setFocus()

    def _refused(self, fault: Fault) -> None:
        self._say(fault.text(self._context.language), "fail")
        self.take.setEnabled(self.plan is not None and bool(self.plan.cameras))

    def _save_template(self) -> None:
        suggested = self.tr("Cameras") + ".xlsx"
        kinds = "Excel (*.xlsx);;CSV (*.csv)"
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the template"), suggested, kinds
        )
        if chosen:
            self.write_template(Path(chosen))

    def write_template(self, path: Path) -> None:
        """Write the template off the UI thread."""
        language, operations = self._context.language, self._context.operations
        self._context.background.run(
            lambda: operations.camera_import.write_template(path, language),
            lambda _nothing: self._say(
                self.tr("The template is in {path}.").format(path=path), "pass"
            ),
            self._refused,
            owner=self,
        )

    # -- what would be imported ------------------------------------------------------

    def _show_plan(self) -> None:
        plan = self.plan
        shown = plan is not None
        for widget in (self.table, self.summary, self.existing, self._existing_words):
            widget.setVisible(shown)
        self.take.setEnabled(plan is not None and bool(plan.cameras))
        if plan is not None:
            self.existing.setEnabled(plan.existing > 0)
            self.summary.setText(self._summed(plan))
            self._fill(plan)

    def _summed(self, plan: ImportPlan) -> str:
        fresh = len(plan.cameras) - plan.existing
        parts = [
            self.tr("{name}: new cameras {new}, there already {there}.").format(
                name=plan.name, new=fresh, there=plan.existing
            )
        ]
        if self._new_stores:
            some = ", ".join(self._new_stores[:5]) + ("…" if len(self._new_stores) > 5 else "")
            parts.append(
                self.tr("New stores: {count} ({codes}).").format(
                    count=len(self._new_stores), codes=some
                )
            )
        if plan.bad_rows:
            parts.append(
                self.tr("Rows that cannot be imported: {count}; they are listed first.").format(
                    count=plan.bad_rows
                )
            )
        if plan.unknown:
            headings = ", ".join(plan.unknown)
            parts.append(self.tr("Columns left out: {headings}.").format(headings=headings))
        return " ".join(parts)

    def _fill(self, plan: ImportPlan) -> None:
        language = self._context.language
        lines = [
            (str(p.row), "", p.place(language), p.text(language), "fail") for p in plan.problems
        ]
        words = {True: self.tr("Is there already"), False: self.tr("New camera")}
        lines += [
            (str(c.row), f"{c.store_code}/{c.draft.code}", c.draft.name, words[c.existing], "")
            for c in plan.cameras
        ]
        self.table.setRowCount(len(lines))
        red = QColor(self._context.theme.colour("fail"))
        for row, (*texts, role) in enumerate(lines):
            for place, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if role and place == 3:
                    item.setForeground(red)
                self.table.setItem(row, place, item)
        for row in range(len(plan.problems)):
            self.table.resizeRowToContents(row)
        self.table.scrollToTop()

    # -- importing -------------------------------------------------------------------

    def _import(self) -> None:
        plan = self.plan
        if plan is None:
            return
        self.take.setEnabled(False)
        self._say(self.tr("Importing…"))
        operations, update = self._context.operations, bool(self.existing.currentData())
        self._context.background.run(
            lambda: operations.camera_import.store(plan, update=update),
            self._imported, self._refused, owner=self, lane="stores",
        )  # fmt: skip

    def _imported(self, result: ImportResult) -> None:
        told = [
            self.tr(
                "Cameras added: {added}, updated: {updated}, left as they were: {left}."
            ).format(added=result.added, updated=result.updated, left=result.left)
        ]
        if result.session_only:
            told.append(
                self.tr(
                    "This machine has no keyring; passwords kept until the program ends: {count}."
                ).format(count=result.session_only)
            )
        if self.plan is not None and any(camera.password for camera in self.plan.cameras):
            told.append(self.tr("The file holds passwords: delete it now."))
        self.plan = None
        self._show_plan()
        self._say(" ".join(told), "pass")
        self.shut.setFocus()

    def _say(self, text: str, role: str = "quiet") -> None:
        self.message.setText(text)
        set_role(self.message, role)

    # -- words -----------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set the words."""
        self.setWindowTitle(self.tr("Cameras from a spreadsheet"))
        self.intro.setText(
            self.tr(
                "One row for each camera, as XLSX or CSV; headings in English or Chinese. The "
                "template has every column with an explanation. Nothing is stored until you "
                "import."
            )
        )
        self.choose.setText(self.tr("Choose a file…"))
        self.template.setText(self.tr("Download the template…"))
        self._existing_words.setText(self.tr("Cameras that are there already"))
        self.existing.setItemText(0, self.tr("Leave as they are"))
        self.existing.setItemText(1, self.tr("Update from the file"))
        self.take.setText(self.tr("Import"))
        self.shut.setText(self.tr("Close"))
        self.table.setHorizontalHeaderLabels(
            [
                self.tr("Row"), self.tr("Camera"), self.tr("Column or name"),
                self.tr("What happens, or what to mend"),
            ]
        )  # fmt: skip
        if self.plan is not None:
            self._show_plan()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
