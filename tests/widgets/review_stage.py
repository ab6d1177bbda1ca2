"""A wall for reviewing, over an engine that only notes what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.application import Window
from app.operations.facade import open_operations
from app.operations.values import Camera
from app.storage.credentials import Credentials
from tests.widgets.window_stage import START_US, engine_of, footage, open_window, settle, stores_of

US = 1_000_000


class Wall:
    """A window with a store of five cameras and one of two, the first camera on the wall."""

    def __init__(self, window: Window, cameras: tuple[Camera, ...]) -> None:
        self.window, self.cameras = window, cameras
        self.screen, self.engine = window.main.wall, engine_of(window)
        self.controller = self.screen.controller
        self.bookmarks = window.context.operations.bookmarks

    def press(self, *action_ids: str) -> None:
        for action_id in action_ids:
            self.window.actions.trigger(action_id)
            settle(self.window)

    def at(self, second: float) -> None:
        self.controller.seek(START_US + round(second * US))
        self.engine.shown_us = self.controller.now_us()

    def said(self) -> str:
        return "\n".join(each.text("en") for each in self.window.context.notices.open())


@contextmanager
def open_wall(folder: Path) -> Iterator[Wall]:
    """A wall of nine tiles with a camera of each of two stores."""
    operations = open_operations(folder / "home", credentials=Credentials(lambda: None))
    footage(folder / "footage", "cam1", "10-02-00", "10-12-00")
    cameras = stores_of(operations, str(folder / "footage"), stores=2, cameras=5)
    with open_window(folder / "home", operations) as window:
        window.main.wall.controller.set_layout(9)
        window.main.wall.controller.add([cameras[0].id, cameras[5].id])
        settle(window)
        made = Wall(window, cameras)
        made.at(0)
        yield made
