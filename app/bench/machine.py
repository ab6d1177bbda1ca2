"""What stands around a measurement: the machine, its load, the file for the result."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


def paint_offscreen() -> None:
    """On Linux without a display Qt is told to paint offscreen; call it before Qt is loaded."""
    displays = (os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY"))
    if sys.platform.startswith("linux") and not any(displays):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def around() -> dict[str, Any]:
    """Qt's platform, the cores, and the load: above ``cores`` other programs were in the way."""
    return {
        "platform": os.environ.get("QT_QPA_PLATFORM", "") or sys.platform,
        "cores": os.cpu_count() or 1,
        "load_1min": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def write_json(path: Path | None, result: object) -> None:
    """Write the result where one was asked for."""
    if path is not None:
        path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
