"""Folder listings on disk: believed only where they check."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import app.video.recordings.index as recording_index
import app.video.recordings.listing as recording_listing
from app.bench.folder import make_segments
from app.video.media import RecordingFolder
from app.video.recordings.index import FolderIndex
from app.video.recordings.index_store import VARIABLE, keep_index_in
from app.video.trimming import trim_files
from tests.video.test_recording_folder import age

PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"


@pytest.fixture
def recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three days of minutes, settled; the index has a place of its own."""
    monkeypatch.setenv(VARIABLE, "")
    keep_index_in(tmp_path / "index")
    root = tmp_path / "recordings"
    make_segments(root, 3 * 1440)
    age(root)
    return root


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that are read."""
    names: list[str] = []
    real = recording_listing.os.scandir

    def noted(path: str) -> object:
        names.append(Path(path).name)
        return real(path)

    monkeypatch.setattr(recording_listing.os, "scandir", noted)
    monkeypatch.setattr(recording_index, "DOUBTED_S", 1e12)
    return names


def media_of(root: Path) -> RecordingFolder:
    return RecordingFolder(str(root), PATTERN, "front", "UTC")


def index_file(tmp_path: Path) -> Path:
    (path,) = (tmp_path / "index").iterdir()
    return path


def test_the_second_opening_lists_only_what_changed(
    tmp_path: Path, recordings: Path, listed: list[str]
) -> None:
    first = tuple(FolderIndex(media_of(recordings)).segments())
    assert sorted(listed) == ["2026-01-01", "2026-01-02", "2026-01-03", "front", "recordings"]
    listed.clear()
    assert tuple(FolderIndex(media_of(recordings)).segments()) == first
    assert listed == []
    (recordings / "front/2026-01-02/00-00-30.mp4").write_bytes(b"x")
    again = FolderIndex(media_of(recordings)).segments()
    assert listed == ["2026-01-02"]
    assert len(again) == len(first) + 1
    assert index_file(tmp_path).stat().st_size < 40_000


def test_what_was_deleted_meanwhile_is_gone(recordings: Path, listed: list[str]) -> None:
    FolderIndex(media_of(recordings)).segments()
    for path in (recordings / "front/2026-01-01").iterdir():
        path.unlink()
    (recordings / "front/2026-01-01").rmdir()
    assert len(FolderIndex(media_of(recordings)).segments()) == 2 * 1440


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "other"])
def test_an_index_that_does_not_check_is_made_anew(
    tmp_path: Path, recordings: Path, listed: list[str], harm: str
) -> None:
    first = tuple(FolderIndex(media_of(recordings)).segments())
    path = index_file(tmp_path)
    content = bytearray(path.read_bytes())
    if harm == "flipped":
        content[len(content) // 2] ^= 1
    kept = {"cut": content[:-9], "flipped": content, "empty": b"", "other": b"hello" * 99}[harm]
    path.write_bytes(kept)
    listed.clear()
    assert tuple(FolderIndex(media_of(recordings)).segments()) == first
    assert len(listed) == 5
    listed.clear()
    FolderIndex(media_of(recordings)).segments()
    assert listed == []


def test_a_file_system_that_does_not_tell_changes_is_doubted(
    recordings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = FolderIndex(media_of(recordings))
    before = len(index.segments())
    (recordings / "front/2026-01-03/23-59-30.mp4").write_bytes(b"x")
    age(recordings)
    monkeypatch.setattr(recording_index, "DOUBTED_S", -1.0)
    assert len(index.segments(now=True)) == before + 1


def test_without_a_place_nothing_is_kept(
    recordings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    assert len(FolderIndex(media_of(recordings)).segments()) == 3 * 1440
    assert not (tmp_path / "index").exists()


def test_the_longest_unwritten_indexes_go_first(tmp_path: Path) -> None:
    for number, name in enumerate(("old", "middle", "new")):
        path = tmp_path / f"{name}.index"
        path.write_bytes(bytes(1000))
        os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
    (tmp_path / "other.txt").write_bytes(bytes(1000))
    assert trim_files(tmp_path.glob("*.index"), 2_500) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "middle.index",
        "new.index",
        "other.txt",
    ]
    assert trim_files((tmp_path / "nowhere").glob("*"), 0) == 0
