"""The sections and items as a list: an icon and a word for each state."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.operations.values import ChecklistSection
from app.widgets.checklist_model import ChecklistListModel, ItemRow, OpenInspection
from app.widgets.context import Context
from app.widgets.models.words import ROW_LOOKS, row_word
from app.widgets.theme import SMALL_PX, STEP, Theme, set_role, ui_font

ICON = 16


class ItemDelegate(QStyledItemDelegate):
    """Paints one line: state icon, number and title, hint and evidence signs, state word."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One line of text with its air."""
        return QSize(100, 24 + STEP // 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """A section as a heading, an item with its state."""
        line = index.data(ChecklistListModel.ROW_ROLE)
        painter.save()
        area: QRect = option.rect
        text = str(index.data())
        if isinstance(line, ItemRow):
            state: QStyle.StateFlag = option.state
            self._paint_ground(painter, area, state)
            self._paint_item(painter, area.adjusted(2 * STEP, 0, -2 * STEP, 0), line, text)
        elif isinstance(line, ChecklistSection):
            painter.setFont(ui_font(SMALL_PX, bold=True))
            painter.setPen(self._theme.colour("quiet"))
            self._paint_text(painter, area.adjusted(2 * STEP, 0, -2 * STEP, 0), text)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._theme.colour("selected"))
            painter.fillRect(area.x(), area.y(), 3, area.height(), self._theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, self._theme.colour("hover"))

    def _paint_item(self, painter: QPainter, area: QRect, row: ItemRow, text: str) -> None:
        look = ROW_LOOKS[row.state]
        if look.icon:
            self._paint_icon(painter, area.left(), area, look.icon, look.colour)
        else:
            self._paint_open(painter, area)
        right = self._paint_word(painter, area, row)
        for icon, colour, shown in (
            ("hint", "attention", row.open_hints),
            ("evidence", "quiet", row.evidence),
        ):
            if shown:
                right -= ICON + STEP
                self._paint_icon(painter, right, area, icon, colour)
        left = area.left() + ICON + 2 * STEP
        painter.setFont(ui_font())
        painter.setPen(self._theme.colour("text"))
        self._paint_text(painter, QRect(left, area.y(), right - left - STEP, area.height()), text)

    def _paint_word(self, painter: QPainter, area: QRect, row: ItemRow) -> int:
        word = row.points or row_word(row.state)
        if not word:
            return area.right()
        painter.setFont(ui_font(SMALL_PX))
        painter.setPen(self._theme.colour(ROW_LOOKS[row.state].colour))
        width = painter.fontMetrics().horizontalAdvance(word)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)
        return area.right() - width - STEP

    def _paint_icon(
        self, painter: QPainter, left: int, area: QRect, name: str, colour: str
    ) -> None:
        top = area.y() + (area.height() - ICON) // 2
        self._theme.icon(name, colour).paint(painter, QRect(left, top, ICON, ICON))

    def _paint_open(self, painter: QPainter, area: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("quiet"))
        top = area.y() + (area.height() - 8) // 2
        painter.drawEllipse(QRect(area.left() + 4, top, 8, 8))

    def _paint_text(self, painter: QPainter, area: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)


class ItemList(QListView):
    """Choose an item by mouse or arrows."""

    chosen = Signal(int)  # the item's place in the checklist

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "plain")
        self._lines = ChecklistListModel(context.language, self)
        self._showing = False
        self.setModel(self._lines)
        self.setItemDelegate(ItemDelegate(context.theme, self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._moved)

    def show_inspection(self, opened: OpenInspection | None) -> None:
        """Show states as they are now and select the current item."""
        self._showing = True
        self._lines.show(opened)
        if opened is not None:
            index = self._lines.index(self._lines.line_of(opened.current))
            if index != self.currentIndex():
                self.setCurrentIndex(index)
                self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self._showing = False

    def set_language(self, context: Context) -> None:
        """Show the titles in the language in force."""
        self._lines.set_language(context.language)

    def _moved(self, current: QModelIndex) -> None:
        place = self._lines.item_index(current.row())
        if not self._showing and place is not None:
            self.chosen.emit(place)
