"""Hints: analysis adds them, an inspector decides."""

from __future__ import annotations

from functools import partial

from app.operations.changes import Changes
from app.operations.people import People
from app.operations.values import ChangeKind, Hint, HintDraft
from app.storage.hints import AddHint, DecideHint, hint_list
from app.storage.storage import Storage
from app.storage.times import now_us


class Hints:
    """A hint is never a finding; what was decided about it is kept with it."""

    def __init__(self, storage: Storage, people: People, changes: Changes) -> None:
        self._storage = storage
        self._people = people
        self._changes = changes

    def list(
        self, store_id: int | None = None, inspection_id: int | None = None
    ) -> tuple[Hint, ...]:
        """The hints of a store (None = of all), in the order of the footage.

        With ``inspection_id``: those decided in it, and those still undecided.
        """
        return self._storage.read(
            partial(hint_list, store_id=store_id, inspection_id=inspection_id)
        )

    def add(self, draft: HintDraft) -> Hint:
        """The hint as stored; found again, it is the same hint."""
        hint = self._storage.write(AddHint(draft, now_us()))
        self._changes.publish(ChangeKind.HINTS)
        return hint

    def decide(
        self, hint_id: int, accepted: bool, inspection_id: int | None, item_id: str | None
    ) -> Hint:
        """Accept or dismiss; may be changed until the inspection is submitted."""
        task = DecideHint(hint_id, accepted, inspection_id, item_id, self._people.who(), now_us())
        hint = self._storage.write(task)
        self._changes.publish(ChangeKind.HINTS)
        return hint
