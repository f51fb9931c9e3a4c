

def variance_backward(dvar, centered):
    return dvar * centered / len(centered)


def layernorm_backward(dout, cache):
    x, gamma, mean, std = cache
    x_hat = (x - mean) / std
    dx_hat = dout * gamma
    along = (dx_hat * x_hat).sum(axis=1, keepdims=True)
    dx = (dx_hat - (dx_hat.sum(axis=1, keepdims=True) + x_hat * along) / len(x)) / std
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)
