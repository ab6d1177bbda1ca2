"""Asks one ONVIF device: who it is, its clock, its streams and its recordings."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from app.video.address import redact
from app.video.onvif.errors import onvif_fault, quiet_library
from app.video.onvif.values import (
    NO_RECORDINGS,
    DeviceSeen,
    OnvifFault,
    OnvifPassword,
    RecordingFound,
    StreamProfile,
    channels_of,
)

TIMEOUT_S = 6
DEVICE_PATH = "/onvif/device_service"
MOST_RECORDINGS = 512
_CLOCK_FINE_S = 2.0
_VER10, _VER20 = "http://www.onvif.org/ver10", "http://www.onvif.org/ver20"
_NAMESPACES = {
    "media": f"{_VER10}/media/wsdl",
    "media2": f"{_VER20}/media/wsdl",
    "search": f"{_VER10}/search/wsdl",
    "replay": f"{_VER10}/replay/wsdl",
}
_SETUP = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
_LOG = logging.getLogger(__name__)


def device_address(entered: str) -> str:
    """Where a device takes questions, from a host, host:port or whole address."""
    text = entered.strip()
    if "://" not in text:
        text = f"http://{text}"
    parts = urlsplit(text)
    path = parts.path if parts.path not in ("", "/") else DEVICE_PATH
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path, parts.query, ""))


class OnvifDevice:
    """One device and one user. Every method asks the network; not for the window's thread.

    Raises OnvifPassword where the password is not accepted, OnvifFault otherwise.
    """

    def __init__(
        self, address: str, user: str = "", password: str = "", timeout_s: int = TIMEOUT_S
    ) -> None:
        self.address = device_address(address)
        self._user, self._password, self._timeout_s = user, password, timeout_s
        self._clock_off: timedelta | None = None
        self._clock_asked = False
        self._device: Any = None
        self._addresses: dict[str, str] | None = None

    def clock_offset_s(self) -> float | None:
        """What must be added to its time to get ours; 0 where it is right; None = not told."""
        self._ask_clock()
        if self._clock_off is None:
            return None
        offset_s = -self._clock_off.total_seconds()
        return 0.0 if abs(offset_s) <= _CLOCK_FINE_S else round(offset_s, 1)

    def look(self) -> DeviceSeen:
        """Who it is and what it shows."""
        offset_s = self.clock_offset_s()
        facts = self._call(self._services().GetDeviceInformation)
        return DeviceSeen(
            address=self.address,
            maker=str(facts.Manufacturer or ""),
            model=str(facts.Model or ""),
            firmware=str(facts.FirmwareVersion or ""),
            clock_offset_s=offset_s,
            channels=channels_of(self.profiles()),
        )

    def profiles(self) -> tuple[StreamProfile, ...]:
        """Its streams; by Media2 where it has that, since only that tells of H.265."""
        if "media2" in self._known_addresses():
            try:
                return self._profiles_2()
            except OnvifFault:
                _LOG.info("Media2 of %s failed, asking Media", redact(self.address))
        return self._profiles_1()

    def recordings(self) -> tuple[RecordingFound, ...]:
        """Its recordings (Profile G), with the address that plays each."""
        known = self._known_addresses()
        if not {"search", "replay"} <= known.keys():
            raise OnvifFault(NO_RECORDINGS, address=redact(self.address))
        from onvif.services import Replay, Search

        search, replay = self._service(Search, "search"), self._service(Replay, "replay")
        return tuple(self._recording(told, replay) for told in self._search(search))

    # -- streams -----------------------------------------------------------------

    def _profiles_1(self) -> tuple[StreamProfile, ...]:
        from onvif.services import Media

        if "media" not in self._known_addresses():
            return ()
        media = self._service(Media, "media")
        found = []
        for profile in self._call(media.GetProfiles) or ():
            encoder = profile.VideoEncoderConfiguration
            if encoder is None or encoder.Resolution is None:
                continue
            token = str(profile.token)
            told = self._call(media.GetStreamUri, _SETUP, token)
            rate = getattr(encoder.RateControl, "FrameRateLimit", 0) or 0
            found.append(self._profile(profile, encoder, rate, profile, str(told.Uri)))
        return tuple(found)

    def _profiles_2(self) -> tuple[StreamProfile, ...]:
        from onvif.services import Media2

        media = self._service(Media2, "media2")
        found = []
        for profile in self._call(media.GetProfiles, Type=["All"]) or ():
            configurations = profile.Configurations
            encoder = getattr(configurations, "VideoEncoder", None)
            if encoder is None or encoder.Resolution is None:
                continue
            token = str(profile.token)
            url = self._call(media.GetStreamUri, "RTSP", token)
            rate = getattr(encoder.RateControl, "FrameRateLimit", 0) or 0
            found.append(self._profile(profile, encoder, rate, configurations, str(url)))
        return tuple(found)

    def _profile(
        self, profile: Any, encoder: Any, rate: float, holder: Any, url: str
    ) -> StreamProfile:
        source = getattr(holder, "VideoSourceConfiguration", None) or getattr(
            holder, "VideoSource", None
        )
        return StreamProfile(
            token=str(profile.token),
            name=str(profile.Name or profile.token),
            source=str(getattr(source, "SourceToken", "") or ""),
            codec=str(encoder.Encoding or "").upper(),
            width=int(encoder.Resolution.Width),
            height=int(encoder.Resolution.Height),
            rate_hz=float(rate),
            url=self._reachable(url),
        )

    # -- recordings --------------------------------------------------------------

    def _search(self, search: Any) -> list[Any]:
        token = self._call(search.FindRecordings, Scope={}, KeepAliveTime=timedelta(seconds=20))
        found: list[Any] = []
        until_s = time.monotonic() + 4 * self._timeout_s
        while time.monotonic() < until_s and len(found) < MOST_RECORDINGS:
            wait = timedelta(seconds=max(1, self._timeout_s - 2))
            told = self._call(
                search.GetRecordingSearchResults,
                SearchToken=token,
                MinResults=1,
                MaxResults=100,
                WaitTime=wait,
            )
            found += told.RecordingInformation or ()
            if told.SearchState == "Completed":
                break
        return found[:MOST_RECORDINGS]

    def _recording(self, told: Any, replay: Any) -> RecordingFound:
        token = str(told.RecordingToken)
        url = self._call(replay.GetReplayUri, _SETUP, token)
        return RecordingFound(
            token=token,
            name=str(told.Content or getattr(told.Source, "Description", "") or token),
            source=str(getattr(told.Source, "Name", "") or ""),
            earliest_us=_us(told.EarliestRecording),
            latest_us=_us(told.LatestRecording),
            replay_url=self._reachable(str(url)),
        )

    # -- asking ------------------------------------------------------------------

    def _ask_clock(self) -> None:
        """Needs no password; its answer dates our own proofs, which a device else refuses."""
        if self._clock_asked:
            return
        told = self._told_clock()
        self._clock_asked = True
        utc = getattr(told, "UTCDateTime", None)
        if utc is None or utc.Date is None or utc.Time is None:
            return
        try:
            theirs = datetime(
                utc.Date.Year, utc.Date.Month, utc.Date.Day,
                utc.Time.Hour, utc.Time.Minute, min(utc.Time.Second, 59), tzinfo=UTC,
            )  # fmt: skip
        except ValueError:
            return
        # It tells whole seconds: half of one more is right on average.
        self._clock_off = theirs + timedelta(milliseconds=500) - datetime.now(UTC)

    def _told_clock(self) -> Any:
        try:
            return self._call(self._services(signed=False).GetSystemDateAndTime)
        except OnvifPassword:
            if not self._user:
                raise
        # By HTTP some ask for the password before anything else; that proof has no date.
        from onvif.services import Device

        return self._call(self._service(Device, None).GetSystemDateAndTime)

    def _known_addresses(self) -> dict[str, str]:
        """Where each service takes questions."""
        if self._addresses is None:
            self._ask_clock()
            told = self._call(self._services().GetServices, IncludeCapability=False)
            spaces = {str(each.Namespace): str(each.XAddr) for each in told or ()}
            self._addresses = {
                name: self._reachable(spaces[space])
                for name, space in _NAMESPACES.items()
                if space in spaces
            }
        return self._addresses

    def _services(self, *, signed: bool = True) -> Any:
        from onvif.services import Device

        if not signed:
            return self._service(Device, None, signed=False)
        if self._device is None:
            self._device = self._service(Device, None)
        return self._device

    def _service(self, kind: Any, name: str | None, *, signed: bool = True) -> Any:
        """A service of the library, made to prove who we are by the device's own clock."""
        from onvif.operator import CacheMode
        from requests.auth import HTTPDigestAuth
        from zeep.wsse.username import UsernameToken

        quiet_library()
        parts = urlsplit(self.address)
        service = kind(
            host=parts.hostname,
            port=parts.port or 80,
            timeout=self._timeout_s,
            cache=CacheMode.NONE,  # the library's own would lie in the person's home
            xaddr=self.address if name is None else self._known_addresses()[name],
        )
        operator = service.operator
        session = operator.client.transport.session
        session.trust_env = False  # a camera is never behind the office's proxy
        if signed and self._user:
            created = None if self._clock_off is None else datetime.now(UTC) + self._clock_off
            operator.client.wsse = UsernameToken(  # type: ignore[no-untyped-call]  # no types
                self._user, self._password, use_digest=True, created=created
            )
            session.auth = HTTPDigestAuth(self._user, self._password)
        return service

    def _call(self, ask: Callable[..., Any], *values: Any, **named: Any) -> Any:
        from onvif.utils.exceptions import ONVIFOperationException

        try:
            return ask(*values, **named)
        except ONVIFOperationException as error:
            fault = onvif_fault(error, redact(self.address), has_password=bool(self._user))
        raise fault  # outside, so that no text with an address in it is carried along

    def _reachable(self, url: str) -> str:
        """An address that the device told, at the host under which we reach it.

        Devices behind a router, or moved to another network, tell the host they think
        they have. User name and password are taken out.
        """
        parts, own = urlsplit(url), urlsplit(self.address)
        host = own.hostname or ""
        named = f"[{host}]" if ":" in host else host
        try:
            port = parts.port
        except ValueError:
            port = None
        netloc = f"{named}:{port}" if port else named
        return urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))


def _us(moment: Any) -> int | None:
    if not isinstance(moment, datetime):
        return None
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
