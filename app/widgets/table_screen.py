"""What screens have in common that show a table at the left and one of its rows at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QSplitter,
    QTableView,
    QWidget,
)

ROW_HEIGHT_PX = 40


def dress_table(table: QTableView, model: QAbstractItemModel, stretched: int) -> None:
    """Whole rows, one at a time, sortable; the column ``stretched`` takes the room that is left."""
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setSortingEnabled(True)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT_PX)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setResizeContentsPrecision(60)
    header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)


def beside(left: QWidget, right: QWidget, widths: Sequence[int]) -> QSplitter:
    """The table and its detail beside each other; ``widths`` in pixels, at first."""
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setChildrenCollapsible(False)
    split.addWidget(left)
    split.addWidget(right)
    split.setStretchFactor(0, 3)
    split.setStretchFactor(1, 2)
    split.setSizes(list(widths))
    return split


def index_shown(sorted_rows: QSortFilterProxyModel, row: int) -> QModelIndex:
    """Where a row of the model stands in the table; no index where a filter hides it."""
    source = sorted_rows.sourceModel()
    return sorted_rows.mapFromSource(source.index(row, 0)) if row >= 0 else QModelIndex()


def offer(box: QComboBox, everything: str, entries: Sequence[tuple[object, str]]) -> None:
    """Fill a filter box: everything first; what is chosen stays chosen."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(everything, None)
    for data, text in entries:
        box.addItem(text, data)
    place = next((i for i, (data, _) in enumerate(entries, 1) if data == chosen), 0)
    box.setCurrentIndex(place)
    box.blockSignals(False)
