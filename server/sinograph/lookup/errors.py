"""What can be wrong with what is looked up."""

from __future__ import annotations

from sinograph.errors import SinographError


class LookupRequestError(SinographError):
    """A request that cannot be understood, such as a batch that is not JSON."""


class BatchTooLargeError(LookupRequestError):
    """A batch of more entries than are answered at once."""
