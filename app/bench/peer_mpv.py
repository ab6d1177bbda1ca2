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

from app.bench.peer_result import played, sought

_KEYFRAMES_FROM = 16.0
_PATIENCE_S = 20.0
_SEEK_PATIENCE_S = 5.0
_REST_S = 0.5


def main() -> int:
    """Read the task from the command line, print what ``app.bench.peers`` expects."""
    task = json.loads(sys.argv[1])
    program = shutil.which("mpv")
    if program is None:
        print(json.dumps({"note": "mpv is not installed"}), flush=True)
        return 0
    measure = {"play": _play, "seek": _seek, "soak": _soak}[task["task"]]
    with tempfile.TemporaryDirectory(prefix="floorwalk-mpv-") as folder:
        tiles = [_Tile(program, task, Path(folder) / str(n)) for n in range(task["tiles"])]
        try:
            for tile in tiles:
                tile.connect()
            _listen(tiles, task["warm_up_s"])
            result = measure(tiles, task)
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
        self.restarts = 0  # jumps that have ended with a picture
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
        self._send("observe_property", 1, "time-pos")
        self.socket.setblocking(False)

    def jump(self, moment_s: float) -> None:
        """Go to exactly that moment."""
        self._send("seek", moment_s, "absolute+exact")

    def receive(self) -> None:
        """Take what the player reports: each new time is a picture shown."""
        self._rest += self.socket.recv(65536)
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            told = json.loads(line) if line else {}
            self.restarts += told.get("event") == "playback-restart"
            data = told.get("data")
            if isinstance(data, int | float) and data != self.time_s:
                self.time_s = float(data)
                self.shown += 1

    def _send(self, *command: object) -> None:
        self.socket.send(json.dumps({"command": command}).encode() + b"\n")


def _listen(tiles: list[_Tile], seconds: float, restarts: int | None = None) -> float:
    """Take reports for a while; returns the largest distance of times (s).

    ``restarts``: stop as soon as each has reported so many ends of jumps.
    """
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
            if restarts is not None and all(tile.restarts >= restarts for tile in tiles):
                break
    return spread_s


def _play(tiles: list[_Tile], task: dict[str, Any]) -> dict[str, Any]:
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
    return played(rates, spread_s, reached, "time-pos")


def _seek(tiles: list[_Tile], task: dict[str, Any]) -> dict[str, Any]:
    print("begin", flush=True)
    took_ms: list[float | None] = []
    for moment_s in task["moments_s"]:
        for tile in tiles:
            tile.restarts = 0
        began_s = time.perf_counter()
        for tile in tiles:
            tile.jump(moment_s)
        _listen(tiles, _SEEK_PATIENCE_S, restarts=1)
        done = all(tile.restarts for tile in tiles)
        took_ms.append((time.perf_counter() - began_s) * 1000 if done else None)
        _listen(tiles, _REST_S)
    print("end", flush=True)
    return sought(took_ms)


def _soak(tiles: list[_Tile], task: dict[str, Any]) -> dict[str, Any]:
    before = [tile.shown for tile in tiles]
    began_s = time.perf_counter()
    print("begin", flush=True)
    marked, jumps = False, 0
    while (passed_s := time.perf_counter() - began_s) < task["seconds"]:
        if not marked and passed_s >= task["mark_s"]:
            print("mark", flush=True)
            marked = True
        if jumps < len(task["moments_s"]):
            for tile in tiles:
                tile.jump(task["moments_s"][jumps])
            jumps += 1
        _listen(tiles, min(task["every_s"], task["seconds"] - passed_s))
    print("end", flush=True)
    rates = [(tile.shown - b) / passed_s for tile, b in zip(tiles, before, strict=True)]
    return {"seeks": jumps, "pictures_per_s_min": round(min(rates), 2)}


if __name__ == "__main__":
    sys.exit(main())
