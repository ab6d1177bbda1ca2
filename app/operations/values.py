"""Every value type that a door of the program (window, command line) needs.

Doors import from here alone, so that the room a value comes from may change.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path

from app.faults import Fault, FaultKind, Language, Sentence
from app.inference.values import OverlayBox
from app.inspection.answers import Answer, AnswerState, fail_answer, pass_answer
from app.inspection.checklist import AnswerKind, Checklist, ChecklistSection, Item, LocalText
from app.inspection.rectification import (
    ACTION_WORDS,
    PRIORITY_WORDS,
    STATE_WORDS,
    Priority,
    TaskAction,
    TaskState,
    allowed_actions,
    needs_reason,
)
from app.inspection.scoring import ItemScore, Score, SectionScore
from app.operations.analysis_values import AnalysisJob, AnalysisStatus
from app.reports.scorecard import EvidencePicture, ItemRow, ScorecardData
from app.storage.faults import DatabaseAway, DiskFault, NotFound, Refused, StorageFault
from app.storage.values import (
    Bookmark,
    Camera,
    CameraDraft,
    ChecklistVersion,
    Company,
    CompanyNode,
    EvidenceRecord,
    Hint,
    HintDraft,
    Inspection,
    InspectionFilter,
    InspectionState,
    InspectionSummary,
    Mark,
    Person,
    Place,
    Recorder,
    RecorderDraft,
    RectificationTask,
    Region,
    RegionNode,
    Store,
    StoreNode,
    StoreTree,
    TaskDraft,
    TaskEvent,
    TaskFilter,
    Zone,
)
from app.video.media import (
    LiveStream,
    RecorderPlayback,
    RecordingFolder,
    Segment,
    SegmentList,
    Span,
    Still,
)
from app.video.recorders.values import RecorderAbility, RecorderKind

__all__ = [
    "ACTION_WORDS",
    "PRIORITY_WORDS",
    "STATE_WORDS",
    "AnalysisJob",
    "AnalysisStatus",
    "Answer",
    "AnswerKind",
    "AnswerState",
    "Bookmark",
    "Camera",
    "CameraDraft",
    "CameraMedia",
    "ChangeKind",
    "ChangeSet",
    "Checklist",
    "ChecklistSection",
    "ChecklistVersion",
    "Company",
    "CompanyNode",
    "DatabaseAway",
    "DiskFault",
    "EvidencePicture",
    "EvidenceRecord",
    "Fault",
    "FaultKind",
    "Hint",
    "HintDraft",
    "Inspection",
    "InspectionFilter",
    "InspectionState",
    "InspectionSummary",
    "Item",
    "ItemRow",
    "ItemScore",
    "Language",
    "LiveStream",
    "LocalText",
    "Mark",
    "NotFound",
    "OverlayBox",
    "PasswordKept",
    "Person",
    "Place",
    "Priority",
    "Recorder",
    "RecorderAbility",
    "RecorderDraft",
    "RecorderKind",
    "RecorderPlayback",
    "RecordingFolder",
    "RectificationTask",
    "Refused",
    "Region",
    "RegionNode",
    "Score",
    "ScorecardData",
    "ScorecardWritten",
    "SectionScore",
    "Segment",
    "SegmentList",
    "Sentence",
    "Span",
    "Still",
    "StorageFault",
    "Store",
    "StoreNode",
    "StoreTree",
    "TaskAction",
    "TaskDraft",
    "TaskEvent",
    "TaskFilter",
    "TaskState",
    "Zone",
    "allowed_actions",
    "fail_answer",
    "needs_reason",
    "pass_answer",
]


class ChangeKind(enum.Enum):
    """What kind of thing a write changed."""

    PEOPLE = "people"
    STORES = "stores"
    CHECKLISTS = "checklists"
    INSPECTIONS = "inspections"
    EVIDENCE = "evidence"
    TASKS = "tasks"
    HINTS = "hints"
    BOOKMARKS = "bookmarks"
    RECORDERS = "recorders"
    SETTINGS = "settings"
    ACTIVITY = "activity"
    FETCHES = "fetches"


@dataclass(frozen=True)
class ChangeSet:
    """Published after a write is on disk: who shows these kinds reads them again."""

    kinds: frozenset[ChangeKind]


class PasswordKept(enum.Enum):
    """Where a camera's password went."""

    KEYRING = "keyring"
    SESSION_ONLY = "session_only"


@dataclass(frozen=True)
class CameraMedia:
    """What of a camera can be opened; None = the camera has no such address.

    ``recording_locked``: its recording is on a recorder whose password nobody entered
    yet, so it is None here; ``Stores.recording`` then raises PasswordNeeded.
    """

    recording: RecordingFolder | RecorderPlayback | None
    main: LiveStream | None
    sub: LiveStream | None
    recording_locked: bool = False


@dataclass(frozen=True)
class ScorecardWritten:
    """The files that were written, and what a reader should know about them."""

    paths: tuple[Path, ...]
    warning: Sentence | None = None
