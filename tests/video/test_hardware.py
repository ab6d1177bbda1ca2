"""Decoding on a graphics card, tried with devices that fail: software always takes over."""

from __future__ import annotations

import logging
import pickle
from pathlib import Path
from typing import Any

import av
import pytest

from app.video import hardware
from app.video.files.clip import Clip
from app.video.hardware import Accelerated, Hardware, HardwareOpener, usable, word_of
from app.video.live.decoder import LiveDecoder
from app.video.live.queue import LivePacket, StreamFacts
from app.video.media import Segment, SegmentList
from tests.support.clips import make_clip, number_of

T = 1_772_416_920_000_000
pytestmark = pytest.mark.expects_logs("app.video.hardware: decoding")


class Device:
    """A codec context that claims to be a card's, and fails after some packets."""

    is_hwaccel = True

    def __init__(self, codec: str, good_packets: int) -> None:
        self._context = av.CodecContext.create(codec, "r")
        self._left = good_packets

    def decode(self, packet: Any) -> Any:
        self._left -= 1
        if self._left < 0:
            raise av.error.ExternalError(-542398533, "the device is gone")
        return self._context.decode(packet)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            setattr(self._context, name, value)


def device(good_packets: int) -> Hardware:
    return Hardware("cuda", lambda codec, _way: Device(codec, good_packets))


@pytest.fixture
def here(monkeypatch):
    def use(hardware_here: Hardware) -> Hardware:
        monkeypatch.setattr(hardware, "here", hardware_here)
        return hardware_here

    return use


def numbers(clip: Clip) -> list[int]:
    found = []
    while (picture := clip.read()) is not None:
        found.append(number_of(picture.frame))
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_clip(tmp_path / "a.mp4", pictures=40, keyframe_every=10)


def test_without_a_wish_nothing_is_tried(path):
    clip = Clip(str(path))
    assert clip.decoder == "software"
    clip.close()
    assert Hardware("software").decoder("h264", None) is None
    assert Hardware("nonsense").decoder("h264", None) is None


def test_a_card_decodes_and_says_so(path, here):
    here(device(1000))
    clip = Clip(str(path))
    assert clip.decoder == "cuda"
    assert numbers(clip) == list(range(40))
    clip.close()


def test_a_device_that_cannot_be_made_is_logged_once_and_not_tried_again(path, here, caplog):
    asked = []

    def refuse(codec: str, way: str) -> Any:
        asked.append(way)
        raise PermissionError(1, "no driver")

    here(Hardware("cuda", refuse))
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            clip = Clip(str(path))
            assert clip.decoder == "software"
            assert numbers(clip) == list(range(40))
            clip.close()
    assert asked == ["cuda"]
    assert len([each for each in caplog.records if "no driver" in each.message]) == 1


@pytest.mark.parametrize("good", [0, 10, 30])
def test_a_device_that_breaks_off_at_a_keyframe_loses_no_picture(path, here, caplog, good):
    here(device(good))
    clip = Clip(str(path))
    with caplog.at_level(logging.WARNING):
        assert numbers(clip) == list(range(40))
    assert clip.decoder == "software"
    assert "broke off" in caplog.text
    clip.close()


def test_between_keyframes_pictures_are_missing_until_the_next_one(path, here, caplog):
    here(device(15))
    clip = Clip(str(path))
    seen = numbers(clip)  # it takes the stream up at the second keyframe
    assert seen[:25] == list(range(25))
    assert seen[-10:] == list(range(30, 40))
    assert len(seen) < 40
    clip.close()


def test_a_way_that_never_gave_a_picture_is_given_up(path, here, caplog):
    owner = here(device(0))
    for _ in range(3):
        clip = Clip(str(path))
        numbers(clip)
        clip.close()
    assert owner.decoder("h264", None) is None


def test_a_codec_the_card_does_not_know_is_no_failure(here):
    class Plain(Device):
        is_hwaccel = False

    owner = Hardware("cuda", lambda codec, _way: Plain(codec, 9))
    assert owner.decoder("h264", None) is None
    assert owner._broken == {}


def test_live_pictures_return_to_software_too(path, here, caplog):
    here(device(12))
    decoder = LiveDecoder()
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        facts = StreamFacts(1, "h264", stream.codec_context.extradata, 128, 96, 10.0)
        seen = []
        for place, packet in enumerate(each for each in container.demux(stream) if each.size):
            coded = LivePacket(facts, bytes(packet), packet.is_keyframe, T + place * 100_000, None)
            picture = decoder.decode(coded)
            if place == 0:
                assert decoder.word == "cuda"
            if picture is not None:
                seen.append(number_of(picture.frame))
    assert decoder.word == "software"
    assert seen == [*range(12), *range(20, 40)]


def test_the_opener_chooses_in_the_process_in_which_it_opens(path, here):
    owner = here(Hardware())
    opener = pickle.loads(pickle.dumps(HardwareOpener("cuda")))
    source = opener(SegmentList((Segment(str(path), T),)))
    assert owner._ways == ("cuda",)
    source.close()


def test_automatic_takes_what_the_platform_has(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    assert Hardware("auto")._ways == ("videotoolbox",)
    monkeypatch.setattr("sys.platform", "linux")
    assert Hardware("auto")._ways == ("cuda", "qsv")


def test_real_devices_are_asked_without_harm(caplog):
    assert set(usable()) <= set(hardware.WAYS)


def test_the_word_of_a_decoder():
    assert word_of(None) == "software"
    assert word_of(Accelerated("qsv", object(), Hardware())) == "qsv"
