"""Who sits at this workstation."""

from __future__ import annotations

import threading
from functools import partial

from app.faults import Fault, Language, Sentence
from app.operations.changes import Changes
from app.operations.checks import check_zone, clean_name
from app.operations.settings import Settings
from app.operations.values import ChangeKind, Person
from app.storage.people import IntroducePerson, person_named
from app.storage.storage import Storage
from app.storage.times import now_us

_NAME = Sentence("The name", "姓名")
_NOBODY = Sentence(
    "Nobody is introduced on this workstation yet. Tell who is inspecting, then do it again.",
    "本工作站尚未登记使用者。请先填写巡检人员，然后重试。",
)


class PersonNeeded(Fault):
    """Records need a *who*; ask for it, then repeat."""


class People:
    """The name of the person who sits here goes into every record as *who*."""

    def __init__(self, storage: Storage, settings: Settings, changes: Changes) -> None:
        self._storage = storage
        self._settings = settings
        self._changes = changes
        self._lock = threading.Lock()
        self._current: Person | None = None

    def current(self) -> Person | None:
        """Who sits here; None until somebody introduced themselves to this database."""
        name = self._settings.text("person.name")
        with self._lock:
            if self._current is not None and self._current.name == name:
                return self._current
            self._current = self._storage.read(partial(person_named, name=name)) if name else None
            return self._current

    def who(self) -> str:
        """The name for a record; raises PersonNeeded."""
        person = self.current()
        if person is None:
            raise PersonNeeded(_NOBODY)
        return person.name

    def introduce(self, name: str, language: Language, time_zone: str) -> Person:
        """From now on this person sits here; raises EntryFault for what cannot be stored."""
        task = IntroducePerson(clean_name(name, _NAME), language, check_zone(time_zone), now_us())
        person = self._storage.write(task)
        with self._lock:
            self._current = person
        self._settings.update(
            {
                "person.name": person.name,
                "general.language": language,
                "general.time_zone": time_zone,
            }
        )
        self._changes.publish(ChangeKind.PEOPLE)
        return person
