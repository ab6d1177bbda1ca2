"""Pictures as planes on the graphics card: uploaded as they are, coloured in a shader.

All of it needs the card's context to be current, which it is while the canvas paints.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QMatrix4x4, QOpenGLContext, QOpenGLFunctions, QVector2D, QVector4D
from PySide6.QtOpenGL import (
    QOpenGLBuffer,
    QOpenGLShader,
    QOpenGLShaderProgram,
    QOpenGLTexture,
    QOpenGLVertexArrayObject,
)

from app.video.pictures.colours import colours_from
from app.video.wall.engine import ShownPicture
from app.widgets.tile_picture import Placement
from app.widgets.wall_layout import Area

_GL_RED, _GL_UNSIGNED_BYTE, _GL_TEXTURE_2D = 0x1903, 0x1401, 0x0DE1
_GL_UNPACK_ROW_LENGTH, _GL_UNPACK_ALIGNMENT = 0x0CF2, 0x0CF5
_GL_TRIANGLE_STRIP, _GL_FLOAT, _GL_BLEND, _GL_SCISSOR_TEST = 0x0005, 0x1406, 0x0BE2, 0x0C11
_GL_COLOR_BUFFER_BIT, _GL_DEPTH_TEST, _GL_TEXTURE0 = 0x4000, 0x0B71, 0x84C0
_NAMES = ("luma", "blue", "red")

_VERTEX = """
in vec2 corner;
uniform vec4 target;  // left, bottom, width, height of the quad, -1..1
uniform vec4 part;    // left, top, width, height of the picture, 0..1
out vec2 place;
void main() {
    place = part.xy + vec2(corner.x, 1.0 - corner.y) * part.zw;
    gl_Position = vec4(target.xy + corner * target.zw, 0.0, 1.0);
}
"""
_FRAGMENT = """
in vec2 place;
uniform sampler2D luma;
uniform sampler2D blue;
uniform sampler2D red;
uniform mat4 colours;
uniform vec2 half_size;  // an odd picture's colour planes reach half a pixel further
out vec4 seen;
void main() {
    vec2 at = place * half_size;
    vec4 yuv = vec4(texture(luma, place).r, texture(blue, at).r, texture(red, at).r, 1.0);
    seen = vec4((colours * yuv).rgb, 1.0);
}
"""


class GpuFailed(Exception):  # noqa: N818 - what happened, not a kind of error
    """The graphics card cannot do it; the text is for the log."""


@lru_cache(maxsize=32)
def colour_matrix(colours: int) -> QMatrix4x4:
    """From (Y, U, V, 1), each 0 to 1, to RGB, by the marks of ``picture_colours.colours_of``.

    ITU-R BT.601 and BT.709, the ranges after ITU-T H.273.
    """
    marks = colours_from(colours)
    red, blue = marks.red, marks.blue
    green = 1.0 - red - blue
    scale, lift, chroma = (1.0, 0.0, 1.0) if marks.full_range else (255 / 219, -16 / 219, 255 / 224)
    v_red, u_blue = 2 * (1 - red) * chroma, 2 * (1 - blue) * chroma
    u_green, v_green = -u_blue * blue / green, -v_red * red / green
    middle = 128 / 255
    rows = ((0.0, v_red), (u_green, v_green), (u_blue, 0.0))
    values = [part for u, v in rows for part in (scale, u, v, lift - middle * (u + v))]
    return QMatrix4x4([*values, 0.0, 0.0, 0.0, 1.0])


class Planes:
    """The three textures of one tile's picture."""

    def __init__(self) -> None:
        self._textures: tuple[QOpenGLTexture, ...] = ()
        self._size = (0, 0)
        self._shown: tuple[int, int] | None = None

    def upload(self, gl: QOpenGLFunctions, picture: ShownPicture, opening: int) -> None:
        """Bring the picture to the card, unless it is there already."""
        size = (picture.width, picture.height)
        if size != self._size:
            self.release()
            self._make(*size)
        if self._shown == (opening, picture.serial):
            return
        for texture, (start, stride, width, height) in zip(
            self._textures, _layout(picture), strict=True
        ):
            texture.bind()
            gl.glPixelStorei(_GL_UNPACK_ROW_LENGTH, stride)
            samples = picture.data[start : start + stride * height]
            gl.glTexSubImage2D(
                _GL_TEXTURE_2D,
                0,
                0,
                0,
                width,
                height,
                _GL_RED,
                _GL_UNSIGNED_BYTE,
                samples,  # type: ignore[arg-type] # the stub knows no buffers, Shiboken does
            )
        self._shown = (opening, picture.serial)

    def bind(self) -> None:
        """To the units 0, 1 and 2."""
        for unit, texture in enumerate(self._textures):
            texture.bind(unit)

    def release(self) -> None:
        """Free the card's memory."""
        for texture in self._textures:
            texture.destroy()
        self._textures, self._size, self._shown = (), (0, 0), None

    def _make(self, width: int, height: int) -> None:
        half = (-(-width // 2), -(-height // 2))
        self._textures = tuple(_texture(*size) for size in ((width, height), half, half))
        self._size = (width, height)


def _texture(width: int, height: int) -> QOpenGLTexture:
    texture = QOpenGLTexture(QOpenGLTexture.Target.Target2D)
    texture.setFormat(QOpenGLTexture.TextureFormat.R8_UNorm)
    texture.setSize(width, height)
    texture.setMipLevels(1)
    texture.allocateStorage(QOpenGLTexture.PixelFormat.Red, QOpenGLTexture.PixelType.UInt8)
    texture.setMinMagFilters(QOpenGLTexture.Filter.Linear, QOpenGLTexture.Filter.Linear)
    texture.setWrapMode(QOpenGLTexture.WrapMode.ClampToEdge)
    if not texture.isStorageAllocated():
        raise GpuFailed(f"no texture of {width}x{height}")
    return texture


def _layout(picture: ShownPicture) -> list[tuple[int, int, int, int]]:
    """Start, stride, width and height of each plane, in bytes and samples."""
    half = (-(-picture.width // 2), -(-picture.height // 2))
    luma = picture.stride * picture.height
    chroma = picture.chroma_stride * half[1]
    return [
        (0, picture.stride, picture.width, picture.height),
        (luma, picture.chroma_stride, *half),
        (luma + chroma, picture.chroma_stride, *half),
    ]


@dataclass(frozen=True)
class _Place:
    """Uniform locations."""

    target: int
    part: int
    colours: int
    half_size: int


class PlanesPainter:
    """The shader and the one square that every picture is painted with."""

    def __init__(self, context: QOpenGLContext) -> None:
        """Raises GpuFailed where the card's driver refuses the shader."""
        self._gl = context.functions()
        self._gl.initializeOpenGLFunctions()
        self._program = _program(_head(context))
        program = self._program
        self._at = _Place(
            *(program.uniformLocation(name) for name in ("target", "part", "colours", "half_size"))
        )
        self._square = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
        self._array = QOpenGLVertexArrayObject()
        self._array.create()
        self._array.bind()
        self._square.create()
        self._square.bind()
        corners = (ctypes.c_float * 8)(0, 0, 1, 0, 0, 1, 1, 1)
        self._square.allocate(bytes(corners), 32)
        program.bind()
        program.enableAttributeArray(0)
        program.setAttributeBuffer(0, _GL_FLOAT, 0, 2)
        for unit, name in enumerate(_NAMES):
            program.setUniformValue1i(program.uniformLocation(name), unit)
        program.release()
        self._array.release()
        self._square.release()
        self._size = (1, 1)

    def begin(self, width: int, height: int) -> None:
        """Begin to paint on a canvas of that many device pixels."""
        self._size = (width, height)
        gl = self._gl
        gl.glViewport(0, 0, width, height)
        gl.glDisable(_GL_BLEND)
        gl.glDisable(_GL_DEPTH_TEST)
        gl.glClearColor(0.0, 0.0, 0.0, 1.0)
        gl.glPixelStorei(_GL_UNPACK_ALIGNMENT, 1)
        self._program.bind()
        self._array.bind()

    def clear(self, area: Area) -> None:
        """Black, where a picture is to stand."""
        gl = self._gl
        gl.glEnable(_GL_SCISSOR_TEST)
        gl.glScissor(area.x, self._size[1] - area.y - area.height, area.width, area.height)
        gl.glClear(_GL_COLOR_BUFFER_BIT)
        gl.glDisable(_GL_SCISSOR_TEST)

    def paint(self, planes: Planes, picture: ShownPicture, place: Placement, opening: int) -> None:
        """Upload the picture where it is another and paint it in its place."""
        if place.source.isEmpty():
            return
        planes.upload(self._gl, picture, opening)
        planes.bind()
        program, at = self._program, self._at
        program.setUniformValue(at.target, self._target(place.target))
        program.setUniformValue(at.part, _part(place.source, picture))
        program.setUniformValue(at.colours, colour_matrix(picture.colours))
        half = QVector2D(_reach(picture.width), _reach(picture.height))
        program.setUniformValue(at.half_size, half)
        self._gl.glDrawArrays(_GL_TRIANGLE_STRIP, 0, 4)

    def end(self) -> None:
        """Leave everything as QPainter expects it. Raises GpuFailed where the card complains."""
        self._array.release()
        self._program.release()
        for unit in reversed(range(len(_NAMES))):  # ends at the unit that QPainter counts on
            self._gl.glActiveTexture(_GL_TEXTURE0 + unit)
            self._gl.glBindTexture(_GL_TEXTURE_2D, 0)
        self._gl.glPixelStorei(_GL_UNPACK_ROW_LENGTH, 0)
        self._gl.glPixelStorei(_GL_UNPACK_ALIGNMENT, 4)
        error = self._gl.glGetError()
        if error:
            raise GpuFailed(f"OpenGL error {error:#x}")

    def release(self) -> None:
        """Free the card's memory."""
        self._array.destroy()
        self._square.destroy()
        self._program.removeAllShaders()

    def _target(self, target: QRectF) -> QVector4D:
        width, height = self._size
        left, bottom = target.x(), height - target.y() - target.height()
        return QVector4D(
            2 * left / width - 1,
            2 * bottom / height - 1,
            2 * target.width() / width,
            2 * target.height() / height,
        )


def _part(source: QRectF, picture: ShownPicture) -> QVector4D:
    width, height = picture.width, picture.height
    return QVector4D(
        source.x() / width,
        source.y() / height,
        source.width() / width,
        source.height() / height,
    )


def _reach(length: int) -> float:
    """Where in a colour plane the picture ends, 0..1."""
    return length / 2 / -(-length // 2)


def _head(context: QOpenGLContext) -> str:
    """The dialect that the context speaks; raises GpuFailed where it is too old."""
    version = (context.format().majorVersion(), context.format().minorVersion())
    if version < (3, 0):
        raise GpuFailed(f"OpenGL {version[0]}.{version[1]} is older than 3.0")
    if context.isOpenGLES():
        return "#version 300 es\nprecision highp float;\n"
    return "#version 150\n" if version >= (3, 2) else "#version 130\n"


def _program(head: str) -> QOpenGLShaderProgram:
    program = QOpenGLShaderProgram()
    kinds = QOpenGLShader.ShaderTypeBit
    sources = ((kinds.Vertex, _VERTEX), (kinds.Fragment, _FRAGMENT))
    done = all(program.addShaderFromSourceCode(kind, head + text) for kind, text in sources)
    program.bindAttributeLocation("corner", 0)
    if not done or not program.link():
        raise GpuFailed(f"the shader was refused: {program.log()}")
    return program
