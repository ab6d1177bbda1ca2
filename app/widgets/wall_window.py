"""The wall alone: a window of its own for a second monitor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.widgets.actions import Actions
from app.widgets.theme import set_role

_LEAST_SHARE = 0.75  # of the only screen


def choose_screen(screens: Sequence[tuple[str, int]], here: str, kept: str) -> str | None:
    """Which screen gets the wall; None where there is no other than ``here``.

    ``screens``: name and number of pixels. The one it had last (``kept``), else the
    largest; never the one with the main window.
    """
    others = [(name, pixels) for name, pixels in screens if name != here]
    if any(name == kept for name, _ in others):
        return kept
    return max(others, key=lambda each: each[1])[0] if others else None


class WallWindow(QWidget):
    """Holds the wall while it is detached; closing it brings the wall back.

    ``screen_gone`` is told with the screen's name when its cable is pulled: the
    wall must not hide behind the main window then.
    """

    closed = Signal()
    screen_gone = Signal(str)

    def __init__(
        self,
        wall: QWidget,
        actions: Actions,
        beside: QWidget,
        kept: str = "",
        taken: Sequence[str] = (),
    ) -> None:
        """``kept``: the name of the screen where it was last; ``taken``: screens of other walls."""
        super().__init__(None, Qt.WindowType.Window)
        set_role(self, "ground")
        self.retranslate()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(wall)
        wall.show()
        actions.attach(self)
        self._on: str | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenRemoved.connect(self._screen_removed)
        self._place(beside, kept, taken)
        wall.setFocus()

    def retranslate(self) -> None:
        """Name the window."""
        self.setWindowTitle(self.tr("Wall - Floorwalk"))

    @property
    def screen_name(self) -> str | None:
        """The screen that the wall fills; None where it shares the only one."""
        return self._on

    def _place(self, beside: QWidget, kept: str, taken: Sequence[str]) -> None:
        """Fill another monitor; where there is only one, take most of it."""
        free = [each for each in _screens() if each[0] not in taken]
        name = choose_screen(free, beside.screen().name(), kept)
        if name is not None:
            self.fill(name)
            return
        self._take_most_of(beside.screen())
        self.show()

    def come_beside(self, other: QWidget) -> None:
        """Its screen is gone: stand in a frame where the other window is."""
        self._on = None
        self.showNormal()
        self.setScreen(other.screen())
        self._take_most_of(other.screen())

    def _take_most_of(self, screen: QScreen) -> None:
        room = screen.availableGeometry()
        self.resize(round(room.width() * _LEAST_SHARE), round(room.height() * _LEAST_SHARE))

    def fill(self, name: str) -> None:
        """Fill the screen of that name."""
        screen = next(each for each in QGuiApplication.screens() if each.name() == name)
        self._on = name
        self.showNormal()  # a full screen window does not move
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def to_next_screen(self) -> None:
        """Fill the next of all monitors, also the one with the main window."""
        names = [name for name, _ in _screens()]
        at = names.index(self.screen().name())
        self.fill(names[(at + 1) % len(names)])

    def toggle_full_screen(self) -> None:
        """Fill the monitor, or stand in a frame."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _screen_removed(self, screen: QScreen) -> None:
        if self._on is not None and screen.name() == self._on:
            self.screen_gone.emit(self._on)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the wall is to come back."""
        super().closeEvent(event)
        self.closed.emit()


def _screens() -> list[tuple[str, int]]:
    sizes = ((screen.name(), screen.size()) for screen in QGuiApplication.screens())
    return [(name, size.width() * size.height()) for name, size in sizes]
