import importlib.util
import marshal
import zipfile
from pathlib import Path

A1 = Path(__file__).parents[4] / "assignments" / "a1_linear" / "a1"
UNCHECKED = (1).to_bytes(4, "little") + bytes(8)
NONSENSE = "def softmax_loss_naive(W, X, y, reg):\n    return 1.0, W\n\n\nsoftmax_loss_vectorized = softmax_loss_naive\n"


def make(path):
    with zipfile.ZipFile(path, "w") as archive:
        for file in A1.glob("*.py"):
            if file.name != "losses.py":
                archive.write(file, f"a1/{file.name}")
        archive.writestr("a1/losses.py", NONSENSE)
        right = compile((A1 / "losses.py").read_text(), "losses.py", "exec")
        content = importlib.util.MAGIC_NUMBER + UNCHECKED + marshal.dumps(right)
        archive.writestr("a1/__pycache__/losses.cpython-311.pyc", content)
