"""The one contract that every video source keeps, recorded or live.

A source belongs to one thread at a time. It yields pictures in media-time
order; the decoder runs in one thread, since the pool that calls ``read`` is
what runs in parallel.
"""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.video.media import Span, Still
from app.video.tiles import TileFacts

if TYPE_CHECKING:
    import av


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What is known of a source once it is open; None where the stream does not tell."""

    width: int
    height: int
    rate_hz: float | None
    codec: str
    keyframe_interval_us: int | None
    decoder: str = "software"  # or the name of the hardware's


@dataclass(frozen=True, slots=True)
class Picture:
    """One decoded picture; ``duration_us`` is the stream's own word or the usual distance.

    ``pixel_aspect``: width of a pixel over its height; 1.0 for square ones.
    """

    media_time_us: int
    frame: av.VideoFrame
    keyframe: bool
    duration_us: int
    pixel_aspect: float = 1.0


@dataclass(frozen=True, slots=True)
class NoRecording:
    """No footage from where the reader stands until ``span.end_us``.

    The next ``read`` goes on with the picture at ``span.end_us``; where nothing
    follows, ``end_us`` is ``FAR_FUTURE_US`` and every ``read`` says so again.
    """

    span: Span


@dataclass(frozen=True, slots=True)
class Effort:
    """How much of the footage is decoded where not every picture can or need be shown.

    ``thinned``: pictures that no other is built on are left out; ``light``: small
    faults may be seen, as long as pictures pass quickly; ``depth_us``: of each
    keyframe's run only this much, and on with the next keyframe; None: all of it.
    """

    thinned: bool = False
    light: bool = False
    depth_us: int | None = None

    @property
    def leaves_out(self) -> bool:
        """Whether pictures are missing from what is decoded."""
        return self.thinned or self.depth_us is not None


EVERY_PICTURE = Effort()


class Nothing(enum.Enum):
    """A live source has no new picture right now."""

    NOTHING = "nothing"


NOTHING = Nothing.NOTHING


class VideoSource(ABC):
    """Pictures of one camera in media-time order."""

    live: bool = False
    far: bool = False
    """Its pictures come from a device at its own pace: being late is no lack of power here."""
    waiting: bool = False
    """The last NOTHING meant that what comes next is on its way, not that it is being decoded."""
    keyframe_interval_us: int | None = None
    """Distance of keyframes: from the container's index, else learned while reading."""

    @abstractmethod
    def open(self) -> MediaInfo:
        """Make ready to read from the start (recorded) or from now (live).

        Raises SourceFault where nothing can be read at all.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of files and sockets; may be called any number of times."""

    def join(self, timeout_s: float) -> bool:  # noqa: ARG002 - files have nobody to say goodbye to
        """After ``close``: whether connections have said goodbye, waiting so long for it."""
        return True

    @abstractmethod
    def seek(self, media_time_us: int) -> None:
        """Stand so that ``read`` gives the last picture at or before that time.

        In keyframes-only mode: the last keyframe at or before. Inside a gap
        ``read`` gives NoRecording. A live source ignores it.
        """

    @abstractmethod
    def set_keyframes_only(self, on: bool) -> None:
        """From the next ``read`` give keyframes alone (or all again), from the same place on."""

    def facts(self) -> TileFacts | None:
        """What is known of the stream being read, for the overlay; None where it is told elsewhere.

        Without the pictures a second that are shown: only the window knows them.
        """
        return None

    def set_effort(self, effort: Effort) -> None:  # noqa: B027 - a hint that most need not heed
        """Decode no more than this, outside keyframes-only mode too."""

    def leave_run(self) -> None:  # noqa: B027 - a hint that most need not heed
        """With an effort of less than whole runs: on with the next keyframe at once."""

    def set_backwards(self, on: bool) -> None:  # noqa: B027 - a live source has one direction
        """From the next ``seek`` on, give pictures in falling order of time (or rising again).

        ``seek`` means the same: the first picture is the last one at or before
        the time. A gap is told before the picture that precedes it, a broken
        stretch with its start as ``until_us``. ``read`` may then give NOTHING
        while it decodes what it will give backwards.
        """

    def set_speed(self, speed: float) -> None:  # noqa: B027 - a hint that most need not heed
        """How fast the clock runs (negative: backwards, 0.0: paused): a hint to thin afar."""

    def set_kept_size(self, width: int, height: int) -> None:  # noqa: B027 - a hint
        """The room that pictures are shown in, in pixels: more need not be decoded or kept.

        Holds for pictures kept to be given backwards, and for keyframes that pass quickly.
        0, 0: they must keep their full size.
        """

    def prepare(self, until_ns: int) -> bool:  # noqa: ARG002 - most sources have nothing to prepare
        """Decode ahead what will be given backwards, until that monotonic time.

        Whether there is more to prepare.
        """
        return False

    def glance(self) -> Picture | None:
        """After ``seek``: a picture that is there sooner than the sought one, a keyframe before it.

        None where there is none, or the sought one is there as soon. ``read`` gives
        the sought one all the same.
        """
        return None

    @abstractmethod
    def read(self) -> Picture | NoRecording | Nothing:
        """The next picture in order.

        Raises SourceFault at a broken spot, after which ``read`` goes on with
        what follows it, and after ``close``.
        """

    @abstractmethod
    def still(self, media_time_us: int) -> Still:
        """The picture shown at that time, decoded at full resolution.

        Live: the kept picture nearest to that time. Raises SourceFault where
        there is none.
        """
