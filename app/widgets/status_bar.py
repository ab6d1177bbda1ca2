"""The line at the foot: database, model, pictures, processor, clock."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.operations.values import ChangeKind, ChangeSet
from app.widgets.context import Context
from app.widgets.load import ProcessorLoad
from app.widgets.local_time import local, offset_text
from app.widgets.theme import SMALL_PX, STEP, set_role, ui_font
from app.widgets.transport_bar import upright
from app.widgets.wall_surface_painting import RASTER

EVERY_MS = 1000
NOTE_MS = 20_000


@dataclass(frozen=True)
class Facts:
    """What is read off the UI thread once a second."""

    database: str
    waiting: int
    running: bool
    progress: float  # 0..1
    model: str
    device: str
    frames_per_s: float
    note: str
    cpu_percent: float
    looked: float  # part of the wanted footage looked at for activity, 0..1
    looks: bool  # whether that goes on; else it is held


class StatusBar(QFrame):
    """Reads every second, off the UI thread, and only says what it read."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._load = ProcessorLoad()
        self._zone = "UTC"
        self._reading = False
        self._painter = RASTER
        set_role(self, "footer")
        self.database, self.model = QLabel(), QLabel()
        self.tiles, self.cpu, self.clock = QLabel(), QLabel(), QLabel()
        self.activity = QLabel()
        self.note = QLabel()
        self._said: set[str] = set()
        self._icons: list[tuple[QLabel, str]] = []
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        context.theme.changed.connect(self._paint_icons)
        context.changes.changed.connect(self._heard)
        self._read_zone()
        self.refresh()

    def stop(self) -> None:
        """The window closes: ask no more."""
        self._timer.stop()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * STEP, 0, 3 * STEP, 0)
        row.setSpacing(2 * STEP)
        parts = ((self.database, "database"), (self.model, "model"), (self.tiles, "wall"))
        for label, icon in parts:
            row.addWidget(self._icon(icon))
            row.addWidget(label)
            row.addWidget(upright(14))
        row.addWidget(self.cpu)
        row.addSpacing(2 * STEP)
        row.addWidget(self.activity)
        row.addWidget(self.note, 1)
        row.addWidget(self._icon("clock"))
        row.addWidget(self.clock)
        everything = (self.database, self.model, self.tiles, self.cpu, self.activity, self.note)
        for label in (*everything, self.clock):
            label.setFont(ui_font(SMALL_PX))
            set_role(label, "caption")
        # Cut rather than making the window wider.
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setFixedHeight(28)
        self._paint_icons()

    def _icon(self, name: str) -> QLabel:
        label = QLabel()
        self._icons.append((label, name))
        return label

    def _paint_icons(self) -> None:
        for label, name in self._icons:
            label.setPixmap(self._context.theme.icon(name, "quiet").pixmap(QSize(16, 16)))

    def _heard(self, change: ChangeSet) -> None:
        if ChangeKind.SETTINGS in change.kinds:
            self._read_zone()

    def _read_zone(self) -> None:
        self._zone = self._context.operations.settings.text("general.time_zone")
        self._show_clock()

    def show_painter(self, painter: str) -> None:
        """Who paints the wall: the graphics card by its name, or "raster"."""
        self._painter = painter
        self._show_tiles()

    def refresh(self) -> None:
        """Ask anew; the answer shows when it is there."""
        self._show_clock()
        self._show_tiles()
        if not self._reading:
            self._reading = True
            self._context.background.run(self._read, self._show, self._failed, owner=self)

    def _read(self) -> Facts:
        operations = self._context.operations
        storage, analysis = operations.storage_state(), operations.analysis.status()
        values = analysis.note_values
        note = analysis.note.fill(self._context.language, **values) if analysis.note else ""
        looked = operations.activity.progress()
        return Facts(
            storage.name,
            storage.waiting,
            analysis.running,
            analysis.progress,
            analysis.model_name,
            analysis.device,
            analysis.frames_per_s,
            note,
            self._load.percent(),
            looked.done_s / looked.total_s if looked.total_s else 1.0,
            not looked.paused,
        )

    def _failed(self, _fault: object) -> None:
        self._reading = False
        self.database.setText(self.tr("Database does not answer"))

    def _show(self, facts: Facts) -> None:
        self._reading = False
        self.database.setText(
            self.tr("{database} · {count} waiting").format(
                database=facts.database, count=facts.waiting
            )
        )
        self.database.setToolTip(self.tr("Database · writes not yet on disk"))
        self.model.setText(self._model_words(facts))
        self.model.setToolTip(facts.note or self.tr("Model, device, analysed frames per second"))
        self._say_once(facts.note)
        self.cpu.setText(self.tr("{percent} % CPU").format(percent=f"{facts.cpu_percent:.0f}"))
        self.cpu.setToolTip(
            self.tr("This program and its decode processes, of all cores of this machine")
        )

        self.activity.setText(self._activity_words(facts))
        self.activity.setToolTip(
            self.tr("Recordings on the wall looked through for activity; waits for the wall")
        )

    def _activity_words(self, facts: Facts) -> str:
        if facts.looked >= 1.0:
            return ""
        if not facts.looks:
            return self.tr("Activity: paused")
        return self.tr("Activity {percent} %").format(percent=f"{100 * facts.looked:.0f}")

    def _say_once(self, note: str) -> None:
        """What analysis notes, such as that it computes on the processor: once, for a while."""
        if note and note not in self._said:
            self._said.add(note)
            self.note.setText(note)
            self.note.setToolTip(note)
            QTimer.singleShot(NOTE_MS, self.note, self.note.clear)

    def _model_words(self, facts: Facts) -> str:
        if not facts.running:
            return self.tr("Analysis rests")
        return self.tr("{model} {device} {rate}/s · {percent} %").format(
            model=facts.model,
            device=facts.device,
            rate=f"{facts.frames_per_s:.0f}",
            percent=f"{100 * facts.progress:.0f}",
        )

    def _show_tiles(self) -> None:
        rates = self._context.engine.statistics().pictures_per_s
        mean = sum(rates.values()) / len(rates) if rates else 0.0
        by_card = self._painter != RASTER
        text = self.tr("{count} tiles {rate}/s · {painter}").format(
            count=len(rates),
            rate=f"{mean:.1f}",
            painter=self.tr("graphics card") if by_card else self.tr("raster"),
        )
        self.tiles.setText(text)
        told = self.tr("Tiles open · pictures shown per second, mean over tiles · who paints them")
        self.tiles.setToolTip(f"{told}\n{self._painter}" if by_card else told)

    def _show_clock(self) -> None:
        now_us = time.time_ns() // 1000
        self.clock.setText(f"{local(now_us, self._zone):%H:%M} {offset_text(now_us, self._zone)}")
        self.clock.setToolTip(self.tr("Your time, {zone}").format(zone=self._zone))

    def changeEvent(self, event: QEvent) -> None:
        """Speak the new language at once."""
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        super().changeEvent(event)
