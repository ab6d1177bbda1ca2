"""The facts that travel with a clip: written beside it, read when it is opened again."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import av

from app.video.export.cutting import FORMAT, ExportedClip
from app.video.export.faults import NO_TIMES, ExportFault, write_fault
from app.video.export.names import sidecar_of
from app.video.export.values import ClipPaper, FoundClip, Proof
from app.video.export.write import sha256_of
from app.video.files.opening import declared_us, open_clip
from app.video.whole_file import whole_file

_TWICE = ("start_us", "store_code", "camera_code", "time_zone", "who", "why")
"""What stands in the sidecar and in the file itself."""
_KINDS: dict[str, type] = {
    field.name: {"int": int, "str": str, "bool": bool}[str(field.type)]
    for field in fields(ClipPaper)
    if field.name != "segments"
}
"""A sidecar comes from elsewhere: what each of its values must be."""


def paper_of(clip: ExportedClip, facts: dict[str, Any]) -> ClipPaper:
    """The paper of a file that was just written; ``facts`` are those the caller knows."""
    return ClipPaper(
        file=Path(clip.path).name,
        sha256=clip.sha256,
        start_us=clip.span.start_us,
        end_us=clip.span.end_us,
        starts_early_us=clip.starts_early_us,
        reencoded=clip.reencoded,
        sound=clip.sound,
        segments=tuple(Path(path).name for path in clip.segments),
        **facts,
    )


def write_paper(clip: Path, paper: ClipPaper) -> Path:
    """The sidecar, whole and on the disk. Raises ExportFault and leaves nothing half."""
    target = sidecar_of(clip)
    document = {"format": FORMAT, **asdict(paper)}
    for name in ("wanted_start", "wanted_end", "start", "end", "exported"):
        document[name] = _text(document[f"{name}_us"])
    try:
        with whole_file(target) as part, part.open("w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=2)
            file.write("\n")
    except OSError as error:
        raise write_fault(error, clip) from error
    return target


def find_paper(path: Path) -> FoundClip:
    """What is known of a clip, and whether it is as it was exported.

    Raises SourceFault where it is no video, ExportFault where nothing tells
    when it was filmed.
    """
    container, stream = open_clip(str(path))
    try:
        length_us = declared_us(container, stream) or 0
        told = _told_inside(container)
    finally:
        container.close()
    paper, inside = _read(sidecar_of(path)), _from_inside(path, told, length_us)
    if paper is not None:
        if sha256_of(path) != paper.sha256:
            return FoundClip(str(path), paper, Proof.CHANGED)
        if inside is not None and any(getattr(inside, n) != getattr(paper, n) for n in _TWICE):
            return FoundClip(str(path), inside, Proof.CONTRADICTED)
        return FoundClip(str(path), paper, Proof.WHOLE)
    if inside is None:
        raise ExportFault(NO_TIMES, name=path.name)
    return FoundClip(str(path), inside, Proof.UNKNOWN)


def _text(moment_us: int) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment_us)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _read(sidecar: Path) -> ClipPaper | None:
    """The paper of a sidecar; None where there is none, or it is not one of ours."""
    try:
        document = json.loads(sidecar.read_bytes())
        if document.get("format") != FORMAT:
            return None
        known = {field.name: document[field.name] for field in fields(ClipPaper)}
        if any(type(known[name]) is not kind for name, kind in _KINDS.items()):
            return None
        return ClipPaper(**{**known, "segments": tuple(known["segments"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _told_inside(container: Any) -> dict[str, Any]:
    with suppress(ValueError, TypeError, av.FFmpegError):
        told = json.loads(container.metadata.get("comment", ""))
        if isinstance(told, dict) and told.get("format") == FORMAT:
            return told
    return {}


def _from_inside(path: Path, told: dict[str, Any], length_us: int) -> ClipPaper | None:
    start_us = told.get("start_us")
    if not isinstance(start_us, int):
        return None

    def text(name: str) -> str:
        return str(told.get(name, ""))

    return ClipPaper(
        file=path.name,
        sha256="",
        store_code=text("store_code"),
        store_name=text("store_name"),
        camera_code=text("camera_code"),
        camera_name=text("camera_name"),
        time_zone=text("time_zone") or "UTC",
        wanted_start_us=start_us,
        wanted_end_us=start_us + length_us,
        start_us=start_us,
        end_us=start_us + length_us,
        starts_early_us=0,
        reencoded=text("watermark") == "yes",
        watermark=text("watermark") == "yes",
        sound="",
        who=text("who"),
        why=text("why"),
        exported_us=start_us,
        program_version=text("program_version"),
        segments=(),
    )
