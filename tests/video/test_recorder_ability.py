"""What a recorder can do, found by asking it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.video.faults import SourceFault
from app.video.media import RecorderKind
from app.video.recorders.ability import probe
from app.video.recorders.sessions import SessionBudget
from app.video.replay.faults import NO_REPLAY, RECORDER_FULL
from tests.support.clips import make_clip
from tests.support.replay_server import ORIGIN_US, Recorder, ReplayServer

US = 1_000_000
SECONDS = 0.4
AT_US = ORIGIN_US + 60 * US


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return make_clip(path, pictures=100, rate=10, keyframe_every=5)


def test_an_onvif_recorder_with_a_wrong_clock(clip):
    recorder = Recorder(sessions=3, offset_us=420 * US)
    shares: list[float] = []
    with ReplayServer(clip, recorder) as server:
        found = probe(server.media(), None, SECONDS, shares.append)
        assert server.playing_most == 3
    assert found.onvif_replay
    assert found.rate_control
    assert found.intra
    assert found.reverse
    assert found.max_speed == 16.0
    assert found.sessions == 3
    assert found.clock_offset_us == pytest.approx(420 * US, abs=300_000)
    assert found.earliest_us == pytest.approx(ORIGIN_US, abs=300_000)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert "up to 16x, 3 sessions" in found.text("en")


def test_one_that_paces_and_knows_scale_whose_stamps_run_at_the_walls_pace(clip):
    recorder = Recorder(
        RecorderKind.HIKVISION,
        sessions=2,
        rate_control=False,
        intra=False,
        scale=4.0,
        stamps_scaled=True,
        tells_date=False,
    )
    with ReplayServer(clip, recorder) as server:
        found = probe(server.media(), AT_US, SECONDS)
    assert not found.rate_control
    assert found.scale == 4.0
    assert found.whole_scale == 4.0
    assert found.stamps_scaled
    assert found.clock_offset_us is None
    assert found.sessions == 2
    assert not found.sessions_more


def test_one_that_sends_as_fast_as_it_is_read_though_it_says_nothing_of_it(clip):
    recorder = Recorder(RecorderKind.HIKVISION, pace=8.4, intra=False, reverse=False)
    with ReplayServer(clip, recorder) as server:
        found = probe(server.media(), AT_US, SECONDS)
        assert server.playing_most == 8
    assert found.rate_control
    assert not found.intra
    assert 4.0 < found.max_speed < 16.0
    assert found.sessions == 8
    assert found.sessions_more  # none was refused


def test_one_that_plays_at_its_own_pace_only_is_said_to(clip):
    recorder = Recorder(RecorderKind.DAHUA, sessions=1, rate_control=False, intra=False)
    with ReplayServer(clip, recorder) as server:
        found = probe(server.media(), AT_US, SECONDS)
    assert found.scale == 1.0
    assert found.max_speed < 1.6
    assert found.sessions == 1


def test_while_its_sessions_are_used_it_is_not_probed(clip):
    with ReplayServer(clip) as server:
        media = server.media(sessions=1)
        seat = SessionBudget(media).take()
        assert seat is not None
        with pytest.raises(SourceFault) as caught:
            probe(media, AT_US, SECONDS)
        seat.release()
    assert caught.value.sentence is RECORDER_FULL


def test_one_without_onvif_replay_is_refused_in_words(clip):
    with (
        ReplayServer(clip, Recorder(replay=False)) as server,
        pytest.raises(SourceFault) as caught,
    ):
        probe(server.media(), AT_US, SECONDS)
    assert caught.value.sentence is NO_REPLAY
