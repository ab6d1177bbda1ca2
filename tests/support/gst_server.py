"""Real camera servers for tests: gst-rtsp-server, where the system has it."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

_MAIN = Path(__file__).with_name("gst_server_main.py")
_NEEDED = ("x264enc", "x265enc", "jpegenc", "rtph264pay", "rtph265pay", "rtpjpegpay")


@dataclass(frozen=True)
class Mount:
    """One camera of the server."""

    path: str
    codec: str = "h264"
    width: int = 320
    height: int = 240
    rate: int = 10
    gop: int = 10
    sound: bool = False  # 440 Hz as G.711, as cameras send it


@functools.cache
def why_missing() -> str:
    """Why there is no such server here; empty where there is one."""
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if python is None:
        return "the system has no python3"
    check = (
        "import gi; gi.require_version('GstRtspServer', '1.0'); "
        "from gi.repository import Gst, GstRtspServer; Gst.init(None); "
        f"print(*[n for n in {_NEEDED!r} if Gst.ElementFactory.find(n) is None])"
    )
    done = subprocess.run([python, "-c", check], capture_output=True, text=True, check=False)
    if done.returncode:
        return "gst-rtsp-server for python3 is not installed (gir1.2-gst-rtsp-server-1.0)"
    missing = done.stdout.strip()
    return f"GStreamer lacks {missing}" if missing else ""


@contextmanager
def gst_server(mounts: Sequence[Mount]) -> Iterator[str]:
    """Run it; gives the address without path. Skips the test where it is not installed."""
    if why_missing():
        pytest.skip(why_missing())
    words = ["/usr/bin/python3", str(_MAIN), json.dumps([asdict(each) for each in mounts])]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            yield f"rtsp://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.kill()
