"""Opening sources in threads of their own, so that a dead share holds nobody up."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.faults import Sentence
from app.video.faults import SourceFault
from app.video.media import Media
from app.video.source import VideoSource
from app.video.wall.messages import OpenTile
from app.video.wall.stream_choice import StreamName

Opener = Callable[[Media], VideoSource]

NOT_READABLE = Sentence(
    "{camera} cannot be opened: {reason}. Check the recording or the camera.",
    "无法打开 {camera}：{reason}。请检查录像或摄像机。",
)


class Opening:
    """One source being opened.

    ``abandoned``: nobody wants it any more; it is closed as soon as it is open.
    """

    def __init__(self, command: OpenTile, opener: Opener) -> None:
        self.command = command
        self.source: VideoSource | None = None
        self.fault: SourceFault | None = None
        self.abandoned = False
        self._thread = threading.Thread(
            target=self._run, args=(opener,), name=f"open-{command.tile}", daemon=True
        )
        self._thread.start()

    def wait(self) -> None:
        """Wait for the end, however long: the owner kills what is stuck."""
        self._thread.join()

    @property
    def done(self) -> bool:
        """Whether ``source`` or ``fault`` is there."""
        return not self._thread.is_alive()

    def _run(self, opener: Opener) -> None:
        try:
            source = opener(self.command.media)
            _begin_with(source, self.command.stream)
            source.open()
            self.source = source
        except SourceFault as fault:
            self.fault = fault
        except Exception as error:  # noqa: BLE001 - thread edge: it becomes the tile's state
            label = self.command.media.label or str(self.command.tile)
            self.fault = SourceFault(NOT_READABLE, camera=label, reason=type(error).__name__)
        if self.abandoned and self.source is not None:
            self.source.close()


def _begin_with(source: VideoSource, stream: StreamName) -> None:
    if source.live:
        from app.video.live.source import LiveSource

        if isinstance(source, LiveSource):
            source.choose(stream)
