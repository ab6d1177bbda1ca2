"""Tests what a person entered before it is stored: cameras, folders and recorders."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from app.faults import Fault, Language, Sentence
from app.operations.camera_check import checked_camera
from app.operations.camera_media import CameraMedias
from app.operations.checks import EntryFault
from app.operations.values import CameraDraft, LiveStream, RecorderPlayback, RecordingFolder
from app.storage.times import now_us

if TYPE_CHECKING:
    from app.video.live.probe import StreamSeen

Level = Literal["pass", "attention", "fail"]
_AHEAD_US = 120_000_000  # a newest recording this far ahead of now is named in another zone

_NOTHING = Sentence(
    "There is no live address to test. Enter the main stream first, or fill it in by maker.",
    "没有可测试的实时流地址。请先填写主码流，或按厂商自动填写。",
)
_MAIN = Sentence("Main stream: {seen}", "主码流：{seen}")
_SUB = Sentence("Sub stream: {seen}", "子码流：{seen}")
_LARGE_SUB = Sentence(
    "The sub stream ({sub}) is no smaller than the main stream ({main}), so small tiles save "
    "nothing. Swap the addresses, or set a smaller sub stream in the camera (640x360 fits).",
    "子码流（{sub}）不小于主码流（{main}），小格子无法节省资源。"
    "请对调两个地址，或在摄像机中设置更小的子码流（建议 640x360）。",
)
_CLOCK = Sentence(
    "The camera's clock is {offset} s {way}. Set it by NTP; recordings made by it carry its time.",
    "摄像机时钟{way_zh} {offset} 秒。请通过 NTP 校时；其录像使用该时钟。",
)
_FOLDER = Sentence(
    "{count} segments, newest {seen}, {foreign} foreign files",
    "{count} 个录像段，最新一段 {seen}，{foreign} 个无关文件",
)
_AHEAD = Sentence(
    "The newest recording begins {minutes} min in the future, so its names are in another time "
    "zone than {zone}. Choose the zone of the recordings.",
    "最新录像的开始时间比当前晚 {minutes} 分钟，说明文件名不是 {zone} 时区。请选择录像的时区。",
)
_RECORDER = Sentence(
    "The recorder plays channel {channel}: {codec}", "录像机可以回放通道 {channel}：{codec}"
)


@dataclass(frozen=True)
class Finding:
    """One line of a test's result, in both languages."""

    level: Level
    sentence: Sentence
    values: dict[str, object]

    def text(self, language: Language) -> str:
        """As the person reads it."""
        return Fault(self.sentence, **self.values).text(language)


class Connections:
    """Every method takes seconds and raises EntryFault for what cannot even be tried."""

    def __init__(self, medias: CameraMedias) -> None:
        self._medias = medias

    def camera(
        self, draft: CameraDraft, password: str | None = None, camera_id: int | None = None
    ) -> tuple[Finding, ...]:
        """The live streams of what is entered; ``password`` None = the one kept for the camera."""
        bare = replace(draft, recording_root="", recording_pattern="", zone=(), recorder_id=None)
        checked, told = checked_camera(replace(bare, code=draft.code or "camera"))
        secret = password if password is not None else told
        name = draft.code.strip() or _host(checked.main_url or checked.sub_url)
        main, sub = self._medias.streams(replace(checked, code=name), secret, camera_id)
        if main is None and sub is None:
            raise EntryFault(_NOTHING)
        with ThreadPoolExecutor(2, thread_name_prefix="connection-test") as threads:
            looks = [threads.submit(_look, stream) for stream in (main, sub)]
        return _told(*(look.result() for look in looks))

    def folder(self, folder: RecordingFolder) -> tuple[Finding, ...]:
        """A recording folder: what is in it, and whether its newest segment can be read."""
        return _caught(partial(_folder, folder))

    def recorder(self, playback: RecorderPlayback) -> tuple[Finding, ...]:
        """One channel of a recorder: whether it hands out recordings."""
        return _caught(partial(_recorder, playback))


def _caught(work: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """What went wrong is a finding too."""
    try:
        return work()
    except Fault as fault:
        return (Finding("fail", fault.sentence, dict(fault.values)),)


def _look(stream: LiveStream | None) -> StreamSeen | Fault | None:
    from app.video.live.probe import look_at

    if stream is None:
        return None
    try:
        return look_at(stream)
    except Fault as fault:
        return fault


def _host(url: str) -> str:
    """What a camera without a code is called by."""
    return urlsplit(url).hostname or ""


def _told(main: StreamSeen | Fault | None, sub: StreamSeen | Fault | None) -> tuple[Finding, ...]:
    both = main is not None and sub is not None
    found = [_stream(_MAIN, main, named=both), _stream(_SUB, sub, named=both)]
    seen = [each for each in (main, sub) if each is not None and not isinstance(each, Fault)]
    if len(seen) == 2 and seen[1].width * seen[1].height >= seen[0].width * seen[0].height:
        sizes = {"main": _size(seen[0]), "sub": _size(seen[1])}
        found.append(Finding("attention", _LARGE_SUB, dict(sizes)))
    offset_s = next((each.clock_offset_s for each in seen if each.clock_offset_s), 0.0)
    if offset_s:
        found.append(clock_finding(offset_s))
    return tuple(finding for finding in found if finding is not None)


def clock_finding(offset_s: float) -> Finding:
    """A clock that is off: ``offset_s`` added to it gives the true time."""
    behind = offset_s > 0
    values: dict[str, object] = {
        "offset": f"{abs(offset_s):.0f}",
        "way": "slow" if behind else "fast",
        "way_zh": "慢了" if behind else "快了",
    }
    return Finding("attention", _CLOCK, values)


def _stream(
    sentence: Sentence, result: StreamSeen | Fault | None, *, named: bool
) -> Finding | None:
    """``named``: say of what is wrong too which stream it is, since there are two."""
    if result is None:
        return None
    if isinstance(result, Fault):
        said = _about(sentence, result.sentence) if named else result.sentence
        return Finding("fail", said, dict(result.values))
    return Finding("pass", sentence, {"seen": result.text})


def _about(stream: Sentence, wrong: Sentence) -> Sentence:
    """What is wrong, behind the name of the stream."""
    return Sentence(stream.en.replace("{seen}", wrong.en), stream.zh.replace("{seen}", wrong.zh))


def _size(seen: StreamSeen) -> str:
    return f"{seen.width}x{seen.height}"


def _folder(folder: RecordingFolder) -> tuple[Finding, ...]:
    from app.video.files.opening import open_clip
    from app.video.recordings.index import FolderIndex

    index = FolderIndex(folder)
    segments = index.segments(now=True)
    newest = segments[-1]
    container, stream = open_clip(newest.path)
    try:
        context = stream.codec_context
        seen = f"{context.width}x{context.height} {context.name.upper()}"
    finally:
        container.close()
    values = {"count": len(segments), "seen": seen, "foreign": index.foreign}
    found = [Finding("pass", _FOLDER, dict(values))]
    ahead_us = newest.start_us - now_us()
    if ahead_us > _AHEAD_US:
        minutes = round(ahead_us / 60_000_000)
        found.append(Finding("attention", _AHEAD, {"minutes": minutes, "zone": folder.time_zone}))
    return tuple(found)


def _recorder(playback: RecorderPlayback) -> tuple[Finding, ...]:
    from app.video.live.probe import codec_name
    from app.video.replay.address import replay_address
    from app.video.replay.faults import shown_channel
    from app.video.rtsp.client import RtspClient

    url = replay_address(playback, now_us() - 3_600_000_000)
    client = RtspClient(url, playback.user, playback.password, label=playback.label)
    try:
        offered = client.describe()
    finally:
        client.teardown()
    codecs = ", ".join(codec_name(media.codec) for media in offered if media.kind == "video")
    return (Finding("pass", _RECORDER, {"channel": shown_channel(playback), "codec": codecs}),)
