"""Queries that were written to end a server, by what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

EX: Final = "PREFIX ex: <https://example.org/> "


def _nested(before: str, opening: str, middle: str, closing: str, after: str) -> Callable[[int], str]:
    return lambda depth: f"{before}{opening * depth}{middle}{closing * depth}{after}"


def _in_a_row(before: str, part: str, after: str) -> Callable[[int], str]:
    """Repeat a part, in which ``%`` is the number of the repetition."""
    return lambda depth: before + "".join(part.replace("%", str(place)) for place in range(depth)) + after


_ASK: Final = f"{EX}ASK {{ "
_ROWS: Final = f"{EX}SELECT * {{ "
_FILTER: Final = f"{EX}ASK {{ FILTER("

CRASHERS: Final[Mapping[str, Callable[[int], str]]] = {
    "str": _nested(_FILTER, "STR(", "1", ")", ") }"),
    "if": _nested(_FILTER, "IF(true,", "1", ",1)", ") }"),
    "coalesce": _nested(_FILTER, "COALESCE(", "1", ")", ") }"),
    "concat": _nested(_FILTER, "CONCAT('a',", "'b'", ")", ") }"),
    "cast": _nested(_FILTER, "<http://www.w3.org/2001/XMLSchema#string>(", "1", ")", ") }"),
    "in": _nested(_FILTER, "1 IN (", "1", ")", ") }"),
    "brackets": _nested(_FILTER, "(", "1", ")", ") }"),
    "exists": _nested(_ASK, "FILTER EXISTS { ", "?s ?p ?o", " }", " }"),
    "not exists": _nested(_ASK, "FILTER NOT EXISTS { ", "?s ?p ?o", " }", " }"),
    "group": _nested(_ASK, "{", "", "}", " }"),
    "optional": _nested(_ASK, "OPTIONAL {", "", "}", " }"),
    "minus": _nested(_ASK, "MINUS {", "", "}", " }"),
    "graph": _nested(_ASK, "GRAPH ?g {", "", "}", " }"),
    "union": _nested(_ASK, "{", "", "} UNION {}", " }"),
    "sub-select": _nested(_ASK, "{ SELECT * { ", "", " } }", " }"),
    "aggregate": _nested(f"{EX}SELECT (", "SUM(", "1", ")", " AS ?n) {}"),
    "blank nodes": _nested(f"{_ASK}?s ?p ", "[ ex:p ", "1", " ]", " }"),
    "list": _nested(f"{_ASK}?s ?p ", "( ", "1", " )", " }"),
    "triple terms": _nested(f"{_ASK}?s ?p ", "<<( ?s ?p ", "1", " )>>", " }"),
    "reifiers": _nested(_ASK, "<< ", "?s ?p ?o", " >> ?p ?o", " }"),
    "annotations": _nested(f"{_ASK}?s ?p ?o", "{| ?p ?o ", "", " |}", " }"),
    "path brackets": _nested(f"{_ASK}?s ", "(", "ex:p", ")", " ?o }"),
    "path closures": _nested(f"{_ASK}?s ", "(", "ex:p", ")*", " ?o }"),
    "path inverses": _nested(f"{_ASK}?s ", "(^", "ex:p", ")", " ?o }"),
    "not": _nested(_FILTER, "!", "true", "", ") }"),
    "signs": _nested(_FILTER, "-(", "1", ")", ") }"),
    "minus in a row": _in_a_row(_ASK, "MINUS {} ", "}"),
    "bind in a row": _in_a_row(_ASK, "BIND(% AS ?v%) ", "}"),
    "union in a row": _in_a_row(f"{_ASK}{{}} ", "UNION {} ", "}"),
    "filter in a row": _in_a_row(_ASK, "FILTER(true) ", "}"),
    "optional in a row": _in_a_row(_ASK, "OPTIONAL {} ", "}"),
    "exists in a row": _in_a_row(_ASK, "FILTER EXISTS {} ", "}"),
    "values in a row": _in_a_row(_ASK, "VALUES ?v% { 1 } ", "}"),
    "groups in a row": _in_a_row(_ASK, "{} ", "}"),
    "sub-selects in a row": _in_a_row(_ASK, "{ SELECT * {} } ", "}"),
    "or": _in_a_row(f"{_FILTER}false", "||false", ") }"),
    "and": _in_a_row(f"{_FILTER}true", "&&true", ") }"),
    "sum": _in_a_row(f"{_FILTER}1", "+1", ") }"),
    "quotient": _in_a_row(f"{_FILTER}1", "/1", ") }"),
    "path sequence": _in_a_row(f"{_ASK}?s ex:p", "/ex:p", " ?o }"),
    "path alternatives": _in_a_row(f"{_ASK}?s ex:p", "|ex:p", " ?o }"),
    "negated set": _in_a_row(f"{_ASK}?s !(ex:p", "|^ex:p", ") ?o }"),
    "objects": _in_a_row(f"{_ASK}?s ?p 0", ",%", " }"),
    "properties": _in_a_row(f"{_ASK}?s ?p ?o", ";?p% ?o%", " }"),
    "terms": _in_a_row(f"{_FILTER}1 IN (0", ",%", ")) }"),
    "prefixes": lambda depth: "".join(f"PREFIX p{place}: <https://example.org/> " for place in range(depth)) + "ASK {}",
    "projections": _in_a_row("SELECT ", "(% AS ?v%) ", "{}"),
    "groupings": _in_a_row("SELECT (COUNT(*) AS ?n) {} GROUP BY ", "(% AS ?v%) ", ""),
    "orders": _in_a_row("SELECT * { ?s ?p ?o } ORDER BY ", "DESC(?s) ", "LIMIT 1"),
    "havings": _in_a_row("SELECT (COUNT(*) AS ?n) {} HAVING ", "(true) ", ""),
    "descriptions": _in_a_row(f"{EX}DESCRIBE ", "ex:n% ", ""),
    "datasets": _in_a_row(f"{EX}SELECT * ", "FROM ex:g% ", "{}"),
    "template": _in_a_row(f"{EX}CONSTRUCT {{ ", "ex:s ex:p % . ", "} WHERE {}"),
}
"""Queries of any depth, by what is nested or repeated in them. At depth 1 each is well-formed."""


def _chain(length: int) -> str:
    return " ".join(f"?v{place} ?p{place} ?v{place + 1} ." for place in range(length))


def _star(length: int) -> str:
    return " ".join(f"?s ?p{place} ?o{place} ." for place in range(length))


def _apart(length: int) -> str:
    return " ".join(f"?s{place} ex:number ?o{place} ." for place in range(length))


PLANNER_BOMBS: Final[Mapping[str, Callable[[int], str]]] = {
    "chain": lambda size: f"{_ASK}{_chain(size)} }}",
    "star": lambda size: f"{_ASK}{_star(size)} }}",
    "apart": lambda size: f"{_ASK}{_apart(size)} }}",
    "in groups": lambda size: f"{_ASK}{' '.join(f'{{ {triple}. }}' for triple in _chain(size).split('.')[:-1])} }}",
    "in a sub-select": lambda size: f"{_ASK}{{ SELECT * {{ {_chain(size)} }} }} }}",
    "in a graph": lambda size: f"{_ASK}GRAPH ?g {{ {_chain(size)} }} }}",
    "in exists": lambda size: f"{_ASK}FILTER EXISTS {{ {_chain(size)} }} }}",
    "properties": lambda size: f"{_ASK}?s {' ; '.join(f'?p{place} ?o{place}' for place in range(size))} }}",
    "objects": lambda size: f"{_ASK}?s ?p {' , '.join(f'?o{place}' for place in range(size))} }}",
    "blank nodes": lambda size: f"{_ASK}{' '.join(f'[ ?p{place} ?o{place} ] .' for place in range(size))} }}",
    "members": lambda size: f"{_ASK}?s ?p ({' '.join(f'?o{place}' for place in range(size))}) }}",
    "sequence": lambda size: f"{_ASK}?s {'/'.join(['ex:next'] * size)} ?o }}",
    "construct where": lambda size: f"{EX}CONSTRUCT WHERE {{ {_chain(size)} }}",
}
"""Groups of as many triple patterns as are asked for, which a planner puts in order."""


def _optionals(number: int, patterns: int = 1) -> str:
    groups = (" ".join(f"?s ?p{place} ?o{place}_{each} ." for each in range(patterns)) for place in range(number))
    return " ".join(f"OPTIONAL {{ {group} }}" for group in groups)


OPTIONAL_BOMBS: Final[Mapping[str, str]] = {
    "one pattern": f"{_ASK}?s ?p ?o {_optionals(299)} }}",
    "two patterns": f"{_ASK}?s ?p ?o {_optionals(149, 2)} }}",
    "sixty patterns": f"{_ASK}?s ?p ?o {_optionals(4, 60)} }}",
    "before patterns": f"{_ASK}{_optionals(240)} {_star(60)} }}",
    "behind patterns": f"{_ASK}{_star(60)} {_optionals(240)} }}",
    "nested": _nested(f"{_ASK}?s ?p ?o ", "OPTIONAL { ?s ?q ?r . ?r ?t ?u ", "", "}", " }")(97),
    "apart": f"{_ROWS}{' '.join(f'OPTIONAL {{ ?s{place} ?p{place} ?o{place} }}' for place in range(300))} }}",
    "graphs": f"{_ASK}?s ?p ?o {' '.join(f'OPTIONAL {{ GRAPH ?g {{ ?s ?p ?o{n} }} }}' for n in range(299))} }}",
    "paths": f"{_ASK}?s ?p ?o {' '.join(f'OPTIONAL {{ ?s ex:next* ?o{place} }}' for place in range(299))} }}",
    "conditions": f"{_ROWS}?s ?p ?o {_optionals(150)} {' '.join(f'FILTER(?o{n}_0 != ?o)' for n in range(150))} }}",
    "subqueries": f"{_ROWS}?s ?p ?o {'OPTIONAL { SELECT * { ?s ?p ?o } } ' * 299} }}",
}
"""As many OPTIONALs as there may be, which a planner needs up to minutes for."""

TABLE: Final = " ".join(f"?a{place} ex:number ?b{place} ." for place in range(4))
"""A product of a million million rows."""

NEVER: Final = "FILTER(?b0 + ?b1 + ?b2 + ?b3 < 0)"

_NUMBERS: Final = " ".join(map(str, range(500)))

PRODUCTS: Final[Mapping[str, str]] = {
    "where": f"{_ROWS}{TABLE} {NEVER} }}",
    "ask": f"{_ASK}{TABLE} {NEVER} }}",
    "optional": f"{_ROWS}OPTIONAL {{ {TABLE} {NEVER} }} }}",
    "exists": f"{_ASK}FILTER EXISTS {{ {TABLE} {NEVER} }} }}",
    "not exists": f"{_ASK}FILTER NOT EXISTS {{ {TABLE} {NEVER} }} }}",
    "bound exists": f"{_ROWS}BIND(EXISTS {{ {TABLE} {NEVER} }} AS ?e) }}",
    "minus": f"{_ROWS}VALUES ?b0 {{ 1 }} MINUS {{ {TABLE} {NEVER} }} }}",
    "union": f"{_ROWS}{{ {TABLE} {NEVER} }} UNION {{ {TABLE} {NEVER} }} }}",
    "sub-select": f"{_ROWS}{{ SELECT (COUNT(*) AS ?n) {{ {TABLE} }} }} }}",
    "construct": f"{EX}CONSTRUCT {{ ?a0 ex:p ?b3 }} WHERE {{ {TABLE} {NEVER} }}",
    "describe": f"{EX}DESCRIBE ?a0 {{ {TABLE} {NEVER} }}",
    "count": f"{EX}SELECT (COUNT(*) AS ?n) {{ {TABLE} }}",
    "sum": f"{EX}SELECT (SUM(?b0 * ?b1) AS ?n) {{ {TABLE} }}",
    "group": f"{EX}SELECT ?b0 (COUNT(*) AS ?n) {{ {TABLE} }} GROUP BY ?b0",
    "having": f"{EX}SELECT (COUNT(*) AS ?n) {{ {TABLE} }} HAVING (COUNT(*) < 0)",
    "order": f"{_ROWS}{TABLE} }} ORDER BY ?b3 DESC(?b0) LIMIT 1",
    "distinct": f"{EX}SELECT DISTINCT ?b0 {{ {TABLE} }}",
    "offset": f"{_ROWS}{TABLE} }} OFFSET 1000000000000 LIMIT 1",
    "values": f"{_ROWS}{' '.join(f'VALUES ?b{place} {{ {_NUMBERS} }}' for place in range(4))} {NEVER} }}",
    "any graph": f"{_ASK}GRAPH ?g {{ ?s ?p ?o }} {TABLE} {NEVER} }}",
    "closure": f"{_ASK}?a (ex:next|^ex:next)* ?b . ?b (ex:next|^ex:next)* ?c . ?c ex:next* ?d . FILTER(?a = <x:x>) }}",
    "closure of anything": f"{EX}SELECT (COUNT(*) AS ?n) {{ ?a (!ex:p|^!ex:p)+ ?b . ?b (!ex:p|^!ex:p)+ ?c }}",
}
"""Queries that take far longer than a query may, with the product in each place where there may be one."""


def _doubled(times: int, start: str = "'0123456789'") -> str:
    binds = "".join(f"BIND(CONCAT(?d{place}, ?d{place}) AS ?d{place + 1}) " for place in range(times))
    return f"BIND({start} AS ?d0) {binds}"


MEMORY_BOMBS: Final[Mapping[str, str]] = {
    "doubling": f"{EX}SELECT (STRLEN(?d40) AS ?n) {{ {_doubled(40)} }}",
    "doubling in rows": f"{_ROWS}?s ex:number ?o {_doubled(24)} FILTER(STRLEN(?d24) > 0) }}",
    "doubling by REPLACE": (
        f"{EX}SELECT (STRLEN(?d30) AS ?n) {{ BIND('aa' AS ?d0) "
        + "".join(f"BIND(REPLACE(?d{place}, 'a', 'aa') AS ?d{place + 1}) " for place in range(30))
        + "}"
    ),
    "concatenation": f"{EX}SELECT (GROUP_CONCAT(?a0) AS ?all) {{ {TABLE} }}",
    "order": f"{_ROWS}{TABLE} }} ORDER BY ?b3",
    "distinct": f"{EX}SELECT DISTINCT * {{ {TABLE} }}",
    "groups": f"{EX}SELECT ?b0 ?b1 ?b2 (COUNT(*) AS ?n) {{ {TABLE} }} GROUP BY ?b0 ?b1 ?b2",
    "distinct count": f"{EX}SELECT (COUNT(DISTINCT *) AS ?n) {{ {TABLE} }}",
    "percent-encoding": (
        f"{EX}SELECT (STRLEN(?d20) AS ?n) {{ BIND('%' AS ?d0) "
        + "".join(f"BIND(ENCODE_FOR_URI(CONCAT(?d{p}, ?d{p})) AS ?d{p + 1}) " for p in range(20))
        + "}"
    ),
}

_TEXT: Final = "a" * 20_000

CPU_BOMBS: Final[Mapping[str, str]] = {
    "regex": f"{_FILTER}REGEX('{_TEXT}!', '^(a+)+$')) }}",
    "regex size": f"{_FILTER}REGEX('{_TEXT}', '((a{{1,1000}}){{1,1000}}){{1,1000}}')) }}",
    "regex classes": f"{_FILTER}REGEX('{_TEXT}', '(\\\\p{{L}}{{1,500}}){{1,500}}')) }}",
    "regex in rows": f"{_ASK}{TABLE} FILTER(REGEX(STR(?a0), '(.*)*(.*)*(.*)*x$')) }}",
    "replace": f"{_FILTER}STRLEN(REPLACE('{_TEXT}', '(.*)*(.*)*', '$1$1$2$2')) < 0) }}",
    "hashes": f"{_ASK}{TABLE} FILTER(SHA512(SHA384(SHA256(SHA1(MD5(STR(?a0)))))) = STR(?a1)) }}",
    "uuid": f"{_ASK}{TABLE} FILTER(STRUUID() = STR(?a1)) }}",
    "comparisons": f"{_ASK}{TABLE} FILTER(CONTAINS(CONCAT(STR(?a0), STR(?a1)), CONCAT('x', STR(?a2)))) }}",
}

HEAVY: Final = PRODUCTS["count"]
