"""What a release holds: every file of the students' tree, made in memory from the solved tree."""

from pathlib import Path, PurePosixPath

from autograder.course import BadInput, Course
from autograder.release import inventory, notebooks
from autograder.release.blanking import blank
from autograder.release.sources import Sources, add, python_files, read_folder
from given.manifest import FILE_NAME, Manifest

ROOT_FILES = ("HONESTY.md", "conftest.py", "pytest.ini", "requirements.txt")
PAGES = ("README.md", "CHANGELOG.md", FILE_NAME)
DATA_SUFFIXES = (".csv", ".json", ".npy", ".npz", ".toml", ".txt")
ENGINE_ROOT = Path(__file__).resolve().parents[2]


def contents(course: Course, name: str) -> Sources:
    """The files of the students' tree of an assignment, or the reasons why there is none."""
    manifest, folder = course.manifest(name), course.folder(name)
    sources = Sources()
    if manifest.name != name:
        sources.reasons.append(f"{FILE_NAME}: its name is {manifest.name!r}, its folder's {name!r}")
    for page in PAGES:
        add(folder / page, PurePosixPath(page), sources)
    _add_package(manifest, folder, sources)
    _add_notebooks(course, manifest, folder, sources)
    read_folder(folder / "tests", PurePosixPath("tests"), python_files, sources)
    _add_handed_in(manifest, folder, sources)
    _add_shared(course, sources)
    _add_earlier(course, manifest, sources)
    _look_for_strangers(manifest, folder, sources)
    return sources


def _add_package(manifest: Manifest, folder: Path, sources: Sources) -> None:
    """The package, blanked; nothing of it if the manifest does not account for all of it."""
    package = Sources()
    extra = {PurePosixPath(file) for file in manifest.files}

    def wanted(path: PurePosixPath) -> bool:
        return python_files(path) or manifest.package / path in extra

    read_folder(folder / manifest.package, PurePosixPath(), wanted, package)
    texts = {path: package.text(path) for path in package.files if path.suffix == ".py"}
    sources.reasons += package.reasons
    if found := inventory.reasons(manifest, texts):
        sources.reasons += found
        return
    for path in package.files:
        if path in texts:
            blanked = blank(texts[path], inventory.exercises_of(manifest, path))
            sources.files[manifest.package / path] = blanked.encode()
        else:
            sources.files[manifest.package / path] = package.files[path]


def _add_notebooks(course: Course, manifest: Manifest, folder: Path, sources: Sources) -> None:
    percent = Sources()
    if manifest.notebooks or (folder / "notebooks").exists():
        read_folder(folder / "notebooks", PurePosixPath(), python_files, percent)
    sources.reasons += percent.reasons
    expected = {PurePosixPath(f"{notebook}.py") for notebook in manifest.notebooks}
    for path in sorted(expected ^ percent.files.keys()):
        lacks = "there is no such file" if path in expected else f"{FILE_NAME} does not list it"
        sources.reasons.append(f"notebooks/{path}: {lacks}")
    for path in sorted(expected & percent.files.keys()):
        target = path.with_suffix(".ipynb")
        try:
            built = notebooks.build(percent.text(path), str(target), course.publish, manifest.name)
        except notebooks.UnfitNotebook as failure:
            sources.reasons.append(f"notebooks/{path}: {failure}")
        else:
            sources.files[target] = built


def _add_handed_in(manifest: Manifest, folder: Path, sources: Sources) -> None:
    """Files that students hand in: a form to fill in is text; what is not there, they make."""
    for file in map(PurePosixPath, manifest.files):
        if file.is_absolute() or ".." in file.parts:
            sources.reasons.append(f"{file}: a file to hand in lies in the assignment's folder")
        elif file.parts[0] != manifest.package and (folder / file).exists():
            add(folder / file, file, sources)
        if file in sources.files:
            sources.text(file)


def _add_shared(course: Course, sources: Sources) -> None:
    """What every student gets: given, coursedata, and the files at the root of the tree."""
    given = _shared(course, "assignments/given")
    read_folder(given, PurePosixPath("given"), python_files, sources)
    data = _shared(course, "datasets/coursedata")
    read_folder(data, PurePosixPath("coursedata"), _is_data, sources)
    if (registry := data.parent / "registry.toml").is_file():
        add(registry, PurePosixPath("coursedata/registry.toml"), sources)
    root_files = _shared(course, "assignments/student_tree")
    read_folder(root_files, PurePosixPath(), lambda path: str(path) in ROOT_FILES, sources)


def _shared(course: Course, folder: str) -> Path:
    """The course's own folder, else the engine's: a small course need not copy the shared parts."""
    own = course.root / folder
    return own if own.is_dir() else ENGINE_ROOT / folder


def _is_data(path: PurePosixPath) -> bool:
    return path.suffix in DATA_SUFFIXES or python_files(path)


def _add_earlier(course: Course, manifest: Manifest, sources: Sources) -> None:
    """The packages of earlier assignments, solved: one weak week must not spoil the next."""
    for package in manifest.earlier:
        try:
            folder = course.package_folder(package)
        except BadInput as failure:
            sources.reasons.append(f"earlier: {failure}")
        else:
            read_folder(folder, PurePosixPath(package), python_files, sources)


def _look_for_strangers(manifest: Manifest, folder: Path, sources: Sources) -> None:
    """Whatever else lies in the assignment's folder: its author may believe it is released."""
    tops = {file.split("/")[0] for file in manifest.files}
    known = {*PAGES, manifest.package, "notebooks", "tests", *tops}

    def wanted(path: PurePosixPath) -> bool:
        return path.parts[0] in known

    found = Sources()
    read_folder(folder, PurePosixPath(), wanted, found)
    seen = {r for r in found.reasons if "is a link" not in r}
    sources.reasons += sorted(seen)
