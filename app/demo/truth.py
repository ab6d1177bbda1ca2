"""What is true about the demo's footage: written beside it, read by the tests of analysis."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

Stretch = tuple[int, int]
"""Start and end in microseconds UTC, half-open."""


@dataclass(frozen=True)
class Visit:
    """One person in one camera's picture; ``staff`` belong to the store."""

    enter_us: int
    leave_us: int
    staff: bool


@dataclass(frozen=True)
class CameraTruth:
    """The truth of one camera; what does not apply to its place is empty.

    ``shelf_levels`` are (moment, part of the shelf that is stocked from then
    on). ``zone`` is the area behind the counter in fractions of the picture.
    """

    recorded: tuple[Stretch, ...]
    visits: tuple[Visit, ...]
    staffed: tuple[Stretch, ...]
    unattended: tuple[Stretch, ...]
    shelf_levels: tuple[tuple[int, float], ...]
    bay_occupied: tuple[Stretch, ...]
    zone: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Truth:
    """Every camera's truth by its label, e.g. ``S001/03-counter``."""

    start_us: int
    end_us: int
    cameras: Mapping[str, CameraTruth]


def save_truth(truth: Truth, path: Path) -> None:
    """Write it as JSON."""
    path.write_text(json.dumps(asdict(truth), indent=1), encoding="utf-8")


def load_truth(path: Path) -> Truth:
    """Read what ``save_truth`` wrote."""
    document = json.loads(path.read_text(encoding="utf-8"))
    cameras = {label: _camera(camera) for label, camera in document["cameras"].items()}
    return Truth(document["start_us"], document["end_us"], cameras)


def _camera(document: dict[str, list[list[float]]]) -> CameraTruth:
    return CameraTruth(
        recorded=_stretches(document["recorded"]),
        visits=tuple(Visit(**visit) for visit in document["visits"]),  # type: ignore[arg-type]  # JSON objects here
        staffed=_stretches(document["staffed"]),
        unattended=_stretches(document["unattended"]),
        shelf_levels=tuple((int(at), level) for at, level in document["shelf_levels"]),
        bay_occupied=_stretches(document["bay_occupied"]),
        zone=tuple((x, y) for x, y in document["zone"]),
    )


def _stretches(pairs: list[list[float]]) -> tuple[Stretch, ...]:
    return tuple((int(start), int(end)) for start, end in pairs)
