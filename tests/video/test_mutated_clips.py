"""Five hundred clips with bytes changed: none takes the process down, none hangs."""

from __future__ import annotations

import collections
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.clips import make_clip
from tests.support.mutated import mutations

COUNT = 500
HANGS_S = 10.0
ROOT = Path(__file__).resolve().parents[2]


class Player:
    """A process that plays one clip after another."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.mutated"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self._ready = selectors.DefaultSelector()
        assert self._process.stdout is not None
        self._ready.register(self._process.stdout, selectors.EVENT_READ)

    def play(self, path: Path) -> str:
        """What came of it; "died" or "hangs" end the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        if not self._ready.select(HANGS_S):
            return "hangs"
        return self._process.stdout.readline().strip() or "died"

    def close(self) -> None:
        self._ready.close()
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def player() -> Iterator[Player]:
    made = Player()
    yield made
    made.close()


KINDS = {
    "a.mp4": {"bframes": 2},
    "b.mkv": {},
    "c.ts": {},
    "d.avi": {"codec": "mjpeg", "pixels": "yuvj420p"},
    "e.mp4": {"options": {"movflags": "frag_keyframe+empty_moov"}},
}


def test_no_mutated_clip_kills_or_hangs(tmp_path: Path, player: Player) -> None:
    told: collections.Counter[str] = collections.Counter()
    bad: list[str] = []
    slowest_s = 0.0
    for seed, (name, options) in enumerate(KINDS.items()):
        good = make_clip(tmp_path / name, pictures=30, width=64, height=48, **options)  # type: ignore[arg-type]  # the table's options
        assert player.play(good) == "played"
        for number, content in enumerate(mutations(good.read_bytes(), COUNT // len(KINDS), seed)):
            path = tmp_path / f"{number}-{name}"
            path.write_bytes(content)
            began_s = time.monotonic()
            word = player.play(path)
            slowest_s = max(slowest_s, time.monotonic() - began_s)
            told[word] += 1
            if word in ("died", "hangs"):
                bad.append(f"{word}: {path.name}")
                break
            path.unlink()
    assert bad == []
    assert sum(told.values()) == COUNT
    assert min(told["played"], told["unreadable"] + told["empty"]) > 20, told
    assert slowest_s < HANGS_S
