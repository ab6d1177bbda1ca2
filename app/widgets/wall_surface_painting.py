"""Who paints the wall's pictures: the graphics card or the raster, chosen and told."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext

from app.faults import Sentence
from app.operations.values import ChangeKind, ChangeSet
from app.widgets.notices import Level
from app.widgets.wall_surface import WallSurface

if TYPE_CHECKING:
    from app.widgets.context import Context

log = logging.getLogger(__name__)

SETTING = "wall.painting"
AUTO, GPU, RASTER = "auto", "gpu", "raster"
NO_OPENGL = Sentence(
    "This machine has no OpenGL, so its graphics card cannot paint the wall; the processor "
    "paints it. Under Settings > Wall set the painting back to automatic.",
    "本机没有 OpenGL，显卡无法绘制电视墙，现由处理器绘制。"
    "请在“设置 > 电视墙”中将画面绘制改回“自动”。",
)
TOO_OLD = Sentence(
    "The graphics card ({name}) knows OpenGL {version} and the wall needs 3.0; the processor "
    "paints it. A newer driver may help; else set the painting back to automatic under "
    "Settings > Wall.",
    "显卡（{name}）只支持 OpenGL {version}，电视墙需要 3.0，现由处理器绘制。可尝试更新驱动程序，"
    "或在“设置 > 电视墙”中将画面绘制改回“自动”。",
)
CARD_FAILED = Sentence(
    "The graphics card stopped painting the wall. The processor paints it until the next "
    "start; the log says why.",
    "显卡停止绘制电视墙。在下次启动前由处理器绘制，原因见日志。",
)
# Renderers that are the processor after all, by what their drivers call themselves.
_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "software", "swiftshader", "basic render", "gdi")
_WITHOUT_GL = ("offscreen", "minimal", "linuxfb", "vnc")  # nor any window to paint in
_CARDS = ("dri/renderD*", "nvidia[0-9]*", "dxg", "mali*", "kgsl*")
_GL_RENDERER = 0x1F01
_LEAST = (3, 0)


@dataclass(frozen=True)
class Renderer:
    """What would paint: its own name and its version of OpenGL (or OpenGL ES)."""

    name: str
    version: tuple[int, int]

    @property
    def software(self) -> bool:
        """Whether it is the processor that would paint."""
        return any(word in self.name.lower() for word in _SOFTWARE)

    @property
    def usable(self) -> bool:
        """Whether it knows what the shader needs."""
        return self.version >= _LEAST


def find_renderer() -> Renderer | None:
    """Ask the platform for its renderer; None where it has no OpenGL at all."""
    if QGuiApplication.platformName() in _WITHOUT_GL:
        return None
    surface, context = QOffscreenSurface(), QOpenGLContext()
    surface.create()
    try:
        if not context.create() or not context.makeCurrent(surface):
            return None
        functions = context.functions()
        functions.initializeOpenGLFunctions()
        name = str(functions.glGetString(_GL_RENDERER))
        version = (context.format().majorVersion(), context.format().minorVersion())
        context.doneCurrent()
        return Renderer(name, version)
    finally:
        surface.destroy()


def card_present(devices: Path = Path("/dev")) -> bool:
    """Whether asking for a renderer is worth while.

    On Linux without a card's device the answer is the processor anyway, and asking
    loads its renderer: 58 MiB and some threads (measured with Mesa 22).
    """
    if not sys.platform.startswith("linux"):
        return True
    return any(next(devices.glob(name), None) is not None for name in _CARDS)


def renderer_for(painting: str) -> Renderer | None:
    """The renderer, where it is to be asked for at all."""
    if painting == RASTER or (painting == AUTO and not card_present()):
        return None
    return find_renderer()


def chosen(painting: str, renderer: Renderer | None) -> bool:
    """Whether the graphics card is to paint; "auto" takes no processor in its disguise."""
    if painting == RASTER or renderer is None or not renderer.usable:
        return False
    return painting == GPU or not renderer.software


def paint_by(surface: WallSurface, painting: str) -> str:
    """Have the surface painted as ``painting`` says; returns by whom: a renderer or "raster"."""
    renderer = renderer_for(painting)
    on = chosen(painting, renderer)
    surface.set_gpu(on=on)
    return renderer.name if on and renderer is not None else RASTER


class WallPainting(QObject):
    """Follows the setting, and goes back to the raster where the card fails.

    ``painter``: the renderer's own name, or "raster".
    """

    changed = Signal(str)

    def __init__(
        self, context: Context, surface: WallSurface, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._surface = surface
        self._set = ""
        self.painter = RASTER
        surface.gpu_failed.connect(self._card_failed)
        context.changes.changed.connect(self._heard)
        self._apply()

    def _heard(self, change: ChangeSet) -> None:
        if ChangeKind.SETTINGS in change.kinds:
            self._apply()

    def _apply(self) -> None:
        painting = self._context.operations.settings.text(SETTING)
        if painting == self._set:
            return
        self._set = painting
        renderer = renderer_for(painting)
        on = chosen(painting, renderer)
        log.info("the wall is painted by %s", renderer.name if on and renderer else "the raster")
        self._surface.set_gpu(on=on)
        self._tell(renderer.name if on and renderer else RASTER)
        if painting == GPU and not on:
            self._refused(renderer)

    def _tell(self, painter: str) -> None:
        self.painter = painter
        self.changed.emit(painter)

    def _refused(self, renderer: Renderer | None) -> None:
        """The card was asked for by a person and cannot."""
        if renderer is None:
            self._context.notices.say(NO_OPENGL, Level.ATTENTION)
            return
        version = ".".join(map(str, renderer.version))
        self._context.notices.say(TOO_OLD, Level.ATTENTION, name=renderer.name, version=version)

    def _card_failed(self, why: str) -> None:
        log.warning("the graphics card failed, the raster paints: %s", why)
        self._tell(RASTER)
        self._context.notices.say(CARD_FAILED, Level.ATTENTION)
