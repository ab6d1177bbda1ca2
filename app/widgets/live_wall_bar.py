"""The bar over the live wall: what it is, how many tiles, whose cameras, and its few buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from app.widgets.actions import Actions
from app.widgets.live_wall_controller import LiveWallController
from app.widgets.segments import SegmentBar
from app.widgets.theme import CONTROL, STEP, Theme, set_role
from app.widgets.transport_bar import upright
from app.widgets.wall_state import LAYOUTS

BUTTONS = ("sound.toggle", "snapshot.take", "tile.solo", "wall.full_screen")
ICON = QSize(20, 20)


class LiveWallBar(QFrame):
    """Shows what the controller says and passes on what hands do."""

    def __init__(
        self,
        actions: Actions,
        theme: Theme,
        controller: LiveWallController,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions, self._theme, self._controller = actions, theme, controller
        set_role(self, "bar")
        self._picture, self._title = QLabel(), QLabel()
        set_role(self._title, "heading")
        self.layouts = SegmentBar([str(layout) for layout in LAYOUTS])
        self.follows = QToolButton()
        self.follows.setCheckable(True)
        self.follows.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.follows.setProperty("place", "only")
        set_role(self.follows, "segment")
        self.close_button = _button()
        self._lay_out()
        self.layouts.chosen.connect(lambda place: controller.set_layout(LAYOUTS[place]))
        self.follows.clicked.connect(self._follow)
        self.close_button.clicked.connect(lambda: actions.trigger("wall.live_window"))
        controller.layout_changed.connect(self.show_state)
        controller.follows_changed.connect(self.show_state)
        theme.changed.connect(self._paint_icons)
        self._paint_icons()
        self.retranslate()
        self.show_state()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, STEP, 2 * STEP, STEP)
        row.setSpacing(2 * STEP)
        for part in (self._picture, self._title, upright(), self.layouts, self.follows):
            row.addWidget(part)
        row.addStretch(1)
        for name in BUTTONS:
            button = _button()
            button.setDefaultAction(self._actions.action(name))
            row.addWidget(button)
        row.addWidget(self.close_button)

    def _paint_icons(self) -> None:
        self._picture.setPixmap(self._theme.icon("live", "fail").pixmap(ICON))
        self.close_button.setIcon(self._theme.icon("close"))

    def retranslate(self) -> None:
        """Set the words."""
        self._title.setText(self.tr("Live wall"))
        tiles = [self.tr("{count} tiles").format(count=layout) for layout in LAYOUTS]
        self.layouts.set_texts([str(layout) for layout in LAYOUTS], tiles)
        hint = self.tr("The cameras of the wall, in its places, and so whenever they change")
        self.follows.setText(self.tr("As the wall"))
        self.follows.setToolTip(hint)
        self.close_button.setToolTip(self.tr("Close the live wall"))
        self.close_button.setAccessibleName(self.tr("Close the live wall"))

    def show_state(self) -> None:
        """The layout, and whether the cameras are the first wall's."""
        self.layouts.choose(LAYOUTS.index(self._controller.state.layout))
        self.follows.setChecked(self._controller.follows)

    def _follow(self) -> None:
        self._controller.follow()
        self.show_state()

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _button() -> QToolButton:
    button = QToolButton()
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setIconSize(ICON)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setFixedSize(CONTROL + STEP, CONTROL)
    set_role(button, "flat")
    return button
