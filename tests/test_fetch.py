"""Fetching: resumable, checked before a name is given, and clear when it cannot be done."""

import hashlib
import io
import subprocess
import sys
import tarfile
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from coursedata import transfer
from coursedata.fetch import FetchFailed, fetch, main
from coursedata.registry import Entry, Member, read_registry

MEMBERS = {"one.bin": b"1" * 3_000, "two.bin": bytes(range(256)) * 900}


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def packed(files):
    """A gzipped tar of a folder `toy` with these files."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for name, data in files.items():
            about = tarfile.TarInfo(name)
            about.size = len(data)
            tar.addfile(about, io.BytesIO(data))
    return file.getvalue()


NOISE = np.random.default_rng(0).bytes(200_000)  # so that the archive is long enough to break
ARCHIVE = packed({f"toy/{name}": data for name, data in MEMBERS.items()} | {"toy/noise": NOISE})


class Server(ThreadingHTTPServer):
    """Serves files from a dict; knows ranges unless told not to, and can hang up in the middle."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files, self.knows_ranges, self.hang_up_after = {}, True, []
        self.ranges = []  # the Range header of each request, None where there was none
        self.url = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        asked = self.headers.get("Range")
        self.server.ranges.append(asked)
        body = self.server.files.get(self.path)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if body is None:
            return self.send_error(404)
        if asked and self.server.knows_ranges:
            if start >= len(body):
                return self.send_error(416)
            self.send_response(206)
            body = body[start:]
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut = self.server.hang_up_after.pop(0) if self.server.hang_up_after else len(body)
        self.wfile.write(body[:cut])
        self.close_connection = True
        return None

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with Server() as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def no_mirror(monkeypatch):
    for name in ("GRADUS_MIRROR", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def toy(server):
    """A registry with one data set, which its publishers serve."""
    server.files["/toy.tar.gz"] = ARCHIVE
    return Entry(
        name="toy",
        title="A toy",
        folder="toy",
        members=tuple(Member(name, len(data)) for name, data in MEMBERS.items()),
        archive="toy.tar.gz",
        checksum=sha256(ARCHIVE),
        bytes=len(ARCHIVE),
        urls=(f"{server.url}/toy.tar.gz",),
    )


def checked(entry):
    """The same entry, with checksums of its members."""
    members = [replace(m, sha256=sha256(MEMBERS[m.name])[7:]) for m in entry.members]
    return replace(entry, members=tuple(members))


def assert_whole(folder):
    assert {name: (folder / name).read_bytes() for name in MEMBERS} == MEMBERS


def left_in(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_an_archive_is_fetched_checked_and_unpacked(toy, tmp_path):
    assert_whole(fetch("toy", tmp_path, {"toy": toy}))
    assert left_in(tmp_path) == ["toy"]


def test_what_is_there_is_not_fetched_again(toy, server, tmp_path):
    fetch("toy", tmp_path, {"toy": toy})
    fetch("toy", tmp_path, {"toy": toy})
    assert len(server.ranges) == 1


def test_a_broken_connection_is_taken_up_where_it_broke(toy, server, tmp_path):
    server.hang_up_after = [70_000]
    assert_whole(fetch("toy", tmp_path, {"toy": toy}))
    assert server.ranges == [None, "bytes=70000-"]


def test_a_later_run_goes_on_where_an_earlier_one_gave_up(toy, server, tmp_path, monkeypatch):
    monkeypatch.setattr(transfer, "TRIES", 1)
    server.hang_up_after = [70_000]
    with pytest.raises(FetchFailed, match="the connection broke after 70000 of"):
        fetch("toy", tmp_path, {"toy": toy})
    assert left_in(tmp_path) == [".toy.partial"]
    assert_whole(fetch("toy", tmp_path, {"toy": toy}))
    assert server.ranges == [None, "bytes=70000-"]


def test_a_server_without_ranges_starts_over(toy, server, tmp_path):
    server.knows_ranges, server.hang_up_after = False, [70_000]
    assert_whole(fetch("toy", tmp_path, {"toy": toy}))


@pytest.mark.parametrize("found", [ARCHIVE, ARCHIVE + b"more", b"other bytes", b""])
def test_any_part_that_an_earlier_run_left_does_no_harm(toy, tmp_path, found):
    (tmp_path / ".toy.partial").mkdir()
    (tmp_path / ".toy.partial" / "toy.tar.gz.part").write_bytes(found)
    assert_whole(fetch("toy", tmp_path, {"toy": toy}))


def test_a_run_killed_while_unpacking_can_be_repeated(toy, server, tmp_path):
    partial = tmp_path / ".toy.partial"
    (partial / "unpacked" / "toy").mkdir(parents=True)
    (partial / "unpacked" / "toy" / "one.bin").write_bytes(b"1")
    (partial / "toy.tar.gz").write_bytes(ARCHIVE)
    assert_whole(fetch("toy", tmp_path, {"toy": toy}))
    assert server.ranges == []


def test_a_run_killed_after_the_rename_is_cleaned_up(toy, tmp_path):
    fetch("toy", tmp_path, {"toy": toy})
    (tmp_path / ".toy.partial").mkdir()
    (tmp_path / ".toy.partial" / "toy.tar.gz").write_bytes(ARCHIVE)
    fetch("toy", tmp_path, {"toy": toy})
    assert left_in(tmp_path) == ["toy"]


def test_wrong_bytes_are_refused_and_nothing_is_left(toy, server, tmp_path):
    server.files["/toy.tar.gz"] = ARCHIVE[:-1] + b"x"
    with pytest.raises(FetchFailed, match="do not have the checksum"):
        fetch("toy", tmp_path, {"toy": toy})
    assert left_in(tmp_path) == []


def test_an_archive_with_the_right_checksum_but_a_short_member_is_refused(toy, server, tmp_path):
    short = packed({"toy/one.bin": b"1", "toy/two.bin": MEMBERS["two.bin"]})
    server.files["/toy.tar.gz"] = short
    with pytest.raises(FetchFailed, match=r"one\.bin has 1 bytes, not 3000"):
        fetch("toy", tmp_path, {"toy": replace(toy, checksum=sha256(short))})
    assert "toy" not in left_in(tmp_path)


def test_an_archive_cannot_write_outside_its_folder(toy, server, tmp_path):
    hostile = packed({"../outside": b"x"})
    server.files["/toy.tar.gz"] = hostile
    with pytest.raises(FetchFailed, match="cannot be unpacked"):
        fetch("toy", tmp_path / "in", {"toy": replace(toy, checksum=sha256(hostile))})
    assert list(tmp_path.rglob("outside")) == []


def test_a_folder_mirror_is_asked_first(toy, server, tmp_path, monkeypatch):
    (tmp_path / "mirror").mkdir()
    (tmp_path / "mirror" / "toy.tar.gz").write_bytes(ARCHIVE)
    monkeypatch.setenv("GRADUS_MIRROR", (tmp_path / "mirror").as_uri())
    assert_whole(fetch("toy", tmp_path / "into", {"toy": toy}))
    assert server.ranges == []


def test_a_download_from_a_folder_is_resumed_too(toy, tmp_path, monkeypatch):
    (tmp_path / "toy.tar.gz").write_bytes(ARCHIVE)
    part = tmp_path / "in.part"
    part.write_bytes(ARCHIVE[:100])
    transfer.receive((tmp_path / "toy.tar.gz").as_uri(), part, 0)
    assert part.read_bytes() == ARCHIVE


def test_an_http_mirror_is_asked_first(toy, server, tmp_path, monkeypatch):
    monkeypatch.setenv("GRADUS_MIRROR", f"{server.url}/mirror/")
    server.files["/mirror/toy.tar.gz"] = server.files.pop("/toy.tar.gz")
    assert_whole(fetch("toy", tmp_path, {"toy": toy}))


def test_a_mirror_without_the_set_is_passed_over(toy, server, tmp_path, monkeypatch):
    monkeypatch.setenv("GRADUS_MIRROR", f"{server.url}/mirror")
    assert_whole(fetch("toy", tmp_path, {"toy": checked(toy)}))


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_a_mirror_may_hold_the_set_unpacked(toy, server, tmp_path, monkeypatch, scheme):
    server.files = {f"/toy/{name}": data for name, data in MEMBERS.items()}
    (tmp_path / "mirror" / "toy").mkdir(parents=True)
    for name, data in MEMBERS.items():
        (tmp_path / "mirror" / "toy" / name).write_bytes(data)
    mirror = {"file": (tmp_path / "mirror").as_uri(), "http": server.url}[scheme]
    monkeypatch.setenv("GRADUS_MIRROR", mirror)
    assert_whole(fetch("toy", tmp_path / "into", {"toy": checked(toy)}))


def test_an_unpacked_file_that_differs_is_refused(toy, server, tmp_path, monkeypatch):
    server.files = {f"/toy/{name}": data[:-1] + b"?" for name, data in MEMBERS.items()}
    monkeypatch.setenv("GRADUS_MIRROR", server.url)
    with pytest.raises(
        FetchFailed, match=r"one\.bin: the bytes that came do not have the checksum"
    ):
        fetch("toy", tmp_path, {"toy": checked(toy)})
    assert left_in(tmp_path) == []


def test_an_unpacked_file_that_nobody_can_check_is_not_taken(toy, server, tmp_path, monkeypatch):
    server.files = {f"/toy/{name}": data for name, data in MEMBERS.items()}
    monkeypatch.setenv("GRADUS_MIRROR", server.url)
    with pytest.raises(FetchFailed):
        fetch("toy", tmp_path, {"toy": toy})


def test_a_stand_in_is_taken_from_a_mirror_and_says_what_it_is(
    toy, server, tmp_path, monkeypatch, capsys
):
    server.files = {f"/toy/{name}": data for name, data in MEMBERS.items()}
    copy = replace(checked(toy), name="toy-shared", note="a copy with losses")
    monkeypatch.setenv("GRADUS_MIRROR", server.url)
    registry = {"toy": replace(toy, stand_in="toy-shared"), "toy-shared": copy}
    assert_whole(fetch("toy", tmp_path, registry))
    assert "a copy with losses" in capsys.readouterr().out


def test_an_archive_put_there_by_hand_is_used_and_kept(toy, server, tmp_path):
    (tmp_path / "toy.tar.gz").write_bytes(ARCHIVE)
    assert_whole(fetch("toy", tmp_path, {"toy": toy}))
    assert server.ranges == []
    assert left_in(tmp_path) == ["toy", "toy.tar.gz"]


def test_a_folder_that_is_not_whole_is_never_overwritten(toy, tmp_path):
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy" / "one.bin").write_bytes(b"mine")
    with pytest.raises(FetchFailed, match=r"one\.bin has 4 bytes, not 3000: move it away"):
        fetch("toy", tmp_path, {"toy": toy})
    assert (tmp_path / "toy" / "one.bin").read_bytes() == b"mine"


def test_a_failure_says_what_to_do_by_hand(toy, server, tmp_path):
    server.files.clear()
    with pytest.raises(
        FetchFailed, match=r"404[^\n]*\nWhat to do by hand: get toy\.tar\.gz \(sha256"
    ):
        fetch("toy", tmp_path, {"toy": toy})


def test_the_command_fails_with_status_1_and_a_sentence(capsys, tmp_path):
    assert main(["nothing-of-that-name", "--into", str(tmp_path)]) == 1
    assert "there are cifar10, cifar10-lossy" in capsys.readouterr().err


def test_the_command_lists_what_there_is(capsys):
    assert main([]) == 0
    assert "CIFAR-10" in capsys.readouterr().out


def test_the_registry_lists_the_files_that_the_loader_reads():
    from coursedata.cifar import ROW_BYTES, ROWS, TEST_FILE, TRAIN_FILES

    for entry in read_registry().values():
        assert {member.name for member in entry.members} == {*TRAIN_FILES, TEST_FILE}
        assert {member.bytes for member in entry.members} == {ROWS * ROW_BYTES}


def test_importing_the_package_needs_numpy_alone():
    code = (
        "import sys, coursedata; absent = ('pooch', 'tqdm', 'urllib.request', 'coursedata.fetch');"
        "print([name for name in absent if name in sys.modules])"
    )
    came = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert came.stdout.strip() == "[]"
