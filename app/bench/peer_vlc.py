"""Plays the bench's task with python-vlc; started by ``app.bench.peers``.

Pictures are taken through vmem callbacks at the tile's size, so that VLC
scales and converts as our workers do; it need not paint them. Where the clip's
pictures carry their number, a tile's place is read off its picture.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
import zlib
from typing import Any

from app.bench.clips import RATE
from app.bench.peer_result import played, sought
from app.bench.timecode import reader

_KEYFRAMES_FROM = 16.0
_LOOK_S = 0.05
_LOOK_SEEK_S = 0.004
_PATIENCE_S = 5.0
_REST_S = 0.5


def main() -> int:
    """Read the task from the command line, print what ``app.bench.peers`` expects."""
    task = json.loads(sys.argv[1])
    vlc_instance = instance()
    if vlc_instance is None:
        print(json.dumps({"note": "libvlc is not installed"}), flush=True)
        return 0
    import vlc

    tiles = [_Tile(vlc, vlc_instance, task) for _ in range(task["tiles"])]
    for tile in tiles:
        tile.player.play()
    for tile in tiles:
        tile.player.set_rate(task["speed"])
    time.sleep(task["warm_up_s"])
    measure = {"play": _play, "seek": _seek, "soak": _soak}[task["task"]]
    print(json.dumps(measure(tiles, task)), flush=True)
    sys.stdin.readline()  # until our memory has been measured
    os._exit(0)  # stopping 25 players one after another takes longer than the measurement


def instance() -> Any:
    """A libVLC that decodes in software and drops nothing; None where it is not installed."""
    try:
        import vlc

        return vlc.Instance(
            [
                "--no-audio",
                "--quiet",
                "--avcodec-hw=none",
                "--no-xlib",
                "--no-drop-late-frames",
                "--no-skip-frames",
            ]
        )
    except (ImportError, OSError, NameError, AttributeError):
        return None


class _Tile:
    """One player that writes into its own buffer and counts what it would show."""

    def __init__(self, vlc: Any, instance: Any, task: dict[str, Any]) -> None:
        width, height = task["width"], task["height"]
        self.shown = 0
        self._seen = 0
        self.pictures: int = task["clip_pictures"]
        self._buffer = ctypes.create_string_buffer(width * height * 4 + 64)
        address = ctypes.addressof(self._buffer)
        self._pixels = memoryview(self._buffer).cast("B")
        self._number = reader(width, height, width * 4)
        rows = self._pixels[height // 2 * width * 4 :][: 4 * width * 4]

        def lock(_opaque: Any, planes: Any) -> None:
            planes[0] = address

        def display(_opaque: Any, _picture: Any) -> None:
            seen = zlib.crc32(rows)  # VLC shows a picture again when no new one comes
            self.shown += seen != self._seen
            self._seen = seen

        callbacks = vlc.CallbackDecorators
        self._keep = (callbacks.VideoLockCb(lock), callbacks.VideoDisplayCb(display))
        self.player = instance.media_player_new()
        media = instance.media_new(task["clip"])
        media.add_option(":avcodec-threads=1")
        if task["speed"] >= _KEYFRAMES_FROM:
            media.add_option(":avcodec-skip-frame=3")
        self.player.set_media(media)
        self.player.video_set_format("RV32", width, height, width * 4)
        self.player.video_set_callbacks(self._keep[0], None, self._keep[1], None)

    def number(self) -> int | None:
        """The number of the picture in the buffer, counted from the clip's start."""
        return self._number(self._pixels)

    def arrived(self, moment_s: float, passed_s: float, speed: float) -> bool | None:
        """Whether the picture is that of the moment or one since; None: it tells no number."""
        number = self.number()
        if number is None:
            return None
        slack = 1 if speed < _KEYFRAMES_FROM else 10 * RATE
        on = (number - round(moment_s * RATE) + slack) % self.pictures
        return on <= slack + passed_s * speed * RATE + 1


def _play(tiles: list[_Tile], task: dict[str, Any]) -> dict[str, Any]:
    before = [tile.shown for tile in tiles]
    began_s = time.perf_counter()
    print("begin", flush=True)
    spread_s, first_ms = 0.0, [tile.player.get_time() for tile in tiles]
    while time.perf_counter() - began_s < task["seconds"]:
        spread_s = max(spread_s, _apart_s(tiles))
        time.sleep(_LOOK_S)
    print("end", flush=True)
    passed_s = time.perf_counter() - began_s
    rates = [(tile.shown - b) / passed_s for tile, b in zip(tiles, before, strict=True)]
    last_ms = [tile.player.get_time() for tile in tiles]
    reached = [(b - a) / 1000 / passed_s for a, b in zip(first_ms, last_ms, strict=True)]
    numbered = tiles[0].number() is not None
    basis = "number in the picture, within the clip" if numbered else "VLC's word for its time"
    return played(rates, spread_s, reached, basis)


def _apart_s(tiles: list[_Tile]) -> float:
    """How far the tiles' pictures lie apart; on the clip's circle, since it is repeated."""
    numbers = [number for tile in tiles if (number := tile.number()) is not None]
    if not numbers:
        times = [tile.player.get_time() / 1000 for tile in tiles]
        return float(max(times) - min(times))
    around = tiles[0].pictures
    offsets = [(n - numbers[0] + around // 2) % around for n in numbers]
    return (max(offsets) - min(offsets)) / RATE


def _seek(tiles: list[_Tile], task: dict[str, Any]) -> dict[str, Any]:
    if any(tile.number() is None for tile in tiles):
        return {"note": "the clip's pictures carry no number, so VLC's jumps cannot be told"}
    print("begin", flush=True)
    took_ms = []
    for moment_s in task["moments_s"]:
        took_ms.append(_jump(tiles, moment_s, task["speed"]))
        time.sleep(_REST_S)
    print("end", flush=True)
    return sought(took_ms)


def _jump(tiles: list[_Tile], moment_s: float, speed: float) -> float | None:
    began_s = time.perf_counter()
    for tile in tiles:
        tile.player.set_time(round(moment_s * 1000))
    while (passed_s := time.perf_counter() - began_s) < _PATIENCE_S:
        if all(tile.arrived(moment_s, passed_s, speed) for tile in tiles):
            return (time.perf_counter() - began_s) * 1000
        time.sleep(_LOOK_SEEK_S)
    return None


def _soak(tiles: list[_Tile], task: dict[str, Any]) -> dict[str, Any]:
    before = [tile.shown for tile in tiles]
    began_s = time.perf_counter()
    print("begin", flush=True)
    marked, jumps = False, 0
    while (passed_s := time.perf_counter() - began_s) < task["seconds"]:
        if not marked and passed_s >= task["mark_s"]:
            print("mark", flush=True)
            marked = True
        if passed_s >= (jumps + 1) * task["every_s"] and jumps < len(task["moments_s"]):
            for tile in tiles:
                tile.player.set_time(round(task["moments_s"][jumps] * 1000))
            jumps += 1
        time.sleep(_LOOK_S)
    print("end", flush=True)
    rates = [(tile.shown - b) / passed_s for tile, b in zip(tiles, before, strict=True)]
    return {"seeks": jumps, "pictures_per_s_min": round(min(rates), 2)}


if __name__ == "__main__":
    sys.exit(main())
