"""The sound of a live address by libVLC, where this machine has one that can open it.

Pictures stay with the engine: what libVLC gives through its memory callbacks
carries no time, and evidence needs the time of every picture.
"""

from __future__ import annotations

import time
from typing import Any

from app.video.media import LiveStream

_PATIENCE_S = 4.0
_LOOK_S = 0.05
_OPTIONS = ("--quiet", "--no-video", "--no-xlib", "--no-metadata-network-access")


class VlcCannot(Exception):  # noqa: N818 - no fault of anybody: the other way is taken
    """``missing``: there is no libVLC here; else it cannot open this address."""

    def __init__(self, *, missing: bool) -> None:
        self.missing = missing
        super().__init__("libVLC is missing" if missing else "libVLC cannot open the address")


class VlcSound:
    """Plays from its start to ``close``."""

    def __init__(self, media: LiveStream, volume: float) -> None:
        """Waits until sound is there. Raises VlcCannot."""
        self._instance, vlc = _instance()
        self.version = vlc.libvlc_get_version().decode("ascii", "replace").split()[0]
        self._player = self._instance.media_player_new()
        opened = self._instance.media_new(media.url)
        opened.add_option(":network-caching=300")
        if media.transport == "tcp":
            opened.add_option(":rtsp-tcp")
        if media.user:
            opened.add_option(f":rtsp-user={media.user}")
            opened.add_option(f":rtsp-pwd={media.password}")
        self._player.set_media(opened)
        self.set_volume(volume)
        self._player.play()
        if not self._began(vlc):
            self.close()
            raise VlcCannot(missing=False)

    def _began(self, vlc: Any) -> bool:
        until_s = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until_s:
            state = self._player.get_state()
            if state in (vlc.State.Error, vlc.State.Ended):
                return False
            if state == vlc.State.Playing and self._player.audio_get_track_count() > 0:
                return True
            time.sleep(_LOOK_S)
        return False

    @property
    def playing(self) -> bool:
        """Whether it still plays."""
        return bool(self._player.is_playing())

    def set_volume(self, volume: float) -> None:
        """0 to 1."""
        self._player.audio_set_volume(round(volume * 100))

    def close(self) -> None:
        """End; idempotent."""
        player, self._player = self._player, None
        if player is not None:
            player.stop()
            player.release()
            self._instance.release()


def _instance() -> tuple[Any, Any]:
    try:
        import vlc

        made = vlc.Instance(list(_OPTIONS))
    except (ImportError, OSError, NameError, AttributeError) as error:
        raise VlcCannot(missing=True) from error
    if made is None:
        raise VlcCannot(missing=True)
    return made, vlc
