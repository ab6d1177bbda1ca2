"""A small chain with real operations on a data folder of the test's own."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest

from app.faults import Language
from app.operations.facade import Operations, open_operations
from app.operations.values import (
    Camera,
    CameraDraft,
    ChecklistVersion,
    HintDraft,
    Place,
    Still,
    Store,
)
from app.storage.credentials import Credentials
from app.video.wall.engine import WallEngine
from app.widgets.actions import Actions
from app.widgets.background import Background
from app.widgets.changes import ChangeBridge
from app.widgets.context import Context
from app.widgets.notices import Notices
from app.widgets.theme import Theme

CHECKLISTS = Path(__file__).resolve().parents[2] / "resources" / "checklists"
MORNING_US = 1_767_229_200_000_000  # 2026-01-01 09:00 in Shanghai
ZONE = "Asia/Shanghai"


@dataclass
class Stage:
    """Two stores with a camera each, two checklists, one person, and a context."""

    context: Context
    actions: Actions
    stores: tuple[Store, ...]
    cameras: tuple[Camera, ...]
    versions: tuple[ChecklistVersion, ...]

    @property
    def operations(self) -> Operations:
        return self.context.operations

    def version(self, key: str) -> ChecklistVersion:
        return next(version for version in self.versions if version.key == key)

    def settle(self, timeout_ms: int = 5_000) -> None:
        """Let background work and change sets arrive."""
        for _ in range(6):
            self.context.background.wait(timeout_ms)
            QTest.qWait(1)

    def add_hint(self, minute: int, minutes: int = 4) -> None:
        start_us = MORNING_US + minute * 60_000_000
        draft = HintDraft(
            self.cameras[0].id, "counter_unattended", start_us, start_us + minutes * 60_000_000,
            "motion blobs",
        )  # fmt: skip
        self.operations.hints.add(draft)

    def close(self) -> None:
        self.context.background.stop()
        self.context.changes.stop()
        self.operations.close()


def make_stage(home: Path, language: Language = "en") -> Stage:
    """Open real operations on ``home`` and fill them."""
    operations = open_operations(home, credentials=Credentials(lambda: None))
    operations.people.introduce("Lin Wei", language, ZONE)
    company = operations.stores.add_company("Harbour Motors")
    region = operations.stores.add_region(company.id, "East")
    stores = tuple(
        operations.stores.add_store(region.id, code, name, ZONE)
        for code, name in (("S001", "Riverside showroom"), ("S002", "Old town service"))
    )
    cameras = tuple(
        operations.stores.add_camera(CameraDraft(store.id, "desk", "Reception desk", Place.COUNTER))
        for store in stores
    )
    versions = tuple(
        operations.checklists.import_file(path) for path in sorted(CHECKLISTS.glob("*.json"))
    )
    return Stage(make_context(operations, home, language), Actions(), stores, cameras, versions)


def make_context(operations: Operations, home: Path, language: Language) -> Context:
    """A context without a wall: the inspection screens never touch the engine."""
    background, notices = Background(), Notices()
    background.fault_met.connect(notices.fault)
    return Context(
        operations=operations,
        engine=cast("WallEngine", None),
        background=background,
        changes=ChangeBridge(operations.changes),
        notices=notices,
        theme=Theme("dark"),
        memory=QSettings(str(home / "window.ini"), QSettings.Format.IniFormat),
        home=home,
        language=language,
    )


def still(width: int = 64, height: int = 36, minute: int = 0, shade: int = 90) -> Still:
    """A plain grey picture."""
    row = b"\x00" + bytes((shade, shade, shade)) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(row * height)),
            _chunk(b"IEND", b""),
        )
    )
    return Still(png, width, height, MORNING_US + minute * 60_000_000)


def with_language(context: Context, language: Language) -> Context:
    """The same context speaking another language."""
    return replace(context, language=language)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
