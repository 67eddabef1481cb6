from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from sinograph.linked.addresses import Addresses, read_base
from sinograph.namespaces import BASE


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (f"{BASE}id/model/glm-5", "/id/model/glm-5"),
        (f"{BASE}id/model/a%2Fb", "/id/model/a%2Fb"),
        (f"{BASE}id/lab/月", "/id/lab/%E6%9C%88"),
        (f"{BASE}ontology", "/ontology"),
        (f"{BASE}ontology#Lab", "/ontology#Lab"),
        (f"{BASE}graph/inferred", "/graphs?graph=https%3A%2F%2Fw3id.org%2Fsinograph%2Fgraph%2Finferred"),
        (f"{BASE}id/model", None),
        (f"{BASE}id/model/glm-5#size", None),
        (f"{BASE}ontology2#Lab", None),
        ("https://example.org/id/model/glm-5", None),
    ],
)
def test_where_an_iri_is_answered_for(iri: str, path: str | None) -> None:
    assert Addresses().local(NamedNode(iri)) == path


def test_another_base() -> None:
    addresses = Addresses("http://localhost:8000/")
    assert addresses.thing("model/x") == NamedNode("http://localhost:8000/id/model/x")
    assert addresses.local(NamedNode("http://localhost:8000/id/model/x")) == "/id/model/x"
    assert addresses.local(NamedNode(f"{BASE}id/model/x")) is None


@pytest.mark.parametrize("path", ["model/a b", "model/<x>", "model/\x00"])
def test_what_cannot_be_an_iri_is_no_thing(path: str) -> None:
    assert Addresses().thing(path) is None


@pytest.mark.parametrize("text", ["", "/", "w3id.org/", "ftp://x/", "https://x", "https://x/?a=/", "https://a b/"])
def test_refuses_a_base_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_base(text)


def test_reads_a_base() -> None:
    assert read_base("http://localhost:8000/") == "http://localhost:8000/"
