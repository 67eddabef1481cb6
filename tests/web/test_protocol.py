from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, Request, request
from werkzeug.exceptions import RequestEntityTooLarge

from sinograph.engine.attention import LONG, READERS, attention
from sinograph.engine.complexity import QUERY_BYTES
from sinograph.web.protocol import FORM, MOST_FORM_BYTES, MOST_PARAMETERS, QUERY, read_request

if TYPE_CHECKING:
    from sinograph.web.protocol import ProtocolRequest

APP = Flask(__name__)
LONGEST = "ASK {} #".ljust(QUERY_BYTES, "x")


def read(data: str, content_type: str = FORM) -> ProtocolRequest | None:
    with APP.test_request_context("/sparql", method="POST", data=data, content_type=content_type):
        sent: Request = request
        return read_request(sent)


def encoded(text: str) -> str:
    """Percent-encode a text throughout."""
    return "".join(f"%{byte:02X}" for byte in text.encode())


def test_the_longest_query_may_be_encoded_throughout_and_name_many_graphs() -> None:
    graphs = [f"https://example.org/graph/{number}" for number in range(MOST_PARAMETERS - 1)]
    asked = read(f"query={encoded(LONGEST)}&" + "&".join(f"named-graph-uri={encoded(graph)}" for graph in graphs[:500]))
    assert asked is not None
    assert (asked.text, len(asked.named_graphs)) == (LONGEST, 500)
    asked = read(f"query={encoded(LONGEST)}&" + "&".join(f"named-graph-uri={graph}" for graph in graphs))
    assert asked is not None
    assert asked.named_graphs == tuple(graphs)


@pytest.mark.parametrize(
    ("data", "content_type", "most"),
    [
        (f"query={'x' * MOST_FORM_BYTES}", FORM, "400,000"),
        (f"query={'%' * MOST_FORM_BYTES}", FORM, "400,000"),
        (f"{LONGEST}x", QUERY, "65,536"),
    ],
    ids=["a form", "an encoded form", "a query"],
)
def test_what_is_too_large_is_refused_before_it_is_read(data: str, content_type: str, most: str) -> None:
    with ExitStack() as readers:
        for _ in range(READERS):
            readers.enter_context(attention("x" * (LONG + 1)))
        with pytest.raises(RequestEntityTooLarge, match=most):
            read(data, content_type)


def test_a_large_form_waits_for_a_reader_and_no_other_does() -> None:
    answers: list[Any] = []
    large = threading.Thread(target=lambda: answers.append(read(f"query={LONGEST}")))
    with ExitStack() as readers:
        for _ in range(READERS):
            readers.enter_context(attention("x" * (LONG + 1)))
        large.start()
        assert read("query=ASK+%7B%7D") is not None
        large.join(0.2)
        assert not answers
    large.join()
    assert answers[0].text == LONGEST
