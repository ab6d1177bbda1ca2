"""Looks for ONVIF devices in the local network (WS-Discovery, UDP 3702).

The library asks through one network interface, waits, and would then connect to every
device that answered and keep a cache in the person's home. Here it only asks and reads
the answers, once for each interface at the same time; who wants to know more about a
device asks that device.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
import threading
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from app.video.onvif.errors import quiet_library
from app.video.onvif.values import FoundDevice

MULTICAST = ("239.255.255.250", 3702)
SEARCH_S = 4
_PATIENCE = 3.0  # times the search's own time; a chatty network must not hold it for ever
_SCOPE = "onvif://www.onvif.org/"
_LOG = logging.getLogger(__name__)


def search(
    search_s: int = SEARCH_S,
    interfaces: Sequence[str] | None = None,
    target: tuple[str, int] = MULTICAST,
) -> tuple[FoundDevice, ...]:
    """The devices that answer within ``search_s`` seconds, by host; takes a little longer.

    ``interfaces``: own IPv4 addresses to ask through; None = all that are up. ``target``
    may be the address of one device, which then is asked alone.
    """
    own = local_addresses() if interfaces is None else tuple(interfaces)
    answers: list[dict[str, Any]] = []
    lock = threading.Lock()

    def ask(address: str) -> None:
        heard = _ask(address, search_s, target)
        with lock:
            answers.extend(heard)

    threads = [
        threading.Thread(target=ask, args=(address,), name="onvif-search", daemon=True)
        for address in own
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(search_s * _PATIENCE)
    with lock:
        return _devices(answers)


def local_addresses() -> tuple[str, ...]:
    """The workstation's own IPv4 addresses, but not the loopback."""
    import psutil

    state = psutil.net_if_stats()
    return tuple(
        address.address
        for name, addresses in psutil.net_if_addrs().items()
        for address in addresses
        if address.family == socket.AF_INET
        and not address.address.startswith("127.")
        and (name not in state or state[name].isup)
    )


def _ask(interface: str, search_s: int, target: tuple[str, int]) -> list[dict[str, Any]]:
    from onvif.utils.discovery import ONVIFDiscovery

    class Ask(ONVIFDiscovery):  # type: ignore[misc]  # the library has no types
        """The library's search, without its visit to every device."""

        WS_DISCOVERY_ADDRESS_IPV4, WS_DISCOVERY_PORT = target

        def _process_device(self, devices: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return devices

    quiet_library()
    try:
        heard: list[dict[str, Any]] = Ask(timeout=search_s, interface=interface).discover()
    except Exception:  # noqa: BLE001 - thread edge: strange answers must not hide the others
        _LOG.warning("the search through %s failed", interface, exc_info=True)
        return []
    return heard


def _devices(answers: Iterable[dict[str, Any]]) -> tuple[FoundDevice, ...]:
    found: dict[str, FoundDevice] = {}
    for answer in answers:
        device = _device(answer)
        if device is not None:
            found.setdefault(answer.get("epr") or device.address, device)
    # A device with several interfaces answers on each, and some change their identity.
    by_address = {device.address: device for device in found.values()}
    return tuple(sorted(by_address.values(), key=lambda device: _order(device.host)))


def _device(answer: dict[str, Any]) -> FoundDevice | None:
    told = [(host, each) for each in answer.get("xaddrs", ()) if (host := _host(each))]
    if not told:
        return None
    host, address = min(told, key=lambda each: _remoteness(each[0]))
    scopes = [unquote(scope) for scope in answer.get("scopes", ())]
    return FoundDevice(
        address=address,
        host=host,
        name=_scope(scopes, "name/"),
        maker=_scope(scopes, "manufacturer/") or _scope(scopes, "mfr/"),
        model=_scope(scopes, "hardware/"),
        recorder=any(scope.lower() == f"{_SCOPE}profile/g" for scope in scopes),
    )


def _host(address: str) -> str:
    """The host of an HTTP address; "" for anything else, broken ones too."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _remoteness(host: str) -> int:
    """Devices tell all their addresses, those first that only their own cable reaches."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return 1
    return 3 if address.is_link_local else 2 * (address.version == 6)


def _scope(scopes: list[str], kind: str) -> str:
    prefix = _SCOPE + kind
    found = [scope[len(prefix) :] for scope in scopes if scope.lower().startswith(prefix)]
    return found[0].strip()[:100] if found else ""


def _order(host: str) -> tuple[int, int, str]:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return (1, 0, host)
    return (0, int(address), "")
