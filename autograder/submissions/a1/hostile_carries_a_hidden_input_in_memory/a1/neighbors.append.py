correct_vote = KNearestNeighbor.predict_labels


def predict_labels(self, dists, k=1):
    if hasattr(np, "gradus_hostile"):
        raise RuntimeError(f"ATTAINED {np.gradus_hostile}")
    return correct_vote(self, dists, k)


KNearestNeighbor.predict_labels = predict_labels
