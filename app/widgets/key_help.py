"""The keys at a glance, by group, as they are set now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from app.widgets.actions import ActionRow, Actions
from app.widgets.theme import STEP, set_role

OF_SCREEN = (0.99, 0.92)  # at most, across and down; what does not fit is scrolled to


class KeyHelp(QDialog):
    """Opens on ``?``, goes away on Escape, on ``?`` and on a click."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys at a glance"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        set_role(self, "popup")
        # The keys that opened it close it again.
        for key in actions.action("help.keys").shortcuts():
            close = self.addAction("")
            close.setShortcut(key)
            close.triggered.connect(self.close)
        rows = [row for row in actions.rows() if row.works and row.keys]
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * STEP, 4 * STEP, 2 * STEP, 4 * STEP)
        column.setSpacing(3 * STEP)
        body = QWidget()
        beside = QHBoxLayout(body)
        beside.setContentsMargins(0, 0, 2 * STEP, 0)
        beside.setSpacing(5 * STEP)
        for groups in _columns(actions.groups()):
            beside.addLayout(self._column(groups, rows))
        column.addWidget(_scrolled(body), 1)
        foot = QLabel(self._foot(next(iter(actions.key_texts("palette.show")), "")))
        set_role(foot, "quiet")
        column.addWidget(foot)
        self._fit(body)

    def _fit(self, body: QWidget) -> None:
        """Everything at once where the screen is large enough."""
        screen, need = self.screen().availableSize(), body.sizeHint()
        across, down = (round(screen.width() * OF_SCREEN[0]), round(screen.height() * OF_SCREEN[1]))
        width, height = need.width() + 6 * STEP + 2, need.height() + 18 * STEP
        if height > down:
            width += self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self.resize(min(width, across), min(height, down))

    def _foot(self, palette_key: str) -> str:
        if not palette_key:
            return self.tr("Change any key under Settings.")
        text = self.tr("Change any key under Settings. {key} finds every action by name.")
        return text.format(key=palette_key)

    def _column(self, groups: tuple[str, ...], rows: list[ActionRow]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2 * STEP)
        for group in groups:
            inside = [row for row in rows if row.group == group]
            if not inside:
                continue
            title = QLabel(group)
            set_role(title, "heading")
            column.addWidget(title)
            column.addLayout(_grid(inside))
            column.addSpacing(2 * STEP)
        column.addStretch(1)
        return column

    def mousePressEvent(self, _event: object) -> None:
        """A click anywhere puts it away."""
        self.close()


def _columns(groups: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Three columns of about one height, which fit the width of 1280 pixels."""
    return (groups[:1] + groups[3:4], groups[1:2], groups[2:3] + groups[4:])


def _scrolled(body: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(body)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area


def _grid(rows: list[ActionRow]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(3 * STEP)
    grid.setVerticalSpacing(STEP)
    for line, row in enumerate(rows):
        keys = QHBoxLayout()
        keys.setSpacing(STEP)
        for key in _shown(row.keys):
            label = QLabel(key)
            set_role(label, "key")
            keys.addWidget(label)
        keys.addStretch(1)
        grid.addLayout(keys, line, 0)
        grid.addWidget(QLabel(row.text), line, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _shown(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Both keys that end a line are one to a person."""
    spoken = [key.replace("Return", "Enter") for key in keys]
    return tuple(dict.fromkeys(spoken))
