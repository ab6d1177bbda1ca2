"""Recording folders: gaps, foreign files, growth, and what is said when nothing fits."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from app.video.coverage import coverage, recorded_span
from app.video.faults import SourceFault
from app.video.files.mp4_length import mp4_length_us
from app.video.files.probe import duration_us
from app.video.media import FAR_FUTURE_US, LiveStream, RecordingFolder, Segment, SegmentList, Span
from app.video.open import open_source
from app.video.recordings.index import FolderIndex
from app.video.source import NoRecording, Picture
from tests.support.clips import make_clip, number_of
from tests.video.cases import DAY_US, S, read_all

PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"
EVER = Span(0, FAR_FUTURE_US)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "five-seconds.mp4")


def folder(root: Path, clip: Path, *names: str) -> RecordingFolder:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(clip, path)
    return RecordingFolder(str(root), PATTERN, "cam1", "UTC", "S001/entrance")


def age(root: Path) -> None:
    """Make every folder look settled: its listing may be remembered."""
    for path in (root, *root.rglob("*")):
        if path.is_dir():
            os.utime(path, (1_700_000_000, 1_700_000_000))


def test_foreign_files_are_ignored_and_counted(tmp_path: Path, clip: Path) -> None:
    media = folder(
        tmp_path,
        clip,
        "cam1/2026-01-01/00-00-00.mp4",
        "cam1/2026-01-01/00-00-00.mp4.part",
        "cam1/2026-01-01/index.bin",
        "cam1/readme.txt",
        "cam2/2026-01-01/00-00-00.mp4",
        "cam1/lost+found/00-00-00.mp4",
        "notes.txt",
    )
    index = FolderIndex(media)
    assert [Path(each.path).name for each in index.segments()] == ["00-00-00.mp4"]
    assert index.foreign == 4


def test_segments_come_in_order_of_time_whatever_the_folder_order(
    tmp_path: Path, clip: Path
) -> None:
    names = [f"cam1/2026-01-0{day}/{hour:02}-00-00.mp4" for day in (2, 1, 3) for hour in (9, 8)]
    segments = FolderIndex(folder(tmp_path, clip, *names)).segments()
    starts = [each.start_us for each in segments]
    assert starts == sorted(starts)
    assert len(starts) == 6
    assert starts[0] == DAY_US + 8 * 3600 * S


def test_coverage_shows_gaps_and_joins_what_touches(tmp_path: Path, clip: Path) -> None:
    media = folder(
        tmp_path,
        clip,
        "cam1/2026-01-01/00-00-00.mp4",
        "cam1/2026-01-01/00-00-05.mp4",
        "cam1/2026-01-01/00-00-11.mp4",  # one second late: no gap, names tell whole seconds
        "cam1/2026-01-01/00-01-00.mp4",
    )
    assert coverage(media, EVER) == (
        Span(DAY_US, DAY_US + 16 * S),
        Span(DAY_US + 60 * S, DAY_US + 65 * S),
    )
    assert coverage(media, Span(DAY_US + 3 * S, DAY_US + 62 * S)) == (
        Span(DAY_US + 3 * S, DAY_US + 16 * S),
        Span(DAY_US + 60 * S, DAY_US + 62 * S),
    )
    assert coverage(media, Span(DAY_US + 20 * S, DAY_US + 30 * S)) == ()
    assert recorded_span(media) == Span(DAY_US, DAY_US + 65 * S)


def test_of_very_many_segments_only_those_before_a_hole_are_opened(
    tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"cam1/2026-01-01/00-{at // 60:02}-{at % 60:02}.mp4" for at in range(0, 300, 5)]
    gone = {"cam1/2026-01-01/00-02-00.mp4", "cam1/2026-01-01/00-02-05.mp4"}
    media = folder(tmp_path, clip, *(name for name in names if name not in gone))
    opened: list[str] = []

    def noted(path: str) -> int:
        opened.append(Path(path).name)
        return 5 * S

    monkeypatch.setattr("app.video.coverage.PROBED_MOST", 20)
    monkeypatch.setattr("app.video.coverage.duration_us", noted)
    assert coverage(media, EVER) == (
        Span(DAY_US, DAY_US + 120 * S),
        Span(DAY_US + 130 * S, DAY_US + 300 * S),
    )
    assert opened == ["00-01-55.mp4", "00-04-55.mp4"]


@pytest.mark.parametrize("movflags", ["", "faststart", "frag_keyframe+empty_moov"])
def test_a_length_is_the_same_from_the_header_as_from_opening(
    tmp_path: Path, movflags: str
) -> None:
    options = {"movflags": movflags} if movflags else {}
    path = make_clip(tmp_path / "a.mp4", pictures=37, bframes=2, options=options)
    assert duration_us(str(path)) == 3_700_000
    told = mp4_length_us(str(path))
    assert told is None if "frag" in movflags else told == 3_700_000


@pytest.mark.parametrize(
    "data",
    [b"", b"\0\0\0\x08ftyp", b"\0\0\0\x01ftyp" + b"\xff" * 8, b"\xff" * 100, b"ftyp" * 9],
)
def test_what_is_no_mp4_tells_no_length(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    assert mp4_length_us(str(path)) is None
    assert duration_us(str(path)) is None


def test_a_length_is_read_again_when_the_file_has_changed(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4", pictures=20)
    assert duration_us(str(path)) == 2_000_000
    make_clip(path, pictures=40)
    assert duration_us(str(path)) == 4_000_000


def test_coverage_of_other_media() -> None:
    live = LiveStream("rtsp://127.0.0.1/a")
    assert coverage(live, EVER) == ()
    assert recorded_span(live) is None


def test_segments_that_overlap_end_where_the_next_begins(tmp_path: Path, clip: Path) -> None:
    media = folder(tmp_path, clip, "cam1/2026-01-01/00-00-00.mp4", "cam1/2026-01-01/00-00-03.mp4")
    source = open_source(media)
    source.open()
    try:
        read = [each for each in read_all(source) if isinstance(each, Picture)]
    finally:
        source.close()
    times = [each.media_time_us for each in read]
    assert times == sorted(set(times))
    assert [number_of(each.frame) for each in read] == [*range(30), *range(50)]


def test_a_hole_of_a_second_between_segments_is_no_gap(tmp_path: Path, clip: Path) -> None:
    media = folder(tmp_path, clip, "cam1/2026-01-01/00-00-00.mp4", "cam1/2026-01-01/00-00-06.mp4")
    source = open_source(media)
    source.open()
    try:
        assert [each for each in read_all(source) if isinstance(each, NoRecording)] == [
            NoRecording(Span(DAY_US + 11 * S, FAR_FUTURE_US))
        ]
        source.seek(DAY_US + 5_500_000)  # inside the hole: the last picture stays
        read = source.read()
        assert isinstance(read, Picture)
        assert number_of(read.frame) == 49
    finally:
        source.close()


def test_new_segments_appear_while_reading(
    tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.video.recordings.index.REFRESH_S", 0.0)
    media = folder(tmp_path, clip, "cam1/2026-01-01/00-00-00.mp4")
    source = open_source(media)
    source.open()
    try:
        assert isinstance(read_all(source)[-1], NoRecording)
        folder(tmp_path, clip, "cam1/2026-01-01/00-00-05.mp4")
        read = source.read()
        assert isinstance(read, Picture)
        assert read.media_time_us == DAY_US + 5 * S
        folder(tmp_path, clip, "cam1/2026-01-02/00-00-00.mp4")
        source.seek(DAY_US + 86_400 * S)
        assert isinstance(source.read(), Picture)
    finally:
        source.close()


def test_a_segment_removed_while_reading_is_named_or_gone(tmp_path: Path, clip: Path) -> None:
    media = folder(tmp_path, clip, "cam1/2026-01-01/00-00-00.mp4", "cam1/2026-01-01/00-01-00.mp4")
    source = open_source(media)
    source.open()
    try:
        (tmp_path / "cam1/2026-01-01/00-01-00.mp4").unlink()
        source.seek(DAY_US + 61 * S)
        with pytest.raises(SourceFault, match=r"00-01-00\.mp4 is no longer there"):
            source.read()
        source.seek(DAY_US)
        assert isinstance(source.read(), Picture)
    finally:
        source.close()


def test_a_settled_folder_is_not_listed_again(
    tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = folder(tmp_path, clip, "cam1/2026-01-01/00-00-00.mp4")
    age(tmp_path)
    index = FolderIndex(media)
    first = index.segments(now=True)
    listed: list[str] = []
    scandir = os.scandir

    def noted(path: str) -> object:
        listed.append(path)
        return scandir(path)

    monkeypatch.setattr("app.video.recordings.listing.os.scandir", noted)
    assert index.segments(now=True) == first
    assert listed == []
    folder(tmp_path, clip, "cam1/2026-01-01/00-00-05.mp4")
    assert len(index.segments(now=True)) == 2
    assert [Path(path).name for path in listed] == ["2026-01-01"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    media = RecordingFolder(str(tmp_path / "nas"), PATTERN, "cam1", "UTC", "S001/entrance")
    with pytest.raises(SourceFault, match="nas is not there") as caught:
        open_source(media).open()
    assert "S001/entrance" in str(caught.value)
    with pytest.raises(SourceFault, match="nas is not there"):
        coverage(media, EVER)


def test_a_folder_where_nothing_fits_says_what_it_holds(tmp_path: Path, clip: Path) -> None:
    media = folder(tmp_path, clip, "a.mp4", "b.mp4")
    with pytest.raises(
        SourceFault, match=r"No recording of S001/entrance in .*: 2 files"
    ) as caught:
        open_source(media).open()
    assert "2 files are there" in str(caught.value)
    assert PATTERN in str(caught.value)


def test_an_unusable_pattern_is_told_when_opened(tmp_path: Path) -> None:
    media = RecordingFolder(str(tmp_path), "{camera}/%Q.mp4", "cam1", "UTC")
    with pytest.raises(SourceFault, match="uses %Q"):
        open_source(media).open()


def test_of_two_segments_with_one_start_one_is_shown(clip: Path) -> None:
    media = SegmentList((Segment(str(clip), DAY_US), Segment(str(clip), DAY_US)))
    source = open_source(media)
    source.open()
    try:
        assert len([each for each in read_all(source) if isinstance(each, Picture)]) == 50
    finally:
        source.close()


def test_a_list_may_come_in_any_order_and_cut_its_clips(clip: Path) -> None:
    media = SegmentList(
        (Segment(str(clip), DAY_US + 100 * S, 2 * S), Segment(str(clip), DAY_US, 3 * S))
    )
    source = open_source(media)
    source.open()
    try:
        numbers = [number_of(p.frame) for p in read_all(source) if isinstance(p, Picture)]
    finally:
        source.close()
    assert numbers == [*range(30), *range(20)]
    assert coverage(media, EVER) == (
        Span(DAY_US, DAY_US + 3 * S),
        Span(DAY_US + 100 * S, DAY_US + 102 * S),
    )
