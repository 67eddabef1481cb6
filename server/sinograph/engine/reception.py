"""Where clients come in: their connections, what they say, and whether they may ask."""

from __future__ import annotations

import json
import logging
import struct
import time
from typing import TYPE_CHECKING, Final, Protocol

from sinograph.engine.budgets import Budgets
from sinograph.engine.channel import Channel
from sinograph.engine.failures import Reason, failure
from sinograph.engine.frames import ADMIT, COUNTERS, DONE, FAILURE, FAULT, QUERY, FrameError, frame
from sinograph.engine.requests import unaddressed
from sinograph.engine.turns import Question

if TYPE_CHECKING:
    import socket

    from sinograph.engine.frames import Frame
    from sinograph.engine.limits import Limits
    from sinograph.engine.loop import Loop

LOG: Final = logging.getLogger("sinograph.engine")


_PAUSE: Final = 0.01


class Desk(Protocol):
    """Who takes the questions."""

    def ask(self, question: Question) -> None:
        """Answer a question, now or later."""

    def drop(self, question: Question) -> None:
        """Forget a question whose asker is gone."""

    def counters(self) -> dict[str, dict[str, int]]:
        """Return what has been counted."""


class Asker:
    """A client's connection, which has one question at a time."""

    channel: Channel

    def __init__(self) -> None:
        self.question: Question | None = None

    def tell(self, tag: bytes, payload: bytes) -> None:
        """Pass on a part of an answer."""
        self.channel.send(frame(tag, payload))

    def finish(self, tag: bytes, payload: bytes) -> None:
        """Pass on the last part of an answer, or why there is none."""
        self.question = None
        self.channel.send(frame(tag, payload))


class Reception:
    """Accepts clients and heeds what they say.

    :param most: how many may be connected; more are turned away
    """

    def __init__(self, listener: socket.socket, limits: Limits, loop: Loop, desk: Desk, most: int) -> None:
        self._listener = listener
        self._loop = loop
        self._desk = desk
        self._most = most
        self._askers: set[Asker] = set()
        self.budgets = Budgets(limits)
        self.refused = 0
        loop.watch(listener.fileno(), self._accept)

    @property
    def busy(self) -> bool:
        """Whether anybody is being answered."""
        return any(asker.question is not None or asker.channel.unsent for asker in self._askers)

    def refusal(self, client: bytes) -> bytes | None:
        """Return why a client may not ask now, as a failure; None where it may."""
        spent = self.budgets.exhausted(client, time.monotonic()) if client else None
        if spent is None:
            return None
        self.refused += 1
        return failure(Reason.BUDGET, message=spent.message, retry_after=spent.retry_after)

    def _accept(self, _: int) -> None:
        try:
            connection, _address = self._listener.accept()
        except BlockingIOError:  # nobody there any more
            return
        except OSError as error:
            LOG.warning("no connection can be accepted: %s", error)
            time.sleep(_PAUSE)  # the client still waits, and would be told of again at once
            return
        if len(self._askers) >= self._most:
            connection.close()
            return
        asker = Asker()
        asker.channel = Channel(
            connection,
            self._loop,
            lambda message: self._heed(asker, message),
            lambda: self._leave(asker),
            lambda: self._flushed(asker),
        )
        self._askers.add(asker)

    def _heed(self, asker: Asker, message: Frame) -> None:
        """Do what a client says.

        :raises FrameError: where it says nothing
        """
        if message.tag == COUNTERS:
            asker.tell(DONE, json.dumps(self._desk.counters()).encode())
            return
        try:
            client, payload = unaddressed(message.payload)
        except struct.error:
            raise FrameError("a message without a client") from None
        if message.tag == QUERY and asker.question is None:
            self._ask(asker, client, payload)
        elif message.tag == FAULT:
            self.budgets.fault(client, time.monotonic())
        elif message.tag == ADMIT:
            refusal = self.refusal(client)
            asker.tell(FAILURE if refusal else DONE, refusal or b"")
        else:
            raise FrameError(f"a message {message.tag!r}")

    def _ask(self, asker: Asker, client: bytes, payload: bytes) -> None:
        refusal = self.refusal(client)
        if refusal is not None:
            asker.tell(FAILURE, refusal)
            return
        asker.question = Question(asker, client, payload, time.monotonic())
        self._desk.ask(asker.question)

    def _flushed(self, asker: Asker) -> None:
        """Let the worker go on that was kept waiting."""
        question = asker.question
        if question is not None and question.worker is not None:
            question.worker.channel.resume()

    def _leave(self, asker: Asker) -> None:
        """Forget a client, and its question with it."""
        self._askers.discard(asker)
        asker.channel.close()
        if asker.question is not None:
            self._desk.drop(asker.question)
