"""What of a recorder can be opened: its values joined with a password from the keyring."""

from __future__ import annotations

from urllib.parse import urlsplit

from app.operations.values import RecorderAbility, RecorderKind, RecorderPlayback, Store
from app.storage.stage import StoredRecorder

_US = 1_000_000


def playback(
    stored: StoredRecorder, channel: str, password: str, store: Store | None, label: str
) -> RecorderPlayback:
    """One channel of a recorder; ``store`` is that of the camera, for the time zone.

    An ONVIF recorder tells a replay address for each recording: a channel that is
    an address is that one.
    """
    recorder = stored.recorder
    known = RecorderAbility.from_json(recorder.ability_json) if recorder.ability_json else None
    home = stored.store or store
    direct = channel.lower().startswith(("rtsp://", "rtsps://"))
    return RecorderPlayback(
        kind=RecorderKind(recorder.kind),
        address=channel if direct else recorder.address,
        channel=channel,
        user=recorder.user_name,
        password=password,
        time_zone=recorder.time_zone or (home.time_zone if home is not None else "UTC"),
        clock_offset_us=round(recorder.clock_offset_s * _US),
        sessions=recorder.sessions,
        label=label,
        earliest_us=known.earliest_us if known is not None else None,
        latest_us=None,  # it goes on recording
        ability=known,
    )


def recorder_key(stored: StoredRecorder) -> str:
    """Under which name the recorder's password is kept.

    The host is part of it: pointed to another host, the password is asked for again
    instead of being sent there.
    """
    recorder = stored.recorder
    return f"recorder/{stored.uid}/{recorder.user_name}@{urlsplit(recorder.address).netloc}"
