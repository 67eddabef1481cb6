"""What a query has in common with all those that differ from it in names, values, blanks and comments alone.

Of what is nobody's, queries with the same fingerprint share their turns: who asks hundreds of them at once, each about
another thing, waits for themselves, and the others do not. It is read roughly, since nothing else rests on it.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

FINGERPRINT_BYTES: Final = 8
"""How long a fingerprint is."""

# A string without an end is one too, or whoever looks for ends would read a text once for each of its quotes.
_VARYING: Final = re.compile(
    r"""
      "(?: [^"\\\n\r] | \\. )*+"?  |  '(?: [^'\\\n\r] | \\. )*+'?
    | <[^<>"{}|^`\x00-\x20]*+>
    | \#[^\n\r]*+
    | [?$]\w++
    | :[\w.%\-]*+
    | \d[\w.]*+
    """,
    re.VERBOSE,
)


def fingerprint(text: str) -> bytes:
    """Return what stands for everything in a query but its names, values, blanks and comments."""
    common = " ".join(_VARYING.sub(" ", text).upper().split())
    return blake2b(common.encode(errors="surrogatepass"), digest_size=FINGERPRINT_BYTES).digest()
