"""Small clips with bytes changed at random, and a process that plays them.

As ``python -m tests.support.mutated`` it reads paths from its input and answers
each with a line once it was played, looked through by keyframes, and left.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

PICTURES_MOST = 400


def mutations(content: bytes, count: int, seed: int) -> Iterator[bytes]:
    """``count`` variants of a file: bytes, stretches, order and length changed."""
    for number in range(count):
        yield _mutated(bytearray(content), random.Random(seed * 100_003 + number))


def _mutated(data: bytearray, rng: random.Random) -> bytes:
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(data))
        if rng.random() < 0.5:  # headers and indexes stand at the edges
            at = rng.randrange(min(len(data), 1500)) * rng.choice((1, -1)) % len(data)
        rng.choice((_bytes, _bytes, _stretch, _stretch, _shift, _cut))(data, rng, at)
        if not data:
            return b"\0"
    return bytes(data)


def _bytes(data: bytearray, rng: random.Random, _at: int) -> None:
    for _ in range(rng.choice((1, 8, 60))):
        data[rng.randrange(len(data))] = rng.randrange(256)


def _stretch(data: bytearray, rng: random.Random, at: int) -> None:
    length = min(rng.choice((1, 4, 16, 300)), len(data) - at)
    filling = rng.choice((bytes(length), b"\xff" * length, rng.randbytes(length)))
    data[at : at + length] = filling


def _shift(data: bytearray, rng: random.Random, at: int) -> None:
    length = rng.choice((1, 4, 16, 300))
    if rng.random() < 0.5:
        del data[at : at + length]
    else:
        data[at:at] = data[max(0, at - length) : at]


def _cut(data: bytearray, rng: random.Random, _at: int) -> None:
    if len(data) > 600:
        del data[rng.randrange(300, len(data)) :]


def play(path: str) -> str:
    """Everything that the program does with a recording; what came of it in a word."""
    from app.video.activity.measure import grid_of
    from app.video.coverage import coverage
    from app.video.faults import SourceFault
    from app.video.files.key_reader import KeyReader
    from app.video.media import FAR_FUTURE_US, Segment, SegmentList, Span
    from app.video.thumbnails.thumbnail import Thumbnailer

    media = SegmentList((Segment(path, 1_000_000),))
    coverage(media, Span(0, FAR_FUTURE_US))
    word = "unreadable"
    try:
        word = _read(media)
        reader = KeyReader(path)
        try:
            for number, picture in enumerate(reader.pictures(0, 1)):
                grid_of(picture.frame)
                if number > PICTURES_MOST:
                    break
        finally:
            reader.close()
    except SourceFault:
        pass
    taker = Thumbnailer()
    taker.take(media, 2_500_000, 48)
    taker.close()
    return word


def _read(media: object) -> str:
    from app.video.faults import SourceFault
    from app.video.media import SegmentList
    from app.video.open import open_source
    from app.video.source import Picture

    assert isinstance(media, SegmentList)
    source = open_source(media)
    pictures = 0
    try:
        source.open()
        for keyframes_only, start_us in ((False, 1_000_000), (False, 2_500_000), (True, 1_000_000)):
            source.set_keyframes_only(keyframes_only)
            source.seek(start_us)
            for _ in range(PICTURES_MOST):
                try:
                    read = source.read()
                except SourceFault as fault:
                    if fault.until_us is None:
                        break
                    continue
                if not isinstance(read, Picture):
                    break
                pictures += 1
    finally:
        source.close()
    return "played" if pictures else "empty"


def main() -> None:
    """Answer paths until the input ends."""
    for line in sys.stdin:
        sys.stdout.write(play(line.rstrip("\n")) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
