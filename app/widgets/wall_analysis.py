"""Looks for hints in what is on the wall, when a person asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.faults import Sentence
from app.video.media import Span
from app.widgets.context import Context
from app.widgets.notices import Level
from app.widgets.wall_controller import WallController

if TYPE_CHECKING:
    from app.operations.analysis_values import AnalysisJob

NOTHING = Sentence(
    "No camera on the wall has footage in the stretch that the timeline shows. "
    "Put a camera there or move the timeline, then try again.",
    "时间轴所示时段内，墙上的摄像机都没有录像。请换一台摄像机或移动时间轴后重试。",
)
STARTED = Sentence(
    "Looking for hints in {count} cameras. Boxes and hints appear while it goes on; "
    "the foot of the window shows how fast.",
    "正在 {count} 台摄像机中查找提示。分析过程中会陆续显示方框和提示，速度见窗口底部。",
)


class WallAnalysis(QObject):
    """Starts analysis of the cameras on the wall over a stretch of time."""

    def __init__(
        self, context: Context, controller: WallController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._controller = controller

    def start(self, span: Span) -> None:
        """Analyse every camera on the wall that has footage within ``span``."""
        jobs = self._jobs(span)
        if not jobs:
            self._context.notices.say(NOTHING, Level.ATTENTION, key="analysis")
            return
        analysis = self._context.operations.analysis
        self._context.background.run(lambda: analysis.start(jobs), owner=self, lane="analysis")
        cameras = len({job.camera.id for job in jobs})
        self._context.notices.say(STARTED, Level.INFO, key="analysis", count=cameras)

    def _jobs(self, span: Span) -> list[AnalysisJob]:
        from app.operations.analysis_values import AnalysisJob

        jobs = []
        for tile in self._controller.state.shown():
            found, media = self._controller.camera(tile), self._controller.recording(tile)
            if found is None or media is None:
                continue
            for covered in self._controller.coverage.of(found[1].id):
                part = covered.overlap(span)
                if part is not None:
                    jobs.append(AnalysisJob(found[1], media, part))
        # Only cameras with a zone can give hints: they go first.
        return sorted(jobs, key=lambda job: not job.camera.zone)

    def stop(self) -> None:
        """End it; what was found stays."""
        self._context.background.run(self._context.operations.analysis.stop, lane="analysis")
        self._context.notices.dismiss("analysis")
