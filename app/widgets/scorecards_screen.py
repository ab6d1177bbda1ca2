"""All inspections with their scores: preview, export, and the trend of a store."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.operations.values import (
    ChangeKind,
    InspectionFilter,
    InspectionState,
    InspectionSummary,
    ScorecardData,
    Store,
)
from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.empty_page import EmptyPage
from app.widgets.models.inspection_table_model import (
    InspectionColumn,
    InspectionTableModel,
)
from app.widgets.models.rows_model import ROW_ROLE, SORT_ROLE
from app.widgets.models.score_series import score_series
from app.widgets.score_trend import ScoreTrend
from app.widgets.scorecards_screen_detail import ScorecardDetail
from app.widgets.scorecards_screen_export import ScorecardExport
from app.widgets.screen import Screen
from app.widgets.table_screen import beside, dress_table, index_shown, offer
from app.widgets.theme import STEP, set_role


@dataclass(frozen=True)
class Listed:
    """What the screen shows; filters choose from it."""

    inspections: tuple[InspectionSummary, ...]
    stores: tuple[Store, ...]


class ScorecardsScreen(Screen):
    """The table and the trend at the left, the chosen scorecard at the right."""

    inspection_wanted = Signal(int)  # continue this draft beside the wall

    watches = frozenset(
        {ChangeKind.INSPECTIONS, ChangeKind.TASKS, ChangeKind.EVIDENCE, ChangeKind.STORES}
    )

    def __init__(self, context: Context, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._actions = actions
        self._listed = Listed((), ())
        self._chosen: int | None = None
        self.title = QLabel(self)
        self.count = QLabel(self)
        self.store_box = QComboBox(self)
        self.state_box = QComboBox(self)
        self.table = QTableView(self)
        self.trend = ScoreTrend(context, self)
        self.detail = ScorecardDetail(context, self)
        self.empty = EmptyPage(self)
        self.export = ScorecardExport(context, self)
        theme = context.theme
        self.inspections = InspectionTableModel(theme.icon, theme.colour, context.language, self)
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSortRole(SORT_ROLE)
        self.sorted.setSourceModel(self.inspections)
        self._pages = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- reading ---------------------------------------------------------------------

    def refresh(self) -> None:
        """Read all inspections anew."""
        operations = self.context.operations

        def work() -> Listed:
            return Listed(
                operations.inspections.list(InspectionFilter()),
                tuple(node.store for node in operations.stores.tree().stores()),
            )

        self.context.background.run(work, self.show_listed, lane="scorecards")

    def show_listed(self, listed: Listed) -> None:
        """Show inspections, keeping the chosen one."""
        self._listed = listed
        stores = [(store.id, f"{store.code} · {store.name}") for store in listed.stores]
        offer(self.store_box, self.tr("All stores"), stores)
        self._pages.setCurrentIndex(0 if listed.inspections else 1)
        for widget in (self._filters, self.count):
            widget.setVisible(bool(listed.inspections))
        self._apply_filters()

    def choose_inspection(self, inspection_id: int) -> None:
        """Show one scorecard."""
        row = self.inspections.row_of(inspection_id)
        index = index_shown(self.sorted, row)
        if index.isValid():
            self.table.setCurrentIndex(index)

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self.title.setText(self.tr("Scorecards"))
        self.store_box.setAccessibleName(self.tr("Store"))
        self.state_box.setAccessibleName(self.tr("State"))
        states = [
            (InspectionState.SUBMITTED, self.tr("Submitted")),
            (InspectionState.DRAFT, self.tr("Drafts")),
        ]
        offer(self.state_box, self.tr("All states"), states)
        self.empty.set_words(
            self.tr("No inspections yet"),
            self.tr(
                "Open a store on the wall and begin an inspection beside it. Its scorecard "
                "appears here, as a preview, as PDF and as XLSX."
            ),
            self.tr("Go to the wall"),
        )
        self.inspections.set_language(self.context.language)
        self.show_listed(self._listed)

    # -- inside ----------------------------------------------------------------------

    def _apply_filters(self) -> None:
        store, state = self.store_box.currentData(), self.state_box.currentData()
        shown = [
            each
            for each in self._listed.inspections
            if store in (None, each.store_id) and state in (None, _state(each))
        ]
        zones = {one.id: one.time_zone for one in self._listed.stores}
        self.inspections.replace(shown, zones)
        text = self.tr("Inspections: {count}, drafts: {drafts}")
        drafts = sum(1 for each in shown if each.submitted_us is None)
        self.count.setText(text.format(count=len(shown), drafts=drafts))
        self._choose_again()

    def _choose_again(self) -> None:
        row = self.inspections.row_of(self._chosen) if self._chosen is not None else -1
        index = index_shown(self.sorted, row)
        if not index.isValid() and self.sorted.rowCount():
            index = self.sorted.index(0, 0)
        self.table.setCurrentIndex(index)
        self._show_chosen()

    def _summary(self) -> InspectionSummary | None:
        summary = self.table.currentIndex().data(ROW_ROLE)
        return summary if isinstance(summary, InspectionSummary) else None

    def _show_chosen(self) -> None:
        summary = self._summary()
        if summary is None:
            self.detail.show_data(None)
            self.trend.show_series("", ())
            return
        self._chosen = summary.id
        name = f"{summary.store_code} · {summary.store_name}"
        zones = {one.id: one.time_zone for one in self._listed.stores}
        series = score_series(self._listed.inspections, summary.store_id)
        self.trend.show_series(name, series, zones.get(summary.store_id, "UTC"))
        operations = self.context.operations
        # The report values are loaded where this runs, off the UI thread.
        self.context.background.run(
            lambda: operations.scorecards.data(summary.id),
            lambda data: self._show_data(summary.id, data),
            owner=self,
        )

    def _show_data(self, inspection_id: int, data: ScorecardData) -> None:
        if inspection_id == self._chosen:
            self.detail.show_data(data)

    def _export(self, kind: str) -> None:
        summary = self._summary()
        if summary is not None:
            self.export.ask(summary.id, summary.store_code, kind)

    def _continue(self) -> None:
        if self._chosen is not None:
            self._actions.trigger("screen.wall")
            self.inspection_wanted.emit(self._chosen)

    def _activated(self, _index: QModelIndex) -> None:
        summary = self._summary()
        if summary is not None and summary.submitted_us is None:
            self._continue()

    def _connect(self) -> None:
        for box in (self.store_box, self.state_box):
            box.activated.connect(lambda _place: self._apply_filters())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.table.activated.connect(self._activated)
        self.detail.export_wanted.connect(self._export)
        self.detail.continue_wanted.connect(self._continue)
        self.trend.inspection_chosen.connect(self.choose_inspection)
        self.empty.pressed.connect(lambda: self._actions.trigger("screen.wall"))

    # -- layout ----------------------------------------------------------------------

    def _lay_out(self) -> None:
        set_role(self.title, "title")
        set_role(self.count, "quiet")
        self._dress_table()
        left = QWidget(self)
        lists = QVBoxLayout(left)
        lists.setContentsMargins(0, 0, 2 * STEP, 0)
        lists.setSpacing(2 * STEP)
        lists.addWidget(self.table, 1)
        lists.addWidget(self.trend)
        self.detail.setMinimumWidth(340)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addSpacing(3 * STEP)
        head.addWidget(self.count, 1, Qt.AlignmentFlag.AlignBottom)
        self._filters = QWidget(self)
        filters = QHBoxLayout(self._filters)
        filters.setContentsMargins(0, 0, 0, 0)
        for box in (self.store_box, self.state_box):
            filters.addWidget(box)
        head.addWidget(self._filters)
        self._pages.addWidget(beside(left, self.detail, (800, 400)))
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def _dress_table(self) -> None:
        dress_table(self.table, self.sorted, InspectionColumn.CHECKLIST)
        self.table.sortByColumn(InspectionColumn.STARTED, Qt.SortOrder.DescendingOrder)


def _state(summary: InspectionSummary) -> InspectionState:
    return InspectionState.DRAFT if summary.submitted_us is None else InspectionState.SUBMITTED
