"""Exported clips as footage again: copied into the data folder, each at a camera that shows it.

A camera shows one file at a time, the one that began last. Of two clips of which
one lies within the other it would hide one, and end the longer where the shorter
ends: these get cameras side by side.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from app.faults import Language, Sentence
from app.operations.settings import Settings
from app.operations.stores import Stores
from app.operations.values import Camera, CameraDraft, StoreTree
from app.video.export.names import safe
from app.video.faults import SourceFault
from app.video.media import RecordingFolder, Span

if TYPE_CHECKING:
    from app.operations.clips_values import FoundClip

LANGUAGE = "general.language"
PATTERN = "{camera}/%Y-%m-%d/%H-%M-%S-%f.mp4"
_CLIPS = "clips"
_OWN_CODE = re.compile(rf"(?:^|-){_CLIPS}(-\d+)?$")
_CODE_LIMIT = 60  # of 64: there is room for a number
_CLIP_OF = Sentence("{name} (clips{number})", "{name}（录像片段{number}）")


class ClipImport:
    """Finds the camera for a clip and puts the file there. One call at a time."""

    def __init__(self, stores: Stores, settings: Settings, kept: Path) -> None:
        self._stores, self._settings, self._kept = stores, settings, kept

    def add(self, found: FoundClip, camera_id: int | None, store_id: int) -> Camera:
        """See ``Clips.add``."""
        chosen = None if camera_id is None else self._stores.camera(camera_id)
        store = self._stores.store(store_id)
        root = str(self._kept / safe(store.code))
        source, span = Path(found.path), found.paper.span
        for known, draft in self._candidates(chosen, store_id, root):
            if known is not None and _same(_target(known, span), source):
                return known
            if known is None:
                camera = self._stores.add_camera(draft)
            elif not known.recording_root and known.recorder_id is None:
                camera = self._stores.update_camera(known.id, draft)
            elif known.recording_root == root and not self._clashes(known, span):
                camera = known
            else:
                continue
            _copy(source, _target(camera, span))
            return camera
        raise AssertionError("the candidates do not end")

    def _candidates(
        self, chosen: Camera | None, store_id: int, root: str
    ) -> Iterator[tuple[Camera | None, CameraDraft]]:
        """Cameras that may play the clip, the likeliest first; None: to be made by the draft."""
        tree = self._stores.tree()

        def keeping(draft: CameraDraft) -> CameraDraft:
            return replace(
                draft, recording_root=root, recording_pattern=PATTERN, recording_time_zone="UTC"
            )

        if chosen is not None:
            yield chosen, keeping(chosen.draft())
        code = _CLIPS if chosen is None else chosen.code
        if _OWN_CODE.search(code):
            code = re.sub(r"-\d+$", "", code)
        else:
            code = f"{code}-{_CLIPS}"[:_CODE_LIMIT]
        name = self._name_of(tree, chosen, store_id, code.removesuffix(f"-{_CLIPS}"))
        for number in count(1):
            numbered = code if number == 1 else f"{code}-{number}"
            known = _coded(tree, store_id, numbered)
            draft = CameraDraft(store_id, numbered, self._called(name, number))
            if chosen is not None:
                draft = replace(draft, place=chosen.place)
            yield known, keeping(draft if known is None else known.draft())

    def _name_of(self, tree: StoreTree, chosen: Camera | None, store_id: int, code: str) -> str:
        """What clips are called after: the camera that filmed them, or the store."""
        if code == _CLIPS:
            return self._stores.store(store_id).name
        filmed_by = _coded(tree, store_id, code) or chosen
        return filmed_by.name if filmed_by is not None else code

    def _called(self, name: str, number: int) -> str:
        language: Language = "zh_CN" if self._settings.text(LANGUAGE) == "zh_CN" else "en"
        return _CLIP_OF.fill(language, name=name, number="" if number == 1 else f" {number}")[:200]

    def _clashes(self, camera: Camera, span: Span) -> bool:
        """Whether the clip lies within one of the camera's, or one of them within it."""
        from app.video.recordings.tracks_cache import tracks_of

        media = self._stores.footage_here(camera.id)
        if not isinstance(media, RecordingFolder):
            return False
        try:
            track = tracks_of(media).current(now=True)
        except SourceFault:
            return False  # nothing there yet
        # None lies within another, so they end in the order in which they begin.
        before = track.index_at(span.start_us)
        if before >= 0:
            start_us = track.starts_us[before]
            if start_us == span.start_us:
                return True
            if start_us + _length_us(track.segments[before].path) >= span.end_us:
                return True
        if before + 1 >= len(track.segments):
            return False
        start_us = track.starts_us[before + 1]
        end_us = start_us + _length_us(track.segments[before + 1].path)
        return start_us < span.end_us and end_us <= span.end_us


def _target(camera: Camera, span: Span) -> Path:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=span.start_us)
    folder = Path(camera.recording_root) / camera.code / f"{moment:%Y-%m-%d}"
    return folder / f"{moment:%H-%M-%S-%f}.mp4"


def _length_us(path: str) -> int:
    """How long a clip is; 0 where it cannot be read."""
    from app.video.files.opening import declared_us, open_clip

    try:
        container, stream = open_clip(path)
    except SourceFault:
        return 0
    try:
        return declared_us(container, stream) or 0
    finally:
        container.close()


def _same(kept: Path, source: Path) -> bool:
    """Whether the clip is there already, byte for byte."""
    from app.video.export.write import sha256_of

    try:
        if kept.stat().st_size != source.stat().st_size:
            return False
        return sha256_of(kept) == sha256_of(source)
    except OSError:
        return False


def _coded(tree: StoreTree, store_id: int, code: str) -> Camera | None:
    return next(
        (each for each in tree.cameras() if each.store_id == store_id and each.code == code), None
    )


def _copy(source: Path, target: Path) -> None:
    """Copy, whole or not at all; the times are inside the file too. Raises ExportFault."""
    from app.video.export.faults import write_fault
    from app.video.whole_file import whole_file

    try:
        with whole_file(target) as part:
            shutil.copyfile(source, part)
    except OSError as error:
        raise write_fault(error, target) from error
