"""What the window's process and its decode workers say to each other."""

from __future__ import annotations

from dataclasses import dataclass

from app.faults import Fault
from app.video.clock import ClockState
from app.video.media import Media, Still
from app.video.pictures.shape import Crop
from app.video.tiles import TileFacts, TileState
from app.video.wall.saving_steps import FIRST, Load, Step
from app.video.wall.shared_block import BlockSpec
from app.video.wall.stream_choice import StreamName


@dataclass(frozen=True)
class OpenTile:
    """Decode ``media`` into ``block``; ``opening`` tells this opening of the tile from others.

    ``careful``: a worker died while this was being opened, so open it alone.
    """

    tile: int
    opening: int
    media: Media
    block: BlockSpec
    careful: bool = False
    visible: bool = True
    stream: StreamName = "main"
    crop: Crop | None = None


@dataclass(frozen=True)
class ResizeTile:
    """Go on in another block, of another size."""

    tile: int
    opening: int
    block: BlockSpec


@dataclass(frozen=True)
class ShowTile:
    """Whether the tile can be seen; a hidden one costs nothing."""

    tile: int
    opening: int
    visible: bool


@dataclass(frozen=True)
class CropTile:
    """Show only this part of the picture from now on; None: the whole."""

    tile: int
    opening: int
    crop: Crop | None


@dataclass(frozen=True)
class ChooseStream:
    """Show the camera's main or small stream from now on."""

    tile: int
    opening: int
    stream: StreamName


@dataclass(frozen=True)
class CloseTile:
    """Stop decoding the tile and detach from its block."""

    tile: int
    opening: int


@dataclass(frozen=True)
class SetClock:
    """The clock in force; until ``thin_until_ns`` work is saved.

    Then no more is decoded than ``step`` says.
    """

    state: ClockState
    thin_until_ns: int = 0
    step: Step = FIRST


@dataclass(frozen=True)
class FindStep:
    """Where does the reference tile stand ``frames`` pictures after (before, if negative)?"""

    tile: int
    opening: int
    from_us: int
    frames: int


@dataclass(frozen=True)
class TakeStill:
    """Decode that moment again at full resolution."""

    request: int
    tile: int
    media: Media
    media_time_us: int


@dataclass(frozen=True)
class Quit:
    """Close everything and end."""


Command = (
    OpenTile
    | ResizeTile
    | ShowTile
    | CropTile
    | ChooseStream
    | CloseTile
    | SetClock
    | FindStep
    | TakeStill
    | Quit
)


@dataclass(frozen=True)
class Ready:
    """The worker has started and takes commands."""


@dataclass(frozen=True)
class StateChanged:
    """A tile's state is another one."""

    tile: int
    opening: int
    state: TileState


@dataclass(frozen=True)
class FactsTold:
    """What is known of a tile's stream; ``slow``: its pictures come faster than it is decoded."""

    tile: int
    opening: int
    facts: TileFacts
    slow: bool = False


@dataclass(frozen=True)
class StepFound:
    """Answer to FindStep; None where no picture is there to step to."""

    tile: int
    opening: int
    media_time_us: int | None


@dataclass(frozen=True)
class StillTaken:
    """Answer to TakeStill; ``main_follows``: of a small stream, a MainStillTaken comes later."""

    request: int
    result: Still | Fault
    main_follows: bool = False


@dataclass(frozen=True)
class MainStillTaken:
    """The main stream's first picture after a still of the small one, or why there is none."""

    request: int
    result: Still | Fault


@dataclass(frozen=True)
class Overloaded:
    """The machine does not keep up at this speed: ``tile`` fell behind."""

    tile: int


@dataclass(frozen=True)
class LoadTold:
    """What the worker's tiles cost at this speed, and the share of a core that it gets.

    ``behind_s``: how late the latest of them is.
    """

    load: Load
    power: float
    behind_s: float


Event = (
    Ready
    | StateChanged
    | FactsTold
    | StepFound
    | StillTaken
    | MainStillTaken
    | Overloaded
    | LoadTold
)
