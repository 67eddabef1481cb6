"""The access log, in the Common Log Format (https://www.w3.org/Daemon/User/Config/Logging.html#common-logfile-format)."""

from __future__ import annotations

import logging
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response

LOG: Final = logging.getLogger("sinograph.access")

SAFE: Final = "/:?#[]@!$&'()*+,;=%~"
"""What stands in a logged address as it is; all else is percent-encoded, so that no request can forge a line."""

LONGEST: Final = 2000
"""How many characters of an address are logged."""


def register_access_log(app: Flask) -> None:
    """Have every response logged to standard error, one line each."""
    if not LOG.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        LOG.addHandler(handler)
        LOG.setLevel(logging.INFO)
        LOG.propagate = False
    app.after_request(_log)


def _log(response: Response) -> Response:
    now = datetime.now().astimezone().strftime("%d/%b/%Y:%H:%M:%S %z")
    target = request.full_path if request.query_string else request.path
    method, version = quote(request.method[:20]), request.environ.get("SERVER_PROTOCOL", "HTTP/1.1")
    size = response.content_length
    line = f'"{method} {quote(target, safe=SAFE)[:LONGEST]} {version}" {response.status_code} {size or "-"}'
    LOG.info("%s - - [%s] %s", request.remote_addr or "-", now, line)
    return response
