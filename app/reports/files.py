"""Writes a finished report so that a reader sees the old file or the new, never half of one."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from app.faults import Fault, Sentence


class ReportFault(Fault):
    """The report could not be written; the sentence names the file and what to do."""


_NO_FOLDER = Sentence(
    "The report {path} cannot be written: its folder does not exist. Choose another folder or "
    "create this one.",
    "无法写入报告 {path}：文件夹不存在。请选择其他文件夹或先创建该文件夹。",
)
_IS_FOLDER = Sentence(
    "The report cannot be written: {path} is a folder. Choose a file name inside it.",
    "无法写入报告：{path} 是文件夹。请在其中指定文件名。",
)
_REFUSED = Sentence(
    "The report {path} cannot be written: access is refused. Close the file if another program "
    "has it open, or choose a folder you may write to.",
    "无法写入报告 {path}：访问被拒绝。如该文件已在其他程序中打开，请先关闭，或选择可写入的文件夹。",
)
_FULL = Sentence(
    "The report {path} cannot be written: the disk is full. Free some space or choose another "
    "disk, then export again.",
    "无法写入报告 {path}：磁盘空间已满。请清理空间或选择其他磁盘后重新导出。",
)
_OTHER = Sentence(
    "The report {path} cannot be written: {reason}. Choose another place and export again.",
    "无法写入报告 {path}：{reason}。请选择其他位置后重新导出。",
)


# Windows knows no quota error of its own.
_FULL_CODES = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def write_whole(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` in one step; raises ReportFault and leaves no part behind."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise ReportFault(_sentence(error), path=path, reason=error.strerror or error) from error


def _sentence(error: OSError) -> Sentence:
    if error.errno in _FULL_CODES:
        return _FULL
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return _NO_FOLDER
    if error.errno == errno.EISDIR:
        return _IS_FOLDER
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return _REFUSED
    return _OTHER
