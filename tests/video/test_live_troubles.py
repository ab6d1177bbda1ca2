"""Live cameras in trouble, and what the wall shows meanwhile: always a whole picture."""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.video.faults import (
    LIVE_BUSY,
    LIVE_NO_ANSWER,
    LIVE_NOT_FOUND,
    LIVE_REFUSED,
    LIVE_STALLED,
    LIVE_WRONG_PASSWORD,
    SourceFault,
)
from app.video.live import feed as live_feed
from app.video.live.feed import LivePhase, LiveState
from app.video.live.source import LiveSource
from app.video.media import LiveStream
from app.video.source import Picture
from app.video.stills import take_still
from app.video.wall.worker_live import main_picture
from tests.support.clips import number_of
from tests.support.rtsp_server import RtspServer
from tests.support.rtsp_streams import CodedStream, coded
from tests.video.cases import next_picture
from tests.video.test_live import playing, wait_for

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def small() -> CodedStream:
    return coded(pictures=40)


@pytest.fixture(scope="module")
def large() -> CodedStream:
    return coded(pictures=40, size=(320, 240))


def pictures(source: LiveSource, seconds: float) -> list[Picture]:
    """What comes in that time; faults are told in the tile and passed over."""
    out, until_s = [], time.monotonic() + seconds
    while time.monotonic() < until_s:
        picture = tried(source)
        if picture is not None:
            out.append(picture)
        time.sleep(0.002)
    return out


def tried(source: LiveSource) -> Picture | None:
    try:
        read = source.read()
    except SourceFault:
        return None
    return read if isinstance(read, Picture) else None


def shows(source: LiveSource, width: int) -> bool:
    picture = tried(source)
    return picture is not None and picture.frame.width == width


@pytest.mark.parametrize("codec", ["hevc", "mjpeg"])
@pytest.mark.parametrize("sets_in_sdp", [True, False])
def test_other_codings_play(codec, sets_in_sdp):
    stream = coded(codec, pictures=20, sets_in_sdp=sets_in_sdp)
    with RtspServer(stream, rate_hz=25) as server, playing(LiveStream(server.url)) as source:
        numbers = [number_of(next_picture(source).frame) for _ in range(15)]
        assert source.info().codec == codec
    # A busy machine leaves pictures out, as it should; it never shows an older one.
    steps = [(after - before) % 20 for before, after in itertools.pairwise(numbers)]
    assert all(0 < step < 10 for step in steps)


def test_a_coding_that_is_not_ours_is_left_to_the_library(small: CodedStream):
    """The camera's description names one that has no depacketiser; the library is asked then."""

    class Mpeg4(CodedStream):
        def sdp_lines(self) -> list[str]:
            return ["m=video 0 RTP/AVP 96", "a=rtpmap:96 MP4V-ES/90000"]

    stream = Mpeg4(small.codec, small.pictures, small.sets)
    with RtspServer(stream, rate_hz=50) as server, playing(LiveStream(server.url)) as source:
        wait_for(lambda: tried(source) is None and server.requests.count("DESCRIBE") == 2)


def test_a_server_that_was_killed_and_started_again_is_live_within_five_seconds(small):
    with RtspServer(small, rate_hz=50) as server, playing(LiveStream(server.url)) as source:
        next_picture(source)
        server.stop()
        wait_for(lambda: tried(source) is None and source.state().phase is LivePhase.LOST)
        time.sleep(1.0)
        with RtspServer(small, rate_hz=50, port=server.port):
            back_s = time.monotonic()
            wait_for(lambda: tried(source) is not None)
            assert time.monotonic() - back_s < 5
        assert source.counters()[2] == 1


def test_a_flood_of_rubbish_is_survived_and_the_camera_comes_back(small: CodedStream):
    with RtspServer(small, rate_hz=100) as server, playing(LiveStream(server.url)) as source:
        next_picture(source)
        server.send_rubbish()
        for picture in pictures(source, 1.5):
            assert picture.frame.width == 128
        server.speak_again()
        wait_for(lambda: shows(source, 128))


def test_a_camera_that_changes_its_size_goes_on(small: CodedStream, large: CodedStream):
    with RtspServer(small, rate_hz=50) as server, playing(LiveStream(server.url)) as source:
        next_picture(source)
        server.stream = large
        wait_for(lambda: shows(source, 320))
        assert server.connections == 1
        assert (source.info().width, source.info().height) == (320, 240)
        server.stream = small
        wait_for(lambda: shows(source, 128))


def test_a_camera_that_changes_its_coding_goes_on(small: CodedStream):
    with RtspServer(small, rate_hz=50) as server, playing(LiveStream(server.url)) as source:
        for _ in range(25):  # two keyframes: the interval is known
            next_picture(source)
        server.stream = coded("hevc", pictures=20, size=(320, 240))
        wait_for(lambda: shows(source, 320))
        assert source.info().codec == "hevc"


def test_lost_packets_never_make_a_torn_picture():
    """Two of three pictures after the loss would be torn; the tile stands still instead."""
    stream = coded(pictures=40, size=(320, 240), keyframe_every=10)
    with (
        RtspServer(stream, rate_hz=100, loses=lambda number: number % 17 == 9) as server,
        playing(LiveStream(server.url)) as source,
    ):
        seen = pictures(source, 1.5)
        assert source.counters()[1] > 0
    assert seen
    last = None
    for picture in seen:
        number = number_of(picture.frame)
        assert number < 40
        follows = last is not None and number == (last + 1) % 40
        assert follows or picture.keyframe
        last = number


def test_main_and_small_stream_change_over_without_a_gap(small, large):
    with RtspServer(small, rate_hz=50) as sub, RtspServer(large, rate_hz=50) as main:
        media = LiveStream(main.url, sub_url=sub.url)
        source = LiveSource(media, 2.0)
        source.choose("sub")
        source.open()
        try:
            assert next_picture(source).frame.width == 128
            source.choose("main")
            widths, last_s, most_s = [128], time.monotonic(), 0.0
            while widths[-20:].count(320) < 20:
                picture = tried(source)
                if picture is not None:
                    widths.append(picture.frame.width)
                    now_s = time.monotonic()
                    last_s, most_s = now_s, max(most_s, now_s - last_s)
                time.sleep(0.001)
            assert widths == sorted(widths)  # small ones up to the change, large ones after it
            assert most_s < 1.0
            assert source.stream == "main"
            wait_for(lambda: tried(source) is not None and sub.requests[-1] == "TEARDOWN")
        finally:
            source.close()
            assert source.join(10)


@pytest.mark.parametrize("sub", ["rtsp://127.0.0.1:{port}/none", "rtsp://[broken", "nonsense"])
def test_a_camera_without_its_small_stream_shows_the_main_one(large: CodedStream, sub: str):
    with RtspServer(large, rate_hz=50) as server:
        media = LiveStream(server.url, sub_url=sub.format(port=server.port))
        source = LiveSource(media, 2.0)
        source.choose("sub")
        source.open()
        try:
            wait_for(lambda: shows(source, 320))
            assert source.stream == "main"
        finally:
            source.close()
            assert source.join(10)


def test_a_small_stream_that_is_taken_away_gives_way_to_the_main_one(small, large):
    with RtspServer(small, rate_hz=50) as sub, RtspServer(large, rate_hz=50) as main:
        source = LiveSource(LiveStream(main.url, sub_url=sub.url), 2.0)
        source.choose("sub")
        source.open()
        try:
            assert next_picture(source).frame.width == 128
            sub.refusals["DESCRIBE"] = "404 Not Found"
            sub.drop()
            wait_for(lambda: shows(source, 320))
            assert source.stream == "main"
            assert source.counters()[0] > 0
            assert source.counters()[2] == 1
        finally:
            source.close()
            assert source.join(10)


def test_a_small_stream_that_cannot_be_decoded_gives_way_to_the_main_one(
    small, large, monkeypatch: pytest.MonkeyPatch
):
    """However long its keyframes are apart: a connection of no use does not count as steady."""
    monkeypatch.setattr(live_feed, "_STEADY_S", 0.1)
    spoilt = CodedStream(
        small.codec,
        tuple(
            tuple(unit[:1] + b"\x55" * 40 if unit[0] & 31 in (1, 5) else unit for unit in picture)
            for picture in small.pictures
        ),
        small.sets,
    )
    with RtspServer(spoilt, rate_hz=50) as sub, RtspServer(large, rate_hz=50) as main:
        source = LiveSource(LiveStream(main.url, sub_url=sub.url), 2.0)
        source.open()
        try:
            assert next_picture(source).frame.width == 320
            source.choose("sub")
            wait_for(lambda: tried(source) is None and source.stream == "sub")
            wait_for(lambda: shows(source, 320), 20)
            assert source.stream == "main"
        finally:
            source.close()
            assert source.join(10)


@pytest.mark.parametrize(("reason", "away"), [
    (LIVE_NOT_FOUND, True), (LIVE_STALLED, True),
    (LIVE_NO_ANSWER, False), (LIVE_REFUSED, False), (LIVE_WRONG_PASSWORD, False),
    (LIVE_BUSY, False),
])  # fmt: skip
def test_a_camera_that_is_away_keeps_its_small_stream(reason, away):
    here = LiveSource(LiveStream("rtsp://camera/1", sub_url="rtsp://CAMERA/2"))
    values = {"camera": "door", "address": "camera"}
    assert here._taken_away(LiveState(LivePhase.LOST, 2, SourceFault(reason, **values))) is away
    assert not here._taken_away(LiveState(LivePhase.LOST, 1, SourceFault(reason, **values)))
    other = LiveSource(LiveStream("rtsp://camera/1", sub_url="rtsp://gateway/2"))
    assert other._taken_away(LiveState(LivePhase.LOST, 2, SourceFault(reason, **values)))


def test_the_next_picture_of_the_main_stream_can_be_had_beside_the_small_one(small, large):
    with RtspServer(small, rate_hz=50) as sub, RtspServer(large, rate_hz=50) as main:
        media = LiveStream(main.url, sub_url=sub.url)
        seen = take_still(LiveStream(sub.url), 0)
        joined = main_picture(media)
        assert (seen.width, joined.width) == (128, 320)
        assert joined.media_time_us > seen.media_time_us
        main.stop()
        with pytest.raises(SourceFault):
            main_picture(media)


def test_500_mutated_streams_neither_crash_nor_hang():
    done = subprocess.run(
        [sys.executable, "-m", "tests.video.mutated_streams", "500"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert "500 streams" in done.stdout


def test_a_camera_that_sends_jpegs_by_http_plays_by_the_library():
    pictures_sent = coded("mjpeg", pictures=20).pictures

    class Camera(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=next")
            self.end_headers()
            with contextlib.suppress(OSError):  # the viewer went away
                for number in range(400):
                    (jpeg,) = pictures_sent[number % 20]
                    head = (
                        f"--next\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
                    )
                    self.wfile.write(head.encode() + jpeg + b"\r\n")
                    time.sleep(0.02)

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Camera) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with playing(LiveStream(f"http://127.0.0.1:{server.server_port}/video")) as source:
                numbers = {number_of(next_picture(source).frame) for _ in range(10)}
                assert source.info().codec == "mjpeg"
        finally:
            server.shutdown()
            thread.join()
    assert len(numbers) == 10
