"""A recorded tile on a tape made by hand, with clocks moved by hand."""

from __future__ import annotations

import time
from collections.abc import Iterator

import av

from app.faults import Sentence
from app.video.clock import ClockState
from app.video.course import EVERYTHING, Course
from app.video.faults import SourceFault
from app.video.media import FAR_FUTURE_US, Span, Still
from app.video.source import MediaInfo, NoRecording, Picture, VideoSource
from app.video.tiles import TileState
from app.video.wall.moment import Moment
from app.video.wall.saving_steps import KEYFRAMES, Step
from app.video.wall.shared_block import attach_block, block_spec, create_block
from app.video.wall.slots import SlotReader, SlotWriter
from app.video.wall.worker_tile import RecordedTile

S = 1_000_000
STEP = S // 25
BROKEN = Sentence("{name} is broken.", "{name} 已损坏。")


class Tape(VideoSource):
    """Pictures each 40 ms and a keyframe each 2 s over the given spans; faults where told."""

    keyframe_interval_us = 2 * S

    def __init__(self, *spans: Span) -> None:
        self.spans = spans or (Span(0, 1000 * S),)
        self.faults: dict[int, SourceFault] = {}
        self.at_us, self.keys, self.backwards = 0, False, False
        self.reads: list[int] = []
        self.seeks: list[int] = []
        self.slow_s = 0.0
        self._frame = av.VideoFrame(16, 8, "yuv420p")

    def open(self) -> MediaInfo:
        return MediaInfo(16, 8, 25.0, "h264", self.keyframe_interval_us)

    def close(self) -> None: ...

    def seek(self, media_time_us: int) -> None:
        self.seeks.append(media_time_us)
        self.at_us = media_time_us // self._step * self._step

    @property
    def _step(self) -> int:
        return 2 * S if self.keys else STEP

    def set_keyframes_only(self, on: bool) -> None:
        self.keys = on
        if self.backwards:
            self.at_us = self.at_us // self._step * self._step
        else:
            self.at_us = -(-self.at_us // self._step) * self._step

    def set_backwards(self, on: bool) -> None:
        self.backwards = on

    def read(self) -> Picture | NoRecording:
        time.sleep(self.slow_s)
        at_us = self.at_us
        if self.backwards:
            return self._read_back(at_us)
        if fault := self.faults.pop(at_us, None):
            self.at_us = fault.until_us or at_us
            raise fault
        if not any(span.contains(at_us) for span in self.spans):
            starts = [span.start_us for span in self.spans if span.start_us > at_us]
            ends = [span.end_us for span in self.spans if span.end_us <= at_us]
            end_us = min(starts, default=FAR_FUTURE_US)
            self.at_us = end_us if starts else at_us
            return NoRecording(Span(max(ends, default=0), end_us))
        self.reads.append(at_us)
        self.at_us = at_us + self._step
        return Picture(at_us, self._frame, at_us % (2 * S) == 0, STEP)

    def _read_back(self, at_us: int) -> Picture | NoRecording:
        if not any(span.contains(at_us) for span in self.spans):
            starts = [span.start_us for span in self.spans if span.start_us > at_us]
            ends = [span.end_us for span in self.spans if span.end_us <= at_us]
            start_us = max(ends, default=0)
            self.at_us = (start_us - 1) // self._step * self._step if ends else at_us
            return NoRecording(Span(start_us, min(starts, default=FAR_FUTURE_US)))
        self.reads.append(at_us)
        self.at_us = at_us - self._step
        return Picture(at_us, self._frame, at_us % (2 * S) == 0, STEP)

    def still(self, media_time_us: int) -> Still:
        raise SourceFault(BROKEN, name="still")


class Stage:
    """A tile on a tape, and a clock moved by hand."""

    def __init__(self, tape: Tape) -> None:
        spec = block_spec(16, 8)
        self.tape = tape
        self.reader = SlotReader(create_block(spec.name, spec.total_bytes), spec)
        self.told: list[TileState] = []
        self.overloads = 0
        writer = SlotWriter(attach_block(spec.name), spec)
        self.tile = RecordedTile(tape, writer, self.told.append, self._overloaded)
        self.clock = ClockState(0, time.monotonic_ns(), 1.0, playing=False, epoch=1)

    def _overloaded(self) -> None:
        self.overloads += 1

    def at(
        self,
        media_time_us: int,
        *,
        playing: bool = False,
        speed: float = 1.0,
        seek: bool = True,
        course: Course = EVERYTHING,
    ):
        """The clock stands (or runs on) from here."""
        epoch = self.clock.epoch + int(seek)
        now_ns = time.monotonic_ns()
        self.clock = ClockState(
            media_time_us, now_ns, speed, playing, epoch, backwards=speed < 0, course=course
        )

    def turn(self, thin_until_ns: int = 0, step: Step = KEYFRAMES) -> float:
        """One turn; returns in how many seconds the tile wants the next."""
        now_ns = time.monotonic_ns()
        return (self.tile.turn(Moment(self.clock, now_ns, thin_until_ns, step)) - now_ns) / 1e9

    def turns(self, count: int = 5) -> None:
        for _ in range(count):
            self.turn()

    def shown_us(self, now_us: int | None = None) -> int | None:
        line_us = self.clock.line_us(time.monotonic_ns())
        if now_us is not None:
            line_us = self.clock.line_of(now_us, line_us)
        picture = self.reader.picture(self.clock.epoch, line_us)
        return None if picture is None else picture.media_time_us


class HandClock:
    """The machine's clock, moved by the test: a busy machine misses nothing."""

    def __init__(self) -> None:
        self.now_ns = time.monotonic_ns()

    def moments(self, seconds: float) -> Iterator[int]:
        """Every 5 ms of that time, one after another."""
        for _ in range(round(seconds * 200)):
            self.now_ns += 5_000_000
            yield self.now_ns
