"""Entity tags, and the conditions that requests set with them (RFC 9110, sections 8.8.3 and 13)."""

from __future__ import annotations

import hashlib
import re
from typing import Final, NamedTuple

_TAG: Final = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_LIST: Final = re.compile(rf"[ \t,]*+{_TAG}(?:[ \t]*+,[ \t,]*+{_TAG})*+[ \t,]*+")
_WEAK: Final = "W/"
_LENGTH: Final = 32


class Tags(NamedTuple):
    """What a condition names: entity tags as they are written, or with ``any`` whatever there is."""

    tags: frozenset[str]
    any: bool = False

    def weakly(self, tag: str) -> bool:
        """Tell whether a tag is among them, be it weak (section 8.8.3.2)."""
        return self.any or tag.removeprefix(_WEAK) in {each.removeprefix(_WEAK) for each in self.tags}

    def strongly(self, tag: str) -> bool:
        """Tell whether a tag is among them, and neither is weak."""
        return self.any or (not tag.startswith(_WEAK) and tag in self.tags)


def entity_tag(*parts: str, weak: bool = False) -> str:
    """Return the tag that these parts make together; other parts make another."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode(errors="surrogatepass")
        digest.update(len(encoded).to_bytes(8))
        digest.update(encoded)
    return quoted(digest.hexdigest()[:_LENGTH], weak=weak)


def content_tag(content: bytes, media_type: str) -> str:
    """Return the tag of what is told by its bytes and their media type; some bytes are the same in two formats."""
    return quoted(hashlib.sha256(media_type.encode() + b"\0" + content).hexdigest()[:_LENGTH])


def quoted(opaque: str, *, weak: bool = False) -> str:
    """Write a tag as in an ETag header."""
    return f'{_WEAK if weak else ""}"{opaque}"'


def coded(tag: str, coding: str) -> str:
    """Return the tag of the same in a content coding, whose bytes are others."""
    return f'{tag[:-1]}-{coding}"'


def parse_tags(header: str | None) -> Tags | None:
    """Read an If-Match or If-None-Match header; None where there is none, or it is malformed and so is ignored."""
    text = (header or "").strip(" \t")
    if text == "*":
        return Tags(frozenset(), any=True)
    return Tags(frozenset(re.findall(_TAG, text))) if _LIST.fullmatch(text) else None
