"""How other recording software lays out its folders, and which of them a folder is.

Sources of the layouts: Frigate keeps ``recordings/YYYY-MM-DD/HH/<camera>/MM.SS.mp4``
with times in UTC; Shinobi ``videos/<group>/<monitor>/YYYY-MM-DDTHH-MM-SS.mp4``
in the server's time; ZoneMinder ``<monitor>/YYYY-MM-DD/<event>/<event>-video.mp4``
("Medium" storage, ``zm_event``), whose names do not tell the time of day;
FFmpeg's segment muxer whatever its ``-strftime`` pattern, number or list says.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from app.faults import Sentence
from app.video.recordings.pattern import camera_levels

_MOST_NAMES = 2000
"""Names read of one folder: enough to know it by."""
_MOST_FOLDERS = 12
"""Folders looked into at one level, the latest by name: the oldest may be half deleted."""
_BELOW = ("recordings", "videos", "events")
"""Where the software's own folder keeps its recordings."""


@dataclass(frozen=True)
class Preset:
    """One layout. ``time_zone`` "" is the store's own; ``title`` names it for people."""

    key: str
    title: Sentence
    pattern: str
    time_zone: str = ""


@dataclass(frozen=True)
class Detected:
    """What a folder looks like.

    ``root`` may lie below the folder that was asked about; ``cameras`` are the
    names by which the layout tells cameras apart, () where it has no place for one.
    """

    preset: Preset
    root: str
    cameras: tuple[str, ...]

    def pattern_for(self, camera: str) -> str:
        """The pattern that finds one of ``cameras``, whatever code it has here."""
        return self.preset.pattern.replace("{camera}", camera.replace("%", "%%"))


_FFMPEG = Sentence("FFmpeg segments", "FFmpeg 分段")
_NUMBERED = Sentence("numbered segments", "按编号的分段")
_LISTED = Sentence("an FFmpeg segment list", "FFmpeg 分段列表")


def _ffmpeg() -> tuple[Preset, ...]:
    """The usual ``-strftime`` names, each in folders by camera, day, or alone."""
    days = ("%Y-%m-%d", "%Y%m%d")
    clocks = ("%H-%M-%S", "%H%M%S", "%H_%M_%S")
    stamps = [f"{day}{gap}{clock}" for day in days for gap in "_-T" for clock in clocks]
    names = [f"{stamp}.{kind}" for kind in ("mp4", "mkv", "ts") for stamp in (*stamps, "%s")]
    shapes = []
    for name in names:
        shapes += [f"{{camera}}/{name}", f"{{camera}}_{name}", f"{{camera}}-{name}", name]
    for kind in ("mp4", "mkv", "ts"):
        for day in days:
            shapes += [f"{{camera}}/{day}/{clock}.{kind}" for clock in clocks]
    return tuple(Preset("ffmpeg", _FFMPEG, shape) for shape in shapes)


PRESETS: tuple[Preset, ...] = (
    Preset(
        "frigate",
        Sentence("Frigate's recordings", "Frigate 的录像"),
        "%Y-%m-%d/%H/{camera}/%M.%S.mp4",
        "UTC",
    ),
    Preset(
        "shinobi",
        Sentence("Shinobi's recordings", "Shinobi 的录像"),
        "{camera}/%Y-%m-%dT%H-%M-%S.mp4",
    ),
    Preset(
        "zoneminder",
        Sentence("ZoneMinder's events", "ZoneMinder 的事件录像"),
        "{camera}/%Y-%m-%d/{any}/{created}-video.mp4",
    ),
    Preset(
        "zoneminder",
        Sentence("ZoneMinder's events", "ZoneMinder 的事件录像"),
        "{camera}/%y/%m/%d/%H/%M/%S/{any}-video.mp4",
    ),
    *_ffmpeg(),
    *(
        Preset("ffmpeg_list", _LISTED, shape)
        for shape in ("{camera}/segments.csv", "{camera}/list.csv", "segments.csv", "list.csv")
    ),
    *(
        Preset("numbered", _NUMBERED, f"{camera}{name}{{created}}.{kind}")
        for camera in ("{camera}/", "")
        for name in ("out", "segment", "capture", "output", "seg", "rec")
        for kind in ("mp4", "mkv", "ts")
    ),
)


def presets() -> tuple[Preset, ...]:
    """One of each kind of software, to choose from by hand."""
    chosen: dict[str, Preset] = {}
    for preset in PRESETS:
        chosen.setdefault(preset.key, preset)
    return tuple(chosen.values())


def detect(folder: str) -> Detected | None:
    """Which layout a folder has; None where it is none that is known.

    The folder itself comes first, then what lies below it where software keeps
    its recordings. Raises OSError where it cannot be read.
    """
    names = _Names()
    if not names.of(folder, must=True):
        return None
    for root in _roots(folder, names):
        for preset in PRESETS:
            found = _cameras(root, preset, names)
            if found is not None:
                return Detected(preset, root, found)
    return None


class _Names:
    """Names in folders, read once for all layouts that are tried."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[str, bool], ...]] = {}

    def of(self, folder: str, *, must: bool = False) -> tuple[tuple[str, bool], ...]:
        """Names and whether each is a folder, the latest by name first."""
        if folder not in self._kept:
            found = []
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        found.append((entry.name, entry.is_dir()))
                        if len(found) >= _MOST_NAMES:
                            break
            except OSError:
                if must:
                    raise
            self._kept[folder] = tuple(sorted(found, reverse=True))
        return self._kept[folder]


def _roots(folder: str, names: _Names) -> list[str]:
    roots = [folder]
    for name, is_folder in names.of(folder):
        if is_folder and name in _BELOW:
            below = str(Path(folder, name))
            roots.append(below)
            roots += [str(Path(below, one)) for one, deep in names.of(below) if deep][:20]
    roots += [str(Path(folder, one)) for one, deep in names.of(folder) if deep][:20]
    return roots


def _cameras(root: str, preset: Preset, names: _Names) -> tuple[str, ...] | None:
    """The cameras of a layout; None where nothing below ``root`` fits it."""
    levels = camera_levels(preset.pattern)
    found: set[str] = set()
    fits = False
    waiting = [(root, 0, "")]
    while waiting:
        folder, level, camera = waiting.pop()
        last = level == len(levels) - 1
        for name, told in _matching(names.of(folder), levels[level], is_folder=not last):
            if last:
                fits = True
                found.update({told or camera} - {""})
            else:
                waiting.append((str(Path(folder, name)), level + 1, told or camera))
    return tuple(sorted(found)) if fits else None


def _matching(
    entries: tuple[tuple[str, bool], ...], expression: re.Pattern[str], *, is_folder: bool
) -> list[tuple[str, str]]:
    """Names that fit with the camera they tell; few for a level of times, all of cameras."""
    found: list[tuple[str, str]] = []
    for name, folder in entries:
        match = expression.fullmatch(name) if folder == is_folder else None
        if match is None:
            continue
        told = match.groupdict().get("camera") or ""
        found.append((name, told))
        if len(found) >= _MOST_FOLDERS and not told:
            break
    return found
