"""``bench live``: the time in the picture, and a short run of the whole."""

from __future__ import annotations

import argparse
import io
import json

import av
import numpy as np
import pytest

from app.bench import live, live_code, peer_result
from app.bench.live_server import Coder, TransportStream


@pytest.mark.parametrize("time_ms", [0, 1, 123_456_789, live_code.TURN_MS - 1])
@pytest.mark.parametrize("size", [(360, 640), (108, 192), (216, 384)])
def test_a_time_is_read_back(time_ms, size):
    grey = np.full(size, 90, np.uint8)
    live_code.draw(grey, time_ms)
    assert live_code.read(grey) == time_ms % live_code.TURN_MS


def test_a_picture_without_a_time_has_none():
    for shade in (0, 90, 255):
        assert live_code.read(np.full((216, 384), shade, np.uint8)) is None


def test_times_outlive_coding_and_scaling():
    coder = Coder(640, 360, 25)
    decoder = av.CodecContext.create("h264", "r")
    decoder.thread_count = 1
    times = []
    for number in range(12):
        data = b"".join(b"\0\0\0\1" + unit for unit in coder.units(key=number == 6))
        for frame in decoder.decode(av.Packet(data)):
            small = frame.reformat(width=192, height=108, format="gray", threads=1)
            times.append(live_code.read(small.to_ndarray()))
    assert len(times) >= 10
    assert None not in times
    assert times == sorted(times)


def test_a_short_run_tells_ages_rates_and_first_pictures(tmp_path, capsys):
    parser = argparse.ArgumentParser()
    live.add_arguments(parser)
    file = tmp_path / "live.json"
    words = ["--tiles", "4", "--seconds", "1", "--workers", "1", "--json", str(file)]
    assert live.run(parser.parse_args([*words, "--width", "960", "--height", "540"])) == 0
    result = json.loads(file.read_text())
    assert result["read_off_the_screen"] == 4
    assert 0 < result["latency_ms_p50"] <= result["latency_ms_p95"] <= result["latency_ms_max"]
    assert 0 < result["first_picture_s_p50"] <= result["first_picture_s_max"] < 30
    assert result["pictures_per_s_min"] > 0
    assert "made to painted, median (ms)" in capsys.readouterr().out


def test_players_without_rtsp_get_the_same_pictures_as_a_transport_stream():
    """It can be joined at a keyframe, and each picture comes at once."""
    coder, stream = Coder(320, 180, 25), TransportStream(320, 180, 25)
    pieces = [stream.picture(coder.units(key=number in {1, 5}), number) for number in range(1, 13)]
    assert all(len(piece) >= 188 for piece in pieces)
    for joined in (0, 4):
        with av.open(io.BytesIO(b"".join(pieces[joined:]))) as container:
            frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
        assert len(frames) == len(pieces) - joined
        times = [live_code.read(frame) for frame in frames]
        assert None not in times
        assert times == sorted(times)


def test_ages_are_told_with_their_growth():
    told = peer_result.latency_words(tuple(range(100)))
    assert (told["latency_ms_p50"], told["latency_ms_p95"], told["latency_ms_max"]) == (50, 95, 99)
    assert told["latency_growth_ms"] == 80
    assert peer_result.latency_words(()) == {}
