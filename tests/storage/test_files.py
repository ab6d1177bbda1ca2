"""Evidence files: once, whole, and named by what they hold."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from app.storage import disk
from app.storage.faults import DiskFault, EvidenceFault
from app.storage.files import EvidenceFiles, FileState

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@pytest.fixture
def files(tmp_path: Path) -> EvidenceFiles:
    return EvidenceFiles(tmp_path / "evidence")


def everything(files: EvidenceFiles) -> list[Path]:
    return [path for path in files.root.rglob("*") if path.is_file()]


def test_a_picture_lies_under_its_sha256(files: EvidenceFiles):
    sha256 = files.keep(PNG)
    assert sha256 == hashlib.sha256(PNG).hexdigest()
    assert files.path(sha256) == files.root / sha256[:2] / f"{sha256}.png"
    assert files.path(sha256).read_bytes() == PNG
    files.verify(sha256)


def test_the_same_picture_is_written_once(files: EvidenceFiles):
    path = files.path(files.keep(PNG))
    os.utime(path, ns=(1, 1))
    files.keep(PNG)
    assert path.stat().st_mtime_ns == 1
    assert everything(files) == [path]


def test_a_changed_and_a_missing_picture_are_told(files: EvidenceFiles):
    sha256 = files.keep(PNG)
    path = files.path(sha256)
    path.write_bytes(PNG[:-1])
    assert files.state(sha256) is FileState.CHANGED
    with pytest.raises(EvidenceFault, match="no longer matches"):
        files.verify(sha256)
    path.unlink()
    assert files.state(sha256) is FileState.MISSING
    with pytest.raises(EvidenceFault, match="missing") as caught:
        files.verify(sha256)
    assert str(path) in caught.value.text("zh_CN")


def test_a_damaged_picture_is_put_right_when_it_is_taken_again(files: EvidenceFiles):
    sha256 = files.keep(PNG)
    files.path(sha256).write_bytes(b"")
    assert files.keep(PNG) == sha256
    files.verify(sha256)


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "is full"), (errno.EACCES, "cannot be written")]
)
def test_a_disk_that_does_not_take_it(
    files: EvidenceFiles, monkeypatch: pytest.MonkeyPatch, number: int, said: str
):
    before = files.keep(PNG)

    def failing(path: Path, data: bytes) -> None:
        path.write_bytes(data[: len(data) // 2])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(disk, "_write_synced", failing)
    with pytest.raises(DiskFault, match=said) as caught:
        files.keep(PNG + b"other")
    assert str(files.root) in caught.value.text()
    assert "证据图片未能保存" in caught.value.text("zh_CN")
    assert everything(files) == [files.path(before)]
    monkeypatch.undo()
    files.keep(PNG + b"other")
    assert len(everything(files)) == 2


@pytest.mark.parametrize("text", ["", "../../etc/passwd", "AB" * 32, "a" * 63, "a" * 65])
def test_only_a_sha256_names_a_file(files: EvidenceFiles, text: str):
    with pytest.raises(ValueError, match="SHA-256"):
        files.path(text)


def test_what_a_killed_program_left_is_swept_at_the_next_start(files: EvidenceFiles):
    files.keep(PNG)
    old, young = (files.root / "parts" / name for name in (".old.part", ".young.part"))
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    EvidenceFiles(files.root)
    assert not old.exists()
    assert young.exists()
