"""How clips are called: store, camera, and the store's clock at the first picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from app.video.export.faults import write_fault

SUFFIX = ".mp4"
SIDECAR = ".json"
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True)
class ClipNaming:
    """``{store}_{camera}_{local time}.mp4`` in a folder; a name in use is never taken."""

    folder: str
    store: str
    camera: str
    time_zone: str

    def __call__(self, start_us: int) -> Path:
        """The path for a clip whose first picture was filmed then.

        Raises ExportFault where the folder cannot be looked into.
        """
        begins = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=start_us)
        here = begins.astimezone(ZoneInfo(self.time_zone))
        name = f"{safe(self.store)}_{safe(self.camera)}_{here:%Y-%m-%d_%H-%M-%S}"
        return free_path(Path(self.folder), name)


def safe(text: str) -> str:
    """What every file system takes as a part of a name."""
    return _UNSAFE.sub("-", text).strip(" .") or "-"


def free_path(folder: Path, name: str) -> Path:
    """``name.mp4``, or with a number where a clip or its sidecar has that name.

    Raises ExportFault where the folder cannot be looked into.
    """
    path, number = folder / f"{name}{SUFFIX}", 1
    try:
        while path.exists() or sidecar_of(path).exists():
            number += 1
            path = folder / f"{name}_{number}{SUFFIX}"
    except OSError as error:
        raise write_fault(error, path) from error
    return path


def sidecar_of(clip: Path) -> Path:
    """Where the facts about a clip lie."""
    return clip.with_name(clip.name + SIDECAR)
