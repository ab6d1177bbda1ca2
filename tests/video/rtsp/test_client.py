"""The RTSP client against the test camera: passwords, refusals, keeping alive, ending."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

import pytest

from app.video.faults import PasswordRefused, SourceFault
from app.video.rtsp.client import RtspClient
from app.video.rtsp.faults import Busy, RtspFault
from tests.support.rtsp_server import RtspServer, Scheme
from tests.support.rtsp_streams import CodedStream, coded


@pytest.fixture(scope="module")
def stream() -> CodedStream:
    return coded(pictures=20)


def begun(client: RtspClient) -> RtspClient:
    media = next(each for each in client.describe() if each.known)
    client.setup(media)
    client.play()
    return client


def drain(client: RtspClient) -> None:
    while True:
        client.receive(5)


def wait_for(condition: Callable[[], bool], timeout_s: float = 8.0) -> None:
    deadline_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline_s
        time.sleep(0.01)


@pytest.mark.parametrize("scheme", ["basic", "digest", "digest-qop", "digest-sha256", "both"])
def test_every_usual_way_to_ask_for_a_password(stream: CodedStream, scheme: Scheme):
    with RtspServer(stream, user="me", password="pä:ss", scheme=scheme) as server:
        client = begun(RtspClient(server.url, "me", "pä:ss"))
        assert client.receive(5) is not None
        client.teardown()
        wait_for(lambda: server.requests[-1] == "TEARDOWN")
        wrong = RtspClient(server.url, "me", "wrong", label="S001/door")
        with pytest.raises(PasswordRefused, match="S001/door does not accept"):
            wrong.describe()
        wrong.close()


def test_a_server_that_hangs_up_with_its_challenge_is_asked_again():
    challenge = 'Connection: close\r\nWWW-Authenticate: Basic realm="r"\r\n'
    proofs: list[bool] = []

    def serve(listener: socket.socket) -> None:
        for status, more in (("401 Unauthorized", challenge), ("200 OK", "Public: PLAY\r\n")):
            connection, _ = listener.accept()
            with connection:
                asked = connection.recv(4096).decode()
                proofs.append("Authorization: Basic" in asked)
                number = asked.partition("CSeq: ")[2].partition("\r")[0]
                connection.sendall(f"RTSP/1.0 {status}\r\nCSeq: {number}\r\n{more}\r\n".encode())
                if status == "200 OK":
                    connection.recv(4096)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        client = RtspClient(f"rtsp://127.0.0.1:{listener.getsockname()[1]}/x", "me", "pw")
        with pytest.raises(SourceFault):
            client.describe()  # it answers one question more, then hangs up
        client.close()
        thread.join()
    assert proofs == [False, True]


def test_a_user_in_the_address_counts_and_is_not_sent_in_it(stream: CodedStream):
    with RtspServer(stream, user="me", password="p@ss") as server:
        client = begun(RtspClient(server.url.replace("//", "//me:p%40ss@")))
        assert client.receive(5) is not None
        client.teardown()


@pytest.mark.parametrize(
    ("method", "status", "kind", "words"),
    [
        ("PLAY", "453 Not Enough Bandwidth", Busy, "no free connection"),
        ("SETUP", "503 Service Unavailable", Busy, "no free connection"),
        ("DESCRIBE", "404 Not Found", RtspFault, "has no stream at"),
        ("SETUP", "461 Unsupported Transport", RtspFault, "does not send over TCP"),
        ("DESCRIBE", "551 Option \x1b[1mnot supported", RtspFault, "declines at .*: Option"),
        ("DESCRIBE", "500 ", RtspFault, "declines at"),
    ],
)
def test_refusals_are_told_in_words(stream, method, status, kind, words):
    with RtspServer(stream, refusals={method: status}) as server:
        client = RtspClient(server.url, label="S001/door")
        with pytest.raises(kind, match=words) as told:
            begun(client)
        client.close()
    assert "\x1b" not in str(told.value)
    assert isinstance(told.value, RtspFault)
    assert told.value.status == int(status[:3])


def test_what_is_to_be_encrypted_is_not_asked_for_in_the_clear(stream: CodedStream):
    with RtspServer(stream) as server:
        client = RtspClient(
            server.url.replace("rtsp://", "rtsps://"), "me", "pw", label="S001/door"
        )
        with pytest.raises(SourceFault, match="encrypted"):
            client.describe()
        client.close()
        assert server.requests == []


def test_a_session_is_kept_alive_by_itself(stream: CodedStream):
    with RtspServer(stream, session_s=1) as server:
        client = begun(RtspClient(server.url))
        wait_for(lambda: client.receive(1) is not None and "GET_PARAMETER" in server.requests)
        client.teardown()


def test_lost_packets_are_counted(stream: CodedStream):
    with RtspServer(stream, loses=lambda number: number % 10 == 5, rate_hz=200) as server:
        client = begun(RtspClient(server.url))
        for _ in range(50):
            assert client.receive(5) is not None
        assert 4 <= client.lost_packets <= 6
        assert client.received_bytes > 50 * 12
        client.teardown()


def test_one_may_ask_while_another_receives(stream: CodedStream):
    with RtspServer(stream) as server:
        client = begun(RtspClient(server.url))
        stopped, got = threading.Event(), []

        def receive() -> None:
            while not stopped.is_set():
                packet = client.receive(0.2)
                if packet is not None:
                    got.append(packet.sequence)

        thread = threading.Thread(target=receive)
        thread.start()
        for _ in range(5):
            assert client.request("GET_PARAMETER").status == 200
        assert client.pause().status == 200
        stopped.set()
        thread.join()
        client.teardown()
    assert got == sorted(got)


def test_close_wakes_who_waits(stream: CodedStream):
    with RtspServer(stream) as server:
        client = begun(RtspClient(server.url))
        server.fall_silent()
        faults: list[SourceFault] = []

        def receive() -> None:
            try:
                while True:
                    client.receive(30)
            except SourceFault as fault:
                faults.append(fault)

        thread = threading.Thread(target=receive)
        thread.start()
        time.sleep(0.1)
        client.close()
        thread.join(5)
        assert not thread.is_alive()
    assert "was closed" in str(faults[0])
    with pytest.raises(SourceFault):
        client.request("OPTIONS")


def test_close_breaks_off_a_connection_that_is_being_made():
    with socket.create_server(("127.0.0.1", 0)) as listener:  # takes it and never answers
        client = RtspClient(f"rtsp://127.0.0.1:{listener.getsockname()[1]}/x", timeout_s=30)
        faults: list[SourceFault] = []

        def describe() -> None:
            try:
                client.describe()
            except SourceFault as fault:
                faults.append(fault)

        thread = threading.Thread(target=describe)
        thread.start()
        time.sleep(0.1)
        client.close()
        thread.join(5)
        assert not thread.is_alive()
    assert faults


def test_an_end_is_told_after_what_came_before_it(stream: CodedStream):
    with RtspServer(stream) as server:
        client = begun(RtspClient(server.url, label="S001/door"))
        assert client.receive(5) is not None
        server.drop()
        with pytest.raises(SourceFault, match="S001/door ended the stream"):
            drain(client)
        client.teardown()


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("described", [False, True])
def test_after_close_no_socket_is_made(stream: CodedStream, transport, described: bool):
    with RtspServer(stream) as server:
        client = RtspClient(server.url, transport=transport)
        media = client.describe()[0] if described else None
        client.close()
        with pytest.raises(SourceFault):
            client.setup(media) if media is not None else client.describe()
        assert server.connections == int(described)


def test_close_waits_for_no_host_name(monkeypatch):
    asked, answered = threading.Event(), threading.Event()

    def look_up(*_: object, **__: object) -> list[object]:
        asked.set()
        answered.wait(20)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    client = RtspClient("rtsp://camera.invalid/x", label="S001/door")
    faults: list[SourceFault] = []

    def describe() -> None:
        try:
            client.describe()
        except SourceFault as fault:
            faults.append(fault)

    thread = threading.Thread(target=describe)
    thread.start()
    assert asked.wait(5)
    client.close()
    assert thread.is_alive()
    answered.set()
    thread.join(5)
    assert len(faults) == 1
    assert client._connection._wake_in.fileno() == -1  # nothing stays open


def test_a_redirection_is_followed(stream: CodedStream):
    with RtspServer(stream) as server, socket.create_server(("127.0.0.1", 0)) as listener:

        def elsewhere() -> None:
            connection, _ = listener.accept()
            with connection:
                for number, more in ((1, ""), (2, f"Location: {server.url}\r\n")):
                    connection.recv(4096)
                    status = "302 Found" if more else "200 OK"
                    connection.sendall(
                        f"RTSP/1.0 {status}\r\nCSeq: {number}\r\n{more}\r\n".encode()
                    )
                connection.recv(4096)

        thread = threading.Thread(target=elsewhere)
        thread.start()
        client = begun(RtspClient(f"rtsp://127.0.0.1:{listener.getsockname()[1]}/old"))
        assert client.receive(5) is not None
        client.teardown()
        thread.join()
