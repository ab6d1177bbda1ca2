"""The packets of one file's video stream, in the file's order, with some read ahead."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from typing import Any

import av


class ClipPackets:
    """Packets taken one by one; those that were looked at ahead can be put back."""

    def __init__(self, container: Any, stream: Any) -> None:
        self._container, self._stream = container, stream
        self._held: deque[Any] = deque()
        self._packets: Iterator[Any] = container.demux(stream)
        self.number = 0  # of packets taken from the start; counts where no times exist

    def first(self) -> Any:
        """The next packet, left where it is; None where there is none or it cannot be read."""
        try:
            self._held.extend(itertools.islice(self._packets, 0 if self._held else 1))
        except (av.FFmpegError, OSError):
            return None  # told when reading comes to it
        return self._held[0] if self._held else None

    def restart(self) -> None:
        """The container stands elsewhere now."""
        self._held.clear()
        self.number = 0
        self._packets = self._container.demux(self._stream)

    def end(self) -> None:
        """There are no more packets."""
        self._held.clear()
        self._packets = iter(())

    def held(self) -> Any:
        """The next of those that were put back, or None."""
        if not self._held:
            return None
        self.number += 1
        return self._held.popleft()

    def fresh(self) -> Iterator[Any]:
        """Those that were never taken, as long as somebody wants them.

        Raises av.FFmpegError or OSError where the file breaks off.
        """
        for packet in self._packets:
            self.number += 1
            yield packet

    def put_back(self, packets: Iterable[Any]) -> None:
        """These come next again, in that order."""
        again = list(packets)
        self._held.extendleft(reversed(again))
        self.number -= len(again)

    def skip(self, count: int) -> None:
        """Pass over so many from the start of the file."""
        for _ in range(count):
            next(self._packets, None)
        self.number = count

    def until_key(self) -> Any:
        """The next keyframe, which is put back; None where the file ends before."""
        for packet in self._packets:
            if packet.is_keyframe or not packet.size:
                if packet.size:
                    self._held.append(packet)
                    return packet
                return None
        return None

    def ahead(self) -> Generator[Any]:
        """What comes, to be looked at only: it all comes again.

        Ends where the file breaks off, which is told when reading comes to it.
        """
        seen = []
        try:
            while (packet := self.held() or next(self.fresh(), None)) is not None:
                seen.append(packet)
                yield packet
        except (av.FFmpegError, OSError) as error:
            self._packets = _Telling(error)
        finally:
            self.put_back(seen)


class _Telling(Iterator[Any]):
    """Raises what was met while looking ahead."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __next__(self) -> Any:
        raise self._error
