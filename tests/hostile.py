"""Data that mean harm, in the project's own terms, and every address whose answer they can get into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from sinograph.namespaces import BASE, GRAPH, expand, sino

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from flask import Flask

    from sinograph.tabulation import Term

Node = NamedNode | BlankNode

TYPE: Final = expand("rdf:type")
LABEL: Final = expand("skos:prefLabel")
ONTOLOGY: Final = NamedNode(f"{GRAPH}ontology")

ADDRESSES: Final[dict[str, tuple[str, ...]]] = {
    "pages.front": ("/",),
    "sparql.endpoint": (
        "/sparql",
        "/sparql?format=html&query=SELECT * { ?s ?p ?o } LIMIT 300",
        "/sparql?format=html&query=CONSTRUCT WHERE { ?s ?p ?o } LIMIT 300",
    ),
    "descriptions.dataset": ("/dataset",),
    "descriptions.void": ("/.well-known/void",),
    "downloads.croissant": ("/dataset/croissant",),
    "graph_store.indirect": ("/graphs", "/graphs?default", "/graphs?graph=https://example.org/passage"),
    "disputes.listing": ("/disputes",),
    "documents.listing": ("/documents",),
    "documents.document": ("/documents/hostile",),
    "spread.listing": ("/spread",),
    "models.listing": ("/models", "/models?lab=hostile&size=1t"),
    "terms.listing": ("/terms",),
    "terms.unknown": ("/terms/unknown?query=SELECT * { ?s sino:nothing ?o }",),
    "explanations.explanation": ("/explain?s=hostile&p=uses&o=nothing",),
    "impacts.impact": ("/impact?passage=hostile",),
    "things.thing": ("/id/model/hostile",),
    "things.data": ("/data/model/hostile.ttl", "/data/model/hostile.jsonld"),
    "things.page": ("/page/model/hostile", "/page/passage/hostile", "/page/dispute/hostile", "/page/spread/hostile"),
    "things.linkset": ("/linkset/model/hostile",),
    "vocabulary.ontology": ("/ontology",),
    "vocabulary.file": ("/ontology.ttl",),
    "vocabulary.part": ("/ontology/Model", "/ontology/nothing"),
    "lookup.search": ("/search?q=hostile", "/search?q=hostile name"),
    "reconcile.service": ('/reconcile?queries={"a":{"query":"hostile"}}',),
    "reconcile.properties": ("/reconcile/properties?type=Model",),
    "reconcile.entity": ("/reconcile/suggest/entity?prefix=hos",),
    "reconcile.term": ("/reconcile/suggest/type?prefix=mod", "/reconcile/suggest/property?prefix=use"),
    "reconcile.flyout": ("/reconcile/flyout/entity?id=model/hostile", "/reconcile/flyout/type?id=Model"),
    "reconcile.preview": ("/reconcile/preview?id=model/hostile",),
    "reconcile.view": ("/reconcile/view?id=model/hostile",),
}
"""What to ask for, by the endpoint that answers."""

UNTOUCHED: Final = frozenset(
    (
        "static",
        "pages.health",
        "sparql.question",
        "downloads.download",
        "graph_store.direct",
        "explanations.rule",
        "explanations.proof",
        "lookup.description",
        "operations.ready",
        "operations.numbers",
    )
)
"""Endpoints that say nothing of the data, say the same as others, or have something only where there is a release."""


def addresses_of(app: Flask) -> list[str]:
    """Return every address; an endpoint that is in neither list is an error."""
    known = {rule.endpoint for rule in app.url_map.iter_rules() if rule.methods and "GET" in rule.methods}
    assert known == ADDRESSES.keys() | UNTOUCHED
    return [address for addresses in ADDRESSES.values() for address in addresses]


def literal(text: str, datatype: str) -> Literal:
    """Return a literal of an XSD datatype."""
    return Literal(text, datatype=expand(f"xsd:{datatype}"))


VALUES: Final[dict[str, tuple[Term, ...]]] = {
    "nodes": (
        BlankNode(),
        NamedNode("javascript:alert(1)"),
        NamedNode(f"{BASE}id/"),
        NamedNode(f"{BASE}id/model/a?b#c"),
        NamedNode("urn:x"),
    ),
    "texts": (
        Literal(""),
        Literal("</script><script>alert(1)</script> {0} {name} %s {{ 7 }}", language="en"),
        Literal("\u202e\u2066\u0001\u0007\u200f\ufeff\uffff", language="en"),
    ),
    "a long text": (Literal("word " * 80_000, language="en"),),
    "numbers": (
        literal("9" * 5000, "integer"),
        literal("many", "integer"),
        literal("٣", "integer"),
        literal("NaN", "double"),
        literal("-INF", "double"),
        literal("1e399", "double"),
    ),
    "dates": (
        literal("2026-99-99", "date"),
        literal("0001-01-01", "date"),
        literal("0000", "gYear"),
        literal("9999-12-31", "date"),
        literal("99999-01-01", "date"),
    ),
}
"""What may stand wherever something else is expected."""

WHOLE: Final[dict[str, dict[str, Term]]] = {
    "spread": {
        "a": sino("TechniqueSpread"),
        "sino:fromLab": expand("lab:hostile"),
        "sino:toLab": expand("lab:other"),
        "sino:channel": expand("topic:hostile"),
        "sino:technique": expand("technique:hostile"),
        "sino:throughModel": expand("model:hostile"),
        "sino:earliest": literal("2026-01-01", "date"),
        "sino:latest": literal("2026-01-31", "date"),
        "sino:atTime": literal("2026-01", "gYearMonth"),
        "prov:wasDerivedFrom": expand("passage:hostile"),
    },
    "dispute": {
        "a": sino("Dispute"),
        "sino:disputeAbout": expand("model:hostile"),
        "sino:disputeSide": expand("passage:hostile"),
        "sino:disputedProperty": sino("totalParameters"),
    },
    "passage": {
        "a": sino("Passage"),
        "prov:wasQuotedFrom": expand("document:hostile"),
        "sino:quotation": Literal("hostile words"),
        "sino:modality": sino("Stated"),
        "sino:condition": sino("DamagedText"),
        "sino:conflictsWith": expand("passage:other"),
        "sino:hasFragment": expand("fragment:hostile"),
        "skos:editorialNote": Literal("a note"),
        "oa:exact": Literal("hostile words"),
        "oa:start": literal("1", "integer"),
        "oa:end": literal("9", "integer"),
    },
    "document": {
        "a": sino("SourceDocument"),
        "dcterms:title": Literal("Hostile"),
        "dcterms:description": Literal("A text"),
        "dcterms:tableOfContents": Literal("1 Hostile"),
        "sino:sha256": Literal("00"),
    },
    "model": {
        "a": sino("Model"),
        "sino:developedBy": expand("lab:hostile"),
        "sino:releaseDate": literal("2026-01-01", "date"),
        "sino:status": sino("Released"),
        "sino:totalParameters": literal("1000000000", "integer"),
        "sino:contextLength": literal("1000", "integer"),
        "sino:releasedUnder": expand("licence:hostile"),
        "sino:memberOf": expand("family:hostile"),
        "sino:uses": expand("technique:hostile"),
        "sino:hasPrice": expand("price:hostile"),
        "skos:definition": Literal("A model", language="en"),
        "schema:url": NamedNode("https://example.org/"),
    },
    "price": {
        "a": sino("Price"),
        "sino:value": literal("0.5", "decimal"),
        "sino:currency": Literal("$"),
        "sino:perTokens": literal("1000000", "integer"),
        "sino:priceDirection": sino("InputTokens"),
    },
    "result": {
        "a": sino("BenchmarkResult"),
        "sino:ofModel": expand("model:hostile"),
        "sino:onBenchmark": expand("benchmark:hostile"),
        "sino:score": literal("88", "decimal"),
        "sino:unit": sino("Percent"),
        "sino:statedAs": Literal("over 88%"),
    },
    "comparison": {
        "a": sino("Comparison"),
        "sino:measure": expand("benchmark:hostile"),
        "sino:comparedItem": expand("model:hostile"),
        "sino:comparedWith": expand("model:other"),
        "sino:outcome": sino("WithinMargin"),
        "sino:unit": sino("Point"),
        "sino:maximum": literal("0.7", "decimal"),
    },
    "observation": {
        "a": sino("Observation"),
        "sino:observationOf": expand("model:hostile"),
        "sino:measure": sino("ContextSize"),
        "sino:value": literal("128000", "integer"),
        "sino:timeStatedAs": Literal("late 2023"),
    },
    "lab": {"a": sino("Lab"), "sino:foundedIn": literal("2020", "gYear")},
    "technique": {"a": sino("Technique"), "sino:introducedBy": expand("lab:hostile")},
}
"""Things as they should be: by kind, what is said of them."""


def statements(kind: str, node: Node, told: dict[str, Term], name: Term) -> Iterator[Quad]:
    """Yield what is said of a thing, by nobody and by a passage."""
    for graph in (DefaultGraph(), expand("passage:hostile"), node):
        yield Quad(node, LABEL, name, graph)
        for prop, value in told.items():
            yield Quad(node, TYPE if prop == "a" else expand(prop), value, graph)
    if kind == "passage":
        yield Quad(expand("model:hostile"), sino("totalParameters"), literal("7", "integer"), node)


def spoilt(values: Iterable[Term]) -> Iterator[Quad]:
    """Yield every kind of thing as it should be, and for each value with each property in turn spoilt by it."""
    for kind, told in WHOLE.items():
        name = Literal(f"Hostile {kind}", language="en")
        yield from statements(kind, expand(f"{kind}:hostile"), told, name)
        for number, value in enumerate(values):
            yield from statements(kind, expand(f"{kind}:unnamed-{number}"), told, value)
            for place, prop in enumerate(told):
                yield from statements(kind, expand(f"{kind}:hostile-{number}-{place}"), {**told, prop: value}, name)
            if isinstance(value, Node):
                yield from statements(kind, value, told, name)
    for each in ("lab:other", "model:other", "topic:hostile", "benchmark:hostile"):
        yield Quad(expand(each), LABEL, Literal(each, language="en"))


def ladder(levels: int) -> Iterator[Quad]:
    """Yield an ontology without end: classes above and below one another in very many ways, and lists in lists."""

    def rung(level: int, side: str) -> NamedNode:
        return sino(f"Rung{level % levels}{side}")

    for level in range(levels):
        for side in "AB":
            yield Quad(rung(level, side), TYPE, expand("owl:Class"), ONTOLOGY)
            for other in "AB":
                yield Quad(rung(level + 1, other), expand("rdfs:subClassOf"), rung(level, side), ONTOLOGY)
                yield Quad(rung(level, side), expand("rdfs:subClassOf"), sino("Model"), ONTOLOGY)
    whole, cells = BlankNode(), [BlankNode() for _ in range(20)]
    yield Quad(sino("Model"), TYPE, expand("owl:Class"), ONTOLOGY)
    yield Quad(sino("Model"), expand("owl:equivalentClass"), whole, ONTOLOGY)
    yield Quad(whole, expand("owl:unionOf"), cells[0], ONTOLOGY)
    for cell, following in zip(cells, [*cells[1:], cells[0]], strict=True):
        yield Quad(cell, expand("rdf:first"), whole, ONTOLOGY)
        yield Quad(cell, expand("rdf:rest"), following, ONTOLOGY)


def many(number: int) -> Iterator[Quad]:
    """Yield much of everything: a model of many sizes, a benchmark with many scores, a dispute with many sides."""
    yield from spoilt(())
    for place in range(number):
        model, result, side = (expand(f"{kind}:many-{place}") for kind in ("model", "result", "passage"))
        told = {**WHOLE["result"], "sino:ofModel": model, "sino:score": literal(f"{place}.5", "decimal")}
        yield from statements("model", model, {"a": sino("Model")}, Literal(f"Many {place}", language="en"))
        yield from statements("result", result, told, Literal(f"Result {place}", language="en"))
        yield from statements("passage", side, WHOLE["passage"], Literal(f"Side {place}"))
        size = literal(str(10**9 + place * 12345677), "integer")
        yield Quad(expand("model:hostile"), sino("totalParameters"), size, expand("passage:hostile"))
        yield Quad(expand("dispute:hostile"), sino("disputeSide"), side)
        yield from statements(
            "spread", expand(f"spread:many-{place}"), WHOLE["spread"], Literal(f"Spread {place}", language="en")
        )


def fill(folder: Path, quads: Iterable[Quad]) -> None:
    """Put data into a new store."""
    store = Store(str(folder))
    store.bulk_extend(quads)
    store.flush()
