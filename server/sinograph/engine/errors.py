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


class QueryTooComplexError(QueryRefusedError):
    """A query that has more of something than the engine is trusted with.

    :param limit: what there is too much of
    :param value: how many there are up to the offending place
    :param most: how many are read
    """

    def __init__(self, limit: str, *, value: int, most: int, where: str, remedy: str) -> None:
        super().__init__(
            f"the query has {value:,} {limit} up to here, and at most {most:,} are read", where=where, remedy=remedy
        )
        self.limit = limit
        self.value = value
        self.most = most


class ServiceRefusedError(QueryRefusedError):
    """A query that asks another server.

    :param endpoint: whom, as it is written: an IRI, a name or a variable
    :param listed: whether there are servers that it could ask
    """

    def __init__(self, endpoint: str, *, where: str | None, listed: bool = False) -> None:
        reason = "this one asks only those on its list" if listed else "this one sends no requests of its own"
        super().__init__(
            f"SERVICE asks another server ({endpoint}), and {reason}",
            where=where,
            remedy="ask that server yourself, or rename the prefix if it is one",
        )
        self.endpoint = endpoint


class ServiceFailedError(QueryError):
    """A query that asks another server, which does not answer as it should.

    :param endpoint: the server's IRI
    :param what: what it does instead, in words that are not the server's
    """

    def __init__(self, endpoint: str, what: str, *, where: str) -> None:
        super().__init__(
            f"the server that SERVICE asks, <{endpoint}>, {what}",
            where=where,
            remedy="ask again later, or write SERVICE SILENT to do without its answer",
        )
        self.endpoint = endpoint


class ServiceTimeoutError(ServiceFailedError):
    """A query that asks another server, which does not answer in time.

    :param seconds: how long it was waited for
    """

    def __init__(self, endpoint: str, seconds: float, *, where: str) -> None:
        super().__init__(endpoint, f"has not answered within {max(0.0, seconds):.1f} s", where=where)


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


class TooManyRowsError(AnswerTooLargeError):
    """A query whose answer has more rows, or statements, than an answer may have."""


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


class BudgetError(LimitError):
    """A client that has had as much as it may have in a minute.

    :param retry_after: after how many seconds it has something left again
    """

    def __init__(self, problem: str, *, retry_after: int) -> None:
        super().__init__(problem, remedy=f"ask again in {retry_after} s")
        self.retry_after = retry_after
