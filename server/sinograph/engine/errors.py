"""Why a query has no answer: one class for each reason that a caller treats in its own way."""

from __future__ import annotations

from sinograph.errors import SinographError


class QueryError(SinographError):
    """A query that has no answer, for a reason that lies in the query."""


class QuerySyntaxError(QueryError):
    """A text that is not a SPARQL query.

    :param text: the whole query
    :param line: the line of the offending place, counted from 1; None where it is not known
    :param column: its column in code points, counted from 1; None where it is not known
    """

    def __init__(
        self, problem: str, *, text: str, line: int | None = None, column: int | None = None, remedy: str | None = None
    ) -> None:
        super().__init__(problem, where=f"line {line}, column {column}" if line else None, remedy=remedy)
        self.text = text
        self.line = line
        self.column = column

    @property
    def excerpt(self) -> str | None:
        """The offending line with a caret under the offending place, cut to 100 characters around it."""
        lines = self.text.split("\n")
        if self.line is None or self.column is None or self.line > len(lines):
            return None
        start = max(0, self.column - 61)
        shown = lines[self.line - 1][start : start + 100].replace("\t", " ").rstrip("\r")
        return f"{shown}\n{' ' * (self.column - 1 - start)}^"


class QueryRefusedError(QueryError):
    """A query that this engine does not evaluate, whatever the data are."""


class UpdateRefusedError(QueryRefusedError):
    """An update, where only queries are answered."""


class QueryTooLongError(QueryRefusedError):
    """A query of more characters than are read."""


class FormatError(QueryError):
    """A format that this kind of answer cannot be written in."""


class EvaluationError(QueryError):
    """A well-formed query that cannot be evaluated, such as one that calls an unknown function."""


class LimitError(QueryError):
    """A query that went over one of the engine's limits."""


class QueryTimeoutError(LimitError):
    """A query that took longer than a query may take."""


class QueryMemoryError(LimitError):
    """A query that needed more memory than a query may take."""


class AnswerTooLargeError(LimitError):
    """A query whose answer is larger than an answer may be."""


class QueryCrashedError(LimitError):
    """A query that ended the process which evaluated it, such as by exhausting its stack."""


class EngineError(SinographError):
    """An engine that cannot answer any query."""


class EngineBusyError(EngineError):
    """An engine that has as many queries waiting as it lets wait.

    :param retry_after: after how many seconds it is worth asking again
    """

    def __init__(self, problem: str, *, retry_after: int) -> None:
        super().__init__(problem, remedy=f"ask again in {retry_after} s")
        self.retry_after = retry_after
