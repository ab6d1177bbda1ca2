"""Plays the bench's task with python-vlc; started by ``app.bench.peers``.

Pictures are taken through vmem callbacks at the tile's size, so that VLC
scales and converts as our workers do; it need not paint them.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
import zlib
from typing import Any

_KEYFRAMES_FROM = 16.0
_LOOK_S = 0.05


def main() -> int:
    """Read the task from the command line, print what ``app.bench.peers`` expects."""
    task = json.loads(sys.argv[1])
    try:
        import vlc

        instance = vlc.Instance(
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
        instance = None
    if instance is None:
        print(json.dumps({"note": "libvlc is not installed"}), flush=True)
        return 0
    tiles = [_Tile(vlc, instance, task) for _ in range(task["tiles"])]
    for tile in tiles:
        tile.player.play()
    for tile in tiles:
        tile.player.set_rate(task["speed"])
    time.sleep(task["warm_up_s"])
    result = _measure(tiles, task["seconds"])
    print(json.dumps(result), flush=True)
    sys.stdin.readline()  # until our memory has been measured
    os._exit(0)  # stopping 25 players one after another takes longer than the measurement


class _Tile:
    """One player that writes into its own buffer and counts what it would show."""

    def __init__(self, vlc: Any, instance: Any, task: dict[str, Any]) -> None:
        width, height = task["width"], task["height"]
        self.shown = 0
        self._seen = 0
        self._buffer = ctypes.create_string_buffer(width * height * 4 + 64)
        address = ctypes.addressof(self._buffer)
        rows = memoryview(self._buffer)[height // 2 * width * 4 :][: 4 * width * 4]

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


def _measure(tiles: list[_Tile], seconds: float) -> dict[str, Any]:
    before = [tile.shown for tile in tiles]
    began_s = time.perf_counter()
    print("begin", flush=True)
    spread_ms, first_ms = 0, [tile.player.get_time() for tile in tiles]
    while time.perf_counter() - began_s < seconds:
        times = [tile.player.get_time() for tile in tiles]
        spread_ms = max(spread_ms, max(times) - min(times))
        time.sleep(_LOOK_S)
    print("end", flush=True)
    passed_s = time.perf_counter() - began_s
    rates = [(tile.shown - b) / passed_s for tile, b in zip(tiles, before, strict=True)]
    last_ms = [tile.player.get_time() for tile in tiles]
    reached = [(b - a) / 1000 / passed_s for a, b in zip(first_ms, last_ms, strict=True)]
    return {
        "pictures_per_s_min": round(min(rates), 2),
        "pictures_per_s_mean": round(sum(rates) / len(rates), 2),
        "media_spread_s_max": round(spread_ms / 1000, 3),
        "media_spread_basis": "libvlc_media_player_get_time",
        "speed_reached_mean": round(sum(reached) / len(reached), 2),
    }


if __name__ == "__main__":
    sys.exit(main())
