"""Coded pictures from a recorder as one MP4 file in memory, without encoding again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import av

from app.video.media import US_PER_S, Span
from app.video.replay.store import Coded
from app.video.rtsp.sdp import SdpMedia

TICKS = Fraction(1, 90_000)
_RAW = {"h264": "h264", "hevc": "hevc", "mjpeg": "mjpeg"}


def segment_bytes(units: Sequence[Coded], stream: SdpMedia, step_us: int) -> tuple[bytes, Span]:
    """The file and the stretch it shows; ``units`` begin with a keyframe, in order of decoding.

    Raises av.FFmpegError where the coding cannot be put into MP4.
    """
    start_us = min(unit.time_us for unit in units)
    end_us = max(unit.time_us for unit in units) + step_us
    file = io.BytesIO()
    first = stream.extradata + units[0].data
    with (
        av.open(io.BytesIO(first), "r", format=_RAW[stream.codec]) as raw,
        av.open(file, "w", format="mp4") as out,
    ):
        made = out.add_stream_from_template(raw.streams.video[0])
        made.time_base = TICKS
        shown = [_ticks(unit.time_us - start_us) for unit in units]
        ordered = sorted(shown)
        ends = dict(zip(ordered, [*ordered[1:], _ticks(end_us - start_us)], strict=True))
        for unit, pts, dts in zip(units, shown, _decode_times(shown), strict=True):
            packet: Any = av.Packet(unit.data)
            packet.stream, packet.time_base = made, TICKS
            packet.pts, packet.dts, packet.is_keyframe = pts, dts, unit.keyframe
            packet.duration = max(1, ends[pts] - pts)
            out.mux(packet)
    return file.getvalue(), Span(start_us, end_us)


def _ticks(us: int) -> int:
    return round(us * 90_000 / US_PER_S)


def _decode_times(shown: list[int]) -> list[int]:
    """Rising times of decoding, none after the time of showing."""
    ordered = sorted(shown)
    delay = max(rising - pts for rising, pts in zip(ordered, shown, strict=True))
    return [rising - delay for rising in ordered]
