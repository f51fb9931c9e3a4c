"""The command `autograder`: each subcommand parses, calls, prints.

Exit status: 0 done (graded, whatever the score), 1 bad input, 2 bad usage, 3 a fault of the grader.
"""

import datetime as dt
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder import commands, leaks, replay, report, result, results, tiers
from autograder import doctor as doctor_module
from autograder import release as release_module
from autograder.collection import Entry, read_collected
from autograder.course import BadInput, Course, find_course
from autograder.grading import alone, grade_class, open_run
from autograder.mutants.plan import Plan, run_plan
from autograder.mutants.trials import Tried
from autograder.rehearsal import rehearse as rehearse_class
from autograder.verdicts import GraderFailed, is_of_the_machine

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Release assignments, collect what students hand in, grade it in isolation.",
    epilog="Example: autograder release a1; autograder grade a1 downloads/ --roster class.csv",
)

Student = Annotated[str, typer.Argument(help="a student's id, as the table has it")]
Assignment = Annotated[str, typer.Argument(help="an assignment: a1 or a1_linear")]
AnyAssignment = Annotated[str, typer.Argument(help="an assignment: a1 or a1_linear; or all")]
Into = Annotated[Path | None, typer.Option(help="the run's folder; grading/ASSIGNMENT by default")]
Roster = Annotated[Path | None, typer.Option(help="CSV with student_id, name and perhaps lms_id")]
Jobs = Annotated[int, typer.Option(min=1, help="how many submissions at a time")]
TierName = Annotated[str | None, typer.Option("--tier", help="a sandbox tier; see doctor")]

STOPPED = 130
CPUS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


@app.command()
def release(assignment: AnyAssignment) -> None:
    """Build the students' tree and its zip in dist/.

    Example: autograder release a1
    """
    course = find_course()
    for name in commands.assignments(course, assignment):
        released = release_module.release(course, name)
        print(
            f"released {released.folder} ({len(released.files)} files, version {released.version})"
        )
        print(f"     and {released.archive}")


@app.command("check-release")
def check_release(
    names: Annotated[
        list[str] | None, typer.Argument(help="assignments; all that is in dist by default")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="judge as on this date, YYYY-MM-DD; today by default")
    ] = None,
) -> None:
    """Prove that nothing in dist/ holds an answer.

    Example: autograder check-release --as-of 2027-03-01
    """
    try:
        day = dt.date.fromisoformat(as_of) if as_of else dt.date.today()
    except ValueError:
        raise typer.BadParameter(f"{as_of} is not a date like 2027-03-01") from None
    course = find_course()
    chosen = [course.resolve(name) for name in names or []]
    found = leaks.check_release(course, day, chosen)
    for finding in found:
        print(finding)
    if found:
        raise BadInput(f"{len(found)} findings: do not publish {course.dist}")
    where = ", ".join(str(course.dist / name) for name in chosen) or course.dist
    print(f"no answer found in {where}, as of {day}")


@app.command()
def collect(
    assignment: Assignment,
    submissions: Annotated[Path, typer.Argument(help="the folder that the LMS gave you")],
    into: Into = None,
    roster: Roster = None,
) -> None:
    """Unpack what an LMS gives you, ready to be graded.

    Example: autograder collect a1 downloads/ --roster class.csv
    """
    course = find_course()
    (stack,) = commands.stacks(course, course.resolve(assignment), submissions, into)
    with alone(stack.into):
        entries = commands.entries(course, stack, roster)
    report.print_entries(entries, report.console())
    print(f"collected into {stack.into}")


@app.command()
def grade(
    assignment: AnyAssignment,
    submissions: Annotated[
        Path | None, typer.Argument(help="collect these first; what is collected, by default")
    ] = None,
    into: Into = None,
    roster: Roster = None,
    jobs: Jobs = CPUS,
    tier: TierName = None,
    seed: Annotated[str | None, typer.Option(help="for tests only: the secret seed")] = None,
) -> None:
    """Grade a class; what is done is not done again.

    Example: autograder grade all downloads/ --roster class.csv --jobs 4
    """
    course = find_course()
    chosen = tiers.choose(tier)
    stacks = commands.stacks(course, assignment, submissions, into)
    graded: dict[str, list[result.Result]] = {}
    for stack in stacks:
        try:
            graded[stack.assignment] = _grade(course, stack, roster, jobs, chosen, seed)
        except commands.NothingToGrade as nothing:
            if assignment != commands.ALL:
                raise
            print(f"{stack.assignment}: {nothing}")
    if not graded:
        raise BadInput("there is nothing to grade, in any assignment; name the folder")
    if assignment == commands.ALL:
        top = (into or course.root / "grading").resolve()
        absent = {e.student for each in stacks for e in read_collected(each.into) if e.absent}
        report.print_course(graded, absent, report.console())
        print(f"marks in all assignments: {results.write_course_table(top, graded, absent)}")
    if chosen == "process":
        print(f"Note: {tiers.WEAK}.", file=sys.stderr)
    everything = [one for each in graded.values() for one in each]
    if failed := sorted({r.student for r in everything if r.verdict == "grader_failed"}):
        raise GraderFailed(f"no mark for {', '.join(failed)}; mend the cause and grade again")


def _grade(
    course: Course,
    stack: commands.Stack,
    roster: Path | None,
    jobs: int,
    tier: str,
    seed: str | None,
) -> list[result.Result]:
    with alone(stack.into):
        run = open_run(course, stack.assignment, stack.into, seed, tier)
        entries = commands.entries(course, stack, roster)
        graded = _with_progress(entries, lambda advance: grade_class(
            run, entries, jobs, advance=advance, keep=result.brief
        ))  # fmt: skip
        _print_class(stack.into, entries, graded)
    return graded


@app.command()
def rehearse(
    assignment: AnyAssignment, into: Into = None, jobs: Jobs = CPUS, tier: TierName = None
) -> None:
    """Grade the deliberate submissions, a small class.

    Example: autograder rehearse a1
    """
    course, chosen, surprises = find_course(), tiers.choose(tier), 0
    for name in commands.assignments(course, assignment):
        own = into / name if into and assignment == commands.ALL else into
        folder = own or course.root / "grading" / f"{name}-rehearsal"
        surprises += _rehearse(course, name, folder, jobs, chosen)
    if surprises:
        raise GraderFailed(f"{surprises} results are not as expected")


def _rehearse(course: Course, name: str, folder: Path, jobs: int, tier: str) -> int:
    """How many results are not as expected."""
    with alone(folder):
        rehearsal = rehearse_class(course, name, folder, tier)
        graded = _with_progress(rehearsal.entries, lambda advance: grade_class(
            rehearsal.run, rehearsal.entries, jobs, advance=advance
        ))  # fmt: skip
        _print_class(folder, rehearsal.entries, graded)
    surprises = rehearsal.surprises(graded)
    for line in surprises:
        print(f"unexpected: {line}")
    if not surprises:
        print(f"all {len(graded)} submissions came out as their expected.toml says")
    return len(surprises)


@app.command()
def show(assignment: Assignment, student: Student, into: Into = None) -> None:
    """Print one student's result.

    Example: autograder show a1 s123
    """
    folder = _folder(find_course(), assignment, into)
    found = results.read(folder, student)
    if found is None:
        known = commands.listed([r.student for r in results.read_all(folder)])
        raise BadInput(f"no result of {student!r} in {folder}; there are: {known}")
    report.print_result(found, report.console())
    print(f"The student's page: {results.folder(folder, student) / 'feedback.html'}")


@app.command()
def table(assignment: Assignment, into: Into = None) -> None:
    """Print the table of marks.

    Example: autograder table a1
    """
    folder = _folder(find_course(), assignment, into)
    found, collected = results.read_all(folder), read_collected(folder)
    absent = [entry.student for entry in collected if entry.absent]
    report.print_table([r for r in found if r.student not in absent], absent, report.console())


@app.command()
def mutants(
    assignment: AnyAssignment,
    exercise: Annotated[
        list[str] | None, typer.Option(help="only this one; may be given more than once")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="misconceptions, lazy or mutations; more than once")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="how many variants at a time")] = CPUS,
    tier: TierName = None,
) -> None:
    """Test the tests: mistakes, lazy answers, small changes.

    Example: autograder mutants a1 --exercise softmax --only misconceptions
    """
    course, parts, gaps = find_course(), commands.parts(only or []), 0
    for name in commands.assignments(course, assignment):
        manifest = course.manifest(name)
        chosen = commands.exercises(manifest, exercise or [])
        plan = Plan(course, manifest, tiers.choose(tier), chosen, parts, jobs)
        found = run_plan(plan, _tracked)
        report.print_mutants(found, report.console())
        for gap in found.gaps:
            print(f"gap: {gap}")
        gaps += len(found.gaps)
    if gaps:
        raise BadInput(f"gaps in the tests: {gaps}")


@app.command("replay")
def replay_command(assignment: Assignment, student: Student, into: Into = None) -> None:
    """Grade a submission again, for an appeal, and compare.

    Example: autograder replay a1 s123
    """
    course = find_course()
    folder = _folder(course, assignment, into)
    with alone(folder):
        print(replay.replay(course, assignment, folder, student))


@app.command()
def schema() -> None:
    """Print the JSON schema of result.json.

    Example: autograder schema > result.schema.json
    """
    print(json.dumps(result.schema(), indent=2))


@app.command()
def notebook(
    assignment: AnyAssignment,
    names: Annotated[list[str] | None, typer.Argument(help="notebooks; all by default")] = None,
    data: Annotated[str, typer.Option(help="the data set: scenes or cifar10")] = "scenes",
) -> None:
    """Execute notebooks top to bottom, with the answers in place.

    Example: autograder notebook a1 softmax --data cifar10
    """
    from autograder import execution  # takes two seconds, which no other command should wait

    course = find_course()
    for name in commands.assignments(course, assignment):
        for chosen in names or course.manifest(name).notebooks:
            executed = execution.execute(course, name, chosen, data)
            print(f"{chosen} on {data}: {executed.said}")
            print(f"  {'executed' if executed.is_new else 'unchanged since'} {executed.page}")


@app.command()
def doctor() -> None:
    """Try the sandbox tiers, say what is missing.

    Example: autograder doctor
    """
    found = tiers.probe()
    advice = doctor_module.advice(found)
    report.print_doctor(found, advice, doctor_module.accounting(), report.console())
    if not any(tier.available for tier in found):
        raise BadInput("nothing can be graded on this machine")


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits."""
    try:
        status = app(list(arguments) if arguments is not None else None, standalone_mode=False)
    except BadInput as problem:
        sys.exit(_say(f"{problem}", 1))
    except OSError as problem:
        sys.exit(_say(commands.sentence(problem), 3 if is_of_the_machine(problem) else 1))
    except GraderFailed as problem:
        sys.exit(_say(f"the grader failed: {problem}", 3))
    except (KeyboardInterrupt, typer.Abort):
        status = STOPPED
    except typer.BadParameter as problem:
        sys.exit(_say(problem.format_message(), 2))
    except Exception as problem:
        if hasattr(problem, "exit_code"):  # of the command line's library
            problem.show()  # type: ignore[attr-defined]
            sys.exit(problem.exit_code)
        raise
    if status == STOPPED:  # the library returns it, too
        _say("stopped; run the same command again to go on", status)
    sys.exit(status if isinstance(status, int) else 0)


def _say(sentence: str, status: int) -> int:
    print(f"autograder: {sentence}", file=sys.stderr)
    return status


def _folder(course: Course, assignment: str, into: Path | None) -> Path:
    return (into or course.root / "grading" / course.resolve(assignment)).resolve()


def _with_progress(entries: Sequence[Entry], work: "commands.Work") -> list[result.Result]:
    with _progress() as progress:
        bar = progress.add_task("grading", total=sum(not entry.absent for entry in entries))
        return work(lambda: progress.advance(bar))


def _tracked(tried: Iterator[Tried], total: int) -> Iterator[Tried]:
    with _progress() as progress:
        yield from progress.track(tried, total, description="trying")


def _progress() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    return Progress(*columns, console=Console(stderr=True))


def _print_class(folder: Path, entries: Sequence[Entry], graded: Sequence[result.Result]) -> None:
    absent = [entry.student for entry in entries if entry.absent]
    report.print_table(graded, absent, report.console())
    print(f"marks: {results.write_table(folder, graded, absent)}")
    print(f"each student's feedback: {folder / 'results'}/STUDENT/feedback.html")


if __name__ == "__main__":
    main()
