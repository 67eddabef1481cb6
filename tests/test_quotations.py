from pyoxigraph import Literal, NamedNode, Quad

from sinograph.namespaces import expand, sino
from sinograph.quotations import quotations

GRAPH = NamedNode("https://example.org/graph")


def said(subject: str, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    return Quad(expand(subject), predicate, value, GRAPH)


def test_a_passage_of_one_span_is_quoted_by_it() -> None:
    metadata = [said("passage:one", expand("oa:exact"), Literal("744B parameters"))]
    assert list(quotations(metadata)) == [said("passage:one", sino("quotation"), Literal("744B parameters"))]


def test_fragments_are_joined_in_the_order_of_the_text() -> None:
    metadata = [
        said("passage:two", sino("hasFragment"), expand("fragment:two-1")),
        said("passage:two", sino("hasFragment"), expand("fragment:two-2")),
        said("fragment:two-2", expand("oa:exact"), Literal("DeepSeek")),
        said("fragment:two-2", expand("oa:start"), Literal(900)),
        said("fragment:two-1", expand("oa:exact"), Literal("STARTUPS")),
        said("fragment:two-1", expand("oa:start"), Literal(80)),
    ]
    assert list(quotations(metadata)) == [said("passage:two", sino("quotation"), Literal("STARTUPS … DeepSeek"))]


def test_a_passage_without_words_has_no_part_in_it() -> None:
    assert list(quotations([said("passage:three", sino("modality"), sino("Stated"))])) == []
