"""Sound: at its own time, silent where it must be, and never a reason for a crash."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import av
import numpy as np
import pytest

from app.video.clock import PlaybackClock
from app.video.media import LiveStream, Segment, SegmentList
from app.video.sound import vlc as sound_vlc
from app.video.sound.faults import (
    BY_OWN,
    BY_VLC,
    NO_DEVICE,
    NO_SOUND,
    NOT_REACHED,
    NOTHING_HERE,
    ONLY_AT_ONE,
    PAUSED,
    SOUNDLESS_HERE,
    TRIED_AGAIN,
    UNREADABLE_HERE,
    VLC_CANNOT,
    VLC_MISSING,
    SoundFault,
)
from app.video.sound.output import DeviceOutput
from app.video.sound.player import SoundPlayer
from app.video.sound.ring import RATE_HZ, SoundRing
from app.video.sound.track import recorded_sound
from app.video.sound.vlc import VlcCannot, VlcSound
from tests.support.clips import make_clip
from tests.support.gst_server import Mount, gst_server

T = 1_772_416_920_000_000
S = 1_000_000
TONE_FROM_S = 2.0


def talking(path: Path, seconds: int = 8, codec: str = "aac", rate: int = 16_000) -> Path:
    """A clip that is silent for two seconds and then hums at 440 Hz."""
    silent = make_clip(path.with_name(f"silent-{path.name}.mp4"), pictures=seconds * 10)
    with av.open(str(silent)) as source, av.open(str(path), "w") as made:
        video = made.add_stream_from_template(source.streams.video[0])
        sound = made.add_stream(codec, rate=rate)
        sound.codec_context.layout = "mono"
        packed = codec.startswith("pcm")
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                packet.stream = video
                made.mux(packet)
        for start in range(0, seconds * rate, 1024):
            at_s = (np.arange(1024) + start) / rate
            wave = np.sin(at_s * 440 * 2 * np.pi) * (at_s >= TONE_FROM_S) * 0.5
            data = (wave * 32767).astype(np.int16) if packed else wave.astype(np.float32)
            kind = "s16" if packed else "fltp"
            frame = av.AudioFrame.from_ndarray(data[None, :], format=kind, layout="mono")
            frame.sample_rate, frame.pts = rate, start
            made.mux(sound.encode(frame))
        made.mux(sound.encode(None))
    return path


def media(*paths: Path, every_s: float = 8.0) -> SegmentList:
    segments = (Segment(str(p), T + round(n * every_s * S)) for n, p in enumerate(paths))
    return SegmentList(tuple(segments), "S001/door")


class Sink:
    """A device that takes sound as fast as a real one and keeps it."""

    def __init__(self, ring: SoundRing) -> None:
        self.heard: list[np.ndarray] = []
        self._ring = ring
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._over.wait(0.01):
            self.heard.append(self._ring.read(RATE_HZ // 100))

    def close(self) -> None:
        self._over.set()
        self._thread.join()


class Desk:
    """A player on a clock of its own, with a sink instead of a device."""

    def __init__(self, vlc=None) -> None:
        self.clock = PlaybackClock()
        self.sinks: list[Sink] = []
        self.player = SoundPlayer(
            lambda: self.clock.state, self._sink, vlc or (lambda _media, _volume: missing())
        )

    def _sink(self, ring: SoundRing) -> Sink:
        self.sinks.append(Sink(ring))
        return self.sinks[-1]

    def until(self, told) -> None:
        limit_s = time.monotonic() + 10
        while not told() and time.monotonic() < limit_s:
            time.sleep(0.01)
        assert told()

    def loud(self) -> bool:
        return any(np.abs(part).max() > 3000 for part in self.sinks[-1].heard[-5:])


def loud_part(desk: Desk) -> np.ndarray:
    heard = np.concatenate([np.zeros((1, 2)), *desk.sinks[0].heard])[:, 0]
    return heard[np.argmax(np.abs(heard) > 3000) :] if (np.abs(heard) > 3000).any() else heard[:0]


def pitch(loud: np.ndarray) -> float:
    part = loud[-4096:]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    return float(np.argmax(spectrum) * RATE_HZ / len(part))


def missing() -> VlcSound:
    raise VlcCannot(missing=True)


@pytest.fixture
def desk():
    made = Desk()
    yield made
    made.player.close()


@pytest.mark.parametrize(("name", "codec", "rate"), [
    ("a.mp4", "aac", 16_000), ("a.mov", "pcm_alaw", 8_000),
])  # fmt: skip
def test_sound_carries_its_media_time(tmp_path, name, codec, rate):
    path = talking(tmp_path / name, 5, codec, rate)
    times, parts = [], []
    for at_us, samples in recorded_sound(media(path), T + S):
        times.append(at_us)
        parts.append(samples)
    assert times[0] == pytest.approx(T + S, abs=70_000)
    assert times == sorted(times)
    sound = np.concatenate(parts)
    onset = int(np.argmax(np.abs(sound[:, 0]) > 3000))
    assert (times[0] - T) / S + onset / RATE_HZ == pytest.approx(TONE_FROM_S, abs=0.07)


def test_sound_goes_on_over_segments_and_ends_at_a_gap(tmp_path):
    path = talking(tmp_path / "a.mp4", 5)
    row = SegmentList(
        (Segment(str(path), T), Segment(str(path), T + 5 * S), Segment(str(path), T + 60 * S))
    )
    times = [at_us for at_us, _ in recorded_sound(row, T + 4 * S)]
    assert times[0] == pytest.approx(T + 4 * S, abs=70_000)
    assert times[-1] == pytest.approx(T + 10 * S, abs=200_000)


def test_a_damaged_segment_is_silent_and_sound_goes_on_behind_it(tmp_path, desk):
    path, broken = talking(tmp_path / "a.mp4"), tmp_path / "broken.mp4"
    broken.write_bytes(b"no clip at all")
    desk.clock.seek(T + 3 * S)
    desk.clock.play()
    desk.player.start(media(path, broken, path))
    desk.until(lambda: desk.sinks and desk.loud())
    desk.clock.seek(T + 9 * S)
    desk.until(lambda: desk.player.status.silent is UNREADABLE_HERE and not desk.loud())
    desk.clock.seek(T + 19 * S)
    desk.until(desk.loud)
    assert desk.player.status.fault is None


def test_a_segment_without_sound_is_silent_and_sound_goes_on_behind_it(tmp_path, desk):
    path, mute = talking(tmp_path / "a.mp4"), make_clip(tmp_path / "mute.mp4", pictures=80)
    desk.clock.seek(T + 3 * S)
    desk.clock.play()
    desk.player.start(media(path, mute, path))
    desk.until(lambda: desk.sinks and desk.loud())
    desk.clock.seek(T + 9 * S)
    desk.until(lambda: desk.player.status.silent is SOUNDLESS_HERE and not desk.loud())
    desk.clock.seek(T + 19 * S)
    desk.until(desk.loud)
    assert desk.player.status.fault is None


def test_a_clip_without_sound_says_so(tmp_path):
    path = make_clip(tmp_path / "a.mp4")
    with pytest.raises(SoundFault) as met:
        next(recorded_sound(media(path), T))
    assert met.value.sentence is NO_SOUND


def test_it_plays_in_step_at_one_and_is_silent_otherwise(tmp_path, desk):
    desk.clock.seek(T + 3 * S)
    desk.clock.play()
    desk.player.start(media(talking(tmp_path / "a.mp4")))
    desk.until(lambda: desk.sinks and desk.loud())
    assert desk.player.status.way is BY_OWN
    assert "in step" in desk.player.status.text("en")
    desk.until(lambda: len(loud_part(desk)) > 8192)
    loud = loud_part(desk)
    assert pitch(loud) == pytest.approx(440, abs=30)
    desk.clock.set_speed(2.0)
    desk.until(lambda: desk.player.status.silent is ONLY_AT_ONE and not desk.loud())
    desk.clock.set_speed(1.0)
    desk.clock.pause()
    desk.until(lambda: desk.player.status.silent is PAUSED)
    desk.clock.seek(T + 3 * S)
    desk.clock.play()
    desk.until(desk.loud)
    desk.clock.seek(T + 900 * S)
    desk.until(lambda: desk.player.status.silent is NOTHING_HERE)
    desk.player.close()
    assert not desk.player.on


def test_volume_reaches_the_samples_that_wait(tmp_path, desk):
    ring = SoundRing()
    ring.write(np.full((10, 2), 1000, np.int16))
    ring.volume = 0.5
    assert ring.read(4).tolist() == [[500, 500]] * 4
    assert ring.read(10)[:6].tolist() == [[500, 500]] * 6
    assert ring.read(3).tolist() == [[0, 0]] * 3
    assert ring.write(np.zeros((RATE_HZ * 3, 2), np.int16)) == RATE_HZ
    ring.clear()
    assert ring.waiting_us == 0
    desk.player.volume = 7.0
    assert desk.player.volume == 1.0


def test_a_missing_device_is_a_sentence(tmp_path):
    def refuse(_ring: SoundRing) -> Sink:
        raise SoundFault(NO_DEVICE)

    player = SoundPlayer(lambda: PlaybackClock().state, refuse)
    player.start(media(talking(tmp_path / "a.mp4", 3)))
    limit_s = time.monotonic() + 5
    while player.status.fault is None and time.monotonic() < limit_s:
        time.sleep(0.01)
    player.close()
    assert player.status.fault is not None
    assert player.status.fault.sentence is NO_DEVICE


def test_this_machines_device_plays_or_says_that_there_is_none(capfd):
    ring = SoundRing()
    try:
        output = DeviceOutput(ring)
    except SoundFault as none:
        assert none.sentence is NO_DEVICE  # noqa: PT017 - either is right, by the machine
    else:
        output.close()
    assert "ALSA" not in capfd.readouterr().err


def test_a_live_address_that_nobody_answers_keeps_its_password(desk):
    stream = LiveStream("rtsp://127.0.0.1:9/none", "li", "secret", label="S001/door")
    desk.player.start(stream)
    desk.until(lambda: desk.player.status.fault is not None)
    assert desk.player.status.fault.sentence is NOT_REACHED
    assert "secret" not in desk.player.status.text("en")


@pytest.mark.parametrize(("cannot", "said"), [(True, VLC_MISSING), (False, VLC_CANNOT)])
def test_without_vlc_the_own_way_says_why(monkeypatch, cannot, said):
    class Live:
        def __init__(self, _media: LiveStream) -> None:
            self.closed = False

        def pieces(self):
            for _ in range(200):
                time.sleep(0.005)
                yield np.full((480, 2), 9000, np.int16)

        def close(self) -> None:
            self.closed = True

    def refuse(_media: LiveStream, _volume: float) -> VlcSound:
        raise VlcCannot(missing=cannot)

    monkeypatch.setattr("app.video.sound.track.LiveSound", Live)
    desk = Desk(refuse)
    desk.player.start(LiveStream("rtsp://camera/1"))
    desk.until(lambda: desk.sinks and desk.loud())
    assert desk.player.status.text("en").endswith(said.en)
    desk.player.close()


@pytest.mark.parametrize("sound", [True, False])
def test_a_real_camera_is_heard_beside_its_pictures(desk, sound):
    with gst_server([Mount("/talks", sound=sound)]) as address:
        desk.player.start(LiveStream(f"{address}/talks", label="S001/door"))
        if sound:
            desk.until(lambda: desk.sinks and len(loud_part(desk)) > 8192)
            assert pitch(loud_part(desk)) == pytest.approx(440, abs=30)
        else:
            desk.until(lambda: desk.player.status.fault is not None)
            assert desk.player.status.fault.sentence is NO_SOUND
        desk.player.close()


class CutCamera:
    """Sends a little sound to whoever connects, then cuts; ``answers`` is asked each time."""

    def __init__(self, answers) -> None:
        self._answers = answers
        self.connections = 0

    def __call__(self, _media: LiveStream) -> CutCamera:
        self.connections += 1
        answer = self._answers(self.connections)
        if answer is not None:
            raise answer
        return self

    def pieces(self):
        for _ in range(40):
            time.sleep(0.005)
            yield np.full((480, 2), 9000, np.int16)

    def close(self) -> None:
        pass


def test_live_sound_comes_back_after_every_cut(monkeypatch, desk):
    monkeypatch.setattr("app.video.sound.player.AGAIN_S", (0.05, 0.1))
    away = ConnectionRefusedError(111, "Connection refused")
    camera = CutCamera(lambda number: away if number in {2, 3} else None)
    monkeypatch.setattr("app.video.sound.track.LiveSound", camera)
    said, tell = [], desk.player._tell

    def told(stop, status) -> None:
        said.append(status.text("zh_CN"))
        tell(stop, status)

    monkeypatch.setattr(desk.player, "_tell", told)
    desk.player.start(LiveStream("rtsp://camera/1", label="S001/door"))
    desk.until(lambda: camera.connections > 4 and desk.loud())
    assert TRIED_AGAIN.zh in said
    assert desk.player.status.fault is None
    assert desk.player.on


def test_sound_by_vlc_comes_back_too(monkeypatch, desk):
    monkeypatch.setattr("app.video.sound.player.AGAIN_S", (0.05,))

    class Vlc:
        version, playing = "3.0", False  # it was cut at once

        def close(self) -> None:
            pass

    made = []
    player = SoundPlayer(lambda: desk.clock.state, desk._sink, lambda *_: made.append(1) or Vlc())
    player.start(LiveStream("rtsp://camera/1"))
    desk.until(lambda: len(made) > 2)
    assert player.status.fault is None
    player.close()


def test_a_password_that_is_refused_after_a_cut_is_not_tried_again(monkeypatch, desk):
    monkeypatch.setattr("app.video.sound.player.AGAIN_S", (0.05,))
    refused = av.HTTPUnauthorizedError(1, "401 Unauthorized")
    camera = CutCamera(lambda number: refused if number > 1 else None)
    monkeypatch.setattr("app.video.sound.track.LiveSound", camera)
    desk.player.start(LiveStream("rtsp://camera/1", "li", "secret", label="S001/door"))
    desk.until(lambda: desk.player.status.fault is not None)
    assert camera.connections == 2
    assert "secret" not in desk.player.status.text("en")


def test_stopping_never_waits_for_a_camera_that_does_not_answer(monkeypatch):
    let_go = threading.Event()

    def hang(_media: LiveStream, _volume: float) -> VlcSound:
        let_go.wait(10)
        raise VlcCannot(missing=True)

    desk = Desk(hang)
    desk.player.start(LiveStream("rtsp://127.0.0.1:9/none", label="S001/door"))
    desk.player.stop()
    assert not desk.player.on
    assert not let_go.is_set()
    let_go.set()
    desk.player.close()
    assert desk.player.status.fault is None or desk.player.status.fault.sentence is NOT_REACHED


def test_vlc_is_taken_where_it_opens_the_address():
    class Vlc:
        version = "3.0"
        playing = True
        volumes: list[float] = []  # noqa: RUF012 - one test, one object
        closed = False

        def set_volume(self, volume: float) -> None:
            self.volumes.append(volume)

        def close(self) -> None:
            self.closed = True

    vlc = Vlc()
    desk = Desk(lambda _media, _volume: vlc)
    desk.player.start(LiveStream("rtsp://camera/1"))
    desk.until(lambda: desk.player.status.way is BY_VLC)
    desk.player.volume = 0.3
    assert vlc.volumes == [0.3]
    desk.player.close()
    assert vlc.closed


def test_the_real_libvlc_opens_what_has_sound(tmp_path, monkeypatch):
    try:
        sound_vlc._instance()[0].release()
    except VlcCannot:
        pytest.skip("libVLC is not installed")
    monkeypatch.setattr(sound_vlc, "_OPTIONS", (*sound_vlc._OPTIONS, "--aout=adummy"))
    path = talking(tmp_path / "a.mp4")
    sound = VlcSound(LiveStream(path.as_uri()), 0.5)
    assert sound.playing
    sound.close()
    monkeypatch.setattr(sound_vlc, "_PATIENCE_S", 0.5)
    with pytest.raises(VlcCannot):
        VlcSound(LiveStream((tmp_path / "none.mp4").as_uri()), 0.5)
