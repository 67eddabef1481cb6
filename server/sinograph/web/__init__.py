"""The web application."""

from sinograph.web.app import create_app

__all__ = ["create_app"]
