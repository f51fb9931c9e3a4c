

def scale_shift_backward(dout, x_hat, gamma):
    return dout * gamma, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)


def root_backward(dstd, std):
    return 0.5 * dstd / std
