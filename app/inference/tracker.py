"""Joins detections of one camera into tracks.

Our own small tracker after ByteTrack (two rounds: sure detections first, weak
ones only to carry on what is known; https://arxiv.org/abs/2110.06864) and OC-SORT
(a third round from where a track was last *seen*, the direction of movement in the
cost, and a re-update when it is found again; https://arxiv.org/abs/2203.14360).
Overlap is buffered (https://arxiv.org/abs/2211.14317), since at a few analysed
frames a second a walking person leaves the own box between two frames.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.inference.boxes import grown, iou
from app.inference.kalman import BoxFilter
from app.inference.values import Detection, Track

_REFUSED = 10.0
_MOVED_SHARE = 0.5  # of its own size, from where it was born
_MOVED_LEAST = 0.02  # of the picture
_TRODDEN_US = 10_000_000
_WALKING = 0.05  # picture widths per second: slower than this has no direction


@dataclass(frozen=True)
class TrackerRules:
    """What a track needs to begin, to live and to be believed."""

    sure_confidence: float = 0.35
    min_hits: int = 2  # sightings before a track is confirmed
    max_lost_s: float = 2.0  # unseen for longer: the track ends
    min_overlap: float = 0.1  # of buffered boxes
    direction_weight: float = 0.2
    born_inside_must_move: bool = False
    """A track that begins where another one was is believed once it has moved.

    For motion blobs: what a person leaves behind (a chair that was pushed) stands out
    too, but never moves.
    """


class _Body:
    """One followed thing."""

    def __init__(self, track_id: int, detection: Detection, media_time_us: int) -> None:
        self.track_id = track_id
        self.kind = detection.kind
        self.seen_box = _array(detection)
        self.seen_us = media_time_us
        self.hits = 1
        self.filter = BoxFilter(self.seen_box)
        self.birth_box = self.seen_box
        self.must_move = False

    @property
    def has_moved(self) -> bool:
        """Whether its centre left the middle half of where it was born."""
        way = np.abs(_centres(self.seen_box[None]) - _centres(self.birth_box[None]))[0]
        size = self.birth_box[2:] - self.birth_box[:2]
        return bool(np.any(way > _MOVED_SHARE * size + _MOVED_LEAST))

    def see(self, detection: Detection, media_time_us: int, usual_us: int) -> None:
        box = _array(detection)
        unseen_us = media_time_us - self.seen_us
        if unseen_us > 1.5 * usual_us and self.hits > 1:
            self.filter.rejoin(self.seen_box, box, unseen_us / 1e6)
        else:
            self.filter.update(box)
        self.seen_box, self.seen_us = box, media_time_us
        self.hits += 1


class OverlapTracker:
    """One instance per camera. Track ids grow and are never used twice."""

    def __init__(self, rules: TrackerRules | None = None) -> None:
        self._rules = rules or TrackerRules()
        self._bodies: list[_Body] = []
        self._next_id = 1
        self._now_us: int | None = None
        self._trodden: deque[tuple[int, NDArray[np.float64]]] = deque()

    def update(self, media_time_us: int, detections: Sequence[Detection]) -> Sequence[Track]:
        """Tracks alive at ``media_time_us``. A frame not later than the last one is ignored."""
        before_us = self._now_us if self._now_us is not None else media_time_us
        if media_time_us < before_us:
            return self._tracks(before_us)
        step_us = media_time_us - before_us
        self._now_us = media_time_us
        self._move(step_us, media_time_us)
        sure = [one for one in detections if one.confidence >= self._rules.sure_confidence]
        weak = [one for one in detections if one.confidence < self._rules.sure_confidence]
        lost = self._match(self._bodies, sure, step_us)
        # A weak detection carries on a confirmed track only: noise must not confirm noise.
        known = [body for body in lost if body.hits >= self._rules.min_hits]
        lost = [body for body in lost if body not in known] + self._match(known, weak, step_us)
        self._match(lost, sure, step_us, last_seen=True)
        self._bodies += [self._born(detection, media_time_us) for detection in sure]
        self._remember(media_time_us)
        return self._tracks(media_time_us)

    def _born(self, detection: Detection, media_time_us: int) -> _Body:
        body = _Body(self._next_id, detection, media_time_us)
        self._next_id += 1
        if self._rules.born_inside_must_move and self._trodden:
            body.must_move = _lies_in(body.seen_box, np.array([box for _, box in self._trodden]))
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

    def _believed(self, body: _Body) -> bool:
        return body.hits >= self._rules.min_hits and (not body.must_move or body.has_moved)

    def _move(self, step_us: int, media_time_us: int) -> None:
        limit_us = self._rules.max_lost_s * 1e6
        self._bodies = [
            body
            for body in self._bodies
            if media_time_us - body.seen_us <= limit_us
            and (body.hits >= self._rules.min_hits or body.seen_us == media_time_us - step_us)
        ]
        for body in self._bodies:
            body.filter.predict(step_us / 1e6)
        # Who walked out of the picture is gone, not hidden.
        self._bodies = [body for body in self._bodies if body.filter.in_picture]

    def _match(
        self,
        bodies: list[_Body],
        detections: list[Detection],
        step_us: int,
        last_seen: bool = False,
    ) -> list[_Body]:
        """Give detections (taken out of the list) to bodies; returns the bodies without one."""
        if not bodies or not detections:
            return bodies
        from scipy.optimize import linear_sum_assignment

        assert self._now_us is not None
        cost = self._cost(bodies, detections, step_us, last_seen)
        rows, columns = linear_sum_assignment(cost)
        taken = {
            int(row): int(column)
            for row, column in zip(rows, columns, strict=True)
            if cost[row, column] < _REFUSED
        }
        for row, column in taken.items():
            bodies[row].see(detections[column], self._now_us, step_us)
        used = set(taken.values())
        detections[:] = [one for index, one in enumerate(detections) if index not in used]
        return [body for index, body in enumerate(bodies) if index not in taken]

    def _cost(
        self,
        bodies: Sequence[_Body],
        detections: Sequence[Detection],
        step_us: int,
        last_seen: bool,
    ) -> NDArray[np.float64]:
        found = np.array([_array(one) for one in detections])
        places = [body.seen_box if last_seen else body.filter.box for body in bodies]
        buffer = min(0.5, 0.1 + 0.5 * step_us / 1e6)
        overlap = iou(grown(np.array(places), buffer), grown(found, buffer))
        cost = 1 - overlap + self._rules.direction_weight * _turn(bodies, found)
        kinds = np.array([[body.kind != one.kind for one in detections] for body in bodies])
        cost[(overlap < self._rules.min_overlap) | kinds] = _REFUSED
        return np.asarray(cost)

    def _tracks(self, media_time_us: int) -> list[Track]:
        return [self._track(body, media_time_us) for body in self._bodies]

    def _track(self, body: _Body, media_time_us: int) -> Track:
        unseen_us = media_time_us - body.seen_us
        box = np.clip(body.filter.box, 0.0, 1.0) if unseen_us else body.seen_box
        x1, y1, x2, y2 = box.tolist()
        return Track(body.track_id, x1, y1, x2, y2, body.kind, self._believed(body), unseen_us)


def _array(detection: Detection) -> NDArray[np.float64]:
    return np.array([detection.x1, detection.y1, detection.x2, detection.y2])


def _lies_in(box: NDArray[np.float64], others: NDArray[np.float64]) -> bool:
    """Whether most of ``box`` lies in one of ``others``."""
    low = np.maximum(box[:2], others[:, :2])
    high = np.minimum(box[2:], others[:, 2:])
    common = np.prod(np.clip(high - low, 0.0, None), axis=1)
    return bool(np.any(common >= 0.7 * np.prod(box[2:] - box[:2])))


def _turn(bodies: Sequence[_Body], found: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each match would bend a walking track: 0 straight on, 1 back."""
    velocity = np.array([body.filter.velocity for body in bodies])
    last = np.array([body.seen_box for body in bodies])
    way = _centres(found)[None] - _centres(last)[:, None]
    speed = np.linalg.norm(velocity, axis=1)
    length = np.linalg.norm(way, axis=2)
    cosine = (way * velocity[:, None]).sum(axis=2) / np.maximum(speed[:, None] * length, 1e-9)
    angle = np.arccos(np.clip(cosine, -1.0, 1.0)) / np.pi
    return np.where((speed[:, None] > _WALKING) & (length > 0.01), angle, 0.0)


def _centres(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    return (boxes[:, :2] + boxes[:, 2:]) / 2
