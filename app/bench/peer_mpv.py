"""Plays the bench's task with mpv, one process a tile; started by ``app.bench.peers``.

mpv scales and converts each picture to the tile's size and shows it nowhere
(``--vo=null``). Each reports its time through its IPC socket.
"""

from __future__ import annotations

import json
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_KEYFRAMES_FROM = 16.0
_PATIENCE_S = 20.0


def main() -> int:
    """Read the task from the command line, print what ``app.bench.peers`` expects."""
    task = json.loads(sys.argv[1])
    program = shutil.which("mpv")
    if program is None:
        print(json.dumps({"note": "mpv is not installed"}), flush=True)
        return 0
    with tempfile.TemporaryDirectory(prefix="floorwalk-mpv-") as folder:
        tiles = [_Tile(program, task, Path(folder) / str(n)) for n in range(task["tiles"])]
        try:
            for tile in tiles:
                tile.connect()
            result = _measure(tiles, task)
        finally:
            for tile in tiles:
                tile.process.kill()
                tile.process.wait()
    print(json.dumps(result), flush=True)
    return 0


class _Tile:
    """One mpv and the last time it reported."""

    def __init__(self, program: str, task: dict[str, Any], address: Path) -> None:
        self._address = address
        self.time_s: float | None = None
        self.shown = 0
        self._rest = b""
        scale = f"lavfi=[scale={task['width']}:{task['height']}:flags=fast_bilinear,format=bgr0]"
        options = [
            "--no-config", "--really-quiet", "--no-audio", "--vo=null", "--hwdec=no",
            "--vd-lavc-threads=1", f"--speed={task['speed']}", f"--vf={scale}",
            f"--input-ipc-server={address}",
        ]  # fmt: skip
        if task["speed"] >= _KEYFRAMES_FROM:
            options.append("--vd-lavc-skipframe=nonkey")
        self.process = subprocess.Popen([program, *options, task["clip"]])
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)

    def connect(self) -> None:
        """Wait for the socket and ask to be told each new time."""
        until_s = time.perf_counter() + _PATIENCE_S
        while True:
            try:
                self.socket.connect(str(self._address))
                break
            except OSError:
                if time.perf_counter() > until_s:
                    raise
                time.sleep(0.02)
        command = {"command": ["observe_property", 1, "time-pos"]}
        self.socket.send(json.dumps(command).encode() + b"\n")
        self.socket.setblocking(False)

    def receive(self) -> None:
        """Take what the player reports: each new time is a picture shown."""
        self._rest += self.socket.recv(65536)
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            data = json.loads(line).get("data") if line else None
            if isinstance(data, int | float) and data != self.time_s:
                self.time_s = float(data)
                self.shown += 1


def _listen(tiles: list[_Tile], seconds: float) -> float:
    """Take reports for a while; returns the largest distance of times (s)."""
    spread_s, until_s = 0.0, time.perf_counter() + seconds
    with selectors.DefaultSelector() as selector:
        for tile in tiles:
            selector.register(tile.socket, selectors.EVENT_READ, tile)
        while (left_s := until_s - time.perf_counter()) > 0:
            for key, _events in selector.select(left_s):
                key.data.receive()
            times = [tile.time_s for tile in tiles if tile.time_s is not None]
            if len(times) == len(tiles):
                spread_s = max(spread_s, max(times) - min(times))
    return spread_s


def _measure(tiles: list[_Tile], task: dict[str, Any]) -> dict[str, Any]:
    _listen(tiles, task["warm_up_s"])
    before = [(tile.shown, tile.time_s or 0.0) for tile in tiles]
    print("begin", flush=True)
    began_s = time.perf_counter()
    spread_s = _listen(tiles, task["seconds"])
    passed_s = time.perf_counter() - began_s
    print("end", flush=True)
    rates = [(tile.shown - b) / passed_s for tile, (b, _) in zip(tiles, before, strict=True)]
    reached = [
        ((tile.time_s or 0.0) - at_s) / passed_s
        for tile, (_, at_s) in zip(tiles, before, strict=True)
    ]
    return {
        "pictures_per_s_min": round(min(rates), 2),
        "pictures_per_s_mean": round(sum(rates) / len(rates), 2),
        "media_spread_s_max": round(spread_s, 3),
        "media_spread_basis": "time-pos",
        "speed_reached_mean": round(sum(reached) / len(reached), 2),
    }


if __name__ == "__main__":
    sys.exit(main())
