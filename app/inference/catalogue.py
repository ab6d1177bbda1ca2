"""The catalogue: which models exist, who publishes them, and by what they are known.

No weights come with the program. An entry names the publisher's page and
address, the licence, and the SHA-256 of every file that is that model.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.inference.faults import BAD_CATALOGUE, NOT_IN_CATALOGUE, ModelFault

CATALOGUE_PATH = Path(__file__).resolve().parents[2] / "resources" / "models" / "catalogue.json"


@dataclass(frozen=True)
class KnownFile:
    """One file that is the model. ``address`` is empty where no publisher's address is known."""

    file: str
    sha256: str
    bytes: int
    address: str


@dataclass(frozen=True)
class CatalogueEntry:
    """One model. The first file with an address is the one that is fetched."""

    name: str
    title: str
    task: str
    decoder: str
    input_size: int  # pixels, both sides
    publisher: str
    page: str
    licence: str
    files: tuple[KnownFile, ...]

    @property
    def installed_name(self) -> str:
        """Under what name the model lies in the models folder."""
        return f"{self.name}.onnx"

    def file_with_hash(self, sha256: str) -> KnownFile | None:
        """The known file with this SHA-256, if any."""
        return next((known for known in self.files if known.sha256 == sha256), None)


def load_catalogue(path: Path = CATALOGUE_PATH) -> tuple[CatalogueEntry, ...]:
    """Every entry, in the catalogue's order. Raises ModelFault where the file is damaged."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_entry(item) for item in document["models"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelFault(BAD_CATALOGUE, file=path, reason=error) from error


def find_entry(entries: tuple[CatalogueEntry, ...], name: str) -> CatalogueEntry:
    """The entry called ``name``. Raises ModelFault naming those that exist."""
    for entry in entries:
        if entry.name == name:
            return entry
    known = ", ".join(entry.name for entry in entries)
    raise ModelFault(NOT_IN_CATALOGUE, name=name, known=known)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _entry(item: Mapping[str, object]) -> CatalogueEntry:
    files = item["files"]
    if not isinstance(files, list):
        raise TypeError("files is no list")
    texts = {key: str(item[key]) for key in _TEXTS}
    size = int(str(item["input_size"]))
    return CatalogueEntry(**texts, input_size=size, files=tuple(_file(known) for known in files))


def _file(known: Mapping[str, object]) -> KnownFile:
    return KnownFile(
        str(known["file"]), str(known["sha256"]), int(str(known["bytes"])), str(known["address"])
    )


_TEXTS = ("name", "title", "task", "decoder", "publisher", "page", "licence")
