"""A recorder's recording of which a part was fetched: played from here where it covers."""

from __future__ import annotations

import time
from pathlib import Path

from app.video.address import check_address
from app.video.faults import SOURCE_CLOSED, SourceFault
from app.video.fetch.folder import MANIFEST, FetchFolder
from app.video.media import RecorderPlayback, RecordingFolder, Span, Still
from app.video.recordings.source import RecordingSource
from app.video.replay.faults import replay_label
from app.video.replay.source import ReplaySource
from app.video.replay.store import GAP_US
from app.video.source import MediaInfo, NoRecording, Nothing, Picture, VideoSource
from app.video.tiles import TileFacts

LOOK_S = 2.0


class Fetched:
    """What of a camera is here, looked up again when its manifest has changed."""

    def __init__(self, folder: RecordingFolder) -> None:
        self.folder = folder
        self._manifest = Path(folder.root, folder.camera, MANIFEST)
        self._mtime_ns = -1
        self._looked_s = -LOOK_S
        self._here: tuple[Span, ...] = ()
        self._gaps: tuple[Span, ...] = ()

    def at(self, media_time_us: int) -> Span | None:
        """The stretch known here that holds the moment; gaps of the recorder count as known."""
        return next((each for each in self._spans() if each.contains(media_time_us)), None)

    def beside(self, media_time_us: int, *, backwards: bool) -> Span | None:
        """The next stretch in the direction of reading."""
        spans = self._spans()
        if backwards:
            return next((each for each in reversed(spans) if each.end_us <= media_time_us), None)
        return next((each for each in spans if each.start_us > media_time_us), None)

    def still_at(self, media_time_us: int) -> Span | None:
        """As ``at``, by the files themselves and not by the manifest alone."""
        self._looked_s, self._mtime_ns = -LOOK_S, -1
        return self.at(media_time_us)

    def is_gap(self, span: Span) -> bool:
        """Whether the recorder has nothing there, as far as is known here."""
        return any(
            gap.start_us <= span.start_us and span.end_us <= gap.end_us for gap in self._gaps
        )

    def _spans(self) -> tuple[Span, ...]:
        now_s = time.monotonic()
        if now_s - self._looked_s < LOOK_S:
            return self._here
        self._looked_s = now_s
        try:
            mtime_ns = self._manifest.stat().st_mtime_ns
        except OSError:
            self._mtime_ns, self._here, self._gaps = -1, (), ()
            return ()
        if mtime_ns != self._mtime_ns:
            self._mtime_ns = mtime_ns
            here = FetchFolder(Path(self.folder.root), self.folder.camera)
            self._here = here.known() if here.pieces else ()  # gaps alone cannot be read
            self._gaps = tuple(here.gaps)
        return self._here


class LocalFirstSource(VideoSource):
    """Reads the fetched segments where they cover, and asks the recorder elsewhere.

    While it reads here, no session of the recorder is in use.
    """

    live = False
    far = True

    def __init__(self, media: RecorderPlayback, folder: RecordingFolder) -> None:
        self._media = media
        self._fetched = Fetched(folder)
        self._near: RecordingSource | None = None
        self._afar: ReplaySource | None = None
        self._here: Span | None = None  # the stretch that is being read here
        self._edge: Span | None = None  # the next one, while the recorder is asked
        self._open = False
        self._keys = self._back = False
        self._speed = 0.0
        self._room = (0, 0)
        self._jump_us: int | None = None
        self._at_us = 0  # what was read last, or where reading begins

    @property
    def _now(self) -> VideoSource | None:
        return self._near if self._here is not None else self._afar

    @property
    def waiting(self) -> bool:  # type: ignore[override] # that of whichever is being read
        """Whether what comes next is on its way."""
        return self._now.waiting if self._now is not None else False

    @property
    def keyframe_interval_us(self) -> int | None:  # type: ignore[override] # as above
        """Of whichever is being read."""
        return self._now.keyframe_interval_us if self._now is not None else None

    def open(self) -> MediaInfo:
        """Make ready; nothing is opened before it is needed."""
        check_address(self._media.address)
        self._open = True
        return MediaInfo(0, 0, None, "", None)

    def close(self) -> None:
        """Let go of files and of the recorder."""
        self._open = False
        self._leave_near()
        self._leave_afar()

    def seek(self, media_time_us: int) -> None:
        """Stand at the last picture at or before the time."""
        self._jump_us = media_time_us

    def set_keyframes_only(self, on: bool) -> None:
        """Keyframes alone, or everything again."""
        self._keys = on
        if self._now is not None:
            self._now.set_keyframes_only(on)

    def facts(self) -> TileFacts | None:
        """Of whichever is being read."""
        return self._now.facts() if self._now is not None else None

    def set_backwards(self, on: bool) -> None:
        """From the next ``seek`` on in falling order of time."""
        self._back = on

    def set_speed(self, speed: float) -> None:
        """How fast the clock runs."""
        self._speed = speed
        if self._now is not None:
            self._now.set_speed(speed)

    def set_kept_size(self, width: int, height: int) -> None:
        """The room that pictures are shown in."""
        self._room = (width, height)
        if self._now is not None:
            self._now.set_kept_size(width, height)

    def prepare(self, until_ns: int) -> bool:
        """Decode ahead what will be given backwards."""
        return self._now.prepare(until_ns) if self._now is not None else False

    def read(self) -> Picture | NoRecording | Nothing:
        """The next picture, from wherever it is."""
        if not self._open:
            raise SourceFault(SOURCE_CLOSED, camera=replay_label(self._media))
        jump_us, self._jump_us = self._jump_us, None
        if jump_us is not None:
            self._stand(jump_us)
        source = self._now
        if source is None:
            source = self._stand(self._media.earliest_us or 0)
        try:
            got = source.read()
        except SourceFault:
            lost_us = self._lost_us()
            if lost_us is None:
                raise
            return self._go_afar(lost_us)
        if isinstance(got, Picture):
            self._at_us = got.media_time_us
        return self._within(got) if self._here is not None else self._before_edge(got)

    def still(self, media_time_us: int) -> Still:
        """The exact picture at full resolution."""
        if self._fetched.at(media_time_us) is not None:
            return RecordingSource(self._fetched.folder).still(media_time_us)
        return ReplaySource(self._media).still(media_time_us)

    # -- inside ------------------------------------------------------------

    def _stand(self, media_time_us: int) -> VideoSource:
        """Read on from there, here or at the recorder."""
        self._at_us = media_time_us
        self._here = self._fetched.at(media_time_us)
        source: VideoSource
        if self._here is not None:
            self._leave_afar()
            source = self._near = self._near or self._opened_near()
            self._edge = None
        else:
            source = self._afar = self._afar or self._opened_afar()
            self._edge = self._fetched.beside(media_time_us, backwards=self._back)
        source.set_kept_size(*self._room)
        source.set_speed(self._speed)
        source.set_keyframes_only(self._keys)
        source.set_backwards(self._back)
        source.seek(media_time_us)
        return source

    def _lost_us(self) -> int | None:
        """Where what was here begins to be missing, as seen from what was read last.

        None: it is all here, so that something else is wrong.
        """
        if self._here is None:
            return None
        still = self._fetched.still_at(self._at_us)
        if still is None:
            return self._at_us
        edge_us = still.start_us - 1 if self._back else still.end_us
        return edge_us if self._here.contains(edge_us) else None

    def _go_afar(self, media_time_us: int) -> Picture | NoRecording | Nothing:
        """What was here is gone: the recorder goes on."""
        self._leave_near()
        return self._stand(media_time_us).read()

    def _within(self, got: Picture | NoRecording | Nothing) -> Picture | NoRecording | Nothing:
        """What is read here; beyond the stretch's end the recorder goes on."""
        here = self._here
        if here is None or isinstance(got, Nothing):
            return got
        if isinstance(got, Picture):
            if here.contains(got.media_time_us):
                return got
            return self._cross(here)
        if self._back:
            inside = got.span.start_us >= here.start_us
        else:
            inside = got.span.end_us <= here.end_us
        part = got.span.overlap(here)
        if part is not None and part.duration_us > GAP_US and not self._fetched.is_gap(part):
            lost_us = self._lost_us()
            if lost_us is not None:
                return self._go_afar(lost_us)
        if inside:
            return got
        if part is None or part.duration_us <= 1:
            return self._cross(here)
        self._jump_us = here.start_us - 1 if self._back else here.end_us
        return NoRecording(part)

    def _cross(self, here: Span) -> Picture | NoRecording | Nothing:
        source = self._stand(here.start_us - 1 if self._back else here.end_us)
        return source.read()

    def _before_edge(self, got: Picture | NoRecording | Nothing) -> Picture | NoRecording | Nothing:
        """What the recorder sends; where a stretch begins that is here, it is read here."""
        edge = self._edge
        if edge is None or isinstance(got, Nothing):
            return got
        if isinstance(got, Picture):
            reached = (
                got.media_time_us < edge.end_us
                if self._back
                else got.media_time_us >= edge.start_us
            )
            return self._stand(got.media_time_us).read() if reached else got
        return self._clipped(got, edge)

    def _clipped(self, got: NoRecording, edge: Span) -> NoRecording:
        """A gap no further than to the stretch that is here."""
        span = got.span
        if self._back and span.start_us < edge.end_us:
            self._jump_us = edge.end_us - 1
            return NoRecording(Span(edge.end_us, max(span.end_us, edge.end_us + 1)))
        if not self._back and span.end_us > edge.start_us:
            self._jump_us = edge.start_us
            return NoRecording(Span(min(span.start_us, edge.start_us - 1), edge.start_us))
        return got

    def _opened_near(self) -> RecordingSource:
        source = RecordingSource(self._fetched.folder)
        source.open()
        return source

    def _opened_afar(self) -> ReplaySource:
        source = ReplaySource(self._media)
        source.open()
        return source

    def _leave_near(self) -> None:
        near, self._near = self._near, None
        self._here = None
        if near is not None:
            near.close()

    def _leave_afar(self) -> None:
        afar, self._afar = self._afar, None
        if afar is not None:
            afar.close()
