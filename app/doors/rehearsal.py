"""A whole inspection without a person: the real window, painted offscreen, and the operations.

It does what an inspector does: fills the wall, plays 25 tiles at 16x, lets the
analysis look, answers a checklist with evidence from the wall, raises tasks,
submits and exports.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage

from app.application import Window
from app.demo.inspector import DemoInspector, Inspected
from app.faults import Fault, Sentence
from app.operations.analysis_values import AnalysisJob
from app.operations.values import Camera, Mark, Place, Still, StoreNode
from app.video.media import Span
from app.video.tiles import TileStateKind
from app.widgets.evidence_marker_paint import render_marked

PLAY_S = 10.0
SETTLE_S = 1.5
PATIENCE_S = 60.0
ANALYSIS_PATIENCE_S = 600.0
_SIZE = (1920, 1080)
_PLAYED_US = 185_000_000  # at 16x, with the time to settle

NO_PICTURE = Sentence(
    "The wall did not show {camera} within {seconds:.0f} s, so the rehearsal stops here. "
    "Run it again when the machine has less to do.",
    "电视墙在 {seconds:.0f} 秒内没有显示 {camera}，演练到此为止。请在机器空闲时重试。",
)


class RehearsalFault(Fault):
    """The wall did not come to show what it should in good time."""


@dataclass(frozen=True)
class Wall:
    """What the wall did while it played."""

    tiles: int
    speed: float
    pictures_per_s_min: float
    pictures_per_s_mean: float


class Rehearsal:
    """Drives one window; ``say`` tells a person what goes on."""

    def __init__(self, window: Window, out: Path, say: Callable[[str], None]) -> None:
        self._window = window
        self._operations = window.context.operations
        self._wall = window.main.wall
        self._out = out
        self._say = say

    def open_wall(self, start_us: int, size: tuple[int, int] = _SIZE) -> None:
        """Every camera of every store on the wall, standing at ``start_us``.

        ``size``: of the window, in device-independent pixels.
        """
        self._window.main.begin()
        # After begin(), which brings back the size that the window had at its last end.
        self._window.main.resize(*size)
        self._until(lambda: self._wall.tree.model.tree is not None, "the stores")
        controller = self._wall.controller
        controller.clear()
        controller.set_layout(25)
        controller.add([camera.id for camera in self._operations.stores.tree().cameras()])
        controller.seek(start_us)
        self._until(self._all_shown, "every camera")

    def play(self, speed: float, seconds: float = PLAY_S) -> Wall:
        """Play the wall and count the pictures that each tile showed."""
        controller, engine = self._wall.controller, self._window.context.engine
        controller.set_speed(speed)
        controller.play()
        self.spin(SETTLE_S)
        before, began_s = engine.pictures_shown(), time.monotonic()
        self.spin(seconds)
        after, took_s = engine.pictures_shown(), time.monotonic() - began_s
        self.grab("wall.png")
        controller.pause()
        rates = [(after[tile] - before.get(tile, 0)) / took_s for tile in after]
        return Wall(len(rates), speed, min(rates), sum(rates) / len(rates))

    def analyse(self, span: Span) -> None:
        """Look for hints in every counter; ends when the analysis has ended."""
        analysis, stores = self._operations.analysis, self._operations.stores
        jobs = []
        for camera in stores.tree().cameras():
            media = stores.media(camera.id).recording
            if camera.place is Place.COUNTER and media is not None:
                jobs.append(AnalysisJob(camera, media, span if camera.zone else _played(span)))
        analysis.start(jobs)
        deadline_s = time.monotonic() + ANALYSIS_PATIENCE_S
        while not analysis.wait(0) and time.monotonic() < deadline_s:
            self.spin(0.2)
            status = analysis.status()
            self._say(f"analysis {status.progress:4.0%}, {status.frames_per_s:.0f} frames/s")

    def inspect(self, node: StoreNode, version_id: int, shelf_empty_us: int | None) -> Inspected:
        """One inspection from the first item to the export."""
        inspector = DemoInspector(
            self._operations, node, self._look, _draw, shelf_empty_us=shelf_empty_us
        )
        inspection = inspector.begin(version_id)
        self._wall.panel.open_inspection(inspection.id)
        inspector.answer_all(inspection)
        self._until(lambda: self._wall.panel.inspection_id == inspection.id, "the checklist")
        self.spin(SETTLE_S)
        self._show_a_failed_item()
        self.grab("inspection.png")
        inspected = inspector.finish(inspection.id)
        self._operations.scorecards.write(
            inspection.id,
            self._out / "scorecard.pdf",
            self._out / "scorecard.xlsx",
            self._window.context.language,
        )
        return inspected

    def _show_a_failed_item(self) -> None:
        """Failed items carry evidence and a task: the one worth a picture."""
        desk = self._wall.panel.desk
        if desk.open_inspection is None:
            return
        inspection = desk.open_inspection.inspection
        score = self._operations.inspections.running_score(inspection)
        if score.failed_items:
            desk.go(desk.open_inspection.index_of(score.failed_items[0]))
            self.spin(SETTLE_S)

    def grab(self, name: str) -> None:
        """The window as it stands, as a PNG file."""
        self._window.main.grab().save(str(self._out / name))

    def _look(self, camera: Camera, at_us: int | None) -> Still:
        """Bring the camera to the moment and take the very frame its tile shows."""
        controller, engine = self._wall.controller, self._window.context.engine
        controller.show_moment(camera.id, controller.now_us() if at_us is None else at_us)
        tile = controller.state.tile_of(camera.id)
        if tile is None:
            raise RehearsalFault(NO_PICTURE, camera=camera.name, seconds=0.0)
        target_us, began_s = controller.now_us(), time.monotonic()
        self._until(
            lambda: _near(engine.shown_time_us(tile), target_us, time.monotonic() - began_s),
            camera.name,
        )
        shown_us = engine.shown_time_us(tile)
        coming = engine.still(tile, target_us if shown_us is None else shown_us)
        self._until(coming.done, camera.name)
        return coming.result()

    def _all_shown(self) -> bool:
        engine = self._window.context.engine
        for tile in self._wall.controller.state.shown():
            missing = engine.state(tile).kind is TileStateKind.NO_RECORDING
            if engine.shown_time_us(tile) is None and not missing:
                return False
        return True

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > deadline_s:
                raise RehearsalFault(NO_PICTURE, camera=what, seconds=PATIENCE_S)
            self.spin(0.02)

    def spin(self, seconds: float) -> None:
        """Let the window live for a while."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()


def _played(span: Span) -> Span:
    """What the wall will play: without a zone no hint can come, only boxes and trails."""
    return Span(span.start_us, min(span.end_us, span.start_us + _PLAYED_US))


def _near(shown_us: int | None, target_us: int, waited_s: float) -> bool:
    """Whether the picture belongs to the moment.

    At once where it is one of at least five a second; footage with fewer is given
    a second to show its exact picture.
    """
    if shown_us is None or shown_us > target_us:
        return False
    return target_us - shown_us <= (200_000 if waited_s < 1 else 10_000_000)


def _draw(png: bytes, marks: Sequence[Mark]) -> bytes:
    return render_marked(QImage.fromData(png), marks)
