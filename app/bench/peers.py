"""Runs another player in a process of its own and measures that process."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.bench.clips import duration_us, repeat_clip
from app.bench.usage import UsageMeter

PEERS = {"vlc": "app.bench.peer_vlc", "mpv": "app.bench.peer_mpv"}
_WARM_UP_S = 5.0
_SLACK_S = 20.0
_PATIENCE_S = 60.0
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class PeerRun:
    """The same task as ours: a clip in so many tiles of that size, at a speed."""

    clip: Path
    tiles: int
    speed: float
    seconds: float
    width: int
    height: int


def run_peer(name: str, run: PeerRun, folder: Path) -> dict[str, Any]:
    """Our keys for this player, or ``note``: why it could not be measured."""
    print(f"Measuring {name} ...", flush=True)
    long_clip = folder / "long.mp4"
    if not long_clip.exists():
        needed_s = (run.seconds + _WARM_UP_S + _SLACK_S) * run.speed
        repeat_clip(run.clip, math.ceil(needed_s * 1e6 / max(duration_us(run.clip), 1)), long_clip)
    task = {**asdict(run), "clip": str(long_clip), "warm_up_s": _WARM_UP_S}
    with subprocess.Popen(
        [sys.executable, "-m", PEERS[name], json.dumps(task)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=_ROOT,
    ) as process:
        try:
            return _follow(process, run)
        finally:
            process.kill()


def _follow(process: subprocess.Popen[str], run: PeerRun) -> dict[str, Any]:
    """The player's process prints "begin" and "end" around the measured time, then its result."""
    meter = UsageMeter(process.pid)
    result: dict[str, Any] = {}
    for line in process.stdout or ():
        word = line.strip()
        if word == "begin":
            meter.begin()
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
        usage = meter.usage
        result["cpu_cores"] = round(usage.cpu_cores, 2)
        result["rss_mib"] = round(usage.memory_mib)
        result["tiles"], result["speed"] = run.tiles, run.speed
    return result
