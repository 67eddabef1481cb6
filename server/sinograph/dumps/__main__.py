"""``python -m sinograph.dumps RELEASE``: fill the shelf of a release, out of the way of those who are being served."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sinograph.dumps.shelf import Shelf
from sinograph.errors import SinographError


def main() -> None:
    """Write the dumps of the release in the folder that is named, at a low priority."""
    os.nice(10)
    try:
        Shelf(Path(sys.argv[1])).fill()
    except SinographError as error:
        sys.exit(f"the dumps of the release are not offered: {error}")


if __name__ == "__main__":
    main()
