"""Why a live camera cannot be shown, told from what the network library says.

No exception of the library may travel on: its text holds the whole address,
password included.
"""

from __future__ import annotations

import errno

import av

from app.faults import Sentence
from app.video.address import redact
from app.video.faults import (
    LIVE_ENDED,
    LIVE_NO_ANSWER,
    LIVE_NO_HOST,
    LIVE_NO_PASSWORD,
    LIVE_NOT_FOUND,
    LIVE_NOT_RTSP,
    LIVE_REFUSED,
    LIVE_SILENT,
    LIVE_STALLED,
    LIVE_UNREADABLE,
    LIVE_WRONG_PASSWORD,
    PasswordRefused,
    SourceFault,
)
from app.video.media import LiveStream

_UNREACHABLE = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN}

_TOO_LONG = (TimeoutError, av.ExitError)  # the second: our own limit on one read


def label_of(media: LiveStream) -> str:
    """How a person calls the camera."""
    return media.label or redact(media.url)


def fault_of(
    error: Exception, media: LiveStream, *, playing: bool, silent: bool = False
) -> SourceFault:
    """The fault that a person reads.

    ``playing``: pictures had come before. ``silent``: the failure took as long
    as the network timeout, which the library reports as bad data.
    """
    if isinstance(error, av.HTTPUnauthorizedError | av.HTTPForbiddenError):
        sentence = LIVE_WRONG_PASSWORD if _has_password(media) else LIVE_NO_PASSWORD
        return _fault(PasswordRefused, sentence, media)
    return _fault(SourceFault, _sentence(error, playing, silent), media)


def ended_fault(media: LiveStream) -> SourceFault:
    """The camera closed the stream by itself."""
    return _fault(SourceFault, LIVE_ENDED, media)


def stalled_fault(media: LiveStream) -> SourceFault:
    """The connection stands but no picture comes."""
    return _fault(SourceFault, LIVE_STALLED, media)


def silent_fault(media: LiveStream) -> SourceFault:
    """The connection stands and no picture ever came by it."""
    return _fault(SourceFault, LIVE_SILENT, media)


def unreadable_fault(media: LiveStream) -> SourceFault:
    """The camera sends no video, or none that can be decoded."""
    return _fault(SourceFault, LIVE_UNREADABLE, media)


def _has_password(media: LiveStream) -> bool:
    return bool(media.user) or "@" in media.url


def _fault(kind: type[SourceFault], sentence: Sentence, media: LiveStream) -> SourceFault:
    return kind(sentence, camera=label_of(media), address=redact(media.url))


def _sentence(error: Exception, playing: bool, silent: bool) -> Sentence:
    if playing:
        return LIVE_STALLED if isinstance(error, _TOO_LONG) else LIVE_ENDED
    if isinstance(error, ConnectionRefusedError):
        return LIVE_REFUSED
    if isinstance(error, av.HTTPNotFoundError):
        return LIVE_NOT_FOUND
    if isinstance(error, (*_TOO_LONG, av.HTTPServerError)):
        return LIVE_NO_ANSWER
    number = getattr(error, "errno", None)
    if silent or number in _UNREACHABLE:
        return LIVE_NO_ANSWER
    if number == errno.EIO:
        return LIVE_NO_HOST
    return LIVE_NOT_RTSP
