"""Fetching from servers, disks and neighbours that misbehave."""

import errno
import gzip
import os
import pty
import signal
import subprocess
import sys
import termios
import threading
import time
from contextlib import suppress
from dataclasses import asdict, replace

import pytest

from coursedata import transfer
from coursedata.fetch import FetchFailed, fetch
from tests.mirror import ARCHIVE, MEMBERS, loose_entry, serving, toy_entry

PAGE = b"<html>Please log in to use this network.</html>"


@pytest.fixture
def server():
    with serving() as running:
        running.files["/toy.tar.gz"] = running.files["/second/toy.tar.gz"] = ARCHIVE
        yield running


@pytest.fixture(autouse=True)
def no_mirror(monkeypatch):
    for name in ("GRADUS_MIRROR", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def registry(server):
    """A data set that one publisher serves."""
    return {"toy": toy_entry(f"{server.url}/toy.tar.gz")}


@pytest.fixture
def two_publishers(server):
    return {"toy": toy_entry(f"{server.url}/toy.tar.gz", f"{server.url}/second/toy.tar.gz")}


def is_whole(folder):
    return {name: (folder / name).read_bytes() for name in MEMBERS} == MEMBERS


def with_part(folder, data):
    """The file in which an earlier run has left this data."""
    (folder / ".toy.partial").mkdir()
    part = folder / ".toy.partial" / "toy.tar.gz.part"
    part.write_bytes(data)
    return part


def claims_too_much(handler):
    handler.reply(200, ARCHIVE, {"Content-Length": str(len(ARCHIVE) + 1_000)})


def claims_too_little(handler):
    handler.reply(200, ARCHIVE, {"Content-Length": str(len(ARCHIVE) - 1_000)})


def claims_nonsense(handler):
    handler.reply(200, ARCHIVE, {"Content-Length": "many"})


def says_no_length(handler):
    handler.reply(200, ARCHIVE, {"Content-Length": None})


def sends_a_page(handler):
    handler.reply(200, PAGE, {"Content-Type": "text/html; charset=utf-8"})


def sends_a_page_without_saying_so(handler):
    handler.reply(200, PAGE)


def sends_a_page_of_unknown_length(handler):
    handler.reply(200, PAGE, {"Content-Length": None, "Content-Type": "text/html"})


def packs_once_more(handler):
    handler.reply(200, gzip.compress(ARCHIVE), {"Content-Encoding": "gzip"})


def corrupts(handler):
    handler.reply(200, ARCHIVE[:100_000] + bytes(10) + ARCHIVE[100_010:])


def is_out_of_order(handler):
    handler.send_error(503)


def sends_all_as_a_part(handler):
    whole = {"Content-Range": f"bytes 0-{len(ARCHIVE) - 1}/{len(ARCHIVE)}"}
    handler.reply(206, ARCHIVE, whole)


def sends_a_later_part(handler):
    end = {"Content-Range": f"bytes 90000-{len(ARCHIVE) - 1}/{len(ARCHIVE)}"}
    handler.reply(206, ARCHIVE[90_000:], end)


def stalls(handler):
    """70,000 bytes, then nothing until the test is over."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(ARCHIVE)))
    handler.end_headers()
    handler.wfile.write(ARCHIVE[:70_000])
    handler.server.closing.wait(60)


FAULTS = (
    claims_too_much, claims_too_little, claims_nonsense, sends_a_page,
    sends_a_page_without_saying_so, sends_a_page_of_unknown_length, packs_once_more, corrupts,
    is_out_of_order, sends_a_later_part,
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_misbehaving_server_is_refused_and_leaves_nothing(server, registry, tmp_path, fault):
    server.tricks = [fault]
    with pytest.raises(FetchFailed, match=f"{server.url}/toy.tar.gz: "):
        fetch("toy", tmp_path, registry)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_after_a_misbehaving_server_the_next_one_is_asked(server, two_publishers, tmp_path, fault):
    server.tricks = [fault]
    assert is_whole(fetch("toy", tmp_path, two_publishers))
    assert server.paths == ["/toy.tar.gz", "/second/toy.tar.gz"]


def test_a_publisher_that_cannot_be_reached_is_passed_over(server, tmp_path):
    entry = toy_entry("http://127.0.0.1:9/toy.tar.gz", f"{server.url}/toy.tar.gz")
    assert is_whole(fetch("toy", tmp_path, {"toy": entry}))


def test_when_all_fail_each_one_s_reason_is_said(server, two_publishers, tmp_path):
    server.tricks = [sends_a_page, is_out_of_order]
    with pytest.raises(FetchFailed) as failed:
        fetch("toy", tmp_path, two_publishers)
    assert "/toy.tar.gz: the server sent a web page" in str(failed.value)
    assert "/second/toy.tar.gz: 503" in str(failed.value)


def test_the_length_that_a_server_claims_is_compared(server, registry, tmp_path):
    server.tricks = [claims_too_much]
    wrong = f"it has {len(ARCHIVE) + 1_000} bytes, not {len(ARCHIVE)}"
    with pytest.raises(FetchFailed, match=wrong):
        fetch("toy", tmp_path, registry)


def test_a_server_that_says_no_length_will_do(server, registry, tmp_path):
    server.tricks = [says_no_length]
    assert is_whole(fetch("toy", tmp_path, registry))


def test_a_server_that_never_ends_is_left(server, registry, tmp_path):
    sent = []

    def never_ends(handler):
        handler.reply(200, ARCHIVE, {"Content-Length": None})
        with suppress(ConnectionError):
            while len(sent) < 100:
                handler.wfile.write(bytes(1_000_000))
                sent.append(1_000_000)

    server.tricks = [never_ends]
    with pytest.raises(FetchFailed, match="do not have the checksum"):
        fetch("toy", tmp_path, registry)
    assert sum(sent) < 50_000_000  # some of it waits in the kernel
    assert list(tmp_path.iterdir()) == []


def test_a_break_is_noticed_where_the_server_said_no_length(server, registry, tmp_path):
    server.tricks, server.hang_up_after = [says_no_length], [70_000]
    assert is_whole(fetch("toy", tmp_path, registry))
    assert server.ranges == [None, "bytes=70000-"]


@pytest.mark.parametrize(
    "page", [sends_a_page, sends_a_page_without_saying_so, sends_a_page_of_unknown_length]
)
def test_a_web_page_does_not_cost_what_has_arrived(server, registry, tmp_path, page):
    part = with_part(tmp_path, ARCHIVE[:70_000])
    server.tricks = [page]
    with pytest.raises(FetchFailed):
        fetch("toy", tmp_path, registry)
    assert part.read_bytes() == ARCHIVE[:70_000]


def test_a_part_that_starts_earlier_than_asked_is_put_in_its_place(server, registry, tmp_path):
    with_part(tmp_path, ARCHIVE[:70_000])
    server.tricks = [sends_all_as_a_part]
    assert is_whole(fetch("toy", tmp_path, registry))
    assert server.ranges == ["bytes=70000-"]


def test_a_part_that_starts_later_than_asked_is_not_taken(server, registry, tmp_path):
    part = with_part(tmp_path, ARCHIVE[:70_000])
    server.tricks = [sends_a_later_part]
    with pytest.raises(FetchFailed, match="the bytes from 90000 on, not from 70000 on"):
        fetch("toy", tmp_path, registry)
    assert part.read_bytes() == ARCHIVE[:70_000]


def test_a_connection_that_stalls_is_taken_up_where_it_stalled(
    server, registry, tmp_path, monkeypatch
):
    monkeypatch.setattr(transfer, "TIMEOUT_S", 0.3)
    server.tricks = [stalls]
    assert is_whole(fetch("toy", tmp_path, registry))
    assert server.ranges == [None, "bytes=70000-"]


def test_a_server_that_always_stalls_is_given_up(server, registry, tmp_path, monkeypatch):
    monkeypatch.setattr(transfer, "TIMEOUT_S", 0.1)
    server.knows_ranges, server.tricks = False, [stalls] * transfer.TRIES
    with pytest.raises(FetchFailed, match=r"the connection broke \(.*timed out"):
        fetch("toy", tmp_path, registry)
    assert len(server.ranges) == transfer.TRIES


COMMAND = """
import resource, sys
from coursedata import fetch
from coursedata.registry import Entry, Member
limit_bytes, into, urls = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
entry = dict({entry})
entry["members"] = tuple(Member(**member) for member in entry["members"])
fetch.read_registry = lambda: {{"toy": Entry(**entry)}}
if limit_bytes:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
sys.exit(fetch.main(["toy", "--into", into]))
"""


def started(registry, into, limit_bytes=0, errors=subprocess.PIPE):
    """The command, as a process that can be stopped, on a disk that takes so much of a file."""
    code = COMMAND.format(entry=asdict(registry["toy"]))
    command = [sys.executable, "-c", code, str(limit_bytes), str(into)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)


def wait_for(path, size):
    """Until a file has grown to that size."""
    deadline = time.monotonic() + 30
    while not (path.exists() and path.stat().st_size >= size):
        assert time.monotonic() < deadline, f"{path} did not grow to {size} bytes"
        time.sleep(0.01)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_stopped_in_the_middle_is_taken_up_by_the_next(server, registry, tmp_path, how):
    server.tricks = [stalls]
    with started(registry, tmp_path) as run:
        wait_for(tmp_path / ".toy.partial" / "toy.tar.gz.part", 70_000)
        run.send_signal(how)
        run.wait(timeout=30)
    assert is_whole(fetch("toy", tmp_path, registry))
    assert server.ranges == [None, "bytes=70000-"]


def test_ctrl_c_ends_in_a_sentence(server, registry, tmp_path):
    server.tricks = [stalls]
    with started(registry, tmp_path) as run:
        wait_for(tmp_path / ".toy.partial" / "toy.tar.gz.part", 70_000)
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=30)
    assert (run.returncode, errors) == (1, "fetch: stopped; run the same command to go on\n")


def test_a_full_disk_is_said_and_the_next_run_goes_on(server, registry, tmp_path):
    with started(registry, tmp_path, limit_bytes=50_000) as run:
        _, errors = run.communicate(timeout=30)
    part = tmp_path / ".toy.partial" / "toy.tar.gz.part"
    assert run.returncode == 1
    assert errors == f"fetch: [Errno {errno.EFBIG}] {os.strerror(errno.EFBIG)}: '{part}'\n"
    assert is_whole(fetch("toy", tmp_path, registry))
    assert server.ranges == [None, "bytes=50000-"]


def test_of_two_runs_at_once_the_second_waits_for_the_first(server, registry, tmp_path, capsys):
    go_on = threading.Event()

    def slow(handler):
        go_on.wait(30)
        handler.reply(200, ARCHIVE)

    server.tricks = [slow]
    runs = [threading.Thread(target=fetch, args=("toy", tmp_path, registry)) for _ in range(2)]
    for run in runs:
        run.start()
    said = ""
    while "waiting for another run" not in said and any(run.is_alive() for run in runs):
        said += capsys.readouterr().out
        time.sleep(0.01)
    go_on.set()
    for run in runs:
        run.join()
    assert is_whole(tmp_path / "toy")
    assert server.ranges == [None]


def test_after_a_run_that_failed_the_one_that_waited_tries_itself(server, registry, tmp_path):
    go_on = threading.Event()

    def fails_late(handler):
        go_on.wait(30)
        handler.send_error(503)

    server.tricks = [fails_late]
    with started(registry, tmp_path) as first:
        while not server.ranges:
            time.sleep(0.01)
        with started(registry, tmp_path) as second:
            assert second.stdout.readline().startswith("waiting for another run")
            go_on.set()
            second.communicate(timeout=30)
        first.communicate(timeout=30)
    assert (first.returncode, second.returncode) == (1, 0)
    assert is_whole(tmp_path / "toy")


def test_progress_is_shown_on_a_terminal(server, registry, tmp_path):
    screen, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    with started(registry, tmp_path, errors=terminal) as run:
        run.communicate(timeout=30)
    shown = os.read(screen, 100_000).decode()
    os.close(screen)
    os.close(terminal)
    assert "toy.tar.gz: 100%" in shown


def test_no_progress_is_written_into_a_file(registry, tmp_path):
    with started(registry, tmp_path) as run:
        _, errors = run.communicate(timeout=30)
    assert errors == ""


def test_a_file_that_changes_between_two_runs_is_fetched_from_its_start(server, tmp_path):
    data = MEMBERS["two.bin"]
    server.files = {f"/toy/{name}": content for name, content in MEMBERS.items()}
    folder = tmp_path / ".toy.partial" / "members"
    folder.mkdir(parents=True)
    (folder / "two.bin.part").write_bytes(data[:1_000][::-1])
    assert is_whole(fetch("toy", tmp_path, {"toy": loose_entry(f"{server.url}/toy")}))
    assert server.ranges == [None, "bytes=1000-", None]


def test_a_download_without_known_length_is_still_checked(server, registry, tmp_path):
    unknown = {"toy": replace(registry["toy"], bytes=0)}
    server.tricks = [claims_too_little]
    with pytest.raises(FetchFailed, match="do not have the checksum"):
        fetch("toy", tmp_path, unknown)
