"""Names in local time across a change of the clocks: New York, 2026."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.video.media import RecordingFolder, Segment
from app.video.recordings.index import FolderIndex

ZONE = "America/New_York"
PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"


def instant(hour: int, minute: int, second: int = 0, day: int = 1, month: int = 11) -> int:
    at = datetime(2026, month, day, hour, minute, second, tzinfo=UTC)
    return int(at.timestamp()) * 1_000_000


def recorded(root: Path, name: str, ended_us: int) -> None:
    path = root / "cam1" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, ns=(ended_us * 1000, ended_us * 1000))


def segments_of(root: Path) -> tuple[Segment, ...]:
    media = RecordingFolder(str(root), PATTERN, "cam1", ZONE)
    return tuple(FolderIndex(media).segments())


def test_the_hour_that_comes_twice_is_told_apart_by_when_files_were_written(
    tmp_path: Path,
) -> None:
    # Clocks go from 02:00 EDT (06:00 UTC) back to 01:00 EST: 01:xx comes at 05:xx and 06:xx UTC.
    recorded(tmp_path, "2026-11-01/00-50-00.mp4", instant(5, 0))
    recorded(tmp_path, "2026-11-01/01-00-00.mp4", instant(5, 20))
    recorded(tmp_path, "2026-11-01/01-20-00.mp4", instant(5, 40))
    recorded(tmp_path, "2026-11-01/01-40-00.mp4", instant(6, 0) - 1)
    recorded(tmp_path, "2026-11-01/01-00-10.mp4", instant(6, 20, 10))
    recorded(tmp_path, "2026-11-01/01-20-10.mp4", instant(6, 40, 10))
    recorded(tmp_path, "2026-11-01/02-00-00.mp4", instant(7, 20))
    assert [segment.start_us for segment in segments_of(tmp_path)] == [
        instant(4, 50),
        instant(5, 0),
        instant(5, 20),
        instant(5, 40),
        instant(6, 0, 10),
        instant(6, 20, 10),
        instant(7, 0),
    ]


def test_copies_without_their_times_stand_in_the_first_passing(tmp_path: Path) -> None:
    for name in ("01-00-00", "01-30-00"):
        recorded(tmp_path, f"2026-11-01/{name}.mp4", instant(12, 0, day=20))
    starts = [segment.start_us for segment in segments_of(tmp_path)]
    assert starts == [instant(5, 0), instant(5, 30)]


@pytest.mark.parametrize("ended", [instant(7, 40, day=8, month=3), instant(12, 0)])
def test_the_hour_that_never_comes_goes_on_as_if_the_clocks_were_late(
    tmp_path: Path, ended: int
) -> None:
    # 02:00 EST is 03:00 EDT (07:00 UTC); a recorder that was late writes 02:10 at 07:10 UTC.
    recorded(tmp_path, "2026-03-08/01-50-00.mp4", ended)
    recorded(tmp_path, "2026-03-08/02-10-00.mp4", ended)
    recorded(tmp_path, "2026-03-08/03-20-00.mp4", ended)
    assert [segment.start_us for segment in segments_of(tmp_path)] == [
        instant(6, 50, day=8, month=3),
        instant(7, 10, day=8, month=3),
        instant(7, 20, day=8, month=3),
    ]
