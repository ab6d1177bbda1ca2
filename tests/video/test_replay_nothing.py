"""Where a recorder has nothing: what is believed of it, for how long, and how it is asked on."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.video.media import FAR_FUTURE_US, RecorderAbility, RecorderKind, Span
from app.video.replay.faults import NOTHING_ON_CHANNEL
from app.video.replay.policy import Delivery
from app.video.replay.run import Run
from app.video.replay.session import Arrived, Ask
from app.video.replay.store import Coded, Group, ReplayStore
from app.video.source import NOTHING, NoRecording, Picture
from tests.support.clips import make_clip
from tests.support.replay_server import ORIGIN_US, Recorder, ReplayServer
from tests.video.test_replay_source import TWO_SPANS, Reading

US = 1_000_000
WEEKS_S = 21 * 86_400
PACED = RecorderAbility()
REFUSALS = ("404 Not Found", "416 Range Not Satisfiable", "457 Invalid Range")
HOUR_APART = (TWO_SPANS[0], Span(ORIGIN_US + 3600 * US, ORIGIN_US + 3660 * US))


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return make_clip(path, pictures=100, rate=10, keyframe_every=20)


def maker(refusal: str, **changes: object) -> Recorder:
    facts: dict[str, object] = {"rate_control": False, "intra": False, "reverse": False, **changes}
    return Recorder(RecorderKind.UNIVIEW, gap_refusal=refusal, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_jump_to_where_there_is_nothing_leaves_every_other_time_as_it_is(clip, refusal):
    with (
        ReplayServer(clip, maker(refusal)) as server,
        Reading(server.media(ability=PACED)) as reading,
    ):
        assert reading.at(40.0) == (40.0, 0)
        nothing = reading.at(-WEEKS_S)
        assert isinstance(nothing, Span)
        assert nothing.end_us < ORIGIN_US
        assert reading.at(500.0) == (500.0, 0)


def test_a_block_behind_a_long_gap_is_found_though_the_one_before_it_had_ended(clip):
    with (
        ReplayServer(clip, maker("457 Invalid Range", spans=HOUR_APART)) as server,
        Reading(server.media(ability=PACED)) as reading,
    ):
        reading.at(59.0)
        with reading.source._feed.lock:
            reading.source._feed.store.reach_high(FAR_FUTURE_US)  # it was cut off there twice
        assert reading.at(3610.0) == (3610.0, 0)
        assert reading.at(30.0) == (30.0, 0)


def test_a_wrong_channel_is_told_and_a_right_time_is_not_kept_waiting_for(clip):
    with (
        ReplayServer(clip, maker("404 Not Found")) as server,
        Reading(server.media(ability=PACED)) as reading,
    ):
        reading.source.seek(ORIGIN_US - WEEKS_S * US)
        fault = reading.fault()
        assert fault.sentence is NOTHING_ON_CHANNEL
        assert "channel 1" in fault.text("en")
        assert "通道 1" in fault.text("zh_CN")
        reading.source.seek(ORIGIN_US + 40 * US)
        until_s = time.monotonic() + 20
        while time.monotonic() < until_s:
            try:
                got = reading.source.read()
            except type(fault):
                continue
            if isinstance(got, Picture):
                break
        assert isinstance(got, Picture)
        assert got.media_time_us == ORIGIN_US + 40 * US


@pytest.mark.parametrize("speed", [1.0, 16.0])
def test_in_a_gap_a_recorder_is_asked_now_and_then_and_its_session_is_left(clip, speed):
    """Nobody moves on in the gap, so that few questions reach as far as is kept ready."""
    with (
        ReplayServer(clip, maker("457 Invalid Range")) as server,
        Reading(server.media(ability=PACED)) as reading,
    ):
        reading.source.set_speed(speed)
        reading.source.set_keyframes_only(speed > 1)
        reading.at(40.0)
        before = server.connections
        reading.at(-WEEKS_S)
        until_s = time.monotonic() + 3
        while time.monotonic() < until_s and reading.source.read() is NOTHING:
            pass
        time.sleep(2)
        assert server.playing() == 0
        assert server.connections - before < 12


def test_hopping_goes_on_behind_a_gap(clip):
    with (
        ReplayServer(clip, maker("457 Invalid Range", spans=TWO_SPANS)) as server,
        Reading(server.media(ability=PACED)) as reading,
    ):
        reading.source.set_speed(4.0)
        reading.source.set_keyframes_only(True)
        reading.source.seek(ORIGIN_US + 50 * US)
        gaps, times = [], []
        while not times or times[-1] < 110:
            got = reading.next()
            if isinstance(got, NoRecording):
                gaps.append(got.span)
            else:
                times.append((got.media_time_us - ORIGIN_US) / US)
        assert gaps
        assert min(gap.start_us for gap in gaps) >= ORIGIN_US + 50 * US
        assert times == sorted(times)


def test_hopping_back_goes_on_before_a_gap_and_to_the_beginning(clip):
    """By an exact clock: what the recorder tells of the keyframe it begins with counts."""
    recorder = Recorder(
        RecorderKind.HIKVISION, rate_control=False, intra=False, reverse=False,
        gap_refusal="404 Not Found", spans=TWO_SPANS, tells_range=True,
    )  # fmt: skip
    with ReplayServer(clip, recorder) as server, Reading(server.media(ability=PACED)) as reading:
        reading.source.set_backwards(True)
        reading.source.set_speed(-4.0)
        reading.source.set_keyframes_only(True)
        reading.source.seek(ORIGIN_US + 115 * US)
        gaps, times = [], []
        while not times or times[-1] > 2:
            got = reading.next()
            if isinstance(got, NoRecording):
                gaps.append(got.span)
            else:
                times.append((got.media_time_us - ORIGIN_US) / US)
        assert times == sorted(set(times), reverse=True)
        assert [at for at in times if 60 <= at < 100] == []
        assert len([at for at in times if at >= 100]) >= 4
        assert max(after - at for at, after in zip(times[1:], times, strict=False)) <= 70
        assert gaps
        assert min(gap.start_us for gap in gaps) >= ORIGIN_US - 30 * US


@pytest.mark.parametrize("back", [False, True])
def test_what_is_left_out_between_two_far_keyframes_is_no_gap(back):
    store, way_us = ReplayStore(), -2 * US if back else 2 * US
    store.clear(ORIGIN_US)
    for at_us in (ORIGIN_US, ORIGIN_US + 15 * way_us):  # so long it took to ask
        run = Run(Ask(at_us, None, Delivery(hop_us=way_us)), store)
        run.take(Arrived(Coded(at_us, b"key", keyframe=True)))
    assert isinstance(store.at(ORIGIN_US + 7 * way_us), Group)
    beyond = Ask(ORIGIN_US + 30 * way_us, None, Delivery(hop_us=way_us))
    Run(beyond, store).take(Arrived(Coded(ORIGIN_US + 60 * way_us, b"key", keyframe=True)))
    assert isinstance(store.at(ORIGIN_US + 45 * way_us), Span)  # it was asked for, and is not there
