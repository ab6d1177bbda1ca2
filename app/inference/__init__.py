"""Model catalogue, ONNX sessions, detectors, trackers and the analysers that turn tracks into hints."""
