"""A decode worker: one process, one decode loop, many tiles. Never loads Qt.

The loop sleeps in the pipe to the window's process. When that process is gone
the pipe ends, and so does the worker.
"""

from __future__ import annotations

import contextlib
import gc
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

from app.faults import Fault, Sentence
from app.video.clock import ClockState
from app.video.faults import SourceFault
from app.video.media import LiveStream, Still
from app.video.source import VideoSource
from app.video.tiles import PLAYING, TileFacts, TileState
from app.video.wall.farewells import Farewells
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
    Quit,
    Ready,
    ResizeTile,
    SetClock,
    ShowTile,
    StateChanged,
    StepFound,
    StillTaken,
    TakeStill,
)
from app.video.wall.moment import Moment
from app.video.wall.pulse import Pulse
from app.video.wall.saving_steps import Load
from app.video.wall.shared_block import attach_block, leave_tracking_to_owner
from app.video.wall.slots import SlotWriter
from app.video.wall.waking import Waking
from app.video.wall.worker_cost import ProcessorShare
from app.video.wall.worker_live import LiveTile, main_picture
from app.video.wall.worker_opening import Opener, Opening
from app.video.wall.worker_tile import RecordedTile, lost

_IDLE_S = 0.25
_OPENING_S = 0.005
_GOODBYE_S = 1.2  # less than the window waits for its workers
_LOOK_NS = 500_000_000  # how often to tell what the tiles cost

STILL_FAILED = Sentence(
    "The still could not be taken: {reason}. Try it again.",
    "截图失败：{reason}。请重试。",
)


@dataclass(frozen=True)
class WorkerSetup:
    """What a worker is started with; ``opener`` makes a source from a media (tests: their own)."""

    row: int
    pulse_name: str
    pulse_rows: int
    opener: Opener


class Worker:
    """The loop of one worker process."""

    def __init__(self, setup: WorkerSetup, conn: Connection[Event, Command]) -> None:
        self._setup = setup
        self._conn = conn
        self._pulse = Pulse.attach(setup.pulse_name, setup.pulse_rows)
        self._clock = SetClock(ClockState())
        self._tiles: dict[int, RecordedTile | LiveTile] = {}
        self._openings: dict[int, Opening] = {}
        self._current: dict[int, int] = {}  # tile -> opening
        self._states: dict[int, TileState] = {}
        self._wishes: dict[int, int] = {}
        self._look_ns = 0
        self._share = ProcessorShare()
        self._waking = Waking()
        self._farewells = Farewells()
        self._running = True

    def run(self) -> None:
        """Work until told to quit or the window's process is gone."""
        self._conn.send(Ready())
        wait_s = 0.0
        try:
            while self._running:
                self._pulse.beat(self._setup.row)
                self._receive(wait_s)
                self._finish_openings()
                wait_s = self._work()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            pass  # the window's process is gone
        finally:
            self._close_all()

    def _receive(self, wait_s: float) -> None:
        while self._running and self._waking.wait(self._conn, wait_s):
            self._handle(self._conn.recv())
            wait_s = 0.0
        for tile in self._waking.take() & self._wishes.keys():
            self._wishes[tile] = 0

    def _work(self) -> float:
        """One turn for each tile that wants one; returns how long to sleep (s)."""
        moment = self._moment()
        if moment.now_ns >= self._look_ns:
            self._look_ns = moment.now_ns + _LOOK_NS
            self._tell_load(moment)
        for tile, runner in self._tiles.items():
            if self._wishes[tile] > moment.now_ns:
                continue
            self._pulse.busy(self._setup.row, tile)
            began_ns, spent_ns = time.monotonic_ns(), time.thread_time_ns()
            self._wishes[tile] = runner.turn(self._moment())
            self._share.worked(time.monotonic_ns() - began_ns, time.thread_time_ns() - spent_ns)
            self._pulse.busy(self._setup.row, -1)
            if self._conn.poll():
                return 0.0
        soonest = min(self._wishes.values(), default=moment.now_ns + int(_IDLE_S * 1e9))
        most_s = _OPENING_S if self._openings else _IDLE_S
        return min(max(0.0, (soonest - time.monotonic_ns()) / 1e9), most_s)

    def _tell_load(self, moment: Moment) -> None:
        """Say what the tiles cost, so that overload is known before they lie apart."""
        if moment.clock.playing:
            load = sum((tile.load(moment.clock.speed) for tile in self._tiles.values()), Load())
            recorded = [tile for tile in self._tiles.values() if isinstance(tile, RecordedTile)]
            behind_s = max((tile.take_behind_s() for tile in recorded), default=0.0)
            self._send(LoadTold(load, self._share.take(), behind_s))

    def _moment(self) -> Moment:
        clock = self._clock
        return Moment(clock.state, time.monotonic_ns(), clock.thin_until_ns, clock.step)

    def _handle(self, command: Command) -> None:
        match command:
            case SetClock():
                self._clock = command
                self._wishes = dict.fromkeys(self._wishes, 0)
                self._look_ns = 0
            case OpenTile():
                self._open(command)
            case ResizeTile() | ShowTile() | CropTile() | ChooseStream():
                self._change(command)
            case CloseTile():
                self._close(command.tile)
            case FindStep():
                self._find_step(command)
            case TakeStill():
                self._take_still(command)
            case Quit():
                self._running = False

    def _change(self, command: ResizeTile | ShowTile | CropTile | ChooseStream) -> None:
        match command:
            case ResizeTile():
                self._resize(command)
            case ShowTile():
                self._show(command)
            case CropTile():
                self._crop(command)
            case ChooseStream():
                self._choose(command)

    def _open(self, command: OpenTile) -> None:
        self._close(command.tile)
        self._current[command.tile] = command.opening
        self._pulse.busy(self._setup.row, command.tile if command.careful else -1)
        opening = Opening(command, self._setup.opener)
        self._openings[command.tile] = opening
        if command.careful:
            opening.wait()
            self._pulse.busy(self._setup.row, -1)

    def _finish_openings(self) -> None:
        for tile, opening in list(self._openings.items()):
            if not opening.done:
                continue
            if opening.source is None or self._begin(opening.command, opening.source):
                del self._openings[tile]
            if opening.fault is not None:
                self._tell(tile, lost(opening.fault))

    def _begin(self, command: OpenTile, source: VideoSource) -> bool:
        """Begin to decode; False where the block is gone already: a newer size is on its way."""
        try:
            block = attach_block(command.block.name)
        except FileNotFoundError:
            return False
        writer = SlotWriter(block, command.block, live=source.live)
        tile = command.tile
        if source.live:
            self._tiles[tile] = LiveTile(
                source,
                writer,
                tell=lambda state: self._tell(tile, state),
                tell_facts=lambda facts, slow: self._tell_facts(tile, facts, slow),
                call=lambda: self._waking.call(tile),
            )
        else:
            self._tiles[tile] = RecordedTile(
                source,
                writer,
                tell=lambda state: self._tell(tile, state),
                overloaded=lambda: self._send(Overloaded(tile)),
                tell_facts=lambda facts: self._tell_facts(tile, facts, slow=False),
            )
            self._tell(tile, PLAYING)
        self._tiles[tile].visible = command.visible
        self._tiles[tile].set_crop(command.crop, self._moment())
        self._wishes[tile] = 0
        return True

    def _resize(self, command: ResizeTile) -> None:
        opening = self._openings.get(command.tile)
        if opening is not None:
            opening.command = replace(opening.command, block=command.block)
            return
        runner = self._tiles.get(command.tile)
        if runner is None:
            return
        with contextlib.suppress(FileNotFoundError):  # resized again meanwhile
            block = attach_block(command.block.name)
            writer = SlotWriter(block, command.block, live=runner.source.live)
            runner.replace_writer(writer, self._moment())
            self._wishes[command.tile] = 0

    def _show(self, command: ShowTile) -> None:
        opening = self._openings.get(command.tile)
        if opening is not None:
            opening.command = replace(opening.command, visible=command.visible)
        runner = self._tiles.get(command.tile)
        if runner is not None:
            runner.visible = command.visible
            self._wishes[command.tile] = 0

    def _crop(self, command: CropTile) -> None:
        opening = self._openings.get(command.tile)
        if opening is not None:
            opening.command = replace(opening.command, crop=command.crop)
        runner = self._tiles.get(command.tile)
        if runner is not None:
            runner.set_crop(command.crop, self._moment())
            self._wishes[command.tile] = 0

    def _choose(self, command: ChooseStream) -> None:
        opening = self._openings.get(command.tile)
        if opening is not None:
            opening.command = replace(opening.command, stream=command.stream)
        runner = self._tiles.get(command.tile)
        if isinstance(runner, LiveTile):
            runner.choose(command.stream)

    def _close(self, tile: int) -> None:
        opening = self._openings.pop(tile, None)
        if opening is not None:
            opening.abandoned = True
            if opening.done and opening.source is not None:
                opening.source.close()
                self._farewells.add(opening.source)
        runner = self._tiles.pop(tile, None)
        self._wishes.pop(tile, None)
        self._states.pop(tile, None)
        self._current.pop(tile, None)
        if runner is not None:
            runner.close()
            self._farewells.add(runner.source)

    def _close_all(self) -> None:
        for tile in [*self._tiles, *self._openings]:
            self._close(tile)
        self._farewells.wait(_GOODBYE_S)
        self._waking.close()
        self._pulse.close()

    def _find_step(self, command: FindStep) -> None:
        runner = self._tiles.get(command.tile)
        found = None
        if runner is not None:
            self._pulse.busy(self._setup.row, command.tile)
            found = runner.find_step(command.from_us, command.frames)
            self._pulse.busy(self._setup.row, -1)
            self._wishes[command.tile] = 0
        self._send(StepFound(command.tile, command.opening, found))

    def _take_still(self, command: TakeStill) -> None:
        runner = self._tiles.get(command.tile)
        if isinstance(runner, LiveTile):
            # Its kept pictures are in the source, and a source belongs to one thread.
            self._live_still(command, runner)
            return
        thread = threading.Thread(
            target=self._recorded_still, args=(command,), name="still", daemon=True
        )
        thread.start()

    def _recorded_still(self, command: TakeStill) -> None:
        source = self._setup.opener(command.media)
        try:
            answer = _answer(lambda: source.still(command.media_time_us))
            self._send(StillTaken(command.request, answer))
        finally:
            source.close()

    def _live_still(self, command: TakeStill, runner: LiveTile) -> None:
        """What was seen at once: nothing that happens to the main stream may cost it."""
        answer = _answer(lambda: runner.source.still(command.media_time_us))
        follows = isinstance(answer, Still) and runner.shows_small
        self._send(StillTaken(command.request, answer, main_follows=follows))
        if follows and isinstance(command.media, LiveStream):
            thread = threading.Thread(
                target=self._main_still,
                args=(command.request, command.media),
                name="main still",
                daemon=True,
            )
            thread.start()

    def _main_still(self, request: int, media: LiveStream) -> None:
        answer = _answer(lambda: main_picture(media))
        with contextlib.suppress(OSError):  # the window has gone meanwhile
            self._send(MainStillTaken(request, answer))

    def _tell(self, tile: int, state: TileState) -> None:
        if self._states.get(tile) == state:
            return
        self._states[tile] = state
        self._send(StateChanged(tile, self._current.get(tile, -1), state))

    def _tell_facts(self, tile: int, facts: TileFacts, slow: bool) -> None:
        self._send(FactsTold(tile, self._current.get(tile, -1), facts, slow))

    def _send(self, event: Event) -> None:
        with _SEND_LOCK:
            self._conn.send(event)


_SEND_LOCK = threading.Lock()


def _answer(take: Callable[[], Still]) -> Still | Fault:
    """The still, or the fault that is told instead of it."""
    try:
        return take()
    except Fault as fault:
        return fault
    except Exception as error:  # noqa: BLE001 - thread edge: it becomes the still's answer
        return still_fault(type(error).__name__)


def still_fault(reason: str) -> SourceFault:
    """Why a still could not be taken, where the source itself did not say."""
    return SourceFault(STILL_FAILED, reason=reason)


def worker_main(setup: WorkerSetup, conn: Connection[Event, Command]) -> None:
    """The entry point of a worker process."""
    import av

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the window decides when to end
    av.logging.set_level(None)  # its callback takes the interpreter lock from codec threads
    leave_tracking_to_owner()
    gc.collect()
    gc.freeze()
    threading.Thread(target=_prepare, name="prepare", daemon=True).start()
    Worker(setup, conn).run()


def _prepare() -> None:
    """Load what the first live tile needs, so that its picture need not wait for it."""
    import app.video.live.source  # noqa: F401 - loaded, and used by others later
