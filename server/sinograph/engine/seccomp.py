"""Forbid a process the system calls by which it could reach files, other processes or the network (seccomp(2)).

A second lock beside the bounds on descriptors, without rights or libraries that not every system has. What it cannot be
put on, it leaves open and says so to the log.
"""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import platform
import struct
from typing import Final, NamedTuple

LOG: Final = logging.getLogger("sinograph.engine")


class _Machine(NamedTuple):
    """How system calls are made on one kind of machine."""

    architecture: int
    seccomp: int
    column: int


MACHINES: Final = {"x86_64": _Machine(0xC000003E, 317, 0), "aarch64": _Machine(0xC00000B7, 277, 1)}
"""``AUDIT_ARCH_*`` of linux/audit.h, the number of seccomp(2), and the column of :data:`FORBIDDEN`."""

_NONE: Final = -1
"""A call that the machine does not have."""

FORBIDDEN: Final = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "creat": (85, _NONE),
    "openat2": (437, 437),
    "open_by_handle_at": (304, 265),
    "memfd_create": (319, 279),
    "unlink": (87, _NONE),
    "unlinkat": (263, 35),
    "rename": (82, _NONE),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "mkdir": (83, _NONE),
    "mkdirat": (258, 34),
    "rmdir": (84, _NONE),
    "link": (86, _NONE),
    "linkat": (265, 37),
    "symlink": (88, _NONE),
    "symlinkat": (266, 36),
    "truncate": (76, 45),
    "chmod": (90, _NONE),
    "fchmodat": (268, 53),
    "mount": (165, 40),
    "unshare": (272, 97),
    "setns": (308, 268),
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, _NONE),
    "vfork": (58, _NONE),
    "kill": (62, 129),
    "tkill": (200, 130),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    "io_uring_setup": (425, 425),
    "bpf": (321, 280),
}
"""Calls that are refused, with their numbers on x86_64 and aarch64 (the kernel's tables of system calls)."""

OWN_ONLY: Final = {"tgkill": (234, 131), "prlimit64": (302, 261)}
"""Calls that name a process first, which must be the caller: it aborts by the one, and sets its limits by the other."""

_OPENING: Final = {"open": ((2, _NONE), 1), "openat": ((257, 56), 2)}
"""The calls that open files, and which argument says for what."""

_CLONE: Final = (56, 220)
_CLONE3: Final = (435, 435)
_CLONE_THREAD: Final = 0x10000

_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

# Berkeley packet filter (linux/filter.h): load a word; jump if equal, if a bit is set, if not less; return.
_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16  # struct seccomp_data
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_X32: Final = 0x40000000
"""Numbers from here on are those of another set of calls, on x86_64."""

_PR_SET_NO_NEW_PRIVS: Final = 38
_SET_MODE_FILTER, _ALL_THREADS = 1, 1  # SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC

Instruction = tuple[int, int, int, int]
"""An operation, how many instructions to skip if it is true or false, and its operand."""

_REFUSE: Final[Instruction] = (_RETURN, 0, 0, _ERRNO | errno.EACCES)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def forbid(*, reading: bool) -> bool:
    """Forbid this process and its threads what they have no need of, for good; return whether that succeeded.

    :param reading: whether files may still be opened for reading
    """
    machine = MACHINES.get(platform.machine())
    if machine is None:
        LOG.debug("no system calls are forbidden on %s", platform.machine())
        return False
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in _filter(machine, reading=reading))
    program = _Program(len(code) // 8, code)
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    failed = system.syscall(machine.seccomp, _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(program))
    if failed:
        LOG.debug("no system calls are forbidden: %s", os.strerror(ctypes.get_errno()))
    return not failed


def _filter(machine: _Machine, *, reading: bool) -> list[Instruction]:
    """Return the filter: each part leaves with an answer, or falls through to the next."""
    code: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, machine.architecture),
        _REFUSE,
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, 0, 1, _X32),
        _REFUSE,
        # Its flags are in memory, where a filter does not look; the C library does without it.
        (_EQUAL, 0, 1, _CLONE3[machine.column]),
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
        # The engine may start threads, but no process.
        (_EQUAL, 0, 4, _CLONE[machine.column]),
        (_LOAD, 0, 0, _ARGUMENTS_AT),
        (_ANY_BIT, 1, 0, _CLONE_THREAD),
        _REFUSE,
        (_RETURN, 0, 0, _ALLOW),
    ]
    if reading:
        code += _reading(machine)
    for numbers in OWN_ONLY.values():
        code += [
            (_EQUAL, 0, 5, numbers[machine.column]),
            (_LOAD, 0, 0, _ARGUMENTS_AT),
            (_EQUAL, 2, 0, 0),
            (_EQUAL, 1, 0, os.getpid()),
            _REFUSE,
            (_RETURN, 0, 0, _ALLOW),
        ]
    for numbers in (*FORBIDDEN.values(), *(numbers for numbers, _ in _OPENING.values())):
        if numbers[machine.column] != _NONE:
            code += [(_EQUAL, 0, 1, numbers[machine.column]), _REFUSE]
    return [*code, (_RETURN, 0, 0, _ALLOW)]


def _reading(machine: _Machine) -> list[Instruction]:
    """Return the part that lets files be opened, unless to write them."""
    code: list[Instruction] = []
    for numbers, argument in _OPENING.values():
        if numbers[machine.column] != _NONE:
            code += [
                (_EQUAL, 0, 4, numbers[machine.column]),
                (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
                (_ANY_BIT, 0, 1, _WRITING),
                _REFUSE,
                (_RETURN, 0, 0, _ALLOW),
            ]
    return code
