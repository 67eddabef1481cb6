"""CONSTRUCT rules by chance, and facts for them; few names, so that rules feed one another and themselves."""

from __future__ import annotations

import re

from hypothesis import strategies as st

VARIABLES = ["?a", "?b", "?c", "?d"]
THINGS = [f":i{number}" for number in range(5)]
LINKS = [":by", ":uses", ":under"]
CLASSES = [":Lab", ":Model"]
SCORES = ["1", "2.5", "2", "'x'"]

things = st.sampled_from(THINGS)
links = st.sampled_from(LINKS)
classes = st.sampled_from(CLASSES)

facts = st.one_of(
    st.tuples(things, links, things),
    st.tuples(things, st.just("a"), classes),
    st.tuples(things, st.just(":score"), st.sampled_from(SCORES)),
).map(lambda fact: f"{' '.join(fact)} .")


@st.composite
def _atoms(draw: st.DrawFn, places: st.SearchStrategy[str]) -> str:
    match draw(st.integers(0, 5)):
        case 0:
            return f"{draw(places)} a {draw(classes)}"
        case 1:
            return f"{draw(places)} :score {draw(st.one_of(places, st.sampled_from(SCORES)))}"
    return f"{draw(places)} {draw(links)} {draw(places)}"


@st.composite
def _filters(draw: st.DrawFn, variables: list[str]) -> str:
    # Not <= and >=: of one IRI and itself they are an error in SPARQL, and true in pyoxigraph.
    one, other = draw(st.sampled_from(variables)), draw(st.sampled_from([*variables, ":i1", "2"]))
    operator = draw(st.sampled_from(["=", "!=", "<", ">"]))
    if draw(st.booleans()):
        return f"FILTER(STR({one}) {operator} STR({other}))"
    return f"FILTER({one} {operator} {other})"


def variables_in(atoms: list[str]) -> list[str]:
    """Return the variables of patterns, in order."""
    return sorted(set(re.findall(r"\?\w+", " ".join(atoms))))


_places = st.sampled_from([*VARIABLES * 3, *THINGS])
_bodies = st.lists(_atoms(_places), min_size=1, max_size=4).filter(variables_in)


@st.composite
def _queries(draw: st.DrawFn) -> str:
    body = draw(_bodies)
    variables = variables_in(body)
    head = draw(st.lists(_atoms(st.sampled_from([*variables * 3, ":i0"])), min_size=1, max_size=2))
    filters = draw(st.lists(_filters(variables), max_size=2))
    return f"CONSTRUCT {{ {' . '.join(head)} }} WHERE {{ {' . '.join(body)} {' '.join(filters)} }}"


queries = st.lists(_queries(), min_size=1, max_size=4)
