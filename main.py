"""Floorwalk's one entry point; see ``app/cli.py`` for what it accepts."""

import sys

if __name__ == "__main__":
    # Imported here and not above: decode and analysis processes import this
    # module again when they start, and must not load Qt.
    from app.cli import main

    sys.exit(main())
