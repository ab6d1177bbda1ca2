"""Opening one recorded file, and saying clearly why it cannot be opened."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path
from statistics import median_low
from typing import Any, Literal

import av
from av.stream import Discard

from app.faults import Sentence
from app.video.faults import (
    FILE_CODEC,
    FILE_EMPTY,
    FILE_FORBIDDEN,
    FILE_MISSING,
    FILE_NO_PICTURE,
    FILE_NOT_VIDEO,
    FILE_TRUNCATED,
    FILE_UNFINISHED,
    SourceFault,
)
from app.video.files.times import JUMP_US
from app.video.media import US_PER_S

SkipType = Literal["DEFAULT", "NONREF", "NONKEY"]
"""What a decoder passes over: nothing, pictures that no other is built on, all but keyframes."""

av.logging.set_level(None)  # its log callback takes the GIL and can stop every decode thread

BEING_WRITTEN_S = 60.0
_INDEX_SAMPLE = 1500
_CLAIM_FACTOR = 5
_DEFAULT_RATE_HZ = 25.0
_OPTIONS = {"protocol_whitelist": "file"}  # a file that names addresses must not open them


def open_clip(path: str) -> tuple[Any, Any]:
    """The container and its first video stream, one decoder thread.

    Raises SourceFault naming the file: missing, not readable, empty, cut off,
    not a video, without pictures, or in a format without a decoder.
    """
    container = _open_container(path)
    stream = next(iter(container.streams.video), None)
    name = Path(path).name
    if stream is None:
        container.close()
        raise SourceFault(FILE_NO_PICTURE, name=name)
    try:
        codec = stream.codec_context
    except (av.FFmpegError, AttributeError):
        codec = None
    if codec is None or not codec.width:
        kind = "?" if codec is None else codec.name
        container.close()
        raise SourceFault(FILE_CODEC, name=name, codec=kind)
    codec.thread_count = 1
    return container, stream


def _open_container(path: str) -> Any:
    name = Path(path).name
    try:
        if Path(path).stat().st_size == 0:
            raise SourceFault(FILE_UNFINISHED if _is_being_written(path) else FILE_EMPTY, name=name)
        container = av.open(f"file:{path}", options=_OPTIONS)
    except FileNotFoundError as error:
        raise SourceFault(FILE_MISSING, name=name) from error
    except PermissionError as error:
        raise SourceFault(FILE_FORBIDDEN, name=name) from error
    except (av.FFmpegError, OSError, ValueError) as error:
        raise SourceFault(_why_unreadable(path), name=name) from error
    if _is_no_recording(container.format.name):
        container.close()
        raise SourceFault(FILE_NOT_VIDEO, name=name)
    return container


def _is_no_recording(format_name: str) -> bool:
    """Formats in which the library sees pictures though nobody filmed any: texts, photos."""
    return format_name in ("tty", "image2", "gif", "hls", "concat") or format_name.endswith("_pipe")


def _why_unreadable(path: str) -> Sentence:
    """An MP4 whose index was never written differs from a file that never was a video."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(12)
    except OSError:
        return FILE_NOT_VIDEO
    if head[4:8] not in (b"ftyp", b"mdat", b"moov", b"wide"):
        return FILE_NOT_VIDEO
    return FILE_UNFINISHED if _is_being_written(path) else FILE_TRUNCATED


def _is_being_written(path: str) -> bool:
    """Whether somebody wrote to the file lately, as a recorder does to its newest segment."""
    try:
        return abs(time.time() - Path(path).stat().st_mtime) < BEING_WRITTEN_S
    except OSError:
        return False


def first_pts(container: Any, stream: Any) -> int | None:
    """The timestamp at which the stream begins, in its own units; None where unknown."""
    if stream.start_time is not None:
        return int(stream.start_time)
    if container.start_time is not None and stream.time_base:
        return int(container.start_time / (US_PER_S * stream.time_base))
    return None


def origin_pts(container: Any, stream: Any, first_packet: Any) -> int | None:
    """The timestamp of the first picture; None where the stream has no timestamps.

    The first packet knows better than the header where it is a keyframe:
    an AVI's header leaves out the decoder's delay.
    """
    told, first = first_pts(container, stream), first_packet
    if told is None or first is None or first.pts is None or not first.is_keyframe:
        return told
    return int(first.pts)


def declared_us(container: Any, stream: Any) -> int | None:
    """The length the file claims, in microseconds; None where it makes no claim.

    A claim many times longer than its number of pictures allows comes from a
    clock that jumped while recording: then the pictures are counted instead.
    """
    claimed_us = None
    if stream.duration:
        claimed_us = int(stream.duration * stream.time_base * US_PER_S)
    elif container.duration:
        claimed_us = int(container.duration)
    rate = rate_hz(stream)
    if claimed_us is None or rate is None or not stream.frames:
        return claimed_us
    counted_us = int(stream.frames * US_PER_S / rate)
    return counted_us if claimed_us > _CLAIM_FACTOR * counted_us + JUMP_US else claimed_us


def counted_us(container: Any, stream: Any) -> int:
    """The length found by reading the file through to its end, or to where it is damaged."""
    step_us = round(US_PER_S / (rate_hz(stream) or _DEFAULT_RATE_HZ))
    first = first_pts(container, stream)
    count, last_us = 0, 0
    try:
        for packet in container.demux(stream):
            count += bool(packet.size)
            if packet.pts is not None and first is not None:
                offset_us = int((packet.pts - first) * stream.time_base * US_PER_S)
                last_us = max(last_us, offset_us)
    except (av.FFmpegError, OSError):
        pass  # what lies behind the damage cannot be shown either
    return last_us + step_us if first is not None else count * step_us


def is_cut_off(path: str, stream: Any) -> bool:
    """Whether the container's index points behind the end of the file."""
    entries = stream.index_entries
    if not len(entries):
        return False
    try:
        size = Path(path).stat().st_size
    except OSError:
        return False
    last = entries[len(entries) - 1]
    return bool(last.pos + max(last.size, 0) > size)


def keyframe_interval_us(stream: Any) -> int | None:
    """The usual distance of keyframes by the container's index; None where it has none."""
    entries = stream.index_entries[:_INDEX_SAMPLE]
    keys = [entry.timestamp for entry in entries if entry.is_keyframe]
    steps = [later - earlier for earlier, later in pairwise(keys) if later > earlier]
    if not steps:
        return None
    return int(median_low(steps) * stream.time_base * US_PER_S)


def rate_hz(stream: Any) -> float | None:
    """Pictures per second; None where neither header nor first pictures tell.

    The average counts for little where there are no timestamps, and where a
    jump in them made it a fraction of the rate that neighbouring pictures show.
    """
    average, guessed = stream.average_rate, stream.guessed_rate
    if not guessed or not average:
        return float(average or guessed) if average or guessed else None
    believed = stream.start_time is not None and average * _CLAIM_FACTOR > guessed
    return float(average if believed else guessed)


def skip_mode(container: Any, stream: Any, *, keyframes_only: bool, thinned: bool) -> None:
    """Let demuxer and decoder pass over everything but keyframes, or over nothing.

    ``thinned``: the decoder passes over pictures that no other is built on.
    """
    stream.discard = discard_mode(container, stream, keyframes_only=keyframes_only)
    stream.codec_context.skip_frame = skip_type(keyframes_only=keyframes_only, thinned=thinned)


def discard_mode(container: Any, stream: Any, *, keyframes_only: bool) -> Discard:
    """What the demuxer is to pass over.

    The MP4 demuxer of libavformat 62 does not move on its table of
    presentation offsets when it passes over samples, so with B-frames the
    keyframes would carry the times of other pictures (seen with 62.12: 2.08 s
    for 2.00 s). There only the decoder skips.
    """
    shifted = "mp4" in container.format.name and stream.codec_context.has_b_frames
    return Discard.nonkey if keyframes_only and not shifted else Discard.default


def skip_type(*, keyframes_only: bool, thinned: bool) -> SkipType:
    """What the decoder is to pass over."""
    return "NONKEY" if keyframes_only else "NONREF" if thinned else "DEFAULT"
