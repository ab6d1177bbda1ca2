"""Every setting of this workstation, declared once.

The settings screen, the checks and the documentation follow from ``SETTINGS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.faults import Sentence

Value = str | int | float | bool


@dataclass(frozen=True)
class Choice:
    """One value that may be chosen, and how it reads."""

    value: Value
    label: Sentence


@dataclass(frozen=True)
class Setting:
    """One setting: what it is, what it may be, how it reads on the screen.

    ``group`` "" keeps it off the settings screen. ``restart`` tells that it
    takes effect at the next start.
    """

    key: str
    kind: Literal["text", "zone", "choice", "model", "whole", "number", "address"]
    default: Value
    group: str
    label: Sentence
    help: Sentence
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: Sentence | None = None
    restart: bool = False


GROUPS: dict[str, Sentence] = {
    "general": Sentence("General", "常规"),
    "wall": Sentence("Wall", "电视墙"),
    "analysis": Sentence("Analysis", "智能分析"),
    "storage": Sentence("Storage", "存储"),
}
_MINUTES = Sentence("min", "分钟")
_PER_SECOND = Sentence("frames/s", "帧/秒")

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "general.language",
        "choice",
        "en",
        "general",
        Sentence("Language", "语言"),
        Sentence("The language of the window and of new scorecards.", "界面与新评分卡的语言。"),
        choices=(
            Choice("en", Sentence("English", "English")),
            Choice("zh_CN", Sentence("简体中文", "简体中文")),
        ),
        restart=True,
    ),
    Setting(
        "general.time_zone",
        "zone",
        "UTC",
        "general",
        Sentence("Your time zone", "您的时区"),
        Sentence(
            "For the clock at the foot of the window and for new stores. Stores keep their own.",
            "用于窗口底部的时钟和新建门店。门店使用各自的时区。",
        ),
    ),
    Setting(
        "general.theme",
        "choice",
        "dark",
        "general",
        Sentence("Colours", "配色"),
        Sentence(
            "Dark suits a control room, light a bright office.",
            "深色适合监控室，浅色适合明亮的办公室。",
        ),
        choices=(
            Choice("dark", Sentence("Dark", "深色")),
            Choice("light", Sentence("Light", "浅色")),
        ),
    ),
    Setting(
        "wall.layout",
        "choice",
        25,
        "wall",
        Sentence("Tiles of an empty wall", "空电视墙的宫格数"),
        Sentence(
            "How many tiles the wall starts with; a filled wall comes back as it was left.",
            "电视墙为空时启动的宫格数；已有画面的电视墙按上次的布局恢复。",
        ),
        choices=tuple(Choice(n, Sentence(str(n), str(n))) for n in (1, 4, 9, 16, 25, 36)),
    ),
    Setting(
        "wall.painting",
        "choice",
        "auto",
        "wall",
        Sentence("Pictures painted by", "画面绘制"),
        Sentence(
            "Automatic takes the graphics card where there is one with OpenGL 3.0, "
            "else the processor.",
            "自动：有支持 OpenGL 3.0 的显卡时用显卡，否则用处理器。",
        ),
        choices=(
            Choice("auto", Sentence("Automatic", "自动")),
            Choice("gpu", Sentence("Graphics card", "显卡")),
            Choice("raster", Sentence("Processor", "处理器")),
        ),
    ),
    Setting(
        "wall.transport",
        "choice",
        "tcp",
        "wall",
        Sentence("Live transport", "实时流传输方式"),
        Sentence(
            "TCP loses no picture; UDP can be quicker on a good network.",
            "TCP 不丢画面；网络良好时 UDP 可能更快。",
        ),
        choices=(
            Choice("tcp", Sentence("TCP", "TCP")),
            Choice("udp", Sentence("UDP", "UDP")),
        ),
    ),
    Setting(
        "wall.stream",
        "choice",
        "auto",
        "wall",
        Sentence("Live stream", "实时码流"),
        Sentence(
            "Automatic shows the sub stream in small tiles and the main stream where a tile "
            "can use it. A camera with one stream shows that one.",
            "自动：小格显示子码流，需要时显示主码流。只有一路码流的摄像机始终显示该码流。",
        ),
        choices=(
            Choice("auto", Sentence("Automatic", "自动")),
            Choice("main", Sentence("Main stream", "主码流")),
            Choice("sub", Sentence("Sub stream", "子码流")),
        ),
    ),
    Setting(
        "wall.decoding",
        "choice",
        "software",
        "wall",
        Sentence("Decoding", "解码方式"),
        Sentence(
            "A graphics card can take decoding off the processor. What it refuses is decoded in "
            "software. “What this machine can play” tells what is worth it here.",
            "显卡可分担处理器的解码工作；显卡无法解码的内容自动改用软件解码。"
            "“本机播放能力”会给出建议。",
        ),
        choices=(
            Choice("software", Sentence("Software", "软件")),
            Choice("auto", Sentence("Automatic", "自动")),
            Choice("cuda", Sentence("NVIDIA (CUDA)", "NVIDIA 显卡（CUDA）")),
            Choice("qsv", Sentence("Intel (Quick Sync)", "Intel 显卡（Quick Sync）")),
            Choice("d3d11va", Sentence("Windows (D3D11)", "Windows 显卡（D3D11）")),
            Choice("videotoolbox", Sentence("macOS (VideoToolbox)", "macOS 显卡（VideoToolbox）")),
        ),
        restart=True,
    ),
    Setting(
        "wall.condense_margin_s",
        "number",
        3.0,
        "wall",
        Sentence("Margin of condense", "浓缩播放余量"),
        Sentence(
            "So much is played before and after each activity while the quiet is skipped.",
            "跳过静止片段时，每段活动前后多播放的时长。",
        ),
        minimum=0.0,
        maximum=60.0,
        unit=Sentence("s", "秒"),
    ),
    Setting(
        "analysis.model",
        "model",
        "motion",
        "analysis",
        Sentence("Detector", "检测器"),
        Sentence(
            "Motion needs no model and sees whatever moves; an installed model sees people.",
            "“运动检测”无需模型，检测一切运动；已安装的模型检测人员。",
        ),
    ),
    Setting(
        "analysis.device",
        "choice",
        "auto",
        "analysis",
        Sentence("Computed on", "计算设备"),
        Sentence(
            "Automatic takes a CUDA graphics card where there is one.",
            "自动：有 CUDA 显卡时使用显卡。",
        ),
        choices=(
            Choice("auto", Sentence("Automatic", "自动")),
            Choice("cpu", Sentence("Processor", "处理器")),
        ),
    ),
    Setting(
        "analysis.motion_rate_hz",
        "number",
        5.0,
        "analysis",
        Sentence("Frames analysed without model", "无模型时的分析帧率"),
        Sentence(
            "Frames of each camera per second of footage when the detector is motion.",
            "检测器为“运动检测”时每个摄像机每秒录像分析的帧数。",
        ),
        minimum=0.5,
        maximum=25.0,
        unit=_PER_SECOND,
    ),
    Setting(
        "analysis.model_rate_hz",
        "number",
        2.5,
        "analysis",
        Sentence("Frames analysed with a model", "使用模型时的分析帧率"),
        Sentence(
            "Frames of each camera per second of footage when a model is chosen.",
            "选择模型时每个摄像机每秒录像分析的帧数。",
        ),
        minimum=0.2,
        maximum=25.0,
        unit=_PER_SECOND,
    ),
    Setting(
        "analysis.confidence",
        "number",
        0.35,
        "analysis",
        Sentence("Least confidence", "最低置信度"),
        Sentence(
            "What a model is less sure of is not counted as a person.",
            "模型置信度低于该值的目标不计为人员。",
        ),
        minimum=0.05,
        maximum=0.95,
    ),
    Setting(
        "analysis.processes",
        "whole",
        0,
        "analysis",
        Sentence("Processes", "进程数"),
        Sentence("0 chooses by the number of cores.", "0 表示按处理器核数自动选择。"),
        minimum=0,
        maximum=32,
    ),
    Setting(
        "analysis.threads",
        "whole",
        2,
        "analysis",
        Sentence("Threads of a model", "模型线程数"),
        Sentence(
            "Threads that each analysis process gives its model on the processor.",
            "每个分析进程在处理器上运行模型的线程数。",
        ),
        minimum=1,
        maximum=32,
    ),
    Setting(
        "hints.absence_minutes",
        "number",
        5.0,
        "analysis",
        Sentence("Counter unattended after", "离岗判定时长"),
        Sentence(
            "So long must nobody stand in a camera's zone before a hint is made.",
            "摄像机区域内无人超过该时长才生成提示。",
        ),
        minimum=0.1,
        maximum=1440.0,
        unit=_MINUTES,
    ),
    Setting(
        "activity.pass",
        "choice",
        "on",
        "analysis",
        Sentence("Look for activity", "查找活动"),
        Sentence(
            "Goes through the recordings on the wall in the background and shows on the timeline "
            "where something goes on; needed to skip the quiet.",
            "在后台浏览电视墙上的录像，在时间轴上显示何处有活动；跳过静止片段需要此功能。",
        ),
        choices=(
            Choice("on", Sentence("On", "开")),
            Choice("off", Sentence("Off", "关")),
        ),
    ),
    Setting(
        "activity.share",
        "whole",
        40,
        "analysis",
        Sentence("Processor for activity", "活动查找的处理器占用"),
        Sentence(
            "Part of one core that looking for activity may use; it pauses while the wall needs "
            "the machine.",
            "查找活动最多可占用单个核的比例；电视墙需要时会自动暂停。",
        ),
        minimum=5,
        maximum=100,
        unit=Sentence("% of a core", "% 单核"),
    ),
    Setting(
        "activity.cache_mb",
        "whole",
        256,
        "analysis",
        Sentence("Most disk for activity", "活动数据的最大磁盘占用"),
        Sentence(
            "What was found is kept in the data folder; beyond this the oldest is deleted.",
            "查找结果保存在数据文件夹中；超过该大小时，最旧的部分会被删除。",
        ),
        minimum=8,
        maximum=65_536,
        unit=Sentence("MB", "MB"),
    ),
    Setting(
        "activity.copies_gb",
        "whole",
        8,
        "analysis",
        Sentence("Most disk for small keyframes", "小尺寸关键帧的最大磁盘占用"),
        Sentence(
            "While looking for activity, small copies of the keyframes of main streams are kept "
            "in the data folder, so that many of them play at 16x. About 10 MB for an hour of a "
            "camera; 0 keeps none and deletes what is there.",
            "查找活动时，会在数据文件夹中保存主码流关键帧的小尺寸副本，使多路主码流可以 "
            "16 倍速播放。每路摄像机每小时约 10 MB；设为 0 则不保存，并删除已有副本。",
        ),
        minimum=0,
        maximum=1024,
        unit=Sentence("GB", "GB"),
    ),
    Setting(
        "recorders.fetched_gb",
        "whole",
        50,
        "storage",
        Sentence("Most disk for fetched recordings", "取回录像的最大磁盘占用"),
        Sentence(
            "Recordings fetched from recorders are kept in the data folder; beyond this nothing "
            "more is fetched until some are removed.",
            "从录像机取回的录像保存在数据文件夹中；超过该大小时，须先移除一部分才能继续取回。",
        ),
        minimum=1,
        maximum=65_536,
        unit=Sentence("GB", "GB"),
    ),
    Setting(
        "storage.database_url",
        "address",
        "",
        "storage",
        Sentence("Database", "数据库"),
        Sentence(
            "Empty: a SQLite file in your data folder. Otherwise an SQLAlchemy address without "
            "password, such as postgresql+psycopg://floorwalk@server/floorwalk.",
            "留空：数据文件夹中的 SQLite 文件。否则填写不含密码的 SQLAlchemy 地址，"
            "例如 postgresql+psycopg://floorwalk@server/floorwalk。",
        ),
        restart=True,
    ),
    Setting(
        "clips.folder",
        "text",
        "",
        "",
        Sentence("Folder of exported clips", "录像片段导出文件夹"),
        Sentence("Where the last clips went.", "上次导出录像片段的位置。"),
    ),
    Setting(
        "person.name",
        "text",
        "",
        "",
        Sentence("Who sits here", "当前使用者"),
        Sentence("The inspector of this workstation.", "本工作站的巡检人员。"),
    ),
)
