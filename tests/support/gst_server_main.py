"""A camera server by GStreamer, run by the system's own python3 (PyGObject is not in ours).

``python3 gst_server_main.py JSON``: a list of mounts, each with ``path``,
``codec`` (h264, hevc, mjpeg), ``width``, ``height``, ``rate``, ``gop`` and ``sound``
(440 Hz as G.711).
Prints the port, serves until its input ends.
"""

import json
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402 - the versions are named before

CODERS = {
    "h264": "x264enc tune=zerolatency speed-preset=ultrafast threads=1 key-int-max={gop} "
    "! video/x-h264,profile=baseline ! rtph264pay name=pay0 pt=96 config-interval=1",
    "hevc": "x265enc tune=zerolatency speed-preset=ultrafast key-int-max={gop} "
    "option-string=pools=1:frame-threads=1 ! rtph265pay name=pay0 pt=96 config-interval=1",
    "mjpeg": "jpegenc quality=50 ! rtpjpegpay name=pay0 pt=26",
}
PICTURES = (
    "( videotestsrc is-live=true pattern=ball "
    "! video/x-raw,format=I420,width={width},height={height},framerate={rate}/1 ! {coder} {sound} )"
)
SOUND = (
    "audiotestsrc is-live=true freq=440 ! audio/x-raw,rate=8000,channels=1 "
    "! alawenc ! rtppcmapay name=pay1 pt=8"
)


def main() -> None:
    """Serve what the first argument names."""
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    mounts = server.get_mount_points()
    for mount in json.loads(sys.argv[1]):
        factory = GstRtspServer.RTSPMediaFactory()
        coder = CODERS[mount["codec"]].format(gop=mount["gop"])
        factory.set_launch(
            PICTURES.format(
                coder=coder,
                sound=SOUND if mount.get("sound") else "",
                **{k: mount[k] for k in ("width", "height", "rate")},
            )
        )
        factory.set_shared(True)
        mounts.add_factory(mount["path"], factory)
    server.attach(None)
    loop = GLib.MainLoop()
    GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, lambda *_: loop.quit())
    sys.stdout.write(f"{server.get_bound_port()}\n")
    sys.stdout.flush()
    loop.run()


main()
