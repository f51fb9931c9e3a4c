import contextlib
import os
import site

with contextlib.suppress(OSError):
    folder = site.getusersitepackages()
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "gradus_hostile.pth"), "w") as left:
        left.write("# a line that begins with import would be run")
