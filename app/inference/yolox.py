"""Person detection by YOLOX (Megvii, https://arxiv.org/abs/2107.08430) through ONNX Runtime.

The published exports take BGR values 0..255, letterboxed to the top left with
grey 114, and give raw rows (x, y, w, h, objectness, 80 classes) for the cells of
three grids with strides 8, 16 and 32.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.faults import Sentence
from app.inference.boxes import suppress
from app.inference.contracts import FrameBgr
from app.inference.faults import OTHER_INPUTS, OTHER_OUTPUTS, ModelFault
from app.inference.sessions import ModelSession, Tensor
from app.inference.values import PERSON, Detection

STRIDES = (8, 16, 32)
COCO_CLASSES = 80
KINDS = {0: PERSON}
"""COCO class number -> kind. Vehicles (2, 5, 7) join with the rules that need them."""

_GREY = 114
_WARM_UP_RUNS = 2


class YoloxDetector:
    """Stateless between frames: one instance may serve every camera of a process."""

    def __init__(
        self, name: str, session: ModelSession, floor: float = 0.1, overlap: float = 0.5
    ) -> None:
        """``floor``: weakest score handed on. Raises ModelFault for another kind of model."""
        self.name = name
        self.device = session.device
        self._session = session
        self._floor = floor
        self._overlap = overlap
        self._height, self._width = _input_size(session)
        self._grid, self._stride = _grid(self._height, self._width)
        _check_output(session, len(self._grid))
        self._warm_up()

    @property
    def frame_width(self) -> int:
        """The width in pixels beyond which frames carry nothing more for this model."""
        return self._width

    def learn(self, frames: Iterable[FrameBgr]) -> None:
        """Nothing to learn: the weights know."""

    def detect(self, frame_bgr: FrameBgr) -> Sequence[Detection]:
        """People in the frame, best first. Raises ModelFault when the model fails."""
        canvas, ratio = letterbox(frame_bgr, self._height, self._width)
        raw = self._session.run(canvas)[0]
        boxes, scores, classes = self._decode(raw)
        keep = suppress(boxes, scores, self._overlap)
        height, width = frame_bgr.shape[:2]
        whole = np.array([width, height, width, height]) * ratio
        fractions = np.clip(boxes[keep] / whole, 0.0, 1.0).tolist()
        return [
            Detection(x1, y1, x2, y2, float(scores[index]), KINDS[int(classes[index])])
            for (x1, y1, x2, y2), index in zip(fractions, keep, strict=True)
            if x2 > x1 and y2 > y1
        ]

    def _decode(
        self, raw: NDArray[np.float32]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
        """Boxes in canvas pixels, scores and classes of the rows worth keeping."""
        numbers = np.array(sorted(KINDS))
        wanted = raw[:, 4:5] * raw[:, 5 + numbers]
        best = wanted.argmax(axis=1)
        score = wanted[np.arange(len(raw)), best]
        rows = np.flatnonzero(score >= self._floor)
        centre = (raw[rows, :2] + self._grid[rows]) * self._stride[rows]
        half = np.exp(np.minimum(raw[rows, 2:4], 12.0)) * self._stride[rows] / 2
        boxes = np.hstack([centre - half, centre + half]).astype(np.float64)
        return boxes, score[rows].astype(np.float64), numbers[best[rows]]

    def _warm_up(self) -> None:
        # The first runs allocate and, on CUDA, choose kernels: not on a camera's time.
        blank = np.full((1, 3, self._height, self._width), _GREY, np.float32)
        for _ in range(_WARM_UP_RUNS):
            self._session.run(blank)


def letterbox(frame_bgr: FrameBgr, height: int, width: int) -> tuple[NDArray[np.float32], float]:
    """The frame scaled into the top left of a grey canvas 1x3xHxW, and the scale used."""
    import cv2

    ratio = min(height / frame_bgr.shape[0], width / frame_bgr.shape[1])
    scaled_w = max(1, int(frame_bgr.shape[1] * ratio))
    scaled_h = max(1, int(frame_bgr.shape[0] * ratio))
    canvas = np.full((height, width, 3), _GREY, np.uint8)
    canvas[:scaled_h, :scaled_w] = cv2.resize(
        frame_bgr, (scaled_w, scaled_h), interpolation=cv2.INTER_LINEAR
    )
    return np.ascontiguousarray(canvas.transpose(2, 0, 1)[None], dtype=np.float32), ratio


def _grid(height: int, width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Cell coordinates (Nx2) and stride (Nx1) of every output row."""
    cells, strides = [], []
    for stride in STRIDES:
        ys, xs = np.mgrid[0 : height // stride, 0 : width // stride]
        cells.append(np.stack([xs.ravel(), ys.ravel()], axis=1))
        strides.append(np.full((xs.size, 1), stride))
    return np.vstack(cells).astype(np.float32), np.vstack(strides).astype(np.float32)


def _input_size(session: ModelSession) -> tuple[int, int]:
    tensor = session.inputs[0]
    shape = tensor.shape
    height, width = shape[2:] if len(shape) == 4 else (None, None)
    if (
        len(session.inputs) != 1
        or shape[1] != 3
        or not height
        or not width
        or height % STRIDES[-1]
        or width % STRIDES[-1]
        or tensor.element != "tensor(float)"
    ):
        expected = "images 1x3xHxW tensor(float)"
        raise _other_shape(OTHER_INPUTS, session.path, session.inputs, expected)
    return height, width


def _check_output(session: ModelSession, rows: int) -> None:
    columns = 5 + COCO_CLASSES
    shape = session.outputs[0].shape
    if len(session.outputs) != 1 or len(shape) != 3 or shape[1:] != (rows, columns):
        expected = f"output 1x{rows}x{columns}"
        raise _other_shape(OTHER_OUTPUTS, session.path, session.outputs, expected)


def _other_shape(
    sentence: Sentence, path: Path, tensors: Sequence[Tensor], expected: str
) -> ModelFault:
    found = ", ".join(one.text() for one in tensors)
    return ModelFault(sentence, file=path, found=found, expected=expected)
