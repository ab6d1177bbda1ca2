"""One recorded tile inside a worker, with a source made by hand: what is read, and when."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise

import av
import pytest

from app.faults import Sentence
from app.video.clock import ClockState
from app.video.course import EVERYTHING, Course
from app.video.faults import PasswordRefused, SourceFault
from app.video.media import FAR_FUTURE_US, Span, Still
from app.video.source import Effort, MediaInfo, NoRecording, Picture, VideoSource
from app.video.tiles import TileState, TileStateKind
from app.video.wall.moment import Moment
from app.video.wall.saving_steps import KEYFRAMES, Load, Step
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


@pytest.fixture
def stage(request) -> Iterator[Stage]:
    made = Stage(getattr(request, "param", None) or Tape())
    yield made
    made.tile.close()
    made.reader.release()


def test_paused_it_reads_the_picture_and_a_few_ahead_and_then_rests(stage):
    stage.at(10 * S + 5)
    stage.turns()
    assert stage.shown_us() == 10 * S
    read = len(stage.tape.reads)
    assert 2 <= read <= 12
    assert stage.turn() > 0.1
    assert len(stage.tape.reads) == read


def test_the_pictures_ahead_are_gapless_while_paused(stage):
    stage.at(10 * S)
    stage.turns()
    assert [stage.shown_us(10 * S + n * STEP) for n in range(4)] == [
        10 * S + n * STEP for n in range(4)
    ]


def test_at_high_speed_not_every_picture_is_converted(stage):
    stage.at(0, playing=True, speed=4.0)
    ahead: list[int] = []
    until_s = time.monotonic() + 20
    while len(ahead) < 3:
        assert time.monotonic() < until_s
        stage.turn()
        now_us = stage.clock.media_time_us(time.monotonic_ns())
        ahead = stage.tile._pictures.ring.ahead(stage.clock.epoch, now_us)
    assert {time_us % (4 * STEP) for time_us in ahead} == {0}


def test_pausing_after_high_speed_fills_in_the_pictures_between(stage):
    stage.at(0, playing=True, speed=4.0)
    stage.turns()
    stage.at(S + STEP, seek=False)
    stage.turns()
    assert stage.shown_us() == S + STEP
    assert stage.shown_us(S + 2 * STEP) == S + 2 * STEP


def test_at_the_highest_speed_keyframes_alone_are_read(stage):
    stage.at(0, playing=True, speed=16.0)
    stage.turns()
    assert stage.tape.keys
    assert {at_us % (2 * S) for at_us in stage.tape.reads} == {0}
    stage.at(stage.clock.media_time_us(time.monotonic_ns()), seek=False)
    stage.turns()
    assert not stage.tape.keys
    assert stage.shown_us() == stage.clock.anchor_media_us // STEP * STEP


def test_when_told_to_save_work_keyframes_alone_are_read(stage):
    stage.at(0, playing=True)
    stage.turn(thin_until_ns=time.monotonic_ns() + 10**12)
    assert stage.tape.keys
    stage.turn(thin_until_ns=0)
    assert not stage.tape.keys


@pytest.mark.parametrize("stage", [Tape(Span(0, 10 * S), Span(60 * S, 80 * S))], indirect=True)
def test_a_gap_is_told_and_waited_for_without_reading_on_and_on(stage):
    stage.at(30 * S)
    stage.turns(20)
    assert stage.told == [TileState(TileStateKind.NO_RECORDING, span=Span(10 * S, 60 * S))]
    assert stage.tape.reads == []
    stage.at(59 * S + 900_000, seek=False)
    stage.turns(20)
    assert stage.shown_us(60 * S) == 60 * S
    assert len(stage.tape.seeks) <= 2  # it does not go back and forth at the edge


@pytest.mark.parametrize("stage", [Tape(Span(10 * S, 20 * S))], indirect=True)
def test_before_the_first_footage_and_after_the_last(stage):
    stage.at(5 * S)
    stage.turns()
    assert stage.told[-1].span == Span(0, 10 * S)
    stage.at(25 * S)
    stage.turns()
    assert stage.told[-1].span == Span(20 * S, FAR_FUTURE_US)


def test_a_broken_stretch_is_told_with_its_span_and_read_over(stage):
    stage.tape.faults[10 * S] = SourceFault(BROKEN, name="a.mp4", until_us=14 * S)
    stage.at(10 * S)
    stage.turns()
    state = stage.told[-1]
    assert (state.kind, state.text("en")) == (TileStateKind.LOST, "a.mp4 is broken.")
    assert state.span == Span(10 * S, 14 * S)
    stage.at(13 * S + 500_000, seek=False)
    stage.turns()
    assert stage.shown_us(14 * S) == 14 * S


def test_a_fault_without_an_end_is_tried_again_and_taken_back(stage):
    stage.tape.faults[10 * S] = SourceFault(BROKEN, name="a.mp4")
    stage.at(10 * S)
    assert stage.turn() > 0.1
    assert stage.told[-1].kind is TileStateKind.LOST
    time.sleep(0.3)
    stage.turns()
    assert stage.told[-1].kind is TileStateKind.PLAYING
    assert stage.shown_us() == 10 * S


def test_a_refused_password_asks_for_it(stage):
    stage.tape.faults[0] = PasswordRefused(BROKEN, name="camera")
    stage.at(0)
    stage.turns()
    assert stage.told[-1].kind is TileStateKind.ASK_PASSWORD


def test_a_tile_far_behind_jumps_to_now_and_says_when_that_repeats(stage):
    stage.tape.slow_s = 0.03
    stage.at(0, playing=True, speed=8.0)  # 6 times slower than needed
    seeks = len(stage.tape.seeks)
    until_s = time.monotonic() + 20
    while stage.overloads == 0:
        assert time.monotonic() < until_s
        stage.turn()
    assert len(stage.tape.seeks) > seeks
    assert stage.tape.seeks[-1] > 8 * S


def test_steps_are_found_in_both_directions_and_over_a_gap():
    stage = Stage(Tape(Span(0, 10 * S), Span(60 * S, 80 * S)))
    try:
        stage.at(5 * S)
        stage.turns()
        assert stage.tile.find_step(5 * S, 1) == 5 * S + STEP
        assert stage.tile.find_step(5 * S, -1) == 5 * S - STEP
        assert stage.tile.find_step(5 * S, -3) == 5 * S - 3 * STEP
        assert stage.tile.find_step(5 * S, 30) == 5 * S + 30 * STEP
        assert stage.tile.find_step(10 * S - STEP, 1) == 60 * S
        assert stage.tile.find_step(60 * S, -1) == 10 * S - STEP
        assert stage.tile.find_step(80 * S - STEP, 1) is None
        assert stage.tile.find_step(0, -1) is None
        stage.turns()
        assert stage.shown_us() == 5 * S
    finally:
        stage.tile.close()
        stage.reader.release()


def test_a_tile_that_nobody_sees_reads_nothing(stage):
    stage.tile.visible = False
    stage.at(0, playing=True)
    stage.turns()
    assert stage.tape.reads == []
    stage.tile.visible = True
    stage.turns()
    assert stage.tape.reads


def test_among_keyframes_a_tile_is_not_late_before_the_next_one_is_due(stage):
    forever_ns = time.monotonic_ns() + 10**12
    stage.at(10 * S + 200_000, playing=True, speed=4.0)
    seeks = len(stage.tape.seeks)
    until_s = time.monotonic() + 0.8  # more than one keyframe's time at this speed
    while time.monotonic() < until_s:
        stage.turn(forever_ns)
    assert len(stage.tape.seeks) - seeks == 1
    assert stage.tape.reads == sorted(set(stage.tape.reads))
    assert stage.shown_us() == stage.clock.media_time_us(time.monotonic_ns()) // (2 * S) * 2 * S


def test_without_room_nothing_is_read_on_and_nothing_is_lost(stage, monkeypatch):
    pictures = stage.tile._pictures
    monkeypatch.setattr(pictures, "write", lambda *_: False)
    stage.at(10 * S)
    stage.turns(20)
    assert stage.tape.reads == [10 * S]
    monkeypatch.undo()
    stage.turns()
    assert stage.shown_us() == 10 * S


def test_what_a_tile_costs_is_known_after_a_few_pictures(stage):
    stage.tape.slow_s = 0.0
    stage.at(0, playing=True)
    assert stage.tile.load(3.0).unsaved == 0.0
    until_s = time.monotonic() + 20
    while not stage.tile.load(3.0).exact:
        assert time.monotonic() < until_s
        stage.turn()
    assert stage.tile.load(3.0).exact > stage.tile.load(2.0).exact
    assert stage.tile.load(16.0).exact == 0.0  # keyframes alone are read there
    stage.tile.visible = False
    assert stage.tile.load(3.0) == Load()


class HandClock:
    """The machine's clock, moved by the test: a busy machine misses nothing."""

    def __init__(self) -> None:
        self.now_ns = time.monotonic_ns()

    def moments(self, seconds: float) -> Iterator[int]:
        """Every 5 ms of that time, one after another."""
        for _ in range(round(seconds * 200)):
            self.now_ns += 5_000_000
            yield self.now_ns


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    made = HandClock()
    monkeypatch.setattr(time, "monotonic_ns", lambda: made.now_ns)
    return made


def shown_while_playing(stage: Stage, hand: HandClock, seconds: float) -> list[int]:
    """Media times shown one after another, looked at very often."""
    out: list[int] = []
    for _ in hand.moments(seconds):
        stage.turn()
        shown = stage.shown_us()
        if shown is not None and (not out or out[-1] != shown):
            out.append(shown)
    return out


@pytest.mark.parametrize("speed", [-1.0, -4.0, -16.0])
def test_backwards_the_picture_that_covers_the_clocks_time_is_shown(stage, hand, speed):
    stage.at(100 * S, playing=True, speed=speed)
    checked = 0
    for now_ns in hand.moments(1.0):
        stage.turn()
        picture = stage.reader.picture(stage.clock.epoch, stage.clock.line_us(now_ns))
        now_us = stage.clock.media_time_us(now_ns)
        step = 2 * S if speed == -16.0 else max(STEP, round(-speed) * STEP)
        if picture is not None and now_us < 100 * S - step:
            checked += 1
            assert 0 <= now_us - picture.media_time_us < step
    assert checked > 50


def test_only_the_course_is_shown_and_the_jump_comes_in_time(stage, hand):
    course = Course((Span(10 * S, 10 * S + 400_000), Span(50 * S, 50 * S + 400_000)))
    stage.at(10 * S, playing=True, course=course)
    shown = shown_while_playing(stage, hand, 0.9)
    assert shown == [start + n * STEP for start in (10 * S, 50 * S) for n in range(10)]
    assert stage.clock.ended(time.monotonic_ns())


def laps(shown: list[int], once: list[int]) -> int:
    """How often it begins anew, every picture in its order."""
    places = [once.index(at_us) for at_us in shown]
    assert places == [(places[0] + number) % len(once) for number in range(len(places))]
    return sum(later < earlier for earlier, later in pairwise(places))


def test_a_loop_shows_the_same_again_and_again_in_both_directions(stage, hand):
    loop = Course((Span(10 * S, 10 * S + 200_000),), repeats=True)
    stage.at(10 * S, playing=True, course=loop)
    once = [10 * S + n * STEP for n in range(5)]
    assert laps(shown_while_playing(stage, hand, 0.9), once) >= 3
    stage.at(10 * S + 200_000, playing=True, speed=-1.0, course=loop)
    assert laps(shown_while_playing(stage, hand, 0.9)[1:], once[::-1]) >= 3


@pytest.mark.parametrize("stage", [Tape(Span(0, 10 * S), Span(60 * S, 80 * S))], indirect=True)
def test_backwards_over_a_gap(stage):
    stage.at(30 * S, playing=True, speed=-16.0)
    stage.turns()
    assert stage.told == [TileState(TileStateKind.NO_RECORDING, span=Span(10 * S, 60 * S))]
    stage.at(9 * S + 7 * STEP, speed=-1.0, seek=False)
    stage.turns(20)
    assert stage.shown_us() == 9 * S + 7 * STEP


class Glancing(Tape):
    """Says at once which keyframe lies before what was sought; asked for light decoding or not."""

    def __init__(self) -> None:
        super().__init__()
        self.light: list[bool] = []

    def glance(self) -> Picture | None:
        return Picture(self.at_us // (2 * S) * 2 * S, self._frame, True, STEP)

    def set_effort(self, effort: Effort) -> None:
        self.light.append(effort.light)


@pytest.mark.parametrize("stage", [Glancing()], indirect=True)
def test_a_keyframe_is_shown_until_the_sought_picture_is_there(stage):
    stage.at(11 * S)
    assert stage.turn() <= 0  # at once again, after the other tiles
    assert (stage.shown_us(), stage.tape.reads) == (10 * S, [])
    stage.turn()
    assert stage.shown_us() == 11 * S


@pytest.mark.parametrize("stage", [Glancing()], indirect=True)
def test_a_keyframe_further_away_than_what_is_shown_is_not_shown(stage):
    stage.at(11 * S)
    stage.turns()
    shown = []
    stage.at(11 * S + 20 * STEP)
    for _ in range(4):
        stage.turn()
        shown.append(stage.shown_us())
    assert set(shown) == {11 * S + 20 * STEP}


@pytest.mark.parametrize("stage", [Glancing()], indirect=True)
def test_what_was_decoded_lightly_on_the_way_is_decoded_in_full_when_time_stands(stage):
    stage.at(11 * S, playing=True)
    stage.turns()
    assert stage.tape.light == [True, False]
    seeks = len(stage.tape.seeks)
    stage.at(11 * S + 5 * STEP, seek=False)
    stage.turns()
    assert len(stage.tape.seeks) == seeks + 1
    assert stage.shown_us() == 11 * S + 5 * STEP


class Deep(Tape):
    """Decodes a part of each run, each picture at a price; told when the rest is not wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.depth_us: int | None = None
        self.cost = lambda: None
        self.left = 0

    def set_effort(self, effort: Effort) -> None:
        self.depth_us = effort.depth_us

    def leave_run(self) -> None:
        self.left += 1
        self._to_next_key()

    def _to_next_key(self) -> None:
        self.at_us = -(-self.at_us // (2 * S)) * 2 * S

    def read(self) -> Picture | NoRecording:
        if self.depth_us is not None and self.at_us % (2 * S) >= self.depth_us:
            self._to_next_key()
        self.cost()
        return super().read()


@pytest.mark.parametrize(
    ("stage", "cost_ms", "leaves"), [(Deep(), 30, True), (Deep(), 10, False)], indirect=["stage"]
)
def test_a_late_tile_leaves_the_rest_of_a_keyframes_run_and_stays_with_the_clock(
    stage, hand, cost_ms, leaves
):
    def cost() -> None:
        hand.now_ns += cost_ms * 1_000_000

    stage.tape.cost = cost
    stage.at(0, playing=True, speed=4.0)
    worst_us = 0
    for now_ns in hand.moments(8.0):
        stage.turn(now_ns + 10**12, Step(0.5))  # 25 pictures in half a second
        shown_us = stage.shown_us()
        assert shown_us is not None
        worst_us = max(worst_us, stage.clock.media_time_us(hand.now_ns) - shown_us)
    assert (stage.tape.left > 10) == leaves
    assert worst_us <= 2 * S + 4 * (250_000 + 120_000)  # late by so much, and shown so seldom
    assert len(stage.tape.seeks) == 1  # it never had to jump
