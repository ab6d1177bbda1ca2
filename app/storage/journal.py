"""What waits for the database: one small file each, on the workstation.

While the database is away an answer is written here before the inspector sees
the next item, and so are the record of a picture taken as evidence and a
bookmark. One file
each (temporary name, synced, renamed), so a cut at any moment leaves whole
records only; storing one twice is harmless, so a file is deleted only after
its record was committed.
"""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.inspection.answers import Answer, AnswerFault
from app.storage.disk import write_durably

_LOG = logging.getLogger(__name__)
_SUFFIX = ".json"


@dataclass(frozen=True)
class WaitingAnswer:
    """An answer with everything needed to store it later.

    It names its inspection by ``inspection_uid``, so that it can never reach
    another inspection that has the same number in another database.
    """

    uid: str
    inspection_uid: str
    answer: Answer
    answered_us: int
    who: str


@dataclass(frozen=True)
class WaitingEvidence:
    """The record of a picture whose file is on the disk already.

    Its numbers mean something in ``database`` alone, so it waits for that one.
    ``stream``: "main" where it joins a picture of the camera's small stream.
    """

    uid: str
    database: str
    inspection_id: int | None
    item_id: str | None
    camera_id: int
    media_time_us: int
    taken_us: int
    who: str
    sha256: str
    width: int
    height: int
    stream: str = ""


@dataclass(frozen=True)
class WaitingBookmark:
    """A bookmark with everything needed to store it later, in ``database`` alone."""

    uid: str
    database: str
    camera_id: int | None
    store_id: int | None  # of a bookmark without camera
    media_time_us: int
    text: str
    who: str
    created_us: int


Waiting = WaitingAnswer | WaitingEvidence | WaitingBookmark


class Journal:
    """What waits on one workstation, in the order in which it was entered."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.refused_folder = folder / "refused"
        self._lock = threading.Lock()
        self._waiting = _load(folder)
        stamps = [_stamp(path) for _, path in self._waiting.values()]
        self._last_stamp = max(stamps, default=0)

    def __len__(self) -> int:
        return len(self._waiting)

    def refused(self) -> int:
        """How many records the database would not take; a person deletes their files."""
        try:
            return sum(1 for _ in self.refused_folder.iterdir())
        except OSError:
            return 0

    def entries(self) -> tuple[Waiting, ...]:
        """Everything that waits, oldest first."""
        with self._lock:
            return tuple(entry for entry, _ in self._waiting.values())

    def of(self, inspection_uid: str) -> tuple[WaitingAnswer, ...]:
        """The waiting answers of one inspection, oldest first."""
        answers = (entry for entry in self.entries() if isinstance(entry, WaitingAnswer))
        return tuple(answer for answer in answers if answer.inspection_uid == inspection_uid)

    def keep(self, entry: Waiting) -> None:
        """On the disk when this returns; raises DiskFault where it cannot be.

        One that waits already is replaced, in its place.
        """
        with self._lock:
            known = self._waiting.get(entry.uid)
            # Named so that the order stays even when the clock is set back.
            stamp = max(_entered_us(entry), self._last_stamp + 1)
            path = (
                self._folder / f"{stamp:020d}-{entry.uid}{_SUFFIX}" if known is None else known[1]
            )
            write_durably(path, _encoded(entry), _what(entry))
            self._last_stamp = max(self._last_stamp, _stamp(path))
            self._waiting[entry.uid] = (entry, path)

    def withdraw(self, uid: str) -> bool:
        """It is no longer wanted; False where it does not wait any more."""
        with self._lock:
            _, path = self._waiting.pop(uid, (None, None))
            if path is not None:
                path.unlink(missing_ok=True)
            return path is not None

    def stored(self, entry: Waiting) -> None:
        """It is in the database now: forget the file."""
        with self._lock:
            _, path = self._waiting.pop(entry.uid, (None, None))
            if path is not None:  # else it was withdrawn meanwhile
                path.unlink(missing_ok=True)

    def set_aside(self, entry: Waiting) -> Path:
        """The database will never take it; the file is kept for a person."""
        with self._lock:
            self.refused_folder.mkdir(parents=True, exist_ok=True)
            _, path = self._waiting.pop(entry.uid)
            kept = self.refused_folder / path.name
            path.replace(kept)
            return kept


def _entered_us(entry: Waiting) -> int:
    if isinstance(entry, WaitingAnswer):
        return entry.answered_us
    return entry.taken_us if isinstance(entry, WaitingEvidence) else entry.created_us


def _what(entry: Waiting) -> str:
    if isinstance(entry, WaitingAnswer):
        return "the answer"
    return "the evidence picture" if isinstance(entry, WaitingEvidence) else "the bookmark"


def _encoded(entry: Waiting) -> bytes:
    document: dict[str, object] = dict(vars(entry))
    if isinstance(entry, WaitingAnswer):
        document["answer"] = entry.answer.to_document()
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _decoded(document: dict[str, Any]) -> Waiting:
    """Raises TypeError, KeyError or AnswerFault for what `_encoded` did not write."""
    if "answer" in document:
        answer = Answer.from_document(document["answer"])
        return WaitingAnswer(**{**document, "answer": answer})
    return WaitingBookmark(**document) if "text" in document else WaitingEvidence(**document)


def _stamp(path: Path) -> int:
    return int(path.name.partition("-")[0])


def _load(folder: Path) -> dict[str, tuple[Waiting, Path]]:
    """What an earlier run left; a file that cannot be read stays, and is told in the log."""
    entries: dict[str, tuple[Waiting, Path]] = {}
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        try:
            entry = _decoded(json.loads(path.read_bytes()))
            _stamp(path)
            entries[entry.uid] = (entry, path)
        except (OSError, ValueError, KeyError, TypeError, AnswerFault) as error:
            _LOG.warning("waiting record %s cannot be read: %s", path, error)
    return entries
