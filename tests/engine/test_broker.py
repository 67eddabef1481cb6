"""The broker and its workers as processes: killed, flooded, and talked to by others than its clients."""

from __future__ import annotations

import json
import math
import os
import resource
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from crews import FOREVER, JSON, Background, workers

from processes import is_alive, ticks
from sinograph.engine import Broker, BrokeredEngine, EmbeddedEngine, Limits, state_of
from sinograph.engine.askers import ASKER, Asker
from sinograph.engine.errors import (
    AnswerTooLargeError,
    BudgetError,
    EngineBusyError,
    EngineError,
    QueryCrashedError,
    QueryTimeoutError,
    TooManyRowsError,
)
from sinograph.engine.formats import FORMATS, Format, format_named
from sinograph.engine.frames import QUERY, SPEND, frame
from sinograph.engine.lanes import MOST_RETRIES
from sinograph.engine.requests import SECONDS, Request, addressed
from sinograph.engine.worker import HEAVY_NICENESS
from waiting import await_that

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sinograph.engine import Engine

TRUE = b'{"head":{},"boolean":true}'
NUMBERS = " ".join(map(str, range(100)))
LARGE = f"SELECT * {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} VALUES ?c {{ 1 2 3 4 5 6 7 8 9 10 }} }}"
LARGE_ROWS = 100_000
LARGE_TICKS = 10
"""How much of the processor's time the first parts of its answer take at least."""


@pytest.fixture
def start(stock: Path) -> Iterator[Callable[..., EmbeddedEngine]]:
    """Start engines with limits, and stop them in the end."""
    engines = []

    def begin(store: Path = stock, **limits: Any) -> EmbeddedEngine:
        engine = EmbeddedEngine(store, limits=Limits(**{"running": 1, "fast_workers": 1, "spare": 0} | limits))
        engines.append(engine)
        return engine

    yield begin
    for engine in engines:
        engine.stop()


def answers(engine: Engine) -> bool:
    return engine.query("ASK {}", JSON).content == TRUE


def now(engine: EmbeddedEngine, what: str) -> int:
    return int(engine.counters()["now"][what])


def busiest(engine: EmbeddedEngine) -> int:
    return max(workers(engine), key=ticks)


def kill_idle(engine: EmbeddedEngine, pid: int) -> None:
    """Kill a worker, have a query answered all the same, and wait until the broker has seen that it ended."""
    os.kill(pid, signal.SIGKILL)
    assert answers(engine)
    await_that(lambda: pid not in workers(engine))


class TestKilled:
    def test_an_idle_worker_is_replaced(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start()
        await_that(lambda: now(engine, "workers") == 2)
        before = workers(engine)
        for pid in before:
            kill_idle(engine, pid)
        await_that(lambda: now(engine, "workers") == 2)

    def test_all_that_are_idle_may_be_killed_at_once(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start()
        await_that(lambda: now(engine, "workers") == 2)
        for pid in workers(engine):
            os.kill(pid, signal.SIGKILL)
        assert answers(engine)

    def test_a_query_is_asked_again_when_its_worker_was_killed(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start(seconds=60)
        asked = Background(engine)
        for times in range(MOST_RETRIES):
            await_that(lambda: now(engine, "heavy"))
            os.kill(busiest(engine), signal.SIGKILL)
            await_that(lambda times=times: engine.counters()["ever"]["replaced"] > times)  # type: ignore[misc]
            assert not asked.done
            assert answers(engine)
        await_that(lambda: now(engine, "heavy"))
        os.kill(busiest(engine), signal.SIGKILL)
        assert isinstance(asked.join().error, QueryCrashedError)
        assert answers(engine)

    def test_who_asked_a_worker_that_crashes_is_told(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start(seconds=60)
        asked = Background(engine)
        await_that(lambda: now(engine, "heavy"))
        os.kill(busiest(engine), signal.SIGSEGV)
        assert isinstance(asked.join().error, QueryCrashedError)
        assert answers(engine)

    def test_the_broker_is_started_again_and_what_ran_is_asked_again(
        self, start: Callable[..., EmbeddedEngine]
    ) -> None:
        engine = start(seconds=60)
        asked = Background(engine)
        await_that(lambda: now(engine, "heavy"))
        broker, before = engine.broker.pid, workers(engine)
        os.kill(broker, signal.SIGKILL)
        await_that(lambda: not any(is_alive(pid) for pid in (broker, *before)))
        assert answers(engine)
        await_that(lambda: now(engine, "heavy"))
        assert not asked.done
        engine.stop()
        assert str(asked.join().error) == "the engine has been stopped"

    def test_the_broker_survives_many_deaths_of_everything(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start()
        for _ in range(3):
            for pid in (*workers(engine), engine.broker.pid):
                os.kill(pid, signal.SIGKILL)
            assert answers(engine)

    def test_all_end_with_their_owner(self, stock: Path) -> None:
        code = (
            "import sys, time; from pathlib import Path; from sinograph.engine import EmbeddedEngine, Limits\n"
            f"engine = EmbeddedEngine(Path({str(stock)!r}), limits=Limits.for_one())\n"
            "print(engine.broker.pid, flush=True); time.sleep(600)"
        )
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as owner:
            assert owner.stdout is not None
            broker = int(owner.stdout.readline())
            children = map(int, Path(f"/proc/{broker}/task/{broker}/children").read_text().split())
            processes = [broker, *children]
            owner.kill()
        assert len(processes) > 1
        await_that(lambda: not any(map(is_alive, processes)))


class TestLanes:
    def test_cheap_queries_are_answered_while_heavy_ones_run_and_wait(
        self, start: Callable[..., EmbeddedEngine]
    ) -> None:
        engine = start(running=2, waiting=3, fast_workers=2, spare=1, seconds=60, probation=0.05)
        asked = [Background(engine) for _ in range(5)]
        await_that(lambda: now(engine, "heavy waiting") == 3)
        assert all(answers(engine) for _ in range(50))
        assert not any(each.done for each in asked)
        late = Background(engine).join()
        assert isinstance(late.error, EngineBusyError)
        assert late.error.retry_after >= 1
        engine.stop()
        assert all(each.join().error for each in asked)

    def test_who_waits_runs_when_there_is_a_place(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start(waiting=1, seconds=60, probation=0.05)
        asked = [Background(engine) for _ in range(2)]
        await_that(lambda: now(engine, "heavy") and now(engine, "heavy waiting"))
        os.kill(busiest(engine), signal.SIGSEGV)
        await_that(lambda: now(engine, "heavy") and not now(engine, "heavy waiting"))
        assert sum(each.done for each in asked) <= 1
        engine.stop()
        assert {type(each.join().error) for each in asked} == {QueryCrashedError, EngineError}

    def test_what_begins_again_has_one_answer(self, start: Callable[..., EmbeddedEngine]) -> None:
        """Parts of it were there when its probation ended, and when its worker was killed."""
        engine = start(seconds=60, probation=0.05)
        blocking = Background(engine)
        await_that(lambda: now(engine, "heavy"))
        asked = Background(engine, LARGE)
        await_that(lambda: now(engine, "heavy waiting"))
        os.kill(busiest(engine), signal.SIGSEGV)
        blocking.join()
        await_that(lambda: asked.done or (now(engine, "heavy") and ticks(busiest(engine)) > LARGE_TICKS))
        if not asked.done:
            os.kill(busiest(engine), signal.SIGKILL)
        assert asked.join().content is not None
        rows = json.loads(asked.content or b"")["results"]["bindings"]
        assert len(rows) == LARGE_ROWS

    def test_heavy_queries_stand_behind_others(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start(seconds=60)
        asked = Background(engine)
        await_that(lambda: now(engine, "heavy"))
        busy = busiest(engine)
        assert os.getpriority(os.PRIO_PROCESS, busy) == HEAVY_NICENESS
        engine.stop()
        asked.join()
        await_that(lambda: not is_alive(busy))

    def test_who_is_gone_is_not_worked_for(self, start: Callable[..., EmbeddedEngine], stock: Path) -> None:
        engine = start(seconds=60)
        other = BrokeredEngine(engine._address, state_of(stock), {}, Limits())
        asked = [Background(other) for _ in range(2)]
        await_that(lambda: now(engine, "heavy") + now(engine, "heavy waiting") == 2)
        other.stop()
        await_that(lambda: now(engine, "heavy") + now(engine, "heavy waiting") == 0)
        assert engine.counters()["ever"]["abandoned"] == 2
        assert all(each.join().error for each in asked)

    def test_the_processors_time_is_bounded(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start(seconds=60, cpu_seconds=1)
        with pytest.raises(QueryTimeoutError, match="more than 1 s of the processor's time"):
            engine.query(FOREVER, JSON)
        assert answers(engine)


class TestBounds:
    @pytest.mark.parametrize("form", FORMATS, ids=lambda form: str(form.name))
    @pytest.mark.parametrize("rows", [1, 100, 1000])
    def test_an_answer_has_as_many_rows_as_it_may(self, engine: EmbeddedEngine, form: Format, rows: int) -> None:
        asked = "SELECT *" if form.kind == "rows" else "CONSTRUCT"
        text = f"{asked} WHERE {{ ?s ex:number ?o }} LIMIT {rows}"
        whole = engine.query(text, form, most_rows=rows)
        assert whole.content == engine.query(text, form).content
        if rows > 1:
            with pytest.raises(
                TooManyRowsError, match=f"more than {rows - 1} {'rows' if form.kind == 'rows' else 'st'}"
            ):
                engine.query(text, form, most_rows=rows - 1)

    def test_a_truth_value_is_no_row(self, engine: EmbeddedEngine) -> None:
        for form in FORMATS:
            if form.kind == "rows":
                assert b"true" in engine.query("ASK {}", form, most_rows=1).content

    def test_an_answer_has_as_many_bytes_as_it_may(self, engine: EmbeddedEngine) -> None:
        text = "SELECT * { ?s ex:number ?o }"
        size = len(engine.query(text, JSON).content)
        assert len(engine.query(text, JSON, most_bytes=size).content) == size
        with pytest.raises(AnswerTooLargeError, match="larger than"):
            engine.query(text, JSON, most_bytes=size - 1)

    def test_a_single_value_may_be_larger_than_a_frame(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start()
        doubled = " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(12))
        text = f"SELECT ?a12 {{ BIND('{'x' * 1000}' AS ?a0) {doubled} }}"
        assert len(engine.query(text, format_named("csv")).content) == 4_096_000 + len("a12\r\n\r\n")

    def test_a_worker_is_heard_again_whose_answer_nobody_has_read_yet(
        self, start: Callable[..., EmbeddedEngine]
    ) -> None:
        """The end of an answer of about this size comes together with the part that there is no room for."""
        engine = start(seconds=2, probation=0.1)
        for kilobytes in range(1250, 1500, 10):
            text = f"SELECT ?x {{ VALUES ?a {{ {NUMBERS} }} VALUES ?b {{ {NUMBERS} }} BIND('{'x' * 998}' AS ?x) }}"
            request = Request(f"{text} LIMIT {kilobytes}", "csv", most_bytes=10**7)
            with socket.socket(socket.AF_UNIX) as slow:
                slow.connect(str(engine._address))
                slow.sendall(frame(QUERY, addressed(None, request.packed())))
                await_that(lambda: not now(engine, "fast"))
                assert all(answers(engine) for _ in range(3))

    def test_who_reads_slowly_delays_nobody_else(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start(running=2, seconds=60)
        text = "SELECT * { ?a <https://example.org/number> ?b . ?c <https://example.org/number> ?d }"
        request = Request(text, "json", most_bytes=10**9)
        with socket.socket(socket.AF_UNIX) as slow:
            slow.connect(str(engine._address))
            slow.sendall(frame(QUERY, addressed(None, request.packed())))
            await_that(lambda: now(engine, "heavy"))
            assert all(answers(engine) for _ in range(20))
            memory = Path(f"/proc/{engine.broker.pid}/statm").read_text().split()[1]
            assert int(memory) * resource.getpagesize() < 100_000_000
        await_that(lambda: not now(engine, "heavy"))


class TestBudgets:
    def test_errors_use_a_budget_up(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start(client_errors=2)
        engine.fault("a")
        engine.admit("a")
        engine.fault("a")
        with pytest.raises(BudgetError, match="2 errors") as caught:
            engine.admit("a")
        assert 0 < caught.value.retry_after <= 61
        with pytest.raises(BudgetError):
            engine.query("ASK {}", JSON, client="a")
        engine.admit("b")
        assert engine.query("ASK {}", JSON, client="b").content == TRUE

    def test_time_uses_a_budget_up(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start(client_seconds=0.5, seconds=0.6)
        with pytest.raises(QueryTimeoutError):
            engine.query(FOREVER, JSON, client="a")
        with pytest.raises(BudgetError, match="have taken"):
            engine.admit("a")

    def test_time_beside_queries_uses_a_budget_up_too(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start(client_seconds=1)
        engine.spend("a", 0.6)
        engine.admit("a")
        engine.spend("a", 0.6)
        with pytest.raises(BudgetError, match="have taken 1 s"):
            engine.admit("a")
        engine.admit("b")

    def test_who_has_left_pays_all_the_same(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start(client_seconds=1, client_errors=1)
        gone = Asker()
        gone.leave()
        token = ASKER.set(gone)
        engine.spend("a", 2)
        engine.fault("b")
        ASKER.reset(token)
        for client in ("a", "b"):
            with pytest.raises(BudgetError):
                engine.admit(client)

    def test_who_has_none_needs_none(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start(client_errors=1, client_seconds=0.001)
        for _ in range(3):
            engine.fault(None)
            engine.spend(None, 100)
            engine.admit(None)
            assert answers(engine)


class TestSocket:
    def test_is_for_this_user_alone(self, start: Callable[..., EmbeddedEngine]) -> None:
        address = start()._address
        assert stat.S_IMODE(address.stat().st_mode) == 0o600
        assert stat.S_IMODE(address.parent.stat().st_mode) == 0o700

    @pytest.mark.parametrize(
        "noise",
        [
            b"GET / HTTP/1.1\r\n\r\n",
            b"\xff" * 100,
            frame(b"?", b"\0\0"),
            frame(QUERY),
            frame(QUERY, b"\xff\xff"),
            frame(SPEND, addressed("a", b"\0")),
            frame(SPEND, addressed("a", SECONDS.pack(-1))),
            frame(SPEND, addressed("a", SECONDS.pack(math.inf))),
            b"\0",
        ],
        ids=[
            "http",
            "impossible length",
            "unknown tag",
            "no client",
            "cut client",
            "cut time",
            "no time",
            "nan",
            "half a frame",
        ],
    )
    def test_noise_is_hung_up_on(self, start: Callable[..., EmbeddedEngine], noise: bytes) -> None:
        engine = start()
        with socket.socket(socket.AF_UNIX) as stranger:
            stranger.connect(str(engine._address))
            stranger.sendall(noise)
            if noise == b"\0":
                stranger.shutdown(socket.SHUT_WR)
            assert stranger.recv(1) == b""
        assert answers(engine)

    def test_a_query_that_nobody_has_inspected_ends_a_worker_at_most(
        self, start: Callable[..., EmbeddedEngine]
    ) -> None:
        engine = start(seconds=60)
        request = Request("SELECT * {" + "MINUS {} " * 4000 + "}", "json", most_bytes=1000)
        with pytest.raises(QueryCrashedError, match="ended the process"):
            engine._exchange(frame(QUERY, addressed(None, request.packed())), "")
        assert answers(engine)

    def test_a_garbled_query_ends_a_worker_at_most(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start()
        with socket.socket(socket.AF_UNIX) as stranger:
            stranger.connect(str(engine._address))
            stranger.sendall(frame(QUERY, b"\0\0garbled"))
            assert b"crash" in stranger.recv(1000)
        assert answers(engine)

    def test_thousands_of_connections_are_accepted_or_refused(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start()
        assert answers(engine)
        for _ in range(2):
            crowd = []
            for _ in range(1500):
                stranger = socket.socket(socket.AF_UNIX)
                stranger.connect(str(engine._address))
                crowd.append(stranger)
            assert answers(engine)
            for stranger in crowd:
                stranger.close()

    def test_many_may_ask_at_once(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start(running=2, fast_workers=2)
        contents: list[bytes] = []

        def ask(number: int) -> None:
            for turn in range(5):
                text = f"SELECT ?x {{ VALUES ?x {{ {number} {turn} }} }}"
                expected = f"x\r\n{number}\r\n{turn}\r\n".encode()
                content = engine.query(text, format_named("csv")).content
                contents.append(content)
                assert content == expected

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(contents) == 200


class TestLackOfMeans:
    def test_a_store_that_has_vanished_is_waited_for(
        self, start: Callable[..., EmbeddedEngine], stock: Path, tmp_path: Path
    ) -> None:
        store = tmp_path / "store"
        shutil.copytree(stock, store)
        engine = start(store)
        assert answers(engine)
        store.rename(tmp_path / "elsewhere")
        for pid in workers(engine):
            os.kill(pid, signal.SIGKILL)
        asked = Background(engine, "ASK {}")
        await_that(lambda: now(engine, "workers") == 0)
        (tmp_path / "elsewhere").rename(store)
        assert asked.join().content == TRUE

    def test_a_worker_that_cannot_be_forked_is_forked_later(self, start: Callable[..., EmbeddedEngine]) -> None:
        engine = start()
        await_that(lambda: now(engine, "workers") == 2)
        broker = engine.broker.pid
        usual = resource.prlimit(broker, resource.RLIMIT_NOFILE)
        resource.prlimit(broker, resource.RLIMIT_NOFILE, (3, usual[1]))
        os.kill(workers(engine)[0], signal.SIGKILL)
        await_that(lambda: now(engine, "workers") == 1)
        assert answers(engine)
        resource.prlimit(broker, resource.RLIMIT_NOFILE, usual)
        await_that(lambda: now(engine, "workers") == 2)

    def test_who_has_no_descriptor_left_to_ask_with_is_told_to_come_back(
        self, start: Callable[..., EmbeddedEngine]
    ) -> None:
        engine = start()
        usual = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, usual[1]))
        try:
            with pytest.raises(EngineBusyError, match="no room"):
                engine.query("ASK {}", JSON)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, usual)
        assert answers(engine)


class TestOwner:
    def test_lets_what_runs_end_before_it_stops(self, stock: Path, tmp_path: Path) -> None:
        limits = Limits.for_one(seconds=0.7)
        broker = Broker(stock, {}, limits, tmp_path / "broker")
        broker.wait_ready()
        engine = BrokeredEngine(tmp_path / "broker", "", {}, limits)
        asked = Background(engine)
        await_that(lambda: engine.counters()["now"]["fast"])
        broker.stop(30)
        assert isinstance(asked.join().error, QueryTimeoutError)
        assert not is_alive(broker.pid)
        assert not (tmp_path / "broker").exists()
        engine.stop()

    def test_a_broker_that_is_not_there_is_given_up(self, tmp_path: Path) -> None:
        engine = BrokeredEngine(tmp_path / "nobody", "", {}, Limits())
        with pytest.raises(EngineError, match="cannot be reached"):
            engine.query("ASK {}", JSON)
        engine.stop()

    def test_says_why_it_cannot_listen(self, stock: Path, tmp_path: Path) -> None:
        broker = Broker(stock, {}, Limits.for_one(), tmp_path / "nowhere" / "broker")
        with pytest.raises(EngineError, match="cannot be listened at"):
            broker.wait_ready()
        broker.stop()
