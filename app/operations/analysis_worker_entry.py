"""Where an analysis process begins, kept light: the program itself imports this module."""

from __future__ import annotations

from multiprocessing.connection import Connection

from app.inference.choices import DetectorChoice


def start_worker(connection: Connection, choice: DetectorChoice, spare: DetectorChoice) -> None:
    """Load what analysis needs, here and not in the window's process, and work."""
    from app.operations.analysis_worker import run

    run(connection, choice, spare)
