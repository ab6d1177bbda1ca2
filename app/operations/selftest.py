"""What this machine can play: measured on clips made here, said in tiles and speeds.

One core decodes packets from memory and scales the pictures to a tile, as the
wall's workers do; the sum over the cores is estimated from that, with a share
left for everything else.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from app.faults import Fault, Language, Sentence

CODECS = (("h264", "libx264"), ("hevc", "libx265"))
SIZES = ((640, 360), (1920, 1080))
TILE = (384, 216)
RATE_HZ = 25
GOP_S = 2.0
QUICKEST = 16
WALL = 25
SHARE = 0.8
"""Of the cores' time for decoding; the rest is the window's, the system's and the unexpected."""
_PICTURES = 25
_LOOK_S = 0.4

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]


class SelfTestStopped(Exception):  # noqa: N818 - no error: a person took it back
    """The test was cancelled."""


@dataclass(frozen=True)
class Measured:
    """One kind of footage by one way; pictures a second of one decoder."""

    codec: str
    width: int
    height: int
    way: str  # "software", or the hardware's
    full_hz: float  # every picture decoded and scaled
    keys_hz: float  # keyframes alone

    def tiles(self, speed: int, decoders: float) -> int:
        """How many tiles play at 1 (25 pictures a second) or at 16 (keyframes every 2 s)."""
        if speed == 1:
            return int(decoders * self.full_hz / RATE_HZ)
        return int(decoders * self.keys_hz * GOP_S / speed)


@dataclass(frozen=True)
class SelfTest:
    """The result. ``paint_ms``: one painting of 25 tiles at 1920 x 1080; None: not measured."""

    cores: int
    measured: tuple[Measured, ...]
    ways: tuple[str, ...]  # hardware that is there
    paint_ms: float | None

    def decoders(self, measured: Measured) -> float:
        """How many decoders of that way work at once: a card counts as one."""
        return self.cores * SHARE if measured.way == "software" else 1.0

    def document(self) -> dict[str, Any]:
        """The result as JSON."""
        rows = [
            {
                **asdict(each),
                "tiles_at_1": each.tiles(1, self.decoders(each)),
                "tiles_at_16": each.tiles(QUICKEST, self.decoders(each)),
            }
            for each in self.measured
        ]
        return {
            "cores": self.cores,
            "share_of_cores": SHARE,
            "paint_ms": self.paint_ms,
            "hardware": list(self.ways),
            "recommended_decoding": self.recommended(),
            "measured": rows,
        }

    def recommended(self) -> str:
        """The value of ``wall.decoding`` that plays most 1080p H.264 tiles at 1."""
        best, most = "software", -1
        for each in self.measured:
            if each.codec == "h264" and each.height == SIZES[-1][1]:
                tiles = each.tiles(1, self.decoders(each))
                if tiles > most:
                    best, most = each.way, tiles
        return best

    def lines(self, language: Language) -> list[str]:
        """For a person: a line per kind of footage, then what to set."""
        called = _called(language)
        lines = [_CORES.fill(language, cores=self.cores, share=round(SHARE * 100))]
        for each in self.measured:
            decoders = self.decoders(each)
            quick = each.tiles(QUICKEST, decoders)
            yes = _YES if quick >= WALL else _ONLY
            lines.append(
                _LINE.fill(
                    language,
                    kind=f"{_NAMES[each.codec]} {each.width} x {each.height}",
                    way=_WAY[each.way == "software"].fill(language, way=called[each.way]),
                    full=round(each.full_hz),
                    keys=round(each.keys_hz),
                    one=each.tiles(1, decoders),
                    quick=yes.fill(language, tiles=quick),
                )
            )
        if self.paint_ms is not None:
            lines.append(_PAINT.fill(language, ms=f"{self.paint_ms:.1f}"))
        ways = ", ".join(called[way] for way in self.ways)
        found = _HARDWARE if self.ways else _NO_HARDWARE
        lines.append(found.fill(language, ways=ways, way=called[self.recommended()]))
        return lines


def _called(language: Language) -> dict[str, str]:
    """What the setting calls each way of decoding."""
    from app.operations.settings_list import SETTINGS

    (decoding,) = (setting for setting in SETTINGS if setting.key == "wall.decoding")
    return {str(each.value): each.label.fill(language) for each in decoding.choices}


_NAMES = {"h264": "H.264", "hevc": "H.265"}
_CORES = Sentence(
    "{cores} cores, of which {share} % are counted for decoding. "
    "Tiles at 1x show 25 pictures a second; at 16x a keyframe every 2 s of footage.",
    "{cores} 个核心，按 {share} % 用于解码计算。1 倍速时每格每秒 25 帧；"
    "16 倍速时每 2 秒录像显示一个关键帧。",
)
_LINE = Sentence(
    "{kind}, {way}: {full} pictures/s and {keys} keyframes/s per decoder. "
    "At 1x: {one} tiles. {quick}",
    "{kind}，{way}：每个解码器 {full} 帧/秒、{keys} 关键帧/秒。1 倍速：{one} 格。{quick}",
)
_WAY = {True: Sentence("software", "软件"), False: Sentence("{way}", "{way}")}
_YES = Sentence("25 tiles at 16x: yes.", "25 格 16 倍速：可以。")
_ONLY = Sentence("At 16x: {tiles} tiles.", "16 倍速：{tiles} 格。")
_PAINT = Sentence(
    "Painting 25 tiles at 1920 x 1080 takes {ms} ms.", "绘制 25 格（1920 x 1080）需要 {ms} 毫秒。"
)
_NO_HARDWARE = Sentence(
    "No graphics card that decodes was found. Leave Decoding at Software.",
    "未找到可用于解码的显卡。“解码方式”请保持为“软件”。",
)
_HARDWARE = Sentence(
    "Found: {ways}. Set Decoding to {way}.",
    "可用：{ways}。建议将“解码方式”设为 {way}。",
)
_NOT_MADE = Sentence(
    "The test clip could not be made ({reason}), so nothing was measured. "
    "Install Floorwalk's packages anew.",
    "无法生成测试片段（{reason}），未进行测量。请重新安装巡店台的软件包。",
)


def run_selftest(
    progress: Progress = lambda _share: None,
    cancelled: Cancelled = lambda: False,
    paint: Callable[[], float] | None = None,
    sizes: Sequence[tuple[int, int]] = SIZES,
    look_s: float = _LOOK_S,
) -> SelfTest:
    """Measure; takes some seconds. ``paint`` gives the milliseconds of one painting.

    Raises SelfTestStopped when cancelled, Fault where no clip can be made.
    """
    from app.video.hardware import usable

    ways = usable()
    kinds = [(codec, encoder, size) for size in sizes for codec, encoder in CODECS]
    measured: list[Measured] = []
    for number, (codec, encoder, size) in enumerate(kinds):
        if cancelled():
            raise SelfTestStopped
        progress(number / len(kinds))
        packets, extradata = _clip(encoder, size)
        for way in ("software", *ways):
            found = _measure(codec, size, way, packets, extradata, look_s)
            if found is not None:
                measured.append(found)
    progress(1.0)
    return SelfTest(os.cpu_count() or 1, tuple(measured), ways, paint() if paint else None)


def _clip(encoder: str, size: tuple[int, int]) -> tuple[list[Any], bytes | None]:
    """A second of a still room with noise and something that walks; a keyframe, then others."""
    import av
    import numpy as np

    width, height = size
    random = np.random.default_rng(1)
    y, x = np.mgrid[0:height, 0:width]
    room = (60 + 90 * (y / height) + 25 * ((x // 80 + y // 60) % 2)).astype(np.int16)
    noise = [random.integers(-6, 7, (height, width), np.int16) for _ in range(4)]
    try:
        context: Any = av.CodecContext.create(encoder, "w")
        context.width, context.height, context.pix_fmt = width, height, "yuv420p"
        context.time_base, context.framerate = Fraction(1, RATE_HZ), Fraction(RATE_HZ)
        # As a camera does it: with CABAC and the loop filter, without B pictures.
        context.options = {"preset": "veryfast", "crf": "26", "bf": "0"}
        if encoder == "libx265":
            context.options |= {"preset": "ultrafast", "x265-params": "log-level=none"}
        packets = []
        for number in range(_PICTURES):
            picture = room + noise[number % len(noise)]
            left = number * width // 40 % (width - width // 16)
            picture[height // 3 : height * 2 // 3, left : left + width // 16] = 40
            grey = np.clip(picture, 0, 255).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, format="gray").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE_HZ)
            packets += context.encode(frame)
        packets += context.encode(None)
    except (av.FFmpegError, ValueError) as error:
        raise Fault(_NOT_MADE, reason=str(error)) from error
    return packets, context.extradata


def _measure(
    codec: str,
    size: tuple[int, int],
    way: str,
    packets: list[Any],
    extradata: bytes | None,
    look_s: float,
) -> Measured | None:
    """None where the way breaks off with this kind of footage."""
    import av

    from app.video.hardware import Hardware

    decoder: Any = Hardware(way).decoder(codec, extradata)
    if decoder is None and way != "software":
        return None
    if decoder is None:
        decoder = av.CodecContext.create(codec, "r")
        decoder.thread_count = 1
        decoder.extradata = extradata
    try:
        full_hz = _rate(decoder, packets, look_s)
        keys_hz = _rate(decoder, packets[:1], look_s)
    except av.FFmpegError:
        return None
    return Measured(codec, size[0], size[1], way, full_hz, keys_hz)


def _rate(decoder: Any, packets: list[Any], look_s: float) -> float:
    """Pictures a second, decoded and scaled to a tile."""
    from av.video.reformatter import VideoReformatter

    scaler, pictures = VideoReformatter(), 0
    began_s = time.perf_counter()
    while True:
        for packet in [*packets, None]:
            for frame in decoder.decode(packet):
                scaler.reformat(frame, *TILE, "bgr0", interpolation="FAST_BILINEAR")
                pictures += 1
        decoder.flush_buffers()
        passed_s = time.perf_counter() - began_s
        if passed_s >= look_s:
            return pictures / passed_s
