"""Cameras from a spreadsheet: read, held against the rules, shown, and then stored at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from app.faults import Language
from app.operations.camera_import_check import ImportPlan, check_sheet
from app.operations.camera_media import CameraMedias
from app.operations.camera_sheet import read_sheet, write_template
from app.operations.changes import Changes
from app.operations.settings import Settings
from app.operations.values import ChangeKind, PasswordKept
from app.storage.import_changes import ImportCameras
from app.storage.recorders import recorder_list
from app.storage.stage import store_tree
from app.storage.storage import Storage


@dataclass(frozen=True)
class ImportResult:
    """What an import did. ``session_only``: passwords that no keyring took."""

    added: int
    updated: int
    left: int
    session_only: int


class CameraImport:
    """Nothing is stored before ``store``, and then everything or nothing."""

    def __init__(
        self, storage: Storage, settings: Settings, changes: Changes, medias: CameraMedias
    ) -> None:
        self._storage = storage
        self._settings = settings
        self._changes = changes
        self._medias = medias

    def read(self, path: Path) -> ImportPlan:
        """What of a file could be imported; raises SheetFault where it is no such file."""
        sheet = read_sheet(path)
        tree = self._storage.read(store_tree)
        recorders = self._storage.read(lambda session: recorder_list(session, None))
        zone = self._settings.text("general.time_zone") or "UTC"
        return check_sheet(sheet, tree, recorders, zone)

    def store(self, plan: ImportPlan, *, update: bool) -> ImportResult:
        """Store the good rows in one transaction; ``update``: change cameras that are there too.

        Raises Refused or DatabaseAway, and then nothing was changed.
        """
        results = self._storage.write(ImportCameras(plan.cameras, update))
        session_only = 0
        for camera, became in zip(plan.cameras, results, strict=True):
            if became.what != "left" and camera.password:
                kept = self._medias.keep_password(became.camera_id, camera.password)
                session_only += kept is PasswordKept.SESSION_ONLY
        counts = Counter(became.what for became in results)
        self._changes.publish(ChangeKind.STORES)
        return ImportResult(counts["added"], counts["updated"], counts["left"], session_only)

    def write_template(self, path: Path, language: Language) -> None:
        """The table to fill in, as XLSX or CSV by the file's ending; raises SheetFault."""
        write_template(path, language)
