"""The source of recordings on recorders: what it gives, and what it asks for."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Self

import pytest

from app.video.faults import NO_PICTURE_AT, SOURCE_CLOSED, SourceFault
from app.video.media import FAR_FUTURE_US, RecorderAbility, RecorderKind, RecorderPlayback, Span
from app.video.open import open_source
from app.video.recorders.sessions import NOT_COUNTED, SessionBudget
from app.video.replay import feed as feeds
from app.video.replay.faults import NO_REPLAY, RECORDER_FULL, SESSION_AWAITED, SessionAwaited
from app.video.replay.source import PATIENCE_S as UNTOLD_S
from app.video.replay.source import ReplaySource
from app.video.source import NoRecording, Picture
from tests.support.clips import make_clip, number_of
from tests.support.replay_server import ORIGIN_US, Recorder, ReplayServer

US = 1_000_000
PATIENCE_S = 20.0
TWO_SPANS = (
    Span(ORIGIN_US, ORIGIN_US + 60 * US),
    Span(ORIGIN_US + 100 * US, ORIGIN_US + 160 * US),
)
PACED = RecorderAbility()


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return make_clip(path, pictures=100, rate=10, keyframe_every=20)


@pytest.fixture(scope="module")
def reordered(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "b.mp4"
    return make_clip(path, pictures=100, rate=10, keyframe_every=20, bframes=2)


class Reading:
    """A source, opened; closed without a thread left."""

    def __init__(self, media: RecorderPlayback) -> None:
        source = open_source(media)
        assert isinstance(source, ReplaySource)
        self.source = source
        source.open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.source.close()
        assert self.source.join(PATIENCE_S)

    def next(self) -> Picture | NoRecording:
        """What comes next, waited for as a tile does: a session's turn too, told or not."""
        until_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < until_s:
            try:
                got = self.source.read()
            except SessionAwaited:
                continue
            if isinstance(got, Picture | NoRecording):
                return got
        raise AssertionError("nothing came")

    def at(self, seconds: float) -> tuple[float, int] | Span:
        self.source.seek(ORIGIN_US + round(seconds * US))
        return self.told()

    def told(self) -> tuple[float, int] | Span:
        """Seconds since the beginning and the number drawn, or the gap in seconds."""
        got = self.next()
        if isinstance(got, NoRecording):
            return got.span
        return (got.media_time_us - ORIGIN_US) / US, number_of(got.frame)

    def fault(self) -> SourceFault:
        until_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < until_s:
            try:
                self.source.read()
            except SourceFault as fault:
                return fault
        raise AssertionError("no fault came")


def _in_spite(reading: Reading) -> object:
    try:
        return reading.source.read()
    except SourceFault:
        return None


def gap(start_s: float, end_s: float) -> Span:
    return Span(ORIGIN_US + round(start_s * US), ORIGIN_US + round(end_s * US))


def test_it_gives_the_exact_picture_then_those_after_it(clip):
    with ReplayServer(clip) as server, Reading(server.media()) as reading:
        assert reading.at(33.35) == (33.3, 33)
        assert [reading.told() for _ in range(20)] == [
            (round(33.4 + n / 10, 1), 34 + n) for n in range(20)
        ]
        assert server.told("PLAY", "require") == ["onvif-replay"]
        assert server.told("PLAY", "rate-control") == ["no"]


def test_the_overlay_is_told_of_the_recorders_stream(clip):
    with ReplayServer(clip) as server, Reading(server.media()) as reading:
        reading.at(33.35)
        for _ in range(30):
            reading.next()
        facts = reading.source.facts()
    assert facts is not None
    assert (facts.width, facts.height, facts.codec) == (128, 96, "h264")
    assert facts.stream == "recorder"
    assert facts.bitrate_bps > 1000
    assert facts.decode_errors == facts.reconnects == 0


def test_what_is_here_is_not_asked_for_again_and_far_away_is_jumped_to(clip):
    with ReplayServer(clip) as server, Reading(server.media()) as reading:
        assert reading.at(33.3) == (33.3, 33)
        assert reading.at(32.0) == (32.0, 20)
        assert reading.at(34.75) == (34.7, 47)
        assert len(server.told("PLAY", "range")) == 1
        assert reading.at(500.05) == (500.0, 0)
        assert server.told("PLAY", "immediate") == ["", "yes"]
        assert server.connections == 1


def test_pictures_that_were_sent_for_the_old_place_are_left_out(clip):
    """A jump crosses a stretch that begins with a discontinuity of its own."""
    with ReplayServer(clip, Recorder(spans=TWO_SPANS)) as server:
        for _ in range(5):
            with Reading(server.media()) as reading:
                assert reading.at(58.05) == (58.0, 80)
                assert reading.at(30.05) == (30.0, 0)


def test_gaps_and_the_end_are_told_forwards(clip):
    with (
        ReplayServer(clip, Recorder(spans=TWO_SPANS)) as server,
        Reading(server.media()) as reading,
    ):
        assert reading.at(59.85) == (59.8, 98)
        assert [reading.told() for _ in range(3)] == [(59.9, 99), gap(60, 100), (100.0, 0)]
        inside = reading.at(80.0)
        assert isinstance(inside, Span)
        assert inside.contains(ORIGIN_US + 80 * US)
        assert inside.end_us == ORIGIN_US + 100 * US
        assert reading.at(159.9) == (159.9, 99)
        end = Span(ORIGIN_US + 160 * US, FAR_FUTURE_US)
        assert [reading.told() for _ in range(2)] == [end, end]


@pytest.mark.parametrize("native", [True, False])
def test_backwards_over_a_gap_to_the_beginning(clip, native):
    ability = RecorderAbility(8.0, 8.0, 4, True, True, True, native)
    recorder = Recorder(spans=TWO_SPANS, reverse=native)
    with ReplayServer(clip, recorder) as server:
        with Reading(server.media(ability=ability)) as reading:
            reading.source.set_backwards(True)
            reading.source.set_speed(-1.0)
            assert reading.at(100.15) == (100.1, 1)
            assert reading.told() == (100.0, 0)
            while isinstance(told := reading.told(), Span):
                assert told.end_us <= ORIGIN_US + 100 * US
            assert told == (59.9, 99)
            assert [reading.told() for _ in range(3)] == [(59.8, 98), (59.7, 97), (59.6, 96)]
            assert reading.at(0.1) == (0.1, 1)
            assert reading.told() == (0.0, 0)
            assert isinstance(reading.told(), Span)
        assert ("-1.0" in server.told("PLAY", "scale")) is native


def test_at_sixteen_times_it_asks_for_few_keyframes_and_thins_no_more_when_slow(clip):
    with ReplayServer(clip) as server, Reading(server.media()) as reading:
        reading.source.set_speed(16.0)
        reading.source.set_keyframes_only(True)
        assert reading.at(50.0) == (50.0, 0)
        assert [reading.told() for _ in range(3)] == [(52.0, 20), (54.0, 40), (56.0, 60)]
        assert server.told("PLAY", "frames")[-1] == "intra/2000"
        reading.source.set_speed(1.0)
        reading.source.set_keyframes_only(False)
        assert reading.told() == (56.0, 60)
        assert reading.told() == (56.1, 61)
        assert server.told("PLAY", "frames")[-1] == ""


def test_pictures_that_are_decoded_out_of_order_come_in_order(reordered):
    with ReplayServer(reordered) as server, Reading(server.media()) as reading:
        first = reading.at(33.35)
        assert isinstance(first, tuple)
        assert first[1] == 33
        told = [reading.told() for _ in range(30)]
        assert [each[1] for each in told if isinstance(each, tuple)] == list(range(34, 64))


def test_a_clock_seven_minutes_off_is_applied(clip):
    wrong = Recorder(offset_us=420 * US)
    with ReplayServer(clip, wrong) as server:
        with Reading(server.media(clock_offset_us=420 * US)) as reading:
            assert reading.at(33.35) == (33.3, 33)
        told = server.told("PLAY", "range")[0]
        assert told == "clock=20260528T202013.350Z-"  # seven minutes before the true 20:27:13


@pytest.mark.parametrize(
    ("kind", "zone"),
    [
        (RecorderKind.HIKVISION, "UTC"),
        (RecorderKind.HIKVISION, "Asia/Shanghai"),
        (RecorderKind.DAHUA, "Asia/Shanghai"),
        (RecorderKind.UNIVIEW, "UTC"),
        (RecorderKind.AXIS, "UTC"),
    ],
)
def test_makers_recorders_play_from_their_addresses(clip, kind, zone):
    recorder = Recorder(kind, zone=zone, rate_control=False, intra=False, reverse=False)
    with ReplayServer(clip, recorder) as server:
        with Reading(server.media(ability=PACED)) as reading:
            assert reading.at(40.0) == (40.0, 0)
            assert reading.told() == (40.1, 1)
            assert reading.at(480.0) == (480.0, 0)
        assert server.told("PLAY", "require") == ["", ""]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai"])
def test_where_a_maker_tells_when_it_begins_it_means_its_own_clock(clip, zone):
    recorder = Recorder(
        RecorderKind.HIKVISION, zone=zone, rate_control=False, intra=False, reverse=False,
        offset_us=420 * US, tells_range=True,
    )  # fmt: skip
    with (
        ReplayServer(clip, recorder) as server,
        Reading(server.media(ability=PACED, clock_offset_us=420 * US)) as reading,
    ):
        assert reading.at(41.0) == (41.0, 10)  # it begins with the keyframe before
        assert reading.told() == (41.1, 11)


def test_scale_is_asked_for_where_that_is_all_there_is(clip):
    ability = RecorderAbility(max_speed=4.0, full_speed=4.0, scale=4.0, stamps_scaled=True)
    recorder = Recorder(
        RecorderKind.DAHUA, rate_control=False, intra=False, scale=4.0, stamps_scaled=True
    )
    with ReplayServer(clip, recorder) as server:
        with Reading(server.media(ability=ability)) as reading:
            reading.source.set_speed(4.0)
            first = reading.at(40.0)
            assert isinstance(first, tuple)
            told = [reading.told() for _ in range(25)]
            steps = [each[0] for each in told if isinstance(each, tuple)]
            assert steps == pytest.approx([first[0] + (n + 1) / 10 for n in range(25)], abs=0.01)
        assert server.told("PLAY", "scale")[-1] == "4.0"


def test_faster_than_scale_it_hops_from_keyframe_to_keyframe(clip):
    recorder = Recorder(RecorderKind.UNIVIEW, rate_control=False, intra=False)
    with ReplayServer(clip, recorder) as server:
        with Reading(server.media(ability=PACED)) as reading:
            reading.source.set_speed(16.0)
            reading.source.set_keyframes_only(True)
            reading.source.seek(ORIGIN_US + 40 * US)
            times = []
            while len(times) < 4:
                told = reading.told()
                times += [told[0]] if isinstance(told, tuple) else []
            assert times == sorted(times)
            assert times[-1] - times[0] > 4
        assert len({each.url for each in server.requests if each.method == "PLAY"}) >= 4


def test_a_cut_is_mended_without_a_word_and_without_a_picture_lost(clip):
    with (
        ReplayServer(clip, Recorder(cut_after=37, pace=50.0)) as server,
        Reading(server.media()) as reading,
    ):
        assert reading.at(20.0) == (20.0, 0)
        told = [reading.told() for _ in range(60)]
        assert told == [(round(20.1 + n / 10, 1), (n + 1) % 100) for n in range(60)]
        assert server.connections == 2


def test_a_still_needs_no_session_where_the_picture_is_here(clip):
    with (
        ReplayServer(clip, Recorder(sessions=1)) as server,
        Reading(server.media(sessions=1)) as reading,
    ):
        reading.at(33.35)
        still = open_source(server.media(sessions=1)).still(ORIGIN_US + 33_150_000)
        assert still.media_time_us == ORIGIN_US + 33_100_000
        assert server.connections == 1


def test_a_still_elsewhere_waits_for_its_turn_and_says_where_there_is_nothing(clip):
    with ReplayServer(clip, Recorder(sessions=1, spans=TWO_SPANS)) as server:
        media = server.media(sessions=1)
        with Reading(media) as reading:
            reading.at(33.35)
            still = open_source(media).still(ORIGIN_US + 130_250_000)
            assert still.media_time_us == ORIGIN_US + 130_200_000
        with pytest.raises(SourceFault) as caught:
            open_source(media).still(ORIGIN_US + 80 * US)
        assert caught.value.sentence is NO_PICTURE_AT
        assert server.playing_most == 1


def test_a_recorder_that_refuses_lowers_the_budget_and_is_waited_for(clip):
    with ReplayServer(clip, Recorder(sessions=1)) as server:
        media = server.media(sessions=3)
        with Reading(media) as first:
            first.at(33.35)
            other = replace(media, label="S001/other")
            seat = SessionBudget(media).take()  # a third one elsewhere, which plays nothing here
            assert seat is not None
            with Reading(other) as second:
                # The first one, which has enough, leaves it the session that there is.
                assert second.at(50.05) == (50.0, 0)
                assert SessionBudget(media).limit < 3
                seat.release()
            assert server.playing_most == 1


def test_a_short_wait_for_a_session_is_not_told_and_a_long_one_is(clip):
    with ReplayServer(clip) as server:
        media = server.media(sessions=1)
        seat = SessionBudget(media).take()
        assert seat is not None
        with Reading(media) as reading:
            reading.source.seek(ORIGIN_US + 50 * US)
            began_s = time.monotonic()
            fault = reading.fault()
            assert fault.sentence is SESSION_AWAITED
            assert time.monotonic() - began_s >= UNTOLD_S
            seat.release()
            assert reading.at(50.05) == (50.0, 0)


def test_where_sessions_cannot_be_counted_it_is_told_and_mended_by_itself(
    clip, tmp_path, monkeypatch
):
    blocked = tmp_path / "sessions"
    blocked.write_text("a file in the folder's place")
    monkeypatch.setenv("FLOORWALK_SESSIONS", str(blocked))
    monkeypatch.setattr(feeds, "BACK_OFF_S", (0.1, 0.1))
    with ReplayServer(clip) as server, Reading(server.media()) as reading:
        reading.source.seek(ORIGIN_US + 20 * US)
        fault = reading.fault()
        assert fault.sentence is NOT_COUNTED
        assert str(blocked) in fault.text("en")
        assert SessionBudget(server.media()).held() == 0
        blocked.unlink()
        while not isinstance(got := _in_spite(reading), Picture):
            pass
        assert got.media_time_us == ORIGIN_US + 20 * US
        assert server.connections == 1


@pytest.mark.parametrize("refusal", ["453 Not Enough Bandwidth", "503 Service Unavailable"])
def test_453_and_its_kin_say_that_the_recorder_is_full(clip, refusal):
    with ReplayServer(clip, Recorder(sessions=0, refusal=refusal)) as server:
        with Reading(server.media()) as reading:
            reading.source.seek(ORIGIN_US)
            fault = reading.fault()
        assert fault.sentence is RECORDER_FULL
        assert "127.0.0.1" in fault.text("en")
        assert "上限" in fault.text("zh_CN")


def test_a_recorder_without_onvif_replay_says_so(clip):
    with ReplayServer(clip, Recorder(replay=False)) as server:
        with Reading(server.media(user="me", password="geheim")) as reading:
            reading.source.seek(ORIGIN_US)
            fault = reading.fault()
        assert fault.sentence is NO_REPLAY
        assert "geheim" not in fault.text("en")


def test_a_closed_source_says_so():
    source = ReplaySource(RecorderPlayback(RecorderKind.AXIS, "rtsp://127.0.0.1:9", "1"))
    with pytest.raises(SourceFault) as caught:
        source.read()
    assert caught.value.sentence is SOURCE_CLOSED
