"""How complex a query may be: what the engine's parser and planner survive, and do within a query's time.

A planner that is at work for long takes no memory for it, and is ended with its process like any query that takes long.
"""

from __future__ import annotations

from typing import Final, NamedTuple

QUERY_BYTES: Final = 65_536
"""How long a query may be, in bytes of UTF-8."""


class Bound(NamedTuple):
    """A limit to what a query may contain.

    :param name: what it is called, in the plural
    :param most: how many are read
    :param counts: what counts as one
    :param remedy: what to do instead
    """

    name: str
    most: int
    counts: str
    remedy: str


# Measured on an empty store with pyoxigraph 0.5.13, in a process with a stack of 8 MB.
NESTED: Final = Bound(
    "nested brackets",
    100,  # the parser's stack ends at 725 FILTER EXISTS {, 925 functions, 2,200 {; nothing is slow at 100
    "brackets, blocks and functions within one another",
    "write it flatter, such as with VALUES or IN",
)
ANNOTATIONS: Final = Bound(
    "nested annotations",
    20,  # 20 take 0.02 s, 40 0.3 s, 60 3.7 s: each repeats the triples around it
    "`{| |}` within one another",
    "name the reifier with ~ and describe it in a triple of its own",
)
JOINED: Final = Bound(
    "triple patterns in a group",
    60,  # 60 with one subject take 0.1 s, 120 2.6 s, 200 17 s
    "triple patterns and what is joined with them: a path for each of its steps, a member of a collection for two, "
    "each `VALUES` and sub-SELECT; the patterns of inner groups and `GRAPH` too, and those of `UNION` where it is "
    "joined with something; an `OPTIONAL` is a group of its own",
    "ask for less at a time, or put a part into a sub-SELECT",
)
TRIPLES: Final = Bound(
    "triple patterns",
    300,  # five groups of 60 with one subject take 0.5 s
    "triple patterns in all, without those of a CONSTRUCT template",
    "ask in several queries",
)
OPERATIONS: Final = Bound(
    "operations",
    # The engine's stack ends at 2,700 BIND or MINUS in a row, some thousand conditions or DESCRIBEd terms, 1,000 times
    # OPTIONAL, MINUS and BIND. 100 OPTIONALs of one pattern on one subject are planned in 0.5 s, 150 in 2 s, 200 in
    # 6.5 s, 300 in more than 20, and 59 patterns behind 50 OPTIONALs in 4.5 s, in 16 MB each; 300 run in 130 MB.
    300,
    "`UNION`, `OPTIONAL`, `MINUS`, `LATERAL`, `BIND`, `FILTER` and `EXISTS`; expressions in `SELECT`, `GROUP BY`, "
    "`HAVING` and `ORDER BY`; what `DESCRIBE` names",
    "ask in several queries, or with VALUES",
)
PATH: Final = Bound(
    "operators in a path",
    50,  # 50 take 0.01 s in a sequence, 0.001 s in an alternative
    "`/ | ^ ! * + ?` in one property path",
    "name a step in the middle with a variable",
)
TERMS: Final = Bound(
    "terms in VALUES and IN",
    10_000,  # 10,000 in one IN take 0.1 s
    "terms in all `VALUES`, and what commas separate in all expressions",
    "ask in several queries",
)
OPERATORS: Final = Bound(
    "operators",
    1_000,  # 1,000 in a row take 0.03 s; the engine's stack ends at some 5,000 of + or ||
    "operators in expressions, `IN` and `NOT` among them",
    "ask with VALUES or IN, or in several queries",
)
VARIABLES: Final = Bound(
    "variables",
    1_000,  # 300 triple patterns have 900; a row has a place for each, with a value or not
    "different variables in all, selected, grouped by or in a group; `SELECT *` selects them all",
    "ask for less at a time",
)
UNFOLDED: Final = Bound(
    "tokens when it is unfolded",
    500_000,  # 500,000 take 0.2 s; 20 nested IN (1, 2) end the process, and so would 30 nested SUBSTR
    "all tokens, where what is left of an `IN` counts once for each of its terms, a filter once more for each `UNION` "
    "in its group, and what is in a `SUBSTR`, `REGEX`, `REPLACE` or `GROUP_CONCAT` twice: so often the engine reads or "
    "copies them",
    "give what is repeated a name with BIND, and use the name",
)

BOUNDS: Final = (NESTED, ANNOTATIONS, JOINED, TRIPLES, OPERATIONS, PATH, TERMS, OPERATORS, VARIABLES, UNFOLDED)
"""Every limit, in the order of the documentation."""
