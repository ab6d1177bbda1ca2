"""Bringing a model of the catalogue into the models folder, checked by SHA-256."""

from __future__ import annotations

import http.client
import os
import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.inference.catalogue import CatalogueEntry, KnownFile, sha256_of
from app.inference.faults import (
    NO_FOLDER,
    NOT_IN_FOLDER,
    NOT_REACHED,
    NOT_WRITTEN,
    WRONG_HASH,
    ModelFault,
)

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes that are expected."""

TIMEOUT_S = 30.0
_PIECE_BYTES = 1 << 18


@dataclass(frozen=True)
class InstalledModel:
    """A model that lies in the models folder, with the SHA-256 it was checked against."""

    name: str
    path: Path
    sha256: str
    bytes: int


def install_from_folder(entry: CatalogueEntry, folder: Path, models: Path) -> InstalledModel:
    """Copy the model from ``folder``, found by file name or by SHA-256.

    Raises ModelFault when no file there is the model, or when a file that bears
    its name has another SHA-256.
    """
    source, known = _find(entry, folder)
    with _written(entry, models) as temporary:
        shutil.copyfile(source, temporary)
        _check(entry, temporary, source.name)
    return InstalledModel(entry.name, models / entry.installed_name, known.sha256, known.bytes)


def install_from_publisher(
    entry: CatalogueEntry, models: Path, progress: Progress | None = None
) -> InstalledModel:
    """Fetch the model from its publisher's address.

    Raises ModelFault when the address cannot be reached or sends another file.
    """
    known = next(file for file in entry.files if file.address)
    with _written(entry, models) as temporary:
        try:
            _fetch(known, temporary, progress or _quiet)
        except (urllib.error.URLError, TimeoutError, http.client.HTTPException) as error:
            raise _not_reached(entry, known, error) from error
        _check(entry, temporary, known.file)
    return InstalledModel(entry.name, models / entry.installed_name, known.sha256, known.bytes)


def _quiet(done_bytes: int, total_bytes: int) -> None:
    """No one asked for progress."""


def _fetch(known: KnownFile, target: Path, progress: Progress) -> None:
    request = urllib.request.Request(known.address, headers={"User-Agent": "Floorwalk"})
    done = 0
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer, target.open("wb") as file:
        # Never more than the model is long: a wrong address must not fill the disk.
        while done <= known.bytes and (piece := answer.read(_PIECE_BYTES)):
            file.write(piece)
            done += len(piece)
            progress(min(done, known.bytes), known.bytes)


def _not_reached(entry: CatalogueEntry, known: KnownFile, error: Exception) -> ModelFault:
    if isinstance(error, urllib.error.HTTPError):
        error.close()  # it is an answer too, and holds its connection
    reason = getattr(error, "reason", None) or error
    return ModelFault(
        NOT_REACHED,
        name=entry.name,
        host=urlsplit(known.address).hostname or known.address,
        reason=reason,
        address=known.address,
    )


def _find(entry: CatalogueEntry, folder: Path) -> tuple[Path, KnownFile]:
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise ModelFault(NO_FOLDER, folder=folder, reason=error.strerror or error) from error
    names = [known.file for known in entry.files] + [entry.installed_name]
    named = [path for path in files if path.name in names]
    others = [path for path in files if path.suffix.lower() == ".onnx" and path not in named]
    for path in named + others:
        known = entry.file_with_hash(_hash(path, folder))
        if known is not None:
            return path, known
    if named:
        raise _wrong_hash(entry, named[0].name, sha256_of(named[0]))
    files_text = ", ".join(dict.fromkeys(names))
    raise ModelFault(
        NOT_IN_FOLDER, folder=folder, name=entry.name, files=files_text, page=entry.page
    )


def _hash(path: Path, folder: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise ModelFault(NO_FOLDER, folder=folder, reason=error) from error


def _check(entry: CatalogueEntry, path: Path, file: str) -> None:
    found = sha256_of(path)
    if entry.file_with_hash(found) is None:
        raise _wrong_hash(entry, file, found)


def _wrong_hash(entry: CatalogueEntry, file: str, found: str) -> ModelFault:
    known = next((one for one in entry.files if one.file == file), entry.files[0])
    return ModelFault(
        WRONG_HASH,
        file=file,
        name=entry.name,
        found=found,
        expected=known.sha256,
        page=known.address or entry.page,
    )


@contextmanager
def _written(entry: CatalogueEntry, models: Path) -> Iterator[Path]:
    """A temporary file beside the target that takes its place when all went well."""
    target = models / entry.installed_name
    temporary: Path | None = None
    try:
        models.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{entry.name}-", suffix=".part", dir=models)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        temporary.replace(target)
    except OSError as error:
        raise ModelFault(NOT_WRITTEN, name=entry.name, file=target, reason=error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
