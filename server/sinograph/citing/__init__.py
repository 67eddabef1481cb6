"""What the rows of an answer rest on: the passages that say what each row needed, or that it follows from."""

from sinograph.citing.annotating import MOST_PASSAGES, MOST_ROWS, NOT_READ, Annotator, Evidence, RowEvidence
from sinograph.citing.answers import Asked, read_asked
from sinograph.citing.paths import TrailLostError
from sinograph.citing.support import Citing, Support

__all__ = [
    "MOST_PASSAGES",
    "MOST_ROWS",
    "NOT_READ",
    "Annotator",
    "Asked",
    "Citing",
    "Evidence",
    "RowEvidence",
    "Support",
    "TrailLostError",
    "read_asked",
]
