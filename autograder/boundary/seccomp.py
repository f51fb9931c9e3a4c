"""A filter of system calls: what no exercise needs and an attack might, named by purpose.

Whatever is younger than this list is absent too, so that a new kernel opens no door.
"""

import ctypes
import errno
import functools
import mmap
import os
import platform
import signal
import struct

from . import kernel

Calls = dict[str, tuple[int, int | None]]  # name: number on x86_64, on aarch64 (None: not there)

_NETWORK: Calls = {
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242), "sendmsg": (46, 211), "sendmmsg": (307, 269),
}  # fmt: skip
_OTHER_PROCESSES: Calls = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "process_mrelease": (448, 448), "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438), "kcmp": (312, 272), "perf_event_open": (298, 241),
    "setpriority": (141, 140), "ioprio_set": (251, 30), "migrate_pages": (256, 238),
    "move_pages": (279, 239),
}  # fmt: skip
_NAMESPACES: Calls = {
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "unshare": (272, 97), "setns": (308, 268),
    "sethostname": (170, 161), "setdomainname": (171, 162),
}  # fmt: skip
_LARGE_SURFACES: Calls = {  # of the kernel
    "bpf": (321, 280), "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "fanotify_init": (300, 262), "lookup_dcookie": (212, 18),
    "personality": (135, 92), "modify_ldt": (154, None), "iopl": (172, None),
    "ioperm": (173, None), "uselib": (134, None), "nfsservctl": (180, 42), "vhangup": (153, 58),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "acct": (163, 89), "syslog": (103, 116),
    "mbind": (237, 235), "set_mempolicy": (238, 237), "remap_file_pages": (216, 234),
}  # fmt: skip
_MACHINE: Calls = {
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225), "clock_settime": (227, 112),
    "clock_adjtime": (305, 266), "settimeofday": (164, 170), "adjtimex": (159, 171),
}  # fmt: skip
_UNCOUNTED_MEMORY: Calls = {  # held by the kernel, not by a process
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194),
    "shmat": (30, 196), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
    "shmctl": (31, 195), "semctl": (66, 191), "semop": (65, 193), "semtimedop": (220, 192),
    "msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187), "mq_unlink": (241, 181),
}  # fmt: skip
_OTHER_PROGRAMS: Calls = {"execve": (59, 221), "execveat": (322, 281)}
_SHARED: Calls = {  # locks, caches and queues that other sandboxes notice, too
    "flock": (73, 32), "fadvise64": (221, 223), "readahead": (187, 213), "preadv2": (327, 286),
    "mincore": (27, 232), "cachestat": (451, 451), "sync": (162, 81), "syncfs": (306, 267),
    "io_setup": (206, 0), "inotify_init": (253, None), "inotify_init1": (294, 26),
    "inotify_add_watch": (254, 27), "fanotify_mark": (301, 263),
}  # fmt: skip
_LIMITS: Calls = {"setrlimit": (160, 164), "timer_create": (222, 107)}  # a timer may send SIGKILL

DENIED: Calls = {
    **_NETWORK, **_OTHER_PROCESSES, **_NAMESPACES, **_LARGE_SURFACES, **_MACHINE,
    **_UNCOUNTED_MEMORY, **_OTHER_PROGRAMS, **_SHARED, **_LIMITS,
}  # fmt: skip
FILES: Calls = {  # changes to files of the same user that landlock does not refuse
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, None), "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "truncate": (76, 45), "creat": (85, None), "openat2": (437, 437),
}  # fmt: skip
SIGNALS: Calls = {  # not even to oneself
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "pidfd_send_signal": (424, 424),
}  # fmt: skip

_NEW_NAMESPACES = 0x7E020080  # what clone may not make
# number, argument, values or a mask or None for anything but 0
_ARGUMENTS = {
    "sendto": ((44, 206), 4, None),  # an address
    "prlimit64": ((302, 261), 2, None),  # a new limit
    "sched_setaffinity": ((203, 122), 0, None),  # another process
    "sched_setscheduler": ((144, 119), 0, None),
    "sched_setparam": ((142, 118), 0, None),
    "sched_setattr": ((314, 274), 0, None),
    "fcntl": ((72, 25), 1, (6, 7, 8, 10, 15, 37, 38, 1024, 1026)),  # locks, leases, signals
    "ioctl": ((16, 29), 1, (0x8901, 0x8902, 0x5412, 0x541C)),  # the same; typing into a terminal
}
_OPEN = (((2, 1), (257, 2)), ((56, 2),))  # open and openat: their numbers, and whose flags
_SEND_RECEIVE = ((44, 206), (45, 207))  # sendto, recvfrom
_SOCKETPAIR = (53, 199)
_MMAP = (9, 222)
_SHARED_MEMORY = mmap.MAP_SHARED | mmap.MAP_ANONYMOUS  # in no process's resident memory, perhaps
_SIGACTION = (13, 134)  # of SIGCHLD: nobody would know what children have computed
_CLONE, _CLONE3 = (56, 220), (435, 435)
_GAP = ((335, 423), (295, 423))  # numbers that were free until then
_NEWEST = 456  # futex_requeue, of Linux 6.7

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_X32 = 0x40000000
_LOAD, _EQUAL, _GREATER, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x35, 0x45, 0x06
_AND = 0x54
_FILTER_MODE = 2
_OUT_OF_BAND, _UNIX = 1, 1
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in what a filter sees

_REFUSE, _ABSENT = _ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS
_STEP = struct.Struct("HBBI")
Program = list[tuple[int, int, int, int]]
_TRUNCATION: Program = [  # what is opened to be read, and emptied, old landlock does not see
    (_AND, 0, 0, os.O_TRUNC | os.O_WRONLY | os.O_RDWR),
    (_EQUAL, 0, 1, os.O_TRUNC),
    (_RETURN, 0, 0, _REFUSE),
]


@functools.cache  # so that what a zygote has asked for is there in all that it forks
def program() -> bytes:
    """The filter of a sandbox: everything named above fails with EPERM.

    Raises:
        OSError: the architecture is not known here.
    """
    column, architecture = _column()
    steps: Program = [
        (_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        *_if(_AT_LEAST, _X32, _ABSENT), *_if(_GREATER, _NEWEST, _ABSENT),
        (_AT_LEAST, 0, 2, _GAP[column][0]), (_GREATER, 1, 0, _GAP[column][1]),
        (_RETURN, 0, 0, _ABSENT),
        *_if(_EQUAL, _CLONE3[column], _ABSENT),  # the C library then uses clone
    ]  # fmt: skip
    steps += _denied(DENIED, column)
    steps += _for(_CLONE[column], _refusal_of_clone())
    for numbers in _SEND_RECEIVE:
        steps += _for(numbers[column], [_argument(3), *_if(_ANY_BIT, _OUT_OF_BAND, _REFUSE)])
    pair = [_argument(0), (_EQUAL, 1, 0, _UNIX), (_RETURN, 0, 0, _REFUSE)]
    steps += _for(_SOCKETPAIR[column], pair)
    shared = [_argument(3), (_AND, 0, 0, _SHARED_MEMORY), *_if(_EQUAL, _SHARED_MEMORY, _REFUSE)]
    steps += _for(_MMAP[column], shared)
    handler = _refusal(1, None)
    of_children = [_argument(0), (_EQUAL, 0, len(handler), signal.SIGCHLD), *handler]
    steps += _for(_SIGACTION[column], of_children)
    for numbers, argument, values in _ARGUMENTS.values():
        steps += _for(numbers[column], _refusal(argument, values))
    return _packed(steps)


@functools.cache
def program_without_signals() -> bytes:
    """A filter beside that one: no signal can be sent, not even to oneself."""
    return refusing(SIGNALS)


def refusing(names: Calls) -> bytes:
    """A filter of these system calls only, which fail with EPERM.

    Raises:
        OSError: the architecture is not known here.
    """
    column, _ = _column()
    return _packed([(_LOAD, 0, 0, _NUMBER), *_denied(names, column)])


@functools.cache
def program_without_changes() -> bytes:
    """A filter beside that one, where landlock guards the files: it does not guard all of them."""
    column, _ = _column()
    steps: Program = [(_LOAD, 0, 0, _NUMBER), *_denied(FILES, column)]
    for number, argument in _OPEN[column]:
        steps += _for(number, [_argument(argument), *_TRUNCATION])
    return _packed(steps)


def load(code: bytes) -> None:
    """Filters the system calls of this process, and of its children, for good.

    Raises:
        OSError: the kernel does not filter.
    """
    memory = ctypes.create_string_buffer(code, len(code))
    whole = struct.pack("HxxxxxxP", len(code) // _STEP.size, ctypes.addressof(memory))
    handed = ctypes.create_string_buffer(whole, len(whole))
    kernel.prctl(kernel.PR_SET_SECCOMP, _FILTER_MODE, ctypes.addressof(handed))


def _packed(steps: Program) -> bytes:
    """The steps as the kernel reads them; what none of them refuses is allowed."""
    return b"".join(_STEP.pack(*step) for step in [*steps, (_RETURN, 0, 0, _ALLOW)])


def _column() -> tuple[int, int]:
    try:
        return _MACHINES[platform.machine()]
    except KeyError:
        raise OSError(errno.ENOSYS, f"no filter for {platform.machine()}") from None


def _denied(names: Calls, column: int) -> Program:
    numbers = sorted(n for pair in names.values() if (n := pair[column]) is not None)
    return [step for number in numbers for step in _if(_EQUAL, number, _REFUSE)]


def _if(comparison: int, value: int, result: int) -> Program:
    return [(comparison, 0, 1, value), (_RETURN, 0, 0, result)]


def _for(number: int, steps: Program) -> Program:
    """Steps for one system call; they may load something else."""
    steps = [*steps, (_LOAD, 0, 0, _NUMBER)]
    return [(_EQUAL, 0, len(steps), number), *steps]


def _argument(index: int, half: int = 0) -> tuple[int, int, int, int]:
    return (_LOAD, 0, 0, _FIRST_ARGUMENT + 8 * index + 4 * half)  # the low half comes first


def _refusal_of_clone() -> Program:
    """New namespaces, and children whose end sends the parent any signal but SIGCHLD."""
    ends = [(_AND, 0, 0, 0xFF), (_EQUAL, 2, 0, 0), (_EQUAL, 1, 0, 17), (_RETURN, 0, 0, _REFUSE)]
    return [_argument(0), *_if(_ANY_BIT, _NEW_NAMESPACES, _REFUSE), *ends]


def _refusal(argument: int, values: tuple[int, ...] | None) -> Program:
    if values is not None:
        return [_argument(argument), *(s for v in values for s in _if(_EQUAL, v, _REFUSE))]
    halves: Program = []
    for half in (0, 1):
        halves += [_argument(argument, half), (_EQUAL, 1, 0, 0), (_RETURN, 0, 0, _REFUSE)]
    return halves
