"""Headers that every response is sent with, whoever writes it."""

from __future__ import annotations

from typing import Final

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""The pages need style sheets, scripts and answers of ours, and nothing from elsewhere; nothing is written inline."""

SERVER: Final = "sinograph"
"""What the server calls itself: without a version, and without what it is built on."""
