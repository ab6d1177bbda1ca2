"""Live cameras on the wall beside recordings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.faults import Fault
from app.video.media import LiveStream
from app.video.tiles import TileFacts, TileStateKind
from tests.support.clips import make_clip
from tests.support.rtsp_server import RtspServer
from tests.support.rtsp_streams import coded
from tests.support.walls import SIZE, START_US, Watcher, engine_of, numbered, wait_for

ROOT = Path(__file__).resolve().parents[2]


def test_a_live_camera_shows_the_newest_picture_beside_a_paused_recording(tmp_path):
    camera = make_clip(tmp_path / "camera.mp4", pictures=50, rate=25, keyframe_every=10)
    recording = numbered(tmp_path / "recording.mp4")
    with RtspServer(camera) as server, engine_of(workers=1) as engine:
        engine.open(0, LiveStream(server.url, label="S001/door"), *SIZE)
        engine.open(1, recording, *SIZE)
        assert engine.state(0).kind is TileStateKind.CONNECTING
        watcher = Watcher(engine)
        watcher.wait_number(0, 1)
        seen: set[int | None] = set()
        wait_for(lambda: seen.add(watcher.number(0)) or len(seen) > 10)
        assert engine.state(0).kind is TileStateKind.PLAYING
        assert engine.shown_time_us(0) > START_US  # the wall clock, not the playback clock
        assert watcher.number(1) == 0
        still = engine.still(0, engine.shown_time_us(0)).result(30)
        assert still.png.startswith(b"\x89PNG")
        engine.close(0)
        engine.close(1)


def test_a_camera_that_refuses_says_so_and_the_recording_goes_on(tmp_path):
    recording = numbered(tmp_path / "recording.mp4")
    with RtspServer(make_clip(tmp_path / "camera.mp4", pictures=10)) as server:
        url = server.url
    with engine_of(workers=1) as engine:
        engine.open(0, LiveStream(url, user="me", password="secret", label="S001/door"), *SIZE)
        engine.open(1, recording, *SIZE)
        wait_for(lambda: engine.state(0).kind is TileStateKind.LOST)
        for language in ("en", "zh_CN"):
            assert "S001/door" in engine.state(0).text(language)
            assert "secret" not in engine.state(0).text(language)
        Watcher(engine).wait_number(0, 1)


def test_a_camera_that_asks_for_a_password_says_so(tmp_path):
    camera = make_clip(tmp_path / "camera.mp4", pictures=10)
    with (
        RtspServer(camera, user="me", password="right") as server,
        engine_of(workers=1) as engine,
    ):
        engine.open(0, LiveStream(server.url, label="S001/door"), *SIZE)
        wait_for(lambda: engine.state(0).kind is TileStateKind.ASK_PASSWORD)
        engine.open(0, LiveStream(server.url, user="me", password="right", label="d"), *SIZE)
        wait_for(lambda: engine.picture(0) is not None)
        wait_for(lambda: engine.state(0).kind is TileStateKind.PLAYING)


def test_the_wall_chooses_streams_and_tells_what_it_knows_of_them(tmp_path):
    small, large = coded(pictures=40), coded(pictures=40, size=(320, 240))
    with RtspServer(small) as sub, RtspServer(large) as main, engine_of(workers=1) as engine:
        media = LiveStream(main.url, sub_url=sub.url, label="S001/door")
        engine.set_places(4)
        engine.open(0, media, *SIZE)
        wait_for(lambda: (engine.facts(0) or TileFacts()).pictures_per_s > 0)
        facts = engine.facts(0)
        assert (facts.stream, facts.width, facts.height, facts.codec) == ("sub", 128, 96, "h264")
        assert facts.bitrate_bps > 0
        assert 0 <= facts.latency_us < 5_000_000
        assert (facts.reconnects, facts.lost_packets, facts.decode_errors) == (0, 0, 0)
        coming = engine.still(0, engine.picture(0).media_time_us)
        still, joined = coming.result(30), coming.main.result(30)
        assert (still.width, joined.width) == (128, 320)
        assert joined.media_time_us > still.media_time_us
        engine.set_places(1)
        wait_for(lambda: engine.facts(0).stream == "main" and engine.facts(0).width == 320)
        engine.close(0)
        assert engine.facts(0) is None


def test_a_still_of_the_small_stream_does_not_wait_for_the_main_one():
    with (
        RtspServer(coded(pictures=40)) as sub,
        RtspServer(coded(pictures=40), answers=False) as main,
        engine_of(workers=1) as engine,
    ):
        engine.set_places(4)
        engine.open(0, LiveStream(main.url, sub_url=sub.url, label="S001/door"), *SIZE)
        Watcher(engine).wait_picture(0)
        order: list[str] = []
        coming = engine.still(0, engine.shown_time_us(0))
        coming.main.add_done_callback(lambda _done: order.append("main"))
        coming.add_done_callback(lambda _done: order.append("seen"))
        with pytest.raises(Fault, match="S001/door"):
            coming.main.result(30)
        assert order == ["seen", "main"]
        assert coming.result(0).width == 128


def test_a_worker_that_dies_before_the_main_picture_came_costs_that_one_alone():
    with (
        RtspServer(coded(pictures=40)) as sub,
        RtspServer(coded(pictures=40), answers=False) as main,
        engine_of(workers=1) as engine,
    ):
        engine.set_places(4)
        engine.open(0, LiveStream(main.url, sub_url=sub.url, label="S001/door"), *SIZE)
        Watcher(engine).wait_picture(0)
        coming = engine.still(0, engine.shown_time_us(0))
        assert coming.result(30).width == 128
        os.kill(engine.statistics().worker_pids[0], signal.SIGKILL)
        with pytest.raises(Fault):
            coming.main.result(30)


def test_no_camera_keeps_a_place_for_a_wall_that_has_ended():
    """By Quit alone, and where tiles were closed just before it."""
    camera = coded(pictures=40)
    with RtspServer(camera) as one, RtspServer(camera) as other:
        with engine_of(workers=1) as engine:
            for tile, server in enumerate((one, other)):
                engine.open(tile, LiveStream(server.url), *SIZE)
            Watcher(engine).wait_picture(0, 1)
            engine.close(1)
        assert one.requests[-1] == other.requests[-1] == "TEARDOWN"


KILLED_WINDOW = """
import os, signal, sys
from app.video.media import LiveStream
from tests.support.walls import SIZE, Watcher, engine_of
with engine_of(workers=1) as engine:
    engine.open(0, LiveStream(sys.argv[1]), *SIZE)
    Watcher(engine).wait_picture(0)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_worker_whose_window_was_killed_says_goodbye_to_its_cameras():
    with RtspServer(coded(pictures=40)) as server:
        subprocess.run(
            [sys.executable, "-c", KILLED_WINDOW, server.url],
            cwd=ROOT, timeout=60, check=False, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(lambda: "TEARDOWN" in server.requests)
