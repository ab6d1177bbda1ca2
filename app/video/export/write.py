"""One MP4 file being written: under another name until it is whole and on the disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from app.video.export.faults import NOT_COPIED, ExportFault, write_fault
from app.video.whole_file import part_of, sync_folder

TICKS = Fraction(1, 90_000)
MICRO = Fraction(1, 1_000_000)
_READ = 1 << 20


class ClipFile:
    """Streams are added first, then packets; ``finish`` or ``discard`` ends it."""

    def __init__(self, target: Path, metadata: Mapping[str, str]) -> None:
        """``metadata`` is written into the file. Raises ExportFault (full, not writable)."""
        self.target = target
        self.part = part_of(target)
        self._began = False
        self._out: Any = None
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._out = av.open(f"file:{self.part}", "w", format="mp4")
            self._out.metadata.update(metadata)
        except (av.FFmpegError, OSError) as error:
            self.discard()
            raise self._fault(error) from error

    def copy_of(self, stream: Any) -> Any:
        """A stream like ``stream``, whose packets are taken over as they are."""
        try:
            made = self._out.add_stream_from_template(stream)
        except (av.FFmpegError, ValueError) as error:
            codec = stream.codec_context.name
            raise ExportFault(NOT_COPIED, name=self.target.name, codec=codec) from error
        made.time_base = TICKS if stream.type == "video" else stream.time_base
        return made

    def encoder(self, codec: str, rate: Fraction | int) -> Any:
        """A stream whose packets are encoded here; the caller sets it up."""
        return self._out.add_stream(codec, rate=rate)

    def mux(self, packet: Any) -> None:
        """Write one packet, its stream and times set. Raises ExportFault."""
        try:
            if not self._began:
                self._began = True
                self._out.start_encoding()
            self._out.mux(packet)
        except (av.FFmpegError, OSError) as error:
            raise self._fault(error) from error

    def finish(self) -> str:
        """Put the file in place, whole and on the disk; its SHA-256. Raises ExportFault."""
        try:
            self._out.close()
            self._out = None
            sha256 = synced_sha256(self.part)
            self.part.replace(self.target)
            sync_folder(self.target.parent)
        except (av.FFmpegError, OSError) as error:
            self.discard()
            raise self._fault(error) from error
        return sha256

    def discard(self) -> None:
        """Leave nothing behind; idempotent."""
        out, self._out = self._out, None
        if out is not None:
            with suppress(av.FFmpegError, OSError):  # the trailer of a file that goes away anyway
                out.close()
        with suppress(OSError):
            self.part.unlink(missing_ok=True)

    def _fault(self, error: Exception) -> ExportFault:
        if isinstance(error, OSError) and error.errno is not None and error.errno > 0:
            return write_fault(error, self.target)
        return ExportFault(NOT_COPIED, name=self.target.name, codec=str(error))


def synced_sha256(path: Path) -> str:
    """The SHA-256 of a file, after it is on the disk. Raises OSError."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
        return digest(file)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return digest(file)


def digest(file: Any) -> str:
    """The SHA-256 of what is read from a binary file."""
    found = hashlib.sha256()
    while data := file.read(_READ):
        found.update(data)
    return found.hexdigest()
