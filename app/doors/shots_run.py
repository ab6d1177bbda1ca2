"""Pictures of every screen at one size, painted offscreen by the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.application import Window, make_app, make_window
from app.doors.rehearsal import Rehearsal
from app.operations.facade import open_operations
from app.operations.values import InspectionFilter, InspectionState
from app.video.wall.engine import WallEngine
from app.widgets.evidence_marker import EvidenceDialog
from app.widgets.garbage import collect_here
from app.widgets.main_window import SCREENS

LANGUAGES = ("en", "zh_CN")
_DIALOGS = {"palette": "palette.show", "keys": "help.keys", "goto": "goto.time"}


def take_all(home: Path, out: Path, size: str, theme: str) -> int:
    """Every screen in both languages at ``size`` ("1920x1080@1") into ``out``."""
    pixels, _, scale = size.partition("@")
    width, height = (round(int(side) / float(scale or 1)) for side in pixels.split("x"))
    app = make_app()
    collect_here(app)
    operations = open_operations(home)
    operations.settings.set("general.theme", theme)
    engine = WallEngine()
    engine.start()
    window = make_window(app, operations, engine, home)
    try:
        _Photographer(window, out, f"{theme}-{pixels}").take(width, height)
    finally:
        window.close()
    return 0


class _Photographer:
    def __init__(self, window: Window, out: Path, name: str) -> None:
        self._window = window
        self._out = out
        self._name = name
        self._language = ""
        self._rehearsal = Rehearsal(window, out, lambda _text: None)

    def take(self, width: int, height: int) -> None:
        """Everything."""
        self._out.mkdir(parents=True, exist_ok=True)
        operations = self._window.context.operations
        self._rehearsal.open_wall(self._moment(), (width, height))
        for language in LANGUAGES:
            self._language = language
            operations.settings.set("general.language", language)
            self._rehearsal.spin(0.5)
            self._wall()
            self._screens()
            self._dialogs()
            self._marker()
            self._first_start()

    def _moment(self) -> int:
        """A moment worth a picture: the middle of the first hint, or of the first evidence."""
        operations = self._window.context.operations
        hints = operations.hints.list()
        if hints:
            return (hints[0].start_us + hints[0].end_us) // 2
        done = operations.inspections.list()
        return operations.evidence.list(done[0].id)[0].media_time_us

    def _wall(self) -> None:
        main, operations = self._window.main, self._window.context.operations
        main.show_screen("wall")
        done = operations.inspections.list(InspectionFilter(state=InspectionState.SUBMITTED))
        main.wall.panel.open_inspection(done[0].id)
        self._shot("wall")
        drafts = operations.inspections.list(InspectionFilter(state=InspectionState.DRAFT))
        version = operations.checklists.list()[0]
        draft = drafts[0].id if drafts else operations.inspections.begin(
            done[0].store_id, version.id
        ).id  # fmt: skip
        main.wall.panel.open_inspection(draft)
        self._shot("wall-draft")

    def _screens(self) -> None:
        for name in SCREENS[1:]:
            self._window.main.show_screen(name)
            self._shot(name)
        self._window.main.show_screen("wall")

    def _dialogs(self) -> None:
        for name, action in _DIALOGS.items():
            self._window.actions.trigger(action)
            self._shot(name)
            self._close_dialogs()

    def _marker(self) -> None:
        operations = self._window.context.operations
        done = operations.inspections.list(InspectionFilter(state=InspectionState.SUBMITTED))
        record = operations.evidence.list(done[0].id)[0]
        zone = operations.stores.store(record.store_id).time_zone
        dialog = EvidenceDialog(self._window.context, record, zone, self._window.main)
        dialog.open()
        self._shot("evidence")
        dialog.close()

    def _first_start(self) -> None:
        from app.widgets.first_start_dialog import FirstStartDialog

        FirstStartDialog(self._window.context, self._window.main).open()
        self._shot("first-start")
        self._close_dialogs()

    def _close_dialogs(self) -> None:
        for widget in self._others(lambda each: each.isVisible()):
            widget.done(0) if isinstance(widget, QDialog) else widget.close()

    def _shot(self, what: str) -> None:
        self._rehearsal.spin(0.9)
        picture = self._window.main.grab()
        painter = QPainter(picture)
        for widget in self._others(lambda each: each.isVisible()):
            painter.drawPixmap(self._place(widget), widget.grab())
        painter.end()
        self._save(picture, what)

    def _place(self, widget: QWidget) -> QPoint:
        return widget.mapToGlobal(QPoint()) - self._window.main.mapToGlobal(QPoint())

    def _others(self, wanted: Callable[[QWidget], bool]) -> list[QWidget]:
        main = self._window.main
        return [
            each for each in QApplication.topLevelWidgets() if each is not main and wanted(each)
        ]

    def _save(self, picture: QPixmap, what: str) -> None:
        picture.save(str(self._out / f"{what}-{self._language}-{self._name}.png"))
