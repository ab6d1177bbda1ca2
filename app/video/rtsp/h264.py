"""H.264 over RTP (RFC 6184): single units, STAP-A, FU-A."""

from __future__ import annotations

from abc import abstractmethod

from app.video.rtsp.depacketize import START, Depacketizer
from app.video.rtsp.sdp import SdpMedia

_IDR, _SEI, _SPS = 5, 6, 7
_STAP_A, _FU_A = 24, 28
_RECOVERY_POINT = 6
_I_SLICES = {2, 4, 7, 9}
_UNITS_MOST = 4096


class UnitDepacketizer(Depacketizer):
    """What H.264 and H.265 have in common: a picture is a list of NAL units."""

    def __init__(self, media: SdpMedia) -> None:
        super().__init__(media)
        self._units: list[bytes] = []
        self._fragment: bytearray | None = None

    def _broken(self) -> None:
        self._fragment = None

    def _clear(self) -> None:
        self._units, self._fragment = [], None

    def _take(self) -> tuple[bytes, bool]:
        if self._fragment is not None:
            self._damaged = True  # its last piece never came
        units, self._units, self._fragment = self._units, [], None
        keyframe = self._begins(units)
        return b"".join(START + unit for unit in units), keyframe

    @abstractmethod
    def _begins(self, units: list[bytes]) -> bool:
        """Whether a decoder can begin with these units."""

    def _unit(self, unit: bytes) -> None:
        if unit and len(self._units) < _UNITS_MOST:
            self._units.append(unit)

    def _aggregate(self, payload: memoryview) -> None:
        """Units with two bytes of length before each."""
        at = 0
        while at + 2 < len(payload):
            length = int.from_bytes(payload[at : at + 2], "big")
            at += 2
            if length == 0 or at + length > len(payload):
                self._damaged = True
                return
            self._unit(bytes(payload[at : at + length]))
            at += length

    def _piece(self, header: bytes, flags: int, piece: memoryview) -> None:
        """A piece of a unit; ``flags``: 0x80 the first, 0x40 the last."""
        if flags & 0x80:
            self._fragment = bytearray(header)
        if self._fragment is None:
            self._damaged = True  # its beginning never came
            return
        self._fragment += piece
        if flags & 0x40:
            self._unit(bytes(self._fragment))
            self._fragment = None


class H264Depacketizer(UnitDepacketizer):
    """Pictures in Annex B."""

    def _add(self, payload: memoryview) -> None:
        if not payload:
            return
        kind = payload[0] & 31
        if 1 <= kind < _STAP_A:
            self._unit(bytes(payload))
        elif kind == _STAP_A:
            self._aggregate(payload[1:])
        elif kind == _FU_A and len(payload) > 2:
            header = bytes((payload[0] & 0xE0 | payload[1] & 31,))
            self._piece(header, payload[1], payload[2:])

    def _begins(self, units: list[bytes]) -> bool:
        kinds = [unit[0] & 31 for unit in units]
        if _IDR in kinds:
            return True
        for kind, unit in zip(kinds, units, strict=True):
            if kind == _SEI and len(unit) > 1 and unit[1] == _RECOVERY_POINT:
                return True
            if kind == 1 and _SPS in kinds:
                return _slice_type(unit) in _I_SLICES
        return False


def _slice_type(unit: bytes) -> int:
    """The second number of a slice's header (H.264, 7.3.3)."""
    bits = int.from_bytes(unit[1:9].ljust(8, b"\0"), "big")
    at = 64

    def number() -> int:
        nonlocal at
        zeros = 0
        while at > 0 and not bits >> (at - 1) & 1:
            zeros, at = zeros + 1, at - 1
        at -= zeros + 1
        return -1 if at < 0 else (bits >> at & ((1 << zeros + 1) - 1)) - 1

    number()
    return number() if at > 0 else -1
