"""Descriptions of what is served, for programs: the service (sd:), the data set (VoID, DCAT, schema.org), its files."""

from sinograph.web.describing.blueprints import descriptions_blueprint, downloads_blueprint
from sinograph.web.describing.descriptions import Descriptions

__all__ = ["Descriptions", "descriptions_blueprint", "downloads_blueprint"]
