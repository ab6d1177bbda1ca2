"""Thumbnails: the right keyframe, small, in bounded memory, from a process that may die."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.video.files.key_reader import KeyReader
from app.video.media import LiveStream, Media, Segment, SegmentList
from app.video.thumbnails.cache import ThumbnailCache
from app.video.thumbnails.desk import ThumbnailDesk
from app.video.thumbnails.thumbnail import Thumbnail, Thumbnailer
from tests.support.clips import make_clip, number_of, scramble
from tests.video.cases import DAY_US, S

PATIENCE_S = 20.0


def numbered(thumbnail: Thumbnail | None) -> int:
    assert thumbnail is not None
    assert len(thumbnail.data) == thumbnail.width * thumbnail.height * 4
    pixels = np.frombuffer(thumbnail.data, np.uint8)
    return number_of(pixels.reshape(thumbnail.height, thumbnail.width, 4)[:, :, :3])


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> SegmentList:
    """Two segments of five seconds with a keyframe a second, and a minute between."""
    folder = tmp_path_factory.mktemp("clips")
    first = make_clip(folder / "a.mp4", bframes=2)
    second = make_clip(folder / "b.mkv", first=100)
    return SegmentList(
        (Segment(str(first), DAY_US), Segment(str(second), DAY_US + 60 * S)), "S001/door"
    )


@pytest.mark.parametrize(
    ("at_s", "number", "until_s"),
    [(0.0, 0, 1.0), (2.95, 20, 3.0), (3.0, 30, 4.0), (4.99, 40, 5.0)],
)
def test_the_keyframe_before_a_moment(
    media: SegmentList, at_s: float, number: int, until_s: float
) -> None:
    taker = Thumbnailer()
    try:
        found = taker.take(media, DAY_US + round(at_s * S), 96)
        assert numbered(found) == number
        assert found is not None
        assert found.media_time_us == DAY_US + number * S // 10
        if at_s < 4:
            assert found.until_us == DAY_US + round(until_s * S)
        assert (found.width, found.height) == (128, 96)
        assert numbered(taker.take(media, DAY_US + 62_500_000, 48)) == 120
    finally:
        taker.close()


def test_no_footage_gives_none(media: SegmentList, tmp_path: Path) -> None:
    taker = Thumbnailer()
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"\0\0\0\x08ftyp" * 9)
    try:
        assert taker.take(media, DAY_US - 1, 96) is None
        assert taker.take(media, DAY_US + 30 * S, 96) is None
        assert taker.take(LiveStream("rtsp://127.0.0.1/a"), DAY_US, 96) is None
        assert taker.take(SegmentList((Segment(str(broken), DAY_US),)), DAY_US, 96) is None
    finally:
        taker.close()


def test_a_clock_that_was_set_while_recording(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4", stamp=lambda n: n + (0 if n < 25 else 360_000))
    taker = Thumbnailer()
    media = SegmentList((Segment(str(path), DAY_US, 5 * S),))
    try:
        assert numbered(taker.take(media, DAY_US + 1_500_000, 96)) == 10
        found = taker.take(media, DAY_US + 4_500_000, 96)
        assert found is None or numbered(found) in (20, 30, 40)
    finally:
        taker.close()


def test_keyframes_in_order_from_a_place_on(media: SegmentList) -> None:
    for segment, first in zip(media.segments, (0, 100), strict=True):
        reader = KeyReader(segment.path)
        try:
            assert [number_of(p.frame) for p in reader.pictures(2 * S, 1)] == [
                first + number for number in (20, 30, 40)
            ]
            wide = [p.offset_us for p in reader.pictures(0, 1_900_000)]
            assert wide == [0, 2 * S, 4 * S]
        finally:
            reader.close()


def test_damaged_keyframes_are_left_out(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4", pictures=100)
    scramble(path, 0.3, 0.5)
    reader = KeyReader(str(path))
    try:
        offsets = [picture.offset_us for picture in reader.pictures(0, 1)]
        assert offsets == sorted(set(offsets))
    finally:
        reader.close()


def tiny(at_us: int, size: int = 100) -> Thumbnail:
    return Thumbnail(bytes(size), 5, 5, at_us, at_us + 10)


def test_the_cache_gives_what_is_valid_and_keeps_its_bound() -> None:
    cache = ThumbnailCache(most_bytes=1000)
    for at_us in range(0, 100, 10):
        cache.keep("a", 96, tiny(at_us))
    assert cache.find("a", 96, 35) == tiny(30)
    assert cache.find("a", 48, 35) is None
    assert cache.find("b", 96, 35) is None
    cache.keep("a", 96, replace(tiny(200), until_us=201))
    assert cache.find("a", 96, 205) is None
    assert cache.find("a", 96, 5) is None, "the longest unused one went"
    assert cache.find("a", 96, 35) == tiny(30)
    cache.keep("a", 96, tiny(30, 300))
    assert cache.size_bytes <= 1000
    cache.clear()
    assert (cache.size_bytes, cache.find("a", 96, 35)) == (0, None)


class Waiting:
    """Gives the footage of cameras, and can be held while doing so."""

    def __init__(self, media: Media) -> None:
        self.media = media
        self.go = threading.Event()
        self.asked: list[int] = []

    def __call__(self, camera_id: int) -> Media | None:
        self.asked.append(camera_id)
        self.go.wait(PATIENCE_S)
        return self.media if camera_id < 9 else None


def result(future: Future[Thumbnail | None]) -> Thumbnail | None:
    return future.result(PATIENCE_S)


def test_the_newest_request_of_a_camera_wins_and_memory_answers_at_once(
    media: SegmentList,
) -> None:
    source = Waiting(media)
    desk = ThumbnailDesk(source)
    try:
        first = desk.at(1, DAY_US, 96)
        until_s = time.monotonic() + PATIENCE_S
        while not source.asked and time.monotonic() < until_s:
            time.sleep(0.01)
        older = [desk.at(2, DAY_US + second * S, 96) for second in (0, 1, 2)]
        nobody = desk.at(9, DAY_US, 96)
        newest = desk.at(2, DAY_US + 3 * S, 96)
        assert [future.done() and future.result() for future in older] == [None, None, None]
        source.go.set()
        assert numbered(result(first)) == 0
        assert numbered(result(newest)) == 30
        assert result(nobody) is None
        kept = desk.at(2, DAY_US + 3 * S + 900_000, 96)
        assert kept.done()
        assert numbered(kept.result()) == 30
        desk.forget()
        assert numbered(result(desk.at(2, DAY_US + 3 * S, 96))) == 30
    finally:
        source.go.set()
        desk.close()
    assert desk.at(1, DAY_US, 96).result(0) is None


def test_a_process_that_is_killed_is_replaced(media: SegmentList) -> None:
    desk = ThumbnailDesk(lambda _camera: media)
    try:
        assert numbered(result(desk.at(1, DAY_US, 96))) == 0
        assert desk.pid is not None
        os.kill(desk.pid, signal.SIGTERM)
        result(desk.at(1, DAY_US + 2 * S, 96))  # may be lost with it
        assert numbered(result(desk.at(1, DAY_US + 3 * S, 96))) == 30
    finally:
        desk.close()
