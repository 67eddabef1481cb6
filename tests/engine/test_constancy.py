from __future__ import annotations

import pytest

from sinograph.engine.constancy import Constancy, constancy


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("SELECT * { ?s ?p ?o }", Constancy.BYTES),
        ("ASK { ?s ?p 'NOW()' } # RAND()", Constancy.BYTES),
        ("SELECT ?now ?uuid { ?now ex:uuid ?uuid }", Constancy.BYTES),
        ("SELECT (NOW() AS ?x) {}", Constancy.NOTHING),
        ("SELECT * { BIND(rand()AS ?x) }", Constancy.NOTHING),
        ("SELECT (UUID() AS ?x) {}", Constancy.NOTHING),
        ("SELECT (STRUUID() AS ?x) {}", Constancy.NOTHING),
        ("SELECT * { service <http://x/> {} }", Constancy.NOTHING),
        ("SELECT (BNODE() AS ?x) {}", Constancy.MEANING),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p [] . _:b ?p ?o FILTER(?s != ?o) }", Constancy.BYTES),
        ("CONSTRUCT WHERE { ?s ?p ?o }", Constancy.BYTES),
        ("CONSTRUCT FROM <http://x/> WHERE { ?s ?p [] }", Constancy.BYTES),
        ("CONSTRUCT { ?s ?p [] } WHERE { ?s ?p ?o }", Constancy.MEANING),
        ("CONSTRUCT { _:b ?p ?o } WHERE { ?s ?p ?o }", Constancy.MEANING),
        ("CONSTRUCT { ?s ?p (1 2) } WHERE { ?s ?p ?o }", Constancy.MEANING),
        ("CONSTRUCT { ?s ex:p ?o . ?s ex:q [ ex:r 1 ] } WHERE {}", Constancy.MEANING),
        ("CONSTRUCT { ?s ?p ?o {| ex:q ex:r |} } WHERE {}", Constancy.MEANING),
        ("CONSTRUCT { << ?s ?p ?o >> ex:q ex:r } WHERE {}", Constancy.MEANING),
        ("CONSTRUCT { ?s ?p ?o ~ } WHERE {}", Constancy.MEANING),
        ("CONSTRUCT { ?s ?p <<( ?s ?p ?o )>> } WHERE { ?s ?p [] }", Constancy.BYTES),
        ("DESCRIBE ex:tea", Constancy.BYTES),
        ("nonsense", Constancy.BYTES),
    ],
)
def test_tells_what_stays(text: str, stays: Constancy) -> None:
    assert constancy(text) is stays
