"""How triples and steps are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, Triple

from sinograph.explaining.wording import plural
from sinograph.namespaces import expand

if TYPE_CHECKING:
    from sinograph.explaining import Knowledge

SPREADS = {
    "mla-from-deepseek-to-western-labs-by-adoption": "MLA spread from DeepSeek to Western labs",
    "deepseek-sparse-attention-from-deepseek-to-zhipu-ai-through-glm-5": (
        "DeepSeek Sparse Attention spread from DeepSeek to Zhipu AI through GLM-5"
    ),
    "distillation-of-deepseek-r1-from-deepseek-to-alibaba-through-qwen-bases": (
        "What DeepSeek R1 can do spread from DeepSeek to Alibaba"
    ),
}


@pytest.mark.parametrize(("slug", "headline"), SPREADS.items(), ids=SPREADS.keys())
def test_what_a_rule_has_named_is_said_by_its_sentence(knowledge: Knowledge, slug: str, headline: str) -> None:
    triple = Triple(expand(f"spread:{slug}"), expand("rdf:type"), expand("sino:TechniqueSpread"))
    step = knowledge.derivation(triple)
    assert step
    assert knowledge.wording.headline(triple, step) == headline
    assert knowledge.wording.sentence(step).startswith(f"{headline}: ")


def test_other_statements_say_themselves(knowledge: Knowledge) -> None:
    triple = Triple(expand("lab:zhipu-ai"), expand("sino:practises"), expand("technique:deepseek-sparse-attention"))
    assert knowledge.wording.headline(triple, knowledge.derivation(triple)) == (
        "Zhipu AI practises DeepSeek Sparse Attention"
    )


@pytest.mark.parametrize(
    ("subject", "said"), [("group:western-labs", "Western labs adopt MLA"), ("lab:deepseek", "DeepSeek adopts MLA")]
)
def test_a_group_is_spoken_of_in_the_plural(knowledge: Knowledge, subject: str, said: str) -> None:
    triple = Triple(expand(subject), expand("sino:adopts"), expand("technique:mla"))
    assert knowledge.wording.phrase(triple) == said


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("adopts", "adopt"),
        ("is part of", "are part of"),
        ("has aspect", "have aspect"),
        ("studies", "study"),
        ("focuses on", "focus on"),
        ("had", "had"),
    ],
)
def test_verbs_have_a_plural(verb: str, said: str) -> None:
    assert plural(verb) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [("2025", "2025"), ("-12345", "-12,345"), ("1" * 5000, "1" * 5000)],
    ids=["year", "long", "huge"],
)
def test_numbers_are_grouped_where_that_helps(small: Knowledge, number: str, said: str) -> None:
    assert small.wording.name(Literal(number, datatype=expand("xsd:integer"))) == said
