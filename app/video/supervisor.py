"""The one thread that talks to the decode workers, and replaces those that die.

The window's thread only puts commands into a queue; this thread sends them,
takes the answers, and keeps the list of who decodes what.
"""

from __future__ import annotations

import contextlib
import os
import queue
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from multiprocessing import connection

from app.faults import Sentence
from app.video.clock import ClockState
from app.video.media import Media, Still
from app.video.messages import (
    CloseTile,
    Command,
    Event,
    FindStep,
    OpenTile,
    Overloaded,
    ResizeTile,
    SetClock,
    ShowTile,
    StateChanged,
    StepFound,
    StillTaken,
    TakeStill,
)
from app.video.pulse import Pulse
from app.video.still_desk import StillDesk
from app.video.tiles import CONNECTING, TileState, TileStateKind
from app.video.worker import WorkerSetup
from app.video.worker_opening import Opener
from app.video.worker_process import WorkerProcess

_ROUND_S = 0.2
_QUIT_S = 2.0
_DEATHS_MOST = 3
_SOUND_S = 10.0  # a tile that has been decoded this long is not to blame for earlier deaths
_THIN_FIRST_S = 10.0
_THIN_MOST_S = 120.0

KILLS_DECODER = Sentence(
    "{camera} has stopped the decoder three times in a row and is left out. "
    "The recording is probably damaged: copy it again, then open it again.",
    "{camera} 已连续三次使解码器中断，现已停用。录像可能已损坏：请重新复制后再打开。",
)


@dataclass
class _Seat:
    """A tile and the worker that decodes it."""

    command: OpenTile
    row: int
    opened_s: float
    deaths: int = 0
    answered: bool = False
    given_up: bool = False


class Supervisor:
    """Starts, feeds and replaces the workers. Public methods may be called from any thread."""

    def __init__(
        self,
        workers: int,
        opener: Opener,
        clock_state: Callable[[], ClockState],
        step_found: Callable[[StepFound], None],
    ) -> None:
        self._rows = range(workers)
        self._opener = opener
        self._clock_state = clock_state
        self._step_found = step_found
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._wake_in, self._wake_out = connection.Pipe(duplex=False)
        self._awake = threading.Event()
        self._clock_changed = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="decode-supervisor", daemon=True)
        self._workers: dict[int, WorkerProcess] = {}
        self._seats: dict[int, _Seat] = {}
        self._stills = StillDesk()
        self._states: dict[int, tuple[int, TileState]] = {}
        self._thin_until_s = 0.0
        self._thin_s = 0.0
        self._thin_speed = 0.0
        self._pulse: Pulse | None = None
        self.restarts = 0

    def start(self) -> None:
        """Start the thread, which starts the workers."""
        self._thread.start()

    def stop(self) -> None:
        """End the workers and the thread; returns when they are gone."""
        self._stopping.set()
        self._wake()
        if self._thread.ident is not None:
            self._thread.join()
        self._wake_in.close()
        self._wake_out.close()

    def put(self, command: Command) -> None:
        """Have a command carried out soon."""
        self._commands.put(command)
        self._wake()

    def clock_changed(self) -> None:
        """Have the newest clock state sent to all workers."""
        self._clock_changed.set()
        self._wake()

    def still(self, tile: int, media: Media, media_time_us: int) -> Future[Still]:
        """Ask the tile's worker for a picture at full resolution."""
        request, future = self._stills.order(tile, media)
        self.put(TakeStill(request, tile, media, media_time_us))
        return future

    def state(self, tile: int, opening: int) -> TileState:
        """What the worker last said of this opening of the tile."""
        said = self._states.get(tile)
        return said[1] if said is not None and said[0] == opening else CONNECTING

    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers."""
        return tuple(worker.pid for worker in list(self._workers.values()))

    @property
    def thinned(self) -> bool:
        """Whether all tiles are saving work because the machine did not keep up."""
        return time.monotonic() < self._thin_until_s

    def _wake(self) -> None:
        if not self._awake.is_set():
            self._awake.set()
            with contextlib.suppress(OSError):  # already stopped
                self._wake_out.send_bytes(b"w")

    def _run(self) -> None:
        name = f"fwp{os.getpid():x}_{secrets.token_hex(3)}"
        self._pulse = Pulse.create(name, len(self._rows))
        self._setup = WorkerSetup(0, name, len(self._rows), self._opener)
        try:
            for row in self._rows:
                self._start_worker(row)
            while not self._stopping.is_set():
                self._round()
        finally:
            self._shut_down()

    def _round(self) -> None:
        by_conn = {worker.conn: row for row, worker in self._workers.items()}
        ready = connection.wait([self._wake_in, *by_conn], _ROUND_S)
        for conn in ready:
            if conn is self._wake_in:
                self._wake_in.recv_bytes()
                self._awake.clear()
            elif conn in by_conn:
                self._receive(by_conn[conn])
        self._send_commands()
        if self._clock_changed.is_set():
            self._clock_changed.clear()
            self._send_clock()
        self._stills.give_up_late()
        for row, worker in list(self._workers.items()):
            if worker.gone():
                self._replace(row)

    def _receive(self, row: int) -> None:
        conn = self._workers[row].conn
        try:
            while conn.poll():
                self._take(conn.recv())
        except (EOFError, OSError):
            self._replace(row)

    def _take(self, event: Event) -> None:
        match event:
            case StateChanged():
                seat = self._seats.get(event.tile)
                if seat is not None and seat.command.opening == event.opening:
                    seat.answered = True
                    self._states[event.tile] = (event.opening, event.state)
            case StepFound():
                self._step_found(event)
            case StillTaken():
                self._stills.finish(event.request, event.result)
            case Overloaded():
                self._thin()
            case _:
                pass

    def _send_commands(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._carry_out(self._commands.get_nowait())

    def _carry_out(self, command: Command) -> None:
        match command:
            case OpenTile():
                row = self._least_loaded(command.tile)
                self._seats[command.tile] = _Seat(command, row, time.monotonic())
                self._workers[row].send(command)
            case ResizeTile() | ShowTile() | CloseTile() | FindStep():
                self._pass_on(command)
            case TakeStill(tile=tile):
                seat = self._seats.get(tile)
                row = seat.row if seat is not None else self._least_loaded(tile)
                self._workers[row].send(command)
            case _:
                pass

    def _pass_on(self, command: ResizeTile | ShowTile | CloseTile | FindStep) -> None:
        """To the worker that has the tile; remember what a new worker would have to know."""
        seat = self._seats.get(command.tile)
        if seat is None or seat.command.opening != command.opening:
            return
        self._workers[seat.row].send(command)
        match command:
            case ResizeTile():
                seat.command = replace(seat.command, block=command.block)
            case ShowTile():
                seat.command = replace(seat.command, visible=command.visible)
            case CloseTile():
                del self._seats[command.tile]
                self._states.pop(command.tile, None)
            case FindStep():
                pass

    def _least_loaded(self, tile: int) -> int:
        """The worker with the fewest tiles; a tile opened anew leaves its old one."""
        old = self._seats.pop(tile, None)
        if old is not None:
            self._workers[old.row].send(CloseTile(tile, old.command.opening))
        load = dict.fromkeys(self._rows, 0)
        for seat in self._seats.values():
            load[seat.row] += 1
        return min(load, key=load.__getitem__)

    def _send_clock(self) -> None:
        if self._clock_state().speed != self._thin_speed:
            self._thin_until_s = self._thin_s = 0.0  # another speed is another load
        message = SetClock(self._clock_state(), int(self._thin_until_s * 1e9))
        for worker in self._workers.values():
            worker.send(message)

    def _thin(self) -> None:
        """Everyone saves work for a while, longer when it keeps happening."""
        now_s = time.monotonic()
        if now_s < self._thin_until_s:
            self._thin_on(now_s)
            return
        again = now_s - self._thin_until_s < 2 * self._thin_s
        self._thin_s = min(2 * self._thin_s, _THIN_MOST_S) if again else _THIN_FIRST_S
        self._thin_until_s = now_s + self._thin_s
        self._thin_speed = self._clock_state().speed
        self._send_clock()

    def _thin_on(self, now_s: float) -> None:
        """A worker says, while work is being saved, that it still would not keep up."""
        if self._thin_until_s - now_s < _THIN_FIRST_S / 2:
            self._thin_until_s = now_s + _THIN_FIRST_S
            self._send_clock()

    def _start_worker(self, row: int) -> None:
        assert self._pulse is not None
        worker = WorkerProcess(replace(self._setup, row=row), self._pulse)
        self._workers[row] = worker
        worker.send(SetClock(self._clock_state(), int(self._thin_until_s * 1e9)))

    def _replace(self, row: int) -> None:
        """A worker died or is stuck: a new one takes its tiles."""
        assert self._pulse is not None
        self.restarts += 1
        blamed = self._pulse.busy_tile(row)
        self._workers[row].kill()
        self._start_worker(row)
        for tile, seat in self._seats.items():
            if seat.row != row or seat.given_up:
                continue
            self._stills.decoder_died(tile)
            self._judge(tile, seat, blamed)
            if not seat.given_up:
                seat.opened_s, seat.answered = time.monotonic(), False
                self._workers[row].send(seat.command)

    def _judge(self, tile: int, seat: _Seat, blamed: int) -> None:
        """Count a death against the tile that was being worked on; give up after three."""
        if tile == blamed:
            sound = time.monotonic() - seat.opened_s > _SOUND_S
            seat.deaths = 1 if sound else seat.deaths + 1
        if blamed < 0 and not seat.answered:
            seat.command = replace(seat.command, careful=True)
        if seat.deaths >= _DEATHS_MOST:
            seat.given_up = True
            camera = seat.command.media.label or str(tile + 1)
            state = TileState(TileStateKind.LOST, KILLS_DECODER, {"camera": camera})
            self._states[tile] = (seat.command.opening, state)

    def _shut_down(self) -> None:
        for worker in self._workers.values():
            worker.ask_to_quit()
        deadline = time.monotonic() + _QUIT_S
        for worker in self._workers.values():
            worker.finish(max(0.0, deadline - time.monotonic()))
        self._workers = {}
        self._stills.close()
        if self._pulse is not None:
            self._pulse.unlink()
