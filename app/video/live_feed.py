"""The thread that stays connected to one live camera and receives its packets."""

from __future__ import annotations

import enum
import random
import threading
import time
from dataclasses import dataclass
from typing import Any

import av

from app.faults import Sentence
from app.video.address import with_credentials
from app.video.faults import PasswordRefused, SourceFault
from app.video.live_faults import ended_fault, fault_of, label_of, stalled_fault, unreadable_fault
from app.video.live_queue import LivePacket, PacketQueue, StreamFacts
from app.video.media import US_PER_S, LiveStream

av.logging.set_level(None)  # its log callback takes the GIL and can stop every decode thread

STALL_S = 4.0
"""Silence after which a connection counts as stalled: told and begun anew within five seconds."""
BACK_OFF_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
PASSWORD_BACK_OFF_S = 60.0
"""Cameras lock an account after a few wrong passwords: ask rarely until it is corrected."""
_STEADY_S = 10.0
_OPEN_FACTOR = 2.5  # opening is several questions and answers, each within the socket's timeout


class LivePhase(enum.Enum):
    """What a live source is doing."""

    CONNECTING = "connecting"
    PLAYING = "playing"
    LOST = "lost"


@dataclass(frozen=True)
class LiveState:
    """The phase, how often it has been tried since it last played, and why it is lost."""

    phase: LivePhase
    tries: int = 0
    fault: SourceFault | None = None

    @property
    def reason(self) -> Sentence | None:
        """The sentence of the loss; fill it with ``fault.values``."""
        return self.fault.sentence if self.fault is not None else None


def back_off_s(tries: int, spread: float) -> float:
    """Seconds to wait before the next try; ``spread`` in 0..1 keeps 25 cameras from one beat."""
    base_s = BACK_OFF_S[min(max(tries, 1), len(BACK_OFF_S)) - 1]
    return base_s * (0.75 + 0.5 * spread)


class LiveFeed:
    """Owns the connection and its one thread."""

    def __init__(self, media: LiveStream, queue: PacketQueue, stall_s: float = STALL_S) -> None:
        self._media = media
        self._queue = queue
        self._stall_s = stall_s
        self._stop = threading.Event()
        self._spread = random.Random()
        self.state = LiveState(LivePhase.CONNECTING)
        self._connection = 0
        self._thread = threading.Thread(
            target=self._run, name=f"live {label_of(media)}", daemon=True
        )

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end; it does at the next packet, at the latest after the stall time."""
        self._stop.set()
        self._queue.clear()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end of the thread; whether it has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        tries = 0
        while not self._stop.is_set():
            tries += 1
            if self.state.phase is not LivePhase.LOST:
                self.state = LiveState(LivePhase.CONNECTING, tries)
            began_s = time.monotonic()
            self._session(tries)
            if time.monotonic() - began_s > _STEADY_S:
                tries = 0
            refused = isinstance(self.state.fault, PasswordRefused)
            wait_s = back_off_s(tries, self._spread.random())
            self._stop.wait(PASSWORD_BACK_OFF_S if refused else wait_s)

    def _session(self, tries: int) -> None:
        """One connection from beginning to end; what ended it is then in ``state``."""
        container = None
        began_s = time.monotonic()
        try:
            container = self._connect()
            fault = self._receive(container)
        except Exception as error:  # noqa: BLE001 - the thread's edge: whatever breaks is a lost camera
            waited_s = time.monotonic() - began_s
            playing = self.state.phase is LivePhase.PLAYING
            silent = waited_s > 0.9 * self._stall_s
            fault = fault_of(error, self._media, playing=playing, silent=silent)
        self._queue.broken()
        self.state = LiveState(LivePhase.LOST, tries, fault)  # before the slow farewell
        if container is not None:
            container.close()

    def _connect(self) -> Any:
        media = self._media
        options = {
            "rtsp_transport": media.transport,
            "timeout": str(round(self._stall_s * 1_000_000)),
            "allowed_media_types": "video",
            "analyzeduration": "500000",
            "probesize": "100000",
            "fpsprobesize": "0",
            "max_delay": "300000",
        }
        # The socket's own timeout starts anew with every byte; these two do not.
        limits_s = (_OPEN_FACTOR * self._stall_s, self._stall_s)
        url = with_credentials(media.url, media.user, media.password)
        return av.open(url, options=options, timeout=limits_s)

    def _receive(self, container: Any) -> SourceFault | None:
        """Packets until the stream ends or falls silent; None when asked to stop.

        After a silence as long as the socket's timeout the library hands over
        one last packet that it had kept back, then waits as long again: the
        length of the silence tells that the stream stalled.
        """
        stream = next(iter(container.streams.video), None)
        if stream is None or stream.codec_context is None:
            return unreadable_fault(self._media)
        facts = self._facts(stream)
        last_s = time.monotonic()
        for packet in container.demux(stream):
            now_s = time.monotonic()
            if self._stop.is_set():
                return None
            if now_s - last_s > 0.95 * self._stall_s:
                return stalled_fault(self._media)
            if packet.size:
                last_s = now_s
                self._take(facts, packet)
        return ended_fault(self._media)

    def _take(self, facts: StreamFacts, packet: Any) -> None:
        if self.state.phase is not LivePhase.PLAYING:
            self.state = LiveState(LivePhase.PLAYING)
        pts_us = None
        if packet.pts is not None:
            pts_us = int(packet.pts * packet.time_base * US_PER_S)
        received_us = time.time_ns() // 1000
        keyframe = bool(packet.is_keyframe)
        self._queue.put(LivePacket(facts, bytes(packet), keyframe, received_us, pts_us))

    def _facts(self, stream: Any) -> StreamFacts:
        self._connection += 1
        codec = stream.codec_context
        rate = stream.average_rate or stream.guessed_rate
        return StreamFacts(
            self._connection,
            codec.name,
            bytes(codec.extradata) if codec.extradata else None,
            codec.width,
            codec.height,
            float(rate) if rate else None,
        )
