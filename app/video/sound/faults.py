"""What can be said about sound, in both languages."""

from __future__ import annotations

from app.faults import Fault, Sentence


class SoundFault(Fault):
    """No sound can be heard; the sentence says why."""


class SoundRefused(SoundFault):
    """The camera does not accept the password: asking again could lock the account."""


NO_DEVICE = Sentence(
    "This workstation has no device that plays sound. Connect one, then press the key again.",
    "本工作站没有可用的音频输出设备。请连接设备后重试。",
)
NO_SOUND = Sentence(
    "{camera} sends no sound. Switch it on in the camera, if the camera has a microphone.",
    "{camera} 没有声音。如摄像机带有麦克风，请在摄像机中开启音频。",
)
NOT_REACHED = Sentence(
    "The sound of {camera} cannot be opened ({reason}). Its pictures go on.",
    "无法打开 {camera} 的声音（{reason}）。画面不受影响。",
)
ON_RECORDER = Sentence(
    "The sound of {camera} stays on its recorder. Fetch the span to this workstation to hear it.",
    "{camera} 的声音保存在录像机上。请先将该时段取回本工作站再收听。",
)
ONLY_AT_ONE = Sentence(
    "Silent: sound plays at speed 1 only.",
    "静音：仅在 1 倍速播放时有声音。",
)
PAUSED = Sentence("Silent: the wall is paused.", "静音：已暂停。")
NOTHING_HERE = Sentence("Silent: no recording here.", "静音：此处没有录像。")
UNREADABLE_HERE = Sentence("Silent: the recording cannot be read here.", "静音：此处录像无法读取。")
SOUNDLESS_HERE = Sentence("Silent: the recording holds no sound here.", "静音：此处录像没有声音。")
TRIED_AGAIN = Sentence(
    "Silent: the connection was lost; it is being made again by itself.",
    "静音：连接已断开，正在自动重新连接。",
)
BY_VLC = Sentence("Sound by VLC {version}.", "声音由 VLC {version} 播放。")
BY_OWN = Sentence(
    "Sound decoded by Floorwalk: {reason}",
    "声音由巡店台解码：{reason}",
)
VLC_MISSING = Sentence("VLC is not installed.", "未安装 VLC。")
VLC_CANNOT = Sentence("VLC cannot open it.", "VLC 无法打开该内容。")
