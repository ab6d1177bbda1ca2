"""What can go wrong with footage and cameras, said once in both languages.

Values filled in are names a person knows: the file, the camera, the address
without its password.
"""

from __future__ import annotations

from app.faults import Fault, Sentence


class SourceFault(Fault):
    """A recording or camera cannot be read, here or at all."""

    @property
    def until_us(self) -> int | None:
        """Where the broken stretch ends and reading goes on; None where unknown."""
        until_us = self.values.get("until_us")
        return until_us if isinstance(until_us, int) else None


class AddressFault(SourceFault):
    """An address that cannot be a camera's."""


class PatternFault(SourceFault):
    """A time pattern that cannot name recordings."""


class PasswordRefused(SourceFault):
    """The camera wants a user name and password other than those it was given."""


FILE_MISSING = Sentence(
    "The recording {name} is no longer there. Check that the disk or share is connected.",
    "找不到录像 {name}。请检查磁盘或共享文件夹是否已连接。",
)
FILE_FORBIDDEN = Sentence(
    "The recording {name} may not be read by this user. Ask for read access to its folder.",
    "当前用户无权读取录像 {name}。请申请该文件夹的读取权限。",
)
FILE_EMPTY = Sentence(
    "The recording {name} is empty (0 bytes). Nothing was written; check the recorder's disk.",
    "录像 {name} 是空文件（0 字节），没有写入任何内容。请检查录像机磁盘。",
)
FILE_TRUNCATED = Sentence(
    "The recording {name} was not finished: its table of contents is missing. "
    "Copy it again from the recorder once it is complete.",
    "录像 {name} 未写完：缺少索引信息。请在录像完成后从录像机重新复制。",
)
FILE_NOT_VIDEO = Sentence(
    "{name} is not a video that can be read. Remove it from the folder or copy it again.",
    "{name} 不是可读取的视频。请将其移出文件夹，或重新复制。",
)
FILE_NO_PICTURE = Sentence(
    "{name} holds no pictures, only sound or data. Choose the recording of the camera.",
    "{name} 中没有画面，只有声音或数据。请选择摄像机的录像。",
)
FILE_CODEC = Sentence(
    "The recording {name} uses the video format {codec}, which cannot be decoded here. "
    "Set the recorder to H.264 or H.265.",
    "录像 {name} 使用的视频格式 {codec} 无法在此解码。请将录像机设为 H.264 或 H.265。",
)
FILE_BREAKS_OFF = Sentence(
    "The recording {name} breaks off {seconds} s after its start; the rest cannot be read. "
    "Copy it again from the recorder if you need it.",
    "录像 {name} 在开始 {seconds} 秒后中断，其余部分无法读取。如需要，请从录像机重新复制。",
)
FILE_DAMAGED = Sentence(
    "The recording {name} is damaged {seconds} s after its start and cannot be decoded there. "
    "Copy it again from the recorder if you need it.",
    "录像 {name} 在开始 {seconds} 秒处损坏，无法解码。如需要，请从录像机重新复制。",
)
FOLDER_MISSING = Sentence(
    "The recording folder {name} is not there. Check that the disk or share is connected, "
    "or correct the folder of {camera}.",
    "找不到录像文件夹 {name}。请检查磁盘或共享文件夹是否已连接，或更正 {camera} 的文件夹设置。",
)
FOLDER_GONE = Sentence(
    "The recordings of {camera} in {name} are not there any more: the folder is empty. Check that "
    "the disk or share is connected; they come back by themselves.",
    "{name} 中 {camera} 的录像已不在：文件夹是空的。"
    "请检查磁盘或共享文件夹是否已连接；恢复后会自动显示。",
)
FOLDER_SILENT = Sentence(
    "The recording folder {name} of {camera} does not answer. Check the network and the share; "
    "it is tried again by itself.",
    "{camera} 的录像文件夹 {name} 没有响应。请检查网络和共享文件夹；系统会自动重试。",
)
FOLDER_FORBIDDEN = Sentence(
    "The recording folder {name} of {camera} may not be read by this user. Ask for read access "
    "to it.",
    "当前用户无权读取 {camera} 的录像文件夹 {name}。请申请读取权限。",
)
FILE_UNFINISHED = Sentence(
    "The recording {name} is still being written. It is shown as soon as it is finished.",
    "录像 {name} 仍在写入，写完后即可显示。",
)
FOLDER_NOTHING = Sentence(
    "No recording of {camera} in {name}: {foreign} files are there, none fits the pattern "
    "{pattern}. Correct the pattern or the folder.",
    "{name} 中没有 {camera} 的录像：共有 {foreign} 个文件，均不符合命名规则 {pattern}。"
    "请更正规则或文件夹。",
)
LIST_EMPTY = Sentence(
    "{camera} has no recording chosen. Choose at least one file.",
    "{camera} 未选择录像。请至少选择一个文件。",
)
NO_PICTURE_AT = Sentence(
    "{camera} has no recording at that moment, so no still can be taken there. "
    "Move to a time with footage.",
    "{camera} 在该时刻没有录像，无法截图。请跳到有录像的时间。",
)
SOURCE_CLOSED = Sentence(
    "{camera} was closed while it was being read. Open it again.",
    "读取 {camera} 时它已被关闭。请重新打开。",
)
LIVE_NO_STILL = Sentence(
    "{camera} has not sent a picture yet, so no still can be taken. Wait for the first picture.",
    "{camera} 尚未传来画面，无法截图。请等待第一帧画面。",
)
LIVE_REFUSED = Sentence(
    "{camera} refuses the connection at {address}. Check the address and port, "
    "and that the camera is switched on.",
    "{camera} 拒绝了到 {address} 的连接。请检查地址和端口，并确认摄像机已开机。",
)
LIVE_NO_PASSWORD = Sentence(
    "{camera} asks for a user name and password. Enter them for this camera.",
    "{camera} 需要用户名和密码。请为该摄像机输入。",
)
LIVE_WRONG_PASSWORD = Sentence(
    "{camera} does not accept the user name or password. Enter them again.",
    "{camera} 不接受该用户名或密码。请重新输入。",
)
LIVE_NOT_FOUND = Sentence(
    "{camera} answers, but has no stream at {address}. Check the path of the address.",
    "{camera} 有应答，但 {address} 没有视频流。请检查地址中的路径。",
)
LIVE_NO_ANSWER = Sentence(
    "{camera} does not answer at {address}. Check the network and that the camera is on; "
    "it is tried again by itself.",
    "{camera} 在 {address} 没有应答。请检查网络和摄像机电源；系统会自动重试。",
)
LIVE_STALLED = Sentence(
    "{camera} has stopped sending pictures. The connection is being made again by itself; "
    "if this stays, check the camera's network.",
    "{camera} 已停止发送画面。系统正在自动重新连接；如持续如此，请检查摄像机网络。",
)
LIVE_SILENT = Sentence(
    "{camera} accepts the connection at {address}, but sends no picture. Check that its video is "
    "switched on; over UDP a firewall may hold it back: choose TCP under Settings > Wall > Live "
    "transport. It is tried again by itself.",
    "{camera} 在 {address} 接受了连接，但没有发送画面。请确认其视频已启用；如使用 UDP，"
    "可能被防火墙拦截，请在“设置 > 电视墙 > 实时流传输方式”中改用 TCP。系统会自动重试。",
)
LIVE_ENDED = Sentence(
    "{camera} ended the stream. The connection is being made again by itself; "
    "if this stays, check the camera.",
    "{camera} 结束了视频流。系统正在自动重新连接；如持续如此，请检查摄像机。",
)
LIVE_NO_HOST = Sentence(
    "The network does not know {address}, the address of {camera}. "
    "Check its spelling and the network.",
    "网络中找不到 {camera} 的地址 {address}。请检查拼写和网络。",
)
LIVE_NOT_RTSP = Sentence(
    "What answers at {address} does not speak RTSP, so {camera} cannot be shown. "
    "Check the address and the port; cameras usually use 554.",
    "{address} 的应答不是 RTSP，无法显示 {camera}。请检查地址和端口；摄像机通常使用 554。",
)
LIVE_BUSY = Sentence(
    "{camera} has no free connection at {address}: too many watch it already, or its recorder "
    "is at its limit. Close it elsewhere; it is tried again by itself.",
    "{camera} 在 {address} 没有空闲连接：观看者过多，或录像机已达上限。"
    "请在别处关闭；系统会自动重试。",
)
LIVE_TRANSPORT = Sentence(
    "{camera} does not send over {transport}. Choose the other way under Settings > Wall > Live "
    "transport.",
    "{camera} 不支持通过 {transport} 传输。请在“设置 > 电视墙 > 实时流传输方式”中选择另一种。",
)
LIVE_DECLINED = Sentence(
    "{camera} declines at {address}: {reason}. Check the address and the camera's settings.",
    "{camera} 在 {address} 拒绝了请求：{reason}。请检查地址和摄像机设置。",
)
LIVE_UNREADABLE = Sentence(
    "{camera} sends something at {address} that is not a video stream that can be read. "
    "Set the camera to H.264, H.265 or MJPEG.",
    "{camera} 在 {address} 发送的内容不是可读取的视频流。请将摄像机设为 H.264、H.265 或 MJPEG。",
)
ADDRESS_EMPTY = Sentence(
    "The address is empty. Enter one such as rtsp://192.168.1.20:554/stream1.",
    "地址为空。请输入，例如 rtsp://192.168.1.20:554/stream1。",
)
ADDRESS_SCHEME = Sentence(
    "{address} is not a camera's address: it must begin with rtsp://, rtsps://, http:// or "
    "https://.",
    "{address} 不是摄像机地址：必须以 rtsp://、rtsps://、http:// 或 https:// 开头。",
)
ADDRESS_HOST = Sentence(
    "{address} names no camera: a host name or IP address must follow rtsp://.",
    "{address} 没有指明摄像机：rtsp:// 之后必须是主机名或 IP 地址。",
)
ADDRESS_PORT = Sentence(
    "The port in {address} is not a number from 1 to 65535. Correct it; the usual one is 554.",
    "{address} 中的端口不是 1 到 65535 之间的数字。请更正；常用端口为 554。",
)
ADDRESS_SPACE = Sentence(
    "{address} contains a space or a control character. Remove it.",
    "{address} 中含有空格或控制字符。请删除。",
)
ADDRESS_SECRET = Sentence(
    "The user name or password before {address} holds a character that no address can carry, such "
    "as #, /, ? or a space. Take both out of the address and enter them by themselves.",
    "{address} 之前的用户名或密码含有地址中不能使用的字符（例如 #、/、? 或空格）。"
    "请从地址中删除，并在“用户名”和“密码”中单独填写。",
)
PATTERN_EMPTY = Sentence(
    "The time pattern is empty. Enter one such as {{camera}}/%Y-%m-%d/%H-%M-%S.mp4.",
    "时间命名规则为空。请输入，例如 {{camera}}/%Y-%m-%d/%H-%M-%S.mp4。",
)
PATTERN_UNKNOWN = Sentence(
    "The time pattern {pattern} uses {token}, which is not known. "
    "Use %Y %y %m %d %H %M %S %f %s %j, {{camera}}, {{any}} and {{created}}.",
    "时间命名规则 {pattern} 使用了未知的 {token}。"
    "请使用 %Y %y %m %d %H %M %S %f %s %j、{{camera}}、{{any}} 和 {{created}}。",
)
PATTERN_NO_TIME = Sentence(
    "The time pattern {pattern} does not tell a full date and time. "
    "It needs %Y with %m and %d (or %j) and %H, or %s alone, or {{created}} where the file "
    "itself tells it.",
    "时间命名规则 {pattern} 没有完整的日期和时间。"
    "需要 %Y、%m 和 %d（或 %j）以及 %H，或单独使用 %s；时间由文件本身给出时使用 {{created}}。",
)
PATTERN_OUTSIDE = Sentence(
    "The time pattern {pattern} leads out of the recording folder. "
    "It must not begin with / or contain '..'.",
    "时间命名规则 {pattern} 超出了录像文件夹。不能以 / 开头，也不能包含“..”。",
)
ZONE_UNKNOWN = Sentence(
    "The time zone {zone} is not known. Use a name such as Asia/Shanghai or UTC.",
    "未知的时区 {zone}。请使用例如 Asia/Shanghai 或 UTC 的名称。",
)
