"""Cameras and recorders found in the network by ONVIF, and what they tell about themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.faults import Sentence
from app.operations.checks import EntryFault
from app.operations.recorders import Recorders
from app.operations.stores import Stores
from app.operations.values import Camera, CameraDraft, Recorder, RecorderDraft, RecorderKind
from app.video.onvif.values import DeviceSeen, FoundDevice, OnvifChannel, RecordingFound

_NO_ADDRESS = Sentence(
    "Enter the address of the device, such as 192.168.1.64 or 192.168.1.64:8000.",
    "请填写设备地址，例如 192.168.1.64 或 192.168.1.64:8000。",
)
_NOTHING = Sentence("Choose at least one stream of the device.", "请至少选择设备的一路视频流。")
_RTSP = 554


@dataclass(frozen=True)
class Sighted:
    """A device that answered, and which cameras or recorders are at its host already."""

    device: FoundDevice
    known: tuple[str, ...]  # "S001/entrance", or a recorder's name


@dataclass(frozen=True)
class ChosenChannel:
    """A stream that a person chose, under the code it shall have."""

    channel: OnvifChannel
    code: str
    name: str


class Discovery:
    """Every method takes seconds and asks the network: not for the window's own thread."""

    def __init__(self, stores: Stores, recorders: Recorders) -> None:
        self._stores = stores
        self._recorders = recorders

    def find(
        self, *, interfaces: Sequence[str] | None = None, target: tuple[str, int] | None = None
    ) -> tuple[Sighted, ...]:
        """The devices that answer in the local network; takes about four seconds."""
        from app.video.onvif.search import MULTICAST, search

        found = search(interfaces=interfaces, target=target or MULTICAST)
        known = self._known()
        return tuple(Sighted(device, tuple(known.get(device.host, ()))) for device in found)

    def look(self, address: str, user: str = "", password: str = "") -> DeviceSeen:
        """Who a device is and what it shows; raises OnvifPassword, OnvifFault, EntryFault."""
        from app.video.onvif.device import OnvifDevice

        return OnvifDevice(_entered(address), user, password).look()

    def recordings(
        self, address: str, user: str = "", password: str = ""
    ) -> tuple[RecordingFound, ...]:
        """The recordings a device keeps (Profile G), with the address that plays each."""
        from app.video.onvif.device import OnvifDevice

        return OnvifDevice(_entered(address), user, password).recordings()

    def recordings_of(self, recorder_id: int, address: str) -> tuple[RecordingFound, ...]:
        """The same of a recorder that is entered, with its kept password."""
        playback = self._recorders.playback(recorder_id, "1")
        return self.recordings(address, playback.user, playback.password)

    def clock_offset_s(self, address: str) -> float | None:
        """What must be added to the device's time to get ours; None where it tells no time."""
        from app.video.onvif.device import OnvifDevice

        return OnvifDevice(_entered(address)).clock_offset_s()

    def suggested(self, store_id: int, seen: DeviceSeen) -> tuple[str, ...]:
        """A code for each channel that no camera of the store has yet."""
        nodes = [node for node in self._stores.tree().stores() if node.store.id == store_id]
        taken = {camera.code for node in nodes for camera in node.cameras}
        host = urlsplit(seen.address).hostname or "camera"
        stem = _slug(seen.model) or "camera"
        last = host.rpartition(".")[2] if host.replace(".", "").isdigit() else ""
        return tuple(_free(f"{stem}-{last}".strip("-"), taken) for _ in seen.channels)

    def add_cameras(
        self, store_id: int, chosen: Iterable[ChosenChannel], user: str, password: str
    ) -> tuple[Camera, ...]:
        """Cameras of a store with the streams that were read; their password goes to the keyring.

        Raises EntryFault, Refused; then none of them is stored, so that all can be tried again.
        """
        drafts = [
            CameraDraft(
                store_id=store_id,
                code=each.code,
                name=each.name or each.code,
                main_url=each.channel.main.url,
                sub_url=each.channel.sub.url if each.channel.sub is not None else "",
                user_name=user,
            )
            for each in chosen
        ]
        if not drafts:
            raise EntryFault(_NOTHING)
        return self._stores.add_cameras(drafts, password if user and password else None)

    def add_recorder(
        self, store_id: int | None, name: str, seen: DeviceSeen, user: str, password: str
    ) -> Recorder:
        """The device as a recorder, with the offset of its clock."""
        host = urlsplit(seen.address).hostname or ""
        named = f"[{host}]" if ":" in host else host
        draft = RecorderDraft(
            name=name or f"{seen.maker} {seen.model} {host}".strip(),
            kind=RecorderKind.ONVIF.value,
            address=f"rtsp://{named}:{_RTSP}",
            user_name=user,
            store_id=store_id,
            clock_offset_s=seen.clock_offset_s or 0.0,
        )
        return self._recorders.add(draft, password or None)

    def _known(self) -> dict[str, list[str]]:
        """By host: what is entered already."""
        found: dict[str, list[str]] = {}
        for node in self._stores.tree().stores():
            for camera in node.cameras:
                host = _host(camera.main_url or camera.sub_url)
                found.setdefault(host, []).append(f"{node.store.code}/{camera.code}")
        for recorder in self._recorders.list():
            found.setdefault(_host(recorder.address), []).append(recorder.name)
        return found


def _entered(address: str) -> str:
    text = address.strip()
    if not text or any(character.isspace() for character in text):
        raise EntryFault(_NO_ADDRESS)
    return text


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower()[:40]


def _free(stem: str, taken: set[str]) -> str:
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    taken.add(code)
    return code
