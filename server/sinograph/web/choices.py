"""What a reader chose, language and colours: by ``?lang=`` and ``?theme=``, and remembered in a cookie for each.

Both are taken off a request before anything else reads its parameters, so that every page can be asked for with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from flask import request

from sinograph.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask, Response

SYSTEM: Final = "system"
"""The colours of the reader's system, for which nothing needs to be remembered."""

CHOICES: Final[dict[str, tuple[str, ...]]] = {"lang": LANGUAGES, "theme": ("light", "dark", SYSTEM)}
"""What can be chosen, by the name of the parameter and the cookie."""

KEPT_SECONDS: Final = 365 * 24 * 60 * 60
NOW: Final = "sinograph.choices"
"""Where the choices that a request makes are in its environment."""

PAGE: Final = "text/html"


def register_choices(app: Flask) -> None:
    """Have the choices of a request remembered, and pages say that they depend on them."""
    app.wsgi_app = _apart(app.wsgi_app)  # type: ignore[method-assign,assignment]
    app.after_request(_remembered)


def chosen(name: str) -> str | None:
    """Return what the reader chose, now or before; None where that is nothing that there is."""
    now = request.environ.get(NOW, {}).get(name)
    value = now or request.cookies.get(name)
    return value if value in CHOICES[name] and value != SYSTEM else None


def choosing(name: str, value: str) -> str:
    """Return the address of this very page with another choice, relative to it."""
    given = request.query_string.decode("latin-1") if request.method in {"GET", "HEAD"} else ""
    return f"?{given}{'&' if given else ''}{name}={value}"


def _apart(application: WSGIApplication) -> WSGIApplication:
    """Take the choices off the parameters of each request; what is none of those that there are stays there."""

    def apart(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        query = environ.get("QUERY_STRING", "")
        if any(f"{name}=" in query for name in CHOICES):
            parts = query.split("&")
            choices = {part: dict(parse_qsl(part)) for part in parts if part.partition("=")[0] in CHOICES}
            made = {part: choice for part, choice in choices.items() if _is_made(choice)}
            environ["QUERY_STRING"] = "&".join(part for part in parts if part not in made)
            environ[NOW] = {name: value for choice in made.values() for name, value in choice.items()}
        return application(environ, start_response)

    return apart


def _is_made(choice: dict[str, str]) -> bool:
    return any(value in CHOICES[name] for name, value in choice.items())


def _remembered(response: Response) -> Response:
    """Set the cookies, with a page or on the way to one; a page depends on them, and on the languages preferred."""
    is_page = response.mimetype == PAGE
    if is_page:
        response.vary.update(["Accept-Language", "Cookie"])
    elif not 300 <= response.status_code < 304:
        return response
    for name, value in request.environ.get(NOW, {}).items():
        response.headers["Cache-Control"] = "private, no-cache"
        path = request.script_root or "/"
        if value == SYSTEM:
            response.delete_cookie(name, path=path, samesite="Lax")
        else:
            response.set_cookie(
                name,
                value,
                max_age=KEPT_SECONDS,
                path=path,
                secure=request.is_secure,
                httponly=True,
                samesite="Lax",
            )
    return response
