"""H.265 over RTP (RFC 7798): single units, aggregation packets, fragments."""

from __future__ import annotations

from app.video.rtsp.h264 import UnitDepacketizer
from app.video.rtsp.sdp import SdpMedia

_AP, _FU, _PACI = 48, 49, 50
_IRAP = range(16, 24)


class H265Depacketizer(UnitDepacketizer):
    """Pictures in Annex B. Streams with decoding-order numbers are read without using them."""

    def __init__(self, media: SdpMedia) -> None:
        super().__init__(media)
        # With interleaving (RFC 7798, 7.1) each unit carries two, in AP one bytes of order number.
        self._numbered = media.parameters.get("sprop-max-don-diff", "0") not in {"", "0"}

    def _add(self, payload: memoryview) -> None:
        if len(payload) < 3:
            return
        kind = payload[0] >> 1 & 63
        skip = 2 if self._numbered else 0
        if kind < _AP:
            self._unit(bytes(payload[:2]) + bytes(payload[2 + skip :]))
        elif kind == _AP:
            self._aggregate_numbered(payload[2 + skip :]) if skip else self._aggregate(payload[2:])
        elif kind == _FU:
            flags = payload[2]
            header = bytes((payload[0] & 0x81 | (flags & 63) << 1, payload[1]))
            self._piece(header, flags, payload[3 + (skip if flags & 0x80 else 0) :])

    def _aggregate_numbered(self, payload: memoryview) -> None:
        """The same with one byte of order number before each unit but the first."""
        at, first = 0, True
        while at + 2 < len(payload):
            at += 0 if first else 1
            first = False
            length = int.from_bytes(payload[at : at + 2], "big")
            if length == 0 or at + 2 + length > len(payload):
                self._damaged = True
                return
            self._unit(bytes(payload[at + 2 : at + 2 + length]))
            at += 2 + length

    def _begins(self, units: list[bytes]) -> bool:
        return any(unit[0] >> 1 & 63 in _IRAP for unit in units)
