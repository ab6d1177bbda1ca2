"""Composition: build the rooms once and hand them on.

The window's start is arranged so that the first picture comes early: storage
and decode processes start on other threads while Qt loads and dresses.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from app.faults import Fault, Language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.operations.facade import Operations
    from app.video.hardware import HardwareOpener
    from app.video.wall.engine import WallEngine
    from app.widgets.actions import Actions
    from app.widgets.context import Context
    from app.widgets.main_window import MainWindow
    from app.widgets.preferences import Preferences
    from app.widgets.translations import Translations
    from app.widgets.typing_guard import TypingGuard

NAME = "Floorwalk"
MEMORY_FILE = "window.ini"
log = logging.getLogger(__name__)


def default_home() -> Path:
    """The user's data folder; FLOORWALK_HOME names another."""
    named = os.environ.get("FLOORWALK_HOME")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("floorwalk", appauthor=False))


@dataclass
class Window:
    """The window and everything it was made of."""

    app: QApplication
    context: Context
    actions: Actions
    preferences: Preferences
    translations: Translations
    guard: TypingGuard
    main: MainWindow

    def close(self) -> None:
        """End every thread, process and file; idempotent."""
        self.main.close_unasked()
        self.guard.stop()
        self.context.changes.stop()
        self.context.background.stop()
        self.context.engine.stop()
        self.context.operations.close()
        self.context.memory.sync()
        self.translations.remove()
        self.main.deleteLater()


def make_app() -> QApplication:
    """The one QApplication of this process, with what must be said before windows."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QApplication

    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication([NAME])
    app.setApplicationName(NAME)
    app.setStyle("Fusion")
    return app


def make_window(
    app: QApplication, operations: Operations, engine: WallEngine, home: Path
) -> Window:
    """The main window over rooms that are open. Shows nothing yet: see ``begin``."""
    from PySide6.QtCore import QSettings

    from app.widgets.actions import Actions
    from app.widgets.background import Background
    from app.widgets.changes import ChangeBridge
    from app.widgets.context import Context
    from app.widgets.main_window import MainWindow
    from app.widgets.notices import Notices
    from app.widgets.preferences import KEPT_KEYS, Preferences, kept_keys
    from app.widgets.theme import Theme, ThemeName
    from app.widgets.translations import Translations
    from app.widgets.typing_guard import TypingGuard

    memory = QSettings(str(home / MEMORY_FILE), QSettings.Format.IniFormat)
    theme = Theme(cast("ThemeName", operations.settings.text("general.theme")))
    theme.apply()
    language = cast("Language", operations.settings.text("general.language"))
    translations = Translations(home / "cache")
    translations.set(language)
    context = Context(
        operations=operations,
        engine=engine,
        background=Background(),
        changes=ChangeBridge(operations.changes),
        notices=Notices(),
        theme=theme,
        memory=memory,
        home=home,
        language=language,
    )
    actions = Actions(theme, kept_keys(str(memory.value(KEPT_KEYS, ""))))
    preferences = Preferences(context, actions, translations)
    main = MainWindow(context, actions, preferences)
    return Window(app, context, actions, preferences, translations, TypingGuard(app), main)


def open_rooms(home: Path, database_url: str | None) -> Future[Operations]:
    """Open storage on another thread; the future fails with the Fault that says why not."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="opening")
    coming = pool.submit(_open, home, database_url)
    pool.shutdown(wait=False)
    return coming


def _open(home: Path, database_url: str | None) -> Operations:
    from app.operations.facade import open_operations

    return open_operations(home, database_url)


def opener_of(home: Path) -> HardwareOpener:
    """How the wall's workers open footage: by the setting, before the rooms are there."""
    from app.operations.changes import Changes
    from app.operations.settings import Settings
    from app.video.hardware import HardwareOpener

    return HardwareOpener(Settings(home, Changes()).text("wall.decoding"))


def run_window(
    home: Path,
    database_url: str | None = None,
    arrange: Callable[[Window], None] | None = None,
) -> int:
    """Open the window and stay until it is closed. Returns the exit code.

    ``arrange`` is called with the window before it is shown.
    """
    from app.logs import start_log

    start_log(home)
    coming = open_rooms(home, database_url)
    app = make_app()
    from app.video.wall.engine import WallEngine
    from app.widgets.garbage import collect_here

    collect_here(app)
    engine = WallEngine(opener=opener_of(home))
    engine.start()
    try:
        operations = coming.result()
    except Fault as fault:
        engine.stop()
        return _say_and_leave(fault)
    try:
        window = make_window(app, operations, engine, home)
    except BaseException:
        # No process may outlive a window that never came.
        engine.stop()
        operations.close()
        raise
    sys.excepthook = _last_resort(window)
    threading.excepthook = lambda met: log.error("a thread failed", exc_info=met.exc_value)
    _end_on_signals(app, window)
    if arrange is not None:
        arrange(window)
    _log_first_wall(window)
    window.main.begin()
    code = app.exec()
    window.close()
    return code


def _log_first_wall(window: Window) -> None:
    """Into the log: how long after its start the program showed every tile of its wall."""
    from app.video.tiles import TileStateKind

    wall, engine = window.main.wall, window.context.engine
    waiting = (TileStateKind.CONNECTING, TileStateKind.PLAYING)

    def settled(tile: int) -> bool:
        return engine.shown_time_us(tile) is not None or engine.state(tile).kind not in waiting

    def painted() -> None:
        tiles = engine.tiles()
        if tiles and all(settled(tile) for tile in tiles):
            import psutil

            wall.surface.painted.disconnect(painted)
            took_s = time.time() - psutil.Process().create_time()
            log.info("%d tiles stood on the wall %.2f s after the start", len(tiles), took_s)

    if wall.controller.state.cameras:
        wall.surface.painted.connect(painted)


def _end_on_signals(app: QApplication, window: Window) -> None:
    """A shutdown of the machine, or Ctrl+C in the terminal, closes the window in order.

    Python hears signals between two of its own instructions; the wall's timers see to that.
    """

    def end(*_: object) -> None:
        window.main.close_unasked()  # nobody may be there to answer
        app.quit()

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), end)


def _say_and_leave(fault: Fault) -> int:
    """Without a database nothing can be done: the one box that stands in the way."""
    from PySide6.QtCore import QLocale
    from PySide6.QtWidgets import QMessageBox

    from app.widgets.theme import Theme

    Theme().apply()
    chinese = QLocale.system().language() == QLocale.Language.Chinese
    box = QMessageBox(QMessageBox.Icon.Critical, NAME, fault.text("zh_CN" if chinese else "en"))
    box.exec()
    return 1


def _last_resort(window: Window) -> Callable[..., None]:
    """What nobody caught: into the log and onto the bar, and the window goes on."""
    from app.widgets.background import UNEXPECTED, UnexpectedFault

    def met(kind: type[BaseException], error: BaseException, trace: object) -> None:
        del trace
        if issubclass(kind, KeyboardInterrupt):
            window.main.close_unasked()
            return
        log.error("not caught anywhere", exc_info=error)
        problem = f"{kind.__name__}: {error}"
        window.context.notices.fault(UnexpectedFault(UNEXPECTED, problem=problem))

    return met
