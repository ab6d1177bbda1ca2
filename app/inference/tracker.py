"""Joins detections of one camera into tracks.

Our own small tracker after ByteTrack (two rounds: sure detections first, weak
ones only to carry on what is known; https://arxiv.org/abs/2110.06864) and OC-SORT
(a third round from where a track was last *seen*, the direction of movement in the
cost, and a re-update when it is found again; https://arxiv.org/abs/2203.14360).
Overlap is buffered (https://arxiv.org/abs/2211.14317), since at a few analysed
frames a second a walking person leaves the own box between two frames. A thing
that is swallowed by the box of another is hidden, not lost: it keeps its place
until something comes out beside the other, or the other goes and leaves nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.inference.association import as_rows, assign, pair_costs, share_inside, touches, turns
from app.inference.bodies import Body, box_of
from app.inference.boxes import grown
from app.inference.values import Detection, Track

_TRODDEN_US = 10_000_000
_SWALLOWED_SHARE = 0.3
_BESIDE_SHARE = 0.2
_SPLIT_SHARE = 0.5
_STEP_SHARE = 0.6
_NEAR_SHARE = 1.5
_MOST_TALLER = 2.2


@dataclass(frozen=True)
class TrackerRules:
    """What a track needs to begin, to live and to be believed."""

    sure_confidence: float = 0.35
    min_hits: int = 2  # sightings before a track is confirmed
    max_lost_s: float = 2.0  # unseen for longer: the track ends
    max_hidden_s: float = 60.0
    min_overlap: float = 0.1  # of buffered boxes
    direction_weight: float = 0.2
    born_inside_must_move: bool = False
    """A track that begins where another one was is believed once it has moved.

    For motion blobs: what a person leaves behind (a chair that was pushed) stands out
    too, but never moves.
    """


class OverlapTracker:
    """One instance per camera. Track ids grow and are never used twice."""

    def __init__(self, rules: TrackerRules | None = None) -> None:
        self._rules = rules or TrackerRules()
        self._bodies: list[Body] = []
        self._next_id = 1
        self._now_us: int | None = None
        self._step_us = 0
        self._trodden: deque[tuple[int, NDArray[np.float64]]] = deque()

    def update(self, media_time_us: int, detections: Sequence[Detection]) -> Sequence[Track]:
        """Tracks alive at ``media_time_us``. A frame not later than the last one is ignored."""
        before_us = self._now_us if self._now_us is not None else media_time_us
        if media_time_us < before_us:
            return self._tracks(before_us)
        self._step_us = media_time_us - before_us
        self._now_us = media_time_us
        self._move(media_time_us)
        sure = [one for one in detections if one.confidence >= self._rules.sure_confidence]
        weak = [one for one in detections if one.confidence < self._rules.sure_confidence]
        lost = self._match(self._bodies, sure, media_time_us)
        # A weak detection carries on a known track only: noise must not confirm noise.
        known = [body for body in lost if body.hits >= self._rules.min_hits]
        fresh = [body for body in lost if body not in known]
        lost = fresh + self._match(known, weak, media_time_us)
        lost = self._match(lost, sure, media_time_us, last_seen=True)
        lost = self._come_out(lost, sure, media_time_us)
        self._hide(lost, media_time_us)
        # One sighting alone was noise.
        self._bodies = [body for body in self._bodies if body not in lost or body in known]
        self._bodies += [self._born(detection, media_time_us) for detection in sure]
        self._remember(media_time_us)
        return self._tracks(media_time_us)

    def _move(self, media_time_us: int) -> None:
        """Foretell every body and let go of those that are gone."""
        self._bodies = [body for body in self._bodies if self._lives(body, media_time_us)]
        for body in self._bodies:
            if body.host is None:
                body.filter.predict(self._step_us / 1e6)
        # Who walked out of the picture is gone, not hidden.
        self._bodies = [body for body in self._bodies if body.filter.in_picture]

    def _lives(self, body: Body, media_time_us: int) -> bool:
        since_us = body.hidden_since_us
        if since_us is not None and media_time_us - since_us > self._rules.max_hidden_s * 1e6:
            return False
        return media_time_us - body.known_us <= self._rules.max_lost_s * 1e6

    def _match(
        self,
        bodies: list[Body],
        detections: list[Detection],
        media_time_us: int,
        last_seen: bool = False,
    ) -> list[Body]:
        """Give detections (taken out of the list) to bodies; returns the bodies without one."""
        if not bodies or not detections:
            return bodies
        found = as_rows([box_of(one) for one in detections])
        last = as_rows([body.seen_box for body in bodies])
        places = last if last_seen else as_rows([body.filter.box for body in bodies])
        velocity = np.array([body.filter.velocity for body in bodies])
        kinds = np.array([[body.kind == one.kind for one in detections] for body in bodies])
        turn = self._rules.direction_weight * turns(velocity, last, found)
        buffer = min(0.5, 0.1 + 0.5 * self._step_us / 1e6)
        taken = assign(pair_costs(places, found, turn, kinds, buffer, self._rules.min_overlap))
        for row, column in taken.items():
            bodies[row].see(detections[column], media_time_us, self._step_us)
        used = set(taken.values())
        detections[:] = [one for index, one in enumerate(detections) if index not in used]
        return [body for index, body in enumerate(bodies) if index not in taken]

    def _come_out(self, lost: list[Body], sure: list[Detection], media_time_us: int) -> list[Body]:
        """Somebody new near to where one was hidden, and as tall, is the one who was hidden."""
        for body in [one for one in lost if one.hidden_since_us is not None]:
            come = next((one for one in sure if _may_be(body, box_of(one), media_time_us)), None)
            if come is not None:
                body.see(come, media_time_us, self._step_us)
                sure.remove(come)
        return [body for body in lost if body.seen_us != media_time_us]

    def _hide(self, lost: Sequence[Body], media_time_us: int) -> None:
        """Bodies without detection are hidden where a box has swallowed part of theirs."""
        seen = [body for body in self._bodies if body.seen_us == media_time_us]
        boxes = as_rows([body.seen_box for body in seen])
        for body in lost:
            if not seen or not self._believed(body):
                body.host = None
                continue
            shares = share_inside(body.seen_box, boxes)
            best = int(shares.argmax())
            if shares[best] >= _SWALLOWED_SHARE:
                body.hide(seen[best], media_time_us)
            elif body.host in seen and _stays_hidden(body, body.host):
                body.hide(body.host, media_time_us)
            else:
                body.host = None

    def _born(self, detection: Detection, media_time_us: int) -> Body:
        body = Body(self._next_id, detection, media_time_us)
        self._next_id += 1
        if self._rules.born_inside_must_move and self._trodden:
            places = as_rows([box for _, box in self._trodden])
            body.must_move = bool(share_inside(body.seen_box, places).max() >= 0.7)
        return body

    def _remember(self, media_time_us: int) -> None:
        """Keep where things were lately, for what may begin there."""
        if not self._rules.born_inside_must_move:
            return
        while self._trodden and self._trodden[0][0] < media_time_us - _TRODDEN_US:
            self._trodden.popleft()
        for body in self._bodies:
            if body.seen_us == media_time_us and (body.must_move or self._believed(body)):
                self._trodden.append((media_time_us, body.seen_box))

    def _believed(self, body: Body) -> bool:
        return body.hits >= self._rules.min_hits and (not body.must_move or body.has_moved)

    def _tracks(self, media_time_us: int) -> list[Track]:
        return [self._track(body, media_time_us) for body in self._bodies]

    def _track(self, body: Body, media_time_us: int) -> Track:
        seen = body.seen_us == media_time_us
        box = body.seen_box if seen else np.clip(body.filter.box, 0.0, 1.0)
        x1, y1, x2, y2 = box.tolist()
        return Track(
            body.track_id,
            x1,
            y1,
            x2,
            y2,
            body.kind,
            confirmed=self._believed(body),
            unseen_us=media_time_us - body.seen_us,
            hidden=body.host is not None,
        )


def _stays_hidden(body: Body, host: Body) -> bool:
    """Once hidden it may move unseen: touching is enough, or a host larger than alone."""
    return body.still_swallowed() or touches(body.seen_box, host.seen_box, _BESIDE_SHARE)


def _may_be(body: Body, box: NDArray[np.float64], media_time_us: int) -> bool:
    """Whether a box splits off the one that hides a body, or is near to it and as tall."""
    if body.host is not None:
        whole = grown(body.host.before_box[None], _BESIDE_SHARE)
        split_off = share_inside(box, whole)[0] >= _SPLIT_SHARE
        stepped_out = touches(box, body.host.before_box, _STEP_SHARE)
        if split_off or (stepped_out and body.just_freed(media_time_us)):
            return True
    taller = (box[3] - box[1]) / (body.seen_box[3] - body.seen_box[1])
    near = touches(box, body.seen_box, _NEAR_SHARE)
    return bool(near and 1 / _MOST_TALLER < taller < _MOST_TALLER)
