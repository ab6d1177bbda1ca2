"""Live cameras that refuse, ask for a password, fall silent, go and come back."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest

from app.video.faults import (
    LIVE_NOT_FOUND,
    LIVE_REFUSED,
    AddressFault,
    PasswordRefused,
    SourceFault,
)
from app.video.live import feed as live_feed
from app.video.live.feed import (
    BACK_OFF_S,
    BUSY_BACK_OFF_S,
    LiveFeed,
    LivePhase,
    LiveState,
    back_off_s,
)
from app.video.live.gate import AT_ONCE, handshake
from app.video.live.queue import LivePacket, PacketQueue, StreamFacts
from app.video.live.source import KEPT_PICTURES, LiveSource
from app.video.live.way import StampLine
from app.video.media import LiveStream
from app.video.open import open_source
from app.video.source import Picture
from app.video.stills import take_still
from tests.support.clips import make_clip, number_of
from tests.support.rtsp_server import RtspServer
from tests.video.cases import next_picture

PASSWORD = "p@ss:w/rd#1?%é"
STALL_S = 0.8


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clip(tmp_path_factory.mktemp("clip") / "live.mp4", pictures=40, rate=50)


@contextmanager
def playing(media: LiveStream, stall_s: float = STALL_S) -> Iterator[LiveSource]:
    source = LiveSource(media, stall_s)
    source.open()
    try:
        yield source
    finally:
        source.close()
        assert source.join(10)


def first_fault(source: LiveSource, timeout_s: float = 8.0) -> SourceFault:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        try:
            source.read()
        except SourceFault as fault:
            return fault
        time.sleep(0.005)
    raise AssertionError("no fault came")


def wait_for(condition: Callable[[], bool], timeout_s: float = 8.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_pictures_arrive_with_the_time_of_their_reception(
    clip: Path, transport: Literal["tcp", "udp"]
) -> None:
    began_us = time.time_ns() // 1000
    with (
        RtspServer(clip, rate_hz=50) as server,
        playing(LiveStream(server.url, transport=transport)) as source,
    ):
        pictures = [next_picture(source) for _ in range(25)]
        assert source.state().phase is LivePhase.PLAYING
        info = source.info()
    times = [picture.media_time_us for picture in pictures]
    assert began_us < times[0] < times[-1] <= time.time_ns() // 1000 + 1000
    numbers = [number_of(picture.frame) for picture in pictures]
    assert numbers == [(numbers[0] + n) % 40 for n in range(25)]
    assert (info.width, info.height, info.codec) == (128, 96, "h264")


def test_a_refused_connection_is_told_and_tried_again() -> None:
    address = f"rtsp://127.0.0.1:{closed_port()}/x"
    with playing(LiveStream(address, label="S001/entrance")) as source:
        fault = first_fault(source)
        assert "S001/entrance refuses the connection" in str(fault)
        assert address in str(fault)
        state = source.state()
        assert state.phase is LivePhase.LOST
        assert state.reason is fault.sentence
        wait_for(lambda: source.state().tries >= 2)


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_a_camera_that_asks_for_a_password(clip: Path, scheme: Literal["basic", "digest"]) -> None:
    with RtspServer(clip, rate_hz=50, user="ad min", password=PASSWORD, scheme=scheme) as server:
        with playing(LiveStream(server.url, label="S001/entrance")) as source:
            fault = first_fault(source)
            assert isinstance(fault, PasswordRefused)
            assert "S001/entrance asks for a user name and password" in str(fault)
        with playing(
            LiveStream(server.url, "ad min", "wrong-one", label="S001/entrance")
        ) as source:
            fault = first_fault(source)
            assert isinstance(fault, PasswordRefused)
            assert "S001/entrance does not accept the user name or password" in str(fault)
            assert "wrong-one" not in repr(
                (fault, fault.values, fault.__cause__, fault.__context__)
            )
            time.sleep(0.7)
            asked = server.requests.count("DESCRIBE")
            time.sleep(0.7)
            assert server.requests.count("DESCRIBE") == asked  # a camera locks who guesses
        with playing(LiveStream(server.url, "ad min", PASSWORD)) as source:
            assert next_picture(source).frame.width == 128


def test_a_path_that_the_camera_does_not_know(clip: Path) -> None:
    with RtspServer(clip) as server:
        address = server.url.replace("stream1", "nothing")
        with playing(LiveStream(address, label="S001/entrance")) as source:
            assert f"has no stream at {address}" in str(first_fault(source))


def test_a_camera_that_takes_the_connection_and_says_nothing(clip: Path) -> None:
    with (
        RtspServer(clip, answers=False) as server,
        playing(LiveStream(server.url, label="S001/entrance")) as source,
    ):
        assert source.state().phase is LivePhase.CONNECTING
        assert "S001/entrance does not answer" in str(first_fault(source))


def test_something_that_is_no_camera() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up() -> None:
            connection, _ = listener.accept()
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        address = f"rtsp://127.0.0.1:{listener.getsockname()[1]}/x"
        with playing(LiveStream(address, label="S001/entrance")) as source:
            assert "does not speak RTSP" in str(first_fault(source))
        thread.join()


def test_an_unknown_host_is_named() -> None:
    with playing(LiveStream("rtsp://no-such-host.invalid/x", label="S001/entrance")) as source:
        text = str(first_fault(source))
    assert "rtsp://no-such-host.invalid/x" in text


def test_a_stalled_camera_is_told_and_comes_back(clip: Path) -> None:
    with (
        RtspServer(clip, rate_hz=50) as server,
        playing(LiveStream(server.url, label="S001/entrance")) as source,
    ):
        before = next_picture(source)
        server.fall_silent()
        fault = first_fault(source)
        assert "S001/entrance has stopped sending pictures" in str(fault)
        assert source.state().phase is LivePhase.LOST
        server.speak_again()
        wait_for(lambda: _plays(source))
        assert next_picture(source).media_time_us > before.media_time_us
        assert source.state().phase is LivePhase.PLAYING


def test_a_camera_that_sends_everything_but_pictures_is_stalled(clip: Path) -> None:
    with (
        RtspServer(clip, rate_hz=50) as server,
        playing(LiveStream(server.url, label="S001/entrance")) as source,
    ):
        next_picture(source)
        server.send_reports_only()
        assert "S001/entrance has stopped sending pictures" in str(first_fault(source))


def test_a_camera_that_never_sends_a_picture_is_told_so_and_not_that_it_stopped(clip: Path) -> None:
    with RtspServer(clip, rate_hz=50) as server:
        server.send_reports_only()
        with playing(LiveStream(server.url, label="S001/entrance")) as source:
            told = first_fault(source)
    assert "S001/entrance accepts the connection at" in str(told)
    assert "over UDP a firewall may hold it back" in str(told)


def test_tries_are_counted_however_long_each_takes(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_feed, "_STEADY_S", 0.1)
    monkeypatch.setattr(live_feed, "BACK_OFF_S", (0.05,))
    with RtspServer(clip, answers=False) as server, playing(LiveStream(server.url), 0.3) as source:
        wait_for(lambda: source.state().tries >= 3)
        server.answer()
        wait_for(lambda: _plays(source))
        time.sleep(0.2)
        monkeypatch.setattr(live_feed, "BACK_OFF_S", (60.0,))
        server.stop()
        wait_for(lambda: source.state().phase is LivePhase.LOST)
        assert source.state().tries == 0  # of this loss, not of the one before


def _plays(source: LiveSource) -> bool:
    try:
        return isinstance(source.read(), Picture)
    except SourceFault:
        return False


def test_a_dropped_connection_is_made_again(clip: Path) -> None:
    with (
        RtspServer(clip, rate_hz=50) as server,
        playing(LiveStream(server.url, label="S001/entrance")) as source,
    ):
        next_picture(source)
        server.drop()
        assert "S001/entrance ended the stream" in str(first_fault(source))
        wait_for(lambda: _plays(source))
        assert server.connections == 2


def test_an_address_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(AddressFault, match="must begin with rtsp://"):
        open_source(LiveStream("ftp://camera/x")).open()


def test_closing_while_connecting_leaves_no_thread(clip: Path) -> None:
    with RtspServer(clip, answers=False) as server:
        source = LiveSource(LiveStream(server.url), STALL_S)
        source.open()
        source.close()
        assert source.join(10)


def test_a_still_of_a_live_camera_is_the_nearest_kept_picture(clip: Path) -> None:
    with RtspServer(clip, rate_hz=50) as server:
        with playing(LiveStream(server.url, label="S001/entrance")) as source:
            with pytest.raises(SourceFault, match="has not sent a picture yet"):
                source.still(0)
            pictures = [next_picture(source) for _ in range(10)]
            kept = pictures[-KEPT_PICTURES:]
            for picture in kept:
                assert source.still(picture.media_time_us).media_time_us == picture.media_time_us
            assert source.still(0).media_time_us == kept[0].media_time_us
        still = take_still(LiveStream(server.url), time.time_ns() // 1000)
        assert (still.width, still.height) == (128, 96)


def test_a_still_of_a_camera_that_refuses_says_why() -> None:
    with pytest.raises(SourceFault, match="refuses the connection"):
        take_still(LiveStream(f"rtsp://127.0.0.1:{closed_port()}/x"), 0)


def test_waiting_grows_and_cameras_do_not_beat_together() -> None:
    waits = [back_off_s(tries, 0.5) for tries in range(1, 10)]
    assert waits == sorted(waits)
    assert waits[-1] == BACK_OFF_S[-1]
    assert back_off_s(3, 0.0) < back_off_s(3, 0.5) < back_off_s(3, 1.0)
    assert back_off_s(0, 0.5) == back_off_s(1, 0.5)


@pytest.mark.parametrize("status", ["453 Not Enough Bandwidth", "503 Service Unavailable"])
def test_a_camera_without_a_free_connection_is_asked_until_one_is_free(
    clip: Path, status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_feed, "BUSY_BACK_OFF_S", (0.02,))
    with (
        RtspServer(clip, rate_hz=50, refusals={"DESCRIBE": status}) as server,
        playing(LiveStream(server.url)) as source,
    ):
        assert "no free connection" in first_fault(source).text("en")
        wait_for(lambda: server.requests.count("DESCRIBE") > 4)
        server.refusals.clear()
        wait_for(lambda: shown(source))


def shown(source: LiveSource) -> bool:
    """Whether there is a picture; faults are told in the tile and passed over."""
    try:
        return isinstance(source.read(), Picture)
    except SourceFault:
        return False


def test_the_wait_for_a_free_connection_is_never_long() -> None:
    assert back_off_s(10_000, 1.0, BUSY_BACK_OFF_S) <= 10.0


def test_a_camera_that_says_no_while_it_starts_is_asked_again_soon() -> None:
    """Away for long and asked ever less often; but that it answers now is news."""
    feed = LiveFeed(LiveStream("rtsp://camera/1"), PacketQueue())
    away = SourceFault(LIVE_REFUSED, camera="door", address="camera")
    starting = SourceFault(LIVE_NOT_FOUND, camera="door", address="camera", status=404)
    for tries in range(20):
        feed.state = LiveState(LivePhase.LOST, tries, away)
        waited_s = feed._pause_s()
    assert waited_s > 2
    feed.state = LiveState(LivePhase.LOST, 21, starting)
    assert feed._pause_s() < 2
    assert [feed._pause_s() for _ in range(8)][-1] > 20


def test_a_full_queue_drops_to_the_next_keyframe() -> None:
    facts = StreamFacts(1, "h264", None, 128, 96, 25.0)
    queue = PacketQueue(capacity=5)

    def put(number: int, keyframe: bool) -> None:
        queue.put(LivePacket(facts, b"", keyframe, number))

    put(0, keyframe=False)  # nothing can be shown before a keyframe
    for number in range(1, 9):
        put(number, keyframe=number == 1)
    assert len(queue) == 0
    put(9, keyframe=True)
    put(10, keyframe=False)
    assert [packet.received_us for packet in iter(lambda: queue.get(11), None)] == [9, 10]
    assert queue.dropped == 9
    queue.broken()
    put(11, keyframe=False)
    assert queue.get() is None


def test_an_overtaken_decoder_goes_on_with_the_newest_keyframe() -> None:
    facts = StreamFacts(1, "h264", None, 128, 96, 25.0)
    queue = PacketQueue()
    for number in range(30):
        queue.put(LivePacket(facts, b"", number % 10 == 0, number * 40_000))
    now_us = 29 * 40_000 + 1000
    newest = queue.get(now_us)
    assert newest is not None
    assert newest.received_us == 20 * 40_000
    assert (queue.late, queue.dropped, len(queue)) == (1, 20, 9)
    assert queue.get(now_us + 5_000_000) is None  # too old, and no keyframe behind it
    queue.put(LivePacket(facts, b"", False, now_us + 5_000_000))
    assert queue.get(now_us + 5_000_000) is None
    queue.put(LivePacket(facts, b"", True, now_us + 5_000_000))
    assert queue.get(now_us + 5_000_000) is not None


def test_a_damaged_picture_is_dropped_with_all_that_build_on_it() -> None:
    facts = StreamFacts(1, "h264", None, 128, 96, 25.0)
    queue = PacketQueue()
    for number, keyframe, damaged in (
        (0, True, False), (1, False, True), (2, False, False), (3, True, True),
        (4, False, False), (5, True, False), (6, False, False),
    ):  # fmt: skip
        queue.put(LivePacket(facts, b"", keyframe, number, None, damaged))
    got = [packet.received_us for packet in iter(lambda: queue.get(7), None)]
    assert got == [0, 5, 6]


def test_few_connections_to_one_device_are_begun_at_once() -> None:
    stopped, inside, most = threading.Event(), 0, 0
    lock = threading.Lock()

    def connect() -> None:
        nonlocal inside, most
        with handshake("rtsp://me:pw@recorder:554/1", stopped) as mine:
            assert mine
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.02)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=connect) for _ in range(3 * AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most == AT_ONCE
    stopped.set()
    with handshake("rtsp://recorder:554/2", stopped) as mine:
        assert mine  # there is room


def test_times_of_the_camera_run_on_when_they_wrap() -> None:
    line = StampLine()
    assert [line.along(each) for each in (2**32 - 50, 2**32 - 10, 30, 10)] == [0, 40, 80, 60]
