"""The middle of the wall screen: the wall, how to fill it, or where it has gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.widgets.actions import Actions
from app.widgets.context import Context
from app.widgets.theme import STEP, set_role
from app.widgets.wall_controller import WallController
from app.widgets.wall_window import WallWindow

KEPT_DETACHED = "wall/detached"
KEPT_SCREEN = "wall/screen"


class WallPages(QStackedWidget):
    """Shows the surface, the empty wall, or that the wall has a window of its own."""

    def __init__(
        self,
        context: Context,
        actions: Actions,
        controller: WallController,
        surface: QWidget,
        empty: QWidget,
    ) -> None:
        super().__init__()
        self._memory = context.memory
        self._actions = actions
        self._controller = controller
        self._surface, self._empty = surface, empty
        self._window: WallWindow | None = None
        self._missed_screen = ""  # pulled out with the wall on it
        # Another wall's window takes this over: the screens that it fills.
        self.taken: Callable[[], Sequence[str]] = tuple
        self._away, self._away_words, self._back = QWidget(), QLabel(), QPushButton()
        set_role(self._away, "ground")
        column = QVBoxLayout(self._away)
        column.setSpacing(3 * STEP)
        column.addStretch(1)
        column.addWidget(self._away_words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        for page in (surface, empty, self._away):
            self.addWidget(page)
        self._back.clicked.connect(self.attach)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._screen_added)
        controller.tile_changed.connect(self.show_page)
        controller.layout_changed.connect(self.show_page)

    def retranslate(self) -> None:
        """Set the words."""
        self._away_words.setText(self.tr("The wall is in its own window."))
        self._back.setText(self.tr("Bring it back"))
        if self._window is not None:
            self._window.retranslate()

    def show_page(self) -> None:
        """Bring the page to the front that fits."""
        if self._window is not None:
            self.setCurrentWidget(self._away)
        elif self._controller.state.cameras:
            self.setCurrentWidget(self._surface)
        else:
            self.setCurrentWidget(self._empty)

    @property
    def shows_empty(self) -> bool:
        """Whether the page is in front that says how to fill the wall."""
        return self.currentWidget() is self._empty

    @property
    def detached(self) -> bool:
        """Whether the wall is in its own window."""
        return self._window is not None

    def screens_taken(self) -> tuple[str, ...]:
        """The screen that the wall fills while it is in its own window."""
        name = None if self._window is None else self._window.screen_name
        return () if name is None else (name,)

    def toggle_detached(self) -> None:
        """Give the wall its own window, or bring it back."""
        if self._window is None:
            self.detach()
        else:
            self.attach()

    def detach(self) -> None:
        """The wall alone, for a second monitor."""
        if self._window is None:
            kept = str(self._memory.value(KEPT_SCREEN, ""))
            taken = self.taken()
            self._window = WallWindow(self._surface, self._actions, self, kept, taken)
            self._window.closed.connect(self.attach)
            self._window.screen_gone.connect(self._screen_gone)
            self.show_page()

    def attach(self) -> None:
        """Bring the wall back into the main window."""
        window, self._window = self._window, None
        if window is not None:
            if window.screen_name:
                self._memory.setValue(KEPT_SCREEN, window.screen_name)
            self.insertWidget(0, self._surface)
            window.close()
            window.deleteLater()
            self.show_page()

    def to_next_screen(self) -> None:
        """The wall alone on the next monitor, detached first where it is not."""
        if self._window is None:
            self.detach()
        else:
            self._window.to_next_screen()

    def toggle_full_screen(self) -> None:
        """The wall's own window fills its monitor, or else the main window does."""
        if self._window is not None:
            self._window.toggle_full_screen()
            return
        main = self.window()
        main.setWindowState(main.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _screen_gone(self, name: str) -> None:
        self.attach()
        self._missed_screen = name

    def _screen_added(self, screen: QScreen) -> None:
        """The cable is in again: the wall goes back to where it was."""
        if screen.name() == self._missed_screen:
            self._missed_screen = ""
            self.detach()

    def restore(self) -> None:
        """Detach the wall where it was so at the last end."""
        if str(self._memory.value(KEPT_DETACHED, "")) == "true":
            self.detach()

    def keep(self) -> None:
        """Remember it for the next start, and bring the wall back."""
        self._memory.setValue(KEPT_DETACHED, "true" if self.detached else "false")
        if self._window is not None:
            self.attach()
