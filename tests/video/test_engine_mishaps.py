"""Workers that die, hang or are left alone; and an end that leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import psutil
import pytest

from app.faults import Fault
from app.video.media import Media, Segment, SegmentList
from app.video.open import open_source
from app.video.source import VideoSource
from app.video.tiles import TileStateKind
from tests.support.walls import (
    BACK_S,
    SIZE,
    START_US,
    US,
    Watcher,
    crowd,
    engine_of,
    numbered,
    wait_for,
)

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")


@pytest.fixture
def clip(tmp_path):
    return numbered(tmp_path / "counter.mp4")


def test_a_killed_worker_is_replaced_and_its_tiles_come_back(clip):
    with engine_of(workers=2) as engine:
        for tile in range(4):
            engine.open(tile, clip, *SIZE)
        watcher = Watcher(engine)
        watcher.wait_picture(*range(4))
        before = engine.statistics().worker_pids
        killed_s = time.monotonic()
        os.kill(before[0], signal.SIGKILL)
        wait_for(lambda: engine.statistics().restarts == 1)
        assert all(engine.picture(tile) is not None for tile in range(4))  # the old one stays
        engine.seek(START_US + 6 * US)
        for tile in range(4):
            watcher.wait_number(60, tile)
        assert time.monotonic() - killed_s < BACK_S * crowd()
        after = engine.statistics().worker_pids
        assert before[1] == after[1]
        assert before[0] != after[0]


def test_a_replaced_worker_goes_on_playing(clip):
    with engine_of(workers=1) as engine:
        engine.open(0, clip, *SIZE)
        Watcher(engine).wait_picture(0)
        engine.set_speed(0.5)
        engine.play()
        os.kill(engine.statistics().worker_pids[0], signal.SIGKILL)
        wait_for(lambda: engine.statistics().restarts == 1)
        reached_us = engine.picture(0).media_time_us
        # So much at least is beyond what the dead one had decoded ahead.
        wait_for(lambda: engine.picture(0).media_time_us > reached_us + 2 * US)
        assert engine.state(0).kind is TileStateKind.PLAYING


@pytest.mark.slow
def test_a_worker_that_hangs_is_replaced(clip):
    with engine_of(workers=1) as engine:
        engine.open(0, clip, *SIZE)
        watcher = Watcher(engine)
        watcher.wait_picture(0)
        os.kill(engine.statistics().worker_pids[0], signal.SIGSTOP)
        engine.seek(START_US + 3 * US)
        watcher.wait_number(30)
        assert engine.statistics().restarts >= 1


def deadly_opener(media: Media) -> VideoSource:
    """Ends the worker when the recording called "deadly" is opened."""
    if media.label == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return open_source(media)


def test_a_recording_that_kills_its_worker_is_left_out_and_the_others_play(clip):
    deadly = SegmentList(clip.segments, label="deadly")
    with engine_of(workers=1, opener=deadly_opener) as engine:
        engine.open(0, clip, *SIZE)
        engine.open(1, deadly, *SIZE)
        engine.open(2, clip, *SIZE)
        wait_for(lambda: engine.state(1).kind is TileStateKind.LOST)
        assert "deadly" in engine.state(1).text("en")
        assert "deadly" in engine.state(1).text("zh_CN")
        engine.seek(START_US + 2 * US)
        watcher = Watcher(engine)
        watcher.wait_number(20, 0)
        watcher.wait_number(20, 2)
        restarts = engine.statistics().restarts
        assert restarts >= 3
        engine.open(1, clip, *SIZE)  # another recording in the same tile
        watcher.wait_number(20, 1)
        assert engine.statistics().restarts == restarts


def slow_still_opener(media: Media) -> VideoSource:
    """A source whose stills never come."""
    source = open_source(media)
    source.still = lambda _at: time.sleep(600)  # type: ignore[method-assign, assignment]
    return source


def test_a_still_asked_of_a_worker_that_dies_fails_with_a_sentence(clip):
    with engine_of(workers=1, opener=slow_still_opener) as engine:
        engine.open(0, clip, *SIZE)
        Watcher(engine).wait_picture(0)
        future = engine.still(0, START_US)
        time.sleep(0.3)
        os.kill(engine.statistics().worker_pids[0], signal.SIGKILL)
        with pytest.raises(Fault, match="again"):
            future.result(30)


def test_a_still_that_does_not_come_is_given_up(clip, monkeypatch):
    monkeypatch.setattr("app.video.wall.still_desk.STILL_PATIENCE_S", 0.5)
    with engine_of(workers=1, opener=slow_still_opener) as engine:
        engine.open(0, clip, *SIZE)
        Watcher(engine).wait_picture(0)
        with pytest.raises(Fault, match="counter"):
            engine.still(0, START_US).result(30)


def test_a_still_that_is_never_taken_fails_when_the_engine_stops(clip):
    with engine_of(workers=1, opener=slow_still_opener) as engine:
        engine.open(0, clip, *SIZE)
        Watcher(engine).wait_picture(0)
        future = engine.still(0, START_US)
    with pytest.raises(Fault):
        future.result(0)


def test_stopping_leaves_no_process_thread_or_memory(clip):
    ours = f"fw*{os.getpid():x}_*"
    shared = set(Path("/dev/shm").glob(ours))
    threads = set(threading.enumerate())
    with engine_of(workers=2) as engine:
        engine.open(0, clip, *SIZE)
        Watcher(engine).wait_picture(0)
        pids = engine.statistics().worker_pids
        os.kill(pids[1], signal.SIGKILL)
    assert set(Path("/dev/shm").glob(ours)) == shared
    assert set(threading.enumerate()) == threads
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_an_engine_that_was_never_started_can_be_stopped():
    from app.video.wall.engine import WallEngine

    WallEngine(workers=1).stop()


def test_workers_never_load_qt(clip):
    if not Path("/proc/self/maps").exists():
        pytest.skip("needs /proc to look into the worker")
    with engine_of(workers=1) as engine:
        engine.open(0, clip, *SIZE)
        Watcher(engine).wait_picture(0)
        maps = Path(f"/proc/{engine.statistics().worker_pids[0]}/maps").read_text()
    assert "PySide6" not in maps
    assert "libQt6" not in maps
    assert "libav" in maps


def test_when_the_window_is_killed_workers_and_memory_go_too(clip):
    path = clip.segments[0].path
    script = textwrap.dedent(
        f"""
        import time
        from app.video.wall.engine import WallEngine
        from app.video.media import Segment, SegmentList

        def main():
            engine = WallEngine(workers=2)
            engine.start()
            engine.seek({START_US})
            engine.open(0, SegmentList((Segment({path!r}, {START_US}),)), 64, 48)
            while engine.picture(0) is None:
                time.sleep(0.02)
            print(*engine.statistics().worker_pids, flush=True)
            time.sleep(600)

        if __name__ == "__main__":
            main()
        """
    )
    window = Path(path).with_name("window.py")
    window.write_text(script, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(window)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        pids = [int(pid) for pid in process.stdout.readline().split()]
        assert len(pids) == 2, process.stderr.read()
        blocks = f"fw*{process.pid:x}_*"
        assert list(Path("/dev/shm").glob(blocks))
        process.kill()
        process.wait()
        wait_for(lambda: not any(map(psutil.pid_exists, pids)), "the workers' end")
        wait_for(lambda: not list(Path("/dev/shm").glob(blocks)), "the memory's end")


def hanging_opener(media: Media) -> VideoSource:
    """A share that does not answer holds the open up for ever."""
    if media.label == "hanging":
        time.sleep(600)
    return open_source(media)


def test_a_share_that_does_not_answer_holds_up_its_own_tile_alone(clip):
    with engine_of(workers=1, opener=hanging_opener) as engine:
        engine.open(0, SegmentList((Segment("x", START_US, US),), label="hanging"), *SIZE)
        engine.open(1, clip, *SIZE)
        Watcher(engine).wait_number(0, 1)
        assert engine.state(0).kind is TileStateKind.CONNECTING
