"""Runs another player in a process of its own and measures that process."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from app.bench.clips import RATE, repeat_clip
from app.bench.footage import Footage
from app.bench.usage import UsageMeter

PEERS = {"vlc": "app.bench.peer_vlc", "mpv": "app.bench.peer_mpv"}
_WARM_UP_S = 5.0
_SLACK_S = 20.0
_PATIENCE_S = 60.0
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class PeerRun:
    """The same task as ours: a clip in so many tiles of that size, at a speed.

    ``task``: "play" for ``seconds``; "seek" to each of ``moments_s``; "soak":
    play for ``seconds`` and jump every ``every_s`` to the next of ``moments_s``,
    with memory read after ``mark_s`` and at the end.
    """

    footage: Footage
    tiles: int
    speed: float
    seconds: float
    width: int
    height: int
    task: Literal["play", "seek", "soak"] = "play"
    moments_s: tuple[float, ...] = ()
    every_s: float = 0.0
    mark_s: float = 0.0

    def file(self, folder: Path) -> Path:
        """One file that holds all that is played, made in ``folder`` where need be."""
        if self.task != "play":
            return self.footage.file
        needed_us = (self.seconds + _WARM_UP_S + _SLACK_S) * self.speed * 1e6
        copies = math.ceil(needed_us / self.footage.clip_us)
        if self.footage.clip_us * copies <= self.footage.file_us:
            return self.footage.file
        file = folder / f"{self.footage.clip.stem}-{copies}.mp4"
        if not file.exists():
            repeat_clip(self.footage.clip, copies, file)
        return file

    def words(self, folder: Path) -> dict[str, Any]:
        """What the player's process is told."""
        return {
            "task": self.task,
            "clip": str(self.file(folder)),
            "clip_pictures": round(self.footage.clip_us * RATE / 1e6),
            "tiles": self.tiles,
            "speed": self.speed,
            "seconds": self.seconds,
            "width": self.width,
            "height": self.height,
            "moments_s": self.moments_s,
            "every_s": self.every_s,
            "mark_s": self.mark_s,
            "warm_up_s": _WARM_UP_S,
        }


def run_peer(name: str, run: PeerRun, folder: Path) -> dict[str, Any]:
    """Our keys for this player, or ``note``: why it could not be measured."""
    result = measured(name, PEERS[name], run.words(folder))
    if "note" not in result:
        result["tiles"], result["speed"] = run.tiles, run.speed
    return result


def measured(name: str, module: str, task: dict[str, Any]) -> dict[str, Any]:
    """What the player's module finds out about a task, with what its process cost."""
    print(f"Measuring {name} ...", flush=True)
    with subprocess.Popen(
        [sys.executable, "-m", module, json.dumps(task)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=_ROOT,
    ) as process:
        try:
            return _follow(process)
        finally:
            process.kill()


def _follow(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The player's process prints "begin", "mark" and "end" at those times, then its result."""
    meter = UsageMeter(process.pid)
    result: dict[str, Any] = {}
    marked_mib: float | None = None
    for line in process.stdout or ():
        word = line.strip()
        if word == "begin":
            meter.begin()
        elif word == "mark":
            marked_mib = meter.memory_mib()
        elif word == "end":
            meter.end()
        elif word.startswith("{"):
            result = json.loads(word)
            break
    if process.stdin is not None:
        process.stdin.close()
    process.wait(_PATIENCE_S)
    if not result:
        return {"note": f"ended without a result (exit code {process.returncode})"}
    if "note" not in result:
        result.update(_usage(meter, marked_mib))
    return result


def _usage(meter: UsageMeter, marked_mib: float | None) -> dict[str, Any]:
    usage = meter.usage
    found = {
        "cpu_cores": round(usage.cpu_cores, 2),
        "stolen_cores": round(usage.stolen_cores, 2),
        "rss_mib": round(usage.memory_mib),
    }
    if marked_mib is None:
        return found
    return {
        **found,
        "memory_first_mib": round(marked_mib, 1),
        "memory_last_mib": round(usage.memory_mib, 1),
        "memory_growth_percent": round((usage.memory_mib / marked_mib - 1) * 100, 2),
    }
