"""What a fetch of recordings is, as plain values."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.faults import Fault, Sentence
from app.video.media import Span


class FetchState(enum.Enum):
    """What a fetch is doing."""

    QUEUED = "queued"
    RUNNING = "running"
    STOPPED = "stopped"  # by a person, or because the program ended
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True)
class FetchJob:
    """One camera's span on its way; ``note``: why it stands still or has failed.

    ``unsent_us``: how much of it the recorder did not send, without saying that it has nothing.
    """

    number: int
    camera_id: int
    label: str
    span: Span
    state: FetchState
    share: float = 0.0
    size: int = 0
    speed: float = 0.0
    note: Fault | None = None
    unsent_us: int = 0

    @property
    def active(self) -> bool:
        """Whether it runs or will by itself."""
        return self.state in (FetchState.QUEUED, FetchState.RUNNING)


@dataclass(frozen=True)
class FootageOwner:
    """Whose footage it is; ``place``: the folder that is played for it now, "" = none."""

    camera_id: int
    label: str
    place: str


@dataclass(frozen=True)
class FetchedFootage:
    """What was fetched of one camera, in bytes.

    ``unused``: how much of ``size`` came from another recorder, channel or clock than
    the camera has now and is not played.
    """

    uid: str
    label: str
    size: int
    unused: int = 0


class FetchRefused(Fault):
    """A fetch cannot be begun."""


NOT_ON_RECORDER = Sentence(
    "{camera} has no recorder, so there is nothing to fetch. Choose its recorder under Stores.",
    "{camera} 没有录像机，无法取回录像。请在“门店”中为其选择录像机。",
)
SPAN_EMPTY = Sentence(
    "The span ends before it begins. Enter a later end.",
    "结束时间早于开始时间。请填写更晚的结束时间。",
)
STILL_RUNNING = Sentence(
    "{camera} is being fetched. Cancel that first, then remove its footage.",
    "正在取回 {camera} 的录像。请先取消，再移除其录像。",
)
NOT_REMOVED = Sentence(
    "The fetched footage of {camera} could not be removed ({reason}). Close what plays it, "
    "then try again.",
    "无法移除 {camera} 已取回的录像（{reason}）。请关闭正在播放它的程序后重试。",
)
