"""Reloads, kills and signals at the same time, in any order: what was served, or what is current, is served on."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from faults.client import cheap
from faults.reloading import both, hang_up, reload, run_reload, served
from faults.serving import end, serving, start
from faults.test_kills import asking
from processes import descendants, is_alive, kill
from sinograph.release import make_current
from waiting import await_that

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from faults.serving import Server
    from sinograph.project import Project

ROUNDS: Final = 12

PARTS: Final[dict[str, Callable[[Server], list[int]]]] = {
    "worker": lambda server: server.workers(),
    "broker": lambda server: server.brokers(),
    "web process": lambda server: server.webs(),
}


@contextmanager
def hanging_up(server: Server) -> Iterator[None]:
    """Send the server SIGHUP all the time."""
    stop = threading.Event()

    def signal_it() -> None:
        while not stop.is_set():
            with suppress(ProcessLookupError):
                os.kill(server.pid, signal.SIGHUP)
            time.sleep(0.001)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(signal_it)
        try:
            yield
        finally:
            stop.set()
        done.result()


def assert_settles(server: Server) -> None:
    """See that in the end there is one of everything that there should be, and that it answers."""
    await_that(lambda: len(server.brokers()) == 1, "one broker is left")
    await_that(lambda: len(server.webs()) == 2, "two web processes are left")
    server.await_probe(5)
    assert "Traceback" not in server.log, server.log


def test_a_flood_of_signals_keeps_nobody_waiting(reloaded: Server, releases: Path) -> None:
    _, other = both(releases)
    make_current(releases, other.path)
    with hanging_up(reloaded):
        for _ in range(20):
            reloaded.probe()
    await_that(lambda: served(reloaded) == other.digest, "the other release is served")
    assert_settles(reloaded)


def test_two_commands_at_once_are_both_told_how_it_went(reloaded: Server, releases: Path, project: Project) -> None:
    _, other = both(releases)
    make_current(releases, other.path)
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda _: run_reload(releases, project), range(3)))
    assert [result.returncode for result in results] == [0] * 3, [result.stderr for result in results]
    assert served(reloaded) == other.digest
    assert_settles(reloaded)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_killed_during_a_reload(reloaded: Server, releases: Path, part: str) -> None:
    """The reload succeeds, or it is refused and the next one succeeds."""
    now, other = both(releases)
    chance = random.Random(part)
    for number in range(2):
        release = other if number % 2 == 0 else now
        make_current(releases, release.path)
        hang_up(reloaded)
        time.sleep(chance.uniform(0, 0.6))
        for pid in PARTS[part](reloaded):
            kill(pid)
        reloaded.await_probe(10)
        reload(reloaded, releases, release)
    assert_settles(reloaded)


@pytest.mark.slow
def test_kills_and_reloads_by_chance_under_load(reloaded: Server, releases: Path) -> None:
    now, other = both(releases)
    chance = random.Random(5)
    with asking(reloaded, cheap, 3, {200, 503}, lenient=True):
        for number in range(ROUNDS):
            make_current(releases, (now, other)[number % 2].path)
            hang_up(reloaded)
            for _ in range(chance.randrange(4)):
                time.sleep(chance.uniform(0, 0.4))
                victims = chance.choice(list(PARTS.values()))(reloaded)
                if victims:
                    kill(chance.choice(victims))
            reloaded.await_probe(15)
    reload(reloaded, releases, now)
    assert_settles(reloaded)


@pytest.mark.parametrize("after", [0.0, 0.3, 0.6, 1.3])
def test_a_signal_to_reload_during_the_start(releases: Path, project: Project, tmp_path: Path, after: float) -> None:
    """Python itself takes some tenths of a second to start, in which a signal ends it as it does any process."""
    process = start(tmp_path / "log", tmp_path, project=str(project.root), releases=str(releases))
    try:
        _await_ours(process.pid, after)
        os.kill(process.pid, signal.SIGHUP)
        assert process.stdout is not None
        assert process.stdout.readline().startswith("listening at "), (tmp_path / "log").read_text()
    finally:
        process.terminate()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    assert process.returncode == 0


def _await_ours(pid: int, after: float) -> None:
    """Wait until a server has its temporary folder, and some time more."""
    await_that(lambda: bool(descendants(pid)), "the server has begun")
    time.sleep(after)


@pytest.mark.slow
def test_nothing_outlives_a_server_that_is_killed_while_it_starts_or_reloads(
    releases: Path, project: Project, tmp_path: Path
) -> None:
    chance = random.Random(8)
    for number in range(4):
        folder = tmp_path / f"server-{number}"
        folder.mkdir()
        process = start(folder / "log", folder, project=str(project.root), releases=str(releases))
        time.sleep(chance.uniform(0.5, 2.5))
        everything = descendants(process.pid)
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
        for pid in everything:
            await_that(partial(is_gone, pid), "all processes end")
    folder = tmp_path / "server"
    folder.mkdir()
    with serving(folder, project=str(project.root), releases=str(releases)) as server:
        server.probe()
        end(server)


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended."""
    return not is_alive(pid)
