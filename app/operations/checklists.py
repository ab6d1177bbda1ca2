"""Checklists: importing a file, and the versions that are there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from app.faults import Fault, Sentence
from app.inspection.checklist import parse_checklist
from app.operations.changes import Changes
from app.operations.people import People
from app.operations.values import ChangeKind, ChecklistVersion
from app.storage.checklists import (
    ImportChecklist,
    checklist_document,
    checklist_version,
    checklist_versions,
    read_document,
)
from app.storage.storage import Storage
from app.storage.times import now_us

MAX_BYTES = 2_000_000
_UNREADABLE = Sentence(
    "The checklist file {path} cannot be read ({reason}). Choose a file that your user may read.",
    "无法读取检查表文件 {path}（{reason}）。请选择当前用户可读取的文件。",
)
_NOT_WRITTEN = Sentence(
    "The checklist file {path} cannot be written ({reason}). Choose another folder, or make room.",
    "无法写入检查表文件 {path}（{reason}）。请选择其他文件夹，或释放空间。",
)
_TOO_LARGE = Sentence(
    "The file {path} is too large for a checklist ({size} bytes; at most {limit}). Choose a "
    "checklist file.",
    "文件 {path} 过大（{size} 字节，最多 {limit}），不是检查表。请选择检查表文件。",
)
_NOT_JSON = Sentence(
    "The checklist file {path} is not valid JSON ({reason}). Correct it there, then import it "
    "again.",
    "检查表文件 {path} 不是有效的 JSON（{reason}）。请改正后重新导入。",
)


class ChecklistFileFault(Fault):
    """The file cannot be read as JSON, or not be written."""


class Checklists:
    """Versions are only ever added; an inspection keeps the one it began with."""

    def __init__(self, storage: Storage, people: People, changes: Changes) -> None:
        self._storage = storage
        self._people = people
        self._changes = changes

    def list(self) -> tuple[ChecklistVersion, ...]:
        """All versions, by key, newest first."""
        return self._storage.read(checklist_versions)

    def get(self, version_id: int) -> ChecklistVersion:
        """One version; raises NotFound."""
        return self._storage.read(partial(checklist_version, version_id=version_id))

    def export_file(self, version_id: int, path: Path) -> None:
        """Write the document of a version as it was imported, UTF-8.

        Raises NotFound, and ChecklistFileFault where the file cannot be written.
        """
        text = self._storage.read(partial(checklist_document, version_id=version_id))
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise ChecklistFileFault(_NOT_WRITTEN, path=path, reason=reason) from error

    def import_file(self, path: Path) -> ChecklistVersion:
        """The same content is the same version, changed content the next one.

        Raises ChecklistFileFault, or ChecklistFault with everything to correct.
        """
        text = _text(path)
        try:
            document = read_document(text)
        except (ValueError, RecursionError) as error:
            reason = str(error) or type(error).__name__
            raise ChecklistFileFault(_NOT_JSON, path=path, reason=reason) from error
        parse_checklist(document, path.name)
        version = self._storage.write(ImportChecklist(text, now_us(), self._people.who()))
        self._changes.publish(ChangeKind.CHECKLISTS)
        return version


def _text(path: Path) -> str:
    """The file's text, UTF-8 with or without byte order mark."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ChecklistFileFault(_TOO_LARGE, path=path, size=size, limit=MAX_BYTES)
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ChecklistFileFault(_UNREADABLE, path=path, reason=reason) from error
    except UnicodeDecodeError as error:
        raise ChecklistFileFault(_NOT_JSON, path=path, reason="not UTF-8") from error
