"""A report is written whole or not at all, and the sentence names the file."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from app.reports.files import ReportFault, write_whole


@pytest.mark.parametrize(
    ("code", "english", "chinese"),
    [
        (errno.ENOSPC, "the disk is full", "磁盘空间已满"),
        (errno.EDQUOT, "the disk is full", "磁盘空间已满"),
        (errno.EACCES, "access is refused", "访问被拒绝"),
        (errno.EROFS, "access is refused", "访问被拒绝"),
        (errno.EIO, "Input/output error", "Input/output error"),
    ],
)
def test_what_the_disk_says_is_said_to_the_person(tmp_path, monkeypatch, code, english, chinese):
    def fail(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    path = tmp_path / "card.pdf"
    path.write_bytes(b"the old report")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ReportFault) as caught:
        write_whole(path, b"new")
    assert english in caught.value.text("en")
    assert chinese in caught.value.text("zh_CN")
    assert str(path) in caught.value.text("en")
    assert path.read_bytes() == b"the old report"
    assert [entry.name for entry in tmp_path.iterdir()] == ["card.pdf"]


def test_a_file_that_another_program_holds_is_a_sentence(tmp_path, monkeypatch):
    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(ReportFault, match="Close the file if another program has it open"):
        write_whole(tmp_path / "card.xlsx", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ReportFault, match="folder does not exist"):
        write_whole(tmp_path / "file" / "card.pdf", b"new")


def test_a_device_where_the_folder_should_be(tmp_path):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(ReportFault) as caught:
        write_whole(Path("/dev/full/card.pdf"), b"new")
    assert "/dev/full/card.pdf" in caught.value.text("en")
