"""A window over real operations and an engine that only notes what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.application import Window, make_app, make_window
from app.operations.facade import Operations, open_operations
from app.operations.values import Camera, CameraDraft, Place
from app.storage.credentials import Credentials
from app.video.clock import PlaybackClock
from app.video.media import Media, Span
from app.video.tiles import EMPTY, PLAYING, TileFacts, TileState
from app.video.wall.engine import EngineStatistics
from app.video.wall.still_desk import ComingStill
from app.widgets.stores_screen import StoresScreen
from tests.support.clips import make_clip

ZONE = "Asia/Shanghai"
START_US = 1_772_416_920_000_000  # 2026-03-02 10:02 in Shanghai
PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"


class NotingEngine:
    """Looks like a WallEngine and decodes nothing."""

    def __init__(self) -> None:
        self.clock = PlaybackClock()
        self.opened: dict[int, Media] = {}
        self.calls: list[tuple[object, ...]] = []
        self.shown_us: int | None = None
        self.stills = ComingStill()
        self.stopped = False
        self.counts: dict[int, int] = {}  # pictures shown by tile
        self.told: dict[int, TileState] = {}  # what is to be said of a tile

    def start(self) -> None:
        self.calls.append(("start",))

    def stop(self) -> None:
        self.stopped = True

    def open(self, tile: int, media: Media, width: int, height: int) -> None:
        self.calls.append(("open", tile, media, width, height))
        self.opened[tile] = media

    def close(self, tile: int) -> None:
        self.calls.append(("close", tile))
        self.opened.pop(tile, None)

    def close_all(self) -> None:
        self.opened.clear()

    def resize(self, tile: int, width: int, height: int) -> None:
        self.calls.append(("resize", tile, width, height))

    def set_visible(self, tile: int, visible: bool) -> None:
        self.calls.append(("visible", tile, visible))

    def set_places(self, places: int, wall: int = 0) -> None:
        self.calls.append(("places", places) if wall == 0 else ("places", places, wall))

    def set_stream_rule(self, rule: str) -> None:
        self.calls.append(("stream rule", rule))

    def facts(self, tile: int) -> TileFacts | None:
        return None

    def tiles(self) -> tuple[int, ...]:
        return tuple(self.opened)

    def media(self, tile: int) -> Media | None:
        return self.opened.get(tile)

    def play(self) -> None:
        self.clock.play()

    def pause(self) -> None:
        self.clock.pause()

    def set_speed(self, speed: float) -> None:
        self.clock.set_speed(speed)

    def set_loop(self, span: Span | None) -> None:
        self.clock.set_loop(span)

    def set_course(self, spans: tuple[Span, ...] | None) -> None:
        self.clock.set_course(spans)

    def seek(self, media_time_us: int) -> None:
        self.calls.append(("seek", media_time_us))
        self.clock.seek(media_time_us)

    def step(self, frames: int, tile: int) -> None:
        self.calls.append(("step", frames, tile))

    def picture(self, tile: int, now_us: int | None = None) -> None:
        return None

    def state(self, tile: int) -> TileState:
        return self.told.get(tile, PLAYING) if tile in self.opened else EMPTY

    def shown_time_us(self, tile: int) -> int | None:
        return self.shown_us if tile in self.opened else None

    def still(self, tile: int, media_time_us: int) -> ComingStill:
        self.calls.append(("still", tile, media_time_us))
        return self.stills

    def statistics(self) -> EngineStatistics:
        return EngineStatistics(dict.fromkeys(self.opened, 8.0), (), 0, False)

    def pictures_shown(self) -> dict[int, int]:
        return dict(self.counts)

    def named(self, name: str) -> list[tuple[object, ...]]:
        return [call for call in self.calls if call[0] == name]


def stores_of(
    operations: Operations, root: str = "", stores: int = 2, cameras: int = 5
) -> tuple[Camera, ...]:
    """A company with stores and cameras that record below ``root``."""
    company = operations.stores.add_company("Harbour Motors")
    region = operations.stores.add_region(company.id, "East")
    made = []
    for number in range(1, stores + 1):
        store = operations.stores.add_store(region.id, f"S{number:03d}", f"Store {number}", ZONE)
        for camera in range(1, cameras + 1):
            draft = CameraDraft(
                store.id, f"cam{camera}", f"Camera {camera}", Place.FLOOR,
                recording_root=root, recording_pattern=PATTERN if root else "",
            )  # fmt: skip
            made.append(operations.stores.add_camera(draft))
    return tuple(made)


def footage(root: Path, camera: str = "cam1", *times: str) -> None:
    """Short clips of a camera at times such as ``10-02-00`` on 2026-03-02."""
    folder = root / camera / "2026-03-02"
    folder.mkdir(parents=True)
    for time in times or ("10-02-00",):
        make_clip(folder / f"{time}.mp4", pictures=20, rate=10)


def settle(window: Window) -> None:
    """Let background work, change sets and queued signals arrive."""
    for _ in range(5):
        assert window.context.background.wait(10_000)
        QTest.qWait(1)


@contextmanager
def open_window(
    home: Path, operations: Operations | None = None, *, greet: bool = True
) -> Iterator[Window]:
    """A window that is shown, and everything ended afterwards."""
    rooms = operations or open_operations(home, credentials=Credentials(lambda: None))
    if greet and rooms.people.current() is None:
        rooms.people.introduce("Lin Wei", "en", ZONE)
    window = make_window(make_app(), rooms, NotingEngine(), home)  # type: ignore[arg-type]
    try:
        window.main.begin()
        settle(window)
        yield window
    finally:
        close_dialogs()
        window.close()


def stores_screen(window: Window) -> StoresScreen:
    """The screen of stores and cameras, as the window holds it."""
    screen = window.main.screen_named("stores")
    assert isinstance(screen, StoresScreen)
    return screen


def close_dialogs() -> None:
    """Whatever a test left open on top."""
    for top in QApplication.topLevelWidgets():
        if top.isVisible() and top.parent() is not None:
            top.close()


def engine_of(window: Window) -> NotingEngine:
    engine = window.context.engine
    assert isinstance(engine, NotingEngine)
    return engine
