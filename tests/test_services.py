from __future__ import annotations

import pytest

from sinograph.errors import SinographError
from sinograph.settings import Settings


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("", ()),
        (" , ", ()),
        ("https://a.example/sparql", ("https://a.example/sparql",)),
        (
            "http://a.example:8080/sparql?default-graph-uri=http://g/, http://[::1]:1/\nhttps://a.example,http://[::1]:1/",
            ("http://a.example:8080/sparql?default-graph-uri=http://g/", "http://[::1]:1/", "https://a.example"),
        ),
    ],
    ids=["none", "nothing", "one", "several"],
)
def test_reads_a_list(text: str, services: tuple[str, ...]) -> None:
    assert Settings.load({"SINOGRAPH_SERVICES": text}).services == services


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "/sparql",
        "//a.example/sparql",
        "ftp://a.example/",
        "file:///etc/passwd",
        "http:///sparql",
        "http://:80/",
        "http://a.example:99999/",
        "http://a.example:0/",
        "http://a.example:x/",
        "http://[::1/",
        "http://a.example/#b",
        "http://a.example/{b}",
        "http://a.example/\\u0041",
        "http://a.example/ sparql",
    ],
)
def test_refuses_what_is_no_endpoint(text: str) -> None:
    with pytest.raises(SinographError) as caught:
        Settings.load({"SINOGRAPH_SERVICES": text})
    assert repr(text) in str(caught.value)
    assert caught.value.where == "SINOGRAPH_SERVICES"
    assert "http or https IRIs" in str(caught.value)


@pytest.mark.parametrize("user", ["me:secret", "secret", ":secret"])
def test_refuses_a_password_without_repeating_it(user: str) -> None:
    with pytest.raises(SinographError, match="has a user or a password") as caught:
        Settings.load({"SINOGRAPH_SERVICES": f"http://{user}@a.example/"})
    assert "secret" not in str(caught.value)
