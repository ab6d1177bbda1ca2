"""Live against a server that others wrote: gst-rtsp-server with 25 cameras."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Literal

import pytest

from app.video.media import LiveStream
from app.video.tiles import TileFacts, TileStateKind
from tests.support.gst_server import Mount, gst_server
from tests.support.walls import SIZE, engine_of, wait_for
from tests.video.cases import next_picture
from tests.video.test_live import playing

CAMERAS = 25


@pytest.fixture(scope="module")
def cameras() -> Iterator[str]:
    mounts = [Mount(f"/h264/{number}") for number in range(CAMERAS)]
    mounts += [Mount("/hevc", "hevc"), Mount("/mjpeg", "mjpeg")]
    with gst_server(mounts) as address:
        yield address


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("path", ["h264/0", "hevc", "mjpeg"])
def test_every_coding_over_every_transport(
    cameras: str, path: str, transport: Literal["tcp", "udp"]
):
    media = LiveStream(f"{cameras}/{path}", transport=transport)
    with playing(media, stall_s=4.0) as source:
        pictures = [next_picture(source, 20) for _ in range(5)]
        info = source.info()
    assert (info.width, info.height) == (320, 240)
    assert info.codec == path.partition("/")[0]
    times = [picture.media_time_us for picture in pictures]
    assert times == sorted(times)
    assert abs(times[-1] - time.time_ns() // 1000) < 5_000_000


def test_25_cameras_opened_together_all_play(cameras: str):
    with engine_of(workers=2) as engine:
        for tile in range(CAMERAS):
            engine.open(tile, LiveStream(f"{cameras}/h264/{tile}", label=f"camera {tile}"), *SIZE)
        wait_for(lambda: all(engine.picture(tile) is not None for tile in range(CAMERAS)))
        wait_for(lambda: all(engine.state(t).kind is TileStateKind.PLAYING for t in range(CAMERAS)))
        wait_for(
            lambda: all((engine.facts(t) or TileFacts()).bitrate_bps > 0 for t in range(CAMERAS))
        )
        assert all(engine.facts(t).reconnects == 0 for t in range(CAMERAS))
        for tile in range(CAMERAS):
            engine.close(tile)
