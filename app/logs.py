"""The log in the data folder: small, turning over, without secrets."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
MOST_BYTES = 2_000_000
KEPT = 3


def start_log(home: Path) -> Path:
    """Write what is said from INFO on to ``home``/logs; returns the file.

    A folder that cannot be written leaves the log out: the program says so by
    its own fault when it opens its database there.
    """
    path = home / "logs" / "floorwalk.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=MOST_BYTES, backupCount=KEPT, encoding="utf-8")
    except OSError:
        return path
    handler.setFormatter(logging.Formatter(FORM))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path
