"""All recorders in a list, and one of them in a form beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.faults import Sentence
from app.operations.values import Recorder, StoreTree
from app.widgets.confirm_dialog import ConfirmDialog
from app.widgets.context import Context
from app.widgets.notices import Level
from app.widgets.recorder_form import RecorderForm
from app.widgets.theme import STEP

SAVED = Sentence("The recorder {name} is saved.", "录像机 {name} 已保存。")
_LIST_PX = 220


class RecordersPage(QWidget):
    """Lives in the stores screen, at the place of its forms."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: int | None = None
        self._store_id: int | None = None
        self.list, self.add = QListWidget(), QPushButton()
        self.form = RecorderForm(context)
        self._lay_out()
        self.list.currentItemChanged.connect(lambda now, _old: self._show(now))
        self.add.clicked.connect(self.begin_new)
        self.form.saved.connect(self._saved)
        self.form.remove_wanted.connect(self._ask_remove)
        self.retranslate()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(4 * STEP, 4 * STEP, 0, 4 * STEP)
        left.setSpacing(2 * STEP)
        self.list.setFixedWidth(_LIST_PX)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.addWidget(self.list, 1)
        left.addWidget(self.add)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.form)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(scroll, 1)
        right.addWidget(self.form.footer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left)
        row.addLayout(right, 1)

    def set_tree(self, tree: StoreTree) -> None:
        """Offer the stores there are."""
        self.form.set_tree(tree)

    def refresh(self, store_id: int | None = None) -> None:
        """Read the recorders anew; a new one begins with this store."""
        self._store_id = store_id if store_id is not None else self._store_id
        recorders = self._context.operations.recorders
        self._context.background.run(recorders.list, self._fill, owner=self, lane="stores")

    def begin_new(self) -> None:
        """Enter another recorder."""
        self.list.setCurrentItem(None)  # type: ignore[call-overload]  # PySide's types know no None
        self._wanted = None
        self.form.new_recorder(self._store_id)

    def _fill(self, recorders: Sequence[Recorder]) -> None:
        current = self._current()
        wanted = self._wanted if self._wanted is not None else (current.id if current else None)
        self.list.blockSignals(True)
        self.list.clear()
        for recorder in recorders:
            item = QListWidgetItem(recorder.name)
            item.setData(Qt.ItemDataRole.UserRole, recorder)
            item.setToolTip(f"{recorder.name}\n{recorder.address}")
            self.list.addItem(item)
            if recorder.id == wanted:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        if current is None and wanted is None and recorders:
            self.list.setCurrentRow(0)
        elif not recorders:
            self.form.new_recorder(self._store_id)

    def _current(self) -> Recorder | None:
        return self._of(self.list.currentItem())

    @staticmethod
    def _of(item: QListWidgetItem | None) -> Recorder | None:
        found = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found if isinstance(found, Recorder) else None

    def _show(self, item: QListWidgetItem | None) -> None:
        recorder = self._of(item)
        if recorder is not None:
            self._wanted = recorder.id
            self.form.edit(recorder)

    def _saved(self, recorder: object) -> None:
        if isinstance(recorder, Recorder):
            self._wanted = recorder.id
            self.form.edit(recorder)
            self._context.notices.say(SAVED, Level.DONE, key="stores", name=recorder.name)
            self.refresh()

    def _ask_remove(self) -> None:
        recorder = self._current()
        if recorder is None:
            return
        dialog = ConfirmDialog(
            self.tr("Remove {name}").format(name=recorder.name),
            self.tr(
                "The recorder leaves Floorwalk with its password; what it recorded stays on it. "
                "A recorder that a camera names cannot be removed."
            ),
            recorder.name,
            self,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(lambda: self._remove(recorder.id))
        dialog.open()

    def _remove(self, recorder_id: int) -> None:
        recorders = self._context.operations.recorders
        self._context.background.run(
            lambda: recorders.remove(recorder_id), lambda _nothing: self._removed(), owner=self,
            lane="stores",
        )  # fmt: skip

    def _removed(self) -> None:
        self._wanted = None
        self.list.setCurrentItem(None)  # type: ignore[call-overload]  # PySide's types know no None
        self.refresh()

    def retranslate(self) -> None:
        """Set the words."""
        self.list.setAccessibleName(self.tr("Recorders"))
        self.add.setText(self.tr("Recorder"))
        self.add.setIcon(self._context.theme.icon("add"))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
