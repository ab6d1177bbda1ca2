"""The segment list that FFmpeg writes beside numbered segments (``-segment_list x.csv``).

Each line is ``name,start,end`` in seconds: since the epoch where the recorder
stamped pictures with the clock, else since the recording began. When it began
is then taken from when its segments were last written.
"""

from __future__ import annotations

import csv
import statistics
from pathlib import Path

from app.video.media import US_PER_S

_EPOCH_S = 1e9  # a start later than this counts from the epoch
_MOST_ASKED = 200


def listed_files(path: str) -> list[tuple[int, str]]:
    """Starts (us) and names, which may lead into folders below the list's. Raises OSError."""
    rows = _rows(path)
    if not rows:
        return []
    folder = Path(path).parent
    began_s = 0.0 if rows[0][1] > _EPOCH_S else _began_s(folder, rows)
    return [
        (round((began_s + start_s) * US_PER_S), name)
        for name, start_s, _ in rows
        if ".." not in Path(name).parts
    ]


def _rows(path: str) -> list[tuple[str, float, float]]:
    rows = []
    with Path(path).open(encoding="utf-8", errors="replace", newline="") as file:
        for cells in csv.reader(file):
            try:
                rows.append((cells[0], float(cells[1]), float(cells[2])))
            except (IndexError, ValueError):
                continue  # a line that is being written, or none of the muxer's
    return rows


def _began_s(folder: Path, rows: list[tuple[str, float, float]]) -> float:
    """When second 0 was: each segment's end is when it was last written, give or take."""
    guesses = []
    for name, _, end_s in rows[-_MOST_ASKED:]:
        try:
            guesses.append((folder / name).stat().st_mtime - end_s)
        except OSError:
            continue
    return statistics.median(guesses) if guesses else 0.0
