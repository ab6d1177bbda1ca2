"""A small ONVIF device for tests, on 127.0.0.1: WS-Discovery, SOAP services, Profile G.

It checks WS-Security digests against its own clock, as real devices do.
"""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import socketserver
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

_ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
    'xmlns:tds="http://www.onvif.org/ver10/device/wsdl" '
    'xmlns:trt="http://www.onvif.org/ver10/media/wsdl" '
    'xmlns:tr2="http://www.onvif.org/ver20/media/wsdl" '
    'xmlns:tse="http://www.onvif.org/ver10/search/wsdl" '
    'xmlns:trp="http://www.onvif.org/ver10/replay/wsdl" '
    'xmlns:ter="http://www.onvif.org/ver10/error" '
    'xmlns:tt="http://www.onvif.org/ver10/schema"><s:Body>{body}</s:Body></s:Envelope>'
)
_FAULT = (
    "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>{code}</s:Value>"
    '</s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">{text}</s:Text></s:Reason></s:Fault>'
)
_MATCH = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
    'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" '
    'xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" '
    'xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Header/><s:Body><d:ProbeMatches>'
    "<d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:{uid}</a:Address>"
    "</a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>{scopes}"
    "</d:Scopes><d:XAddrs>{address}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>"
    "</d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>"
)
_SPACES = {
    "tds": "http://www.onvif.org/ver10/device/wsdl",
    "trt": "http://www.onvif.org/ver10/media/wsdl",
    "tr2": "http://www.onvif.org/ver20/media/wsdl",
    "tse": "http://www.onvif.org/ver10/search/wsdl",
    "trp": "http://www.onvif.org/ver10/replay/wsdl",
}
_OPEN = {"GetSystemDateAndTime"}
REALM, NONCE = "camera", "b5c0187fe309af0f4d35982fd9961d7e"


class OnvifDevice:
    """Use it as a context manager. ``address`` is its device service."""

    def __init__(
        self,
        *,
        user: str = "",
        password: str = "",
        clock_s: float = 0.0,
        recordings: int = 0,
        media2: bool = False,
        told_host: str = "192.168.99.99",
        name: str = "Front%20door",
        http_digest: bool = False,
    ) -> None:
        """``clock_s``: how far its clock is ahead. ``told_host``: what it believes it is.

        ``http_digest``: it asks by HTTP (RFC 7616), and does not look at WS-Security.
        """
        self.http_digest = http_digest
        self.user, self.password, self.clock_s = user, password, clock_s
        self.recordings, self.media2, self.told_host = recordings, media2, told_host
        self.asked: list[str] = []
        self.declines: dict[str, str] = {}  # operation -> reason
        scope = "onvif://www.onvif.org"
        self.scopes = f"{scope}/name/{name} {scope}/hardware/X-100 {scope}/manufacturer/Acme"
        if recordings:
            self.scopes += f" {scope}/Profile/G"
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = False
        self._udp = socketserver.UDPServer(("127.0.0.1", 0), _prober(self))
        self.probe_port: int = self._udp.server_address[1]
        port = self._http.server_address[1]
        self.address = f"http://127.0.0.1:{port}/onvif/device_service"
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.05,), name="onvif device")
            for server in (self._http, self._udp)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in (self._http, self._udp):
            server.shutdown()
        for thread in self._threads:
            thread.join(10)
        for server in (self._http, self._udp):
            server.server_close()

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.clock_s)

    def probe_match(self) -> str:
        return _MATCH.format(
            uid=f"device-{self.probe_port}", scopes=self.scopes, address=self.address
        )

    def answer(self, body: str) -> tuple[int, str]:
        """Status and envelope for a request."""
        found = re.search(r"Body[^>]*>\s*<(?:\w+:)?(\w+)", body)
        operation = found[1] if found else ""
        self.asked.append(operation)
        if operation in self.declines:
            return 500, self._fault("ter:ActionNotSupported", self.declines[operation])
        if operation not in _OPEN and not self._proved(body):
            return 400, self._fault("ter:NotAuthorized", "Sender not authorized")
        answers = {
            "GetSystemDateAndTime": self._clock,
            "GetDeviceInformation": self._information,
            "GetServices": self._services,
            "GetProfiles": self._profiles,
            "GetStreamUri": lambda: self._stream(body),
            "FindRecordings": lambda: (
                "<tse:FindRecordingsResponse><tse:SearchToken>s1"
                "</tse:SearchToken></tse:FindRecordingsResponse>"
            ),
            "GetRecordingSearchResults": self._results,
            "GetReplayUri": lambda: self._replay(body),
        }
        if operation not in answers:
            return 500, self._fault("ter:ActionNotSupported", "Optional action not implemented")
        return 200, _ENVELOPE.format(body=answers[operation]())

    def admits(self, proof: str, method: str) -> bool:
        """Whether an Authorization header proves the password; without ``http_digest`` always."""
        if not self.http_digest:
            return True
        told = dict(re.findall(r'(\w+)="?([^",]*)"?', proof))
        first = _md5(f"{self.user}:{REALM}:{self.password}")
        second = _md5(f"{method}:{told.get('uri', '')}")
        middle = ":".join(told.get(key, "") for key in ("nonce", "nc", "cnonce", "qop"))
        fresh = told.get("nonce") == NONCE
        return fresh and told.get("response") == _md5(f"{first}:{middle}:{second}")

    def _fault(self, code: str, text: str) -> str:
        return _ENVELOPE.format(body=_FAULT.format(code=code, text=text))

    def _proved(self, body: str) -> bool:
        """WS-Security: Base64(SHA1(nonce + created + password)), fresh by our own clock."""
        if not self.user or self.http_digest:
            return True
        parts = {
            key: re.search(rf"<(?:\w+:)?{key}(?:\s[^>]*)?>([^<]*)<", body)
            for key in ("Username", "Password", "Nonce", "Created")
        }
        if any(part is None for part in parts.values()):
            return False
        user, digest, nonce, created = (part[1] for part in parts.values() if part is not None)
        secret = base64.b64decode(nonce) + created.encode() + self.password.encode()
        wanted = base64.b64encode(hashlib.sha1(secret, usedforsecurity=False).digest()).decode()
        moment = datetime.fromisoformat(created)
        fresh = abs((moment - self.now()).total_seconds()) < 60
        return (user, digest) == (self.user, wanted) and fresh

    # -- answers -----------------------------------------------------------------

    def _clock(self) -> str:
        now = self.now()
        return (
            "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime>"
            "<tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings>"
            f"<tt:UTCDateTime><tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}"
            f"</tt:Minute><tt:Second>{now.second}</tt:Second></tt:Time><tt:Date><tt:Year>{now.year}"
            f"</tt:Year><tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day></tt:Date>"
            "</tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
        )

    def _information(self) -> str:
        return (
            "<tds:GetDeviceInformationResponse><tds:Manufacturer>Acme</tds:Manufacturer>"
            "<tds:Model>X-100</tds:Model><tds:FirmwareVersion>1.2</tds:FirmwareVersion>"
            "<tds:SerialNumber>77</tds:SerialNumber><tds:HardwareId>1</tds:HardwareId>"
            "</tds:GetDeviceInformationResponse>"
        )

    def _services(self) -> str:
        names = ["tds", "trt"] + (["tr2"] if self.media2 else [])
        names += ["tse", "trp"] if self.recordings else []
        port = self.address.split(":")[2].split("/")[0]
        return (
            "<tds:GetServicesResponse>"
            + "".join(
                f"<tds:Service><tds:Namespace>{_SPACES[name]}</tds:Namespace>"
                f"<tds:XAddr>http://{self.told_host}:{port}/onvif/{name}</tds:XAddr>"
                "<tds:Version><tt:Major>2</tt:Major><tt:Minor>0</tt:Minor></tds:Version>"
                "</tds:Service>"
                for name in names
            )
            + "</tds:GetServicesResponse>"
        )

    def _profiles(self) -> str:
        sizes = (("main", 1920, 1080, 25), ("sub", 640, 360, 12))
        if self.media2:
            return (
                "<tr2:GetProfilesResponse>"
                + "".join(_profile_2(*size) for size in sizes)
                + "</tr2:GetProfilesResponse>"
            )
        return (
            "<trt:GetProfilesResponse>"
            + "".join(_profile_1(*size) for size in sizes)
            + "</trt:GetProfilesResponse>"
        )

    def _stream(self, body: str) -> str:
        token = _value(body, "ProfileToken")
        uri = f"rtsp://{self.told_host}:8554/{token}"
        if self.media2:
            return f"<tr2:GetStreamUriResponse><tr2:Uri>{uri}</tr2:Uri></tr2:GetStreamUriResponse>"
        return (
            f"<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>{uri}</tt:Uri>"
            "<tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>"
            "<tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout>"
            "</trt:MediaUri></trt:GetStreamUriResponse>"
        )

    def _results(self) -> str:
        found = "".join(
            f"<tt:RecordingInformation><tt:RecordingToken>rec{number}</tt:RecordingToken>"
            f"<tt:Source><tt:SourceId>x{number}</tt:SourceId><tt:Name>Camera {number}</tt:Name>"
            "<tt:Location/><tt:Description/><tt:Address/></tt:Source>"
            "<tt:EarliestRecording>2026-03-01T00:00:00Z</tt:EarliestRecording>"
            "<tt:LatestRecording>2026-03-02T00:00:00Z</tt:LatestRecording>"
            f"<tt:Content>Recording {number}</tt:Content>"
            "<tt:RecordingStatus>Recording</tt:RecordingStatus></tt:RecordingInformation>"
            for number in range(1, self.recordings + 1)
        )
        return (
            "<tse:GetRecordingSearchResultsResponse><tse:ResultList>"
            f"<tt:SearchState>Completed</tt:SearchState>{found}</tse:ResultList>"
            "</tse:GetRecordingSearchResultsResponse>"
        )

    def _replay(self, body: str) -> str:
        token = _value(body, "RecordingToken")
        return (
            f"<trp:GetReplayUriResponse><trp:Uri>rtsp://{self.told_host}:8554/replay/{token}"
            "</trp:Uri></trp:GetReplayUriResponse>"
        )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _value(body: str, name: str) -> str:
    found = re.search(rf"<(?:\w+:)?{name}[^>]*>([^<]*)<", body)
    return found[1] if found else ""


def _encoder(width: int, height: int, rate: int) -> str:
    return (
        f"<tt:Resolution><tt:Width>{width}</tt:Width><tt:Height>{height}</tt:Height>"
        f"</tt:Resolution><tt:Quality>4</tt:Quality><tt:RateControl><tt:FrameRateLimit>{rate}"
        "</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>4000"
        "</tt:BitrateLimit></tt:RateControl>"
    )


def _profile_1(token: str, width: int, height: int, rate: int) -> str:
    return (
        f'<trt:Profiles token="{token}" fixed="true"><tt:Name>{token}</tt:Name>'
        '<tt:VideoSourceConfiguration token="v"><tt:Name>v</tt:Name><tt:UseCount>2</tt:UseCount>'
        '<tt:SourceToken>lens1</tt:SourceToken><tt:Bounds x="0" y="0" width="1" height="1"/>'
        '</tt:VideoSourceConfiguration><tt:VideoEncoderConfiguration token="e"><tt:Name>e</tt:Name>'
        "<tt:UseCount>1</tt:UseCount><tt:Encoding>H264</tt:Encoding>"
        f"{_encoder(width, height, rate)}"
        "</tt:VideoEncoderConfiguration></trt:Profiles>"
    )


def _profile_2(token: str, width: int, height: int, rate: int) -> str:
    return (
        f'<tr2:Profiles token="{token}" fixed="true"><tr2:Name>{token}</tr2:Name>'
        '<tr2:Configurations><tr2:VideoSource token="v"><tt:Name>v</tt:Name>'
        "<tt:UseCount>2</tt:UseCount><tt:SourceToken>lens1</tt:SourceToken>"
        '<tt:Bounds x="0" y="0" width="1" height="1"/></tr2:VideoSource>'
        '<tr2:VideoEncoder token="e"><tt:Name>e</tt:Name><tt:UseCount>1</tt:UseCount>'
        f"<tt:Encoding>H265</tt:Encoding><tt:Resolution><tt:Width>{width}</tt:Width><tt:Height>"
        f"{height}</tt:Height></tt:Resolution><tt:RateControl><tt:FrameRateLimit>{rate}"
        "</tt:FrameRateLimit><tt:BitrateLimit>4000</tt:BitrateLimit></tt:RateControl>"
        "<tt:Quality>4</tt:Quality></tr2:VideoEncoder></tr2:Configurations></tr2:Profiles>"
    )


def _handler(device: OnvifDevice) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if not device.admits(self.headers.get("Authorization", ""), "POST"):
                self.send_response(401)
                challenge = f'Digest realm="{REALM}", nonce="{NONCE}", qop="auth"'
                self.send_header("WWW-Authenticate", challenge)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            status, text = device.answer(body)
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/soap+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    return Handler


def _prober(device: OnvifDevice) -> type[socketserver.BaseRequestHandler]:
    class Prober(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data: bytes
            sock: socket.socket
            data, sock = self.request
            if b"Probe" in data:
                sock.sendto(b"not xml at all, but long enough", self.client_address)
                sock.sendto(device.probe_match().encode(), self.client_address)

    return Prober
