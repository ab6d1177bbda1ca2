"""What is known of recorders: what they can do, their sessions, where they have footage."""
