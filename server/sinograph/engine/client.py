"""The engine as a web process sees it: a client of the broker, which all of them share."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final

from sinograph.engine.errors import FormatError
from sinograph.engine.failures import error_of
from sinograph.engine.frames import ADMIT, COUNTERS, DONE, FAULT, QUERY, SPEND, frame
from sinograph.engine.inspector import inspect
from sinograph.engine.interface import Answer, Engine
from sinograph.engine.lanes import FRESH_SECONDS
from sinograph.engine.pool import Pool
from sinograph.engine.requests import SECONDS, Request, addressed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Unpack

    from sinograph.engine.federation import Federation
    from sinograph.engine.formats import Format, Kind
    from sinograph.engine.interface import Terms
    from sinograph.engine.limits import Limits

_GRACE_SECONDS: Final = 10
"""How much later than it should an answer may come before the broker is given up."""

_CALLED: Final[dict[Kind, str]] = {"rows": "SELECT and ASK", "graph": "CONSTRUCT and DESCRIBE"}


class BrokeredEngine(Engine):
    """Asks the broker at an address, over as many connections as there are queries at the same time.

    :param state: what is another whenever the data are
    :param prefixes: what queries may use without declaring it
    :param services: the endpoints that SERVICE may ask
    """

    def __init__(
        self,
        address: Path,
        state: str,
        prefixes: Mapping[str, str],
        limits: Limits,
        services: Sequence[str] = (),
    ) -> None:
        self._address = address
        self._state = state
        self._prefixes = dict(prefixes)
        self._limits = limits
        self._federation = _federation(services, prefixes, limits.seconds) if services else None
        self._pool = Pool(address, FRESH_SECONDS + limits.probation + 2 * limits.seconds + _GRACE_SECONDS)

    def query(self, text: str, form: Format, **terms: Unpack[Terms]) -> Answer:
        """Inspect the query, then have a worker evaluate and write it; what it asks of others is asked before."""
        kind = self.kind(text)
        if kind not in {form.kind, None}:
            raise FormatError(
                f"{form.name} writes answers to {_CALLED[form.kind]}, and this query is of the other kind"
            )
        request = self._request(text, form, terms)
        client = terms.get("client")
        if self._federation and self._federation.concerns(text):
            with self._federation.settled(text, request.base, partial(self.spend, client)) as settled:
                return Answer(self._evaluate(request._replace(text=settled), client), form)
        return Answer(self._evaluate(request, client), form)

    def kind(self, text: str) -> Kind | None:
        """Return what a query is answered with; one that asks others is inspected in its parts."""
        if self._federation and self._federation.concerns(text):
            return self._federation.kind(text)
        return inspect(text)

    def admit(self, client: str | None) -> None:
        """Ask the broker, which keeps the budgets."""
        if client is not None:
            self._exchange(frame(ADMIT, addressed(client)))

    def fault(self, client: str | None) -> None:
        """Tell the broker."""
        if client is not None:
            self._pool.tell(frame(FAULT, addressed(client)))

    def spend(self, client: str | None, seconds: float) -> None:
        """Tell the broker."""
        if client is not None:
            self._pool.tell(frame(SPEND, addressed(client, SECONDS.pack(seconds))))

    def counters(self) -> dict[str, dict[str, int]]:
        """Return what the broker has counted."""
        counters: dict[str, dict[str, int]] = json.loads(self._exchange(frame(COUNTERS)))
        return counters

    @property
    def state(self) -> str:
        """What is another whenever the data are."""
        return self._state

    def stop(self) -> None:
        """Close the connections."""
        self._pool.stop()

    def _request(self, text: str, form: Format, terms: Terms) -> Request:
        return Request(
            text=text,
            format=form.name,
            most_bytes=_least(terms.get("most_bytes"), self._limits.answer_bytes),
            most_rows=_least(terms.get("most_rows"), self._limits.answer_rows),
            base=terms.get("base"),
            default_graphs=tuple(terms.get("default_graphs", ())),
            named_graphs=tuple(terms.get("named_graphs", ())),
        )

    def _evaluate(self, request: Request, client: str | None) -> bytes:
        return self._exchange(frame(QUERY, addressed(client, request.packed())), request.text)

    def _exchange(self, message: bytes, text: str = "") -> bytes:
        """Send a message and return what is answered.

        :param text: the query that it is about
        :raises SinographError: the error that the answer stands for
        """
        said = self._pool.ask(message)
        if said.tag == DONE:
            return said.payload
        raise error_of(said.payload, text, self._prefixes)


def _least(asked: int | None, most: int | None) -> int:
    """Return the narrower of two bounds, each of which may be missing; 0 for none."""
    return min((bound for bound in (asked, most) if bound), default=0)


def _federation(services: Sequence[str], prefixes: Mapping[str, str], seconds: float) -> Federation:
    from sinograph.engine.federation import Federation  # a client of other servers is loaded only where there are any

    return Federation(services, prefixes, seconds)
