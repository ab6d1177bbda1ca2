"""Everything a user does, as small objects over one storage room.

Every door (window, command line, tests) opens one `Operations` and passes it
on. Its methods may be called from any thread, return plain values and raise
`Fault`; a write returns after it is on the disk and tells it in ``changes``.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.operations.bookmarks import Bookmarks
from app.operations.camera_import import CameraImport
from app.operations.camera_media import CameraMedias
from app.operations.changes import Changes
from app.operations.checklists import Checklists
from app.operations.connections import Connections
from app.operations.discovery import Discovery
from app.operations.evidence import Evidence
from app.operations.hints import Hints
from app.operations.inspections import Inspections
from app.operations.people import People
from app.operations.recorders import Recorders
from app.operations.settings import Settings
from app.operations.stores import Stores
from app.operations.tasks import Tasks
from app.operations.values import ChangeKind, ChangeSet, RecorderPlayback
from app.storage.credentials import Credentials
from app.storage.storage import Storage, StorageState
from app.video.key_copies.folder import keep_copies_in
from app.video.recordings.index_store import keep_index_in

if TYPE_CHECKING:
    from app.operations.activity import Activity
    from app.operations.analysis import Analysis
    from app.operations.clips import Clips
    from app.operations.fetch import Fetches
    from app.operations.models import Models
    from app.operations.scorecards import Scorecards
    from app.operations.thumbnails import Thumbnails

__all__ = ["ChangeKind", "ChangeSet", "Changes", "Operations", "StorageState", "open_operations"]


def open_operations(
    home: Path, database_url: str | None = None, *, credentials: Credentials | None = None
) -> Operations:
    """Open the user's data folder; the database is made or brought up to date first.

    ``database_url`` overrides the setting; without either it is a SQLite file
    in ``home``. ``credentials`` replaces the system's keyring. Raises
    StorageFault where the database or the folder cannot be used.
    """
    return Operations(home, database_url, credentials)


class Operations:
    """One per program; `close` leaves no thread and no open file."""

    def __init__(
        self,
        home: Path,
        database_url: str | None = None,
        credentials: Credentials | None = None,
    ) -> None:
        self.home = home
        keep_index_in(home / "cache" / "index")
        keep_copies_in(home / "cache" / "keyframes")
        self.changes = Changes()
        self.settings = Settings(home, self.changes)
        self._storage = Storage(
            home,
            database_url or self.settings.text("storage.database_url") or None,
            credentials=credentials,
            replayed=self._replayed,
        )
        storage, changes = self._storage, self.changes
        self.people = People(storage, self.settings, changes)
        medias = self._medias = CameraMedias(storage, self.settings, home / "fetched")
        self.stores = Stores(storage, changes, medias)
        self.connections = Connections(medias)
        self.camera_import = CameraImport(storage, self.settings, changes, medias)
        self.recorders = Recorders(storage, changes)
        self.discovery = Discovery(self.stores, self.recorders)
        self.bookmarks = Bookmarks(storage, self.people, changes)
        self.checklists = Checklists(storage, self.people, changes)
        self.inspections = Inspections(storage, self.people, changes)
        self.evidence = Evidence(storage, self.people, changes)
        self.tasks = Tasks(storage, self.people, changes)
        self.hints = Hints(storage, self.people, changes)

    @cached_property
    def scorecards(self) -> Scorecards:
        """Built at first use: the report libraries are heavy."""
        from app.operations.scorecards import Scorecards

        return Scorecards(self._storage, self.people, self.inspections)

    @cached_property
    def analysis(self) -> Analysis:
        """Built at first use: it brings the inference room with it."""
        from app.operations.analysis import Analysis

        return Analysis(hints=self.hints, settings=self.settings, models=self.models)

    @cached_property
    def clips(self) -> Clips:
        """Built at first use: few windows export anything."""
        from app.operations.clips import Clips

        return Clips(self.stores, self.people, self.settings, self.changes, self.home)

    @cached_property
    def fetches(self) -> Fetches:
        """Built at first use: only recordings on recorders are fetched."""
        from app.operations.fetch import Fetches

        return Fetches(
            self.home / "fetched",
            self._playback,
            self._medias.fetched_owners,
            self.settings,
            self.changes,
        )

    def _playback(self, camera_id: int) -> RecorderPlayback | None:
        recording = self.stores.recording(camera_id)
        return recording if isinstance(recording, RecorderPlayback) else None

    @cached_property
    def models(self) -> Models:
        """Built at first use: it brings the model catalogue with it."""
        from app.operations.models import Models

        return Models(self.home / "models")

    @cached_property
    def activity(self) -> Activity:
        """Built at first use."""
        from app.operations.activity import Activity
        from app.video.activity.store import ActivityStore

        store = ActivityStore(self.home / "cache" / "activity")
        return Activity(store, self.stores, self.settings, self.changes)

    @cached_property
    def thumbnails(self) -> Thumbnails:
        """Built at first use."""
        from app.operations.thumbnails import Thumbnails

        return Thumbnails(self.stores, self.changes)

    def waiting(self) -> int:
        """Answers and pictures that wait here for the database; 0 when all is well."""
        return self._storage.state().waiting

    def storage_state(self) -> StorageState:
        """Which database, how many answers wait for it, and why it is away."""
        return self._storage.state()

    def close(self) -> None:
        """Stop analysis and exports, finish the writes that wait, end the writer; idempotent."""
        for name in ("clips", "analysis", "thumbnails", "activity", "fetches"):
            working = self.__dict__.get(name)  # None: never asked for
            if working is not None:
                working.close()
        self._storage.close()

    def _replayed(self) -> None:
        # May come from the writer before the constructor is through.
        inspections = self.__dict__.get("inspections")
        if inspections is not None:
            inspections.replayed()
