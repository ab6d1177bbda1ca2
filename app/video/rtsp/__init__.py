"""RTSP and RTP as cameras and recorders speak them: client, SDP, depacketisers."""
