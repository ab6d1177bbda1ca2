"""Where sound goes: the system's own device, through miniaudio."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Protocol

from app.video.sound.faults import NO_DEVICE, SoundFault
from app.video.sound.quiet_alsa import hush_alsa
from app.video.sound.ring import CHANNELS, RATE_HZ, SoundRing

BUFFER_MS = 100


class SoundOutput(Protocol):
    """Plays what a ring holds until it is closed."""

    def close(self) -> None:
        """Stop; idempotent."""


class DeviceOutput:
    """The workstation's usual device."""

    def __init__(self, ring: SoundRing) -> None:
        """Raises SoundFault where there is none."""
        import miniaudio

        hush_alsa()
        try:
            self._device: Any = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=CHANNELS,
                sample_rate=RATE_HZ,
                buffersize_msec=BUFFER_MS,
                app_name="Floorwalk",
            )
        except miniaudio.MiniaudioError as error:
            raise SoundFault(NO_DEVICE) from error
        if self._device.backend == "Null":
            self._device.close()  # it takes everything and nobody hears it
            raise SoundFault(NO_DEVICE)
        source = _pull(ring)
        next(source)
        self._device.start(source)

    def close(self) -> None:
        """Let go of the device."""
        self._device.close()


def _pull(ring: SoundRing) -> Generator[bytes, int, None]:
    wanted = yield b""
    while True:
        wanted = yield ring.read(wanted).tobytes()
