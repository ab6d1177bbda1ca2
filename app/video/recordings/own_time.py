"""Times that a name does not tell: from the file itself, and in the hour that comes twice."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from app.video.files.mp4_length import mp4_created_us
from app.video.files.probe import duration_us
from app.video.media import US_PER_S

_PLAUSIBLE_US = 946_684_800 * US_PER_S  # 2000-01-01: an encoder without a clock writes 0 or 1970
_AHEAD_US = 86_400 * US_PER_S


def own_start_us(path: str) -> int | None:
    """When the file's first picture was taken: by its header, else written minus its length.

    None where it has no length yet: it is still being written, or no video.
    """
    length_us = duration_us(path)
    try:
        written_us = Path(path).stat().st_mtime_ns // 1000
    except OSError:
        return None
    if length_us is None:
        return None
    created_us = mp4_created_us(path)
    if created_us is not None and _PLAUSIBLE_US <= created_us <= written_us + _AHEAD_US:
        return created_us
    return written_us - length_us


def repeated_start_us(first_us: int, zone: ZoneInfo, entry: os.DirEntry[str]) -> int:
    """Which passing of an hour that comes twice (clocks set back) a file's name means.

    ``first_us`` is the first passing. A segment is written to until it ends, so
    one last written in the second passing, and not before it, belongs there. Where the
    files were copied without their times the first passing stands.
    """
    back_us = _set_back_us(first_us, zone)
    if not back_us:
        return first_us
    try:
        written_us = entry.stat().st_mtime_ns // 1000
    except OSError:
        return first_us
    second_us = first_us + back_us
    return second_us if second_us <= written_us < second_us + back_us else first_us


def _set_back_us(first_us: int, zone: ZoneInfo) -> int:
    """How far the clocks are set back when this wall-clock time comes again; 0 elsewhere."""
    if zone.key == "UTC":
        return 0
    local = datetime.fromtimestamp(first_us // US_PER_S, zone).replace(fold=0)
    again = local.replace(fold=1)
    before, behind = local.utcoffset(), again.utcoffset()
    if before is None or behind is None or before <= behind:
        return 0
    return (before - behind) // timedelta(microseconds=1)
