def predict(self, X):
    for _ in range(200):
        print("x" * 2**20)
    return np.argmax(X @ self.W, axis=1)


LinearClassifier.predict = predict
