"""One answer of a recorder, picture by picture, into the store: forwards or backwards."""

from __future__ import annotations

from app.video.media import FAR_FUTURE_US, FAR_PAST_US, US_PER_S
from app.video.replay.session import Arrived, Ask
from app.video.replay.store import Coded, Group, ReplayStore


class Run:
    """Takes in what one ``Ask`` brings; its owner locks the store.

    ``upto_us``: a stretch that is fetched to lie before what is there already, by a
    recorder that cannot play backwards; known only once it is complete.
    """

    def __init__(self, ask: Ask, store: ReplayStore, upto_us: int | None = None) -> None:
        self.ask = ask
        self.pictures = 0
        self.over = False
        self._store = store
        self._upto_us = upto_us
        self._group: Group | None = None
        self._known: list[int] = []
        self._spaced_us = max(ask.delivery.intra_us or 0, 2 * abs(ask.delivery.hop_us or 0))
        self._keys_only = ask.delivery.intra_us is not None or ask.delivery.hop_us is not None
        self._last_key_us: int | None = None

    def resume(self, group: Group) -> None:
        """It begins with a group that is here in part: pictures known already are left out."""
        group.complete = False
        self._known = sorted(unit.time_us for unit in group.units)
        self._group = group

    @property
    def backwards(self) -> bool:
        """Whether groups come from late to early."""
        return self.ask.delivery.backwards

    def take(self, arrived: Arrived) -> None:
        """Put one picture where it belongs."""
        unit = arrived.coded
        if self.over:
            return
        if not self._is_known(unit.time_us):
            self.pictures += 1
            self._put(unit)
        if arrived.terminal and not self.over:
            self.finish()
            self._store.begins_told |= self.backwards
            self._store.ends_told |= not self.backwards and self._upto_us is None

    def finish(self) -> None:
        """Nothing follows: the recording ends there, or the stretch is complete."""
        if self.over:
            return
        self.over = True
        store = self._store
        if self._upto_us is not None:
            store.reach_low(self.ask.from_us)
        elif self.backwards:
            self._complete()
            store.reach_low(FAR_PAST_US)
        else:
            store.reach_high(FAR_FUTURE_US)

    def refused(self, reach_us: int) -> None:
        """There is nothing where it was asked for: believed for so much, not for all time."""
        if self._upto_us is not None or self._group is not None:
            self.finish()
        elif self.backwards or self.ask.delivery.hops_back:
            self.over = True
            self._store.nothing_from(self.ask.from_us - reach_us)
        else:
            self.over = True
            self._store.nothing_to(self.ask.from_us + reach_us)

    def _put(self, unit: Coded) -> None:
        if self._upto_us is not None and unit.keyframe and unit.time_us >= self._upto_us:
            self.finish()
        elif unit.keyframe and (self._group is None or unit.time_us != self._group.key_us):
            self._begin(unit)
        elif self._group is not None and not self._keys_only:
            self._grow(self._group, unit)

    def _begin(self, unit: Coded) -> None:
        self._learn(unit)
        if self.backwards:
            self._complete()
        group = Group(unit.time_us, spaced_us=self._spaced_us)
        self._group = group
        if self.ask.delivery.hop_us is not None:
            self._skip(group)
        if self.backwards and not self._keys_only:
            group.add(unit)
            return
        self._store.put(group)
        self._store.grow(group, unit)
        if self.backwards:
            self._store.reach_low(unit.time_us)
        else:
            self._reach(unit.time_us, first=self.pictures == 1)

    def _skip(self, group: Group) -> None:
        """What lies between two asked moments was left out on purpose, however much: no gap."""
        from_us = self.ask.from_us
        following, before = self._store.first(), self._store.last()
        if self.ask.delivery.hops_back and following is not None:
            left_us = following.key_us - max(from_us, group.key_us)
            group.spaced_us = max(group.spaced_us, left_us)
        elif before is not None:
            before.spaced_us = max(before.spaced_us, from_us - before.key_us)

    def _grow(self, group: Group, unit: Coded) -> None:
        if self.backwards:
            group.add(unit)
        else:
            self._store.grow(group, unit)
            self._reach(group.last_us)
        step_us = (group.last_us - group.key_us) // (len(group.units) - 1)
        if 0 < step_us < US_PER_S:
            self._store.step_us = step_us  # the mean: pictures may come out of order

    def _reach(self, time_us: int, *, first: bool = False) -> None:
        if self._upto_us is not None:
            return
        if first:
            to_us = time_us if self.ask.delivery.hops_back else self.ask.from_us
            self._store.reach_low(min(time_us, to_us))
        self._store.reach_high(time_us + 1)

    def _complete(self) -> None:
        """A group that came in whole while playing backwards is known from its key on."""
        group, self._group = self._group, None
        if group is not None and group.units and not self._keys_only:
            group.complete = True
            self._store.put(group)
            self._store.reach_low(group.key_us)

    def _learn(self, unit: Coded) -> None:
        last_us, self._last_key_us = self._last_key_us, unit.time_us
        if last_us is None or self._keys_only or unit.discontinuity:
            return
        step_us = abs(unit.time_us - last_us)
        if 0 < step_us < 30_000_000:
            self._store.key_step_us = step_us

    def _is_known(self, time_us: int) -> bool:
        """Times counted from the answer to PLAY may be off by a little."""
        if not self._known:
            return False
        within_us = self._store.step_us // 3
        if time_us > self._known[-1] + self._store.step_us:
            self._known = []
        return any(abs(time_us - known) <= within_us for known in self._known)
