"""ONNX Runtime sessions: CUDA where it is, the CPU everywhere else, without noise."""

from __future__ import annotations

import contextlib
import ctypes
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.faults import Sentence
from app.inference.faults import NO_CUDA, NOT_ONNX, NOT_RUNNING, ModelFault

_FATAL_ONLY = 4  # ONNX Runtime's own scale; what goes wrong is raised, and told by us


@dataclass(frozen=True)
class Tensor:
    """An input or output of a model; unknown sides are None."""

    name: str
    shape: tuple[int | None, ...]
    element: str

    def text(self) -> str:
        """Like ``output 1x3549x85 tensor(float)``; an open side is ``?``."""
        sides = "x".join("?" if side is None else str(side) for side in self.shape)
        return f"{self.name} {sides} {self.element}"


class ModelSession:
    """One loaded model. Not shared between threads.

    ``device`` says what it runs on; ``note`` is set once when CUDA was asked for
    and is not there.
    """

    def __init__(self, path: Path, session: Any, device: str, note: Sentence | None) -> None:
        self.path = path
        self.device = device
        self.note = note
        self._session = session
        self.inputs = tuple(_tensor(one) for one in session.get_inputs())
        self.outputs = tuple(_tensor(one) for one in session.get_outputs())

    def run(self, picture: NDArray[np.float32]) -> NDArray[np.float32]:
        """The first output for ``picture`` as the first input. Raises ModelFault."""
        # ONNX Runtime's errors share no base of their own.
        try:
            results = self._session.run([self.outputs[0].name], {self.inputs[0].name: picture})
        except Exception as error:
            raise ModelFault(NOT_RUNNING, file=self.path, reason=_first_line(error)) from error
        result: NDArray[np.float32] = results[0]
        return result


def open_session(path: Path, device: str = "auto", threads: int = 2) -> ModelSession:
    """Load ``path``. ``device`` is ``"auto"`` (CUDA, else CPU) or ``"cpu"``.

    Raises ModelFault when the file is not a model in ONNX form.
    """
    import onnxruntime

    onnxruntime.set_default_logger_severity(_FATAL_ONLY)
    wants_cuda = (
        device == "auto" and "CUDAExecutionProvider" in onnxruntime.get_available_providers()
    )
    providers = ["CPUExecutionProvider"]
    # Where CUDA is only half there both print advice for programmers; ours is the note.
    with contextlib.redirect_stdout(io.StringIO()):
        if wants_cuda and _has_cuda_driver():
            onnxruntime.preload_dlls()
            providers.insert(0, "CUDAExecutionProvider")
        session = _load(onnxruntime, path, providers, threads)
    on_cuda = "CUDAExecutionProvider" in session.get_providers()
    note = NO_CUDA if wants_cuda and not on_cuda else None
    return ModelSession(path, session, "CUDA" if on_cuda else "CPU", note)


def _load(onnxruntime: Any, path: Path, providers: list[str], threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(1, threads)
    options.inter_op_num_threads = 1
    options.log_severity_level = _FATAL_ONLY
    # A waiting pool must not burn the cores that decode the wall.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # ONNX Runtime's errors share no base of their own.
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=providers)
    except Exception as error:
        raise ModelFault(NOT_ONNX, file=path, reason=_first_line(error)) from error


def _has_cuda_driver() -> bool:
    """Whether the driver's library loads; asking ONNX Runtime instead would print errors."""
    name = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _tensor(one: Any) -> Tensor:
    shape = tuple(side if isinstance(side, int) else None for side in one.shape)
    return Tensor(one.name, shape, one.type)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
