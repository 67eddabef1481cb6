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

    from sinograph.web.rsgi import Scope
    from sinograph.web.wsgi import Reply

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


def log_refusal(scope: Scope, reply: Reply) -> None:
    """Log a response that no application wrote."""
    target = f"{scope.path}?{scope.query_string}" if scope.query_string else scope.path
    client = scope.client.rpartition(":")[0]
    _write(client, scope.method, target, f"HTTP/{scope.http_version}", reply.status, len(reply.body))  # type: ignore[arg-type]


def _log(response: Response) -> Response:
    target = request.full_path if request.query_string else request.path
    version = request.environ.get("SERVER_PROTOCOL", "HTTP/1.1")
    _write(
        request.remote_addr or "", request.method, target, version, response.status_code, response.content_length or 0
    )
    return response


def _write(client: str, method: str, target: str, version: str, status: int, size: int) -> None:
    now = datetime.now().astimezone().strftime("%d/%b/%Y:%H:%M:%S %z")
    line = f'"{quote(method[:20])} {quote(target, safe=SAFE)[:LONGEST]} {version}" {status} {size or "-"}'
    LOG.info("%s - - [%s] %s", client or "-", now, line)
