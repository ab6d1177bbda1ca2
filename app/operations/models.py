"""The models a user can have: what the catalogue offers, what is installed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.inference.catalogue import CatalogueEntry, find_entry, load_catalogue
from app.inference.faults import NOT_INSTALLED, ModelFault
from app.inference.install import (
    InstalledModel,
    Progress,
    install_from_folder,
    install_from_publisher,
)

__all__ = ["CatalogueEntry", "InstalledModel", "ModelFault", "ModelOffer", "Models"]


@dataclass(frozen=True)
class ModelOffer:
    """An entry of the catalogue, and where it lies when it is installed."""

    entry: CatalogueEntry
    path: Path | None

    @property
    def installed(self) -> bool:
        """Whether it can be chosen for analysis."""
        return self.path is not None


class Models:
    """Models live in one folder, each under its catalogue name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def catalogue(self) -> tuple[ModelOffer, ...]:
        """Every model of the catalogue, installed or not. Raises ModelFault."""
        return tuple(ModelOffer(entry, self._installed(entry)) for entry in load_catalogue())

    def entry(self, name: str) -> CatalogueEntry:
        """What the catalogue says of a model. Raises ModelFault where it says nothing."""
        return find_entry(load_catalogue(), name)

    def path(self, name: str) -> Path:
        """Where the installed model lies. Raises ModelFault where it is not installed."""
        found = self._installed(self.entry(name))
        if found is None:
            raise ModelFault(NOT_INSTALLED, name=name)
        return found

    def install(
        self, name: str, folder: Path | None = None, progress: Progress | None = None
    ) -> InstalledModel:
        """Install a model from its publisher, or from ``folder``; its SHA-256 is checked.

        Takes as long as the network does: call it off the UI thread. Raises ModelFault.
        """
        entry = self.entry(name)
        if folder is not None:
            return install_from_folder(entry, folder, self._folder)
        return install_from_publisher(entry, self._folder, progress)

    def remove(self, name: str) -> bool:
        """Take an installed model away; False where it was not installed."""
        found = self._installed(self.entry(name))
        if found is not None:
            found.unlink()
        return found is not None

    def list_lines(self) -> tuple[str, ...]:
        """The catalogue as lines of text: name, state, licence, publisher, address, SHA-256."""
        lines: list[str] = []
        for offer in self.catalogue():
            entry = offer.entry
            state = "installed" if offer.installed else "not installed"
            lines.append(f"{entry.name}  [{state}]  {entry.title}: {entry.task}")
            lines.append(f"    {entry.publisher}, {entry.licence}, {entry.page}")
            lines.extend(
                f"    {known.file}  {known.bytes} bytes  sha256 {known.sha256}"
                + (f"  {known.address}" if known.address else "  (from a folder)")
                for known in entry.files
            )
        return tuple(lines)

    def _installed(self, entry: CatalogueEntry) -> Path | None:
        path = self._folder / entry.installed_name
        return path if path.is_file() else None
