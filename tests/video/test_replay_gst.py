"""The replay client against a server that is not ours: GStreamer's ONVIF replay.

It does not map absolute ranges to a file's time, so the Range header alone is another
one here; everything else is asked for and read as from a recorder.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.video.media import RecorderKind, RecorderPlayback
from app.video.replay.decode import ReplayDecoder
from app.video.replay.policy import Delivery
from app.video.replay.session import Ask, ReplaySession
from app.video.replay.store import Coded
from tests.support.clips import make_clip, number_of
from tests.support.gst_server import why_missing
from tests.support.walls import wait_for

US = 1_000_000
PICTURES = 600
MAIN = Path(__file__).parents[1] / "support" / "gst_replay_main.py"


class NptSession(ReplaySession):
    """Asks for seconds since the file's beginning instead of absolute time."""

    def _play_headers(self, ask: Ask, *, immediate: bool) -> dict[str, str]:
        headers = super()._play_headers(ask, immediate=immediate)
        first, last = ask.from_us / US, 0 if ask.delivery.backwards else PICTURES / 10
        return {**headers, "Range": f"npt={first:g}-{last:g}"}


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    if why_missing():
        pytest.skip(why_missing())
    clip = tmp_path_factory.mktemp("clip") / "clip.mp4"
    make_clip(clip, pictures=PICTURES, rate=10, keyframe_every=10)
    with subprocess.Popen(
        ["/usr/bin/python3", str(MAIN), str(clip)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            yield f"rtsp://127.0.0.1:{int(server.stdout.readline())}/replay"
        finally:
            server.kill()


def received(session: ReplaySession, count: int) -> list[Coded]:
    units: list[Coded] = []

    def enough() -> bool:
        units.extend(arrived.coded for arrived in session.receive(0.2))
        return len(units) >= count

    wait_for(enough, f"{count} pictures")
    return units


def test_all_pictures_at_once_then_few_keyframes_then_backwards(address):
    session = NptSession(RecorderPlayback(RecorderKind.ONVIF, address, "replay"))
    session.play(Ask(0, None, Delivery(unpaced=True)))
    units = received(session, PICTURES)
    assert [unit.time_us for unit in units] == pytest.approx(
        [n * US // 10 for n in range(PICTURES)], abs=1000
    )
    assert [number(session, unit) for unit in units[:30:10]] == [0, 10, 20]
    session.hang_up()
    session.play(Ask(0, None, Delivery(intra_us=4 * US, unpaced=True)))
    units = received(session, 15)
    assert all(unit.keyframe for unit in units)
    assert [unit.time_us for unit in units] == pytest.approx(
        [n * 4 * US for n in range(15)], abs=1000
    )
    session.hang_up()
    session.play(Ask(50 * US, None, Delivery(scale=-1.0, unpaced=True)))
    keys = [unit for unit in received(session, 300) if unit.keyframe]
    times = [unit.time_us for unit in keys]
    assert len(keys) >= 29
    assert times == sorted(times, reverse=True)
    session.hang_up()


def test_a_jump_while_it_plays_leaves_out_what_was_sent_before(address):
    session = NptSession(RecorderPlayback(RecorderKind.ONVIF, address, "replay"))
    session.play(Ask(0, None, Delivery()))
    received(session, 3)
    session.play(Ask(40 * US, None, Delivery(unpaced=True)))
    units = received(session, 20)
    session.hang_up()
    assert (number(session, units[0]), units[0].time_us) == (400, 40 * US)


def number(session: ReplaySession, unit: Coded) -> int:
    decoder = ReplayDecoder()
    assert session.stream is not None
    decoder.use(session.stream)
    (picture,) = decoder.decode(unit, 100_000, alone=True)
    decoder.close()
    return number_of(picture.frame)
