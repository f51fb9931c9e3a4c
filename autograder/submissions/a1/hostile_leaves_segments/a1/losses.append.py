import ctypes

KEY, CREATE = 0x67726164, 0o1600

library = ctypes.CDLL(None)
library.shmget(KEY, 4096, CREATE)
library.semget(KEY, 1, CREATE)
library.msgget(KEY, CREATE)
