"""Live cameras beside recordings: playing, refusing, lost, and asking for a password."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from app.logs import start_log
from app.operations.values import Camera, CameraDraft, Place
from app.widgets.password_dialog import PasswordDialog
from tests.e2e.stage import START_US, Hands, SmallStage, is_open, number_at, open_window
from tests.support.clips import make_clip
from tests.support.rtsp_server import RtspServer

FIRST_LIVE = 3700  # no recording has so high a number
RIGHT, WRONG = "Kranich&7 hafen", "Reiher%9 ufer"


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return make_clip(
        tmp_path / "live.mp4", pictures=40, rate=10, width=320, height=180, first=FIRST_LIVE
    )


def add_gate(
    window: Hands, stage: SmallStage, url: str, user: str = "", root: str = "", pattern: str = ""
) -> Camera:
    draft = CameraDraft(
        stage.stores["S001"].id, "gate", "Gate", Place.PARKING, main_url=url, user_name=user,
        recording_root=root, recording_pattern=pattern,
    )  # fmt: skip
    return window.operations.stores.add_camera(draft)


def is_live(window: Hands, tile: int) -> bool:
    number = window.number(tile)
    return not window.says(tile) and number is not None and number >= FIRST_LIVE


def plays(window: Hands, tile: int) -> None:
    """Wait until a tile has shown several pictures of the live camera."""
    seen: set[int | None] = set()
    window.until(
        lambda: is_live(window, tile) and (seen.add(window.number(tile)) or len(seen) > 3),
        "live pictures",
    )


def give_password(window: Hands, tile: int, password: str) -> None:
    window.spin(0.3)  # the wall looks at its tiles' states ten times a second
    window.click_tile(tile)
    dialog = window.dialog(PasswordDialog)
    assert isinstance(dialog, PasswordDialog)
    assert dialog.password.echoMode() is dialog.password.EchoMode.Password
    dialog.activateWindow()
    window.until(dialog.password.hasFocus, "the dialog's focus")
    window.type(password)
    window.keys("Return")
    window.until(lambda: not is_open(dialog), "the dialog closed")


@contextmanager
def logged(home: Path) -> Iterator[Path]:
    """The program's own log, as ``main.py`` opens it."""
    root = logging.getLogger()
    level, before = root.level, list(root.handlers)
    path = start_log(home)
    try:
        yield path
    finally:
        root.setLevel(level)
        for handler in [each for each in root.handlers if each not in before]:
            root.removeHandler(handler)
            handler.close()


def test_a_live_camera_plays_beside_paused_recordings(
    window: Hands, small_stage: SmallStage, clip: Path
) -> None:
    entrance = small_stage.cameras["S001/entrance"]
    with RtspServer(clip, rate_hz=10) as server:
        gate = add_gate(window, small_stage, server.url)
        window.fill([entrance, gate])
        window.wall.controller.seek(START_US)
        plays(window, 1)
        assert not window.wall.controller.playing
        first = number_at("S001/entrance", START_US)
        window.until(lambda: window.number(0) == first, "the recording's picture")
        # Time of the recordings moves them alone.
        window.wall.controller.set_speed(4.0)
        window.wall.controller.play()
        later = number_at("S001/entrance", START_US) + 30
        window.until(lambda: (window.number(0) or 0) > later, "the recording under way")
        plays(window, 1)
        window.wall.controller.clear()


def test_live_mode_shows_live_and_says_where_there_is_none(
    window: Hands, small_stage: SmallStage, clip: Path
) -> None:
    entrance = small_stage.cameras["S001/entrance"]
    with RtspServer(clip, rate_hz=10) as server:
        root, pattern = str(small_stage.footage / "S001"), "entrance/%Y-%m-%d/%H-%M-%S.mp4"
        gate = add_gate(window, small_stage, server.url, root=root, pattern=pattern)
        window.fill([entrance, gate])
        assert not is_live(window, 1)  # it has recordings, and the wall plays back
        window.click(window.wall.bar.mode.buttons[0])
        plays(window, 1)
        window.until(lambda: window.says(0).startswith("No live address"), "what is missing")
        window.click(window.wall.bar.mode.buttons[1])
        window.until(lambda: window.shown(0) and not window.says(0), "the recording again")
        window.until(lambda: window.number(1) is not None and not is_live(window, 1), "both")
        window.wall.controller.clear()


def test_a_camera_that_refuses_says_so_and_the_rest_goes_on(
    window: Hands, small_stage: SmallStage, clip: Path
) -> None:
    with RtspServer(clip, rate_hz=10) as gone:
        url = gone.url
    gate = add_gate(window, small_stage, url)
    window.fill([small_stage.cameras["S001/entrance"], gate])
    window.until(lambda: "S001/gate refuses the connection" in window.says(1), "the refusal")
    assert "Check the address and port" in window.says(1)
    window.wall.controller.seek(START_US)
    window.wall.controller.play()
    begun = number_at("S001/entrance", START_US)
    window.until(lambda: (window.number(0) or 0) > begun + 5, "the recording under way")
    window.wall.controller.clear()


def test_a_lost_camera_comes_back_by_itself(
    window: Hands, small_stage: SmallStage, clip: Path
) -> None:
    with RtspServer(clip, rate_hz=10) as server:
        window.fill([add_gate(window, small_stage, server.url)])
        plays(window, 0)
        server.drop()
        window.until(lambda: window.says(0) != "", "words in the tile")
        plays(window, 0)
        window.wall.controller.clear()


def test_a_wrong_password_is_said_and_asked_again_and_kept_in_no_file(
    small_stage: SmallStage, clip: Path
) -> None:
    server = RtspServer(clip, rate_hz=10, user="inspector", password=RIGHT)
    with server, logged(small_stage.home) as log, open_window(small_stage) as window:
        gate = add_gate(window, small_stage, server.url, "inspector")
        window.fill([small_stage.cameras["S001/entrance"], gate])
        window.until(lambda: window.says(1) == "Password needed. Click to enter it.", "the ask")
        give_password(window, 1, WRONG)
        window.until(lambda: "does not accept the user name" in window.says(1), "the refusal")
        assert "S001/gate" in window.says(1)
        give_password(window, 1, RIGHT)
        plays(window, 1)
        assert "is kept until the program ends" in window.notices()
        window.wall.controller.clear()
    assert log.is_file()
    for path in sorted(small_stage.home.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            for secret in (RIGHT, WRONG):
                assert not any(form in data for form in forms(secret)), f"{secret} in {path}"


def forms(secret: str) -> tuple[bytes, ...]:
    """A secret as it might stand in a file."""
    plain = secret.encode()
    return (
        plain, quote(secret, safe="").encode(), quote(secret).encode(),
        base64.b64encode(plain), base64.b64encode(b"inspector:" + plain),
        secret.encode("utf-16-le"),
    )  # fmt: skip


def test_a_password_in_an_address_is_not_stored(small_stage: SmallStage, clip: Path) -> None:
    with RtspServer(clip, rate_hz=10, user="inspector", password=RIGHT) as server:
        url = server.url.replace("rtsp://", f"rtsp://inspector:{quote(RIGHT, safe='')}@")
        with open_window(small_stage) as window:
            gate = add_gate(window, small_stage, url)
            assert "Kranich" not in gate.main_url
            window.fill([gate])
            plays(window, 0)
            window.wall.controller.clear()
    for path in sorted(small_stage.home.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            assert not any(form in data for form in forms(RIGHT)), path


def test_recordings_of_a_camera_need_no_password(
    window: Hands, small_stage: SmallStage, clip: Path
) -> None:
    root, pattern = str(small_stage.footage / "S001"), "entrance/%Y-%m-%d/%H-%M-%S.mp4"
    server = RtspServer(clip, rate_hz=10, user="inspector", password=RIGHT)
    with server:
        gate = add_gate(window, small_stage, server.url, "inspector", root, pattern)
        window.fill([gate])
        window.until(lambda: window.number(0) is not None and not window.says(0), "the recording")
        window.click(window.wall.bar.mode.buttons[0])
        window.until(lambda: window.says(0) == "Password needed. Click to enter it.", "the ask")
        give_password(window, 0, RIGHT)
        plays(window, 0)
        window.wall.controller.clear()
