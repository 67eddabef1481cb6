"""Dumps of a release: all that it says, as files in the formats that other tools read."""

from sinograph.dumps.formats import DUMPS, FORMATS, SUMS
from sinograph.dumps.shelf import Shelf
from sinograph.dumps.writing import write_dumps

__all__ = ["DUMPS", "FORMATS", "SUMS", "Shelf", "write_dumps"]
