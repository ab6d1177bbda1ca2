"""Decoding what a recorder sends: by the card where that is wanted, and whatever is broken."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.video import hardware
from app.video.faults import LIVE_UNREADABLE
from app.video.media import RecorderKind, RecorderPlayback
from app.video.replay.decode import ReplayDecoder
from app.video.replay.faults import NOTHING_ON_CHANNEL, replay_fault
from app.video.replay.store import Coded
from app.video.replay.times import range_ends_us, range_start_us
from app.video.rtsp.sdp import parse_sdp
from tests.support.clips import make_clip
from tests.support.replay_server import ReplayServer
from tests.support.rtsp_streams import coded
from tests.video.test_hardware import device
from tests.video.test_replay_source import Reading

ROOT = Path(__file__).resolve().parents[2]
STEP_US = 100_000


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    return make_clip(path, pictures=100, rate=10, keyframe_every=20)


@pytest.mark.expects_logs("app.video.hardware: decoding")
@pytest.mark.parametrize(("good", "word"), [(10_000, "cuda"), (0, "software"), (47, "software")])
def test_a_recorder_is_decoded_by_the_card_and_loses_nothing_where_it_breaks_off(
    clip, monkeypatch, good, word
):
    monkeypatch.setattr(hardware, "here", device(good))
    with ReplayServer(clip) as server, Reading(server.media()) as reading:
        assert reading.at(30.0) == (30.0, 0)
        told = [reading.told() for _ in range(90)]
        facts = reading.source.facts()
    assert told == [(round(30.1 + n / 10, 1), (n + 1) % 100) for n in range(90)]
    assert facts is not None
    assert facts.decoder == word
    assert facts.decode_errors == 0


@pytest.mark.expects_logs("app.video.hardware: decoding")
def test_backwards_and_keyframes_alone_go_on_in_software_too(clip, monkeypatch):
    monkeypatch.setattr(hardware, "here", device(25))
    with ReplayServer(clip) as server, Reading(server.media()) as reading:
        reading.source.set_backwards(True)
        reading.source.set_speed(-1.0)
        assert reading.at(34.0) == (34.0, 40)
        told = [reading.told() for _ in range(30)]
        assert told == [(round(33.9 - n / 10, 1), 39 - n) for n in range(30)]
        reading.source.set_backwards(False)
        reading.source.set_speed(16.0)
        reading.source.set_keyframes_only(True)
        assert reading.at(50.0) == (50.0, 0)
        assert [reading.told() for _ in range(2)] == [(52.0, 20), (54.0, 40)]


def test_broken_parameters_in_the_description_are_left_out():
    stream = coded("hevc", pictures=5)
    (media,) = (each for each in parse_sdp("\r\n".join(stream.sdp_lines()), "rtsp://c/"))
    decoder = ReplayDecoder()
    decoder.use(replace(media, extradata=b"\1\2\3 no parameters"))
    assert decoder.word == "software"
    assert decoder.decode(Coded(0, b"\0\0\0\1nothing", True), STEP_US, alone=False) == []
    decoder.close()


def test_what_looks_like_a_moment_and_is_none_is_left_out():
    assert range_start_us("clock=20261399T996199Z-") is None
    assert range_ends_us("a=range:clock=20261399T996199Z-20270101T000000Z\r\n") is None


def test_a_channel_that_is_an_address_is_told_without_its_secret():
    address = "rtsp://me:secret@10.0.0.9/r?1"
    media = RecorderPlayback(RecorderKind.ONVIF, address, address)
    told = replay_fault(NOTHING_ON_CHANNEL, media)
    for language in ("en", "zh_CN"):
        assert "secret" not in told.text(language)
        assert "10.0.0.9/r?1" in told.text(language)


def test_a_recorder_that_sends_what_cannot_be_read_is_named():
    media = RecorderPlayback(RecorderKind.AXIS, "rtsp://me:secret@10.0.0.9", "1", label="S001/till")
    for language in ("en", "zh_CN"):
        text = replay_fault(LIVE_UNREADABLE, media).text(language)
        assert "S001/till" in text
        assert "secret" not in text


def test_500_mutated_recordings_neither_crash_nor_hang():
    done = subprocess.run(
        [sys.executable, "-m", "tests.video.mutated_replay", "500"],
        cwd=ROOT, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert "500 streams" in done.stdout
