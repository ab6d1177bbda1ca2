"""VLC on the cameras of ``bench live``: players of one libVLC that decode into memory.

As Debian builds it, VLC opens no RTSP address, so it gets the same coded pictures as an MPEG
transport stream over HTTP. It scales and converts every picture to the tile's size and paints
none. The time drawn into the picture is read when VLC would show it.

``python -m app.bench.live_peer_vlc TASK`` is the process that is measured.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from collections.abc import Sequence
from typing import Any

from app.bench.live_code import TURN_MS, read
from app.bench.peer_result import latency_words
from app.bench.peer_vlc import instance
from app.bench.peers import measured

_PATIENCE_S = 30.0
_WARM_UP_S = 2.0
_LOOK_S = 0.02
_BUFFER_MS = 100
"""How much VLC is asked to keep; less, and it shows pictures late and out of its own time."""


def measure_vlc(
    addresses: Sequence[str], width: int, height: int, seconds: float
) -> dict[str, Any]:
    """Our keys, as far as they can be had; or ``note``: why it could not be measured."""
    task = {"addresses": list(addresses), "width": width, "height": height, "seconds": seconds}
    return measured("vlc", "app.bench.live_peer_vlc", task)


class _Tile:
    """One player that writes into its own buffer, and what it would have shown."""

    def __init__(self, vlc: Any, libvlc: Any, address: str, size: tuple[int, int]) -> None:
        import numpy as np

        width, height = size
        self._buffer = ctypes.create_string_buffer(width * height * 4 + 64)
        at = ctypes.addressof(self._buffer)
        pixels = np.frombuffer(memoryview(self._buffer), np.uint8, width * height * 4)
        self._green = pixels.reshape(height, width * 4)[:, 1::4]
        self._made_ms: int | None = None
        self.shown = 0
        self.first_s: float | None = None
        self.latencies_ms: list[float] = []

        def lock(_opaque: Any, planes: Any) -> None:
            planes[0] = at

        def display(_opaque: Any, _picture: Any) -> None:
            self._display()

        callbacks = vlc.CallbackDecorators
        self._keep = (callbacks.VideoLockCb(lock), callbacks.VideoDisplayCb(display))
        self.player = libvlc.media_player_new()
        media = libvlc.media_new(address)
        for option in (":avcodec-threads=1", f":network-caching={_BUFFER_MS}"):
            media.add_option(option)
        self.player.set_media(media)
        self.player.video_set_format("RV32", width, height, width * 4)
        self.player.video_set_callbacks(self._keep[0], None, self._keep[1], None)

    def _display(self) -> None:
        made_ms, now_ms = read(self._green), time.time() * 1000
        if made_ms is None or made_ms == self._made_ms:
            return  # VLC shows a picture again when no new one comes
        self._made_ms = made_ms
        self.shown += 1
        self.first_s = self.first_s or time.perf_counter()
        self.latencies_ms.append((now_ms - made_ms) % TURN_MS)


def main() -> int:
    """Play the task's addresses and print what ``app.bench.peers.measured`` expects."""
    task = json.loads(sys.argv[1])
    libvlc = instance()
    if libvlc is None:
        print(json.dumps({"note": "libvlc is not installed"}), flush=True)
        return 0
    import vlc

    size = task["width"], task["height"]
    tiles = [_Tile(vlc, libvlc, address, size) for address in task["addresses"]]
    print(json.dumps(_measure(tiles, task["seconds"])), flush=True)
    sys.stdin.readline()  # until our memory has been measured
    os._exit(0)  # stopping 25 players one after another takes longer than the measurement


def _measure(tiles: list[_Tile], seconds: float) -> dict[str, Any]:
    began_s = time.perf_counter()
    for tile in tiles:
        tile.player.play()
    while any(tile.first_s is None for tile in tiles):
        if time.perf_counter() - began_s > _PATIENCE_S:
            return {"note": "it did not show every address within 30 s"}
        time.sleep(_LOOK_S)
    time.sleep(_WARM_UP_S)
    before = [(tile.shown, len(tile.latencies_ms)) for tile in tiles]
    print("begin", flush=True)
    measured_s = time.perf_counter()
    time.sleep(seconds)
    passed_s = time.perf_counter() - measured_s
    print("end", flush=True)
    rates = [(tile.shown - was) / passed_s for tile, (was, _) in zip(tiles, before, strict=True)]
    ages = [
        age for tile, (_, was) in zip(tiles, before, strict=True) for age in tile.latencies_ms[was:]
    ]
    first = sorted((tile.first_s or began_s) - began_s for tile in tiles)
    return {
        "first_picture_s_max": round(first[-1], 2),
        "first_picture_s_p50": round(first[len(first) // 2], 2),
        **latency_words(ages),
        "pictures_per_s_min": round(min(rates), 2),
        "pictures_per_s_mean": round(sum(rates) / len(rates), 2),
    }


if __name__ == "__main__":
    sys.exit(main())
