"""The thread that stays connected to one live camera and receives its packets."""

from __future__ import annotations

import enum
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import av

from app.faults import Sentence
from app.video.address import with_credentials
from app.video.faults import PasswordRefused, SourceFault
from app.video.live_faults import ended_fault, fault_of, label_of, stalled_fault
from app.video.live_queue import LivePacket, PacketQueue, StreamFacts
from app.video.media import LiveStream

av.logging.set_level(None)  # its log callback takes the GIL and can stop every decode thread

STALL_S = 4.0
"""Silence after which a connection counts as stalled; the rest of five seconds is for telling."""
BACK_OFF_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
PASSWORD_BACK_OFF_S = 60.0
"""Cameras lock an account after a few wrong passwords: ask rarely until it is corrected."""
_STEADY_S = 10.0


class LivePhase(enum.Enum):
    """What a live source is doing."""

    CONNECTING = "connecting"
    PLAYING = "playing"
    LOST = "lost"


@dataclass(frozen=True)
class LiveState:
    """The phase, how often the connection has been tried since it last played, and why it is lost."""

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
        self._spread = random.Random()  # noqa: S311 - spreads reconnects, guards nothing
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
            fault = self._session()
            if fault is None or self._stop.is_set():
                break
            if time.monotonic() - began_s > _STEADY_S:
                tries = 1
            self._queue.broken()
            self.state = LiveState(LivePhase.LOST, tries, fault)
            wait_s = (
                PASSWORD_BACK_OFF_S
                if isinstance(fault, PasswordRefused)
                else back_off_s(tries, self._spread.random())
            )
            self._stop.wait(wait_s)

    def _session(self) -> SourceFault | None:
        """One connection from beginning to end; None when asked to stop."""
        container = None
        try:
            container = self._connect()
            return self._receive(container)
        except Exception as error:  # noqa: BLE001 - the thread's edge: whatever breaks is a lost camera
            playing = self.state.phase is LivePhase.PLAYING
            return fault_of(error, self._media, playing=playing)
        finally:
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
        return av.open(with_credentials(media.url, media.user, media.password), options=options)

    def _receive(self, container: Any) -> SourceFault | None:
        stream = next(iter(container.streams.video), None)
        if stream is None:
            raise av.InvalidDataError(0, "no video")
        facts = self._facts(stream)
        for packet in self._watched(container.demux(stream)):
            if self._stop.is_set():
                return None
            if packet is None:
                return stalled_fault(self._media)
            self.state = LiveState(LivePhase.PLAYING)
            self._queue.put(
                LivePacket(facts, bytes(packet), bool(packet.is_keyframe), time.time_ns() // 1000)
            )
        return ended_fault(self._media)

    def _watched(self, packets: Iterator[Any]) -> Iterator[Any]:
        """The packets with pictures; None once nothing but other traffic has come for too long."""
        last_s = time.monotonic()
        for packet in packets:
            now_s = time.monotonic()
            if packet.size:
                last_s = now_s
                yield packet
            elif now_s - last_s > self._stall_s:
                yield None

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
