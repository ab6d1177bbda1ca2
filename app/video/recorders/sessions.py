"""How many recordings one recorder plays at once, over all processes of this workstation.

A seat is a locked file in a folder that all programs of this user share; the
operating system lets go of it when its process ends, however it ends. A recorder
that refuses (453 and its kin) lowers the number of seats for a while, since somebody
else's sessions count there too.
"""

from __future__ import annotations

import contextlib
import enum
import getpass
import hashlib
import json
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from app.faults import Sentence
from app.video.faults import SourceFault
from app.video.media import RecorderPlayback

if TYPE_CHECKING:
    from filelock import FileLock

NOT_COUNTED = Sentence(
    "The sessions of recorder {recorder} cannot be counted: {folder} cannot be written ({reason}). "
    "Free some space there or check the folder's rights.",
    "无法统计录像机 {recorder} 的回放路数：无法写入 {folder}（{reason}）。"
    "请清理空间或检查该文件夹的权限。",
)
LOWERED_S = 60.0
"""For how long a refusal lowers the budget before more is tried again."""


class Need(enum.Enum):
    """How badly a seat is wanted; the value: for how many seconds one asking counts."""

    AHEAD = 2.0  # pictures for a while are here
    RAN_OUT = 0.6  # none is left
    FIRST = 0.5  # none has come yet


REFUSALS = (453, 503)
"""Not Enough Bandwidth, and what some makers answer instead: Service Unavailable."""


def recorder_key(media: RecorderPlayback) -> str:
    """One recorder, whichever of its cameras is meant: host and port."""
    parts = urlsplit(media.address)
    return f"{(parts.hostname or media.address).lower()}:{parts.port or 554}"


def sessions_folder() -> Path:
    """Where the seats of this user lie."""
    named = os.environ.get("FLOORWALK_SESSIONS")
    if named:
        return Path(named)
    return Path(tempfile.gettempdir()) / f"floorwalk-sessions-{_user()}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return str(os.getuid()) if hasattr(os, "getuid") else "user"


@dataclass
class Seat:
    """One session that may be used; give it back with ``release``."""

    number: int
    _lock: FileLock

    def release(self) -> None:
        """Let the next one have it; may be called again."""
        self._lock.release(force=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.release()


class SessionBudget:
    """The seats of one recorder. Its objects share nothing but the folder: one per user of it."""

    def __init__(self, media: RecorderPlayback, folder: Path | None = None) -> None:
        key = recorder_key(media)
        name = hashlib.sha256(key.encode()).hexdigest()[:20]
        self.recorder = key
        self._sessions = max(1, media.sessions)
        self._folder = (folder or sessions_folder()) / name
        self.in_use = 0

    @property
    def limit(self) -> int:
        """Seats at present: as set, or fewer for a while after a refusal."""
        try:
            told = json.loads((self._folder / "lowered").read_text("utf-8"))
            lowered, until_s = int(told["limit"]), float(told["until_s"])
        except (OSError, ValueError, KeyError, TypeError):
            return self._sessions
        return min(self._sessions, max(1, lowered)) if time.time() < until_s else self._sessions

    def take(self, need: Need = Need.AHEAD) -> Seat | None:
        """A free seat, or None while all are used (``in_use`` tells how many).

        Raises SourceFault where seats cannot be marked.
        """
        try:
            return self._take(need)
        except OSError as error:
            reason, folder = error.strerror or type(error).__name__, str(self._folder.parent)
            told = {"recorder": self.recorder, "folder": folder, "reason": reason}
            raise SourceFault(NOT_COUNTED, **told) from error

    def _take(self, need: Need) -> Seat | None:
        self._folder.mkdir(parents=True, exist_ok=True)
        taken = 0
        for number in range(self.limit):
            lock = self._locked(number)
            if lock is None:
                taken += 1
                continue
            self.in_use = taken
            return Seat(number, lock)
        self.in_use = taken
        self._note(need)
        return None

    def refused(self) -> int:
        """The recorder refused the session of a seat just taken; returns the seats that are left.

        As many as the others hold: those work. At least one, for later.
        """
        limit = max(1, self.held() - 1)
        self._write("lowered", json.dumps({"limit": limit, "until_s": time.time() + LOWERED_S}))
        return limit

    def held(self) -> int:
        """Seats in use at this moment, the caller's own among them."""
        held = 0
        with contextlib.suppress(OSError):  # what cannot be marked is held by nobody
            self._folder.mkdir(parents=True, exist_ok=True)
            for number in range(self._sessions):
                lock = self._locked(number)
                if lock is None:
                    held += 1
                else:
                    lock.release()
        return held

    def wanted_by_others(self, need: Need = Need.AHEAD) -> bool:
        """Whether somebody with that need, or a greater one, has just asked for a seat in vain."""
        needs = list(Need)
        return any(self._age_s(each) < each.value for each in needs[needs.index(need) :])

    def _age_s(self, need: Need) -> float:
        try:
            return time.time() - (self._folder / need.name.lower()).stat().st_mtime
        except OSError:
            return float("inf")

    def _locked(self, number: int) -> FileLock | None:
        from filelock import FileLock, Timeout

        lock = FileLock(self._folder / f"seat-{number}", timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            return None
        return lock

    def _note(self, need: Need) -> None:
        with contextlib.suppress(OSError):
            (self._folder / need.name.lower()).touch()

    def _write(self, name: str, text: str) -> None:
        """In one move, so that nobody reads half of it."""
        fresh = self._folder / f"{name}-{os.getpid()}"
        with contextlib.suppress(OSError):
            fresh.write_text(text, "utf-8")
            fresh.replace(self._folder / name)
