from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from crews import JSON, workers

from sinograph.engine import EmbeddedEngine, Limits
from sinograph.engine.seccomp import MACHINES
from waiting import await_that

LOCKED = """
import ctypes, os, platform, resource, signal, socket, sys, threading
from sinograph.engine.seccomp import FORBIDDEN, MACHINES, OWN_ONLY, forbid

def call(name, *arguments):
    number = (FORBIDDEN | OWN_ONLY)[name][MACHINES[platform.machine()].column]
    if ctypes.CDLL(None, use_errno=True).syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), name)

passwords = os.open("/etc/passwd", os.O_RDONLY)
assert forbid(reading=%s)
try:
    %s
except OSError as error:
    print(type(error).__name__)
else:
    print("done")
sys.stdout.flush()
os._exit(0)
"""

REFUSED = {
    "socket": "socket.socket()",
    "pair of sockets": "socket.socketpair()",
    "file to write": "os.open('/dev/null', os.O_WRONLY)",
    "new file": "os.open('/tmp/never', os.O_RDONLY | os.O_CREAT)",
    "removal": "os.unlink('/tmp/never')",
    "folder": "os.mkdir('/tmp/never')",
    "program": "os.execv('/bin/true', ['true'])",
    "process": "os.fork()",
    "signal": "os.kill(os.getppid(), 0)",
    "signal to a thread": "call('tgkill', os.getppid(), os.getppid(), 0)",
    "signal with a value": "call('rt_sigqueueinfo', os.getppid(), 0, None)",
    "signal with a value to a thread": "call('rt_tgsigqueueinfo', os.getppid(), os.getppid(), 0, None)",
    "descriptor of another": "call('pidfd_getfd', 0, 0, 0)",
    "limits of another": "resource.prlimit(os.getppid(), resource.RLIMIT_CPU)",
}
LEFT = {
    "reading": "os.read(passwords, 10)",
    "threads": "t = threading.Thread(target=print, args=('in',)); t.start(); t.join()",
    "memory": "bytearray(50_000_000)",
    "signals to itself": "signal.signal(signal.SIGUSR1, signal.SIG_IGN); signal.raise_signal(signal.SIGUSR1)",
    "its limits": "resource.setrlimit(resource.RLIMIT_CPU, resource.getrlimit(resource.RLIMIT_CPU))",
    "its limits by its number": "resource.prlimit(os.getpid(), resource.RLIMIT_CPU)",
}
OPEN = "os.open('/etc/passwd', os.O_RDONLY)"

pytestmark = pytest.mark.skipif(platform.machine() not in MACHINES, reason="system calls are forbidden elsewhere only")


def tried(act: str, *, reading: bool) -> str:
    done = subprocess.run([sys.executable, "-c", LOCKED % (reading, act)], capture_output=True, text=True, check=True)
    return done.stdout.split()[-1]


@pytest.mark.parametrize("act", REFUSED.values(), ids=REFUSED.keys())
def test_refuses(act: str) -> None:
    assert tried(act, reading=False) == "PermissionError"
    assert tried(act, reading=True) == "PermissionError"


@pytest.mark.parametrize("act", LEFT.values(), ids=LEFT.keys())
def test_leaves(act: str) -> None:
    assert tried(act, reading=False) == "done"


def test_files_may_be_read_only_where_the_store_needs_it() -> None:
    assert tried(OPEN, reading=True) == "done"
    assert tried(OPEN, reading=False) == "PermissionError"


def limits_of(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return {line[:26].strip(): line[26:47].strip() for line in lines}


def test_workers_are_locked_down_with_all_their_threads(stock: Path) -> None:
    engine = EmbeddedEngine(stock, limits=Limits.for_one(megabytes=100))
    try:
        engine.query("ASK {}", JSON)
        await_that(lambda: engine.counters()["now"]["workers"] == 2)
        for pid in workers(engine):
            limits = limits_of(pid)
            assert limits["Max open files"] == "0"
            assert limits["Max core file size"] == "0"
            assert limits["Max file size"] == "65536"
            assert 100_000_000 < int(limits["Max address space"]) < 1_000_000_000
            assert os.getpgid(pid) == pid
            for task in Path(f"/proc/{pid}/task").iterdir():
                status = (task / "status").read_text()
                assert "\nSeccomp:\t2\n" in status
                assert "\nNoNewPrivs:\t1\n" in status
            opened = [link.readlink().name for link in Path(f"/proc/{pid}/fd").iterdir()]
            assert len([name for name in opened if name.startswith("socket:")]) == 1
    finally:
        engine.stop()


def test_the_processors_time_is_allowed_anew_for_each_query(stock: Path) -> None:
    engine = EmbeddedEngine(stock, limits=Limits.for_one())
    try:
        engine.query("ASK {}", JSON)
        soft, hard = max(resource.prlimit(pid, resource.RLIMIT_CPU) for pid in workers(engine))
        assert 10 < soft <= 15 or hard == soft
    finally:
        engine.stop()
