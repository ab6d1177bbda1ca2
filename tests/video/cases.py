"""Every kind of video source, each with what its footage is known to hold."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.video.media import LiveStream, Media, RecordingFolder, Segment, SegmentList, Span
from app.video.open import open_source
from app.video.source import NoRecording, Picture, VideoSource
from tests.support.clips import make_clip
from tests.support.rtsp_server import RtspServer

DAY_US = 1_767_225_600_000_000  # 2026-01-01 00:00:00 UTC
S = 1_000_000


@dataclass(frozen=True)
class Known:
    """One picture that the footage holds."""

    media_time_us: int
    number: int
    keyframe: bool


@dataclass(frozen=True)
class Footage:
    """A source's media and, unless it is live, every picture of it and its gaps."""

    media: Media
    pictures: tuple[Known, ...] = ()
    gaps: tuple[Span, ...] = ()

    @property
    def live(self) -> bool:
        return isinstance(self.media, LiveStream)

    def source(self) -> VideoSource:
        return open_source(self.media)


def known(start_us: int, first: int, pictures: int, rate: int = 10, every: int = 10) -> list[Known]:
    """What ``make_clip`` drew, on the time line."""
    return [Known(start_us + n * S // rate, first + n, n % every == 0) for n in range(pictures)]


def single_clip(folder: Path) -> Footage:
    clip = make_clip(folder / "one.mp4")
    media = SegmentList((Segment(str(clip), DAY_US),), "S001/entrance")
    return Footage(media, tuple(known(DAY_US, 0, 50)))


def repeated_clip(folder: Path) -> Footage:
    clip = str(make_clip(folder / "again.mp4"))
    starts = [DAY_US + n * 5 * S for n in range(4)]
    media = SegmentList(tuple(Segment(clip, at, 5 * S) for at in starts), "S001/counter")
    return Footage(media, tuple(each for at in starts for each in known(at, 0, 50)))


def b_frames(folder: Path) -> Footage:
    clip = make_clip(folder / "b.mp4", bframes=2)
    media = SegmentList((Segment(str(clip), DAY_US, 5 * S),), "S001/shelf")
    return Footage(media, tuple(known(DAY_US, 0, 50)))


def without_index(folder: Path) -> Footage:
    clip = make_clip(folder / "stream.ts", bframes=2)
    media = SegmentList((Segment(str(clip), DAY_US),), "S001/bay")
    return Footage(media, tuple(known(DAY_US, 0, 50)))


def without_times(folder: Path) -> Footage:
    clip = make_clip(folder / "bare.h264")
    media = SegmentList((Segment(str(clip), DAY_US),), "S001/parking")
    return Footage(media, tuple(known(DAY_US, 0, 50)))


def folder_with_gap(folder: Path) -> Footage:
    """Three segments: the second follows at once, the third after a gap of 20 s."""
    day = folder / "cam1" / "2026-01-01"
    pictures: list[Known] = []
    for number, second in enumerate((0, 5, 30)):
        make_clip(day / f"08-00-{second:02}.mp4", first=number * 50)
        pictures += known(DAY_US + second * S, number * 50, 50)
    (day / "notes.txt").write_text("not a recording")
    media = RecordingFolder(
        str(folder), "{camera}/%Y-%m-%d/%H-%M-%S.mp4", "cam1", "Asia/Shanghai", "S002/entrance"
    )
    return Footage(media, tuple(pictures), (Span(DAY_US + 10 * S, DAY_US + 30 * S),))


@contextlib.contextmanager
def live_camera(folder: Path) -> Iterator[Footage]:
    clip = make_clip(folder / "live.mp4", pictures=40, rate=50)
    with RtspServer(clip, rate_hz=50) as server:
        yield Footage(LiveStream(server.url, label="S003/entrance"))


RECORDED: dict[str, Callable[[Path], Footage]] = {
    "single clip": single_clip,
    "repeated clip": repeated_clip,
    "B-frames": b_frames,
    "no index": without_index,
    "no times": without_times,
    "folder with gap": folder_with_gap,
}


def next_picture(source: VideoSource, timeout_s: float = 10.0) -> Picture:
    """The next picture, waiting for a live one and stepping over gaps."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        read = source.read()
        if isinstance(read, Picture):
            return read
        if not isinstance(read, NoRecording):
            time.sleep(0.005)
    raise AssertionError("no picture came")


def read_all(source: VideoSource) -> list[Picture | NoRecording]:
    """Everything up to the end of the recording."""
    out: list[Picture | NoRecording] = []
    while True:
        read = source.read()
        assert isinstance(read, Picture | NoRecording)
        if isinstance(read, NoRecording) and out and read == out[-1]:
            return out
        out.append(read)
