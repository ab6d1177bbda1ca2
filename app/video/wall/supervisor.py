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
from dataclasses import replace
from multiprocessing import connection

from app.faults import Sentence
from app.video.clock import ClockState
from app.video.media import Media
from app.video.tiles import CONNECTING, TILES_A_WALL, TileFacts, TileState, TileStateKind
from app.video.wall.live_streams import LiveStreams
from app.video.wall.messages import (
    ChooseStream,
    CloseTile,
    Command,
    CropTile,
    Event,
    FactsTold,
    FindStep,
    LoadTold,
    MainStillTaken,
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
from app.video.wall.pulse import Pulse
from app.video.wall.seats import Seat, Seats, TileCommand
from app.video.wall.still_desk import ComingStill, StillDesk
from app.video.wall.work_saving import WorkSaving
from app.video.wall.worker import WorkerSetup
from app.video.wall.worker_opening import Opener
from app.video.wall.worker_process import WorkerProcess

_ROUND_S = 0.2
_QUIT_S = 2.0

KILLS_DECODER = Sentence(
    "{camera} has stopped the decoder three times in a row and is left out. "
    "The recording is probably damaged: copy it again, then open it again.",
    "{camera} 已连续三次使解码器中断，现已停用。录像可能已损坏：请重新复制后再打开。",
)


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
        self._seats = Seats(self._rows)
        self._stills = StillDesk()
        self._states: dict[int, tuple[int, TileState]] = {}
        self._saving = WorkSaving(os.cpu_count() or 1)
        self.streams = LiveStreams()
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

    def still(self, tile: int, media: Media, media_time_us: int) -> ComingStill:
        """Ask the tile's worker for a picture at full resolution."""
        request, coming = self._stills.order(tile, media)
        self.put(TakeStill(request, tile, media, media_time_us))
        return coming

    def state(self, tile: int, opening: int) -> TileState:
        """What the worker last said of this opening of the tile."""
        said = self._states.get(tile)
        return said[1] if said is not None and said[0] == opening else CONNECTING

    def facts(self, tile: int, opening: int) -> TileFacts | None:
        """What the worker last said of the stream in this opening of the tile."""
        return self.streams.facts(tile, opening)

    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers."""
        return tuple(worker.pid for worker in list(self._workers.values()))

    @property
    def thinned(self) -> bool:
        """Whether all tiles are saving work because the machine did not keep up."""
        return self._saving.troubled(time.monotonic())

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
        for change in self.streams.changes(self._seats):
            self._pass_on(change)
        self._stills.give_up_late()
        for row, worker in list(self._workers.items()):
            if worker.gone():
                self._replace(row)

    def _receive(self, row: int) -> None:
        conn = self._workers[row].conn
        try:
            while conn.poll():
                self._take(conn.recv(), row)
        except (EOFError, OSError):
            self._replace(row)

    def _take(self, event: Event, row: int) -> None:
        match event:
            case StateChanged():
                seat = self._seats.opened(event.tile, event.opening)
                if seat is not None:
                    seat.answered = True
                    self._states[event.tile] = (event.opening, event.state)
            case FactsTold():
                if self._seats.opened(event.tile, event.opening) is not None:
                    self.streams.told(event)
            case StepFound():
                self._step_found(event)
            case StillTaken():
                follows = event.main_follows
                self._stills.finish(event.request, event.result, main_follows=follows)
            case MainStillTaken():
                self._stills.finish_main(event.request, event.result)
            case Overloaded():
                self._saved(self._saving.late(time.monotonic()))
            case LoadTold():
                now_s = time.monotonic()
                told = (event.load, event.power, event.behind_s)
                self._saved(self._saving.told(now_s, row, *told))
            case _:
                pass

    def _saved(self, changed: bool) -> None:
        if changed:
            self._send_clock()

    def _send_commands(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._carry_out(self._commands.get_nowait())

    def _carry_out(self, command: Command) -> None:
        match command:
            case OpenTile():
                self._leave(command.tile)
                command = self.streams.opening(command, self._seats)
                self._workers[self._seats.take(command).row].send(command)
            case ResizeTile() | ShowTile() | CropTile() | ChooseStream() | CloseTile() | FindStep():
                self._pass_on(command)
            case TakeStill(tile=tile):
                seat = self._seats.of(tile)
                row = seat.row if seat is not None else self._seats.least_loaded()
                self._workers[row].send(command)
            case _:
                pass

    def _pass_on(self, command: TileCommand) -> None:
        """To the worker that has the tile; remember what a new worker would have to know."""
        seat = self._seats.opened(command.tile, command.opening)
        if seat is None:
            return
        self._workers[seat.row].send(command)
        seat.remember(command)
        if isinstance(command, CloseTile):
            self._seats.leave(command.tile)
            self._states.pop(command.tile, None)
            self.streams.closed(command.tile)

    def _leave(self, tile: int) -> None:
        """A tile opened anew leaves its old worker."""
        old = self._seats.leave(tile)
        if old is not None:
            self._workers[old.row].send(CloseTile(tile, old.command.opening))

    def _send_clock(self) -> None:
        clock = self._clock_state()
        self._saving.clock_is(time.monotonic(), clock.speed, playing=clock.playing)
        message = self._clock_message()
        for worker in self._workers.values():
            worker.send(message)

    def _clock_message(self) -> SetClock:
        saving = self._saving
        until_ns = int(saving.until_s * 1e9)
        return SetClock(self._clock_state(), until_ns, saving.step)

    def _start_worker(self, row: int) -> None:
        assert self._pulse is not None
        worker = WorkerProcess(replace(self._setup, row=row), self._pulse)
        self._workers[row] = worker
        worker.send(self._clock_message())

    def _replace(self, row: int) -> None:
        """A worker died or is stuck: a new one takes its tiles."""
        assert self._pulse is not None
        self.restarts += 1
        blamed = self._pulse.busy_tile(row)
        self._workers[row].kill()
        self._start_worker(row)
        for tile, seat in tuple(self._seats.at(row)):
            self._stills.decoder_died(tile)
            seat.judge(blamed)
            if seat.given_up:
                self._give_up(tile, seat)
            else:
                seat.begins_anew()
                self._workers[row].send(seat.command)

    def _give_up(self, tile: int, seat: Seat) -> None:
        camera = seat.command.media.label or str(tile % TILES_A_WALL + 1)
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
