"""Fetching: resumable, checked before a name is given, and clear when it cannot be done."""

import subprocess
import sys
from dataclasses import replace

import pytest

from coursedata import DataMissing, mnist, transfer
from coursedata.digits import SET as digits_set
from coursedata.fetch import FetchFailed, fetch, main
from coursedata.registry import Member, read_registry
from tests.mirror import ARCHIVE, MEMBERS, loose_entry, packed, serving, sha256, toy_entry


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def no_mirror(monkeypatch):
    for name in ("GRADUS_MIRROR", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def toy(server):
    """A data set, which its publishers serve."""
    server.files["/toy.tar.gz"] = ARCHIVE
    return toy_entry(f"{server.url}/toy.tar.gz")


def checked(entry):
    """The same entry, with checksums of its members."""
    members = [replace(m, checksum=sha256(MEMBERS[m.name])) for m in entry.members]
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


def test_a_part_that_is_whole_is_not_fetched_again(toy, server, tmp_path):
    (tmp_path / ".toy.partial").mkdir()
    (tmp_path / ".toy.partial" / "toy.tar.gz.part").write_bytes(ARCHIVE)
    assert_whole(fetch("toy", tmp_path, {"toy": toy}))
    assert server.ranges == []


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
        fetch("toy", tmp_path, {"toy": replace(toy, checksum=sha256(short), bytes=len(short))})
    assert "toy" not in left_in(tmp_path)


def test_an_archive_cannot_write_outside_its_folder(toy, server, tmp_path):
    hostile = packed({"../outside": b"x"})
    server.files["/toy.tar.gz"] = hostile
    with pytest.raises(FetchFailed, match="cannot be unpacked"):
        fetch(
            "toy",
            tmp_path / "in",
            {"toy": replace(toy, checksum=sha256(hostile), bytes=len(hostile))},
        )
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


def test_a_stand_in_that_is_there_is_not_fetched_again(toy, server, tmp_path, monkeypatch):
    served = {name: data[::-1] + b"!" for name, data in MEMBERS.items()}
    server.files = {f"/toy/{name}": data for name, data in served.items()}
    members = tuple(Member(name, len(data), sha256(data)) for name, data in served.items())
    copy = replace(loose_entry(), name="toy-shared", members=members)
    registry = {"toy": replace(loose_entry(), stand_in="toy-shared"), "toy-shared": copy}
    monkeypatch.setenv("GRADUS_MIRROR", server.url)
    first = fetch("toy", tmp_path, registry)
    server.files.clear()
    assert fetch("toy", tmp_path, registry) == first


def test_files_that_are_published_one_by_one_are_fetched(server, tmp_path):
    server.files = {f"/there/{name}": data for name, data in MEMBERS.items()}
    assert_whole(fetch("toy", tmp_path, {"toy": loose_entry(f"{server.url}/there")}))
    assert left_in(tmp_path) == ["toy"]


def test_only_the_corrupt_file_is_fetched_from_the_next_publisher(server, tmp_path):
    server.files = {f"/{place}/{name}": data for place in "ab" for name, data in MEMBERS.items()}
    server.files["/a/two.bin"] = MEMBERS["two.bin"][::-1]
    entry = loose_entry(f"{server.url}/a", f"{server.url}/b")
    assert_whole(fetch("toy", tmp_path, {"toy": entry}))
    assert server.paths == ["/a/one.bin", "/a/two.bin", "/b/two.bin"]


def test_a_failure_to_fetch_files_says_which_to_get_by_hand_and_where_to_put_them(server, tmp_path):
    by_hand = r"get one\.bin .*, two\.bin .* put all of them into"
    with pytest.raises(FetchFailed, match=by_hand) as failed:
        fetch("toy", tmp_path, {"toy": loose_entry(f"{server.url}/there")})
    assert str(tmp_path / "toy") in str(failed.value)


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
    assert "there are cifar10, cifar10-lossy, mnist" in capsys.readouterr().err


def test_the_command_lists_what_there_is(capsys):
    assert main([]) == 0
    assert "CIFAR-10" in capsys.readouterr().out


def test_the_registry_lists_the_files_that_the_loaders_read():
    from coursedata.cifar import ROW_BYTES, ROWS, TEST_FILE, TRAIN_FILES
    from coursedata.digits import SHAPES

    cifar = {name: ROWS * ROW_BYTES for name in (*TRAIN_FILES, TEST_FILE)}
    for name, entry in read_registry().items():
        sizes = {member.name: member.bytes for member in entry.members}
        if name.startswith("cifar10"):
            assert sizes == cifar
        else:
            assert set(sizes) == {f"{file}.gz" for file in SHAPES}


def test_the_registry_knows_how_long_each_download_is():
    for entry in read_registry().values():
        assert all(member.bytes > 0 for member in entry.members)
        assert not entry.archive or entry.bytes > 0


def test_every_set_that_is_fetched_file_by_file_has_their_checksums():
    loose = [entry for entry in read_registry().values() if not entry.archive]
    assert {member.checksum[:4] for entry in loose for member in entry.members} == {"md5:", "sha2"}


def test_the_real_digits_come_from_a_folder_mirror(tmp_path, monkeypatch):
    try:
        held = digits_set.find()
    except DataMissing as missing:
        pytest.skip(str(missing))
    monkeypatch.setenv("GRADUS_MIRROR", held.parent.absolute().as_uri())
    whole = mnist(fetch("mnist", tmp_path))
    assert whole.train_labels[:5].tolist() == [5, 0, 4, 1, 9]


def test_importing_the_package_needs_numpy_alone():
    code = (
        "import sys, coursedata; absent = ('pooch', 'tqdm', 'urllib.request', 'coursedata.fetch');"
        "print([name for name in absent if name in sys.modules])"
    )
    came = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert came.stdout.strip() == "[]"
