"""What can go wrong while recordings are fetched to this workstation, in both languages."""

from __future__ import annotations

import errno
from pathlib import Path

from app.faults import Fault, Sentence


class FetchFault(Fault):
    """A span cannot be fetched, or not to its end; what is here already stays."""


DISK_FULL = Sentence(
    "Fetching {camera} stopped: the disk of {folder} is full. What was fetched is kept. "
    "Free some space, then continue.",
    "取回 {camera} 的录像已停止：{folder} 所在磁盘已满。已取回的部分会保留。请清理空间后继续。",
)
DISK_SMALL = Sentence(
    "Fetching {camera} needs about {needed} GB more, and the disk of {folder} has {free} GB left. "
    "What was fetched is kept. Free some space or fetch a shorter span, then continue.",
    "取回 {camera} 的录像还需约 {needed} GB，而 {folder} 所在磁盘仅剩 {free} GB。"
    "已取回的部分会保留。请清理空间或缩短时段后继续。",
)
LIMIT_REACHED = Sentence(
    "Fetching {camera} stopped: fetched recordings take {used} GB, as much as the settings allow. "
    "Remove fetched recordings or raise the limit under Settings, then continue.",
    "取回 {camera} 的录像已停止：已取回的录像占用 {used} GB，达到设置的上限。"
    "请移除已取回的录像，或在“设置”中提高上限后继续。",
)
NOT_WRITABLE = Sentence(
    "Fetching {camera} stopped: {folder} cannot be written ({reason}). "
    "Check the folder's rights, then continue.",
    "取回 {camera} 的录像已停止：无法写入 {folder}（{reason}）。请检查文件夹权限后继续。",
)
NOT_STORED = Sentence(
    "The recording of {camera} ({codec}) cannot be put into an MP4 file. "
    "Set the camera to H.264 or H.265.",
    "{camera} 的录像（{codec}）无法写入 MP4 文件。请将摄像机设为 H.264 或 H.265。",
)
NOTHING_KNOWN = Sentence(
    "Recorder {recorder} has no recording of {camera} in this span, or knows no channel "
    "“{channel}” (it answered {answer}). Check the camera's channel under Stores, or choose a "
    "span in which it recorded; then continue.",
    "录像机 {recorder} 在此时段没有 {camera} 的录像，或不存在通道“{channel}”（应答 {answer}）。"
    "请在“门店”中检查该摄像机的通道，或选择有录像的时段，然后继续。",
)
NOTHING_CAME = Sentence(
    "Recorder {recorder} answers, but sent nothing of {camera} (channel “{channel}”) for this "
    "span. Check whether it recorded then and its channel under Stores; then continue.",
    "录像机 {recorder} 有应答，但此时段未发送 {camera}（通道“{channel}”）的任何录像。"
    "请确认该时段有录像，并在“门店”中检查通道，然后继续。",
)

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def write_fault(error: OSError, camera: str, folder: Path) -> FetchFault:
    """What to tell about a segment that could not be written."""
    if error.errno in _FULL:
        return FetchFault(DISK_FULL, camera=camera, folder=str(folder))
    reason = error.strerror or type(error).__name__
    return FetchFault(NOT_WRITABLE, camera=camera, folder=str(folder), reason=reason)
