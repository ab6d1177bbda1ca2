"""Model catalogue, ONNX sessions, detectors, trackers and analysers: tracks become hints."""
