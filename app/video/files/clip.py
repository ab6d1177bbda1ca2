"""One recorded file: opened, positioned, decoded picture by picture.

Offsets are microseconds since the file's first picture. The container is
opened without reading the file through; the decoder runs in one thread.
"""

from __future__ import annotations

import contextlib
from collections import deque
from pathlib import Path
from typing import Any, NamedTuple

import av
from av.stream import Discard

from app.video.faults import FILE_BREAKS_OFF, FILE_DAMAGED, SourceFault
from app.video.files.decoder import ClipDecoder
from app.video.files.keys import KeyPlaces
from app.video.files.opening import (
    SkipType,
    declared_us,
    discard_mode,
    is_cut_off,
    keyframe_interval_us,
    open_clip,
    origin_pts,
    rate_hz,
    skip_type,
)
from app.video.files.packets import ClipPackets
from app.video.files.sought import GLANCE_FROM, Way, way_to
from app.video.files.times import DEFAULT_STEP_US, ClipTimes
from app.video.media import US_PER_S
from app.video.pictures.shape import pixel_aspect
from app.video.pictures.turning import PictureTurner

MAX_BAD_PACKETS = 100
"""Packets in a row that give no picture because they are damaged, before the file is given up."""
BREAKS_OFF_US = 2 * US_PER_S
_NEVER = -(1 << 62)
_BACKWARDS_US = (0, 2 * US_PER_S, 10 * US_PER_S, 60 * US_PER_S)


class ClipPicture(NamedTuple):
    """One picture of a clip, ``offset_us`` after its first."""

    offset_us: int
    frame: av.VideoFrame
    keyframe: bool


class Clip:
    """A reader of one file; not thread-safe."""

    def __init__(self, path: str, trusted_us: int | None = None) -> None:
        """Open ``path``. Raises SourceFault naming the file.

        ``trusted_us``: length told by the file's neighbours (see ClipTimes).
        """
        self.path = path
        self._container, self._stream = open_clip(path)
        stream = self._stream
        self.rate_hz = rate_hz(stream)
        self.step_us = round(US_PER_S / self.rate_hz) if self.rate_hz else DEFAULT_STEP_US
        self.duration_us = declared_us(self._container, stream)
        self.keyframe_interval_us = keyframe_interval_us(stream)
        self.codec = stream.codec_context.name
        self.width, self.height = stream.codec_context.width, stream.codec_context.height
        self.pixel_aspect = pixel_aspect(stream.sample_aspect_ratio)
        self._aspect_turned = 1.0 / self.pixel_aspect
        self._decoder = ClipDecoder(stream, path)
        self._turner = PictureTurner()
        self._keys = self._thinned = False
        self._skip: SkipType = "DEFAULT"
        self._depth_us: int | None = None
        self._key_pts: int | None = None  # the run that is being decoded
        self._skipping = False  # passing over the rest of it
        self._from_pts = _NEVER  # what is shown before belongs to pictures passed over
        self._key_places: KeyPlaces | None = None
        self._packets = ClipPackets(self._container, stream)
        origin = origin_pts(self._container, stream, self._packets.first())
        self._timed = origin is not None
        self._times = ClipTimes(stream.time_base, origin or 0, self.step_us, trusted_us)
        self._frames: deque[av.VideoFrame] = deque()
        self._pending: ClipPicture | None = None
        self._last: ClipPicture | None = None
        self._want_us: int | None = None
        self._after_us: int | None = None
        self._bad_packets = 0
        self.decode_errors = 0
        self._last_key_us: int | None = None
        self._fresh = True  # stands where opening left it
        self._ended = self._told_end = False
        self._way: Way | None = None  # from a keyframe to the sought picture

    @property
    def bits_per_s(self) -> float:
        """What the file spends on a second, as it tells; 0.0 where it does not."""
        return float(self._stream.bit_rate or self._container.bit_rate or 0)

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return Path(self.path).name

    @property
    def decoder(self) -> str:
        """What decodes: ``software``, or the name of the hardware's way."""
        return self._decoder.word

    def close(self) -> None:
        """Let go of the file; idempotent."""
        self._packets.end()
        self._frames.clear()
        self._pending = self._last = None
        self._decoder.close()
        self._container.close()

    @property
    def keyframes_only(self) -> bool:
        """Whether keyframes alone are given."""
        return self._keys

    def set_keyframes_only(self, on: bool) -> None:
        """Give keyframes alone from the next ``read`` on, or everything again."""
        if on == self._keys:
            return
        self._keys, self._way = on, None
        self._apply_mode()
        if self._want_us is None and self._last is not None:
            self._after_us = self._last.offset_us
        self._last = None  # what the decoder still holds belongs to the other mode

    def set_thinned(self, on: bool) -> None:
        """Leave out, outside keyframes-only mode, the pictures that no other is built on."""
        self._thinned = on
        self._apply_mode()

    def set_light(self, on: bool) -> None:
        """Decode quickly, with small faults; from the next keyframe on."""
        self._decoder.set_light(on)

    def set_room(self, width: int, height: int) -> None:
        """The room that pictures are shown in; keyframes that pass need not be larger."""
        self._decoder.set_room(width, height)

    def set_depth(self, depth_us: int | None) -> None:
        """Outside keyframes-only mode, decode only this much of each keyframe's run."""
        self._depth_us = depth_us

    def leave_run(self) -> None:
        """Where not all of a run is decoded anyway: the rest of this one need not be either."""
        if self._depth_us is not None and self._key_pts is not None and self._timed:
            self._skip_rest()

    @property
    def depth_us(self) -> int | None:
        """How much of each keyframe's run is decoded; None: all."""
        return self._depth_us

    def _apply_mode(self) -> None:
        self._skip = skip_type(keyframes_only=self._keys, thinned=self._thinned)
        self._skipping = False
        self._stream.discard = discard_mode(
            self._container, self._stream, keyframes_only=self._keys
        )
        between_us = self.keyframe_interval_us if self._keys else None
        self._times.step_us = between_us or self.step_us
        if self._key_places is not None:
            self._stream.discard = Discard.default  # keyframes are told by counting packets

    def trust(self, trusted_us: int | None) -> None:
        """The file serves another segment now: its length there."""
        self._times.trusted_us = trusted_us

    @property
    def ended(self) -> bool:
        """Whether reading came to the end of the file."""
        return self._ended

    def seek(self, offset_us: int) -> None:
        """The next ``read`` gives the last picture at or before ``offset_us``."""
        offset_us = max(0, offset_us)
        if offset_us != self._want_us:
            self._way = None
        self._want_us, self._after_us = offset_us, None

    def run_from(self, offset_us: int) -> None:
        """The next reads begin with a keyframe at or before the offset, or with the start."""
        self._want_us = self._after_us = self._way = None
        self._jump(max(0, offset_us))

    def read(self) -> ClipPicture | None:
        """The next picture; None after the last.

        Raises SourceFault where the file is damaged or breaks off; the file is
        then at its end.
        """
        if self._want_us is not None:
            return self._read_wanted(self._want_us)
        if self._after_us is not None:
            return self._read_after(self._after_us)
        picture = self._ahead()
        if picture is not None:
            self._last = picture
        return picture

    def _ahead(self) -> ClipPicture | None:
        """The picture that was read ahead, else the next one."""
        picture, self._pending = self._pending, None
        return picture if picture is not None else self._next()

    # -- positions ---------------------------------------------------------

    def _read_wanted(self, want_us: int) -> ClipPicture | None:
        best = None if self._way else self._here(want_us)
        if best is None and self._set_out(want_us):
            best, way, self._way = self._arrive(), self._way, None
            if best is not None and way is not None and not way.to_end:
                self._want_us, self._last = None, best
                return best
        self._want_us = None
        if best is None:
            self._jump(want_us)
            best = self._next()
        while best is not None and not self._next_key_is_after(want_us):
            ahead = self._ahead()
            if ahead is None or ahead.offset_us > want_us:
                self._pending = ahead
                break
            best = ahead
        self._last = best
        return best

    def _next_key_is_after(self, want_us: int) -> bool:
        """Whether the next keyframe lies after the time, told without decoding it."""
        told = self._timed and not self._times.irregular
        if not (self._keys and told) or self._pending is not None or self._frames:
            return False
        packet = self._next_packet()
        if packet is None:
            self._ended = True
            return False
        self._packets.put_back([packet])
        return packet.pts is not None and self._times.raw_us(packet.pts) > want_us

    def glance(self) -> ClipPicture | None:
        """A picture that is there sooner than the sought one: the keyframe before it.

        None where the sought one is as near, or how far it is cannot be told. The
        next ``read`` gives the sought picture all the same.
        """
        want_us = self._want_us
        if want_us is None or self._way or (self._fresh and not want_us) or self._near(want_us):
            return None
        if not self._set_out(want_us) or self._way is None or self._way.pictures < GLANCE_FROM:
            return None
        frame = self._next_frame()
        if frame is None or frame.pts is None or frame.pts >= self._way.wanted_pts:
            self._way = None
            return None
        picture = self._picture(frame)
        self._times.restart()  # what lies between need not come, however long it is
        return picture

    def _here(self, want_us: int) -> ClipPicture | None:
        """The first picture of a file just opened, or the one shown last if that is near."""
        return self._next() if self._fresh and not want_us else self._near(want_us)

    def _set_out(self, want_us: int) -> bool:
        """Stand at the keyframe before and know what lies between; False: it cannot be told."""
        if self._way is not None:
            return True
        if self._keys or self._depth_us is not None or not self._is_regular:
            return False
        self._jump(want_us)
        with contextlib.closing(self._packets.ahead()) as packets:
            self._way = way_to(self._times.pts_of(want_us + 1), packets)
        return self._way is not None

    def _arrive(self) -> ClipPicture | None:
        """The picture at the end of the way; None where it did not come out of the decoder."""
        assert self._way is not None
        wanted_pts = self._way.wanted_pts
        while (frame := self._next_frame()) is not None and frame.pts is not None:
            if frame.pts >= wanted_pts:
                return self._picture(frame) if frame.pts == wanted_pts else None
        return None

    def _near(self, want_us: int) -> ClipPicture | None:
        """The picture shown last, where going on from it is cheaper than a jump."""
        last = self._last
        if last is None or last.offset_us > want_us:
            return None
        if self._pending is not None and self._pending.offset_us > want_us:
            return last
        reach_us = self.keyframe_interval_us or US_PER_S
        return last if want_us - last.offset_us < reach_us else None

    def _read_after(self, after_us: int) -> ClipPicture | None:
        """The first picture after ``after_us``, in the mode that is now set."""
        self._after_us = None
        self._jump(after_us)
        picture = self._next()
        while picture is not None and picture.offset_us <= after_us:
            picture = self._next()
        self._last = picture or self._last
        return picture

    def _jump(self, offset_us: int) -> None:
        """Stand on a keyframe at or before the offset, or at the start."""
        self._pending = self._last = self._way = None
        if self._times.irregular or not self._timed:
            self._rewind(offset_us)
            return
        for back_us in _BACKWARDS_US:
            if back_us >= offset_us + _BACKWARDS_US[1]:
                break
            if self._land(max(0, offset_us - back_us), offset_us):
                return
        self._rewind(offset_us)

    def _land(self, aim_us: int, offset_us: int) -> bool:
        aim = self._times.pts_of(aim_us + 1) - 1 if aim_us else self._times.pts_of(0)
        try:
            self._container.seek(aim, backward=True, stream=self._stream)
            self._start_reading()
            key = self._packets.until_key()
        except (av.FFmpegError, OSError):
            return False
        if key is None or key.pts is None:
            return False
        return self._times.raw_us(key.pts) <= offset_us

    def _start_reading(self) -> None:
        self._frames.clear()
        self._times.restart()
        self._last_key_us = None
        self._ended = False
        self._decoder.flush()
        self._key_pts, self._from_pts = None, _NEVER
        if self._skipping:
            self._apply_mode()
        self._packets.restart()

    def _rewind(self, offset_us: int) -> None:
        """Open again and pass over packets: the one jump that every container can do."""
        self._reopen()
        if self._key_places is None:
            self._key_places = KeyPlaces(self._packets.fresh(), self._times.fresh(self.step_us))
            self._reopen()
        place = self._key_places.at(offset_us)
        if place is not None and place.packets_before:
            self._packets.skip(place.packets_before)
            self._times.restart(place.offset_us - self.step_us, place.shift_us)
        self._apply_mode()  # not before: every packet counts here

    def _reopen(self) -> None:
        self._packets.end()
        self._container.close()
        self._container, self._stream = open_clip(self.path)
        self._packets = ClipPackets(self._container, self._stream)
        self._decoder = self._decoder.again(self._stream)
        self._start_reading()

    # -- pictures ----------------------------------------------------------

    def _next(self) -> ClipPicture | None:
        frame = self._next_frame()
        if frame is None:
            self._ended = True
            self._check_end()
            return None
        return self._picture(frame)

    def _next_frame(self) -> av.VideoFrame | None:
        self._fresh = False
        while not self._frames:
            packet = self._next_packet()
            if packet is None:
                return None
            self._decode(packet)
        return self._frames.popleft()

    def _picture(self, frame: av.VideoFrame) -> ClipPicture:
        if self._keys:
            self._count_time()
        offset_us = self._times.next_us(frame.pts)
        keyframe = bool(frame.key_frame)
        if self._decoder.turn:
            frame = self._turned(frame)
        if keyframe:
            self._learn_interval(offset_us)
        return ClipPicture(offset_us, frame, keyframe)

    def _turned(self, frame: av.VideoFrame) -> av.VideoFrame:
        """A picture of a camera that was held upright, as it is to be seen."""
        frame = self._turner.turned(frame, self._decoder.turn)
        if self._decoder.turn != 180 and self.pixel_aspect != 1.0:
            self.pixel_aspect = self._aspect_turned
        self.width, self.height = frame.width, frame.height
        return frame

    def _count_time(self) -> None:
        """Among keyframes alone, a clock that cannot be trusted is replaced by counting."""
        if self._key_places is not None:
            place = self._key_places.of_packet(self._packets.number - 1)
            if place is not None:
                self._times.restart(place.offset_us - self._times.step_us, place.shift_us)
        elif not self._timed:
            self._times.restart((self._packets.number - 1) * self.step_us - self._times.step_us)

    def _learn_interval(self, offset_us: int) -> None:
        last_us, self._last_key_us = self._last_key_us, offset_us
        if self.keyframe_interval_us is None and last_us is not None and offset_us > last_us:
            self.keyframe_interval_us = offset_us - last_us

    def _next_packet(self) -> Any:
        try:
            packet = self._packets.held()
            if packet is not None:
                if packet.is_keyframe:
                    self._begin_run(packet)
                return packet
            for packet in self._packets.fresh():
                if packet.is_keyframe:
                    self._begin_run(packet)
                    return packet
                if not self._keys and not self._is_too_deep(packet):
                    return packet
        except (av.FFmpegError, OSError) as error:
            self._packets.end()
            raise self._fault(FILE_BREAKS_OFF) from error
        return None

    @property
    def _is_regular(self) -> bool:
        """Whether the container's times can be believed."""
        return self._timed and not self._times.irregular and self._key_places is None

    def _is_too_deep(self, packet: Any) -> bool:
        """Whether a packet lies behind the part of the run that is to be decoded."""
        if self._depth_us is None or not packet.size:
            return False
        if not self._skipping and self._key_pts is not None and self._timed:
            stamp = packet.pts if packet.dts is None else packet.dts
            begun_us = self._times.raw_us(self._key_pts)
            if stamp is not None and self._times.raw_us(stamp) - begun_us >= self._depth_us:
                self._skip_rest()
        return self._skipping

    def _skip_rest(self) -> None:
        """Pass over what is left of the run that is being decoded."""
        self._skipping = not self._times.irregular
        if self._skipping and self._key_places is None:
            self._stream.discard = discard_mode(self._container, self._stream, keyframes_only=True)

    def _begin_run(self, packet: Any) -> None:
        """A keyframe comes: what was passed over before it, its first pictures may be built on."""
        self._key_pts = packet.dts if packet.pts is None else packet.pts
        if self._skipping:
            self._apply_mode()
            with contextlib.suppress(av.FFmpegError):
                self._frames.extend(self._decoder.drain())
            self._from_pts = _NEVER if packet.pts is None else packet.pts

    def _decode(self, packet: Any) -> None:
        unseen = self._way is not None and self._way.may_skip(packet)
        self._decoder.set_skip("NONREF" if unseen else self._skip)
        try:
            decode = self._decoder.alone if self._keys else self._decoder.decode
            frames = decode(packet)
        except av.FFmpegError as error:
            self._bad_packets += 1
            self.decode_errors += 1
            if self._bad_packets > MAX_BAD_PACKETS:
                self._packets.end()
                raise self._fault(FILE_DAMAGED) from error
            return
        if frames:
            self._bad_packets = 0
        least = self._from_pts  # built on pictures that were passed over
        self._frames.extend(each for each in frames if each.pts is None or each.pts >= least)

    def _check_end(self) -> None:
        """Say once that a file which ends long before its own word was cut off."""
        last_us, declared = self._times.last_us, self.duration_us
        if declared is None or self._told_end or self._times.irregular:
            return
        if (self._keys or self._depth_us) and not is_cut_off(self.path, self._stream):
            return  # the last keyframe may lie well before the end
        self._told_end = True
        slack_us = max(BREAKS_OFF_US, 2 * (self.keyframe_interval_us or 0))
        if (last_us or 0) + slack_us < declared:
            raise self._fault(FILE_DAMAGED if last_us is None else FILE_BREAKS_OFF)

    def _fault(self, sentence: Any) -> SourceFault:
        seconds = round((self._times.last_us or 0) / US_PER_S, 1)
        return SourceFault(sentence, name=self.name, seconds=seconds)
