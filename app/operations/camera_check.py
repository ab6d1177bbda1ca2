"""What a person enters about a camera, checked; secrets taken out of addresses."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit, urlunsplit

from app.faults import Sentence
from app.operations.checks import (
    MAX_NAME,
    EntryFault,
    check_zone,
    clean_code,
    clean_name,
    clean_text,
)
from app.operations.values import CameraDraft, Zone
from app.video.address import check_address, hides_host, redact
from app.video.faults import ADDRESS_SECRET, AddressFault

PASSWORD_PLACE = "{password}"

_CODE = Sentence("The camera's code", "摄像机编号")
_NAME = Sentence("The camera's name", "摄像机名称")
_USER = Sentence("The user name", "用户名")
_ROOT = Sentence("The recording folder", "录像文件夹")
_PATTERN = Sentence("The recording pattern", "录像命名规则")
_CHANNEL = Sentence("The channel on the recorder", "录像机上的通道")
_NO_CHANNEL = Sentence(
    "The camera is on a recorder, but its channel there is missing. Enter the channel's number, "
    "such as 1, or choose no recorder.",
    "已为摄像机选择录像机，但未填写通道。请填写通道号（例如 1），或选择不使用录像机。",
)
_ENCRYPTED = Sentence(
    "{address} asks for an encrypted connection, over which recordings are not played. Enter the "
    "address that begins with rtsp://.",
    "{address} 要求加密连接，不支持通过加密连接回放录像。请填写以 rtsp:// 开头的地址。",
)
_CHANNEL_SECRET = Sentence(
    "The channel's address {address} holds a user or a password, which would stand in the database "
    "for everybody to read. Leave them out here, and enter them at the recorder.",
    "通道地址 {address} 中含有用户名或密码，会以明文保存在数据库中。"
    "请在此处去掉，并在录像机处填写。",
)
_BAD_ZONE = Sentence(
    "The zone needs at least three corners inside the picture. Draw it again.",
    "区域至少需要三个位于画面内的角点。请重新绘制。",
)
_NO_PATTERN = Sentence(
    "The recording folder {root} needs a pattern that tells how its files are named, such as "
    "{example}.",
    "录像文件夹 {root} 需要命名规则，例如 {example}。",
)
_NO_ROOT = Sentence(
    "The recording pattern needs the folder below which it holds. Choose the folder, or empty "
    "the pattern.",
    "录像命名规则需要对应的文件夹。请选择文件夹，或清空命名规则。",
)
_SECRET = Sentence(
    "The address {address} holds a password in its text, which would stand in the database for "
    "everybody to read. Write {place} in its place and enter the password by itself.",
    "地址 {address} 的文本中含有密码，会以明文保存在数据库中。请在该处写 {place}，并单独输入密码。",
)
_EXAMPLE = "{camera}/%Y-%m-%d/%H-%M-%S.mp4"


def checked_camera(draft: CameraDraft) -> tuple[CameraDraft, str | None]:
    """The draft as it may be stored, and the password that stood in its addresses, if any.

    Raises EntryFault, AddressFault or PatternFault naming what to change.
    """
    main_url, user, password = without_credentials(draft.main_url.strip())
    sub_url, sub_user, sub_password = without_credentials(draft.sub_url.strip())
    code = clean_code(draft.code, _CODE)
    checked = replace(
        draft,
        code=code,
        name=clean_name(draft.name or draft.code, _NAME),
        main_url=main_url,
        sub_url=sub_url,
        user_name=clean_text(draft.user_name or user or sub_user, _USER, 200, lines=False),
        recording_root=clean_text(draft.recording_root, _ROOT, lines=False),
        recording_pattern=_pattern(draft, code),
        recording_time_zone=draft.recording_time_zone and check_zone(draft.recording_time_zone),
        zone=_zone(draft.zone),
        recorder_channel=_channel(draft),
    )
    return checked, password or sub_password


def without_credentials(url: str) -> tuple[str, str, str | None]:
    """Address, user name and password apart; "" stays "". Raises AddressFault, EntryFault."""
    if not url:
        return "", "", None
    check_address(url)
    if hides_host(url):
        raise AddressFault(ADDRESS_SECRET, address=redact(url))
    parts = urlsplit(url)
    userinfo, _, host = parts.netloc.rpartition("@")
    user, colon, secret = userinfo.partition(":")
    bare = urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))
    named = re.sub(rf"=\s*{re.escape(PASSWORD_PLACE)}", "", bare)
    if redact(named) != named:
        raise EntryFault(_SECRET, address=redact(url), place=PASSWORD_PLACE)
    return bare, unquote(user), unquote(secret) if colon else None


def check_replayed(address: str) -> None:
    """Raise EntryFault for an address that no recording can be played from."""
    if address.lower().startswith("rtsps://"):
        raise EntryFault(_ENCRYPTED, address=redact(address))


def _pattern(draft: CameraDraft, code: str) -> str:
    from app.video.recordings.pattern import compile_pattern

    pattern = clean_text(draft.recording_pattern, _PATTERN, lines=False)
    root = draft.recording_root.strip()
    if root and not pattern:
        raise EntryFault(_NO_PATTERN, root=root, example=_EXAMPLE)
    if pattern and not root:
        raise EntryFault(_NO_ROOT)
    if pattern:
        compile_pattern(pattern, code)
    return pattern


def _channel(draft: CameraDraft) -> str:
    """The camera's number or token on its recorder; without recorder there is none."""
    if draft.recorder_id is None:
        return ""
    channel = clean_text(draft.recorder_channel, _CHANNEL, MAX_NAME, lines=False)
    if not channel:
        raise EntryFault(_NO_CHANNEL)
    if channel.lower().startswith(("rtsp://", "rtsps://")):
        check_replayed(channel)
        check_address(channel)
        if "@" in urlsplit(channel).netloc:
            raise EntryFault(_CHANNEL_SECRET, address=redact(channel))
    return channel


def _zone(zone: Zone) -> Zone:
    corners = tuple((float(x), float(y)) for x, y in zone)
    inside = all(0.0 <= x <= 1.0 and 0.0 <= y <= 1.0 for x, y in corners)
    if corners and (len(corners) < 3 or not inside):
        raise EntryFault(_BAD_ZONE)
    return corners
