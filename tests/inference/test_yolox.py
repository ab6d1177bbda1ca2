from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from app.inference.build import Detectors
from app.inference.choices import DetectorChoice
from app.inference.faults import ModelFault
from app.inference.sessions import open_session
from app.inference.yolox import YoloxDetector, letterbox
from tests.inference.tiny_onnx import constant_model

ROWS = 52 * 52 + 26 * 26 + 13 * 13
PERSON_COLUMN, CAR_COLUMN = 5, 7


def raw_rows(*rows: tuple[int, tuple[float, ...], float, int, float]) -> np.ndarray:
    """Model output with (row, raw xywh, objectness, class column, class score) set."""
    answer = np.zeros((1, ROWS, 85), np.float32)
    for index, place, objectness, column, score in rows:
        answer[0, index, :4] = place
        answer[0, index, 4] = objectness
        answer[0, index, column] = score
    return answer


def detector(path: Path, answer: np.ndarray) -> YoloxDetector:
    constant_model(path / "model.onnx", answer)
    return YoloxDetector("Tiny", open_session(path / "model.onnx", device="cpu"))


def test_a_row_becomes_a_box_in_fractions_of_the_picture(tmp_path: Path) -> None:
    # Cell x=10, y=20 of the stride-8 grid: centre (84, 164), size 40 x 80 on the 416 canvas.
    row = 20 * 52 + 10
    place = (0.5, 0.5, math.log(5), math.log(10))
    found = detector(tmp_path, raw_rows((row, place, 0.9, PERSON_COLUMN, 0.8)))
    (box,) = found.detect(np.zeros((208, 416, 3), np.uint8))  # canvas scale 1, half empty
    assert (box.x1, box.x2) == (pytest.approx(64 / 416), pytest.approx(104 / 416))
    assert (box.y1, box.y2) == (pytest.approx(124 / 208), pytest.approx(204 / 208))
    assert box.confidence == pytest.approx(0.72)
    assert box.kind == "person"


def test_the_larger_grids_have_their_own_stride(tmp_path: Path) -> None:
    row = 52 * 52 + 26 * 26 + 6 * 13 + 6  # middle of the stride-32 grid
    place = (0.5, 0.5, math.log(2), math.log(4))
    found = detector(tmp_path, raw_rows((row, place, 1.0, PERSON_COLUMN, 1.0)))
    (box,) = found.detect(np.zeros((416, 416, 3), np.uint8))
    assert (box.x1, box.y1) == (pytest.approx((208 - 32) / 416), pytest.approx((208 - 64) / 416))


def test_two_rows_on_one_person_are_one_detection(tmp_path: Path) -> None:
    place = (0.0, 0.0, math.log(8), math.log(16))
    rows = ((1000, place, 0.9, PERSON_COLUMN, 0.9), (1001, place, 0.9, PERSON_COLUMN, 0.7))
    found = detector(tmp_path, raw_rows(*rows)).detect(np.zeros((416, 416, 3), np.uint8))
    assert [round(one.confidence, 2) for one in found] == [0.81]


def test_other_classes_and_weak_rows_are_nothing(tmp_path: Path) -> None:
    place = (0.0, 0.0, 1.0, 1.0)
    rows = ((900, place, 0.9, CAR_COLUMN, 0.9), (2000, place, 0.2, PERSON_COLUMN, 0.3))
    assert detector(tmp_path, raw_rows(*rows)).detect(np.zeros((416, 416, 3), np.uint8)) == []


def test_the_letterbox_keeps_proportions_and_fills_with_grey() -> None:
    canvas, ratio = letterbox(np.full((100, 200, 3), 7, np.uint8), 416, 416)
    assert canvas.shape == (1, 3, 416, 416)
    assert ratio == 2.08
    assert np.all(canvas[0, :, :208, :] == 7)
    assert np.all(canvas[0, :, 208:, :] == 114)


def test_an_odd_picture_fits_too(tmp_path: Path) -> None:
    found = detector(tmp_path, raw_rows()).detect(np.zeros((333, 77, 3), np.uint8))
    assert found == []


def fault_of(path: Path) -> ModelFault:
    with pytest.raises(ModelFault) as caught:
        Detectors(DetectorChoice("x", "X", path, device="cpu"))
    return caught.value


def test_a_file_that_is_not_onnx_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.onnx"
    path.write_text("these are my notes")
    fault = fault_of(path)
    assert str(path) in fault.text("en")
    assert "not a model in ONNX form" in fault.text("en")
    assert "不是 ONNX 模型" in fault.text("zh_CN")


def test_a_missing_and_an_empty_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty.onnx").touch()
    for name in ("gone.onnx", "empty.onnx"):
        assert name in fault_of(tmp_path / name).text("en")


def test_other_outputs_are_told_with_what_was_expected(tmp_path: Path) -> None:
    constant_model(tmp_path / "m.onnx", np.zeros((1, 100, 6), np.float32), output="boxes")
    text = fault_of(tmp_path / "m.onnx").text("en")
    assert "boxes 1x100x6" in text
    assert "output 1x3549x85" in text


def test_other_inputs_are_told_with_what_was_expected(tmp_path: Path) -> None:
    wrong = {
        "two inputs": (("a", (1, 3, 416, 416)), ("b", (1, 3, 416, 416))),
        "grey": (("images", (1, 1, 416, 416)),),
        "flat": (("images", (1, 100)),),
        "no grid": (("images", (1, 3, 400, 400)),),
    }
    for name, inputs in wrong.items():
        path = constant_model(tmp_path / f"{name}.onnx", raw_rows(), inputs=inputs)
        text = fault_of(path).text("en")
        assert "other inputs" in text
        assert inputs[0][0] in text


def test_a_device_without_cuda_is_noted_once_and_quietly(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import onnxruntime

    monkeypatch.setattr("app.inference.sessions._has_cuda_driver", lambda: False)
    monkeypatch.setattr(
        onnxruntime,
        "get_available_providers",
        lambda: ["CUDAExecutionProvider", "CPUExecutionProvider"],
    )
    constant_model(tmp_path / "m.onnx", raw_rows())
    detectors = Detectors(DetectorChoice("m", "M", tmp_path / "m.onnx"))
    assert detectors.device == "CPU"
    assert detectors.note is not None
    assert "CPU" in detectors.note.en
    assert capfd.readouterr() == ("", "")


@pytest.mark.models
def test_a_published_model_of_another_family_is_refused(models_dir: Path) -> None:
    path = models_dir / "nanodet_m_416.onnx"
    assert "nanodet_m_416.onnx" in fault_of(path).text("en")
