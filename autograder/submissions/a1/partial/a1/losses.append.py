def softmax_loss_naive(W, X, y, reg):
    N, C = X.shape[0], W.shape[1]
    loss = 0.0
    dW = np.zeros_like(W)
    for i in range(N):
        s = X[i].dot(W)
        s = s - np.max(s)
        total = 0.0
        for c in range(C):
            total += np.exp(s[c])
        loss += np.log(total) - s[y[i]]
        for c in range(C):
            dW[:, c] += X[i] * np.exp(s[c]) / total
        dW[:, y[i]] -= X[i]
    return loss / N + reg * np.sum(W**2), dW / N + 2 * reg * W
