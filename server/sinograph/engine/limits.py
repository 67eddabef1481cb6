"""What queries may take, and what a client may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sinograph.settings import Settings


@dataclass(frozen=True)
class Limits:
    """What queries may take from an engine, and clients from all of its queries together.

    :param running: how many queries may run that have outlasted their probation
    :param waiting: how many such queries may wait for one of those places
    :param fast_workers: how many queries may be on probation at the same time
    :param spare: how many workers are kept beside, so that nobody waits while one is replaced
    :param probation: for how many seconds a query may run before it counts as heavy
    :param seconds: how long one may run, and how long a heavy one may wait before
    :param cpu_seconds: how much of the processor's time one may take
    :param megabytes: how much memory one may take, above what an open store takes
    :param answer_rows: how many rows or statements an answer may have; None for as many as there are
    :param answer_megabytes: how large an answer may be
    :param client_seconds: how many seconds a client's requests may take in any minute: while its queries run, other
        servers are asked, and the processor works on its pages
    :param client_errors: how many errors a client may make in any minute
    """

    running: int = 4
    waiting: int = 32
    fast_workers: int = 2
    spare: int = 1
    probation: float = 0.25
    seconds: float = 10
    cpu_seconds: int = 10
    megabytes: int = 512
    answer_rows: int | None = None
    answer_megabytes: int = 256
    client_seconds: float = 60
    client_errors: int = 30

    @property
    def workers(self) -> int:
        """How many processes evaluate queries, the spare ones included."""
        return self.running + self.fast_workers + self.spare

    @property
    def answer_bytes(self) -> int:
        """How large an answer may be, in bytes."""
        return self.answer_megabytes * 1_000_000

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Return the limits that the settings name; how large an answer may be for whom is decided for each query."""
        return cls(
            running=settings.query_workers,
            waiting=settings.query_queue,
            seconds=settings.query_seconds,
            cpu_seconds=settings.query_seconds,
            megabytes=settings.query_megabytes,
            answer_megabytes=max(settings.answer_megabytes, settings.token_answer_megabytes),
            client_seconds=settings.client_seconds,
            client_errors=settings.client_errors,
        )

    @classmethod
    def for_one(
        cls, *, seconds: float = 10, megabytes: int = 512, answer_rows: int | None = None, answer_megabytes: int = 256
    ) -> Limits:
        """Return the limits of an engine that is asked one thing at a time, with as few workers as there can be."""
        return cls(
            running=1,
            fast_workers=1,
            spare=0,
            seconds=seconds,
            cpu_seconds=max(1, round(seconds)),
            megabytes=megabytes,
            answer_rows=answer_rows,
            answer_megabytes=answer_megabytes,
        )
