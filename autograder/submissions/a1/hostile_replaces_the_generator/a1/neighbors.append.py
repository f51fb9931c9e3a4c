KNearestNeighbor.predict_labels = lambda self, dists, k=1: np.zeros(len(dists), int)
