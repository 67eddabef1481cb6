"""Turn what the engine's parser says about a malformed query into words that help its author.

The parser names the furthest place that it looked at, which often lies behind the token that it stumbled over, and
every token that it would have taken there. So the tokens are looked at again, for the mistakes that people make most.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sinograph.engine.attention import attention
from sinograph.engine.errors import QuerySyntaxError
from sinograph.engine.inspector import KINDS
from sinograph.engine.tokens import BRACKETS, TOKEN

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_POSITION: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_EXPECTED: Final = re.compile(r'"((?:[^"\\]|\\.)+)"|(?<![\w\'.])([A-Z]{2,})(?![\w\'.])')
_PROLOGUE: Final = frozenset(("BASE", "PREFIX", "VERSION"))
_UNSAID: Final = frozenset(
    ("CONSTRUCT", "DESCRIBE", "DISTINCT", "LATERAL", "OPTIONAL", "SERVICE", "VERSION", "\\", "\\U", "\\u")
)
"""What the parser expects in most places, so that saying it helps nobody."""

_BEHIND: Final = frozenset(("GROUP", "HAVING", "LIMIT", "OFFSET", "ORDER"))
_AGGREGATES: Final = frozenset(("AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"))
_CLOSING: Final = {opening: closing for closing, opening in BRACKETS.items()}

_MOST_SUGGESTIONS: Final = 8

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

_MEANT: Final = (
    ("Duplicated variable name in SELECT", "SELECT names a variable twice", "name it once"),
    (
        "variable that is unbound",
        "SELECT names a variable that is not grouped by",
        "add it to GROUP BY, or leave it out",
    ),
    ("IRI parsing failed", "a relative or malformed IRI", "write the IRI in full"),
)
"""What the parser puts among the tokens it expects although it is a problem of another kind; problem and remedy."""


class Complaint(NamedTuple):
    """What is wrong, at which offset in code points, and what to do about it."""

    problem: str
    offset: int
    remedy: str | None = None


def syntax_error(message: str, text: str, prefixes: Collection[str] = ()) -> QuerySyntaxError:
    """Return the error that a parser's ``message`` about the query ``text`` stands for.

    :param prefixes: those that a query need not declare
    """
    position = _POSITION.match(message)
    if position is None:
        return QuerySyntaxError(message, text=text)
    with attention(text):
        problem, offset, remedy = _complaint(text, position, prefixes)
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return QuerySyntaxError(problem, text=text, line=line, column=column, remedy=remedy)


def _complaint(text: str, position: re.Match[str], prefixes: Collection[str]) -> Complaint:
    lines = text.split("\n")
    reached = sum(len(line) + 1 for line in lines[: int(position[1]) - 1]) + int(position[2]) - 1
    tokens = [token for token in TOKEN.finditer(text) if token.lastgroup != "comment"]
    return (
        _beginning(text, tokens)
        or _control(text)
        or _open_string(text)
        or _undeclared(tokens, prefixes)
        or _second_query(tokens)
        or _brackets(tokens)
        or _bare(tokens)
        or _meant(reached, position[3])
        or _obstacle(text, tokens, reached, position[3])
    )


def _beginning(text: str, tokens: Sequence[re.Match[str]]) -> Complaint | None:
    words = [token for token in tokens if token["word"] and token["word"].upper() not in _PROLOGUE]
    remedy = f"begin with {', '.join(KINDS)}"
    if not text.strip():
        return Complaint("the query is empty", 0, remedy)
    if words and words[0]["word"].upper() not in KINDS:
        return Complaint(f"{words[0][0][:40]!r} begins no query", words[0].start(), remedy)
    return None


def _control(text: str) -> Complaint | None:
    found = _CONTROL.search(text)
    return found and Complaint(f"the control character U+{ord(found[0]):04X} cannot stand in a query", found.start())


def _open_string(text: str) -> Complaint | None:
    """Complain of a quotation mark outside all tokens."""
    end = 0
    for token in TOKEN.finditer(text):
        between = re.search("[\"']", text[end : token.start()])
        if between:
            return Complaint("a string is opened and not closed", end + between.start(), f"close it with {between[0]}")
        end = token.end()
    return None


def _undeclared(tokens: Sequence[re.Match[str]], prefixes: Collection[str]) -> Complaint | None:
    declared = {"_:", *(f"{prefix}:" for prefix in prefixes)}
    previous = ""
    for token in tokens:
        if previous.upper() == "PREFIX":
            declared.add(token["prefix"] or "")
        elif token["prefix"] and token["prefix"] not in declared:
            remedy = f"declare it before the query: PREFIX {token['prefix']} <...>"
            return Complaint(f"the prefix {token['prefix']} is not declared", token.start(), remedy)
        previous = token[0]
    return None


def _second_query(tokens: Sequence[re.Match[str]]) -> Complaint | None:
    depth = 0
    closed = False
    for token in tokens:
        depth += {"open": 1, "close": -1}.get(str(token.lastgroup), 0)
        closed = closed or token.lastgroup == "close"
        if closed and depth == 0 and token["word"] and token["word"].upper() in KINDS:
            return Complaint("a second query begins here", token.start(), "ask one query at a time")
    return None


def _brackets(tokens: Sequence[re.Match[str]]) -> Complaint | None:
    opened: list[re.Match[str]] = []
    for token in tokens:
        if token.lastgroup == "open":
            opened.append(token)
        elif token.lastgroup == "close":
            wanted = BRACKETS[token[0]]
            if wanted not in {bracket[0] for bracket in opened}:
                return Complaint(f"{token[0]!r} closes nothing", token.start(), f"open it with {wanted}")
            if opened[-1][0] != wanted:
                break
            opened.pop()
    return _unclosed(opened[-1], tokens) if opened else None


def _unclosed(bracket: re.Match[str], tokens: Sequence[re.Match[str]]) -> Complaint:
    """Complain of a bracket; what stands behind a group tells where the group was to end."""
    behind = [token[0] for token in tokens if token.start() > bracket.start() and token[0].upper() in _BEHIND]
    place = f" before {behind[0]}" if bracket[0] == "{" and behind else ""
    return Complaint(f"{bracket[0]!r} is not closed", bracket.start(), f"close it with {_CLOSING[bracket[0]]}{place}")


def _bare(tokens: Sequence[re.Match[str]]) -> Complaint | None:
    """Complain of a condition or a count that lacks its brackets."""
    depth = 0
    groups: list[str] = []
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        depth += {"open": 1, "close": -1}.get(str(token.lastgroup), 0)
        word = token[0].upper()
        if token[0] in _CLOSING:
            groups.append(f"{token[0]}{after[0].upper() if after else ''}")
        elif token[0] in BRACKETS and groups:
            groups.pop()
        if word in _BEHIND and groups and groups[-1][0] == "{" and groups[-1] != "{SELECT":
            return Complaint(f"{word} is within a group", token.start(), "write it behind the }")
        if word == "FILTER" and after and after.lastgroup in {"variable", "string", "number"}:
            return Complaint("the condition of FILTER is not in brackets", token.start(), "write FILTER(...)")
        if word in _AGGREGATES and depth == 0 and before and before[0].upper() not in {"HAVING", "BY"}:
            return Complaint(f"{word} is not in brackets", token.start(), f"write ({word}(...) AS ?name)")
    return None


def _meant(reached: int, expected: str) -> Complaint | None:
    return next((Complaint(problem, reached, remedy) for sign, problem, remedy in _MEANT if sign in expected), None)


def _obstacle(text: str, tokens: Sequence[re.Match[str]], reached: int, expected: str) -> Complaint:
    """Complain of the token around or at the place reached, or else of the last one."""
    around = [token for token in tokens if token.start() < reached < token.end()]
    ahead = text[reached:].split(maxsplit=1)
    last = around or tokens[-1:]
    if ahead and not around:
        return Complaint(f"{ahead[0][:40]!r} cannot stand here", text.index(ahead[0], reached), _wanted(expected))
    if not last:
        return Complaint("the query is not well-formed", reached, _wanted(expected))
    return Complaint(f"{last[0][0][:40]!r} cannot stand here", last[0].start(), _wanted(expected))


def _wanted(expected: str) -> str | None:
    tokens = list(dict.fromkeys(token.replace('\\"', '"') or word for token, word in _EXPECTED.findall(expected)))
    tokens = [token for token in tokens if token not in _UNSAID]
    if not tokens:
        return None
    more = ", ..." if len(tokens) > _MOST_SUGGESTIONS else ""
    return f"expected {'one of ' if len(tokens) > 1 else ''}{', '.join(tokens[:_MOST_SUGGESTIONS])}{more}"
