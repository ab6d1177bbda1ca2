"""Where fetched footage came from: its recorder, its channel and how its clock was read.

Footage lies below its camera in a folder named by its origin. When the camera gets
another recorder or channel, what was fetched before is another camera's picture and
is not played; when the recorder's clock is corrected, it lies at wrong times until
the next fetch takes it over with its times shifted.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass
from pathlib import Path

from app.video.fetch.folder import FetchFolder, fetched_folder
from app.video.media import RecorderPlayback, RecordingFolder
from app.video.replay.address import WRITES_LOCAL_TIMES

_KEY_LENGTH = 16
_claiming = threading.Lock()


@dataclass(frozen=True)
class Origin:
    """``key``: recorder, channel and, where it counts, the zone; all that cannot be shifted."""

    key: str
    clock_offset_us: int

    @property
    def name(self) -> str:
        """Its folder's name."""
        return f"{self.key}_{self.clock_offset_us}"


def origin_of(media: RecorderPlayback, recorder: str) -> Origin:
    """``recorder``: its lasting name, which stays when its address changes."""
    zone = media.time_zone if media.kind in WRITES_LOCAL_TIMES else ""
    facts = json.dumps([recorder, media.channel, zone]).encode()
    return Origin(hashlib.sha256(facts).hexdigest()[:_KEY_LENGTH], media.clock_offset_us)


def fetched_place(root: Path, camera: str, origin: Origin, label: str) -> RecordingFolder:
    """Where footage of that camera and origin lies, or will.

    Folders of before origins were remembered lie directly under the camera: they belong
    to the origin that the camera has when they are first seen. Reads the disk.
    """
    with _claiming:
        older = FetchFolder.claimed(root / camera, origin.name)
    if older:
        return fetched_folder(root, camera, label)
    return fetched_folder(root / camera, origin.name, label)


def take_over(folder: FetchFolder) -> None:
    """Bring in what was fetched from the same recorder and channel by another clock offset.

    Raises OSError.
    """
    mine = _named(folder.origin or folder.camera)
    if mine is None:
        return
    top = folder.folder if folder.origin else folder.root
    others = [FetchFolder(top.parent, top.name)]
    others += [FetchFolder(top, each.name) for each in top.iterdir()] if top.is_dir() else []
    for other in others:
        its = _named(other.origin or other.camera)
        if its is not None and its.key == mine.key and its != mine:
            folder.take(other, mine.clock_offset_us - its.clock_offset_us)


def _named(name: str) -> Origin | None:
    key, _, offset = name.partition("_")
    if len(key) != _KEY_LENGTH or not offset.lstrip("-").isdecimal():
        return None
    return Origin(key, int(offset))
