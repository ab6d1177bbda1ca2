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
from app.storage.disk import remove, write_durably

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
        self._waiting = {entry.uid: entry for entry in _load(folder)}

    def __len__(self) -> int:
        return len(self._waiting)

    def entries(self) -> tuple[WaitingAnswer, ...]:
        """Every waiting answer, oldest first."""
        with self._lock:
            return tuple(self._waiting.values())

    def of(self, inspection_uid: str) -> tuple[WaitingAnswer, ...]:
        """The waiting answers of one inspection, oldest first."""
        return tuple(e for e in self.entries() if e.inspection_uid == inspection_uid)

    def keep(self, entry: WaitingAnswer) -> None:
        """On the disk when this returns; raises EvidenceFault where it cannot be."""
        write_durably(self._path(entry), _encoded(entry), "the answer")
        with self._lock:
            self._waiting[entry.uid] = entry

    def stored(self, entry: WaitingAnswer) -> None:
        """The answer is in the database now: forget the file."""
        remove(self._path(entry))
        with self._lock:
            self._waiting.pop(entry.uid, None)

    def set_aside(self, entry: WaitingAnswer) -> Path:
        """The database will never take this answer; the file is kept for a person."""
        self._refused.mkdir(parents=True, exist_ok=True)
        kept = self._refused / self._path(entry).name
        self._path(entry).replace(kept)
        with self._lock:
            self._waiting.pop(entry.uid, None)
        return kept

    def _path(self, entry: WaitingAnswer) -> Path:
        return self._folder / f"{entry.answered_us:020d}-{entry.uid}{_SUFFIX}"


def _encoded(entry: WaitingAnswer) -> bytes:
    document = {
        "uid": entry.uid,
        "inspection": entry.inspection_uid,
        "answer": entry.answer.to_document(),
        "answered_us": entry.answered_us,
        "who": entry.who,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _load(folder: Path) -> list[WaitingAnswer]:
    """What an earlier run left; a file that cannot be read stays, and is told in the log."""
    entries = []
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        try:
            document = json.loads(path.read_bytes())
            entries.append(
                WaitingAnswer(
                    uid=str(document["uid"]),
                    inspection_uid=str(document["inspection"]),
                    answer=Answer.from_document(document["answer"]),
                    answered_us=int(document["answered_us"]),
                    who=str(document["who"]),
                )
            )
        except (OSError, ValueError, KeyError, TypeError, AnswerFault) as error:
            _LOG.warning("waiting answer %s cannot be read: %s", path, error)
    return entries
