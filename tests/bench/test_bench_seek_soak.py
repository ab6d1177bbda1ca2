"""``bench seek`` and ``bench soak``: the moments, the number in the picture, the growth."""

from __future__ import annotations

import argparse
import itertools
import json
from types import SimpleNamespace

import numpy as np
import pytest

from app.bench import seek, soak, timecode
from app.bench.clips import ClipCost, ClipShape, duration_us, make_bench_clip
from app.bench.footage import Footage
from app.bench.peer_result import sought
from app.bench.thumbnails import measure_thumbnails
from app.widgets import wall_bench_soak
from tests.support.walls import wait_for


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "clip.mp4"
    make_bench_clip(path, ClipShape(320, 180, gop_s=1, seconds=20, bits_per_s=200_000))
    return path


def arguments(bench, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    bench.add_arguments(parser)
    return parser.parse_args(words)


@pytest.mark.parametrize("number", [0, 1, 1499, 40_000, 65_535, 65_536])
def test_a_pictures_number_is_read_back(number):
    grey = np.full((180, 320), 90, np.uint8)
    timecode.draw(grey, number)
    pixels = np.repeat(grey[:, :, None], 4, axis=2).tobytes()
    assert timecode.reader(320, 180, 320 * 4)(memoryview(pixels)) == number % 65_536


def test_a_picture_without_a_number_has_none():
    pixels = np.full((180, 320, 4), 90, np.uint8).tobytes()
    assert timecode.reader(320, 180, 320 * 4)(memoryview(pixels)) is None


def test_numbers_outlive_coding_and_scaling(clip):
    import av

    with av.open(str(clip)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            small = frame.reformat(width=192, height=108, format="bgr0", threads=1)
            read = timecode.reader(192, 108, small.planes[0].line_size)
            assert read(memoryview(small.planes[0])) == number


def test_moments_lie_apart_and_are_the_same_each_time():
    moments = seek.moments_s(50, 3000)
    assert moments == seek.moments_s(50, 3000)
    assert min(abs(b - a) for a, b in itertools.pairwise(moments)) > 30
    assert min(moments) > 0
    assert max(moments) < 3000


def test_jumps_that_did_not_end_are_counted_and_flatter_nobody():
    assert sought([100.0, None, 300.0, 200.0]) == {
        "seeks": 4, "unfinished": 1, "seek_ms_p50": 200, "seek_ms_p95": 300, "seek_ms_max": 300,
    }  # fmt: skip


def test_jumps_are_measured_and_written(qapp, clip, tmp_path, capsys):
    path = tmp_path / "seek.json"
    args = arguments(
        seek, "--tiles", "2", "--seeks", "3", "--clip", str(clip), "--json", str(path),
        "--width", "400", "--height", "300", "--workers", "1",
    )  # fmt: skip
    assert seek.run(args) == 0
    result = json.loads(path.read_text(encoding="utf-8"))
    assert (result["seeks"], result["unfinished"]) == (3, 0)
    assert 0 < result["seek_ms_p50"] <= result["seek_ms_p95"] <= result["seek_ms_max"]
    assert 0 < result["thumbnail_ms_p50"] <= result["thumbnail_ms_p95"]
    assert result["thumbnails_missing"] == 0
    printed = capsys.readouterr().out
    assert "jump to all painted" in printed
    assert "thumbnail under the pointer, median (ms)" in printed


def test_thumbnails_that_do_not_come_are_counted_and_flatter_nobody(clip, tmp_path):
    length_us = duration_us(clip)
    played = Footage(clip, length_us, clip, length_us, "", ClipCost(1.0, 1.0))
    before_all_footage_s = -90.0
    measured = measure_thumbnails(tmp_path, played, [25.0, before_all_footage_s, 3.0], wait_for)
    assert (len(measured.took_ms), measured.missing) == (2, 1)
    assert min(measured.took_ms) > 0


@pytest.mark.slow
@pytest.mark.expects_logs("decode worker")
def test_a_soak_kills_a_worker_and_every_tile_comes_back(qapp, clip, tmp_path, capsys):
    path = tmp_path / "soak.json"
    args = arguments(
        soak, "--tiles", "2", "--minutes", "0.25", "--mark", "0.02", "--seek-every", "1.5",
        "--kill-every", "3", "--clip", str(clip), "--json", str(path), "--speed", "4",
        "--width", "400", "--height", "300", "--workers", "1",
    )  # fmt: skip
    assert soak.run(args) == 0
    result = json.loads(path.read_text(encoding="utf-8"))
    assert result["kills"] >= 1
    assert result["seeks"] >= 3
    assert result["tiles_lost"] == 0
    assert result["back_s_max"] < 20
    assert result["memory_first_mib"] > 20
    assert "workers killed" in capsys.readouterr().out


def test_pictures_that_a_dead_worker_left_do_not_make_it_look_alive(qapp, monkeypatch):
    """What was decoded ahead is shown for a while; back is who shows another moment."""
    killed = []
    monkeypatch.setattr(wall_bench_soak, "_BACK_S", 0.5)

    class Process:
        def __init__(self, pid: int) -> None:
            self.pid = pid

        def kill(self) -> None:
            killed.append(self.pid)

    monkeypatch.setattr(wall_bench_soak.psutil, "Process", Process)

    class Wall:
        """Engine, clock and wall in one: its second tile goes on unless it ``follows``."""

        def __init__(self, *, follows: bool) -> None:
            self.engine = self.clock = self
            self.follows = follows
            self.at_us, self.target_us, self.pictures = 10**12, 10**12, 0

        def seek(self, media_time_us: int) -> None:
            self.target_us = media_time_us

        def now_us(self) -> int:
            return self.target_us

        def statistics(self) -> object:
            return SimpleNamespace(worker_pids=(77,))

        def shown_us(self) -> tuple[int | None, ...]:
            self.at_us = self.target_us if self.follows else self.at_us + 2_000_000
            return (self.target_us, self.at_us)

        def pictures_shown(self) -> dict[int, int]:
            self.pictures += 1
            return {0: self.pictures, 1: self.pictures}

    plan = wall_bench_soak.SoakPlan(60.0, 5.0, 10.0, 10.0, 2 * 10**12, 3 * 10**12)
    told = []
    for follows in (False, True):
        run = wall_bench_soak.Soak(Wall(follows=follows), plan, lambda: 1.0)
        run._kill()
        told += run._back_s
    assert killed == [77, 77]
    assert told[0] is None
    assert told[1] is not None


def test_growth_is_in_percent():
    assert soak.growth_percent(400.0, 404.0) == 1.0
    assert soak.growth_percent(0.0, 5.0) == 0.0


def test_vlc_says_when_a_clip_has_no_numbers(monkeypatch):
    from app.bench import peer_vlc

    class Tile:
        def number(self):
            return None

    assert "no number" in peer_vlc._seek([Tile()], {"moments_s": [1.0], "speed": 1.0})["note"]
