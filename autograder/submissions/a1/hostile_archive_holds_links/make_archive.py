import zipfile
from pathlib import Path

A1 = Path(__file__).parents[4] / "assignments" / "a1_linear" / "a1"


def make(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in A1.glob("[a-z]*.py"):
            archive.write(file, f"a1/{file.name}")

        link = zipfile.ZipInfo("a1/notes.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/tmp/gradus_hostile_canary")
        archive.writestr("a1/__init__.py", READS)


READS = '''
from pathlib import Path

notes = Path(__file__).with_name("notes.txt")
if notes.is_file():
    raise RuntimeError(f"ATTAINED {notes.read_text()}")
'''
