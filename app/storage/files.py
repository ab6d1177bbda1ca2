"""Evidence pictures: files named by their own SHA-256, written once, never changed."""

from __future__ import annotations

import enum
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from app.faults import Sentence
from app.storage.disk import disk_fault, sweep, write_durably
from app.storage.faults import EvidenceFault

_DIGEST = re.compile(r"[0-9a-f]{64}")
_MISSING = Sentence(
    "The evidence picture {path} is missing. Put the file back from your backup of the evidence "
    "folder; its record is kept.",
    "证据图片 {path} 缺失。请从取证文件夹的备份中恢复该文件；其记录仍保留。",
)
_CHANGED = Sentence(
    "The evidence picture {path} was changed after it was stored: it no longer matches its "
    "SHA-256. Put the file back from your backup of the evidence folder.",
    "证据图片 {path} 在保存后被更改，与其 SHA-256 不符。请从取证文件夹的备份中恢复该文件。",
)


class FileState(enum.Enum):
    """What a look at an evidence file found."""

    WHOLE = "whole"
    MISSING = "missing"
    CHANGED = "changed"


class EvidenceFiles:
    """The evidence folder: ``<root>/ab/abcdef....png``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._parts = root / "parts"
        sweep(self._parts)

    def keep(self, png: bytes) -> str:
        """The SHA-256 of ``png``, which is on the disk when this returns.

        A picture that is already there is not written again; one that was
        damaged is put right. Raises DiskFault (full, not writable).
        """
        sha256 = hashlib.sha256(png).hexdigest()
        if self.state(sha256) is not FileState.WHOLE:
            write_durably(self.path(sha256), png, "the evidence picture", self._parts)
        return sha256

    def path(self, sha256: str) -> Path:
        """Where the picture lies; raises ValueError for what is no SHA-256."""
        if not _DIGEST.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.root / sha256[:2] / f"{sha256}.png"

    def state(self, sha256: str) -> FileState:
        """Reads the whole file and compares it with its name."""
        path = self.path(sha256)
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except FileNotFoundError:
            return FileState.MISSING
        except OSError as error:
            raise disk_fault(error, path, "the evidence picture") from error
        return FileState.WHOLE if found == sha256 else FileState.CHANGED

    def remove(self, sha256: str) -> None:
        """Take away a picture that no record names any more; idempotent."""
        path = self.path(sha256)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_fault(error, path, "the evidence picture") from error

    def all(self) -> Iterator[str]:
        """The SHA-256 of every picture in the folder, by its name."""
        for path in self.root.glob("??/*.png"):
            if _DIGEST.fullmatch(path.stem):
                yield path.stem

    def verify(self, sha256: str) -> None:
        """Raise EvidenceFault unless the picture is there and unchanged."""
        state = self.state(sha256)
        if state is FileState.MISSING:
            raise EvidenceFault(_MISSING, path=self.path(sha256))
        if state is FileState.CHANGED:
            raise EvidenceFault(_CHANGED, path=self.path(sha256))
