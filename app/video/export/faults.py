"""What can go wrong with a clip that is exported or opened, said in both languages."""

from __future__ import annotations

import errno
from pathlib import Path

from app.faults import Fault, Sentence


class ExportFault(Fault):
    """A clip cannot be exported, or cannot be opened again."""


class ExportCancelled(Exception):  # noqa: N818 - no error: a person took it back
    """The person who wanted the clip took the wish back; nothing is left behind."""


DISK_FULL = Sentence(
    "The clip {name} was not exported: the disk of {folder} is full. "
    "Free some space or choose another folder, then export it again.",
    "录像片段 {name} 未导出：{folder} 所在磁盘已满。请清理空间或选择其他文件夹，然后重新导出。",
)
NOT_WRITABLE = Sentence(
    "The clip {name} was not exported: {folder} cannot be written ({reason}). "
    "Choose a folder in which you may write, then export it again.",
    "录像片段 {name} 未导出：无法写入 {folder}（{reason}）。"
    "请选择有写入权限的文件夹，然后重新导出。",
)
NO_FOOTAGE = Sentence(
    "{camera} has no recording in the chosen span, so there is nothing to export. "
    "Choose a span in which the timeline shows footage.",
    "{camera} 在所选时段内没有录像，无法导出。请选择时间轴上有录像的时段。",
)
NOTHING_READABLE = Sentence(
    "No picture of {camera} in the chosen span can be read, so nothing was exported. "
    "The recording is damaged there; choose another span.",
    "{camera} 在所选时段内没有可读取的画面，未导出任何内容。该处录像已损坏，请选择其他时段。",
)
NOT_COPIED = Sentence(
    "The clip {name} was not exported: its recording ({codec}) cannot be put into an MP4 file "
    "without encoding it again. Export it with a watermark, which encodes it.",
    "录像片段 {name} 未导出：其录像格式（{codec}）不重新编码就无法写入 MP4 文件。"
    "请选择带水印导出，此时会重新编码。",
)
ON_RECORDER = Sentence(
    "The recording of {camera} is on its recorder. Fetch the span to this workstation first, "
    "then export the clip.",
    "{camera} 的录像存放在录像机上。请先将该时段取回本工作站，再导出录像片段。",
)
NO_RECORDING = Sentence(
    "{camera} has no recordings, only live pictures, so no clip can be exported. "
    "Add its recordings under Stores.",
    "{camera} 只有实时画面，没有录像，无法导出录像片段。请在“门店”中添加其录像。",
)
BROKE = Sentence(
    "The clip of {camera} was not exported ({reason}). Look whether the disks of the recording and "
    "of the folder can be reached, then export it again.",
    "{camera} 的录像片段未导出（{reason}）。请检查录像所在磁盘和目标文件夹是否可以访问，"
    "然后重新导出。",
)
NO_TIMES = Sentence(
    "{name} does not say when it was filmed: it has no sidecar file and no times inside. "
    "Copy its .json file beside it, then open it again.",
    "{name} 没有拍摄时间信息：旁边没有 .json 说明文件，文件内部也没有时间。"
    "请将其 .json 文件复制到同一文件夹，然后重新打开。",
)

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def broken_fault(error: Exception, camera: str) -> ExportFault:
    """What to tell where nobody foresaw what went wrong."""
    told = error.strerror if isinstance(error, OSError) else None
    return ExportFault(BROKE, camera=camera, reason=told or f"{type(error).__name__}: {error}")


def write_fault(error: OSError, target: Path) -> ExportFault:
    """What to tell about a clip whose file could not be written."""
    folder = str(target.parent)
    if error.errno in _FULL:
        return ExportFault(DISK_FULL, name=target.name, folder=folder)
    reason = error.strerror or type(error).__name__
    return ExportFault(NOT_WRITABLE, name=target.name, folder=folder, reason=reason)
