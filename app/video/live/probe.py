"""Looks at one live stream for a moment: what it is, or why it cannot be shown."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app.faults import Sentence
from app.video.address import check_address, redact
from app.video.faults import LIVE_BUSY, LIVE_ENDED, LIVE_NO_ANSWER, LIVE_STALLED, SourceFault
from app.video.media import LiveStream

if TYPE_CHECKING:
    from app.video.live.way import AvWay
    from app.video.rtsp.client import RtspClient
    from app.video.rtsp.sdp import SdpMedia

LOOK_S = 2.0  # pictures are counted over this time
PATIENCE_S = 8.0  # until the first picture; cameras with long keyframe intervals need it
_SILENCE_S = 5.0
_COUNTED_LEAST = 5  # pictures, for a rate that can be told
CLOCK_FINE_S = 2.5
"""A Date header tells whole seconds, and the answer takes a moment."""

UNKNOWN_CODEC = Sentence(
    "{camera} answers at {address}, but sends {codec}, which cannot be shown. Set the camera to "
    "H.264, H.265 or MJPEG.",
    "{camera} 在 {address} 有应答，但视频编码为 {codec}，无法显示。"
    "请将摄像机设为 H.264、H.265 或 MJPEG。",
)
NO_VIDEO = Sentence(
    "{camera} answers at {address}, but offers no video there. Check the path of the address.",
    "{camera} 在 {address} 有应答，但没有视频。请检查地址中的路径。",
)
NO_PICTURE = Sentence(
    "{camera} accepts the connection at {address}, but sent no picture within {seconds} s. Check "
    "that its video is switched on; over UDP a firewall may hold it back: try TCP.",
    "{camera} 在 {address} 接受了连接，但 {seconds} 秒内没有画面。"
    "请确认其视频已启用；如使用 UDP，可能被防火墙拦截，请改用 TCP。",
)
NOT_DECODED = Sentence(
    "{camera} sends {codec} at {address} that cannot be decoded. Set another profile in the "
    "camera, such as H.264 Main.",
    "{camera} 在 {address} 发送的 {codec} 无法解码。"
    "请在摄像机中选择其他编码配置，例如 H.264 Main。",
)
NO_ANSWER = Sentence(
    "{camera} does not answer at {address}. Check the address, that the camera is switched on, "
    "and that the network reaches it.",
    "{camera} 在 {address} 没有应答。请检查地址、摄像机是否开机以及网络是否可达。",
)
BUSY = Sentence(
    "{camera} has no free connection at {address}: too many watch it already, or its recorder is "
    "at its limit. Close it elsewhere, then test again.",
    "{camera} 在 {address} 没有空闲连接：观看者过多，或录像机已达上限。请在别处关闭后重新测试。",
)
ENDED = Sentence(
    "{camera} closed the connection at {address} before a picture came. Test again; if this "
    "stays, too many watch it already, or it needs a restart.",
    "{camera} 在传来画面之前关闭了到 {address} 的连接。请重新测试；"
    "如持续如此，可能是观看者过多，或需要重新启动摄像机。",
)
STALLED = Sentence(
    "{camera} accepts the connection at {address}, but stopped sending before a picture came. "
    "Check the camera's network, then test again.",
    "{camera} 在 {address} 接受了连接，但在传来画面之前停止了发送。请检查摄像机网络后重新测试。",
)
_NAMES = {"h264": "H.264", "hevc": "H.265", "mjpeg": "MJPEG"}
_SAID_HERE = {
    LIVE_NO_ANSWER: NO_ANSWER, LIVE_BUSY: BUSY, LIVE_ENDED: ENDED, LIVE_STALLED: STALLED,
}  # fmt: skip
"""What the wall says promises another try by itself; a test is made once."""


@dataclass(frozen=True)
class StreamSeen:
    """What a look at a stream found."""

    codec: str  # as people write it: "H.264"
    width: int
    height: int
    rate_hz: float | None  # pictures a second; None = too few came to tell
    clock_offset_s: float | None  # added to the device's time gives ours; None = it does not tell

    @property
    def text(self) -> str:
        """Such as "1920x1080 H.264 25/s"."""
        rate = "" if self.rate_hz is None else f" {self.rate_hz:.3g}/s"
        return f"{self.width}x{self.height} {self.codec}{rate}"


def look_at(
    stream: LiveStream,
    look_s: float = LOOK_S,
    patience_s: float = PATIENCE_S,
    answer_s: float = _SILENCE_S,
) -> StreamSeen:
    """Connect, decode a first picture and count for ``look_s``; takes seconds, so not in a window.

    ``answer_s``: a camera that answers nothing for so long is told as such.
    Raises AddressFault, or a SourceFault that says what is wrong and what to do.
    """
    check_address(stream.url)
    try:
        if stream.url.lower().startswith("rtsp://"):
            return _by_client(stream, look_s, patience_s, answer_s)
        return _by_library(stream, look_s, patience_s)
    except _OtherCodec as other:
        return _by_library(stream, look_s, patience_s, str(other))
    except SourceFault as fault:
        said = _SAID_HERE.get(fault.sentence)
        if said is None:
            raise
        raise type(fault)(said, **fault.values) from fault


def codec_name(codec: str) -> str:
    """A codec as people write it: "H.264" for "h264"."""
    return _NAMES.get(codec, codec.upper())


def clock_offset_s(told: str, now_s: float) -> float | None:
    """What must be added to the device's time, from its Date header; None where there is none."""
    try:
        moment = parsedate_to_datetime(told)
    except (TypeError, ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    offset_s = now_s - moment.timestamp()
    # Some devices count from 1970 until somebody sets them: that is a clock, and it is off.
    return 0.0 if abs(offset_s) <= CLOCK_FINE_S else round(offset_s, 1)


class _OtherCodec(Exception):  # noqa: N818 - no error: the library is asked instead
    """Our own client does not read this coding."""


def _by_client(stream: LiveStream, look_s: float, patience_s: float, answer_s: float) -> StreamSeen:
    from app.video.rtsp.client import RtspClient

    client = RtspClient(
        stream.url, stream.user, stream.password, stream.transport, answer_s, stream.label
    )
    try:
        return _look(client, stream, look_s, patience_s)
    finally:
        client.teardown()


def _by_library(
    stream: LiveStream, look_s: float, patience_s: float, codec: str = ""
) -> StreamSeen:
    """Other codings, rtsps and http: as the wall shows them. ``codec``: what was offered."""
    from app.video.live.way import AvWay

    way = AvWay(stream, 0, _SILENCE_S)
    try:
        way.connect()
        return _by_way(way, stream, look_s, patience_s)
    except SourceFault as fault:
        if not codec:
            raise
        raise _fault(UNKNOWN_CODEC, stream, codec=codec) from fault
    finally:
        way.close()


def _by_way(way: AvWay, stream: LiveStream, look_s: float, patience_s: float) -> StreamSeen:
    facts = way.facts
    assert facts is not None  # connected
    decoder = _Decoder(facts.codec, facts.extradata or b"")
    times_us: list[int] = []
    begun_s = time.monotonic()
    while (passed_s := time.monotonic() - begun_s) < patience_s:
        packet = way.receive(_SILENCE_S)
        if packet is not None:
            times_us.append(packet.received_us)
            decoder.push(packet.data)
        if decoder.size is not None and passed_s >= look_s:
            break
    if decoder.size is None:
        raise _fault(NOT_DECODED, stream, codec=codec_name(facts.codec))
    span_s = (times_us[-1] - times_us[0]) / 1_000_000
    counted = len(times_us) > 4 and span_s > 0
    rate = round((len(times_us) - 1) / span_s, 1) if counted else facts.rate_hz
    return StreamSeen(codec_name(facts.codec), *decoder.size, rate, None)


def _look(client: RtspClient, stream: LiveStream, look_s: float, patience_s: float) -> StreamSeen:
    media = _video(client.describe(), stream)
    clock = clock_offset_s(client.request("OPTIONS").headers.get("date", ""), time.time())
    client.setup(media)
    client.play()
    size, stamps = _pictures(client, media, stream, look_s, patience_s)
    return StreamSeen(codec_name(media.codec), *size, _rate(stamps, media), clock)


def _video(offered: tuple[SdpMedia, ...], stream: LiveStream) -> SdpMedia:
    video = [media for media in offered if media.kind == "video"]
    if not video:
        raise _fault(NO_VIDEO, stream)
    known = [media for media in video if media.known]
    if not known:
        raise _OtherCodec(codec_name(video[0].codec))
    return known[0]


def _pictures(
    client: RtspClient, media: SdpMedia, stream: LiveStream, look_s: float, patience_s: float
) -> tuple[tuple[int, int], list[int]]:
    """The size of a decoded picture, and the time stamps of those that came."""
    from app.video.rtsp.depacketize import make_depacketizer

    depacketizer, decoder = make_depacketizer(media), _Decoder(media.codec, media.extradata)
    stamps: list[int] = []
    begun_s, until_s = time.monotonic(), time.monotonic() + patience_s
    keyframes = 0
    while time.monotonic() < until_s:
        packet = client.receive(0.25)
        for unit in depacketizer.push(packet) if packet is not None else ():
            stamps.append(unit.rtp_timestamp)
            keyframes += unit.keyframe
            if not unit.damaged:
                decoder.push(unit.data)
        counted = len(stamps) >= _COUNTED_LEAST and time.monotonic() >= begun_s + look_s
        if decoder.size is not None and counted:
            break
    if decoder.size is not None:
        return decoder.size, stamps
    if keyframes:
        raise _fault(NOT_DECODED, stream, codec=codec_name(media.codec))
    raise _fault(NO_PICTURE, stream, seconds=round(patience_s))


class _Decoder:
    """Decodes until a picture came out of it."""

    def __init__(self, codec: str, extradata: bytes) -> None:
        import av

        self._codec: Any = av.CodecContext.create(codec, "r")
        if extradata:
            self._codec.extradata = extradata
        self.size: tuple[int, int] | None = None

    def push(self, data: bytes) -> None:
        """One coded picture."""
        import av

        if self.size is not None:
            return
        try:
            for frame in self._codec.decode(av.Packet(data)):
                self.size = (frame.width, frame.height)
        except av.FFmpegError:
            return  # damaged on the way, or no picture of its own: the next one tells


def _rate(stamps: list[int], media: SdpMedia) -> float | None:
    """Pictures a second by the stream's own clock, which does not depend on the network."""
    steps = [((later - earlier + 2**31) % 2**32) - 2**31 for earlier, later in pairwise(stamps)]
    whole = sum(step for step in steps if step > 0)
    if len(stamps) < _COUNTED_LEAST or whole <= 0:
        return media.rate_hz
    return round(len(steps) * media.clock_rate_hz / whole, 1)


def _fault(sentence: Sentence, stream: LiveStream, **values: object) -> SourceFault:
    name = stream.label or redact(stream.url)
    return SourceFault(sentence, camera=name, address=redact(stream.url), **values)
