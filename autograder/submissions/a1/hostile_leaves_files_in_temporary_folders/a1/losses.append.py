import contextlib
import os
import tempfile

for folder in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
    path = os.path.join(folder, "gradus_hostile_file")
    with contextlib.suppress(OSError), open(path, "w") as left:
        left.write("for the next one")
