"""A live tile inside a worker: woken when something came, no picture left out needlessly."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from multiprocessing import Pipe

import av
import pytest

from app.video.clock import ClockState
from app.video.live.source import LiveSource
from app.video.media import LiveStream
from app.video.source import NOTHING, Nothing, Picture
from app.video.wall.moment import Moment
from app.video.wall.shared_block import attach_block, block_spec, create_block
from app.video.wall.slots import SlotReader, SlotWriter
from app.video.wall.waking import Waking
from app.video.wall.worker_live import LiveTile


class Canned(LiveSource):
    """A camera that is never connected to; what came is put in by hand."""

    def __init__(self) -> None:
        super().__init__(LiveStream("rtsp://camera/live"))
        self.came: list[Picture] = []

    @property
    def backlog(self) -> int:
        return len(self.came)

    def read(self) -> Picture | Nothing:
        return self.came.pop(0) if self.came else NOTHING

    def put(self, ages_s: list[float]) -> list[int]:
        now_us = time.time_ns() // 1000
        times = [now_us - round(age_s * 1_000_000) for age_s in ages_s]
        frame = av.VideoFrame(16, 8, "yuv420p")
        self.came += [Picture(time_us, frame, False, 40_000) for time_us in times]
        return times


class Stage:
    def __init__(self) -> None:
        spec = block_spec(16, 8)
        self.camera = Canned()
        self.reader = SlotReader(create_block(spec.name, spec.total_bytes), spec)
        self.calls = 0
        writer = SlotWriter(attach_block(spec.name), spec, live=True)
        self.tile = LiveTile(self.camera, writer, lambda _state: None, call=self._called)

    def _called(self) -> None:
        self.calls += 1

    def turn(self) -> float:
        """A turn on a moment of its own; seconds until it wants the next one."""
        time.sleep(0.02)  # longer than a screen's picture
        now_ns = time.monotonic_ns()
        moment = Moment(ClockState(0, now_ns, 1.0, playing=True, epoch=0), now_ns)
        return (self.tile.turn(moment) - now_ns) / 1e9

    def shown_us(self) -> int | None:
        picture = self.reader.picture(0, time.time_ns() // 1000)
        return None if picture is None else picture.media_time_us


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.tile.close()
    made.reader.release()


def test_pictures_that_came_together_are_shown_one_after_another(stage: Stage):
    times = stage.camera.put([0.1, 0.06, 0.02])
    shown = []
    while stage.camera.came:
        waits_s = stage.turn()
        shown.append(stage.shown_us())
        assert (waits_s == 0.0) == bool(stage.camera.came)
    assert shown == times


def test_old_pictures_are_decoded_and_left_out(stage: Stage):
    times = stage.camera.put([0.9, 0.8, 0.7, 0.02])
    stage.turn()
    assert stage.shown_us() == times[-1]


def test_it_rests_until_it_is_called(stage: Stage):
    assert stage.turn() > 0.03
    assert stage.camera.on_arrival is not None
    stage.camera.on_arrival()
    assert stage.calls == 1


def test_who_calls_wakes_the_loop_once_for_many_calls():
    waking = Waking()
    inlet, outlet = Pipe(duplex=False)
    assert not waking.wait(inlet, 0.0)
    assert waking.take() == set()
    threads = [threading.Thread(target=waking.call, args=(tile,)) for tile in (3, 5, 3)]
    for thread in threads:
        thread.start()
    began_s = time.monotonic()
    assert not waking.wait(inlet, 10.0)
    assert time.monotonic() - began_s < 5.0
    for thread in threads:
        thread.join()
    assert waking.take() == {3, 5}
    assert waking.take() == set()
    outlet.send(1)
    assert waking.wait(inlet, 10.0)
    waking.close()
    waking.call(3)  # a camera's thread that ends after the loop
    inlet.close()
    outlet.close()
