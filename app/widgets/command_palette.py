"""Every action by name, with its key: type a few letters, Enter runs it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.widgets.actions import ActionRow, Actions
from app.widgets.fuzzy import fuzzy_score
from app.widgets.theme import STEP, Theme, set_role

ROW_ROLE = Qt.ItemDataRole.UserRole
HIDDEN = frozenset({"palette.show", "focus.wall"})


def matching(rows: list[ActionRow], typed: str) -> list[ActionRow]:
    """The actions that fit what is typed, the best first; all when nothing is typed."""
    if not typed.strip():
        return rows
    scored = [(_score(row, typed), row) for row in rows]
    fitting = [(score, row) for score, row in scored if score is not None]
    return [row for _score_, row in sorted(fitting, key=lambda pair: -pair[0])]


def _score(row: ActionRow, typed: str) -> int | None:
    own = fuzzy_score(typed, row.text)
    with_group = fuzzy_score(typed, f"{row.group} {row.text}")
    return own if own is not None else with_group


class _Line(QStyledItemDelegate):
    """Name at the left, group behind it in quiet, key at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one action."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, ActionRow):
            return
        box: QRect = option.rect.adjusted(8, 0, -8, 0)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.colour("selected"))
        painter.setPen(self._theme.colour("text"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), row.text)
        wide = painter.fontMetrics().horizontalAdvance(row.text) + 12
        painter.setPen(self._theme.colour("quiet"))
        painter.drawText(box.adjusted(wide, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), row.group)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box, int(right), "   ".join(row.keys))

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One control high."""
        return QSize(200, 30)


class CommandPalette(QDialog):
    """A list that opens over the window and goes away when done."""

    def __init__(self, actions: Actions, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._actions = actions
        self._rows = [row for row in actions.rows() if row.enabled and row.id not in HIDDEN]
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        set_role(self, "popup")
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(self.tr("What do you want to do?"))
        self.typed.installEventFilter(self)
        self.list = QListWidget()
        self.list.setItemDelegate(_Line(theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_role(self.list, "plain")
        self.nothing = QLabel(self.tr("No action has these letters."))
        set_role(self.nothing, "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(2 * STEP)
        for part in (self.typed, self.list, self.nothing):
            column.addWidget(part)
        self.typed.textChanged.connect(self._filter)
        self.typed.returnPressed.connect(self._run)
        self.list.itemClicked.connect(lambda _item: self._run())
        self._filter("")
        self._place(parent)

    def _place(self, parent: QWidget) -> None:
        wide = min(560, parent.width() - 40)
        high = min(420, parent.height() - 80)
        self.resize(wide, high)
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - wide) // 2, corner.y() + 64)

    def _filter(self, typed: str) -> None:
        self.list.clear()
        for row in matching(self._rows, typed):
            item = QListWidgetItem(row.text)
            item.setData(ROW_ROLE, row)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.nothing.setVisible(self.list.count() == 0)

    def _run(self) -> None:
        row = self.list.currentIndex().data(ROW_ROLE)
        self.close()
        if isinstance(row, ActionRow):
            self._actions.trigger(row.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down walk the list while letters go into the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            by = {key.value: step for key, step in steps.items()}.get(event.key())
            if by is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())
                return True
        return super().eventFilter(watched, event)
