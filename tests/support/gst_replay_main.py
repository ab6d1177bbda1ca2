"""A recorder by GStreamer's own ONVIF replay, run by the system's python3.

``python3 gst_replay_main.py CLIP``: plays the clip under /replay. Prints the port,
serves until its input ends.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402 - the versions are named before

LAUNCH = (
    "( filesrc location={clip} ! qtdemux name=d d.video_0 ! queue ! h264parse config-interval=-1 "
    "! rtph264pay name=pay0 pt=96 )"
)


def main() -> None:
    """Serve what the first argument names."""
    Gst.init(None)
    server = GstRtspServer.RTSPOnvifServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    factory = GstRtspServer.RTSPOnvifMediaFactory()
    factory.set_launch(LAUNCH.format(clip=sys.argv[1]))
    factory.set_media_gtype(GstRtspServer.RTSPOnvifMedia)
    factory.set_replay_support(True)
    server.get_mount_points().add_factory("/replay", factory)
    server.attach(None)
    loop = GLib.MainLoop()
    GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, lambda *_: loop.quit())
    sys.stdout.write(f"{server.get_bound_port()}\n")
    sys.stdout.flush()
    loop.run()


main()
