"""Runs ``main.py`` as a person does: a process of its own, painting offscreen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAIN = Path(__file__).resolve().parents[2] / "main.py"


def environment(home: Path) -> dict[str, str]:
    """What the program finds around it; its data folder is ``home``."""
    return {
        **os.environ,
        "FLOORWALK_HOME": str(home),
        "HOME": str(home.parent),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PYTHONWARNINGS": "default",
        "PYTHONUNBUFFERED": "1",
    }


def run(home: Path, *words: str, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
    """Run one door to its end."""
    return subprocess.run(
        [sys.executable, str(MAIN), *words],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout_s,
    )


@contextmanager
def started(home: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A door that stays open; killed at the end where a test has not ended it."""
    process = subprocess.Popen(
        [sys.executable, str(MAIN), *words],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
