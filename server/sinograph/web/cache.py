"""Answers that are kept: a release never changes, and so neither does what it answers."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

SHARE: Final = 8
"""No answer takes more than this part of the room for all."""

OVERHEAD: Final = 500
"""How many bytes an entry takes beside its content."""


class AnswerCache:
    """Contents by their keys, those asked for last; safe to use from several threads.

    :param most_bytes: how much is kept; 0 for nothing
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._size = 0
        self._contents: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """How much is kept now, in bytes."""
        return self._size

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key."""
        with self._lock:
            content = self._contents.get(key)
            if content is not None:
                self._contents.move_to_end(key)
            return content

    def put(self, key: str, content: bytes) -> None:
        """Keep a content, unless it is too large, and let go of those that were not asked for the longest."""
        size = len(content) + OVERHEAD
        if size > self._most_bytes // SHARE:
            return
        with self._lock:
            former = self._contents.pop(key, None)
            if former is not None:
                self._size -= len(former) + OVERHEAD
            self._contents[key] = content
            self._size += size
            while self._size > self._most_bytes:
                _, oldest = self._contents.popitem(last=False)
                self._size -= len(oldest) + OVERHEAD
