"""What a hostile submission does to its process: one test fails, the next starts afresh."""

import contextlib
import os
import signal
import stat
import time
from pathlib import Path

import pytest

from autograder.raised import StudentRaised
from autograder.removal import remove
from autograder.verdicts import Stopped, Verdict

SOCKET = """
    import contextlib, os, signal, socket, stat, struct, threading, time

    def connection():
        for number in range(64):
            with contextlib.suppress(OSError):
                if stat.S_ISSOCK(os.fstat(number).st_mode):
                    return socket.socket(fileno=os.dup(number)), number

    def good(x):
        return x + 1
"""


IN_PROCESS = pytest.mark.parametrize("tier", ["process"], indirect=True)
IN_STRONGER = pytest.mark.parametrize("tier", ["strong", "landlock"], indirect=True)


def hostile(body: str) -> str:
    """The text of a module with f(x), whose body this is, and good(x)."""
    lines = [f"        {line.strip()}" if "\n" not in body else line for line in body.splitlines()]
    return SOCKET + "\n    def f(x):\n" + "\n".join(lines) + "\n"


def stopped_by(hall, body, **limits):
    """How a call of f, of this body, ends; afterwards a fresh worker answers the next test."""
    student = hall.hand_in(hostile(body), **limits)
    with pytest.raises(Stopped) as caught:
        student.work.f(1)
    assert hall.session.stopped is not None
    assert not hall.processes()
    assert not hall.folders()
    with pytest.raises(Stopped):
        student.work.good(1)
    hall.next_test()
    assert student.work.good(1) == 2
    return caught.value


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("os._exit(0)", "exit 0"),
        ("os._exit(3)", "exit 3"),
        ("import ctypes; ctypes.string_at(0)", "Segmentation fault"),
        ("os.abort()", "crashed"),  # of what, differs where it may not signal itself
        ("signal.setitimer(signal.ITIMER_REAL, 0.01); time.sleep(9)", "Alarm clock"),
        ("os.close(connection()[1]); time.sleep(9)", "closed its connection"),
        ("connection()[0].shutdown(2); time.sleep(9)", "closed its connection"),
    ],
)
def test_a_process_that_ends_in_a_call_is_killed(hall, body, reason):
    stopped = stopped_by(hall, body)
    assert stopped.verdict is Verdict.KILLED
    assert reason in str(stopped)


@IN_PROCESS
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("os.kill(os.getpid(), 9)", "Killed"),
        ("os.kill(os.getpid(), 15)", "Terminated"),
        ("os.execv('/bin/true', ['true'])", "exit 0"),
        ("os.kill(os.getppid(), 9); time.sleep(9)", "Killed"),
    ],
)
def test_signals_and_other_programs_are_killed_where_they_are_allowed(hall, body, reason):
    stopped = stopped_by(hall, body)
    assert stopped.verdict is Verdict.KILLED
    assert reason in str(stopped)


@IN_STRONGER
@pytest.mark.parametrize(
    "body",
    [
        "os.kill(os.getpid(), 9)",
        "os.kill(os.getpid(), 15)",
        "os.kill(os.getpid(), 0)",
        "os.kill(os.getpid(), signal.SIGSTOP)",
        "os.killpg(0, 9)",
        "os.killpg(0, signal.SIGSTOP)",
        "os.kill(os.getppid(), 9)",
        "os.kill(os.getppid(), signal.SIGSTOP)",
        "os.kill(-1, 0)",
        "signal.raise_signal(15)",
        "signal.pthread_kill(threading.get_ident(), 15)",
        "os.pidfd_open(os.getppid())",
        "os.execv('/bin/true', ['true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "import subprocess; subprocess.run(['/bin/true'])",
    ],
)
def test_signals_and_other_programs_are_refused(hall, body):
    student = hall.hand_in(hostile(body))
    with pytest.raises(PermissionError):
        student.work.f(1)
    assert student.work.good(1) == 2
    hall.next_test("public/test_other.test_x", exercise="other")  # the keeper is unharmed
    assert student.work.good(1) == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("connection()[0].sendall(bytes(100)); time.sleep(9)", "a frame of 0 bytes"),
        ("connection()[0].sendall(b'GET / HTTP/1.1'); time.sleep(9)", "a frame of"),
        ("connection()[0].sendall(struct.pack('>II', 2**32 - 1, 9)); time.sleep(9)", "4294967295"),
        (
            "connection()[0].sendall(struct.pack('>II', 9, 5) + b'wrong'); time.sleep(9)",
            "not readable",
        ),
        (
            "connection()[0].sendall(struct.pack('>II', 5, 1) + b'\\xc0'); time.sleep(9)",
            "not readable",
        ),
    ],
    ids=["zeros", "http", "huge", "not-msgpack", "nil"],
)
def test_garbage_on_the_socket_is_killed(hall, body, reason):
    stopped = stopped_by(hall, body)
    assert stopped.verdict is Verdict.KILLED
    assert reason in str(stopped)


def test_a_second_frame_is_something_nobody_asked_for(hall):
    body = """
        frame = struct.pack('>II', 16, 12) + b'\\x93\\xa8returned\\x07\\x90'
        connection()[0].sendall(frame * 2)
        return 1
    """
    student = hall.hand_in(hostile(body))
    assert student.work.f(1) == 7  # its own claim, like any
    with pytest.raises(Stopped, match="something that nobody had asked for") as caught:
        student.work.good(1)
    assert caught.value.verdict is Verdict.KILLED
    hall.next_test()
    assert student.work.good(1) == 2


def test_a_forged_change_of_an_argument_that_is_not_there_is_killed(hall):
    body = """
        structure = b'\\x93\\xa8returned\\x07\\x91\\x92\\x05\\x92\\xa1l\\x90'
        connection()[0].sendall(struct.pack('>II', 4 + len(structure), len(structure)) + structure)
    """
    assert "more changed arguments than there are" in str(stopped_by(hall, body))


def test_doubled_lists_end_the_test_before_anybody_walks_them(hall):
    body = """
        x = [1]
        for _ in range(25):
            x = [x, x]
        return x
    """
    assert "too many times" in str(stopped_by(hall, body))


def test_an_argument_made_to_hold_itself_cannot_be_sent(hall):
    student = hall.hand_in(hostile("x.append(x)"))
    with pytest.raises(StudentRaised, match="a list that holds itself"):
        student.work.f([])
    student = hall.hand_in(hostile("x[0].append(x[1]); x[1].append(x[0])"))
    with pytest.raises((Stopped, StudentRaised), match="holds itself"):
        student.work.f([[], []])


def test_a_slow_drip_ends_by_the_wall_clock(hall):
    body = """
        ours = connection()[0]
        ours.sendall(struct.pack('>II', 10**6, 4))
        while True:
            ours.sendall(b'x')
            time.sleep(0.01)
    """
    start_s = time.monotonic()
    stopped = stopped_by(hall, body, wall_s=0.7, cpu_s=5.0)
    assert stopped.verdict is Verdict.TIME
    assert time.monotonic() - start_s < 3


@pytest.mark.parametrize(
    ("work", "limits"),
    [
        ("time.sleep(0.001)", {"cpu_s": 5.0, "wall_s": 0.5}),
        ("sum(range(20_000))", {"cpu_s": 0.2, "wall_s": 5.0}),
    ],
    ids=["sleeps", "computes"],
)
def test_an_endless_iterator_ends_by_the_limits(hall, work, limits):
    text = f"""
        import time
        def f():
            while True:
                yield 1
                {work}
    """
    student = hall.hand_in(text, **limits)
    with pytest.raises(Stopped) as caught:
        list(student.work.f())
    assert caught.value.verdict is Verdict.TIME


def test_an_endless_iterator_of_arrays_ends_by_memory(hall):
    text = """
        import numpy as np
        def f():
            while True:
                yield np.empty(2**17)
    """
    student = hall.hand_in(text, memory_mb=128, cpu_s=5.0)
    came = []
    with pytest.raises(Stopped, match="answers to one test hold more than 128 MB") as caught:
        came.extend(student.work.f())
    assert caught.value.verdict is Verdict.MEMORY


def test_a_flood_of_output_is_killed(hall):
    stopped = stopped_by(hall, "while True: print('x' * 1000)", output_kb=64, cpu_s=5.0)
    assert stopped.verdict is Verdict.KILLED
    assert str(stopped) == "it printed more than 64 kB"


def test_what_earlier_tests_printed_is_not_counted(hall):
    student = hall.hand_in(
        "def f():\n    print('x' * 40_000, flush=True)\n    return 1", output_kb=64
    )
    for _ in range(3):
        hall.next_test()
        assert student.work.f() == 1


def test_closed_output_does_not_hold_the_grader(hall):
    body = """
        import ctypes
        ctypes.CDLL(None).prctl(1, 0)
        with contextlib.suppress(PermissionError):
            os.kill(os.getppid(), signal.SIGKILL)
        os.close(1)
        os.close(2)
        time.sleep(9)
    """
    student = hall.hand_in(hostile(body), wall_s=0.5)
    start_s = time.process_time()
    with pytest.raises(Stopped, match="no answer came within"):
        student.work.f(1)
    assert time.process_time() - start_s < 0.3


def test_a_thread_that_goes_on_after_the_call_is_gone_after_the_session(hall):
    body = """
        threading.Thread(target=time.sleep, args=(60,)).start()
    """
    student = hall.hand_in(hostile(body))
    student.work.f(1)
    pids = hall.processes()
    assert len(pids) == 2  # the keeper and the worker
    hall.session.close()
    assert not any(map(is_running, pids))


DAEMON = """
        reads, writes = os.pipe()
        if not os.fork():
            os.setsid()
            if not os.fork():
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
                os.write(writes, b"here")
                for number in range(64):
                    try:
                        os.close(number)
                    except OSError:
                        pass
                time.sleep(60)
            os._exit(0)
        os.wait()
        return os.read(reads, 10).decode()
"""


def daemon_of(hall, student) -> int:
    """The daemon that a call of f starts, seen from outside."""
    before = hall.processes()
    assert student.work.f(1) == "here"
    (pid,) = hall.processes() - before
    assert is_running(pid)
    return pid


def test_a_daemon_does_not_survive_the_session(hall):
    student = hall.hand_in(hostile(DAEMON))
    student.work.good(1)
    pid = daemon_of(hall, student)
    hall.session.close()
    assert not is_running(pid)


def test_a_daemon_does_not_survive_a_stop(hall):
    student = hall.hand_in(hostile(DAEMON) + "\n    def end():\n        os._exit(1)\n")
    student.work.good(1)
    pid = daemon_of(hall, student)
    with pytest.raises(Stopped):
        student.work.end()
    assert not is_running(pid)


WRITTEN = {  # a new file at home; the end of its own code
    "strong": ["written", "refused"],
    "landlock": ["refused", "refused"],
    "process": ["written", "written"],
}


def test_public_and_hidden_tests_share_no_process_and_no_file(hall, tier):
    body = """
        came = []
        for path, mode in (("note", "x"), (__file__, "a")):
            try:
                open(path, mode).write("late = 1")
                came.append("written")
            except FileExistsError:
                came.append("seen before")
            except OSError:
                came.append("refused")
        return came
    """
    student = hall.hand_in(hostile(body))
    assert student.work.f(1) == WRITTEN[tier]
    public = hall.processes()
    hall.next_test("hidden/test_work.test_x", visibility="hidden")
    assert student.work.f(1) == WRITTEN[tier]
    assert not public & hall.processes()
    with pytest.raises(AttributeError):
        _ = student.work.late


def test_each_exercise_has_a_worker_of_its_own(hall):
    text = (
        "import os\nstate = []\ndef f():\n    state.append(1)\n    return len(state), os.getpid()"
    )
    student = hall.hand_in(text)
    first = student.work.f()
    hall.next_test()
    assert student.work.f() == (2, first[1])
    hall.next_test("public/test_other.test_x", exercise="other")
    count, pid = student.work.f()
    assert (count, pid != first[1]) == (1, True)


@pytest.mark.parametrize(
    "body",
    [
        "signal.signal(15, signal.SIG_IGN); time.sleep(60)",
        "threading.Lock().__enter__(); l = threading.Lock(); l.acquire(); l.acquire()",
        "open('/dev/zero').fileno() and os.read(os.pipe()[0], 1)",
    ],
    ids=["ignores-sigterm", "deadlock", "reads"],
)
def test_what_never_answers_ends_by_the_wall_clock(hall, body):
    check_that_the_wall_clock_ends(hall, body)


@IN_PROCESS
@pytest.mark.parametrize(
    "body",
    [
        "os.kill(os.getpid(), signal.SIGSTOP)",
        "os.killpg(0, signal.SIGSTOP)",
        "os.kill(os.getppid(), signal.SIGSTOP); time.sleep(60)",
    ],
    ids=["itself", "its-group", "its-parent"],
)
def test_what_stops_processes_ends_by_the_wall_clock(hall, body):
    check_that_the_wall_clock_ends(hall, body)


def check_that_the_wall_clock_ends(hall, body):
    start_s = time.monotonic()
    stopped = stopped_by(hall, body, wall_s=0.7)
    assert stopped.verdict is Verdict.TIME
    assert str(stopped) == "no answer came within 0.7 s"
    assert time.monotonic() - start_s < 4


@IN_PROCESS
def test_a_keeper_killed_between_two_tests_costs_the_next_test_nothing(hall):
    body = """
        import ctypes
        ctypes.CDLL(None).prctl(1, 0)
        os.kill(os.getppid(), 9)
        return 1
    """
    student = hall.hand_in(hostile(body))
    student.work.f(1)
    hall.next_test("public/test_other.test_x", exercise="other")
    assert student.work.good(1) == 2


def test_a_storm_of_forks_is_killed(hall):
    body = """
        for _ in range(63):
            if not os.fork():
                time.sleep(60)
        time.sleep(60)
    """
    stopped = stopped_by(hall, body, processes=16)
    assert stopped.verdict is Verdict.KILLED
    assert str(stopped) == "it ran more than 16 processes and threads"


def test_children_that_fork_and_end_all_the_time_are_all_killed(hall):
    body = """
        for _ in range(6):
            if not os.fork():
                end_s = time.monotonic() + 20
                while time.monotonic() < end_s:
                    if os.fork():
                        os._exit(0)
                    time.sleep(0.002)
        time.sleep(60)
    """
    start_s = time.monotonic()
    stopped = stopped_by(hall, body, wall_s=0.8, cpu_s=5.0, processes=64, memory_mb=2048)
    assert stopped.verdict in (Verdict.TIME, Verdict.KILLED)
    assert time.monotonic() - start_s < 5


def test_too_many_open_files_are_the_submissions_error(hall):
    student = hall.hand_in("def f():\n    files = [open('/dev/null') for _ in range(100_000)]")
    with pytest.raises(OSError, match="Too many open files") as caught:
        student.work.f()
    assert isinstance(caught.value, StudentRaised)
    assert caught.value.where == "z1/work.py, line 2"


@pytest.mark.parametrize("tier", ["strong", "process"], indirect=True)
def test_a_file_of_a_hundred_megabytes_is_refused(hall):
    text = """
        import os
        def f():
            with open("large", "wb") as file:
                for _ in range(100):
                    file.write(bytes(2**20))
        def good():
            return os.path.getsize("large")
    """
    student = hall.hand_in(text, file_mb=1, cpu_s=2.0)
    with pytest.raises(OSError, match="File too large"):
        student.work.f()
    assert student.work.good() == 2**20


MEMORY_OF_SEVERAL = """
        {import_}
        for _ in range(3):
            if not os.fork():
                break
        {fill}
        time.sleep(60)
"""


PRIVATE = "block = bytearray(os.urandom(2**20)) * 60"
SHARED = "block = mmap.mmap(-1, 60 * 2**20); block.write(b'x' * len(block))"


@pytest.mark.parametrize("tier", ["strong", "landlock"], indirect=True)
def test_memory_that_no_process_is_charged_for_is_refused(hall, tier):
    with pytest.raises(PermissionError):
        hall.hand_in(hostile(f"import mmap; {SHARED}")).work.f(1)


@pytest.mark.parametrize(
    ("tier", "fill"),
    [("strong", PRIVATE), ("landlock", PRIVATE), ("process", PRIVATE), ("process", SHARED)],
    indirect=["tier"],
)
def test_the_memory_of_all_processes_counts(hall, fill):
    body = MEMORY_OF_SEVERAL.format(import_="import mmap", fill=fill)
    stopped = stopped_by(hall, body, memory_mb=200, cpu_s=5.0)
    assert stopped.verdict is Verdict.MEMORY
    assert str(stopped) == "it used more than 200 MB"


def test_memory_beyond_the_backstop_is_a_memory_error(hall):
    student = hall.hand_in(
        "import numpy as np\ndef f(): return np.ones(2**27).sum()", memory_mb=128
    )
    with pytest.raises(MemoryError):
        student.work.f()


# folders


LEFTOVERS = pytest.mark.parametrize(
    "body",
    [
        "os.makedirs('a/b'); open('a/b/c', 'w').close(); os.chmod('a/b', 0); os.chmod('a', 0)",
        "os.chmod('../submission', 0); os.chmod('..', 0); os.chmod('.', 0)",
        "import shutil; shutil.rmtree(os.path.dirname(os.getcwd()))",
        "os.symlink('/', 'root'); os.mkfifo('pipe'); os.symlink('nowhere', 'broken')",
        "[(os.mkdir('d'), os.chdir('d')) for _ in range(1500)]",
        "[os.mkdir(os.urandom(16).hex()) for _ in range(300)]",
    ],
    ids=["without-rights", "above", "removed", "links", "deep", "many"],
)


@IN_PROCESS
@LEFTOVERS
def test_whatever_is_left_in_the_folder_goes(hall, body):
    student = hall.hand_in(hostile(body), cpu_s=3.0)
    mode = stat.S_IMODE(hall.zygote.scratch.stat().st_mode)
    student.work.good(1)
    assert hall.folders()
    student.work.f(1)
    hall.session.close()
    assert not hall.folders()
    assert stat.S_IMODE(hall.zygote.scratch.stat().st_mode) == mode


@IN_STRONGER
@LEFTOVERS
def test_what_is_left_on_the_disk_is_what_was_there(hall, body):
    student = hall.hand_in(hostile(body), cpu_s=3.0)
    before = disk_below(hall.zygote.scratch)
    with contextlib.suppress(OSError):
        student.work.f(1)
    assert student.work.good(1) == 2
    assert disk_below(hall.zygote.scratch) == before
    hall.session.close()
    assert not hall.folders()


def disk_below(folder: Path) -> dict[Path, tuple[int, int]]:
    """Mode and time of each file and folder, with the top one."""
    found = [(path, path.lstat()) for path in (folder, *folder.rglob("*"))]
    return {path: (status.st_mode, status.st_mtime_ns) for path, status in found}


@pytest.mark.parametrize("tier", ["strong"], indirect=True)
def test_where_mounts_are_its_own_a_submission_has_no_folder_on_the_disk(hall):
    student = hall.hand_in(hostile("open('note', 'w').write('x' * 1000)"))
    student.work.f(1)
    assert list(hall.zygote.scratch.iterdir()) == []


def test_removing_follows_no_link(tmp_path):
    kept, folder = tmp_path / "kept", tmp_path / "folder"
    kept.mkdir()
    (kept / "file").write_text("here")
    folder.mkdir()
    (folder / "link").symlink_to(kept)
    remove(folder)
    assert (kept / "file").read_text() == "here"
    assert not folder.exists()


@IN_PROCESS
def test_a_folder_replaced_by_a_link_goes_alone(hall):
    body = """
        import shutil
        folder = os.path.dirname(os.getcwd())
        shutil.rmtree(folder)
        os.symlink(x, folder)
    """
    student = hall.hand_in(hostile(body))
    elsewhere = hall._folder / "submission0"
    student.work.f(str(elsewhere))
    hall.session.close()
    assert (elsewhere / "z1" / "work.py").is_file()


def test_links_and_pipes_of_a_submission_are_not_carried_in(hall, tmp_path):
    folder = tmp_path / "mine"
    (folder / "z1").mkdir(parents=True)
    secret = tmp_path / "secret.py"
    secret.write_text("word = 'secret'")
    (folder / "z1" / "work.py").write_text("def f(): return 1")
    (folder / "z1" / "stolen.py").symlink_to(secret)
    os.mkfifo(folder / "z1" / "pipe")
    student = hall.open(folder)
    assert student.work.f() == 1
    with pytest.raises(AttributeError, match=r"stolen.py is not there"):
        _ = student.stolen.word


def is_running(pid: int) -> bool:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return fields[0] not in "ZX"


@IN_PROCESS
def test_the_zygote_itself_is_never_signalled(hall):
    student = hall.hand_in(hostile("os.killpg(0, 9)"))
    with pytest.raises(Stopped):
        student.work.f(1)
    os.kill(hall.zygote._process.pid, signal.SIGCONT)
    assert is_running(hall.zygote._process.pid)
