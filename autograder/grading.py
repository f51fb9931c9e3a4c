"""Grades a submission, or a class: what is done and unchanged is not done again."""

import fcntl
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec import Struct

from autograder import feedback, fingerprint, results, tiers
from autograder.collection import Entry
from autograder.course import BadInput, Course, find_course
from autograder.court import Court, court
from autograder.jobs import Judged
from autograder.result import Inputs, Result, graded, grader_failed, refused
from autograder.verdicts import GraderFailed, Verdict
from given.files import write_atomically
from given.manifest import Manifest


class RunRecord(Struct, frozen=True):
    """run.json: drawn before the first grade, used by every resume and replay."""

    assignment: str
    seed: str


@dataclass(frozen=True)
class Run:
    """One class, one assignment, one seed, in one folder."""

    course: Course
    manifest: Manifest
    into: Path
    seed: str
    tier: str


def grade(
    assignment: str,
    submission: Path | str,
    seed: str | None = None,
    course: Course | None = None,
    tier: str | None = None,
) -> Result:
    """The result of one submission.

    Args:
        assignment: "a1_linear" or "a1".
        submission: a folder that holds the student's package.
        seed: of the tests' random numbers; a fresh secret one by default.
        tier: of the sandbox; the strongest of this machine by default.

    Raises:
        BadInput: the assignment, the submission or the tier is not there.
        GraderFailed: it could not be graded; this is never the submission's fault.
    """
    course = course or find_course()
    manifest = course.manifest(course.resolve(assignment))
    folder = Path(submission).resolve()
    if not folder.is_dir():
        raise BadInput(f"{folder} is not a folder that holds a submission")
    tier = tiers.choose(tier)
    seed = seed if seed is not None else secrets.token_hex(16)
    inputs = fingerprint.of_run(course, manifest, tier, seed)
    inputs = msgspec.structs.replace(inputs, submission=fingerprint.of_tree(folder))
    if not any((folder / manifest.package).rglob("*.py")):
        reason = f"there is no package {manifest.package}/ with Python files in it"
        return refused(manifest, folder.name, reason, inputs, [], False)
    with court(course, manifest, seed, tier) as held:
        check_solved(held, course, manifest)
        judged = held.judge(folder)
    return graded(manifest, folder.name, judged.outcomes, inputs)


def check_solved(held: Court, course: Course, manifest: Manifest) -> None:
    """Runs the suite on the solved tree.

    Raises:
        GraderFailed: a test fails there, so it would fail everybody.
    """
    outcomes = held.judge(course.folder(manifest.name)).outcomes
    failed = [o for o in outcomes if o.verdict is not Verdict.PASSED]
    if failed:
        names = ", ".join(f"{o.test} ({o.verdict})" for o in failed[:5])
        more = f" and {len(failed) - 5} more" if len(failed) > 5 else ""
        raise GraderFailed(f"the solved {manifest.package} fails {names}{more}")


def open_run(course: Course, name: str, into: Path, seed: str | None, tier: str) -> Run:
    """The run in a folder: the one begun there, else a new one whose seed is stored first.

    Raises:
        BadInput: the folder holds another assignment, or a run with another seed.
    """
    manifest = course.manifest(course.resolve(name))
    path = into / "run.json"
    if path.exists():
        try:
            record = msgspec.json.decode(path.read_bytes(), type=RunRecord)
        except msgspec.MsgspecError as failure:
            raise BadInput(
                f"{path} is not readable ({failure}); restore it: it has the seed"
            ) from None
        if record.assignment != manifest.name:
            raise BadInput(f"{into} holds grades of {record.assignment}, not {manifest.name}")
        if seed not in (None, record.seed):
            raise BadInput(f"{into} was begun with another seed; choose another folder")
    else:
        record = RunRecord(manifest.name, seed if seed is not None else secrets.token_hex(16))
        write_atomically(path, msgspec.json.encode(record) + b"\n", mode=0o600)
    return Run(course, manifest, into, record.seed, tier)


def grade_class(
    run: Run,
    entries: Sequence[Entry],
    jobs: int = 1,
    executor: Executor | None = None,
    advance: Callable[[], None] = lambda: None,
    keep: Callable[[Result], Result] = lambda result: result,
) -> list[Result]:
    """The results of all who handed something in, sorted by student; each is written at once.

    Args:
        jobs: how many submissions are graded at a time.
        executor: any of concurrent.futures; by default threads, each with a judge of its own.
        advance: called after each submission, done or skipped.
        keep: what is returned of each result, for thousands of whole ones are gigabytes.

    Raises:
        GraderFailed: the suite fails on the solved tree; whoever has no grade gets that verdict.
    """
    shared = fingerprint.of_run(run.course, run.manifest, run.tier, run.seed)
    present = [entry for entry in entries if not entry.absent]
    inputs = {entry.student: inputs_of(entry, shared) for entry in present}
    done = _unchanged(run, present, inputs, keep)
    for _ in done:
        advance()
    waiting = [entry for entry in present if entry.student not in done]
    if waiting:
        with court(run.course, run.manifest, run.seed, run.tier) as held:
            _solved_first(run, held, shared, waiting, inputs)
            for result in _grade_all(run, held, waiting, inputs, jobs, executor):
                done[result.student] = keep(result)
                advance()
    return [done[student] for student in sorted(done)]


@contextmanager
def alone(into: Path) -> Iterator[None]:
    """Only one grading at a time in a folder.

    Raises:
        BadInput: another one is at work there.
    """
    into.mkdir(parents=True, exist_ok=True)
    with open(into / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput(
                f"another grading is at work in {into}; wait for it, or stop it"
            ) from None
        results.sweep(into)
        yield


def inputs_of(entry: Entry, shared: Inputs) -> Inputs:
    """All that the grade of a submission depends on; `shared` is what the class has in common."""
    content = fingerprint.of_tree(entry.folder) if entry.folder else ""
    about = (entry.refused, entry.late, list(entry.notes), content)
    submission = fingerprint.of_text(msgspec.json.encode(about).decode())
    return msgspec.structs.replace(shared, submission=submission)


def _unchanged(
    run: Run,
    entries: Sequence[Entry],
    inputs: dict[str, Inputs],
    keep: Callable[[Result], Result],
) -> dict[str, Result]:
    """Earlier results that nothing they depend on has left behind."""
    found = ((entry.student, results.read(run.into, entry.student)) for entry in entries)
    return {
        student: keep(result)
        for student, result in found
        if result is not None
        and result.inputs == inputs[student]
        and result.verdict != "grader_failed"
    }


def _solved_first(
    run: Run,
    held: Court,
    shared: Inputs,
    waiting: Sequence[Entry],
    inputs: dict[str, Inputs],
) -> None:
    """Checks the solved tree once for these inputs."""
    proof = run.into / "solved.json"
    content = msgspec.json.encode(shared)
    if proof.exists() and proof.read_bytes() == content:
        return
    try:
        check_solved(held, run.course, run.manifest)
    except GraderFailed as failure:
        for entry in waiting:
            earlier = results.read(run.into, entry.student)
            if earlier is None or earlier.verdict == "grader_failed":
                failed = grader_failed(
                    run.manifest, entry.student, str(failure), inputs[entry.student]
                )
                _write(run, failed, Judged())
        raise
    write_atomically(proof, content)


def _grade_all(
    run: Run,
    held: Court,
    waiting: Sequence[Entry],
    inputs: dict[str, Inputs],
    jobs: int,
    executor: Executor | None,
) -> Iterator[Result]:
    pool = executor or ThreadPoolExecutor(jobs)
    futures: dict[Future[Judged], Entry] = {}
    try:
        for entry in waiting:
            if entry.folder is None:
                yield _refused(run, entry, inputs[entry.student])
            else:
                futures[pool.submit(held.judge, entry.folder)] = entry
        for future in as_completed(futures):
            entry = futures.pop(future)  # or all that was judged would be kept to the end
            try:
                judged = future.result()
                result = graded(
                    run.manifest, entry.student, judged.outcomes, inputs[entry.student],
                    entry.notes, entry.late,
                )  # fmt: skip
            except (GraderFailed, BrokenExecutor) as failure:
                judged = Judged()
                result = grader_failed(
                    run.manifest, entry.student, str(failure), inputs[entry.student]
                )
            _write(run, result, judged)
            yield result
    finally:
        if unfinished := [future for future in futures if not future.done()]:
            for future in unfinished:
                future.cancel()
            held.close()  # nobody waits for what is still at work
        if executor is None:
            pool.shutdown()


def _refused(run: Run, entry: Entry, inputs: Inputs) -> Result:
    reason = entry.refused or "nothing to grade was handed in"
    result = refused(run.manifest, entry.student, reason, inputs, entry.notes, entry.late)
    _write(run, result, Judged())
    return result


def _write(run: Run, result: Result, judged: Judged) -> None:
    folder = results.folder(run.into, result.student)
    write_atomically(folder / "feedback.html", feedback.page(run.course, run.manifest, result))
    write_atomically(folder / "measured.json", msgspec.json.encode(judged.spent_s) + b"\n")
    results.write(run.into, result)  # last: a result that is there is complete
