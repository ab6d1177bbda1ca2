"""The window: rail, screens, notices over them, status at the foot.

It only puts parts together; what a screen does stands in the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, QEvent, QSize, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.operations.values import ChangeKind, ChangeSet, Person
from app.widgets.action_list import INSPECTION, PLAYBACK, WALL
from app.widgets.actions import Actions
from app.widgets.command_palette import CommandPalette
from app.widgets.context import Context
from app.widgets.icons import program_icon
from app.widgets.key_help import KeyHelp
from app.widgets.notice_bar import NoticeBar
from app.widgets.preferences import Preferences
from app.widgets.rail import Rail
from app.widgets.screen import Screen
from app.widgets.status_bar import StatusBar
from app.widgets.storage_notice import StorageNotice
from app.widgets.wall_screen import WallScreen

WALL_GROUPS = (PLAYBACK, WALL, INSPECTION)
SCREENS = ("wall", "rectifications", "scorecards", "stores", "checklists", "pictures", "settings")
KEPT_GEOMETRY = "window/geometry"
LEAST = (1200, 680)
USUAL = QSize(1440, 900)
FRAME_PX = 32  # about what a window manager puts on top


class MainWindow(QMainWindow):
    """One per program."""

    closing = Signal()

    def __init__(self, context: Context, actions: Actions, preferences: Preferences) -> None:
        super().__init__()
        self._context = context
        self._actions = actions
        self._preferences = preferences
        self._screens: dict[str, QWidget] = {}
        self._asks = True  # before something typed or under way is gone
        self._leaving: QDialog | None = None
        QGuiApplication.setWindowIcon(program_icon())
        self.setMinimumSize(*LEAST)
        self.resize(USUAL)
        self.wall = WallScreen(context, actions)
        self.wall.stores_wanted.connect(self._show_in_stores)
        self._screens["wall"] = self.wall
        self._lay_out()
        self._register()
        actions.attach(self)
        actions.allowed = self._allowed
        self.storage = StorageNotice(context, self)
        context.background.fault_met.connect(self.storage.met)
        context.changes.changed.connect(self._heard)
        self.retranslate()
        self.show_screen("wall")

    def _lay_out(self) -> None:
        self.rail = Rail(SCREENS, self._actions, self._context.theme)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.wall)
        self.status = StatusBar(self._context)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.pages, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.notices = NoticeBar(self._context, whole)
        self.rail.chosen.connect(self.show_screen)
        self.status.show_painter(self.wall.painting.painter)
        self.wall.painting.changed.connect(self.status.show_painter)

    def _register(self) -> None:
        for name in SCREENS:
            self._actions.on(f"screen.{name}", partial(self.show_screen, name))
        pages = {"import": "import", "discover": "discovery", "recorders": "recorders"}
        for name, page in pages.items():
            self._actions.on(f"stores.{name}", partial(self._open_in_stores, f"open_{page}"))
        self._actions.on("palette.show", self._show_palette)
        self._actions.on("help.keys", self._show_keys)
        self._actions.on("selftest.run", self._show_selftest)
        self._actions.on("theme.switch", self._preferences.switch_theme)
        self._actions.on("app.quit", self.close)

    # -- screens ---------------------------------------------------------------------

    def show_screen(self, name: str) -> None:
        """Bring a screen to the front; it is made when first wanted."""
        self.pages.setCurrentWidget(self.screen_named(name))
        self.rail.choose(name)

    def _allowed(self, action_id: str, *, by_name: bool) -> bool:
        """Keys of the wall rest while another screen is open; by name they bring it back."""
        group = self._actions.group_of(action_id)
        if group not in WALL_GROUPS or self.pages.currentWidget() is self.wall:
            return True
        if self.wall.pages.detached and self.wall.surface.window().isActiveWindow():
            return True
        if by_name:
            self.show_screen("wall")
        return by_name

    def screen_named(self, name: str) -> QWidget:
        """The screen of a name. KeyError for an unknown one."""
        if name not in self._screens:
            self._screens[name] = self._makers()[name]()
            self.pages.addWidget(self._screens[name])
        return self._screens[name]

    def _makers(self) -> dict[str, Callable[[], QWidget]]:
        return {
            "rectifications": self._make_rectifications,
            "scorecards": self._make_scorecards,
            "stores": self._make_stores,
            "checklists": self._make_checklists,
            "pictures": self._make_pictures,
            "settings": self._make_settings,
        }

    def _make_rectifications(self) -> QWidget:
        from app.widgets.rectifications_screen import RectificationsScreen

        return RectificationsScreen(self._context, self._actions)

    def _make_scorecards(self) -> QWidget:
        from app.widgets.scorecards_screen import ScorecardsScreen

        screen = ScorecardsScreen(self._context, self._actions)
        screen.inspection_wanted.connect(self._continue_inspection)
        return screen

    def _make_stores(self) -> QWidget:
        from app.widgets.stores_screen import StoresScreen

        return StoresScreen(self._context)

    def _make_checklists(self) -> QWidget:
        from app.widgets.checklists_screen import ChecklistsScreen

        return ChecklistsScreen(self._context, self._actions)

    def _make_pictures(self) -> QWidget:
        from app.widgets.snapshot_screen import SnapshotScreen

        return SnapshotScreen(self._context, self._actions)

    def _make_settings(self) -> QWidget:
        from app.widgets.settings_screen import SettingsScreen

        return SettingsScreen(self._context, self._actions)

    def _continue_inspection(self, inspection_id: int) -> None:
        self.show_screen("wall")
        self.wall.docks.panel.show()
        self.wall.panel.open_inspection(inspection_id)

    def _show_in_stores(self, thing: object) -> None:
        from app.widgets.stores_screen import StoresScreen

        screen = self.screen_named("stores")
        self.show_screen("stores")
        if isinstance(screen, StoresScreen):
            screen.show_thing(thing)

    def _open_in_stores(self, opener: str) -> None:
        """Show the stores and open one of their dialogs or pages."""
        screen = self.screen_named("stores")
        self.show_screen("stores")
        getattr(screen, opener)()

    # -- palette, keys, words --------------------------------------------------------

    def _show_palette(self) -> None:
        palette = CommandPalette(self._actions, self._context.theme, self._front())
        palette.show()
        palette.typed.setFocus()

    def _show_keys(self) -> None:
        KeyHelp(self._actions, self._front()).open()

    def _show_selftest(self) -> None:
        from app.widgets.selftest_dialog import SelfTestDialog

        dialog = SelfTestDialog(self._context, self._front())
        dialog.finished.connect(dialog.deleteLater)
        dialog.begin()

    def _front(self) -> QWidget:
        """The window the hands are in: this one, or the wall's own."""
        active = self.wall.surface.window()
        return active if self.wall.pages.detached and active.isActiveWindow() else self

    def retranslate(self) -> None:
        """Set the words."""
        self.setWindowTitle(self.tr("Floorwalk - store inspection"))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self._actions.retranslate()
            self.retranslate()
        super().changeEvent(event)

    def _heard(self, change: ChangeSet) -> None:
        if change.kinds & {ChangeKind.SETTINGS, ChangeKind.PEOPLE}:
            self._preferences.read()

    # -- start and end ---------------------------------------------------------------

    def begin(self) -> None:
        """Show the window as it was left, then ask who sits here when nobody is known."""
        kept = self._context.memory.value(KEPT_GEOMETRY)
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)
        if self._larger_than_screen():
            self.showMaximized()
        else:
            self.show()
        self.wall.restore()
        self.wall.take_focus()
        people = self._context.operations.people
        self._context.background.run(people.current, self._greet, owner=self)

    def _larger_than_screen(self) -> bool:
        """Whether it would go, frame included, beyond a screen that has room for the least."""
        room = self.screen().availableGeometry()
        if room.width() < LEAST[0] or room.height() < LEAST[1]:
            return False
        return self.width() >= room.width() or self.height() + FRAME_PX > room.height()

    def _greet(self, person: Person | None) -> None:
        if person is not None:
            return
        from app.widgets.first_start_dialog import FirstStartDialog

        FirstStartDialog(self._context, self).open()

    def close_unasked(self) -> None:
        """Close without a question: the program ends, or the machine does.

        What is not finished is cancelled.
        """
        self._asks = False
        self.close()

    def _stays(self) -> bool:
        """Whether a person has to say first what becomes of something typed or under way."""
        app = QGuiApplication.instance()
        ending = isinstance(app, QGuiApplication) and app.isSavingSession()
        if not self._asks or ending:  # a session that ends cannot wait
            return False
        return self._asked_about_typed() or self._asked_about_export()

    def _asked_about_typed(self) -> bool:
        for name, screen in self._screens.items():
            if isinstance(screen, Screen) and screen.ask_unsaved(self.close):
                self.show_screen(name)
                return True
        return False

    def _asked_about_export(self) -> bool:
        status = self.wall.clips.under_way()
        if status is None:
            return False
        if self._leaving is None:
            from app.widgets.leave_dialog import LeaveDialog

            self._leaving = dialog = LeaveDialog(status, self._front())
            dialog.given_up.connect(self.close_unasked)
            dialog.finished.connect(self._asked)
            dialog.open()
        return True

    def _asked(self) -> None:
        self._leaving = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how it was left; what is typed or under way is asked about first."""
        if self._stays():
            event.ignore()
            return
        self._context.memory.setValue(KEPT_GEOMETRY, self.saveGeometry())
        self.wall.keep()
        self.wall.stop()
        self.status.stop()
        self.storage.stop()
        self.notices.stop()
        self.closing.emit()
        super().closeEvent(event)
