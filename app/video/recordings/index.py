"""Which segments a recording folder holds, kept up to date cheaply.

A folder is read again only when its modification time has moved; those that
lead to the newest segment now and then all the same, since not every file
system moves it. Looking happens on a thread of its own: a share that does not
answer makes nobody wait for longer than a moment.
"""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from app.faults import Sentence
from app.video.faults import (
    FOLDER_FORBIDDEN,
    FOLDER_GONE,
    FOLDER_MISSING,
    FOLDER_NOTHING,
    FOLDER_SILENT,
    SourceFault,
)
from app.video.media import RecordingFolder
from app.video.recordings.index_store import load_index, save_index
from app.video.recordings.listing import Listing, SegmentTable, label_of, list_folder
from app.video.recordings.pattern import Fields, compile_pattern, zone_of

REFRESH_S = 2.0
FIRST_WAIT_S = 20.0
"""So long may the first look take, and one that was asked for expressly."""
WAIT_S = 0.25
"""So long is a later look waited for; what is known is given meanwhile."""
SILENT_S = 8.0
"""A look that takes longer than this means that the folder does not answer."""
DOUBTED_S = 10.0
SAVE_S = 30.0


class FolderIndex:
    """The segments of one camera's recording folder, in order of time; thread-safe."""

    def __init__(self, media: RecordingFolder) -> None:
        """Compile the pattern. Raises PatternFault."""
        self._media = media
        self._pattern = compile_pattern(media.pattern, media.camera)
        self._zone: ZoneInfo = zone_of(media.time_zone)
        self._seen: dict[str, Listing] = {}
        self._lock = threading.Lock()
        self._looked_s = -REFRESH_S
        self._segments = SegmentTable({})
        self._fault: SourceFault | None = None
        self._look: threading.Thread | None = None
        self._began_s = 0.0
        self._loaded = False
        self._saved_s = -SAVE_S
        self._newest: frozenset[str] = frozenset()
        self.foreign = 0

    def segments(self, *, now: bool = False) -> SegmentTable:
        """All segments by time, looked up again when due (or ``now``).

        Raises SourceFault where the folder is missing, does not answer, may not
        be read, or nothing in it fits.
        """
        with self._lock:
            due = now or time.monotonic() - self._looked_s >= REFRESH_S
            if self._look is None and due:
                self._began_s = time.monotonic()
                self._look = threading.Thread(
                    target=self._run, name="recording-folder", daemon=True
                )
                self._look.start()
            look, known = self._look, len(self._segments) > 0
        if look is not None:
            look.join(self._patience_s(now=now, known=known))
        with self._lock:
            if self._look is not None and time.monotonic() - self._began_s > SILENT_S:
                raise self._told(FOLDER_SILENT)
            if self._fault is not None:
                raise self._fault
            if not len(self._segments):
                raise self._told(FOLDER_SILENT)
            return self._segments

    def _patience_s(self, *, now: bool, known: bool) -> float:
        """A look that is under way for long already is not waited for again and again."""
        most_s = WAIT_S if known and not now else FIRST_WAIT_S
        if time.monotonic() - self._began_s > most_s:
            return 0.0
        return most_s

    # -- on the thread of a look -----------------------------------------------------

    def _run(self) -> None:
        fault: SourceFault | None = None
        try:
            self._refresh()
        except SourceFault as told:
            fault = told
        finally:
            with self._lock:
                self._fault = fault
                self._looked_s = time.monotonic()
                self._look = None

    def _refresh(self) -> None:
        if not self._loaded:
            self._loaded = True
            self._seen = load_index(self._media)
            self._gather(self._seen)
        self._check_root()
        seen = self._walk()
        changed = len(seen) != len(self._seen) or any(
            one is not self._seen.get(folder) and not one.same_files(self._seen.get(folder))
            for folder, one in seen.items()
        )
        before, self._seen = self._seen, seen
        if changed:
            self._gather(seen)
        if changed or any(one is not before.get(folder) for folder, one in seen.items()):
            self._save()
        if not len(self._segments):
            raise self._told(FOLDER_NOTHING)

    def _check_root(self) -> None:
        """Raises SourceFault where the folder itself is the trouble."""
        root = Path(self._media.root)
        try:
            stranger = next(root.iterdir(), None)
        except PermissionError as error:
            raise self._told(FOLDER_FORBIDDEN) from error
        except OSError as error:
            raise self._told(FOLDER_MISSING) from error
        if stranger is None and len(self._segments):
            raise self._told(FOLDER_GONE)  # an empty mount point: the share went away

    def away(self) -> SourceFault | None:
        """What keeps the whole folder from being read at this moment; reads the disk."""
        try:
            self._check_root()
        except SourceFault as fault:
            return fault
        return None

    def _told(self, sentence: Sentence) -> SourceFault:
        media = self._media
        return SourceFault(
            sentence,
            name=media.root,
            camera=label_of(media),
            foreign=self.foreign,
            pattern=media.pattern,
        )

    def _gather(self, seen: dict[str, Listing]) -> None:
        table = SegmentTable(seen)
        newest = frozenset[str]()
        if len(table):
            newest = frozenset(str(path) for path in Path(table[-1].path).parents)
        with self._lock:
            self._segments, self._newest = table, newest
            self.foreign = sum(listing.foreign for listing in seen.values())

    def _save(self) -> None:
        if time.monotonic() - self._saved_s >= SAVE_S:
            self._saved_s = time.monotonic()
            save_index(self._media, self._seen)

    def _walk(self) -> dict[str, Listing]:
        """Every folder that the pattern leads through, as it is now."""
        seen: dict[str, Listing] = {}
        waiting: list[tuple[str, int, Fields]] = [(self._media.root, 0, {})]
        while waiting:
            folder, level, told = waiting.pop()
            listing = self._listing(folder, level, told)
            if listing is None:
                continue
            seen[folder] = listing
            for name, fields in listing.folders:
                waiting.append((str(Path(folder, name)), level + 1, {**told, **fields}))
        return seen

    def _listing(self, folder: str, level: int, told: Fields) -> Listing | None:
        known = self._seen.get(folder)
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            try:
                mtime_ns = Path(folder).stat().st_mtime_ns
                if known is not None and self._stands(folder, known, mtime_ns):
                    return known
                rules = (self._pattern, self._zone)
                return list_folder(folder, level, told, mtime_ns, rules)
            except PermissionError:
                return known
            except (FileNotFoundError, NotADirectoryError):
                raise
            except OSError:
                return known  # a share that stutters: what was there is believed for now
        return None  # removed between two looks: its segments are gone

    def _stands(self, folder: str, known: Listing, mtime_ns: int) -> bool:
        """Whether a folder need not be listed again."""
        if known.mtime_ns != mtime_ns or not known.settled:
            return False
        doubted = folder in self._newest and time.monotonic() - known.seen_s > DOUBTED_S
        return not doubted
