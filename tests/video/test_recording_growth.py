"""Recordings that grow while they are watched, and shares that go away and return."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import app.video.recordings.index as recording_index
import app.video.recordings.listing as recording_listing
import app.video.recordings.source as recording
from app.video.coverage import coverage
from app.video.faults import SourceFault
from app.video.media import FAR_FUTURE_US, RecordingFolder, Span
from app.video.open import open_source
from app.video.recordings.index import FolderIndex
from app.video.source import NOTHING, NoRecording, Picture, VideoSource
from tests.support.clips import make_clip, truncate
from tests.video.cases import DAY_US, S

PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"
DAY = "cam1/2026-01-01"


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "five-seconds.mp4")


@pytest.fixture(autouse=True)
def always_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at each question, and try a segment that is being written each time."""
    monkeypatch.setattr(recording_index, "REFRESH_S", -1.0)
    monkeypatch.setattr(recording, "UNFINISHED_S", -1.0)


def put(root: Path, clip: Path, name: str) -> Path:
    path = root / DAY / name
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(clip, path)
    return path


def media_of(root: Path) -> RecordingFolder:
    return RecordingFolder(str(root), PATTERN, "cam1", "UTC", "S001/entrance")


def to_the_end(source: VideoSource) -> list[Picture]:
    pictures = []
    while isinstance(read := source.read(), Picture):
        pictures.append(read)
    assert isinstance(read, NoRecording)
    assert read.span.end_us == FAR_FUTURE_US
    return pictures


@pytest.fixture
def playing(tmp_path: Path, clip: Path) -> Iterator[VideoSource]:
    put(tmp_path, clip, "08-00-00.mp4")
    source = open_source(media_of(tmp_path))
    source.open()
    yield source
    source.close()


def test_a_segment_that_appears_is_played_on(
    tmp_path: Path, clip: Path, playing: VideoSource
) -> None:
    assert len(to_the_end(playing)) == 50
    put(tmp_path, clip, "08-00-05.mp4")
    more = to_the_end(playing)
    assert [more[0].media_time_us, len(more)] == [DAY_US + 8 * 3600 * S + 5 * S, 50]


def test_a_segment_being_written_is_not_damaged_and_plays_once_finished(
    tmp_path: Path, clip: Path, playing: VideoSource
) -> None:
    assert len(to_the_end(playing)) == 50
    growing = put(tmp_path, clip, "08-00-05.mp4")
    truncate(growing, 0.5)
    with pytest.raises(SourceFault, match="is still being written") as told:
        playing.read()
    assert told.value.until_us == FAR_FUTURE_US
    assert coverage(media_of(tmp_path), Span(DAY_US, DAY_US + 86_400 * S)) == (
        Span(DAY_US + 8 * 3600 * S, DAY_US + 8 * 3600 * S + 5 * S),
    )
    shutil.copyfile(clip, growing)
    assert len(to_the_end(playing)) == 50
    assert coverage(media_of(tmp_path), Span(DAY_US, DAY_US + 86_400 * S))[0].duration_us == 10 * S


def test_a_segment_being_written_is_followed_by_those_behind_it(
    tmp_path: Path, clip: Path, playing: VideoSource
) -> None:
    truncate(put(tmp_path, clip, "08-00-05.mp4"), 0.5)
    to_the_gap = [playing.read() for _ in range(50)]
    assert all(isinstance(read, Picture) for read in to_the_gap)
    with pytest.raises(SourceFault, match="still being written"):
        playing.read()
    put(tmp_path, clip, "08-00-10.mp4")
    assert len(to_the_end(playing)) == 50


def test_what_nobody_writes_to_any_more_is_not_finished_for_good(
    tmp_path: Path, clip: Path, playing: VideoSource
) -> None:
    broken = put(tmp_path, clip, "08-00-05.mp4")
    truncate(broken, 0.5)
    os.utime(broken, (1_700_000_000, 1_700_000_000))
    for _ in range(50):
        playing.read()
    with pytest.raises(SourceFault, match="was not finished"):
        playing.read()


def test_a_folder_that_goes_away_says_so_and_comes_back(tmp_path: Path, clip: Path) -> None:
    root, away = tmp_path / "share", tmp_path / "away"
    put(root, clip, "08-00-00.mp4")
    index = FolderIndex(media_of(root))
    assert len(index.segments()) == 1
    root.rename(away)
    with pytest.raises(SourceFault, match="is not there"):
        index.segments()
    root.mkdir()  # the mount point without the share
    with pytest.raises(SourceFault, match="not there any more: the folder is empty"):
        index.segments()
    root.rmdir()
    away.rename(root)
    put(root, clip, "08-00-05.mp4")
    assert len(index.segments()) == 2


def test_a_tile_reads_on_when_the_folder_is_back(
    tmp_path: Path, clip: Path, playing: VideoSource
) -> None:
    assert len(to_the_end(playing)) == 50
    (tmp_path / "cam1").rename(tmp_path / "gone")
    with pytest.raises(SourceFault):
        playing.read()
    (tmp_path / "gone").rename(tmp_path / "cam1")
    playing.seek(DAY_US + 8 * 3600 * S + 2 * S)
    read = playing.read()
    assert isinstance(read, Picture)
    assert read.media_time_us == DAY_US + 8 * 3600 * S + 2 * S


@pytest.mark.parametrize("back", [False, True])
def test_a_share_that_is_gone_for_a_moment_costs_no_segment(
    tmp_path: Path, clip: Path, *, back: bool
) -> None:
    for name in ("08-00-00.mp4", "08-00-05.mp4", "08-00-10.mp4"):
        put(tmp_path, clip, name)
    source, at_us = open_source(media_of(tmp_path)), DAY_US + 8 * 3600 * S + 5 * S
    source.open()
    source.set_backwards(back)
    source.seek(at_us + 1 * S if back else at_us - 1 * S)
    last_us = at_us if back else at_us - S // 10
    while _picture(source).media_time_us != last_us:
        pass
    elsewhere = tmp_path.parent / f"{tmp_path.name} elsewhere"
    (tmp_path / "cam1").rename(elsewhere)
    for _ in range(3):
        with pytest.raises(SourceFault, match="the folder is empty") as caught:
            source.read()
        assert caught.value.until_us is None  # nothing is given up for that long
    elsewhere.rename(tmp_path / "cam1")
    assert _picture(source).media_time_us == (at_us - S // 10 if back else at_us)
    source.close()


def _picture(source: VideoSource) -> Picture:
    while not isinstance(read := source.read(), Picture):
        assert read is NOTHING
    return read


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A share that does not answer until the event is set."""
    answers = threading.Event()
    answers.set()
    real = recording_listing.os.scandir

    def slow(path: str) -> object:
        answers.wait(20)
        return real(path)

    monkeypatch.setattr(recording_listing.os, "scandir", slow)
    yield answers
    answers.set()
    for thread in threading.enumerate():
        if thread.name == "recording-folder":
            thread.join()


def test_a_share_that_hangs_makes_nobody_wait(
    tmp_path: Path, clip: Path, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording_index, "WAIT_S", 0.05)
    monkeypatch.setattr(recording_index, "SILENT_S", 0.3)
    put(tmp_path, clip, "08-00-00.mp4")
    index = FolderIndex(media_of(tmp_path))
    assert len(index.segments()) == 1
    held.clear()
    put(tmp_path, clip, "08-00-05.mp4")
    began_s = time.monotonic()
    assert len(index.segments()) == 1  # what is known is given meanwhile
    assert time.monotonic() - began_s < 5
    while time.monotonic() - began_s < 0.4:
        time.sleep(0.05)
    with pytest.raises(SourceFault, match="does not answer"):
        index.segments()
    held.set()
    until_s = time.monotonic() + 10
    while time.monotonic() < until_s:
        try:
            if len(index.segments(now=True)) == 2:
                return
        except SourceFault:
            time.sleep(0.02)
    pytest.fail("the folder did not come back")


def test_a_folder_that_may_not_be_read_is_told(
    tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, clip, "08-00-00.mp4")

    def refused(_self: Path) -> Iterator[Path]:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(SourceFault, match="may not be read by this user"):
        FolderIndex(media_of(tmp_path)).segments()


def test_a_day_that_stutters_is_believed_and_one_that_is_deleted_is_gone(
    tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, clip, "08-00-00.mp4")
    index = FolderIndex(media_of(tmp_path))
    assert len(index.segments()) == 1
    real = recording_listing.os.scandir

    def stutters(path: str) -> object:
        if path.endswith("2026-01-01"):
            raise OSError(5, "Input/output error")
        return real(path)

    with monkeypatch.context() as shared:
        shared.setattr(recording_listing.os, "scandir", stutters)
        assert len(index.segments()) == 1
    put(tmp_path, clip, "../2026-01-02/08-00-00.mp4")
    shutil.rmtree(tmp_path / DAY)
    assert [segment.start_us for segment in index.segments()] == [DAY_US + 32 * 3600 * S]
