import contextlib
import os

import given

with contextlib.suppress(OSError):
    folder = os.path.join(os.path.dirname(given.__file__), "__pycache__")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "gradus_hostile.pyc"), "w") as left:
        left.write("for the next one")
