"""What the tiers strong and landlock promise: tried from inside, or seen in /proc from outside."""

import ctypes
import errno
import os
import platform
import re
import signal
import textwrap
from pathlib import Path

import pytest

from autograder.boundary import seccomp
from autograder.boundary.zygote import descendants
from autograder.course import CHECKOUT
from autograder.sandbox import view
from autograder.verdicts import Stopped, Verdict

IN_STRONG = pytest.mark.parametrize("tier", ["strong"], indirect=True)
IN_LANDLOCK = pytest.mark.parametrize("tier", ["landlock"], indirect=True)
IN_BOTH = pytest.mark.parametrize("tier", ["strong", "landlock"], indirect=True)

COLUMN = {"x86_64": 0, "aarch64": 1}[platform.machine()]
HEADERS = (
    Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    Path("/usr/include/asm-generic/unistd.h"),
)

TRIES = """
    import ctypes, errno, mmap, os, resource, socket, stat, subprocess, threading, time

    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long

    def code(function, *arguments):
        try:
            function(*arguments)
        except OSError as refused:
            return errno.errorcode[refused.errno]
        return "done"

    def call(number, *arguments):
        ctypes.set_errno(0)
        returned = libc.syscall(*map(ctypes.c_long, (number, *arguments)))
        if returned >= 0:
            return "done"
        return errno.errorcode[ctypes.get_errno()]

    def calls(numbers, arguments):
        return {name: call(number, *arguments) for name, number in numbers.items()}

    def f(x):
        return x
"""


def tries(hall, body, **limits):
    """A function of this body, which may use what stands above, of a submission."""
    indented = textwrap.indent(textwrap.dedent(body), " " * 8)
    return hall.hand_in(f"{TRIES}\n    def g(x=None):\n{indented}\n", **limits).work.g


def status_of(hall) -> dict[str, str]:
    """The kernel's own account of the worker, from outside."""
    hall.hand_in(TRIES).work.f(1)
    (worker,) = (pid for pid in hall.processes() if not descendants(pid))
    lines = Path(f"/proc/{worker}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


# who a worker is


@IN_BOTH
def test_a_worker_has_no_capability_and_gets_none(hall):
    status = status_of(hall)
    names = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
    assert [int(status[name], 16) for name in names] == [0] * 5
    assert status["NoNewPrivs"] == "1"


@IN_BOTH
def test_system_calls_of_a_worker_are_filtered(hall):
    status = status_of(hall)
    assert status["Seccomp"] == "2"
    assert int(status["Seccomp_filters"]) >= 2  # of the sandbox, of the worker


@IN_STRONG
def test_a_worker_is_an_unprivileged_user_of_its_own(hall):
    body = "return os.getresuid(), os.getresgid(), code(os.setuid, 0), code(os.setgid, 0)"
    users, groups, *changes = tries(hall, body)()
    assert users == groups == (1000, 1000, 1000)
    assert changes == ["EINVAL", "EINVAL"]  # there is no such user
    outside = status_of(hall)["Uid"].split()[0]
    assert outside == str(os.geteuid() or 65534)


# its world: processes, network, disk


@IN_STRONG
def test_only_its_own_processes_exist(hall):
    body = """
        numbers = {name for name in os.listdir("/proc") if name.isdigit()}
        return os.getppid(), numbers == {"1", str(os.getpid())}
    """
    assert tries(hall, body)() == (1, True)


@IN_STRONG
def test_the_first_process_cannot_be_looked_into(hall):
    names = ["environ", "maps", "mem", "fd", "fdinfo", "cwd", "root", "exe", "syscall", "auxv"]
    body = """
        def look(name):
            path = f"/proc/1/{name}"
            os.listdir(path) if name.startswith("fd") else open(path, "rb").read(1)
        return [name for name in x if code(look, name) not in ("EACCES", "EPERM")]
    """
    assert tries(hall, body)(names) == []


@IN_STRONG
def test_there_is_no_network_but_a_loopback_without_a_route(hall):
    body = """
        devices = open("/proc/net/dev").read().splitlines()[2:]
        routes = open("/proc/net/route").read().splitlines()[1:]
        return [line.split(":")[0].strip() for line in devices], routes
    """
    devices, routes = tries(hall, body)()
    assert devices == ["lo"]
    assert routes == []


@IN_STRONG
def test_the_disk_is_what_is_shown_and_nothing_else(hall, library_folder):
    shown = [Path(path) for path in view.cell("strong", library_folder, Path("/")).shown]
    inside: dict[str, set[str]] = {"/": {"dev", "proc", "scratch", "submission"}}
    for path in filter(Path.exists, shown):
        for above in path.parents:  # folders on the way to what is shown
            inside.setdefault(str(above), set()).add(path.relative_to(above).parts[0])
    came = tries(hall, "return {path: os.listdir(path) for path in x}")([*inside])
    assert {path: set(came[path]) for path in inside} == inside


@IN_STRONG
def test_the_devices_are_those_that_hold_nothing(hall):
    devices, submission = tries(hall, "return os.listdir('/dev'), os.listdir('/submission')")()
    assert set(devices) == {"full", "null", "random", "shm", "urandom", "zero"}
    assert list(submission) == ["z1"]


UNREADABLE = (
    "/etc/passwd",
    "/proc/1/root/etc/passwd",
    str(CHECKOUT / "autograder" / "suites" / "a1" / "test_losses.py"),
    str(CHECKOUT / "assignments" / "a1_linear" / "a1" / "losses.py"),
    str(CHECKOUT / "course.toml"),
)


@IN_BOTH
def test_what_is_not_a_librarys_cannot_be_read(hall):
    neighbour = hall.zygote.scratch / "neighbour.py"
    neighbour.write_text("x = 1")
    body = "return [code(lambda: open(path).close()) for path in x]"
    came = tries(hall, body)([*UNREADABLE, str(neighbour)])
    neighbour.unlink()
    assert set(came) <= {"ENOENT", "EACCES"}


@IN_LANDLOCK
def test_no_folder_of_the_machine_can_be_listed(hall):
    folders = ["/", "/etc", "/tmp", "/root", "/home", "/proc", "/proc/self", "/dev", str(CHECKOUT)]
    body = "return [code(os.listdir, path) for path in x]"
    assert tries(hall, body)(folders) == ["EACCES"] * len(folders)


@IN_BOTH
def test_libraries_that_are_installed_for_others_are_hidden(hall):
    body = """
        folders = [f"{os.path.dirname(os.__file__)}/{name}" for name in x]
        seen = []
        for folder in folders:
            try:
                seen += os.listdir(folder)
            except OSError:
                pass
        return seen
    """
    assert tries(hall, body)(["site-packages", "dist-packages"]) == []


@IN_LANDLOCK
def test_where_proc_is_the_machines_it_cannot_be_read(hall):
    paths = ["/proc/self/maps", "/proc/self/environ", "/proc/1/cmdline", "/proc/mounts"]
    body = "return [code(lambda: open(path).close()) for path in x]"
    assert tries(hall, body)(paths) == ["EACCES"] * len(paths)


# what it may write


CHANGES = """
    folder = x if os.path.isdir(x) else os.path.dirname(x)
    status = os.stat(x)

    def created(): open(f"{folder}/new", "x").close()
    def made(): os.mkdir(f"{folder}/new")
    def linked(): os.symlink("/etc", f"{folder}/new")
    def hard_linked(): os.link(__file__, f"{folder}/new")
    def piped(): os.mkfifo(f"{folder}/new")
    def moded(): os.chmod(x, stat.S_IMODE(status.st_mode))
    def owned(): os.chown(x, status.st_uid, status.st_gid)
    def touched(): os.utime(x, ns=(status.st_atime_ns, status.st_mtime_ns))
    def marked(): os.setxattr(x, "user.gradus", b"") or os.removexattr(x, "user.gradus")
    def truncated(): os.truncate(x, status.st_size)
    def appended(): open(x, "ab").close()
    def opened(): open(x, "r+b").close()
    def renamed(): os.rename(x, f"{folder}/new")
    def removed(): os.remove(x)

    changes = [created, made, linked, hard_linked, piped, moded, owned, touched, marked]
    if os.path.isfile(x):
        changes += [truncated, appended, opened, renamed, removed]
    return [change.__name__ for change in changes if code(change) == "done"]
"""  # of the last ones none is tried on a thing of this machine, were it not refused


@IN_BOTH
@pytest.mark.parametrize("name", ["numpy_core.py", "given/rules.py", "."])
def test_no_library_can_be_changed(hall, library_folder, name):
    (library_folder / "numpy_core.py").write_text("x = 1")
    assert tries(hall, CHANGES)(str(library_folder / name)) == []


@IN_BOTH
def test_a_submission_cannot_change_its_own_files(hall):
    body = f"x = __file__\n{textwrap.dedent(CHANGES)}"
    assert tries(hall, body)() == []


@IN_LANDLOCK
@pytest.mark.parametrize("folder", [".", "/tmp", "/var/tmp", "/dev/shm", "/root", "/"])
def test_where_the_disk_is_the_machines_no_folder_can_be_changed(hall, folder):
    assert tries(hall, CHANGES)(folder) == []


@IN_BOTH
def test_devices_can_be_written_to_and_not_changed(hall):
    body = "with open(x, 'wb') as device: device.write(b'x')"
    assert tries(hall, f"{body}\n{textwrap.dedent(CHANGES)}")("/dev/null") == []


@IN_STRONG
def test_home_and_shared_memory_are_capped_together(hall):
    body = """
        written = 0
        for place in ("/scratch", "/dev/shm", os.getcwd()):
            for number in range(8):
                try:
                    with open(f"{place}/{number}", "ab", buffering=0) as file:
                        while True:
                            written += file.write(bytes(2**14))
                except OSError as full:
                    last = errno.errorcode[full.errno]
        return written, last
    """
    written, last = tries(hall, body, file_mb=1, cpu_s=2.0)()
    assert last == "ENOSPC"
    assert 2**19 < written <= 2**20


@IN_STRONG
def test_many_small_files_are_capped_too(hall):
    body = """
        count = 0
        try:
            while count < 100_000:
                os.mkdir(str(count))
                count += 1
        except OSError as full:
            return count, errno.errorcode[full.errno]
        return count, "done"
    """
    count, last = tries(hall, body, file_mb=1, cpu_s=5.0)()
    assert (count < 100_000, last) == (True, "ENOSPC")


# what the kernel refuses


def numbers_of(names: dict[str, tuple[int, int | None]]) -> dict[str, int]:
    return {name: n for name, pair in names.items() if (n := pair[COLUMN]) is not None}


@IN_BOTH
def test_each_denied_system_call_is_refused(hall):
    numbers = numbers_of(seccomp.DENIED | seccomp.SIGNALS)
    makers = {name: number for name, number in numbers.items() if name.endswith("get")}
    others = {name: number for name, number in numbers.items() if name not in makers}
    student = hall.hand_in(TRIES)
    came = student.work.calls(others, [-1] * 6) | student.work.calls(makers, [1] * 6)
    assert came == dict.fromkeys([*others, *makers], "EPERM")


FREE = (range(337, 424), range(295, 424))[COLUMN]  # 335 and 336, of probes, no filter ever sees


@IN_BOTH
def test_system_calls_that_are_too_new_are_absent(hall):
    clone3, x32 = 435, 2**30
    late = [*FREE, *range(457, 480)]
    numbers = {str(n): n for n in (clone3, *late, 1000, x32, x32 + 39)}
    came = hall.hand_in(TRIES).work.calls(numbers, [0] * 6)
    assert came == dict.fromkeys(numbers, "ENOSYS")


CLONE = """
        clone, *ways = x
        def cloned(flags):
            returned = libc.syscall(*map(ctypes.c_long, (clone, flags, 0, 0, 0, 0)))
            if returned == 0:
                os._exit(0)
            return "done" if returned > 0 else errno.errorcode[ctypes.get_errno()]
        return [cloned(way) for way in ways]
"""
NAMESPACES = {
    "mounts": 0x20000, "cgroups": 0x2000000, "uts": 0x4000000, "ipc": 0x8000000,
    "users": 0x10000000, "pids": 0x20000000, "network": 0x40000000,
}  # fmt: skip


@IN_BOTH
def test_no_namespace_can_be_made_by_clone(hall):
    clone = (56, 220)[COLUMN]
    ways = [flag | signal.SIGCHLD for flag in NAMESPACES.values()]
    came = tries(hall, CLONE)([clone, signal.SIGCHLD, *ways])
    assert came == ["done", *["EPERM"] * len(ways)]


@IN_BOTH
def test_a_child_cannot_be_made_to_kill_its_parent_by_ending(hall):
    clone = (56, 220)[COLUMN]
    assert tries(hall, CLONE)([clone, signal.SIGKILL, signal.SIGSTOP]) == ["EPERM", "EPERM"]


@IN_BOTH
def test_children_and_threads_are_allowed(hall):
    body = """
        if not (child := os.fork()):
            os._exit(7)
        found = []
        thread = threading.Thread(target=found.append, args=(os.waitpid(child, 0)[1],))
        thread.start()
        thread.join()
        return os.waitstatus_to_exitcode(found[0])
    """
    assert tries(hall, body)() == 7


@IN_BOTH
def test_limits_can_be_read_and_not_changed(hall):
    body = """
        came = []
        for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NOFILE):
            limits = resource.getrlimit(kind)
            try:
                resource.setrlimit(kind, limits)
                came.append("done")
            except (ValueError, OSError):  # Python makes the one of the other
                came.append("refused")
            came.append(code(resource.prlimit, 0, kind, limits))
        return came
    """
    assert tries(hall, body)() == ["refused", "EPERM"] * 3


@IN_BOTH
def test_no_socket_leads_anywhere(hall):
    body = r"""
        numbers = [n for n in range(3, 64) if code(os.fstat, n) == "done"]
        ours = [n for n in numbers if stat.S_ISSOCK(os.fstat(n).st_mode)]
        one, other = socket.socketpair()
        abstract = "\0gradus-neighbour"
        came = []
        for end in (one, socket.socket(fileno=os.dup(ours[0]))):
            came += [
                code(end.connect, abstract), code(end.bind, abstract), code(end.listen),
                code(end.sendto, b"x", abstract), code(end.sendmsg, [b"x"]), code(end.accept),
            ]
        for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
            came += [code(socket.socket, family, kind) for kind in (1, 2, 3)]
        return came
    """
    assert set(tries(hall, body)()) == {"EPERM"}


@IN_BOTH
def test_a_message_queue_of_this_machine_is_out_of_reach(hall):
    libc = ctypes.CDLL(None, use_errno=True)
    queue = libc.msgget(0, 0o600)
    assert queue >= 0
    body = """
        message = ctypes.create_string_buffer(b"\\1" + bytes(7) + b"seen")
        sent = libc.msgsnd(x, message, 4, 0o4000)  # not to wait
        return sent, libc.msgctl(x, 0, None)  # to remove it
    """
    try:
        assert tries(hall, body)(queue) == (-1, -1)
        assert libc.msgrcv(queue, ctypes.create_string_buffer(12), 4, 0, 0o4000) == -1
        assert ctypes.get_errno() == errno.ENOMSG  # it is there, and empty
    finally:
        libc.msgctl(queue, 0, None)


@IN_BOTH
def test_a_descriptor_cannot_be_made_to_signal_or_to_hold_others_up(hall):
    body = """
        import fcntl
        reads, writes = os.pipe()
        commands = (fcntl.F_SETOWN, fcntl.F_SETSIG, fcntl.F_NOTIFY, fcntl.F_SETLEASE, 15)
        ioctls = (0x8901, 0x8902, 0x5412, 0x541C)
        return [code(fcntl.fcntl, reads, command, 0) for command in commands] + [
            code(fcntl.ioctl, reads, command, 0) for command in ioctls
        ]
    """
    assert tries(hall, body)() == ["EPERM"] * 9


@pytest.mark.skipif(platform.machine() != "x86_64", reason="code of this architecture only")
@IN_BOTH
def test_system_calls_of_the_old_architecture_end_the_process(hall):
    body = r"""
        private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
        code = mmap.mmap(-1, 4096, private, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # getpid by int 0x80, number 20
        address = ctypes.addressof(ctypes.c_char.from_buffer(code))
        return ctypes.CFUNCTYPE(ctypes.c_int)(address)()
    """
    with pytest.raises(Stopped, match="crashed") as caught:
        tries(hall, body)()
    assert caught.value.verdict is Verdict.KILLED


# the numbers


@pytest.mark.parametrize(("column", "header"), list(enumerate(HEADERS)))
def test_the_numbers_are_those_of_the_kernels_own_headers(column, header):
    if not header.exists():
        pytest.skip(f"{header} is not installed")
    known = {
        name: int(number)
        for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)\b", header.read_text())
    }
    pairs = {name: numbers for name, (numbers, *_) in seccomp._ARGUMENTS.items()}
    pairs |= {"clone": seccomp._CLONE, "clone3": seccomp._CLONE3}
    ours = {**seccomp.DENIED, **seccomp.SIGNALS, **pairs}
    newest = max(number for name, number in known.items() if name != "syscalls")
    mine = {name: n for name, pair in ours.items() if (n := pair[column]) is not None}
    assert {name: known.get(name) for name, n in mine.items() if n <= newest} == {
        name: n for name, n in mine.items() if n <= newest
    }
    assert not {name for name, pair in ours.items() if pair[column] is None} & set(known)


def test_no_system_call_is_listed_twice():
    numbers = numbers_of(seccomp.DENIED | seccomp.SIGNALS)
    assert len(set(numbers.values())) == len(numbers)
