"""What kinds of recorders there are, and what one of them was found to do."""

from __future__ import annotations

import enum
import json
from dataclasses import asdict, dataclass, fields

from app.faults import Language


class RecorderKind(enum.Enum):
    """By which addresses and headers a recorder hands out its recordings."""

    ONVIF = "onvif"
    HIKVISION = "hikvision"
    DAHUA = "dahua"
    UNIVIEW = "uniview"
    AXIS = "axis"


@dataclass(frozen=True)
class RecorderAbility:
    """What was measured at one recorder.

    ``max_speed``: media seconds it delivers per second, at best, and ``full_speed`` with
    no picture left out. ``sessions``: how many recordings it plays at once, ``sessions_more``:
    it refused none, and more were not tried. ``onvif_replay``: it understands ``Require:
    onvif-replay`` and absolute ranges; ``rate_control``: "as fast as the client reads"
    works; ``intra``: it sends keyframes alone, at a distance that is asked for;
    ``scale``: the highest ``Scale`` that had an effect, ``whole_scale`` the highest at
    which no picture was left out, and ``stamps_scaled`` whether
    its RTP times then run at the wall's pace instead of the recording's; ``clock_offset_us``: to be
    added to its times to get true UTC, None where it does not tell its time.
    ``earliest_us``, ``latest_us``: its recordings' ends where it tells them.
    """

    max_speed: float = 1.0
    full_speed: float = 1.0
    sessions: int = 1
    onvif_replay: bool = False
    rate_control: bool = False
    intra: bool = False
    reverse: bool = False
    scale: float = 1.0
    whole_scale: float = 1.0
    stamps_scaled: bool = False
    clock_offset_us: int | None = None
    earliest_us: int | None = None
    latest_us: int | None = None
    sessions_more: bool = False

    def text(self, language: Language = "en") -> str:
        """As a person reads it: "this recorder: up to 8x, 2 sessions"."""
        speed = f"{self.max_speed:.3g}"
        if language == "zh_CN":
            least = "至少 " if self.sessions_more else ""
            return f"此录像机：最高 {speed} 倍速，{least}{self.sessions} 路回放"
        plural = "session" if self.sessions == 1 else "sessions"
        more = " or more" if self.sessions_more else ""
        return f"this recorder: up to {speed}x, {self.sessions} {plural}{more}"

    def to_json(self) -> str:
        """As text to be kept with the recorder."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> RecorderAbility | None:
        """What ``to_json`` gave; None for anything else, as for a recorder never tried."""
        try:
            told = json.loads(text)
        except ValueError:
            return None
        if not isinstance(told, dict):
            return None
        known = {field.name: field.default for field in fields(cls)}
        values = {key: value for key, value in told.items() if key in known}
        if not all(_fits(value, known[key]) for key, value in values.items()):
            return None
        return cls(**values)


def _fits(value: object, default: object) -> bool:
    """Whether a value read from text is of the kind that the field has."""
    if default is None:
        return value is None or (isinstance(value, int) and not isinstance(value, bool))
    if isinstance(default, bool):
        return isinstance(value, bool)
    kinds = (int, float) if isinstance(default, float) else (int,)
    return isinstance(value, kinds) and not isinstance(value, bool)
