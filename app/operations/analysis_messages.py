"""What the program and its analysis processes say to each other. All of it pickles small."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from app.faults import Sentence
from app.inference.choices import RuleChoice
from app.inference.values import Finding
from app.video.media import Media, Span


@dataclass(frozen=True)
class WorkOrder:
    """To the process: look at this. ``number`` comes back with every answer."""

    number: int
    media: Media
    span: Span
    rules: tuple[RuleChoice, ...]
    live: bool


@dataclass(frozen=True)
class Ready:
    """The process can work, and with what. ``note`` where that is not what was asked for."""

    model_key: str
    model_name: str
    device: str
    note: Sentence | None = None
    values: dict[str, object] = field(default_factory=dict)


@dataclass
class TrackBatch:
    """Tracks of some analysed frames of one order, in columns.

    Frame *i* is at ``times_us[i]`` and has ``counts[i]`` boxes. ``boxes`` holds four
    numbers a box, fractions of the picture as 0..65535; ``kinds`` numbers in ``KINDS``.
    """

    number: int
    times_us: array[int] = field(default_factory=lambda: array("q"))
    counts: array[int] = field(default_factory=lambda: array("H"))
    ids: array[int] = field(default_factory=lambda: array("l"))
    kinds: array[int] = field(default_factory=lambda: array("B"))
    boxes: array[int] = field(default_factory=lambda: array("H"))
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class OrderNote:
    """Something about an order that a person should know; the work goes on."""

    number: int
    note: Sentence
    values: dict[str, object]


@dataclass(frozen=True)
class OrderDone:
    """The order is finished."""

    number: int


Answer = Ready | TrackBatch | OrderNote | OrderDone
