"""The words that SPARQL knows, and where in a text one stands."""

from __future__ import annotations

import re
from typing import Final

WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        """
    A ABS ADD ADJUST ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS
    COPY COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS FALSE
    FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT HASLANG HASLANGDIR HAVING HOURS IF IN INSERT INTO IRI ISBLANK
    ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LATERAL LCASE LIMIT LOAD MAX MD5 MIN MINUS
    MINUTES MONTH MOVE NAMED NOT NOW OBJECT OFFSET OPTIONAL ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE
    ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER
    STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TO TRIPLE
    TRUE TZ UCASE UNDEF UNION URI USING UUID VALUES VERSION WHERE WITH YEAR
    """,
    )
)
"""What the grammar calls keywords (https://www.w3.org/TR/sparql12-query/#sparqlGrammar), in capitals."""

GLUED: Final = re.compile(
    "BASE|BIND|BY|CONSTRUCT|DESCRIBE|EXISTS|FILTER|HAVING|IN|LATERAL|MINUS|NOT|OPTIONAL|PREFIX|REGEX|REPLACE|SELECT|SERVICE"
    "|SUBSTR|CONCAT|UNION|VALUES"
)
"""The words that make a difference to what comes after them, wherever they are in a run of letters."""


def place(text: str, position: int) -> str:
    """Return the line and the column of a position, both counted from 1."""
    line = text.count("\n", 0, position) + 1
    return f"line {line}, column {position - text.rfind(chr(10), 0, position)}"
