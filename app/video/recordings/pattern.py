"""The time pattern that names recordings: ``{camera}/%Y-%m-%d/%H-%M-%S.mp4``.

The tokens are those of strftime: %Y %m %d %H %M %S, %f (fraction of a second,
1 to 6 digits), %j (day of the year), %y (two digits of the year, 20xx) and %s
(seconds since the epoch, UTC); %% is a percent sign. ``{any}`` stands for any
text; ``{created}`` does too, and says that the file itself tells when it
begins. A pattern that ends in ``.csv`` names FFmpeg's list of segments.
Everything else stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.video.faults import (
    PATTERN_EMPTY,
    PATTERN_NO_TIME,
    PATTERN_OUTSIDE,
    PATTERN_UNKNOWN,
    ZONE_UNKNOWN,
    PatternFault,
)
from app.video.media import US_PER_S

_DIGITS = {
    "Y": r"\d{4}",
    "y": r"\d{2}",
    "m": r"\d{1,2}",
    "d": r"\d{1,2}",
    "H": r"\d{1,2}",
    "M": r"\d{1,2}",
    "S": r"\d{1,2}",
    "f": r"\d{1,6}",
    "s": r"\d{9,11}",
    "j": r"\d{1,3}",
    "C": r".+?",
}
_EXACT = {"m": r"\d{2}", "d": r"\d{2}", "H": r"\d{2}", "M": r"\d{2}", "S": r"\d{2}", "j": r"\d{3}"}
_TOKEN = re.compile(r"%(.?)|\{([^{}]*)\}|([^%{]+)|\{", re.DOTALL)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Fields = Mapping[str, str]


@dataclass(frozen=True)
class TimePattern:
    """A compiled pattern: one expression per folder level, the last one names the file."""

    text: str
    mine: tuple[re.Pattern[str], ...]
    any_camera: tuple[re.Pattern[str], ...]
    lists: bool = False  # the last level is a list of segments

    def match(self, level: int, name: str) -> Fields | None:
        """The time fields told by ``name`` at a folder level, or None where it is not ours."""
        found = self.mine[level].fullmatch(name)
        if found is None:
            return None
        return {key[0]: value for key, value in found.groupdict().items()}

    def foreign(self, level: int, name: str) -> bool:
        """Whether the name fits no camera at all at this level."""
        return self.any_camera[level].fullmatch(name) is None


@lru_cache(maxsize=256)
def compile_pattern(pattern: str, camera: str) -> TimePattern:
    """Compile for one camera. Raises PatternFault where it cannot name recordings."""
    if not pattern.strip():
        raise PatternFault(PATTERN_EMPTY)
    normal = pattern.replace("\\", "/")
    tokens = _tokens(pattern, normal)
    lists = normal.lower().endswith(".csv")
    if not lists:
        _check_time(pattern, {token for kind, token in tokens if kind == "time"})
    levels = _levels(pattern, tokens, camera)
    return TimePattern(
        pattern,
        tuple(_expression(level, None) for level in levels),
        tuple(_expression(level, ".+?") for level in levels),
        lists,
    )


def camera_levels(pattern: str) -> tuple[re.Pattern[str], ...]:
    """One expression per folder level, which tells the camera as the group ``camera``.

    Raises PatternFault where the pattern cannot name recordings.
    """
    tokens = _tokens(pattern, pattern.replace("\\", "/"))
    named = r"(?P<camera>[^/]+?)"
    return tuple(_expression(level, named) for level in _levels(pattern, tokens, "{camera}"))


_Token = tuple[str, str]


def _tokens(pattern: str, normal: str) -> list[_Token]:
    tokens: list[_Token] = []
    for found in _TOKEN.finditer(normal):
        letter, brace, literal = found.groups()
        if letter is not None and letter != "C" and letter in _DIGITS:
            tokens.append(("time", letter))
        elif letter == "%":
            tokens.append(("text", "%"))
        elif brace == "camera":
            tokens.append(("camera", ""))
        elif brace == "any":
            tokens.append(("any", ""))
        elif brace == "created":
            tokens.append(("time", "C"))
        elif literal is not None:
            tokens.append(("text", literal))
        else:
            raise PatternFault(PATTERN_UNKNOWN, pattern=pattern, token=found.group(0))
    return tokens


def _check_time(pattern: str, letters: set[str]) -> None:
    dated = letters & {"Y", "y"} and ({"m", "d"} <= letters or "j" in letters)
    if not (letters & {"s", "C"} or (dated and "H" in letters)):
        raise PatternFault(PATTERN_NO_TIME, pattern=pattern)


def _levels(pattern: str, tokens: list[_Token], camera: str) -> list[list[_Token]]:
    """The tokens of each folder level; a camera name may itself span several levels."""
    levels: list[list[_Token]] = [[]]
    for kind, text in tokens:
        if kind in ("time", "any"):
            levels[-1].append((kind, text))
            continue
        for number, piece in enumerate((camera if kind == "camera" else text).split("/")):
            if number:
                levels.append([])
            if piece:
                levels[-1].append((kind, piece))
    for level in levels:
        if not level or level in ([("text", "..")], [("camera", "..")], [("text", ".")]):
            raise PatternFault(PATTERN_OUTSIDE, pattern=pattern)
    return levels


def _expression(level: list[_Token], camera: str | None) -> re.Pattern[str]:
    parts = []
    for number, (kind, text) in enumerate(level):
        if kind == "time":
            beside = any(
                0 <= other < len(level) and level[other][0] == "time"
                for other in (number - 1, number + 1)
            )
            digits = _EXACT.get(text, _DIGITS[text]) if beside else _DIGITS[text]
            parts.append(f"(?P<{text}{number}>{digits})")
        elif kind == "any":
            parts.append(".+?")
        elif kind == "camera" and camera is not None:
            parts.append(camera)
        else:
            parts.append(re.escape(text))
    return re.compile("".join(parts))


def start_us(fields: Fields, zone: ZoneInfo) -> int | None:
    """Microseconds UTC of the time told by the fields; None where no such time exists.

    A wall-clock hour that happens twice (clocks set back) is taken as its first
    passing; one that never happens (clocks set forward) as if the clocks had not
    been set yet. Both are what ``fold=0`` means (PEP 495), so the same name
    always stands for the same instant.
    """
    fraction_us = int(fields.get("f", "0").ljust(6, "0"))
    if "s" in fields:
        return int(fields["s"]) * US_PER_S + fraction_us
    try:
        local = _local(fields, zone)
    except (ValueError, OverflowError):
        return None
    return (local - _EPOCH) // timedelta(microseconds=1) + fraction_us


def _local(fields: Fields, zone: ZoneInfo) -> datetime:
    clock = (int(fields["H"]), int(fields.get("M", "0")), int(fields.get("S", "0")))
    year = int(fields["Y"]) if "Y" in fields else 2000 + int(fields["y"])
    if "j" not in fields:
        return datetime(year, int(fields["m"]), int(fields["d"]), *clock, tzinfo=zone)
    day = datetime(year, 1, 1, *clock, tzinfo=zone) + timedelta(days=int(fields["j"]) - 1)
    if day.year != year:
        raise ValueError(fields["j"])
    return day


def zone_of(name: str) -> ZoneInfo:
    """The zone by its IANA name. Raises PatternFault where there is none such."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PatternFault(ZONE_UNKNOWN, zone=name) from error
