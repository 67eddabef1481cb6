"""Where questions come in: the connections of those who ask, what they say, and whether their clients may ask."""

from __future__ import annotations

import json
import logging
import math
import struct
import time
from typing import TYPE_CHECKING, Final, Protocol

from sinograph.engine.budgets import Budgets
from sinograph.engine.channel import Channel
from sinograph.engine.failures import Reason, failure
from sinograph.engine.frames import ADMIT, COUNTERS, DONE, FAILURE, FAULT, QUERY, SPEND, FrameError, frame
from sinograph.engine.requests import SECONDS, unaddressed
from sinograph.engine.turns import Question

if TYPE_CHECKING:
    import socket

    from sinograph.engine.frames import Frame
    from sinograph.engine.limits import Limits
    from sinograph.engine.loop import Loop

LOG: Final = logging.getLogger("sinograph.engine")

_PAUSE: Final = 0.01
"""How long to wait after a connection that could not be accepted, in seconds."""


class Desk(Protocol):
    """Who takes the questions."""

    def ask(self, question: Question) -> None:
        """Answer a question, now or later."""

    def drop(self, question: Question) -> None:
        """Forget a question whose caller is gone."""

    def counters(self) -> dict[str, dict[str, int]]:
        """Return what has been counted."""


class Caller:
    """A connection of a web process, which has one question at a time; it may be another client's each time."""

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
    """Accepts callers and heeds what they say.

    :param most: how many may be connected; more are turned away
    """

    def __init__(self, listener: socket.socket, limits: Limits, loop: Loop, desk: Desk, most: int) -> None:
        self._listener = listener
        self._loop = loop
        self._desk = desk
        self._most = most
        self._callers: set[Caller] = set()
        self.budgets = Budgets(limits)
        self.refused = 0
        loop.watch(listener.fileno(), self._accept)

    @property
    def busy(self) -> bool:
        """Whether anybody is being answered."""
        return any(caller.question is not None or caller.channel.unsent for caller in self._callers)

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
            time.sleep(_PAUSE)  # who connects still waits, and would be told of again at once
            return
        if len(self._callers) >= self._most:
            connection.close()
            return
        caller = Caller()
        caller.channel = Channel(
            connection,
            self._loop,
            lambda message: self._heed(caller, message),
            lambda: self._leave(caller),
            lambda: self._flushed(caller),
        )
        self._callers.add(caller)

    def _heed(self, caller: Caller, message: Frame) -> None:
        """Do what a caller says.

        :raises FrameError: where that makes no sense
        """
        if message.tag == COUNTERS:
            caller.tell(DONE, json.dumps(self._desk.counters()).encode())
            return
        try:
            client, payload = unaddressed(message.payload)
        except struct.error:
            raise FrameError("a message without a client") from None
        if message.tag == QUERY and caller.question is None:
            self._ask(caller, client, payload)
        elif message.tag == FAULT:
            self.budgets.fault(client, time.monotonic())
        elif message.tag == SPEND:
            self.budgets.spend(client, _seconds(payload), time.monotonic())
        elif message.tag == ADMIT:
            refusal = self.refusal(client)
            caller.tell(FAILURE if refusal else DONE, refusal or b"")
        else:
            raise FrameError(f"a message {message.tag!r}")

    def _ask(self, caller: Caller, client: bytes, payload: bytes) -> None:
        refusal = self.refusal(client)
        if refusal is not None:
            caller.tell(FAILURE, refusal)
            return
        caller.question = Question(caller, client, payload, time.monotonic())
        self._desk.ask(caller.question)

    def _flushed(self, caller: Caller) -> None:
        """Let the worker go on that was kept waiting."""
        question = caller.question
        if question is not None and question.worker is not None:
            question.worker.channel.resume()

    def _leave(self, caller: Caller) -> None:
        """Forget a caller, and its question with it."""
        self._callers.discard(caller)
        caller.channel.close()
        if caller.question is not None:
            self._desk.drop(caller.question)


def _seconds(payload: bytes) -> float:
    """Return how long something took.

    :raises FrameError: where that is no length of time
    """
    try:
        (seconds,) = SECONDS.unpack(payload)
    except struct.error:
        raise FrameError("a time that is cut") from None
    if not (math.isfinite(seconds) and seconds >= 0):
        raise FrameError(f"a time of {seconds} s")
    return float(seconds)
