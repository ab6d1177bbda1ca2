"""mpv on the cameras of ``bench live``: one process a tile, shown nowhere.

It scales and converts every picture to the tile's size and reports its time
through its IPC socket, which counts pictures and tells when the first one came.
How old a picture is cannot be read from outside.
"""

from __future__ import annotations

import json
import selectors
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.bench.usage import UsageMeter

_PATIENCE_S = 30.0
_WARM_UP_S = 2.0


def measure_mpv(
    addresses: Sequence[str], width: int, height: int, seconds: float
) -> dict[str, Any]:
    """Our keys, as far as they can be had; or ``note``: why it could not be measured."""
    program = shutil.which("mpv")
    if program is None:
        return {"note": "mpv is not installed"}
    print("Measuring mpv ...", flush=True)
    with tempfile.TemporaryDirectory(prefix="floorwalk-mpv-") as folder:
        began_s = time.perf_counter()
        tiles = [
            _Tile(program, address, Path(folder) / str(number), (width, height))
            for number, address in enumerate(addresses)
        ]
        try:
            return _measure(tiles, seconds, began_s)
        finally:
            for tile in tiles:
                tile.end()


class _Tile:
    """One mpv and what it reported."""

    def __init__(self, program: str, address: str, place: Path, size: tuple[int, int]) -> None:
        self._place = place
        self._rest = b""
        self.time_s: float | None = None
        self.first_s: float | None = None
        self.shown = 0
        scale = f"lavfi=[scale={size[0]}:{size[1]}:flags=fast_bilinear,format=bgr0]"
        options = [
            "--no-config", "--really-quiet", "--no-audio", "--vo=null", "--hwdec=no",
            "--profile=low-latency", "--rtsp-transport=tcp", "--vd-lavc-threads=1",
            f"--vf={scale}", f"--input-ipc-server={place}",
        ]  # fmt: skip
        self.process = subprocess.Popen([program, *options, address])
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.connected = False

    def connect(self) -> bool:
        """Ask to be told each new time; False while the player is still starting."""
        try:
            self.socket.connect(str(self._place))
        except OSError:
            return False
        command = {"command": ["observe_property", 1, "time-pos"]}
        self.socket.send(json.dumps(command).encode() + b"\n")
        self.socket.setblocking(False)
        self.connected = True
        return True

    def receive(self) -> None:
        """Take what the player reports: each new time is a picture."""
        try:
            got = self.socket.recv(65_536)
        except BlockingIOError:
            return
        *lines, self._rest = (self._rest + got).split(b"\n")
        for line in lines:
            at_s = json.loads(line).get("data") if line else None
            if isinstance(at_s, int | float) and at_s != self.time_s:
                self.time_s = float(at_s)
                self.shown += 1
                self.first_s = self.first_s or time.perf_counter()

    def end(self) -> None:
        """Stop the player."""
        self.process.kill()
        self.process.wait()
        self.socket.close()


def _measure(tiles: list[_Tile], seconds: float, began_s: float) -> dict[str, Any]:
    with selectors.DefaultSelector() as selector:
        until_s = began_s + _PATIENCE_S
        while any(tile.first_s is None for tile in tiles) and time.perf_counter() < until_s:
            for tile in tiles:
                if not tile.connected and tile.connect():
                    selector.register(tile.socket, selectors.EVENT_READ, tile)
            _listen(selector, 0.02)
        _listen(selector, _WARM_UP_S)
        before = [tile.shown for tile in tiles]
        meters = [UsageMeter(tile.process.pid) for tile in tiles]
        for meter in meters:
            meter.begin()
        measured_s = time.perf_counter()
        _listen(selector, seconds)
        passed_s = time.perf_counter() - measured_s
        for meter in meters:
            meter.end()
    rates = [(tile.shown - was) / passed_s for tile, was in zip(tiles, before, strict=True)]
    first = sorted((tile.first_s or began_s + _PATIENCE_S) - began_s for tile in tiles)
    return {
        "first_picture_s_max": round(first[-1], 2),
        "first_picture_s_p50": round(first[len(first) // 2], 2),
        "pictures_per_s_min": round(min(rates), 2),
        "pictures_per_s_mean": round(sum(rates) / len(rates), 2),
        "cpu_cores": round(sum(meter.usage.cpu_cores for meter in meters), 2),
        "stolen_cores": round(max(meter.usage.stolen_cores for meter in meters), 2),
        "rss_mib": round(sum(meter.usage.memory_mib for meter in meters)),
    }


def _listen(selector: selectors.BaseSelector, seconds: float) -> None:
    until_s = time.perf_counter() + seconds
    while (left_s := until_s - time.perf_counter()) > 0:
        if not selector.get_map():
            time.sleep(left_s)
            return
        for key, _ in selector.select(left_s):
            key.data.receive()
