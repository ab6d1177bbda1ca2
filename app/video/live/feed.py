"""The thread that stays connected to one live camera and receives its packets."""

from __future__ import annotations

import enum
import random
import threading
import time
from dataclasses import dataclass

from app.faults import Sentence
from app.video.faults import PasswordRefused, SourceFault
from app.video.live.faults import fault_of, label_of, silent_fault, stalled_fault
from app.video.live.gate import handshake
from app.video.live.queue import LivePacket, PacketQueue
from app.video.live.way import AvWay, LiveWay, NotSpoken, RtspWay
from app.video.media import LiveStream
from app.video.rtsp.faults import Busy

STALL_S = 4.0
"""Silence after which a connection counts as stalled: told and begun anew within five seconds."""
BACK_OFF_S = (0.5, 1.0, 2.0, 3.0, 3.5)
"""A camera that was restarted is shown again within five seconds of its answering."""
SLOW_BACK_OFF_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""For a camera that answers and says no: asking more often would not change its mind."""
BUSY_BACK_OFF_S = (1.0, 2.0, 3.0, 5.0, 8.0)
"""For a camera without a free connection: one comes free at any time, or when it is ready again."""
PASSWORD_BACK_OFF_S = 60.0
"""Cameras lock an account after a few wrong passwords: ask rarely until it is corrected."""
_STEADY_S = 10.0
_SLICE_S = 0.25  # how soon a thread that waits for packets notices that it is to end


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


def back_off_s(tries: int, spread: float, steps_s: tuple[float, ...] = BACK_OFF_S) -> float:
    """Seconds to wait before the next try; ``spread`` in 0..1 keeps 25 cameras from one beat."""
    base_s = steps_s[min(max(tries, 1), len(steps_s)) - 1]
    return base_s * (0.75 + 0.5 * spread)


def _steps_s(fault: SourceFault | None) -> tuple[float, ...]:
    if isinstance(fault, Busy):
        return BUSY_BACK_OFF_S
    declined = fault is not None and "status" in fault.values
    return SLOW_BACK_OFF_S if declined else BACK_OFF_S


class LiveFeed:
    """Owns the connection and its one thread."""

    def __init__(self, media: LiveStream, queue: PacketQueue, stall_s: float = STALL_S) -> None:
        self._media = media
        self._queue = queue
        self._stall_s = stall_s
        self._stop = threading.Event()
        self._spread = random.Random()
        self._steps_s: tuple[float, ...] = BACK_OFF_S
        self._tried = 0  # tries in a row that ended for reasons of this kind
        self._connection = self._tries = 0
        self._way: LiveWay | None = None
        self._own_client = media.url.lower().startswith("rtsp://")
        self._useless: SourceFault | None = None
        self._played_from_s: float | None = None  # of this connection; None: nothing of use came
        self._bytes_before = self._lost_before = 0
        self.state = LiveState(LivePhase.CONNECTING)
        self.reconnects = 0
        self._thread = threading.Thread(
            target=self._run, name=f"live {label_of(media)}", daemon=True
        )

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end; it says goodbye to the camera and does so soon."""
        self._stop.set()
        way = self._way
        if way is not None:
            way.wake()
        self._queue.clear()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end of the thread; whether it has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def renew(self, fault: SourceFault) -> None:
        """What comes is of no use, for this reason: connect again."""
        self._useless = fault

    @property
    def received_bytes(self) -> int:
        """Bytes received over all connections."""
        way = self._way
        return self._bytes_before + (way.received_bytes if way is not None else 0)

    @property
    def lost_packets(self) -> int:
        """Packets lost over all connections."""
        way = self._way
        return self._lost_before + (way.lost_packets if way is not None else 0)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._tries += 1
            if self.state.phase is not LivePhase.LOST:
                self.state = LiveState(LivePhase.CONNECTING, self._tries)
            if not self._session():
                self._stop.wait(self._pause_s())

    def _was_steady(self) -> bool:
        """Whether the connection that ended played for a while; waiting for it does not count."""
        played_from_s, self._played_from_s = self._played_from_s, None
        return played_from_s is not None and time.monotonic() - played_from_s > _STEADY_S

    def _pause_s(self) -> float:
        """How long to wait now. A camera that says no for the first time is asked again soon.

        However long it was away before: so it answers while it is starting.
        """
        fault = self.state.fault
        if isinstance(fault, PasswordRefused):
            return PASSWORD_BACK_OFF_S
        steps_s = _steps_s(fault)
        self._tried = self._tried + 1 if steps_s is self._steps_s else 1
        self._steps_s = steps_s
        return back_off_s(self._tried, self._spread.random(), steps_s)

    def _session(self) -> bool:
        """One connection from beginning to end; what ended it is then in ``state``.

        True: begin again at once, the other way.
        """
        fault: SourceFault | None
        self._connection += 1
        try:
            self._way = self._new_way()
            fault = self._play(self._way)
        except NotSpoken:
            self._own_client = False
            fault = None
        except SourceFault as failed:
            fault = failed
        except Exception as error:  # noqa: BLE001 - the thread's edge: whatever breaks is a lost camera
            fault = fault_of(error, self._media, playing=self.state.phase is LivePhase.PLAYING)
        self._queue.broken()
        if self._stop.is_set():
            fault = None
        if self._was_steady():
            self._tries = self._tried = 0
        if fault is not None:
            self.state = LiveState(LivePhase.LOST, self._tries, fault)  # before the slow farewell
        self._part()
        return fault is None

    def _new_way(self) -> LiveWay:
        if self._own_client:
            return RtspWay(self._media, self._connection, self._stall_s)
        return AvWay(self._media, self._connection, self._stall_s)

    def _part(self) -> None:
        way, self._way = self._way, None
        if way is not None:
            way.close()
            self._bytes_before += way.received_bytes
            self._lost_before += way.lost_packets

    def _play(self, way: LiveWay) -> SourceFault | None:
        """Packets until the stream ends or falls silent; None when asked to stop."""
        with handshake(self._media.url, self._stop) as mine:
            if not mine:
                return None
            way.connect()
        self._useless = None
        last_s = time.monotonic()
        while not self._stop.is_set():
            packet = way.receive(min(_SLICE_S, self._stall_s / 2))
            now_s = time.monotonic()
            if packet is not None:
                last_s = now_s
                self._take(packet)
            elif now_s - last_s > self._stall_s:
                played = self._played_from_s is not None
                return (stalled_fault if played else silent_fault)(self._media)
            if (useless := self._renewal()) is not None:
                self._played_from_s = None
                return useless
        return None

    def _renewal(self) -> SourceFault | None:
        useless, self._useless = self._useless, None
        return useless

    def _take(self, packet: LivePacket) -> None:
        if self._played_from_s is None:
            self._played_from_s = time.monotonic()
        if self.state.phase is not LivePhase.PLAYING:
            self.reconnects += self.state.phase is LivePhase.LOST
            self.state = LiveState(LivePhase.PLAYING)
        self._queue.put(packet)
