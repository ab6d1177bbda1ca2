"""A dock with a slim title: its name, and a button that folds it away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from app.widgets.theme import SMALL_PX, STEP, Theme, set_role, ui_font

Feature = QDockWidget.DockWidgetFeature


class Dock(QDockWidget):
    """Can be moved, floated to another monitor and folded away."""

    def __init__(self, name: str, content: QWidget, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)  # saveState() knows docks by it
        self.setFeatures(
            Feature.DockWidgetClosable | Feature.DockWidgetMovable | Feature.DockWidgetFloatable
        )
        self.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
        self.setWidget(content)
        self._words = QLabel()
        self._words.setFont(ui_font(SMALL_PX))
        set_role(self._words, "caption")
        self.fold = QToolButton()
        self.fold.setIconSize(QSize(16, 16))
        self.fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fold.setFixedSize(28, 28)
        self.fold.clicked.connect(self.close)
        set_role(self.fold, "flat")
        self.setTitleBarWidget(self._title())
        theme.changed.connect(self._paint_icon)
        self._paint_icon()

    def _title(self) -> QWidget:
        bar = QWidget()
        set_role(bar, "panel")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(3 * STEP, 0, STEP, 0)
        row.setSpacing(STEP)
        row.addWidget(self._words, 1)
        row.addWidget(self.fold)
        return bar

    def add_button(self, button: QWidget) -> None:
        """Put a button into the title, before the one that folds."""
        bar = self.titleBarWidget()
        row = bar.layout()
        if isinstance(row, QHBoxLayout):
            row.insertWidget(row.count() - 1, button)

    def set_words(self, title: str, fold: str) -> None:
        """Name the dock and its button."""
        self.setWindowTitle(title)
        self._words.setText(title)
        self.fold.setToolTip(fold)
        self.fold.setAccessibleName(fold)

    def _paint_icon(self) -> None:
        self.fold.setIcon(self._theme.icon("close", "quiet"))
