"""What the ONVIF library's many exceptions mean to a person."""

from __future__ import annotations

import logging
import re
import socket

from app.video.onvif.values import (
    DECLINED,
    NO_ANSWER,
    NO_HOST,
    NO_PASSWORD,
    NOT_ONVIF,
    PASSWORD,
    REFUSED,
    OnvifFault,
    OnvifPassword,
)

_REASON_MOST = 80
_UNAUTHORIZED = re.compile(r"(?i)not ?authorized|unauthorized|failedauthentication")


def quiet_library() -> None:
    """Let the library log no failures: they become faults, which say the same to a person."""
    logging.getLogger("onvif").setLevel(logging.CRITICAL)


def onvif_fault(error: Exception, address: str, *, has_password: bool) -> OnvifFault:
    """The fault for an exception of the library; ``address`` without credentials."""
    import requests
    from urllib3.exceptions import LocationParseError
    from zeep.exceptions import Fault, TransportError

    cause = getattr(error, "original_exception", error)
    if isinstance(cause, LocationParseError):
        return OnvifFault(NO_HOST, address=address)
    if isinstance(cause, requests.exceptions.RequestException):
        return _network(cause, address)
    if isinstance(cause, TransportError) and cause.status_code in (401, 403):
        return _password(address, has_password=has_password)
    if isinstance(cause, Fault):
        return _declined(cause, address, has_password=has_password)
    return OnvifFault(NOT_ONVIF, address=address)


def _network(error: Exception, address: str) -> OnvifFault:
    import requests

    chain = list(_causes(error))
    unknown = (socket.gaierror, UnicodeError, requests.exceptions.InvalidURL)
    if any(isinstance(each, unknown) for each in chain):
        return OnvifFault(NO_HOST, address=address)
    if any(isinstance(each, ConnectionRefusedError) for each in chain):
        return OnvifFault(REFUSED, address=address)
    timed_out = isinstance(error, requests.exceptions.Timeout | requests.exceptions.ConnectionError)
    if timed_out and not any(isinstance(each, ConnectionResetError) for each in chain):
        return OnvifFault(NO_ANSWER, address=address)
    return OnvifFault(NOT_ONVIF, address=address)


def _causes(error: BaseException) -> list[BaseException]:
    """The exception and everything it came from; urllib3 keeps some in ``reason`` and ``args``."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        each = waiting.pop()
        if not isinstance(each, BaseException) or each in found:
            continue
        found.append(each)
        waiting += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]
    return found


def _declined(error: Exception, address: str, *, has_password: bool) -> OnvifFault:
    codes = " ".join(str(code) for code in getattr(error, "subcodes", None) or ())
    message = str(getattr(error, "message", "") or "")
    if re.search(
        r"NotAuthorized|Unauthorized|FailedAuthentication", codes + message, re.IGNORECASE
    ):
        return _password(address, has_password=has_password)
    reason = "".join(each for each in message if each.isprintable())[:_REASON_MOST]
    return OnvifFault(DECLINED, address=address, reason=reason or "SOAP")


def _password(address: str, *, has_password: bool) -> OnvifFault:
    return OnvifPassword(PASSWORD if has_password else NO_PASSWORD, address=address)
