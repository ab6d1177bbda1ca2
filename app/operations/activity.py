"""Where something goes on in the recordings: for the timeline, and to skip the quiet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from app.operations.changes import Changes
from app.operations.settings import Settings
from app.operations.values import ChangeKind, ChangeSet
from app.video.activity.looking import LEAST, ActivityLimits, ActivityPass, ActivityProgress
from app.video.activity.store import ActivityStore
from app.video.media import RecordingFolder, Span

__all__ = ["LEAST", "Activity", "ActivityProgress"]

MARGIN_S = 3.0
_MIB, _GIB = 2**20, 2**30


class FootageHere(Protocol):
    """Whoever knows where cameras' footage lies: the stores."""

    def footage_here(self, camera_id: int) -> RecordingFolder | None:
        """See ``Stores.footage_here``."""


class Activity:
    """One per program; looks at nothing until something is wanted."""

    def __init__(
        self, store: ActivityStore, stores: FootageHere, settings: Settings, changes: Changes
    ) -> None:
        self._stores = stores
        self._settings = settings
        self._medias: dict[int, RecordingFolder | None] = {}
        self._limits = self._read_limits()
        self._pass = ActivityPass(
            store,
            self._media,
            lambda: changes.publish(ChangeKind.ACTIVITY),
            lambda: self._limits,
        )
        self._end: Callable[[], None] = changes.subscribe(self._heard)

    def lane(self, camera_id: int, span: Span, bins: int) -> tuple[float | None, ...]:
        """``span`` in equal parts: the most activity of each, 0..1; None = not looked at yet.

        Returns at once; what has to be read from the disk first follows with a
        change of kind ACTIVITY.
        """
        return self._pass.lane(camera_id, span, bins)

    def busy(
        self,
        footage: Mapping[int, Iterable[Span]],
        span: Span,
        margin_s: float = MARGIN_S,
        least: float = LEAST,
    ) -> tuple[Span, ...]:
        """Where any of the cameras has activity of at least ``least``, with a margin, joined.

        ``footage``: where each camera has any, on this side or on its recorder. What of it
        was not looked at counts as busy. Reads the disk: call it off the window's thread.
        """
        return self._pass.busy(footage, span, margin_s, least)

    def want(self, camera_ids: Iterable[int], span: Span) -> None:
        """Look at this footage before other; returns at once."""
        self._pass.want(camera_ids, span)

    def progress(self) -> ActivityProgress:
        """How far it is with what is wanted."""
        return self._pass.progress()

    def pause(self, on: bool) -> None:
        """Hold it while the wall needs the machine."""
        self._pass.pause(on)

    def close(self) -> None:
        """End thread and process; idempotent."""
        self._end()
        self._pass.close()

    def _media(self, camera_id: int) -> RecordingFolder | None:
        medias = self._medias  # a change while it is asked for must not be overwritten
        if camera_id not in medias:
            medias[camera_id] = self._stores.footage_here(camera_id)
        return medias[camera_id]

    def _read_limits(self) -> ActivityLimits:
        return ActivityLimits(
            on=self._settings.text("activity.pass") == "on",
            share=self._settings.number("activity.share") / 100,
            most_bytes=round(self._settings.number("activity.cache_mb")) * _MIB,
            copies_bytes=round(self._settings.number("activity.copies_gb")) * _GIB,
        )

    def _heard(self, change: ChangeSet) -> None:
        if ChangeKind.STORES in change.kinds:
            self._medias = {}
            self._pass.forget()
        if ChangeKind.SETTINGS in change.kinds:
            self._limits = self._read_limits()
            self._pass.heed_limits()
