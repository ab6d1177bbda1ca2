"""Plain values that the storage room hands over: frozen, no rows, no sessions.

Times are integer microseconds UTC since the epoch (``*_us``). ``media_time_us``
is the time of the picture in the footage; every other time is the clock of the
workstation that wrote it. Identifiers are those of the database.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.faults import Language
from app.inspection.answers import Answer
from app.inspection.checklist import Checklist, LocalText
from app.inspection.rectification import Priority, TaskAction, TaskState
from app.inspection.scoring import Score

Zone = tuple[tuple[float, float], ...]
"""A polygon in fractions of the picture, (0, 0) top left; ``()`` = none drawn."""


class Place(enum.Enum):
    """What part of the store a camera looks at."""

    ENTRANCE = "entrance"
    FLOOR = "floor"
    COUNTER = "counter"
    SHELF = "shelf"
    SERVICE_BAY = "service_bay"
    PARKING = "parking"
    BACK_DOOR = "back_door"
    OTHER = "other"


class InspectionState(enum.Enum):
    """A draft takes answers; a submitted inspection never changes again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


@dataclass(frozen=True)
class Person:
    """Who inspects; ``name`` is the *who* of every record."""

    id: int
    name: str
    language: Language
    time_zone: str  # IANA name


@dataclass(frozen=True)
class Company:
    """The chain."""

    id: int
    name: str


@dataclass(frozen=True)
class Region:
    """A part of the company that holds stores."""

    id: int
    company_id: int
    name: str


@dataclass(frozen=True)
class Store:
    """One store; its own time zone decides how its times are shown."""

    id: int
    region_id: int
    code: str  # unique in the whole database, e.g. "S001"
    name: str
    time_zone: str  # IANA name


@dataclass(frozen=True)
class CameraDraft:
    """What a person enters about a camera. Empty text means: there is none."""

    store_id: int
    code: str  # unique within its store, e.g. "entrance"
    name: str
    place: Place = Place.OTHER
    main_url: str = ""  # live address, full resolution; without user name and password
    sub_url: str = ""  # live address for small tiles
    user_name: str = ""  # the password is kept by the system keyring, never here
    recording_root: str = ""
    recording_pattern: str = ""
    zone: Zone = ()
    recording_time_zone: str = ""  # zone of the recordings' names; "" = the store's
    recorder_id: int | None = None  # which recorder keeps its recordings
    recorder_channel: str = ""  # its number ("1") or recording token there


@dataclass(frozen=True)
class Camera:
    """One camera of a store, with a live address, recordings, or both."""

    id: int
    store_id: int
    code: str
    name: str
    place: Place
    main_url: str
    sub_url: str
    user_name: str
    recording_root: str
    recording_pattern: str
    zone: Zone  # the polygon that the absence rule watches
    recording_time_zone: str = ""  # zone of the recordings' names; "" = the store's
    recorder_id: int | None = None  # which recorder keeps its recordings
    recorder_channel: str = ""  # its number ("1") or recording token there

    @property
    def plays_from_recorder(self) -> bool:
        """Whether its recordings stay on a recorder: a folder goes before it."""
        return self.recorder_id is not None and not self.recording_root

    def draft(self) -> CameraDraft:
        """The same facts as a draft, to change some of them."""
        return CameraDraft(
            store_id=self.store_id,
            code=self.code,
            name=self.name,
            place=self.place,
            main_url=self.main_url,
            sub_url=self.sub_url,
            user_name=self.user_name,
            recording_root=self.recording_root,
            recording_pattern=self.recording_pattern,
            zone=self.zone,
            recording_time_zone=self.recording_time_zone,
            recorder_id=self.recorder_id,
            recorder_channel=self.recorder_channel,
        )


@dataclass(frozen=True)
class RecorderDraft:
    """What a person enters about a recorder."""

    name: str  # unique in the whole database
    kind: str  # a value of the video room's RecorderKind, e.g. "hikvision"
    address: str  # rtsp://host:554, without user name and password
    user_name: str = ""  # the password is kept by the system keyring, never here
    store_id: int | None = None  # where it stands; None = for all stores
    time_zone: str = ""  # zone of the times in its addresses; "" = the store's
    clock_offset_s: float = 0.0  # added to its times to get true UTC
    sessions: int = 2  # how many recordings it plays at once


@dataclass(frozen=True)
class Recorder:
    """A device that keeps recordings of cameras and plays them over the network."""

    id: int
    store_id: int | None
    name: str
    kind: str
    address: str
    user_name: str
    time_zone: str
    clock_offset_s: float
    sessions: int
    ability_json: str = ""  # what was measured at it; "" = never tried

    def draft(self) -> RecorderDraft:
        """The same facts as a draft, to change some of them."""
        return RecorderDraft(
            name=self.name,
            kind=self.kind,
            address=self.address,
            user_name=self.user_name,
            store_id=self.store_id,
            time_zone=self.time_zone,
            clock_offset_s=self.clock_offset_s,
            sessions=self.sessions,
        )


@dataclass(frozen=True)
class Bookmark:
    """A moment in the footage that a person wants to find again."""

    id: int
    camera_id: int | None  # None = the moment of the whole store
    store_id: int
    media_time_us: int
    text: str
    person_name: str
    created_us: int


@dataclass(frozen=True)
class StoreNode:
    """A store with its cameras, in the order of their codes."""

    store: Store
    cameras: tuple[Camera, ...]


@dataclass(frozen=True)
class RegionNode:
    """A region with its stores, in the order of their codes."""

    region: Region
    stores: tuple[StoreNode, ...]


@dataclass(frozen=True)
class CompanyNode:
    """A company with its regions, in the order of their names."""

    company: Company
    regions: tuple[RegionNode, ...]


@dataclass(frozen=True)
class StoreTree:
    """Everything that can be put on the wall."""

    companies: tuple[CompanyNode, ...]

    def stores(self) -> tuple[StoreNode, ...]:
        """All stores, in tree order."""
        return tuple(
            node
            for company in self.companies
            for region in company.regions
            for node in region.stores
        )

    def cameras(self) -> tuple[Camera, ...]:
        """All cameras, in tree order."""
        return tuple(camera for node in self.stores() for camera in node.cameras)


@dataclass(frozen=True)
class ChecklistVersion:
    """One imported state of a checklist; never changes once stored."""

    id: int
    key: str  # the same for all versions of one checklist
    version: int  # 1, 2, 3 in the order of import
    title: LocalText
    digest: str  # SHA-256 of the canonical document
    imported_us: int
    imported_by: str
    checklist: Checklist


@dataclass(frozen=True)
class Inspection:
    """One inspection with the answers that stand now."""

    id: int
    store_id: int
    checklist_version_id: int
    checklist: Checklist
    inspector: str
    started_us: int
    submitted_us: int | None
    state: InspectionState
    answers: Mapping[str, Answer]  # by item id; an item without an answer is absent
    score: Score | None  # as it stood at submit, never computed again
    uid: str = ""  # the same in every database this inspection is ever copied to


@dataclass(frozen=True)
class InspectionSummary:
    """One line of the list of inspections."""

    id: int
    store_id: int
    store_code: str
    store_name: str
    checklist_title: LocalText
    checklist_version: int
    inspector: str
    started_us: int
    submitted_us: int | None
    answered: int  # items that have an answer of any state
    total: int
    raw_percent: Decimal | None  # two places; None while a draft, or when nothing counts
    final_percent: Decimal | None
    open_tasks: int  # not yet passed or closed


@dataclass(frozen=True)
class InspectionFilter:
    """Which inspections to list; None = any."""

    store_id: int | None = None
    state: InspectionState | None = None


@dataclass(frozen=True)
class Mark:
    """One mark on an evidence picture, in fractions of its width and height."""

    kind: Literal["box", "arrow", "text"]
    x1: float
    y1: float
    x2: float
    y2: float
    text: str = ""
    colour: str = "#ff453a"


@dataclass(frozen=True)
class EvidenceRecord:
    """One picture kept as evidence: what, where, when, who, for which item."""

    id: int
    inspection_id: int | None
    item_id: str | None
    store_id: int
    camera_id: int
    camera_label: str  # as it was called when the picture was taken
    media_time_us: int
    taken_us: int
    who: str
    sha256: str  # of the original PNG, which is also its file name
    width: int
    height: int
    marked_sha256: str | None  # the version with marks, None while unmarked
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class TaskEvent:
    """One step in the life of a rectification task."""

    at_us: int
    who: str
    action: TaskAction | None  # None = the task was raised
    from_state: TaskState | None
    to_state: TaskState
    note: str


@dataclass(frozen=True)
class RectificationTask:
    """What a store must put right, by whom and until when."""

    id: int
    inspection_id: int | None
    item_id: str | None
    store_id: int
    store_code: str
    store_name: str
    title: str
    detail: str
    owner: str
    due_us: int
    priority: Priority
    state: TaskState
    evidence_ids: tuple[int, ...]
    created_us: int
    created_by: str
    history: tuple[TaskEvent, ...]  # oldest first, begins with the raising

    def overdue(self, now_us: int) -> bool:
        """Past its due time and the store still owes something."""
        return now_us > self.due_us and self.state not in (TaskState.PASSED, TaskState.CLOSED)


@dataclass(frozen=True)
class TaskDraft:
    """A rectification task as it is raised."""

    inspection_id: int | None
    item_id: str | None
    store_id: int
    title: str
    detail: str
    owner: str
    due_us: int
    priority: Priority = Priority.MEDIUM
    evidence_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks to list; None = any."""

    store_id: int | None = None
    owner: str | None = None
    state: TaskState | None = None
    overdue_only: bool = False
    inspection_id: int | None = None


@dataclass(frozen=True)
class HintDraft:
    """What analysis found, before it is stored."""

    camera_id: int
    rule_key: str  # e.g. "counter_unattended"
    start_us: int  # media time
    end_us: int
    model_key: str  # which detector saw it


@dataclass(frozen=True)
class Hint:
    """Something worth a look. Never a finding: a person decides."""

    id: int
    store_id: int
    camera_id: int
    camera_label: str
    rule_key: str
    start_us: int  # media time
    end_us: int
    model_key: str
    decision: Literal["accepted", "dismissed"] | None
    decided_by: str | None
    decided_us: int | None
    inspection_id: int | None  # where it was decided
    item_id: str | None
