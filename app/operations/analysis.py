"""Analysis: looks at footage apart from the wall, keeps tracks, and leaves hints.

It takes its own frames at its own rate in media time, in processes of lower
priority, so that what is found never depends on what the wall shows.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.faults import Fault, Sentence
from app.inference.values import Finding, OverlayBox
from app.operations.analysis_hints import HintBook, keep_hint
from app.operations.analysis_messages import (
    Answer,
    OrderDone,
    OrderNote,
    Ready,
    TrackBatch,
    WorkOrder,
)
from app.operations.analysis_plan import SettingsBook, make_plan, make_rules
from app.operations.analysis_pool import AnalysisPool, Plan
from app.operations.analysis_rate import Rate
from app.operations.analysis_tracks import TrackSheet, TrackStore
from app.operations.analysis_values import AnalysisJob, AnalysisStatus
from app.operations.models import Models
from app.video.media import US_PER_S, LiveStream, Span

_TELL_S = 0.2
_GIVEN_UP = Sentence(
    "The analysis of {camera} ended unexpectedly twice and was left out; the others go on. "
    "Start it again, or choose another model in the settings.",
    "对 {camera} 的分析两次意外中止，已跳过；其他摄像机继续分析。"
    "请重新开始分析，或在设置中更换模型。",
)


@dataclass
class _Work:
    """A job with what is known of it."""

    job: AnalysisJob
    sheet: TrackSheet
    live: bool
    done: bool = False


class Analysis:
    """One for the program. Every method may be called from any thread.

    Nothing runs before :meth:`start`; nothing is left after :meth:`stop`.
    """

    def __init__(self, *, hints: HintBook, settings: SettingsBook, models: Models) -> None:
        self._hints = hints
        self._settings = settings
        self._models = models
        self._tracks = TrackStore()
        self._lock = threading.RLock()
        self._works: dict[int, _Work] = {}
        self._numbers = itertools.count(1)
        self._rate = Rate()
        self._ready: Ready | None = None
        self._note: tuple[Sentence | None, Mapping[str, object]] = (None, {})
        self._listeners: list[Callable[[], None]] = []
        self._told_s = 0.0
        self._pool = AnalysisPool(self._answered, self._restarted, self._given_up, self._tell)

    def start(self, jobs: Sequence[AnalysisJob]) -> None:
        """Look at these; returns at once. Jobs already waiting or under way are not doubled."""
        plan, missing = make_plan(self._settings, self._models)
        with self._lock:
            if all(work.done for work in self._works.values()):
                self._works.clear()
                self._note = (None, {})
            if missing is not None:
                self._note = (missing.sentence, missing.values)
            orders = [self._order(job, plan) for job in jobs if not self._has(job)]
        self._pool.add(orders, plan)
        self._tell()

    def stop(self) -> None:
        """End analysis; tracks and hints found so far stay. May take a second."""
        self._pool.stop()
        with self._lock:
            self._works.clear()
        self._tell(now=True)

    def close(self) -> None:
        """Stop for good."""
        self._listeners.clear()
        self._pool.close()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Whether everything was finished within the time. Live cameras never finish."""
        return self._pool.wait(timeout_s)

    def status(self) -> AnalysisStatus:
        """For the status line."""
        with self._lock:
            works = list(self._works.values())
            done = sum(work.done for work in works)
            sentence, values = self._note
            return AnalysisStatus(
                running=done < len(works),
                model_name=self._ready.model_name if self._ready else "",
                device=self._ready.device if self._ready else "",
                frames_per_s=self._rate.per_s(),
                done=done,
                total=len(works),
                progress=_progress(works),
                note=sentence,
                note_values=values,
            )

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes at work, for those who measure."""
        return self._pool.pids

    def overlay(self, camera_id: int, media_time_us: int) -> tuple[OverlayBox, ...]:
        """Boxes and trails of a camera at a media time; quick enough for every paint."""
        return self._tracks.boxes(camera_id, media_time_us)

    def analysed(self, camera_id: int) -> tuple[Span, ...]:
        """The stretches of a camera that were looked at since the program started."""
        return self._tracks.analysed(camera_id)

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have ``callback`` called from another thread when the status changed; returns an end."""
        self._listeners.append(callback)

        def end() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return end

    def _has(self, job: AnalysisJob) -> bool:
        return any(
            work.job.camera.id == job.camera.id and work.job.span == job.span and not work.done
            for work in self._works.values()
        )

    def _order(self, job: AnalysisJob, plan: Plan) -> WorkOrder:
        number = next(self._numbers)
        live = isinstance(job.media, LiveStream)
        step_us = round(US_PER_S / plan.choice.rate_hz)
        sheet = self._tracks.open(job.camera.id, job.span, step_us, live)
        self._works[number] = _Work(job, sheet, live)
        rules = make_rules(self._settings, job.camera)
        return WorkOrder(number, job.media, job.span, rules, live)

    def _answered(self, answer: Answer) -> None:
        """From the pool's thread."""
        if isinstance(answer, Ready):
            self._take_ready(answer)
            return
        with self._lock:
            work = self._works.get(answer.number)
        if work is None:
            return
        if isinstance(answer, TrackBatch):
            self._tracks.add(work.sheet, answer)
            self._rate.add(len(answer.times_us))
            self._keep(work.job, answer.findings)
        elif isinstance(answer, OrderNote):
            self._set_note(answer.note, answer.values)
        elif isinstance(answer, OrderDone):
            work.done = True

    def _take_ready(self, ready: Ready) -> None:
        self._ready = ready
        if ready.note is not None:
            self._set_note(ready.note, ready.values)

    def _keep(self, job: AnalysisJob, findings: Sequence[Finding]) -> None:
        model_key = self._ready.model_key if self._ready else ""
        for finding in findings:
            try:
                keep_hint(self._hints, job.camera, finding, model_key)
            except Fault as fault:
                self._set_note(fault.sentence, fault.values)

    def _restarted(self, order: WorkOrder) -> None:
        with self._lock:
            work = self._works.get(order.number)
            if work is not None:
                work.sheet = self._tracks.open(
                    work.job.camera.id, work.job.span, work.sheet.step_us, work.live
                )

    def _given_up(self, order: WorkOrder) -> None:
        with self._lock:
            work = self._works.get(order.number)
            if work is not None:
                work.done = True
        self._set_note(_GIVEN_UP, {"camera": order.media.label})

    def _set_note(self, sentence: Sentence, values: Mapping[str, object]) -> None:
        with self._lock:
            self._note = (sentence, values)

    def _tell(self, now: bool = False) -> None:
        moment = time.monotonic()
        finished = all(work.done for work in list(self._works.values()))
        if now or finished or moment - self._told_s >= _TELL_S:
            self._told_s = moment
            for listener in list(self._listeners):
                listener()


def _progress(works: Sequence[_Work]) -> float:
    recorded = [work for work in works if not work.live]
    total_us = sum(work.job.span.duration_us for work in recorded)
    if not total_us:
        return 0.0
    return sum(_reached_us(work) for work in recorded) / total_us


def _reached_us(work: _Work) -> int:
    span = work.job.span
    if work.done:
        return span.duration_us
    return min(span.duration_us, max(0, work.sheet.reached_us - span.start_us))
