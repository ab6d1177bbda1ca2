"""Writing files so that a cut at any moment leaves the old file or the new one."""

from __future__ import annotations

import errno
import os
import time
import uuid
from contextlib import suppress
from pathlib import Path

from app.faults import Sentence
from app.storage import faults as say
from app.storage.faults import DiskFault

PART = ".part"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_WORDS = {
    "the answer": "判定",
    "the evidence picture": "证据图片",
    "the bookmark": "书签",
    "the change of the settings": "设置的更改",
    "the copy of the database": "数据库副本",
}


def write_durably(path: Path, data: bytes, what: str, parts: Path | None = None) -> None:
    """``data`` is whole under ``path``, and on the disk, when this returns.

    ``what`` names the thing in the sentence. Raises DiskFault where the
    disk is full or cannot be written; then nothing is left behind. ``parts`` is
    a folder on the same disk for files being written; None = beside ``path``.
    """
    part = (parts or path.parent) / f".{uuid.uuid4().hex}{PART}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_synced(part, data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        raise disk_fault(error, path, what) from error


def sweep(parts: Path, older_than_s: float = 3600.0) -> None:
    """Delete what a killed program left half written; what is young may be in use."""
    limit = time.time() - older_than_s
    with suppress(OSError):
        for part in parts.glob(f"*{PART}"):
            if part.stat().st_mtime < limit:
                part.unlink(missing_ok=True)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """A rename is durable only when its folder is synced; Windows syncs it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def disk_fault(error: OSError, path: Path, what: str) -> DiskFault:
    """What to tell a person about ``error``; ``path`` is the file that was to be written."""
    named = Sentence(what, _WORDS.get(what, what))
    folder = _existing(path.parent)
    if error.errno in _FULL:
        return DiskFault(_with(say.DISK_FULL, named), path=folder)
    reason = error.strerror or type(error).__name__
    return DiskFault(_with(say.NOT_WRITABLE, named), path=folder, reason=reason)


def _with(sentence: Sentence, what: Sentence) -> Sentence:
    """The sentence with its ``{what}`` said in each language."""
    return Sentence(sentence.en.replace("{what}", what.en), sentence.zh.replace("{what}", what.zh))


def _existing(folder: Path) -> Path:
    """The nearest folder that is there: what a person can look at."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
