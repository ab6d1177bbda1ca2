"""A connection is tested before it is stored: what was found, or what is wrong, in words."""

from __future__ import annotations

import contextlib
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.operations.checks import EntryFault
from app.operations.connections import Connections
from app.operations.values import CameraDraft, RecorderKind, RecorderPlayback, RecordingFolder
from app.video.live import probe as stream_probe
from app.video.live.probe import clock_offset_s
from tests.operations.stage import PATTERN, Stage
from tests.support.clips import make_clip
from tests.support.rtsp_server import RtspServer

SDP = "v=0\r\ns=x\r\nm={kind} 0 RTP/AVP 96\r\na=rtpmap:96 {codec}/90000\r\n"


@contextmanager
def answering(status: str, body: str = "", date: str = "") -> Iterator[str]:
    """A device that says one thing to every DESCRIBE and OPTIONS; gives its address."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while request := self.rfile.readline().decode():
                headers = {}
                while line := self.rfile.readline().decode().strip():
                    name, _, value = line.partition(":")
                    headers[name.lower()] = value.strip()
                said = "200 OK" if request.startswith("OPTIONS") else status
                sent = "" if request.startswith("OPTIONS") else body
                text = (
                    f"RTSP/1.0 {said}\r\nCSeq: {headers['cseq']}\r\nDate: {date}\r\n"
                    f"Content-Length: {len(sent)}\r\n\r\n{sent}"
                )
                self.wfile.write(text.encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = False
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"rtsp://127.0.0.1:{server.server_address[1]}/main"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look of a test need not last as long as one of a person."""
    look_for(monkeypatch)


def look_for(
    monkeypatch: pytest.MonkeyPatch, patience_s: float = 60.0, answer_s: float = 30.0
) -> None:
    """Long waits end as soon as there is a picture: a busy machine may take its time."""
    monkeypatch.setattr(stream_probe.look_at, "__defaults__", (0.4, patience_s, answer_s))


def texts(stage: Stage, draft: CameraDraft, password: str | None = None) -> list[str]:
    found = stage.operations.connections.camera(draft, password)
    assert all(finding.text("zh_CN") for finding in found)
    return [f"{finding.level}: {finding.text('en')}" for finding in found]


def draft(stage: Stage, main: str, sub: str = "", user: str = "") -> CameraDraft:
    return CameraDraft(stage.store.id, "door", "", main_url=main, sub_url=sub, user_name=user)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("clips")
    large = make_clip(folder / "large.mp4", pictures=25, rate=25, width=192, height=144)
    return large, make_clip(folder / "small.mp4", pictures=25, rate=25, width=96, height=64)


def test_what_was_found_is_told(stage: Stage, clips: tuple[Path, Path]):
    with RtspServer(clips[0]) as main, RtspServer(clips[1], rate_hz=12.5) as sub:
        assert texts(stage, draft(stage, main.url, sub.url)) == [
            "pass: Main stream: 192x144 H.264 25/s",
            "pass: Sub stream: 96x64 H.264 12.5/s",
        ]
        swapped = texts(stage, draft(stage, sub.url, main.url))
    assert swapped[2].startswith("attention: The sub stream (192x144) is no smaller")


def test_a_password_is_refused_given_or_kept(stage: Stage, clips: tuple[Path, Path]):
    with RtspServer(clips[1], user="admin", password="s3cret") as server:
        entered = draft(stage, server.url, user="admin")
        (wrong,) = texts(stage, entered, "other")
        assert "does not accept the user name or password" in wrong
        (missing,) = texts(stage, replace(entered, user_name=""))
        assert "asks for a user name and password" in missing
        inside = server.url.replace("rtsp://", "rtsp://admin:s3cret@")
        assert texts(stage, draft(stage, inside))[0].startswith("pass")
        camera = stage.operations.stores.add_camera(entered)
        stage.operations.stores.set_password(camera.id, "s3cret")
        (kept,) = stage.operations.connections.camera(entered, None, camera.id)
        assert kept.level == "pass"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("rtsp://127.0.0.1:9/main", "refuses the connection"),
        ("rtsp://" + "x" * 70 + "/main", "does not know"),
    ],
)
def test_what_cannot_be_reached_is_told(stage: Stage, address: str, words: str):
    (told,) = texts(stage, draft(stage, address))
    assert told.startswith("fail: ")
    assert "door" in told
    assert words in told


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        ("404 Not Found", "", "has no stream at"),
        ("453 Not Enough Bandwidth", "", "no free connection"),
        ("200 OK", SDP.format(kind="video", codec="VP8"), "sends VP8"),
        ("200 OK", SDP.format(kind="audio", codec="PCMU"), "offers no video"),
    ],
)
def test_what_a_device_declines_is_told(stage: Stage, status: str, body: str, words: str):
    with answering(status, body) as address:
        (told,) = texts(stage, draft(stage, address))
    assert words in told
    assert "by itself" not in told


def test_a_camera_that_does_not_answer_in_time_is_told(
    stage: Stage, clips: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
):
    look_for(monkeypatch, answer_s=0.3)
    with RtspServer(clips[1], answers=False) as server:
        (told,) = texts(stage, draft(stage, server.url))
    assert told.startswith("fail: door does not answer at rtsp://127.0.0.1:")
    assert "by itself" not in told
    assert server.requests == ["OPTIONS"]


def test_a_silent_stream_is_told(
    stage: Stage, clips: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
):
    look_for(monkeypatch, patience_s=3.0)
    with RtspServer(clips[1]) as server:
        server.send_reports_only()
        (told,) = texts(stage, draft(stage, server.url))
    assert "sent no picture within 3 s" in told


def test_a_camera_that_hangs_up_is_told_without_a_promise(stage: Stage):
    with socketserver.TCPServer(("127.0.0.1", 0), Hanging) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        (told,) = texts(stage, draft(stage, f"rtsp://127.0.0.1:{server.server_address[1]}/x"))
        server.shutdown()
        thread.join()
    assert "closed the connection" in told
    assert "by itself" not in told


class Hanging(socketserver.StreamRequestHandler):
    """Answers one question, then hangs up."""

    def handle(self) -> None:
        while self.rfile.readline().strip():
            pass
        self.wfile.write(b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n")


def test_of_two_streams_it_is_told_which_one_is_wrong(stage: Stage, clips: tuple[Path, Path]):
    with RtspServer(clips[0]) as main:
        wrong = main.url.replace("stream1", "none")
        entered = replace(draft(stage, main.url, wrong), code="")
        fine, told = stage.operations.connections.camera(entered)
        assert fine.level == "pass"
        assert told.text("en").startswith("Sub stream: 127.0.0.1 answers, but has no stream at")
        assert told.text("zh_CN").startswith("子码流：127.0.0.1 有应答")
        (alone,) = stage.operations.connections.camera(replace(entered, main_url=wrong, sub_url=""))
    assert alone.text("en").startswith("127.0.0.1 answers, but")


def test_nothing_to_test_is_refused(stage: Stage):
    with pytest.raises(EntryFault, match="no live address"):
        stage.operations.connections.camera(draft(stage, ""))


@pytest.mark.parametrize(
    ("told", "offset_s"),
    [
        ("Mon, 02 Mar 2026 02:00:00 GMT", 0.0),
        ("Mon, 02 Mar 2026 01:53:00 GMT", 420.0),
        ("Mon, 02 Mar 2026 02:00:02 GMT", 0.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 1_772_416_800.0),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_clock_of_a_device_is_read_from_its_answers(told: str, offset_s: float | None):
    assert clock_offset_s(told, 1_772_416_800.0) == offset_s


def test_a_folder_is_looked_into(stage: Stage, tmp_path: Path, clips: tuple[Path, Path]):
    folder = tmp_path / "door" / "2026-03-02"
    folder.mkdir(parents=True)
    (folder / "10-00-00.mp4").write_bytes(clips[0].read_bytes())
    recording = RecordingFolder(str(tmp_path), PATTERN, "door", "Asia/Shanghai")
    (found,) = stage.operations.connections.folder(recording)
    assert found.text("en") == "1 segments, newest 192x144 H264, 0 foreign files"
    (tmp_path / "door" / "2199-03-02").mkdir()
    (tmp_path / "door" / "2199-03-02" / "10-00-00.mp4").write_bytes(clips[0].read_bytes())
    assert "in the future" in stage.operations.connections.folder(recording)[1].text("en")
    (away,) = stage.operations.connections.folder(replace(recording, root=str(tmp_path / "no")))
    assert away.level == "fail"


def test_a_recorder_is_asked_for_a_recording():
    connections = Connections(None)  # type: ignore[arg-type]  # needs nothing that is stored
    playback = RecorderPlayback(RecorderKind.DAHUA, "", "2", label="Office")
    with answering("200 OK", SDP.format(kind="video", codec="H265")) as address:
        bare = address.removesuffix("/main")
        (found,) = connections.recorder(replace(playback, address=bare))
    assert found.text("en") == "The recorder plays channel 2: H.265"
    with answering("453 Not Enough Bandwidth") as address:
        (busy,) = connections.recorder(replace(playback, address=address))
    assert busy.level == "fail"
    assert "no free connection" in busy.text("en")


def test_a_camera_that_sends_jpegs_by_http_is_looked_at(stage: Stage, clips: tuple[Path, Path]):
    import av

    with av.open(str(clips[1])) as container:
        frame = next(container.decode(video=0))
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 96, 64, "yuvj420p"
    encoder.time_base = Fraction(1, 25)
    jpeg = bytes(encoder.encode(frame.reformat(format="yuvj420p"))[0])

    class Camera(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=next")
            self.end_headers()
            head = f"--next\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            with contextlib.suppress(OSError):  # the viewer went away
                for _ in range(200):
                    self.wfile.write(head.encode() + jpeg + b"\r\n")
                    time.sleep(0.02)

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Camera) as server:
        server.daemon_threads = False
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        (told,) = texts(stage, draft(stage, f"http://127.0.0.1:{server.server_port}/video"))
        server.shutdown()
        thread.join()
    assert told.startswith("pass: Main stream: 96x64 MJPEG")
