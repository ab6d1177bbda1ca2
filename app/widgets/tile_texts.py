"""What a tile says: its state in words, its time in the store's time zone."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.faults import Language, Sentence
from app.video.media import FAR_FUTURE_US, US_PER_S, Span
from app.video.tiles import TileState, TileStateKind

CONNECTING = Sentence("Connecting", "正在连接")
NO_RECORDING = Sentence("No recording {start} - {end}", "{start} - {end} 无录像")
NO_MORE_RECORDING = Sentence("No recording after {start}", "{start} 之后无录像")
NO_RECORDING_YET = Sentence("No recording before {end}", "{end} 之前无录像")
NO_RECORDING_AT_ALL = Sentence("No recording here", "此处无录像")
ASK_PASSWORD = Sentence(
    "The camera asks for a password. Enter it under Stores.", "摄像机需要密码。请在“门店”中输入。"
)
LOST = Sentence("No picture from this camera", "摄像机无画面")
TRIES = Sentence("Tried {tries} times.", "已尝试 {tries} 次。")
LIVE = Sentence("LIVE", "实时")
DROP_HERE = Sentence("Drag a camera here", "将摄像机拖到此处")
EMPTY_WALL = Sentence(
    "The wall is empty. Drag a camera or a whole store from the list at the left onto it.",
    "电视墙为空。请从左侧列表将摄像机或整个门店拖到这里。",
)

DATE_AND_TIME, TIME, MINUTES = "%Y-%m-%d %H:%M:%S", "%H:%M:%S", "%H:%M"
CLOCKS = {DATE_AND_TIME: "0000-00-00 00:00:00", TIME: "00:00:00", MINUTES: "00:00"}  # as wide

_TOLD_TRIES = 2

_ICONS = {
    TileStateKind.CONNECTING: "refresh",
    TileStateKind.NO_RECORDING: "recording",
    TileStateKind.LOST: "fault",
    TileStateKind.ASK_PASSWORD: "lock",
}


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo:
    """The time zone by its IANA name; UTC where it is not known."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


@lru_cache(maxsize=4096)
def _clock_text(second: int, zone: str, pattern: str) -> str:
    return datetime.fromtimestamp(second, zone_of(zone)).strftime(pattern)


def clock_text(media_time_us: int, zone: str, *, with_date: bool) -> str:
    """The time of day (and date) at the store, to the second."""
    return clock_in(media_time_us, zone, DATE_AND_TIME if with_date else TIME)


def clock_in(media_time_us: int, zone: str, pattern: str) -> str:
    """The time at the store in one of ``CLOCKS``; empty for the empty one."""
    return _clock_text(media_time_us // US_PER_S, zone, pattern) if pattern else ""


class TileTexts:
    """The words on the wall in the window's language; ``language`` may change at any time."""

    def __init__(self, language: Language = "en") -> None:
        self.language: Language = language

    def say(self, sentence: Sentence, **values: object) -> str:
        """A sentence in the window's language."""
        return sentence.fill(self.language, **values)

    def state(self, state: TileState, zone: str) -> str:
        """The state in words, with times of the store's zone; empty while it plays."""
        if state.sentence is not None:
            return state.text(self.language) + self._tries(state)
        match state.kind:
            case TileStateKind.CONNECTING:
                return self.say(CONNECTING)
            case TileStateKind.NO_RECORDING:
                return self._no_recording(state.span, zone)
            case TileStateKind.ASK_PASSWORD:
                return self.say(ASK_PASSWORD)
            case TileStateKind.LOST:
                return self.say(LOST)
            case _:
                return ""

    def _tries(self, state: TileState) -> str:
        tries = state.values.get("tries", 0)
        if not isinstance(tries, int) or tries < _TOLD_TRIES:
            return ""
        return "\n" + self.say(TRIES, tries=tries)

    def _no_recording(self, span: Span | None, zone: str) -> str:
        if span is None:
            return self.say(NO_RECORDING_AT_ALL)
        endless = span.end_us >= FAR_FUTURE_US
        if span.start_us <= 0:
            end = clock_text(span.end_us, zone, with_date=True) if not endless else ""
            return self.say(NO_RECORDING_YET, end=end) if end else self.say(NO_RECORDING_AT_ALL)
        start = clock_text(span.start_us, zone, with_date=endless)
        if endless:
            return self.say(NO_MORE_RECORDING, start=start)
        return self.say(
            NO_RECORDING, start=start, end=clock_text(span.end_us, zone, with_date=False)
        )


def state_icon(kind: TileStateKind) -> str | None:
    """The icon (of ``app.widgets.icons``) that stands before the words."""
    return _ICONS.get(kind)
