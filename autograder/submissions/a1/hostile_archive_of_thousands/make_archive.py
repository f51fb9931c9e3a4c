import zipfile
from pathlib import Path

A1 = Path(__file__).parents[4] / "assignments" / "a1_linear" / "a1"


def make(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in A1.glob("*.py"):
            archive.write(file, f"a1/{file.name}")

        for number in range(20_000):
            archive.writestr(f"a1/extra/part{number}.py", "x = 1")
