"""What can go wrong with recordings that stay on their recorder, said in both languages."""

from __future__ import annotations

from app.faults import Sentence
from app.video.address import redact
from app.video.faults import SourceFault
from app.video.media import RecorderPlayback
from app.video.recorders.sessions import recorder_key

SESSION_AWAITED = Sentence(
    "{camera} waits for a free session of recorder {recorder} ({used} in use). It begins by "
    "itself; close other tiles of this recorder, or fetch the recordings to this workstation.",
    "{camera} 正在等待录像机 {recorder} 的空闲回放路数（已用 {used} 路）。轮到后会自动开始；"
    "可关闭该录像机的其他格子，或将录像取回本机。",
)
RECORDER_FULL = Sentence(
    "Recorder {recorder} refuses another session for {camera}: it plays as many as it can, for "
    "here or elsewhere. It is tried again by itself.",
    "录像机 {recorder} 拒绝为 {camera} 再开一路回放：它在本机或别处的回放已达上限。"
    "系统会自动重试。",
)
NO_REPLAY = Sentence(
    "Recorder {recorder} does not play recordings by ONVIF. Choose its maker as its kind, or "
    "another replay address.",
    "录像机 {recorder} 不支持 ONVIF 录像回放。请将类型改为其厂商，或更换回放地址。",
)
REPLAY_SILENT = Sentence(
    "Recorder {recorder} has stopped sending the recording of {camera}. It is asked again by "
    "itself; if this stays, check the recorder's network.",
    "录像机 {recorder} 已停止发送 {camera} 的录像。系统会自动重新请求；"
    "如持续如此，请检查录像机网络。",
)

NOTHING_ON_CHANNEL = Sentence(
    "Recorder {recorder} has nothing for {camera}: it does not know channel {channel}, or has "
    "recorded nothing at this time. Check the channel, or go to another time.",
    "录像机 {recorder} 没有 {camera} 的录像：通道 {channel} 不存在，或此时间没有录像。"
    "请检查通道，或转到其他时间。",
)


class ChannelUnknown(SourceFault):
    """The recorder knows no such recording, and never played anything of the camera."""


class SessionAwaited(SourceFault):
    """Nothing is broken: the recorder's sessions are all used; it begins by itself."""


def replay_label(media: RecorderPlayback) -> str:
    """How a person calls the camera."""
    return media.label or f"{recorder_key(media)}/{shown_channel(media)}"


def shown_channel(media: RecorderPlayback) -> str:
    """As it may be told: one that is an address without what is secret in it."""
    return redact(media.channel) if "://" in media.channel else media.channel


def replay_fault(
    sentence: Sentence,
    media: RecorderPlayback,
    kind: type[SourceFault] = SourceFault,
    used: int = 0,
) -> SourceFault:
    """A fault that names the camera and its recorder."""
    recorder = recorder_key(media)
    return kind(
        sentence,
        camera=replay_label(media),
        recorder=recorder,
        address=redact(media.address),
        channel=shown_channel(media),
        used=used,
    )
