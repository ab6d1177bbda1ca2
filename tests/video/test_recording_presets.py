"""Folders of other recording software: told apart, and read with the right times."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.video.media import RecordingFolder
from app.video.recordings.index import FolderIndex
from app.video.recordings.presets import detect, presets
from tests.support.clips import make_clip

AT_US = 1_772_359_510_000_000  # 2026-03-01 10:05:10 UTC
ENDED_S = 1_772_359_515


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"\0\0\0\x08ftyp")


def starts(root: str, pattern: str, camera: str, zone: str) -> list[int]:
    segments = FolderIndex(RecordingFolder(root, pattern, camera, zone)).segments()
    return [segment.start_us for segment in segments]


@pytest.mark.parametrize(
    ("names", "key", "below", "cameras"),
    [
        (
            ("recordings/2026-03-01/10/yard/05.10.mp4", "recordings/2026-03-01/10/door/05.12.mp4"),
            "frigate",
            "recordings",
            ("door", "yard"),
        ),
        (("videos/group/M1/2026-03-01T10-05-10.mp4",), "shinobi", "videos/group", ("M1",)),
        (("3/26/03/01/10/05/10/77-video.mp4",), "zoneminder", ".", ("3",)),
        (("desk/2026-03-01_10-05-10.mkv",), "ffmpeg", ".", ("desk",)),
        (("20260301-100510.ts",), "ffmpeg", ".", ()),
        (("desk_20260301_100510.mp4",), "ffmpeg", ".", ("desk",)),
        (("desk/2026-03-01/10-05-10.mp4",), "ffmpeg", ".", ("desk",)),
        (("1772359510.mp4",), "ffmpeg", ".", ()),
    ],
)
def test_a_layout_is_told_and_read(
    tmp_path: Path, names: tuple[str, ...], key: str, below: str, cameras: tuple[str, ...]
) -> None:
    make(tmp_path, *names, "notes.txt")
    found = detect(str(tmp_path))
    assert found is not None
    assert (found.preset.key, found.cameras) == (key, cameras)
    assert Path(found.root) == tmp_path / below
    camera = cameras[-1] if cameras else "any"
    zone = found.preset.time_zone or "UTC"
    assert starts(found.root, found.pattern_for(camera), "another code", zone) == [AT_US]


@pytest.mark.parametrize("names", [(), ("notes.txt", "photos/2026/a.jpg"), ("a/b/c/d/e.mp4",)])
def test_anything_else_is_no_layout(tmp_path: Path, names: tuple[str, ...]) -> None:
    make(tmp_path, *names)
    assert detect(str(tmp_path)) is None


def test_a_folder_that_is_not_there_cannot_be_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        detect(str(tmp_path / "nowhere"))


def test_one_of_each_software_can_be_chosen_by_hand() -> None:
    keys = [preset.key for preset in presets()]
    assert keys == ["frigate", "shinobi", "zoneminder", "ffmpeg", "ffmpeg_list", "numbered"]


def ended(path: Path, at_s: float) -> Path:
    os.utime(path, (at_s, at_s))
    return path


def test_events_of_zoneminder_begin_when_their_file_says(tmp_path: Path) -> None:
    first = make_clip(tmp_path / "3/2026-03-01/77/77-video.mp4")  # five seconds
    second = make_clip(tmp_path / "3/2026-03-01/78/78-video.mp4")
    ended(first, ENDED_S)
    ended(second, ENDED_S + 60)
    (tmp_path / "3/2026-03-01/78/snapshot.jpg").write_bytes(b"x")
    found = detect(str(tmp_path))
    assert found is not None
    assert found.preset.key == "zoneminder"
    told = starts(found.root, found.preset.pattern, "3", "Asia/Shanghai")
    assert told == [AT_US, AT_US + 60_000_000]


def test_numbered_files_with_a_time_in_their_header(tmp_path: Path) -> None:
    def stamped(number: int, second: int) -> None:
        path = make_clip(tmp_path / f"desk/out{number:03}.mp4", pictures=20)
        begun = datetime(2026, 3, 1, 10, 5, second, tzinfo=UTC)
        seconds = int(begun.timestamp()) + 2_082_844_800
        content = bytearray(path.read_bytes())
        at = content.index(b"mvhd") + 8  # version, flags, then when it was made
        content[at : at + 4] = seconds.to_bytes(4, "big")
        path.write_bytes(content)  # written just now: its own time counts

    stamped(1, 10)
    stamped(2, 12)
    found = detect(str(tmp_path))
    assert found is not None
    assert found.preset.key == "numbered"
    told = starts(found.root, found.pattern_for("desk"), "x", "UTC")
    assert told == [AT_US, AT_US + 2_000_000]


def test_a_numbered_file_without_an_end_yet_waits(tmp_path: Path) -> None:
    ended(make_clip(tmp_path / "out001.mp4"), ENDED_S)
    make(tmp_path, "out002.mp4")
    media = RecordingFolder(str(tmp_path), "out{created}.mp4", "x", "UTC")
    index = FolderIndex(media)
    assert [segment.start_us for segment in index.segments()] == [AT_US]
    assert index.foreign == 0
    ended(make_clip(tmp_path / "out002.mp4"), ENDED_S + 5)
    assert len(index.segments(now=True)) == 2


def test_a_segment_list_counted_from_the_start_of_the_recording(tmp_path: Path) -> None:
    make(tmp_path, "out000.ts", "out001.ts", "out002.ts")
    for number in range(3):
        ended(tmp_path / f"out00{number}.ts", ENDED_S + 5 * number)
    lines = ["out000.ts,0.000000,5.000000", "out001.ts,5.000000,10.000000", "out002.ts,10.0"]
    (tmp_path / "segments.csv").write_text("\n".join(lines))
    found = detect(str(tmp_path))
    assert found is not None
    assert found.preset.key == "ffmpeg_list"
    index = FolderIndex(RecordingFolder(str(tmp_path), found.preset.pattern, "x", "UTC"))
    assert [segment.start_us for segment in index.segments()] == [AT_US, AT_US + 5_000_000]
    (tmp_path / "segments.csv").write_text("\n".join([*lines[:2], "out002.ts,10.0,15.0"]))
    segments = index.segments(now=True)
    assert [Path(segment.path).name for segment in segments][-1] == "out002.ts"


def test_a_segment_list_by_the_clock(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f"a.ts,{AT_US / 1e6:.6f},{AT_US / 1e6 + 5:.6f}\n../b.ts,1,2")
    assert starts(str(tmp_path), "list.csv", "x", "UTC") == [AT_US]
