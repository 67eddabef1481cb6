"""Every route with an address at which it answers, and what can be had there."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

from sinograph.engine.formats import formats_of
from sinograph.explaining.forms import FORMS as EXPLAINED
from sinograph.web.linksets import LINKSETS
from sinograph.web.representations import FORMS

GRAPH: Final = tuple(form.media_type for form in formats_of("graph"))
ROWS: Final = tuple(form.media_type for form in formats_of("rows"))
PAGE: Final = "text/html"
EXPLANATION: Final = tuple(FORMS[name][0] for name in (*EXPLAINED, "html"))

DEVELOPED: Final = {"s": "model:aurora-1", "p": "sino:developedBy", "o": "lab:aurora-labs"}


class Route(NamedTuple):
    """A rule of the application, with an address that it answers.

    :param offers: the media types that can be had by Accept, the usual one first; none where nothing is negotiated
    :param tagged: whether what it answers can be kept, and asked for on a condition
    """

    rule: str
    address: str
    offers: tuple[str, ...] = ()
    tagged: bool = True


def at(path: str, **parameters: str) -> str:
    """Return an address."""
    return f"{quote(path)}?{urlencode(parameters)}" if parameters else quote(path)


UNANSWERED: Final = frozenset(("/proof/<digest>",))
"""The rules of addresses at which nothing is but why."""

ROUTES: Final = (
    Route("/", "/"),
    Route("/.well-known/void", "/.well-known/void", GRAPH),
    Route("/data/<path:path>", "/data/model/aurora-1", GRAPH),
    Route("/data/<path:path>", "/data/model/aurora-1.ttl"),
    Route("/dataset", "/dataset", (*GRAPH, PAGE)),
    Route("/dataset/croissant", "/dataset/croissant"),
    Route("/dataset/<name>", "/dataset/data.nq"),
    Route("/disputes", "/disputes", ("application/json", "text/turtle", PAGE)),
    Route("/documents", "/documents"),
    Route("/documents/<slug>", "/documents/small-dragons?part=1&passage=aurora-1-release"),
    Route("/explain", at("/explain", **DEVELOPED, limit="5"), EXPLANATION),
    Route("/graph/<path:name>", "/graph/inferred", (*GRAPH, PAGE)),
    Route("/graphs", "/graphs?default", (*GRAPH, PAGE)),
    Route("/graphs/<path:name>", "/graphs/inferred", (*GRAPH, PAGE)),
    Route("/health", "/health", tagged=False),
    Route("/id/<path:path>", "/id/model/aurora-1", (*GRAPH, PAGE), tagged=False),
    Route("/impact", at("/impact", passage="passage:aurora-1-release"), ("application/json", PAGE)),
    Route("/linkset/<path:path>", "/linkset/model/aurora-1", tuple(LINKSETS.values())),
    Route("/metrics", "/metrics", tagged=False),
    Route("/models", "/models", ("application/json", PAGE)),
    Route("/ontology", "/ontology", (*GRAPH, PAGE)),
    Route("/ontology.<ending>", "/ontology.ttl"),
    Route("/ontology/<path:name>", "/ontology/Model", (*GRAPH, PAGE)),
    Route("/page/<path:path>", "/page/model/aurora-1"),
    Route("/questions/<slug>", "/questions/labs"),
    Route("/ready", "/ready", tagged=False),
    Route("/reconcile", "/reconcile"),
    Route("/reconcile/flyout/<any(entity, type, property):what>", "/reconcile/flyout/entity?id=model/aurora-1"),
    Route("/reconcile/preview", "/reconcile/preview?id=model/aurora-1"),
    Route("/reconcile/properties", "/reconcile/properties?type=Model&limit=5"),
    Route("/reconcile/suggest/<any(type, property):what>", "/reconcile/suggest/type?prefix=m"),
    Route("/reconcile/suggest/entity", "/reconcile/suggest/entity?prefix=a"),
    Route("/reconcile/view", "/reconcile/view?id=model/aurora-1", tagged=False),
    Route("/rule/<path:name>", "/rule/practises", tagged=False),
    Route("/search", "/search?q=aurora&limit=5", ("application/json", PAGE)),
    Route("/search/description", "/search/description"),
    Route("/sparql", "/sparql", (*GRAPH, PAGE)),
    Route("/sparql", at("/sparql", query="ASK {}"), (*ROWS, PAGE)),
    Route("/sparql", at("/sparql", query="DESCRIBE lab:aurora-labs"), (*GRAPH, PAGE)),
    Route("/spread", "/spread", ("application/json", PAGE)),
    Route("/static/<path:filename>", "/static/sinograph.css"),
    Route("/terms", "/terms"),
    Route("/terms/unknown", at("/terms/unknown", query="ASK { ?s sino:usess ?o }")),
)
