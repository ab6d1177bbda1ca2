"""All rectification tasks: filter, search, sort, and move them on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.operations.values import (
    ChangeKind,
    EvidenceRecord,
    RectificationTask,
    Store,
    TaskFilter,
    TaskState,
)
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.empty_page import EmptyPage
from app.widgets.evidence_marker import EvidenceDialog
from app.widgets.models.moments import now_us
from app.widgets.models.rows_model import ROW_ROLE
from app.widgets.models.task_table_model import TaskColumn, TaskSort, TaskTableModel
from app.widgets.models.words import TASK_LOOKS, task_state_word
from app.widgets.screen import Screen
from app.widgets.table_screen import beside, dress_table, index_shown, offer
from app.widgets.task_detail import TaskDetail
from app.widgets.theme import STEP, set_role


@dataclass(frozen=True)
class Listed:
    """What the screen shows."""

    tasks: tuple[RectificationTask, ...]
    stores: tuple[Store, ...]
    owners: tuple[str, ...]
    any_task: bool  # whether there is one at all, filters apart


class RectificationsScreen(Screen):
    """The table at the left, the chosen task at the right."""

    watches = frozenset({ChangeKind.TASKS, ChangeKind.STORES, ChangeKind.EVIDENCE})

    def __init__(self, context: Context, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._actions = actions
        self._zones: dict[int, str] = {}
        self.title = QLabel(self)
        self.count = QLabel(self)
        self.search = QLineEdit(self)
        self.store_box = QComboBox(self)
        self.owner_box = QComboBox(self)
        self.state_box = QComboBox(self)
        self.overdue = QCheckBox(self)
        self.table = QTableView(self)
        self.detail = TaskDetail(context, self)
        self.empty = EmptyPage(self)
        theme = context.theme
        self.tasks = TaskTableModel(theme.icon, theme.colour, context.language, self)
        self.sorted = TaskSort(self)
        self.sorted.setSourceModel(self.tasks)
        self._pages = QStackedWidget(self)
        self._lay_out()
        self._connect()
        theme.changed.connect(self._offer_states)
        self.retranslate()

    # -- reading ---------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the wanted tasks anew."""
        operations, wanted = self.context.operations, self.wanted()

        def work() -> Listed:
            tasks = operations.tasks.list(wanted)
            return Listed(
                tasks,
                tuple(node.store for node in operations.stores.tree().stores()),
                operations.tasks.owners(),
                bool(tasks or operations.tasks.list(TaskFilter())),
            )

        self.context.background.run(work, self.show_listed, lane="rectifications")

    def wanted(self) -> TaskFilter:
        """What the filters ask for."""
        return TaskFilter(
            store_id=self.store_box.currentData(),
            owner=self.owner_box.currentData(),
            state=self.state_box.currentData(),
            overdue_only=self.overdue.isChecked(),
        )

    def show_listed(self, listed: Listed) -> None:
        """Show tasks, keeping what is chosen and where it is scrolled."""
        chosen = self.detail.task_id()
        self._zones = {store.id: store.time_zone for store in listed.stores}
        stores = [(store.id, f"{store.code} · {store.name}") for store in listed.stores]
        offer(self.store_box, self.tr("All stores"), stores)
        offer(self.owner_box, self.tr("All owners"), [(name, name) for name in listed.owners])
        self.tasks.show(listed.tasks, self._zones, now_us())
        self._pages.setCurrentIndex(0 if listed.any_task else 1)
        for widget in (self._filters, self.count):
            widget.setVisible(listed.any_task)
        self._show_count()
        self._choose(chosen)

    def choose_task(self, task_id: int) -> None:
        """Show one task, such as the one a notice spoke of."""
        self._choose(task_id)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.title.setText(self.tr("Rectifications"))
        self.search.setPlaceholderText(self.tr("Search title, owner, store"))
        self.overdue.setText(self.tr("Overdue only"))
        self.store_box.setAccessibleName(self.tr("Store"))
        self.owner_box.setAccessibleName(self.tr("Owner"))
        self.state_box.setAccessibleName(self.tr("State"))
        key = next(iter(self._actions.key_texts("task.raise")), "")
        self.empty.set_words(
            self.tr("No rectification tasks yet"),
            self.tr(
                "When an item fails, raise a rectification task beside it{key}: it carries the "
                "standard, the evidence, an owner and a due date, and stays here until a second "
                "look proves the fix."
            ).format(key=f" ({key})" if key else ""),
            self.tr("Go to the wall"),
        )
        self._offer_states()
        self.tasks.set_language(self.context.language)
        self._show_count()
        self.mark_stale()

    # -- inside ----------------------------------------------------------------------

    def _offer_states(self) -> None:
        language = self.context.language
        states = [(state, task_state_word(state, language)) for state in TaskState]
        offer(self.state_box, self.tr("All states"), states)
        for place, state in enumerate(TaskState, 1):
            look = TASK_LOOKS[state]
            self.state_box.setItemIcon(place, self.context.theme.icon(look.icon, look.colour))

    def _show_count(self) -> None:
        shown = self.sorted.rowCount()
        now = now_us()
        late = sum(
            1 for row in range(shown) if self.sorted.index(row, 0).data(ROW_ROLE).overdue(now)
        )
        text = self.tr("Tasks: {count}, overdue: {overdue}")
        self.count.setText(text.format(count=shown, overdue=late))

    def _choose(self, task_id: int | None) -> None:
        row = self.tasks.row_of(task_id) if task_id is not None else -1
        index = index_shown(self.sorted, row)
        if not index.isValid() and self.sorted.rowCount():
            index = self.sorted.index(0, 0)
        self.table.setCurrentIndex(index)
        self._show_chosen()

    def _show_chosen(self) -> None:
        task = self.table.currentIndex().data(ROW_ROLE)
        if not isinstance(task, RectificationTask):
            self.detail.show_task(None, (), "UTC")
            return
        zone = self._zones.get(task.store_id, "UTC")
        known = {record.id: record for record in self.detail.strip.evidence.records()}
        if set(task.evidence_ids) == set(known):
            self.detail.show_task(task, tuple(known.values()), zone)
            return
        self.detail.show_task(task, (), zone)
        evidence = self.context.operations.evidence
        self.context.background.run(
            lambda: tuple(evidence.get(each) for each in task.evidence_ids),
            lambda records: self._show_evidence(task, records),
            owner=self,
        )

    def _show_evidence(self, task: RectificationTask, records: tuple[EvidenceRecord, ...]) -> None:
        if self.detail.task_id() == task.id:
            zone = self._zones.get(task.store_id, "UTC")
            self.detail.strip.show_records(records, zone)
            self.detail.strip.setVisible(bool(records))

    def _open_evidence(self, record: EvidenceRecord) -> None:
        zone = self._zones.get(record.store_id, "UTC")
        EvidenceDialog(self.context, record, zone, self).show()

    def _search(self, text: str) -> None:
        self.sorted.search(text)
        self._show_count()
        if not self.table.currentIndex().isValid():
            self._choose(None)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        for box in (self.store_box, self.owner_box, self.state_box):
            box.activated.connect(lambda _place: self.refresh())
        self.overdue.toggled.connect(lambda _on: self.refresh())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.detail.evidence_opened.connect(self._open_evidence)
        self.empty.pressed.connect(lambda: self._actions.trigger("screen.wall"))
        self._actions.keys_changed.connect(self.retranslate)

    def _lay_out(self) -> None:
        set_role(self.title, "title")
        set_role(self.count, "quiet")
        self._dress_table()
        self.detail.setMinimumWidth(320)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addSpacing(3 * STEP)
        head.addWidget(self.count, 1, Qt.AlignmentFlag.AlignBottom)
        self._filters = QWidget(self)
        filters = QHBoxLayout(self._filters)
        filters.setContentsMargins(0, 0, 0, 0)
        filters.setSpacing(2 * STEP)
        self.search.setClearButtonEnabled(True)
        filters.addWidget(self.search, 2)
        for widget in (self.store_box, self.owner_box, self.state_box):
            filters.addWidget(widget, 1)
        filters.addWidget(self.overdue)
        self._pages.addWidget(beside(self.table, self.detail, (800, 380)))
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addLayout(head)
        column.addWidget(self._filters)
        column.addWidget(self._pages, 1)

    def _dress_table(self) -> None:
        dress_table(self.table, self.sorted, TaskColumn.TITLE)
        self.table.sortByColumn(TaskColumn.DUE, Qt.SortOrder.AscendingOrder)
        self.table.setWordWrap(True)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(60)
