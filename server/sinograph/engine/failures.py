"""Why a query has no answer, as it is said by a worker or the broker, and the error that a client makes of it."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sinograph.engine.complaints import syntax_error
from sinograph.engine.errors import (
    AnswerTooLargeError,
    BudgetError,
    EngineBusyError,
    EvaluationError,
    QueryCrashedError,
    QueryMemoryError,
    QueryTimeoutError,
    TooManyRowsError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sinograph.errors import SinographError

LESS: Final = "ask with LIMIT, or for less"
FEWER: Final = "ask in parts with LIMIT and OFFSET, or take a dump of the data"
SIMPLER: Final = "write it simpler, or in parts"


class Reason(StrEnum):
    """Why there is no answer."""

    SYNTAX = "syntax"
    EVALUATION = "evaluation"
    BYTES = "bytes"
    ROWS = "rows"
    SECONDS = "seconds"
    CPU = "cpu"
    MEMORY = "memory"
    CRASH = "crash"
    BUSY = "busy"
    BUDGET = "budget"


def failure(reason: Reason, **values: Any) -> bytes:
    """Return the payload of a ``FAILURE``."""
    return json.dumps({"reason": reason, **values}).encode()


def error_of(payload: bytes, text: str, prefixes: Collection[str]) -> SinographError:
    """Return the error that a failure stands for.

    :param text: the query
    :param prefixes: those that it need not declare
    """
    values = json.loads(payload)
    reason = Reason(values.pop("reason"))
    if reason is Reason.SYNTAX:
        return syntax_error(values["message"], text, prefixes)
    return _MADE[reason](**values)


_MADE: Final[dict[Reason, Callable[..., SinographError]]] = {
    Reason.EVALUATION: lambda message: EvaluationError(f"the query cannot be evaluated: {message}"),
    Reason.BYTES: lambda most: AnswerTooLargeError(f"the answer is larger than {most / 1_000_000:g} MB", remedy=LESS),
    Reason.ROWS: lambda most, what: TooManyRowsError(f"the answer has more than {most:,} {what}", remedy=FEWER),
    Reason.SECONDS: lambda most: QueryTimeoutError(f"the query took longer than {most:g} s", remedy=LESS),
    Reason.CPU: lambda most: QueryTimeoutError(
        f"the query took more than {most:g} s of the processor's time", remedy=LESS
    ),
    Reason.MEMORY: lambda most: QueryMemoryError(f"the query needed more than {most} MB of memory", remedy=LESS),
    Reason.CRASH: lambda: QueryCrashedError("the query ended the process that evaluated it", remedy=SIMPLER),
    Reason.BUSY: lambda message, retry_after: EngineBusyError(message, retry_after=retry_after),
    Reason.BUDGET: lambda message, retry_after: BudgetError(message, retry_after=retry_after),
}
