"""The empty scene of one fixed camera, and what stands out from it.

OpenCV's mixture of Gaussians (MOG2) with four habits of our own:

- What stands out is not learned, so a person who stands still does not melt into
  the background.
- A thing that is there brings its own outline: edges in the frame that the scene
  has not. What has none is light on the wall, or a *ghost*: the place that somebody
  left who was there when learning began. Both are learned at once.
- The camera's automatic exposure is taken out first: each channel is brought to the
  gain of the background, measured where nothing stood out a frame ago.
- What stood without the slightest change for very long (a chair that was moved)
  becomes background in the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.inference.contracts import FrameBgr

Mask = NDArray[np.uint8]

_VARIANCE_THRESHOLD = 25.0  # squared distance in variances; 5 sigma stands H.264's noise
_LEARNING_RATE = 0.01
_NEW_LIGHT_SHARE = 0.6  # more of the picture than this at once is light, not people
_OWN_EDGE = 12  # grey levels by which an edge must be stronger than the scene's
_OWN_OUTLINE_SHARE = 0.2  # people in real footage have 0.45 and more, light and ghosts below 0.16
_STILL_LEVELS = 12  # a pixel that changed less than this did not change
_STILL_SHARE = 0.97
_MEDIAN_FRAMES = 40
_GRAIN = 5  # every fifth pixel each way is enough to measure light
_FEWEST_CALM = 0.1
_BIN_BITS = 5  # ranges of 32 levels
_BINS = 256 >> _BIN_BITS
_LEVELS = np.arange(256)
_FEWEST_IN_BIN = 0.04
_OWN_GAIN = 0.15  # how far one brightness may depart from the gain of all


class Background:
    """Learns from the frames it is given; all of one size after the first."""

    def __init__(self, rate_hz: float, hold_s: float = 900.0) -> None:
        """``rate_hz``: frames per second of media time; ``hold_s``: a still thing stays so long."""
        import cv2

        self._cv2 = cv2
        self._hold_frames = max(1.0, hold_s * rate_hz)
        self._model: Any = None
        self._before: Mask | None = None
        self._mask = np.zeros((0, 0), np.uint8)
        self._scene = np.zeros((0, 0, 3), np.uint8)
        self._still = np.zeros((0, 0), np.float32)
        self._open = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
        # Taller than wide: it joins head, body and legs, not two people side by side.
        self._close = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 11))

    def learn(self, frames: Iterable[FrameBgr]) -> None:
        """See frames spread over the span first, so that the scene is known from the start."""
        seen = [frame for frame, _ in zip(frames, range(_MEDIAN_FRAMES), strict=False)]
        seen = [frame for frame in seen if frame.shape == seen[0].shape]
        if len(seen) < 3:
            return
        self._restart(np.median(np.stack(seen), axis=0).astype(np.uint8))
        for frame in seen + seen[::-1]:
            self.foreground(frame)
        self._before = None
        self._still[:] = 0

    def foreground(self, frame_bgr: FrameBgr) -> Mask:
        """255 where something stands out that is not shadow; learns the rest of the frame."""
        if self._model is None or self._still.shape != frame_bgr.shape[:2]:
            self._restart(frame_bgr)
        self._scene = self._model.getBackgroundImage()
        filmed, frame_bgr = frame_bgr, self._same_light(frame_bgr)
        mask = self._outstanding(frame_bgr)
        if np.count_nonzero(mask) > _NEW_LIGHT_SHARE * mask.size:
            self._restart(frame_bgr)
            mask = np.zeros_like(mask)
        self._mask = mask.copy()
        self._count_still(frame_bgr, mask)
        self._absorb(frame_bgr, mask, filmed)
        kept = self._cv2.dilate(mask, self._open, iterations=2)
        self._model.apply(frame_bgr, kept, None, _LEARNING_RATE)
        return mask

    def _restart(self, scene: FrameBgr) -> None:
        if self._model is None:
            self._model = self._cv2.createBackgroundSubtractorMOG2(500, _VARIANCE_THRESHOLD, True)
            self._model.setNMixtures(3)
        self._model.apply(scene, None, 1.0)
        if self._still.shape != scene.shape[:2]:
            self._still = np.zeros(scene.shape[:2], np.float32)
            self._mask = np.zeros(scene.shape[:2], np.uint8)
            self._before = None

    def _same_light(self, frame_bgr: FrameBgr) -> FrameBgr:
        """The frame at the background's exposure."""
        calm = self._mask[::_GRAIN, ::_GRAIN] == 0
        if np.count_nonzero(calm) < _FEWEST_CALM * calm.size:
            return frame_bgr
        sample = frame_bgr[::_GRAIN, ::_GRAIN][calm]
        curves = light_curves(sample, self._scene[::_GRAIN, ::_GRAIN][calm])
        return np.asarray(self._cv2.LUT(frame_bgr, curves), dtype=np.uint8)

    def _outstanding(self, frame_bgr: FrameBgr) -> Mask:
        raw = self._model.apply(frame_bgr, None, 0.0)
        _, mask = self._cv2.threshold(raw, 200, 255, self._cv2.THRESH_BINARY)  # 127 is shadow
        mask = self._cv2.morphologyEx(mask, self._cv2.MORPH_OPEN, self._open)
        closed = self._cv2.morphologyEx(mask, self._cv2.MORPH_CLOSE, self._close)
        return np.asarray(closed, dtype=np.uint8)

    def _count_still(self, frame_bgr: FrameBgr, mask: Mask) -> None:
        grey = self._cv2.cvtColor(frame_bgr, self._cv2.COLOR_BGR2GRAY)
        if self._before is not None:
            same = self._cv2.absdiff(grey, self._before) < _STILL_LEVELS
            self._still = np.where(same & (mask > 0), self._still + 1, 0).astype(np.float32)
        self._before = np.asarray(grey, dtype=np.uint8)

    def _absorb(self, frame_bgr: FrameBgr, mask: Mask, filmed: FrameBgr) -> None:
        """Take light, ghosts and furniture out of ``mask`` and into the model."""
        count, labels = self._cv2.connectedComponents(mask)
        if count < 2:
            return
        edges_now, edges_scene = self._edges(frame_bgr), self._edges(self._scene)
        taken = np.zeros(mask.shape, dtype=bool)
        for label in range(1, count):
            blob = labels == label
            if not self._is_there(blob, edges_now, edges_scene) or self._is_furniture(blob):
                taken |= blob
        if taken.any():
            # Measured again without what stands out, lest the patch keeps a wrong light.
            frame_bgr = self._same_light(filmed)
            wide = self._cv2.dilate(taken.astype(np.uint8), self._open, iterations=2) > 0
            self._restart(np.where(wide[..., None], frame_bgr, self._scene))
            mask[taken] = 0

    def _edges(self, picture: FrameBgr) -> Mask:
        """How much the levels differ within three pixels."""
        grey = self._cv2.cvtColor(picture, self._cv2.COLOR_BGR2GRAY)
        edges = self._cv2.morphologyEx(grey, self._cv2.MORPH_GRADIENT, self._open)
        return np.asarray(edges, dtype=np.uint8)

    def _is_there(self, blob: NDArray[np.bool_], now: Mask, scene: Mask) -> bool:
        """Whether the frame has edges along the blob's outline that the scene has not."""
        grain = blob.astype(np.uint8)
        outline = self._cv2.morphologyEx(grain, self._cv2.MORPH_GRADIENT, self._open) > 0
        # The frame's border is nobody's outline.
        outline[0, :] = outline[-1, :] = outline[:, 0] = outline[:, -1] = False
        if not outline.any():
            return True
        own = now[outline].astype(np.int16) - scene[outline] > _OWN_EDGE
        return bool(own.mean() >= _OWN_OUTLINE_SHARE)

    def _is_furniture(self, blob: NDArray[np.bool_]) -> bool:
        return bool((self._still[blob] >= self._hold_frames).mean() >= _STILL_SHARE)


def light_curves(sample: NDArray[np.uint8], scene: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """For each level 0..255 of a frame's channels, the level it has in the background.

    ``sample`` and ``scene`` are the same pixels (Nx3) of frame and background; the
    result is a table 1x256x3. One gain for all, and near it an own gain for each
    range of brightness, since cameras bend bright and dark differently. Kept near,
    so that a person who fills a range of brightness alone is not calibrated away.
    """
    channels = np.arange(3)
    place = (sample >> _BIN_BITS) + (_BINS * channels).astype(np.uint8)
    level = np.maximum(sample, 1).astype(np.float64)
    overall = np.clip(np.median(scene / level, axis=0), 0.5, 2.0)
    count = np.bincount(place.ravel(), minlength=3 * _BINS)
    levels = np.bincount(place.ravel(), level.ravel(), 3 * _BINS)
    aims = np.bincount(place.ravel(), scene.ravel().astype(np.float64), 3 * _BINS)
    table = np.empty((1, 256, 3), np.uint8)
    for channel in channels:
        mine = slice(_BINS * channel, _BINS * (channel + 1))
        used = count[mine] >= _FEWEST_IN_BIN * len(sample)
        gain = overall[channel]
        own = aims[mine][used] / levels[mine][used]
        own = np.clip(own, gain * (1 - _OWN_GAIN), gain * (1 + _OWN_GAIN))
        middles = levels[mine][used] / count[mine][used]
        curve = np.interp(_LEVELS, middles, own) if used.any() else gain
        table[0, :, channel] = np.clip(_LEVELS * curve, 0, 255)
    return table
