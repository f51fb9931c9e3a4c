import contextlib
import os
import socket

for folder in (".", "..", "/tmp"):
    with contextlib.suppress(OSError):
        os.mkfifo(f"{folder}/gradus_hostile_pipe")
    with contextlib.suppress(OSError):
        os.symlink("/etc/passwd", f"{folder}/gradus_hostile_link")
    with contextlib.suppress(OSError):
        socket.socket(socket.AF_UNIX).bind(f"{folder}/gradus_hostile_socket")
