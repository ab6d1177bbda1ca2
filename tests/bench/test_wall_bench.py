"""``bench wall``: measures the real wall, compares, and says what it could not do."""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
from pathlib import Path

import pytest

from app.bench import peers, wall
from app.bench.clips import ClipShape, clip_cost, duration_us, make_bench_clip, repeat_clip
from app.bench.footage import Footage
from app.bench.peers import PeerRun, run_peer
from app.bench.table import WALL_ROWS, print_table
from app.bench.usage import UsageMeter
from tests.support.clips import make_clip

KEYS = {
    "tiles", "speed", "pictures_per_s_min", "pictures_per_s_mean", "media_spread_s_max",
    "cpu_cores", "rss_mib", "ui_lag_ms_p50", "ui_lag_ms_p99", "ui_lag_ms_max",
}  # fmt: skip


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    wall.add_arguments(parser)
    return parser.parse_args(words)


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    return make_clip(tmp_path_factory.mktemp("bench") / "clip.mp4", pictures=60)


def test_the_wall_is_measured_and_written(qapp, clip, tmp_path, capsys):
    result_path = tmp_path / "result.json"
    args = arguments(
        "--tiles", "3", "--speed", "1", "--clip", str(clip), "--seconds", "1.5",
        "--json", str(result_path), "--width", "400", "--height", "300", "--workers", "1",
    )  # fmt: skip
    assert wall.run(args) == 0
    result = json.loads(result_path.read_text(encoding="utf-8"))
    assert result.keys() >= KEYS
    assert result["tiles"] == 3
    assert 0 < result["pictures_per_s_min"] <= result["pictures_per_s_mean"] <= 12
    assert result["cpu_cores"] > 0
    assert result["rss_mib"] > 20
    assert "peers" not in result
    assert "3 tiles at 1x" in capsys.readouterr().out


def test_with_copies_it_is_measured_without_them_too(qapp, tmp_path, capsys):
    clip = make_clip(
        tmp_path / "main.mp4", pictures=40, rate=10, keyframe_every=20, width=1280, height=720
    )
    result_path = tmp_path / "result.json"
    args = arguments(
        "--tiles", "2", "--clip", str(clip), "--seconds", "1", "--copies",
        "--json", str(result_path), "--width", "400", "--height", "300", "--workers", "1",
    )  # fmt: skip
    assert wall.run(args) == 0
    result = json.loads(result_path.read_text(encoding="utf-8"))
    assert result["pictures_per_s_min"] > 0
    assert result["with_copies"].keys() >= KEYS | {"keyframes_copied", "copying_ms", "copy_kb"}
    assert result["with_copies"]["keyframes_copied"] > 2
    assert result["with_copies"]["pictures_per_s_min"] > 0
    printed = capsys.readouterr().out
    assert f"copies of {result['with_copies']['keyframes_copied']} keyframes" in printed


def test_a_clip_that_is_none_is_told_in_the_tiles_words(qapp, tmp_path, capsys):
    missing = tmp_path / "missing.mp4"
    assert wall.run(arguments("--clip", str(missing))) == 1
    assert "missing.mp4" in capsys.readouterr().err


def test_the_bench_clip_has_a_keyframe_each_two_seconds_and_nowhere_else(tmp_path):
    import av

    path = tmp_path / "bench.mp4"
    make_bench_clip(path, ClipShape(seconds=4))
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        keys = [
            p.pts * stream.time_base for p in container.demux(stream) if p.is_keyframe and p.size
        ]
        assert (stream.width, stream.height, stream.average_rate) == (640, 360, 25)
    assert [round(float(at - keys[0]), 3) for at in keys] == [0, 2]
    assert duration_us(path) == 4_000_000


def test_a_repeated_clip_goes_on_without_a_step(clip, tmp_path):
    import av

    path = tmp_path / "long.mp4"
    repeat_clip(clip, 3, path)
    with av.open(str(path)) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert len(times) == 180
    steps = {round(b - a, 3) for a, b in itertools.pairwise(times)}
    assert steps == {0.1}


def _peer(monkeypatch, tmp_path: Path, clip: Path, text: str) -> dict[str, object]:
    (tmp_path / "some_peer.py").write_text(text, encoding="utf-8")
    monkeypatch.setitem(peers.PEERS, "some", "some_peer")
    monkeypatch.setattr(peers, "_ROOT", tmp_path)
    length_us = duration_us(clip)
    footage = Footage(clip, length_us, clip, length_us, "", clip_cost(clip))
    return run_peer("some", PeerRun(footage, 1, 1.0, 0.2, 64, 48), tmp_path)


def test_a_peer_is_measured_between_its_words(monkeypatch, tmp_path, clip):
    text = (
        "import json, sys, time\n"
        "task = json.loads(sys.argv[1])\n"
        "print('begin', flush=True); time.sleep(0.3); print('end', flush=True)\n"
        "print(json.dumps({'pictures_per_s_mean': task['tiles']}), flush=True)\n"
        "sys.stdin.readline()\n"
    )
    result = _peer(monkeypatch, tmp_path, clip, text)
    assert result["pictures_per_s_mean"] == 1
    assert result["rss_mib"] > 1
    assert result["cpu_cores"] >= 0


@pytest.mark.parametrize("text", ["raise SystemExit(3)", "print('begin', flush=True)"])
def test_a_peer_that_breaks_is_told_and_stops_nothing(monkeypatch, tmp_path, clip, text):
    assert "exit code" in str(_peer(monkeypatch, tmp_path, clip, text)["note"])


def test_a_missing_player_is_told(monkeypatch, capsys):
    from app.bench import peer_mpv, peer_vlc

    task = json.dumps({"task": "play", "tiles": 1, "clip": "x", "speed": 1.0})
    monkeypatch.setattr(sys, "argv", ["peer", task])
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert peer_mpv.main() == 0
    assert "mpv is not installed" in capsys.readouterr().out
    monkeypatch.setitem(sys.modules, "vlc", None)
    assert peer_vlc.main() == 0
    assert "libvlc is not installed" in capsys.readouterr().out


def test_the_table_puts_peers_beside_us_and_names_what_is_missing(capsys):
    ours = dict.fromkeys(KEYS, 2.0) | {"seconds": 10.0}
    theirs = {"cpu_cores": 4.0, "ratio_to_ours": {"cpu_cores": 2.0}}
    peers_told = {"vlc": theirs, "mpv": {"note": "mpv is not installed"}}
    print_table(ours | {"peers": peers_told}, WALL_ROWS)
    out = capsys.readouterr().out
    assert "vlc / floorwalk: cpu_cores 2x" in out
    assert "mpv: mpv is not installed" in out


def test_usage_counts_a_process_with_its_children():
    import os

    meter = UsageMeter(os.getpid())
    meter.begin()
    sum(range(3_000_000))
    meter.end()
    assert 0 < meter.usage.cpu_cores_first <= meter.usage.cpu_cores + 1e-9
    assert meter.usage.memory_mib > 10


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux keeps their time")
def test_what_a_process_spent_before_it_died_is_counted():
    import os
    import subprocess

    def child(seconds: float) -> subprocess.Popen[str]:
        text = (
            "import sys, time\n"
            f"while time.process_time() < {seconds}: pass\n"
            "print('spent', flush=True); sys.stdin.readline()\n"
        )
        running = subprocess.Popen(
            [sys.executable, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert running.stdout is not None
        return running

    meter = UsageMeter(os.getpid())
    with child(0.3) as old:
        old.stdout.readline()  # what it spent before is not ours to count
        meter.begin()
        began_s = time.perf_counter()
        old.kill()
        old.wait()
        with child(0.5) as young:
            young.stdout.readline()
            young.kill()
            young.wait()
        meter.end()
        passed_s = time.perf_counter() - began_s
    spent_s = (meter.usage.cpu_cores - meter.usage.cpu_cores_first) * passed_s
    assert 0.45 < spent_s < 0.75
