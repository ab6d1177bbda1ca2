"""The self-test: figures that come from real decoding, advice that follows from them."""

from __future__ import annotations

import json

import pytest

from app.operations import selftest
from app.operations.selftest import Measured, SelfTest, SelfTestStopped, run_selftest


def result(*measured: Measured, ways: tuple[str, ...] = ()) -> SelfTest:
    return SelfTest(4, measured, ways, 1.25)


SOFT = Measured("h264", 1920, 1080, "software", 100.0, 80.0)
HARD = Measured("h264", 1920, 1080, "cuda", 700.0, 300.0)


def test_small_footage_is_measured_in_software():
    shares: list[float] = []
    found = run_selftest(shares.append, paint=lambda: 0.5, sizes=((320, 180),), look_s=0.05)
    assert [each.codec for each in found.measured if each.way == "software"] == ["h264", "hevc"]
    assert all(each.full_hz > 1 and each.keys_hz > 1 for each in found.measured)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert found.paint_ms == 0.5


def test_it_can_be_cancelled():
    with pytest.raises(SelfTestStopped):
        run_selftest(cancelled=lambda: True)


def test_tiles_follow_from_rates():
    found = result(SOFT)
    assert found.decoders(SOFT) == pytest.approx(3.2)
    assert SOFT.tiles(1, 3.2) == 12  # 3.2 x 100 / 25
    assert SOFT.tiles(16, 3.2) == 32  # 3.2 x 80 x 2 s / 16
    english, chinese = found.lines("en"), found.lines("zh_CN")
    assert "At 1x: 12 tiles. 25 tiles at 16x: yes." in english[1]
    assert "25 格 16 倍速：可以" in chinese[1]
    assert len(english) == len(chinese) == 4
    assert "No graphics card" in english[-1]


def test_few_keyframes_are_said_as_a_number():
    weak = Measured("hevc", 1920, 1080, "software", 40.0, 20.0)
    assert "At 16x: 8 tiles." in result(weak).lines("en")[1]


def test_the_better_way_is_recommended():
    found = result(SOFT, HARD, ways=("cuda",))
    assert found.recommended() == "cuda"
    assert found.lines("en")[-1] == "Found: NVIDIA (CUDA). Set Decoding to NVIDIA (CUDA)."
    slow = Measured("h264", 1920, 1080, "qsv", 200.0, 90.0)
    slower = result(SOFT, slow, ways=("qsv",))
    assert slower.recommended() == "software"
    assert "设为 软件。" in slower.lines("zh_CN")[-1]  # as the setting calls it


def test_the_document_is_json():
    document = json.loads(json.dumps(result(SOFT, HARD, ways=("cuda",)).document()))
    assert document["measured"][0]["tiles_at_1"] == 12
    assert document["hardware"] == ["cuda"]


@pytest.mark.expects_logs("app.video.hardware")
def test_a_device_that_breaks_off_is_left_out(monkeypatch):
    monkeypatch.setattr("app.video.hardware.usable", lambda: ("cuda",))
    monkeypatch.setattr(selftest, "_PICTURES", 3)
    found = run_selftest(sizes=((320, 180),), look_s=0.01)
    ways = {each.way for each in found.measured}
    assert "software" in ways


@pytest.mark.parametrize("words", [["--json"], ["--language", "zh_CN"]])
def test_the_door_prints_it(monkeypatch, capsys, tmp_path, words):
    from app import cli

    monkeypatch.setattr(selftest, "run_selftest", lambda *_args, **_options: result(SOFT))
    assert cli.main(["selftest", "--home", str(tmp_path), *words]) == 0
    said = capsys.readouterr().out
    if "--json" in words:
        assert json.loads(said)["cores"] == 4
    else:
        assert "4 个核心" in said
