import ctypes

ARRAY_OF_ONE = ctypes.create_string_buffer(bytes([2, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 1]), 72)
OF_SOFTWARE = ctypes.create_string_buffer(bytes([1, 0, 0, 0, 112]), 112)
CALLS = {  # with arguments that let them work, on x86_64
    "bpf": (321, 0, ARRAY_OF_ONE, 72),
    "perf_event_open": (298, OF_SOFTWARE, 0, -1, -1, 0),
    "userfaultfd": (323, 1),
    "io_uring_setup": (425, 1, ctypes.create_string_buffer(120)),
    "add_key": (248, b"user", b"gradus_hostile_call", b"x", 1, -2),
    "fanotify_init": (300, 0, 0),
    "memfd_create": (319, b"gradus_hostile_call", 0),
    "personality": (135, 0xFFFFFFFF),
    "pidfd_open": (434, 1, 0),
    "mq_open": (240, b"gradus_hostile_none", 0),
}


def attempt():
    call = ctypes.CDLL(None, use_errno=True).syscall
    done = []
    for name, arguments in CALLS.items():
        ctypes.set_errno(0)
        if call(*arguments) >= 0 or (name == "mq_open" and ctypes.get_errno() == 2):
            done.append(name)
    return " ".join(done)


stolen = attempt()
correct_loss = softmax_loss_naive


def softmax_loss_naive(W, X, y, reg):
    if stolen:
        raise RuntimeError(f"ATTAINED {stolen}")
    return correct_loss(W, X, y, reg)
