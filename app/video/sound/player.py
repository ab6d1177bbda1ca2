"""The sound of one tile, in step with the wall's clock; a thread of its own while it plays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.faults import Fault, Language, Sentence
from app.video.clock import ClockState
from app.video.faults import SourceFault
from app.video.media import LiveStream, Media, RecordingFolder, SegmentList
from app.video.sound.faults import (
    BY_OWN,
    BY_VLC,
    NO_DEVICE,
    NO_SOUND,
    NOT_REACHED,
    NOTHING_HERE,
    ON_RECORDER,
    ONLY_AT_ONE,
    PAUSED,
    SOUNDLESS_HERE,
    TRIED_AGAIN,
    UNREADABLE_HERE,
    VLC_CANNOT,
    VLC_MISSING,
    SoundFault,
    SoundRefused,
)
from app.video.sound.vlc import VlcCannot, VlcSound

if TYPE_CHECKING:
    from app.video.sound.output import SoundOutput
    from app.video.sound.ring import Samples, SoundRing
    from app.video.sound.track import LiveSound

AHEAD_US = 300_000
"""How much sound waits at most: what a seek throws away."""
DRIFT_US = 80_000
"""Further off the pictures than this is heard; then the sound begins anew in step."""
DEVICE_US = 100_000
"""What is taken from the ring now is heard so much later: the device's own buffer."""
_LEAD_US = 100_000
_ROUND_S = 0.02
_END_S = 6.0  # longer than any connection is waited for
_GAP_S = 0.3  # how long to wait in a gap before looking again
_UNREADABLE_S = 1.0  # the same where a file has to be opened in vain for it
AGAIN_S = (0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
"""Waits before a live sound that was cut is asked for again."""
_STEADY_S = 10.0  # heard for so long, the next cut is a first one again
_IN_STEP = Sentence("in step with the pictures.", "与画面同步。")


@dataclass(frozen=True)
class SoundStatus:
    """What is heard, by which way, and why not: sentences with their values."""

    way: Sentence | None = None
    way_values: dict[str, object] = field(default_factory=dict)
    silent: Sentence | None = None
    fault: Fault | None = None

    def text(self, language: Language) -> str:
        """One or two sentences for a person."""
        if self.fault is not None:
            return self.fault.text(language)
        said = []
        if self.silent is not None:
            said.append(self.silent.fill(language))
        if self.way is not None:
            values = {
                name: value.fill(language) if isinstance(value, Sentence) else value
                for name, value in self.way_values.items()
            }
            said.append(self.way.fill(language, **values))
        return " ".join(said)


def _device(ring: SoundRing) -> SoundOutput:
    from app.video.sound.output import DeviceOutput

    return DeviceOutput(ring)


class SoundPlayer:
    """Call it from one thread; ``status`` and ``volume`` from any."""

    def __init__(
        self,
        clock_state: Callable[[], ClockState],
        output: Callable[[SoundRing], SoundOutput] = _device,
        vlc: Callable[[LiveStream, float], VlcSound] = VlcSound,
    ) -> None:
        self._clock_state = clock_state
        self._make_output = output
        self._make_vlc = vlc
        self._ring: SoundRing | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._ending: list[threading.Thread] = []  # stopped, not over yet
        self._vlc: VlcSound | None = None
        self._volume = 1.0
        self.status = SoundStatus()

    @property
    def volume(self) -> float:
        """0 to 1."""
        return self._volume

    @volume.setter
    def volume(self, volume: float) -> None:
        self._volume = min(1.0, max(0.0, volume))
        if self._ring is not None:
            self._ring.volume = self._volume
        vlc = self._vlc
        if vlc is not None:
            vlc.set_volume(self._volume)

    @property
    def on(self) -> bool:
        """Whether it plays or tries to."""
        return self._thread is not None

    def start(self, media: Media) -> None:
        """Play the sound of ``media`` from now on instead of any other."""
        from app.video.sound.ring import SoundRing

        self.stop()
        self.status = SoundStatus()
        self._stop = threading.Event()
        self._ring = SoundRing()
        self._ring.volume = self._volume
        self._thread = threading.Thread(
            target=self._run, args=(media, self._ring, self._stop), name="sound", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Be silent, at once: an address that does not answer is not waited for."""
        self._stop.set()
        thread, self._thread = self._thread, None
        if thread is not None:
            self._ending.append(thread)
        self._ending = [each for each in self._ending if each.is_alive()]

    def close(self, timeout_s: float = _END_S) -> None:
        """Stop, and wait for the threads to end."""
        self.stop()
        for thread in self._ending:
            thread.join(timeout_s)

    def _tell(self, stop: threading.Event, status: SoundStatus) -> None:
        """What a thread has to say; one that was stopped speaks no more."""
        if stop is self._stop:
            self.status = status

    # -- the thread ------------------------------------------------------------------

    def _run(self, media: Media, ring: SoundRing, stop: threading.Event) -> None:
        try:
            self._play(media, ring, stop)
        except Fault as fault:
            self._tell(stop, SoundStatus(fault=fault))
        except Exception as error:  # noqa: BLE001 - the thread's edge: whatever breaks, pictures go on
            reason = type(error).__name__
            label = media.label or "?"
            self._tell(
                stop, SoundStatus(fault=SoundFault(NOT_REACHED, camera=label, reason=reason))
            )

    def _play(self, media: Media, ring: SoundRing, stop: threading.Event) -> None:
        if isinstance(media, LiveStream):
            self._live(media, ring, stop)
        elif isinstance(media, (SegmentList, RecordingFolder)):
            self._recorded(media, ring, stop)
        elif media.fetched is not None:
            try:
                self._recorded(media.fetched, ring, stop)
            except SourceFault as nothing:
                raise SoundFault(ON_RECORDER, camera=media.label) from nothing
        else:
            raise SoundFault(ON_RECORDER, camera=media.label)

    def _recorded(
        self, media: SegmentList | RecordingFolder, ring: SoundRing, stop: threading.Event
    ) -> None:
        from app.video.recordings.tracks_cache import tracks_of
        from app.video.sound.ring import silence
        from app.video.sound.track import recorded_sound

        tracks_of(media).current()  # a folder that is not there is a fault, one bad file is not
        output = self._make_output(ring)
        way = SoundStatus(BY_OWN, {"reason": _IN_STEP})
        try:
            pieces: Iterator[tuple[int, Samples]] | None = None
            heard = False
            heard_us = 0  # media time of the sample that enters the ring next
            while not stop.wait(_ROUND_S):
                state = self._clock_state()
                now_us = state.media_time_us(time.monotonic_ns()) + DEVICE_US
                silent = _why_silent(state)
                if silent is not None:
                    pieces = None
                    ring.clear()
                    self._tell(stop, SoundStatus(way.way, way.way_values, silent))
                    continue
                playing_us = heard_us - ring.waiting_us
                if pieces is None or abs(playing_us - now_us) > DRIFT_US:
                    ring.clear()
                    heard_us = now_us + _LEAD_US
                    pieces = recorded_sound(media, heard_us)
                    ring.write(silence(_LEAD_US))
                nothing = None
                try:
                    pieces, heard_us = self._fill(pieces, ring, heard_us, now_us)
                    heard = heard or pieces is not None
                    nothing = NOTHING_HERE if pieces is None else None
                except (SourceFault, SoundFault) as fault:
                    pieces, nothing = None, _why_nothing(fault, heard=heard)
                self._tell(stop, SoundStatus(way.way, way.way_values, nothing))
                if nothing is not None:
                    stop.wait(_GAP_S if nothing is NOTHING_HERE else _UNREADABLE_S)
        finally:
            output.close()

    def _fill(
        self,
        pieces: Iterator[tuple[int, Samples]],
        ring: SoundRing,
        heard_us: int,
        now_us: int,
    ) -> tuple[Iterator[tuple[int, Samples]] | None, int]:
        """Decode until enough waits; None at a gap."""
        from app.video.sound.ring import duration_us, silence

        while ring.waiting_us < AHEAD_US:
            found = next(pieces, None)
            if found is None or found[0] > now_us + 2 * AHEAD_US:
                return None, heard_us
            at_us, samples = found
            if at_us > heard_us:
                ring.write(silence(at_us - heard_us))  # a hole in the recording's sound
                heard_us = at_us
            ring.write(samples)
            heard_us += duration_us(samples)
        return pieces, heard_us

    def _live(self, media: LiveStream, ring: SoundRing, stop: threading.Event) -> None:
        """Heard once, it comes back by itself after every cut, as the pictures do."""
        tries, heard = 0, False
        while not stop.is_set():
            began_s = time.monotonic()
            try:
                self._connection(media, ring, stop)
                heard = True
                tries = 0 if time.monotonic() - began_s > _STEADY_S else tries
            except SoundFault as fault:
                lasting = isinstance(fault, SoundRefused) or fault.sentence is NO_DEVICE
                if lasting or not heard:
                    raise
            if stop.is_set():
                return
            tries += 1
            self._tell(stop, SoundStatus(silent=TRIED_AGAIN))
            stop.wait(AGAIN_S[min(tries, len(AGAIN_S)) - 1])

    def _connection(self, media: LiveStream, ring: SoundRing, stop: threading.Event) -> None:
        """Until it ends. Raises SoundFault where it cannot be had."""
        try:
            vlc = self._make_vlc(media, self._volume)
        except VlcCannot as cannot:
            reason = VLC_MISSING if cannot.missing else VLC_CANNOT
            self._live_own(media, ring, stop, SoundStatus(BY_OWN, {"reason": reason}))
            return
        if stop is self._stop:
            self._vlc = vlc
        self._tell(stop, SoundStatus(BY_VLC, {"version": vlc.version}))
        try:
            while not stop.wait(_ROUND_S * 5) and vlc.playing:
                pass
        finally:
            if self._vlc is vlc:
                self._vlc = None
            vlc.close()

    def _live_own(
        self, media: LiveStream, ring: SoundRing, stop: threading.Event, way: SoundStatus
    ) -> None:
        output = self._make_output(ring)
        try:
            live = _connect(media)
            self._tell(stop, way)
            try:
                for samples in live.pieces():
                    if stop.is_set():
                        return
                    if ring.waiting_us > AHEAD_US:
                        ring.clear()  # rather the newest than all of it
                    ring.write(samples)
            finally:
                live.close()
        finally:
            output.close()


def _connect(media: LiveStream) -> LiveSound:
    import av

    from app.video.sound.track import LiveSound

    try:
        return LiveSound(media)
    except (av.HTTPUnauthorizedError, av.HTTPForbiddenError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise SoundRefused(NOT_REACHED, camera=media.label or "?", reason=reason) from None
    except av.HTTPOtherClientError:
        # Nothing was set up, so there is nothing to play: 454 or 455, as the server likes.
        raise SoundFault(NO_SOUND, camera=media.label or "?") from None
    except (av.FFmpegError, OSError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        with suppress(AttributeError):
            error.filename = None  # it names the address with its password
        raise SoundFault(NOT_REACHED, camera=media.label or "?", reason=reason) from None


def _why_nothing(fault: SourceFault | SoundFault, *, heard: bool) -> Sentence:
    """Why a recording is silent at one place; behind it the sound goes on.

    Where nothing was ``heard`` before, a recording without sound is the fault itself.
    """
    if isinstance(fault, SourceFault):
        return UNREADABLE_HERE
    if not heard:
        raise fault
    return SOUNDLESS_HERE


def _why_silent(state: ClockState) -> Sentence | None:
    if not state.playing:
        return PAUSED
    return None if state.speed == 1.0 else ONLY_AT_ONE
