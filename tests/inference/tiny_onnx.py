"""Writes tiny ONNX models by hand (protobuf wire format), so that tests need no weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FLOAT = 1


def constant_model(
    path: Path,
    answer: NDArray[np.float32],
    *,
    inputs: Sequence[tuple[str, Sequence[int]]] = (("images", (1, 3, 416, 416)),),
    output: str = "output",
) -> Path:
    """A model that answers ``answer`` to whatever it is shown."""
    node = _text(1, "answer") + _text(2, output) + _text(3, "tell") + _text(4, "Identity")
    tensor = b"".join(_number(1, side) for side in answer.shape)
    tensor += _number(2, _FLOAT) + _text(8, "answer")
    tensor += _block(9, np.ascontiguousarray(answer, np.float32).tobytes())
    graph = _block(1, node) + _text(2, "tiny") + _block(5, tensor)
    graph += b"".join(_block(11, _value(name, shape)) for name, shape in inputs)
    graph += _block(12, _value(output, answer.shape))
    model = _number(1, 8) + _block(7, graph) + _block(8, _text(1, "") + _number(2, 13))
    path.write_bytes(model)
    return path


def _value(name: str, shape: Sequence[int]) -> bytes:
    sides = b"".join(_block(1, _number(1, side)) for side in shape)
    tensor = _number(1, _FLOAT) + _block(2, sides)
    return _text(1, name) + _block(2, _block(1, tensor))


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _block(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _text(field: int, text: str) -> bytes:
    return _block(field, text.encode())
