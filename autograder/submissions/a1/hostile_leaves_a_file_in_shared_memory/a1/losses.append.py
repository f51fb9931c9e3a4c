import contextlib

with contextlib.suppress(OSError), open("/dev/shm/gradus_hostile_memory", "w") as left:
    left.write("for the next one")
