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
from app.widgets.unsaved_dialog import ask_unsaved

SAVED = Sentence("The recorder {name} is saved.", "录像机 {name} 已保存。")
_LIST_PX = 220


class RecordersPage(QWidget):
    """Lives in the stores screen, at the place of its forms."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: Recorder | None = None  # what the form was filled from; None = a new one
        self._new = False  # a person enters another one
        self._stale = False  # the page was opened, and the form not filled since
        self._store_id: int | None = None
        self.list, self.add = QListWidget(), QPushButton()
        self.form = RecorderForm(context)
        self.form.leave_out(self.form.channel)
        self.form.forget_typed()
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
        typed, shown, where = self.form.typed, self._shown, self.form.where
        self.form.set_tree(tree)
        if shown is not None and not typed:  # its store may not have been on offer before
            where.setCurrentIndex(max(0, where.findData(shown.store_id)))
            self.form.forget_typed()

    def begin(self, store_id: int | None) -> None:
        """A person opens the page; a new recorder begins with this store."""
        self._store_id = store_id if store_id is not None else self._store_id
        self._new, self._stale = False, True
        self.refresh()

    def refresh(self) -> None:
        """Read the recorders anew; what is being typed stays."""
        recorders = self._context.operations.recorders
        self._context.background.run(recorders.list, self._fill, owner=self, lane="stores")

    def begin_new(self) -> None:
        """Enter another recorder."""
        if not ask_unsaved(self.form, self, self._begin_new):
            self._begin_new()

    def _begin_new(self) -> None:
        self._shown, self._new = None, True
        self._mark()
        self.form.new_recorder(self._store_id)
        self.form.forget_typed()

    def _edit(self, recorder: Recorder) -> None:
        self._shown, self._new = recorder, False
        self._mark()
        self.form.edit(recorder)
        self.form.forget_typed()

    def _fill(self, recorders: Sequence[Recorder]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for recorder in recorders:
            item = QListWidgetItem(recorder.name)
            item.setData(Qt.ItemDataRole.UserRole, recorder)
            item.setToolTip(f"{recorder.name}\n{recorder.address}")
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._mark()
        self._follow(recorders)

    def _follow(self, recorders: Sequence[Recorder]) -> None:
        """The form goes with what was read, unless something is being typed."""
        before, stale, self._stale = self._shown, self._stale, False
        now = next((each for each in recorders if before and each.id == before.id), None)
        if now is not None and (self.form.typed or not stale) and self._stands(now):
            self._shown = now
            self.form.forget_typed()  # probing stored it, and its words stand there
        if self.form.typed:
            return
        if now is not None and (stale or now != self._shown):
            self._edit(now)
        elif now is None and recorders and not self._new:
            self._edit(recorders[0])
        elif not recorders and not self._new:
            self._begin_new()

    def _stands(self, recorder: Recorder) -> bool:
        """Whether the form says what is stored."""
        return self.form.draft() == recorder.draft() and not self.form.password.text()

    def _mark(self) -> None:
        """The line of the recorder that the form shows; none for a new one."""
        self.list.blockSignals(True)
        self.list.clearSelection()
        self.list.setCurrentRow(-1)
        for row in range(self.list.count()):
            recorder = self._of(self.list.item(row))
            if recorder and self._shown and recorder.id == self._shown.id:
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    @staticmethod
    def _of(item: QListWidgetItem | None) -> Recorder | None:
        found = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found if isinstance(found, Recorder) else None

    def _show(self, item: QListWidgetItem | None) -> None:
        recorder = self._of(item)
        if recorder is None or (self._shown is not None and recorder.id == self._shown.id):
            return
        if not ask_unsaved(self.form, self, lambda: self._edit(recorder), self._mark):
            self._edit(recorder)

    def _saved(self, recorder: object) -> None:
        if isinstance(recorder, Recorder):
            self._edit(recorder)
            self._context.notices.say(SAVED, Level.DONE, key="stores", name=recorder.name)
            self.refresh()

    def _ask_remove(self) -> None:
        recorder = self._shown
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
        self._shown = None
        self.form.forget_typed()
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
