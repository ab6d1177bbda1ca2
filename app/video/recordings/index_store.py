"""Folder listings kept on disk, so that a folder of many segments opens at once again.

What is read back is a hint: each folder's modification time is compared before
a listing is believed. A file that does not check is as if it were not there.
Where they are kept is told by an environment variable, which processes that
are started from here inherit.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import struct
import zlib
from array import array
from pathlib import Path

from app.video.media import RecordingFolder
from app.video.recordings.listing import Listing
from app.video.trimming import trim_files

VARIABLE = "FLOORWALK_INDEX"
MAGIC = b"FWIX2\n"
SUFFIX = ".index"
MOST_BYTES = 256 * 2**20
"""A hundred thousand segments take about half a megabyte."""
_HEAD = struct.Struct("<IQ")


def keep_index_in(folder: Path) -> None:
    """Keep indexes below this folder, in this process and those it starts from now on.

    What lies there beyond ``MOST_BYTES`` is deleted, the longest unwritten first.
    """
    os.environ[VARIABLE] = str(folder)
    trim_files(folder.glob(f"*{SUFFIX}"), MOST_BYTES)


def load_index(media: RecordingFolder) -> dict[str, Listing]:
    """The listings by folder; empty where there are none that check."""
    path = _path(media)
    try:
        content = path.read_bytes() if path is not None else b""
        return _decoded(content)
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return {}


def save_index(media: RecordingFolder, listings: dict[str, Listing]) -> None:
    """Keep the listings; a disk that does not take them is no reason to stop."""
    path = _path(media)
    if path is None:
        return
    coming = path.with_suffix(f".{os.getpid()}.new")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        coming.write_bytes(_encoded(listings))
        coming.replace(path)
        return
    with contextlib.suppress(OSError):
        coming.unlink(missing_ok=True)


def _path(media: RecordingFolder) -> Path | None:
    folder = os.environ.get(VARIABLE)
    if not folder:
        return None
    words = json.dumps([media.root, media.pattern, media.camera, media.time_zone])
    name = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Path(folder) / f"{name}{SUFFIX}"


def _encoded(listings: dict[str, Listing]) -> bytes:
    heads = [
        [folder, one.mtime_ns, one.settled, one.folders, one.foreign, len(one.names)]
        for folder, one in listings.items()
    ]
    head = json.dumps(heads).encode("ascii")
    starts = b"".join(one.starts_us.tobytes() for one in listings.values())
    names = "\0".join(name for one in listings.values() for name in one.names)
    body = b"".join((struct.pack("<QQ", len(head), len(starts)), head, starts, os.fsencode(names)))
    packed = zlib.compress(body, 1)
    return MAGIC + _HEAD.pack(zlib.crc32(packed), len(packed)) + packed


def _decoded(content: bytes) -> dict[str, Listing]:
    """Raises ValueError and its kin where the content is not what was written."""
    if not content.startswith(MAGIC):
        return {}
    check, length = _HEAD.unpack_from(content, len(MAGIC))
    packed = content[len(MAGIC) + _HEAD.size :]
    if len(packed) != length or zlib.crc32(packed) != check:
        return {}
    body = zlib.decompress(packed)
    head_bytes, starts_bytes = struct.unpack_from("<QQ", body)
    begin = 16 + head_bytes
    heads = json.loads(body[16:begin])
    starts = array("q", body[begin : begin + starts_bytes])
    text = os.fsdecode(body[begin + starts_bytes :])
    names = text.split("\0") if text else []
    if len(names) != len(starts):
        return {}
    found, at = {}, 0
    for folder, mtime_ns, settled, folders, foreign, count in heads:
        below = tuple((str(name), dict(fields)) for name, fields in folders)
        part = slice(at, at + count)
        found[folder] = Listing(mtime_ns, settled, below, tuple(names[part]), starts[part], foreign)
        at += count
    return found
