"""Live cameras: connected, received, decoded, never waited for."""
