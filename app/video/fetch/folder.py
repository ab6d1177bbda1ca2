"""Footage that was fetched from a recorder: segments of about a minute, and what is known of them.

A segment is written under another name and gets its own only when it is whole and on
the disk; the manifest names it after that. What a crash leaves behind is a ``.part``
file, which is never taken for footage and goes away at the next fetch, or a whole
segment that the manifest does not know, which is fetched again.

Manifests of version 1 also hold stretches that a recorder merely refused or was silent
about; of those only what lies between two segments is taken for a hole.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.video.media import US_PER_S, RecorderPlayback, RecordingFolder, Span
from app.video.whole_file import PART, whole_file

PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S-%f.mp4"
"""Times of names are UTC."""
MANIFEST = "manifest.json"
_VERSION = 2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Piece:
    """One segment; ``file`` relative to the camera's folder."""

    file: str
    start_us: int
    end_us: int
    size: int
    sha256: str


def fetched_folder(root: Path, camera: str, label: str = "") -> RecordingFolder:
    """The fetched footage of one camera, to be played."""
    return RecordingFolder(str(root), PATTERN, camera, "UTC", label)


def fetched_part(media: RecorderPlayback, span: Span) -> RecordingFolder | None:
    """The fetched footage to use instead of the recorder, where it has the whole span."""
    folder = media.fetched
    if folder is None:
        return None
    here = FetchFolder(Path(folder.root), folder.camera)
    return folder if here.pieces and not here.missing(span) else None


class FetchFolder:
    """One camera's fetched footage, being written by one fetch at a time."""

    def __init__(self, root: Path, camera: str) -> None:
        """Read the manifest; what it names and is not there as it was is forgotten."""
        self.root = root
        self.camera = camera
        self.folder = root / camera
        self.pieces: list[Piece] = []
        self.gaps: list[Span] = []
        self.origin = ""  # told by a manifest whose folder's name does not
        self._read()

    @staticmethod
    def claimed(folder: Path, origin: str) -> bool:
        """Whether what lies directly in ``folder`` is of that origin; of none yet: it is now."""
        manifest = folder / MANIFEST
        try:
            told = json.loads(manifest.read_text("utf-8"))
            its = told.get("origin")
        except (OSError, ValueError, AttributeError):
            return False
        if its is None:
            with contextlib.suppress(OSError):  # not writable: it stays as it was
                _write_whole(manifest, {**told, "origin": origin})
        return its in (None, origin)

    @property
    def size(self) -> int:
        """Bytes of all segments."""
        return sum(piece.size for piece in self.pieces)

    def covered(self) -> tuple[Span, ...]:
        """The stretches that are here, in order, touching ones joined."""
        return joined([Span(piece.start_us, piece.end_us) for piece in self.pieces])

    def known(self) -> tuple[Span, ...]:
        """The stretches that are here or known to hold nothing."""
        return joined([*self.covered(), *self.gaps])

    def ends_at(self, time_us: int) -> bool:
        """Whether a segment ends just there."""
        return any(piece.end_us == time_us for piece in self.pieces)

    def missing(self, span: Span, beside: Sequence[Span] = ()) -> tuple[Span, ...]:
        """What of the span is neither here nor known not to exist, nor ``beside``."""
        found: list[Span] = []
        at_us = span.start_us
        for each in joined([*self.known(), *beside]):
            if each.start_us >= span.end_us:
                break
            if each.start_us > at_us:
                found.append(Span(at_us, each.start_us))
            at_us = max(at_us, each.end_us)
        if at_us < span.end_us:
            found.append(Span(at_us, span.end_us))
        return tuple(found)

    def add(self, data: bytes, span: Span) -> Piece:
        """Put a segment in place: written, synced, renamed, then named in the manifest.

        Raises OSError; nothing half-written is left then.
        """
        target = self.folder / _name(span.start_us)
        with whole_file(target) as part:
            part.write_bytes(data)
        file = target.relative_to(self.folder).as_posix()
        piece = Piece(file, span.start_us, span.end_us, len(data), hashlib.sha256(data).hexdigest())
        self.pieces = sorted([*self.pieces, piece], key=lambda each: each.start_us)
        self._write()
        return piece

    def add_gap(self, span: Span) -> None:
        """The recorder has nothing there. Raises OSError."""
        self.gaps = list(joined([*self.gaps, span]))
        self._write()

    def take(self, other: FetchFolder, shift_us: int) -> None:
        """Move the other's footage here, that much later; what is here already stays there.

        The manifest names what comes before it is moved, so that a crash loses nothing.
        Raises OSError.
        """
        if not other.pieces:
            return
        names = {piece.file for piece in self.pieces}
        moved = [(piece, _shifted(piece, shift_us)) for piece in other.pieces]
        moved = [(old, new) for old, new in moved if new.file not in names and self._lacks(new)]
        gaps = [Span(gap.start_us + shift_us, gap.end_us + shift_us) for gap in other.gaps]
        self.gaps = list(joined([*self.gaps, *(gap for gap in gaps if self._lacks(gap))]))
        coming = [*self.pieces, *(new for _, new in moved)]
        self.pieces = sorted(coming, key=lambda each: each.start_us)
        self._write()
        for old, new in moved:
            target = self.folder / new.file
            target.parent.mkdir(parents=True, exist_ok=True)
            (other.folder / old.file).replace(target)
        other.pieces = [piece for piece in other.pieces if other._is_there(piece)]
        other.gaps = []
        other._write()

    def _lacks(self, span: Span | Piece) -> bool:
        return bool(self.missing(Span(span.start_us, span.end_us)))

    def sweep(self) -> None:
        """Remove what an ended fetch left half-written."""
        for part in self.folder.rglob(f"*{PART}"):
            with contextlib.suppress(OSError):
                part.unlink()

    def _read(self) -> None:
        try:
            told = json.loads((self.folder / MANIFEST).read_text("utf-8"))
            pieces = [Piece(**piece) for piece in told["pieces"]]
            gaps = [Span(int(first), int(last)) for first, last in told["gaps"]]
            proved = told["version"] > 1
            self.origin = str(told.get("origin", ""))
        except (OSError, ValueError, KeyError, TypeError):
            return  # none yet, or one that cannot be read: everything is fetched anew
        self.gaps = gaps if proved else [gap for gap in gaps if _is_between(gap, pieces)]
        self.pieces = [piece for piece in pieces if self._is_there(piece)]

    def _is_there(self, piece: Piece) -> bool:
        try:
            return (self.folder / piece.file).stat().st_size == piece.size
        except OSError:
            return False

    def _write(self) -> None:
        told: dict[str, object] = {
            "version": _VERSION,
            "pieces": [asdict(piece) for piece in self.pieces],
            "gaps": [[gap.start_us, gap.end_us] for gap in self.gaps],
        }
        if self.origin:
            told["origin"] = self.origin
        _write_whole(self.folder / MANIFEST, told)


def _write_whole(target: Path, told: dict[str, object]) -> None:
    """Raises OSError; the old text stays then."""
    with whole_file(target) as part, part.open("w", encoding="utf-8") as file:
        json.dump(told, file)


def _shifted(piece: Piece, shift_us: int) -> Piece:
    start_us, end_us = piece.start_us + shift_us, piece.end_us + shift_us
    return replace(piece, file=_name(start_us), start_us=start_us, end_us=end_us)


def _is_between(gap: Span, pieces: Sequence[Piece]) -> bool:
    before = any(abs(piece.end_us - gap.start_us) < US_PER_S for piece in pieces)
    return before and any(abs(piece.start_us - gap.end_us) < US_PER_S for piece in pieces)


def _name(start_us: int) -> str:
    at = _EPOCH + timedelta(microseconds=start_us)
    return f"{at:%Y-%m-%d/%H-%M-%S}-{at.microsecond:06d}.mp4"


def joined(spans: list[Span]) -> tuple[Span, ...]:
    """In order, touching and overlapping ones made one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start_us):
        if found and found[-1].end_us >= span.start_us:
            found[-1] = Span(found[-1].start_us, max(found[-1].end_us, span.end_us))
        else:
            found.append(span)
    return tuple(found)
