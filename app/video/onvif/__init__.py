"""ONVIF devices: searched in the network and asked about themselves."""
