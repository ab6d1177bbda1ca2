"""The analysis process: takes orders from a pipe, sends tracks and findings back.

It imports video and inference and never Qt. Several orders are worked on in
turn, one frame each, so that live cameras share a process with a recording.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from array import array
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection

from app.footfall.geometry import ZoneFault
from app.inference.build import Detectors, build_analyser, build_tracker
from app.inference.choices import DetectorChoice
from app.inference.contracts import Analyser, Detector
from app.inference.faults import ModelFault
from app.inference.values import Finding, Track
from app.operations.analysis_frames import learning_frames, samples
from app.operations.analysis_messages import (
    Answer,
    OrderDone,
    OrderNote,
    Ready,
    TrackBatch,
    WorkOrder,
)
from app.operations.analysis_tracks import KINDS, SCALE
from app.video.faults import SourceFault

_BATCH_S = 0.4
_IDLE_S = 0.02
_SHOWN_UNSEEN_US = 1_000_000
_NICENESS = 10


class Idle:
    """A step that found nothing to do."""


IDLE = Idle()
Step = Answer | Idle | None


def run(connection: Connection, choice: DetectorChoice, spare: DetectorChoice) -> None:
    """Work until the other end closes the pipe. ``spare`` serves where ``choice`` cannot."""
    _stay_behind()
    with contextlib.suppress(EOFError, OSError), contextlib.closing(connection):
        detectors, used = _detectors(connection, choice, spare)
        _serve(connection, detectors, used)


def _stay_behind() -> None:
    """The wall goes first: lower priority, one thread for OpenCV; Ctrl+C is the window's."""
    import cv2

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    if sys.platform == "win32":
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(_NICENESS)


def _detectors(
    connection: Connection, choice: DetectorChoice, spare: DetectorChoice
) -> tuple[Detectors, DetectorChoice]:
    try:
        detectors = Detectors(choice)
    except ModelFault as fault:
        detectors = Detectors(spare)
        ready = Ready(
            spare.key, spare.title, detectors.device, fault.sentence, _plain(fault.values)
        )
        connection.send(ready)
        return detectors, spare
    connection.send(Ready(choice.key, choice.title, detectors.device, detectors.note))
    return detectors, choice


def _serve(connection: Connection, detectors: Detectors, choice: DetectorChoice) -> None:
    works: dict[int, Iterator[Step]] = {}
    while True:
        while not works or connection.poll(0):
            order = connection.recv()
            works[order.number] = analyse(order, detectors, choice)
        idle = True
        for number, work in list(works.items()):
            step = next(work, OrderDone(number))
            idle = idle and isinstance(step, Idle)
            if isinstance(step, OrderDone):
                del works[number]
            if step is not None and not isinstance(step, Idle):
                connection.send(step)
        if idle and works:
            connection.poll(_IDLE_S)


def analyse(order: WorkOrder, detectors: Detectors, choice: DetectorChoice) -> Iterator[Step]:
    """Look at one order, a frame a step; ends with what is still to be said."""
    try:
        yield from _Work(order, detectors.for_camera(), choice).steps()
    except ModelFault as fault:
        yield OrderNote(order.number, fault.sentence, _plain(fault.values))


class _Work:
    """One order under way."""

    def __init__(self, order: WorkOrder, detector: Detector, choice: DetectorChoice) -> None:
        self._order = order
        self._detector = detector
        self._rate_hz = choice.rate_hz
        self._tracker = build_tracker(choice)
        self._analysers: list[Analyser] = []
        self._batch = TrackBatch(order.number)
        self._sent_s = time.monotonic()
        self._seen_us: int | None = None

    def steps(self) -> Iterator[Step]:
        order = self._order
        yield from self._build_rules()
        if not order.live:
            self._detector.learn(
                learning_frames(order.media, order.span, self._detector.frame_width)
            )
        for sample in samples(order.media, order.span, self._rate_hz, self._detector.frame_width):
            if sample is None:
                yield self._due() or IDLE
            elif isinstance(sample, SourceFault):
                yield OrderNote(order.number, sample.sentence, _plain(sample.values))
            else:
                self._look(*sample)
                yield self._due()
        self._finish()
        yield self._take_batch()

    def _build_rules(self) -> Iterator[Step]:
        for rule in self._order.rules:
            try:
                self._analysers.append(build_analyser(rule, self._order.live))
            except ZoneFault as fault:
                yield OrderNote(self._order.number, fault.sentence, _plain(fault.values))

    def _look(self, media_time_us: int, frame_bgr: object) -> None:
        detections = self._detector.detect(frame_bgr)  # type: ignore[arg-type]  # from samples()
        tracks = self._tracker.update(media_time_us, detections)
        for analyser in self._analysers:
            self._batch.findings.extend(analyser.observe(media_time_us, tracks))
        self._seen_us = media_time_us
        _append(self._batch, media_time_us, tracks)

    def _finish(self) -> None:
        if self._seen_us is None:
            return
        end_us = min(self._order.span.end_us, self._seen_us + round(1e6 / self._rate_hz))
        findings: list[Finding] = self._batch.findings
        for analyser in self._analysers:
            findings.extend(analyser.finish(end_us))

    def _due(self) -> TrackBatch | None:
        late = time.monotonic() - self._sent_s >= _BATCH_S
        return self._take_batch() if late and self._batch.times_us else None

    def _take_batch(self) -> TrackBatch:
        batch, self._batch = self._batch, TrackBatch(self._order.number)
        self._sent_s = time.monotonic()
        return batch


def _append(batch: TrackBatch, media_time_us: int, tracks: Sequence[Track]) -> None:
    shown = [
        one for one in tracks if one.confirmed and (one.hidden or one.unseen_us <= _SHOWN_UNSEEN_US)
    ]
    batch.times_us.append(media_time_us)
    batch.counts.append(len(shown))
    for one in shown:
        batch.ids.append(one.track_id)
        batch.kinds.append(KINDS.index(one.kind))
        corners = (one.x1, one.y1, one.x2, one.y2)
        batch.boxes.extend(
            array("H", [min(SCALE, max(0, round(side * SCALE))) for side in corners])
        )


def _plain(values: dict[str, object]) -> dict[str, object]:
    """Values that pickle anywhere: a sentence needs their text alone."""
    return {key: str(value) for key, value in values.items()}
