"""Small copies of a clip's keyframes, made as the look for activity makes them."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


@contextlib.contextmanager
def copied_keyframes(file: Path, folder: Path) -> Iterator[dict[str, Any]]:
    """While it lasts, a file's keyframes have copies below ``folder``; gives what those took.

    ``copying_ms``: processor time for each, reading and decoding it included; ``copy_kb``: disk.
    """
    from app.video.activity.process import LEAST_STEP_US
    from app.video.files.key_reader import KeyReader
    from app.video.key_copies.folder import VARIABLE, copies_path, keep_copies_in
    from app.video.key_copies.making import KeyCopier

    before = os.environ.get(VARIABLE)
    keep_copies_in(folder)
    try:
        began_s, keyframes = time.process_time(), 0
        with contextlib.closing(KeyReader(str(file))) as reader, KeyCopier(str(file)) as copier:
            for picture in reader.pictures(0, LEAST_STEP_US):
                copier.keep(picture.packet, picture.frame)
                keyframes += 1
        spent_s = time.process_time() - began_s
        path = copies_path(str(file))
        size = path.stat().st_size if path is not None and path.exists() else 0
        yield {
            "keyframes_copied": keyframes if size else 0,
            "copying_ms": round(1000 * spent_s / max(1, keyframes), 1),
            "copy_kb": round(size / 1000 / max(1, keyframes), 1),
        }
    finally:
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before
