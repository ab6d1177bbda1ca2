"""Answers that wait for the database: one small file each, on the workstation.

While the database is away an answer is written here before the inspector sees
the next item. One file per answer (temporary name, synced, renamed), so a cut
at any moment leaves whole answers only; the answer's own ``uid`` makes storing
it twice harmless, so a file is deleted only after its answer was committed.
"""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass
from pathlib import Path

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


class Journal:
    """The waiting answers of one workstation, in the order in which they were given."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._refused = folder / "refused"
        self._lock = threading.Lock()
        self._waiting = _load(folder)
        stamps = [_stamp(path) for _, path in self._waiting.values()]
        self._last_stamp = max(stamps, default=0)

    def __len__(self) -> int:
        return len(self._waiting)

    def entries(self) -> tuple[WaitingAnswer, ...]:
        """Every waiting answer, oldest first."""
        with self._lock:
            return tuple(entry for entry, _ in self._waiting.values())

    def of(self, inspection_uid: str) -> tuple[WaitingAnswer, ...]:
        """The waiting answers of one inspection, oldest first."""
        return tuple(e for e in self.entries() if e.inspection_uid == inspection_uid)

    def keep(self, entry: WaitingAnswer) -> None:
        """On the disk when this returns; raises EvidenceFault where it cannot be."""
        with self._lock:
            # Named so that the order stays even when the clock is set back.
            stamp = max(entry.answered_us, self._last_stamp + 1)
            path = self._folder / f"{stamp:020d}-{entry.uid}{_SUFFIX}"
            write_durably(path, _encoded(entry), "the answer")
            self._last_stamp = stamp
            self._waiting[entry.uid] = (entry, path)

    def stored(self, entry: WaitingAnswer) -> None:
        """The answer is in the database now: forget the file."""
        with self._lock:
            _, path = self._waiting.pop(entry.uid)
            path.unlink(missing_ok=True)

    def set_aside(self, entry: WaitingAnswer) -> Path:
        """The database will never take this answer; the file is kept for a person."""
        with self._lock:
            self._refused.mkdir(parents=True, exist_ok=True)
            _, path = self._waiting.pop(entry.uid)
            kept = self._refused / path.name
            path.replace(kept)
            return kept


def _encoded(entry: WaitingAnswer) -> bytes:
    document = {
        "uid": entry.uid,
        "inspection": entry.inspection_uid,
        "answer": entry.answer.to_document(),
        "answered_us": entry.answered_us,
        "who": entry.who,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _stamp(path: Path) -> int:
    return int(path.name.partition("-")[0])


def _load(folder: Path) -> dict[str, tuple[WaitingAnswer, Path]]:
    """What an earlier run left; a file that cannot be read stays, and is told in the log."""
    entries = {}
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        try:
            document = json.loads(path.read_bytes())
            entry = WaitingAnswer(
                uid=str(document["uid"]),
                inspection_uid=str(document["inspection"]),
                answer=Answer.from_document(document["answer"]),
                answered_us=int(document["answered_us"]),
                who=str(document["who"]),
            )
            _stamp(path)
            entries[entry.uid] = (entry, path)
        except (OSError, ValueError, KeyError, TypeError, AnswerFault) as error:
            _LOG.warning("waiting answer %s cannot be read: %s", path, error)
    return entries
